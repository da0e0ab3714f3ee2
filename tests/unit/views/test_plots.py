"""Plots: what they show, that nothing hangs on colour alone, and that the same data give the same bytes."""

import io
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.analysis.centrality import Rank
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views import plots
from aseankg.graph.views.plots import Plot

SOURCE = "Source: made up. As of 2024-12-31."
RANKS = [
    Rank(1, "Alpha", "state", 3.0, "a", "", "1", 1, 1, 1, 1, 2.0, 3.0),
    Rank(2, "Brăvo", "state", 2.0, "b", "", "2-9", 2, 9, 2, 3, 0.0, 2.0),
]


def some() -> dict[str, Plot]:
    return {
        "bands": plots.bands(RANKS, "Ranks", SOURCE),
        "lines": plots.lines(
            {"Alpha": [(2000, 1), (2001, 2)], "Bravo": [(2000, 2), (2001, 2)]}, "Years", SOURCE
        ),
        "stacks": plots.stacks({"Alpha": {"paid": 1, "promised": 2}, "Bravo": {"paid": 3}}, "Sums", SOURCE),
        "grid": plots.grid({"Area": {"Alpha": 3, "Bravo": 0}}, "Counts", SOURCE),
    }


@pytest.mark.parametrize("name", some())
def test_a_plot_says_what_it_shows_from_where_and_as_of_when(name: str) -> None:
    text = "".join(ET.fromstring(some()[name].svg()).itertext())
    assert SOURCE in text
    assert "Alpha" in text


@pytest.mark.parametrize("name", some())
def test_the_same_data_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, two = some()[name], some()[name]
    assert one.png() == two.png()
    assert one.svg() == two.svg()
    svg, png = one.save(tmp_path / "plot")
    assert (svg.read_bytes(), png.read_bytes()) == (one.svg(), one.png())
    assert b"dc:date" not in one.svg()
    with Image.open(io.BytesIO(one.png())) as image:
        assert "Software" not in image.info
        assert image.size[0] > 400


def test_series_differ_without_colour() -> None:
    for looks in (plots.MARKERS, plots.LINES, plots.HATCHES):
        assert len(set(looks)) == len(plots.COLOURS)
    axes = some()["lines"].figure.axes[0]
    drawn = [line for line in axes.lines if np.size(line.get_xdata()) > 1]
    assert len({(line.get_linestyle(), line.get_marker()) for line in drawn}) == 2
    assert len({bar.get_hatch() for bar in some()["stacks"].figure.axes[0].patches}) == 2


def test_the_source_line_counts_documents_and_names_the_day() -> None:
    line = plots.source_line(graph(paper("one"), paper("two")))
    assert line == "Source: aseankg (CC BY 4.0), 3 documents. As of 2025-01-31.", "two papers and the almanac"
    assert "0 documents. As of any date" in plots.source_line(EmbeddedStore())


def test_too_many_to_be_told_apart() -> None:
    with pytest.raises(ValueError, match="9 series"):
        plots.lines({str(number): [(0, number)] for number in range(9)}, "Many", SOURCE)


def test_nothing_is_drawn_without_a_fault() -> None:
    for plot in (
        plots.bands([], "Nothing", SOURCE),
        plots.lines({}, "Nothing", SOURCE),
        plots.stacks({}, "Nothing", SOURCE),
    ):
        assert plot.png()


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="notebook"):
        plots.bands(RANKS, "Ranks", SOURCE)
