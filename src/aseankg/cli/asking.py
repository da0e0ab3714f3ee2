"""Questions to the graph: queries, explanations, what changed, and the whole of it to take away."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.cli.options import (
    FORMAT,
    PRIVATE,
    Chosen,
    day_of,
    load,
    reads_build,
    reads_graph,
    tell_of_nothing_known,
)
from aseankg.cli.output import OUTPUT, form_of_answer, print_table, write

if TYPE_CHECKING:
    from aseankg.api import KnowledgeGraph


@click.command()
@reads_graph
@click.argument("text", required=False)
@click.option("--no-inferred", is_flag=True, help="Leave out what follows only by rules.")
@click.option("--name", help="A named question.")
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter of the named question."
)
@click.option("--list", "listing", is_flag=True, help="List the named questions.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "ttl", "nt"]))
def query(
    chosen: Chosen,
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
    kg = chosen.graph(inferred=not no_inferred)
    if form in ("ttl", "nt"):
        if text is None:
            raise click.UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE queries")
        _print_graph(kg, _query_text(text), form)
        return
    table = kg.ask(name, **_pairs(values)) if name else kg.query(_query_text(text or ""))
    print_table(table, form)


@click.command()
@reads_graph
@click.argument("thing")
@click.option("--format", "form", type=click.Choice(["text", "json"]))
def explain(
    chosen: Chosen,
    thing: str,
    form: str | None,
) -> None:
    """Explain a THING (its slug, name or address): what we say, by which rule, and who says so where."""
    found = chosen.graph().explain(thing)
    if form_of_answer(form) == "json":
        import json

        from aseankg.graph.explain import as_json

        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    for line in found.lines():
        click.echo(line)


@click.command()
@reads_build
@click.argument("before")
@click.argument("after")
@click.option(
    "--clock",
    type=click.Choice(["as-of", "known-on"]),
    default="known-on",
    show_default=True,
    help="Of two dates: what held on them, or what was public on them.",
)
@FORMAT
def diff(chosen: Chosen, before: str, after: str, clock: str, form: str | None) -> None:
    """Tell what changed from BEFORE to AFTER, and why: two folders of builds, or two dates over one build."""
    from aseankg.graph.queries import Table

    folders = [Path(before), Path(after)]
    if all((folder / "graph.nq").is_file() for folder in folders):
        first, second = (load(folder) for folder in folders)
    else:
        for name, text in (("BEFORE", before), ("AFTER", after)):
            if Path(text).exists():
                raise click.UsageError(f"{name}: found no build in {text!r}; expected two folders of builds")
            day_of(name, text)
        kg = chosen.today()
        if clock == "known-on":
            tell_of_nothing_known(kg, before)
        first, second = (kg.at(day) if clock == "as-of" else kg.at(None, day) for day in (before, after))
    rows = tuple(
        (c.name, c.property, c.before, c.after, c.reason, "; ".join(c.documents)) for c in first.diff(second)
    )
    columns = ("thing", "property", "before", "after", "reason", "documents")
    print_table(Table(columns, rows), form)


@click.command()
@reads_graph
@click.argument("form", metavar="FORMAT", type=click.Choice(["nq", "trig", "ttl", "jsonld", "graphml"]))
@click.option("--network", default="partnerships", show_default=True, help="The network, for graphml.")
@PRIVATE
@OUTPUT
def export(
    chosen: Chosen,
    form: str,
    network: str,
    private: bool,
    output: Path,
) -> None:
    """Write the graph to a file: every source by name (nq, trig), what we say (ttl, jsonld), a network (graphml)."""
    kg = chosen.graph()
    kg.require_public(private=private)
    if form == "graphml":
        from aseankg.graph.exchange import to_graphml

        write(to_graphml(kg.network(network)), output)
    else:
        write(kg.export(form, private=private), output)


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
