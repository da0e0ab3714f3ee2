"""What cases start from: generated records on disk, read, converted and built."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import rdflib

from aseankg.graph.build import assemble, validate
from aseankg.graph.exchange import to_rdflib
from aseankg.graph.store import DEFAULT_GRAPHS, Quad
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.read import Records
from aseankg.ontology import iris
from bench.generate import write

RDFLIB_UP_TO = 10_000
"""Statements above which rdflib is left out: it takes minutes a round."""


@dataclass(frozen=True)
class World:
    """A folder of generated records, the records, and the graph."""

    folder: TemporaryDirectory[str]
    records: Records
    store: EmbeddedStore

    @property
    def root(self) -> Path:
        """Return the folder of records."""
        return Path(self.folder.name)


@lru_cache(maxsize=1)
def world(count: int) -> World:
    """Return the world with that many statements; the last one is kept."""
    folder = TemporaryDirectory()
    records = validate(write(Path(folder.name), count))
    store = assemble(records)[0]
    store.settle()
    return World(folder, records, store)


def said(store: EmbeddedStore) -> list[Quad]:
    """Return what a query without GRAPH reads."""
    graphs = [*DEFAULT_GRAPHS, *{q.graph for q in store.quads() if q.graph.startswith(iris.INFERRED)}]
    return [quad for graph in graphs for quad in store.quads(graph)]


def rdflib_view(store: EmbeddedStore) -> rdflib.Dataset:
    """Return the same graph for rdflib."""
    return to_rdflib(store)
