"""Communities of a graph of any size behind one call. The only user of networkit, which is not needed for small graphs.

Centralities need no second engine: they are products with sparse matrices at every size. Up to `LARGE` pairs,
communities are those of Louvain's method in networkx (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008).
Above, networkit's parallel Louvain finds them many times faster, on one thread, so that a seed gives the same partition
again; its modularity is at most 1 % lower than the other's, and often higher. Without networkit, networkx takes its time.
"""

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aseankg.graph.analysis.collapsed import Collapsed

LARGE = 20_000
"""Pairs above which networkit is used, where it is installed."""

Partition = NDArray[np.int64]
"""The number of each node's community."""


def louvain(
    graph: Collapsed, seed: int = 1, resolution: float = 1.0, *, large: bool | None = None
) -> Partition:
    """Return the communities of the undirected weighted graph; `large` chooses the engine whatever the size."""
    if graph.edges > LARGE if large is None else large:
        try:
            return _networkit(graph, seed, resolution)
        except ImportError:
            if large:
                raise
    return _networkx(graph, seed, resolution)


def modularity(ties: csr_array, parts: Partition, resolution: float = 1.0) -> float:
    """Return how much weight lies within communities beyond what chance would put there (Newman 2006)."""
    total = float(ties.sum())
    if total == 0:
        return 0.0
    found = ties.tocoo()
    within = float(found.data[parts[found.row] == parts[found.col]].sum())
    strength = np.bincount(parts, weights=np.asarray(ties.sum(axis=1)).ravel())
    return within / total - resolution * float((strength**2).sum()) / total**2


def _networkx(graph: Collapsed, seed: int, resolution: float) -> Partition:
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(graph)))
    rows, columns, weights = _pairs(graph)
    numbered.add_weighted_edges_from(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True))
    parts = np.zeros(len(graph), dtype=np.int64)
    for number, members in enumerate(
        nx.community.louvain_communities(numbered, resolution=resolution, seed=seed)
    ):
        parts[list(members)] = number
    return parts


def _networkit(graph: Collapsed, seed: int, resolution: float) -> Partition:
    import networkit as nk

    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)  # with more, the order of moves is not the same each time
    try:
        nk.setSeed(seed, False)
        rows, columns, weights = _pairs(graph)
        numbered = nk.GraphFromCoo((weights, (rows, columns)), n=len(graph), weighted=True)
        found = (
            nk.community.PLM(numbered, refine=True, gamma=resolution, par="none randomized")
            .run()
            .getPartition()
        )
        return np.unique(np.array(found.getVector(), dtype=np.int64), return_inverse=True)[1]
    finally:
        nk.setNumberOfThreads(threads)


def _pairs(graph: Collapsed) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    ties = graph.ties.tocoo()
    once = ties.row < ties.col
    return (
        ties.row[once].astype(np.int64),
        ties.col[once].astype(np.int64),
        ties.data[once].astype(np.float64),
    )
