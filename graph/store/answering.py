"""Answers as bytes, in the formats of the SPARQL protocol, and never more of them than allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import pyoxigraph as ox

from aseankg.graph.store import Dataset, QueryError
from aseankg.graph.store.embedded import PREFIXES, EmbeddedStore

SORTED_UP_TO = 10_000
"""Graphs up to so many triples are written in order: small descriptions read well and are the same each time."""


class AnswerTooLargeError(QueryError):
    """The answer has more rows or bytes than allowed."""


class NoFormatError(QueryError):
    """The client takes no format that this kind of answer has."""


class Format(NamedTuple):
    """How an answer is written. `mark` stands once in each row, where the format has such a thing."""

    media_type: str
    engine: Any
    mark: bytes = b""


ROWS = {
    # in a literal the quotation mark is escaped, so the mark of JSON cannot stand in one; likewise < in XML
    "json": Format("application/sparql-results+json", ox.QueryResultsFormat.JSON, b'}},{"'),
    "xml": Format("application/sparql-results+xml", ox.QueryResultsFormat.XML, b"<result>"),
    "csv": Format("text/csv; charset=utf-8", ox.QueryResultsFormat.CSV, b"\n"),
    "tsv": Format("text/tab-separated-values; charset=utf-8", ox.QueryResultsFormat.TSV, b"\n"),
}
"""Formats of SELECT and ASK."""
GRAPHS = {
    "ttl": Format("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "nt": Format("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": Format("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": Format("application/ld+json", ox.RdfFormat.JSON_LD),
}
"""Formats of CONSTRUCT and DESCRIBE."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one answer may hold."""

    rows: int = 1_000_000
    bytes: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, ready to be sent. `empty` is true of a graph without triples."""

    media_type: str
    body: bytes
    empty: bool = False


class _Paper:
    """Takes what the engine writes, up to a bound."""

    def __init__(self, bounds: Bounds, mark: bytes) -> None:
        self._bounds = bounds
        self._mark = mark
        self._tail = b""
        self._rows = 0
        self._bytes = 0
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._bytes += len(data)
        if self._bytes > self._bounds.bytes:
            raise _too_large(f"{self._bounds.bytes:,} bytes")
        if self._mark:
            seen = self._tail + data
            self._rows += seen.count(self._mark)
            self._tail = seen[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
            if self._rows > self._bounds.rows:
                raise _too_large(f"{self._bounds.rows:,} rows")
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush: the engine asks for it all the same."""


def answer(
    store: EmbeddedStore,
    query: str,
    accepted: Mapping[str, str | None],
    dataset: Dataset | None = None,
    bounds: Bounds | None = None,
) -> Answer:
    """Answer a query of any form; `accepted` names the format for "rows" and for "graph", None where there is none.

    Raises QueryError: NoFormatError and AnswerTooLargeError are kinds of it.
    """
    bounds = bounds or Bounds()
    result = store.evaluate(query, dataset)
    try:
        if isinstance(result, ox.QueryTriples):
            return _graph(result, _format(GRAPHS, accepted["graph"]), bounds)
        form = _format(ROWS, accepted["rows"])
        paper = _Paper(bounds, form.mark if isinstance(result, ox.QuerySolutions) else b"")
        result.serialize(paper, format=form.engine)
    except (OSError, RuntimeError, UnicodeEncodeError) as error:
        raise QueryError(str(error)) from error
    return Answer(form.media_type, b"".join(paper.parts))


def convert(turtle: str, name: str) -> bytes:
    """Return Turtle in another of the formats of graphs."""
    if name == "ttl":
        return turtle.encode()
    triples = (quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    return ox.serialize(triples, format=GRAPHS[name].engine, prefixes=PREFIXES) or b""


def _graph(result: Any, form: Format, bounds: Bounds) -> Answer:
    triples = list(islice(result, bounds.rows + 1))
    if len(triples) > bounds.rows:
        raise _too_large(f"{bounds.rows:,} triples")
    if len(triples) <= SORTED_UP_TO:
        triples = sorted(set(triples), key=str)
    paper: Any = _Paper(bounds, b"")  # the engine needs no more of a file than it has
    ox.serialize(triples, paper, format=form.engine, prefixes=PREFIXES)
    return Answer(form.media_type, b"".join(paper.parts), not triples)


def _format(formats: Mapping[str, Format], name: str | None) -> Format:
    if name is None:
        offered = ", ".join(form.media_type.split(";")[0] for form in formats.values())
        raise NoFormatError(f"this answer comes as {offered}")
    return formats[name]


def _too_large(what: str) -> AnswerTooLargeError:
    return AnswerTooLargeError(f"the answer has more than {what}; ask for less, for example with LIMIT")
