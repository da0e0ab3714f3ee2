"""What an actor is to ASEAN: a member state, part of ASEAN, or a partner of some status."""

from collections.abc import Iterable, Mapping

from aseankg.graph.queries import run
from aseankg.graph.store import View

INSIDE = ("ASEAN", "member state")
OTHER = "other"
_STATUSES = (
    "dialogue partner",
    "sectoral dialogue partner",
    "development partner",
    "consultative partner",
    "special observer",
    "guest",
    "observer",
    "participant",
)
"""From the closest to the loosest: an actor with two statuses counts by the first."""


def groups(view: View, as_of: str = "") -> dict[str, str]:
    """Return the group of each actor that has one: ASEAN, member state, or its status with ASEAN on the day."""
    found: dict[str, set[str]] = {}
    for row in run(view, _GROUPS):
        if _holds(row["since"], row["until"], as_of):
            found.setdefault(row["actor"], set()).add(row["status"])
    return {actor: _closest(statuses) for actor, statuses in sorted(found.items())}


def partners(view: View, nodes: Iterable[str], kinds: Mapping[str, str], as_of: str = "") -> list[str]:
    """Return which of these nodes are outside parties: states that are no members, and bodies with a status of their own."""
    of = groups(view, as_of)
    return [
        node
        for node in nodes
        if of.get(node) not in INSIDE and (kinds[node] == "state" or (kinds[node] == "body" and node in of))
    ]


def _closest(statuses: set[str]) -> str:
    order = (*INSIDE, *_STATUSES)
    return min(statuses, key=lambda status: (order.index(status) if status in order else len(order), status))


def _holds(since: object, until: object, day: str) -> bool:
    return not day or ((since is None or str(since) <= day) and (until is None or str(until) >= day))


_GROUPS = """
SELECT ?actor ?status ?since ?until WHERE {
  {
    ?actor a akg:Body . { ?actor dcterms:identifier "asean" } UNION { ?actor akg:within/dcterms:identifier "asean" }
    UNION { ?actor dcterms:identifier "asean-member-states" }
    BIND("ASEAN" AS ?status)
  } UNION {
    ?tie a akg:Membership ; akg:member ?actor ; akg:of/dcterms:identifier "asean" ; akg:role/skos:notation ?role .
    BIND(IF(?role IN ("member", "founding member"), "member state", ?role) AS ?status)
    OPTIONAL { ?tie akg:startLatest ?since } OPTIONAL { ?tie akg:endLatest ?until }
  } UNION {
    ?tie a akg:Partnership ; akg:partner ?actor ; akg:withActor/dcterms:identifier "asean" ; akg:status/skos:notation ?status .
    OPTIONAL { ?tie akg:startLatest ?since } OPTIONAL { ?tie akg:endLatest ?until }
  }
}
"""
