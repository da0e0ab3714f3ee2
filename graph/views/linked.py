"""A thing as linked data inside its page: JSON-LD that crawlers read and that the page hands out as a file."""

from collections import defaultdict
from typing import Any

from aseankg.graph.store import Term
from aseankg.graph.store.embedded import PREFIXES
from aseankg.ontology.terms import rdf, xsd

_NAMES = sorted(((namespace, name) for name, namespace in PREFIXES.items()), key=lambda pair: -len(pair[0]))


def jsonld(triples: list[tuple[str, str, Term]]) -> dict[str, Any]:
    """Return triples as JSON-LD with the known prefixes; it reads back as the same triples."""
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    used: set[str] = set()

    def short(iri: str) -> str:
        for namespace, name in _NAMES:
            if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
                used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        return iri

    for subject, predicate, value in triples:
        if predicate == rdf.type:
            nodes[subject]["@type"].append(short(value.value))
        else:
            nodes[subject][short(predicate)].append(_value(value, short))
    graph = [{"@id": subject, **facts} for subject, facts in nodes.items()]
    return {"@context": {name: PREFIXES[name] for name in sorted(used)}, "@graph": graph}


def _value(value: Term, short: Any) -> Any:
    if value.is_iri:
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype in ("", xsd.string):
        return value.value
    return {"@value": value.value, "@type": short(value.datatype)}
