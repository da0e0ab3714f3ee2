"""Plots for print: one visual language, readable in grey and by those who do not tell colours apart.

Each series has a colour of Okabe and Ito (2008), and a marker, line or hatch of its own, so that colour says nothing
that shape does not. Each plot carries its source and the day it speaks of. The same data give the same bytes. The only
user of matplotlib, which comes with `aseankg[notebook]` and is read when a plot is made.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.ontology import iris

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
"""Okabe and Ito's colours, the darkest first: pale ones come last, where few plots get."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (5, 5)))
HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++", "oo", "--")
_INK, _PALE = "#222222", "#bbbbbb"
_STYLE: Any = {
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same on every machine
    "font.size": 9,
    "axes.edgecolor": _INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
    "svg.hashsalt": "aseankg",
}
_METADATA: Mapping[str, Mapping[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": "aseankg"},
}


def source_line(view: View) -> str:
    """Return the line that every plot carries: where the data come from, of how many documents, as of when."""
    row = next(iter(run(view, _ABOUT)), {"documents": 0, "as_of": None, "known_on": None})
    known = f", as known on {row['known_on']}" if row["known_on"] else ""
    return f"Source: aseankg (CC BY 4.0), {row['documents']} documents. As of {row['as_of'] or 'any date'}{known}."


class Plot:
    """A figure that shows itself in a notebook and saves itself, each time as the same bytes."""

    def __init__(self, figure: "Figure") -> None:
        """Take a finished figure."""
        self.figure = figure

    def png(self) -> bytes:
        """Return the plot as PNG at 150 dots an inch."""
        return self._bytes("png")

    def svg(self) -> bytes:
        """Return the plot as SVG."""
        return self._bytes("svg")

    def save(self, stem: str | Path) -> tuple[Path, Path]:
        """Write STEM.svg and STEM.png, and return both paths."""
        paths = tuple(Path(f"{stem}.{form}") for form in ("svg", "png"))
        for path in paths:
            path.write_bytes(self._bytes(path.suffix[1:]))
        return paths[0], paths[1]

    def _repr_png_(self) -> bytes:
        """Return the plot for a notebook."""
        return self.png()

    def _bytes(self, form: str) -> bytes:
        from matplotlib import rc_context

        file = io.BytesIO()
        with rc_context(_STYLE):
            self.figure.savefig(file, format=form, dpi=150, bbox_inches="tight", metadata=_METADATA[form])
        return file.getvalue()


def bands(ranking: Sequence[Any], title: str, source: str, top: int = 15) -> Plot:
    """Draw ranks as dots, and as a bar the ranks between which each moves when a document or a partner is left out."""
    lines = [line for line in ranking if line.rank <= top][: 2 * top]
    names = [line.name for line in lines]
    figure, axes = _axes(title, source, height=0.26 * len(lines) + 1.4)
    for place, line in enumerate(lines):
        low = min(value for value in (line.source_low, line.partner_low, line.rank) if value is not None)
        high = max(value for value in (line.source_high, line.partner_high, line.rank) if value is not None)
        axes.plot((low, high), (place, place), color=_PALE, linewidth=5, solid_capstyle="round", zorder=1)
        axes.plot(line.rank, place, marker=MARKERS[0], color=COLOURS[0], markersize=6, zorder=2)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel("rank (dot), and the ranks without one document or one partner (bar)")
    axes.set_xlim(left=0)
    axes.grid(axis="x", color=_PALE, linewidth=0.4)
    return Plot(figure)


def lines(
    series: Mapping[str, Sequence[tuple[float, float]]],
    title: str,
    source: str,
    *,
    x: str = "year",
    y: str = "",
) -> Plot:
    """Draw each series as a line with its own marker, named where it ends. Raises ValueError for more than eight."""
    _at_most(series, len(COLOURS))
    figure, axes = _axes(title, source, height=3.6)
    ends = []
    for number, (name, points) in enumerate(series.items()):
        if not points:
            continue
        xs, ys = zip(*points, strict=True)
        axes.plot(
            xs,
            ys,
            color=COLOURS[number],
            linestyle=LINES[number],
            marker=MARKERS[number],
            markevery=max(1, len(xs) // 8),
            markersize=4.5,
            linewidth=1.4,
        )
        ends.append((ys[-1], xs[-1], name, COLOURS[number], MARKERS[number]))
    _name_ends(axes, ends)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color=_PALE, linewidth=0.4)
    return Plot(figure)


def stacks(
    rows: Mapping[str, Mapping[str, float]],
    title: str,
    source: str,
    *,
    x: str = "",
    parts: Sequence[str] = (),
) -> Plot:
    """Draw one horizontal bar a row, stacked from parts that differ in colour and hatch, with a legend."""
    parts = parts or list(dict.fromkeys(part for row in rows.values() for part in row))
    _at_most(parts, len(COLOURS))
    figure, axes = _axes(title, source, height=0.28 * len(rows) + 1.6)
    left = [0.0] * len(rows)
    for number, part in enumerate(parts):
        widths = [float(row.get(part, 0)) for row in rows.values()]
        axes.barh(
            range(len(rows)),
            widths,
            left=left,
            height=0.7,
            label=part,
            color=COLOURS[number],
            hatch=HATCHES[number],
            edgecolor="white",
            linewidth=0.5,
        )
        left = [a + b for a, b in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(x)
    if all(float(value).is_integer() for row in rows.values() for value in row.values()):
        from matplotlib.ticker import MaxNLocator

        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if rows:
        axes.legend(
            frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=2.4, handleheight=1.2
        )
    return Plot(figure)


def grid(
    rows: Mapping[str, Mapping[str, int]], title: str, source: str, *, columns: Sequence[str] = ()
) -> Plot:
    """Draw a table of counts: the darker the more, the number in each cell, an empty cell where there is nothing."""
    columns = columns or list(dict.fromkeys(column for row in rows.values() for column in row))
    counts = [[int(row.get(column, 0)) for column in columns] for row in rows.values()]
    most = max((value for line in counts for value in line), default=0) or 1
    figure, axes = _axes(title, source, height=0.24 * len(rows) + 1.6, width=2.6 + 0.5 * len(columns))
    axes.imshow(counts, cmap="Greys", vmin=0, vmax=1.4 * most, aspect="auto")
    for down, line in enumerate(counts):
        for across, value in enumerate(line):
            if value:
                ink = "white" if value > 0.75 * most else _INK
                axes.text(across, down, str(value), ha="center", va="center", color=ink, fontsize=8)
    axes.xaxis.tick_top()  # below is the source line
    names = [fill(column, 20) for column in columns]
    axes.set_xticks(range(len(columns)), names, rotation=45, ha="left", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), list(rows))
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return Plot(figure)


def _axes(title: str, source: str, *, height: float, width: float = 6.4) -> "tuple[Figure, Axes]":
    """Return an empty plot with title and source line. Raises ImportError, saying what to install."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'aseankg[notebook]'") from error
    with rc_context(_STYLE):
        figure = Figure(figsize=(width, max(height, 1.8)))
        axes = figure.add_subplot()
    axes.set_title(fill(title, 64), loc="left", fontweight="bold")
    axes.annotate(
        source,
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(0, -40),  # points: below ticks and their label at any height
        textcoords="offset points",
        fontsize=7,
        color="#555555",
        va="top",
        annotation_clip=False,
    )
    return figure, axes


def _name_ends(axes: "Axes", ends: Iterable[tuple[float, float, str, str, str]]) -> None:
    """Write the names beside the ends of the lines, moved apart where they would overlap."""
    sorted_ends = sorted(ends)
    most = max((y for y, *_ in sorted_ends), default=1.0) or 1.0
    step, last = most * 0.07, float("-inf")
    right = max((x for _, x, *_ in sorted_ends), default=0.0)
    for y, x, name, colour, marker in sorted_ends:
        last = max(y, last + step)
        axes.annotate(
            name,
            xy=(x, y),
            xytext=(right + (right - axes.get_xlim()[0]) * 0.03, last),
            color=_INK,
            fontsize=8,
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 0.6,
                "relpos": (0, 0.5),
                "shrinkA": 1,
            },
        )
        axes.plot(x, y, marker=marker, color=colour, markersize=5.5, clip_on=False)


def _at_most(things: Iterable[object], count: int) -> None:
    if (found := len(list(things))) > count:
        raise ValueError(f"{found} series cannot be told apart; expected {count} at most")


_ABOUT = f"""
SELECT ?documents ?as_of ?known_on WHERE {{
  {{ SELECT (COUNT(DISTINCT ?source) AS ?documents) WHERE {{ ?source a akg:Source }} }}
  OPTIONAL {{ <{iris.RESOLVED}> akg:asOf ?as_of }} OPTIONAL {{ <{iris.RESOLVED}> akg:knownOn ?known_on }}
}}
"""
