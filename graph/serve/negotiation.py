"""Which format a client takes: RFC 9110, 12.5.1, with names for those who cannot set a header."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import NamedTuple

ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of tables and truth values, the preferred one first."""
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "text/plain": "nt",
    "application/xml": "rdf",
    "application/json": "jsonld",
}
"""Media types of graphs, the preferred one first."""
PAGE = {"text/html": "html", "application/xhtml+xml": "html"}
"""Media types of pages."""


class Range(NamedTuple):
    """One part of an Accept header."""

    type: str
    subtype: str
    quality: float

    def covers(self, media_type: str) -> int:
        """Return how exactly the range names a media type: 0 not at all, 3 by name."""
        kind, _, subtype = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == subtype)


def ranges(accept: str) -> list[Range]:
    """Return the parts of an Accept header that can be read; one with a quality that is none counts in full."""
    found = []
    for part in accept.lower().split(","):
        name, *parameters = (text.strip() for text in part.split(";"))
        kind, slash, subtype = name.partition("/")
        if not slash or not kind or not subtype or (kind == "*" and subtype != "*"):
            continue
        found.append(Range(kind, subtype, _quality(parameters)))
    return found


def choose(accept: str | None, offers: Mapping[str, str]) -> str | None:
    """Return the name of the format that the client likes best, or None; among equals the first offer wins."""
    if accept is None or not accept.strip():
        return next(iter(offers.values()))
    wanted = ranges(accept)
    best, name = 0.0, None
    for media_type, offered in offers.items():
        matches = [(part.covers(media_type), part.quality) for part in wanted]
        exactness, quality = max(matches, default=(0, 0.0))
        if exactness and quality > best:
            best, name = quality, offered
    return name


def accepted(accept: str | None, named: str | None = None) -> dict[str, str | None]:
    """Return the format for each kind of answer.

    `named` is a format asked for in the address. A kind of answer that has none of that name follows the header:
    clients such as SPARQLWrapper send names of their own beside a header that is right.
    """
    return {
        kind: named if named in formats.values() else choose(accept, formats)
        for kind, formats in _KINDS.items()
    }


_KINDS: Mapping[str, Mapping[str, str]] = {"rows": ROWS, "graph": GRAPHS}


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 1.0
            return 1.0 if isnan(quality) else min(max(quality, 0.0), 1.0)
    return 1.0
