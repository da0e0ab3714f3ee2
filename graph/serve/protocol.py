"""From an HTTP request to a query: the SPARQL 1.1 protocol, reading only."""

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.negotiation import accepted
from aseankg.graph.serve.problems import Problem
from aseankg.graph.store import Dataset

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "this endpoint only reads: updates are refused"
_FIELDS = 2_000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what it reads, and the formats in which the client takes the answer."""

    query: str
    accepted: dict[str, str | None]
    dataset: Dataset | None = None


@dataclass(slots=True)
class Parameters:
    """The parameters of a request, in the order in which they came."""

    pairs: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str | None:
        """Return the only value of a parameter, None if it is not there. Raises Problem if there are more."""
        values = self.all(name)
        if len(values) > 1:
            raise Problem(400, f"expected one {name!r}, found {len(values)}")
        return values[0] if values else None


async def asked(request: Request, limits: Limits) -> Asked | None:
    """Return what a request asks, None if it holds no query and so asks for the description of the service.

    Raises Problem.
    """
    parameters = in_address(request)
    query: str | None = None
    if request.method == "POST":
        query, posted = await _posted(request, limits)
        parameters.pairs += posted
    if parameters.all("update"):
        raise Problem(403, _UPDATE)
    if (given := parameters.one("query")) is not None:
        if query is not None:
            raise Problem(400, "the query stands in the body and in the address: expected one of them")
        query = given
    if query is None:
        if request.method == "POST":
            raise Problem(400, "expected the parameter 'query'")
        return None
    return Asked(query, formats(request, parameters), _dataset(parameters, limits))


def in_address(request: Request) -> Parameters:
    """Return the parameters in the address of a request. Raises Problem."""
    return Parameters(_pairs(request.url.query))


def formats(request: Request, parameters: Parameters) -> dict[str, str | None]:
    """Return the formats that a client takes; the parameter `format` comes before the header."""
    named = parameters.all("format")
    return accepted(request.headers.get("accept"), named[-1] if named else None)


async def _posted(request: Request, limits: Limits) -> tuple[str | None, list[tuple[str, str]]]:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type == "application/sparql-update":
        raise Problem(403, _UPDATE)
    if media_type not in (FORM, QUERY):
        raise Problem(415, f"expected a body of type {QUERY} or {FORM}")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "expected a body in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "expected a body that is not compressed")
    text = _text(await _body(request, limits))
    return (text, []) if media_type == QUERY else (None, _pairs(text))


async def _body(request: Request, limits: Limits) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.body:
        raise _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.read_time):
            async for piece in request.stream():
                body += piece
                if len(body) > limits.body:
                    raise _too_large(limits)
    except TimeoutError:
        raise Problem(408, f"the body did not arrive within {limits.read_time:g} s") from None
    except ClientDisconnect:
        raise Problem(400, "the connection ended before the body did") from None
    return bytes(body)


def _too_large(limits: Limits) -> Problem:
    return Problem(413, f"a request has at most {limits.body:,} bytes")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"expected UTF-8: {error.reason} at byte {error.start}") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem(
            400, f"expected parameters in UTF-8: {error.reason} at byte {error.start} of one"
        ) from None
    except ValueError as error:
        raise Problem(400, f"the parameters cannot be read: {error}") from None


def _dataset(parameters: Parameters, limits: Limits) -> Dataset | None:
    default, named = parameters.all("default-graph-uri"), parameters.all("named-graph-uri")
    if len(default) + len(named) > limits.graphs:
        raise Problem(400, f"a request names at most {limits.graphs:,} graphs")
    for graph in (*default, *named):
        if not _ABSOLUTE.fullmatch(graph):
            raise Problem(400, "default-graph-uri and named-graph-uri: expected absolute IRIs")
    return Dataset(default, named) if default or named else None
