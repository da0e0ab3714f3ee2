"""From records to a build, and the pages served."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.cli.options import OVERLAY, PRIVATE, Chosen, reads_build, with_progress

if TYPE_CHECKING:
    from aseankg.cli.options import Tell
    from aseankg.graph.serve.limits import Limits
    from aseankg.graph.store.remote import Service
    from aseankg.loaders.read import Records


@click.command()
@reads_build
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-browser", is_flag=True, help="Print the address; open nothing.")
def explore(chosen: Chosen, port: int, no_browser: bool) -> None:
    """Build if needed, serve the pages on this machine, open the browser."""
    _serve(chosen.build(), "127.0.0.1", port, browse=not no_browser)


@click.command()
@reads_build
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A name under which the server answers."
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="An origin whose pages may read answers; * is all.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Queries at once.")
@click.option("--time-limit", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds.")
@click.option("--memory-limit", default=1000, show_default=True, type=click.IntRange(50), help="MB a query.")
@click.option("--row-limit", default=1_000_000, show_default=True, type=click.IntRange(1))
@PRIVATE
@click.option("--log/--no-log", default=True, show_default=True, help="One line of JSON a request.")
def serve(
    chosen: Chosen,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    workers: int,
    time_limit: float,
    memory_limit: int,
    row_limit: int,
    private: bool,
    log: bool,
) -> None:
    """Serve the pages and a SPARQL endpoint at /sparql. Loopback unless told otherwise; reading only."""
    from aseankg.graph.serve.app import is_loopback
    from aseankg.graph.serve.limits import Limits
    from aseankg.graph.store.answering import Bounds

    if chosen.overlay is not None and not is_loopback(host) and not private:
        raise click.UsageError(
            f"--host {host} lets others read private records; expected --private to allow that"
        )
    limits = Limits(
        workers=workers,
        query_time=time_limit,
        memory=memory_limit * 1_000_000,
        answer=Bounds(rows=row_limit),
    )
    _serve(chosen.build(), host, port, hosts=hosts, origins=origins, limits=limits, log=log)


@click.command()
@reads_build
@click.option("--force", is_flag=True, help="Build even if nothing changed.")
@click.option(
    "--store",
    "service",
    metavar="URL",
    envvar="ASEANKG_STORE",
    help="Then let this SPARQL server hold the graph: http://host:port, or its three addresses query,update,graphs.",
)
@click.option("--language", help="Language of the pages, for example id; kept until another is asked for.")
def build(
    chosen: Chosen,
    force: bool,
    service: str | None,
    language: str | None,
) -> None:
    """Build the graph and its pages; a failed build leaves the last good one."""
    from aseankg.graph.build import build as run
    from aseankg.graph.views.language import languages

    overlay = chosen.overlay
    if service is not None and overlay is not None:
        raise click.UsageError("--store publishes; a build with private records stays on this machine")
    server = _server(service) if service is not None else None
    root, folder = chosen.folders()
    if language is not None and language not in languages():
        raise click.BadParameter(f"there are {', '.join(languages())}", param_hint="--language")
    made = with_progress(
        lambda tell: run(
            root, folder, tell, force=force, overlay=overlay, language=language, watch=tell.watch
        )
    )
    click.echo(
        f"{made.statements} statements from {made.sources} sources, {made.quads} quads, {made.pages} pages,"
        f" {made.disagreements} disagreements{', with private records' if made.private else ''}: {folder}"
    )
    if made.drafts:
        click.echo(
            f"{made.drafts} draft(s) left out: a curator accepts one by taking the line `status: draft` away"
        )
    if server is not None:
        _publish(folder, server)


@click.command()
@OVERLAY
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path | None, overlay: Path | None) -> None:
    """Validate records, the shipped ones or those of a FOLDER; every message names file, line and field."""
    from aseankg.graph.build import records_folder, validate

    root = folder or records_folder()

    def work(tell: "Tell") -> "Records":
        tell("reading and checking records")
        return validate(root, overlay, watch=tell.watch)

    records = with_progress(work)
    statements = sum(len(document.statements) for document in records.documents)
    waiting = sum(document.source.status == "draft" for document in records.documents)
    click.echo(
        f"{len(records.documents)} sources, {statements} statements, {len(records.entries)} register entries: no problem"
        + (f" ({waiting} of the sources are drafts)" if waiting else "")
    )


def _server(address: str) -> "Service":
    """Return the server of that address. Raises UsageError for what is no address, before anything is built."""
    from aseankg.graph.store.remote import Service

    try:
        return Service.of(address)
    except ValueError as error:
        raise click.UsageError(f"--store: {error}") from error


def _publish(folder: Path, service: "Service") -> None:
    from aseankg.graph.build import GRAPH_FILE
    from aseankg.graph.store.publish import publish
    from aseankg.graph.store.remote import RemoteStore

    with RemoteStore(service) as store:
        done = with_progress(lambda tell: publish(folder / GRAPH_FILE, store, tell))
    click.echo(
        f"published {done.triples} triples: {done.sent} graphs sent, {done.in_place} in place, {done.removed} removed"
    )


def _serve(
    folder: Path,
    host: str,
    port: int,
    *,
    hosts: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    limits: "Limits | None" = None,
    browse: bool = False,
    log: bool = False,
) -> None:
    import errno
    import threading
    import webbrowser

    from aseankg.graph.serve.app import LOOPBACK, Access, is_loopback
    from aseankg.graph.serve.server import bind
    from aseankg.graph.serve.server import serve as run

    try:
        listening = bind(host, port)  # a taken port is told before the server starts
    except OSError as error:
        remedy = "; try --port 0" if error.errno == errno.EADDRINUSE else ""
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}{remedy}") from error
    own = is_loopback(host)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}/"
    click.echo(f"{address}  (Ctrl-C ends)")
    if browse:
        threading.Timer(0.7, webbrowser.open, [address]).start()
    access = Access(hosts or ((*LOOPBACK, name) if own else ("*",)), origins or (() if own else ("*",)))
    run(folder, listening, access, limits, log=log)
