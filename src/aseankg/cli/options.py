"""What many commands take, and how they open the graph."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from aseankg.api import KnowledgeGraph

RECORDS = click.option(
    "--records",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Records to read instead of the shipped ones.",
)
AS_OF = click.option(
    "--as-of", metavar="DATE", help="What held on that day; a month or year means its last day."
)
KNOWN_ON = click.option(
    "--known-on", metavar="DATE", help="What was public on that day: weighed from those sources anew."
)
OVERLAY = click.option(
    "--overlay",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of your office's own, unpublished records, read on top; the build stays private.",
)
PRIVATE = click.option(
    "--private", is_flag=True, help="Let private records leave, from a build with --overlay."
)
FOLDER = click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the build.")
FORMAT = click.option("--format", "form", type=click.Choice(["table", "json", "csv"]))


def opened(
    records: Path | None, out: Path | None, overlay: Path | None = None, *, inferred: bool = True
) -> "KnowledgeGraph":
    """Return the graph of these records, built first where that is needed."""
    return load(built(records, out, overlay), inferred=inferred)


def built(records: Path | None, out: Path | None, overlay: Path | None = None) -> Path:
    """Return the folder of a build of these records, made first where that is needed."""
    from aseankg.graph.build import build as run
    from aseankg.graph.build import default_folder, records_folder

    root = records or records_folder()
    folder = out or default_folder(root, overlay)
    with_progress(lambda tell: run(root, folder, tell, overlay=overlay))
    return folder


def load(folder: Path, *, inferred: bool = True) -> "KnowledgeGraph":
    """Return the graph of a build that is there."""
    from aseankg.api import KnowledgeGraph
    from aseankg.graph.build import GRAPH_FILE, SITE_FOLDER
    from aseankg.graph.store.embedded import EmbeddedStore

    return KnowledgeGraph(EmbeddedStore.load(folder / GRAPH_FILE, inferred=inferred), folder / SITE_FOLDER)


def at(kg: "KnowledgeGraph", as_of: str | None, known_on: str | None) -> "KnowledgeGraph":
    """Return the graph at two clocks; a date that is none is a wrong call."""
    try:
        return kg.at(as_of, known_on)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise click.UsageError(f"--as-of and --known-on: {error}") from error


def with_progress(work: Callable[[Callable[[str], None]], Any]) -> Any:
    """Run work that tells how far it is; show that on a terminal, on standard error."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        return work(lambda _: None)
    with console.status("looking") as status:
        return work(status.update)
