"""Named projections: a SPARQL question whose rows are edges becomes a networkx multigraph with its evidence.

A projection is a question in `ontology/networks/` that selects `?from ?to ?statement ?kind ?label`, and may select
`?start ?end ?when ?expected`. Every row is one edge, keyed by the statement that says so: parallel edges stay.
"""

from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import networkx as nx

from aseankg.graph.queries import Question, load, run
from aseankg.graph.store import QueryError, View
from aseankg.ontology import iris


def projections() -> dict[str, Question]:
    """Return the projections that ship with the ontology, by name."""
    return load(files("aseankg.ontology") / "networks")


def network(view: View, name: str) -> "nx.MultiDiGraph[str]":
    """Return a projection as a directed multigraph: the evidence, one edge a statement.

    Nodes are IRIs with label, kind, aliases, url and weight (number of edges); edges carry label, kind, start and
    end (years), dates, statement, expected and sources. Raises QueryError if there is no such projection.
    """
    return networks(view, [name])[name]


def networks(view: View, names: Iterable[str]) -> "dict[str, nx.MultiDiGraph[str]]":
    """Return several projections by name; what they share is asked for once. Raises QueryError as `network`."""
    known, evidence = projections(), _Evidence(view)
    return {name: _network(view, name, known, evidence) for name in names}


def _network(
    view: View, name: str, known: dict[str, Question], evidence: "_Evidence"
) -> "nx.MultiDiGraph[str]":
    question = known.get(name)
    if question is None:
        raise QueryError(f"no network {name!r}; there are {', '.join(sorted(known))}")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(name=name, title=question.title, query=question.text, **_headers(question))
    rows = list(run(view, question.text))
    for row in sorted(rows, key=lambda row: tuple(str(value) for value in row.values())):
        graph.add_edge(
            row["from"],
            row["to"],
            key=f"{row['statement']} {row['kind']}",
            label=row["label"],
            kind=row["kind"],
            start=_year(row.get("start")),
            end=_year(row.get("end")),
            dates=row.get("when") or "",
            statement=page(row["statement"]),
            expected=row.get("expected") == "true",
            sources=evidence.citations.get(row["statement"], []),
        )
    _describe(graph, evidence)
    return graph


class _Evidence:
    """What every projection draws on: names, kinds and citations."""

    def __init__(self, view: View) -> None:
        self.labels: dict[str, tuple[str, str]] = {}
        for row in run(view, _LABELS):
            self.labels.setdefault(row["node"], (row["label"], row["kind"]))
        self.aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in run(view, _ALIASES):
            self.aliases[row["node"]].append((row["name"], row["lang"]))
        self.citations = _citations(view)


def collapse(graph: "nx.MultiDiGraph[str]", *, expected: bool = False) -> "nx.Graph[str]":
    """Return the undirected weighted graph on which measures are taken.

    `weight` is the number of edges between two nodes in either direction, `distance` is 1/weight. What is only
    expected counts for nothing unless asked for. Loops are dropped.
    """
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for source, target, data in graph.edges(data=True):
        if source != target and (expected or not data["expected"]):
            first, second = sorted((source, target))
            weights[first, second] += 1
    simple: nx.Graph[str] = nx.Graph(**graph.graph)
    simple.add_nodes_from(sorted(graph.nodes(data=True)))
    for (first, second), weight in sorted(weights.items()):
        simple.add_edge(first, second, weight=weight, distance=1 / weight)
    return simple


def page(iri: str) -> str:
    """Return the address of a thing's page inside the site, or nothing for a stranger's IRI."""
    name = iris.parse(iri)
    return f"{name.kind.replace('_', '-')}/{name.slug}.html" if name else ""


def _headers(question: Question) -> dict[str, Any]:
    keys = ("description", "modes")
    return {key: question.headers.get(key, "") for key in keys} | {
        "as_of": None,
        "attribution": "aseankg, CC BY 4.0",
    }


def _describe(graph: "nx.MultiDiGraph[str]", evidence: _Evidence) -> None:
    for node, data in graph.nodes(data=True):
        label, kind = evidence.labels.get(node, (node, "thing"))
        aliases = evidence.aliases.get(node, [])
        data.update(label=label, kind=kind, lang="en", aliases=aliases, url=page(node), note="")
        data["weight"] = float(graph.degree(node))


def _citations(view: View) -> dict[str, list[dict[str, str]]]:
    """Return, for every statement, the documents that make it and the place where they do."""
    documents = {row["source"]: row for row in run(view, _DOCUMENTS)}
    citations: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in run(view, _PLACES):
        document = documents.get(row["source"])
        if document is not None:
            citations[row["statement"]].append(
                {
                    "title": document["title"],
                    "at": row["at"],
                    "date": str(document["published"] or "date not stated"),
                    "url": document["url"] or "",
                    "page": page(row["source"]),
                }
            )
    return citations


def _year(value: Any) -> int | None:
    text = str(value or "")[:4]
    return int(text) if text.isdigit() else None


_LABELS = """
SELECT ?node ?label (LCASE(STR(?name)) AS ?kind) WHERE {
  ?node rdfs:label ?label ; a ?class . ?class rdfs:label ?name .
} ORDER BY ?node ?class
"""
_ALIASES = """
SELECT DISTINCT ?node ?name (LANG(?name) AS ?lang) WHERE { ?node skos:altLabel ?name } ORDER BY ?node ?name
"""
_DOCUMENTS = """
SELECT ?source ?title ?published ?url WHERE {
  ?source a akg:Source ; rdfs:label ?title
  OPTIONAL { ?source akg:published ?published } OPTIONAL { ?source rdfs:seeAlso ?url }
}
"""
_PLACES = """
SELECT ?statement ?source ?at WHERE { GRAPH ?source { ?statement akg:at ?at } } ORDER BY ?statement ?source ?at
"""
