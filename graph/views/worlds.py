"""The world of one partner or framework: everything that the networks tie to it, in one picture."""

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

WORLDS = ("partnerships", "frameworks", "topics", "together")
"""Networks of which a world is made."""

MAIN_FRAMEWORKS = 12
"""Frameworks that get a world of their own: those with the most ties."""


def world(
    graphs: Iterable["nx.MultiDiGraph[str]"], centre: str, facts: Mapping[str, Any]
) -> "nx.MultiDiGraph[str]":
    """Return everything one step from a thing, with the legal and formal ties among its neighbours.

    What its neighbours meet and promise among themselves is left out: that is their world, not its.
    """
    joined: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for graph in graphs:
        if centre not in graph:
            continue
        near = {centre, *graph.successors(centre), *graph.predecessors(centre)}
        for a, b, key, data in graph.edges(near, keys=True, data=True):
            among = a in near and b in near and data["kind"] in _AMONG
            if centre in (a, b) or among:
                joined.add_edge(a, b, key=key, **data)
        for a, b, key, data in graph.in_edges(centre, keys=True, data=True):
            joined.add_edge(a, b, key=key, **data)
        joined.add_nodes_from((node, dict(graph.nodes[node])) for node in near)
    for node, data in joined.nodes(data=True):
        data["weight"] = float(joined.degree(node))
    joined.graph.update(facts)
    return joined


_AMONG = {"party", "formal status", "level of partnership"}


def main_frameworks(graph: "nx.MultiDiGraph[str]") -> list[str]:
    """Return the frameworks with the most ties, the largest first."""
    found = [node for node, data in graph.nodes(data=True) if data["kind"] == "framework"]
    return sorted(found, key=lambda node: (-graph.degree(node), node))[:MAIN_FRAMEWORKS]
