"""The resolved view: which value stays, and who is said to disagree."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aseankg.graph.build import assemble, validate
from aseankg.graph.queries import run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import codelists, iris
from aseankg.ontology.terms import akg

RecordsCopy = Callable[..., Path]


def source(statement: str, kind: str = "press report", published: str = "2023-06-01") -> str:
    return f"""\
source:
  title: A paper
  kind: {kind}
  publisher: gazette
  published: {published}
  language: en
  url: not-found
  retrieved: 2024-02-01
  read: whole
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
{statement}
"""


def claim(**fields: str) -> str:
    lines = {"measure": "trees", "about": "japan", "at": "para 1", **fields}
    return "  - claim: trees-of-japan\n" + "\n".join(f"    {name}: {text}" for name, text in lines.items())


def gift(amount: str, kind: str = "pledge", date: str = "not-stated") -> str:
    return (
        "  - contribution: a-gift\n    by: japan\n    to: asean\n"
        f"    amount: {amount}\n    kind: {kind}\n    date: {date}\n    at: para 1"
    )


@pytest.fixture
def resolved(records_copy: RecordsCopy) -> Callable[..., EmbeddedStore]:
    def make(**sources: str) -> EmbeddedStore:
        changes = {f"sources/2023/{name.replace('_', '-')}.yaml": text for name, text in sources.items()}
        return assemble(validate(records_copy(changes)))[0]

    return make


Resolved = Callable[..., EmbeddedStore]


def values(store: EmbeddedStore, kind: str, slug: str, property_: str) -> list[str]:
    query = f"SELECT ?o {{ <{iris.thing(kind, slug)}> <{property_}> ?o }} ORDER BY ?o"
    return [str(row[0]) for row in run(store, query).rows]


def disagreements(store: EmbeddedStore) -> list[dict[str, Any]]:
    query = """
    SELECT ?property ?preferred ?rule (GROUP_CONCAT(DISTINCT ?slug; separator=" ") AS ?others) {
      ?d a akg:Disagreement ; akg:property ?property ; akg:preferred/dcterms:identifier ?preferred ;
         akg:rule ?rule ; akg:other/dcterms:identifier ?slug
    } GROUP BY ?property ?preferred ?rule ORDER BY ?property
    """
    return list(run(store, query))


def test_small_records_agree(resolved: Resolved) -> None:
    assert disagreements(resolved()) == []


@pytest.mark.parametrize(
    ("vague", "precise"),
    [
        *(("2010", "2010-05-17"), ("2010-05", "2010-05-17"), ("2010", "2010-05"), ("2010~", "2010-05")),
        *(("[2010-05-01..2010-05-31]", "2010-05-17"), ("[..2011]", "2010")),
    ],
)
@pytest.mark.parametrize("vague_is_better", [True, False])
def test_of_dates_that_can_both_be_true_the_precise_one_stays(
    resolved: Resolved, vague: str, precise: str, vague_is_better: bool
) -> None:
    kinds = ("treaty text", "blog") if vague_is_better else ("blog", "treaty text")
    store = resolved(
        one=source(claim(as_of=f'"{vague}"'), kinds[0]), two=source(claim(as_of=f'"{precise}"'), kinds[1])
    )
    assert values(store, "claim", "trees-of-japan", akg.date) == [precise]
    assert disagreements(store) == []


def test_the_bounds_are_those_of_the_date_that_stays(resolved: Resolved) -> None:
    store = resolved(one=source(claim(as_of="2010")), two=source(claim(as_of="2010-05")))
    assert values(store, "claim", "trees-of-japan", akg.earliest) == ["2010-05-01"]
    assert values(store, "claim", "trees-of-japan", akg.latest) == ["2010-05-31"]


def test_dates_that_cannot_both_be_true_are_a_disagreement(resolved: Resolved) -> None:
    store = resolved(
        one=source(claim(as_of="2010-05"), "treaty text"), two=source(claim(as_of="2010-06-01"), "blog")
    )
    assert values(store, "claim", "trees-of-japan", akg.date) == ["2010-05"]
    assert disagreements(store) == [
        {"property": akg.date, "preferred": "one", "rule": "better kind of source", "others": "two"}
    ]


@pytest.mark.parametrize(("better", "worse"), [("treaty text", "blog"), ("blog", "treaty text")])
def test_not_stated_gives_way_and_nobody_disagrees(resolved: Resolved, better: str, worse: str) -> None:
    store = resolved(
        one=source(gift("5 USD", "not stated"), better), two=source(gift("5 USD", "disbursement"), worse)
    )
    assert values(store, "contribution", "a-gift", akg.kind) == [iris.code("money-kind", "disbursement")]
    assert disagreements(store) == []


def test_not_stated_stays_where_nobody_states_more(resolved: Resolved) -> None:
    store = resolved(one=source(gift("5 USD", "not stated")), two=source(gift("5 USD", "not stated")))
    assert values(store, "contribution", "a-gift", akg.kind) == [iris.code("money-kind", "not stated")]


RANKS = (
    "treaty text",
    "adopted text",
    "secretariat release",
    "government release",
    "agency report",
    "press report",
    "encyclopaedia",
    "blog",
)


@pytest.mark.parametrize(("better", "worse"), list(pairwise(RANKS)))
def test_the_better_kind_of_source_wins_though_it_is_older(
    resolved: Resolved, better: str, worse: str
) -> None:
    store = resolved(
        a_later=source(claim(value="1"), worse, "2023-12-01"),
        z_better=source(claim(value="2"), better, "2020-01-01"),
    )
    assert values(store, "claim", "trees-of-japan", akg.value) == ["2"]
    assert disagreements(store) == [
        {"property": akg.value, "preferred": "z-better", "rule": "better kind of source", "others": "a-later"}
    ]


def test_the_ranks_here_are_kinds_of_sources() -> None:
    assert set(RANKS) <= set(codelists.SourceKind.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("first_is_later", [True, False])
def test_among_equals_the_later_publication_wins(resolved: Resolved, first_is_later: bool) -> None:
    days = ("2023-12-01", "2020-01-01") if first_is_later else ("2020-01-01", "2023-12-01")
    store = resolved(
        a=source(claim(value="1"), published=days[0]), b=source(claim(value="2"), published=days[1])
    )
    assert values(store, "claim", "trees-of-japan", akg.value) == ["1" if first_is_later else "2"]
    (found,) = disagreements(store)
    assert found["rule"] == "later publication"


def test_a_disagreement_names_every_source_on_the_other_side(resolved: Resolved) -> None:
    store = resolved(
        one=source(claim(value="1"), "treaty text"),
        two=source(claim(value="2")),
        three=source(claim(value="3")),
        same=source(claim(value="1"), "blog"),
    )
    (found,) = disagreements(store)
    assert found["preferred"] == "one"
    assert sorted(found["others"].split()) == ["three", "two"]


def test_both_values_stay_in_their_sources(resolved: Resolved) -> None:
    store = resolved(one=source(claim(value="1"), "treaty text"), two=source(claim(value="2")))
    query = "SELECT ?g ?v { GRAPH ?g { ?s akg:value ?v } } ORDER BY ?v"
    rows = [row for row in run(store, query).rows if row[0] != iris.RESOLVED]
    assert [(row[0], int(row[1])) for row in rows] == [(iris.source("one"), 1), (iris.source("two"), 2)]


def test_an_amount_never_parts_from_its_currency(resolved: Resolved) -> None:
    store = resolved(one=source(gift("5 USD"), "treaty text"), two=source(gift("6 EUR"), "blog"))
    assert values(store, "contribution", "a-gift", akg.amount) == ["5"]
    assert values(store, "contribution", "a-gift", akg.currency) == ["USD"]


def test_one_amount_in_two_currencies_is_a_disagreement(resolved: Resolved) -> None:
    """5 USD and 5 EUR are two sums."""
    store = resolved(one=source(gift("5 USD"), "treaty text"), two=source(gift("5 EUR"), "blog"))
    assert values(store, "contribution", "a-gift", akg.currency) == ["USD"]
    assert [found["preferred"] for found in disagreements(store)] == ["one"]


def meeting(name: str) -> str:
    return f"  - meeting: a-meeting\n    name: {name}\n    held: 2023\n    at: para 1"


def test_names_differ_without_disagreement_and_are_kept(resolved: Resolved) -> None:
    store = resolved(
        one=source(meeting("The Long Name"), "treaty text"), two=source(meeting("The Other Name"), "blog")
    )
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    other = "http://www.w3.org/2004/02/skos/core#altLabel"
    assert values(store, "meeting", "a-meeting", label) == ["The Long Name"]
    assert values(store, "meeting", "a-meeting", other) == ["The Other Name"]
    assert disagreements(store) == []


def test_everything_said_tells_where_it_is_from(resolved: Resolved) -> None:
    store = resolved(one=source(claim(value="1")), two=source(claim(value="1")))
    derived = "http://www.w3.org/ns/prov#wasDerivedFrom"
    assert values(store, "claim", "trees-of-japan", derived) == [iris.source("one"), iris.source("two")]


def test_what_may_have_several_values_keeps_them_all(resolved: Resolved) -> None:
    store = resolved(one=source(claim(by="japan")), two=source(claim(by="indonesia")))
    assert len(values(store, "claim", "trees-of-japan", akg.by)) == 2
    assert disagreements(store) == []


def test_another_wording_of_a_line_is_no_broken_address(records_copy: RecordsCopy) -> None:
    line = """\
- line: treaty-of-friendship-1
  framework: treaty-of-friendship
  code: "1"
  kind: paragraph
  heading: Coasts
  source: paper
  at: para 4
  alternatives:
    - {heading: Shores, source: other, at: page 9}
"""
    other = source("").removesuffix("statements:\n\n")
    records = records_copy({"registers/lines.yaml": line, "sources/2023/other.yaml": other})
    store = assemble(validate(records))[0]
    things = [str(row[0]) for row in run(store, "SELECT ?t { ?t dcterms:identifier ?slug }").rows]
    assert [thing for thing in things if iris.parse(thing) is None] == []


def test_everything_in_the_shipped_graph_has_an_address_and_a_slug(store: EmbeddedStore) -> None:
    odd = []
    for thing, slug in run(store, "SELECT ?t ?slug { ?t dcterms:identifier ?slug }").rows:
        name = iris.parse(thing)
        if name is None or name.part is not None or name.slug != slug or not iris.SLUG.fullmatch(slug):
            odd.append(thing)
    assert odd == []


def test_the_shipped_view_has_one_value_of_what_can_have_one(store: EmbeddedStore) -> None:
    for property_ in (akg.start, akg.end, akg.date, akg.amount, akg.currency, akg.iso2):
        query = f"SELECT ?s {{ ?s <{property_}> ?o }} GROUP BY ?s HAVING(COUNT(?o) > 1)"
        assert run(store, query).rows == (), property_
