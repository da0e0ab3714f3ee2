"""A build put onto a server: graph by graph, in batches, and taken up again where it broke off.

The server keeps a graph of marks: which of our graphs it holds whole, each with the digest of its triples. What is marked
is not sent again, so a second run after a broken one sends the rest. A graph that fits one request is replaced in one;
a larger one gathers beside its place and is moved there, so nobody reads half of it.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aseankg.graph.store.remote import RemoteStore, StoreUnreachableError
from aseankg.ontology import iris

PUBLISHED = f"{iris.BASE}graph/published"
"""The graph of marks on the server."""
_STAGING = f"{iris.BASE}graph/arriving"
_MARK = "http://www.w3.org/2002/07/owl#versionInfo"
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new try after the connection broke."""

Progress = Callable[[str], None]
_T = TypeVar("_T")


class PublishError(RuntimeError):
    """The server does not hold what was sent."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did: graphs sent, found in place, and removed; and the triples that the server holds now."""

    sent: int
    in_place: int
    removed: int
    triples: int


def publish(
    file: Path,
    store: RemoteStore,
    progress: Progress = lambda _: None,
    *,
    batch: int = 20_000,
    waits: tuple[float, ...] = _WAITS,
) -> Published:
    """Let a server hold the graphs of a dump and no others of ours.

    Raises PublishError if it counts other than was sent, StoreUnreachableError if it stays away for all tries, and
    QueryError if it refuses; a later run goes on from there.
    """
    run = _Run(store, batch, waits)
    graphs = _graphs(file)
    marks, counts = run.told(_marks), run.told(RemoteStore.counts)
    sent = 0
    for number, graph in enumerate(sorted(graphs), 1):
        lines = graphs[graph]
        digest = hashlib.blake2b(b"".join(lines), digest_size=16).hexdigest()
        if marks.get(graph) == digest and counts.get(graph) == len(lines):
            continue
        progress(f"sending graph {number} of {len(graphs)}")
        run.send(graph, lines, digest)
        sent += 1
    gone = [graph for graph in counts if graph not in graphs and graph != PUBLISHED]
    for graph in gone:
        run.remove(graph)
    progress("counting")
    counts = run.told(RemoteStore.counts)
    wrong = [
        f"{graph}: sent {len(lines)} triples, found {counts.get(graph, 0)}"
        for graph, lines in sorted(graphs.items())
        if counts.get(graph, 0) != len(lines)
    ]
    if wrong:
        raise PublishError(f"{len(wrong)} graph(s) are not what was sent; {wrong[0]}")
    return Published(sent, len(graphs) - sent, len(gone), sum(len(lines) for lines in graphs.values()))


def _marks(store: RemoteStore) -> dict[str, str]:
    """Return the digest of each graph that the server is known to hold whole."""
    return {q.subject: q.object.value for q in store.quads(PUBLISHED) if q.predicate == _MARK}


class _Run:
    """Sends, and tries again when the connection breaks: each step does no harm when done twice."""

    def __init__(self, store: RemoteStore, batch: int, waits: tuple[float, ...]) -> None:
        self._store = store
        self._batch = batch
        self._waits = waits

    def told(self, ask: Callable[[RemoteStore], _T]) -> _T:
        return self._try(lambda: ask(self._store))

    def send(self, graph: str, lines: list[bytes], digest: str) -> None:
        unmark = f"DELETE WHERE {{ GRAPH <{PUBLISHED}> {{ <{graph}> <{_MARK}> ?any }} }}"
        self._try(lambda: self._store.update(unmark))
        if len(lines) <= self._batch:
            self._try(lambda: self._store.put(graph, b"".join(lines)))
        else:
            self._try(lambda: self._store.delete(_STAGING))
            for piece in _batches(lines, self._batch):
                self._try(lambda piece=piece: self._store.post(_STAGING, piece))  # type: ignore[misc]
            self._move(graph, len(lines))
        mark = f'INSERT DATA {{ GRAPH <{PUBLISHED}> {{ <{graph}> <{_MARK}> "{digest}" }} }}'
        self._try(lambda: self._store.update(mark))

    def remove(self, graph: str) -> None:
        self._try(lambda: self._store.delete(graph))

    def _move(self, graph: str, count: int) -> None:
        """Move what has gathered to its place; a move whose answer was lost is not done twice, it would empty the place."""

        def move() -> None:
            if self._store.count(_STAGING) == count:
                self._store.update(f"MOVE <{_STAGING}> TO <{graph}>")

        self._try(move)

    def _try(self, step: Callable[[], _T]) -> _T:
        for wait in self._waits:
            try:
                return step()
            except StoreUnreachableError:
                time.sleep(wait)
        return step()


def _graphs(file: Path) -> dict[str, list[bytes]]:
    """Return the triples of a dump by graph, each a line of N-Triples."""
    graphs: dict[str, list[bytes]] = defaultdict(list)
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            triple, graph, dot = line.rsplit(b" ", 2) if line.count(b" ") > 3 else (b"", b"", b"")
            if dot.strip() != b"." or not (graph.startswith(b"<") and graph.endswith(b">")):
                raise PublishError(f"{file}:{number}: expected a quad in a named graph")
            graphs[graph[1:-1].decode()].append(triple + b" .\n")
    return graphs


def _batches(lines: list[bytes], size: int) -> Iterator[bytes]:
    for start in range(0, len(lines), size):
        yield b"".join(lines[start : start + size])
