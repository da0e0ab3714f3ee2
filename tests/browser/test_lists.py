"""Lists: facets with counts, text filter, sorting, an address that keeps the choice, CSV, and a plain table without a script."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

Saved = Callable[[Page, str], bytes]


def shown(page: Page) -> int:
    return page.locator("#rows tbody tr:visible").count()


def go(page: Page, site: Path, address: str) -> None:
    name, _, fragment = address.partition("#")
    page.goto("about:blank")
    page.goto((site / name).as_uri() + (f"#{fragment}" if fragment else ""))
    if name != "index.html":
        expect(page.locator("#bar")).to_be_visible()  # the script has run


@pytest.mark.parametrize("kind", ["promise", "meeting", "framework", "partner", "source"])
def test_counts_of_facets_are_those_of_the_table(page: Page, site: Path, kind: str) -> None:
    go(page, site, f"{kind}/index.html")
    total = page.locator("#rows tbody tr").count()
    assert total > 25
    expect(page.get_by_role("status").filter(has_text=" of ")).to_have_text(f"{total:,} of {total:,}")
    label = page.locator("#facets label").first
    number = int(label.locator(".number").inner_text())
    assert 0 < number <= total
    label.click()
    assert shown(page) == number
    expect(page.get_by_role("status").filter(has_text=" of ")).to_have_text(f"{number:,} of {total:,}")


def test_facets_narrow_each_other_and_the_address_keeps_them(page: Page, site: Path) -> None:
    go(page, site, "promise/index.html#by=Japan")
    with_japan = shown(page)
    assert page.locator("#rows tbody tr:visible td:nth-child(3)", has_text="Japan").count() == with_japan
    page.locator("#facets label", has_text="in progress").first.click()
    narrowed = shown(page)
    assert 0 < narrowed < with_japan
    address = page.url
    assert "by=Japan" in address
    assert "status=in+progress" in address
    go(page, site, "index.html")
    page.goto(address)
    expect(page.locator("#bar")).to_be_visible()
    assert shown(page) == narrowed
    page.get_by_role("button", name="all choices").click()
    assert shown(page) == page.locator("#rows tbody tr").count()
    assert "#" not in page.url


def test_years_narrow_and_undated_rows_are_counted_not_guessed(page: Page, site: Path) -> None:
    go(page, site, "consent/index.html#date=2021-")
    dates = page.locator("#rows tbody tr:visible td:first-child").all_inner_texts()
    assert dates
    assert all(max(map(int, re.findall(r"\d{4}", text))) >= 2021 for text in dates)
    expect(page.get_by_label("Date: from year")).to_have_value("2021")
    expect(page.locator("#facets .number", has_text="without a date")).to_be_visible()


def test_text_filter_folds_diacritics(page: Page, site: Path) -> None:
    go(page, site, "partner/index.html")
    page.get_by_label("Filter by text").fill("turkiye")
    assert shown(page) == 1
    expect(page.locator("#rows tbody tr:visible")).to_contain_text("Türkiye")


def test_columns_sort_both_ways_and_numbers_as_numbers(page: Page, site: Path) -> None:
    go(page, site, "partner/index.html")
    button = page.locator("#rows th[data-key=promises] button")
    button.click()
    button.click()
    cells = page.evaluate(
        """() => { const at = [...document.querySelectorAll('#rows th')].findIndex((th) => th.dataset.key === 'promises');
        return [...document.querySelectorAll('#rows tbody tr')].map((row) => Number(row.cells[at].textContent)); }"""
    )
    assert cells == sorted(cells, reverse=True)
    assert cells[0] > 9 > cells[-1], "so that sorting as text would differ"
    expect(page.locator("#rows th[data-key=promises]")).to_have_attribute("aria-sort", "descending")


def test_on_a_phone_a_list_is_sorted_and_shows_all_columns_too(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    go(page, site, "promise/index.html#by=Japan")
    expect(page.locator("#rows thead")).to_be_hidden()
    dates = page.locator("#rows tbody tr:visible td:first-child")
    latest = dates.first.inner_text()
    page.get_by_label("Sort by").select_option("date")
    assert dates.first.inner_text() < latest
    assert "sort=date" in page.url
    extra = page.locator("#rows tbody tr:not([hidden]) td.extra:not(:empty)").first
    expect(extra).to_be_hidden()
    page.get_by_role("button", name="All columns").click()
    expect(extra).to_be_visible()
    assert extra.get_attribute("data-title"), "a card has no heads: the value says what it is"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_csv_holds_the_rows_that_are_shown_with_all_columns(page: Page, site: Path, saved: Saved) -> None:
    go(page, site, "promise/index.html#by=Japan&topic=Maritime+cooperation")
    rows = list(csv.reader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"), newline="")))
    assert len(rows) - 1 == shown(page)
    head = rows[0]
    assert {"Date", "Promise", "By", "What came of it", "Area", "Framework"} <= set(head)
    assert all("Japan" in row[head.index("By")] for row in rows[1:])
    assert all(
        re.fullmatch(r"(commitment|contribution)/[a-z0-9-]+", row[head.index("Page")]) for row in rows[1:]
    )


@pytest.mark.parametrize("private", [False, True])
def test_what_a_private_build_saves_says_so_in_its_name(page: Page, site: Path, private: bool) -> None:
    """The mark stands on the page: `tests/unit/graph/test_overlay.py` builds one."""
    go(page, site, "meeting/index.html")
    page.evaluate("(on) => { if (on) document.documentElement.dataset.private = ''; }", private)
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert started.value.suggested_filename == f"{'private-' if private else ''}meeting.csv"


def test_sums_are_read_easily_sort_as_numbers_and_leave_plain(page: Page, site: Path, saved: Saved) -> None:
    go(page, site, "contribution/index.html#sort=amount.down")
    sums = page.locator("#rows tbody tr:visible data").evaluate_all(
        "all => all.map((one) => [one.dataset.currency, one.value, one.textContent])"
    )
    assert len(sums) > 100
    for currency, value, text in sums:
        assert text == f"{currency} {Decimal(value):,}"
    assert [currency for currency, *_ in sums] == sorted((currency for currency, *_ in sums), reverse=True)
    dollars = [Decimal(value) for currency, value, _ in sums if currency == "USD"]
    assert dollars == sorted(dollars, reverse=True)
    assert [str(one) for one in dollars] != sorted(map(str, dollars), reverse=True), (
        "as texts they would not be"
    )
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"), newline="")))
    exported = [(row["Currency"], row["Amount"]) for row in rows if row["Amount"]]
    assert exported == [(currency, value) for currency, value, _ in sums]


def test_a_list_is_a_workbook_of_the_same_rows(page: Page, site: Path) -> None:
    go(page, site, "promise/index.html")
    with page.expect_download() as started:
        page.get_by_role("link", name="XLSX").click()
    book = load_workbook(io.BytesIO(started.value.path().read_bytes()))
    sheet = book["Promises"]
    assert sheet.max_row - 1 == page.locator("#rows tbody tr").count()
    head, first = (list(row) for row in sheet.iter_rows(max_row=2, values_only=True))
    assert first[head.index("Promise")] == page.locator("#rows tbody td.is-name").first.inner_text()
    assert first[head.index("Cited")]


@pytest.mark.parametrize(
    "fragment",
    [
        "by=Nobody&type=__proto__",
        "date=NaN-1&sort=constructor.down",
        "q=<img src=x onerror=window.__pwn=1>",
        "by=%",
        "=&&&#",
    ],
)
def test_a_bad_address_shows_the_list(page: Page, site: Path, fragment: str) -> None:
    go(page, site, f"meeting/index.html#{fragment}")
    expect(page.get_by_role("status").filter(has_text=" of ")).to_be_visible()
    if "img" not in fragment:
        assert shown(page) == page.locator("#rows tbody tr").count()


def test_without_a_script_a_list_is_a_plain_table(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "promise/index.html").as_uri())
    assert page.locator("#rows tbody tr:visible").count() > 100
    expect(page.locator("#rows th", has_text="Framework")).to_be_visible()
    expect(page.locator("#facets")).to_be_hidden()
    page.locator("#rows tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
