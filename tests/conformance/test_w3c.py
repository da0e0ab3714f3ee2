"""The W3C's SPARQL suites, asked over HTTP of the server as it runs. Each deviation stands in docs/conformance.md."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.term import Node
from tests.conformance import suite
from tests.conformance.deviations import REASONS, REFUSED
from tests.conformance.suite import MF, Case
from tests.endpoint.running import Running, serving

from aseankg.graph.serve.limits import Limits

pytestmark = pytest.mark.long
ROOT = suite.folder()
DOCUMENT = Path(__file__).parents[2] / "docs" / "conformance.md"
EMPTY = "http://empty.example/"
KASEI = "http://kasei.us/2009/09/sparql/data/"
MANIFESTS = {
    "SPARQL 1.0 evaluation": "sparql/sparql10/manifest-evaluation.ttl",
    "SPARQL 1.1 query": "sparql/sparql11/manifest-sparql11-query.ttl",
    "SPARQL 1.1 result formats": "sparql/sparql11/manifest-sparql11-results.ttl",
    "SPARQL 1.1 federated query": "sparql/sparql11/manifest-sparql11-fed.ttl",
}
_DATA = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def root() -> Path:
    if ROOT is None:
        reason = f"the W3C suite is missing: clone https://github.com/w3c/rdf-tests and name it in {suite.VARIABLE}"
        pytest.skip(reason)
    return ROOT


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server over all data of all suites, each file a graph; a test says in its request which of them it reads."""
    sys.setrecursionlimit(5_000)
    rdflib.NORMALIZE_LITERALS = False
    folder = tmp_path_factory.mktemp("w3c") / "build"
    (folder / "site").mkdir(parents=True)
    (folder / "build.json").write_text('{"inputs": "w3c"}')
    with (folder / "graph.nq").open("wb") as out:
        for file in sorted(root.glob("sparql/sparql1[01]/**/*")):
            if file.suffix in _DATA and "manifest" not in file.name:
                out.write(_quads(file, suite.iri(root, file)))
        for number in range(4):
            name = f"data{number}.nt"
            found = root / "sparql/sparql11/protocol" / name
            if found.exists():
                out.write(_quads(found, f"{KASEI}data{number}.rdf"))
    with serving(folder, Limits(workers=1)) as running:
        yield running


def _quads(file: Path, graph: str) -> bytes:
    try:
        parsed = list(
            ox.parse(file.read_bytes(), format=_DATA[file.suffix], base_iri=graph, rename_blank_nodes=True)
        )
    except SyntaxError:
        return b""  # negative tests of other suites
    named = [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) for quad in parsed]
    return ox.serialize(named, format=ox.RdfFormat.N_QUADS) or b""


def passes(server: Running, root: Path, case: Case) -> bool:
    query = f"BASE <{suite.iri(root, case.query)}> " + case.query.read_text("utf-8")
    fields: dict[str, str | list[str]] = {"query": query}
    if not re.search(r"\bFROM\s*(?:NAMED\s*)?<", query, re.IGNORECASE):
        fields["default-graph-uri"] = [suite.iri(root, file) for file in case.data] or [EMPTY]
        fields["named-graph-uri"] = [suite.iri(root, file) for file in case.graphs]
    form = "json"
    if case.kind == "CSVResultFormatTest":
        form = (case.result or Path()).suffix[1:]
    accept = {"csv": "text/csv", "tsv": "text/tab-separated-values"}.get(
        form, "application/sparql-results+json"
    )
    answer = server.client.post(
        "/sparql", data=fields, headers={"Accept": f"{accept}, application/n-triples"}
    )
    if case.kind.startswith("NegativeSyntax"):
        return answer.status_code == 400
    if answer.status_code != 200:
        return False
    if case.kind.startswith("PositiveSyntax") or case.result is None:
        return True
    kind = "graph" if "n-triples" in answer.headers["content-type"] else form
    return suite.same(case.result, answer.content, kind, base=suite.iri(root, case.result), lax=case.lax)


def protocol(server: Running, root: Path) -> Iterator[tuple[str, bool]]:
    """Play the requests of the protocol suite, each as its manifest writes it."""
    ht = rdflib.Namespace("http://www.w3.org/2011/http#")
    cnt = rdflib.Namespace("http://www.w3.org/2011/content#")
    graph = suite.read(root, root / "sparql/sparql11/protocol/manifest.ttl")
    (entries,) = graph.objects(None, MF.entries)
    for test in Collection(graph, entries):
        good = True
        (requests,) = graph.objects(graph.value(test, MF.action), ht.requests)
        for request in Collection(graph, requests):
            headers = {}
            for one in graph.objects(request, ht.headers):
                for header in Collection(graph, one):
                    headers[str(graph.value(header, ht.fieldName))] = str(graph.value(header, ht.fieldValue))
            body = graph.value(request, ht.body)
            chars = str(graph.value(body, cnt.chars) or "") if body else ""
            encoding = str(graph.value(body, cnt.characterEncoding) or "UTF-8") if body else "UTF-8"
            target = urlsplit(str(graph.value(request, ht.absolutePath)))
            method = str(graph.value(request, ht.methodName))
            answer = server.client.request(
                method,
                f"/sparql/?{target.query}" if target.query else "/sparql/",
                content=chars.encode(encoding) if body else None,
                headers=headers,
            )
            good = good and _as_expected(graph, graph.value(request, ht.resp), answer)
        yield f"sparql11/protocol/{str(test).rsplit('#', 1)[-1]}", good


def _as_expected(graph: rdflib.Graph, wanted: Node | None, answer: httpx.Response) -> bool:
    classes = {str(status)[-3] for status in graph.objects(wanted, MF.expectedStatus)}
    if str(answer.status_code)[0] not in classes:
        return False
    truth = graph.value(wanted, MF.expectedBoolean)
    if isinstance(truth, rdflib.Literal) and answer.json().get("boolean") != truth.toPython():
        return False
    form = str(graph.value(wanted, MF.expectedFormat) or "")
    kind = answer.headers.get("content-type", "")
    return {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}.get(form, "") in kind


def test_every_deviation_is_listed_with_its_reason(server: Running, root: Path) -> None:
    results: dict[str, dict[str, bool]] = {
        name: {case.name: passes(server, root, case) for case in suite.cases(root, root / manifest)}
        for name, manifest in MANIFESTS.items()
    }
    results["SPARQL 1.1 protocol"] = dict(protocol(server, root))
    text = document(results)
    if os.environ.get("ASEANKG_WRITE"):
        DOCUMENT.write_text(text, "utf-8")
    unknown = [
        name for passed in results.values() for name, good in passed.items() if not good and not reason(name)
    ]
    assert unknown == [], "these fail for no reason that is known"
    assert sum(map(len, results.values())) > 500, "the suites are not whole"
    assert text == DOCUMENT.read_text("utf-8"), (
        f"the table is out of date: run with ASEANKG_WRITE=1, {VERSIONS}"
    )


VERSIONS = f"pyoxigraph {ox.__version__}"


def reason(name: str) -> str:
    if name in REASONS:
        return REASONS[name]
    return next((why for start, why in REFUSED.items() if name.startswith(start)), "")


def document(results: dict[str, dict[str, bool]]) -> str:
    """The table of what passes, and of each test that does not."""
    lines = [
        "# Conformance",
        "",
        "Made by `tests/conformance/test_w3c.py`, which asks the running server over HTTP. Numbers are compared by value,",
        f"rows in any order unless the test gives one. Engine: {VERSIONS}. The suite is",
        "[w3c/rdf-tests](https://github.com/w3c/rdf-tests); `make test-all` runs it where the environment variable",
        f"`{suite.VARIABLE}` names a clone, and is skipped with that reason elsewhere.",
        "",
        "| suite | tests | passed | deviations |",
        "|---|---|---|---|",
    ]
    for name, passed in results.items():
        count = Counter(passed.values())
        lines.append(f"| {name} | {len(passed)} | {count[True]} | {count[False]} |")
    lines += ["", "## Deviations", "", "| test | reason |", "|---|---|"]
    for passed in results.values():
        lines += [f"| `{name}` | {reason(name)} |" for name, good in sorted(passed.items()) if not good]
    return "\n".join(lines) + "\n"
