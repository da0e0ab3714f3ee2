"""Measure what pages cost a browser: bytes, first picture, frames while panning, time to suggestions.

Run it with `python bench/browser/measure.py`; it prints numbers and judges none. Seconds depend on the machine; what
to compare is one run with another on the same one.
"""

import gzip
import math
import statistics
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import Page, sync_playwright

import aseankg
from aseankg.graph.views.network import draw

_SEARCH = """async (words) => {
  const box = document.querySelector("[role=combobox]");
  const times = [];
  for (const word of words) {
    const start = performance.now();
    box.value = word;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""
_COUNT_FRAMES = (
    "window.frameCount = 0; (function next() { window.frameCount += 1; requestAnimationFrame(next); })()"
)


def ties(count: int) -> "nx.MultiDiGraph[str]":
    """Return a graph of hubs and leaves, with two edges a node."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="bench", title="Bench")
    for number in range(count):
        graph.add_node(
            f"n{number}", label=f"Thing with number {number}", kind=("state", "body", "framework")[number % 3]
        )
    for number in range(1, count):
        for target in (number // 7, number // 31):
            graph.add_edge(
                f"n{number}",
                f"n{target}",
                key=f"{number} {target}",
                label="tie",
                kind="party",
                start=2000,
                sources=[],
            )
    return graph


def first_picture(page: Page, address: str) -> float:
    """Return milliseconds from the start of loading to the first frame with the drawing in it."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("document.getElementById('count')?.textContent")
    return float(page.evaluate("new Promise((done) => requestAnimationFrame(() => done(performance.now())))"))


def frames_while_panning(page: Page, seconds: float = 4) -> float:
    """Return frames a second while a mouse drags the drawing to and fro. Raises RuntimeError if nothing moved."""
    canvas = page.locator("#drawing canvas")
    box = canvas.bounding_box()
    if box is None:
        raise RuntimeError("expected a canvas on the page")
    before = canvas.screenshot()
    x, y = box["x"] + 30, box["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT_FRAMES)
    end, step = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        step += 1
        page.mouse.move(x + 100 + 90 * math.sin(step / 8), y + step % 40)
    frames = float(page.evaluate("window.frameCount"))
    page.mouse.up()
    if canvas.screenshot() == before:
        raise RuntimeError("the drawing did not move")
    return frames / seconds


def main() -> None:
    """Print one line a measurement."""
    site = aseankg.open().site
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for count in (500, 2_000):
            file = Path(name) / f"{count}.html"
            file.write_text(draw(ties(count)), "utf-8")
            size = len(gzip.compress(file.read_bytes(), 6))
            times = [first_picture(page, file.as_uri()) for _ in range(5)]
            print(
                f"{count:>6} nodes: {size / 1000:.0f} kB gzipped, first picture {statistics.median(times):.0f} ms"
            )
        print(f"  2000 nodes: {frames_while_panning(page):.0f} frames/s while panning")
        words = ["j", "ja", "japan", "thing 19", "qqq", "number 1"]
        print(f"  2000 nodes: suggestions within {max(page.evaluate(_SEARCH, words)):.0f} ms")
        if site is not None:
            page.goto((site / "index.html").as_uri())
            page.locator("#q").focus()
            words = ["j", "jap", "japan", "turkiye", "asean plan", "qqq", "a"]
            print(
                f"start page: suggestions over all names within {max(page.evaluate(_SEARCH, words)):.0f} ms"
            )
            files = [file for file in site.rglob("*") if file.is_file()]
            print(f"site: {len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.0f} MB")
            size = sum(
                len(gzip.compress((site / part).read_bytes(), 6))
                for part in ("index.html", "static/site.css", "static/site.js")
            )
            print(f"start page: {size / 1000:.0f} kB gzipped before somebody searches")
        browser.close()


if __name__ == "__main__":
    main()
