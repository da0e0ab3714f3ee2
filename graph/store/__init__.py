"""Where the graph lives: the protocols that every store fulfils, and the terms in which it answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from aseankg.ontology import iris

DEFAULT_GRAPHS = (iris.RESOLVED, iris.VOCABULARY)
"""What a query reads that names no graph: what the project says, and the words in which it says it."""


class Term(NamedTuple):
    """An RDF term. `datatype` is empty for IRIs and for text in a language."""

    value: str
    is_iri: bool = True
    datatype: str = ""
    language: str = ""


class Quad(NamedTuple):
    """Subject, predicate, object and graph; the data holds no blank nodes."""

    subject: str
    predicate: str
    object: Term
    graph: str


class Solutions(NamedTuple):
    """The answer to a SELECT: variables, and rows that come as they are found."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]


class Dataset(NamedTuple):
    """What a query reads, where that is said outside of it: the graphs merged as default, and those that GRAPH finds."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class QueryError(ValueError):
    """The query cannot be answered: its text is wrong, or it asks for what a read-only view refuses."""


class View(Protocol):
    """Reading: all that questions, analyses and pages need."""

    def select(self, query: str) -> Solutions:
        """Answer a SELECT over the resolved view; raise QueryError."""
        ...

    def ask(self, query: str) -> bool:
        """Answer an ASK over the resolved view; raise QueryError."""
        ...

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE as N-Triples, sorted; raise QueryError."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        ...


class Store(View, Protocol):
    """Reading and writing: what a build needs."""

    def update(self, update: str) -> None:
        """Run a SPARQL update; raise QueryError."""
        ...

    def dump(self, file: Path) -> int:
        """Write everything as sorted canonical N-Quads and return their number."""
        ...
