"""Centralities of a network, on its collapsed weighted graph, with names.

Weights count statements between two nodes. Strength, eigenvector, Katz and PageRank read the weight as closeness;
betweenness, closeness and harmonic centrality read 1/weight as length (Opsahl et al. 2010,
doi:10.1016/j.socnet.2010.03.006, with alpha = 1).
"""

from collections.abc import Callable
from typing import NamedTuple

import networkx as nx

from aseankg.graph.analysis.network import collapse, network
from aseankg.graph.store import QueryError, View


class Rank(NamedTuple):
    """One line of a ranking. Equal scores share a rank (1, 2, 2, 4)."""

    rank: int
    name: str
    kind: str
    score: float
    iri: str


def _strength(graph: "nx.Graph[str]") -> dict[str, float]:
    return {node: float(weight) for node, weight in graph.degree(weight="weight")}


def _degree(graph: "nx.Graph[str]") -> dict[str, float]:
    return {node: float(degree) for node, degree in graph.degree()}


def _harmonic(graph: "nx.Graph[str]") -> dict[str, float]:
    return {node: float(score) for node, score in nx.harmonic_centrality(graph, distance="distance").items()}


def _eigenvector(graph: "nx.Graph[str]") -> dict[str, float]:
    """Score the largest component; elsewhere the measure says nothing, and is 0."""
    scores = dict.fromkeys(graph, 0.0)
    largest = max(nx.connected_components(graph), key=lambda part: (len(part), sorted(part)))
    part = graph.subgraph(sorted(largest))
    if len(part) > 2:  # of two nodes both are as central: 0 each would be as true as 1
        scores.update(nx.eigenvector_centrality_numpy(part, weight="weight"))
    return scores


def _katz(graph: "nx.Graph[str]") -> dict[str, float]:
    """Attenuate by 0.85 of what the largest eigenvalue allows, so that the series converges."""
    spectrum = nx.adjacency_spectrum(graph, weight="weight")
    radius = max((abs(value) for value in spectrum), default=0.0)
    alpha = 0.85 / radius if radius else 0.1
    return dict(nx.katz_centrality_numpy(graph, alpha=alpha, weight="weight"))


MEASURES: dict[str, Callable[["nx.Graph[str]"], dict[str, float]]] = {
    "degree": _degree,
    "strength": _strength,
    "betweenness": lambda graph: nx.betweenness_centrality(graph, weight="distance"),
    "closeness": lambda graph: nx.closeness_centrality(graph, distance="distance"),
    "harmonic": _harmonic,
    "eigenvector": _eigenvector,
    "katz": _katz,
    "pagerank": lambda graph: nx.pagerank(graph, weight="weight"),
}


def rank(view: View, name: str, by: str = "degree") -> list[Rank]:
    """Rank the nodes of a named network. Raises QueryError for an unknown network or measure."""
    if by not in MEASURES:
        raise QueryError(f"no measure {by!r}; there are {', '.join(MEASURES)}")
    graph = collapse(network(view, name))
    if graph.number_of_nodes() == 0:
        return []
    return ranked(graph, MEASURES[by](graph))


def ranked(graph: "nx.Graph[str]", scores: dict[str, float]) -> list[Rank]:
    """Return nodes by falling score; equal scores (to nine digits) share a rank and stand by name."""
    rounded = {node: round(score, 9) + 0.0 for node, score in scores.items()}
    order = sorted(rounded, key=lambda node: (-rounded[node], graph.nodes[node]["label"], node))
    ranks: list[Rank] = []
    for position, node in enumerate(order, start=1):
        tied = bool(ranks) and ranks[-1].score == rounded[node]
        place = ranks[-1].rank if tied else position
        data = graph.nodes[node]
        ranks.append(Rank(place, data["label"], data["kind"], rounded[node], node))
    return ranks
