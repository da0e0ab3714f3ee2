"""From records to a build, and the pages served."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.cli.options import FOLDER, OVERLAY, RECORDS, opened, with_progress

if TYPE_CHECKING:
    from aseankg.api import KnowledgeGraph


@click.command()
@RECORDS
@FOLDER
@OVERLAY
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-browser", is_flag=True, help="Print the address; open nothing.")
def explore(
    records: Path | None, out: Path | None, overlay: Path | None, port: int, no_browser: bool
) -> None:
    """Build if needed, serve the pages on this machine, open the browser."""
    kg = opened(records, out, overlay)
    _serve(kg, "127.0.0.1", port, browse=not no_browser)


@click.command()
@RECORDS
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
def serve(records: Path | None, out: Path | None, host: str, port: int) -> None:
    """Serve the pages. Loopback unless told otherwise; reading only."""
    _serve(opened(records, out), host, port, browse=False)


@click.command()
@RECORDS
@FOLDER
@OVERLAY
@click.option("--force", is_flag=True, help="Build even if nothing changed.")
def build(records: Path | None, out: Path | None, overlay: Path | None, force: bool) -> None:
    """Build the graph and its pages; a failed build leaves the last good one."""
    from aseankg.graph.build import build as run
    from aseankg.graph.build import default_folder, records_folder

    root = records or records_folder()
    folder = out or default_folder(root, overlay)
    made = with_progress(lambda tell: run(root, folder, tell, force=force, overlay=overlay))
    click.echo(
        f"{made.statements} statements from {made.sources} sources, {made.quads} quads, {made.pages} pages,"
        f" {made.disagreements} disagreements{', with private records' if made.private else ''}: {folder}"
    )
    if made.drafts:
        click.echo(
            f"{made.drafts} draft(s) left out: a curator accepts one by taking the line `status: draft` away"
        )


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path | None) -> None:
    """Validate records; every message names file, line and field."""
    from aseankg.graph.build import records_folder, validate

    root = folder or records_folder()
    records = validate(root)
    statements = sum(len(document.statements) for document in records.documents)
    waiting = sum(document.source.status == "draft" for document in records.documents)
    click.echo(
        f"{len(records.documents)} sources, {statements} statements, {len(records.entries)} register entries: no problem"
        + (f" ({waiting} of the sources are drafts)" if waiting else "")
    )


def _serve(kg: "KnowledgeGraph", host: str, port: int, *, browse: bool) -> None:
    import socket
    import threading
    import webbrowser

    from aseankg.graph.serve import serve as run

    with socket.socket() as probe:  # a taken port is told before the server starts
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port}: {error.strerror}; try --port 0"
            ) from error
        port = probe.getsockname()[1]
    address = f"http://{host}:{port}/"
    click.echo(f"{address}  (Ctrl-C ends)")
    if browse:
        threading.Timer(0.7, webbrowser.open, [address]).start()
    if kg.site is not None:
        run(kg.site, host, port)
