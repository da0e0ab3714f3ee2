"""Communities of a network, and how far they can be trusted: over seeds, and over resolutions.

A single run of Louvain's method is one of many answers of nearly the same modularity. So it is run with many seeds; the
run of the highest modularity is shown, and beside it how much the runs agree: the mean adjusted Rand index and mean
normalised mutual information of all pairs of runs, and for each node how often it falls together with its community.
Two-mode networks are projected first (`collapsed.project`): ordinary modularity compares with the wrong chance there.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aseankg.graph.analysis.collapsed import Collapsed, collapse, project
from aseankg.graph.analysis.engine import Partition, louvain, modularity
from aseankg.graph.analysis.network import network
from aseankg.graph.store import QueryError, View

SEEDS = 20
RESOLUTIONS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
FIRM = 0.9
"""From this share of runs on, a node is said to belong to its community."""


class Member(NamedTuple):
    """A node, its community (1 the largest), and the share of runs in which it is together with its fellows there."""

    community: int
    name: str
    kind: str
    together: float
    firm: bool
    iri: str


class Agreement(NamedTuple):
    """What the runs at one resolution agree on: 1 is full agreement; 0 for `rand` is what chance would give."""

    resolution: float
    communities: int
    modularity: float
    rand: float
    mutual_information: float
    with_shown: float
    """The adjusted Rand index between the best run at this resolution and the partition that is shown."""


class Communities(list[Member]):
    """The members by community, `agreements` over resolutions, and `notes`."""

    def __init__(
        self, members: list[Member], agreements: tuple[Agreement, ...], notes: tuple[str, ...]
    ) -> None:
        super().__init__(members)
        self.agreements = agreements
        self.notes = notes


def communities(
    view: View,
    name: str,
    *,
    resolution: float = 1.0,
    seed: int = 1,
    seeds: int = SEEDS,
    weighting: str | None = None,
) -> Communities:
    """Return the communities of a named network. Raises QueryError for an unknown network or a number that cannot be."""
    if resolution <= 0 or seeds < 2:
        raise QueryError("expected a resolution above 0 and at least 2 seeds")
    graph = network(view, name)
    collapsed = project(collapse(graph, weighting=weighting))
    if not collapsed.edges:
        return Communities([], (), (f"no two nodes are joined as of {graph.graph['as_of']}",))
    all_seeds = range(seed, seed + seeds)
    runs = {
        value: [louvain(collapsed, one, value) for one in all_seeds]
        for value in sorted({*RESOLUTIONS, resolution})
    }
    shown, _ = best(collapsed, runs[resolution], resolution)
    agreements = tuple(_agreement(collapsed, parts, value, shown) for value, parts in runs.items())
    own = next(one for one in agreements if one.resolution == resolution)
    joined = (
        f", {graph.graph['first']} joined by what they share (Newman's weighting)"
        if graph.graph["modes"] == "two"
        else ""
    )
    found = (
        f"{own.communities} communities, modularity {own.modularity:.3f}; over seeds: adjusted Rand {own.rand:.2f}, "
        f"normalised mutual information {own.mutual_information:.2f}"
    )
    notes = (
        f"Louvain, resolution {resolution:g}, seeds {seed} to {seed + seeds - 1}{joined}; as of {graph.graph['as_of']}",
        found,
    )
    shares = together(runs[resolution], shown)
    members = [
        Member(
            int(shown[n]) + 1,
            data["label"],
            data["kind"],
            round(float(shares[n]), 3),
            bool(shares[n] >= FIRM),
            node,
        )
        for n, node in enumerate(collapsed.nodes)
        for data in [graph.nodes[node]]
    ]
    members.sort(key=lambda member: (member.community, -member.together, member.name))
    return Communities(members, agreements, notes)


def best(graph: Collapsed, runs: list[Partition], resolution: float) -> tuple[Partition, float]:
    """Return the run of the highest modularity (of equal ones, the first), its communities numbered from the largest."""
    scores = [round(modularity(graph.ties, parts, resolution), 12) for parts in runs]
    chosen = runs[int(np.argmax(scores))]
    sizes = np.bincount(chosen)
    first = [int(np.flatnonzero(chosen == label)[0]) for label in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda label: (-sizes[label], first[label]))
    return np.argsort(np.array(order))[chosen], max(scores)


def adjusted_rand(one: Partition, other: Partition) -> float:
    """Return the adjusted Rand index of two partitions (Hubert and Arabie 1985, doi:10.1007/BF01908075)."""
    pairs = _pairs(np.unique(_both(one, other), return_counts=True)[1]).sum()
    rows, columns = _pairs(np.bincount(one)).sum(), _pairs(np.bincount(other)).sum()
    expected = rows * columns / max(_pairs(np.array(len(one))), 1)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def mutual_information(one: Partition, other: Partition) -> float:
    """Return mutual information over the mean of the two entropies (Danon et al. 2005); 1 for two trivial partitions."""
    joint = np.unique(_both(one, other), return_counts=True)[1]
    entropies = _entropy(np.bincount(one)) + _entropy(np.bincount(other))
    shared = entropies - _entropy(joint)
    return 1.0 if entropies == 0 else float(2 * shared / entropies)


def together(runs: list[Partition], shown: Partition) -> NDArray[np.float64]:
    """Return for each node the share of runs, averaged over its fellows in the shown partition, that put both together."""
    many = np.bincount(shown)[shown] - 1
    met = np.zeros(len(shown))
    for parts in runs:
        _, place, count = np.unique(_both(shown, parts), return_inverse=True, return_counts=True)
        met += count[place] - 1
    mean = np.divide(met / len(runs), many, out=np.ones(len(shown)), where=many > 0)
    # who stands alone is together with its fellows if no run puts anybody to it
    alone = many == 0
    mean[alone] = np.mean([np.bincount(parts)[parts] == 1 for parts in runs], axis=0)[alone]
    return np.asarray(mean)


def _agreement(graph: Collapsed, runs: list[Partition], resolution: float, shown: Partition) -> Agreement:
    parts, score = best(graph, runs, resolution)
    pairs = list(combinations(runs, 2))
    return Agreement(
        resolution=resolution,
        communities=int(parts.max()) + 1,
        modularity=round(score, 6),
        rand=round(float(np.mean([adjusted_rand(a, b) for a, b in pairs])), 6),
        mutual_information=round(float(np.mean([mutual_information(a, b) for a, b in pairs])), 6),
        with_shown=round(adjusted_rand(parts, shown), 6),
    )


def _both(one: Partition, other: Partition) -> Partition:
    """Return for each node a number for its two communities: a table of all pairs would have no room in memory."""
    return one * (int(other.max(initial=0)) + 1) + other


def _pairs(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    found = counts.astype(np.float64)
    return found * (found - 1) / 2


def _entropy(counts: NDArray[np.int64]) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())
