"""Where nodes are drawn. Coordinates are made here and not in the browser, so that a page draws at once.

Every component is laid out by forces, spread until labels have room, and packed beside the others. Nothing is
random: the same graph gets the same coordinates whatever the order in which it was filled.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
import scipy.optimize  # noqa: F401 - networkx loads it when it first draws, and the controller has to find it
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_LINEAR_ALGEBRA = ThreadpoolController()
"""Threads of numpy and scipy: for matrices of a hundred rows they cost five to ten times what they do."""

LABELLED = 150
"""Up to this many nodes every label gets room; beyond, the hubs only, since most labels wait for a zoom."""

_KAMADA_KAWAI_LIMIT = 90  # its cost grows with the cube of the nodes: 0.3 s here, 4 s at 300
_CHARACTER = 6.6  # pixels, average of a 12 px interface font
_LINE = 16.0  # pixels
_WRAP = 22  # characters; network.js wraps at the same place
_ASPECT = 1.2  # width to height of the drawing area on a laptop
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


class _Block(NamedTuple):
    """One component with its coordinates; the left upper corner of its boxes lies at the origin."""

    nodes: Sequence[str]
    points: Floats
    width: float
    height: float


def positions(graph: "nx.MultiDiGraph[str]", *, quick: bool = False) -> dict[str, tuple[float, float]]:
    """Return pixels (x to the right, y down, centre of the drawing at 0, 0) for every node of the graph.

    `quick` is for many pictures in a row: forces for small components too, which are laid out less evenly.
    """
    if not graph:
        return {}
    simple = _simple(graph)
    boxes = _boxes(graph)
    components = sorted((sorted(c) for c in nx.connected_components(simple)), key=lambda c: (-len(c), c[0]))
    blocks = [_block(simple, nodes, boxes, quick=quick) for nodes in components]
    placed = _pack(blocks)
    xs = [x for x, _ in placed.values()]
    ys = [y for _, y in placed.values()]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {node: (round(x - middle_x, 1), round(y - middle_y, 1)) for node, (x, y) in sorted(placed.items())}


def _simple(graph: "nx.MultiDiGraph[str]") -> "nx.Graph[str]":
    """Return the graph without direction, loops and parallels: forces need to know only who is tied to whom."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


def _boxes(graph: "nx.MultiDiGraph[str]") -> dict[str, tuple[float, float]]:
    """Return width and height that a node needs with its label below it."""
    hubs = set(sorted(graph, key=lambda node: (-graph.nodes[node].get("weight", 0.0), node))[:LABELLED])
    everything = len(graph) <= LABELLED
    return {
        node: _label_box(str(graph.nodes[node].get("label") or node))
        if everything
        else _small_box(node, hubs)
        for node in graph
    }


def _label_box(label: str) -> tuple[float, float]:
    length = min(len(label), 2 * _WRAP)
    lines = 1 if length <= _WRAP else 2
    width = min(length, _WRAP) * _CHARACTER if lines == 1 else max(length / 2 + 3, 12) * _CHARACTER
    return max(46.0, width + 10), 22 + lines * _LINE


def _small_box(node: str, hubs: set[str]) -> tuple[float, float]:
    return (64.0, 44.0) if node in hubs else (30.0, 30.0)


def _block(
    simple: "nx.Graph[str]", nodes: list[str], boxes: dict[str, tuple[float, float]], *, quick: bool
) -> _Block:
    size = np.array([boxes[node] for node in nodes])
    room = math.sqrt(float(np.mean(size[:, 0] * size[:, 1])))
    if len(nodes) == 1:
        points = np.zeros((1, 2))
    elif len(nodes) <= (12 if quick else _KAMADA_KAWAI_LIMIT):
        points = _kamada_kawai(simple, nodes) * room * max(math.sqrt(len(nodes)) * 0.55, 2.0)
    else:
        points = _forces(simple, nodes) * room * 0.8
    points = _spread(_landscape(points), size)
    low = (points - size / 2).min(axis=0)
    high = (points + size / 2).max(axis=0)
    return _Block(nodes, points - low, float(high[0] - low[0]), float(high[1] - low[1]))


def _kamada_kawai(simple: "nx.Graph[str]", nodes: list[str]) -> Floats:
    component: nx.Graph[str] = nx.Graph()
    component.add_nodes_from(nodes)  # nodes first: the order decides the starting circle
    component.add_edges_from(simple.subgraph(nodes).edges())
    with _LINEAR_ALGEBRA.limit(limits=1, user_api="blas"):
        found = nx.kamada_kawai_layout(component)
    return np.array([found[node] for node in nodes], dtype=np.float64)


def _forces(simple: "nx.Graph[str]", nodes: list[str]) -> Floats:
    """Return a Fruchterman-Reingold layout with unit distances.

    networkx loops over nodes in Python, which takes 20 s for 2,000 of them; blocks of rows in numpy take 2 s.
    """
    index = {node: place for place, node in enumerate(nodes)}
    edges = np.array([(index[a], index[b]) for a, b in simple.subgraph(nodes).edges()], dtype=np.int64)
    edges = edges[np.lexsort((edges.max(axis=1), edges.min(axis=1)))]
    degree = np.bincount(edges.ravel(), minlength=len(nodes)).astype(np.float64)
    points = _spiral(simple, nodes, degree)
    rounds = 90 if len(nodes) <= 1000 else max(12, round(90_000_000 / len(nodes) ** 2 * 2.2))
    heat = math.sqrt(len(nodes)) / 8
    for step in range(rounds):
        push = _repulsion(points, degree) + _attraction(points, edges, degree) - 0.02 * points
        length = np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9)
        limit = heat * (1 - step / rounds) ** 1.5 + 0.01
        points = points + push * (np.minimum(length, limit) / length)[:, None]
    return points


def _spiral(simple: "nx.Graph[str]", nodes: list[str], degree: Floats) -> Floats:
    """Start with neighbours near each other: along a spiral in the order of a breadth-first walk."""
    hub = nodes[int(np.argmax(degree))]
    walk = [hub, *(child for _, child in nx.bfs_edges(simple, hub, sort_neighbors=sorted))]
    rank = {node: place for place, node in enumerate(walk)}
    order = np.array([rank[node] for node in nodes], dtype=np.float64)
    radius = np.sqrt(order + 0.5)
    return np.column_stack((radius * np.cos(order * _GOLDEN_ANGLE), radius * np.sin(order * _GOLDEN_ANGLE)))


def _repulsion(points: Floats, degree: Floats) -> Floats:
    """Push every node from every other, hubs harder, in blocks of rows that fit the processor's cache."""
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    charge = 1 + np.log1p(degree) / 3
    result = np.empty_like(points)
    for start in range(0, len(points), 64):
        rows = slice(start, start + 64)
        dx, dy = x[rows, None] - x, y[rows, None] - y
        force = charge / (dx * dx + dy * dy + 0.01)
        result[rows, 0] = (dx * force).sum(axis=1)
        result[rows, 1] = (dy * force).sum(axis=1)
    return result * charge[:, None]


def _attraction(points: Floats, edges: Integers, degree: Floats) -> Floats:
    """Pull tied nodes together; ties of busy nodes pull less, or hubs would swallow their neighbours."""
    a, b = edges[:, 0], edges[:, 1]
    delta = points[b] - points[a]
    strength = np.hypot(delta[:, 0], delta[:, 1]) / np.sqrt(np.minimum(degree[a], degree[b]))
    pull = delta * strength[:, None] * 0.6
    result = np.zeros_like(points)
    for axis in (0, 1):
        result[:, axis] += np.bincount(a, pull[:, axis], minlength=len(points))
        result[:, axis] -= np.bincount(b, pull[:, axis], minlength=len(points))
    return result


def _landscape(points: Floats) -> Floats:
    """Turn the long side to the horizontal, since screens are wide, and stretch what is square."""
    centred = points - points.mean(axis=0)
    if len(points) > 2:
        _, vectors = np.linalg.eigh(np.cov(centred.T))
        main = vectors[:, 1] if vectors[0, 1] >= 0 else -vectors[:, 1]
        centred = centred @ np.column_stack((main, (-main[1], main[0])))
    width, height = np.maximum(np.ptp(centred, axis=0), 1e-6)
    stretch = math.sqrt(min(2.2, max(1.0, _ASPECT * height / width)))
    return np.asarray(centred * (stretch, 1 / stretch), dtype=np.float64)


def _spread(points: Floats, size: Floats) -> Floats:
    """Move overlapping boxes apart along the axis where the overlap is smaller, until none is left."""
    reach = float(np.hypot(*size.max(axis=0)))
    for _ in range(120 if len(points) <= 600 else 25):
        pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        a, b = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        delta = points[b] - points[a]
        overlap = (size[a] + size[b]) / 2 - np.abs(delta)
        touching = (overlap > 0.5).all(axis=1)
        if not touching.any():
            break
        a, b, delta, overlap = a[touching], b[touching], delta[touching], overlap[touching]
        axis = (overlap[:, 1] < overlap[:, 0]).astype(np.int64)
        row = np.arange(len(a))
        sign = np.where(delta[row, axis] >= 0, 1.0, -1.0)  # equal places: the order of the names decides
        shift = sign * overlap[row, axis] * 0.52
        for which in (0, 1):
            part = np.where(axis == which, shift, 0.0)
            points[:, which] += np.bincount(b, part, minlength=len(points))
            points[:, which] -= np.bincount(a, part, minlength=len(points))
    return points


def _pack(blocks: Sequence[_Block]) -> dict[str, tuple[float, float]]:
    """Put components on shelves, largest first, so that the whole has about the shape of a screen."""
    gap = 40.0
    area = sum((block.width + gap) * (block.height + gap) for block in blocks)
    limit = max(blocks[0].width, math.sqrt(area * _ASPECT))
    shelves: list[list[_Block]] = [[]]
    used = 0.0
    for block in blocks:
        if shelves[-1] and used + block.width > limit:
            shelves.append([])
            used = 0.0
        shelves[-1].append(block)
        used += block.width + gap
    tops = [0.0]
    for shelf in shelves:
        tops.append(tops[-1] + max(block.height for block in shelf) + gap)
    placed: dict[str, tuple[float, float]] = {}
    for shelf, (top, bottom) in zip(shelves, pairwise(tops), strict=True):
        left = -sum(block.width + gap for block in shelf) / 2
        for block in shelf:
            drop = top + (bottom - gap - top - block.height) / 2
            for node, (x, y) in zip(block.nodes, block.points, strict=True):
                placed[node] = (left + float(x), drop + float(y))
            left += block.width + gap
    return placed
