"""How far a ranking holds: omissions by hand, and the quick way against the slow one."""

import numpy as np
import pytest
from tests.unit.graph.conftest_small import graph, paper
from tests.unit.graph.networks import evidence

from aseankg.graph.analysis.centrality import Ranking, rank, ranking
from aseankg.graph.analysis.collapsed import collapse, rows
from aseankg.graph.analysis.measures import MEASURES
from aseankg.graph.analysis.network import network
from aseankg.graph.analysis.tolerance import leave_out_sources, places
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore

CHAIN = [("a", "b", "one"), ("b", "c", "two"), ("c", "d", "two"), ("d", "e", "one|two"), ("b", "e", "three")]


def bands(found: Ranking) -> dict[str, str]:
    return {line.name: line.band for line in found}


def test_ranks_are_shared_and_each_mode_has_its_own() -> None:
    scores = np.array([1.0, 3.0, 2.0, 2.0 + 1e-12])
    assert places(scores).tolist() == [4, 1, 2, 2]
    assert places(scores, np.array([True, False, True, False])).tolist() == [2, 1, 1, 2]
    assert places(np.zeros(0)).tolist() == []


def test_ranks_without_each_document_by_hand() -> None:
    """Degrees: a 1, b 3, c 2, d 2, e 2. Without one: 0 2 2 2 2; without two: 1 2 0 1 2; without three: 1 2 2 2 1."""
    made = evidence(CHAIN)
    found = ranking(made, rows(made), "degree", [])
    assert bands(found) == {"b": "1", "c": "1-5", "d": "1-3", "e": "1-4", "a": "3-5"}
    (b,) = [line for line in found if line.name == "b"]
    assert (b.source_low, b.source_high, b.score_low, b.score_high) == (1, 1, 2, 3)
    assert "3 documents left out in turn: 3 change a tie, 3 a rank" in found.notes[-1]


def test_ranks_without_each_partner_by_hand() -> None:
    """Without b: degrees a 0, c 1, d 2, e 1; b's own first place stays empty."""
    made = evidence([(a, b, "x|y") for a, b, _ in CHAIN])
    found = ranking(made, rows(made), "degree", ["b"])
    lines = {line.name: (line.rank, line.partner_low, line.partner_high) for line in found}
    assert lines == {"b": (1, 1, 1), "c": (2, 2, 3), "d": (2, 2, 2), "e": (2, 2, 3), "a": (5, 5, 5)}
    assert all(line.source_low == line.source_high == line.rank for line in found), "two documents say each"


def test_what_every_document_says_holds() -> None:
    made = evidence([(a, b, "x|y") for a, b, _ in CHAIN])
    found = ranking(made, rows(made), "betweenness", [])
    assert all(line.band == str(line.rank) for line in found)
    assert "2 documents left out in turn: 0 change a tie, 0 a rank" in found.notes[-1]


@pytest.mark.parametrize("by", [name for name, one in MEASURES.items() if not one.kind])
def test_the_quick_way_is_the_slow_way(by: str) -> None:
    """A network made anew without the edges of each document gives the same extremes."""
    random = np.random.default_rng(5)
    edges = [
        (f"n{a}", f"n{b}", f"d{random.integers(12)}")
        for a, b in random.integers(0, 15, (60, 2)).tolist()
        if a != b
    ]
    made = evidence(edges)
    found = rows(made)
    base = MEASURES[by].scores(found.collapse())
    quick = leave_out_sources(found, MEASURES[by].scores, base)
    slow = [base]
    for document in sorted({said for *_, said in edges}):
        rest = collapse(evidence([edge for edge in edges if edge[2] != document]))
        scores = dict(zip(rest.nodes, MEASURES[by].scores(rest).tolist(), strict=True))
        if set(scores) == set(
            found.nodes
        ):  # a node that loses all ties stays, and changes what is divided by
            slow.append(np.array([scores[node] for node in found.nodes]))
    assert len(slow) > 8
    assert (quick.least <= np.min(slow, axis=0) + 1e-9).all()
    assert (quick.most >= np.max(slow, axis=0) - 1e-9).all()
    if len(slow) == 1 + len(found.critical):
        assert quick.least == pytest.approx(np.min(slow, axis=0))
        assert quick.most == pytest.approx(np.max(slow, axis=0))


def test_nothing_has_no_ranks() -> None:
    for by in ("degree", "betweenness", "eigenvector", "katz", "pagerank"):
        found = rank(EmbeddedStore(), "partnerships", by)
        assert found == []
        assert found.notes == ("no tie of this network holds of any date",)


TIES = """
- partnership: japan-dialogue
  partner: japan
  status: dialogue partner
  start: 1977
  at: para 1
- partnership: japan-strategic
  partner: japan
  level: strategic partnership
  start: 2023
  at: para 2
- membership: indonesia-member
  member: indonesia
  of: asean
  role: member
  start: 1967-08-08
  at: para 3
- membership: timor-leste-member
  member: timor-leste
  of: asean
  role: member
  start: 2025-10-26
  at: para 4
"""


def test_a_ranking_of_records() -> None:
    """One document says all, and another Indonesia's membership again: without the first, Japan has nothing left."""
    again = TIES[TIES.index("- membership: indonesia") : TIES.index("- membership: timor")]
    store = graph(paper("one", TIES, retrieved="2025-12-31"), paper("two", again))
    found = rank(store, "partnerships", "strength")
    assert [(line.band, line.name, line.score, line.score_low) for line in found] == [
        ("1", "ASEAN", 4, 1),
        ("2-3", "Japan", 2, 0),
        ("1-3", "Indonesia", 1, 1),
        ("3", "Timor Leste", 1, 0),
    ]
    assert "2 documents left out in turn: 1 change a tie, 1 a rank" in found.notes[-1]
    assert "1 partners left out in turn: 0 change a rank" in found.notes[-1], "Japan: members are no partners"


def test_without_tolerance_ranks_stand_alone() -> None:
    store = graph(paper("one", TIES, retrieved="2025-12-31"))
    found = rank(store, "partnerships", "strength", tolerance=False)
    assert [(line.rank, line.band, line.source_low, line.score_high) for line in found] == [
        (1, "1", None, None),
        (2, "2", None, None),
        (3, "3", None, None),
        (3, "3", None, None),
    ]


def test_one_mode_of_two() -> None:
    made = evidence([("a", "x"), ("b", "x"), ("b", "y")], modes="two")
    made.graph.update(first="actors", second="things")
    found = ranking(made, rows(made), "degree", ["a"])
    assert [(line.mode, line.rank, line.name) for line in found] == [
        ("actors", 1, "b"),
        ("actors", 2, "a"),
        ("things", 1, "x"),
        ("things", 2, "y"),
    ]
    assert [line.name for line in found.of("things")] == ["x", "y"]
    with pytest.raises(QueryError, match="nearest: things; there are actors, things"):
        found.of("thing")
    one = evidence([("a", "b")])
    with pytest.raises(QueryError, match="one-mode"):
        ranking(one, rows(one)).of("actors")


@pytest.mark.parametrize("name", ["frameworks", "together", "money"])
def test_every_rank_of_the_shipped_networks_lies_in_its_band(store: EmbeddedStore, name: str) -> None:
    found = rank(store, name, "degree")
    assert found[0].rank == 1
    for line in found:
        assert line.source_low is not None
        assert line.source_high is not None
        assert line.partner_low is not None
        assert line.partner_high is not None
        low, high = min(line.source_low, line.partner_low), max(line.source_high, line.partner_high)
        assert line.source_low <= line.rank <= line.source_high
        assert line.partner_low <= line.rank <= line.partner_high
        assert line.band == (str(low) if low == high else f"{low}-{high}")
        assert line.score_low is not None
        assert line.score_high is not None
        assert line.score_low <= line.score <= line.score_high
    assert len(found) == len(collapse(network(store, name)))
