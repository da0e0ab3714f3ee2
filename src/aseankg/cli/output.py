"""How answers leave: as tables on a terminal and JSON when piped, or into a file."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from aseankg.graph.queries import Table

_FILE = click.Path(path_type=Path, dir_okay=False)
OUTPUT = click.option("-o", "--output", required=True, type=_FILE, help="The file to write.")
MAYBE_OUTPUT = click.option("-o", "--output", type=_FILE, help="The file to write.")


def form_of_answer(form: str | None) -> str:
    """Return the format of an answer: as asked, else a table on a terminal and JSON when piped."""
    return form or ("table" if sys.stdout.isatty() else "json")


def form_of_file(form: str | None, output: Path | None, known: Sequence[str]) -> str:
    """Return the format: as asked, else by the name of the file, else as of any answer.

    Raises UsageError where neither tells, or where the format does not go where it is sent.
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    if form is None and output is not None and ending not in known:
        raise click.UsageError(
            f"-o: found {output.name!r}; expected a name that ends in {', '.join(known)}, or --format"
        )
    chosen = form or ending or form_of_answer(None)
    if chosen == "xlsx" and output is None:
        raise click.UsageError("--format xlsx expects -o FILE")
    if chosen == "table" and output is not None:
        raise click.UsageError("--format table is for the terminal; without it the name of the file tells")
    return chosen


def write(content: str | bytes, output: Path | None) -> None:
    """Write a file and print its name; without one, write to standard output."""
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)
        click.echo(str(output))


def print_table(table: "Table", form: str | None) -> None:
    """Print a table as json, csv or for the eye; by default as form_of_answer says."""
    form = form_of_answer(form)
    if form == "json":
        import json

        click.echo(json.dumps(list(table), ensure_ascii=False, indent=2, default=_json))
    elif form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerow(table.columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    else:
        _for_the_eye(table)


def _for_the_eye(table: "Table") -> None:
    from rich.console import Console

    console = Console()
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    if _fits(console, table.columns, rows):
        console.print(_grid(table.columns, rows))
    else:
        for row in rows:
            console.print(_card(table.columns, row))
            console.print()
    console.print(f"{len(table)} row(s)", style="dim")


_GAP = 3
"""Characters between two columns."""
_LEAST = 8
"""Characters below which a column of text is hard to read."""


def _fits(console: "Console", columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether columns stand side by side without a word cut, or text in a column of a few letters."""
    from rich.cells import cell_len

    def needed(cells: Sequence[str]) -> int:
        whole = max((cell_len(line) for cell in cells for line in cell.splitlines()), default=0)
        word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
        return max(word, min(whole, _LEAST))

    widths = [needed((column, *(row[place] for row in rows))) for place, column in enumerate(columns)]
    return sum(widths) + _GAP * (len(widths) - 1) <= console.width


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> "RenderableType":
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


def _card(columns: Sequence[str], row: Sequence[str]) -> "RenderableType":
    """Return one row, a line a value; what is empty is left out."""
    from rich.table import Table as Grid
    from rich.text import Text

    card = Grid.grid(padding=(0, 2, 0, 0))
    card.add_column(style="bold", min_width=max(map(len, columns)), no_wrap=True)
    card.add_column(overflow="fold")
    for column, cell in zip(columns, row, strict=True):
        if cell:
            card.add_row(column, Text(cell))
    return card


def _json(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
