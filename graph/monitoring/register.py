"""The register: one row per activity, commitment and contribution that serves a framework, and what came of it.

A register as of a day, or as known on one, is the register of the view that `clocks.at` gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from aseankg.graph.monitoring.entry import STATED, Entry
from aseankg.graph.monitoring.frameworks import AOIP, Framework, find_framework
from aseankg.graph.monitoring.reading import clocks, read
from aseankg.graph.store import View

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


def register(view: View, framework: str | None = AOIP, frame: View | None = None) -> Register:
    """Return the activities and promises that serve a framework; without one, all of them.

    The framework is named by slug, name or abbreviation. `frame` tells which lines it has, when it was adopted, and
    who is a member or partner: what was not yet public on a day may still be true of it. Left out, the view does.
    Raises QueryError, with near names, if there is no such framework.
    """
    chosen = find_framework(frame or view, framework) if framework is not None else None
    entries = read(view, frame)
    as_of, known_on = clocks(view)
    if chosen is None:
        return Register(None, tuple(entries), as_of=as_of, known_on=known_on)
    early = chosen.adopted is not None and as_of < chosen.adopted  # nothing can have served it yet
    rows: list[Entry] = []
    outside: list[Entry] = []
    undated: list[Entry] = []
    for entry in entries:
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
