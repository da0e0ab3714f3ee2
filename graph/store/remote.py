"""Any SPARQL 1.1 server as a store: query, update and graph store protocol over HTTP."""

import json
import re
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox

from aseankg.graph.store import DEFAULT_GRAPHS, Quad, QueryError, Solutions
from aseankg.graph.store.embedded import PREFIXES, to_node, to_term
from aseankg.graph.store.guard import names_dataset, reading_from, refuse_requests, refuse_updates
from aseankg.ontology import iris

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_NAMED = re.compile(r"\bGRAPH\s*<([a-z][^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE)
"""A graph that a query names: Virtuoso takes any pattern in it for found unless the dataset lists it."""
_ERROR = 500
"""How much of a server's message is passed on."""


class StoreUnreachableError(RuntimeError):
    """The server cannot be reached, or broke off; what it had confirmed before still holds."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where a server takes what; each product has its own paths."""

    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, address: str) -> Self:
        """Return the paths below a base address as Oxigraph has them, or as the address itself says.

        `https://user:password@host/base` gives `/query`, `/update` and `/store` below the base. Where a server has
        other paths, the address lists them after commas: query, update, graphs. Raises ValueError.
        """
        parts = [part.strip() for part in address.split(",")]
        split = urlsplit(parts[0])
        if len(parts) not in (1, 3) or any(not part.startswith(("http://", "https://")) for part in parts):
            raise ValueError(
                f"expected http(s)://…, or three addresses (query,update,graphs), found {_safe(address)}"
            )
        user, password = split.username or "", split.password or ""
        plain = [_without_user(part) for part in parts]
        if len(plain) == 1:
            base = plain[0].rstrip("/")
            plain = [f"{base}/query", f"{base}/update", f"{base}/store"]
        query, update, graphs = plain
        return cls(query, update, graphs, user, password)


class _Challenged(httpx.Auth):
    """Names itself when asked, in the way in which it is asked: basic or digest."""

    def __init__(self, user: str, password: str) -> None:
        self._user = user
        self._password = password

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        kind: type[httpx.BasicAuth | httpx.DigestAuth] = httpx.BasicAuth
        if response.headers.get("www-authenticate", "").lower().startswith("digest"):
            kind = httpx.DigestAuth
        flow = kind(self._user, self._password).auth_flow(request)
        named = next(flow)
        if kind is httpx.DigestAuth:
            named = flow.send(response)
        yield named


class RemoteStore:
    """A store on another machine. Reads what the embedded one reads: the default graph is said in every request."""

    def __init__(self, service: Service, *, inferred: bool = True, timeout: float = 120) -> None:
        """Speak to a server; one request may take `timeout` seconds."""
        auth = _Challenged(service.user, service.password) if service.user else None
        self._service = service
        self._client = httpx.Client(auth=auth, timeout=httpx.Timeout(timeout, connect=10))
        self.inferred = inferred
        self._graphs: list[str] = []

    def __enter__(self) -> Self:
        """Return the store; leaving closes its connections."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()

    def select(self, query: str) -> Solutions:
        """Answer a SELECT over the resolved view; raise QueryError or StoreUnreachableError."""
        result = self._results(query)
        if not isinstance(result, ox.QuerySolutions) or _is_truth(result):
            raise QueryError(
                "expected a SELECT query; what CONSTRUCT and DESCRIBE give is printed as ttl or nt"
            )
        variables = tuple(variable.value for variable in result.variables)
        return Solutions(variables, (tuple(to_term(term) for term in row) for row in _rows(result)))

    def ask(self, query: str) -> bool:
        """Answer an ASK over the resolved view; raise QueryError or StoreUnreachableError."""
        result = self._results(query)
        if isinstance(result, ox.QuerySolutions) and _is_truth(result):
            return any(row[0] is not None and row[0].value != "0" for row in _rows(result))
        if not isinstance(result, ox.QueryBoolean):
            raise QueryError("expected an ASK query")
        return bool(result)

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE as N-Triples, sorted; raise QueryError or StoreUnreachableError."""
        response = self._query(query, f"{_TRIPLES}, text/turtle;q=0.9")
        kind = response.headers.get("content-type", "").split(";")[0]
        if kind not in (_TRIPLES, "text/turtle", "text/plain"):
            raise QueryError("expected a CONSTRUCT or DESCRIBE query")
        form = ox.RdfFormat.TURTLE if kind == "text/turtle" else ox.RdfFormat.N_TRIPLES
        return "".join(sorted({f"{quad.triple} .\n" for quad in _parse(response.content, form)}))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        for name in self.graphs() if graph is None else [graph]:
            response = self._send(
                "GET", self._service.graphs, params={"graph": name}, headers={"Accept": _TRIPLES}
            )
            if response.status_code == httpx.codes.NOT_FOUND:
                continue
            _check(response)
            for quad in _parse(response.content, ox.RdfFormat.N_TRIPLES):
                term = to_term(quad.object)
                if isinstance(quad.subject, ox.NamedNode) and term is not None:
                    yield Quad(quad.subject.value, quad.predicate.value, term, name)

    def graphs(self) -> list[str]:
        """Return the named graphs of ours, sorted; servers keep some of their own."""
        return sorted(
            self.counts()
        )  # Virtuoso 7 answers this at once, and SELECT DISTINCT ?g not within minutes

    def counts(self) -> dict[str, int]:
        """Return the number of triples in each named graph of ours."""
        query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        rows = self._parsed(self._post(self._service.query, query, _JSON))
        found = {row[0].value: int(row[1].value) for row in _rows(rows) if isinstance(row[0], ox.NamedNode)}
        return {graph: count for graph, count in found.items() if graph.startswith(iris.BASE)}

    def count(self, graph: str) -> int:
        """Return the number of triples in a graph, as the server counts them."""
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        (row,) = _rows(self._parsed(self._post(self._service.query, query, _JSON)))
        return int(row[0].value)

    def update(self, update: str) -> None:
        """Run a SPARQL update; raise QueryError or StoreUnreachableError."""
        self._graphs = []
        self._checked(
            self._send(
                "POST", self._service.update, data={"update": _declared(update)}, headers={"Accept": "*/*"}
            )
        )

    def put(self, graph: str, triples: bytes) -> None:
        """Let a graph hold these N-Triples and nothing else; raise QueryError or StoreUnreachableError."""
        self._write("PUT", graph, triples)

    def post(self, graph: str, triples: bytes) -> None:
        """Add N-Triples to a graph; raise QueryError or StoreUnreachableError."""
        self._write("POST", graph, triples)

    def delete(self, graph: str) -> None:
        """Remove a graph, whether it is there or not; raise QueryError or StoreUnreachableError."""
        self._graphs = []
        response = self._send("DELETE", self._service.graphs, params={"graph": graph})
        if response.status_code != httpx.codes.NOT_FOUND:
            _check(response)

    def dump(self, file: Path) -> int:
        """Write everything of ours as sorted canonical N-Quads and return their number."""
        lines = sorted({line(quad) for quad in self.quads()})
        file.write_text("".join(lines), "utf-8", newline="\n")
        return len(lines)

    def _write(self, method: str, graph: str, triples: bytes) -> None:
        self._graphs = []
        headers = {"Content-Type": _TRIPLES}
        _check(
            self._send(
                method, self._service.graphs, params={"graph": graph}, content=triples, headers=headers
            )
        )

    def _default_graphs(self) -> list[str]:
        """Return what a query reads that names no graph."""
        if not self._graphs:
            names = [*DEFAULT_GRAPHS]
            if self.inferred:
                names += [graph for graph in self.graphs() if graph.startswith(iris.INFERRED)]
            self._graphs = names
        return self._graphs

    def _results(self, query: str) -> Any:
        return self._parsed(self._query(query, _JSON))

    def _parsed(self, response: httpx.Response) -> Any:
        try:
            return ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the server answered with something else than a table: {error}") from error

    def _query(self, query: str, accept: str) -> httpx.Response:
        """Send a query with its dataset: some servers answer from the union of all graphs unless told."""
        refuse_requests(query)
        refuse_updates(query)
        if not names_dataset(query):
            named = {*self.graphs(), *_NAMED.findall(query)} if "GRAPH" in query.upper() else ()
            query = reading_from(query, self._default_graphs(), sorted(named))
        return self._post(self._service.query, query, accept)

    def _post(self, address: str, query: str, accept: str) -> httpx.Response:
        return self._checked(
            self._send("POST", address, data={"query": _declared(query)}, headers={"Accept": accept})
        )

    def _checked(self, response: httpx.Response) -> httpx.Response:
        _check(response)
        return response

    def _send(self, method: str, address: str, **options: Any) -> httpx.Response:
        try:
            return self._client.request(method, address, **options)
        except (httpx.HTTPError, OSError) as error:
            where = urlsplit(address)
            raise StoreUnreachableError(
                f"{where.scheme}://{where.netloc}: {error or type(error).__name__}"
            ) from error


def line(quad: Quad) -> str:
    """Return a quad as a line of canonical N-Quads."""
    stored = ox.Quad(
        ox.NamedNode(quad.subject),
        ox.NamedNode(quad.predicate),
        to_node(quad.object),
        ox.NamedNode(quad.graph),
    )
    return (ox.serialize([stored], format=ox.RdfFormat.N_QUADS) or b"").decode()


def wait_for(store: RemoteStore, seconds: float) -> None:
    """Wait until a server answers. Raises StoreUnreachableError if it does not in time."""
    end = time.monotonic() + seconds
    while True:
        try:
            store.counts()
        except StoreUnreachableError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def _rows(result: Any) -> Iterator[Any]:
    """Yield the rows of a table, which is read as it comes. Raises QueryError where it cannot be."""
    try:
        yield from result
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the server answered with a table that cannot be read: {error}") from error


def _is_truth(result: Any) -> bool:
    """Return whether a table is Virtuoso's way to say true (1) or false (0, or no row)."""
    return [variable.value for variable in result.variables] == ["__ASK_RETVAL"]


def _declared(text: str) -> str:
    """Return a query with the base and the prefixes that need not be declared; what it declares itself counts."""
    return (
        f"BASE <{iris.BASE}> "
        + " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
        + f" {text}"
    )


def _parse(body: bytes, form: Any) -> Iterable[Any]:
    try:
        yield from ox.parse(body, format=form)
    except SyntaxError as error:
        raise QueryError(f"the server answered with a graph that cannot be read: {error}") from error


def _check(response: httpx.Response) -> None:
    if response.is_success:
        return
    said = json.dumps(response.text[:_ERROR], ensure_ascii=False)
    raise QueryError(f"the server answered {response.status_code}: {said}")


def _without_user(address: str) -> str:
    split = urlsplit(address)
    return split._replace(netloc=split.netloc.rpartition("@")[2]).geturl()


def _safe(address: str) -> str:
    """Return an address as a message may show it: without password."""
    return ",".join(_without_user(part.strip()) for part in address.split(","))
