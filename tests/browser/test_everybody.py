"""Every kind of page for everybody: with a screen reader, on a phone, in the dark and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser import kinds
from tests.endpoint.running import serving
from tests.unit.graph.conftest_outlook import commitment, world
from tests.unit.graph.conftest_small import paper

from aseankg.graph.monitoring.matrix import matrix
from aseankg.graph.monitoring.reporting import Clocks, report
from aseankg.graph.views import report as reports
from aseankg.graph.views.matrix import draw

pytestmark = pytest.mark.browser

PARTS = 4
"""The pages are looked at in as many tests, so that workers share them."""

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
PAPER = {"width": 718, "height": 1046}
LANDSCAPE = {"width": 1030, "height": 702}
"""A4 without its margins, in the pixels of style sheets; matrices ask for it lying."""

# Rows of a long table are alike, and looking at hundreds of them takes most of the time. What is folded is opened.
_SHORTEN = """async () => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  await new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)));
  document.querySelectorAll("tbody, ul, ol, dl, section, .report, main, nav, svg, select").forEach((one) => {
    [...one.children].slice(one.tagName === "MAIN" ? 60 : 15).forEach((late) => late.remove());
  });
}"""

# Text that a box hides, or that stands beside the screen where nothing scrolls to it.
_CUT = """() => {
  const shown = (one) => one.checkVisibility() && getComputedStyle(one).clipPath === "none" && !one.closest(".unseen, .skip, svg, canvas, .vis-network");
  const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    if (!shown(one) || !one.textContent.trim() || /^(SELECT|OPTION|TEXTAREA|SCRIPT|NOSCRIPT|STYLE)$/.test(one.tagName)) continue;
    const hides = /hidden|clip/.test(getComputedStyle(one).overflowX);
    if (hides && one.scrollWidth > one.clientWidth + 1) found.push(`cut: ${one.outerHTML.slice(0, 120)}`);
    const box = one.getBoundingClientRect();
    const beside = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
    if (beside && box.width && !scrolls(one.parentElement) && !scrolls(one)) found.push(`beside: ${one.outerHTML.slice(0, 120)}`);
  }
  return found.slice(0, 3);
}"""

# On paper nothing scrolls: what overflows is lost, and so is what only a mouse reaches. Ink is dark, and the ground is white.
_ON_PAPER = """() => {
  const found = [];
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) > 380;
  const body = getComputedStyle(document.body);
  if (light(body.color)) found.push(`light ink: ${body.color}`);
  if (!/rgba\\(0, 0, 0, 0\\)|rgb\\(255, 255, 255\\)/.test(body.backgroundColor)) found.push(`ground: ${body.backgroundColor}`);
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || one.closest(".unseen, .skip, svg, .vis-network")) continue;
    const style = getComputedStyle(one);
    const boxed = /auto|scroll|hidden/.test(style.overflowX + style.overflowY) && style.display !== "inline";
    const lost = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    if (boxed && lost && !/^(SELECT|TEXTAREA|INPUT)$/.test(one.tagName)) found.push(`lost: ${one.outerHTML.slice(0, 120)}`);
    if (/^(BUTTON|INPUT|SELECT)$/.test(one.tagName) && !one.closest("th, td, li")) found.push(`of no use on paper: ${one.outerHTML.slice(0, 120)}`);
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 1) found.push(`wider than paper by ${wide}`);
  return found.slice(0, 4);
}"""


def faults(page: Page, address: str) -> list[str]:
    """Return what somebody could not see, reach or read on a page."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", media="screen")
    page.goto(address)
    page.wait_for_function("document.readyState === 'complete'")
    found = []
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        found.append(f"a phone scrolls sideways: {width}")
    page.evaluate(_SHORTEN)
    found += page.evaluate(_CUT)
    found += _violations(page, {"rules": {"target-size": {"enabled": True}}})
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark", media="screen")
    found += _violations(
        page, {"runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]}
    )
    page.set_viewport_size(LANDSCAPE if page.locator("table.matrix").count() else PAPER)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark", media="print")
    found += page.evaluate(_ON_PAPER)
    return [f"{address.rsplit('/site/')[-1]}: {one}" for one in found]


def _violations(page: Page, options: dict[str, object]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']][:3]}" for one in found]


@pytest.fixture
def looking(browser: Browser) -> Iterator[Page]:
    """A page on which axe may run: the policy of our pages would not let it in."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def representatives(site: Path) -> list[str]:
    return sorted(kinds.chosen(site), key=lambda address: (site / address).stat().st_size)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_is_for_everybody(
    looking: Page, site: Path, representatives: list[str], part: int
) -> None:
    found = []
    for address in representatives[part::PARTS]:
        found += faults(looking, (site / address).as_uri())
    assert found == []


def test_no_template_of_a_page_is_left_out(site: Path, representatives: list[str]) -> None:
    """A page whose template nothing here draws would be tested by nobody."""
    folder = Path(reports.__file__).resolve().parent / "templates"
    whole = {
        file.name.removesuffix(".html.j2")
        for file in folder.glob("*.html.j2")
        if 'base.html.j2" %}' in (text := file.read_text("utf-8"))
        or ("<!doctype" in text and file.name != "base.html.j2")
    }
    drawn = {kinds.template((site / address).read_text("utf-8")) for address in representatives}
    assert whole - drawn == OUTSIDE


OUTSIDE = {"answer", "problem", "report", "matrix-alone"}
"""Templates of pages that stand outside the site: what the server writes, and what commands write."""


def test_pages_of_the_server_are_for_everybody(looking: Page, site: Path) -> None:
    with serving(site.parent) as running:
        found = faults(looking, f"{running.address}/question/ties-of?actor=japan")
        expect(looking.locator("body")).to_have_attribute("data-page", "answer")
        found += faults(looking, f"{running.address}/state/atlantis.html")
        expect(looking.locator("body")).to_have_attribute("data-page", "problem")
        looking.goto(f"{running.address}/sparql")
        expect(looking).to_have_url(f"{running.address}/sparql.html")
    assert found == []


def test_pages_that_stand_alone_are_for_everybody(looking: Page, tmp_path: Path) -> None:
    graph = world(paper("papers", commitment("ports-2022", "seas-ports stated", by="japan, india")))
    drawn = matrix(graph, "outlook")
    for name, html in (
        ("matrix-alone", draw(drawn)),
        ("report", reports.page(report(graph, "outlook", None, None, Clocks()))),
    ):
        assert kinds.template(html) == name
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
    assert [fault for file in sorted(tmp_path.iterdir()) for fault in faults(looking, file.as_uri())] == []
