"""Two partners side by side: the data from which the page's script makes the two columns."""

from collections.abc import Callable, Iterable
from typing import Any

from aseankg.graph.views.language import N_
from aseankg.graph.views.partners import Partner
from aseankg.graph.views.things import Thing, Words
from aseankg.ontology.terms import akg

SECTIONS = (
    ("partnership", N_("Ties with ASEAN")),
    ("commitment", N_("Commitments")),
    ("contribution", N_("Contributions")),
    ("delivery", N_("Deliveries")),
    ("consent", N_("Legal steps")),
    ("membership", N_("Memberships")),
    ("meeting", N_("Meetings")),
    ("expectation", N_("Expected, not done")),
)


def compared(partners: Iterable[Partner], words: Words, say: Callable[[str], str] = str) -> dict[str, Any]:
    """Return what the template needs: a table of all, and the acts of each, every act written once."""
    acts: dict[str, list[str]] = {}
    found, rows = [], []
    for partner in partners:
        own = [[act.iri for act in partner.acts[kind]] for kind, _ in SECTIONS]
        for kind, _ in SECTIONS:
            for act in partner.acts[kind]:
                acts.setdefault(act.iri, [act.label, act.page, act.told(say), _outcome(act, words)])
        found.append((partner.actor, own))
        rows.append(
            {
                "actor": partner.actor,
                "status": partner.holds(akg.status, words),
                "level": partner.holds(akg.level, words),
                "promises": len(partner.promises),
                "consents": len(partner.acts["consent"]),
            }
        )
    number = {iri: place for place, iri in enumerate(acts)}
    data = {
        "sections": [say(title) for _, title in SECTIONS],
        "acts": list(acts.values()),
        "partners": [
            (actor.name.slug, actor.label, actor.page, [[number[iri] for iri in some] for some in own])
            for actor, own in found
        ],
    }
    return {"data": data, "all": rows}


def _outcome(act: Thing, words: Words) -> str:
    """Return what came of a promise, in the words of the vocabulary; nothing for other acts."""
    code = act.first(akg.delivery)
    return words.of(code) if code else ""
