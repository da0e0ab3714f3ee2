"""Communities: of known graphs, how runs agree, and both engines."""

import networkx as nx
import numpy as np
import pytest
from tests.unit.graph.networks import from_networkx

from aseankg.graph.analysis import engine
from aseankg.graph.analysis.communities import (
    adjusted_rand,
    best,
    communities,
    mutual_information,
    together,
)
from aseankg.graph.analysis.engine import louvain, modularity
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore


def parts(*numbers: int) -> engine.Partition:
    return np.array(numbers, dtype=np.int64)


def test_modularity_is_that_of_networkx() -> None:
    club = nx.karate_club_graph()
    found = louvain(from_networkx(club), seed=1)
    sets = [set(np.flatnonzero(found == number)) for number in range(found.max() + 1)]
    for resolution in (0.5, 1.0, 2.0):
        expected = nx.community.modularity(club, sets, resolution=resolution)
        assert modularity(from_networkx(club).ties, found, resolution) == pytest.approx(expected)


def test_the_karate_club_reaches_the_best_modularity_known() -> None:
    """0.4198 for the unweighted graph (Brandes et al. 2008, doi:10.1109/TKDE.2007.190689)."""
    club = from_networkx(nx.Graph(nx.karate_club_graph().edges()))
    shown, score = best(club, [louvain(club, seed) for seed in range(20)], 1.0)
    assert score == pytest.approx(0.4198, abs=5e-5)
    assert np.bincount(shown).tolist() == sorted(np.bincount(shown), reverse=True)
    assert len(np.bincount(shown)) == 4


@pytest.mark.parametrize("large", [False, True])
def test_both_engines_find_what_was_planted(large: bool) -> None:
    graph = from_networkx(nx.planted_partition_graph(6, 40, 0.5, 0.01, seed=2))
    found = louvain(graph, 1, large=large)
    planted = np.repeat(np.arange(6), 40)
    assert adjusted_rand(found, planted) == 1.0
    assert (louvain(graph, 1, large=large) == found).all(), "the same seed, the same partition"


def test_the_engine_for_large_graphs_loses_at_most_a_hundredth_of_modularity() -> None:
    graph = from_networkx(nx.random_partition_graph([90, 70, 50, 40, 30], 0.2, 0.03, seed=4))
    small, large = (modularity(graph.ties, louvain(graph, 1, large=size)) for size in (False, True))
    assert large >= 0.99 * small


def test_the_engine_is_chosen_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(nx.karate_club_graph())
    monkeypatch.setattr(engine, "_networkit", lambda *_: parts(1))
    monkeypatch.setattr(engine, "_networkx", lambda *_: parts(2))
    assert louvain(graph).tolist() == [2]
    monkeypatch.setattr(engine, "LARGE", 10)
    assert louvain(graph).tolist() == [1]


def test_without_networkit_the_other_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> engine.Partition:
        raise ImportError("networkit")

    monkeypatch.setattr(engine, "_networkit", missing)
    monkeypatch.setattr(engine, "LARGE", 10)
    assert len(louvain(from_networkx(nx.karate_club_graph()))) == 34
    with pytest.raises(ImportError):
        louvain(from_networkx(nx.karate_club_graph()), large=True)


@pytest.mark.parametrize(
    ("one", "other", "rand", "information"),
    [
        (parts(0, 0, 1, 1), parts(1, 1, 0, 0), 1.0, 1.0),
        (parts(0, 0, 1, 1), parts(0, 1, 0, 1), -0.5, 0.0),
        (parts(0, 0, 0, 1, 1, 1), parts(0, 0, 1, 1, 2, 2), 0.242424, 0.515804),
        (parts(0, 0, 0), parts(0, 0, 0), 1.0, 1.0),
    ],
)
def test_agreement_of_two_partitions(
    one: engine.Partition, other: engine.Partition, rand: float, information: float
) -> None:
    """The third pair by hand: 2 pairs agree; (2 - 6*3/15) / ((6 + 3)/2 - 6*3/15) = 0.2424."""
    assert adjusted_rand(one, other) == pytest.approx(rand, abs=1e-6)
    assert mutual_information(one, other) == pytest.approx(information, abs=1e-6)


def test_how_often_a_node_is_with_its_fellows() -> None:
    runs = [parts(0, 0, 1, 1), parts(0, 0, 0, 1), parts(0, 0, 1, 1), parts(0, 1, 1, 2)]
    assert together(runs, parts(0, 0, 1, 1)).tolist() == [0.75, 0.75, 0.5, 0.5]
    assert together(runs, parts(0, 0, 0, 1)).tolist()[3] == 0.5, "alone in two of four"


def test_communities_of_the_shipped_graph(store: EmbeddedStore) -> None:
    found = communities(store, "together", seeds=5)
    assert {member.community for member in found} == set(range(1, found[-1].community + 1))
    assert all(0 <= member.together <= 1 for member in found)
    assert [one.resolution for one in found.agreements] == [0.5, 0.75, 1.0, 1.25, 1.5, 2.0]
    (shown,) = [one for one in found.agreements if one.resolution == 1.0]
    assert shown.with_shown == 1.0
    assert shown.communities == found[-1].community
    assert "seeds 1 to 5" in found.notes[0]
    assert communities(store, "together", seeds=5) == found


def test_of_two_modes_the_first_is_sorted(store: EmbeddedStore) -> None:
    found = communities(store, "meetings", seeds=2)
    assert {member.kind for member in found} <= {"state", "body"}
    assert "actors joined by what they share" in found.notes[0]


def test_nothing_has_no_communities() -> None:
    found = communities(EmbeddedStore(), "together")
    assert found == []
    assert "no two nodes" in found.notes[0]
    with pytest.raises(QueryError, match="above 0"):
        communities(EmbeddedStore(), "together", resolution=0)
