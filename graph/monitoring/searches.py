"""Where nothing is on record: whether anybody looked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.loaders import dates


@dataclass(frozen=True, slots=True)
class Search:
    """One search on record: for what an actor says under a framework, or under one line of it."""

    iri: str
    slug: str
    actors: frozenset[str]
    framework: str
    """The IRI of the framework."""
    line: str
    """The IRI of the line; empty for a search under the whole framework."""
    on: date
    where: str
    queries: tuple[str, ...]
    found: str
    """nothing, or see records."""
    note: str


def searches(view: View, framework: str, until: date) -> list[Search]:
    """Return the searches made under a framework (its IRI) up to a day, the newest first."""
    actors: dict[str, set[str]] = defaultdict(set)
    queries: dict[str, dict[str, None]] = defaultdict(dict)
    facts = {}
    for row in run(view, _SEARCHES.replace("$framework", f"<{framework}>")):
        facts[row["search"]] = row
        queries[row["search"]].setdefault(row["query"])
        if row["actor"]:
            actors[row["search"]].add(row["actor"])
    found = []
    for iri, row in facts.items():
        day = dates.bounds(str(row["on"])).end_latest
        if day is not None and day <= until:
            found.append(
                Search(
                    iri=iri,
                    slug=row["slug"],
                    actors=frozenset(actors[iri]),
                    framework=framework,
                    line=row["line"] or "",
                    on=day,
                    where=row["where"],
                    queries=tuple(queries[iri]),
                    found=row["found"],
                    note=row["note"] or "",
                )
            )
    return sorted(found, key=lambda search: (-search.on.toordinal(), search.slug))


_SEARCHES = """
SELECT ?search ?slug ?actor ?line ?on ?where ?query ?found ?note WHERE {
  {
    ?search akg:framework $framework ; a akg:SearchLog OPTIONAL { ?search akg:actionLine ?line }
  } UNION {
    ?line akg:framework $framework ; a akg:ActionLine . ?search akg:actionLine ?line ; a akg:SearchLog .
  }
  ?search dcterms:identifier ?slug ; akg:searched ?on ; akg:searchedIn ?where ; akg:searchedFor ?query ;
          akg:found/skos:notation ?found .
  OPTIONAL { ?search akg:actor ?actor }
  OPTIONAL { ?search skos:note ?note }
} ORDER BY ?search ?query ?actor
"""
