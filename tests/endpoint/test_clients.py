"""Clients that people have: SPARQLWrapper, rdflib, curl, and a page in a browser."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, N3, POST, TURTLE, XML, SPARQLExceptions, SPARQLWrapper
from tests.endpoint.running import Running

from aseankg.ontology import iris
from aseankg.ontology.terms import akg

LABELS = "SELECT ?l { ?s a akg:State ; rdfs:label ?l } ORDER BY ?l"
JAPAN = rdflib.URIRef(iris.thing("state", "japan"))


def answered(client: SPARQLWrapper) -> Any:
    """What a client makes of an answer; it leaves the connection open."""
    result = client.query()
    try:
        return result.convert()
    finally:
        result.response.close()


def test_sparqlwrapper(server: Running) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(LABELS)
    client.setReturnFormat(JSON)
    for method in ("GET", POST):
        client.setMethod(method)
        rows = answered(client)["results"]["bindings"]
        assert [row["l"]["value"] for row in rows] == ["Indonesia", "Japan"]
    client.setReturnFormat(CSV)
    assert answered(client).split() == [b"l", b"Indonesia", b"Japan"]
    client.setReturnFormat(XML)
    assert len(answered(client).getElementsByTagName("result")) == 2
    client.setQuery(f"DESCRIBE <{JAPAN}>")
    for form, name in ((TURTLE, "turtle"), (N3, "n3")):
        client.setReturnFormat(form)
        graph = rdflib.Graph().parse(data=answered(client), format=name)
        assert (JAPAN, rdflib.RDFS.label, rdflib.Literal("Japan", lang="en")) in graph


def test_sparqlwrapper_sees_what_is_wrong(server: Running) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery("SELECT * {")
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="line 1, column"):
        client.query()


def test_rdflib_reads_through_the_endpoint(server: Running) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql"))
    states = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(akg.State)))
    assert JAPAN in states
    assert len(states) == 2
    rows = list(graph.query(f"PREFIX akg: <{iris.ONTOLOGY}> SELECT ?c {{ <{JAPAN}> akg:iso2 ?c }}"))
    assert [str(row[0]) for row in rows] == ["JP"]  # type: ignore[index]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing")
def test_curl(server: Running) -> None:
    def curl(*args: str) -> str:
        return subprocess.run(
            ["curl", "-sS", "--fail", *args], capture_output=True, text=True, check=True
        ).stdout

    sparql = f"{server.address}/sparql"
    assert curl("-H", "Accept: text/csv", "--data-urlencode", f"query={LABELS}", sparql).split() == [
        "l",
        "Indonesia",
        "Japan",
    ]
    assert "Japan" in curl("-G", "--compressed", "--data-urlencode", f"query={LABELS}", sparql)
    direct = ("-H", "Content-Type: application/sparql-query", "--data-binary", LABELS)
    assert "Japan" in curl(*direct, sparql)
    assert "a akg:State" in curl("-L", "-H", "Accept: text/turtle", f"{server.address}/id/state/japan")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    """A page of another origin on this machine that asks the endpoint."""
    (tmp_path / "index.html").write_text("<!doctype html><title>asks</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://localhost:{other.server_port}/"
        other.shutdown()


@pytest.mark.browser
def test_a_page_in_a_browser(server: Running, page: str) -> None:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium found")
    ask = """async ([address, query]) => {
        const answer = await fetch(address, {
            method: "POST",
            headers: {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
            body: query,
        });
        return [answer.headers.get("ETag"), await answer.text()];
    }"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            tab = browser.new_page()
            tab.goto(page)
            tag, text = tab.evaluate(ask, [f"{server.address}/sparql", LABELS])
            assert tag
            found = json.loads(text)["results"]["bindings"]
            assert [row["l"]["value"] for row in found] == ["Indonesia", "Japan"]
            tab.goto(f"{server.address}/question/ties-of?actor=japan")
            assert tab.title().startswith("Which ties")
            tab.fill("#actor", "indonesia")
            tab.click("main button")
            assert "actor=indonesia" in tab.url
            assert "founding member" in tab.inner_text("main").lower() or tab.locator("table").count() == 1
        finally:
            browser.close()
