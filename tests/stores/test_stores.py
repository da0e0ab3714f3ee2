"""One suite over all stores: the same graph, the same questions, the same answers."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from aseankg.graph.queries import ask, questions, run
from aseankg.graph.store import Quad, QueryError, Store, Term
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.store.publish import PUBLISHED, publish
from aseankg.graph.store.remote import RemoteStore, Service
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

RESOLVED = iris.RESOLVED
PAPER = iris.source("paper")


def memory(request: pytest.FixtureRequest, dump: Path, _: Path) -> Store:
    return EmbeddedStore.load(dump)


def disk(request: pytest.FixtureRequest, dump: Path, folder: Path) -> Store:
    writing = EmbeddedStore(folder=folder / "disk")
    writing.load_into(dump)
    return writing


def read_only(request: pytest.FixtureRequest, dump: Path, folder: Path) -> Store:
    EmbeddedStore(folder=folder / "read").load_into(dump)
    return EmbeddedStore.read_only(folder / "read")


def served(name: str) -> Callable[[pytest.FixtureRequest, Path, Path], Store]:
    def make(request: pytest.FixtureRequest, dump: Path, _: Path) -> Store:
        service: Service = request.getfixturevalue(name)
        store: RemoteStore = request.getfixturevalue("opened")(service)
        publish(dump, store)
        return store

    return make


WRITABLE = [
    pytest.param(memory, id="memory"),
    pytest.param(disk, id="disk"),
    pytest.param(served("oxigraph"), id="oxigraph"),
    pytest.param(served("virtuoso"), id="virtuoso", marks=pytest.mark.long),
    pytest.param(served("jena"), id="jena", marks=pytest.mark.long),
]


@pytest.fixture(params=[*WRITABLE, pytest.param(read_only, id="read-only")])
def store(request: pytest.FixtureRequest, small_dump: Path, tmp_path: Path) -> Store:
    made: Store = request.param(request, small_dump, tmp_path)
    return made


@pytest.fixture(params=WRITABLE)
def writable(request: pytest.FixtureRequest, small_dump: Path, tmp_path: Path) -> Store:
    made: Store = request.param(request, small_dump, tmp_path)
    return made


def test_the_default_graph_is_the_resolved_view_with_vocabulary_and_what_follows(
    store: Store, embedded: EmbeddedStore
) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert run(store, query).rows == run(embedded, query).rows
    union = f"SELECT ?o {{ <{iris.thing('partnership', 'japan-dialogue-partner')}> <{akg.at}> ?o }}"
    assert len(run(store, union)) == 0, "what only a source says is not in the default graph"
    assert store.ask(f"ASK {{ <{akg.Tie}> a ?class }}"), "the vocabulary is"


def test_graphs_by_name(store: Store) -> None:
    rows = run(store, f"SELECT ?g {{ GRAPH ?g {{ ?s <{akg.member}> ?m }} }}").rows
    assert sorted(set(rows)) == [(RESOLVED,), (PAPER,)]
    assert store.ask(f"ASK {{ GRAPH <{PAPER}> {{ ?s <{akg.member}> ?m }} }}")
    assert not store.ask(f"ASK {{ GRAPH <{iris.source('none')}> {{ ?s ?p ?o }} }}")


def test_a_query_that_names_its_dataset_gets_that(store: Store) -> None:
    query = f"SELECT DISTINCT ?p FROM <{PAPER}> {{ ?s <{akg.member}> ?m ; ?p ?o }}"
    assert (akg.at,) in run(store, query).rows
    none = f"ASK FROM <{iris.source('none')}> {{ ?s ?p ?o }}"
    assert not store.ask(none)


@pytest.mark.parametrize("name", sorted(questions()))
def test_named_questions_have_the_same_answers(store: Store, embedded: EmbeddedStore, name: str) -> None:
    assert _bag(ask(store, name).rows) == _bag(ask(embedded, name).rows)


def test_terms_of_every_sort_come_back_as_they_are(store: Store, embedded: EmbeddedStore) -> None:
    query = "SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISLITERAL(?o)) }"
    mine = {_plain_text(row[0]) for row in store.select(query).rows}
    theirs = {_plain_text(row[0]) for row in embedded.select(query).rows}
    assert mine == theirs
    assert Term("日本", False, "", "ja") in mine


def test_construct_and_describe(store: Store, embedded: EmbeddedStore) -> None:
    query = f"CONSTRUCT {{ ?s <{akg.member}> ?m }} WHERE {{ ?s <{akg.member}> ?m }}"
    assert store.construct(query) == embedded.construct(query) != ""


def test_quads_of_a_graph_and_of_all(store: Store, embedded: EmbeddedStore) -> None:
    assert _normal(store.quads(PAPER)) == _normal(embedded.quads(PAPER))
    mine = [quad for quad in store.quads() if quad.graph != PUBLISHED]
    assert _normal(mine) == _normal(embedded.quads())


@pytest.mark.parametrize(
    "query",
    ["nonsense", "SELECT * { ?s ?p }", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "ASK {}"],
)
def test_what_is_no_select_is_a_query_error(store: Store, query: str) -> None:
    with pytest.raises(QueryError):
        list(store.select(query).rows)


def test_updates(writable: Store) -> None:
    graph = f"{iris.BASE}graph/test"
    writable.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> <{akg.at}> "para 1" }} }}')
    assert [quad.object.value for quad in writable.quads(graph)] == ["para 1"]
    writable.update(f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert list(writable.quads(graph)) == []
    with pytest.raises(QueryError):
        writable.update("INSERT nonsense")


def test_a_store_that_is_open_for_reading_is_not_written_to(small_dump: Path, tmp_path: Path) -> None:
    store = read_only(None, small_dump, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(QueryError):
        store.update(f"INSERT DATA {{ GRAPH <{PAPER}> {{ <{PAPER}> a <{PAPER}> }} }}")


def test_a_folder_on_disk_keeps_what_was_loaded(small_dump: Path, tmp_path: Path) -> None:
    first = EmbeddedStore(folder=tmp_path / "kept")
    first.load_into(small_dump)
    count = len(first)
    del first
    again = EmbeddedStore(folder=tmp_path / "kept")
    assert len(again) == count
    with pytest.raises(OSError, match=r"(?i)lock"):
        EmbeddedStore(folder=tmp_path / "kept")


def test_dumps_are_the_same_bytes(
    store: Store, embedded: EmbeddedStore, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "virtuoso" in request.node.name:
        pytest.skip("Virtuoso writes numbers in its own canonical form; the terms are compared above")
    if isinstance(store, RemoteStore):
        store.delete(PUBLISHED)
    store.dump(tmp_path / "store.nq")
    embedded.dump(tmp_path / "embedded.nq")
    assert (tmp_path / "store.nq").read_bytes() == (tmp_path / "embedded.nq").read_bytes()


def _bag(rows: Iterable[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """Rows in any order."""
    return sorted(tuple(str(cell) for cell in row) for row in rows)


def _plain_text(term: Term | None) -> Term:
    """A value may come back in another form: 2500.50 as 2500.5, true as 1."""
    assert term is not None
    if term.datatype.endswith("#boolean"):
        return term._replace(value={"1": "true", "0": "false"}.get(term.value, term.value))
    if term.datatype.endswith("#decimal"):
        return term._replace(value=str(float(term.value)))
    return term


def _normal(quads: Iterable[Quad]) -> set[Quad]:
    return {quad._replace(object=_plain_text(quad.object)) for quad in quads}
