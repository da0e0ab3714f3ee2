"""Oxigraph inside this process: the default store, with nothing to install."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import pyoxigraph as ox

from aseankg.graph.store import DEFAULT_GRAPHS, Dataset, Quad, QueryError, Solutions, Term
from aseankg.graph.store.guard import may_name_graphs, names_dataset, refuse_requests, refuse_updates
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, prov, rdf, rdfs, skos, xsd

_PREFIX_OWNERS = {
    "akg": akg.Actor,
    "dcterms": dcterms.title,
    "prov": prov.wasDerivedFrom,
    "rdf": rdf.type,
    "rdfs": rdfs.label,
    "skos": skos.note,
    "xsd": xsd.date,
}
PREFIXES = {name: term[: max(term.rfind("#"), term.rfind("/")) + 1] for name, term in _PREFIX_OWNERS.items()}
"""Prefixes that a query need not declare."""


EXPORTS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Formats in which the graph leaves."""


SORTED_AT_ONCE = 500_000
"""Quads that a dump sorts in memory: some hundred megabytes."""


class EmbeddedStore:
    """A store in memory, or in a folder on disk."""

    def __init__(self, *, inferred: bool = True, folder: Path | None = None) -> None:
        """Open the store of a folder, or make an empty one in memory; `inferred` says whether queries see what follows by rules.

        Raises OSError if another process writes to the folder, or if it holds no store.
        """
        self._store = ox.Store(None if folder is None else str(folder))
        self.inferred = inferred
        self._said: ox.Store | None = None
        self._graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = []

    @classmethod
    def load(cls, file: Path, *, inferred: bool = True) -> Self:
        """Open a dump. Raises OSError if it is missing and ValueError if it is no N-Quads."""
        store = cls(inferred=inferred)
        store.load_into(file)
        store.settle()
        return store

    @classmethod
    def read_only(cls, folder: Path, *, inferred: bool = True) -> Self:
        """Open a folder that nobody writes to; many processes may. Raises OSError if it holds no store."""
        store = cls(inferred=inferred)
        store._store = ox.Store.read_only(str(folder))
        return store

    def load_into(self, file: Path) -> None:
        """Add a dump. Raises OSError if it is missing and ValueError if it is no N-Quads."""
        self._unsettle()
        try:
            self._store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        except (SyntaxError, MemoryError) as error:  # the parser has a bound on the length of a line
            raise ValueError(f"{file} is no N-Quads: {error}") from error

    def settle(self) -> None:
        """Copy what queries read by default into a store of its own, once all is written; what is written next drops it.

        In memory the engine finds quads by one term and passes over those that do not fit: also over those of every
        document, where a query asks for what we say.
        """
        if self._said is None:
            said = ox.Store()
            for graph in self._default_graphs():
                triples = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
                said.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES)
            self._said = said

    def _unsettle(self) -> None:
        """Forget what queries read by default: it is about to change."""
        self._said = None
        self._graphs = []

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as the loaders make them."""
        self._unsettle()
        self._store.bulk_extend(quads)

    def add_quads(self, quads: Iterable[Quad]) -> None:
        """Add quads as a view yields them."""
        self._unsettle()
        self._store.bulk_extend(
            ox.Quad(
                ox.NamedNode(q.subject), ox.NamedNode(q.predicate), to_node(q.object), ox.NamedNode(q.graph)
            )
            for q in quads
        )

    def add_turtle(self, file: Path, graph: str) -> None:
        """Add a Turtle file to a graph."""
        self._unsettle()
        self._store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))

    def update(self, update: str) -> None:
        """Run a SPARQL update; raise QueryError."""
        self._unsettle()
        try:
            self._store.update(update, prefixes=PREFIXES)
        except (SyntaxError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def select(self, query: str) -> Solutions:
        """Answer a SELECT over the resolved view; raise QueryError."""
        result = self.evaluate(query)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError(
                "expected a SELECT query; what CONSTRUCT and DESCRIBE give is printed as ttl or nt"
            )
        variables = tuple(variable.value for variable in result.variables)
        return Solutions(variables, (tuple(to_term(term) for term in row) for row in result))

    def ask(self, query: str) -> bool:
        """Answer an ASK over the resolved view; raise QueryError."""
        result = self.evaluate(query)
        if not isinstance(result, ox.QueryBoolean):
            raise QueryError("expected an ASK query")
        return bool(result)

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE as N-Triples, sorted; raise QueryError."""
        result = self.evaluate(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("expected a CONSTRUCT or DESCRIBE query")
        lines = sorted(f"{triple} .\n" for triple in set(result))
        return "".join(lines)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        name = None if graph is None else ox.NamedNode(graph)
        for quad in self._store.quads_for_pattern(None, None, None, name):
            subject, graph_name, term = quad.subject, quad.graph_name, to_term(quad.object)
            if (
                isinstance(subject, ox.NamedNode)
                and isinstance(graph_name, ox.NamedNode)
                and term is not None
            ):
                yield Quad(subject.value, quad.predicate.value, term, graph_name.value)

    def dump(self, file: Path) -> int:
        """Write everything as sorted canonical N-Quads and return their number.

        A large graph is sorted a part at a time and merged from disk: memory does not grow with it.
        """
        quads = iter(self._store)
        runs: list[Iterable[bytes]] = []
        count = 0
        with TemporaryDirectory(prefix=f"{file.name}.", dir=file.parent) as folder, ExitStack() as opened:
            while lines := _sorted_lines(islice(quads, SORTED_AT_ONCE)):
                count += len(lines)
                if len(lines) == SORTED_AT_ONCE:
                    run = Path(folder) / str(len(runs))
                    with run.open("wb") as out:
                        out.writelines(lines)
                    runs.append(opened.enter_context(run.open("rb")))
                else:
                    runs.append(lines)
            with file.open("wb") as out:
                out.writelines(heapq.merge(*runs))
        return count

    def export(self, form: str) -> bytes:
        """Return the graph in one of `EXPORTS`: the sources by name (nq, trig), or what we say (ttl, jsonld)."""
        if form == "nq":
            return b"".join(_sorted_lines(self._store))
        if form == "trig":
            ordered = sorted(self._store, key=lambda quad: (str(quad.graph_name), str(quad)))
            return ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
        said = self._store.quads_for_pattern(None, None, None, ox.NamedNode(iris.RESOLVED))
        triples = sorted((quad.triple for quad in said), key=str)
        return ox.serialize(triples, format=EXPORTS[form], prefixes=PREFIXES) or b""

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def _default_graphs(self) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """Return what a query reads that names no graph, what rules infer included unless it is left out."""
        if not self._graphs:
            names = [*DEFAULT_GRAPHS]
            if self.inferred:
                stored = (
                    graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)
                )
                names += sorted(graph for graph in stored if graph.startswith(iris.INFERRED))
            self._graphs = [ox.NamedNode(name) for name in names]
        return self._graphs

    def evaluate(self, query: str, dataset: Dataset | None = None) -> Any:
        """Return the engine's own answer: for what stands beside this module. Raises QueryError.

        A dataset given here replaces what the query says; a query that says nothing reads the resolved view.
        Relative addresses stand below the project's own: <id/state/japan>.
        """
        refuse_requests(query)
        refuse_updates(query)
        options: dict[str, Any] = {"base_iri": iris.BASE}
        store = self._store
        if dataset is not None:
            options |= {"default_graph": _nodes(dataset.default), "named_graphs": _nodes(dataset.named)}
        elif not names_dataset(query):
            if self._said is not None and not may_name_graphs(query):
                store = self._said
            else:
                options |= {"default_graph": self._default_graphs()}
        try:
            return store.query(query, prefixes=PREFIXES, **options)
        except (SyntaxError, UnicodeEncodeError) as error:
            raise QueryError(str(error)) from error
        except (OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error


def _sorted_lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    return sorted((ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(True))


def _nodes(graphs: Iterable[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise QueryError(f"a graph is named by an absolute IRI: {error}") from error


def serialize_turtle(ntriples: str) -> str:
    """Return N-Triples as Turtle with the known prefixes."""
    triples = ox.parse(ntriples.encode(), format=ox.RdfFormat.N_TRIPLES)
    data = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (data or b"").decode()


def turtle(triples: Iterable[tuple[str, str, Term]]) -> str:
    """Return triples (subject, predicate, value) as Turtle with the known prefixes, in the order given."""
    made = (ox.Triple(ox.NamedNode(s), ox.NamedNode(p), to_node(value)) for s, p, value in triples)
    return (ox.serialize(made, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


def to_term(term: Any) -> Term | None:
    """Return a term of the engine as ours."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Term(term.value)
    if isinstance(term, ox.Literal):
        language = term.language or ""
        return Term(term.value, False, "" if language else term.datatype.value, language)
    return Term(str(term), False, xsd.string)


def to_node(term: Term) -> ox.NamedNode | ox.Literal:
    """Return a term of ours as the engine's."""
    if term.is_iri:
        return ox.NamedNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or xsd.string))
