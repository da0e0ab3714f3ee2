"""Every notebook runs from top to bottom on the shipped graph, and what it shows survives its export to one file."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import BrowserContext, Page, Route, expect

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.fixture
def offline(context: BrowserContext) -> Page:
    """A page without a network: what the exporter fetches for formulas is not there, and nothing of ours is missed."""

    def route(call: Route) -> None:
        call.continue_() if call.request.url.startswith(
            ("file:", "data:", "blob:", "about:")
        ) else call.abort()

    context.route("**", route)
    return context.new_page()


def _is_shown(page: Page, file: Path) -> None:
    """What the cells gave is seen in the exported page: networks are drawn, tables have rows, plots have a picture."""
    page.goto(file.as_uri())
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.locator("canvas").first).to_be_visible(timeout=60_000)
    for table in page.locator(".jp-OutputArea table").all():
        expect(table.locator("tbody tr").first).to_be_visible()
    for picture in page.locator(".jp-OutputArea img").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("(one) => one.complete && one.naturalWidth > 200")
    assert page.locator(".jp-OutputArea :is(iframe, table, img)").count() >= 3


@pytest.mark.browser
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebook_runs_and_shows_something(
    file: Path, shipped_build: Path, offline: Page, tmp_path: Path
) -> None:
    notebook = nbformat.read(file, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(file.parent)}}
    )
    with ThreadPoolExecutor(1) as beside:  # the browser has the event loop of this thread
        beside.submit(client.execute).result()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs if output.output_type == "execute_result"]
    assert len(outputs) >= 3
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    exported = tmp_path / f"{file.stem}.html"
    exported.write_text(HTMLExporter().from_notebook_node(notebook)[0], "utf-8")
    _is_shown(offline, exported)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebook_is_kept_without_outputs(file: Path) -> None:
    notebook = nbformat.read(file, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
