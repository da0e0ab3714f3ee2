"""Reads the entries of a register from a view: one question per aspect, never one per row."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import networkx as nx

from aseankg.graph.monitoring.actors import Actor, actors
from aseankg.graph.monitoring.entry import (
    INFERRED,
    STATED,
    Citation,
    Entry,
    Line,
    Mapping,
    Output,
    Party,
    Report,
)
from aseankg.graph.monitoring.frameworks import Framework, frameworks
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

T = TypeVar("T")

_LEADS = ("accountable", "proponent", "implementing", "obligor")
"""Roles in which a body of ASEAN leads, the first first."""


def read(view: View, frame: View | None = None) -> list[Entry]:
    """Return every activity, commitment and contribution with all that it serves, oldest first, undated last.

    `frame` tells which lines a framework has and who is a member or partner; the view itself, where it is left out.
    """
    aspects = _Aspects(view, frame or view)
    entries = {row["entry"]: aspects.entry(row) for row in run(view, _ENTRIES)}
    return _rooted(sorted(entries.values(), key=lambda entry: (str(entry.day or "9999"), entry.slug)))


def _rooted(entries: list[Entry]) -> list[Entry]:
    """Return the entries, each with the oldest of those that are one promise or one sum with it."""
    same: nx.Graph[str] = nx.Graph()
    same.add_nodes_from(entry.iri for entry in entries)
    same.add_edges_from(
        (entry.iri, other)
        for entry in entries
        for other in (*entry.restates, *entry.same_as)
        if other in same
    )
    place = {entry.iri: number for number, entry in enumerate(entries)}
    roots: dict[str, str] = {}
    for family in nx.connected_components(same):
        roots |= dict.fromkeys(family, min(family, key=place.__getitem__))
    return [replace(entry, root=roots[entry.iri]) for entry in entries]


def clocks(view: View) -> tuple[date, date | None]:
    """Return the day as of which a view was weighed, and the day as known on which, where there is one."""
    question = f"SELECT ?clock ?day {{ <{iris.RESOLVED}> ?clock ?day }}"
    found = {row["clock"]: row["day"] for row in run(view, question)}
    return found.get(akg.asOf, date.max), found.get(akg.knownOn)


class _Aspects:
    """Every aspect of all entries, by their IRIs."""

    def __init__(self, view: View, frame: View) -> None:
        documents = {row["document"]: row for row in run(view, _DOCUMENTS)}
        self._parties = _parties(view, actors(frame, clocks(view)[0]))
        self._lines = _mappings(view, frameworks(frame))
        self._citations = _citations(view, documents)
        self._reports = _reports(view, documents)
        self._outputs = _group(
            (row["entry"], Output(row["title"], row["status"])) for row in run(view, _OUTPUTS)
        )
        self._texts = {
            name: _group((row["entry"], row["value"]) for row in run(view, _VALUES.replace("$path", path)))
            for name, path in _PATHS.items()
        }

    def entry(self, row: dict[str, Any]) -> Entry:
        """Return one entry; `row` holds what it has one of."""
        iri = row["entry"]
        parties = self._parties.get(iri, ())
        texts: dict[str, Any] = {name: str(row[name] or "") for name in _WORDS}
        texts |= {name: found.get(iri, ()) for name, found in self._texts.items()}
        return Entry(
            iri=iri,
            slug=row["slug"],
            record=iri.removeprefix(f"{iris.BASE}id/").split("/")[0],
            title=row["title"] or row["slug"],
            what=row["what"] or "",
            kind=row["kind"],
            lines=self._lines.get(iri, ()),
            parties=parties,
            lead=_lead(parties),
            amount=row["amount"],
            currency=row["currency"] or "",
            money=row["kind"] if row["amount"] is not None else "",
            day=row["latest"] or row["start_latest"],
            score=row["score"],
            reports=self._reports.get(iri, ()),
            outputs=self._outputs.get(iri, ()),
            citations=self._citations.get(iri, ()),
            **texts,
        )


_WORDS = (
    "made",
    "start",
    "end",
    "due",
    "first_made",
    "lifecycle",
    "delivery",
    "grade",
    "rule",
    "coverage",
    "settles_if",
)
"""Fields of an entry of which the first question gives one text each."""


def _lead(parties: Iterable[Party]) -> str:
    mine = [p for p in parties if p.kind == "body" and not p.external and p.role in _LEADS]
    mine.sort(key=lambda party: _LEADS.index(party.role))
    return mine[0].name if mine else ""


def _group(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return the values of each key, each once, in the order in which they came."""
    found: dict[str, dict[T, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(value)
    return {key: tuple(values) for key, values in found.items()}


def _parties(view: View, who: Map[str, Actor]) -> dict[str, tuple[Party, ...]]:
    """Return who has which role; a post stands for the state or body whose post it is."""
    pairs = []
    for row in run(view, _PARTIES):
        actor = who.get(row["of"] or row["actor"])
        if actor is not None:
            party = Party(actor.iri, actor.slug, actor.name, actor.kind, row["role"], actor.external)
            pairs.append((row["entry"], party))
    return _group(pairs)


def _mappings(view: View, known: Map[str, Framework]) -> dict[str, tuple[Mapping, ...]]:
    """Return what each entry serves: of several grounds for one line, the strongest."""
    lines = {line.iri: line for framework in known.values() for line in framework.lines}
    slugs = {framework.iri: slug for slug, framework in known.items()}
    found: dict[str, dict[tuple[str, str], Mapping]] = defaultdict(dict)

    def note(entry: str, framework: str, line: Line | None, basis: str, rule: str) -> None:
        key = (framework, line.iri if line else "")
        found[entry].setdefault(key, Mapping(framework, line, basis, rule))

    served = sorted(run(view, _SERVES), key=lambda row: (row["basis"] != STATED, row["above"], row["line"]))
    for row in served:
        stated = row["basis"] == STATED
        rule = "serves-within" if row["above"] else "" if stated else "curator"
        if (line := lines.get(row["line"])) is not None:
            note(row["entry"], line.framework, line, STATED if stated else INFERRED, rule)
    for row in run(view, _BY_TOPIC):
        if (line := lines.get(row["line"])) is not None:
            note(row["entry"], line.framework, line, INFERRED, "topic-area")
    for row in run(view, _UNDER):
        stated = row["above"] == 0
        slug = slugs[row["framework"]]
        mine = [mapping for (framework, _), mapping in found[row["entry"]].items() if framework == slug]
        if stated and all(mapping.basis != STATED for mapping in mine):
            note(row["entry"], slug, None, STATED, "")
        elif not mine:
            note(row["entry"], slug, None, INFERRED, "implements")
    return {entry: tuple(mappings.values()) for entry, mappings in found.items()}


def _citations(view: View, documents: Map[str, Map[str, Any]]) -> dict[str, tuple[Citation, ...]]:
    pairs = (
        (row["entry"], _cite(documents[row["document"]], row["at"]))
        for row in run(view, _PLACES)
        if row["document"] in documents
    )
    return _group(sorted(pairs, key=lambda pair: (pair[0], pair[1].public, pair[1].slug)))


def _reports(view: View, documents: Map[str, Map[str, Any]]) -> dict[str, tuple[Report, ...]]:
    pairs = []
    for row in run(view, _REPORTS):
        citation = _cite(documents[row["document"]], row["at"])
        report = Report(
            row["slug"], row["what"], row["stage"], row["extent"], str(row["date"] or ""), citation
        )
        pairs.append((row["entry"], report))
    return _group(sorted(pairs, key=lambda pair: (pair[0], pair[1].date or "9999", pair[1].slug)))


def _cite(document: Map[str, Any], at: str) -> Citation:
    return Citation(
        slug=document["slug"],
        title=document["title"],
        at=at,
        published=str(document["published"] or ""),
        public=document["public"],
        url=document["url"] or "",
        publisher=document["publisher"] or "",
    )


_ENTRIES = """
SELECT ?entry ?slug ?title ?what ?kind ?made ?latest ?start ?start_latest ?end ?due ?first_made ?lifecycle ?delivery
       ?grade ?score ?rule ?coverage ?settles_if ?amount ?currency WHERE {
  ?entry a ?class ; dcterms:identifier ?slug ; akg:kind/skos:notation ?kind .
  FILTER(?class IN (akg:Activity, akg:Commitment, akg:Contribution))
  OPTIONAL { ?entry rdfs:label ?title }
  OPTIONAL { ?entry dcterms:description ?what }
  OPTIONAL { ?entry akg:date ?made }
  OPTIONAL { ?entry akg:latest ?latest }
  OPTIONAL { ?entry akg:start ?start }
  OPTIONAL { ?entry akg:startLatest ?start_latest }
  OPTIONAL { ?entry akg:end ?end }
  OPTIONAL { ?entry akg:due ?due }
  OPTIONAL { ?entry akg:firstMade ?first_made }
  OPTIONAL { ?entry akg:lifecycle/skos:notation ?lifecycle }
  OPTIONAL { ?entry akg:delivery/skos:notation ?delivery }
  OPTIONAL { ?entry akg:evidenceGrade/skos:notation ?grade }
  OPTIONAL { ?entry akg:score ?score }
  OPTIONAL { ?entry akg:deliveryRule ?rule }
  OPTIONAL { ?entry akg:coverage/skos:notation ?coverage }
  OPTIONAL { ?entry akg:settlesIf ?settles_if }
  OPTIONAL { ?entry akg:amount ?amount ; akg:currency ?currency }
}
"""
_PARTIES = """
SELECT ?entry ?role ?actor ?of WHERE {
  {
    VALUES (?link ?role) {
      (akg:obligor "obligor") (akg:beneficiary "beneficiary") (akg:by "giver") (akg:to "receiver")
    }
    ?entry ?link ?actor ; a ?class . FILTER(?class IN (akg:Commitment, akg:Contribution))
  } UNION {
    ?entry akg:involvement ?part . ?part akg:actor ?actor ; akg:role/skos:notation ?role .
  }
  OPTIONAL { ?actor a akg:Post ; akg:of ?of }
} ORDER BY ?entry ?role ?actor
"""
_SERVES = """
SELECT ?entry ?line ?basis ?above WHERE {
  ?entry akg:serves ?service . ?service akg:basis/skos:notation ?basis .
  { ?service akg:actionLine ?line BIND(0 AS ?above) }
  UNION { ?service akg:actionLine/skos:broader+ ?line BIND(1 AS ?above) }
  ?line a akg:ActionLine .
} ORDER BY ?entry ?line
"""
_BY_TOPIC = """
SELECT DISTINCT ?entry ?line WHERE {
  ?topic akg:actionLine ?line ; a akg:Topic . ?below skos:broader* ?topic . ?entry akg:topic ?below ; akg:kind ?kind .
} ORDER BY ?entry ?line
"""
_UNDER = """
SELECT DISTINCT ?entry ?framework ?above WHERE {
  { ?entry akg:framework|akg:implements ?framework BIND(0 AS ?above) }
  UNION {
    ?entry akg:framework|akg:implements ?named BIND(1 AS ?above)
    { SELECT ?named ?framework { ?named akg:implements+ ?framework } } # once, not for every entry
  }
  ?framework a akg:Framework .
  ?entry a ?class . FILTER(?class IN (akg:Activity, akg:Commitment, akg:Contribution))
} ORDER BY ?entry ?above ?framework
"""
_OUTPUTS = """
SELECT ?entry ?title ?status WHERE {
  ?entry akg:output ?output . ?output dcterms:title ?title ; akg:status/skos:notation ?status
} ORDER BY ?entry ?title
"""
_PATHS = {
    "frameworks": "(akg:framework|akg:implements)/rdfs:label",
    "concerns": "akg:concernsMember",
    "topics": "akg:topic/rdfs:label",
    "meetings": "akg:meeting/rdfs:label",
    "restates": "akg:restates",
    "part_of": "akg:partOf",
    "same_as": "akg:sameAs",
    "maybe_same_as": "akg:maybeSameAs",
}
_VALUES = """
SELECT DISTINCT ?entry ?value WHERE {
  ?entry a ?class ; $path ?value . FILTER(?class IN (akg:Activity, akg:Commitment, akg:Contribution))
} ORDER BY ?entry ?value
"""
_DOCUMENTS = """
SELECT ?document ?slug ?title ?published ?public ?url ?publisher WHERE {
  ?document a akg:Source ; dcterms:identifier ?slug ; rdfs:label ?title ; akg:publicBy ?public .
  OPTIONAL { ?document akg:published ?published } OPTIONAL { ?document rdfs:seeAlso ?url }
  OPTIONAL { ?document dcterms:publisher/rdfs:label ?publisher }
}
"""
_PLACES = """
SELECT ?entry ?document (GROUP_CONCAT(DISTINCT ?place; separator="; ") AS ?at) WHERE {
  ?entry a ?class . FILTER(?class IN (akg:Activity, akg:Commitment, akg:Contribution))
  GRAPH ?document { ?entry akg:at ?place }
} GROUP BY ?entry ?document
"""
_REPORTS = """
SELECT DISTINCT ?entry ?slug ?what ?stage ?extent ?date ?document ?at WHERE {
  ?delivery a akg:Delivery ; dcterms:identifier ?slug ; dcterms:description ?what ; akg:fulfils ?f .
  ?f akg:promise ?entry ; akg:extent/skos:notation ?extent .
  OPTIONAL { ?delivery akg:date ?date }
  GRAPH ?document { ?delivery akg:at ?at ; akg:stage ?code }
  ?code skos:notation ?stage .
}
"""
