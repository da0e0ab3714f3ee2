"""Questions: names, parameters, and values that can never become query text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseankg.graph.build import assemble, validate
from aseankg.graph.queries import Table, ask, find, parse, plain, questions, render, run
from aseankg.graph.store import Quad, QueryError, Term
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import dcterms, rdfs, xsd

RecordsCopy = Callable[..., Path]

TWO = parse(
    "two",
    "#: title: Two texts\n"
    "#: param: a (text) =  -- one\n"
    "#: param: b (text) =  -- another\n"
    "#: param: n (number) =  -- a number\n"
    "SELECT ?a ?b ?n { VALUES ?a { UNDEF } VALUES ?b { UNDEF } VALUES ?n { UNDEF } }",
)
EMPTY = EmbeddedStore()

ATTACKS = [
    '" } UNION { ?s ?p ?o',
    "' } #",
    "> } UNION { ?s ?p ?o } #",
    "\\",
    '\\"',
    "\\u0022 } #",
    "\\u005c",
    "\n} #",
    "\u2028} #",
    "\x00",
    "VALUES ?b { UNDEF }",
    "UNDEF",
    "}{",
    "?a",
    "{{7*7}}",
    "SERVICE <https://evil.example/>",
    'VALUES ?a { "',
]


@pytest.fixture
def small(records_copy: RecordsCopy) -> EmbeddedStore:
    return assemble(validate(records_copy()))[0]


def answer(**values: str) -> tuple[Any, ...]:
    (row,) = run(EMPTY, render(EMPTY, TWO, values)).rows
    return row


@pytest.mark.parametrize("value", ATTACKS)
def test_a_text_stays_the_text_it_is(value: str) -> None:
    assert answer(a=value) == (value, None, None)
    assert answer(a=value, b="plain") == (value, "plain", None)


@pytest.mark.parametrize("first", ATTACKS)
def test_two_texts_do_not_meddle_with_each_other(first: str) -> None:
    for second in (" } SELECT", "} UNION { BIND(1 AS ?n)", "plain", "UNDEF"):
        assert answer(a=first, b=second) == (first, second, None)


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_two_texts_come_back(first: str, second: str) -> None:
    if "service" not in (first + second).casefold() and "\\u" not in (first + second).casefold():
        assert answer(a=first, b=second)[:2] == (first, second)


def test_a_parameter_left_out_binds_nothing() -> None:
    assert answer() == (None, None, None)


@pytest.mark.parametrize("value", ["1", "-7", "0"])
def test_a_number_is_a_number(value: str) -> None:
    assert answer(n=value) == (None, None, int(value))


@pytest.mark.parametrize("value", ["nonsense", "2024", "2024-02-30", "20240101", "2024-01-01x", "2024-W01-1"])
def test_what_is_no_day_is_refused(value: str) -> None:
    question = questions()["partners-on-day"]
    assert '"2024-02-29"' in render(EMPTY, question, {"day": "2024-02-29"})
    with pytest.raises(QueryError, match="expected a day"):
        render(EMPTY, question, {"day": value})


@pytest.mark.parametrize("value", ["1.5", "one", "1 } #", "1e3", "--1", " 1", "1\n", "NaN"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="whole number"):
        render(EMPTY, TWO, {"n": value})


@pytest.mark.parametrize(
    "value",
    [
        "canada> } UNION { ?s ?p ?o } #",
        "https://w3id.org/aseankg/id/state/japan> } UNION { ?s ?p ?o } #",
        "https://w3id.org/aseankg/id/state/japan#x> } UNION { ?s ?p ?o } #",
        "https://w3id.org/aseankg/source/paper#x> } UNION { SELECT * { ?s ?p ?o } } VALUES ?actor { <a:b",
        "https://w3id.org/aseankg/id/state/japan#x> } #",
        "https://w3id.org/aseankg/id/state/japan#x> <https://w3id.org/aseankg/id/body/asean",
        'japan" . ?thing ?p ?o } #',
        "japan' #",
        "japan\\u0022",
        "../japan",
    ],
)
def test_a_thing_cannot_carry_query_text(small: EmbeddedStore, value: str) -> None:
    for name, parameter in (("meetings-of", "actor"), ("sources-of", "thing"), ("positions-on", "on")):
        with pytest.raises(QueryError):
            ask(small, name, **{parameter: value})


def test_a_thing_is_found_by_slug_or_address(small: EmbeddedStore) -> None:
    japan = iris.thing("state", "japan")
    assert find(small, "japan") == japan
    assert find(small, japan) == japan


@pytest.mark.parametrize("name", ["Japan", "JAPAN", "jApAn"])
def test_a_thing_is_found_by_its_name(small: EmbeddedStore, name: str) -> None:
    assert find(small, name) == iris.thing("state", "japan")


def test_a_name_that_several_have_is_told_with_their_slugs() -> None:
    store = EmbeddedStore()
    for slug in ("japan", "japan-1868"):
        facts = {
            dcterms.identifier: Term(slug, is_iri=False, datatype=xsd.string),
            rdfs.label: Term("Japan", is_iri=False, language="en"),
        }
        store.add_quads(
            Quad(iris.thing("state", slug), property_, term, iris.RESOLVED)
            for property_, term in facts.items()
        )
    with pytest.raises(QueryError, match="expected one of japan, japan-1868"):
        find(store, "JAPAN")


@pytest.mark.parametrize("name", ['Japan") } #', "Japan\\", "\\u0022", '"', "a\nb"])
def test_a_name_is_never_read_as_query(small: EmbeddedStore, name: str) -> None:
    with pytest.raises(QueryError, match="nothing is called"):
        find(small, name)


def test_an_unknown_thing_is_told_with_near_ones(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"japam.*nearest: japan"):
        find(small, "japam")
    with pytest.raises(QueryError, match="nothing is called"):
        find(small, "zzzzzzzz")
    with pytest.raises(QueryError, match="nothing is called"):
        find(small, "")


def test_unknown_names_are_told_with_near_ones(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"promisses.*nearest: promises"):
        ask(small, "promisses")
    with pytest.raises(QueryError, match=r"actr.*nearest: actor"):
        ask(small, "meetings-of", actr="japan")


def test_a_parameter_changes_the_answer(small: EmbeddedStore) -> None:
    assert [row["promise"] for row in ask(small, "promises", obligor="japan")] == [
        "Plants trees along the coast"
    ]
    assert len(ask(small, "promises", obligor="indonesia")) == 0


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_says_what_it_asks_and_has_a_place_for_each_parameter(name: str) -> None:
    question = questions()[name]
    assert question.title.endswith(("?", "."))
    for parameter in question.parameters:
        assert f"VALUES ?{parameter.name} {{ UNDEF }}" in question.text


def test_a_question_without_title_or_with_an_odd_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        parse("x", "SELECT * {}")
    with pytest.raises(ValueError, match="thing"):
        parse("x", "#: title: t\n#: param: actor (place) = x -- y\nSELECT * {}")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (Term("https://example.org/"), "https://example.org/"),
        (Term("26", False, xsd.integer), 26),
        (Term("6000000", False, xsd.decimal), Decimal(6000000)),
        (Term("2023-05-17", False, xsd.date), date(2023, 5, 17)),
        (Term("2023-05", False, xsd.gYearMonth), "2023-05"),
        (Term("chat", False, "", "fr"), "chat"),
    ],
)
def test_plain_values(term: Term | None, value: object) -> None:
    found = plain(term)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        *('"abc"^^xsd:integer', '"2023-02-30"^^xsd:date', '"2023-05-17Z"^^xsd:date', '"x"^^xsd:decimal'),
        *('"-0044-03-15"^^xsd:date', '"12023-01-01"^^xsd:date', '""^^xsd:date'),
    ],
)
def test_a_value_that_python_has_not_stays_text(expression: str) -> None:
    (row,) = run(EMPTY, f"SELECT ({expression} AS ?x) {{}}").rows
    assert isinstance(row[0], str)


def test_a_table_as_mappings_frame_and_html() -> None:
    table = Table(("a", "b<"), (("<img src=x onerror=alert(1)>", None), (1, date(2023, 1, 1))))
    assert len(table) == 2
    assert list(table)[1] == {"a": 1, "b<": date(2023, 1, 1)}
    assert list(table.to_pandas().columns) == ["a", "b<"]
    html = table._repr_html_()
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "None" not in html


def test_joined_cells_list_their_values_in_order() -> None:
    question = parse(
        "one", '#: title: T\nSELECT (GROUP_CONCAT(DISTINCT ?n; separator="; ") AS ?who) ?what {}'
    )
    table = Table(("who", "what"), (("b; a", "z; y"), (None, None)))
    assert question.ordered(table).rows == (("a; b", "z; y"), (None, None))
