"""Networks: what the projections hold, with evidence, dates and what they say of themselves."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.conftest import SMALL
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.analysis.network import network, page, projections
from aseankg.graph.build import assemble, validate
from aseankg.graph.clocks import at
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


def test_meetings(small: EmbeddedStore) -> None:
    meeting = iris.thing("meeting", "friends-meeting-1")
    assert edges(network(small, "meetings")) == sorted(
        [(INDONESIA, meeting, "host", False), (JAPAN, meeting, "chair", False)]
    )


def test_money_and_promises_lead_from_the_giver_to_the_receiver(small: EmbeddedStore) -> None:
    assert edges(network(small, "money")) == [(JAPAN, ASEAN, "pledge", False)]
    assert edges(network(small, "promises")) == [(JAPAN, ASEAN, "pledge", False)]


def test_succession(records_copy: RecordsCopy) -> None:
    later = (
        SMALL["registers/frameworks.yaml"]
        + """\
- framework: treaty-of-peace
  name: Treaty of Peace
  kind: treaty
  adopted: 1990
  follows: treaty-of-friendship
  implements: treaty-of-friendship
  source: paper
  at: para 3
"""
    )
    store = assemble(validate(records_copy({"registers/frameworks.yaml": later})))[0]
    peace = iris.thing("framework", "treaty-of-peace")
    assert edges(network(store, "succession")) == [
        (peace, TREATY, "follows", False),
        (peace, TREATY, "implements", False),
    ]


def test_together(small: EmbeddedStore) -> None:
    """A meeting joins a body that took part and the state whose ambassador was in the chair."""
    assert edges(network(small, "together")) == [(INDONESIA, JAPAN, "meeting", False)]


def test_an_edge_has_its_years_and_its_sources(small: EmbeddedStore) -> None:
    graph = network(small, "partnerships")
    (data,) = [data for _, _, data in graph.edges(data=True) if data["kind"] == "formal status"]
    assert (data["start"], data["end"]) == (1977, None)
    assert data["statement"] == "partnership/japan-dialogue-partner.html"
    assert (data["since"], data["until"]) == ("1977-12-31", "")
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


@pytest.mark.parametrize("name", projections())
def test_every_edge_of_the_shipped_networks_has_a_source_or_is_its_own(
    store: EmbeddedStore, name: str
) -> None:
    for _, _, data in network(store, name).edges(data=True):
        assert data["sources"], data
        assert set(data["critical"]) <= set(data["witnesses"]), data
        assert data["witnesses"], data


@pytest.mark.parametrize("name", projections())
def test_every_projection_says_what_it_is(name: str) -> None:
    headers = projections()[name].headers
    assert headers["modes"] in ("one", "two")
    assert headers["directed"] in ("yes", "no")
    assert headers["direction"]
    assert headers["unit"]
    assert ("first" in headers and "second" in headers) == (headers["modes"] == "two")


def test_a_network_says_as_of_when(small: EmbeddedStore) -> None:
    assert network(small, "partnerships").graph["as_of"] == "2024-02-01", "the day of retrieval"
    then = network(at(small, date(2020, 1, 1), date(2024, 1, 31)), "partnerships")
    assert (then.graph["as_of"], then.graph["known_on"]) == ("2020-01-01", "2024-01-31")


def test_an_unknown_network(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="nearest: partnerships"):
        network(small, "partnership")


# who bears out an edge


MEETING = """
- meeting: summit
  name: Summit
  held: 2020-01-01
  participants:
{}
  at: para 1
"""


def _took_part(*actors: str) -> str:
    return MEETING.format("\n".join(f"    - {{actor: {actor}, role: participant}}" for actor in actors))


def test_an_edge_goes_with_the_only_document_that_names_one_of_its_ends() -> None:
    store = graph(
        paper("one", _took_part("japan", "indonesia")), paper("two", _took_part("japan", "viet-nam"))
    )
    critical = {
        frozenset((a, b)): data["critical"] for a, b, data in network(store, "together").edges(data=True)
    }
    viet_nam = iris.thing("state", "viet-nam")
    assert critical == {
        frozenset((JAPAN, INDONESIA)): ("one",),
        frozenset((JAPAN, viet_nam)): ("two",),
        frozenset((INDONESIA, viet_nam)): ("one", "two"),
    }


def test_copies_of_one_text_are_one_witness() -> None:
    text = _took_part("japan", "indonesia")
    independent = network(graph(paper("one", text), paper("two", text)), "together")
    copies = network(graph(paper("one", text), paper("two", text, origin="one")), "together")
    assert [data["critical"] for *_, data in independent.edges(data=True)] == [()]
    assert [data["critical"] for *_, data in copies.edges(data=True)] == [("one",)]
    assert [data["witnesses"] for *_, data in copies.edges(data=True)] == [("one",)]


def test_a_network_is_the_same_each_time(store: EmbeddedStore) -> None:
    one, two = network(store, "together"), network(store, "together")
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


def test_the_page_of_an_address() -> None:
    assert page(iris.thing("meeting_series", "a-b")) == "meeting-series/a-b.html"
    assert page(iris.source("paper")) == "source/paper.html"
    assert page("https://example.org/") == ""
