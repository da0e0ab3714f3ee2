"""The matrix: areas of a framework by partners, members, bodies or mechanisms, with what came of each promise.

A cell counts promises and activities, not documents: a promise made again counts once, and totals count each thing
once, however many cells it stands in. What documents state and what is inferred are counted apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from aseankg.graph.monitoring.actors import Actor, actors
from aseankg.graph.monitoring.cell import Cell, Counts, Item, Row, count
from aseankg.graph.monitoring.columns import Column, presence
from aseankg.graph.monitoring.columns import columns as columns_of
from aseankg.graph.monitoring.entry import INFERRED, STATED, Entry, Line
from aseankg.graph.monitoring.frameworks import AOIP, Framework
from aseankg.graph.monitoring.register import Register, register
from aseankg.graph.monitoring.searches import Search, searches
from aseankg.graph.monitoring.states import MARKS, STATES
from aseankg.graph.queries import Table
from aseankg.graph.store import View

if TYPE_CHECKING:
    import pandas as pd

WHOLE = "whole"
"""The key of the row for what serves a framework and of which no document names a line."""


class Matrix:
    """Lines by actors. Iterates over its cells, row by row."""

    def __init__(
        self,
        source: Register,
        framework: Framework,
        columns: str,
        across: Iterable[Column],
        who: Mapping[str, Actor],
        looked: Iterable[Search],
    ) -> None:
        """Sort the entries of a register into cells."""
        self.register = source
        self.framework = framework
        self.kind = columns
        self.columns = tuple(across)
        self.rows = _rows(framework)
        self._looked = tuple(looked)
        self._items: dict[tuple[str, str], list[Item]] = defaultdict(list)
        self._serving: dict[str, dict[str, Item]] = defaultdict(dict)
        for entry in source:
            self._sort(entry, who)
        self._cells = {
            (row.key, column.key): self._cell(row, column) for row in self.rows for column in self.columns
        }

    @property
    def as_of(self) -> date:
        """Return the day as of which it was drawn."""
        return self.register.as_of

    @property
    def known_on(self) -> date | None:
        """Return the day as known on which it was drawn, where one was given."""
        return self.register.known_on

    def __iter__(self) -> Iterator[Cell]:
        """Yield every cell."""
        return iter(self._cells.values())

    def cell(self, row: str, column: str) -> Cell:
        """Return the cell of a line (its slug, or `whole`) and an actor (its slug, or `none`). Raises KeyError."""
        return self._cells[row, column]

    def row_total(self, row: str) -> Counts:
        """Count what serves a line, each thing once."""
        return self._sum(self._serving[row].values())

    def column_total(self, column: str) -> Counts:
        """Count what is on record of an actor, each thing once."""
        return self._sum(item for cell in self if cell.column.key == column for item in cell.items)

    @cached_property
    def total(self) -> Counts:
        """Count what serves the framework, each thing once."""
        return self._sum(item for items in self._serving.values() for item in items.values())

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Say what a reader of the numbers must know: what was left out, and what is missing."""
        return (*self.register.notes, *_missing(self))

    def table(self) -> Table:
        """Return the cells as rows: one per line and actor, and the totals."""
        return Table(_COLUMNS, tuple(_table(self)))

    def overview(self) -> Table:
        """Return actors down and lines across, for the eye: the number, how many are stated, and how far they are."""
        heads = [row.line.code if row.line else row.label for row in self.rows]
        rows = [("all", *map(_short, (self.total, *(self.row_total(row.key) for row in self.rows))))]
        for column in self.columns:
            cells = [self.cell(row.key, column.key) for row in self.rows]
            texts = [_short(cell.counts) if cell.items else cell.silence for cell in cells]
            rows.append((column.label, _short(self.column_total(column.key)), *texts))
        return Table((self.kind, "all", *heads), tuple(rows))

    def _repr_html_(self) -> str:
        """Return the table for a notebook, escaped."""
        return self.overview()._repr_html_()

    def to_pandas(self) -> "pd.DataFrame":
        """Return the cells as a data frame; needs pandas."""
        return self.table().to_pandas()

    def _sort(self, entry: Entry, who: Mapping[str, Actor]) -> None:
        """Put an entry into its cells."""
        found = [(column, presence(entry, column, who)) for column in self.columns]
        present = [(column, how) for column, how in found if how is not None]
        for mapping in entry.lines:
            key = mapping.line.slug if mapping.line else WHOLE
            rules = (mapping.rule,) if mapping.rule else ()
            self._serving[key][entry.iri] = Item(entry, mapping.basis, rules)
            for column, how in present:
                both = mapping.basis == how.basis == STATED
                more = (*rules, how.rule) if how.rule else rules
                item = Item(entry, STATED if both else INFERRED, more, how.roles)
                self._items[key, column.key].append(item)
            if not present:
                self._items[key, "none"].append(Item(entry, mapping.basis, rules))

    def _sum(self, items: Iterable[Item]) -> Counts:
        return count(items, self.as_of)

    def _cell(self, row: Row, column: Column) -> Cell:
        items = tuple(self._items[row.key, column.key])
        return Cell(row, column, items, self._sum(items), self._searches(row, column))

    def _searches(self, row: Row, column: Column) -> tuple[Search, ...]:
        if column.actor is None:
            return ()
        above = {line.iri: line for line in self.framework.lines}
        covering = {""}
        line = row.line
        while line is not None:
            covering.add(line.iri)
            line = above.get(line.parent)
        return tuple(s for s in self._looked if column.actor.iri in s.actors and s.line in covering)


def matrix(
    view: View,
    framework: str = AOIP,
    columns: str = "partners",
    frame: View | None = None,
    entries: Iterable[Entry] | None = None,
) -> Matrix:
    """Return the matrix of a framework: its lines by partners, members, bodies or mechanisms.

    `frame` tells which lines the framework has and who is a member or partner; left out, the view does. `entries`
    are what `reading.read` gives, for whoever draws several matrices of one view. Raises QueryError, with near names, for an unknown framework or kind of columns.
    """
    source = register(view, framework, frame, entries)
    assert source.framework is not None  # noqa: S101 - a register of a framework has one
    who = actors(frame or view, source.as_of)
    until = min(source.as_of, source.known_on or date.max)
    looked = searches(view, source.framework.iri, until)
    touched = {party.iri for entry in source for party in entry.parties}
    touched |= {actor for search in looked for actor in search.actors}
    across = columns_of(columns, who, frozenset(touched & who.keys()))
    return Matrix(source, source.framework, columns, across, who, looked)


def _rows(framework: Framework) -> tuple[Row, ...]:
    """Return the lines, each below the one to which it belongs, and the framework as a whole."""
    known = {line.iri for line in framework.lines}
    below: dict[str, list[Line]] = defaultdict(list)
    for line in framework.lines:
        below[line.parent if line.parent in known else ""].append(line)

    def walk(parent: str, depth: int) -> Iterator[Row]:
        for line in below[parent]:
            yield Row(line.slug, f"{line.code} {line.heading}", line, depth)
            yield from walk(line.iri, depth + 1)

    label = "as a whole, no line named" if framework.lines else "as a whole"
    return (*walk("", 0), Row(WHOLE, label, None))


def _missing(table: Matrix) -> Iterator[str]:
    """Say what could be there and is not."""
    if not table.framework.lines:
        yield f"No lines of {table.framework.name} are on record: it is shown as a whole."
    named = [column for column in table.columns if column.actor is not None]
    if not named:
        yield f"There are no {table.kind} on record as of {table.as_of}."
    silent = [column for column in named if not table.column_total(column.key).n]
    if silent:
        looked = sum(any(table.cell(row.key, column.key).searches for row in table.rows) for column in silent)
        yield (
            f"Of {len(silent)} of {len(named)} {table.kind} nothing is on record;"
            f" for {looked} of these somebody looked."
        )


_COLUMNS = (
    "line",
    "heading",
    "column",
    "group",
    "entries",
    "stated",
    "inferred",
    *STATES,
    "repeated",
    "empty because",
)


def _table(table: Matrix) -> Iterator[tuple[str | int | None, ...]]:
    for cell in table:
        yield (*_place(cell.row), cell.column.label, cell.column.group, *_numbers(cell.counts), cell.silence)
    for row in table.rows:
        yield (*_place(row), "total", "", *_numbers(table.row_total(row.key)), "")
    for column in table.columns:
        yield ("total", "", column.label, column.group, *_numbers(table.column_total(column.key)), "")
    yield ("total", "", "total", "", *_numbers(table.total), "")


def _short(counts: Counts) -> str:
    if not counts.n:
        return "none"
    states = " ".join(f"{MARKS[name]}{counts.states[name]}" for name in STATES if counts.states.get(name))
    return f"{counts.n} ({counts.stated} stated)\n{states}"


def _place(row: Row) -> tuple[str, str]:
    return (row.line.code, row.line.heading) if row.line else (row.key, row.label)


def _numbers(counts: Counts) -> tuple[int, ...]:
    states = (counts.states.get(name, 0) for name in STATES)
    return (counts.n, counts.stated, counts.inferred, *states, counts.repeated)
