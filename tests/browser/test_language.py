"""No text that a script adds to a page escapes the catalogue: see tests/unit/views/pseudo.py."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.unit.views.pseudo import escaped, written

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bracketed(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Iterator[tuple[Path, set[str]]]:
    folder = tmp_path_factory.mktemp("bracketed")
    with pytest.MonkeyPatch.context() as patch:
        known = written(patch, write_buildable(folder / "records", {}), folder / "site")
        yield folder / "site", known


@pytest.mark.parametrize(
    "address",
    [
        *("index.html", "promise/index.html", "partner/index.html", "question/partners.html"),
        *("state/japan.html", "compare.html", "sparql.html"),
        *("network/partnerships.html", "network/frameworks.html#n=japan", "network/state-japan.html"),
    ],
)
def test_scripts_say_nothing_past_the_catalogue(
    page: Page, bracketed: tuple[Path, set[str]], address: str
) -> None:
    site, known = bracketed
    page.goto(f"{site.as_uri()}/{address}")
    page.wait_for_function("document.readyState === 'complete'")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if page.locator("#q").count():
        page.fill("#q", "zzz")
        expect(page.get_by_role("status").first).to_have_text("⟦nothing found⟧")
        page.fill("#q", "japan")
        expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate("new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)))")
    assert escaped(page.content(), known | {"jepang"}) == []  # what the browser calls Japanese
