"""The resolved view: what the project says once its sources have been weighed. Queries over the source graphs.

Everything that a source says enters the view. Where sources give one thing two values of a property that can
have one, the view keeps one of them:

1. of dates that can all be true, the most precise; nobody disagrees;
2. "not stated" gives way to what another source states; nobody disagrees;
3. a date that its own document makes doubtful gives way to any other;
4. otherwise the value of the better kind of source (`SOURCE_RANK`), and among equals of the one published later;
   a Disagreement names all sources, unless the property is one on which documents may differ (`_WORDS`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, get_args

from aseankg.graph.store import Store, Term
from aseankg.loaders import dates
from aseankg.ontology import codelists, iris
from aseankg.ontology.terms import akg, dcterms, prov, rdf, rdfs, skos, xsd

SOURCE_RANK: tuple[str, ...] = get_args(codelists.SourceKind)
"""Kinds of sources, the most trusted first: the order of the code list."""

_COMPANIONS = {
    akg.date: (akg.earliest, akg.latest, akg.dateBasis),
    akg.start: (akg.startEarliest, akg.startLatest, akg.dateBasis, akg.startEvent),
    akg.end: (akg.endEarliest, akg.endLatest),
    akg.amount: (akg.currency,),
    akg.currency: (akg.amount,),
}
"""Properties that go with another one: whoever is preferred on the first is preferred on the rest."""

_NOTES = {skos.note}
"""Properties of which every document's value stays."""

_WORDS = {
    rdfs.label,
    dcterms.description,
    akg.act,
    akg.dateBasis,
    akg.firstOfItsKind,
    akg.measure,
    akg.seen,
    akg.stage,
    akg.startEvent,
    akg.unit,
}
"""Properties on which two documents may differ without contradicting each other."""


class Value(NamedTuple):
    """What one source says of one property of one thing."""

    term: Term
    source: str
    rank: int
    published: str


def resolve(store: Store, single_valued: Iterable[str]) -> int:
    """Write the resolved view into its graph and return the number of disagreements."""
    graphs = [f"<{row[0].value}>" for row in store.select(_GRAPHS).rows if row[0]]
    _write(store, _UNION, graphs)
    _write(store, _DERIVATION, graphs)
    kept: dict[tuple[str, str], str] = {}  # by subject and property: the source whose value stays
    names: list[str] = []
    notes: list[str] = []
    rivals = _rivals(store, set(single_valued) - _NOTES)
    # main properties last: what they take along must not be chosen again
    for (subject, property_), values in sorted(
        rivals.items(), key=lambda item: (item[0][1] in _COMPANIONS, item[0])
    ):
        chosen, agreed = _choose(values)
        for one in (property_, *_COMPANIONS.get(property_, ())):
            kept[subject, one] = chosen.source
        if property_ == rdfs.label:
            names += _other_names(subject, values, chosen)
        told = property_ == akg.currency and (subject, akg.amount) in rivals  # one sum, one disagreement
        if not agreed and not told and property_ not in _WORDS:
            notes.append(_note(subject, property_, values, chosen))
    _write(store, _REJECT, [f"(<{s}> <{p}> <{source}>)" for (s, p), source in kept.items()])
    _write(store, _NAME, names)
    _write(store, _ADD, notes)
    return len(notes)


_AT_ONCE = 1_000
"""Rows in one update: each has its price, and its text must not grow with the graph."""


def _write(store: Store, update: str, rows: list[str]) -> None:
    """Run an update over many rows, some of them at a time."""
    for start in range(0, len(rows), _AT_ONCE):
        store.update(update % "\n".join(rows[start : start + _AT_ONCE]))


_SOURCE_GRAPHS = f"FILTER(?g NOT IN (<{iris.RESOLVED}>, <{iris.VOCABULARY}>))"

_GRAPHS = f"SELECT ?g {{ GRAPH ?g {{}} {_SOURCE_GRAPHS} }} ORDER BY ?g"

_UNION = f"""
INSERT {{ GRAPH <{iris.RESOLVED}> {{ ?s ?p ?o }} }}
WHERE {{ VALUES ?g {{ %s }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p != akg:at) }}
"""  # noqa: S608  (SPARQL; nothing but addresses of graphs goes in)

_DERIVATION = f"""
INSERT {{ GRAPH <{iris.RESOLVED}> {{ ?s prov:wasDerivedFrom ?g }} }}
WHERE {{ VALUES ?g {{ %s }} GRAPH ?g {{ ?s akg:at ?at }} }}
"""  # noqa: S608  (as above)

_RIVALS = f"""
SELECT ?s ?p ?o ?g ?kind ?published ?basis WHERE {{
  {{ SELECT ?s ?p WHERE {{
      GRAPH <{iris.RESOLVED}> {{ ?s ?p ?value }}
      FILTER(?p IN (%s))
    }} GROUP BY ?s ?p HAVING(COUNT(?value) > 1) }}
  GRAPH ?g {{ ?s ?p ?o }} {_SOURCE_GRAPHS}
  OPTIONAL {{ GRAPH ?g {{ ?g akg:kind ?kind }} }}
  OPTIONAL {{ GRAPH ?g {{ ?g akg:publicBy ?published }} }}
  OPTIONAL {{ GRAPH ?g {{ ?s akg:dateBasis ?basis }} }}
}}
"""


def _rivals(store: Store, properties: set[str]) -> dict[tuple[str, str], list[Value]]:
    """Return the values of every single-valued property that has more than one."""
    query = _RIVALS % ", ".join(f"<{property_}>" for property_ in sorted(properties))
    ranks = {iris.code("source-kind", kind): rank for rank, kind in enumerate(SOURCE_RANK)}
    rivals: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for s, p, o, g, kind, published, basis in store.select(query).rows:
        if s is None or p is None or o is None or g is None:
            continue
        rank = ranks.get(kind.value, len(ranks)) if kind else len(ranks)
        if basis and basis.value == iris.code("basis", "doubtful") and o.datatype in _DATES:
            rank += len(ranks)
        rivals[s.value, p.value].append(Value(o, g.value, rank, published.value if published else ""))
    return rivals


def _choose(values: list[Value]) -> tuple[Value, bool]:
    """Return the preferred value, and whether the others can be true beside it."""
    stated = [value for value in values if not value.term.value.endswith("/not-stated")] or values
    ranked = sorted(stated, key=lambda value: value.source)
    ranked.sort(key=lambda value: value.published, reverse=True)
    ranked.sort(key=lambda value: value.rank)
    if len({value.term for value in stated}) == 1:
        return ranked[0], True
    if all(value.term.datatype in _DATES for value in stated):
        spans = {value.term: _span(value.term) for value in stated}
        if max(start for start, _ in spans.values()) <= min(end for _, end in spans.values()):
            return min(ranked, key=lambda value: spans[value.term][1] - spans[value.term][0]), True
    return ranked[0], False


_DATES = (xsd.date, xsd.gYear, xsd.gYearMonth, xsd.edtf)


def _span(term: Term) -> tuple[date, date]:
    """Return the first and the last day on which a dated thing may have been."""
    bounds = dates.bounds(term.value)
    return bounds.start_earliest or date.min, bounds.end_latest or date.max


def _other_names(subject: str, values: list[Value], chosen: Value) -> Iterator[str]:
    """Yield who calls the thing otherwise than the preferred source: names differ, facts do not."""
    for source in sorted({value.source for value in values if value.term != chosen.term}):
        yield f"(<{subject}> <{source}>)"


_REJECT = f"""
DELETE {{ GRAPH <{iris.RESOLVED}> {{ ?s ?p ?o }} }}
WHERE {{
  VALUES (?s ?p ?preferred) {{ %s }}
  GRAPH <{iris.RESOLVED}> {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?preferred {{ ?s ?p ?o }} }}
}}
"""
_NAME = f"""
INSERT {{ GRAPH <{iris.RESOLVED}> {{ ?s skos:altLabel ?name }} }}
WHERE {{ VALUES (?s ?source) {{ %s }} GRAPH ?source {{ ?s rdfs:label ?name }} }}
"""  # noqa: S608  (SPARQL; nothing but addresses of ours goes in)
_ADD = f"INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ %s }} }}"


def _note(subject: str, property_: str, values: list[Value], chosen: Value) -> str:
    """Return who disagrees about what, and who is preferred by which rule."""
    name = iris.parse(subject)
    slug = f"{name.slug if name else 'unknown'}-{re.split('[#/]', property_)[-1].lower()}"
    if name and name.part:
        slug = f"{slug}-{name.part}"
    node = iris.thing("disagreement", slug)
    kinds = {value.rank for value in values}
    rule = "better kind of source" if len(kinds) > 1 else "later publication"
    return "\n".join(
        f"<{node}> {line} ." for line in _statements(subject, property_, values, chosen, slug, rule)
    )


def _statements(
    subject: str, property_: str, values: list[Value], chosen: Value, slug: str, rule: str
) -> Iterator[str]:
    yield f"<{rdf.type}> <{akg.Disagreement}>"
    yield f'<{dcterms.identifier}> "{slug}"'
    yield f"<{akg.concerns}> <{subject}>"
    yield f"<{akg.property}> <{property_}>"
    yield f"<{akg.preferred}> <{chosen.source}>"
    yield f'<{akg.rule}> "{rule}"@en'
    for value in values:
        yield f"<{prov.wasDerivedFrom}> <{value.source}>"
        if value.term != chosen.term:
            yield f"<{akg.other}> <{value.source}>"
