"""Reads the W3C's test manifests, and compares answers. The suite itself is never part of this repository."""

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS
from rdflib.query import Result
from rdflib.term import Node

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
DAWGT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
XSD = str(rdflib.XSD)
BASE = "https://w3c.github.io/rdf-tests/"
"""Where the suite lives on the web: names of its files are made from this, whatever folder they lie in."""
VARIABLE = "ASEANKG_W3C"
_NUMBERS = {"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"}
_FORMATS = {".ttl": "turtle", ".rdf": "xml", ".nt": "nt", ".n3": "turtle"}


def folder() -> Path | None:
    """The suite: a clone of w3c/rdf-tests that an environment variable names."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and (Path(named) / "sparql" / "sparql11").is_dir() else None


@dataclass
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    data: list[Path] = field(default_factory=list)
    graphs: list[Path] = field(default_factory=list)
    result: Path | None = None
    lax: bool = False
    """Whether rows may come once or as often as they are found: REDUCED."""


def iri(root: Path, file: Path) -> str:
    return BASE + file.relative_to(root).as_posix()


def read(root: Path, manifest: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(manifest, format="turtle", publicID=iri(root, manifest))


def cases(root: Path, manifest: Path) -> Iterator[Case]:
    """Yield the approved tests of a manifest, and of those that it includes."""
    graph = read(root, manifest)
    for head in graph.objects(None, MF.include):
        for other in Collection(graph, head):
            yield from cases(root, root / str(other).removeprefix(BASE))
    for head in graph.objects(None, MF.entries):
        for node in Collection(graph, head):
            approved = graph.value(node, DAWGT.approval)
            if approved in (DAWGT.Approved, None) or str(approved).endswith("#Approved"):
                yield _case(root, graph, node, manifest)


def _case(root: Path, graph: rdflib.Graph, node: Node, manifest: Path) -> Case:
    def file(value: Node | None) -> Path | None:
        return root / str(value).removeprefix(BASE) if value is not None else None

    action = graph.value(node, MF.action)
    query = graph.value(action, QT.query) or action
    path = file(query)
    assert path is not None
    graphs = []
    for one in graph.objects(action, QT.graphData):
        named = graph.value(one, QT.graph) or one
        found = file(named)
        assert found is not None
        graphs.append(found)
    name = f"{manifest.parent.relative_to(root / 'sparql').as_posix()}/{str(node).rsplit('#', 1)[-1].rsplit('/', 1)[-1]}"
    data = [found for value in graph.objects(action, QT.data) if (found := file(value))]
    kind = str(graph.value(node, RDF.type)).rsplit("#", 1)[-1]
    return Case(
        name,
        kind,
        path,
        data,
        graphs,
        file(graph.value(node, MF.result)),
        (node, MF.resultCardinality, MF.LaxCardinality) in graph,
    )


# comparing


def same(expected: Path, answer: bytes, kind: str, *, base: str, lax: bool = False) -> bool:
    """Whether an answer is what the suite expects: rows in any order, blank nodes by any name, numbers by value."""
    suffix = expected.suffix
    if kind == "graph":
        wanted = rdflib.Graph().parse(expected, format=_FORMATS[suffix], publicID=base)
        return isomorphic(_numbers(wanted), _numbers(rdflib.Graph().parse(data=answer, format="nt")))
    if kind == "csv":
        return _csv(expected.read_bytes()) == _csv(answer)
    mine = Result.parse(io.BytesIO(answer), format="tsv" if kind == "tsv" else "json")
    if suffix in (".ttl", ".rdf", ".n3"):
        return _as_graph_of_set(mine, rdflib.Graph().parse(expected, format=_FORMATS[suffix], publicID=base))
    forms = {".srx": "xml", ".srj": "json", ".tsv": "tsv"}
    theirs = Result.parse(io.BytesIO(expected.read_bytes()), format=forms[suffix])
    if theirs.type == "ASK" or mine.type == "ASK":
        return theirs.type == mine.type and theirs.askAnswer == mine.askAnswer
    if {str(v) for v in theirs.vars or ()} != {str(v) for v in mine.vars or ()}:
        return False
    return isomorphic(_rows(theirs, lax=lax), _rows(mine, lax=lax))


def _rows(result: Result, *, lax: bool = False) -> rdflib.Graph:
    """A table as a graph: a blank node a row, so that isomorphism compares tables."""
    rows = [{str(name): _number(value) for name, value in row.items()} for row in result.bindings]
    graph = rdflib.Graph()
    for number, values in enumerate(rows):
        if lax and values in rows[:number]:
            continue
        row = rdflib.BNode()
        graph.add((row, RDF.type, RDFS.Resource))
        for name, value in values.items():
            graph.add((row, rdflib.URIRef(f"var:{name}"), value))
    return graph


def _as_graph_of_set(mine: Result, wanted: rdflib.Graph) -> bool:
    """Compare with a result set written as RDF; one with indexes is in order."""
    truth = next(wanted.objects(None, RS.boolean), None)
    if truth is not None or mine.type == "ASK":
        return truth is not None and mine.type == "ASK" and bool(truth.toPython()) == mine.askAnswer  # type: ignore[attr-defined]
    expected, ordered = rdflib.Graph(), False
    for solution in wanted.objects(None, RS.solution):
        row = rdflib.BNode()
        expected.add((row, RDF.type, RDFS.Resource))
        for index in wanted.objects(solution, RS["index"]):
            ordered = True
            expected.add((row, RS["index"], rdflib.Literal(int(str(index)))))
        for bound in wanted.objects(solution, RS.binding):
            name, value = wanted.value(bound, RS.variable), wanted.value(bound, RS.value)
            assert value is not None
            expected.add((row, rdflib.URIRef(f"var:{name}"), _number(value)))
    if not ordered:
        return isomorphic(expected, _rows(mine))
    found = rdflib.Graph()
    for number, binding in enumerate(mine.bindings, 1):
        row = rdflib.BNode()
        found.add((row, RDF.type, RDFS.Resource))
        found.add((row, RS["index"], rdflib.Literal(number)))
        for variable, value in binding.items():
            found.add((row, rdflib.URIRef(f"var:{variable}"), _number(value)))
    return isomorphic(expected, found)


def _numbers(graph: rdflib.Graph) -> rdflib.Graph:
    found = rdflib.Graph()
    for s, p, o in graph:
        found.add((s, p, _number(o)))
    return found


def _number(term: Node) -> Node:
    if not isinstance(term, rdflib.Literal) or not str(term.datatype or "").startswith(XSD):
        return term
    kind = str(term.datatype)[len(XSD) :]
    if kind == "string":
        return rdflib.Literal(str(term))
    if kind not in _NUMBERS:
        return term
    try:
        value = (
            repr(float(str(term)))
            if kind in ("double", "float")
            else format(Decimal(str(term)).normalize(), "f")
        )
    except (ValueError, InvalidOperation):
        return term
    return rdflib.Literal(value, datatype=term.datatype, normalize=False)


def _csv(text: bytes) -> list[list[tuple[str, str]]]:
    """Rows as sorted pairs of column and value: the order of columns is open under SELECT *."""
    rows = csv.DictReader(io.StringIO(text.decode()))
    return sorted(sorted((name, _plain(cell)) for name, cell in row.items()) for row in rows)


def _plain(cell: str) -> str:
    if cell.startswith("_:"):
        return "_:"
    try:
        return repr(float(cell))
    except ValueError:
        return cell
