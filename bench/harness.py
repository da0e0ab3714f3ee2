"""Measures candidates in turn, round after round, so that what slows the machine slows all of them.

CPU seconds of this process, not time on the wall; the collector runs before each turn and, where a candidate says so,
not within it. A ratio is taken within each round, then the median over the rounds: noise of the machine cancels out.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

Work = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One case: what each candidate took in each round. The first candidate is the one all are compared with."""

    title: str
    seconds: dict[str, list[float]]

    def ratios(self, name: str) -> list[float]:
        """Return, for each round, how many times as long as the first candidate this one took."""
        first = next(iter(self.seconds.values()))
        return [mine / theirs for mine, theirs in zip(self.seconds[name], first, strict=True)]

    def lines(self) -> list[str]:
        """Return the case as rows of a Markdown table: median, least and most of seconds and of ratios."""
        rows = []
        for name, taken in self.seconds.items():
            ratios = self.ratios(name)
            rows.append(
                f"| {self.title} | {name} | {median(taken):.3f} ({min(taken):.3f} to {max(taken):.3f}) "
                f"| {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |"
            )
        return rows


def compare(title: str, candidates: dict[str, Work], rounds: int = 5) -> Result:
    """Run every candidate once a round, in turn, and keep what each took."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    gc.collect()
    gc.freeze()  # what stands before the measure is not looked through again and again
    for _ in range(rounds):
        for name, work in candidates.items():
            seconds[name].append(_taken(work))
    gc.unfreeze()
    return Result(title, seconds)


def _taken(work: Work) -> float:
    gc.collect()
    start = process_time()
    kept = work()
    taken = process_time() - start
    del kept  # what was made is taken apart outside of the measure
    return max(taken, 1e-6)


def without_collector(work: Work) -> Work:
    """Return the work with the collector off: millions of small objects make it run in vain."""

    def run() -> object:
        gc.disable()
        try:
            return work()
        finally:
            gc.enable()

    return run
