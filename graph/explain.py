"""Why do we say that? From any thing back to values, rules, documents and places in them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aseankg.graph.delivery import RULES as DELIVERY_RULES
from aseankg.graph.infer import rules as inference_rules
from aseankg.graph.queries import find, plain, run
from aseankg.graph.store import Term, View
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, prov, rdf, rdfs

_COMPUTED = (akg.delivery, akg.evidenceGrade, akg.score, akg.coverage)
_HIDDEN = {
    rdf.type,
    rdfs.label,
    dcterms.identifier,
    prov.wasDerivedFrom,
    akg.at,
    akg.deliveryRule,
    akg.earliest,
    akg.latest,
    akg.startEarliest,
    akg.startLatest,
    akg.endEarliest,
    akg.endLatest,
    akg.secondReading,
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A document that says so: its title, the place in it, its date and address."""

    title: str
    at: str
    published: str
    url: str
    value: str
    preferred: bool
    origin: str = ""
    """The text of which it is a copy; documents of one origin are one witness."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One property: what we say, by which rule, and who says what."""

    property: str
    value: str
    rule: str
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What we say of a thing, and why."""

    iri: str
    name: str
    kind: str
    reasons: tuple[Reason, ...] = field(default=())

    def lines(self) -> Iterator[str]:
        """Yield the explanation as text for a terminal."""
        yield f"{self.name} ({self.kind})"
        yield self.iri
        for reason in self.reasons:
            yield f"\n{reason.property}: {reason.value}"
            if reason.rule:
                yield f"  by: {reason.rule}"
            for witness in reason.witnesses:
                mark = "+" if witness.preferred else "-"
                said = (
                    "" if witness.preferred and witness.value == reason.value else f' says "{witness.value}"'
                )
                copy = f" (copy of {witness.origin})" if witness.origin else ""
                yield f"  {mark} {witness.title}{said}, {witness.at or 'place not given'}, {witness.published}{copy}"
                if witness.url:
                    yield f"    {witness.url}"


def explain(view: View, slug: str) -> Explanation:
    """Explain a thing by its slug or IRI. Raises QueryError with near slugs."""
    iri = find(view, slug)
    head = next(
        iter(
            run(
                view,
                f"SELECT ?name ?kind {{ <{iri}> rdfs:label ?name OPTIONAL {{ <{iri}> a/rdfs:label ?kind }} }} LIMIT 1",
            )
        ),
        None,
    )
    name, kind = (head["name"], head["kind"] or "thing") if head else (slug, "thing")
    said = _said(view, iri)
    rules = _disagreements(view, iri)
    reasons = []
    for property_, values in sorted(_values(view, iri).items()):
        rule = rules.get(property_, "")
        label = _label(view, property_)
        if property_ in _COMPUTED:
            rule = _delivery_rule(view, iri)
        for value in values:
            witnesses = _witnesses(view, said.get(property_, []), values, value)
            if property_ in _COMPUTED:
                witnesses = _evidence(view, iri)
            reasons.append(Reason(label, _shown(view, value), rule, witnesses))
    reasons.extend(_inferred(view, iri))
    reasons.extend(_readings(view, iri))
    return Explanation(iri, name, kind, tuple(reasons))


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as plain data."""
    from dataclasses import asdict

    return asdict(explanation)


def _values(view: View, iri: str) -> dict[str, list[Term]]:
    """Return what the resolved view says of a thing, the generated label left out."""
    values: dict[str, list[Term]] = defaultdict(list)
    for p, o in view.select(
        f"SELECT ?p ?o {{ GRAPH <{iris.RESOLVED}> {{ <{iri}> ?p ?o }} }} ORDER BY ?p ?o"
    ).rows:
        if p and o and p.value not in _HIDDEN:
            values[p.value].append(o)
    return values


_Said = tuple[Term, dict[str, Any]]


def _said(view: View, iri: str) -> dict[str, list[_Said]]:
    """Return who says what of a thing, by property; a document that says it of a part says it of the thing."""
    documents: dict[str, dict[str, Any]] = {}
    for row in run(view, _DOCUMENTS.replace("$thing", f"<{iri}>")):
        documents.setdefault(row["document"], row)
    said: dict[str, list[_Said]] = defaultdict(list)
    query = f"SELECT ?p ?o ?g {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} ORDER BY ?g"
    for p, o, g in view.select(query).rows:
        if p and o and g and g.value in documents:
            said[p.value].append((o, documents[g.value]))
    return said


def _witnesses(view: View, said: list[_Said], values: list[Term], value: Term) -> tuple[Witness, ...]:
    """Return who says this value, and who says one that the view does not hold."""
    found = []
    for term, document in said:
        if term == value or term not in values:
            found.append(
                Witness(
                    title=document["title"],
                    at=document["at"],
                    published=str(document["published"] or "date not stated"),
                    url=document["url"] or "",
                    value=_shown(view, term),
                    preferred=term == value,
                    origin=document["origin"] or "",
                )
            )
    return tuple(sorted(found, key=lambda witness: (not witness.preferred, witness.published, witness.title)))


def _disagreements(view: View, iri: str) -> dict[str, str]:
    rows = run(
        view,
        f"SELECT ?p ?rule {{ ?d a akg:Disagreement ; akg:concerns <{iri}> ; akg:property ?p ; akg:rule ?rule }}",
    )
    return {row["p"]: f"sources differ; kept by the {row['rule']}" for row in rows}


def _delivery_rule(view: View, iri: str) -> str:
    rows = run(view, f"SELECT ?rule {{ <{iri}> akg:deliveryRule ?rule }}").rows
    return f"{rows[0][0]}: {DELIVERY_RULES[str(rows[0][0])]}" if rows else ""


def _evidence(view: View, iri: str) -> tuple[Witness, ...]:
    """Return the documents that report on a promise, and what each says of its delivery."""
    return tuple(
        Witness(
            title=row["title"],
            at=row["at"],
            published=str(row["published"] or "date not stated"),
            url=row["url"] or "",
            value=f"{row['stage']}: {row['what']}",
            preferred=True,
            origin=row["origin"] or "",
        )
        for row in run(view, _EVIDENCE.replace("$promise", f"<{iri}>"))
    )


def _inferred(view: View, iri: str) -> Iterator[Reason]:
    known = inference_rules()
    query = f'SELECT ?p ?o ?g {{ GRAPH ?g {{ <{iri}> ?p ?o }} FILTER(STRSTARTS(STR(?g), "{iris.INFERRED}")) }} ORDER BY ?p ?o'
    for p, o, g in view.select(query).rows:
        if p and o and g:
            name = g.value.removeprefix(iris.INFERRED)
            title = known[name].title if name in known else ""
            yield Reason(_label(view, p.value), _shown(view, o), f"inferred by rule {name}: {title}")


def _label(view: View, iri: str) -> str:
    rows = run(view, f"SELECT ?n {{ <{iri}> rdfs:label|skos:prefLabel ?n }} LIMIT 1").rows
    return str(rows[0][0]) if rows else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _shown(view: View, term: Term) -> str:
    return _label(view, term.value) if term.is_iri else str(plain(term))


_EVIDENCE = """
SELECT DISTINCT ?title ?at ?published ?url ?origin ?stage ?what WHERE {
  ?delivery a akg:Delivery ; akg:fulfils/akg:promise $promise ; dcterms:description ?what .
  GRAPH ?document { ?delivery akg:at ?at ; akg:stage ?code }
  ?document rdfs:label ?title . ?code skos:notation ?stage .
  OPTIONAL { ?document akg:published ?published }
  OPTIONAL { ?document rdfs:seeAlso ?url }
  OPTIONAL { ?document akg:origin ?origin }
} ORDER BY STR(?published) ?title ?at
"""


def _readings(view: View, iri: str) -> Iterator[Reason]:
    """Yield what second readers found when they held the statement against its documents."""
    for row in run(view, _READINGS.replace("$thing", f"<{iri}>")):
        found = f"{row['result']} in {row['fault']}" if row["fault"] else row["result"]
        yield Reason("second reading", f"{found} on {row['on']}, held against {row['title']}", "", ())


_READINGS = f"""
SELECT ?result ?fault ?on ?title {{
  $thing akg:secondReading ?reading .
  ?reading akg:result/skos:notation ?result ; akg:readOn ?on ; <{prov.used}>/<{rdfs.label}> ?title
  OPTIONAL {{ ?reading akg:fault/skos:notation ?fault }}
}} ORDER BY ?on ?title
"""


_DOCUMENTS = f"""
SELECT ?document ?title ?published ?url ?origin (GROUP_CONCAT(DISTINCT ?place; separator="; ") AS ?at) WHERE {{
  GRAPH ?document {{
    $thing akg:at ?place . ?document <{rdfs.label}> ?title .
    OPTIONAL {{ ?document akg:published ?published }}
    OPTIONAL {{ ?document <{rdfs.seeAlso}> ?url }}
    OPTIONAL {{ ?document akg:origin ?origin }}
  }}
}} GROUP BY ?document ?title ?published ?url ?origin ORDER BY ?document
"""
