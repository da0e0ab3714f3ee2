"""How answers leave: a table on a terminal, JSON when piped."""

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from aseankg.graph.queries import Table


def print_table(table: "Table", form: str) -> None:
    """Print a table as json, csv or for the eye."""
    if form == "json":
        import json

        click.echo(json.dumps(list(table), ensure_ascii=False, indent=2, default=_json))
    elif form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerow(table.columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    else:
        _print_table(table)


def _print_table(table: "Table") -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(show_edge=False, pad_edge=False, header_style="bold")
    for column in table.columns:
        grid.add_column(column, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console()
    console.print(grid)
    console.print(f"{len(table)} row(s)", style="dim")


def _json(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
