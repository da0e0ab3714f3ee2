"""A cell of a matrix: what stands in it, what that comes to, and where nothing stands, whether anybody looked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from aseankg.graph.monitoring.columns import Column
from aseankg.graph.monitoring.entry import STATED, Entry, Line
from aseankg.graph.monitoring.searches import Search
from aseankg.graph.monitoring.states import EVIDENCED, UNKNOWN, best, state


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the framework; without one, the framework as a whole."""

    key: str
    label: str
    line: Line | None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in a cell: how it comes there, and on what that rests."""

    entry: Entry
    basis: str
    """stated, if documents name both the line and the actor; else inferred."""
    rules: tuple[str, ...] = ()
    """By which rules it comes there, where documents do not say so."""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises and activities there are, by state, and apart by basis."""

    n: int
    stated: int
    inferred: int
    states: Mapping[str, int]
    stated_states: Mapping[str, int]
    grades: Mapping[str, int]
    """Evidence grades of what is evidenced; empty for what has none, such as activities."""
    reasons: Mapping[str, int]
    """Why what is unknown is so."""
    repeated: int
    """How many records repeat a promise that is counted already."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is on record of one line and one actor, and where nothing is, whether anybody looked."""

    row: Row
    column: Column
    items: tuple[Item, ...]
    counts: Counts
    searches: tuple[Search, ...]

    @property
    def silence(self) -> str:
        """Say why the cell is empty; nothing where it is not."""
        if self.items:
            return ""
        if self.column.actor is None:
            return "nothing on record"
        if not self.searches:
            return "nobody looked"
        newest = self.searches[0]
        if newest.found == "nothing":
            return f"looked for on {newest.on}, nothing found"
        return f"looked for on {newest.on}, nothing found under this line"


def count(items: Iterable[Item], as_of: date) -> Counts:
    """Count promises and activities: each once, however many records repeat it or lines it serves."""
    families: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        families[item.entry.root][item.entry.iri].append(item)
    states: Counter[str] = Counter()
    stated_states: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for records in families.values():
        found = state(best((same[0].entry for same in records.values()), as_of), as_of)
        states[found.name] += 1
        if any(item.basis == STATED for same in records.values() for item in same):
            stated_states[found.name] += 1
        if found.name == UNKNOWN:
            reasons[found.word] += 1
        elif found.name == EVIDENCED:
            grades[found.grade] += 1
    n, stated = len(families), stated_states.total()
    repeated = sum(len(records) for records in families.values()) - n
    return Counts(n, stated, n - stated, states, stated_states, grades, reasons, repeated)
