"""The matrix in a browser: a number opens its statements without a script, Back closes them, and nothing breaks on a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.unit.graph.conftest_outlook import commitment, world
from tests.unit.graph.conftest_small import paper

from aseankg.graph.monitoring.matrix import matrix
from aseankg.graph.views.matrix import draw

pytestmark = pytest.mark.browser

PAPER = paper(
    "papers",
    commitment("ports-2022", "seas-ports stated", "links inferred", by="japan, india")
    + commitment(
        "evil-2022", "links stated", by="india", what='"</script><img src=x onerror=\\"window.__pwn=1\\">"'
    ),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("matrix") / "matrix.html"
    page.write_text(draw(matrix(world(PAPER), "outlook")), "utf-8")
    return page


def test_a_number_opens_its_statements_and_back_closes_them(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    panel = page.locator('[id="seas--japan"]')
    expect(panel).to_be_hidden()
    page.locator('a[href="#seas--japan"]').click()
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("Promise ports-2022.")
    expect(panel).to_contain_text("not looked for")
    expect(panel).to_contain_text("stated")
    expect(panel).to_contain_text("Paper papers, para 1")
    page.go_back()
    expect(panel).to_be_hidden()


def test_hostile_text_stays_text(page: Page, file: Path) -> None:
    page.goto(f"{file.as_uri()}#links--india")
    expect(page.locator('[id="links--india"]')).to_contain_text("<img src=x")


def test_the_signs_are_explained_and_on_a_phone_do_not_push_the_table_down(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    meaning = "Documents report it as begun or in progress"
    expect(page.locator(".legend")).to_contain_text(meaning, use_inner_text=True)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".legend")).not_to_contain_text(meaning, use_inner_text=True)
    table = page.locator("#matrix").bounding_box()
    assert table is not None
    assert table["y"] < 844 * 0.9
    page.get_by_text("How to read this").click()
    expect(page.get_by_text(meaning).and_(page.locator(":visible"))).to_have_count(1)


@pytest.mark.parametrize("target", ["", "#seas--japan"])
def test_a_phone_scrolls_the_table_and_not_the_page(page: Page, file: Path, target: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(file.as_uri() + target)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    head = page.locator(".matrix thead th").first
    page.locator(".grid").evaluate("(grid) => { grid.scrollTop = 200; grid.scrollLeft = 200; }")
    box, grid = head.bounding_box(), page.locator(".grid").bounding_box()
    assert box is not None
    assert grid is not None
    assert abs(box["x"] - grid["x"]) <= 2
    assert abs(box["y"] - grid["y"]) <= 2


@pytest.mark.parametrize("target", ["", "#seas--japan"])
def test_axe_finds_nothing(page: Page, file: Path, target: str) -> None:
    page.goto(file.as_uri() + target)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
