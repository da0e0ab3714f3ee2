"""Networks made by hand: evidence from a list of edges, and collapsed graphs from those of networkx."""

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array, triu

from aseankg.graph.analysis.collapsed import Collapsed

Edge = tuple[str, str]


def evidence(
    edges: Iterable[Edge | tuple[str, str, str]],
    *,
    modes: str = "one",
    directed: str = "no",
    weighting: str = "",
) -> "nx.MultiDiGraph[str]":
    """Return a network of these edges, each borne out by the document that may follow its ends ("x|y": by either)."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name="made",
        modes=modes,
        directed=directed,
        weighting=weighting,
        as_of="2024-12-31",
        first="",
        second="",
    )
    for number, (source, target, *said) in enumerate(edges):
        witnesses = tuple(said[0].split("|")) if said else (f"document {number}",)
        graph.add_edge(
            source,
            target,
            key=str(number),
            expected=False,
            since="",
            until="",
            witnesses=witnesses,
            critical=witnesses if len(witnesses) == 1 else (),
            about=str(number),
        )
    for node in graph:
        graph.nodes[node].update(label=node, kind="state")
    return graph


def from_networkx(graph: "nx.Graph[Any]", first: Sequence[object] = ()) -> Collapsed:
    """Return a graph of networkx collapsed; `first` are the nodes of the first mode of a two-mode graph."""
    matrix = csr_array(nx.to_scipy_sparse_array(graph, weight="weight", dtype=np.dtype(float)))
    nodes = list(graph)
    return Collapsed(
        nodes=tuple(str(node) for node in nodes),
        arcs=matrix if graph.is_directed() else csr_array(triu(matrix)),
        directed=graph.is_directed(),
        second=np.array([node not in set(first) for node in nodes]) if first else None,
    )
