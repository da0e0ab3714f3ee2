"""Frameworks and their numbered parts, as monitoring needs them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from aseankg.graph.monitoring.entry import Line
from aseankg.graph.queries import run
from aseankg.graph.store import QueryError, View

AOIP = "asean-outlook-on-the-indo-pacific"


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework, its own time and its lines in the order of their codes."""

    iri: str
    slug: str
    name: str
    adopted: date | None
    """The earliest day on which it may have been adopted, or else its period began; None where none is on record."""
    ends: date | None
    """The last day of its period; None where none is stated."""
    lines: tuple[Line, ...] = ()


def frameworks(view: View) -> dict[str, Framework]:
    """Return every framework by its slug, with its lines."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in run(view, _LINES):
        lines[row["framework"]].append(
            Line(
                iri=row["line"],
                slug=row["slug"],
                framework=row["framework"],
                code=row["code"],
                heading=row["heading"],
                kind=row["kind"] or "",
                parent=row["parent"] or "",
            )
        )
    return {
        row["slug"]: Framework(
            iri=row["framework"],
            slug=row["slug"],
            name=row["name"],
            adopted=row["adopted"] or row["start"],
            ends=row["end"],
            lines=tuple(sorted(lines[row["slug"]], key=lambda line: natural(line.code))),
        )
        for row in run(view, _FRAMEWORKS)
    }


def find_framework(view: View, name: str) -> Framework:
    """Return a framework by its slug, its name or an abbreviation of it. Raises QueryError with near ones."""
    known = frameworks(view)
    if name in known:
        return known[name]
    names: dict[str, set[str]] = defaultdict(set)
    for row in run(view, _NAMES):
        names[row["name"].casefold()].add(row["slug"])
    called = names.get(name.casefold(), set())
    if len(called) == 1:
        return known[next(iter(called))]
    if called:
        raise QueryError(f"{name!r} may be any of {', '.join(sorted(called))}; expected one of them")
    near = get_close_matches(name.casefold(), [*known, *names], n=5, cutoff=0.5)
    slugs = dict.fromkeys(
        slug for word in near for slug in ([word] if word in known else sorted(names[word]))
    )
    hint = f"; nearest: {', '.join(list(slugs)[:3])}" if slugs else ""
    raise QueryError(f"no framework is called {name!r}{hint}")


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts codes as people count: B.2 before B.10.

    >>> sorted(["B.10", "B.2", "A"], key=natural)
    ['A', 'B.2', 'B.10']
    """
    parts = code.replace("-", ".").split(".")
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


_LINES = """
SELECT ?line ?slug ?framework ?code ?heading ?kind ?parent WHERE {
  ?line a akg:ActionLine ; dcterms:identifier ?slug ; akg:framework/dcterms:identifier ?framework ;
        akg:code ?code ; dcterms:title ?heading .
  OPTIONAL { ?line akg:kind/skos:notation ?kind } OPTIONAL { ?line skos:broader ?parent }
} ORDER BY ?slug
"""
_FRAMEWORKS = """
SELECT ?framework ?slug ?name ?adopted ?start ?end WHERE {
  ?framework a akg:Framework ; dcterms:identifier ?slug ; rdfs:label ?name .
  OPTIONAL { ?framework akg:earliest ?adopted }
  OPTIONAL { ?framework akg:startEarliest ?start } OPTIONAL { ?framework akg:endLatest ?end }
} ORDER BY ?slug
"""
_NAMES = """
SELECT ?name ?slug WHERE {
  ?framework a akg:Framework ; dcterms:identifier ?slug ; rdfs:label|skos:altLabel ?name
} ORDER BY ?name ?slug
"""
