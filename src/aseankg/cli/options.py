"""What many commands take, and how they open the graph."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from aseankg.api import KnowledgeGraph

_T = TypeVar("_T")
_SECONDS = 0.1  # between two drawings of a bar


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


class Chosen(NamedTuple):
    """What a command reads: which records, in which build, at which clocks."""

    records: Path | None
    out: Path | None
    overlay: Path | None
    as_of: str | None = None
    known_on: str | None = None

    def folders(self) -> tuple[Path, Path]:
        """Return the folder of the records and that of their build."""
        from aseankg.graph.build import default_folder, records_folder

        root = self.records or records_folder()
        return root, self.out or default_folder(root, self.overlay)

    def build(self) -> Path:
        """Return the folder of a build of these records, made first where that is needed."""
        from aseankg.graph.build import build as run

        root, folder = self.folders()
        with_progress(lambda tell: run(root, folder, tell, overlay=self.overlay, watch=tell.watch))
        return folder

    def today(self, *, inferred: bool = True) -> "KnowledgeGraph":
        """Return the graph of these records, whatever the clocks say."""
        return load(self.build(), inferred=inferred)

    def graph(self, *, inferred: bool = True) -> "KnowledgeGraph":
        """Return the graph of these records at the clocks; a date that is none is a wrong call."""
        as_of, known_on = self.days()
        today = self.today(inferred=inferred)
        if known_on is not None:
            tell_of_nothing_known(today, known_on)
        return today.at(as_of, known_on)

    def days(self) -> tuple[str | None, str | None]:
        """Return both clocks, as they were given. Raises UsageError for one that is no date."""
        day_of("--as-of", self.as_of)
        day_of("--known-on", self.known_on)
        return self.as_of, self.known_on


Command = Callable[..., None]


def reads_build(command: Command) -> Command:
    """Give a command the options that say which build it reads; it takes them as one argument, a Chosen."""

    @wraps(command)
    def run(*, records: Path | None, out: Path | None, overlay: Path | None, **others: Any) -> None:
        command(Chosen(records, out, overlay), **others)

    return RECORDS(FOLDER(OVERLAY(run)))


def reads_graph(command: Command) -> Command:
    """Do as reads_build does, with both clocks."""

    @wraps(command)
    def run(chosen: Chosen, *, as_of: str | None, known_on: str | None, **others: Any) -> None:
        command(chosen._replace(as_of=as_of, known_on=known_on), **others)

    return reads_build(AS_OF(KNOWN_ON(run)))


def tell_of_nothing_known(today: "KnowledgeGraph", known_on: str) -> None:
    """Say on standard error that no document was public so early: an empty answer would not tell why."""
    from aseankg.graph.clocks import parse_day

    for row in today.query("SELECT (MIN(STR(?day)) AS ?first) { ?source akg:publicBy ?day }"):
        if row["first"] and str(parse_day(known_on)) < row["first"]:
            click.echo(
                f"known on {known_on}: no document on record was public by then; the first is of {row['first']}",
                err=True,
            )


def day_of(option: str, text: str | None) -> None:
    """Raise UsageError if the text of an option is no date."""
    from aseankg.graph.clocks import parse_day

    try:
        if text is not None:
            parse_day(text)
    except ValueError as error:
        raise click.UsageError(f"{option}: found {text!r}; {error}") from error


def load(folder: Path, *, inferred: bool = True) -> "KnowledgeGraph":
    """Return the graph of a build that is there."""
    from aseankg.api import KnowledgeGraph
    from aseankg.graph.build import GRAPH_FILE, SITE_FOLDER
    from aseankg.graph.store.embedded import EmbeddedStore

    return KnowledgeGraph(EmbeddedStore.load(folder / GRAPH_FILE, inferred=inferred), folder / SITE_FOLDER)


class Tell:
    """Tells how far work is: a stage by its name, what it does one after another. Says nothing where nobody watches."""

    def __init__(self, bar: "Progress | None" = None) -> None:
        """Tell it to a bar, if there is one."""
        self._bar = bar

    def __call__(self, stage: str) -> None:
        """Show what is being done now."""
        if self._bar is not None:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(stage, total=None, rate="")
            self._bar.refresh()

    def watch(self, many: Sequence[_T]) -> Iterator[_T]:
        """Give back what the stage has to do, and show how much is done, how much a second, and how long the rest takes."""
        if self._bar is None:
            yield from many
            return
        task = self._bar.task_ids[0]
        self._bar.reset(task, total=len(many))
        shown = 0.0
        for one in many:
            yield one
            speed = self._bar.tasks[0].speed
            self._bar.update(task, advance=1, rate=f"{speed:,.1f}/s" if speed else "")
            if monotonic() - shown > _SECONDS:
                self._bar.refresh()
                shown = monotonic()


def with_progress(work: Callable[[Tell], Any]) -> Any:
    """Run work that tells how far it is; show that on a terminal, on standard error."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        return work(Tell())
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        "{task.fields[rate]}",
        TimeRemainingColumn(),
    )
    # no thread that draws: work that is copied to other processes must be alone in this one
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        return work(Tell(bar))
