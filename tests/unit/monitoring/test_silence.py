"""Silence: the cadence that is learnt, what is overdue, and that nobody is accused."""

from datetime import date, timedelta

import pytest
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.monitoring.silence import (
    DOCUMENTS,
    EXPECTATION,
    MIN_MEMBERS,
    PLAN,
    PROMISE,
    SERIES,
    as_table,
    cadence,
    pattern,
    silence,
)

Member = tuple[date, date, int | None, str]


def yearly(*years: int, ordinals: bool = True) -> list[Member]:
    return [(date(y, 6, 1), date(y, 6, 1), y - 2000 if ordinals else None, f"meeting of {y}") for y in years]


def test_a_cadence_needs_four_dated_members() -> None:
    assert MIN_MEMBERS == 4
    assert cadence(yearly(2018, 2019, 2020)) is None
    assert cadence(yearly(2018, 2019, 2020, 2020)) is None  # two of one day are one
    found = cadence(yearly(2017, 2018, 2019, 2020))
    assert found is not None
    assert (found.typical, found.longest, found.last) == (365, 366, date(2020, 6, 1))
    assert found.due == date(2020, 6, 1) + timedelta(days=366)


def test_a_gap_in_our_records_is_not_one_of_the_series() -> None:
    with_ordinals, without = (
        cadence(yearly(2010, 2015, 2016, 2017)),
        cadence(yearly(2010, 2015, 2016, 2017, ordinals=False)),
    )
    assert with_ordinals is not None
    assert without is not None
    assert with_ordinals.longest == 366  # five steps in five years
    assert without.longest == 1826  # as far as the records know


def test_a_year_is_taken_in_its_middle_and_ends_late() -> None:
    members: list[Member] = [(date(y, 1, 1), date(y, 12, 31), None, str(y)) for y in (2017, 2018, 2019, 2020)]
    found = cadence(members)
    assert found is not None
    assert found.last == date(2020, 12, 31)
    assert 364 <= found.typical <= 366


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ASEAN Annual Report 2021-2022", "ASEAN Annual Report …"),
        ("Chairman's Statement of the 43rd ASEAN Summit", "Chairman's Statement of the … ASEAN Summit"),
        ("Overview, as of March 2020", "Overview, as of …"),
        ("Third Report of the Commission", "… Report of the Commission"),
        ("The Mix of Things", "The Mix of Things"),
    ],
)
def test_editions_of_a_document_share_a_pattern(title: str, expected: str) -> None:
    assert pattern(title) == expected


MEETINGS = "".join(
    f"""
    - meeting: forum-{year}
      name: Forum of {year}
      series: friends-forum
      ordinal: {year - 2015}
      held: {year}-09
      at: para 1
    """
    for year in (2018, 2019, 2020, 2021)
)
REST = """
    - commitment: japan-builds
      what: Builds a bridge
      kind: pledge
      obligors: japan
      made: 2019
      due: 2022
      at: para 2
    - commitment: japan-repairs
      what: Repairs a bridge
      kind: pledge
      obligors: japan
      made: 2019
      due: 2022
      at: para 2
    - commitment: japan-later
      what: Builds another bridge
      kind: pledge
      obligors: japan
      made: 2019
      due: 2040
      at: para 2
    - delivery: repaired
      what: The bridge was repaired
      date: 2021
      stage: in progress
      fulfils: [{promise: japan-repairs, extent: full, basis: stated}]
      at: para 3
    - expectation: visit
      act: meeting
      by: japan
      stage: announced
      expected: 2023-05
      at: para 4
    - expectation: joins
      act: accession
      by: japan
      on: treaty-of-friendship
      stage: planned
      expected: 2022
      at: para 4
    - consent: joined
      party: japan
      instrument: treaty-of-friendship
      step: accession
      date: 2024-05-01
      at: para 5
    - expectation: someday
      act: meeting
      by: japan
      stage: announced
      expected: not-stated
      at: para 4
"""
SEARCH = {
    "searches/one.yaml": """\
- search: looked-for-the-bridge
  promise: japan-builds
  queries: [bridge built]
  where: the library
  on: 2024-12-01
  found: nothing
- search: looked-for-the-forum
  actors: asean
  queries: [Forum of Friends 2022 2023]
  where: the archive
  on: 2024-12-02
  found: nothing
"""
}


def test_what_is_overdue_and_where_we_looked() -> None:
    found = {(one.kind, one.name): one for one in silence(graph(paper("all", MEETINGS + REST), extra=SEARCH))}
    assert set(found) == {
        (SERIES, "Forum of Friends"),
        (PROMISE, "Builds a bridge"),
        (EXPECTATION, "Expected: Japan: meeting"),
        (PLAN, "Treaty of Trade"),
    }
    series = found[SERIES, "Forum of Friends"]
    assert series.cadence is not None
    assert series.cadence.last == date(2021, 9, 30)
    assert series.looked == "2024-12-02, the archive: nothing"
    bridge = found[PROMISE, "Builds a bridge"]
    assert (bridge.due, bridge.who, bridge.days) == (date(2022, 12, 31), ("Japan",), 762)
    assert bridge.looked == "2024-12-01, the library: nothing"
    assert [citation.at for citation in bridge.citations] == ["para 2"]
    assert found[EXPECTATION, "Expected: Japan: meeting"].looked == "no search is on record"


def test_on_an_earlier_day_less_is_overdue() -> None:
    view = graph(paper("all", MEETINGS + REST))
    assert [one.kind for one in silence(view, date(2022, 9, 1))] == [PLAN]
    assert silence(view, date(1989, 1, 1)) == []


def test_nobody_is_accused() -> None:
    table = as_table(silence(graph(paper("all", MEETINGS + REST))))
    assert len(table) == 4
    for row in table:
        text = " ".join(str(cell) for cell in row.values()).casefold()
        for word in ("broken", "failed", "failure", "breach", "neglect", "violat", "not delivered", "missed"):
            assert word not in text
        assert "on record" in text


def test_a_plan_that_another_follows_is_not_silent() -> None:
    extra = {
        "registers/zz.yaml": """\
- framework: treaty-of-trade-2
  name: Second Treaty of Trade
  kind: treaty
  follows: treaty-of-trade
  source: almanac
  at: table 9
"""
    }
    assert silence(graph(extra=extra)) == []
    same_parties = extra["registers/zz.yaml"].replace(
        "  follows: treaty-of-trade\n", "  parties: asean\n  period: 1991/2090\n"
    )
    assert silence(graph(extra={"registers/zz.yaml": same_parties})) == []


def test_documents_with_a_cadence_fall_silent_too() -> None:
    papers = [paper(f"report-{y}", published=f"{y}-03-01") for y in (2016, 2017, 2018, 2019)]
    found = [one for one in silence(graph(*papers)) if one.kind == DOCUMENTS]
    assert [one.name for one in found] == ["Paper report-… (The Gazette)"]
    assert found[0].due == date(2020, 2, 29)  # 365 days, the longest of its intervals, after the last
