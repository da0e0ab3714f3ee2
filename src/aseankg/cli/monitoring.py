"""What the users are paid to write: the register and the matrix, out as tables and spreadsheets, and back in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.cli.options import AS_OF, FOLDER, KNOWN_ON, OVERLAY, RECORDS, at, opened
from aseankg.cli.output import print_table

if TYPE_CHECKING:
    from aseankg.graph.queries import Table

AOIP = "asean-outlook-on-the-indo-pacific"
FRAMEWORK = click.option(
    "--framework", default=AOIP, show_default=True, help="A framework: its slug, name or abbreviation."
)
OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)


@click.command()
@RECORDS
@FOLDER
@OVERLAY
@AS_OF
@KNOWN_ON
@FRAMEWORK
@click.option(
    "--columns", default="partners", show_default=True, help="partners, members, bodies or mechanisms."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "html", "xlsx", "json"]))
@OUTPUT
def matrix(
    records: Path | None,
    out: Path | None,
    overlay: Path | None,
    as_of: str | None,
    known_on: str | None,
    framework: str,
    columns: str,
    form: str | None,
    output: Path | None,
) -> None:
    """Show who promised what under each line of a framework, and what came of it."""
    from aseankg.graph.monitoring.states import MARKS

    form = _form(form, output, ["csv", "html", "xlsx", "json"])
    found = at(opened(records, out, overlay), as_of, known_on).matrix(framework, columns)
    match form:
        case "html":
            from aseankg.graph.views.matrix import draw

            _write(draw(found).encode(), output, form)
        case "xlsx":
            from aseankg.graph.views.workbook import matrix_workbook

            _write(matrix_workbook(found), output, form)
        case "csv":
            _write_table(found.table(), output, form)
        case "json":
            import json

            from aseankg.graph.monitoring.plain import as_json

            _write(f"{json.dumps(as_json(found), ensure_ascii=False, indent=2)}\n".encode(), output, form)
        case _:
            print_table(found.overview(), "table")
            click.echo("  ".join(f"{mark} {name}" for name, mark in MARKS.items()))
    for note in found.notes:
        click.echo(note, err=form != "table")


@click.command()
@RECORDS
@FOLDER
@OVERLAY
@AS_OF
@KNOWN_ON
@FRAMEWORK
@click.option("--all", "everything", is_flag=True, help="Every activity and promise, of whichever framework.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "xlsx", "json"]))
@OUTPUT
def register(
    records: Path | None,
    out: Path | None,
    overlay: Path | None,
    as_of: str | None,
    known_on: str | None,
    framework: str,
    everything: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """List the activities and promises that serve a framework: one row each, with their sources."""
    form = _form(form, output, ["csv", "xlsx", "json"])
    found = at(opened(records, out, overlay), as_of, known_on).register(None if everything else framework)
    match form:
        case "xlsx":
            from aseankg.graph.views.workbook import register_workbook

            _write(register_workbook(found), output, form)
        case "csv" | "json":
            _write_table(found.table(), output, form)
        case _:
            print_table(found.overview(), "table")
    for note in found.notes:
        click.echo(note, err=form != "table")


@click.command()
@RECORDS
@FOLDER
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for drafts.",
)
def propose(records: Path | None, out: Path | None, file: Path, output: Path) -> None:
    """Read a register that an officer filled (FILE, xlsx or csv) and write drafts of what is new or changed."""
    from datetime import UTC, datetime

    from aseankg.graph.views.proposal import propose as run

    made = run(opened(records, out).view, file, output, datetime.now(UTC).date())
    for path in made.files:
        click.echo(str(path))
    click.echo(
        f"{made.new} new, {made.changed} changed, {made.reports} reported, {made.same} as they were: "
        f"{len(made.files)} file(s), each a draft"
    )


def _form(form: str | None, output: Path | None, known: list[str]) -> str:
    """Return the format: as asked, else by the name of the file, else a table on a terminal and JSON when piped."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    if form is None and output is not None and ending not in known:
        raise click.UsageError(
            f"-o: found {output.name!r}; expected a name that ends in {', '.join(known)}, or --format"
        )
    chosen = form or ending or ("table" if sys.stdout.isatty() else "json")
    if chosen == "xlsx" and output is None:
        raise click.UsageError("--format xlsx expects -o FILE")
    return chosen


def _write_table(table: "Table", output: Path | None, form: str) -> None:
    if form == "csv":
        from aseankg.graph.views.spreadsheet import to_csv

        _write(to_csv(table.columns, table.rows), output, form)
    elif output is None:
        print_table(table, form)
    else:
        import json

        text = json.dumps(list(table), ensure_ascii=False, indent=2, default=str)
        _write(f"{text}\n".encode(), output, form)


def _write(data: bytes, output: Path | None, form: str) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)
        click.echo(str(output))
