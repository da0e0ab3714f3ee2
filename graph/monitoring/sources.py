"""The documents behind a line of a report: who published what, when, where to find it, and at which place it says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from aseankg.graph.queries import run
from aseankg.graph.store import View


@dataclass(frozen=True, slots=True)
class Document:
    """A source as a reference names it."""

    iri: str
    slug: str
    title: str
    language: str
    publisher: str
    published: str
    """As the document states it; empty where it does not."""
    public_by: date
    url: str
    origin: str
    """The text of which it is a copy; documents of one origin are one witness."""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, and the place in it."""

    document: Document
    at: str

    def __str__(self) -> str:
        """Return the citation on one line."""
        parts = (self.document.publisher, readable(self.document.published) or "date not stated", self.at)
        return f"{self.document.title} ({'; '.join(part for part in parts if part)})"


def documents(view: View) -> dict[str, Document]:
    """Return every source of a view, by IRI."""
    languages = {
        row[0].value: row[1].language
        for row in view.select("SELECT ?d ?t { ?d a akg:Source ; rdfs:label ?t }").rows
        if row[0] and row[1]
    }
    return {
        row["d"]: Document(
            iri=row["d"],
            slug=row["slug"],
            title=row["title"],
            language=languages.get(row["d"], "en") or "en",
            publisher=row["publisher"] or "",
            published=str(row["published"] or ""),
            public_by=row["public"],
            url=row["url"] or "",
            origin=row["origin"] or row["slug"],
            private=row["private"] == "true",
        )
        for row in run(view, _DOCUMENTS)
    }


def citations(view: View, things: Iterable[str] | None = None) -> dict[str, tuple[Citation, ...]]:
    """Return who says something of each thing and where, oldest first; of all things unless some are named."""
    known = documents(view)
    wanted = None if things is None else set(things)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in run(view, "SELECT ?thing ?document ?at { GRAPH ?document { ?thing akg:at ?at } }"):
        if (wanted is None or row["thing"] in wanted) and row["document"] in known:
            found[row["thing"]].add((row["document"], row["at"]))
    return {thing: _in_time(pairs, known) for thing, pairs in found.items()}


def _in_time(pairs: set[tuple[str, str]], known: Mapping[str, Document]) -> tuple[Citation, ...]:
    made = [Citation(known[document], at) for document, at in pairs]
    return tuple(sorted(made, key=lambda one: (one.document.public_by, one.document.slug, one.at)))


def readable(day: str) -> str:
    """Return a date of a record as a person writes it; no precision is added or lost.

    >>> readable("[2022-06-27..2022-07-03]")
    'between 2022-06-27 and 2022-07-03'
    >>> readable("../2021-10-26")
    'by 2021-10-26'
    """
    if day.startswith("[") and ".." in day:
        first, _, last = day.strip("[]").partition("..")
        return (
            f"between {first} and {last}" if first and last else f"by {last}" if last else f"{first} or later"
        )
    first, slash, last = day.partition("/")
    if slash and first in ("", ".."):
        return f"by {last}"
    if slash:
        return f"from {first}" if last in ("", "..") else f"{first} to {last}"
    return f"about {day[:-1]}" if day.endswith(("~", "?", "%")) else day


_DOCUMENTS = """
SELECT ?d ?slug ?title ?publisher ?published ?public ?url ?origin ?private WHERE {
  ?d a akg:Source ; dcterms:identifier ?slug ; rdfs:label ?title ; akg:publicBy ?public .
  OPTIONAL { ?d dcterms:publisher/rdfs:label ?publisher }
  OPTIONAL { ?d akg:published ?published }
  OPTIONAL { ?d rdfs:seeAlso ?url }
  OPTIONAL { ?d akg:origin ?origin }
  OPTIONAL { ?d akg:overlay ?flag BIND(STR(?flag) AS ?private) }
}
"""
