"""A measure over the years: each year's network is what held on its last day."""

from collections.abc import Sequence
from typing import NamedTuple

import networkx as nx

from aseankg.graph.analysis.centrality import ranking
from aseankg.graph.analysis.collapsed import rows
from aseankg.graph.analysis.groups import partners
from aseankg.graph.analysis.network import network
from aseankg.graph.store import QueryError, View


class Year(NamedTuple):
    """The rank, band and score of a node in the network of one year."""

    year: int
    name: str
    rank: int
    band: str
    score: float
    iri: str


def series(
    view: View, name: str, by: str = "degree", years: Sequence[int] = (), *, tolerance: bool = False
) -> list[Year]:
    """Return a measure for every year, from the first dated tie to the day of the network where no years are given.

    Ties without a date are in every year: no document says that they came later. What is known is what is known at
    the view's own clock. Raises QueryError for an unknown network or measure, or years that are none.
    """
    graph = network(view, name)
    found: list[Year] = []
    kinds = {node: str(data["kind"]) for node, data in graph.nodes(data=True)}
    last = str(graph.graph["as_of"] or "9999")
    for year in _years(graph, years):
        day = min(f"{year}-12-31", last)
        held = rows(graph, as_of=day)
        outside = partners(view, held.nodes, kinds, day) if tolerance else None
        found.extend(
            Year(year, line.name, line.rank, line.band, line.score, line.iri)
            for line in ranking(graph, held, by, outside)
        )
    return found


def _years(graph: "nx.MultiDiGraph[str]", years: Sequence[int]) -> Sequence[int]:
    if years:
        if bad := [year for year in years if not 1000 <= year <= 9999]:
            raise QueryError(f"expected years of four digits, found {bad[0]}")
        return years
    dated = [
        int(data["since"][:4])
        for _, _, data in graph.edges(data=True)
        if data["since"] and not data["expected"]
    ]
    last = int(str(graph.graph["as_of"] or max(map(str, dated), default="0"))[:4])
    return range(min(dated, default=last), last + 1) if last else ()
