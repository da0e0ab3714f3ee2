"""Centralities and communities of a large network (goal 5), ours against networkx, on the same ties.

`python -m bench.cases.networks 20000` says how far measures that follow the paths of a sample are from the exact ones.
"""

import argparse
import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import spearmanr

from aseankg.graph.analysis import paths
from aseankg.graph.analysis.collapsed import Collapsed
from aseankg.graph.analysis.communities import adjusted_rand, together
from aseankg.graph.analysis.engine import louvain, modularity
from aseankg.graph.analysis.measures import SAMPLES, measure, sources
from bench.generate import Chooser
from bench.harness import Result, compare

PEER = 200_000
"""Ties up to which networkx is run too: at a million its betweenness takes half an hour."""
SEEDS = 3


def run(count: int, rounds: int) -> list[Result]:
    """Measure a network with so many ties; betweenness counts paths from the same sample of nodes on both sides."""
    graph = network(count)
    found: nx.Graph[Any] = graph.to_networkx() if count <= PEER else nx.Graph()
    plain: nx.Graph[int] = nx.convert_node_labels_to_integers(found)
    whole = math.lcm(*{int(weight) for weight in graph.ties.data.tolist()})
    for _, _, data in plain.edges(
        data=True
    ):  # in whole numbers: networkx takes sums of fractions for unequal
        data["length"] = whole // int(data["weight"])
    chosen = sources(graph, min(SAMPLES, len(graph)))
    title = f"{graph.edges:,} ties, {len(graph):,} nodes"
    few = min(rounds, 2) if count > 10_000 else rounds

    def side(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], times: int = rounds) -> Result:
        """Compare with networkx where it is run, and make sure that both say the same."""
        kept: dict[str, Any] = {}

        def keep(who: str, work: Callable[[], Any]) -> Callable[[], object]:
            return lambda: kept.update({who: work()})

        candidates = {"aseankg": keep("aseankg", ours)}
        if plain:
            candidates["networkx"] = keep("networkx", theirs)
        result = compare(f"{title}: {name}", candidates, times)
        if plain and name != "communities":
            other = np.array([kept["networkx"][node] for node in range(len(graph))])
            assert np.abs(kept["aseankg"] - other).max() < 1e-6, f"{name} is not what networkx says"
        if plain and name == "communities":
            theirs_ = np.zeros(len(graph), dtype=np.int64)
            for number, members in enumerate(kept["networkx"]):
                theirs_[list(members)] = number
            assert modularity(graph.ties, kept["aseankg"]) > 0.99 * modularity(graph.ties, theirs_)
        return result

    def scores(by: str) -> Callable[[], Any]:
        return lambda: measure(by, graph).scores(graph)

    results = [
        side(
            "eigenvector",
            scores("eigenvector"),
            lambda: nx.eigenvector_centrality(plain, weight="weight", max_iter=2000, tol=1e-10),
        ),
        side("PageRank", scores("pagerank"), lambda: nx.pagerank(plain, max_iter=1000, tol=1e-12)),
        side(
            "communities",
            lambda: louvain(graph, large=True),
            lambda: nx.community.louvain_communities(plain, seed=1),
        ),
        side(
            f"betweenness from {min(SAMPLES, len(graph))} nodes",
            lambda: paths.betweenness(graph.ties, sources=chosen),
            lambda: nx.betweenness_centrality(plain, k=min(SAMPLES, len(graph)), weight="length", seed=1),
            few,
        ),
    ]
    alone: dict[str, Callable[[], object]] = {
        "Katz": scores("katz"),
        f"closeness from {SAMPLES} nodes": lambda: paths.closeness(graph.ties, SAMPLES),
        f"harmonic from {SAMPLES} nodes": lambda: paths.harmonic(graph.ties, SAMPLES),
        f"agreement of communities over {SEEDS} seeds": lambda: agreement(graph),
    }
    return results + [compare(f"{title}: {name}", {"aseankg": work}, few) for name, work in alone.items()]


def agreement(graph: Collapsed) -> float:
    """Find communities with several seeds, and say how far they agree, over all nodes."""
    runs = [louvain(graph, seed, large=True) for seed in range(1, 1 + SEEDS)]
    return float(together(runs, runs[0]).mean()) + adjusted_rand(runs[0], runs[1])


def errors(graph: Collapsed, sample: int = SAMPLES) -> list[str]:
    """Return, for each measure that follows paths, how far the sampled one is from the exact one."""
    lines = []
    for name, exact, drawn in (
        (
            "betweenness",
            paths.betweenness(graph.ties),
            paths.betweenness(graph.ties, sources=sources(graph, sample)),
        ),
        ("closeness", paths.closeness(graph.ties), paths.closeness(graph.ties, sample)),
        ("harmonic", paths.harmonic(graph.ties), paths.harmonic(graph.ties, sample)),
    ):
        apart: NDArray[np.float64] = np.abs(exact - drawn)
        best, found = (set(np.argsort(-one, kind="stable")[:50].tolist()) for one in (exact, drawn))
        lines.append(
            f"| {name} | {apart.mean() / exact.mean():.3f} | {apart.max() / exact.max():.3f} "
            f"| {spearmanr(exact, drawn).statistic:.3f} | {len(best & found)} of {len(best)} |"
        )
    return lines


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.cases.networks", description=errors.__doc__)
    parser.add_argument("ties", type=int)
    given = network(parser.parse_args().ties)
    print(f"{given.edges:,} ties, {len(given):,} nodes, paths from {SAMPLES} of them\n")
    print(
        "| measure | mean error | largest error | rank correlation | of the first fifty |\n|---|---|---|---|---|"
    )
    print(*errors(given), sep="\n")
