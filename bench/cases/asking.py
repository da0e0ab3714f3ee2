"""Twelve questions of an analyst (goal 3): ours against rdflib, maplib and the bare engine, each over the same graph."""

from collections.abc import Callable, Sized
from functools import partial
from math import exp, log
from statistics import median
from typing import Any

import maplib
import pyoxigraph as ox

from aseankg.graph.queries import run as ask
from aseankg.graph.store.embedded import PREFIXES
from bench.cases.storing import _written
from bench.cases.world import RDFLIB_UP_TO, rdflib_view, said, world
from bench.harness import Result, compare

QUESTIONS = {
    "all promises": "SELECT ?c ?what { ?c a akg:Commitment ; dcterms:description ?what }",
    "promises by obligor": "SELECT ?a (COUNT(?c) AS ?n) { ?c a akg:Commitment ; akg:obligor ?a } GROUP BY ?a",
    "one actor's promises": 'SELECT ?c { ?a dcterms:identifier "state-1" . ?c akg:obligor ?a }',
    "one thing": 'SELECT ?p ?o { ?t dcterms:identifier "promise-0" ; ?p ?o }',
    "money by giver and currency": "SELECT ?a ?cur (SUM(?m) AS ?sum) { ?c a akg:Contribution ; akg:by ?a ;"
    " akg:amount ?m ; akg:currency ?cur } GROUP BY ?a ?cur",
    "who met whom": "SELECT ?a ?b (COUNT(?m) AS ?n) { ?m akg:participation/akg:actor ?a ;"
    " akg:participation/akg:actor ?b . FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b",
    "promises of a framework's lines": 'SELECT ?c ?l { ?f dcterms:identifier "framework-0" .'
    " ?l akg:framework ?f . ?c akg:serves/akg:actionLine ?l }",
    "promises without a delivery": "SELECT ?c { ?c a akg:Commitment ."
    " FILTER NOT EXISTS { ?d akg:fulfils/akg:promise ?c } }",
    "meetings by year": "SELECT ?y (COUNT(?m) AS ?n) { ?m a akg:Meeting ; akg:earliest ?d ."
    " BIND(YEAR(?d) AS ?y) } GROUP BY ?y",
    "bodies below a body": 'SELECT ?b { ?a dcterms:identifier "asean" . ?b akg:parent+ ?a }',
    "topics of two actors": 'SELECT DISTINCT ?t { ?a dcterms:identifier "state-1" . ?b dcterms:identifier "state-2" .'
    " ?c akg:obligor ?a ; akg:topic ?t . ?d akg:obligor ?b ; akg:topic ?t }",
    "latest consents": "SELECT ?c ?p ?d { ?c a akg:Consent ; akg:party ?p ; akg:earliest ?d }"
    " ORDER BY DESC(?d) ?c LIMIT 20",
}
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def run(count: int, rounds: int) -> list[Result]:
    """Ask each question of each engine, and return every one and their geometric mean."""
    store = world(count).store
    triples = said(store)
    bare: Any = ox.Store()
    text = "".join(f"<{q.subject}> <{q.predicate}> {_written(q.object)} .\n" for q in triples)
    bare.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    engines: dict[str, Callable[[str], Sized]] = {
        "pyoxigraph": lambda query: [list(row) for row in bare.query(query)],
        "aseankg": lambda query: ask(store, query),
    }
    model: Any = maplib.Model()
    model.reads(text, format="ntriples")
    engines["maplib"] = lambda query: model.query(query).rows()
    if count <= RDFLIB_UP_TO:
        dataset = rdflib_view(store)
        engines["rdflib"] = lambda query: list(dataset.query(query))
    for name, query in QUESTIONS.items():
        sizes = {engine: len(answer(_HEAD + query)) for engine, answer in engines.items()}
        assert len(set(sizes.values())) == 1, (name, sizes)
    results = [
        compare(
            f"{count:,} statements: {name}",
            {engine: partial(answer, _HEAD + query) for engine, answer in engines.items()},
            rounds,
        )
        for name, query in QUESTIONS.items()
    ]
    return [_mean(f"{count:,} statements, twelve questions", results)]


def _mean(title: str, results: list[Result]) -> Result:
    """Return the geometric mean over the questions, of the medians and so of the ratios."""
    names = results[0].seconds
    rounds = len(next(iter(names.values())))
    means = {
        name: [
            exp(sum(log(result.seconds[name][index]) for result in results) / len(results))
            for index in range(rounds)
        ]
        for name in names
    }
    assert all(median(taken) > 0 for taken in means.values())
    return Result(title, means)
