"""What a page says of a thing: its facts with their sources, its parts, and who refers to it. One pass over the quads."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from aseankg.graph.delivery import RULES as DELIVERY_RULES
from aseankg.graph.infer import rules as inference_rules
from aseankg.graph.store import Term, View
from aseankg.graph.views.language import ENGLISH
from aseankg.graph.views.language import labels as known_labels
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, prov, rdf, rdfs, skos, xsd

_HIDDEN = {
    rdf.type,
    rdfs.label,
    dcterms.identifier,
    prov.wasDerivedFrom,
    akg.at,
    akg.earliest,
    akg.latest,
    akg.startEarliest,
    akg.startLatest,
    akg.endEarliest,
    akg.endLatest,
    akg.publicBy,
    akg.currency,
    akg.deliveryRule,
    akg.overlay,
    akg.drawsOnOverlay,
}
_ORDER = {
    iri: place
    for place, iri in enumerate(
        [
            dcterms.description,
            *(v for k, v in vars(akg).items() if not k.startswith("_")),
            dcterms.title,
            skos.altLabel,
        ]
    )
}


class Citation(NamedTuple):
    """A document that says so, and where in it."""

    source: str
    at: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with one value, and the documents behind it."""

    property: str
    value: Term
    citations: tuple[Citation, ...]
    parts: "tuple[Fact, ...]" = ()
    """The facts of the value, where the value is a part of the thing."""
    rule: str = ""
    """The rule by which it is computed or inferred, where no document says it."""


@dataclass(slots=True)
class Thing:
    """Something with a page."""

    iri: str
    name: iris.Name
    label: str = ""
    language: str = "en"
    classes: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    """Things that refer to this one: IRI of the thing, IRI of the property."""
    sources: list[Citation] = field(default_factory=list)
    private: bool = False
    """Whether it is known from private records, or weighed with them: it may not be downloaded."""
    first_day: str = ""
    """The earliest day on which it may have begun; nothing where no source says."""
    triples: list[tuple[str, str, Term]] = field(default_factory=list)
    """All that is said of it and of its parts, sorted: what its downloads hold."""

    @property
    def kind(self) -> str:
        """Return the kind as it stands in addresses."""
        return self.name.kind.replace("_", "-")

    @property
    def when(self) -> str:
        """Return the date, or beginning and end, as the sources state them; nothing where none does."""
        return self.told(lambda text: text)

    def told(self, say: Callable[[str], str]) -> str:
        """Return the same in the words of a language."""
        values = {fact.property: fact.value.value for fact in self.facts}
        if akg.start in values or akg.end in values:
            start, end = values.get(akg.start) or say("start not stated"), values.get(akg.end)
            told = say("%(start)s to %(end)s") if end else say("since %(start)s")
            return told % {"start": start, "end": end}
        return values.get(akg.date, "")

    def values(self, *properties: str) -> list[Term]:
        """Return the values of some properties, those of its parts included, in the order of the facts."""
        facts = [one for fact in self.facts for one in (fact, *fact.parts)]
        return list(dict.fromkeys(fact.value for fact in facts if fact.property in properties))

    def first(self, *properties: str) -> str:
        """Return the first value of some properties, or nothing."""
        return next((value.value for value in self.values(*properties)), "")

    @property
    def page(self) -> str:
        """Return the address of the page inside the site."""
        return f"{self.kind}/{self.name.slug}.html"


class Words(NamedTuple):
    """What the vocabulary calls its terms and codes."""

    labels: dict[str, str]
    definitions: dict[str, str]

    def of(self, iri: str) -> str:
        """Return the label of a term, or the end of its IRI."""
        return self.labels.get(iri) or iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1].replace("-", " ")


def words(view: View, language: str = ENGLISH) -> Words:
    """Return the labels and definitions of the vocabulary; definitions are written in English only."""
    labels: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for quad in view.quads(iris.VOCABULARY):
        if quad.predicate in (rdfs.label, skos.prefLabel):
            labels[quad.subject] = quad.object.value
        elif quad.predicate.endswith("#definition"):
            definitions[quad.subject] = quad.object.value
    if language != ENGLISH:
        return Words(labels | known_labels(language), {})
    return Words(labels, definitions)


def things(view: View) -> dict[str, Thing]:
    """Return everything that gets a page, by IRI."""
    said, places = _sources(view)
    rules: _Rules = {}
    triples: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for quad in view.quads(iris.RESOLVED):
        triples[quad.subject].append((quad.predicate, quad.object))
    for subject, predicate, value, rule in _inferred(view):
        triples[subject].append((predicate, value))
        rules[subject, predicate, value] = rule
    found: dict[str, Thing] = {}
    for subject in sorted(triples):
        name = iris.parse(subject)
        if name is not None and name.part is None:
            found[subject] = _thing(subject, name, triples, said, places)
            found[subject].facts = [
                _with_rule(fact, subject, triples, rules) for fact in found[subject].facts
            ]
    _link(found, triples)
    _keep(found, triples)
    return found


_Said = dict[tuple[str, str, Term], list[str]]
_Places = dict[tuple[str, str], list[str]]
_Rules = dict[tuple[str, str, Term], str]
_COMPUTED = {akg.delivery, akg.evidenceGrade, akg.score, akg.coverage}


def _inferred(view: View) -> Iterator[tuple[str, str, Term, str]]:
    """Yield what follows by named rules, with the rule's sentence."""
    titles = {iris.inferred(name): rule.title for name, rule in inference_rules().items()}
    for quad in view.quads():
        if quad.graph in titles:
            yield quad.subject, quad.predicate, quad.object, titles[quad.graph]


def _with_rule(fact: Fact, subject: str, triples: dict[str, list[tuple[str, Term]]], rules: _Rules) -> Fact:
    """Return the fact with the rule by which it stands, where no document says it."""
    if fact.property in _COMPUTED:
        number = next(value.value for predicate, value in triples[subject] if predicate == akg.deliveryRule)
        return replace(fact, rule=f"{number}: {DELIVERY_RULES[number]}")
    return replace(fact, rule=rules.get((subject, fact.property, fact.value), ""))


def _sources(view: View) -> tuple[_Said, _Places]:
    said: _Said = defaultdict(list)
    places: _Places = defaultdict(list)
    for quad in view.quads():
        if quad.graph in (iris.RESOLVED, iris.VOCABULARY) or quad.graph.startswith(iris.INFERRED):
            continue
        if quad.predicate == akg.at:
            places[quad.subject, quad.graph].append(quad.object.value)
        else:
            said[quad.subject, quad.predicate, quad.object].append(quad.graph)
    return said, places


def _thing(
    subject: str,
    name: iris.Name,
    triples: dict[str, list[tuple[str, Term]]],
    said: _Said,
    places: _Places,
) -> Thing:
    thing = Thing(subject, name)
    for predicate, value in triples[subject]:
        if predicate == rdfs.label:
            thing.label, thing.language = value.value, value.language or "en"
        elif predicate == rdf.type:
            thing.classes.append(value.value)
        elif predicate in (akg.earliest, akg.startEarliest):
            thing.first_day = value.value
        elif predicate in (akg.overlay, akg.drawsOnOverlay):
            thing.private = True
        elif predicate == skos.altLabel:
            thing.names.append((value.value, value.language))
    thing.label = thing.label or name.slug
    thing.names.sort()
    thing.facts = _facts(subject, triples, said, places)
    thing.sources = _citations_of(subject, triples, places)
    return thing


def _citations_of(
    subject: str, triples: dict[str, list[tuple[str, Term]]], places: _Places
) -> list[Citation]:
    graphs = sorted(value.value for predicate, value in triples[subject] if predicate == prov.wasDerivedFrom)
    return [Citation(graph, at) for graph in graphs for at in sorted(places.get((subject, graph), [""]))]


def _facts(
    subject: str, triples: dict[str, list[tuple[str, Term]]], said: _Said, places: _Places
) -> list[Fact]:
    facts = []
    currency = next((value.value for predicate, value in triples[subject] if predicate == akg.currency), "")
    a_year = any(predicate == akg.unit and value.value == "year" for predicate, value in triples[subject])
    for predicate, value in triples[subject]:
        if predicate in _HIDDEN or predicate == skos.altLabel:
            continue
        shown = value
        if predicate == akg.amount and currency:
            shown = value._replace(value=f"{currency} {value.value}")
        elif predicate == akg.value and a_year:
            shown = value._replace(datatype=xsd.gYear)  # 2013, not 2,013
        cited = tuple(
            Citation(graph, "; ".join(places.get((subject, graph), [])))
            for graph in sorted(said.get((subject, predicate, value), []))
        )
        name = iris.parse(value.value) if value.is_iri else None
        is_part = name is not None and name.part is not None
        parts = tuple(_facts(value.value, triples, said, places)) if is_part else ()
        facts.append(Fact(predicate, shown, cited if not is_part else _part_citations(parts), parts))
    facts.sort(key=lambda fact: (_ORDER.get(fact.property, len(_ORDER)), fact.property, fact.value))
    return facts


def _part_citations(parts: tuple[Fact, ...]) -> tuple[Citation, ...]:
    return tuple(sorted({citation for part in parts for citation in part.citations}))


def _link(found: dict[str, Thing], triples: dict[str, list[tuple[str, Term]]]) -> None:
    """Tell every thing who refers to it; a part speaks for its whole."""
    for subject, pairs in triples.items():
        whole = subject.split("#", 1)[0] if subject.startswith(f"{iris.BASE}id/") else subject
        for predicate, value in pairs:
            target = found.get(value.value) if value.is_iri else None
            if target is not None and whole in found and whole != target.iri and predicate not in _HIDDEN:
                target.mentions.append((whole, predicate))
    for thing in found.values():
        thing.mentions = sorted(set(thing.mentions))


def _keep(found: dict[str, Thing], triples: dict[str, list[tuple[str, Term]]]) -> None:
    """Give every thing its triples; what is said of a part goes to its whole."""
    for subject in sorted(triples):
        whole = found.get(subject) or found.get(subject.split("#", 1)[0])
        if whole is not None:
            whole.triples += sorted({(subject, predicate, value) for predicate, value in triples[subject]})
