"""How far an entry is, in five words: what a cell counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aseankg.graph.monitoring.entry import Entry
from aseankg.loaders import dates

PROMISED = "promised"
UNDER_WAY = "under way"
EVIDENCED = "evidenced"
FAILED = "not delivered"
UNKNOWN = "unknown"

STATES: dict[str, str] = {
    EVIDENCED: "Documents report it as delivered or partly delivered, as completed, or as paid; the grade says on whose word.",
    UNDER_WAY: "Documents report it as begun or in progress; an activity is active.",
    PROMISED: "It is promised and not yet due, or proposed.",
    FAILED: "Documents say that it was not delivered, undone, suspended, cancelled or superseded.",
    UNKNOWN: "No evidence is on record: nobody looked, a search found nothing, or it cannot be assessed.",
}
"""The states in the order in which they are shown, each with what it means. An entry has one of them."""

MARKS = {EVIDENCED: "●", UNDER_WAY: "◐", PROMISED: "○", FAILED: "✕", UNKNOWN: "?"}
"""A shape for every state: told apart without colour."""

_OF_DELIVERY = {
    "delivered": EVIDENCED,
    "delivered late": EVIDENCED,
    "partly delivered": EVIDENCED,
    "in progress": UNDER_WAY,
    "not started": PROMISED,
    "not yet due": PROMISED,
    "not delivered": FAILED,
    "reversed": FAILED,
}
_OF_LIFECYCLE = {
    "proposed": PROMISED,
    "active": UNDER_WAY,
    "completed": EVIDENCED,
    "suspended": FAILED,
    "cancelled": FAILED,
    "superseded": FAILED,
}
_ENDED = ("suspended", "cancelled", "superseded")
_PAID = ("disbursement", "expenditure")
_SILENT = {"not looked for", "no evidence found", "not assessable"}


@dataclass(frozen=True, slots=True)
class State:
    """How far an entry is, and the word of the records for it."""

    name: str
    word: str
    """Such as partly delivered, completed or not looked for."""
    grade: str = ""
    """The evidence grade of a promise; empty where none is computed, as for activities."""


def state(entry: Entry, as_of: date) -> State:
    """Return how far an entry is on a day."""
    if entry.record == "activity":
        lifecycle = entry.lifecycle
        if lifecycle == "completed" and entry.end:
            ended = dates.bounds(entry.end).start_earliest
            if ended is not None and ended > as_of:  # completed since
                lifecycle = "active"
        return State(_OF_LIFECYCLE.get(lifecycle, UNKNOWN), lifecycle or "not stated")
    if entry.money in _PAID:
        return State(EVIDENCED, f"{entry.money} reported")
    if entry.lifecycle in _ENDED and entry.delivery in _SILENT:
        return State(FAILED, entry.lifecycle, entry.grade)
    return State(_OF_DELIVERY.get(entry.delivery, UNKNOWN), entry.delivery or "not assessed", entry.grade)


def best(entries: Iterable[Entry], as_of: date) -> Entry:
    """Return the record that tells how far a promise made several times is: the best evidence, then the newest."""

    def strength(entry: Entry) -> tuple[str, int, str, str]:
        found = state(entry, as_of)
        known = found.name != UNKNOWN
        return (found.grade or ("E1" if known else ""), known, str(entry.day or ""), entry.slug)

    return max(entries, key=strength)
