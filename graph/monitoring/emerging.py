"""Emerging issues: topics, actors and pairs whose share of documents rises, where coverage is stable enough to say so.

Documents are compared only within one unit of coverage: the same publisher, or reports on the same series of meetings,
with at least `MIN_DOCUMENTS` in each of at least `MIN_YEARS` years on end. Copies of one text count once. What fewer than
`MIN_HITS` documents name is said to be too rare, not tested and never called a trend. All comparisons of all units are
corrected together. The share is one of documents that were read and entered, not of everything that was published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from aseankg.graph.analysis.trend import Trend, adjusted, trend
from aseankg.graph.monitoring.sources import Document, documents
from aseankg.graph.queries import Table, load, run
from aseankg.graph.store import View

MIN_DOCUMENTS, MIN_YEARS, MIN_HITS = 5, 4, 6
FALSE_DISCOVERIES = 0.05
"""The share of false ones among what is called rising."""

RISING, NOT_SHOWN, TOO_FEW = "rising", "no rise shown", "too few documents"


@dataclass(frozen=True, slots=True)
class Unit:
    """A publisher or a series of meetings, and its documents by year."""

    iri: str
    name: str
    kind: str
    years: tuple[int, ...]
    """Years on end with enough documents; empty where coverage is not stable."""
    documents: dict[int, frozenset[str]]
    """Origins by year: copies of one text are one."""

    @property
    def stable(self) -> bool:
        """Return whether there are enough documents in enough years on end."""
        return bool(self.years)


@dataclass(frozen=True, slots=True)
class Issue:
    """One topic, actor or pair in one unit of coverage."""

    unit: Unit
    kind: str
    name: str
    hits: tuple[int, ...]
    totals: tuple[int, ...]
    verdict: str
    trend: Trend | None
    q: float | None
    """The p-value corrected for all comparisons of the run."""
    documents: tuple[Document, ...]

    @property
    def shares(self) -> str:
        """Return hits of documents, year by year."""
        pairs = zip(self.unit.years, self.hits, self.totals, strict=True)
        return "; ".join(f"{year}: {hits} of {total}" for year, hits, total in pairs)


@dataclass(frozen=True, slots=True)
class Issues:
    """What was compared, what rises, and what could not be compared."""

    found: tuple[Issue, ...]
    units: tuple[Unit, ...]
    method: str

    @property
    def rising(self) -> tuple[Issue, ...]:
        """Return what is called rising."""
        return tuple(issue for issue in self.found if issue.verdict == RISING)

    @property
    def tested(self) -> int:
        """Return the number of comparisons."""
        return sum(1 for issue in self.found if issue.trend is not None)

    def summary(self) -> Iterator[str]:
        """Yield in sentences what was compared, what came of it, and what could not be compared."""
        stable = [unit for unit in self.units if unit.stable]
        for unit in stable:
            yield f"compared within {unit.name} ({unit.kind}), {unit.years[0]} to {unit.years[-1]}"
        others = len(self.units) - len(stable)
        yield (
            f"{others} publishers and series of meetings have too few documents: fewer than {MIN_DOCUMENTS} a year"
            f" or fewer than {MIN_YEARS} years on end"
        )
        few = len(self.found) - self.tested
        yield f"{self.tested} comparisons; {few} more are named by fewer than {MIN_HITS} documents and were not tested"
        yield f"{len(self.rising)} called rising, at most {FALSE_DISCOVERIES:.0%} of them by chance"


def issues(
    view: View, method: str = "by", min_documents: int = MIN_DOCUMENTS, min_years: int = MIN_YEARS
) -> Issues:
    """Return everything that was compared, what is most likely to rise first. `method` is by or bh (see `trend.adjusted`)."""
    queries = {
        question.name: question.text for question in load(files("aseankg.ontology") / "emerging").values()
    }
    known = documents(view)
    named = {
        kind: _named(run(view, queries[name]))
        for kind, name in (("topic", "topics"), ("actor", "actors"), ("actor and topic", "pairs"))
    }
    units, origins = [], {}
    for kind, name in (("publisher", "coverage-by-publisher"), ("meeting series", "coverage-by-series")):
        for unit, copies in _units(run(view, queries[name]), kind, min_documents, min_years):
            units.append(unit)
            origins[unit.iri] = copies
    raw = [
        (unit, kind, name, hits)
        for unit in units
        if unit.stable
        for kind, things in named.items()
        for name, hits in _hits(unit, things, origins[unit.iri])
    ]
    tested = [one for one in raw if sum(len(h) for h in one[3].values()) >= MIN_HITS]
    trends = [trend(*_counts(unit, hits)) for unit, _, _, hits in tested]
    corrected = adjusted([one.p for one in trends], method)
    found = [
        _issue(one, RISING if q <= FALSE_DISCOVERIES else NOT_SHOWN, t, q, known, origins[one[0].iri])
        for one, t, q in zip(tested, trends, corrected, strict=True)
    ]
    found += [
        _issue(one, TOO_FEW, None, None, known, origins[one[0].iri]) for one in raw if one not in tested
    ]
    order = (RISING, NOT_SHOWN, TOO_FEW)
    found.sort(
        key=lambda i: (order.index(i.verdict), i.trend.p if i.trend else 1, -sum(i.hits), i.unit.name, i.name)
    )
    units.sort(key=lambda unit: (not unit.stable, -sum(len(d) for d in unit.documents.values()), unit.name))
    return Issues(tuple(found), tuple(units), method)


def as_table(found: Iterable[Issue]) -> Table:
    """Return issues as a table, one row each."""
    columns = (
        "verdict",
        "issue",
        "kind",
        "within",
        "years",
        "odds_a_year",
        "interval_95",
        "p",
        "q",
        "documents",
    )
    return Table(columns, tuple(_row(issue) for issue in found))


def _row(issue: Issue) -> tuple[Any, ...]:
    found = issue.trend
    return (
        issue.verdict,
        issue.name,
        issue.kind,
        f"{issue.unit.name} ({issue.unit.kind})",
        issue.shares,
        None if found is None else f"{found.odds:.2f}",
        None if found is None else f"{found.low:.2f} to {found.high:.2f}",
        None if found is None else f"{found.p:.4g}",
        None if issue.q is None else f"{issue.q:.4g}",
        "; ".join(document.slug for document in issue.documents),
    )


_Hits = dict[int, frozenset[str]]


def _units(
    rows: Iterable[dict[str, Any]], kind: str, min_documents: int, min_years: int
) -> Iterable[tuple[Unit, dict[str, str]]]:
    by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_unit[row["unit"]].append(row)
    for iri, members in sorted(by_unit.items()):
        years: dict[int, set[str]] = defaultdict(set)
        copies: dict[str, str] = {}
        for row in members:
            years[row["year"]].add(row["origin"])
            copies[row["document"]] = row["origin"]
        enough = sorted(year for year, origins in years.items() if len(origins) >= min_documents)
        longest = max(_runs(enough), key=len, default=())
        stable = tuple(longest) if len(longest) >= min_years else ()
        by_year = {year: frozenset(origins) for year, origins in sorted(years.items())}
        yield Unit(iri, members[0]["unit_name"], kind, stable, by_year), copies


def _runs(years: list[int]) -> Iterable[list[int]]:
    """Yield the longest runs of years on end."""
    for _, run_ in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        yield [year for _, year in run_]


_Named = dict[tuple[str, str], set[str]]


def _named(rows: Iterable[dict[str, Any]]) -> _Named:
    """Return the documents that name each thing, by its name and identity."""
    found: _Named = defaultdict(set)
    for row in rows:
        found[row["name"], row["thing"]].add(row["document"])
    return found


def _hits(unit: Unit, things: _Named, copies: dict[str, str]) -> Iterable[tuple[str, _Hits]]:
    """Yield what documents of the unit name in its stable years, and which do, by year."""
    for (name, _), those in sorted(things.items()):
        origins = {copies[document] for document in those if document in copies}
        hits = {year: unit.documents[year] & origins for year in unit.years}
        if any(hits.values()):
            yield name, hits


def _counts(unit: Unit, hits: _Hits) -> tuple[list[int], list[int], list[int]]:
    years = list(unit.years)
    return years, [len(hits[year]) for year in years], [len(unit.documents[year]) for year in years]


def _issue(
    one: tuple[Unit, str, str, _Hits],
    verdict: str,
    found: Trend | None,
    q: float | None,
    known: dict[str, Document],
    copies: dict[str, str],
) -> Issue:
    unit, kind, name, hits = one
    origins = frozenset().union(*hits.values())
    behind = [
        known[document] for document, origin in copies.items() if origin in origins and document in known
    ]
    _, counts, totals = _counts(unit, hits)
    behind.sort(key=lambda document: (document.public_by, document.slug))
    return Issue(unit, kind, name, tuple(counts), tuple(totals), verdict, found, q, tuple(behind))
