"""Rankings of a network, with what they are worth: bands of ranks that one document or one partner can move."""

from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx
import numpy as np

from aseankg.graph.analysis.collapsed import Rows, Scores, rows
from aseankg.graph.analysis.groups import partners
from aseankg.graph.analysis.measures import SAMPLES, measure, sources
from aseankg.graph.analysis.network import network
from aseankg.graph.analysis.tolerance import bands, leave_out_nodes, leave_out_sources, places
from aseankg.graph.store import QueryError, View
from aseankg.loaders.problems import nearest


class Rank(NamedTuple):
    """One line of a ranking. Equal scores share a rank (1, 2, 2, 4); in a two-mode network each mode is ranked apart.

    `band` is the rank, or "3-5" where it does not hold. The ranges are those without one document (`source_…`), without
    one partner (`partner_…`), and of the score without either; empty where tolerance was not asked for.
    """

    rank: int
    name: str
    kind: str
    score: float
    iri: str
    mode: str = ""
    band: str = ""
    source_low: int | None = None
    source_high: int | None = None
    partner_low: int | None = None
    partner_high: int | None = None
    score_low: float | None = None
    score_high: float | None = None


class Ranking(list[Rank]):
    """The lines, the highest first, and `notes`: what was measured, as of when, and how far it holds."""

    def __init__(self, lines: list[Rank], notes: tuple[str, ...] = ()) -> None:
        super().__init__(lines)
        self.notes = notes

    def of(self, mode: str) -> "Ranking":
        """Return the lines of one mode of a two-mode network. Raises QueryError if it has no such mode."""
        modes = list(dict.fromkeys(line.mode for line in self if line.mode))
        if self and mode not in modes:
            there = (
                f"{nearest(mode, modes)}; there are {', '.join(modes)}"
                if modes
                else ": the network is one-mode"
            )
            raise QueryError(f"no mode {mode!r}{there}")
        return Ranking([line for line in self if line.mode == mode], self.notes)


def rank(
    view: View, name: str, by: str = "degree", *, tolerance: bool = True, weighting: str | None = None
) -> Ranking:
    """Rank the nodes of a named network. Raises QueryError for an unknown network, measure or weighting."""
    graph = network(view, name)
    found = rows(graph, weighting=weighting)
    kinds = {node: str(data["kind"]) for node, data in graph.nodes(data=True)}
    outside = partners(view, found.nodes, kinds, graph.graph["as_of"]) if tolerance else None
    return ranking(graph, found, by, outside)


def ranking(
    graph: "nx.MultiDiGraph[str]", found: Rows, by: str = "degree", outside: list[str] | None = None
) -> Ranking:
    """Rank the nodes of the edges that count; with `outside`, the partners to leave out in turn, say how far it holds."""
    collapsed = found.collapse()
    chosen = measure(by, collapsed, str(graph.graph.get("name") or "this network"))
    when = _when(graph)
    if not len(collapsed):
        return Ranking([], (f"no tie of this network holds {when}",))
    scores = chosen.scores(collapsed)
    notes = [f"{by}: {chosen.about}", f"{len(collapsed)} nodes, {collapsed.edges} pairs, {when}"]
    if chosen.by_paths and sources(collapsed) is not None:
        notes.append(f"estimated from the paths of {SAMPLES} nodes")
    lines, first = _lines(graph, found, scores), str(graph.graph.get("first") or "first")
    if outside is None:
        return Ranking(_sorted(lines, first), tuple(notes))
    by_source = leave_out_sources(found, chosen.scores, scores)
    index = {node: number for number, node in enumerate(found.nodes)}
    by_partner = leave_out_nodes(found, chosen.scores, scores, [index[node] for node in outside])
    notes.append(
        f"{by_source.tried} documents left out in turn: {by_source.changed} change a tie, {by_source.moved} a rank; "
        f"{by_partner.tried} partners left out in turn: {by_partner.moved} change a rank"
    )
    least = np.minimum(by_source.least, by_partner.least)
    most = np.maximum(by_source.most, by_partner.most)
    spread = [
        line._replace(
            band=band,
            source_low=int(by_source.first[number]),
            source_high=int(by_source.last[number]),
            partner_low=int(by_partner.first[number]),
            partner_high=int(by_partner.last[number]),
            score_low=_rounded(least[number]),
            score_high=_rounded(most[number]),
        )
        for number, (line, band) in enumerate(zip(lines, bands(by_source, by_partner), strict=True))
    ]
    return Ranking(_sorted(spread, first), tuple(notes))


def _lines(graph: "nx.MultiDiGraph[str]", found: Rows, scores: Scores) -> list[Rank]:
    order = places(scores, found.second)
    modes = [str(graph.graph.get(key) or key) for key in ("first", "second")]
    lines = []
    for number, node in enumerate(found.nodes):
        data = graph.nodes[node]
        mode = "" if found.second is None else modes[int(found.second[number])]
        place = int(order[number])
        lines.append(
            Rank(place, data["label"], data["kind"], _rounded(scores[number]), node, mode, str(place))
        )
    return lines


def _sorted(lines: Iterable[Rank], first: str) -> list[Rank]:
    return sorted(lines, key=lambda line: (line.mode not in ("", first), line.rank, line.name, line.iri))


def _rounded(score: float) -> float:
    return round(float(score), 9) + 0.0  # no minus zero


def _when(graph: "nx.MultiDiGraph[str]") -> str:
    as_of, known_on = graph.graph.get("as_of"), graph.graph.get("known_on")
    return (f"as of {as_of}" if as_of else "of any date") + (f", as known on {known_on}" if known_on else "")
