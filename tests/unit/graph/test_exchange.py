"""rdflib takes the graph over whole, and answers every question as our store does."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from aseankg.graph.build import assemble, validate
from aseankg.graph.exchange import to_rdflib
from aseankg.graph.queries import questions, render
from aseankg.graph.store.embedded import PREFIXES, EmbeddedStore
from aseankg.ontology import iris

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")  # rdflib calls itself so

RecordsCopy = Callable[..., Path]
QUICK = (
    *("activities", "contributions", "disagreements", "expected", "meetings-of", "members", "outputs"),
    *("partners", "people-in-posts", "positions-on", "serving-line", "sources-of", "ties-of"),
    *("topics-of-meetings", "unnamed-speakers"),
)
"""Questions that rdflib answers on the whole graph in a second; it answers all of them on a small one."""

Row = tuple[tuple[str, str] | None, ...]
XSD_STRING = f"{PREFIXES['xsd']}string"


@pytest.fixture(scope="module")
def dataset(store: EmbeddedStore) -> rdflib.Dataset:
    return to_rdflib(store)


def text(value: str) -> str:
    """Return a text with joined names in one order: GROUP_CONCAT promises none."""
    return "; ".join(sorted(value.split("; ")))


def simple(datatype: object) -> str:
    """Return a datatype as text; RDF 1.1 makes no difference between a plain text and an xsd:string."""
    return "" if str(datatype or "") in ("", XSD_STRING) else str(datatype)


def ours(store: EmbeddedStore, query: str) -> list[Row]:
    return [
        tuple(None if term is None else (text(term.value), simple(term.datatype)) for term in row)
        for row in store.select(query).rows
    ]


def theirs(dataset: rdflib.Dataset, query: str) -> list[Row]:
    def plain(term: Any) -> tuple[str, str] | None:
        if term is None:
            return None
        datatype = term.datatype if isinstance(term, rdflib.Literal) and not term.language else None
        return text(str(term)), simple(datatype)

    unordered = re.sub(r"\s*ORDER BY[^}]*$", "", query)  # rdflib cannot sort rows with empty cells
    return [tuple(plain(term) for term in row) for row in dataset.query(unordered, initNs=PREFIXES)]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", QUICK)
def test_the_same_answer(store: EmbeddedStore, dataset: rdflib.Dataset, name: str) -> None:
    query = render(store, questions()[name])
    assert sorted(theirs(dataset, query), key=str) == sorted(ours(store, query), key=str)


@pytest.mark.parametrize("name", sorted(questions()))
def test_the_same_answer_on_a_small_graph(records_copy: RecordsCopy, name: str) -> None:
    store = assemble(validate(records_copy()))[0]
    text = questions()[name].text  # without a thing to ask about: all answers
    found = sorted(theirs(to_rdflib(store), text), key=str)
    assert found == sorted(ours(store, text), key=str)


def test_every_quad_is_there(store: EmbeddedStore, dataset: rdflib.Dataset) -> None:
    for graph in {quad.graph for quad in store.quads()}:
        assert len(dataset.graph(rdflib.URIRef(graph))) == len(list(store.quads(graph)))


def test_literals_keep_their_form(store: EmbeddedStore, dataset: rdflib.Dataset) -> None:
    ours_ = {
        (quad.object.value, quad.object.language, simple(quad.object.datatype))
        for quad in store.quads()
        if not quad.object.is_iri
    }
    theirs_ = {
        (str(term), term.language or "", "" if term.language else simple(term.datatype))
        for _, _, term, _ in dataset.quads()
        if isinstance(term, rdflib.Literal)
    }
    assert theirs_ == ours_


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        *(("P3Y4M", "duration"), ("PT36H", "duration"), ("2023", "gYear"), ("2023-05", "gYearMonth")),
        *(("abc", "integer"), ("1E5", "decimal"), ("0.50", "decimal"), ("2023-02-30", "date")),
    ],
)
def test_no_literal_is_rewritten(lexical: str, datatype: str) -> None:
    small = EmbeddedStore()
    node, graph = ox.NamedNode("https://example.org/a"), ox.NamedNode(iris.RESOLVED)
    literal = ox.Literal(lexical, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    small.add([ox.Quad(node, node, literal, graph)])
    (kept,) = (quad.object.value for quad in small.quads())
    assert {str(term) for _, _, term, _ in to_rdflib(small).quads()} == {kept}
