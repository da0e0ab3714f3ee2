"""Does a share rise? The Cochran-Armitage test in its exact form, with the slope behind it and its interval.

Of `totals[i]` documents of year i, `hits[i]` name something. Given how many documents there are each year and how many
name it in all, chance alone spreads the hits as draws without replacement do. The test asks how often chance gives a sum
of hit years as late as the one seen, or later. Nothing is approximated while the documents number at most `MAX_EXACT`.

The slope is that of a logistic model: the factor by which the odds of naming it change from one year to the next. Its
interval comes from the same distribution, tilted (exact conditional inference), so that test and interval agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import binom, false_discovery_control, norm

MAX_EXACT = 600
"""Documents up to which the exact distribution is worked out; above, the normal approximation is as good."""

_Array = NDArray[np.float64]
_Gap = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Trend:
    """A share over years, and how surely it rises."""

    p: float
    """Probability, if the share stays the same, of hits as late as these or later."""
    odds: float
    """Factor by which the odds change a year; inf where no hit is in any but the latest years."""
    low: float
    high: float
    """The 95 % interval of that factor."""
    exact: bool


def trend(years: Sequence[int], hits: Sequence[int], totals: Sequence[int]) -> Trend:
    """Test whether the share of hits rises with the years. Raises ValueError for counts that cannot be."""
    if not len(years) == len(hits) == len(totals):
        raise ValueError("expected as many years as hits and totals")
    if any(h < 0 or h > n for h, n in zip(hits, totals, strict=True)):
        raise ValueError("expected hits between 0 and the total of the year")
    scores = tuple(year - min(years) for year in years)
    if sum(totals) > MAX_EXACT:
        return _approximate(scores, hits, totals)
    given = _distribution(scores, tuple(totals))[sum(hits)]
    seen = sum(score * hit for score, hit in zip(scores, hits, strict=True))
    weights = given / given.sum()
    p = float(weights[seen:].sum())
    support = np.flatnonzero(weights)
    return Trend(min(p, 1.0), *_slope(weights, support, seen), exact=True)


def adjusted(p_values: Sequence[float], method: str = "by") -> list[float]:
    """Return p-values corrected for the number of comparisons: by (any dependence) or bh (independent ones)."""
    return [float(q) for q in false_discovery_control(list(p_values), method=method)] if p_values else []


@lru_cache(maxsize=64)
def _distribution(scores: tuple[int, ...], totals: tuple[int, ...]) -> _Array:
    """Return the weight of each (hits in all, sum of hit scores): a product over years, each document by the toss of a coin.

    The coin drops out once the hits in all are given; with it no number grows beyond what a float holds.
    """
    documents, top = sum(totals), sum(score * total for score, total in zip(scores, totals, strict=True))
    table = np.zeros((documents + 1, top + 1))
    table[0, 0] = 1.0
    rows, columns = 0, 0
    for score, total in zip(scores, totals, strict=True):
        weights = binom.pmf(np.arange(total + 1), total, 0.5)
        new = np.zeros_like(table)
        for hit, weight in enumerate(weights):
            part = table[: rows + 1, : columns + 1] * weight
            new[hit : hit + rows + 1, hit * score : hit * score + columns + 1] += part
        table, rows, columns = new, rows + total, columns + score * total
    return table


def _slope(weights: _Array, support: NDArray[np.intp], seen: int) -> tuple[float, float, float]:
    """Return the factor a year that makes the seen sum the expected one, and its 95 % interval."""
    first, last = int(support[0]), int(support[-1])
    sums = np.arange(first, last + 1, dtype=float)
    base = np.log(np.where(weights[first : last + 1] > 0, weights[first : last + 1], 1.0))
    base = np.where(weights[first : last + 1] > 0, base, -inf)

    def tilted(beta: float) -> _Array:
        logs = base + beta * sums
        scaled: _Array = np.exp(logs - logs.max())
        scaled /= scaled.sum()
        return scaled

    def solve(gap: _Gap) -> float:
        return exp(float(brentq(gap, -30, 30)))

    if first == last:  # all or no document names it: nothing can be said of a slope
        return 1.0, 0.0, inf
    odds = 0.0 if seen == first else inf
    if first < seen < last:
        odds = solve(lambda beta: float((tilted(beta) * sums).sum()) - seen)
    low = 0.0 if seen == first else solve(lambda beta: float(tilted(beta)[sums >= seen].sum()) - 0.025)
    high = inf if seen == last else solve(lambda beta: 0.025 - float(tilted(beta)[sums <= seen].sum()))
    return odds, low, high


def _approximate(scores: Sequence[int], hits: Sequence[int], totals: Sequence[int]) -> Trend:
    """Return the test by its normal approximation, and a one-step estimate of the slope."""
    x, r, n = (np.asarray(values, dtype=float) for values in (scores, hits, totals))
    share = r.sum() / n.sum()
    excess = float((x * (r - n * share)).sum())
    spread = float((n * x**2).sum() - (n * x).sum() ** 2 / n.sum())
    variance = share * (1 - share) * spread
    if variance <= 0:
        return Trend(1.0, 1.0, 0.0, inf, exact=False)
    beta, error = excess / variance, 1 / sqrt(variance)
    return Trend(
        float(norm.sf(excess / sqrt(variance))),
        exp(beta),
        exp(beta - 1.96 * error),
        exp(beta + 1.96 * error),
        exact=False,
    )
