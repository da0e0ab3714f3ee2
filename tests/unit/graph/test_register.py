"""The register: what becomes a row, how it comes to a line, and what is left out."""

from datetime import date
from decimal import Decimal

import pytest
from tests.unit.graph.conftest_outlook import TODAY, commitment, world
from tests.unit.graph.conftest_small import paper

from aseankg.graph.clocks import at
from aseankg.graph.monitoring.entry import Entry
from aseankg.graph.monitoring.frameworks import natural
from aseankg.graph.monitoring.register import Register, register
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore

PAPER = paper(
    "papers",
    commitment("ports-2022", "seas-ports stated", due="2024")
    + commitment("ferries-2022", "links inferred", by="india, asean")
    + commitment("old-canals-2013", "links inferred", made="2013")
    + commitment("old-canals-stated", "links stated", made="2018-01-01")
    + commitment("boats-2021", topics="container-shipping", made="2021")
    + commitment("whole-2020", framework="outlook", made="2020-01-01")
    + commitment("statement-2023", framework="statement-on-the-outlook", made="2023-01-01")
    + commitment("undated-here", "links inferred", made="not-stated")
    + commitment("else-2022", "plan-a stated")
    + commitment("both-2022", "plan-a stated", "links stated", beneficiaries="[asean]")
    + """\
- contribution: money-for-ports
  by: [japan, world-fund-office]
  to: asean
  amount: 5000000.50 USD
  kind: pledge
  date: 2022-06
  serves:
    - {line: seas, basis: stated}
  at: para 9
- activity: port-project
  name: Port Project
  kind: project
  lifecycle: active
  start: 2022-02
  planned_end: 2027
  involved:
    - {actor: ministers-of-seas, role: accountable}
    - {actor: japan, role: funding}
  outputs:
    - {title: A handbook, status: planned}
  serves:
    - {line: seas-ports, basis: stated}
  at: para 10
- delivery: ports-begun
  what: Work on ports has begun.
  date: 2023-03-01
  stage: in progress
  fulfils:
    - {promise: ports-2022, extent: partial, basis: stated}
  at: para 11
""",
    published="2024-01-10",
)
DATELESS = paper(
    "dateless", commitment("undated-nowhere", "links inferred", made="not-stated"), published="not-stated"
)


@pytest.fixture(scope="module")
def view() -> EmbeddedStore:
    return world(PAPER, DATELESS)


@pytest.fixture(scope="module")
def rows(view: EmbeddedStore) -> Register:
    return register(view, "outlook")


def _row(rows: Register, slug: str) -> Entry:
    return next(entry for entry in rows if entry.slug == slug)


def _lines(entry: Entry) -> set[tuple[str, str, str]]:
    return {(m.line.slug if m.line else "", m.basis, m.rule) for m in entry.lines}


def test_every_row_says_how_it_comes_to_its_lines(rows: Register) -> None:
    assert {entry.slug: _lines(entry) for entry in rows} == {
        "old-canals-stated": {("links", "stated", "")},
        "whole-2020": {("", "stated", "")},
        "boats-2021": {("seas", "inferred", "topic-area")},
        "port-project": {("seas-ports", "stated", ""), ("seas", "stated", "serves-within")},
        "both-2022": {("links", "stated", "")},
        "ferries-2022": {("links", "inferred", "curator")},
        "ports-2022": {("seas-ports", "stated", ""), ("seas", "stated", "serves-within")},
        "money-for-ports": {("seas", "stated", "")},
        "statement-2023": {("", "inferred", "implements")},
        "undated-here": {("links", "inferred", "curator")},
    }


def test_rows_come_oldest_first_and_undated_last(rows: Register) -> None:
    assert rows[0].slug == "old-canals-stated"
    assert rows[-1].slug == "undated-here"


def test_what_is_older_than_the_framework_is_not_inferred_to_serve_it(rows: Register) -> None:
    assert [entry.slug for entry in rows.outside] == ["old-canals-2013"]
    assert [entry.slug for entry in rows.undated] == ["undated-nowhere"]


def test_a_framework_with_a_period_takes_nothing_inferred_after_it(view: EmbeddedStore) -> None:
    late = paper(
        "late", commitment("after-the-plan", "plan-a inferred", made="2026-01-15"), retrieved="2026-01-31"
    )
    assert [entry.slug for entry in register(world(late), "plan-2021").outside] == ["after-the-plan"]


def test_before_a_framework_was_adopted_nothing_serves_it(view: EmbeddedStore) -> None:
    early = register(at(view, date(2015, 12, 31)), "outlook")
    assert len(early) == 0
    assert "undated-here" in {entry.slug for entry in early.outside}


def test_a_row_holds_what_an_officer_is_asked(rows: Register) -> None:
    project = _row(rows, "port-project")
    assert (project.record, project.lead, project.lifecycle, project.start, project.due) == (
        "activity",
        "Ministers of Seas",
        "active",
        "2022-02",
        "2027",
    )
    assert [(party.name, party.role) for party in project.partners] == [("Japan", "funding")]
    assert [(output.title, output.status) for output in project.outputs] == [("A handbook", "planned")]
    money = _row(rows, "money-for-ports")
    assert (money.amount, money.currency, money.money, money.made) == (
        Decimal("5000000.5"),
        "USD",
        "pledge",
        "2022-06",
    )
    assert {party.slug for party in money.partners} == {"japan", "world-fund-office"}
    promise = _row(rows, "ports-2022")
    assert (promise.delivery, promise.grade, promise.rule, promise.score) == ("in progress", "E2", "D7", 0)
    assert [(report.stage, report.date, report.citation.at) for report in promise.reports] == [
        ("in progress", "2023-03-01", "para 11")
    ]
    assert [(c.slug, c.at, c.published) for c in promise.citations] == [("papers", "para 1", "2024-01-10")]
    assert promise.last_update == date(2024, 1, 10)
    assert [m.line.code for m in _row(rows, "both-2022").other_lines if m.line] == ["A"]


def test_without_a_framework_every_activity_and_promise_is_a_row(view: EmbeddedStore) -> None:
    every = register(view, None)
    assert {"else-2022", "old-canals-2013", "undated-nowhere"} <= {entry.slug for entry in every}


def test_the_frame_tells_of_members_and_partners_that_were_read_of_later(view: EmbeddedStore) -> None:
    then = at(view, known_on=date(2024, 6, 30))
    partners = {p.slug for entry in register(then, "outlook", frame=view) for p in entry.partners}
    assert partners == {"japan", "india", "world-fund-office"}
    assert register(then, "outlook", frame=view).known_on == date(2024, 6, 30)
    assert register(view, "outlook").as_of == TODAY


@pytest.mark.parametrize("name", ["outlook", "OOS", "oos", "outlook on the seas"])
def test_a_framework_is_found_by_slug_name_or_abbreviation(view: EmbeddedStore, name: str) -> None:
    found = register(view, name).framework
    assert found is not None
    assert found.slug == "outlook"


def test_an_unknown_framework_gets_near_names(view: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="no framework is called 'outlok'; nearest: outlook"):
        register(view, "outlok")


def test_codes_sort_as_people_count() -> None:
    assert sorted(["B.10", "1.20", "B.2", "1.3", "A"], key=natural) == ["1.3", "1.20", "A", "B.2", "B.10"]
