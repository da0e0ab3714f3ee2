"""Networks: measured and drawn."""

import sys
from pathlib import Path

import click

from aseankg.cli.options import AS_OF, FOLDER, FORMAT, KNOWN_ON, RECORDS, at, opened
from aseankg.cli.output import print_table


@click.command()
@RECORDS
@FOLDER
@AS_OF
@KNOWN_ON
@click.argument("network", required=False)
@click.option("--by", default="degree", show_default=True, help="The measure.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1))
@FORMAT
def rank(
    records: Path | None,
    out: Path | None,
    as_of: str | None,
    known_on: str | None,
    network: str | None,
    by: str,
    top: int,
    form: str | None,
) -> None:
    """Rank the nodes of a network by a centrality. Without a name, list the networks."""
    from aseankg.graph.analysis.centrality import MEASURES
    from aseankg.graph.analysis.network import projections
    from aseankg.graph.queries import Table

    if network is None:
        for name, projection in projections().items():
            click.echo(f"{name}: {projection.title}")
        click.echo(f"measures: {', '.join(MEASURES)}")
        return
    ranks = at(opened(records, out), as_of, known_on).rank(network, by)
    rows = tuple((r.rank, r.name, r.kind, r.score, r.iri) for r in ranks[:top])
    print_table(
        Table(("rank", "name", "kind", by, "iri"), rows), form or ("table" if sys.stdout.isatty() else "json")
    )


@click.command()
@RECORDS
@FOLDER
@click.argument("network")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def show(records: Path | None, out: Path | None, network: str, output: Path) -> None:
    """Draw a network as one HTML file that needs nothing else."""
    page = opened(records, out).show(network)
    output.write_text(page, "utf-8", newline="\n")
    click.echo(str(output))
