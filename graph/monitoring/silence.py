"""Silence: what one would expect to find on record by now, and does not. It accuses nobody.

A cadence is learnt from a series' own dates: at least four dated members, and of two that follow each other the time
between them (divided by the steps between their ordinals, where both have one, so that a gap in our records is not
taken for one of the series). A series is overdue when more time has passed since its last member on record than the
longest such interval. What documents tell of later meetings is not on record until it was read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from statistics import median
from typing import Any

from aseankg.graph.clocks import newest
from aseankg.graph.monitoring.sources import Citation, citations
from aseankg.graph.queries import Table, load, run
from aseankg.graph.store import View
from aseankg.loaders import dates

MIN_MEMBERS = 4
"""Dated members from which a cadence is learnt; fewer say nothing."""

SERIES, DOCUMENTS = "meeting series", "documents"
PROMISE, EXPECTATION, PLAN = "promise", "expectation", "plan"


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked for, where and when."""

    looked_for: tuple[str, ...]
    where: str
    day: str
    found: str
    note: str

    def __str__(self) -> str:
        """Return the search on one line."""
        return f"{self.day}, {self.where}: {self.found}"


@dataclass(frozen=True, slots=True)
class Cadence:
    """The pace of a series, in days, learnt from its own dates."""

    members: int
    typical: int
    longest: int
    last: date
    last_name: str
    due: date
    """The day by which the next member would be on record, had the series kept its slowest pace."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that one would expect to find on record by now, and does not."""

    kind: str
    iri: str
    name: str
    who: tuple[str, ...]
    due: date
    stated: str
    """The day as the source states it, or how it was worked out."""
    days: int
    """Days since then."""
    wording: str
    searches: tuple[Search, ...] = ()
    citations: tuple[Citation, ...] = ()
    cadence: Cadence | None = None
    private: bool = False

    @property
    def looked(self) -> str:
        """Return where and when it was looked for."""
        return "; ".join(str(search) for search in self.searches) or "no search is on record"


@dataclass(slots=True)
class _Series:
    kind: str
    iri: str
    name: str
    members: list[dict[str, Any]] = field(default_factory=list)


def silence(view: View, day: date | None = None) -> list[Silence]:
    """Return what is overdue as of a day; unless one is given, of the newest on which a source was retrieved."""
    as_of = day or newest(view)
    asked = {question.name: question for question in load(files("aseankg.ontology") / "silence").values()}
    answers = {name: list(run(view, question.text)) for name, question in asked.items()}
    logs = _Logs(answers["searches"])
    found = [_late(one, cadence, as_of, logs) for one, cadence in _overdue(answers, as_of)]
    for kind, name in ((PROMISE, "promises"), (EXPECTATION, "expectations"), (PLAN, "plans")):
        rows = answers[name] if kind != PLAN else _without_successor(answers[name])
        found.extend(_past(kind, rows, asked[name].headers["wording"], as_of, logs))
    cited = citations(view, {one.iri for one in found})
    order = (SERIES, DOCUMENTS, PLAN, PROMISE, EXPECTATION)
    with_sources = [_with(one, cited.get(one.iri, ())) for one in found]
    return sorted(with_sources, key=lambda one: (order.index(one.kind), -one.days, one.name, one.iri))


def cadence(members: Iterable[tuple[date, date, int | None, str]]) -> Cadence | None:
    """Learn the pace of a series from its members (earliest and latest day, ordinal, name); None where too few are dated.

    Members of one day are one; a member whose day is known only to the year has an interval from the middle of it.
    """
    dated: dict[date, tuple[date, int | None, str]] = {}
    for earliest, latest, ordinal, name in members:
        middle = earliest + (latest - earliest) / 2
        kept = dated.get(middle)
        if kept is None or (kept[1] is None and ordinal is not None):
            dated[middle] = (latest, ordinal, name)
    days = sorted(dated)
    if len(days) < MIN_MEMBERS:
        return None
    intervals = [
        (after - before).days / _steps(dated[before][1], dated[after][1]) for before, after in pairwise(days)
    ]
    last, _, name = dated[days[-1]]
    longest = round(max(intervals))
    return Cadence(len(days), round(median(intervals)), longest, last, name, last + timedelta(days=longest))


def as_table(found: Iterable[Silence]) -> Table:
    """Return silences as a table, one row each."""
    columns = (
        "kind",
        "what",
        "who",
        "due",
        "days_since",
        "last_on_record",
        "rule",
        "what_it_means",
        "where_we_looked",
        "source",
        "private",
    )
    rows = tuple(
        (
            one.kind,
            one.name,
            "; ".join(one.who),
            one.due,
            one.days,
            f"{one.cadence.last}: {one.cadence.last_name}" if one.cadence else None,
            one.stated,
            one.wording,
            one.looked,
            "; ".join(str(citation) for citation in one.citations),
            "private record" if one.private else "",
        )
        for one in found
    )
    return Table(columns, rows)


def _steps(before: int | None, after: int | None) -> int:
    """Return how many steps lie between two members: by their ordinals, where both have one."""
    return after - before if before is not None and after is not None and after > before else 1


def _overdue(answers: dict[str, list[dict[str, Any]]], as_of: date) -> Iterable[tuple[_Series, Cadence]]:
    grouped: dict[tuple[str, str], _Series] = {}
    for row in answers["series"]:
        key = (SERIES, row["series"])
        grouped.setdefault(key, _Series(SERIES, row["series"], row["name"])).members.append(row)
    for row in answers["documents"]:
        title = pattern(row["item_name"])
        key = (DOCUMENTS, f"{row['publisher']} {title}")
        name = f"{title} ({row['publisher_name']})"
        grouped.setdefault(key, _Series(DOCUMENTS, row["publisher"], name)).members.append(row)
    for _, series in sorted(grouped.items()):
        found = cadence(
            (one["earliest"], one["latest"], one.get("ordinal"), one["item_name"]) for one in series.members
        )
        if found is not None and found.due < as_of:
            yield series, found


_NUMBERS = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[ivxl]+|\d+(st|nd|rd|th)?)\b",
    re.IGNORECASE,
)


def pattern(title: str) -> str:
    """Return a title with its numbers, ordinals and months left open, so that editions of one document share it.

    >>> pattern("ASEAN Annual Report 2021-2022")
    'ASEAN Annual Report …'
    """
    return re.sub(r"…(\W*…)+", "…", _NUMBERS.sub("…", title)).strip()


def _late(series: _Series, found: Cadence, as_of: date, logs: "_Logs") -> Silence:
    wording = (
        f"No member of this series after {found.last} is on record. Had it kept its slowest pace so far, the next would "
        f"have been by {found.due}. It may have taken place and not have been read here."
    )
    rule = (
        f"{found.members} dated members; typically {found.typical} days apart, at most {found.longest}"
        " (by ordinal where both have one)"
    )
    return Silence(
        kind=series.kind,
        iri=series.iri,
        name=series.name,
        who=(),
        due=found.due,
        stated=rule,
        days=(as_of - found.due).days,
        wording=wording,
        searches=logs.naming(series.name) if series.kind == SERIES else (),
        cadence=found,
    )


def _past(
    kind: str, rows: list[dict[str, Any]], wording: str, as_of: date, logs: "_Logs"
) -> Iterable[Silence]:
    things: dict[str, dict[str, Any]] = {}
    for row in rows:
        things.setdefault(row["item"], {**row, "whose": set()})["whose"].add(row["who"] or "")
    for iri, row in things.items():
        due = row["day"] or dates.bounds(row["stated"]).end_latest
        if due is None or due >= as_of:
            continue
        yield Silence(
            kind=kind,
            iri=iri,
            name=row["name"],
            who=tuple(sorted(row["whose"] - {""})),
            due=due,
            stated=f"stated: {row['stated']}; {row['status']}",
            days=(as_of - due).days,
            wording=wording,
            searches=logs.about(iri),
            private=row["private"] is not None,
        )


def _without_successor(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out plans that another one is recorded to follow, or that the same parties followed by one of its kind."""
    parties: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        parties[row["item"]].add(row["who"] or "")
    alike: dict[tuple[str, frozenset[str]], list[date]] = defaultdict(list)
    for row in rows:
        if row["began"] is not None:
            alike[row["status"], frozenset(parties[row["item"]] - {""})].append(row["began"])
    kept = []
    for row in rows:
        who = frozenset(parties[row["item"]] - {""})
        later = who and row["began"] and any(began > row["began"] for began in alike[row["status"], who])
        if row["followed"] is None and not later:
            kept.append(row)
    return kept


class _Logs:
    """The search logs, by what they were for."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._searches: dict[str, Search] = {}
        self._about: dict[str, set[str]] = defaultdict(set)
        looked: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            looked[row["log"]].add(row["looked"] or "")
            for name in ("promise", "framework", "line"):
                if row[name]:
                    self._about[row[name]].add(row["log"])
        for row in rows:
            self._searches[row["log"]] = Search(
                tuple(sorted(looked[row["log"]] - {""})),
                row["where"],
                str(row["day"]),
                row["found"],
                row["note"] or "",
            )

    def about(self, iri: str) -> tuple[Search, ...]:
        """Return the searches for a promise, plan or line."""
        return tuple(self._searches[log] for log in sorted(self._about.get(iri, ())))

    def naming(self, name: str) -> tuple[Search, ...]:
        """Return the searches whose words name a series."""
        word = name.casefold()
        return tuple(
            search
            for _, search in sorted(self._searches.items())
            if any(word in text.casefold() for text in (*search.looked_for, search.note))
        )


def _with(one: Silence, cited: tuple[Citation, ...]) -> Silence:
    from dataclasses import replace

    return replace(one, citations=cited)
