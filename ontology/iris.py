"""Identifiers: the only place where a slug becomes an IRI, and back."""

import re
from typing import NamedTuple

BASE = "https://w3id.org/aseankg/"
"""Root of every IRI that the project mints. Whoever publishes a fork changes this one line."""

ONTOLOGY = f"{BASE}ontology#"
"""Namespace of the terms."""
VOCABULARY = f"{BASE}ontology"
"""The ontology itself, and the named graph that holds it with its code lists."""
WIKIDATA = "http://www.wikidata.org/entity/"
RESOLVED = f"{BASE}graph/resolved"
"""The named graph of what the project says once sources have been weighed; the default graph of every query."""
EDITORIAL = f"{BASE}graph/editorial"
"""The named graph of what no document needs to say: who publishes documents."""

OVERLAY = f"{BASE}graph/overlay"
"""The editorial graph of an office's own, unpublished records, in a private build."""

INFERRED = f"{BASE}graph/inferred/"
"""Prefix of the named graphs that hold what follows by a named rule."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARTS = re.compile(
    re.escape(BASE)
    + r"(?:id/(?P<kind>[a-z-]+)|(?P<source>source))/(?P<slug>[a-z0-9-]+)(?P<part>#[a-z0-9-]+)?"
)


class Name(NamedTuple):
    """What an IRI of ours says about itself."""

    kind: str
    slug: str
    part: str | None = None


def thing(kind: str, slug: str) -> str:
    """Return the IRI of a thing.

    >>> thing("meeting_series", "asean-summit")
    'https://w3id.org/aseankg/id/meeting-series/asean-summit'
    """
    return f"{BASE}id/{kind.replace('_', '-')}/{slug}"


def part(whole: str, role: str, key: str) -> str:
    """Return the IRI of a part that has no life outside its whole, for example one participation in a meeting."""
    return f"{whole}#{role}-{key}"


def source(slug: str) -> str:
    """Return the IRI of a source document, which is also the named graph of what it says."""
    return f"{BASE}source/{slug}"


def inferred(rule: str) -> str:
    """Return the named graph of what a rule infers."""
    return INFERRED + rule


def code(scheme: str, notation: str) -> str:
    """Return the IRI of a code.

    >>> code("topic-role", "progress reported")
    'https://w3id.org/aseankg/ontology/code/topic-role/progress-reported'
    """
    return f"{BASE}ontology/code/{scheme}/{notation.lower().replace(' ', '-')}"


def parse(iri: str) -> Name | None:
    """Return what an IRI of ours stands for, or None for a stranger's IRI.

    >>> parse("https://w3id.org/aseankg/id/state/canada")
    Name(kind='state', slug='canada', part=None)
    """
    match = _PARTS.fullmatch(iri)
    if match is None:
        return None
    fragment = match["part"]
    kind = (match["kind"] or match["source"]).replace("-", "_")
    return Name(kind, match["slug"], fragment[1:] if fragment else None)
