"""What changed, and why: between two builds, or between two dates over one build.

Each change is named: new evidence (a document is there that was not), withdrawn (a document is gone), correction (the
same document is recorded otherwise), came to pass (the documents are the same, and the day is another), or new rule (the
documents and the day are the same, and what follows from them is not). What is made from other things, such as the name
of a tie or a note of disagreement, changes for their reason.
"""

from collections import defaultdict
from typing import NamedTuple

from aseankg.graph.queries import run
from aseankg.graph.store import Term, View
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, prov

NEW_EVIDENCE, WITHDRAWN, CORRECTION = "new evidence", "withdrawn", "correction"
NEW_RULE, CAME_TO_PASS = "new rule", "came to pass"
_QUIET = {prov.wasDerivedFrom, akg.asOf, akg.knownOn}


class Change(NamedTuple):
    """One property of one thing that is not what it was."""

    thing: str
    name: str
    property: str
    before: str
    after: str
    reason: str
    documents: tuple[str, ...]


_Facts = dict[tuple[str, str], set[Term]]
_Sources = dict[str, dict[str, set[tuple[str, Term]]]]


def diff(before: View, after: View) -> list[Change]:
    """Return every change between two graphs, by thing and property."""
    old, new = _facts(before), _facts(after)
    old_sources, new_sources = _sources(before), _sources(after)
    names = _names(before) | _names(after)
    linked = _links(old) | _links(new)
    another_day = _day(before) != _day(after)
    changes = []
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) == new.get(key):
            continue
        thing, property_ = key
        reason, documents = _reason(thing, old_sources, new_sources)
        for other in sorted(linked.get(thing, ())) if reason == NEW_RULE else ():
            reason, documents = _reason(other, old_sources, new_sources)
            if reason != NEW_RULE:
                break
        if reason == NEW_RULE and another_day:
            reason = CAME_TO_PASS
        changes.append(
            Change(
                thing,
                names.get(thing, thing),
                names.get(property_, property_.rsplit("#", 1)[-1]),
                _shown(old.get(key, set()), names),
                _shown(new.get(key, set()), names),
                reason,
                tuple(sorted(names.get(document, document) for document in documents)),
            )
        )
    return changes


def _facts(view: View) -> _Facts:
    facts: _Facts = defaultdict(set)
    for quad in view.quads(iris.RESOLVED):
        if quad.predicate not in _QUIET:
            facts[quad.subject, quad.predicate].add(quad.object)
    return facts


def _links(facts: _Facts) -> dict[str, set[str]]:
    links: dict[str, set[str]] = defaultdict(set)
    for (thing, _), values in facts.items():
        links[thing].update(value.value for value in values if value.is_iri)
    return links


def _day(view: View) -> list[str]:
    return [str(row[0]) for row in run(view, "SELECT ?day { ?graph akg:asOf ?day }").rows]


def _sources(view: View) -> _Sources:
    """Return what each document says, by thing; a part speaks for its whole."""
    said: _Sources = defaultdict(lambda: defaultdict(set))
    prefix = f"{iris.BASE}source/"
    for quad in view.quads():
        if quad.graph.startswith(prefix):
            whole = quad.subject.split("#", 1)[0]
            said[whole][quad.graph].add((f"{quad.subject} {quad.predicate}", quad.object))
            if (
                quad.predicate == akg.promise and quad.object.is_iri
            ):  # evidence changes the promise it bears on
                said[quad.object.value][quad.graph].add((quad.subject, quad.object))
    return said


def _reason(thing: str, old: _Sources, new: _Sources) -> tuple[str, set[str]]:
    whole = thing.split("#", 1)[0]
    before, after = old.get(whole, {}), new.get(whole, {})
    if added := after.keys() - before.keys():
        return NEW_EVIDENCE, set(added)
    if gone := before.keys() - after.keys():
        return WITHDRAWN, set(gone)
    if other := {graph for graph in before if before[graph] != after[graph]}:
        return CORRECTION, other
    return NEW_RULE, set()


def _names(view: View) -> dict[str, str]:
    return {
        row["thing"]: row["name"]
        for row in run(view, "SELECT ?thing ?name { ?thing rdfs:label|skos:prefLabel ?name }")
    }


def _shown(values: set[Term], names: dict[str, str]) -> str:
    return "; ".join(
        sorted(names.get(value.value, value.value) if value.is_iri else value.value for value in values)
    )
