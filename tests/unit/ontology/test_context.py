"""The JSON-LD context knows every term, coerces as the ontology says, and loses nothing."""

import json
from pathlib import Path
from typing import Any

from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS

from aseankg.ontology import iris, terms

FOLDER = Path(terms.__file__).parent
CONTEXT: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
VOCABULARIES = (terms.akg, terms.dcterms, terms.rdfs, terms.skos, terms.prov, terms.schema)

DOCUMENT: dict[str, Any] = {
    "@context": CONTEXT,
    "id": f"{iris.BASE}id/contribution/example",
    "type": "Contribution",
    "identifier": "example",
    "by": [f"{iris.BASE}id/state/japan", f"{iris.BASE}id/state/canada"],
    "to": {
        "id": f"{iris.BASE}id/body/asean",
        "type": "Body",
        "label": {"@value": "ASEAN", "@language": "en"},
    },
    "amount": "6000000.50",
    "currency": "USD",
    "kind": f"{iris.BASE}ontology/code/money-kind/pledge",
    "date": {"@value": "2023-05", "@type": "xsd:gYearMonth"},
    "earliest": "2023-05-01",
    "ordinal": 3,
    "measure": "share of lines",
    "broader": f"{iris.BASE}id/topic/example",
}
TURTLE = f"""
@prefix akg: <{iris.ONTOLOGY}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{iris.BASE}> .
<id/contribution/example> a akg:Contribution ;
    dcterms:identifier "example"^^xsd:string ;
    akg:by <id/state/japan> , <id/state/canada> ;
    akg:to <id/body/asean> ;
    akg:amount "6000000.50"^^xsd:decimal ;
    akg:currency "USD"^^xsd:string ;
    akg:kind <ontology/code/money-kind/pledge> ;
    akg:date "2023-05"^^xsd:gYearMonth ;
    akg:earliest "2023-05-01"^^xsd:date ;
    akg:ordinal 3 ;
    akg:measure "share of lines"@en ;
    skos:broader <id/topic/example> .
<id/body/asean> a akg:Body ; rdfs:label "ASEAN"@en .
"""


def _expanded(entry: Any) -> str:
    compact = entry if isinstance(entry, str) else entry["@id"]
    prefix, _, name = compact.partition(":")
    return f"{CONTEXT[prefix]}{name}"


def _entries() -> dict[str, Any]:
    def is_prefix(value: Any) -> bool:
        return isinstance(value, str) and value.startswith("http")

    return {k: v for k, v in CONTEXT.items() if k not in ("@version", "id", "type") and not is_prefix(v)}


def test_context_and_terms_name_the_same() -> None:
    named = {n: i for v in VOCABULARIES for n, i in vars(v).items() if not n.startswith("_")}
    assert {name: _expanded(entry) for name, entry in _entries().items()} == named


def test_context_is_json_ld_1_1_and_has_the_prefixes() -> None:
    assert CONTEXT["@version"] == 1.1
    assert (CONTEXT["id"], CONTEXT["type"]) == ("@id", "@type")
    assert CONTEXT["akg"] == iris.ONTOLOGY
    assert CONTEXT["edtf"] + "EDTF" == terms.xsd.edtf
    for vocabulary in (terms.rdf.type, terms.xsd.date, terms.prov.wasDerivedFrom, terms.dcterms.title):
        assert any(isinstance(v, str) and vocabulary.startswith(v) for v in CONTEXT.values())


def test_coercions_are_those_of_the_ontology() -> None:
    graph = Graph().parse(FOLDER / "aseankg.ttl")
    for name, entry in _entries().items():
        term = URIRef(_expanded(entry))
        if not term.startswith(iris.ONTOLOGY) or (term, RDF.type, OWL.Class) in graph:
            continue
        range_ = graph.value(term, RDFS.range)
        if (term, RDF.type, OWL.ObjectProperty) in graph:
            expected = {"@type": "@id"}
        elif range_ == RDF.langString:
            expected = {"@language": "en"}
        elif range_ is not None:
            expected = {"@type": range_.n3(graph.namespace_manager)}
        else:
            expected = {}
        assert {k: v for k, v in entry.items() if k != "@id"} == expected, name


def test_a_document_means_what_its_turtle_says_and_comes_back() -> None:
    read = Graph().parse(data=json.dumps(DOCUMENT), format="json-ld")
    assert isomorphic(_plain(read), _plain(Graph().parse(data=TURTLE, format="turtle")))
    written = read.serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    assert isomorphic(_plain(Graph().parse(data=written, format="json-ld")), _plain(read))


def _plain(graph: Graph) -> Graph:
    """Return the graph after one trip through N-Triples, where a text has one spelling."""
    return Graph().parse(
        data=graph.serialize(format="nt").replace(f"^^<{terms.xsd.string}>", ""), format="nt"
    )
