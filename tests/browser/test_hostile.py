"""Hostile texts in every field of the records and in the address, met by a real browser: nothing runs, nothing leaves.

`tests/hostile` reads the same pages as markup; here they are opened, searched, filtered and clicked.
"""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.browser import kinds
from tests.hostile.test_pages import HOSTILE, document, entries

from aseankg.graph.build import build

pytestmark = pytest.mark.browser

Saved = Callable[[Page, str], bytes]
KEYS = ("q", "by", "type", "date", "sort", "a", "b", "n", "e", "hops", "hide", "y", "s", "p")
"""What scripts of any page read from the address."""


@pytest.fixture(scope="module")
def wicked(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Path:
    """A site whose every field holds every hostile text."""
    folder = tmp_path_factory.mktemp("wicked")
    changes = {"registers/hostile.yaml": entries()}
    for number, text in enumerate(HOSTILE):
        changes[f"sources/2023/hostile-{number}.yaml"] = document(number, text)
    build(write_buildable(folder / "records", changes), folder / "build")
    return folder / "build" / "site"


def untouched(page: Page, what: str) -> None:
    """Fail if text from a record ran, or tried to. Requests and complaints are watched for all pages together."""
    assert page.evaluate("[window.__pwn ?? null, window.__violations]") == [None, []], what
    strange = page.evaluate(
        """() => [...document.querySelectorAll("a[href]")].map((one) => new URL(one.getAttribute("href"), location).href)
        .filter((address) => !/^(https?|file):/.test(address) || /evil/.test(new URL(address).host))"""
    )
    assert strange == [], what
    assert page.locator("img, iframe, object, embed, base").count() == 0, what


def test_every_kind_of_page_holds_them_as_text(page: Page, wicked: Path) -> None:
    for address in kinds.chosen(wicked):  # lists, questions and networks among them hold all texts at once
        page.goto((wicked / address).as_uri())
        page.wait_for_function("document.readyState === 'complete'")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        untouched(page, address)


def test_they_are_found_by_the_search(page: Page, wicked: Path) -> None:
    page.goto((wicked / "index.html").as_uri())
    page.wait_for_function("() => window.aseankgNames")
    for number, text in enumerate(HOSTILE):
        page.fill("#q", f"{text} {number}")
        expect(page.locator("#count")).not_to_be_empty()
        untouched(page, text)
    page.fill("#q", f"framework {len(HOSTILE) - 1}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{HOSTILE[-1]} {len(HOSTILE) - 1}")
    untouched(page, HOSTILE[-1])


def test_they_are_filtered_and_saved_from_a_list(page: Page, wicked: Path, saved: Saved) -> None:
    page.goto((wicked / "promise/index.html").as_uri())
    expect(page.locator("#bar")).to_be_visible()
    facet = page.locator("#facets details", has=page.locator("summary", has_text="By")).first
    facet.get_by_role("button", name="more").click()
    for number, text in enumerate(HOSTILE):
        page.get_by_label("Filter by text").fill(f"{text} {number}")
        found = page.locator("#rows tbody tr:visible").filter(has_text=f"{text} {number}")
        expect(found.first).to_be_visible()
        untouched(page, text)
    page.get_by_label("Filter by text").fill("")
    for label in facet.locator("label").all()[:6]:
        label.click()
    expect(page.locator(".chips button").first).to_be_visible()
    kept = page.locator("#rows tbody tr:visible").count()
    page.reload()
    expect(page.locator("#bar")).to_be_visible()
    assert page.locator("#rows tbody tr:visible").count() == kept, (
        "the address gives the names back as they are"
    )
    rows = list(csv.reader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"), newline="")))
    assert len(rows) - 1 == kept
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    untouched(page, "the list")


@pytest.mark.parametrize(
    ("address", "step"),
    [
        *(("promise/index.html", 2), ("index.html", 3), ("compare.html", 3), ("state/japan.html", 3)),
        ("network/partnerships.html", 3),
    ],
)
def test_they_do_nothing_in_an_address(page: Page, wicked: Path, address: str, step: int) -> None:
    """Each load has another text under each of the keys."""
    texts = (*HOSTILE, "line\u2028separator", "turned\u202earound", "nul\0inside")
    for first in range(0, len(texts), step):
        said = [quote(texts[(first + place) % len(texts)], safe="") for place in range(len(KEYS) + 1)]
        page.goto("about:blank")
        page.goto(
            f"{(wicked / address).as_uri()}#{said.pop()}&"
            + "&".join(f"{key}={text}" for key, text in zip(KEYS, said, strict=True))
        )
        page.wait_for_function("document.readyState === 'complete'")
        untouched(page, f"{address}, {first}")
    expect(page.locator("h1").first).to_be_visible()


def test_they_are_picked_in_a_network(page: Page, wicked: Path) -> None:
    page.goto((wicked / "network/frameworks.html").as_uri())
    expect(page.locator("#count")).not_to_be_empty()
    for number, text in enumerate(HOSTILE):
        page.fill("#search", f"{text} {number}")
        page.keyboard.press("Enter")
        expect(page.locator("#details h2")).to_have_text(f"{text} {number}")
        untouched(page, text)
