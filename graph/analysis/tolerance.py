"""How far a ranking holds: what becomes of it when one document had not been read, or one partner were not there.

An edge goes with a document only if no other one names both its ends in the statement; copies of one text go together.
The edges are left out, and nothing else: values on which documents differ are not weighed anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aseankg.graph.analysis.collapsed import Collapsed, Rows, Scores

Places = NDArray[np.int64]
Measured = Callable[[Collapsed], Scores]
_DIGITS = 9


@dataclass(frozen=True)
class Spread:
    """The lowest and the highest rank and score of each node over all omissions, and how many omissions mattered.

    `tried` counts what was left out in turn, `changed` the omissions that change the collapsed graph, `moved` those
    that change any rank. Arrays hold -1 and NaN for a node that nothing was tried on.
    """

    first: Places
    last: Places
    least: Scores
    most: Scores
    tried: int
    changed: int
    moved: int


def places(scores: Scores, second: NDArray[np.bool_] | None = None) -> Places:
    """Return the rank of each node, 1 the highest, in its own mode; equal scores (to nine digits) share it (1, 2, 2, 4)."""
    rounded = np.round(scores, _DIGITS)
    found = np.zeros(len(scores), dtype=np.int64)
    for mode in (slice(None),) if second is None else (~second, second):
        own = rounded[mode]
        found[mode] = 1 + len(own) - np.searchsorted(np.sort(own), own, side="right")
    return found


def leave_out_sources(rows: Rows, measured: Measured, base: Scores) -> Spread:
    """Measure again without each document in turn. Documents whose absence comes to the same are measured once."""
    spread = _Recorder(places(base, rows.second), base)
    known: dict[bytes, Scores] = {}
    changed = 0
    for lost in rows.critical.values():
        kept = np.ones(len(rows.source), dtype=np.bool_)
        kept[lost] = False
        graph = rows.collapse(kept)
        changed += 1
        key = graph.arcs.indptr.tobytes() + graph.arcs.indices.tobytes() + graph.arcs.data.tobytes()
        if key not in known:
            known[key] = measured(graph)
        spread.add(places(known[key], rows.second), known[key])
    return spread.result(rows.witnesses, changed)


def leave_out_nodes(rows: Rows, measured: Measured, base: Scores, nodes: list[int]) -> Spread:
    """Measure again as if each of these nodes were not there. Its own place stays empty: nobody moves up by that alone."""
    order = places(base, rows.second)
    spread = _Recorder(order, base)
    for node in nodes:
        graph = rows.without(node)
        scores = measured(graph)
        found = places(scores, graph.second)
        rest = np.flatnonzero(np.arange(len(base)) != node)
        peers = (
            np.ones(len(rest), dtype=np.bool_)
            if rows.second is None
            else rows.second[rest] == rows.second[node]
        )
        found = found + (peers & (order[rest] > order[node]))
        spread.add(found, scores, rest)
    return spread.result(len(nodes), len(nodes))


class _Recorder:
    """Keeps the extremes."""

    def __init__(self, order: Places, base: Scores) -> None:
        self._order = order
        self._first, self._last = order.copy(), order.copy()
        self._least, self._most = base.copy(), base.copy()
        self._moved = 0

    def add(self, found: Places, scores: Scores, at: NDArray[np.intp] | None = None) -> None:
        index = np.arange(len(self._order)) if at is None else at
        self._moved += bool((found != self._order[index]).any())
        self._first[index] = np.minimum(self._first[index], found)
        self._last[index] = np.maximum(self._last[index], found)
        self._least[index] = np.minimum(self._least[index], scores)
        self._most[index] = np.maximum(self._most[index], scores)

    def result(self, tried: int, changed: int) -> Spread:
        return Spread(self._first, self._last, self._least, self._most, tried, changed, self._moved)


def bands(*spreads: Spread) -> Iterator[str]:
    """Yield the ranks of each node over all spreads: "3" where the rank holds, "3-5" where it does not."""
    first = np.min([spread.first for spread in spreads], axis=0)
    last = np.max([spread.last for spread in spreads], axis=0)
    for low, high in zip(first.tolist(), last.tolist(), strict=True):
        yield str(low) if low == high else f"{low}-{high}"
