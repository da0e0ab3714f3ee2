"""What reports say of the shipped records, recomputed from the files without the graph."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from aseankg.graph.build import records_folder
from aseankg.graph.monitoring.emerging import issues
from aseankg.graph.monitoring.figures import EQUAL, Figure, figures
from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import Grid, Report, Section, plain
from aseankg.graph.monitoring.report import framework_report
from aseankg.graph.monitoring.silence import PROMISE, silence
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders import dates
from aseankg.loaders.read import Records, read

TAC = "treaty-of-amity-and-cooperation"


@pytest.fixture(scope="module")
def records() -> Records:
    return read(records_folder())


@pytest.fixture(scope="module")
def counted_figures(store: EmbeddedStore) -> list[Figure]:
    return figures(store)


@pytest.fixture(scope="module")
def material(store: EmbeddedStore) -> Material:
    return Material(store)


def statements(records: Records, *kinds: str) -> list[Any]:
    return [item.model for d in records.documents for item in d.statements if item.kind in kinds]


def test_parties_of_the_treaty_on_each_day_that_a_figure_names(
    records: Records, counted_figures: list[Figure]
) -> None:
    acts: dict[str, dict[str, list[dates.Bounds]]] = defaultdict(lambda: defaultdict(list))
    for one in statements(records, "consent"):
        if one.instrument == TAC and one.step not in ("application", "agreement of the parties"):
            stated = [] if one.date == "not-stated" else [dates.bounds(one.date)]
            acts[one.party][one.slug] += stated

    def counted(day: date, *, surely: bool) -> int:
        """Count who had acted: surely, by every document that dates an act; possibly, by any of them, or undated."""
        total = 0
        for by_act in acts.values():
            dated = [bounds for bounds in by_act.values() if bounds]
            if surely:
                total += any(all((b.end_latest or date.max) <= day for b in bounds) for bounds in dated)
            else:
                total += not dated or any(
                    (b.start_earliest or date.min) <= day for bounds in dated for b in bounds
                )
        return total

    exact = 0
    for figure in counted_figures:
        if figure.question != "treaty-parties" or "TAC" not in figure.measure or not figure.as_of[8:]:
            continue
        day = date.fromisoformat(figure.as_of)
        assert figure.count is not None
        low, high = counted(day, surely=True), counted(day, surely=False)
        assert low <= figure.count.low <= figure.count.high <= high, figure.slug
        if low == high:
            exact += 1
            assert (figure.verdict == EQUAL) == (figure.value == low), figure.slug
    assert exact >= 5


def test_members_of_asean(records: Records, counted_figures: list[Figure]) -> None:
    members = {
        one.member
        for one in statements(records, "membership")
        if one.of == "asean" and one.role in ("member", "founding member")
    }
    (figure,) = [one for one in counted_figures if one.slug == "asean-member-states-11-2025-10"]
    assert figure.count is not None
    assert {item.rsplit("/", 1)[-1] for item in figure.count.items} == members
    assert len(members) == figure.value == 11


def test_rates_are_never_called_reconciled(counted_figures: list[Figure]) -> None:
    found = [one for one in counted_figures if "implementation rate" in one.measure]
    assert any(one.published == "99.6 per cent" for one in found)
    assert {one.verdict for one in found} == {"cannot be reconciled"}


def test_promises_past_due_without_evidence(records: Records, store: EmbeddedStore) -> None:
    newest = max(dates.bounds(d.source.retrieved).end_latest or date.min for d in records.documents)
    reported = {f.promise for one in statements(records, "delivery") for f in one.fulfils}
    due: dict[str, list[date | None]] = defaultdict(list)
    sums: set[str] = set()
    for one in statements(records, "commitment", "contribution"):
        if one.kind in ("not stated", "disbursement", "expenditure"):
            sums.add(one.slug)
        if one.due:
            due[one.slug].append(dates.bounds(one.due).end_latest)
    expected = {
        slug
        for slug, days in due.items()
        if all(day and day < newest for day in days) and slug not in reported and slug not in sums
    }
    found = {one.iri.rsplit("/", 1)[-1] for one in silence(store) if one.kind == PROMISE}
    assert found == expected
    assert len(found) > 20


@pytest.mark.parametrize("code", ["B.6", "C.2"])
def test_a_line_of_the_blueprint_lists_all_that_serves_it(
    code: str, records: Records, material: Material
) -> None:
    slug = f"apsc-blueprint-2025-{code.lower().replace('.', '-')}"
    serving = {
        one.slug
        for one in statements(records, "activity", "commitment", "contribution")
        if any(service.line == slug for service in one.serves)
    }
    assert serving
    made = framework_report(material, "apsc-blueprint-2025", code)
    assert {iri.rsplit("/", 1)[-1] for iri in _listed(made)} == serving


def _listed(made: Report) -> set[str]:
    def walk(section: Section) -> list[Section]:
        return [section, *(below for one in section.sections for below in walk(one))]

    grids = [b for one in made.sections for s in walk(one) for b in s.blocks if isinstance(b, Grid)]
    return {
        row[0][0].iri
        for g in grids
        if g.caption.startswith("Who does what")
        for row in g.rows
        if plain(row[0])
    }


def test_documents_a_year_of_the_stable_publisher(records: Records, store: EmbeddedStore) -> None:
    origins: dict[int, set[str]] = defaultdict(set)
    for document in records.documents:
        if document.source.publisher == "vietnam-news-agency" and document.source.published != "not-stated":
            bounds = dates.bounds(document.source.published)
            if (
                bounds.start_earliest
                and bounds.end_latest
                and bounds.start_earliest.year == bounds.end_latest.year
            ):
                origins[bounds.end_latest.year].add(document.source.origin or document.slug)
    found = issues(store)
    (unit,) = [unit for unit in found.units if unit.iri.endswith("/vietnam-news-agency")]
    assert {year: len(documents) for year, documents in unit.documents.items()} == {
        year: len(documents) for year, documents in sorted(origins.items())
    }
    for issue in found.found:
        assert all(hits <= total for hits, total in zip(issue.hits, issue.totals, strict=True))
        assert issue.verdict != "rising" or sum(issue.hits) >= 6
