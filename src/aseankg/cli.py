"""The command line: thin. A table on a terminal, JSON when piped; exit code 1 for a fault, 2 for a wrong call."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from aseankg.api import KnowledgeGraph
    from aseankg.graph.queries import Table

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
FOLDER = click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the build.")


class _Commands(click.Group):
    """Shows our own errors as one line each, never as a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        from aseankg.loaders.problems import RecordsInvalidError

        try:
            return super().invoke(ctx)
        except RecordsInvalidError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException(f"{error}; nothing was built, the last good build stands") from error
        except UnicodeDecodeError as error:
            raise click.ClickException(
                f"expected UTF-8 text: {error.reason} at byte {error.start}"
            ) from error
        except (ValueError, RuntimeError, OSError) as error:
            if type(error).__module__.startswith("aseankg.") or isinstance(error, OSError):
                raise click.ClickException(str(error)) from error
            raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aseankg")
def main() -> None:
    """Explore ASEAN's partnerships and commitments; every answer leads to its source."""


@main.command()
@RECORDS
@FOLDER
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-browser", is_flag=True, help="Print the address; open nothing.")
def explore(records: Path | None, out: Path | None, port: int, no_browser: bool) -> None:
    """Build if needed, serve the pages on this machine, open the browser."""
    kg = _open(records, out)
    _serve(kg, "127.0.0.1", port, browse=not no_browser)


@main.command()
@RECORDS
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
def serve(records: Path | None, out: Path | None, host: str, port: int) -> None:
    """Serve the pages. Loopback unless told otherwise; reading only."""
    _serve(_open(records, out), host, port, browse=False)


@main.command()
@RECORDS
@FOLDER
@click.option("--force", is_flag=True, help="Build even if nothing changed.")
def build(records: Path | None, out: Path | None, force: bool) -> None:
    """Build the graph and its pages; a failed build leaves the last good one."""
    from aseankg.graph.build import build as run
    from aseankg.graph.build import default_folder, records_folder

    root = records or records_folder()
    folder = out or default_folder(root)
    made = _with_progress(lambda tell: run(root, folder, tell, force=force))
    click.echo(
        f"{made.statements} statements from {made.sources} sources, {made.quads} quads, {made.pages} pages,"
        f" {made.disagreements} disagreements: {folder}"
    )


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path | None) -> None:
    """Validate records; every message names file, line and field."""
    from aseankg.graph.build import records_folder, validate

    root = folder or records_folder()
    records = validate(root)
    statements = sum(len(document.statements) for document in records.documents)
    click.echo(
        f"{len(records.documents)} sources, {statements} statements, {len(records.entries)} register entries: no problem"
    )


@main.command()
@RECORDS
@FOLDER
@AS_OF
@KNOWN_ON
@click.argument("text", required=False)
@click.option("--no-inferred", is_flag=True, help="Leave out what follows only by rules.")
@click.option("--name", help="A named question.")
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter of the named question."
)
@click.option("--list", "listing", is_flag=True, help="List the named questions.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "ttl", "nt"]))
def query(
    records: Path | None,
    out: Path | None,
    as_of: str | None,
    known_on: str | None,
    text: str | None,
    no_inferred: bool,
    name: str | None,
    values: tuple[str, ...],
    listing: bool,
    form: str | None,
) -> None:
    """Ask SPARQL: TEXT is the query, a file that holds it, or - for standard input."""
    from aseankg.graph.queries import questions

    if listing:
        for question in questions().values():
            click.echo(f"{question.name}: {question.title}")
            for parameter in question.parameters:
                click.echo(f"    --set {parameter.name}={parameter.default or '…'}  {parameter.about}")
        return
    if (text is None) == (name is None):
        raise click.UsageError("expected either a query or --name; see --list")
    kg = _at(_open(records, out, inferred=not no_inferred), as_of, known_on)
    form = form or ("table" if sys.stdout.isatty() else "json")
    if form in ("ttl", "nt"):
        if text is None:
            raise click.UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE queries")
        _print_graph(kg, _query_text(text), form)
        return
    table = kg.ask(name, **_pairs(values)) if name else kg.query(_query_text(text or ""))
    _print(table, form)


@main.command()
@RECORDS
@FOLDER
@AS_OF
@KNOWN_ON
@click.argument("network", required=False)
@click.option("--by", default="degree", show_default=True, help="The measure.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1))
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]))
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
    ranks = _at(_open(records, out), as_of, known_on).rank(network, by)
    rows = tuple((r.rank, r.name, r.kind, r.score, r.iri) for r in ranks[:top])
    _print(
        Table(("rank", "name", "kind", by, "iri"), rows), form or ("table" if sys.stdout.isatty() else "json")
    )


@main.command()
@RECORDS
@FOLDER
@click.argument("network")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def show(records: Path | None, out: Path | None, network: str, output: Path) -> None:
    """Draw a network as one HTML file that needs nothing else."""
    page = _open(records, out).show(network)
    output.write_text(page, "utf-8", newline="\n")
    click.echo(str(output))


@main.command()
@RECORDS
@FOLDER
@AS_OF
@KNOWN_ON
@click.argument("thing")
@click.option("--format", "form", type=click.Choice(["text", "json"]))
def explain(
    records: Path | None,
    out: Path | None,
    as_of: str | None,
    known_on: str | None,
    thing: str,
    form: str | None,
) -> None:
    """Explain a THING (its slug or address): what we say, by which rule, and who says so where."""
    found = _at(_open(records, out), as_of, known_on).explain(thing)
    if (form or ("text" if sys.stdout.isatty() else "json")) == "json":
        import json

        from aseankg.graph.explain import as_json

        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    for line in found.lines():
        click.echo(line)


@main.command()
@RECORDS
@FOLDER
@click.argument("before")
@click.argument("after")
@click.option("--clock", type=click.Choice(["as-of", "known-on"]), default="known-on", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]))
def diff(
    records: Path | None, out: Path | None, before: str, after: str, clock: str, form: str | None
) -> None:
    """Tell what changed from BEFORE to AFTER, and why: two folders of builds, or two dates over one build."""
    from aseankg.graph.queries import Table

    folders = [Path(before), Path(after)]
    if all((folder / "graph.nq").is_file() for folder in folders):
        first, second = (_load(folder) for folder in folders)
    else:
        kg = _open(records, out)
        first, second = (
            _at(kg, day, None) if clock == "as-of" else _at(kg, None, day) for day in (before, after)
        )
    rows = tuple(
        (c.name, c.property, c.before, c.after, c.reason, "; ".join(c.documents)) for c in first.diff(second)
    )
    columns = ("thing", "property", "before", "after", "reason", "documents")
    _print(Table(columns, rows), form or ("table" if sys.stdout.isatty() else "json"))


@main.command()
@RECORDS
@FOLDER
@AS_OF
@KNOWN_ON
@click.argument("form", metavar="FORMAT", type=click.Choice(["nq", "trig", "ttl", "jsonld", "graphml"]))
@click.option("--network", default="partnerships", show_default=True, help="The network, for graphml.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def export(
    records: Path | None,
    out: Path | None,
    as_of: str | None,
    known_on: str | None,
    form: str,
    network: str,
    output: Path,
) -> None:
    """Write the graph to a file: every source by name (nq, trig), what we say (ttl, jsonld), a network (graphml)."""
    kg = _at(_open(records, out), as_of, known_on)
    if form == "graphml":
        from aseankg.graph.exchange import to_graphml

        output.write_text(to_graphml(kg.network(network)), "utf-8", newline="\n")
    else:
        output.write_bytes(kg.export(form))
    click.echo(str(output))


def _at(kg: "KnowledgeGraph", as_of: str | None, known_on: str | None) -> "KnowledgeGraph":
    try:
        return kg.at(as_of, known_on)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise click.UsageError(f"--as-of and --known-on: {error}") from error


def _load(folder: Path, *, inferred: bool = True) -> "KnowledgeGraph":
    from aseankg.api import KnowledgeGraph
    from aseankg.graph.build import GRAPH_FILE, SITE_FOLDER
    from aseankg.graph.store.embedded import EmbeddedStore

    return KnowledgeGraph(EmbeddedStore.load(folder / GRAPH_FILE, inferred=inferred), folder / SITE_FOLDER)


def _open(records: Path | None, out: Path | None, *, inferred: bool = True) -> "KnowledgeGraph":
    from aseankg.graph.build import build as run
    from aseankg.graph.build import default_folder, records_folder

    root = records or records_folder()
    folder = out or default_folder(root)
    _with_progress(lambda tell: run(root, folder, tell))
    return _load(folder, inferred=inferred)


def _with_progress(work: Callable[[Callable[[str], None]], Any]) -> Any:
    """Run work that tells how far it is; show that on a terminal, on standard error."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        return work(lambda _: None)
    with console.status("looking") as status:
        return work(status.update)


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


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if len(text) < 1000 and "\n" not in text and "{" not in text:
        file = Path(text)
        if not file.is_file():
            raise click.UsageError(f"no file {text!r}, and no query either: a query holds {{ … }}")
        return file.read_text("utf-8")
    return text


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, sign, given = value.partition("=")
        if not sign or not name:
            raise click.UsageError(f"--set expects NAME=VALUE, found {value!r}")
        pairs[name] = given
    return pairs


def _print_graph(kg: "KnowledgeGraph", text: str, form: str) -> None:
    from aseankg.graph.store.embedded import serialize_turtle

    triples = kg.view.construct(text)
    click.echo(serialize_turtle(triples) if form == "ttl" else triples, nl=False)


def _print(table: "Table", form: str) -> None:
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
