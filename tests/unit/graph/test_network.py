"""Networks: the evidence, what is collapsed for measures, and what the measures say of known graphs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from aseankg.graph.analysis.centrality import MEASURES, rank, ranked
from aseankg.graph.analysis.network import collapse, network, page, projections
from aseankg.graph.build import assemble, validate
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris

RecordsCopy = Callable[..., Path]
JAPAN, ASEAN = iris.thing("state", "japan"), iris.thing("body", "asean")
INDONESIA = iris.thing("state", "indonesia")
TREATY = iris.thing("framework", "treaty-of-friendship")


@pytest.fixture
def small(records_copy: RecordsCopy) -> EmbeddedStore:
    return assemble(validate(records_copy()))[0]


def evidence(*edges: tuple[str, str, int], expected: bool = False) -> "nx.MultiDiGraph[str]":
    """Return a multigraph with so many parallel edges between two nodes."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target, times in edges:
        for number in range(times):
            graph.add_edge(source, target, key=f"{number}", expected=expected)
    for node in graph:
        graph.nodes[node].update(label=node, kind="state")
    return graph


def measured(by: str, *edges: tuple[str, str, int]) -> dict[str, float]:
    return {node: round(score, 6) for node, score in MEASURES[by](collapse(evidence(*edges))).items()}


# collapse


def test_parallel_and_opposite_edges_add_up() -> None:
    simple = collapse(evidence(("a", "b", 2), ("b", "a", 1), ("b", "c", 1)))
    assert simple["a"]["b"]["weight"] == 3
    assert simple["a"]["b"]["distance"] == pytest.approx(1 / 3)
    assert simple["b"]["c"]["weight"] == 1
    assert not simple.is_directed()


def test_loops_count_for_nothing() -> None:
    simple = collapse(evidence(("a", "a", 3), ("a", "b", 1)))
    assert list(simple.edges) == [("a", "b")]


def test_what_is_expected_counts_only_when_asked_for() -> None:
    graph = evidence(("a", "b", 1))
    graph.add_edge("a", "b", key="hoped", expected=True)
    graph.add_edge("a", "c", key="hoped", expected=True)
    graph.nodes["c"].update(label="c", kind="state")
    assert collapse(graph)["a"]["b"]["weight"] == 1
    assert not collapse(graph).has_edge("a", "c")
    assert collapse(graph, expected=True)["a"]["b"]["weight"] == 2
    assert collapse(graph, expected=True).has_edge("a", "c")
    assert "c" in collapse(graph), "the node stays"


def test_the_evidence_is_left_as_it_was() -> None:
    graph = evidence(("a", "b", 2), ("b", "b", 1))
    before: list[Any] = sorted(graph.edges(keys=True, data="expected"))
    collapse(graph)
    assert sorted(graph.edges(keys=True, data="expected")) == before


# measures, by hand: a =2= b -1- c


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
    scores = measured("betweenness", ("a", "b", 4), ("b", "c", 4), ("a", "c", 1))
    assert scores == {"a": 0, "b": 1, "c": 0}


def test_a_star_is_led_by_its_centre_in_every_measure() -> None:
    for by in MEASURES:
        scores = measured(by, *(("centre", leaf, 1) for leaf in ("n", "e", "s", "w")))
        leaves = {scores[leaf] for leaf in ("n", "e", "s", "w")}
        assert len(leaves) == 1, by
        assert scores["centre"] > leaves.pop(), by


def test_eigenvector_scores_of_a_star() -> None:
    scores = measured("eigenvector", *(("centre", leaf, 1) for leaf in ("n", "e", "s", "w")))
    assert scores["centre"] == pytest.approx(2**-0.5, abs=1e-5)
    assert scores["n"] == pytest.approx(8**-0.5, abs=1e-5)


def test_outside_the_largest_component_eigenvector_says_nothing() -> None:
    scores = measured("eigenvector", ("a", "b", 1), ("b", "c", 1), ("x", "y", 9))
    assert scores["x"] == scores["y"] == 0
    assert scores["b"] > 0


def test_a_strong_tie_lifts_what_reads_weight_as_closeness() -> None:
    for by in ("strength", "eigenvector", "katz", "pagerank"):
        scores = measured(by, ("hub", "near", 5), ("hub", "far", 1), ("hub", "other", 1))
        assert scores["near"] > scores["far"], by


# Zachary's karate club (1977), unweighted; values as published for it, nodes from 0


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
    club = nx.karate_club_graph()
    scores = MEASURES[by](collapse(evidence(*((str(a), str(b), 1) for a, b in club.edges()))))
    assert len(scores) == 34
    for node, score in expected.items():
        assert scores[node] == pytest.approx(score, abs=6e-5), node


# ranks


def test_equal_scores_share_a_rank_and_stand_by_name() -> None:
    graph: nx.Graph[str] = nx.Graph()
    for node, name in (("1", "Delta"), ("2", "Alpha"), ("3", "Charlie"), ("4", "Bravo")):
        graph.add_node(node, label=name, kind="state")
    found = ranked(graph, {"1": 1.0, "2": 3.0, "3": 2.0, "4": 2.0 + 1e-12})
    assert [(line.rank, line.name) for line in found] == [
        (1, "Alpha"),
        (2, "Bravo"),
        (2, "Charlie"),
        (4, "Delta"),
    ]


def test_nothing_has_no_ranks() -> None:
    assert ranked(nx.Graph(), {}) == []
    for by in MEASURES:
        for name in projections():
            assert rank(EmbeddedStore(), name, by) == []


def test_minus_zero_is_zero() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("a", label="a", kind="state")
    assert str(ranked(graph, {"a": -1e-12})[0].score) == "0.0"


@pytest.mark.parametrize("name", ["partnerships", "frameworks", "together", "bodies"])
def test_every_measure_ranks_every_node_of_every_network(store: EmbeddedStore, name: str) -> None:
    graph = collapse(network(store, name))
    for by, measure in MEASURES.items():
        found = ranked(graph, measure(graph))
        assert {line.iri for line in found} == set(graph), by
        assert [line.score for line in found] == sorted((line.score for line in found), reverse=True)
        assert found[0].rank == 1


def test_what_is_only_expected_ranks_nobody(small: EmbeddedStore) -> None:
    """Japan has one tie with ASEAN and one that is only planned."""
    degrees = {line.iri: line.score for line in rank(small, "partnerships", "strength")}
    assert degrees == {ASEAN: 2, JAPAN: 1, INDONESIA: 1}


def test_unknown_network_or_measure(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="partnerships"):
        rank(small, "partnership")
    with pytest.raises(QueryError, match="betweenness"):
        rank(small, "partnerships", "between")


# projections


def edges(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, str, str, bool]]:
    return sorted((a, b, data["kind"], data["expected"]) for a, b, data in graph.edges(data=True))


def test_partnerships(small: EmbeddedStore) -> None:
    assert edges(network(small, "partnerships")) == sorted(
        [
            (INDONESIA, ASEAN, "membership", False),
            (JAPAN, ASEAN, "formal status", False),
            (JAPAN, ASEAN, "expected", True),
        ]
    )


def test_frameworks(small: EmbeddedStore) -> None:
    assert edges(network(small, "frameworks")) == sorted(
        [(JAPAN, TREATY, "legal step", False), (JAPAN, TREATY, "promise", False)]
    )


def test_together(small: EmbeddedStore) -> None:
    """A meeting joins a body that took part and the state whose ambassador was in the chair."""
    assert edges(network(small, "together")) == [(INDONESIA, JAPAN, "meeting", False)]


def test_an_edge_has_its_years_and_its_sources(small: EmbeddedStore) -> None:
    graph = network(small, "partnerships")
    (data,) = [data for _, _, data in graph.edges(data=True) if data["kind"] == "formal status"]
    assert (data["start"], data["end"]) == (1977, None)
    assert data["statement"] == "partnership/japan-dialogue-partner.html"
    (citation,) = data["sources"]
    assert citation == {
        "title": "A paper on friends",
        "at": "para 2",
        "date": "2024-01-10",
        "url": "https://gazette.example/paper",
        "page": "source/paper.html",
    }


def test_a_node_has_its_name_kind_and_other_names(small: EmbeddedStore) -> None:
    data: dict[str, Any] = network(small, "partnerships").nodes[JAPAN]
    assert (data["label"], data["kind"], data["url"]) == ("Japan", "state", "state/japan.html")
    assert data["aliases"] == [("日本", "ja")]


@pytest.mark.parametrize("name", ["partnerships", "frameworks", "together"])
def test_every_edge_of_the_shipped_networks_has_a_source_or_is_its_own(
    store: EmbeddedStore, name: str
) -> None:
    for _, _, data in network(store, name).edges(data=True):
        assert data["sources"], data


def test_a_network_is_the_same_each_time(store: EmbeddedStore) -> None:
    one, two = network(store, "together"), network(store, "together")
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


def test_the_page_of_an_address() -> None:
    assert page(iris.thing("meeting_series", "a-b")) == "meeting-series/a-b.html"
    assert page(iris.source("paper")) == "source/paper.html"
    assert page("https://example.org/") == ""
