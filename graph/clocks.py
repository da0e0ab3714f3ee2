"""Two clocks: what was public by a day (`known_on`), and what held on a day (`as_of`).

`known_on` is not a filter on today's view: sources that were not public yet are taken out, and the rest is resolved,
named, inferred and assessed again. `as_of` then leaves out what had not certainly begun, or had certainly ended, by
that day. What has no date stays: no source says that it came later.
"""

from collections import defaultdict
from datetime import date

from aseankg.graph.delivery import write_assessments
from aseankg.graph.infer import infer
from aseankg.graph.labels import label
from aseankg.graph.overlay import bare, mark, private_graphs, public_part
from aseankg.graph.queries import run
from aseankg.graph.resolve import resolve
from aseankg.graph.store import Quad, Store, View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders import dates
from aseankg.loaders.marks import single_valued
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, rdf, rdfs


def weigh(
    store: Store, as_of: date | None = None, known_on: date | None = None, today: date | None = None
) -> int:
    """Resolve, name, infer and assess what the sources of a store say; return the number of disagreements.

    Without `as_of`, promises are assessed as of `today`, else of the newest day on which a source was retrieved. Where
    the store holds private records, what stems from them is marked by comparison with a graph without.
    """
    today = as_of or today or newest(store)
    disagreements = _weigh(store, as_of, known_on, today)
    private = private_graphs(store)
    if private:
        public = EmbeddedStore()
        public.add_quads(public_part(store, private))
        _weigh(public, as_of, known_on, today)
        mark(store, public)
    return disagreements


def _weigh(store: Store, as_of: date | None, known_on: date | None, today: date) -> int:
    disagreements = resolve(store, single_valued())
    label(store)
    infer(
        store
    )  # before anything is left out: who was a member then follows from ties that may have ended since
    if as_of is not None:
        for leave_out in _AS_OF:
            store.update(leave_out.replace("$day", str(as_of)))
    write_assessments(store, today)
    if known_on is not None:
        store.update(
            f'INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ <{iris.RESOLVED}> <{akg.knownOn}> "{known_on}"^^xsd:date }} }}'
        )
    return disagreements


def newest(view: View) -> date:
    """Return the newest day on which a source of the store was retrieved."""
    rows = run(view, "SELECT ?day { GRAPH ?source { ?source a akg:Source ; akg:retrieved ?day } }").rows
    days = [dates.bounds(str(row[0])).end_latest for row in rows]
    return max((day for day in days if day), default=date.min)


def at(
    view: View, as_of: date | None = None, known_on: date | None = None, today: date | None = None
) -> EmbeddedStore:
    """Return the graph as of a day, as known on a day, weighed anew."""
    store = EmbeddedStore(inferred=getattr(view, "inferred", True))
    quads = list(view.quads())
    kept = [quad for quad in quads if not quad.graph.startswith((iris.RESOLVED, iris.INFERRED))]
    if known_on is not None:
        kept = _known(kept, [quad for quad in quads if quad.graph == iris.RESOLVED], known_on)
    store.add_quads(kept)
    weigh(store, as_of, known_on, today)
    store.settle()
    return store


_IDENTITY = {rdf.type, rdfs.label, dcterms.identifier}


def _known(quads: list[Quad], resolved: list[Quad], known_on: date) -> list[Quad]:
    """Leave out what documents say that were not public yet; of what others refer to, keep the bare name.

    That a state, body or framework has a name is no news: it is called as today. What is said of it is news.
    """
    public = {
        quad.graph: quad.object.value <= str(known_on)
        for quad in quads
        if quad.predicate == akg.publicBy and quad.subject == quad.graph
    }
    kept = [quad for quad in quads if public.get(quad.graph, True)]
    referred = {quad.object.value for quad in kept if quad.object.is_iri}
    nameless = referred - {quad.subject for quad in kept if quad.predicate == dcterms.identifier}
    own = {quad.subject for quad in resolved if quad.predicate == akg.overlay}
    names: dict[str, list[Quad]] = defaultdict(list)
    for quad in resolved:
        if quad.predicate in _IDENTITY and quad.subject in nameless and "#" not in quad.subject:
            names[quad.subject].append(
                quad._replace(
                    object=bare(quad.object), graph=iris.OVERLAY if quad.subject in own else iris.EDITORIAL
                )
            )
    return kept + [quad for subject in sorted(names) for quad in names[subject]]


def parse_day(text: str) -> date:
    """Return the day that a person means by a year, month or day: its last one. Raises ValueError."""
    day = dates.bounds(text).end_latest
    if day is None:
        raise ValueError(f"expected a day, month or year, found {text!r}")
    return day


def _leave_out(condition: str) -> str:
    """Return the update that takes a thing, and its parts, out of the resolved view."""
    return f"""
DELETE {{ GRAPH <{iris.RESOLVED}> {{ ?gone ?p ?o . ?x ?q ?gone }} }}
USING <{iris.RESOLVED}> USING <{iris.VOCABULARY}>
WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ {condition} }} }}
  ?thing (akg:participation|akg:treatment|akg:involvement|akg:output|akg:serves|akg:fulfils)? ?gone .
  ?gone ?p ?o . OPTIONAL {{ ?x ?q ?gone }}
}}
"""


_AS_OF = (
    _leave_out(
        "?thing akg:startLatest ?start ; a ?class . FILTER(?class != akg:Framework) FILTER(?start > '$day'^^xsd:date)"
    ),
    _leave_out(
        "?thing akg:endLatest ?end ; a ?class . FILTER(?class NOT IN (akg:Framework, akg:Activity)) FILTER(?end < '$day'^^xsd:date)"
    ),
    _leave_out(
        "?thing akg:latest ?day ; a ?class . FILTER(?class NOT IN (akg:Expectation, akg:Source, akg:Framework))"
        " FILTER(?day > '$day'^^xsd:date)"
    ),
    _leave_out("?thing a akg:Disagreement . FILTER NOT EXISTS { ?thing akg:concerns ?it }"),
    *(
        f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{iris.INFERRED}") && isIRI({end}))'
        f" FILTER NOT EXISTS {{ GRAPH <{iris.RESOLVED}> {{ {end} a ?any }} }} }}"
        for end in ("?s", "?o")
    ),
)
