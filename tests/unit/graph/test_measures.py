"""Measures: by hand, as published for known graphs, and against networkx, rustworkx and networkit."""

from collections.abc import Callable
from typing import Any

import networkit as nk
import networkx as nx
import numpy as np
import pytest
import rustworkx as rx
from networkx.algorithms import bipartite
from tests.unit.graph.networks import Edge, evidence, from_networkx

from aseankg.graph.analysis import measures, paths
from aseankg.graph.analysis.centrality import ranking
from aseankg.graph.analysis.collapsed import Collapsed, collapse, project, rows
from aseankg.graph.analysis.measures import MEASURES, measure, sources
from aseankg.graph.store import QueryError

ONE_MODE = [name for name, one in MEASURES.items() if not one.kind]
TWO_MODE = [name for name, one in MEASURES.items() if one.kind == "two"]


def scores(by: str, graph: Collapsed) -> dict[str, float]:
    return dict(zip(graph.nodes, MEASURES[by].scores(graph).tolist(), strict=True))


def measured(by: str, *edges: tuple[str, str, int]) -> dict[str, float]:
    """Measure a graph of so many parallel edges between two nodes."""
    many: list[Edge] = [(a, b) for a, b, times in edges for _ in range(times)]
    return {node: round(score, 6) for node, score in scores(by, collapse(evidence(many))).items()}


def random_graph(seed: int, *, weighted: bool = True, parts: bool = False) -> "nx.Graph[Any]":
    """Return a graph with whole weights and lengths of 12/weight, in one part or in several."""
    graph: nx.Graph[Any] = nx.gnp_random_graph(60, 0.02 if parts else 0.08, seed=seed)
    random = np.random.default_rng(seed)
    for *_, data in graph.edges(data=True):
        data["weight"] = int(random.integers(1, 5)) if weighted else 1
        data["length"] = 12 // data["weight"]  # whole, so that equal lengths are equal
    return graph


# what is collapsed


def test_parallel_and_opposite_edges_add_up() -> None:
    graph = collapse(evidence([("a", "b"), ("a", "b"), ("b", "a"), ("b", "c")]))
    assert graph.nodes == ("a", "b", "c")
    assert graph.ties.toarray().tolist() == [[0, 3, 0], [3, 0, 1], [0, 1, 0]]
    assert graph.edges == 2


def test_loops_count_for_nothing() -> None:
    graph = collapse(evidence([("a", "a"), ("a", "b"), ("c", "c")]))
    assert graph.nodes == ("a", "b")
    assert graph.edges == 1


def test_what_is_expected_counts_for_nothing() -> None:
    network = evidence([("a", "b")])
    network.add_edge("a", "c", key="hoped", expected=True)
    assert collapse(network).nodes == ("a", "b")


@pytest.mark.parametrize(
    ("since", "until", "day", "held"),
    [
        ("", "", "1000-01-01", True),
        ("2000-12-31", "", "2000-12-30", False),
        ("2000-12-31", "", "2000-12-31", True),
        ("", "2010-12-31", "2010-12-31", True),
        ("", "2010-12-31", "2011-01-01", False),
    ],
)
def test_what_is_dated_counts_while_it_holds(since: str, until: str, day: str, held: bool) -> None:
    network = evidence([("a", "b")])
    for *_, data in network.edges(data=True):
        data.update(since=since, until=until)
    assert bool(len(collapse(network, as_of=day))) is held


def test_the_evidence_is_left_as_it_was() -> None:
    network = evidence([("a", "b"), ("b", "b")])
    before = nx.to_dict_of_dicts(network)
    collapse(network)
    assert nx.to_dict_of_dicts(network) == before


def test_newmans_weighting_shares_a_meeting_among_those_who_met() -> None:
    """Three met once, and two of them once more."""
    network = evidence([("a", "b"), ("a", "c"), ("b", "c"), ("a", "b")], weighting="overlap")
    for *_, key, data in network.edges(keys=True, data=True):
        data["about"] = "alone" if key == "3" else "three met"
    assert collapse(network).to_networkx()["a"]["b"]["weight"] == 2
    ties = collapse(network, weighting="newman").to_networkx()
    assert {frozenset((a, b)): data["weight"] for a, b, data in ties.edges(data=True)} == {
        frozenset("ab"): 1.5,
        frozenset("ac"): 0.5,
        frozenset("bc"): 0.5,
    }
    with pytest.raises(QueryError, match="overlap, newman"):
        collapse(network, weighting="none")
    with pytest.raises(QueryError, match="ties of their own"):
        collapse(evidence([("a", "b")]), weighting="newman")


def test_two_modes_are_kept_apart_and_projected_after_newman() -> None:
    davis = nx.davis_southern_women_graph()
    women = davis.graph["top"]
    projected = project(from_networkx(davis, women)).to_networkx()
    expected = bipartite.collaboration_weighted_projected_graph(davis, women)
    assert {frozenset(edge) for edge in projected.edges} == {frozenset(edge) for edge in expected.edges}
    for a, b, data in expected.edges(data=True):
        assert projected[a][b]["weight"] == pytest.approx(data["weight"])
    with pytest.raises(ValueError, match="both modes"):
        rows(evidence([("a", "b"), ("b", "c")], modes="two"))


# by hand: a =2= b -1- c


@pytest.mark.parametrize(
    ("by", "a", "b", "c"),
    [
        ("degree", 1, 2, 1),
        ("strength", 2, 3, 1),
        ("betweenness", 0, 1, 0),
        ("closeness", 1, 1.333333, 0.8),  # lengths 1/2 and 1; (n - 1) / sum of lengths
        ("harmonic", 2.666667, 3, 1.666667),
    ],
)
def test_a_short_chain(by: str, a: float, b: float, c: float) -> None:
    assert measured(by, ("a", "b", 2), ("b", "c", 1)) == {"a": a, "b": b, "c": c}


def test_the_detour_over_strong_ties_is_shorter() -> None:
    found = measured("betweenness", ("a", "b", 4), ("b", "c", 4), ("a", "c", 1))
    assert found == {"a": 0, "b": 1, "c": 0}


def test_equal_lengths_are_equal_although_their_sums_differ_in_the_last_digit() -> None:
    """From s to t: 1/3 + 1/3 + 1/3 over a and b, 1/2 + 1/2 over c. Half of the paths each."""
    edges = (("s", "a", 3), ("a", "b", 3), ("b", "t", 3), ("s", "c", 2), ("c", "t", 2))
    found = measured("betweenness", *edges)
    assert found["a"] == found["b"]
    assert found["c"] == pytest.approx(0.5 / 6, abs=1e-6)


@pytest.mark.parametrize("by", ONE_MODE)
def test_a_star_is_led_by_its_centre_in_every_measure(by: str) -> None:
    found = measured(by, *(("centre", leaf, 1) for leaf in ("n", "e", "s", "w")))
    leaves = {found[leaf] for leaf in ("n", "e", "s", "w")}
    assert len(leaves) == 1
    assert found["centre"] > leaves.pop()


def test_outside_the_largest_component_eigenvector_says_nothing() -> None:
    found = measured("eigenvector", ("a", "b", 1), ("b", "c", 1), ("x", "y", 9))
    assert found["x"] == found["y"] == 0
    assert found["b"] == pytest.approx(2**-0.5, abs=1e-6)


def test_a_directed_network_is_read_both_ways_and_one_way() -> None:
    graph = collapse(evidence([("a", "b"), ("a", "b"), ("a", "c"), ("b", "a")], directed="yes"))
    assert scores("in-degree", graph) == {"a": 1, "b": 1, "c": 1}
    assert scores("out-degree", graph) == {"a": 2, "b": 1, "c": 0}
    assert scores("in-strength", graph) == {"a": 1, "b": 2, "c": 1}
    assert scores("out-strength", graph) == {"a": 3, "b": 1, "c": 0}
    assert scores("degree", graph) == {"a": 2, "b": 1, "c": 1}
    assert scores("strength", graph) == {"a": 4, "b": 3, "c": 1}


@pytest.mark.parametrize("by", ONE_MODE)
def test_two_nodes_and_many_parts(by: str) -> None:
    for edges in ([("a", "b", 2)], [("a", "b", 1), ("c", "d", 1), ("e", "f", 1)]):
        assert all(np.isfinite(list(measured(by, *edges).values())))
        assert len(set(measured(by, *edges).values())) == 1 or by == "eigenvector"


@pytest.mark.parametrize("by", MEASURES)
def test_a_node_that_lost_all_others(by: str) -> None:
    """Leaving out a partner can leave a mode without nodes."""
    made = evidence([("a", "x")], modes="two")
    alone = rows(made).without(0)
    assert alone.nodes == ("x",)
    assert np.isfinite(MEASURES[by].scores(alone)).all()


def test_measures_that_are_none_or_for_other_networks() -> None:
    graph = collapse(evidence([("a", "b")]))
    with pytest.raises(QueryError, match="nearest: betweenness"):
        measure("betweeness", graph)
    with pytest.raises(QueryError, match="two-mode networks; there are degree, strength"):
        measure("two-mode-degree", graph)
    with pytest.raises(QueryError, match="directed networks"):
        measure("in-degree", graph)


@pytest.mark.parametrize("by", MEASURES)
def test_every_measure_says_what_it_counts_and_where_it_comes_from(by: str) -> None:
    assert MEASURES[by].about
    assert any(letter.isdigit() for letter in MEASURES[by].reference)


# as published


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("degree", {"33": 17, "0": 16, "32": 12, "2": 10, "1": 9, "11": 1}),
        ("betweenness", {"0": 0.43764, "33": 0.30407, "32": 0.14525, "2": 0.14366, "31": 0.13828, "11": 0}),
        ("closeness", {"0": 0.56897, "2": 0.55932, "33": 0.55, "16": 0.28448}),
        ("eigenvector", {"33": 0.37337, "0": 0.35549, "2": 0.31719, "32": 0.30864}),
        ("pagerank", {"33": 0.10092, "0": 0.09700, "32": 0.07169, "2": 0.05708}),
    ],
)
def test_the_karate_club(by: str, expected: dict[str, float]) -> None:
    """Zachary 1977, unweighted, nodes from 0."""
    club: nx.Graph[Any] = nx.Graph(nx.karate_club_graph().edges())
    found = scores(by, from_networkx(club))
    assert len(found) == 34
    for node, score in expected.items():
        assert found[node] == pytest.approx(score, abs=6e-5), node


def test_the_families_of_florence() -> None:
    """Betweenness of marriages as printed, for example, by Wasserman and Faust 1994; Pucci married nobody."""
    found = scores("betweenness", from_networkx(nx.florentine_families_graph()))
    expected = {
        "Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143, "Ridolfi": 0.114,
        "Bischeri": 0.104, "Strozzi": 0.103, "Barbadori": 0.093, "Tornabuoni": 0.092, "Castellani": 0.055,
        "Peruzzi": 0.022, "Acciaiuoli": 0, "Ginori": 0, "Lamberteschi": 0, "Pazzi": 0,
    }  # fmt: skip
    assert {node: round(score, 3) for node, score in found.items()} == expected


DAVIS = {
    "Evelyn Jefferson": (0.57, 0.80, 0.10),
    "Theresa Anderson": (0.57, 0.80, 0.09),
    "Nora Fayette": (0.57, 0.80, 0.11),
    "Sylvia Avondale": (0.50, 0.77, 0.07),
    "Laura Mandeville": (0.50, 0.73, 0.05),
    "Helen Lloyd": (0.36, 0.73, 0.04),
    "Pearl Oglethorpe": (0.21, 0.67, 0.01),
    "Dorothy Murchison": (0.14, 0.65, 0.00),
    "Flora Price": (0.14, 0.59, 0.01),
    "E8": (0.78, 0.85, 0.24),
    "E9": (0.67, 0.79, 0.23),
    "E7": (0.56, 0.73, 0.13),
    "E1": (0.17, 0.52, 0.00),
}
"""Degree, closeness and betweenness of the two-mode graph, as Borgatti and Halgin print them after Davis et al. 1941."""


@pytest.mark.parametrize(
    ("by", "column"), [("two-mode-degree", 0), ("two-mode-closeness", 1), ("two-mode-betweenness", 2)]
)
def test_women_of_the_south_and_the_events_they_went_to(by: str, column: int) -> None:
    davis = nx.davis_southern_women_graph()
    found = scores(by, from_networkx(davis, davis.graph["top"]))
    for node, values in DAVIS.items():
        assert found[node] == pytest.approx(values[column], abs=0.01), node


# against other libraries, on random graphs


def same(found: dict[str, float], other: "dict[Any, float]", tolerance: float = 1e-9) -> None:
    assert set(found) == {str(node) for node in other}
    for node, score in other.items():
        assert found[str(node)] == pytest.approx(score, abs=tolerance), node


WITH_NETWORKX: dict[str, Callable[["nx.Graph[Any]"], "dict[Any, float]"]] = {
    "degree": lambda g: dict(g.degree()),
    "strength": lambda g: dict(g.degree(weight="weight")),
    "betweenness": lambda g: nx.betweenness_centrality(g, weight="length"),
    "closeness": lambda g: {n: 12 * c for n, c in nx.closeness_centrality(g, distance="length").items()},
    "harmonic": lambda g: {n: 12 * c for n, c in nx.harmonic_centrality(g, distance="length").items()},
    "katz": lambda g: nx.katz_centrality_numpy(
        g, alpha=0.85 / max(nx.adjacency_spectrum(g, weight="weight").real), weight="weight"
    ),
    "pagerank": lambda g: nx.pagerank(g, weight="weight", tol=1e-13, max_iter=1000),
}


@pytest.mark.parametrize("by", WITH_NETWORKX)
@pytest.mark.parametrize(("seed", "parts"), [(1, False), (2, False), (3, True)])
def test_the_same_as_networkx(by: str, seed: int, parts: bool) -> None:
    graph = random_graph(seed, parts=parts)
    same(scores(by, from_networkx(graph)), WITH_NETWORKX[by](graph))


def test_eigenvector_is_the_same_as_that_of_networkx() -> None:
    graph = random_graph(4)
    graph = graph.subgraph(max(nx.connected_components(graph), key=len)).copy()
    found = scores("eigenvector", from_networkx(graph))
    same(found, nx.eigenvector_centrality_numpy(graph, weight="weight"), 1e-8)


@pytest.mark.parametrize("weighted", [False, True])
def test_paths_from_a_sample_are_those_that_networkx_counts(weighted: bool) -> None:
    graph = random_graph(5)
    collapsed = from_networkx(graph)
    found = paths.betweenness(collapsed.ties, weighted=weighted, sources=sources(collapsed, 17, 7))
    other = nx.betweenness_centrality(graph, k=17, seed=7, weight="length" if weighted else None)
    same(dict(zip(collapsed.nodes, found.tolist(), strict=True)), other)


def test_large_graphs_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(random_graph(5))
    assert sources(graph) is None
    exact = MEASURES["betweenness"].scores(graph)
    monkeypatch.setattr(measures, "SAMPLE_ABOVE", 59)
    monkeypatch.setattr(measures, "SAMPLES", 60)
    assert MEASURES["betweenness"].scores(graph) == pytest.approx(exact), "a sample of all is exact"


def test_many_blocks_come_to_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(random_graph(6))
    whole = {by: MEASURES[by].scores(graph) for by in ("betweenness", "closeness", "harmonic")}
    monkeypatch.setattr(paths, "_CELLS", 500)
    for by, found in whole.items():
        assert MEASURES[by].scores(graph) == pytest.approx(found), by


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_as_rustworkx(seed: int) -> None:
    graph = random_graph(seed, weighted=False)
    other: Any = rx.networkx_converter(graph)
    collapsed = from_networkx(graph)
    same(scores("betweenness", collapsed), dict(rx.graph_betweenness_centrality(other)))
    same(scores("closeness", collapsed), dict(rx.graph_closeness_centrality(other)))
    weighted = random_graph(seed)
    directed: Any = rx.networkx_converter(weighted.to_directed())
    found = rx.pagerank(directed, weight_fn=lambda edge: float(edge["weight"]), tol=1e-13, max_iter=1000)
    same(scores("pagerank", from_networkx(weighted)), dict(found), 1e-8)


@pytest.mark.parametrize("seed", [1, 2])
def test_weighted_paths_are_the_same_as_those_of_networkit(seed: int) -> None:
    graph = random_graph(seed)
    other = nk.Graph(len(graph), weighted=True)
    for a, b, data in graph.edges(data=True):
        other.addEdge(a, b, data["length"])
    found = nk.centrality.Betweenness(other, normalized=True).run().scores()
    same(scores("betweenness", from_networkx(graph)), dict(enumerate(found)))


@pytest.mark.parametrize("by", TWO_MODE)
def test_two_mode_forms_are_the_same_as_those_of_networkx(by: str) -> None:
    graph = bipartite.random_graph(30, 12, 0.12, seed=3)
    graph.remove_nodes_from([node for node, degree in dict(graph.degree()).items() if not degree])
    first = [node for node, data in graph.nodes(data=True) if data["bipartite"] == 0]
    others: dict[str, Callable[..., dict[Any, float]]] = {
        "two-mode-degree": bipartite.degree_centrality,
        "two-mode-betweenness": bipartite.betweenness_centrality,
        "two-mode-closeness": bipartite.closeness_centrality,
    }
    same(scores(by, from_networkx(graph, first)), others[by](graph, first))


# large networks


@pytest.mark.parametrize("by", ["closeness", "harmonic"])
@pytest.mark.parametrize("parts", [False, True])
def test_paths_from_a_sample_of_all_are_exact(by: str, parts: bool) -> None:
    graph = from_networkx(random_graph(4, parts=parts))
    take = getattr(paths, by)
    assert take(graph.ties, sample=len(graph)) == pytest.approx(take(graph.ties), rel=1e-12)


def test_a_sample_is_drawn_in_each_part() -> None:
    """Small parts count in full, whatever is drawn elsewhere; the rest is near and in nearly the same order."""
    large: nx.Graph[Any] = nx.barabasi_albert_graph(400, 3, seed=5)
    graph = from_networkx(nx.disjoint_union(large, nx.path_graph(3)))
    for take in (paths.closeness, paths.harmonic):
        exact, drawn = take(graph.ties), take(graph.ties, sample=100)
        small = [number for number, part in enumerate(_sizes(graph)) if part == 3]
        assert len(small) == 3
        assert drawn[small] == pytest.approx(exact[small], rel=1e-12)
        assert np.abs(drawn - exact).max() < 0.1 * exact.max()
        assert np.corrcoef(exact, drawn)[0, 1] > 0.95


def _sizes(graph: Collapsed) -> list[int]:
    sizes = [0] * len(graph)
    for nodes, _ in paths.parts(graph.ties):
        for node in nodes.tolist():
            sizes[node] = len(nodes)
    return sizes


def test_parts_have_all_nodes_and_ties() -> None:
    graph = from_networkx(random_graph(9, parts=True))
    found = list(paths.parts(graph.ties))
    assert len(found) > 3
    assert sorted(np.concatenate([nodes for nodes, _ in found]).tolist()) == list(range(len(graph)))
    for nodes, ties in found:
        assert (ties.toarray() == graph.ties[nodes][:, nodes].toarray()).all()
    assert sum(ties.nnz for _, ties in found) == graph.ties.nnz


@pytest.mark.parametrize("by", ["betweenness", "closeness", "harmonic"])
def test_a_ranking_says_that_paths_were_sampled(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = evidence([(str(a), str(b)) for a, b in random_graph(2).edges])
    assert "estimated" not in " ".join(ranking(network, rows(network), by).notes)
    monkeypatch.setattr(measures, "SAMPLE_ABOVE", 10)
    monkeypatch.setattr(measures, "SAMPLES", 20)
    assert "estimated" in " ".join(ranking(network, rows(network), by).notes)
    assert "estimated" not in " ".join(ranking(network, rows(network), "strength").notes)


def test_katz_of_a_large_network_is_what_the_full_matrix_says(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(random_graph(6, parts=True))
    full = MEASURES["katz"].scores(graph)
    monkeypatch.setattr(measures, "_FULL", 0)
    assert MEASURES["katz"].scores(graph) == pytest.approx(full, abs=1e-10)
