"""Who is who: members, partners with a formal status, bodies of ASEAN, mechanisms led by ASEAN, and the rest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.ontology import codelists

STATUSES: tuple[str, ...] = (
    "dialogue partner",
    "sectoral dialogue partner",
    "development partner",
    "comprehensive partner",
    *get_args(codelists.PartnershipStatus),
)
"""Formal statuses, the closest first."""
_SECTORAL = ("council", "ministerial body", "senior officials", "committee", "working group")


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or body, and what it is to ASEAN."""

    iri: str
    slug: str
    name: str
    kind: str
    """State or body."""
    body_kind: str = ""
    member: bool = False
    external: bool = False
    status: str = ""
    """The formal status of an external party, such as dialogue partner; the closest where it has several."""
    above: tuple[str, ...] = ()
    """IRIs of the bodies within which it stands."""

    @property
    def sectoral(self) -> bool:
        """Return whether it is a sectoral body of ASEAN."""
        return self.body_kind in _SECTORAL and not self.external

    @property
    def mechanism(self) -> bool:
        """Return whether it is a mechanism that ASEAN leads."""
        return self.body_kind == "mechanism"


def actors(view: View, day: date) -> dict[str, Actor]:
    """Return every state and body of a view by its IRI, and what it was to ASEAN on a day.

    External is a state that is no member, an organisation other than ASEAN, whatever stands within such an
    organisation, and whoever has a formal status of a partner.
    """
    members = {row["member"] for row in run(view, _MEMBERS) if _held(row, day)}
    above: dict[str, list[str]] = defaultdict(list)
    for row in run(view, _ABOVE):
        above[row["body"]].append(row["above"])
    status: dict[str, str] = {}
    for row in sorted(run(view, _STATUS), key=lambda row: STATUSES.index(row["status"])):
        if _held(row, day):
            status.setdefault(row["partner"], row["status"])
    rows = {row["actor"]: row for row in run(view, _ACTORS)}

    def foreign(iri: str) -> bool:
        row = rows.get(iri)
        return row is not None and row["body_kind"] == "organisation" and row["slug"] != "asean"

    found = {}
    for iri, row in rows.items():
        state = row["state"] == 1
        outside = iri not in members if state else any(map(foreign, (iri, *above[iri])))
        found[iri] = Actor(
            iri=iri,
            slug=row["slug"],
            name=row["name"],
            kind="state" if state else "body",
            body_kind=row["body_kind"] or "",
            member=state and iri in members,
            external=outside or iri in status,
            status=status.get(iri, ""),
            above=tuple(sorted(above[iri])),
        )
    return found


def _held(tie: dict[str, Any], day: date) -> bool:
    """Return whether a tie may have held on a day: it had begun by then for all that is known, and not ended."""
    return (tie["since"] is None or tie["since"] <= day) and (tie["until"] is None or tie["until"] >= day)


_ACTORS = """
SELECT ?actor ?slug ?name ?state ?body_kind WHERE {
  { ?actor a akg:State BIND(1 AS ?state) } UNION { ?actor a akg:Body BIND(0 AS ?state) }
  ?actor dcterms:identifier ?slug ; rdfs:label ?name .
  OPTIONAL { ?actor akg:kind/skos:notation ?body_kind }
} ORDER BY ?slug
"""
_MEMBERS = """
SELECT ?member ?since ?until WHERE {
  ?tie a akg:Membership ; akg:of/dcterms:identifier "asean" ; akg:member ?member ; akg:role/skos:notation ?role .
  ?member a akg:State . FILTER(?role IN ("member", "founding member"))
  OPTIONAL { ?tie akg:startLatest ?since } OPTIONAL { ?tie akg:endLatest ?until }
}
"""
_ABOVE = "SELECT ?body ?above WHERE { ?body a akg:Body ; akg:parent+ ?above . FILTER(?body != ?above) }"
_STATUS = """
SELECT ?partner ?status ?since ?until WHERE {
  ?tie a akg:Partnership ; akg:withActor/dcterms:identifier "asean" ; akg:partner ?partner ; akg:status/skos:notation ?status .
  OPTIONAL { ?tie akg:startLatest ?since } OPTIONAL { ?tie akg:endLatest ?until }
} ORDER BY ?partner ?status
"""
