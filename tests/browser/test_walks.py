"""Walks: what people come for, from the start page to the answer, as they would go."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Saved = Callable[[Page, str], bytes]


@pytest.fixture
def start(page: Page, site: Path) -> Page:
    page.goto((site / "index.html").as_uri())
    return page


def test_what_japan_promised_on_maritime_cooperation_and_since_when(start: Page) -> None:
    start.get_by_role("link", name="What did Japan promise on maritime cooperation?").click()
    expect(start.locator("#bar")).to_be_visible()
    rows = start.locator("#rows tbody tr:visible")
    assert 1 < rows.count() < 50
    for row in rows.all():
        expect(row).to_contain_text("Japan")
        expect(row).to_contain_text("Maritime cooperation")
        assert re.search(r"\d{4}", row.locator("td").first.inner_text()), "since when"
    rows.locator("td.is-name a").last.click()
    expect(start.locator("#facts tr.by").first).to_be_visible()


def test_who_joined_the_treaty_of_amity_after_2020(start: Page) -> None:
    start.get_by_role("link", name=re.compile("joined the Treaty of Amity")).click()
    expect(start.locator("#bar")).to_be_visible()
    rows = start.locator("#rows tbody tr:visible")
    text = " ".join(rows.all_inner_texts())
    for state in ("Netherlands", "Qatar", "Denmark"):
        assert state in text
    assert "France" not in text, "2007"


def test_everything_that_serves_a_line(start: Page) -> None:
    start.fill("#q", "political-security b.6")
    start.keyboard.press("Enter")
    expect(start).to_have_url(re.compile(r"line/apsc-blueprint-2025-b-6\.html"))
    named = start.locator(
        "details.named", has=start.get_by_role("heading", name=re.compile("serves|action line"))
    )
    expect(named).to_contain_text("Technical Assistance to Support the ASEAN Secretariat")
    named.locator("td a").first.click()
    expect(start.locator("#facts")).to_contain_text("stated")


def test_canada_and_australia_side_by_side(start: Page) -> None:
    start.get_by_role("link", name="How do Canada and Australia compare?").click()
    expect(start.locator(".versus h2")).to_have_text(["Canada", "Australia"])
    expect(start.locator(".versus")).to_contain_text("Canada: strategic partnership")
    expect(start.locator(".versus")).to_contain_text("Australia: comprehensive strategic partnership")
    start.get_by_label("and another").select_option("japan")
    expect(start.locator(".versus h2")).to_have_text(["Canada", "Japan"])
    assert "a=canada&b=japan" in start.url
    start.reload()
    expect(start.locator(".versus h2")).to_have_text(["Canada", "Japan"])


def test_the_matrix_as_a_spreadsheet(start: Page) -> None:
    start.get_by_label("Parts of the site").get_by_role("link", name="Matrix").click()
    start.get_by_role("main").get_by_role("link", name="ASEAN Outlook on the Indo-Pacific").first.click()
    japan = start.locator("table.matrix tr", has=start.get_by_role("rowheader", name="Japan", exact=True))
    number = int(japan.locator("td b.n").first.inner_text())
    with start.expect_download() as started:
        start.get_by_role("link", name="XLSX").click()
    book = load_workbook(started.value.path())
    assert {"Partners", "Members", "Register", "Sources", "How to read"} <= set(book.sheetnames)
    rows = {row[0]: row for row in book["Partners"].iter_rows(values_only=True) if row[0]}
    assert str(rows["Japan"][2]).startswith(f"{number} ("), "the workbook counts as the page does"
    texts = " ".join(str(cell) for row in book["How to read"].iter_rows(values_only=True) for cell in row)
    assert "CC BY 4.0" in texts
    addresses = [
        cell.hyperlink for row in book["Sources"].iter_rows(min_row=2) for cell in row if cell.hyperlink
    ]
    assert len(addresses) > 10


def test_a_bad_comparison_shows_some_comparison(start: Page) -> None:
    start.goto(start.url.replace("index.html", "compare.html#a=__proto__&b=<img>"))
    expect(start.locator(".versus h2")).to_have_count(2)


def test_cite_a_fact_and_take_it_along(start: Page, site: Path, saved: Saved) -> None:
    start.fill("#q", "26th asean-rok dialogue")
    start.keyboard.press("Enter")
    cite = start.locator("#cites li").first
    for part in (
        "Stronger Strategic Partnership",
        "2022-07-05",
        "para",
        "https://m.medcom.id",
        "aseankg, as of 20",
    ):
        expect(cite).to_contain_text(part)
    cite.get_by_role("button").click()
    expect(cite.get_by_role("button")).to_have_text(re.compile("Copied|Selected"))
    linked = ox.parse(saved(start, "JSON-LD"), format=ox.RdfFormat.JSON_LD)
    beside = site / "meeting" / str(start.get_by_role("link", name="Turtle").get_attribute("href"))
    turtle = ox.parse(beside.read_bytes(), format=ox.RdfFormat.TURTLE)
    assert {str(quad.triple) for quad in linked} == {str(quad.triple) for quad in turtle}
    rows = list(csv.reader(io.StringIO(saved(start, "CSV").decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Property", "Value", "Source"]
    assert ["series", "ASEAN-ROK Dialogue"] in [row[:2] for row in rows]
    assert all(row[2] for row in rows[1:])


def test_the_world_of_a_partner_opens_from_its_page(start: Page) -> None:
    start.fill("#q", "japan")
    start.keyboard.press("Enter")
    start.get_by_role("link", name=re.compile("Explore its network")).click()
    expect(start.locator("#count")).to_contain_text("edges shown")
    expect(start.get_by_role("heading", level=1)).to_have_text("The world of Japan")


def test_every_page_says_as_of_when(start: Page, site: Path) -> None:
    for name in (
        "index",
        "state/japan",
        "promise/index",
        "timeline",
        "compare",
        "downloads",
        "coverage",
        "about",
        "question/partners",
    ):
        start.goto((site / f"{name}.html").as_uri())
        expect(start.locator("body")).to_contain_text(re.compile(r"[Aa]s of 20\d\d-\d\d-\d\d"))


def test_search_from_any_page_finds_names_in_any_language(start: Page, site: Path) -> None:
    start.goto((site / "state/japan.html").as_uri())
    start.keyboard.press("/")
    start.keyboard.type("kendaraan listrik")
    expect(start.get_by_role("option").first).to_contain_text("Electric vehicle")
    expect(start.get_by_role("option").first.locator("[lang=id]")).to_have_count(1)
    start.keyboard.press("Enter")
    expect(start).to_have_url(re.compile(r"/topic/"))


def test_downloads_are_there_with_their_checksums(start: Page, site: Path) -> None:
    import gzip
    import hashlib

    start.goto((site / "downloads.html").as_uri())
    files = start.locator("ul.files li").all()
    assert len(files) == 7
    for row in files:
        name, checksum = row.locator("a").inner_text(), row.locator("code.sum").inner_text()
        data = (site / "downloads" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == checksum
        if name.endswith(".jsonld.gz"):
            assert json.loads(gzip.decompress(data))


def test_the_timeline_draws_each_tie_and_says_the_same_as_a_table(start: Page, site: Path) -> None:
    start.goto((site / "timeline.html").as_uri())
    bars = start.locator("svg.timeline a.bar")
    dated = [
        text for text in start.locator("table.named td.when").all_inner_texts() if re.search(r"\d{4}", text)
    ]
    assert bars.count() == len(dated) > 30
    bars.first.focus()
    start.keyboard.press("Enter")
    expect(start).to_have_url(re.compile(r"/partnership/"))
