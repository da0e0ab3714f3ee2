"""What a worker process does: answers one question after the other from a store that it only reads.

The module stays light: a worker that was killed is replaced, and what it imports is the time that takes.
"""

import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from aseankg.graph.queries import questions, render
from aseankg.graph.store import Dataset, QueryError
from aseankg.graph.store.answering import Answer, Bounds, answer
from aseankg.graph.store.embedded import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Job:
    """A query, or the name of a question and its values, and how it is to be answered."""

    accepted: Mapping[str, str | None]
    query: str = ""
    dataset: Dataset | None = None
    question: str = ""
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is told once: where the store is, and its bounds."""

    folder: Path
    bounds: Bounds
    memory: int
    life: float
    """Seconds after which a query ends its process, should nobody be there to kill it."""


def work(connection: Connection, settings: Settings) -> None:
    """Answer jobs until the other end closes."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to the whole group; the server ends us in its own time
    store = EmbeddedStore.read_only(settings.folder)
    store.ask("ASK { ?s ?p ?o }")  # the first query reads what all need
    bound_memory(settings.memory)
    connection.send("ready")
    with suppress(EOFError, OSError):
        while True:
            job = connection.recv()
            _alarm(settings.life)
            told = do(store, job, settings.bounds)
            _alarm(0)
            connection.send(told)


def do(store: EmbeddedStore, job: Job, bounds: Bounds) -> Answer | QueryError:
    """Do one job; a query that cannot be answered is an answer too."""
    try:
        query = job.query
        if job.question:
            query = render(store, questions()[job.question], job.values)
        return answer(store, query, job.accepted, job.dataset, bounds)
    except QueryError as error:
        return error
    except MemoryError:
        return QueryError("the answer needs more memory than a query may take; ask for less")


def prepare(connection: Connection, file: Path, folder: Path) -> None:
    """Load a dump into a store on disk, and say None or what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        EmbeddedStore(folder=folder).load_into(file)
        connection.send(None)
    except (OSError, ValueError) as error:
        connection.send(str(error))


def bound_memory(more: int) -> None:
    """Let this process take so much memory beyond what it has; where the system has no such bound, do nothing."""
    if sys.platform == "win32":
        return
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return  # no Linux: what the process has cannot be told, and a bound below it would end it
    size = pages * os.sysconf("SC_PAGE_SIZE") + more
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # unhandled, SIGALRM ends the process
