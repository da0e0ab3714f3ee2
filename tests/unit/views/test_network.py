"""What the page is made of, without a browser: coordinates, bytes, edges, addresses."""

import gzip
import itertools
import json
import random
import re
import time
from typing import Any

import networkx as nx
import pytest

from aseankg.graph.views.layout import positions
from aseankg.graph.views.network import MEMBERS, NODE_LIMIT, draw

BASE = "https://w3id.org/aseankg/"


def network(count: int, ties: int, seed: int = 1) -> "nx.MultiDiGraph[str]":
    """Return a graph with hubs, several components and parallel edges."""
    draw_from = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="test", title="Test", attribution="aseankg")
    for number in range(count):
        kind = ("state", "framework", "something new")[number % 3]
        graph.add_node(
            f"{BASE}{number}", label=f"Node with number {number}", kind=kind, weight=1.0, aliases=[]
        )
    for number in range(ties):
        a, b = draw_from.randrange(count), draw_from.randrange(max(2, count // 20))
        cited = [
            {
                "title": f"Document {number % 50}",
                "at": "p. 1",
                "date": "2020",
                "url": "",
                "page": "source/a.html",
            }
        ]
        graph.add_edge(f"{BASE}{a}", f"{BASE}{b}", key=f"e{number}", label="tie", kind="party", sources=cited)
    return graph


def shuffled(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    order = random.Random(7)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    order.shuffle(nodes)
    order.shuffle(edges)
    other.add_nodes_from(nodes)
    for a, b, key, facts in edges:
        other.add_edge(a, b, key=key, **facts)
    return other


def data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    loaded = json.loads(found[1])
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("size", [(1, 0), (2, 1), (3, 2), (40, 60), (200, 300), (700, 900)])
def test_positions_do_not_depend_on_the_order_of_filling(size: tuple[int, int]) -> None:
    graph = network(*size)
    assert positions(graph) == positions(shuffled(graph))


def test_positions_of_nothing() -> None:
    assert positions(nx.MultiDiGraph()) == {}


@pytest.mark.parametrize("size", [(12, 0), (30, 40), (100, 160)])
def test_nodes_have_room_for_their_names(size: tuple[int, int]) -> None:
    places = positions(network(*size)).values()
    crowded = [
        (a, b)
        for a, b in itertools.combinations(places, 2)
        if abs(a[0] - b[0]) < 60 and abs(a[1] - b[1]) < 25
    ]
    assert len(crowded) <= size[0] // 50


def test_no_two_nodes_share_a_place() -> None:
    places = list(positions(network(1500, 2500)).values())
    assert len(set(places)) == len(places)


def test_components_lie_apart() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for part in range(4):
        nx.add_path(graph, [f"{part}-{number}" for number in range(6)])
    places = positions(graph)
    boxes = []
    for part in range(4):
        own = [place for node, place in places.items() if node.startswith(f"{part}-")]
        xs, ys = zip(*own, strict=True)
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def test_two_thousand_nodes_take_less_than_three_seconds() -> None:
    graph = network(2_000, 4_000)
    start = time.process_time()
    positions(graph)
    assert time.process_time() - start < 3


def test_same_graph_same_page() -> None:
    graph = network(80, 200)
    assert draw(graph) == draw(shuffled(graph))


def test_drawing_leaves_the_graph_alone() -> None:
    graph = network(20, 30)
    before = nx.node_link_data(graph)
    draw(graph)
    assert nx.node_link_data(graph) == before


def test_all_edges_are_kept_and_parallel_ones_bend_differently() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(5):
        graph.add_edge("a", "b", key=f"there {number}", kind="party")
        graph.add_edge("b", "a", key=f"back {number}", kind="party")
    drawn = data(draw(graph))["edges"]
    assert {edge["key"] for edge in drawn} == {key for *_, key in graph.edges(keys=True)}
    bends = set()
    for edge in drawn:
        side = (edge["smooth"]["type"] == "curvedCW") == (edge["from"] < edge["to"])
        bends.add(edge["smooth"]["roundness"] * (1 if side else -1))
    assert len(bends) == 10


def test_five_hundred_nodes_weigh_less_than_250_kilobytes() -> None:
    assert len(gzip.compress(draw(network(500, 1_000)).encode(), 6)) < 250_000


def test_above_the_limit_groups_are_drawn_with_members_to_open() -> None:
    page = data(draw(network(NODE_LIMIT + 1, 6_000)))
    assert page["aggregate"] == {"nodes": NODE_LIMIT + 1, "edges": 6_000}
    groups = [node for node in page["nodes"] if "stands_for" in node]
    members = [node for node in page["nodes"] if "stands_for" not in node]
    assert [node["stands_for"] for node in groups] == [1667, 1667, 1667]
    assert len(members) == 3 * MEMBERS
    by_id = {node["id"]: node for node in page["nodes"]}
    assert all(by_id[node["group"]]["kind"] == node["kind"] for node in members)
    assert sum(edge.get("stands_for", 0) for edge in page["edges"]) == 6_000


def test_code_can_come_from_a_folder_of_ours() -> None:
    page = draw(network(3, 2), shared="../static/")
    policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert "script-src &#39;self&#39; file:; style-src &#39;self&#39; file:;" in policy
    assert re.findall(r'<script src="([^"]+)"', page) == ["../static/vis-network.js", "../static/network.js"]
    assert len(page) < 20_000


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example/x", "/\\evil", "\\\\evil", "\tjavascript:x",
     "java\nscript:x", " x", "/etc/passwd", "x\x00y", "vbscript:x", "a b"],
)  # fmt: skip
def test_only_own_pages_and_the_web_are_linked(address: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", url=address)
    cited = [{"title": "t", "url": address, "page": address}]
    graph.add_edge("a", "a", key="k", kind="party", statement=address, sources=cited)
    page = data(draw(graph))
    assert "url" not in page["nodes"][0]
    assert "url" not in page["edges"][0]
    assert page["sources"] == [{"title": "t"}]


@pytest.mark.parametrize(
    "address", ["index.html", "../index.html", "state/canada.html#a", "a%20b.html", "รัฐ.html"]
)
def test_own_pages_are_linked(address: str) -> None:
    assert f'href="{address}"' in draw(nx.MultiDiGraph(), home=address)


def test_scripts_and_styles_are_allowed_by_hash_only() -> None:
    page = draw(network(3, 2))
    policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=\"(?!data:,)", page)
    assert " style=" not in page.split("<script", 1)[0]


def test_the_page_has_language_title_and_viewport() -> None:
    page = draw(network(3, 2))
    assert '<html lang="en">' in page
    assert "<title>Test · aseankg</title>" in page
    assert 'name="viewport"' in page
    assert page.encode("utf-8").decode() == page
