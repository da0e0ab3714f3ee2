"""The store: answers, and what it says where it cannot answer."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.asking import ASK_NO_OTHERS, ASK_OTHERS

from aseankg.graph.store import QueryError, Term
from aseankg.graph.store.embedded import EmbeddedStore, serialize_turtle, turtle
from aseankg.graph.store.guard import names_dataset, reading_from, refuse_requests, refuse_updates
from aseankg.ontology import iris

EX = "https://example.org/"


def quad(subject: str, value: ox.NamedNode | ox.Literal, graph: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(EX + subject), ox.NamedNode(EX + "p"), value, ox.NamedNode(graph))


@pytest.fixture
def small() -> EmbeddedStore:
    store = EmbeddedStore()
    store.add(
        [
            quad("a", ox.Literal("resolved", language="en"), iris.RESOLVED),
            quad("b", ox.Literal("word"), iris.VOCABULARY),
            quad("c", ox.Literal("said"), iris.source("paper")),
            quad("d", ox.Literal(True), iris.RESOLVED),
        ]
    )
    return store


def values(store: EmbeddedStore, query: str) -> set[str]:
    return {term.value for row in store.select(query).rows for term in row if term is not None}


def test_a_query_without_graph_reads_the_view_and_the_vocabulary_only(small: EmbeddedStore) -> None:
    assert values(small, "SELECT ?s { ?s ?p ?o }") == {EX + "a", EX + "b", EX + "d"}


def test_a_settled_store_answers_the_same_and_holds_no_more(small: EmbeddedStore, tmp_path: Path) -> None:
    small.add([quad("e", ox.Literal("follows"), iris.inferred("a-rule"))])
    questions = [
        "SELECT ?s ?o { ?s ?p ?o }",
        "SELECT ?s ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?s ?g { ?s ?p ?o FILTER EXISTS { GRAPH ?g { ?s ?p ?other } } }",
        r"SELECT ?g { BIND('a\u0027' AS ?x) GRAPH ?g { ?s ?p ?o } }",
        r"PREFIX e: <urn:a> SELECT ?g { OPTIONAL { ?z e:\#b 1 } GRAPH ?g { ?s ?p ?o } }",
        r"PREFIX e: <urn:a> SELECT ?g { OPTIONAL { ?z e:\'b 1 } GRAPH ?g { ?s ?p ?o } }",
        f"SELECT ?s FROM <{iris.source('paper')}> {{ ?s ?p ?o }}",
        rf"PREFIX e: <urn:a> SELECT (e:\#b AS ?x) ?s FROM <{iris.source('paper')}> {{ ?s ?p ?o }}",
    ]
    assert all(values(small, question) for question in questions)
    asked = "ASK { ?s ?p 'said' }", "ASK { GRAPH ?g { ?s ?p 'said' } }"
    made = "CONSTRUCT { ?s ?p ?g } { GRAPH ?g { ?s ?p ?o } }", f"DESCRIBE <{EX}a>"
    told = [small.ask(question) for question in asked], [small.construct(question) for question in made]
    assert told[0] == [False, True]
    before = [values(small, question) for question in questions], len(small), set(small.quads())
    exported = small.export("nq"), small.export("trig"), small.export("ttl")
    small.settle()
    assert ([values(small, question) for question in questions], len(small), set(small.quads())) == before
    assert ([small.ask(question) for question in asked], [small.construct(one) for one in made]) == told
    assert (small.export("nq"), small.export("trig"), small.export("ttl")) == exported
    assert small.dump(tmp_path / "graph.nq") == len(small)
    assert (tmp_path / "graph.nq").read_bytes() == exported[0]


def test_what_is_written_after_settling_is_read(small: EmbeddedStore) -> None:
    small.settle()
    small.update(f"DELETE DATA {{ GRAPH <{iris.RESOLVED}> {{ <{EX}a> <{EX}p> 'resolved'@en }} }}")
    assert values(small, "SELECT ?s { ?s ?p ?o }") == {EX + "b", EX + "d"}
    small.settle()
    small.add([quad("f", ox.Literal("new"), iris.RESOLVED)])
    assert values(small, "SELECT ?s { ?s ?p ?o }") == {EX + "b", EX + "d", EX + "f"}
    assert small.export("nq").count(b"\n") == len(small) == 4


def test_a_query_with_graph_reads_each_source(small: EmbeddedStore) -> None:
    assert values(small, "SELECT ?g { GRAPH ?g { ?s ?p 'said' } }") == {iris.source("paper")}


def test_terms(small: EmbeddedStore) -> None:
    (row,) = small.select(f"SELECT ?s ?o ?none {{ ?s ?p ?o FILTER(?s = <{EX}a>) }}").rows
    assert row == (Term(EX + "a"), Term("resolved", False, "", "en"), None)


@pytest.mark.parametrize(
    "query",
    [
        *("", "nonsense", "SELECT", "SELECT ?s { ?s ?p }", "SELECT ?s WHERE { ?s nowhere:p ?o }", "{"),
        *(
            "ASK { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "\x00",
            "SELECT * { ?s ?p 'open }",
        ),
        *("DELETE WHERE { ?s ?p ?o }", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", "CLEAR DEFAULT"),
        *("LOAD <file:///etc/hostname>", "SELECT (unknown(?s) AS ?x) {}", "SELECT ?s { ?s ?p '\ud800' }"),
    ],
)
def test_what_is_no_select_is_a_query_error(small: EmbeddedStore, query: str) -> None:
    before = len(small)
    with pytest.raises(QueryError):
        list(small.select(query).rows)
    assert len(small) == before


def test_ask(small: EmbeddedStore) -> None:
    assert small.ask(f"ASK {{ <{EX}a> ?p ?o }}") is True
    assert small.ask(f"ASK {{ <{EX}c> ?p ?o }}") is False
    for query in ("SELECT * { ?s ?p ?o }", "ASK", "ASK { SERVICE <http://evil.example/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError):
            small.ask(query)


def test_construct_is_sorted_and_without_repetition(small: EmbeddedStore) -> None:
    text = small.construct(f"CONSTRUCT {{ ?s <{EX}q> 1 . <{EX}z> <{EX}q> 2 }} WHERE {{ ?s ?p ?o }}")
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == 4
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT", "DESCRIBE"):
        with pytest.raises(QueryError):
            small.construct(query)


def test_update_and_its_errors(small: EmbeddedStore) -> None:
    small.update(f"INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ <{EX}e> <{EX}p> 1 }} }}")
    assert small.ask(f"ASK {{ <{EX}e> ?p 1 }}")
    for update in ("nonsense", "SELECT * { ?s ?p ?o }", "INSERT DATA { ?s ?p ?o }"):
        with pytest.raises(QueryError):
            small.update(update)


def test_known_prefixes_need_not_be_declared(small: EmbeddedStore) -> None:
    known = "ASK { FILTER(akg:a != dcterms:a && prov:a != rdf:a && rdfs:a != skos:a && xsd:a != akg:b) }"
    assert small.ask(known)


def test_dump_and_load(small: EmbeddedStore, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    assert small.dump(file) == 4
    lines = file.read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    again = EmbeddedStore.load(file)
    assert set(again.quads()) == set(small.quads())
    again.dump(tmp_path / "again.nq")
    assert (tmp_path / "again.nq").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("at_once", [1, 2, 3, 4, 5])
def test_a_dump_in_parts_is_the_same(
    small: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """However many lines are sorted at once, and also where the last part is full; nothing is left beside it."""
    monkeypatch.setattr("aseankg.graph.store.embedded.SORTED_AT_ONCE", at_once)
    for settled in (False, True):
        if settled:
            small.settle()
        assert small.dump(tmp_path / "graph.nq") == 4
        assert (tmp_path / "graph.nq").read_bytes() == small.export("nq")
        assert [file.name for file in tmp_path.iterdir()] == ["graph.nq"]


def test_load_of_what_is_missing_or_no_graph(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        EmbeddedStore.load(tmp_path / "missing.nq")
    (tmp_path / "bad.nq").write_text("this is no graph\n")
    with pytest.raises(ValueError, match=r"bad\.nq"):
        EmbeddedStore.load(tmp_path / "bad.nq")


def test_quads_of_one_graph(small: EmbeddedStore) -> None:
    assert [q.subject for q in small.quads(iris.source("paper"))] == [EX + "c"]
    assert len(list(small.quads())) == 4


def test_an_answer_as_turtle_reads_back(small: EmbeddedStore) -> None:
    triples = small.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    again = ox.parse(serialize_turtle(triples).encode(), format=ox.RdfFormat.TURTLE)
    assert sorted(f"{quad.triple} .\n" for quad in again) == triples.splitlines(keepends=True)


def test_turtle_reads_back(small: EmbeddedStore) -> None:
    triples = [(quad.subject, quad.predicate, quad.object) for quad in small.quads()]
    again = ox.parse(turtle(triples).encode(), format=ox.RdfFormat.TURTLE)
    expected = ox.parse(small.export("nq"), format=ox.RdfFormat.N_QUADS)
    assert {str(quad.triple) for quad in again} == {str(quad.triple) for quad in expected}


# requests


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that takes down who calls."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that the server calls

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("query", ASK_OTHERS)
def test_no_query_sends_a_request(small: EmbeddedStore, listener: tuple[str, list[str]], query: str) -> None:
    url, calls = listener
    text = query.replace("URL", url)
    answer = {"ASK": small.ask, "CON": small.construct, "DES": small.construct}.get(query[:3])
    refused = False
    try:
        if answer is None:
            list(small.select(text).rows)
        else:
            answer(text)
    except QueryError:
        refused = True
    except OSError:
        pass  # the request that must not be: counted below
    assert calls == []
    assert refused, "a query with SERVICE was taken"


@pytest.mark.parametrize("text", ["service", "service #", "service <", f"service {'a' * 2000}"])
def test_many_words_are_refused_at_once(text: str) -> None:
    """Reading on from each to the end would take minutes."""
    with pytest.raises(QueryError, match="SERVICE"):
        refuse_requests(text * 50_000)


@pytest.mark.parametrize("text", ["service a ", "service \\", "service } ", f"{'service' * 100}}}"])
def test_many_words_that_ask_nobody_are_passed_over(text: str) -> None:
    refuse_requests(text * (500_000 // len(text)))


@pytest.mark.parametrize("query", ASK_NO_OTHERS)
def test_the_word_elsewhere_is_allowed(small: EmbeddedStore, query: str) -> None:
    list(small.select(query).rows)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX akg: <a:> PREFIX : <b:>\nBASE <http://x.example/>\ndelete where { ?s ?p ?o }",
        "# a comment\nLOAD <http://x.example/>",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
    ],
)
def test_an_update_is_told_that_it_is_one(small: EmbeddedStore, update: str) -> None:
    before = sum(1 for _ in small.quads())
    for ask in (small.select, small.ask, small.construct):
        with pytest.raises(QueryError, match="updates are refused"):
            ask(update)
    assert sum(1 for _ in small.quads()) == before


@pytest.mark.parametrize(
    "query",
    ["PREFIX insert: <a:> SELECT * { ?delete insert:load ?o }", "BASE <a:> ASK { <add> <drop> <with> }"],
)
def test_words_of_updates_elsewhere_are_allowed(query: str) -> None:
    refuse_updates(query)


def test_a_foreign_dataset_is_not_fetched(small: EmbeddedStore, listener: tuple[str, list[str]]) -> None:
    url, calls = listener
    for clause in (f"FROM <{url}>", f"FROM NAMED <{url}>"):
        with contextlib.suppress(QueryError):
            list(small.select(f"SELECT * {clause} {{ ?s ?p ?o }}").rows)
    assert calls == []


@pytest.mark.parametrize("text", ["'", '"\\', "<", "\\u0053", "a:", ".", "a", "?", "#", "\n"])
def test_the_guard_takes_time_in_proportion(text: str) -> None:
    started = time.monotonic()
    refuse_requests(text * (40_000 // len(text)))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "SELECT *  @ WHERE { ?s ?p ?o }"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n)  @ { ?s ?p ?o }"),
        ("SELECT (EXISTS { ?s ?p ?o } AS ?x) { }", "SELECT (EXISTS { ?s ?p ?o } AS ?x)  @ { }"),
        ("ASK{ ?s ?p 'where {' }", "ASK @ { ?s ?p 'where {' }"),
        ("# {\nPREFIX where: <http://x.example/> ASK {}", "# {\nPREFIX where: <http://x.example/> ASK  @ {}"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o }  @ { ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT  @ WHERE { ?s ?p ?o }"),
        ("DESCRIBE <http://x.example/>", "DESCRIBE <http://x.example/> @ "),
        ("DESCRIBE <http://x.example/> LIMIT 1", "DESCRIBE <http://x.example/>  @ LIMIT 1"),
        ("DESCRIBE ?where { ?where a akg:where }", "DESCRIBE ?where  @ { ?where a akg:where }"),
    ],
)
def test_a_dataset_is_put_where_the_grammar_has_it(query: str, found: str) -> None:
    clause = "FROM <http://d.example/> FROM NAMED <http://n.example/>"
    made = reading_from(query, ["http://d.example/"], ["http://n.example/"])
    assert made == found.replace("@", clause)
    EmbeddedStore().evaluate(made)
    assert names_dataset(made)
