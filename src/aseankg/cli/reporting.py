"""What an officer writes: figures against evidence, silence, emerging issues, reports."""

from pathlib import Path

import click

from aseankg.cli.options import FORMAT, Chosen, day_of, reads_graph
from aseankg.cli.output import OUTPUT, form_of_file, print_table, write


@click.command()
@reads_graph
@click.option("--about", metavar="THING", help="Only figures about this thing.")
@FORMAT
def figures(
    chosen: Chosen,
    about: str | None,
    form: str | None,
) -> None:
    """Put official figures beside our own counts: reconciled, or said not to be, and why."""
    from aseankg.graph.monitoring.figures import as_table

    found = chosen.graph().figures(about)
    if not found:
        _say(f"no figure about {about} is on record" if about else "no figure is on record")
    print_table(as_table(found), form)


@click.command()
@reads_graph
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["meeting series", "documents", "plan", "promise", "expectation"]),
    help="Only this kind; may be given more than once.",
)
@FORMAT
def silence(
    chosen: Chosen,
    kinds: tuple[str, ...],
    form: str | None,
) -> None:
    """List what one would expect to find on record by now, and does not: it accuses nobody."""
    from aseankg.graph.monitoring.silence import as_table

    found = [one for one in chosen.graph().silence(chosen.as_of) if not kinds or one.kind in kinds]
    if not found:
        _say("nothing is overdue: of what is on record for that day, all has come or is not yet due")
    print_table(as_table(found), form)


@click.command()
@reads_graph
@click.option(
    "--correction",
    type=click.Choice(["by", "bh"]),
    default="by",
    show_default=True,
    help="For many comparisons: Benjamini-Yekutieli (any dependence) or Benjamini-Hochberg.",
)
@click.option("--all", "everything", is_flag=True, help="Also what too few documents name.")
@FORMAT
def issues(
    chosen: Chosen,
    correction: str,
    everything: bool,
    form: str | None,
) -> None:
    """Find topics, actors and pairs whose share of documents rises, where coverage is stable enough to say so."""
    from aseankg.graph.monitoring.emerging import TOO_FEW, as_table

    found = chosen.graph().issues(correction)
    for line in found.summary():
        _say(line)
    shown = [issue for issue in found.found if everything or issue.verdict != TOO_FEW]
    print_table(as_table(shown), form)


@click.command()
@reads_graph
@click.option("--framework", metavar="PLAN", help="The plan to report on.")
@click.option("--line", metavar="LINE", help="One line of the plan: its code, such as B.6, or its slug.")
@click.option("--partner", metavar="ACTOR", help="One partner: of the plan, or a profile of its own.")
@click.option("--since", metavar="DATE", help="Also what became known after that day; alone, only that.")
@click.option(
    "--format", "form", type=click.Choice(["html", "docx", "md"]), help="By default, the file's ending."
)
@OUTPUT
def report(
    chosen: Chosen,
    framework: str | None,
    line: str | None,
    partner: str | None,
    since: str | None,
    form: str | None,
    output: Path,
) -> None:
    """Write a report on a plan, a line of it or a partner, with sources and gaps; or on what changed since a day."""
    if not (framework or partner or since):
        raise click.UsageError("expected --framework, --partner or --since: what the report is about")
    if line and not framework:
        raise click.UsageError("--line needs --framework: codes recur, so a line belongs to a plan")
    form = form_of_file(form, output, ["html", "docx", "md"])
    as_of, known_on = chosen.days()
    day_of("--since", since)
    kg = chosen.today()
    try:
        made = kg.report(framework, line, partner, as_of=as_of, known_on=known_on, since=since)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise click.UsageError(f"--since and --known-on: {error}") from error
    if form == "docx":
        from aseankg.graph.views.document import docx

        write(docx(made), output)
    else:
        from aseankg.graph.views.report import markdown, page

        write(markdown(made) if form == "md" else page(made), output)


def _say(text: str) -> None:
    """Tell what the answer means, beside it: on standard error, so that a pipe carries data only."""
    click.echo(text, err=True)
