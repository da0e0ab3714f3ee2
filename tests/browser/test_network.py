"""The network page as a person meets it: the checks of UX.md that apply, in a real Chromium."""

import csv
import functools
import html
import http.server
import io
import itertools
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from aseankg.graph.views.network import MEMBERS, draw

pytestmark = pytest.mark.browser

BASE = "https://w3id.org/aseankg/"
HOSTILE = (
    '<img src=x onerror="window.__pwn=1">',
    "</script><script>window.__pwn=1</script><!--",
    '"></option></select><img src=x onerror=window.__pwn=1>',
    "the word href <img src=x onerror=window.__pwn=1>",
    '"><svg onload=window.__pwn=1>',
    "{{7*7}}{% raw %}",
    "__proto__",
    "javascript:window.__pwn=1",
    "JaVaScRiPt:window.__pwn=1",
    "data:text/html,<script>window.__pwn=1</script>",
    "//evil.example/x",
    '=HYPERLINK("http://evil")',
    "line\u2028separator",
    "turned\u202earound",
    "nul\x00inside",
    "SERVICE <https://evil.example/>",
    "constructor",
    "\ud800half",
)
NAMES = (
    ("vi", "Hiệp hội các quốc gia Đông Nam Á"),
    ("th", "สมาคมประชาชาติแห่งเอเชียตะวันออกเฉียงใต้"),
    ("km", "សមាគមប្រជាជាតិអាស៊ីអាគ្នេយ៍"),
    ("my", "အရှေ့တောင်အာရှနိုင်ငံများအသင်း"),
    ("lo", "ສະມາຄົມປະຊາຊາດແຫ່ງອາຊີຕາເວັນອອກສ່ຽງໃຕ້"),
    ("zh-Hans", "东南亚国家联盟"),
)
PARTNERS = (
    "Australia",
    "Canada",
    "China",
    "India",
    "Japan",
    "New Zealand",
    "Norway",
    "Türkiye",
    "Chile",
    "Peru",
)


def source(number: int, url: str = "https://asean.org/document") -> dict[str, str]:
    return {
        "title": f"Joint statement {number}",
        "at": f"paragraph {number}",
        "date": "2021-10-27",
        "url": url,
        "page": f"source/joint-{number}.html",
    }


def partners() -> "nx.MultiDiGraph[str]":
    """60 nodes: ten partners, ASEAN, frameworks; parallel, reverse, expected and undated edges, a loop."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name="partners",
        title="Partners and frameworks",
        description="A node is a partner or a framework; an edge is a tie that a source states.",
        as_of="2025-10-28",
        query="SELECT ?a ?b WHERE { ?a ?p ?b }",
        attribution="aseankg, CC BY 4.0",
    )
    asean = f"{BASE}body/asean"
    graph.add_node(
        asean, label="ASEAN", kind="body", aliases=[(name, lang) for lang, name in NAMES], weight=30.0
    )
    graph.nodes[asean].update(url="body/asean.html", note="Founded in Bangkok.")
    for number, name in enumerate(PARTNERS):
        iri = f"{BASE}state/{name.lower().replace(' ', '-').replace('ü', 'u')}"
        graph.add_node(iri, label=name, kind="state", aliases=[], url="state/x.html", weight=8.0, note="")
        graph.add_edge(
            iri, asean, key=f"status-{number}", label="dialogue partner", kind="formal status", start=1974 + number,
            end=None, dates=f"{1974 + number} \u2013", statement="source/joint-1.html#a", expected=False,
            sources=[source(1), source(2)],
        )  # fmt: skip
        if number < 5:
            graph.add_edge(
                asean, iri, key=f"level-{number}", label="strategic partnership", kind="level of partnership",
                start=2021, end=None, dates="2021-10-27 \u2013", expected=number == 4, sources=[source(3)],
            )  # fmt: skip
        if number < 3:
            graph.add_edge(
                iri, asean, key=f"pledge-{number}", label="pledges funds", kind="commitment", sources=[]
            )
    states = sorted(node for node in graph if "/state/" in node)
    for number in range(49 - len(NAMES)):
        iri = f"{BASE}framework/f{number}"
        graph.add_node(iri, label=f"Framework number {number}", kind="framework", weight=1.0)
        graph.add_edge(
            states[number % 10], iri, key=f"party-{number}", label="party", kind="party", start=1990 + number % 20,
            end=2000 + number % 20, dates="", sources=[source(number % 7)],
        )  # fmt: skip
    for lang, name in NAMES:
        iri = f"{BASE}framework/{lang}"
        graph.add_node(iri, label=name, lang=lang, kind="framework", weight=2.0)
        graph.add_edge(asean, iri, key=f"in-{lang}", label="party", kind="party", sources=[source(4)])
    graph.add_edge(
        asean, asean, key="loop", label="reviews itself", kind="commitment", start=2010, sources=[]
    )
    return graph


def hostile() -> "nx.MultiDiGraph[str]":
    """Every hostile text in every place that takes text from records."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in ("name", "title", "description", "as_of", "query", "attribution"):
        graph.graph[name] = " ".join(HOSTILE)
    for text in HOSTILE:
        graph.add_node(
            text, label=text, kind=text, aliases=[(text, text)], lang=text, url=text, weight=1.0, note=text
        )
    for (a, b), text in zip(itertools.pairwise((*HOSTILE, HOSTILE[0])), HOSTILE, strict=True):
        cited = dict.fromkeys(("title", "at", "date", "url", "page"), text)
        graph.add_edge(a, b, key=text, label=text, kind=text, dates=text, statement=text, sources=[cited])
    return graph


def many(count: int) -> "nx.MultiDiGraph[str]":
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="many", title="Many")
    for number in range(count):
        graph.add_node(
            f"{BASE}n/{number}", label=f"Thing {number}", kind=("state", "body")[number % 2], weight=1.0
        )
    for number in range(1, count):
        a, b = f"{BASE}n/{number}", f"{BASE}n/{number // 7}"
        graph.add_edge(a, b, key=f"e{number}", label="tie", kind="party", start=2000, sources=[])
    return graph


def bundled() -> "nx.MultiDiGraph[str]":
    """A chain a - b - c - d with twelve edges between b and c, and a shorter way e that is a year away."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="bundled", title="Bundled")
    for name in "abcde":
        graph.add_node(
            BASE + name, label=f"Thing {name}", kind="state" if name in "ad" else "body", weight=1.0
        )
    for a, b in ("ab", "cd"):
        graph.add_edge(
            BASE + a, BASE + b, key=a + b, label="tie", kind="party", start=2000, sources=[source(1)]
        )
    for number in range(12):
        kind = "party" if number < 8 else "commitment"
        ends = (BASE + "b", BASE + "c") if number % 2 else (BASE + "c", BASE + "b")
        graph.add_edge(*ends, key=f"m{number}", label=f"tie {number}", kind=kind, sources=[source(number)])
    for a, b in ("ae", "ed"):
        graph.add_edge(
            BASE + a, BASE + b, key=a + b, label="tie", kind="party", start=2020, sources=[source(2)]
        )
    return graph


Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("network")
    graphs = {"partners": partners(), "hostile": hostile(), "many": many(400), "bundled": bundled()}
    for name, graph in graphs.items():
        (made / f"{name}.html").write_text(draw(graph), encoding="utf-8")
    return made


@pytest.fixture
def visit(page: Page, folder: Path) -> Opener:
    def go(name: str = "partners", fragment: str = "") -> Page:
        page.goto("about:blank")
        page.goto((folder / f"{name}.html").as_uri() + fragment)
        expect(page.locator("#count")).not_to_be_empty()
        return page

    return go


def count(page: Page) -> tuple[int, int]:
    text = page.locator("#count").inner_text()
    found = re.fullmatch(r"(\d+) of \d+ nodes?, (\d+) of \d+ edges? shown", text)
    assert found, text
    return int(found[1]), int(found[2])


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(started.value.path()).read_bytes()


def svg(page: Page) -> ET.Element:
    return ET.fromstring(download(page, "SVG"))


def svg_nodes(root: ET.Element) -> list[tuple[float, float]]:
    """Return where nodes are drawn, in pixels of the canvas."""
    marks = root.findall("./{*}svg/{*}g")[1]
    places = []
    for mark in marks:
        if points := mark.get("points"):
            xy = [tuple(map(float, point.split(","))) for point in points.split()]
            places.append((sum(x for x, _ in xy) / len(xy), sum(y for _, y in xy) / len(xy)))
        else:
            places.append((float(mark.attrib["cx"]), float(mark.attrib["cy"])))
    return places


def click_canvas(page: Page, x: float, y: float) -> None:
    box = page.locator("#drawing canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)


def colours(picture: bytes) -> int:
    found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 24)
    return len(found or ())


def details(page: Page) -> str:
    return page.locator("#details").inner_text()


# Drawn at all, everywhere (1, 2, 6, 7, 8)


def test_draws_from_a_file_without_any_request(visit: Opener) -> None:
    page = visit()
    assert colours(page.locator("#drawing canvas").screenshot()) > 100
    assert count(page) == (60, 10 + 5 + 3 + 43 + 6 + 1)


def test_draws_over_http(page: Page, folder: Path) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/partners.html#n=canada&hops=1")
        expect(page.locator("#details h2")).to_have_text("Canada")
        assert colours(page.locator("#drawing canvas").screenshot()) > 50
        server.shutdown()


def test_draws_in_a_sandboxed_frame(page: Page, folder: Path) -> None:
    inner = html.escape((folder / "partners.html").read_text(encoding="utf-8"))
    outer = folder / "notebook.html"
    sandbox = "allow-scripts allow-downloads allow-popups"
    outer.write_text(
        f"<!doctype html><iframe srcdoc='{inner}' sandbox='{sandbox}' width=1200 height=700></iframe>",
        encoding="utf-8",
    )
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#search").fill("canada")
    frame.locator("#search").press("Enter")
    expect(frame.locator("#details h2")).to_have_text("Canada")
    frame.get_by_role("button", name="Neighbours only").click()
    expect(frame.locator("#leave")).to_be_visible()
    frame.get_by_role("button", name="Whole network").click()
    expect(frame.locator("#count")).to_contain_text("60 of 60")
    assert colours(frame.locator("#drawing canvas").screenshot()) > 100


def test_more_than_the_limit_becomes_an_overview_by_kind(page: Page, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(draw(many(5_001)), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.get_by_role("note")).to_contain_text("5,001 nodes and 5,000 edges")
    assert count(page)[0] == 2
    page.get_by_role("button", name="state (2,501)").click()
    expect(page.locator("#details")).to_contain_text("Stands for 2,501 nodes.")


def test_a_group_opens_to_its_members_and_closes(page: Page, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(draw(many(5_001)), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.get_by_role("button", name="state (2,501)").click()
    page.get_by_role("button", name="Open the group").click()
    assert count(page)[0] == 2 + MEMBERS
    page.get_by_label("Search names").fill("thing 2")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Thing 2")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Close the group").click()
    assert count(page)[0] == 2


# Bundles, paths, pins, expanding, undo


def test_many_edges_of_a_pair_are_one_line_that_opens_into_statements(visit: Opener) -> None:
    page = visit("bundled")
    assert count(page) == (5, 16)
    lines = svg(page).findall("./{*}svg/{*}g")[0]
    assert len(lines) == 5, "twelve are drawn as one"
    assert [mark.findtext("{*}text") for mark in svg(page).iter() if mark.get("class") == "bundle"] == ["12"]
    nodes = svg_nodes(svg(page))
    click_canvas(page, (nodes[1][0] + nodes[2][0]) / 2, (nodes[1][1] + nodes[2][1]) / 2)
    expect(page.locator("#details")).to_contain_text("Bundle of 12 edges")
    assert len(svg(page).findall("./{*}svg/{*}g")[0]) == 16, "drawn apart"
    page.locator("#details summary").nth(3).click()
    expect(page.locator("#details .citations")).to_contain_text("Joint statement")
    page.get_by_role("button", name="This edge").click()
    expect(page.locator("#details h2")).to_contain_text("tie")
    page.reload()
    expect(page.locator("#details h2")).to_contain_text("tie")
    page.goto(page.url.split("#")[0] + "#b=b~c")
    expect(page.locator("#details")).to_contain_text("Bundle of 12 edges")


def test_a_path_shows_all_shortest_ways_over_what_is_shown(visit: Opener) -> None:
    page = visit("bundled", "#n=a")
    page.get_by_role("button", name="Path to").click()
    page.keyboard.type("thing d")
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_contain_text("2 steps")
    assert count(page)[0] == 3
    page.get_by_label("to", exact=True).fill("2010")
    expect(page.locator("#details")).to_contain_text("3 steps")
    assert count(page)[0] == 4
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#details")).to_contain_text("3 steps")
    page.keyboard.press("Escape")
    assert count(page)[0] == 4, "the year stays"
    expect(page.locator("#leave")).to_be_hidden()


def test_a_pinned_node_stays_whatever_is_filtered(visit: Opener) -> None:
    page = visit("bundled", "#n=a")
    page.get_by_role("button", name="Pin").click()
    page.locator("#node-kinds label", has_text="state").click()
    assert count(page)[0] == 4, "three bodies and the pinned state"
    page.reload()
    assert count(page)[0] == 4


def test_a_focus_expands_by_some_neighbours_at_a_time(visit: Opener) -> None:
    page = visit("partners", "#n=canada&hops=1")
    before = count(page)[0]
    page.get_by_label("Search names").fill("asean")
    page.keyboard.press("Enter")
    more = page.get_by_role("button", name=re.compile(r"Show 12 of \d+ more neighbours"))
    more.click()
    assert count(page)[0] == before + 12
    page.get_by_role("button", name="Undo").click()
    assert count(page)[0] == before


def test_undo_takes_back_filters_years_and_selections(visit: Opener) -> None:
    page = visit()
    everything = count(page)
    page.locator("#node-kinds label").first.click()
    page.get_by_label("from", exact=True).fill("2000")
    page.get_by_label("Search names").fill("japan")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(10):
        if page.get_by_role("button", name="Undo").is_disabled():
            break
        page.keyboard.press("Control+z")
    assert count(page) == everything
    expect(page.locator("#details h2")).to_have_text("Pick a node or an edge")


def test_graphml_reads_back_with_equal_counts(visit: Opener) -> None:
    page = visit("partners", "#y=2000-")
    graph = nx.read_graphml(io.BytesIO(download(page, "GraphML")), force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == count(page)
    assert graph.is_directed()
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert {"ASEAN", "Türkiye"} <= labels
    assert any(data.get("sources", "").startswith("Joint statement") for *_, data in graph.edges(data=True))


def test_hostile_graphml_is_well_formed(visit: Opener) -> None:
    graph = nx.read_graphml(io.BytesIO(download(visit("hostile"), "GraphML")), force_multigraph=True)
    assert {data["label"] for _, data in graph.nodes(data=True)} >= {"__proto__", HOSTILE[1]}


def test_names_of_the_region_are_drawn_in_their_own_scripts(visit: Opener) -> None:
    """A script for which there is no font is drawn as one box again and again: each name must look otherwise."""
    page = visit()
    pictures = set()
    for lang, name in NAMES:
        page.evaluate(
            """([lang, name]) => { const p = document.createElement("p"); p.id = "probe"; p.lang = lang;
            p.textContent = [...name].slice(0, 6).join(""); document.getElementById("probe")?.remove();
            document.body.prepend(p); }""",
            [lang, name],
        )
        pictures.add(page.locator("#probe").screenshot())
        missing = page.evaluate(
            """([lang, name]) => { const c = document.createElement("canvas").getContext("2d");
            c.font = "20px " + getComputedStyle(document.body).fontFamily; const w = (t) => c.measureText(t).width;
            const letters = [...name].filter((l) => /\\p{L}/u.test(l)); return new Set(letters.map(w)).size; }""",
            [lang, name],
        )
        assert missing > (0 if lang.startswith("zh") else 2), (
            f"{lang}: all letters equally wide, as boxes are"
        )
    assert len(pictures) == len(NAMES)


def test_parallel_and_reverse_edges_are_drawn_apart(visit: Opener) -> None:
    root = svg(visit(fragment="#n=canada&hops=1"))
    lines = root.findall("./{*}svg/{*}g")[0].findall("{*}path")
    between = [line.attrib["d"] for line in lines if "Q" in line.attrib["d"]]
    assert len(between) == 3
    middles = {d.split("Q")[1].rsplit(" ", 2)[0] for d in between}
    assert len(middles) == 3


# Search (9, 10, 11)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("turkiye", "Türkiye"),
        ("dong nam", "ASEAN"),
        ("ĐÔNG", "ASEAN"),
        ("东南亚", "东南亚国家联盟"),
        ("สมาคม", NAMES[1][1]),
    ],
)
def test_search_folds_diacritics_and_reads_aliases(visit: Opener, query: str, name: str) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type(query)
    expect(page.get_by_role("option").filter(has_text=name).first).to_be_visible()


def test_search_is_a_combobox(visit: Opener) -> None:
    page = visit()
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("n")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    chosen = page.get_by_role("option", selected=True)
    name = chosen.locator("bdi").first.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text(name)
    box.fill("no such name")
    expect(page.locator("#found")).to_have_text("No name matches")


def test_suggestions_are_there_when_the_letter_is(visit: Opener) -> None:
    """Nothing waits, so what it takes is what `bench/browser` measures."""
    page = visit("many")
    found = page.evaluate(
        """() => { const box = document.getElementById("search");
        box.value = "thing 39"; box.dispatchEvent(new Event("input"));
        return document.querySelectorAll("[role=option]").length; }"""
    )
    assert found == 11


# Legend and filters (12, 13, 14)


def test_legend_toggles_kinds_and_counts(visit: Opener) -> None:
    page = visit()
    page.get_by_role("checkbox", name="framework").uncheck()
    assert count(page) == (11, 19)
    page.get_by_role("checkbox", name="formal status").uncheck()
    assert count(page)[1] == 9
    page.get_by_role("button", name="Show everything again").click()
    assert count(page) == (60, 68)


def test_kinds_differ_in_shape_and_lines_in_pattern(visit: Opener) -> None:
    page = visit("hostile")
    shapes = page.locator("#node-kinds svg").evaluate_all(
        "icons => icons.map(icon => icon.firstChild.outerHTML.replace(/var\\(--n\\d\\)/g, ''))"
    )
    assert len(set(shapes[:14])) == 14  # seven shapes, filled and hollow
    page = visit()
    lines = page.locator("#edge-kinds line").evaluate_all(
        "lines => lines.map(line => [line.getAttribute('stroke-width'), line.getAttribute('stroke-dasharray')].join())"
    )
    assert len(set(lines)) == len(lines) == 4


def test_years_filter_and_undated_edges_stay(visit: Opener) -> None:
    page = visit()
    page.locator("#from").fill("2030")
    assert count(page)[1] == 10 + 5 + 3 + 6 + 1
    expect(page.locator("#undated")).to_have_text("9 edges shown: date not stated")
    page.locator("#to").fill("1975")  # written the wrong way round
    shown = count(page)
    page.locator("#from").fill("1975")
    page.locator("#to").fill("2030")
    assert count(page) == shown
    page.locator("#from").fill("")
    page.locator("#to").fill("1973")
    assert count(page)[1] == 9
    page.locator("#to").fill("20")
    assert count(page)[1] == 68


# Details (15, 16)


def test_a_node_lists_its_edges_by_kind_with_every_source(visit: Opener) -> None:
    page = visit(fragment="#n=canada")
    panel = page.locator("#details")
    expect(panel.locator("h3")).to_contain_text(
        ["formal status", "level of partnership", "party", "commitment"]
    )
    panel.locator("details", has_text="dialogue partner").locator("summary").click()
    cited = panel.locator(".citations li")
    expect(cited).to_have_count(2)
    expect(cited.first).to_contain_text("paragraph 1 · 2021-10-27")
    expect(cited.first.locator("cite a")).to_have_attribute("href", "source/joint-1.html")
    outside = cited.first.get_by_role("link", name="asean.org")
    expect(outside).to_have_attribute("rel", "noopener noreferrer")
    expect(outside).to_have_attribute("href", "https://asean.org/document")
    panel.locator("details", has_text="pledges funds").locator("summary").click()
    expect(panel).to_contain_text("No source is recorded.")


def test_an_expected_act_looks_different_and_says_so(visit: Opener) -> None:
    page = visit(fragment="#e=level-4")
    assert "expected, not done" in details(page)
    dashes = [line.get("stroke-dasharray") for line in svg(page).findall("./{*}svg/{*}g/{*}path")]
    plain = svg(visit(fragment="#e=level-3")).findall("./{*}svg/{*}g/{*}path")
    assert any(dashes)
    assert len(dashes) == len(plain)
    expect(page.locator("#expected-note")).to_contain_text("dashed: expected, not done (1)")


def test_each_parallel_edge_can_be_clicked(visit: Opener) -> None:
    page = visit(fragment="#n=canada&hops=1")
    lines = svg(page).findall("./{*}svg/{*}g")[0].findall("{*}path")
    seen = {}
    for line in lines:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", line.attrib["d"])]
        if len(numbers) != 6:
            continue
        ax, ay, vx, vy, bx, by = numbers
        click_canvas(page, ax / 4 + vx / 2 + bx / 4, ay / 4 + vy / 2 + by / 4)
        cited = page.locator("#details .citations cite").all_inner_texts()
        seen[page.locator("#details h2").inner_text()] = [text.split(",")[0] for text in cited]
    assert seen == {
        "dialogue partner": ["Joint statement 1", "Joint statement 2"],
        "strategic partnership": ["Joint statement 3"],
        "pledges funds": [],
    }, "each opens its own citation"


def test_clicking_a_node_opens_it_and_the_ground_closes_it(visit: Opener) -> None:
    page = visit()
    x, y = svg_nodes(svg(page))[0]
    click_canvas(page, x, y)
    expect(page.locator("#details h2")).to_have_text("ASEAN")
    click_canvas(page, 4, 4)
    expect(page.locator("#details h2")).to_have_text("Pick a node or an edge")


# Focus, back, permalinks (17, 18, 19, 20)


@pytest.mark.parametrize(
    "fragment", ["#n=canada&hops=1", "#n=canada&hops=2", "#n=asean&hops=1", "#n=asean&hops=2"]
)
def test_focus_names_every_neighbour_and_no_names_overlap(
    visit: Opener, browser: Browser, fragment: str
) -> None:
    page = visit(fragment=fragment)
    shown = count(page)[0]
    assert 1 < shown < 61
    drawing = download(page, "SVG").decode()
    reader = browser.new_page()
    reader.set_content(drawing)
    boxes = reader.locator("g[text-anchor]").evaluate_all(
        "all => all.map(g => { const b = g.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"
    )
    reader.close()
    assert len(boxes) >= (shown if "hops=1" in fragment else 0.9 * shown)
    for a, b in itertools.combinations(boxes, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        down = min(a[3], b[3]) - max(a[1], b[1])
        assert across <= 2.5 or down <= 4.5  # the halo of 2 px a side counts as box, not as ink


def test_a_focus_puts_its_node_in_the_middle_and_spreads_the_others(visit: Opener) -> None:
    """The layout is made anew: in the whole network the node stands elsewhere, and closer to its neighbours."""
    page = visit(fragment="#n=canada&hops=1")
    box = page.locator("#drawing canvas").bounding_box()
    assert box
    places = svg_nodes(svg(page))
    middle = [(x, y) for x, y in places if abs(x - box["width"] / 2) < 2]
    assert len(middle) == 1
    left = [y for x, y in places if x < middle[0][0]]
    right = [y for x, y in places if x > middle[0][0]]
    assert len(left) + len(right) == len(places) - 1
    assert abs(len(left) - len(right)) <= 1, "half of them on either side"
    for side in (left, right):
        assert min((b - a for a, b in itertools.pairwise(sorted(side))), default=99) >= 15, "a row each"


def test_back_and_escape_restore(visit: Opener) -> None:
    page = visit()
    before = svg_nodes(svg(page))
    page.locator("#search").fill("canada")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Neighbours only").click()
    assert count(page)[0] < 60
    page.go_back()
    expect(page.locator("#count")).to_contain_text("60 of 60")
    page.go_forward()
    expect(page.locator("#leave")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#count")).to_contain_text("60 of 60")
    page.keyboard.press("Escape")
    expect(page.locator("#details h2")).to_have_text("Pick a node or an edge")
    page.get_by_role("button", name="Fit").click()
    after = svg_nodes(svg(page))
    assert [x for place in after for x in place] == pytest.approx(
        [x for place in before for x in place], abs=0.5
    )


def test_a_permalink_restores_node_focus_filters_and_years(visit: Opener) -> None:
    page = visit()
    page.get_by_role("checkbox", name="commitment").uncheck()
    page.locator("#from").fill("1980")
    page.locator("#to").fill("2020")
    page.locator("#search").fill("canada")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Neighbours only").click()
    link = page.evaluate("location.hash")
    assert link == "#n=canada&hops=1&hide=e.commitment&y=1980-2020"
    seen = (count(page), details(page))
    page = visit(fragment=link)
    assert (count(page), details(page)) == seen
    assert page.locator("#from").input_value() == "1980"


BAD_LINKS = (
    "#n=<img src=x onerror=window.__pwn=1>&t=__proto__&y=1-NaN",
    "#n=__proto__&hops=1",
    "#n=constructor&hops=99&hide=__proto__",
    "#n=%E0%A4%A&y=--&e=%",
    "#hops=2&s=canada",
    "#details",
    *(
        f"#n={quote(text.replace(chr(0xD800), ''))}&hops=1&e={quote(text.replace(chr(0xD800), ''))}"
        for text in HOSTILE
    ),
)


@pytest.mark.parametrize("fragment", BAD_LINKS)
def test_a_bad_permalink_gives_the_default_view(visit: Opener, fragment: str) -> None:
    page = visit(fragment=fragment)
    assert count(page) == (60, 68)
    expect(page.locator("#details h2")).to_have_text("Pick a node or an edge")


# Downloads (21, 22, 24)


def test_png_has_ground_drawing_and_attribution(visit: Opener) -> None:
    page = visit()
    picture = Image.open(io.BytesIO(download(page, "PNG")))
    box = page.locator("#drawing canvas").bounding_box()
    assert box
    assert picture.width == 2 * round(box["width"])
    assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    bottom = picture.crop((0, picture.height - 60, 600, picture.height)).convert("L")
    low, high = bottom.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low < 140 < high  # the attribution is written there


def test_svg_parses_and_has_names_legend_and_attribution(visit: Opener) -> None:
    words = [text.text for text in svg(visit()).iter("{http://www.w3.org/2000/svg}text")]
    assert {"ASEAN", "Canada", "framework", "formal status", "aseankg, CC BY 4.0"} <= set(words)


def test_csv_opens_in_spreadsheets_and_runs_nothing(visit: Opener) -> None:
    raw = download(visit("hostile"), "CSV edges")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(HOSTILE)
    assert not [cell for row in rows for cell in row.values() if re.match(r"\s*[=+\-@]", cell)]
    assert '\'=HYPERLINK("http://evil")' in {row["from"] for row in rows}
    nodes = download(visit(), "CSV nodes").decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(nodes, newline="")))) == 61


def test_csv_holds_what_is_shown_with_sources(visit: Opener) -> None:
    page = visit(fragment="#hide=n.framework")
    rows = list(csv.DictReader(io.StringIO(download(page, "CSV edges").decode("utf-8-sig"), newline="")))
    assert len(rows) == count(page)[1] == 19
    status = next(row for row in rows if row["statement"] == "status-1")
    assert status["sources"].startswith(
        "Joint statement 1, paragraph 1, 2021-10-27, https://asean.org/document | "
    )
    assert {row["status"] for row in rows} == {"", "expected, not done"}


def test_what_a_private_build_saves_says_so_in_its_name(page: Page, tmp_path: Path) -> None:
    graph = partners()
    graph.graph.update(private=True, attribution="aseankg, private build: do not pass on")
    (tmp_path / "page.html").write_text(draw(graph), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.get_by_role("note")).to_contain_text("Private build")
    buttons = page.locator("#exports button")
    assert buttons.count() == 5
    for button in buttons.all():
        with page.expect_download() as started:
            button.click()
        assert started.value.suggested_filename.startswith("private-partners")
    assert "do not pass on" in "".join(svg(page).itertext())


# For everyone (25, 26, 27, 28, 29)


def test_every_node_is_in_the_table_and_opens_by_keyboard(visit: Opener) -> None:
    page = visit()
    page.locator("#twin > summary").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Nodes: 60")
    names = table.locator("tbody th button")
    expect(names).to_have_count(60)
    names.filter(has_text="Türkiye").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Türkiye")
    expect(page.locator("#details")).to_be_focused()
    assert page.get_by_role("table", name="Edges: 68").locator("tbody tr").count() == 68


def test_arrow_keys_go_from_node_to_node(visit: Opener) -> None:
    page = visit()
    page.locator("#drawing .vis-network").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#details h2")).to_have_text("ASEAN")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#details h2")).not_to_have_text("ASEAN")
    page.keyboard.press("Enter")
    expect(page.locator("#leave")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#n=canada&hops=1", "#e=level-4"])
def test_axe_finds_nothing(visit: Opener, scheme: Any, fragment: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(fragment=fragment)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("#twin > summary").click()
    for summary in page.locator("#details summary").all()[:2]:
        summary.click()
    page.locator("#search").fill("a")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


@pytest.mark.parametrize("fragment", ["", "#n=asean&hops=1", "#e=level-4"])
def test_a_phone_needs_no_sideways_scroll_and_hits_its_targets(visit: Opener, fragment: str) -> None:
    page = visit(fragment=fragment)
    page.set_viewport_size({"width": 390, "height": 844})
    page = visit(fragment=fragment)
    page.locator("#twin > summary").click()
    page.locator("#filters > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.locator("button, a, input, summary, label:has(input)").evaluate_all(
        """all => all.filter(e => e.offsetParent && !(e.type === "checkbox"))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([text, box]) => text + box.width + "x" + box.height)"""
    )
    assert small == []
    assert colours(page.locator("#drawing canvas").screenshot()) > 50


def test_names_carry_their_language(visit: Opener) -> None:
    page = visit(fragment="#n=asean")
    for lang, name in NAMES:
        expect(page.locator(f"#details .also bdi[lang={lang}]")).to_have_text(name)
    expect(page.locator("#details .also bdi[lang=th] + small")).to_have_text("Thai")
    page = visit(fragment="#n=km")
    expect(page.locator("#details h2 bdi[lang=km]")).to_have_text(NAMES[2][1])
    words = [text.text for text in svg(page).iter("{http://www.w3.org/2000/svg}text")]
    assert any(NAMES[2][1].startswith((word or "#").rstrip("…")) for word in words)


def test_reduced_motion_moves_at_once(visit: Opener) -> None:
    page = visit()
    page.locator("#search").fill("canada")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Neighbours only").click()
    first = page.locator("#drawing canvas").screenshot()
    page.wait_for_timeout(400)
    assert page.locator("#drawing canvas").screenshot() == first


def test_the_theme_follows_the_system(visit: Opener) -> None:
    page = visit()
    light = Image.open(io.BytesIO(page.screenshot())).convert("L").resize((1, 1)).getpixel((0, 0))
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)
    dark = Image.open(io.BytesIO(page.screenshot())).convert("L").resize((1, 1)).getpixel((0, 0))
    assert isinstance(light, int)
    assert isinstance(dark, int)
    assert light > 200
    assert dark < 60


# Hostile texts


def test_hostile_texts_stay_text(visit: Opener) -> None:
    page = visit("hostile")
    assert count(page) == (len(HOSTILE), len(HOSTILE))
    page.locator("#twin > summary").click()
    for button in page.locator("#tables tbody th button").all():
        button.click()
        for summary in page.locator("#details summary").all():
            summary.click()
        page.locator("#details [data-hops='1']").click()
        page.keyboard.press("Escape")
    for text in ("<img", "script", "evil", "__proto__"):
        page.locator("#search").fill(text)
        page.keyboard.press("Enter")
    svg(page)
    download(page, "PNG")
    assert page.locator("img, iframe, object, embed").count() == 0
    bad = page.locator("a[href]").evaluate_all(
        "all => all.map(a => a.href).filter(address => !/^(https?|file):/.test(address) || /evil/.test(new URL(address).host))"
    )
    assert bad == []
    assert "49" not in page.locator("h1").inner_text()


@pytest.mark.parametrize("address", ["javascript:window.__pwn=1", "data:text/html,x", "//evil.example/x"])
def test_an_address_that_came_past_the_writer_is_no_link(page: Page, tmp_path: Path, address: str) -> None:
    """The writer leaves such addresses out already; the page does not rely on it."""
    written = draw(partners())
    assert "https://asean.org/document" in written
    (tmp_path / "page.html").write_text(written.replace("https://asean.org/document", address), "utf-8")
    page.goto((tmp_path / "page.html").as_uri() + "#e=status-1")
    expect(page.locator("#details .citations cite")).to_have_count(2)
    targets = page.locator("a[href]").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert address not in targets


def test_hostile_names_are_found_by_link(visit: Opener) -> None:
    for text in ("__proto__", "constructor", HOSTILE[0]):
        page = visit("hostile", f"#n={quote(text)}&hops=1")
        expect(page.locator("#details h2")).to_have_text(text)
        assert count(page)[0] == 3


def test_a_dark_screen_prints_on_light_paper(visit: Opener) -> None:
    page = visit()
    page.emulate_media(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(200)
    picture = Image.open(io.BytesIO(page.locator("#drawing canvas").screenshot())).convert("L")
    assert picture.resize((1, 1)).getpixel((0, 0)) > 220  # type: ignore[operator]
    expect(page.locator(".buttons").first).to_be_hidden()
