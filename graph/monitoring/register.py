"""The register: one row per activity, commitment and contribution that serves a framework, and what came of it.

A register as of a day, or as known on one, is the register of the view that `clocks.at` gives.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, overload

from aseankg.graph.monitoring.entry import STATED, Entry
from aseankg.graph.monitoring.frameworks import AOIP, Framework, find_framework
from aseankg.graph.monitoring.reading import clocks, read
from aseankg.graph.monitoring.sheet import table
from aseankg.graph.queries import Table
from aseankg.graph.store import View

if TYPE_CHECKING:
    import pandas as pd

RULES: dict[str, str] = {
    "curator": "A curator judged from context that it serves the line; the document does not say so.",
    "serves-within": "What serves a line serves the lines above it.",
    "topic-area": "What deals with a topic serves the lines to which the register of topics assigns it, or a broader topic.",
    "implements": "What is promised under a framework that implements another serves the other as a whole.",
}
"""What a mapping to a line or framework may follow by, beside the words of a document."""

OWN_TIME = (
    "An inferred line counts only for what was made or begun in the framework's own time: from the day of its adoption "
    "to the end of its period. Where no document dates an entry, the day counts on which it was first published; where "
    "that is not known either, it is left out."
)


_OVERVIEW = ("id", "made", "by", "what", "area", "state", "delivery", "evidence grade")


@dataclass(frozen=True, slots=True)
class Register(Sequence[Entry]):
    """The rows of a register, oldest first, and what was left out of it. Iterates and counts as its rows."""

    framework: Framework | None
    rows: tuple[Entry, ...]
    outside: tuple[Entry, ...] = ()
    """Entries only inferred to serve the framework that are not of its own time; all, before it was adopted."""
    undated: tuple[Entry, ...] = ()
    """Entries only inferred to serve the framework of which no time is known."""
    as_of: date = date.max
    known_on: date | None = None

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def table(self) -> Table:
        """Return the register with all its columns: one row per entry."""
        return table(self.rows, self.as_of)

    def overview(self) -> Table:
        """Return the register in few columns, for the eye."""
        whole = self.table()
        places = [whole.columns.index(name) for name in _OVERVIEW]
        return Table(_OVERVIEW, tuple(tuple(row[place] for place in places) for row in whole.rows))

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what is not in the register, and why."""
        return tuple(_notes(self))

    def to_pandas(self) -> "pd.DataFrame":
        """Return the register as a data frame; needs pandas."""
        return self.table().to_pandas()

    def _repr_html_(self) -> str:
        """Return the register for a notebook, escaped."""
        return self.overview()._repr_html_()


def register(
    view: View,
    framework: str | None = AOIP,
    frame: View | None = None,
    entries: Iterable[Entry] | None = None,
) -> Register:
    """Return the activities and promises that serve a framework; without one, all of them.

    The framework is named by slug, name or abbreviation. `frame` tells which lines it has, when it was adopted, and
    who is a member or partner: what was not yet public on a day may still be true of it. Left out, the view does. `entries` are what `read` gives,
    for whoever makes several registers of one view.
    Raises QueryError, with near names, if there is no such framework.
    """
    chosen = find_framework(frame or view, framework) if framework is not None else None
    rows = tuple(read(view, frame) if entries is None else entries)
    as_of, known_on = clocks(view)
    everything = Register(None, rows, as_of=as_of, known_on=known_on)
    return everything if chosen is None else part(everything, chosen)


def part(everything: Register, chosen: Framework) -> Register:
    """Return of all activities and promises those that serve a framework: for many frameworks, the view is read once."""
    as_of, known_on = everything.as_of, everything.known_on
    early = chosen.adopted is not None and as_of < chosen.adopted  # nothing can have served it yet
    rows: list[Entry] = []
    outside: list[Entry] = []
    undated: list[Entry] = []
    for entry in everything.rows:
        mine = tuple(mapping for mapping in entry.lines if mapping.framework == chosen.slug)
        if not mine:
            continue
        others = tuple(mapping for mapping in entry.lines if mapping.framework != chosen.slug)
        timely = of_its_time(entry, chosen)
        counted = tuple(mapping for mapping in mine if not early and (timely or mapping.basis == STATED))
        heap = rows if counted else undated if timely is None and not early else outside
        heap.append(replace(entry, lines=counted or mine, other_lines=others))
    return Register(chosen, tuple(rows), tuple(outside), tuple(undated), as_of, known_on)


def of_its_time(entry: Entry, framework: Framework) -> bool | None:
    """Return whether an entry is of the framework's own time (see `OWN_TIME`); None where nothing tells."""
    published = (citation.public for citation in entry.citations if citation.published)
    day = entry.day or min(published, default=None)
    if day is None:
        return None
    begun = framework.adopted is None or day >= framework.adopted
    return begun and (framework.ends is None or day <= framework.ends)


def _notes(source: Register) -> Iterator[str]:
    """Say what is not counted, and why."""
    framework = source.framework
    if framework is None:
        return
    if not source.rows:
        yield f"Nothing is on record that serves {framework.name} as of {source.as_of}."
    if framework.adopted is None:
        yield f"No day of adoption of {framework.name} is on record: nothing inferred could be left out as older."
    elif source.as_of < framework.adopted:
        yield f"{framework.name} was adopted on {framework.adopted}: nothing can have served it by {source.as_of}."
        return
    if source.outside:
        yield (
            f"{_left_out(len(source.outside))} only inferred to serve {framework.name},"
            " and not of its own time."
        )
    if source.undated:
        yield (
            f"{_left_out(len(source.undated))} only inferred to serve {framework.name},"
            " and no document tells of what time."
        )


def _left_out(number: int) -> str:
    return "1 entry is left out: it is" if number == 1 else f"{number} entries are left out: they are"
