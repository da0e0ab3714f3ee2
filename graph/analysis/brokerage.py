"""Who stands between whom, by groups: the five roles of Gould and Fernandez (1989, doi:10.2307/270949).

B brokers between A and C if A leads to B and B to C, and A does not lead to C itself. By the groups of the three:

| role | groups | says |
|---|---|---|
| coordinator | A = B = C | between two of its own |
| consultant | A = C, B other | between two of another group (also called itinerant broker) |
| gatekeeper | B = C, A other | lets what comes from outside in to its own |
| representative | A = B, C other | carries what its own have out |
| liaison | all three differ | between two groups, of neither |

A network without direction is read in both directions, so that each open pair counts twice, and gatekeeper and
representative are equal. Weights are left out. Two-mode networks are projected first (`collapsed.project`).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from aseankg.graph.analysis.collapsed import Collapsed, collapse, project
from aseankg.graph.analysis.groups import OTHER, groups
from aseankg.graph.analysis.network import network
from aseankg.graph.store import View

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


class Broker(NamedTuple):
    """How often an actor stands in each role, and in all of them."""

    name: str
    group: str
    coordinator: int
    consultant: int
    gatekeeper: int
    representative: int
    liaison: int
    total: int
    iri: str


class Brokers(list[Broker]):
    """The actors, the busiest first, and `notes`."""

    def __init__(self, lines: list[Broker], notes: tuple[str, ...]) -> None:
        super().__init__(lines)
        self.notes = notes


def brokerage(view: View, name: str) -> Brokers:
    """Return the brokers of a named network, by their status with ASEAN. Raises QueryError."""
    graph = network(view, name)
    as_of = graph.graph["as_of"]
    collapsed = project(collapse(graph))
    of = groups(view, as_of)
    group = {node: of.get(node, OTHER) for node in collapsed.nodes}
    lines = [
        Broker(graph.nodes[node]["label"], group[node], *counts, sum(counts), node)
        for node, counts in roles(collapsed, group).items()
    ]
    lines.sort(key=lambda line: (-line.total, line.name))
    reading = (
        "with direction" if collapsed.directed else "without direction, each open pair counted both ways"
    )
    sizes = ", ".join(f"{one} {list(group.values()).count(one)}" for one in sorted(set(group.values())))
    return Brokers(lines, (f"{name} as of {as_of}, {reading}", f"groups: {sizes or 'none'}"))


def roles(graph: Collapsed, group: Mapping[str, str]) -> dict[str, tuple[int, int, int, int, int]]:
    """Return how often each node stands in each of `ROLES`.

    >>> from scipy.sparse import csr_array
    >>> chain = Collapsed(("a", "b", "c"), csr_array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]), directed=True)
    >>> roles(chain, {"a": "north", "b": "south", "c": "south"})["b"]
    (0, 0, 1, 0, 0)
    """
    leads = ((graph.arcs if graph.directed else graph.ties).toarray() > 0).astype(bool)
    np.fill_diagonal(leads, False)
    names = {name: number for number, name in enumerate(sorted(set(group.values())))}
    own = np.array([names[group[node]] for node in graph.nodes], dtype=np.int64)
    counts = {}
    for broker, node in enumerate(graph.nodes):
        before, after = np.flatnonzero(leads[:, broker]), np.flatnonzero(leads[broker])
        open_ = ~leads[np.ix_(before, after)] & (before[:, None] != after[None, :])
        a, b, c = own[before][:, None], own[broker], own[after][None, :]
        first, last, ends = a == b, c == b, a == c
        counts[node] = (
            int((open_ & first & last).sum()),
            int((open_ & ends & ~first).sum()),
            int((open_ & last & ~first).sum()),
            int((open_ & first & ~last).sum()),
            int((open_ & ~first & ~last & ~ends).sum()),
        )
    return counts
