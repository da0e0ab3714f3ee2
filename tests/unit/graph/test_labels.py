"""Names: everything has one, made of the names of what it ties together."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseankg.graph.build import assemble, validate
from aseankg.graph.labels import label
from aseankg.graph.queries import run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, rdf

RecordsCopy = Callable[..., Path]


def test_everything_in_the_shipped_graph_has_a_label(store: EmbeddedStore) -> None:
    query = "SELECT ?t { ?t dcterms:identifier ?slug FILTER NOT EXISTS { ?t rdfs:label ?label } }"
    assert run(store, query).rows == ()


def test_no_label_is_empty_or_an_address(store: EmbeddedStore) -> None:
    query = """
    SELECT ?t ?label { ?t dcterms:identifier ?slug ; rdfs:label ?label
      FILTER(STRLEN(STR(?label)) < 2 || CONTAINS(STR(?label), "://") || CONTAINS(STR(?label), ": ,")) }
    """
    assert run(store, query).rows == ()


def test_what_has_a_name_of_its_own_keeps_it(records_copy: RecordsCopy) -> None:
    store = assemble(validate(records_copy()))[0]
    query = f"SELECT ?label {{ <{iris.thing('state', 'japan')}> rdfs:label ?label }}"
    assert run(store, query).rows == (("Japan",),)


@pytest.mark.parametrize(
    ("kind", "slug", "name"),
    [
        ("membership", "indonesia-in-asean", "Indonesia: founding member, ASEAN"),
        ("partnership", "japan-dialogue-partner", "Japan: dialogue partner"),
        ("consent", "japan-friendship-treaty", "Japan: accession, Treaty of Friendship"),
        ("commitment", "japan-plants-trees", "Plants trees along the coast"),
        ("contribution", "japan-to-asean-2023", "Japan: JPY 2,500.5 to ASEAN"),
        ("line", "treaty-of-friendship-1", "Treaty of Friendship, 1: Coasts"),
    ],
)
def test_a_tie_is_called_after_what_it_ties(
    records_copy: RecordsCopy, kind: str, slug: str, name: str
) -> None:
    store = assemble(validate(records_copy()))[0]
    query = f"SELECT ?label {{ <{iris.thing(kind, slug)}> rdfs:label ?label }}"
    assert run(store, query).rows == ((name,),)


def test_an_expectation_is_called_so(records_copy: RecordsCopy) -> None:
    store = assemble(validate(records_copy()))[0]
    thing = iris.thing("expectation", "japan-upgrade-expected")
    ((name,),) = run(store, f"SELECT ?label {{ <{thing}> rdfs:label ?label }}").rows
    assert name.startswith("Expected: ")
    assert "Japan" in name


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60))
def test_any_text_becomes_a_label_unchanged(text: str) -> None:
    store = EmbeddedStore()
    thing, graph = ox.NamedNode(iris.thing("commitment", "a")), ox.NamedNode(iris.RESOLVED)
    for property_, value in (
        (rdf.type, ox.NamedNode(akg.Commitment)),
        (dcterms.identifier, ox.Literal("a")),
        (dcterms.description, ox.Literal(text, language="en")),
    ):
        store.add([ox.Quad(thing, ox.NamedNode(property_), value, graph)])
    label(store)
    assert [row[0] for row in run(store, "SELECT ?l { ?t rdfs:label ?l }").rows] == [text]


@pytest.mark.parametrize(
    "text", ['a" . <x:y> <x:z> "b', "back\\slash", "\\u0022", "a\nb\rc\td", "\\", '"""', "\u2028"]
)
def test_quotes_and_escapes_in_a_label(text: str) -> None:
    test_any_text_becomes_a_label_unchanged.hypothesis.inner_test(text)  # type: ignore[attr-defined]
