"""Quads in plain text to a store that can be asked (goal 1), and validated records to the same."""

from collections.abc import Iterable, Mapping

import maplib
import rdflib

from aseankg.graph.store import Quad, Term
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.check import kinds_by_slug
from aseankg.loaders.quads import quads
from aseankg.loaders.read import Records
from bench.cases.world import world
from bench.harness import Result, Work, compare, without_collector

RDFLIB_UP_TO = 100_000
"""Statements above which rdflib is left out: it would need tens of gigabytes."""


def run(count: int, rounds: int) -> list[Result]:
    """Store what the documents say: in our store, in rdflib, in maplib (which has no named graphs)."""
    records = world(count).records
    kinds = kinds_by_slug(records)
    source = EmbeddedStore()
    source.add(quads(records, kinds))
    plain = list(source.quads())
    del source
    candidates: dict[str, Work] = {
        "aseankg": lambda: _ours(plain),
        "aseankg, from records": lambda: _from_records(records, kinds),
        "maplib": lambda: _maplib(plain),
    }
    if count <= RDFLIB_UP_TO:
        candidates["rdflib addN, collector off"] = without_collector(lambda: _rdflib(plain))
    return [compare(f"{count:,} statements, {len(plain):,} quads to store", candidates, rounds)]


def _ours(plain: Iterable[Quad]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.add_quads(plain)
    return store


def _from_records(records: Records, kinds: Mapping[str, str]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.add(quads(records, kinds))
    return store


def _maplib(plain: Iterable[Quad]) -> maplib.Model:
    model = maplib.Model()
    lines = (f"<{q.subject}> <{q.predicate}> {_written(q.object)} .\n" for q in plain)
    model.reads("".join(lines), format="ntriples")
    return model


def _rdflib(plain: Iterable[Quad]) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    graphs: dict[str, rdflib.Graph] = {}
    for name in {quad.graph for quad in plain}:
        graphs[name] = dataset.graph(rdflib.URIRef(name))
    dataset.addN(
        (rdflib.URIRef(q.subject), rdflib.URIRef(q.predicate), _term(q.object), graphs[q.graph])
        for q in plain
    )
    return dataset


def _term(term: Term) -> rdflib.URIRef | rdflib.Literal:
    if term.is_iri:
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)


def _written(term: Term) -> str:
    if term.is_iri:
        return f"<{term.value}>"
    text = '"' + term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return f"{text}@{term.language}" if term.language else f"{text}^^<{term.datatype}>"
