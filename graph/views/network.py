"""Draw a graph as one HTML page that needs no network. The only module that knows pyvis.

pyvis collects nodes, edges and options and hands them to a template. Its own template loads from a CDN and writes
text as HTML, so the template is ours; its own `add_edge` drops parallel edges, so that is replaced too.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypedDict

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from aseankg.graph.views.assets import bundle, digest
from aseankg.graph.views.language import ENGLISH, texts, translator
from aseankg.graph.views.layout import LABELLED, positions

NODE_LIMIT = 5_000
EDGE_LIMIT = 20_000
"""Above these a browser without a graphics card is busy for seconds: kinds are drawn instead of things."""

MEMBERS = 60
"""Members of a group that can be opened: more would hide one another."""

_FAST_EDGES = 1_000  # above, edges are hidden while the drawing is dragged
_HERE = files("aseankg.graph.views")

_SHAPES = ("dot", "square", "diamond", "triangle", "hexagon", "triangleDown", "star")
_NODE_SLOTS = {"state": 0, "body": 1, "framework": 2, "action line": 3, "meeting": 4, "topic": 5, "person": 6}
_EDGE_SLOTS = {"formal status": 0, "level of partnership": 1, "party": 2, "commitment": 3}
_LINES: tuple[tuple[float, tuple[float, ...]], ...] = (
    (1.6, ()),
    (3.2, ()),
    (1.6, (1, 4)),
    (1.6, (12, 4, 1, 4)),
    (2.6, (1, 6)),
    (1.6, (12, 4, 1, 4, 1, 4)),
)
"""Width and pattern. Even dashes are left out: they mean that an act is expected."""
_EXPECTED_LINE = (8, 7)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s/?#\\@]+[^\s\\]*", re.IGNORECASE)
_PAGE = re.compile(r"[^\s:/\\?#]+[^\s:\\]*|#[^\s:\\]+")


class NodeKind(TypedDict):
    """A legend entry for nodes: shape and colour, and whether the shape is an outline."""

    name: str
    shape: str
    slot: int
    hollow: bool
    count: int


class EdgeKind(TypedDict):
    """A legend entry for edges: pattern, width and colour."""

    name: str
    slot: int
    width: float
    dashes: Sequence[float]
    count: int


class _Aggregate(NamedTuple):
    """What was too much to draw, and the overview that stands for it."""

    overview: "nx.MultiDiGraph[str]"
    nodes: int
    edges: int


class _Canvas(Network):  # type: ignore[misc]  # pyvis carries no types
    """A pyvis network that keeps parallel edges and fills our template, with autoescape on."""

    def __init__(self, extras: Mapping[str, object]) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.path = "network.html.j2"
        self.templateEnv = _environment()
        self.templateEnv.globals.update(extras)
        self._known: set[Hashable] = set()

    def add_node(self, n_id: int, label: str = "", **options: Any) -> None:
        """Add a node in constant time; pyvis searches a list."""
        if n_id in self._known:
            raise ValueError(f"node {n_id} is there already")
        self._known.add(n_id)
        self.nodes.append({"id": n_id, "label": label, **options})

    def add_edge(self, source: int, to: int, **options: Any) -> None:
        """Add an edge, parallel or not; pyvis compares it with all others and may drop it."""
        if missing := {source, to} - self._known:
            raise ValueError(f"edge to a node that is not there: {sorted(missing)}")
        self.edges.append({"from": source, "to": to, **options})


@cache
def _environment() -> Environment:
    """Return the environment of all pictures: compiling the template takes longer than filling it."""
    environment = Environment(
        loader=FileSystemLoader(str(_HERE / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def draw(
    graph: "nx.MultiDiGraph[str]",
    *,
    home: str = "index.html",
    shared: str = "",
    quick: bool = False,
    language: str = ENGLISH,
) -> str:
    """Return a complete HTML page (write it as UTF-8); the same graph gives the same text.

    Addresses (`home`, `url`, `statement`, `page`) are relative to the page that is drawn; what is neither such an
    address nor http(s) is left out. With `shared`, the address of a folder of ours, the page takes its code from
    there; without, it carries all of it and can stand alone. `quick` lays out in a tenth of the time, and less
    evenly. Above NODE_LIMIT nodes or EDGE_LIMIT edges groups are drawn that can be opened, not all things.
    """
    aggregate = _aggregate(graph) if len(graph) > NODE_LIMIT or graph.number_of_edges() > EDGE_LIMIT else None
    drawn = aggregate.overview if aggregate else graph
    facts = graph.graph
    say = translator(language)
    title = say(_text(facts.get("title") or facts.get("name") or "Network"))
    node_kinds, edge_kinds = _node_kinds(drawn), _edge_kinds(drawn)
    sources = _Sources()
    extras: dict[str, object] = {
        "_": say,
        "language": language,
        "words": None if shared else texts(language),
        "title": title,
        "name": _text(facts.get("name")) or "network",
        "description": say(_text(facts.get("description"))),
        "as_of": _text(facts.get("as_of")),
        "query": _text(facts.get("query")),
        "attribution": _text(facts.get("attribution")),
        "private": bool(facts.get("private")),
        "home": _page(home),
        "node_kinds": node_kinds,
        "edge_kinds": edge_kinds,
        "expected_line": _EXPECTED_LINE,
        "labelled": LABELLED,
        "aggregate": {"nodes": aggregate.nodes, "edges": aggregate.edges} if aggregate else None,
        "sources": sources.rows,
        **(_from_folder(shared) if shared else _code()),
    }
    canvas = _Canvas(extras)
    index = _add_nodes(canvas, drawn, [kind["name"] for kind in node_kinds], quick=quick)
    _add_edges(canvas, drawn, index, [kind["name"] for kind in edge_kinds], sources)
    canvas.options = _options(drawn)
    return str(canvas.generate_html())


def _options(graph: "nx.MultiDiGraph[str]") -> dict[str, object]:
    """Return the options of vis-network. Physics is off, since it takes minutes where coordinates take none."""
    heavy = graph.number_of_edges() > _FAST_EDGES
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "selectable": False,
            "selectConnectedEdges": False,
            "hover": False,
            "hideEdgesOnDrag": heavy,
            "hideEdgesOnZoom": heavy,
        },
    }


# Nodes and edges


def _add_nodes(
    canvas: _Canvas, graph: "nx.MultiDiGraph[str]", kinds: Sequence[str], *, quick: bool
) -> dict[str, int]:
    """Add nodes under numbers: IRIs are text from records, and vis-network keeps ids as keys of plain objects."""
    places = positions(_tied(graph), quick=quick)
    largest = max((_weight(data) for _, data in graph.nodes(data=True)), default=0.0) or 1.0
    scale = 1.0 if len(graph) <= 300 else 0.8
    index = {node: number for number, node in enumerate(sorted(graph))}
    for node, number in index.items():
        data = graph.nodes[node]
        x, y = places[node]
        canvas.add_node(
            number,
            _text(data.get("label")) or _text(node),
            x=x,
            y=y,
            size=round(scale * (6 + 18 * math.sqrt(_weight(data) / largest)), 1),
            kind=kinds.index(_kind(data)),
            **_filled(
                iri=_text(node),
                aliases=[[_text(name), _language(lang)] for name, lang in data.get("aliases") or ()],
                lang=_language(data.get("lang") or "en"),
                url=_page(data.get("url")),
                note=_text(data.get("note")),
                stands_for=data.get("stands_for", 0),
            ),
            **({"group": index[data["group"]]} if "group" in data else {}),
        )
    return index


def _add_edges(
    canvas: _Canvas,
    graph: "nx.MultiDiGraph[str]",
    index: Mapping[str, int],
    kinds: Sequence[str],
    sources: "_Sources",
) -> None:
    rows = sorted(graph.edges(keys=True, data=True), key=lambda row: (row[0], row[1], str(row[2])))
    bends = _bends([(index[a], index[b]) for a, b, *_ in rows])
    for (a, b, key, data), bend in zip(rows, bends, strict=True):
        canvas.add_edge(
            index[a],
            index[b],
            name=_text(data.get("label")) or _kind(data),
            kind=kinds.index(_kind(data)),
            **_filled(
                key=_text(key),
                smooth=bend,
                start=_year(data.get("start")),
                end=_year(data.get("end") if data.get("lasting", True) else data.get("start")),
                dates=_text(data.get("dates")),
                url=_page(data.get("statement")),
                expected=bool(data.get("expected")),
                sources=[sources.number(source) for source in data.get("sources") or ()],
                stands_for=data.get("stands_for", 0),
            ),
        )


def _bends(pairs: Sequence[tuple[int, int]]) -> list[dict[str, object] | None]:
    """Return for every edge how it bends, so that edges between the same two nodes lie side by side."""
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (a, b) in enumerate(pairs):
        together[min(a, b), max(a, b)].append(number)
    bends: list[dict[str, object] | None] = [None] * len(pairs)
    for (low, high), numbers in together.items():
        if len(numbers) == 1 or low == high:
            continue
        step = min(0.15, 0.9 / len(numbers))
        for place, number in enumerate(numbers):
            side = (place - (len(numbers) - 1) / 2) * step * 2
            clockwise = (side > 0) == (pairs[number][0] == low)  # the way back bends the other way
            kind = "curvedCW" if clockwise else "curvedCCW"
            bends[number] = {"enabled": True, "type": kind, "roundness": round(abs(side) / 2, 3)}
    return bends


class _Sources:
    """Citations, each kept once: a document is often cited by hundreds of edges."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, source: Mapping[str, object]) -> int:
        """Return the number of a citation and add it if it is new."""
        title, at, date = (_text(source.get(name)) for name in ("title", "at", "date"))
        row = (title, at, date, _web(source.get("url")), _page(source.get("page")))
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            names = ("title", "at", "date", "url", "page")
            self.rows.append(_filled(**dict(zip(names, row, strict=True))))
        return self._numbers[row]


# Legend


def _node_kinds(graph: "nx.MultiDiGraph[str]") -> list[NodeKind]:
    counts = Counter(_kind(data) for _, data in graph.nodes(data=True))
    return [
        NodeKind(
            name=name,
            shape=_SHAPES[slot % len(_SHAPES)],
            slot=slot % len(_SHAPES),
            hollow=slot >= len(_SHAPES),
            count=counts[name],
        )
        for name, slot in _slots(counts, _NODE_SLOTS)
    ]


def _edge_kinds(graph: "nx.MultiDiGraph[str]") -> list[EdgeKind]:
    counts = Counter(_kind(data) for *_, data in graph.edges(data=True))
    kinds = []
    for name, slot in _slots(counts, _EDGE_SLOTS):
        width, dashes = _LINES[slot % len(_LINES)]
        colour = (slot + slot // len(_LINES)) % len(_LINES)  # the seventh kind: first line, second colour
        kinds.append(EdgeKind(name=name, slot=colour, width=width, dashes=dashes, count=counts[name]))
    return kinds


def _slots(names: Iterable[str], known: Mapping[str, int]) -> list[tuple[str, int]]:
    """Give each name a look: well-known kinds always the same, others the looks that are left."""
    names = sorted(names)
    taken = {known[name] for name in names if name in known}
    free = (slot for slot in range(len(names) + len(known)) if slot not in taken)
    looks = {name: known[name] if name in known else next(free) for name in names}
    return sorted(looks.items(), key=lambda item: item[1])


# Too large to draw


def _aggregate(graph: "nx.MultiDiGraph[str]") -> _Aggregate:
    """Return one node per kind and one edge per kind of tie between two kinds, whatever its direction.

    Each group carries its weightiest members and their ties, which the page shows when the group is opened.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for node in sorted(graph, key=lambda node: (-_weight(graph.nodes[node]), -graph.degree(node), node)):
        groups[_kind(graph.nodes[node])].append(node)
    ties: Counter[tuple[str, str, str]] = Counter()
    for a, b, data in graph.edges(data=True):
        low, high = sorted((_kind(graph.nodes[a]), _kind(graph.nodes[b])))
        ties[low, _kind(data), high] += 1
    overview: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    for kind, members in sorted(groups.items()):
        count = len(members)
        name, note = f"group {kind}", f"Stands for {count:,} nodes."
        overview.add_node(
            name, label=f"{kind} ({count:,})", kind=kind, weight=float(count), note=note, stands_for=count
        )
        for member in members[:MEMBERS]:
            overview.add_node(member, **{**graph.nodes[member], "group": name, "weight": 1.0})
    shown = {node for node in overview if node in graph}
    for a, b, key, data in graph.edges(keys=True, data=True):
        if a in shown and b in shown:
            overview.add_edge(a, b, key=key, **data)
    for (a, kind, b), count in sorted(ties.items()):
        label = f"{kind} ({count:,})"
        overview.add_edge(
            f"group {a}", f"group {b}", key=f"{a} {kind} {b}", label=label, kind=kind, stands_for=count
        )
    return _Aggregate(overview, len(graph), graph.number_of_edges())


def _tied(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Return the graph with members tied to their groups, so that those who belong together lie together."""
    members = [(node, data["group"]) for node, data in graph.nodes(data=True) if "group" in data]
    if not members:
        return graph
    tied = graph.copy()
    tied.add_edges_from(members)
    return tied


# Text from records


def _text(value: object) -> str:
    """Return text that UTF-8, HTML and XML can carry: no control characters, no half characters."""
    return "" if value is None else _CONTROLS.sub("\ufffd", str(value))


def _kind(data: Mapping[str, object]) -> str:
    return _text(data.get("kind")) or "other"


def _language(value: object) -> str:
    text = str(value or "")
    return text if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text) else ""


def _weight(data: Mapping[str, Any]) -> float:
    weight = float(data.get("weight") or 0.0)
    return weight if math.isfinite(weight) and weight > 0 else 0.0


def _year(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _web(value: object) -> str:
    """Return an http(s) address, or nothing: a source may state any text as its address."""
    text = str(value or "")
    return text if _WEB.fullmatch(text) and text.isprintable() else ""


def _page(value: object) -> str:
    """Return the address of a page of ours, or nothing. A colon could start a scheme, `//` another host."""
    text = str(value or "")
    return text if _PAGE.fullmatch(text) and text.isprintable() else ""


def _filled(**values: object) -> dict[str, object]:
    """Return what is not empty: 2,000 nodes with empty fields would be a page half as large again."""
    return {name: value for name, value in values.items() if value not in (None, "", [], False, 0)}


# Code of the page


@cache
def _code() -> dict[str, object]:
    """Return scripts and style to stand inside the page, and the policy that lets these run and nothing else."""
    vis, script, style = bundle("vis-network.js"), bundle("network.js"), bundle("network.css")
    return {
        "vis": Markup(vis),  # noqa: S704  (code of ours and of pyvis, hashed; no text from records)
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "shared": "",
        "policy": _policy(f"{digest(vis)} {digest(script)}", digest(style)),
    }


def _from_folder(shared: str) -> dict[str, object]:
    """Return where the page finds scripts and style. `file:` as in pages.POLICY."""
    return {"shared": shared, "policy": _policy("'self' file:", "'self' file:")}


def _policy(scripts: str, styles: str) -> str:
    policy = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": styles,
        "img-src": "data: blob:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in policy.items())
