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
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Saved = Callable[[Page, str], bytes]
TREATY = "Treaty of Amity and Cooperation in Southeast Asia"


@pytest.fixture
def start(page: Page, site: Path) -> Page:
    page.goto((site / "index.html").as_uri())
    return page


class Reader:
    """Somebody who sees the page, clicks and types: no address, no script. What it costs is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.keys = 0

    def click(self, seen: Locator) -> None:
        seen.click()
        self.clicks += 1

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click a link by what it says. One whose name is given as text says exactly that."""
        place = within or self.page.locator("body")
        self.click(place.get_by_role("link", name=name, exact=isinstance(name, str)))

    def search(self, words: str) -> None:
        """Go to the search by its key, type, and open what is found first."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        expect(self.page.get_by_role("option").first).to_be_visible()
        self.page.keyboard.press("Enter")
        self.keys += len(words) + 2

    def rows(self) -> list[str]:
        """Return what the rows of a list say that has been filtered."""
        expect(self.page.locator("#bar")).to_be_visible()
        return self.page.locator("#rows tbody tr:visible").all_inner_texts()

    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def sources(self) -> Locator:
        """Return the citations of a page, as they are to be copied."""
        return self.page.locator("#cites li")

    def spent(self, clicks: int, keys: int = 0) -> None:
        """Hold what the walk cost to what it may cost."""
        assert self.clicks <= clicks
        assert self.keys <= keys


@pytest.fixture
def reader(start: Page) -> Reader:
    return Reader(start)


def test_what_japan_promised_on_maritime_cooperation_and_since_when(reader: Reader) -> None:
    reader.follow("What did Japan promise on maritime cooperation?")
    rows = reader.rows()
    assert 4 <= len(rows) < 50
    assert all("Japan" in row for row in rows)
    oldest = rows[-1]
    assert oldest.startswith("2013-12"), "since when: the list begins with the latest"
    assert "USD 100,000,000" in oldest
    assert "Japan-ASEAN Integration Fund" in oldest
    reader.follow(re.compile("^Japan will help ASEAN members strengthen maritime law enforcement"))
    glance = reader.page.locator(".glance")
    expect(glance).to_contain_text("2023-09-06")
    expect(glance).to_contain_text("What came of it")
    expect(reader.sources().filter(has_text="Viet Nam News Agency")).to_contain_text(
        "Japan to strengthen cooperation, connectivity with ASEAN, 2023-09-07, para 6, para 7"
    )
    reader.spent(clicks=2)


def test_the_same_is_found_by_the_filters_of_the_list(reader: Reader) -> None:
    reader.follow("What did Japan promise on maritime cooperation?")
    prepared = reader.rows()
    reader.follow("aseankg")
    walk = Reader(reader.page)
    walk.follow("Promises", walk.page.get_by_label("Parts of the site"))
    expect(walk.page.locator("#bar")).to_be_visible()
    walk.click(walk.page.locator("#facets").get_by_text("Japan", exact=True))
    walk.click(walk.page.locator("#facets summary", has_text="Topic"))
    walk.click(walk.page.locator("#facets").get_by_text("Maritime cooperation", exact=True))
    rows = walk.rows()
    assert rows == prepared
    assert 4 <= len(rows) < 50
    assert all("Japan" in row for row in rows)
    walk.spent(clicks=4)


def test_who_joined_the_treaty_of_amity_after_2020(reader: Reader) -> None:
    reader.follow("Who joined the Treaty of Amity and Cooperation after 2020?")
    rows = reader.rows()
    joined = {row.split(": accession")[0].split("\t")[-1]: row.split("\t")[0] for row in rows}
    assert {
        "Qatar": "2022-08-03",
        "Denmark": "2022-08-03",
        "Ukraine": "2022-11-10",
        "Saudi Arabia": "2023-07-12",
        "Kuwait": "2023-09-04",
        "Algeria": "2025-07-09",
    }.items() <= joined.items()
    assert not {"Hungary", "France", "Colombia"} & joined.keys(), "agreed to by others, or earlier"
    assert all(f": accession, {TREATY}" in row for row in rows), "no other steps, no other instruments"
    reader.follow(f"Qatar: accession, {TREATY}")
    expect(reader.sources().filter(has_text="The Shillong Times")).to_contain_text(
        "6 more countries join ASEAN's Treaty of Amity and Cooperation, 2022-08-03, para 1 and para 2"
    )
    reader.spent(clicks=2)


def test_everything_that_serves_a_line(reader: Reader) -> None:
    reader.search("apsc b.6")
    expect(reader.heading()).to_contain_text("Political-Security Community Blueprint 2025, B.6")
    served = reader.page.locator("details.named", has_text="that serve this line")
    expect(served).to_have_count(1)
    expect(served).to_contain_text("since [2024-01..2024-02]")
    reader.follow(re.compile("^Technical Assistance to Support .* Connection with the AOIP$"), served)
    serves = reader.page.locator("#facts tr", has_text="serves line")
    expect(serves.locator("li", has_text="B.6")).to_contain_text("stated")
    expect(reader.sources().first).to_contain_text("https://jaif.asean.org/project-brief/")
    reader.spent(clicks=1, keys=10)


def test_canada_and_australia_side_by_side(reader: Reader) -> None:
    reader.follow("How do Canada and Australia compare?")
    sides = reader.page.locator(".versus")
    expect(sides.locator("h2")).to_have_text(["Canada", "Australia"])
    for tie, since in (
        ("Canada: strategic partnership", "2023-09-06"),
        ("Canada: dialogue partner", "1977"),
        ("Australia: comprehensive strategic partnership", "2021-10-27"),
        ("Australia: dialogue partner", "1974"),
    ):
        expect(sides.locator("li", has_text=tie)).to_contain_text(f"since {since}")
    promised = sides.locator("h3", has_text="Commitments").locator("xpath=following-sibling::*")
    for side in (0, 1):
        assert int(promised.nth(side).locator("b").inner_text()) > 0
    reader.follow("Canada: strategic partnership", sides)
    expect(reader.sources().first).to_contain_text("Prime Minister of Canada")
    expect(reader.sources().first).to_contain_text("declaration, point 1")
    reader.spent(clicks=2)


def test_a_comparison_can_be_changed_and_keeps_its_address(start: Page) -> None:
    start.get_by_role("link", name="How do Canada and Australia compare?").click()
    start.get_by_label("and another").select_option("japan")
    expect(start.locator(".versus h2")).to_have_text(["Canada", "Japan"])
    assert "a=canada&b=japan" in start.url
    start.reload()
    expect(start.locator(".versus h2")).to_have_text(["Canada", "Japan"])


def test_the_matrix_as_a_spreadsheet(reader: Reader) -> None:
    page = reader.page
    reader.follow("Matrix", page.get_by_label("Parts of the site"))
    reader.follow("ASEAN Outlook on the Indo-Pacific", page.get_by_role("main"))
    japan = page.locator("table.matrix tr", has=page.get_by_role("rowheader", name="Japan", exact=True))
    number = int(japan.locator("td b.n").first.inner_text())
    with page.expect_download() as started:
        reader.follow("XLSX")
    book = load_workbook(io.BytesIO(started.value.path().read_bytes()))
    assert {"Partners", "Members", "Register", "Sources", "How to read"} <= set(book.sheetnames)
    rows = {row[0]: row for row in book["Partners"].iter_rows(values_only=True) if row[0]}
    assert str(rows["Japan"][2]).startswith(f"{number} ("), "the workbook counts as the page does"
    texts = " ".join(str(cell) for row in book["How to read"].iter_rows(values_only=True) for cell in row)
    assert "CC BY 4.0" in texts
    addresses = [
        cell.hyperlink for row in book["Sources"].iter_rows(min_row=2) for cell in row if cell.hyperlink
    ]
    assert len(addresses) > 10
    reader.spent(clicks=3)


def test_a_number_of_the_matrix_opens_its_statements_and_their_documents(reader: Reader) -> None:
    page = reader.page
    reader.follow("Matrix", page.get_by_label("Parts of the site"))
    reader.follow("ASEAN Outlook on the Indo-Pacific", page.get_by_role("main"))
    japan = page.locator("table.matrix tr", has=page.get_by_role("rowheader", name="Japan", exact=True))
    cell = japan.locator("a.cell", has=page.locator("b.n")).first
    number = int(cell.locator("b.n").inner_text())
    reader.click(cell)
    panel = page.locator(".panel:visible")
    expect(panel.locator("article.item")).to_have_count(number)
    expect(panel.locator("h2")).to_contain_text("Japan · 1 maritime cooperation")
    for item in panel.locator("article.item").all():
        expect(item.locator("ul.quiet a").first).to_be_visible()
    reader.spent(clicks=3)


def test_cite_a_fact(reader: Reader) -> None:
    """The citation is on the clipboard, or selected where a page of a file has none."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])  # so that the test may look
    reader.search("26th asean-rok dialogue")
    cite = reader.sources().first
    text = cite.inner_text().removesuffix("Copy").strip()
    for part in (
        "Stronger Strategic Partnership",
        "2022-07-05",
        "para",
        "https://m.medcom.id",
        "aseankg, as of 20",
    ):
        assert part in text
    button = cite.get_by_role("button")
    reader.click(button)
    expect(button).to_have_text(re.compile("Copied|Selected"))
    taken = reader.page.evaluate("() => getSelection().toString() || navigator.clipboard.readText()")
    assert taken.strip() == text
    reader.spent(clicks=1, keys=25)


def test_a_bad_comparison_shows_some_comparison(start: Page) -> None:
    start.goto(start.url.replace("index.html", "compare.html#a=__proto__&b=<img>"))
    expect(start.locator(".versus h2")).to_have_count(2)


def test_a_thing_is_taken_along_in_three_forms_that_agree(start: Page, site: Path, saved: Saved) -> None:
    start.fill("#q", "26th asean-rok dialogue")
    start.keyboard.press("Enter")
    expect(start.locator("#cites")).to_be_visible()
    linked = ox.parse(saved(start, "JSON-LD"), format=ox.RdfFormat.JSON_LD)
    beside = site / "meeting" / str(start.get_by_role("link", name="Turtle").get_attribute("href"))
    turtle = ox.parse(beside.read_bytes(), format=ox.RdfFormat.TURTLE)
    assert {str(quad.triple) for quad in linked} == {str(quad.triple) for quad in turtle}
    rows = list(csv.reader(io.StringIO(saved(start, "CSV").decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Property", "Value", "Source"]
    assert ["series", "ASEAN-ROK Dialogue"] in [row[:2] for row in rows]
    assert all(row[2] for row in rows[1:] if row[0] != "second reading"), "which names its document itself"


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
