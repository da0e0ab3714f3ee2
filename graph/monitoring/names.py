"""What people call things: from a name in a cell to the slug of the record, or to near names."""

from collections import defaultdict
from collections.abc import Iterable

from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.loaders.problems import nearest


class Names:
    """Every thing of some classes by its slug, name and other names."""

    def __init__(self, view: View) -> None:
        """Read all names of a view."""
        self._slugs: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in run(view, _NAMES):
            self._slugs[row["kind"]].add(row["slug"])
            if row["name"]:
                self._called[row["kind"]][row["name"].casefold()].add(row["slug"])
        self.every = frozenset(slug for slugs in self._slugs.values() for slug in slugs)

    def slug(self, name: str, kinds: Iterable[str]) -> str:
        """Return the slug of what is called so among these kinds. Raises ValueError with what was expected."""
        words = tuple(kinds)
        if any(name in self._slugs[kind] for kind in words):
            return name
        found = {slug for kind in words for slug in self._called[kind].get(name.casefold(), ())}
        if len(found) == 1:
            return found.pop()
        if found:
            raise ValueError(f"one of {', '.join(sorted(found))}, which are all called so")
        known = {word for kind in words for word in (*self._slugs[kind], *self._called[kind])}
        raise ValueError(f"the name of a known {' or '.join(words)}{nearest(name.casefold(), sorted(known))}")


_NAMES = """
SELECT ?slug ?kind ?name WHERE {
  ?thing dcterms:identifier ?slug ; a/rdfs:label ?class .
  BIND(LCASE(STR(?class)) AS ?kind)
  OPTIONAL { ?thing rdfs:label|skos:altLabel ?name }
} ORDER BY ?slug
"""
