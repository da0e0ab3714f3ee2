"""Networks: measured and drawn."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aseankg.cli.options import FORMAT, Chosen, reads_graph
from aseankg.cli.output import OUTPUT, form_of_answer, print_table, write

if TYPE_CHECKING:
    from aseankg.graph.analysis.centrality import Rank

NETWORK = click.argument("network")
BY = click.option("--by", default="degree", show_default=True, help="The measure.")
TOLERANCE = click.option(
    "--tolerance/--no-tolerance",
    default=True,
    show_default=True,
    help="Measure again without each document and each partner, and print ranks that do not hold as bands.",
)


@click.command()
@reads_graph
@FORMAT
@click.argument("network", required=False)
@BY
@click.option(
    "--top", default=20, show_default=True, type=click.IntRange(1), help="Ranks to print, of each mode."
)
@click.option("--mode", help="Of a two-mode network, this mode only.")
@click.option(
    "--weighting",
    type=click.Choice(["overlap", "newman"]),
    help="What sharing one meeting or promise counts: 1, or 1/(k - 1) among k.",
)
@TOLERANCE
def rank(
    chosen: Chosen,
    form: str | None,
    network: str | None,
    by: str,
    top: int,
    mode: str | None,
    weighting: str | None,
    tolerance: bool,
) -> None:
    """Rank the nodes of a network by a centrality. Without a name, list networks and measures."""
    if network is None:
        _list()
        return
    ranking = chosen.graph().rank(network, by, tolerance=tolerance, weighting=weighting)
    lines = [line for line in (ranking.of(mode) if mode else ranking) if line.rank <= top]
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    if form_of_answer(form) == "table":
        columns, rows = _for_the_eye(lines, by, tolerance)
    else:
        columns = ("rank", "band", "name", "mode", "kind", by, *_RANGES, "iri")
        names = ("rank", "band", "name", "mode", "kind", "score", *_RANGES, "iri")
        rows = [tuple(getattr(line, name) for name in names) for line in lines]
    _print(columns, rows, form, ranking.notes)


@click.command()
@reads_graph
@FORMAT
@NETWORK
@click.option(
    "--resolution",
    default=1.0,
    show_default=True,
    help="Above 1 more and smaller communities, below 1 fewer.",
)
@click.option("--seed", default=1, show_default=True, help="The first of the seeds; 20 in a row are used.")
def communities(
    chosen: Chosen,
    form: str | None,
    network: str,
    resolution: float,
    seed: int,
) -> None:
    """Find the communities of a NETWORK, and say how far they hold over seeds and resolutions."""
    found = chosen.graph().communities(network, resolution=resolution, seed=seed)
    notes = list(found.notes)
    for one in found.agreements:
        notes.append(
            f"resolution {one.resolution:g}: {one.communities} communities, modularity {one.modularity:.3f}, "
            f"adjusted Rand over seeds {one.rand:.2f}, with the shown partition {one.with_shown:.2f}"
        )
    columns = ("community", "name", "kind", "together", "firm", "iri")
    _print(columns, found, form, notes, hidden=1)


@click.command()
@reads_graph
@FORMAT
@NETWORK
def brokerage(
    chosen: Chosen,
    form: str | None,
    network: str,
) -> None:
    """Count how often each actor of a NETWORK stands between others, in five roles by status with ASEAN."""
    from aseankg.graph.analysis.brokerage import Broker

    found = chosen.graph().brokerage(network)
    _print(Broker._fields, found, form, found.notes, hidden=1)


@click.command()
@reads_graph
@FORMAT
@NETWORK
@BY
@click.option(
    "--years", metavar="FROM-TO", help="For example 1995-2025; otherwise from the first dated tie on."
)
@click.option(
    "--top",
    default=5,
    show_default=True,
    type=click.IntRange(1),
    help="Who stands this high in the last year.",
)
@click.option(
    "--tolerance/--no-tolerance", default=False, show_default=True, help="Print bands for each year."
)
def series(
    chosen: Chosen,
    form: str | None,
    network: str,
    by: str,
    years: str | None,
    top: int,
    tolerance: bool,
) -> None:
    """Follow a measure of a NETWORK over the years, for those who stand highest in the last one."""
    found = chosen.graph().series(network, by, _years(years), tolerance=tolerance)
    last = max((line.year for line in found), default=0)
    shown = {line.iri for line in found if line.year == last and line.rank <= top}
    rows = [
        (line.year, line.rank, line.band, line.name, line.score, line.iri)
        for line in found
        if line.iri in shown
    ]
    _print(("year", "rank", "band", "name", by, "iri"), rows, form, (), hidden=1)


@click.command()
@reads_graph
@NETWORK
@OUTPUT
def show(chosen: Chosen, network: str, output: Path) -> None:
    """Draw a network as one HTML file that needs nothing else."""
    write(chosen.graph().show(network), output)


_RANGES = ("source_low", "source_high", "partner_low", "partner_high", "score_low", "score_high")


def _for_the_eye(
    lines: "list[Rank]", by: str, tolerance: bool
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return short columns: bands for ranks, four digits of scores, no addresses."""
    what = "mode" if any(line.mode for line in lines) else "kind"
    columns: tuple[str, ...] = ("rank", "name", what, by)
    rows: list[tuple[object, ...]] = [
        (line.band, line.name, getattr(line, what), f"{line.score:.4g}") for line in lines
    ]
    if tolerance:
        columns += ("without a document", "without a partner", "scores")
        rows = [
            (
                *row,
                _range(line.source_low, line.source_high),
                _range(line.partner_low, line.partner_high),
                f"{line.score_low:.4g} to {line.score_high:.4g}",
            )
            for row, line in zip(rows, lines, strict=True)
        ]
    return columns, rows


def _range(low: int | None, high: int | None) -> str:
    return str(low) if low == high else f"{low}-{high}"


def _list() -> None:
    from aseankg.graph.analysis.measures import MEASURES
    from aseankg.graph.analysis.network import projections

    for name, projection in projections().items():
        click.echo(f"{name}: {projection.title}")
        click.echo(f"    weight: {projection.headers['unit']}")
    click.echo("\nmeasures:")
    for name, measure in MEASURES.items():
        click.echo(f"{name}: {measure.about}")


def _years(text: str | None) -> range | tuple[()]:
    if text is None:
        return ()
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and (last.isdecimal() or not dash)):
        raise click.UsageError(f"--years expects FROM-TO, for example 1995-2025, found {text!r}")
    years = range(int(first), int(last or first) + 1)
    if not years:
        raise click.UsageError(f"--years expects the earlier year first, found {text!r}")
    return years


def _print(
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    form: str | None,
    notes: Iterable[str],
    hidden: int = 0,
) -> None:
    """Print rows, and notes after a table, which leaves the last columns out; of an empty answer the notes in any case."""
    from aseankg.graph.queries import Table

    eye = form_of_answer(form) == "table"
    shown = len(columns) - (hidden if eye else 0)
    table = Table(columns[:shown], tuple(tuple(row)[:shown] for row in rows))
    print_table(table, form_of_answer(form))
    if eye or not len(table):
        for note in notes:
            click.echo(note, err=not eye)
