"""The trend test: against published values, a second engine, brute force, and its promise under the null hypothesis."""

from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio

from aseankg.graph.analysis import trend as module
from aseankg.graph.analysis.trend import adjusted, trend


def brute_force(scores: list[int], hits: list[int], totals: list[int]) -> float:
    """Return the share of all ways to spread the hits that put them as late as seen, or later: every one is listed."""
    documents = [score for score, total in zip(scores, totals, strict=True) for _ in range(total)]
    seen = sum(score * hit for score, hit in zip(scores, hits, strict=True))
    sums = [sum(choice) for choice in combinations(documents, sum(hits))]
    return sum(1 for one in sums if one >= seen) / len(sums)


@pytest.mark.parametrize(
    ("hits", "totals"),
    [
        ([0, 1, 1, 3], [4, 4, 4, 4]),
        ([2, 0, 1], [5, 3, 4]),
        ([0, 0, 4], [3, 5, 4]),
        ([3, 2, 0], [3, 3, 3]),
        ([1, 1, 1, 1, 1], [2, 3, 2, 3, 2]),
        ([0, 0], [3, 3]),
    ],
)
def test_exact_p_is_the_share_of_all_ways(hits: list[int], totals: list[int]) -> None:
    years = [2019 + i for i in range(len(hits))]
    assert trend(years, hits, totals).p == pytest.approx(brute_force(years, hits, totals), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=3))
def test_exact_p_holds_for_any_small_table(pairs: list[tuple[int, int]]) -> None:
    hits, totals = [hit for hit, _ in pairs], [hit + rest for hit, rest in pairs]
    years = list(range(len(pairs)))
    assert trend(years, hits, totals).p == pytest.approx(brute_force(years, hits, totals), abs=1e-9)


def test_two_years_are_fishers_exact_test() -> None:
    """Slope and interval too: scipy gives the conditional odds ratio of the same table."""
    found = trend([2020, 2021], [2, 9], [12, 14])
    table = [[9, 5], [2, 10]]
    assert found.p == pytest.approx(fisher_exact(table, alternative="greater").pvalue, rel=1e-9)
    peer = odds_ratio(table, kind="conditional")
    low, high = peer.confidence_interval(0.95)
    assert found.odds == pytest.approx(peer.statistic, rel=1e-4)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-4)


def test_published_value_of_the_normal_approximation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The smokers of R's `prop.trend.test`: X-squared = 8.2249, p = 0.004132, two-sided; the share falls."""
    smokers, patients = [83, 90, 129, 70], [86, 93, 136, 82]
    exact = trend([1, 2, 3, 4], smokers[::-1], patients[::-1])
    assert exact.exact
    monkeypatch.setattr(module, "MAX_EXACT", 10)
    rough = trend([1, 2, 3, 4], smokers[::-1], patients[::-1])
    assert not rough.exact
    assert 2 * rough.p == pytest.approx(0.004132, abs=1e-6)
    assert exact.p == pytest.approx(rough.p, rel=0.6)
    assert rough.low < exact.odds < rough.high
    assert trend([1, 2, 3, 4], smokers, patients).p == pytest.approx(1 - 0.004132 / 2, abs=1e-6)


def test_what_all_or_none_name_shows_no_slope() -> None:
    for hits in ([0, 0, 0], [5, 6, 7]):
        found = trend([2020, 2021, 2022], hits, [5, 6, 7])
        assert (found.p, found.odds, found.low, found.high) == (1.0, 1.0, 0.0, inf)


def test_only_the_latest_years_have_no_upper_end() -> None:
    found = trend([2020, 2021], [0, 5], [8, 5])
    assert found.odds == found.high == inf
    assert found.low > 1


@pytest.mark.parametrize(
    ("years", "hits", "totals"), [([1, 2], [1], [2, 2]), ([1, 2], [3, 0], [2, 2]), ([1, 2], [-1, 0], [2, 2])]
)
def test_counts_that_cannot_be_are_refused(years: list[int], hits: list[int], totals: list[int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        trend(years, hits, totals)


def test_corrections_are_the_ones_that_were_published() -> None:
    """The fifteen p-values of Benjamini and Hochberg (1995): four stay at the level of 5 %."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert sum(q <= 0.05 for q in adjusted(p, "bh")) == 4
    assert all(by >= bh for by, bh in zip(adjusted(p, "by"), adjusted(p, "bh"), strict=True))
    assert adjusted([], "by") == []


def test_false_discoveries_stay_below_the_level_when_nothing_rises() -> None:
    """Under the null every finding is false: the share of runs with any must stay at 5 %, topics in one document tied."""
    chance = np.random.default_rng(20260101)
    years, totals = [0, 1, 2, 3, 4], [8, 9, 12, 10, 11]
    year_of = np.repeat(years, totals)
    runs, alarms = 300, 0
    for _ in range(runs):
        mood = (
            chance.random(len(year_of)) * 0.3
        )  # documents differ in how much they name: topics depend on each other
        p_values = []
        for share in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
            named = chance.random(len(year_of)) < share + mood - 0.15
            p_values.append(trend(years, [int(named[year_of == y].sum()) for y in years], totals).p)
        alarms += any(q <= 0.05 for q in adjusted(p_values, "by"))
    assert alarms / runs <= 0.05 + 1.96 * (0.05 * 0.95 / runs) ** 0.5


def test_a_true_rise_is_found() -> None:
    assert adjusted([trend([0, 1, 2, 3], [0, 2, 6, 9], [10, 10, 10, 10]).p] + [0.6] * 9, "by")[0] < 0.05
