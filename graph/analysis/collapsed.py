"""A network collapsed for measuring: nodes in one order, and a sparse matrix of what each tie weighs.

Every measure reads this and nothing else. What is only expected counts for nothing, loops are dropped, and of what is
dated only what holds on the day is counted. Nodes without any such tie are not part of what is measured.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array

from aseankg.graph.store import QueryError

Scores = NDArray[np.float64]
WEIGHTINGS = ("overlap", "newman")
"""What sharing one thing is worth to two of the k that share it: 1, or 1/(k - 1) (Newman 2001, doi:10.1103/PhysRevE.64.016132)."""


@dataclass(frozen=True)
class Collapsed:
    """Nodes, and `arcs[i, j]`: what leads from node i to node j weighs. `second` marks nodes of the second mode."""

    nodes: tuple[str, ...]
    arcs: csr_array
    directed: bool = False
    second: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.nodes)

    @property
    def two_mode(self) -> bool:
        """Return whether ties only join nodes of two different modes."""
        return self.second is not None

    @cached_property
    def ties(self) -> csr_array:
        """Return the symmetric matrix: what joins two nodes in either direction, added up."""
        return csr_array(self.arcs + self.arcs.T)

    @property
    def edges(self) -> int:
        """Return the number of pairs that are joined."""
        return int(self.ties.nnz // 2)

    def to_networkx(self) -> "nx.Graph[str]":
        """Return the undirected graph with `weight`, and `distance` = 1/weight."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.nodes)
        ties = self.ties.tocoo()
        for a, b, weight in zip(ties.row.tolist(), ties.col.tolist(), ties.data.tolist(), strict=True):
            if a < b:
                graph.add_edge(self.nodes[a], self.nodes[b], weight=weight, distance=1 / weight)
        return graph


@dataclass(frozen=True)
class Rows:
    """The edges of a network that count, one a row, from which collapsed graphs are made: of all, or of some."""

    nodes: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    statement: NDArray[np.int64]
    critical: dict[str, NDArray[np.int64]]
    """For each witness, the rows that nobody else bears out."""
    witnesses: int
    """How many documents, copies counted once, stand behind the rows."""
    directed: bool
    newman: bool
    second: NDArray[np.bool_] | None = None

    def collapse(self, kept: NDArray[np.bool_] | None = None) -> Collapsed:
        """Return the collapsed graph of all rows, or of those kept. The nodes stay."""
        source, target, statement = self.source, self.target, self.statement
        if kept is not None:
            source, target, statement = source[kept], target[kept], statement[kept]
        amounts = self._shares(source, target, statement) if self.newman else np.ones(len(source))
        size = len(self.nodes)
        arcs = csr_array(coo_array((amounts, (source, target)), shape=(size, size)))
        arcs.sum_duplicates()
        return Collapsed(self.nodes, arcs, self.directed, self.second)

    def without(self, node: int) -> Collapsed:
        """Return the collapsed graph in which a node never was."""
        graph = self.collapse((self.source != node) & (self.target != node))
        kept = np.flatnonzero(np.arange(len(self.nodes)) != node)
        return Collapsed(
            tuple(self.nodes[number] for number in kept),
            csr_array(graph.arcs[kept][:, kept]),
            self.directed,
            None if self.second is None else self.second[kept],
        )

    def _shares(
        self, source: NDArray[np.int64], target: NDArray[np.int64], statement: NDArray[np.int64]
    ) -> Scores:
        """Return 1/(k - 1) for each row, where k nodes share its statement."""
        pairs = np.unique(np.column_stack([np.tile(statement, 2), np.concatenate([source, target])]), axis=0)
        sharing = np.bincount(pairs[:, 0], minlength=int(statement.max(initial=0)) + 1)
        shares: Scores = 1.0 / (sharing[statement] - 1)
        return shares


def rows(graph: "nx.MultiDiGraph[str]", as_of: str | None = None, weighting: str | None = None) -> Rows:
    """Return the edges that count: done, between two nodes, and held on a day (the network's own, unless another is given).

    A tie is left out if it certainly began later or certainly ended earlier; what has no date stays. Raises QueryError
    for a weighting that the network does not have.
    """
    newman = _newman(graph, weighting)
    day = as_of if as_of is not None else str(graph.graph.get("as_of") or "")
    held = [
        (a, b, data)
        for a, b, data in graph.edges(data=True)
        if a != b and not data["expected"] and _holds(data, day)
    ]
    nodes = tuple(sorted({node for a, b, _ in held for node in (a, b)}))
    index = {node: number for number, node in enumerate(nodes)}
    statements: dict[str, int] = {}
    critical: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, data) in enumerate(held):
        statements.setdefault(str(data.get("about", number)), len(statements))
        for witness in data.get("critical", ()):
            critical[witness].append(number)
    return Rows(
        nodes=nodes,
        source=_numbers(index[a] for a, _, _ in held),
        target=_numbers(index[b] for _, b, _ in held),
        statement=_numbers(statements[str(data.get("about", n))] for n, (_, _, data) in enumerate(held)),
        critical={witness: _numbers(critical[witness]) for witness in sorted(critical)},
        witnesses=len({witness for _, _, data in held for witness in data.get("witnesses", ())}),
        directed=graph.graph.get("directed") == "yes",
        newman=newman,
        second=_second(graph, held, index) if graph.graph.get("modes") == "two" else None,
    )


def collapse(
    graph: "nx.MultiDiGraph[str]", as_of: str | None = None, weighting: str | None = None
) -> Collapsed:
    """Return the graph on which measures are taken: see `rows`."""
    return rows(graph, as_of, weighting).collapse()


def project(graph: Collapsed) -> Collapsed:
    """Return the first mode of a two-mode graph, joined by what they share, weighted after Newman.

    Two actors that share a thing with k actors in all get 1/(k - 1) for it, whatever the ties weigh. Other graphs
    are returned as they are.
    """
    if graph.second is None:
        return graph
    first = np.flatnonzero(~graph.second)
    shared = csr_array((graph.ties[first][:, np.flatnonzero(graph.second)] > 0).astype(np.float64))
    sharing = np.asarray(shared.sum(axis=0)).ravel()
    share = np.divide(1.0, sharing - 1, out=np.zeros_like(sharing), where=sharing > 1)
    joined = csr_array(shared @ diags_array(share) @ shared.T)
    upper = coo_array(joined)
    keep = upper.row < upper.col
    arcs = csr_array(coo_array((upper.data[keep], (upper.row[keep], upper.col[keep])), shape=joined.shape))
    return Collapsed(tuple(graph.nodes[number] for number in first), arcs)


def _newman(graph: "nx.MultiDiGraph[str]", weighting: str | None) -> bool:
    if weighting is None:
        return graph.graph.get("weighting") == "newman"
    if weighting not in WEIGHTINGS:
        raise QueryError(f"no weighting {weighting!r}; there are {', '.join(WEIGHTINGS)}")
    if weighting == "newman" and not graph.graph.get("weighting"):
        raise QueryError(
            f"{graph.graph.get('name')} joins nodes by ties of their own; Newman's weighting is for what they share"
        )
    return weighting == "newman"


def _holds(data: dict[str, Any], day: str) -> bool:
    """Return whether a tie holds on a day; ISO days compare as text."""
    since, until = data.get("since", ""), data.get("until", "")
    return not day or ((not since or since <= day) and (not until or until >= day))


def _second(
    graph: "nx.MultiDiGraph[str]", held: list[tuple[str, str, Any]], index: dict[str, int]
) -> NDArray[np.bool_]:
    """Return which nodes are of the second mode. Raises ValueError if one is of both: the question is wrong then."""
    first, second = {a for a, _, _ in held}, {b for _, b, _ in held}
    if both := first & second:
        raise ValueError(f"{graph.graph.get('name')}: {min(both)} stands in both modes")
    return np.array([node in second for node in index], dtype=np.bool_)


def _numbers(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)
