"""What a partner is to ASEAN at a glance: its ties, what it promised and what came of that.

The list of partners, the timeline, the comparison and the head of the partner's own page draw on it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from aseankg.graph.views.language import N_
from aseankg.graph.views.lists import Column, Listing, Shown, counted, lang
from aseankg.graph.views.things import Thing, Words
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

_ROLES: dict[str, tuple[str, ...]] = {
    "partnership": (akg.partner,),
    "commitment": (akg.obligor,),
    "contribution": (akg.by,),
    "delivery": (akg.by,),
    "consent": (akg.party,),
    "membership": (akg.member,),
    "framework": (akg.party,),
    "meeting": (akg.actor,),
    "expectation": (akg.by,),
    "position": (akg.by,),
}
"""In which role a thing of a kind counts as an act of the partner."""


@dataclass(slots=True)
class Partner:
    """A state or body with a tie to ASEAN, and its acts by kind, each in the order of dates."""

    actor: Thing
    acts: dict[str, list[Thing]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ties(self) -> list[Thing]:
        """Return its formal statuses and levels, the latest first; undated ones last, since they may be the oldest."""
        ties = self.acts["partnership"][::-1]
        return sorted(ties, key=lambda tie: not tie.first_day)

    @property
    def promises(self) -> list[Thing]:
        """Return what it promised, money included."""
        return [*self.acts["commitment"], *self.acts["contribution"]]

    def held(self, property_: str) -> Thing | None:
        """Return its latest tie with a status or a level that has no end."""
        return next((tie for tie in self.ties if tie.first(property_) and not tie.first(akg.end)), None)

    def holds(self, property_: str, words: Words) -> str:
        """Return its latest status or level that has no end, or nothing."""
        tie = self.held(property_)
        return words.of(tie.first(property_)) if tie else ""

    def outcomes(self, words: Words) -> list[tuple[str, int]]:
        """Return how many of its promises stand how, the most frequent first."""
        found = Counter(words.of(one.first(akg.delivery)) for one in self.promises if one.first(akg.delivery))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def partners(things: dict[str, Thing]) -> dict[str, Partner]:
    """Return everyone who has or had a tie with ASEAN, by IRI, in the order of names."""
    acts: dict[str, dict[str, list[Thing]]] = defaultdict(lambda: defaultdict(list))
    for one in things.values():
        for value in one.values(*_ROLES.get(one.kind, ())):
            acts[value.value][one.kind].append(one)
    named = [iri for iri in acts if iri in things and acts[iri]["partnership"]]
    found = {}
    for iri in sorted(named, key=lambda iri: (things[iri].label.casefold(), iri)):
        partner = Partner(things[iri])
        for kind, many in acts[iri].items():
            partner.acts[kind] = sorted(many, key=lambda one: (one.first_day or "9999", one.label, one.iri))
        found[iri] = partner
    return found


HIGHEST = iris.code("partnership-level", "comprehensive-strategic-partnership")

_RANKS = (
    HIGHEST,
    iris.code("partnership-level", "strategic-partnership"),
    iris.code("partnership-status", "dialogue-partner"),
    iris.code("partnership-status", "sectoral-dialogue-partner"),
    iris.code("partnership-status", "development-partner"),
)
"""What partners are to ASEAN, in the order in which a reader looks for it; whatever else they are comes after these."""


def standing(found: Iterable[Partner], words: Words) -> list[tuple[str, list[tuple[Thing, Thing]]]]:
    """Return who is what to ASEAN: the level, or where there is none the status, and its partners with the tie behind it."""
    groups: dict[str, list[tuple[Thing, Thing]]] = defaultdict(list)
    for partner in found:
        for property_ in (akg.level, akg.status):
            if tie := partner.held(property_):
                groups[tie.first(property_)].append((partner.actor, tie))
                break
    ranked = sorted(
        groups, key=lambda code: (code not in _RANKS, code in _RANKS and _RANKS.index(code), code)
    )
    return [(words.of(code), groups[code]) for code in ranked]


PARTNERS = Listing(
    "partner",
    N_("Partners"),
    N_("States and bodies with a formal status or a level of partnership, now or before."),
    (
        Column("name", N_("Partner")),
        Column("names", N_("Other names"), extra=True),
        Column("type", N_("Type"), facet="values"),
        Column("status", N_("Formal status"), facet="values"),
        Column("level", N_("Level of partnership"), facet="values"),
        Column("since", N_("First tie"), facet="years"),
        Column("promises", N_("Promises")),
        Column("met", N_("Delivered")),
        Column("consents", N_("Legal steps")),
        Column("meetings", N_("Meetings")),
    ),
)
"""The list of partners. Its rows are counted, so its columns name no properties."""


def partner_rows(found: Iterable[Partner], words: Words) -> list[list[list[Shown]]]:
    """Return the rows of the list of partners."""
    return [_row(partner, words) for partner in found]


def _row(partner: Partner, words: Words) -> list[list[Shown]]:
    actor = partner.actor
    outcomes = dict(partner.outcomes(words))
    first = min((tie.first_day for tie in partner.ties if tie.first_day), default="")
    values = (
        words.of(actor.classes[0]),
        partner.holds(akg.status, words),
        partner.holds(akg.level, words),
        first[:4],
    )
    counts = (
        len(partner.promises),
        outcomes.get(words.of(iris.code("delivery-status", "delivered")), 0),
        len(partner.acts["consent"]),
        len(partner.acts["meeting"]),
    )
    names = [Shown(name, "", lang(language)) for name, language in actor.names]
    plain = [[Shown(value)] if value else [] for value in values]
    return [
        [Shown(actor.label, actor.page, lang(actor.language))],
        names,
        *plain,
        *([counted(count)] for count in counts),
    ]
