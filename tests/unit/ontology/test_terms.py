"""`terms.py` and `aseankg.ttl` name the same terms, and each is explained."""

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN
from rdflib.term import Node

from aseankg.ontology import iris, terms

FOLDER = Path(terms.__file__).parent
HEADER = URIRef(f"{iris.BASE}ontology")
TURTLE = sorted(FOLDER.rglob("*.ttl"))
_XSD = terms.xsd.string.removesuffix("string")
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
TRAITS = {OWL.SymmetricProperty, OWL.TransitiveProperty}
"""What an object property may be besides."""
NEVER_CONFUSED = [
    *[("Expectation", c) for c in ("Membership", "Partnership", "Tenure", "Consent", "Meeting", "Activity")],
    *[("Expectation", c) for c in ("Commitment", "Contribution", "Position", "Claim")],
    *[("Position", c) for c in ("Commitment", "Contribution", "Claim", "Meeting", "Consent")],
    *[("Claim", c) for c in ("Commitment", "Contribution", "Meeting")],
    *[("State", c) for c in ("Body", "Person", "Post", "Place", "Publisher")],
    *[("Body", c) for c in ("Person", "Post", "Meeting", "MeetingSeries")],
    *[("Framework", c) for c in ("Source", "Meeting", "ActionLine")],
    *[("Delivery", c) for c in ("Commitment", "Contribution", "Expectation", "Meeting", "Activity", "Claim")],
    *[("Delivery", c) for c in ("Position", "Consent", "Fulfilment", "SearchLog")],
    *[("SearchLog", c) for c in ("Source", "Commitment", "Claim")],
    *[("Crosswalk", c) for c in ("Commitment", "Position", "Claim")],
    ("Partnership", "Membership"),
    ("Commitment", "Contribution"),
]


def _named() -> dict[str, str]:
    return {name: iri for name, iri in vars(terms.akg).items() if not name.startswith("_")}


def _ontology() -> Graph:
    return Graph().parse(FOLDER / "aseankg.ttl")


def _declared(graph: Graph) -> set[str]:
    return {str(s) for s in graph.subjects(RDF.type) if str(s).startswith(iris.ONTOLOGY)}


def test_each_name_is_its_iri() -> None:
    assert {name: iri for name, iri in _named().items() if iri != iris.ONTOLOGY + name} == {}


def test_code_and_turtle_declare_the_same_terms() -> None:
    declared, named = _declared(_ontology()), set(_named().values())
    assert declared - named == set(), "declare in terms.py, or take out of aseankg.ttl"
    assert named - declared == set(), "define in aseankg.ttl, or take out of terms.py"


def test_turtle_speaks_of_no_term_that_it_does_not_declare() -> None:
    graph = _ontology()
    spoken = {str(t) for triple in graph for t in triple if str(t).startswith(iris.ONTOLOGY)}
    assert spoken - _declared(graph) - {iris.ONTOLOGY} == set()


@pytest.mark.parametrize("iri", _named().values(), ids=_named().keys())
def test_each_term_is_explained(iri: str) -> None:
    graph, term = _ontology(), URIRef(iri)
    kinds = set(graph.objects(term, RDF.type))
    if OWL.ObjectProperty in kinds:
        kinds -= TRAITS
    assert len(kinds) == 1
    assert kinds <= KINDS
    assert (OWL.Class in kinds) == iri.removeprefix(iris.ONTOLOGY)[0].isupper()
    assert list(graph.objects(term, RDFS.isDefinedBy)) == [HEADER]
    (label,) = graph.objects(term, RDFS.label)
    (definition,) = graph.objects(term, SKOS.definition)
    for text in (label, definition):
        assert isinstance(text, Literal)
        assert text.language == "en"
    assert len(str(label)) <= 40
    assert str(definition).endswith(".")
    assert len(str(definition).split()) >= 4


def test_labels_are_unique_within_classes_and_within_properties() -> None:
    graph = _ontology()
    for kinds in ({OWL.Class}, KINDS - {OWL.Class}):
        labels = [str(graph.value(t, RDFS.label)) for kind in kinds for t in graph.subjects(RDF.type, kind)]
        assert sorted(labels) == sorted(set(labels))


def test_header_says_what_the_ontology_is() -> None:
    graph = _ontology()
    assert (HEADER, RDF.type, OWL.Ontology) in graph
    assert graph.value(HEADER, OWL.versionInfo) == Literal("0.1.0")
    assert graph.value(HEADER, OWL.versionIRI) == HEADER + "/0.1.0"
    assert graph.value(HEADER, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(HEADER, VANN.preferredNamespaceUri) == Literal(iris.ONTOLOGY)
    assert graph.value(HEADER, VANN.preferredNamespacePrefix) == Literal("akg")
    for required in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.publisher):
        assert graph.value(HEADER, required) is not None
    assert str(graph.value(HEADER, DCTERMS.created)) <= str(graph.value(HEADER, DCTERMS.modified))


def test_domains_and_ranges_fit_the_kind_of_property() -> None:
    graph = _ontology()
    classes = set(graph.subjects(RDF.type, OWL.Class))
    for property_ in graph.subjects(RDF.type, OWL.ObjectProperty):
        assert set(graph.objects(property_, RDFS.range)) <= classes | {SKOS.Concept}, property_
    for property_ in graph.subjects(RDF.type, OWL.DatatypeProperty):
        ranges = set(graph.objects(property_, RDFS.range))
        assert all(r == RDF.langString or str(r).startswith(_XSD) for r in ranges), property_
    for property_ in set(graph.subjects(RDFS.domain)) | set(graph.subjects(RDFS.range)):
        assert set(graph.objects(property_, RDFS.domain)) <= classes
        assert len(list(graph.objects(property_, RDFS.domain))) <= 1
        assert len(list(graph.objects(property_, RDFS.range))) <= 1


def test_dates_of_varying_precision_have_no_range_and_bounds_are_days() -> None:
    graph = _ontology()
    for name in (
        *("date", "start", "end", "inForce", "seen", "due", "rateDate", "firstMade"),
        *("published", "retrieved", "statesAsOf", "searched"),
    ):
        assert graph.value(URIRef(iris.ONTOLOGY + name), RDFS.range) is None
    for name in _named():
        if name.lower().endswith(("earliest", "latest")) or name in ("publicBy", "asOf", "knownOn"):
            assert graph.value(URIRef(iris.ONTOLOGY + name), RDFS.range) == URIRef(terms.xsd.date)


def test_inverses_join_two_terms_of_ours_and_fit() -> None:
    graph = _ontology()
    declared = _declared(graph)
    for one, other in graph.subject_objects(OWL.inverseOf):
        assert {str(one), str(other)} <= declared
        assert graph.value(one, RDFS.domain) == graph.value(other, RDFS.range)
        assert graph.value(one, RDFS.range) == graph.value(other, RDFS.domain)


@pytest.mark.parametrize(("one", "other"), NEVER_CONFUSED)
def test_what_must_not_be_confused_is_disjoint(one: str, other: str) -> None:
    assert _disjoint(_ontology(), URIRef(iris.ONTOLOGY + one), URIRef(iris.ONTOLOGY + other))


def test_no_class_lies_below_two_disjoint_ones() -> None:
    graph = _ontology()
    for class_ in graph.subjects(RDF.type, OWL.Class):
        above = list(graph.transitive_objects(class_, RDFS.subClassOf))
        assert not any((a, OWL.disjointWith, b) in graph for a in above for b in above), class_


def _disjoint(graph: Graph, one: URIRef, other: URIRef) -> bool:
    return any(
        (a, OWL.disjointWith, b) in graph or (b, OWL.disjointWith, a) in graph
        for a in graph.transitive_objects(one, RDFS.subClassOf)
        for b in graph.transitive_objects(other, RDFS.subClassOf)
    )


@pytest.mark.parametrize("file", TURTLE, ids=lambda file: file.name)
def test_turtle_is_the_same_to_two_parsers_and_without_blank_nodes(file: Path) -> None:
    graph = Graph().parse(file)
    assert len(graph) > 0
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert set(map(_seen_by_rdflib, graph)) == {
        _seen_by_pyoxigraph(triple)
        for triple in pyoxigraph.parse(file.read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    }


def _seen_by_rdflib(triple: tuple[Node, Node, Node]) -> tuple[str, ...]:
    subject, predicate, object_ = triple
    if not isinstance(object_, Literal):
        return str(subject), str(predicate), str(object_)
    unsaid = RDF.langString if object_.language else terms.xsd.string
    return str(subject), str(predicate), str(object_), object_.language or "", str(object_.datatype or unsaid)


def _seen_by_pyoxigraph(triple: pyoxigraph.Quad) -> tuple[str, ...]:
    assert isinstance(triple.subject, pyoxigraph.NamedNode)
    subject, predicate, object_ = triple.subject.value, triple.predicate.value, triple.object
    if isinstance(object_, pyoxigraph.Literal):
        return subject, predicate, object_.value, object_.language or "", object_.datatype.value
    assert isinstance(object_, pyoxigraph.NamedNode)
    return subject, predicate, object_.value
