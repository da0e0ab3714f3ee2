"""What stands across a matrix: partners, members, sectoral bodies or mechanisms; and how an entry comes under one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aseankg.graph.monitoring.actors import STATUSES, Actor
from aseankg.graph.monitoring.entry import INFERRED, STATED, Entry
from aseankg.graph.store import QueryError
from aseankg.loaders.problems import nearest

COLUMNS: dict[str, str] = {
    "partners": "external partners with a formal status, and other external actors of which something is on record",
    "members": "member states of ASEAN",
    "bodies": "sectoral bodies of ASEAN",
    "mechanisms": "mechanisms led by ASEAN",
}
"""What may stand across a matrix."""

RULES: dict[str, str] = {
    "within": "What a body does or promises counts for the organisation within which it stands.",
    "concerns-member": "What a grouping promises concerns each state that was its member then.",
}
"""By what an entry may come under a column, beside being named in it."""

WITHOUT_STATUS = "no formal status on record"
_NONE = {
    "partners": "no external partner named",
    "members": "no member named",
    "bodies": "no sectoral body named",
    "mechanisms": "no mechanism named",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One actor across a matrix; without an actor, the entries that come under none of the others."""

    key: str
    label: str
    group: str
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """That an entry comes under a column: in which roles, and on what that rests."""

    roles: tuple[str, ...]
    basis: str
    rule: str = ""
    """One of `RULES`, where the actor itself is not named."""


def columns(kind: str, who: Mapping[str, Actor], touched: frozenset[str]) -> list[Column]:
    """Return the columns of a kind; `touched` are IRIs of actors of which entries or searches are on record.

    Raises QueryError, with near words, if there is no such kind.
    """
    if kind not in COLUMNS:
        raise QueryError(f"no columns {kind!r}{nearest(kind, list(COLUMNS))}; there are {', '.join(COLUMNS)}")
    found = [
        Column(actor.slug, actor.name, _group(kind, actor), actor) for actor in _actors(kind, who, touched)
    ]
    return [*found, Column("none", _NONE[kind], "")]


def presence(entry: Entry, column: Column, who: Mapping[str, Actor]) -> Presence | None:
    """Return how an entry comes under the column of an actor; None where it does not."""
    if column.actor is None:
        return None
    iri = column.actor.iri
    if named := [party.role for party in entry.parties if party.iri == iri]:
        return Presence(tuple(named), STATED)
    if within := [p.role for p in entry.parties if p.iri in who and iri in who[p.iri].above]:
        return Presence(tuple(dict.fromkeys(within)), INFERRED, "within")
    if iri in entry.concerns:
        return Presence(("member of the promising grouping",), INFERRED, "concerns-member")
    return None


def _actors(kind: str, who: Mapping[str, Actor], touched: frozenset[str]) -> Iterable[Actor]:
    everybody = sorted(who.values(), key=lambda actor: actor.name)
    match kind:
        case "partners":
            covered = {
                iri for iri in touched if any(who[above].status for above in who[iri].above if above in who)
            }
            external = [a for a in everybody if a.external and (a.status or a.iri in touched - covered)]
            return sorted(external, key=lambda a: STATUSES.index(a.status) if a.status else len(STATUSES))
        case "members":
            return [actor for actor in everybody if actor.member]
        case "bodies":
            return [actor for actor in everybody if actor.sectoral]
        case _:
            return [actor for actor in everybody if actor.mechanism]


def _group(kind: str, actor: Actor) -> str:
    if kind == "partners":
        return actor.status or WITHOUT_STATUS
    return "member" if kind == "members" else actor.body_kind
