"""Centralities: what each reads, what it means by weight, and who proposed it.

Measures are taken on the collapsed graph. All but `in-*`, `out-*` and PageRank read it without direction. Strength,
eigenvector, Katz and PageRank read weight as closeness; betweenness, closeness and harmonic centrality read 1/weight
as length; degree and the two-mode forms leave weights out.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array
from scipy.sparse.linalg import cg, eigsh

from aseankg.graph.analysis import paths
from aseankg.graph.analysis.collapsed import Collapsed, Scores
from aseankg.graph.store import QueryError
from aseankg.loaders.problems import nearest

SAMPLE_ABOVE = 5_000
"""Above so many nodes, measures of paths count those from `SAMPLES` nodes drawn at random instead of from all."""
SAMPLES = 200
SEED = 1
_DENSE = 24
"""Up to so many nodes eigenvectors come from the full matrix: Lanczos' method needs room to work."""
_FULL = 1_000
"""Up to so many nodes equations are solved with the full matrix, which is quicker there."""
_DAMPING = 0.85


@dataclass(frozen=True)
class Measure:
    """A centrality: what it counts, on which networks it can be taken, and where it was defined."""

    about: str
    reference: str
    scores: Callable[[Collapsed], Scores]
    kind: str = ""
    """`two` for two-mode networks only, `directed` for directed ones only."""
    by_paths: bool = False
    """Whether it follows shortest paths, which are sampled in a large network."""

    def refuses(self, graph: Collapsed) -> str:
        """Return why the measure cannot be taken on this graph, or nothing."""
        if self.kind == "two" and not graph.two_mode:
            return "it is for two-mode networks"
        if self.kind == "directed" and not graph.directed:
            return "it is for directed networks"
        return ""


def measure(by: str, graph: Collapsed, name: str = "this network") -> Measure:
    """Return a measure by its name. Raises QueryError if there is none, or it cannot be taken on this graph."""
    found = MEASURES.get(by)
    if found is None:
        raise QueryError(f"no measure {by!r}{nearest(by, MEASURES)}; there are {', '.join(MEASURES)}")
    if reason := found.refuses(graph):
        allowed = ", ".join(other for other, one in MEASURES.items() if not one.refuses(graph))
        raise QueryError(f"{by} cannot be taken on {name}: {reason}; there are {allowed}")
    return found


def sources(graph: Collapsed, sample: int | None = None, seed: int = SEED) -> NDArray[np.int64] | None:
    """Return the nodes from which betweenness counts paths, or nothing for all: those that networkx draws."""
    if sample is None:
        if len(graph) <= SAMPLE_ABOVE:
            return None
        sample = SAMPLES
    drawn = random.Random(seed).sample(range(len(graph)), min(sample, len(graph)))  # noqa: S311
    return np.array(drawn, dtype=np.int64)


def _sample(graph: Collapsed) -> int | None:
    return SAMPLES if len(graph) > SAMPLE_ABOVE else None


def _degree(matrix: csr_array) -> Scores:
    return np.asarray(np.diff(matrix.indptr), dtype=np.float64)


def _strength(matrix: csr_array) -> Scores:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _eigenvector(graph: Collapsed) -> Scores:
    """Score the largest component (of equal ones, that of the greatest weight); elsewhere the measure says nothing."""
    scores = np.zeros(len(graph))
    part, ties = max(
        paths.parts(graph.ties), key=lambda one: (len(one[0]), float(one[1].sum()), -int(one[0][0]))
    )
    if len(part) > 2:  # of two nodes both are as central: 0 each would be as true as 1
        scores[part] = _leading(ties)[1]
    return scores


def _leading(ties: csr_array) -> tuple[float, Scores]:
    """Return the largest eigenvalue of a connected graph and its vector, of length 1 and without negative entries."""
    if ties.shape[0] <= _DENSE:
        values, vectors = np.linalg.eigh(ties.toarray())
    else:
        start = np.ones(ties.shape[0])  # drawn at random otherwise
        values, vectors = eigsh(ties, k=1, which="LA", v0=start, tol=1e-13, ncv=min(60, ties.shape[0]))
    return float(values[-1]), np.abs(vectors[:, -1])


def _katz(graph: Collapsed) -> Scores:
    """Attenuate by 0.85 of what the largest eigenvalue allows, so that the series converges."""
    radius = max((_leading(ties)[0] for _, ties in paths.parts(graph.ties)), default=0.0)
    if radius <= 0:
        return np.full(len(graph), 1.0 / np.sqrt(max(len(graph), 1)))
    size = len(graph)
    system = eye_array(size) - (_DAMPING / radius) * graph.ties
    if size <= _FULL:
        found = np.linalg.solve(system.toarray(), np.ones(size))
    else:  # no eigenvalue below 0.15, so that steps are few; to take the matrix apart would fill it
        found, _ = cg(system.tocsr(), np.ones(size), rtol=1e-13)
    scores: Scores = found / np.linalg.norm(found)
    return scores


def _pagerank(graph: Collapsed) -> Scores:
    """Follow arcs where the network is directed; who has none leads everywhere."""
    arcs = graph.arcs if graph.directed else graph.ties
    size = len(graph)
    out = _strength(arcs)
    dangling = out == 0
    share = np.divide(1.0, out, out=np.zeros(size), where=~dangling)
    back = csr_array(arcs.T)
    rank = np.full(size, 1.0 / size)
    for _ in range(1_000):
        last, rank = (
            rank,
            _DAMPING * (back @ (rank * share) + rank[dangling].sum() / size) + (1 - _DAMPING) / size,
        )
        if np.abs(rank - last).sum() < 1e-13:
            break
    return rank


def _two_mode(graph: Collapsed) -> tuple[NDArray[np.bool_], Scores, Scores]:
    """Return which nodes are of the second mode and, for each node, how many are of its own mode and of the other."""
    second = graph.second if graph.second is not None else np.zeros(len(graph), dtype=np.bool_)
    many, few = float(second.sum()), float((~second).sum())
    return second, np.where(second, many, few), np.where(second, few, many)


def _two_mode_degree(graph: Collapsed) -> Scores:
    _, _, others = _two_mode(graph)
    return np.divide(_degree(graph.ties), others, out=np.zeros(len(graph)), where=others > 0)


def _two_mode_closeness(graph: Collapsed) -> Scores:
    """Divide the least possible sum of distances by the sum; a node of a small part is scaled down by its size."""
    _, own, others = _two_mode(graph)
    least = others + 2 * (own - 1)
    found = paths.reach(graph.ties, weighted=False, sample=_sample(graph))
    share = found.near / max(len(graph) - 1, 1)
    return np.divide(least * share, found.far, out=np.zeros(len(graph)), where=found.far > 0)


def _two_mode_betweenness(graph: Collapsed) -> Scores:
    """Divide by the most that a node of this mode can have, which depends on how many are of either mode."""
    _, own, others = _two_mode(graph)
    found = paths.betweenness(graph.ties, weighted=False, sources=sources(graph), normalized=False)
    s, t = np.divmod(own - 1, np.maximum(others, 1))
    most = 0.5 * (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3))
    scores: Scores = np.divide(found, most, out=np.zeros(len(graph)), where=most > 0)
    return scores


_FREEMAN = "Freeman 1978, doi:10.1016/0378-8733(78)90021-7"
_OPSAHL = "Opsahl, Agneessens and Skvoretz 2010, doi:10.1016/j.socnet.2010.03.006"
_BORGATTI = "Borgatti and Everett 1997, doi:10.1016/S0378-8733(96)00301-2"

MEASURES: Mapping[str, Measure] = {
    "degree": Measure("number of others that a node is tied to", _FREEMAN, lambda g: _degree(g.ties)),
    "in-degree": Measure(
        "number of others that lead to a node", _FREEMAN, lambda g: _degree(csr_array(g.arcs.T)), "directed"
    ),
    "out-degree": Measure(
        "number of others that a node leads to", _FREEMAN, lambda g: _degree(g.arcs), "directed"
    ),
    "strength": Measure(
        "sum of the weights of a node's ties",
        "Barrat et al. 2004, doi:10.1073/pnas.0400087101",
        lambda g: _strength(g.ties),
    ),
    "in-strength": Measure(
        "sum of the weights that lead to a node",
        "Barrat et al. 2004, doi:10.1073/pnas.0400087101",
        lambda g: _strength(csr_array(g.arcs.T)),
        "directed",
    ),
    "out-strength": Measure(
        "sum of the weights that lead from a node",
        "Barrat et al. 2004, doi:10.1073/pnas.0400087101",
        lambda g: _strength(g.arcs),
        "directed",
    ),
    "betweenness": Measure(
        "share of the shortest paths between others that lead through a node; a tie is 1/weight long",
        f"{_FREEMAN}; {_OPSAHL}",
        lambda g: paths.betweenness(g.ties, sources=sources(g)),
        by_paths=True,
    ),
    "closeness": Measure(
        "number of others over the sum of distances to them, scaled down in a small part of a network in parts",
        f"{_FREEMAN}; Wasserman and Faust 1994, p. 201; {_OPSAHL}",
        lambda g: paths.closeness(g.ties, _sample(g)),
        by_paths=True,
    ),
    "harmonic": Measure(
        "sum of 1/distance to all others; nothing for those out of reach",
        "Marchiori and Latora 2000, doi:10.1016/S0378-4371(00)00311-3",
        lambda g: paths.harmonic(g.ties, _sample(g)),
        by_paths=True,
    ),
    "eigenvector": Measure(
        "a node is as central as those it is tied to; largest component only, 0 elsewhere",
        "Bonacich 1972, doi:10.1080/0022250X.1972.9989806",
        _eigenvector,
    ),
    "katz": Measure(
        "number of walks that reach a node, longer ones for less (0.85 of what the largest eigenvalue allows)",
        "Katz 1953, doi:10.1007/BF02289026",
        _katz,
    ),
    "pagerank": Measure(
        "where one is who follows ties at random and starts anew in 15 of 100 steps; follows directions",
        "Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X",
        _pagerank,
    ),
    "two-mode-degree": Measure(
        "share of the other mode that a node is tied to", _BORGATTI, _two_mode_degree, "two"
    ),
    "two-mode-betweenness": Measure(
        "betweenness over the most that a node of its mode can have",
        _BORGATTI,
        _two_mode_betweenness,
        "two",
        by_paths=True,
    ),
    "two-mode-closeness": Measure(
        "least possible sum of distances over the sum of distances",
        _BORGATTI,
        _two_mode_closeness,
        "two",
        by_paths=True,
    ),
}
"""Every measure by its name."""
