"""A measure over the years is what the graph of each year gives."""

from datetime import date

import pytest
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.analysis.centrality import rank
from aseankg.graph.analysis.series import series
from aseankg.graph.clocks import at
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore

TIES = """
- membership: indonesia-member
  member: indonesia
  of: asean
  role: member
  start: 1967-08-08
  at: para 1
- membership: viet-nam-member
  member: viet-nam
  of: asean
  role: member
  start: not-stated
  at: para 2
- partnership: japan-consultative
  partner: japan
  status: consultative partner
  start: 1973
  end: 1976
  at: para 3
- partnership: japan-dialogue
  partner: japan
  status: dialogue partner
  start: 1977
  at: para 4
- partnership: japan-strategic
  partner: japan
  level: strategic partnership
  start: 2023
  at: para 5
- expectation: japan-upgrade
  act: partnership upgrade
  by: [asean, japan]
  stage: planned
  expected: 2030
  at: para 6
- consent: japan-accedes
  party: japan
  instrument: treaty-of-friendship
  step: accession
  date: 2004-07-02
  at: para 7
"""


@pytest.fixture(scope="module")
def made() -> EmbeddedStore:
    return graph(paper("one", TIES))


@pytest.mark.parametrize("name", ["partnerships", "frameworks"])
@pytest.mark.parametrize("by", ["strength", "betweenness"])
def test_each_year_is_the_graph_as_of_its_last_day(made: EmbeddedStore, name: str, by: str) -> None:
    found = series(made, name, by, (1966, 1970, 1976, 1980, 2010, 2024))
    for year in (1966, 1970, 1976, 1980, 2010, 2024):
        then = rank(at(made, date(year, 12, 31)), name, by, tolerance=False)
        assert [(line.rank, line.name, line.score) for line in then] == [
            (line.rank, line.name, line.score) for line in found if line.year == year
        ], year


def test_the_years_from_the_first_dated_tie_to_the_day_of_the_network(made: EmbeddedStore) -> None:
    found = series(made, "partnerships", "strength")
    assert [line.year for line in found if line.name == "Viet Nam"] == list(range(1967, 2026))
    japan = {line.year: line.score for line in found if line.name == "Japan"}
    assert min(japan) == 1973
    assert (japan[1976], japan[1977], japan[2022], japan[2023]) == (1, 1, 1, 2)


def test_bands_of_a_year(made: EmbeddedStore) -> None:
    found = series(made, "partnerships", "strength", (2024,), tolerance=True)
    assert {line.band for line in found if line.name == "Japan"} != {""}


def test_before_the_first_record_there_is_only_what_has_no_date(made: EmbeddedStore) -> None:
    assert {line.name for line in series(made, "partnerships", "degree", (1500,))} == {"Viet Nam", "ASEAN"}
    assert series(EmbeddedStore(), "partnerships") == []
    with pytest.raises(QueryError, match="four digits"):
        series(made, "partnerships", "degree", (99,))
