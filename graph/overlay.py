"""An office's own records on top of the published ones: what stems from them is marked, by comparison with a graph without.

Marks are found, not guessed: the same documents without the private ones are weighed the same way, and whatever the
two graphs say differently stems from private records, be it a value, an assessment or what follows by a rule.
"""

from collections.abc import Iterable, Iterator

from aseankg.graph.store import Quad, Store, Term, View
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, rdfs, xsd

SUFFIXES = {
    akg.overlay: " (private record)",
    akg.drawsOnOverlay: " (weighed with private records)",
}
"""What the names of marked things end in, so that every table and picture of a private build shows it."""


class PrivateRecordsError(ValueError):
    """The graph holds private records, and nobody said that they may leave."""


def private_graphs(view: View) -> set[str]:
    """Return the named graphs that hold private records: documents of an office, and its editorial graph."""
    rows = view.select(f"SELECT ?g {{ GRAPH ?g {{ ?g <{akg.overlay}> true }} }}").rows
    return {row[0].value for row in rows if row[0] is not None}


def is_private(view: View) -> bool:
    """Return whether a graph holds private records."""
    return view.ask(f"ASK {{ ?graph <{akg.overlay}> true }}")


def public_part(view: View, private: set[str]) -> Iterator[Quad]:
    """Yield what the published documents say: nothing that was weighed, nothing private."""
    for quad in view.quads():
        if quad.graph not in private and not quad.graph.startswith((iris.RESOLVED, iris.INFERRED)):
            yield quad


def mark(store: Store, public: View) -> None:
    """Mark everything in the resolved view of a store that the public graph does not say; name what is private as such."""
    known = set(_weighed(public))
    said = set(_weighed(store))
    changed = {subject for subject, *_ in said ^ known}
    public_things = {quad.subject for quad in public.quads(iris.RESOLVED)}
    here = {quad.subject for quad in store.quads(iris.RESOLVED)}
    lines = []
    for subject in sorted(changed & here):
        own = subject not in public_things
        lines.append(_triple(subject, akg.overlay if own else akg.drawsOnOverlay))
    store.update(f"INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ {' '.join(lines)} }} }}")
    for property_, suffix in SUFFIXES.items():
        store.update(_NAMES.replace("$mark", property_).replace("$suffix", suffix))


def bare(name: Term) -> Term:
    """Return a name without the mark that it ends in."""
    text = name.value
    for suffix in SUFFIXES.values():
        text = text.removesuffix(suffix)
    return name._replace(value=text)


def require_public(view: View, *, allowed: bool) -> None:
    """Raise PrivateRecordsError if a graph holds private records and they are not allowed to leave."""
    if not allowed and is_private(view):
        raise PrivateRecordsError(
            "this build holds private records; expected --private to let them leave, or a build without --overlay"
        )


_QUIET = {akg.asOf, akg.knownOn, akg.overlay, akg.drawsOnOverlay}


def _weighed(view: View) -> Iterable[tuple[str, str, Term, str]]:
    """Yield what a graph says once weighed: the resolved view and what follows by rules; parts count as their wholes."""
    for quad in view.quads():
        if quad.graph.startswith((iris.RESOLVED, iris.INFERRED)) and quad.predicate not in _QUIET:
            whole = (
                quad.subject.split("#", 1)[0] if quad.subject.startswith(f"{iris.BASE}id/") else quad.subject
            )
            yield whole, quad.predicate, quad.object, quad.graph


def _triple(subject: str, property_: str) -> str:
    return f'<{subject}> <{property_}> "true"^^<{xsd.boolean}> .'


_NAMES = f"""
DELETE {{ GRAPH <{iris.RESOLVED}> {{ ?thing <{rdfs.label}> ?name }} }}
INSERT {{ GRAPH <{iris.RESOLVED}> {{ ?thing <{rdfs.label}> ?marked }} }}
WHERE {{
  GRAPH <{iris.RESOLVED}> {{ ?thing <$mark> true ; <{rdfs.label}> ?name }}
  BIND(CONCAT(STR(?name), "$suffix") AS ?text)
  BIND(IF(LANG(?name) = "", ?text, STRLANG(?text, LANG(?name))) AS ?marked)
}}
"""
