"""From a question to a report: which view it is made on, what changed since, and what to say where there is nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from aseankg.graph.clocks import at, newest, parse_day
from aseankg.graph.diff import Change, diff
from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import Report
from aseankg.graph.monitoring.report import Changes, change_report, framework_report, partner_report
from aseankg.graph.queries import run
from aseankg.graph.store import QueryError, View


@dataclass(frozen=True, slots=True)
class Clocks:
    """What held on a day, what was public on one, and the day of the last report; each may be left out."""

    as_of: date | None = None
    known_on: date | None = None
    since: date | None = None

    @classmethod
    def parse(cls, as_of: str | None, known_on: str | None, since: str | None) -> Self:
        """Read three dates; a month or year means its last day. Raises ValueError for a date that is none."""
        days = [parse_day(text) if text else None for text in (as_of, known_on, since)]
        if days[2] is not None and days[1] is not None and days[2] > days[1]:
            raise ValueError(f"expected since ({days[2]}) not after what is known ({days[1]})")
        return cls(*days)


def report(
    view: View, framework: str | None, line: str | None, partner: str | None, clocks: Clocks
) -> Report:
    """Return the report that is asked for. Raises QueryError for a name that is none, or a day before every document."""
    _refuse_prehistory(view, clocks)
    now = at(view, clocks.as_of, clocks.known_on) if clocks.as_of or clocks.known_on else view
    material = Material(now, view)
    changes = _changes(view, now, clocks)
    if framework is not None:
        return framework_report(material, framework, line, partner, changes)
    if partner is not None:
        return partner_report(material, partner, changes)
    if changes is None:
        raise QueryError("expected a framework, a partner or a day since which to tell changes")
    return change_report(material, changes)


def _changes(view: View, now: View, clocks: Clocks) -> Changes | None:
    """Return what became known after a day: both sides weighed as of the same day, so that only documents differ."""
    if clocks.since is None:
        return None
    today = clocks.as_of or newest(now)
    before = at(view, clocks.as_of, clocks.since, today)
    found: list[Change] = diff(before, now)
    return str(clocks.since), found


def _refuse_prehistory(view: View, clocks: Clocks) -> None:
    """Raise QueryError for a day by which no document on record was public."""
    rows = run(view, "SELECT (MIN(?day) AS ?first) { ?document a akg:Source ; akg:publicBy ?day }").rows
    first = rows[0][0] if rows else None
    for name, day in (("known", clocks.known_on), ("since", clocks.since)):
        if first is not None and day is not None and day < first:
            raise QueryError(
                f"{name} {day}: no document on record was public by then; the first is of {first}"
            )
