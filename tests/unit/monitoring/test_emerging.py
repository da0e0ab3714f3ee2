"""Emerging issues: only within stable coverage, copies once, never on a few documents."""

import pytest
from tests.unit.graph.conftest_small import Paper, graph, paper

from aseankg.graph.monitoring.emerging import NOT_SHOWN, TOO_FEW, Issues, as_table, issues

YEARS = {2018: 0, 2019: 2, 2020: 5, 2021: 8}
"""How many of ten papers a year name climate change."""

TOPICS = {"registers/zz.yaml": "- topic: rice\n  name: rice\n  source: almanac\n  at: table 9\n"}


def papers(rising: dict[int, int], per_year: int = 10, *, copies: bool = False) -> list[Paper]:
    made = []
    for year, naming in rising.items():
        for number in range(per_year):
            topics = ["climate-change"] if number < naming else []
            topics += ["rice"] if number % 2 else []
            statement = f"""
            - position: p-{year}-{number}
              what: Speaks
              by: japan
              stance: supports
              topics: [{", ".join(topics)}]
              at: para 1
            """
            made.append(
                paper(
                    f"paper-{year}-{number}",
                    statement if topics else "",
                    published=f"{year}-05-{number + 1:02}",
                    origin=f"text-{year}-{number // 5}" if copies else "",
                )
            )
    return made


@pytest.fixture(scope="module")
def found() -> Issues:
    return issues(graph(*papers(YEARS), extra=TOPICS))


def test_a_topic_whose_share_rises_is_found_with_its_documents(found: Issues) -> None:
    issue = next(issue for issue in found.rising if issue.name == "climate change")
    assert issue.kind == "topic"
    assert issue.hits == (0, 2, 5, 8)
    assert issue.totals == (10, 10, 10, 10)
    assert issue.trend is not None
    assert issue.trend.low > 1
    assert issue.q is not None
    assert issue.trend.p < issue.q < 0.05
    assert {document.slug for document in issue.documents} == {
        f"paper-{year}-{number}" for year, naming in YEARS.items() for number in range(naming)
    }


def test_what_is_named_evenly_is_not_called_rising(found: Issues) -> None:
    rice = next(issue for issue in found.found if issue.name == "rice")
    assert rice.verdict == NOT_SHOWN
    assert rice.trend is not None
    assert rice.trend.p > 0.3
    assert rice.trend.low < 1 < rice.trend.high


def test_pairs_are_an_actor_and_a_topic_of_one_statement(found: Issues) -> None:
    names = {issue.name for issue in found.found if issue.kind == "actor and topic"}
    assert names == {"Japan with climate change", "Japan with rice"}


def test_copies_of_one_text_count_once() -> None:
    found = issues(graph(*papers(YEARS, copies=True), extra=TOPICS))
    assert found.found == ()
    assert not any(unit.stable for unit in found.units)


def test_few_documents_a_year_are_not_compared() -> None:
    found = issues(graph(*papers({2018: 0, 2019: 1, 2020: 2, 2021: 4}, 4), extra=TOPICS))
    assert found.rising == ()
    assert found.tested == 0
    assert any("too few documents" in line for line in found.summary())


def test_a_year_without_documents_breaks_the_coverage() -> None:
    found = issues(graph(*papers({2016: 0, 2017: 3, 2019: 6, 2020: 8}), extra=TOPICS))
    assert not any(unit.stable for unit in found.units)


def test_three_documents_are_never_a_trend() -> None:
    found = issues(graph(*papers({2018: 0, 2019: 0, 2020: 0, 2021: 3}), extra=TOPICS))
    climate = next(issue for issue in found.found if issue.name == "climate change")
    assert climate.verdict == TOO_FEW
    assert (climate.trend, climate.q) == (None, None)


def test_reports_on_meetings_of_a_series_are_a_unit_of_their_own() -> None:
    made = []
    for year in (2018, 2019, 2020, 2021):
        for number in range(5):
            statement = f"""
            - meeting: forum-{year}
              name: Forum of {year}
              series: friends-forum
              held: {year}-09
              topics: [{{topic: climate-change, role: discussed}}]
              at: para 1
            """
            made.append(
                paper(
                    f"on-{year}-{number}",
                    statement,
                    published="2024-01-01",
                    publisher=("herald", "courier")[number % 2],
                )
            )
    found = issues(graph(*made))
    unit = next(unit for unit in found.units if unit.kind == "meeting series")
    assert (unit.name, unit.years) == ("Forum of Friends", (2018, 2019, 2020, 2021))
    assert all(
        issue.verdict == NOT_SHOWN for issue in found.found
    )  # all documents name it: no share can rise


def test_the_table_says_what_was_compared(found: Issues) -> None:
    rows = list(as_table(found.found))
    assert rows[0]["years"] == "2018: 0 of 10; 2019: 2 of 10; 2020: 5 of 10; 2021: 8 of 10"
    assert rows[0]["within"] == "The Gazette (publisher)"
    assert rows[0]["documents"].startswith("paper-2019-0; ")
