"""Hostile text in every field of the records: it stands on the pages as text, and nothing of it is alive."""

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from aseankg.api import KnowledgeGraph, Page
from aseankg.graph.build import assemble, build, validate
from aseankg.graph.queries import Table, run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.site import write_site
from aseankg.loaders.check import check
from aseankg.loaders.read import read
from aseankg.ontology import iris
from aseankg.ontology.terms import rdfs

RecordsCopy = Callable[..., Path]

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
    "#n=<img src=x onerror=window.__pwn=1>&t=__proto__&y=1-NaN",
    "SERVICE <https://evil.example/>",
    "' onmouseover='window.__pwn=1",
    "<style>*{display:none}</style>",
    "</title></style></textarea><iframe src=//evil.example>",
    "<base href=//evil.example/>",
    '<a href="javascript:window.__pwn=1">x</a>',
    "<!--",
    "]]>",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "\\u003cimg src=x onerror=window.__pwn=1\\u003e",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%3Cscript%3E",
    "a\\",
    "<math><mi//xlink:href='data:x,<script>window.__pwn=1</script>'>",
)
REFUSED = ("a\u2028b", "a\u202eb", "a\0b", "a\u2066b", "a\x1bb")
BAD_ADDRESSES = (
    "javascript:window.__pwn=1",
    "JaVaScRiPt:window.__pwn=1",
    " javascript:window.__pwn=1",
    "data:text/html,<script>window.__pwn=1</script>",
    "//evil.example/x",
    "vbscript:x",
    "file:///etc/passwd",
    'https://a.example/" onmouseover="window.__pwn=1',
    "https://a.example/<img src=x>",
    "https://good.example@evil.example/",
    "https:\\\\evil.example",
    "https://a.example/ x",
    "https://a.example/\u202egpj.exe",
    "https://a.example/\nx",
    "",
)
GOOD_ADDRESSES = (
    "https://a.example/?q='onmouseover='window.__pwn=1",
    "https://a.example/;javascript:window.__pwn=1",
    "https://a.example/?a=1&lt;b&gt;&quot;",
    "https://a.example/__proto__#javascript:alert(1)",
)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def entries() -> str:
    lines = []
    for number, text in enumerate(HOSTILE):
        name, at = quoted(f"{text} {number}"), quoted(f"{number} {text}"[:120])
        tail = f"  aliases: [{{name: {name}, lang: vi}}]\n  note: {name}\n  source: paper\n  at: {at}\n"
        address = f"{GOOD_ADDRESSES[number % len(GOOD_ADDRESSES)]}p{number}"
        lines += [
            f"- body: body-{number}\n  name: {name}\n  kind: organisation\n  parent: asean\n{tail}",
            f"- topic: topic-{number}\n  name: {name}\n{tail}",
            f"- person: person-{number}\n  name: {name}\n{tail}",
            f"- post: post-{number}\n  name: {name}\n  of: body-{number}\n{tail}",
            f"- place: place-{number}\n  name: {name}\n{tail}",
            f"- meeting_series: series-{number}\n  name: {name}\n  kind: forum\n{tail}",
            f"- framework: framework-{number}\n  name: {name}\n  kind: treaty\n  parties: [japan, body-{number}]\n{tail}",
            (
                f"- line: line-{number}\n  framework: framework-{number}\n  code: {name}\n  kind: element\n"
                f"  heading: {name}\n  source: paper\n  at: {at}\n  note: {name}\n"
            ),
            f"- publisher: publisher-{number}\n  name: {name}\n  url: {quoted(address)}\n",
        ]
    return "".join(lines)


def document(number: int, text: str) -> str:
    name, at = quoted(f"{text} {number}"), quoted(f"{number} {text}"[:120])
    return f"""\
source:
  title: {name}
  kind: blog
  publisher: publisher-{number}
  published: 2023-01-{number % 28 + 1:02}
  language: en
  url: {quoted(f"{GOOD_ADDRESSES[number % len(GOOD_ADDRESSES)]}{number}")}
  retrieved: 2024-02-01
  read: whole
  mentions: [{name}]
  note: {name}
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
  - position: position-{number}
    what: {name}
    by: body-{number}
    stance: supports
    on: framework-{number}
    topics: topic-{number}
    note: {name}
    at: {at}
  - meeting: meeting-{number}
    name: {name}
    held: 2023
    place: place-{number}
    series: series-{number}
    first_of_its_kind: {name}
    participants:
      - {{person: person-{number}, posts: post-{number}, role: chair, at: {at}}}
      - {{actor: japan, role: guest}}
      - {{actor: body-{number}, role: host}}
    topics: [{{topic: topic-{number}, role: discussed, said_by: body-{number}}}]
    at: {at}
  - activity: activity-{number}
    name: {name}
    what: {name}
    kind: project
    lifecycle: active
    start: not-stated
    outputs: [{{title: {name}, status: planned}}]
    serves: [{{line: line-{number}, basis: stated}}]
    at: {at}
  - commitment: commitment-{number}
    what: {name}
    kind: pledge
    obligors: [body-{number}, japan]
    framework: framework-{number}
    made: 2023
    at: {at}
  - partnership: partnership-{number}
    partner: body-{number}
    status: guest
    start: not-stated
    at: {at}
  - expectation: expectation-{number}
    what: {name}
    act: signature
    by: [asean, body-{number}]
    on: framework-{number}
    stage: planned
    expected: 2030
    at: {at}
  - claim: claim-{number}
    measure: {name}
    unit: {name}
    value: {number}
    about: body-{number}
    at: {at}
  - claim: claim-of-all
    measure: trees
    value: {number}
    about: asean
    at: {at}
"""


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, dict[str, str]], Path]
) -> Path:
    """Build a site from the small records and others with hostile text in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    changes = {"registers/hostile.yaml": entries()}
    for number, text in enumerate(HOSTILE):
        changes[f"sources/2023/hostile-{number}.yaml"] = document(number, text)
    build(write_buildable(folder / "records", changes), folder / "build")
    return folder / "build"


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    return built / "site"


FORBIDDEN = {
    "img",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "math",
    "frame",
    "template",
    "image",
    "foreignobject",
}


_OWN_SCRIPT = re.compile(r"(\.\./)?static/(site|names|network|vis-network|sparql|editor)\.js")
_DATA = ("application/json", "application/ld+json")


class Watch(HTMLParser):
    """Takes down what a browser would do with a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.policy = ""
        self.text: list[str] = []
        self._inside = ""
        self._attributes: dict[str, str | None] = {}
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in FORBIDDEN:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "meta" and (attributes.get("http-equiv") or "").casefold() == "content-security-policy":
            self.policy = attributes.get("content") or ""
        elif tag == "meta" and attributes.get("http-equiv"):
            self.faults.append(f"<meta http-equiv={attributes['http-equiv']}>")
        if tag in ("script", "style"):
            self._inside, self._attributes, self._parts = tag, attributes, []

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or (
            name
            in (
                "style",
                "srcdoc",
                "formaction",
                "background",
                "ping",
                "src",
                "action",
            )
            and not (tag == "script" and name == "src" and _OWN_SCRIPT.fullmatch(value))
        ):
            self.faults.append(f"<{tag} {name}={value}>")
        if name in ("href", "xlink:href"):
            target = re.sub(r"[\x00-\x20]", "", value).casefold()
            ours = (tag, value) == ("link", "data:,")
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", target)
            if not ours and (
                target.startswith(("//", "\\")) or (scheme and scheme[0] not in ("http:", "https:"))
            ):
                self.faults.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self.inline.append((tag, self._attributes, "".join(self._parts)))
            self._inside = ""

    def handle_data(self, data: str) -> None:
        (self._parts if self._inside else self.text).append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data[:40]}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data[:40]}")


def watched(html: str) -> Watch:
    watch = Watch()
    watch.feed(html)
    watch.close()
    assert not watch._inside, "a script or style without end"
    return watch


@cache
def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def data_of(watch: Watch) -> Iterator[Any]:
    for tag, attributes, text in watch.inline:
        if tag == "script" and attributes.get("type") in _DATA:
            yield json.loads(text)


def dead(html: str) -> Watch:
    """Check that a page holds no markup but ours, and return what is on it."""
    watch = watched(html)
    assert watch.faults == []
    assert "default-src 'none'" in watch.policy
    assert "unsafe" not in watch.policy.replace(
        "'wasm-unsafe-eval'", ""
    )  # the page for queries runs an engine
    assert not re.search(r"https?:|\*", watch.policy)
    for tag, attributes, text in watch.inline:
        if attributes.get("type") in _DATA:
            assert "<" not in text
            json.loads(text)
        elif "src" in attributes:
            assert not text
        else:
            assert not attributes.get("type")
            assert digest(text) in watch.policy, f"a <{tag}> that is not ours"
            assert "__pwn" not in text
    return watch


def test_no_page_holds_live_markup(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(HOSTILE) * 15
    for page in pages:
        try:
            dead(page.read_text("utf-8"))
        except AssertionError as error:
            raise AssertionError(f"{page.relative_to(site)}: {error}") from error


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize(
    "kind",
    ["body", "topic", "person", "post", "place", "meeting-series", "framework", "publisher", "meeting"],
)
def test_the_text_stands_there_as_text(site: Path, kind: str, number: int) -> None:
    """So that the first test is about pages on which the text is."""
    slug = "series" if kind == "meeting-series" else kind
    watch = watched((site / kind / f"{slug}-{number}.html").read_text("utf-8"))
    assert f"{HOSTILE[number]} {number}" in "".join(watch.text)


def test_titles_and_notes_of_documents_stand_there_as_text(site: Path) -> None:
    for number, text in enumerate(HOSTILE):
        shown = "".join(watched((site / f"source/hostile-{number}.html").read_text("utf-8")).text)
        assert shown.count(f"{text} {number}") >= 3, "title, note, mention"


def test_answers_of_questions_stand_there_as_text(site: Path) -> None:
    shown = "".join(watched((site / "question/people-in-posts.html").read_text("utf-8")).text)
    for number, text in enumerate(HOSTILE):
        assert f"{text} {number}" in shown


def test_the_search_and_the_networks_hold_the_text_as_data(site: Path) -> None:
    wanted = [f"{text} {number}" for number, text in enumerate(HOSTILE)]
    names = (site / "static/names.js").read_text("utf-8")
    held = {"names.js": json.dumps(json.loads(names.split("=", 1)[1].rstrip(";\n")), ensure_ascii=False)}
    for page in ("partnerships", "frameworks", "together", "promises"):
        watch = dead((site / f"network/{page}.html").read_text("utf-8"))
        held[page] = json.dumps(list(data_of(watch)), ensure_ascii=False)
    del held["promises"]  # a promise has a topic or a line only where its record names one
    for page, data in held.items():
        for text in wanted:
            assert json.dumps(text, ensure_ascii=False)[1:-1] in data, page


def test_the_lists_and_their_files_hold_the_text_as_text(site: Path) -> None:
    for kind, where in (
        ("promise", "commitment"),
        ("framework", "framework"),
        ("source", "source"),
        ("meeting", "meeting"),
    ):
        shown = "".join(dead((site / kind / "index.html").read_text("utf-8")).text)
        for number, text in enumerate(HOSTILE):
            assert f"{text} {number}" in shown, where
    with zipfile.ZipFile(site / "downloads/lists.zip") as packed:
        rows = list(csv.reader(io.StringIO(packed.read("body.csv").decode("utf-8-sig"), newline="")))
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "@"))], "a spreadsheet would run it"
    assert cells | {cell.removeprefix("'") for cell in cells} >= {
        f"{text} {n}" for n, text in enumerate(HOSTILE)
    }


def test_disagreements_about_hostile_documents_are_told(site: Path) -> None:
    pages = [page.read_text("utf-8") for page in (site / "disagreement").glob("claim-of-all*.html")]
    assert pages
    shown = "".join("".join(dead(page).text) for page in pages)
    assert "".join(HOSTILE[0]) in shown


def test_every_link_outside_hides_where_one_comes_from(site: Path) -> None:
    for page in site.rglob("*.html"):
        for link in re.findall(r"<a [^>]*href=\"https?:[^>]*>", page.read_text("utf-8")):
            assert 'rel="noopener noreferrer"' in link, page


def test_linked_data_in_the_pages_reads_back_as_the_turtle_beside_them(site: Path) -> None:
    for number in range(len(HOSTILE)):
        page = site / f"meeting/meeting-{number}.html"
        held = next(iter(data_of(watched(page.read_text("utf-8")))))
        linked = ox.parse(json.dumps(held).encode(), format=ox.RdfFormat.JSON_LD)
        turtle = ox.parse(page.with_suffix(".ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        assert {str(quad.triple) for quad in linked} == {str(quad.triple) for quad in turtle}


def test_turtle_beside_the_pages_reads_back(site: Path) -> None:
    for number in range(len(HOSTILE)):
        file = site / f"body/body-{number}.ttl"
        found = list(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))
        values = {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)}
        assert f"{HOSTILE[number]} {number}" in values


def test_a_drawing_for_a_notebook_is_framed(built: Path, site: Path) -> None:
    kg = KnowledgeGraph(EmbeddedStore.load(built / "graph.nq"), site)
    page = kg.show("frameworks")
    dead(page)
    frame = Page(page)._repr_html_()
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Outer(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Outer(convert_charrefs=True).feed(frame)
    assert [tag for tag, _ in tags] == ["iframe"]
    assert "allow-same-origin" not in (tags[0][1]["sandbox"] or "")
    assert tags[0][1]["srcdoc"] == page


def test_a_table_for_a_notebook_is_escaped(built: Path, site: Path) -> None:
    store = EmbeddedStore.load(built / "graph.nq")
    html = run(store, "SELECT ?name { ?s a akg:Body ; rdfs:label ?name }")._repr_html_()
    watch = watched(html)
    assert watch.faults == []
    assert watch.inline == []
    for number, text in enumerate(HOSTILE):
        assert f"{text} {number}" in "".join(watch.text)
    assert watched(Table(('<img src="x">',), ())._repr_html_()).faults == []


def test_csv_gives_each_cell_back_as_it_is(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from aseankg.cli import main

    records = buildable_copy({"registers/hostile.yaml": entries()})
    where = ["--records", str(records), "--out", str(tmp_path / "out" / "build")]
    query = "SELECT ?name { ?s a akg:Topic ; rdfs:label ?name } ORDER BY ?name"
    result = CliRunner().invoke(main, ["query", *where, query, "--format", "csv"])
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(io.StringIO(result.stdout, newline="")))
    cells = {text for row in rows for text in (row[0], row[0].removeprefix("'"))}
    assert {f"{text} {number}" for number, text in enumerate(HOSTILE)} <= cells


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
@pytest.mark.parametrize("field", ["name", "note", "alias", "at", "title", "mention"])
def test_text_that_changes_direction_or_controls_is_refused(
    records_copy: RecordsCopy, field: str, text: str
) -> None:
    value = quoted(text)
    entry = "- topic: fish\n  name: {name}\n  aliases: [{{name: {alias}, lang: en}}]\n  note: {note}\n  source: paper\n  at: {at}\n"
    fields = dict.fromkeys(("name", "note", "alias", "at"), "plain") | {field: value}
    paper = document(0, "x").split("statements:")[0].replace("publisher-0", "gazette")
    if field == "title":
        paper = paper.replace('title: "x 0"', f"title: {value}")
    if field == "mention":
        paper = paper.replace('mentions: ["x 0"]', f"mentions: [{value}]")
    changes = {"registers/fish.yaml": entry.format(**fields), "sources/2023/other.yaml": paper}
    records = read(records_copy(changes))
    assert len(records.problems) == 1
    assert str(records.problems[0]).isprintable()


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=ascii)
def test_addresses_that_are_no_web_addresses_are_refused(records_copy: RecordsCopy, address: str) -> None:
    paper = document(0, "x").split("statements:")[0].replace("publisher-0", "gazette")
    paper = re.sub(r"url: .*", lambda _: f"url: {quoted(address)}", paper)
    publisher = f"- publisher: another-press\n  name: Another Press\n  url: {quoted(address)}\n"
    records = read(records_copy({"registers/p.yaml": publisher, "sources/2023/other.yaml": paper}))
    check(records)
    assert {problem.field for problem in records.problems} == {"url"}
    assert len(records.problems) == 2


@pytest.mark.parametrize("address", ["javascript:window.__pwn=1", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_came_past_the_checks_is_no_link(
    buildable_copy: RecordsCopy, tmp_path: Path, address: str
) -> None:
    """A graph may come from elsewhere than our records: the pages do not trust it."""
    store, _ = assemble(validate(buildable_copy()))
    paper, link = iris.source("paper"), ox.NamedNode(rdfs.seeAlso)
    for graph in (paper, iris.RESOLVED):
        for thing in (paper, iris.thing("state", "japan")):
            store.add([ox.Quad(ox.NamedNode(thing), link, ox.NamedNode(address), ox.NamedNode(graph))])
    write_site(store, tmp_path / "site")
    for page in ("source/paper.html", "state/japan.html", "network/partnerships.html"):
        dead((tmp_path / "site" / page).read_text("utf-8"))
    assert address in (tmp_path / "site/state/japan.html").read_text("utf-8"), "shown, but no link"
