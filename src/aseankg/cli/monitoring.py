"""What the users are paid to write: the register and the matrix, out as tables and spreadsheets, and back in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.cli.options import Chosen, reads_build, reads_graph
from aseankg.cli.output import MAYBE_OUTPUT, form_of_file, print_table, write

if TYPE_CHECKING:
    from aseankg.graph.queries import Table

AOIP = "asean-outlook-on-the-indo-pacific"
FRAMEWORK = click.option(
    "--framework", default=AOIP, show_default=True, help="A framework: its slug, name or abbreviation."
)


@click.command()
@reads_graph
@FRAMEWORK
@click.option(
    "--columns", default="partners", show_default=True, help="partners, members, bodies or mechanisms."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "html", "xlsx", "json"]))
@MAYBE_OUTPUT
def matrix(
    chosen: Chosen,
    framework: str,
    columns: str,
    form: str | None,
    output: Path | None,
) -> None:
    """Show who promised what under each line of a framework, and what came of it."""
    from aseankg.graph.monitoring.states import MARKS

    form = form_of_file(form, output, ["csv", "html", "xlsx", "json"])
    found = chosen.graph().matrix(framework, columns)
    match form:
        case "html":
            from aseankg.graph.views.matrix import draw

            write(draw(found), output)
        case "xlsx":
            from aseankg.graph.views.workbook import matrix_workbook

            write(matrix_workbook(found), output)
        case "csv":
            _write_table(found.table(), output, form)
        case "json":
            import json

            from aseankg.graph.monitoring.plain import as_json

            write(f"{json.dumps(as_json(found), ensure_ascii=False, indent=2)}\n", output)
        case _:
            print_table(found.overview(), "table")
            click.echo("  ".join(f"{mark} {name}" for name, mark in MARKS.items()))
    for note in found.notes:
        click.echo(note, err=form != "table")


@click.command()
@reads_graph
@FRAMEWORK
@click.option("--all", "everything", is_flag=True, help="Every activity and promise, of whichever framework.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "xlsx", "json"]))
@MAYBE_OUTPUT
def register(
    chosen: Chosen,
    framework: str,
    everything: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """List the activities and promises that serve a framework: one row each, with their sources."""
    form = form_of_file(form, output, ["csv", "xlsx", "json"])
    found = chosen.graph().register(None if everything else framework)
    match form:
        case "xlsx":
            from aseankg.graph.views.workbook import register_workbook

            write(register_workbook(found), output)
        case "csv" | "json":
            _write_table(found.table(), output, form)
        case _:
            print_table(found.overview(), "table")
    for note in found.notes:
        click.echo(note, err=form != "table")


@click.command()
@reads_build
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for drafts.",
)
def propose(chosen: Chosen, file: Path, output: Path) -> None:
    """Read a register that an officer filled (FILE, xlsx or csv) and write drafts of what is new or changed."""
    from datetime import UTC, datetime

    from aseankg.graph.views.proposal import propose as run

    made = run(chosen.today().view, file, output, datetime.now(UTC).date())
    for path in made.files:
        click.echo(str(path))
    click.echo(
        f"{made.new} new, {made.changed} changed, {made.reports} reported, {made.same} as they were: "
        f"{len(made.files)} file(s) for a curator"
    )
    for slug in made.on_record:
        click.echo(f"{slug} is on record: a curator adds the statements of additions/{slug}.yaml to its file")


def _write_table(table: "Table", output: Path | None, form: str) -> None:
    if form == "csv":
        from aseankg.graph.views.spreadsheet import to_csv

        write(to_csv(table.columns, table.rows), output)
    elif output is None:
        print_table(table, form)
    else:
        import json

        text = json.dumps(list(table), ensure_ascii=False, indent=2, default=str)
        write(f"{text}\n", output)
