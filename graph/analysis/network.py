"""Named projections: a SPARQL question whose rows are edges becomes a networkx multigraph with its evidence.

A projection is a question in `ontology/networks/` that selects `?from ?to ?statement ?kind ?label`, and may select
`?expected`. Every row is one edge, keyed by the statement that says so: parallel edges stay. Its header says what the
network is: `modes` (one or two; then `first` and `second` name them), `directed` and `direction`, `unit` (what one
unit of weight is) and, where nodes are joined because they share something, `weighting`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

import networkx as nx

from aseankg.graph.overlay import is_private
from aseankg.graph.queries import Question, load, run
from aseankg.graph.store import QueryError, View
from aseankg.loaders.problems import nearest
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

HEADERS = ("description", "modes", "first", "second", "directed", "direction", "unit", "weighting")
"""What a projection says of itself, besides its title."""

UNPUBLISHED = "aseankg, private build with unpublished records: do not pass on"
"""Stands under every picture of a graph with private records, on paper too."""


def projections() -> dict[str, Question]:
    """Return the projections that ship with the ontology, by name."""
    return load(files("aseankg.ontology") / "networks")


def network(view: View, name: str) -> "nx.MultiDiGraph[str]":
    """Return a projection as a directed multigraph: the evidence, one edge a statement.

    Nodes are IRIs with label, kind, aliases, url and weight (number of edges). Edges carry label, kind, start and end
    (years), dates, statement, expected and sources; `since` and `until`, the last days on which the tie can have begun
    and ended (empty where not stated); `lasting`, false for what is done at its date; `witnesses`, the documents behind it, copies of one text counted once; `critical`,
    those without any one of which there is no such edge. The graph says as of when, and as known when, it was made.
    Raises QueryError if there is no such projection.
    """
    known = projections()
    question = known.get(name)
    if question is None:
        raise QueryError(f"no network {name!r}{nearest(name, list(known))}; there are {', '.join(known)}")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(
        name=name,
        title=question.title,
        query=question.text,
        **_headers(question),
        **licence(view),
        **_clocks(view),
    )
    rows = sorted(run(view, question.text), key=lambda row: tuple(str(value) for value in row.values()))
    statements = sorted({row["statement"] for row in rows})
    evidence, spans = _evidence(view, statements), _spans(view, statements)
    for row in rows:
        statement, span = row["statement"], spans[row["statement"]]
        graph.add_edge(
            row["from"],
            row["to"],
            key=f"{statement} {row['kind']}",
            label=row["label"],
            kind=row["kind"],
            start=_year(span.start),
            end=_year(span.end),
            dates=(span.start or "date not stated") + (f" to {span.end}" if span.end else ""),
            since=span.since,
            until=span.until,
            lasting=span.lasting,
            statement=page(statement),
            about=statement,
            expected=row.get("expected") == "true",
            sources=evidence.citations[statement],
            witnesses=tuple(sorted(evidence.witnesses[statement])),
            critical=evidence.critical(statement, row["from"], row["to"]),
        )
    _describe(view, graph)
    return graph


def page(iri: str) -> str:
    """Return the address of a thing's page inside the site, or nothing for a stranger's IRI."""
    name = iris.parse(iri)
    return f"{name.kind.replace('_', '-')}/{name.slug}.html" if name else ""


class _Span(NamedTuple):
    """When a tie held: as stated, and the last days on which it can have begun and ended."""

    start: str = ""
    end: str = ""
    since: str = ""
    until: str = ""
    lasting: bool = True


class _Evidence(NamedTuple):
    """Who says what: citations of each statement, and the witnesses of each actor in it."""

    citations: Mapping[str, list[dict[str, str]]]
    witnesses: Mapping[str, set[str]]
    named: Mapping[tuple[str, str], set[str]]

    def critical(self, statement: str, *ends: str) -> tuple[str, ...]:
        """Return the witnesses that nobody can stand in for: the only one to name an end of this edge.

        A document may tell of a meeting without naming all who took part: what counts is who names the two ends.
        """
        needed = [
            self.named.get((statement, end)) or self.witnesses[statement] for end in ends if end != statement
        ]
        return tuple(sorted({next(iter(named)) for named in needed if len(named) == 1}))


def _headers(question: Question) -> dict[str, Any]:
    return {key: question.headers.get(key, "") for key in HEADERS}


def licence(view: View) -> dict[str, Any]:
    """Return what a picture says of its use: whether unpublished records are in it, and the line below it."""
    private = is_private(view)
    return {"private": private, "attribution": UNPUBLISHED if private else "aseankg, CC BY 4.0"}


def _clocks(view: View) -> dict[str, Any]:
    row = next(iter(run(view, _CLOCKS)), {})
    return {"as_of": str(row.get("as_of") or ""), "known_on": str(row.get("known_on") or "")}


def _evidence(view: View, statements: list[str]) -> _Evidence:
    documents = {row["source"]: row for row in run(view, _DOCUMENTS)}
    witness = {source: row["origin"] or row["slug"] for source, row in documents.items()}
    citations: dict[str, list[dict[str, str]]] = defaultdict(list)
    witnesses: dict[str, set[str]] = defaultdict(set)
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _about(view, _PLACES, statements):
        if (document := documents.get(row["source"])) is not None:
            witnesses[row["statement"]].add(witness[row["source"]])
            citations[row["statement"]].append(
                {
                    "title": document["title"],
                    "at": row["at"],
                    "date": str(document["published"] or "date not stated"),
                    "url": document["url"] or "",
                    "page": page(row["source"]),
                }
            )
    for query in (_NAMED, _NAMED_IN_PARTS):
        for row in _about(view, query, statements):
            if row["source"] in documents:
                named[row["statement"], row["node"]].add(witness[row["source"]])
    return _Evidence(citations, witnesses, named)


def _spans(view: View, statements: list[str]) -> dict[str, _Span]:
    """Return when each statement held. A framework is of the day of its adoption: its period says what it plans for."""
    said: dict[str, dict[str, str]] = {statement: {} for statement in statements}
    frameworks, acts = set(), set()
    for row in _about(view, _DATES, statements):
        said[row["statement"]][row["p"]] = str(row["o"])
        if row["o"] == akg.Framework:
            frameworks.add(row["statement"])
        if row["o"] in _ACTS:
            acts.add(row["statement"])
    spans = {}
    for statement, dates in said.items():
        lasting = statement not in frameworks
        spans[statement] = _Span(
            start=(lasting and dates.get(akg.start)) or dates.get(akg.date, ""),
            end=(lasting and dates.get(akg.end)) or "",
            since=(lasting and dates.get(akg.startLatest)) or dates.get(akg.latest, ""),
            until=(lasting and dates.get(akg.endLatest)) or "",
            lasting=statement not in acts,
        )
    return spans


def _describe(view: View, graph: "nx.MultiDiGraph[str]") -> None:
    labels: dict[str, tuple[str, str]] = {}
    for row in _about(view, _LABELS, graph):
        labels.setdefault(row["statement"], (row["label"], row["kind"]))
    aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _about(view, _ALIASES, graph):
        aliases[row["statement"]].append((row["name"], row["lang"]))
    for node, data in graph.nodes(data=True):
        label, kind = labels.get(node, (node, "thing"))
        degree = graph.degree(node)
        data.update(label=label, kind=kind, lang="en", aliases=aliases.get(node, []), url=page(node), note="")
        data["weight"] = float(degree)


def _about(view: View, query: str, things: Iterable[str]) -> list[dict[str, Any]]:
    """Answer a query about these things only: the store is many times larger than a network."""
    return list(run(view, query.replace("$things", " ".join(f"<{thing}>" for thing in things))))


def _year(text: str) -> int | None:
    return int(text[:4]) if text[:4].isdigit() else None


_CLOCKS = f"""
SELECT ?as_of ?known_on WHERE {{
  BIND(<{iris.RESOLVED}> AS ?graph)
  OPTIONAL {{ ?graph akg:asOf ?as_of }} OPTIONAL {{ ?graph akg:knownOn ?known_on }}
}}
"""
_LABELS = """
SELECT ?statement ?label (LCASE(STR(?name)) AS ?kind) WHERE {
  VALUES ?statement { $things } ?statement rdfs:label ?label ; a ?class . ?class rdfs:label ?name .
} ORDER BY ?statement ?class
"""
_ALIASES = """
SELECT DISTINCT ?statement ?name (LANG(?name) AS ?lang) WHERE {
  VALUES ?statement { $things } ?statement skos:altLabel ?name
} ORDER BY ?statement ?name
"""
_DOCUMENTS = """
SELECT ?source ?slug ?title ?published ?url ?origin WHERE {
  ?source a akg:Source ; rdfs:label ?title ; dcterms:identifier ?slug
  OPTIONAL { ?source akg:published ?published } OPTIONAL { ?source rdfs:seeAlso ?url }
  OPTIONAL { ?source akg:origin ?origin }
}
"""
_ACTS = {akg.Meeting, akg.Commitment, akg.Contribution, akg.Delivery, akg.Position, akg.Claim}
"""What is done at its date, where a tie, a consent or a framework lasts from then on."""
_DATES = """
SELECT ?statement ?p ?o WHERE {
  VALUES ?statement { $things }
  VALUES ?p { rdf:type akg:start akg:startLatest akg:end akg:endLatest akg:date akg:latest } ?statement ?p ?o
}
"""
_PLACES = """
SELECT ?statement ?source ?at WHERE { VALUES ?statement { $things } GRAPH ?source { ?statement akg:at ?at } }
ORDER BY ?statement ?source ?at
"""
_NAMED = """
SELECT DISTINCT ?statement ?node ?source WHERE {
  VALUES ?statement { $things } GRAPH ?source { ?statement ?p ?node FILTER(isIRI(?node)) }
}
"""
_NAMED_IN_PARTS = """
SELECT DISTINCT ?statement ?node ?source WHERE {
  VALUES ?statement { $things }
  GRAPH ?source { ?statement akg:participation|akg:involvement ?part . ?part akg:actor|akg:post ?who }
  OPTIONAL { ?who akg:of ?of } BIND(COALESCE(?of, ?who) AS ?node)
}
"""
