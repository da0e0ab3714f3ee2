"""rdflib takes the graph over whole, and answers every question as our store does."""

from typing import Any

import pytest
import rdflib

from aseankg.graph.exchange import to_rdflib
from aseankg.graph.queries import questions, render
from aseankg.graph.store.embedded import PREFIXES, EmbeddedStore

Row = tuple[tuple[str, str, str] | None, ...]


@pytest.fixture(scope="module")
def dataset(store: EmbeddedStore) -> rdflib.Dataset:
    return to_rdflib(store)


def text(value: str) -> str:
    """Return a text with joined names in one order: GROUP_CONCAT promises none."""
    return "; ".join(sorted(value.split("; ")))


def ours(store: EmbeddedStore, query: str) -> list[Row]:
    xsd_string = f"{PREFIXES['xsd']}string"
    return [
        tuple(
            None
            if term is None
            else (text(term.value), term.language, "" if term.datatype == xsd_string else term.datatype)
            for term in row
        )
        for row in store.select(query).rows
    ]


def theirs(dataset: rdflib.Dataset, query: str) -> list[Row]:
    def plain(term: Any) -> tuple[str, str, str] | None:
        if term is None:
            return None
        if isinstance(term, rdflib.Literal):
            datatype = str(term.datatype or "")
            return text(str(term)), term.language or "", "" if datatype.endswith("#string") else datatype
        return text(str(term)), "", ""

    return [tuple(plain(term) for term in row) for row in dataset.query(query, initNs=PREFIXES)]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(questions()))
def test_the_same_answer(store: EmbeddedStore, dataset: rdflib.Dataset, name: str) -> None:
    query = render(store, questions()[name])
    assert sorted(theirs(dataset, query), key=str) == sorted(ours(store, query), key=str)


def test_every_quad_is_there(store: EmbeddedStore, dataset: rdflib.Dataset) -> None:
    for graph in {quad.graph for quad in store.quads()}:
        assert len(dataset.graph(rdflib.URIRef(graph))) == len(list(store.quads(graph)))


def test_literals_keep_their_form(store: EmbeddedStore, dataset: rdflib.Dataset) -> None:
    ours_ = {
        (quad.object.value, quad.object.language, quad.object.datatype)
        for quad in store.quads()
        if not quad.object.is_iri
    }
    theirs_ = {
        (str(term), term.language or "", "" if term.language else str(term.datatype))
        for _, _, term, _ in dataset.quads()
        if isinstance(term, rdflib.Literal)
    }
    assert theirs_ == ours_
