"""A thing and what it is tied to, as a still picture: SVG that needs no script."""

import math
from typing import Any, NamedTuple

from aseankg.graph.views.things import Thing, Words
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms

MOST = 16
"""Neighbours drawn; the table beside the picture has them all."""

_TIES = {
    akg.Membership,
    akg.Partnership,
    akg.Consent,
    akg.Tenure,
    akg.Expectation,
    akg.Commitment,
    akg.Contribution,
    akg.Delivery,
    akg.Position,
    akg.Meeting,
    akg.Activity,
}
_WIDTH, _HEIGHT = 860, 460


class Neighbour(NamedTuple):
    """A thing one step away, and by what it is tied."""

    thing: Thing
    relation: str
    expected: bool
    ties: int = 1


def neighbourhood(thing: Thing, things: dict[str, Thing], words: Words) -> dict[str, Any]:
    """Return what the template draws: nodes with positions, and how many were left out."""
    neighbours = _neighbours(thing, things, words)
    shown = sorted(sorted(neighbours, key=lambda one: -one.ties)[:MOST], key=_place)
    nodes = []
    for index, neighbour in enumerate(shown):
        angle = 2 * math.pi * index / len(shown) - math.pi / 2
        x = _WIDTH / 2 + math.cos(angle) * _WIDTH * 0.23
        y = _HEIGHT / 2 + math.sin(angle) * _HEIGHT * 0.40
        anchor = "middle" if abs(math.cos(angle)) < 0.25 else ("start" if math.cos(angle) > 0 else "end")
        nodes.append(
            {
                "x": round(x, 1),
                "y": round(y, 1),
                "anchor": anchor,
                "label": _short(neighbour.thing.label),
                "title": f"{neighbour.thing.label} ({neighbour.relation})",
                "page": neighbour.thing.page,
                "kind": neighbour.thing.kind,
                "expected": neighbour.expected,
            }
        )
    return {
        "nodes": nodes,
        "left_out": len(neighbours) - len(shown),
        "width": _WIDTH,
        "height": _HEIGHT,
        "label": _short(thing.label),
    }


def _neighbours(thing: Thing, things: dict[str, Thing], words: Words) -> list[Neighbour]:
    """Return neighbours: for what exists by itself, the things at the other end of its ties; else what it names."""
    found: dict[str, Neighbour] = {}

    def add(other: str, relation: str, expected: bool) -> None:
        target = things.get(other)
        if target is not None and other != thing.iri and target.name.kind not in ("source", "publisher"):
            known = found.get(other)
            ties = known.ties + 1 if known else 1
            if known is None or (known.expected and not expected):
                known = Neighbour(target, relation, expected)
            found[other] = known._replace(ties=ties)

    for relation, other in _links(thing):
        add(other, words.of(relation), akg.Expectation in thing.classes)
    is_tie = bool(_TIES & set(thing.classes))
    for subject, relation in thing.mentions:
        via = things[subject]
        if is_tie or not _TIES & set(via.classes):
            add(subject, words.of(relation), False)
            continue
        for _, other in _links(via):
            add(other, via.label, akg.Expectation in via.classes)
    return sorted(found.values(), key=_place)


def _place(one: Neighbour) -> tuple[bool, int, str, str]:
    """Return where a neighbour stands: what is only expected last, kinds together, then by name."""
    order = {"state": 0, "body": 1, "framework": 2, "line": 3, "person": 4}
    return (one.expected, order.get(one.thing.name.kind, 9), one.thing.label.casefold(), one.thing.iri)


def _links(thing: Thing) -> list[tuple[str, str]]:
    """Return property and target of every link of a thing, its parts' included."""
    links = []
    for fact in thing.facts:
        for one in fact.parts or (fact,):
            if one.value.is_iri and iris.parse(one.value.value) and one.property != dcterms.publisher:
                links.append((one.property, one.value.value))
    return links


def _short(label: str, limit: int = 30) -> str:
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip()}…"
