"""From models to RDF: one record in, its quads out, in the named graph of the document that says so. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from pyoxigraph import Literal, NamedNode, Quad

from aseankg.loaders import dates
from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import (
    NOT_FOUND,
    NOT_STATED,
    Code,
    Money,
    Parts,
    Ref,
    Speaker,
    Sum,
    Value,
    When,
)
from aseankg.loaders.models.registers import State
from aseankg.loaders.models.source import Source
from aseankg.loaders.names import CLDR, territory_names
from aseankg.loaders.read import Document, Item, Records
from aseankg.ontology import codelists, iris
from aseankg.ontology.terms import akg, dcterms, prov, rdf, rdfs, schema, skos, xsd

_SPEAKERS = get_args(codelists.Speaker)


def quads(records: Records, kinds: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the quads of all records. `kinds` tells the kind of every slug (see `check.kinds_by_slug`)."""
    converter = _Converter(kinds)
    for item in records.entries:
        yield from converter.entry(item, _editorial(records, item.file))
        if isinstance(item.model, State) and CLDR in kinds and not records.private(item.file):
            yield from _names(item.model)
    for document in records.documents:
        yield from converter.document(document, _editorial(records, document.file))
        if records.private(document.file):
            yield _private(iris.source(document.slug))
    for item in records.searches:
        yield from converter.search(item, _editorial(records, item.file))
    if records.overlay is not None:
        yield _private(iris.OVERLAY)


def _editorial(records: Records, file: Path) -> str:
    """Return the graph of what no document needs to say: an overlay has one of its own."""
    return iris.OVERLAY if records.private(file) else iris.EDITORIAL


def _private(graph: str) -> Quad:
    """Return the mark by which a graph is known to hold private records."""
    return Quad(NamedNode(graph), _node(akg.overlay), _typed("true", xsd.boolean), NamedNode(graph))


class _Converter:
    """Turns records into quads; holds nothing but the kinds by which slugs become IRIs."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def entry(self, item: Item, editorial: str) -> Iterator[Quad]:
        model = item.model
        subject = NamedNode(iris.thing(item.kind, item.slug))
        cited = getattr(model, "source", None)  # publishers are known by the documents they publish
        graph = NamedNode(iris.source(cited) if cited else editorial)
        yield from self._thing(subject, model, graph, getattr(model, "at", None))
        for alias in getattr(model, "aliases", ()):
            yield Quad(subject, _node(skos.altLabel), Literal(alias.name, language=alias.lang), graph)
        if (same := getattr(model, "wikidata", None)) is not None:
            other = NamedNode(iris.source(same.source))
            yield Quad(subject, _node(rdf.type), _node(model.rdf_type), other)
            yield Quad(subject, _node(schema.sameAs), NamedNode(iris.WIKIDATA + same.id), other)
            yield Quad(subject, _node(akg.at), Literal(same.at), other)
        if (address := getattr(model, "url", NOT_FOUND)) != NOT_FOUND:
            yield Quad(subject, _node(rdfs.seeAlso), NamedNode(address), graph)
        for wording in getattr(model, "alternatives", ()):
            other = NamedNode(iris.source(wording.source))
            yield Quad(subject, _node(rdf.type), _node(model.rdf_type), other)
            yield Quad(subject, _node(dcterms.title), Literal(wording.heading, language="en"), other)
            yield Quad(subject, _node(akg.at), Literal(wording.at), other)

    def document(self, document: Document, editorial: str) -> Iterator[Quad]:
        graph = NamedNode(iris.source(document.slug))
        yield from self._source(graph, document.slug, document.source)
        for item in document.statements:
            subject = NamedNode(iris.thing(item.kind, item.slug))
            yield from self._thing(subject, item.model, graph, item.model.at)
        for item in (*document.statements, *document.withdrawn):
            yield from self._readings(item, graph, editorial)

    def _readings(self, item: Item, document: NamedNode, editorial: str) -> Iterator[Quad]:
        """Yield who read a statement again: ours to say, not the document's. Of what was withdrawn, only that it was."""
        subject = NamedNode(iris.thing(item.kind, item.slug))
        ours = NamedNode(editorial)
        for reading in item.model.second_reading:
            node = NamedNode(
                iris.part(
                    subject.value,
                    "second-reading",
                    _key(f"{document.value.rsplit('/', 1)[-1]} {reading.key()}"),
                )
            )
            yield Quad(node, _node(rdf.type), _node(reading.rdf_type), ours)
            yield Quad(node, _node(prov.used), document, ours)
            yield from self._fields(node, reading, ours, None)
            if not item.model.withdrawn:
                yield Quad(subject, _node(akg.secondReading), node, ours)

    def search(self, item: Item, editorial: str) -> Iterator[Quad]:
        subject = NamedNode(iris.thing(item.kind, item.slug))
        yield from self._thing(subject, item.model, NamedNode(editorial), None)

    def _source(self, graph: NamedNode, slug: str, source: Source) -> Iterator[Quad]:
        yield Quad(graph, _node(rdf.type), _node(akg.Source), graph)
        yield Quad(graph, _node(dcterms.identifier), Literal(slug), graph)
        yield Quad(graph, _node(rdfs.label), Literal(source.title, language=source.language), graph)
        yield from self._fields(graph, source, graph, None)
        if source.url != NOT_FOUND:
            yield Quad(graph, _node(rdfs.seeAlso), NamedNode(source.url), graph)
        yield Quad(graph, _node(akg.publicBy), _typed(_public_by(source), xsd.date), graph)

    def _thing(self, subject: NamedNode, model: Any, graph: NamedNode, at: str | None) -> Iterator[Quad]:
        yield Quad(subject, _node(rdf.type), _node(model.rdf_type), graph)
        yield Quad(subject, _node(dcterms.identifier), Literal(model.slug), graph)
        if at is not None:
            yield Quad(subject, _node(akg.at), Literal(at), graph)
        yield from self._fields(subject, model, graph, at)

    def _fields(self, subject: NamedNode, model: Any, graph: NamedNode, at: str | None) -> Iterator[Quad]:
        for name, mark, _ in marks(type(model)):
            value = getattr(model, name)
            if value is None or value == NOT_STATED:
                continue
            if isinstance(mark, Parts) and mark.ours:
                continue
            if isinstance(mark, Parts):
                yield from self._parts(subject, mark, value, graph, at)
                continue
            for one in value if isinstance(value, tuple) else [value]:
                for property_, term in self._terms(mark, one):
                    yield Quad(subject, _node(property_), term, graph)

    def _parts(
        self, whole: NamedNode, mark: Parts, parts: tuple[Any, ...], graph: NamedNode, at: str | None
    ) -> Iterator[Quad]:
        for part in parts:
            node = NamedNode(iris.part(whole.value, mark.name, _key(part.key())))
            yield Quad(whole, _node(mark.property), node, graph)
            yield Quad(node, _node(rdf.type), _node(part.rdf_type), graph)
            place = part.at or at
            if place is not None:
                yield Quad(node, _node(akg.at), Literal(place), graph)
            yield from self._fields(node, part, graph, place)

    def _terms(self, mark: Any, value: Any) -> Iterator[tuple[str, NamedNode | Literal]]:
        match mark:
            case Ref():
                yield mark.property, self._link(value)
            case Code():
                yield mark.property, NamedNode(iris.code(mark.scheme, value))
            case Speaker():
                named = value not in _SPEAKERS
                yield mark.property, self._link(value) if named else NamedNode(iris.code("speaker", value))
            case Value(datatype="", language=language):
                yield mark.property, Literal(value, language=language or "en")
            case Value():
                text = _decimal(value) if isinstance(value, Decimal) else str(value)
                yield mark.property, _typed(text, mark.datatype)
            case Sum() if isinstance(value, Money):
                yield mark.amount, _typed(_decimal(value.amount), xsd.decimal)
                yield mark.currency, Literal(value.currency)
            case When():
                yield from _dated(mark, value)

    def _link(self, slug: str) -> NamedNode:
        kind = self._kinds[slug]
        return NamedNode(iris.source(slug) if kind == "source" else iris.thing(kind, slug))


def _names(state: State) -> Iterator[Quad]:
    """Yield what the languages of the region call a state."""
    subject, graph = NamedNode(iris.thing("state", state.slug)), NamedNode(iris.source(CLDR))
    yield Quad(subject, _node(rdf.type), _node(state.rdf_type), graph)
    yield Quad(subject, _node(akg.at), Literal(f"territory {state.iso2}"), graph)
    for name, language in territory_names(state.iso2):
        yield Quad(subject, _node(skos.altLabel), Literal(name, language=language), graph)


def _dated(mark: When, text: str) -> Iterator[tuple[str, Literal]]:
    bounds = dates.bounds(text)
    if mark.property:
        yield mark.property, _typed(*dates.literal(text))
        for property_, day in ((mark.earliest, bounds.start_earliest), (mark.latest, bounds.end_latest)):
            if property_ and day:
                yield property_, _typed(day.isoformat(), xsd.date)
    if mark.start and mark.end:  # a period: its two ends are dates of their own
        start, end = text.split("/") if "/" in text else (text, text)
        if start != "..":
            yield from _dated(When(*mark.start), start)
        if end != "..":
            yield from _dated(When(*mark.end), end)


def _public_by(source: Source) -> str:
    """Return the day by which the document was certainly public: the latest possible, else the day it was retrieved."""
    retrieved = dates.bounds(source.retrieved).end_latest
    if source.published == NOT_STATED:
        return str(retrieved)
    latest = dates.bounds(source.published).end_latest
    return str(min(latest, retrieved) if latest and retrieved else retrieved)


def _decimal(value: Decimal) -> str:
    """Return a decimal as RDF writes it: no exponent, no zeros that say nothing."""
    return f"{value.normalize():f}"


def _key(text: str) -> str:
    """Return a part's key as it can stand in an IRI; where letters are lost, a digest tells keys apart."""
    key = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(key) <= 80 and key == text.replace(" ", "-"):
        return key
    return f"{key[:60].rstrip('-')}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"


def _node(iri: str) -> NamedNode:
    return _NODES.setdefault(iri, NamedNode(iri))


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=_node(datatype))


_NODES: dict[str, NamedNode] = {}
