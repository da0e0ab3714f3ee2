"""Centralities and communities of a large network (goal 5), ours against networkx, on the same ties."""

from collections import Counter
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from aseankg.graph.analysis.collapsed import Collapsed
from aseankg.graph.analysis.engine import louvain, modularity
from aseankg.graph.analysis.measures import SAMPLES, measure
from aseankg.graph.analysis.paths import betweenness
from bench.generate import Chooser
from bench.harness import Result, compare


def run(count: int, rounds: int) -> list[Result]:
    """Measure a network with so many ties; betweenness counts paths from the same sample of nodes on both sides."""
    graph = network(count)
    found: nx.Graph[Any] = graph.to_networkx()
    plain: nx.Graph[int] = nx.convert_node_labels_to_integers(found)
    chosen = np.array(sorted(Chooser(2).random.sample(range(len(graph)), min(SAMPLES, len(graph)))))
    targets = list(plain)
    title = f"{graph.edges:,} ties, {len(graph):,} nodes"
    ours, theirs = louvain(graph, large=True), louvain(graph, large=False)
    assert modularity(graph.ties, ours) > 0.98 * modularity(graph.ties, theirs)
    return [
        compare(
            f"{title}: eigenvector",
            {
                "aseankg": lambda: measure("eigenvector", graph).scores(graph),
                "networkx": lambda: nx.eigenvector_centrality(plain, weight="weight", max_iter=1000),
            },
            rounds,
        ),
        compare(
            f"{title}: communities",
            {
                "aseankg": lambda: louvain(graph, large=True),
                "networkx": lambda: nx.community.louvain_communities(plain, seed=1),
            },
            rounds,
        ),
        compare(
            f"{title}: betweenness from {len(chosen)} nodes",
            {
                "aseankg": lambda: betweenness(graph.ties, sources=chosen),
                "networkx": lambda: nx.betweenness_centrality_subset(
                    plain, chosen.tolist(), targets, weight="distance"
                ),
            },
            min(rounds, 2) if count > 10_000 else rounds,
        ),
    ]


def network(ties: int, seed: int = 1) -> Collapsed:
    """Return a connected network: one node tied to the others before it, chosen as Zipf says."""
    choose = Chooser(seed)
    size = max(10, ties // 5)
    names = [str(node) for node in range(size)]
    pairs: Counter[tuple[int, int]] = Counter()
    for node in range(1, size):
        pairs[node // 2, node] += 1
    while len(pairs) < ties:
        a, b = sorted((int(choose.one(names)), choose.random.randrange(size)))
        if a != b:
            pairs[a, b] += 1
    rows, columns = zip(*sorted(pairs), strict=True)
    weights = [float(pairs[pair]) for pair in sorted(pairs)]
    return Collapsed(
        tuple(f"{n:07}" for n in range(size)), csr_array((weights, (rows, columns)), shape=(size, size))
    )
