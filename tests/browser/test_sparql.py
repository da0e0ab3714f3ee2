"""SPARQL without a server: the page answers as the store does, refuses what the store refuses, and sends nothing."""

import csv
import http.server
import io
import re
import threading
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.asking import ASK_NO_OTHERS, ASK_OTHERS
from tests.endpoint.running import serving
from tests.hostile.test_pages import HOSTILE as TEXTS

from aseankg.graph.queries import ask
from aseankg.graph.store import Quad, Term
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views import assets
from aseankg.graph.views.site import Site
from aseankg.ontology import iris
from aseankg.ontology.terms import rdfs

pytestmark = pytest.mark.browser
Saved = Any

HOSTILE = "=HYPERLINK(\"http://evil.example\")</script><img src=x onerror='window.__pwn=1'>"
LOOP = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def store(site: Path) -> EmbeddedStore:
    return EmbeddedStore.load(site.parent / "graph.nq")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page over a few triples, one of them hostile."""
    few = EmbeddedStore()
    japan = iris.thing("state", "japan")
    few.add_quads(
        [
            Quad(japan, rdfs.label, Term(HOSTILE, False, "", "en"), iris.RESOLVED),
            Quad(japan, rdfs.seeAlso, Term("javascript:window.__pwn=1"), iris.RESOLVED),
        ]
    )
    return _written(few, tmp_path_factory.mktemp("few"))


def _written(view: EmbeddedStore, folder: Path) -> Path:
    site = Site(view, folder)
    site.write_assets()
    site.write_sparql()
    return folder


@pytest.fixture
def address(site: Path) -> str:
    return (site / "sparql.html").as_uri()


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql.html"
        server.shutdown()


def asked(page: Page, address: str, query: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}#query={quote(query, safe='')}")


def answered(page: Page, rows: int) -> None:
    expect(page.locator("#state")).to_contain_text(f"{rows} row(s)", timeout=60_000)
    expect(page.locator("#answer tbody tr")).to_have_count(rows)


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def arranged(rows: list[list[str]]) -> list[list[list[str]]]:
    """Put rows in order, and what GROUP_CONCAT joined: SPARQL leaves that order to the engine."""
    return sorted([sorted(cell.split("; ")) for cell in row] for row in rows)


NAMED = {
    "partners": {},
    "met-together": {"one": "japan", "other": "china"},
    "joined-treaty-after": {},
    "evidence": {},
    "largest-contributions": {},
}


def test_named_questions_are_answered_as_the_store_answers_them(
    page: Page, address: str, store: EmbeddedStore, saved: Saved
) -> None:
    page.goto(address)
    for name, values in NAMED.items():
        page.get_by_label("Start from a question").select_option(name)
        for key, value in values.items():
            page.locator(f"#parameters input[name={key}]").fill(value)
        page.get_by_role("button", name="Ask", exact=True).click()
        table = ask(store, name, **values)
        assert table.rows, f"{name}: an empty answer compares nothing"
        answered(page, len(table))
        head, *rows = rows_of(saved(page, "CSV"))
        assert tuple(head) == table.columns
        said = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
        assert arranged(rows) == arranged(said), name


def test_a_parameter_changes_the_answer_and_a_wrong_one_is_named(page: Page, address: str) -> None:
    page.goto(f"{address}#ask=met-together&other=canada")
    other = page.locator("#parameters input[name=other]")
    expect(other).to_have_value("canada")
    expect(page.locator(".cm-content")).to_contain_text("id/state/canada")
    other.fill("atlantis")
    other.press("Tab")
    expect(page.get_by_role("alert")).to_have_text("nothing is called atlantis")


def test_it_works_over_http_and_asks_for_nothing_else(page: Page, served: str) -> None:
    asked(page, served, "SELECT ?s { ?s a akg:Framework } LIMIT 3")
    answered(page, 3)
    expect(page.get_by_label("ask the server")).not_to_be_checked()


def test_the_server_that_shows_the_page_can_be_asked(browser: Browser, site: Path) -> None:
    with serving(site.parent) as running:
        context = browser.new_context()
        page = context.new_page()
        posted: list[str] = []
        page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
        asked(page, f"{running.address}/sparql.html", "SELECT ?s { ?s a akg:Framework } LIMIT 3")
        answered(page, 3)
        assert posted == []
        page.get_by_label("ask the server").check()
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator("#state")).to_contain_text("3 row(s)")
        assert posted == [f"{running.address}/sparql"]
        page.evaluate("location.hash = 'query=' + encodeURIComponent('SELECT ?a { ?a nope:b ?c }')")
        expect(page.get_by_role("alert")).to_have_text("line 1, column 22: this prefix is not declared")
        context.close()


def test_things_lead_to_their_pages(page: Page, address: str) -> None:
    asked(page, address, f"SELECT ?who {{ VALUES ?who {{ <{iris.thing('state', 'japan')}> }} }}")
    answered(page, 1)
    page.locator("#answer").get_by_role("link", name="Japan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Japan")


def test_service_is_refused(page: Page, small: Path) -> None:
    asked(page, (small / "sparql.html").as_uri(), "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }")
    expect(page.get_by_role("alert")).to_contain_text("SERVICE is refused")


def test_the_page_refuses_what_the_store_refuses(page: Page) -> None:
    rules = (files("aseankg.graph.views") / "static/sparql/query.js").read_text("utf-8")
    queries = [query.replace("URL", "http://evil.example/") for query in [*ASK_OTHERS, *ASK_NO_OTHERS]]
    refused = page.evaluate(
        f"(queries) => {{ {rules}\n return queries.filter((query) => asksOthers(query)); }}", queries
    )
    assert refused == queries[: len(ASK_OTHERS)]


def test_a_question_just_chosen_is_the_one_asked(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """() => {
          const named = document.getElementById("named");
          named.value = "partners";
          named.dispatchEvent(new Event("change"));
          document.getElementById("run").click();
        }"""
    )
    expect(page.locator("#answer th").last).to_have_text("event", timeout=60_000)


def test_a_value_that_cannot_be_asks_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}#ask=joined-treaty-after")
    year = page.locator("#parameters input[name=year]")
    expect(year).to_have_value("2020")
    ask_it = page.get_by_role("button", name="Ask", exact=True)
    ask_it.click()
    expect(page.locator("#state")).to_contain_text("row(s)", timeout=60_000)
    for wrong in ("abc", ""):
        year.fill(wrong)
        ask_it.click()
        expect(page.get_by_role("alert")).to_contain_text("year: expected a whole number")
        expect(page.locator("#answer tr")).to_have_count(0)
        expect(page.locator("#state")).to_be_empty()
    year.fill("2021")
    ask_it.click()
    expect(page.locator("#state")).to_contain_text("row(s)", timeout=60_000)
    expect(page.locator(".cm-content")).to_contain_text("2021")


def test_an_address_followed_while_a_query_runs_is_asked(page: Page, address: str) -> None:
    asked(page, address, LOOP)
    expect(page.locator("#state")).to_have_text("Asking …", timeout=30_000)
    page.evaluate("location.hash = 'query=' + encodeURIComponent('ASK { }')")
    answered(page, 1)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_the_word_service_may_stand_in_a_text(page: Page, small: Path) -> None:
    asked(page, (small / "sparql.html").as_uri(), 'SELECT ("SERVICE <x>" AS ?word) { } # SERVICE')
    answered(page, 1)


def test_hostile_texts_stay_texts(page: Page, small: Path, saved: Saved) -> None:
    address = (small / "sparql.html").as_uri()
    asked(page, address, f"SELECT ?o {{ <{iris.thing('state', 'japan')}> ?p ?o }} ORDER BY isIRI(?o)")
    answered(page, 2)
    expect(page.locator("#answer td").first).to_have_text(HOSTILE)
    assert page.locator("#answer a[href^='javascript']").count() == 0
    assert rows_of(saved(page, "CSV"))[1] == [f"'{HOSTILE}"]
    asked(page, address, f"# {HOSTILE}\nASK {{ }}")
    answered(page, 1)
    asked(page, address, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    answered(page, 2)
    expect(page.locator("svg.drawn circle")).to_have_count(2)
    page.goto(f"{address}#ask=</select><img src=x onerror=window.__pwn=1>&query=")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_enabled()


@pytest.fixture(scope="module")
def wicked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page over things that are called by every hostile text."""
    view = EmbeddedStore()
    view.add_quads(
        [
            Quad(iris.thing("body", f"body-{number}"), rdfs.label, Term(text, False, "", "en"), iris.RESOLVED)
            for number, text in enumerate(TEXTS)
        ]
    )
    return _written(view, tmp_path_factory.mktemp("wicked"))


def test_every_hostile_text_is_an_answer_like_others(page: Page, wicked: Path, saved: Saved) -> None:
    address = (wicked / "sparql.html").as_uri()
    asked(page, address, "SELECT ?name { ?s rdfs:label ?name }")
    answered(page, len(TEXTS))
    assert set(page.locator("#answer td").all_text_contents()) == set(TEXTS)
    cells = {row[0] for row in rows_of(saved(page, "CSV"))[1:]}
    assert {cell.removeprefix("'") if cell.startswith("'=") else cell for cell in cells} == set(TEXTS)
    asked(page, address, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    answered(page, len(TEXTS))
    assert page.locator("img, iframe, object, embed").count() == 0


def test_every_hostile_text_in_the_address_is_a_query_that_cannot_be_read(page: Page, wicked: Path) -> None:
    asked(page, (wicked / "sparql.html").as_uri(), "ASK { }")
    answered(page, 1)
    for text in TEXTS:
        page.evaluate("(text) => { location.hash = `query=${encodeURIComponent(text)}`; }", text)
        if not text.startswith("#"):  # a comment asks nothing
            expect(page.get_by_role("alert")).to_contain_text(re.compile("cannot be read|not declared"))
        page.evaluate("location.hash = 'query=' + encodeURIComponent('ASK { }')")
        answered(page, 1)


def test_an_error_names_the_place(page: Page, small: Path) -> None:
    asked(page, (small / "sparql.html").as_uri(), "SELECT ?a {\n ?a ?b }")
    expect(page.get_by_role("alert")).to_contain_text(
        "line 2, column 9: this cannot be read here", timeout=30_000
    )
    asked(page, (small / "sparql.html").as_uri(), "SELECT ?a { ?a nope:b ?c }")
    expect(page.get_by_role("alert")).to_have_text("line 1, column 22: this prefix is not declared")


def test_a_query_can_be_stopped_and_the_page_goes_on(page: Page, address: str) -> None:
    asked(page, address, LOOP)
    expect(page.locator("#state")).to_have_text("Asking …", timeout=30_000)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert")).to_have_text("Stopped.")
    page.evaluate("location.hash = 'query=' + encodeURIComponent('ASK { }')")
    answered(page, 1)


def test_a_query_ends_by_itself(page: Page, address: str) -> None:
    page.add_init_script(
        "const set = setTimeout; window.setTimeout = (f, ms, ...r) => set(f, ms === 30000 ? 300 : ms, ...r);"
    )
    asked(page, address, LOOP)
    expect(page.get_by_role("alert")).to_contain_text("longer than the seconds allowed, 30", timeout=30_000)


def test_ten_thousand_rows_stay_fluent(page: Page, address: str) -> None:
    asked(page, address, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 12000")
    expect(page.locator("#state")).to_contain_text("12000 row(s)", timeout=60_000)
    expect(page.locator("#state")).to_contain_text("shown here: 10000")
    expect(page.locator("#answer tbody tr")).to_have_count(10_000, timeout=20_000)


def test_an_answer_from_here_to_there_is_drawn(page: Page, address: str) -> None:
    asked(page, address, "SELECT ?from ?to { ?t akg:partner ?to ; akg:status ?from } LIMIT 9")
    answered(page, 9)
    expect(page.locator("svg.drawn line")).to_have_count(9)
    assert page.locator("svg.drawn a").count() >= 1


DRAWN = "SELECT ?from ?to { ?t akg:partner ?to ; akg:status ?from } LIMIT 9"


def test_the_page_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 850})
    asked(page, address, DRAWN)
    answered(page, 9)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    opened = context.new_page()
    asked(opened, address, DRAWN)
    answered(opened, 9)
    found = Axe().run(opened)
    context.close()
    assert found.response["violations"] == [], found.generate_report()


def test_without_the_engine_the_page_says_so(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "brought", lambda name: "")
    folder = _written(EmbeddedStore(), tmp_path)
    assert not (folder / "static/graph.js").exists()
    page.goto((folder / "sparql.html").as_uri())
    expect(page.locator("#missing")).to_contain_text("make explore")
    expect(page.locator("#run")).to_have_count(0)
