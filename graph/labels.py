"""Names for what has none of its own: a tie or a promise is called after the things that it ties together."""

from collections import defaultdict
from collections.abc import Callable

from aseankg.graph.store import Store
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, rdf, rdfs

Named = Callable[[str], str]
"""Gives the names of a property's values, joined; nothing where there is no value."""


def label(store: Store) -> None:
    """Give every thing of the resolved view that has no label one that is made from its neighbours'."""
    nameless: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, property_, value, name in store.select(_NAMELESS).rows:
        if thing and property_ and value:
            nameless[thing.value][property_.value].append((name or value).value)
    lines = []
    # what is called after things that have no name of their own either comes after them
    late = (akg.Crosswalk, akg.Disagreement)
    waiting = sorted(
        nameless, key=lambda subject: (*(kind in nameless[subject][rdf.type] for kind in late), subject)
    )
    names: dict[str, str] = {}
    for subject in waiting:
        facts = nameless[subject]
        text = _name(facts, names)
        if text:
            names[subject] = text
            lines.append(f"<{subject}> <{rdfs.label}> {_literal(text)} .")
    if lines:
        store.update(f"INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ {' '.join(lines)} }} }}")


# names are gathered once for each value, not once for each use of it
_NAMELESS = """
SELECT ?s ?p ?o ?name WHERE {
  ?s dcterms:identifier ?slug ; ?p ?o .
  FILTER NOT EXISTS { ?s rdfs:label ?any }
  FILTER(?p != <http://www.w3.org/ns/prov#wasDerivedFrom>)
  OPTIONAL {
    { SELECT ?o (MIN(STR(?n)) AS ?name) WHERE { ?o rdfs:label|skos:prefLabel ?n } GROUP BY ?o }
    FILTER(?p != rdf:type)
  }
}
"""


def _name(facts: dict[str, list[str]], names: dict[str, str]) -> str:
    def named(property_: str) -> str:
        found = sorted(names.get(value, value) for value in facts.get(property_, ()))
        return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""

    return next((make(named) for class_, make in _MAKERS.items() if class_ in facts[rdf.type]), "")


def _expectation(named: Named) -> str:
    what = named(dcterms.description)
    concerns = named(akg.concerns)
    act = f"{named(akg.by)}: {named(akg.act)}" if named(akg.by) else named(akg.act)
    return f"Expected: {what or act}" + (f", {concerns}" if concerns and not what else "")


def _claim(named: Named) -> str:
    value = named(akg.value)
    return f"{named(akg.measure)}: {value}" if value else named(akg.measure)


_MAKERS: dict[str, Callable[[Named], str]] = {
    akg.ActionLine: lambda named: f"{named(akg.framework)}, {named(akg.code)}: {_cut(named(dcterms.title))}",
    akg.Partnership: lambda named: f"{named(akg.partner)}: {named(akg.status) or named(akg.level)}",
    akg.Membership: lambda named: f"{named(akg.member)}: {named(akg.role)}, {named(akg.of)}",
    akg.Tenure: lambda named: f"{named(akg.person)}: {named(akg.post)}",
    akg.Consent: lambda named: f"{named(akg.party)}: {named(akg.step)}, {named(akg.instrument)}",
    akg.Commitment: lambda named: named(dcterms.description),
    akg.Position: lambda named: named(dcterms.description),
    akg.Delivery: lambda named: named(dcterms.description),
    akg.Crosswalk: lambda named: f"{named(akg.fromLine)}: {named(akg.match)}",
    akg.SearchLog: lambda named: (
        f"Search of {named(akg.searched)}: {named(akg.actor) or named(akg.promise) or named(akg.framework)}"
    ),
    akg.Contribution: lambda named: (
        f"{named(akg.by)}: {named(akg.currency)} {_grouped(named(akg.amount))} to {named(akg.to)}"
    ),
    akg.Claim: _claim,
    akg.Expectation: _expectation,
    akg.Disagreement: lambda named: (
        f"Sources differ: {named(akg.concerns)}, {named(akg.property).rsplit('/', 1)[-1]}"
    ),
}


def _cut(heading: str, limit: int = 60) -> str:
    return heading if len(heading) <= limit else f"{heading[:limit].rsplit(' ', 1)[0]} …"


def _grouped(amount: str) -> str:
    """Return an amount with thousands apart: 6000000 becomes 6,000,000."""
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else amount


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"@en'
