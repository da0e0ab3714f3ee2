"""A reasoner finds the ontology consistent, each of its classes able to have members, and contradictions where they are.

OWL reasoners refuse dates of varying precision: what is reasoned over are classes and object properties.
"""

import importlib
import os
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from aseankg.loaders.check import kinds_by_slug
from aseankg.loaders.quads import quads
from aseankg.loaders.read import read
from aseankg.ontology import iris, terms

FOLDER = Path(terms.__file__).parent
AKG = iris.ONTOLOGY
AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.inverseOf)
EVERYDAY = f"""
@prefix akg: <{AKG}> .
@prefix : <{iris.BASE}id/> .
:japan a akg:State . :indonesia a akg:State . :asean a akg:Body . :acc a akg:Body ; akg:parent :asean .
:dg a akg:Post ; akg:of :indonesia . :somebody a akg:Person .
:plan a akg:Framework ; akg:party :asean , :japan . :old a akg:Framework . :plan akg:follows :old .
:b6 a akg:ActionLine ; akg:framework :plan . :climate a akg:Topic ; akg:actionLine :b6 .
:in a akg:Membership ; akg:member :indonesia ; akg:of :asean .
:dp a akg:Partnership ; akg:partner :japan ; akg:withActor :asean ; akg:meeting :summit ; akg:document :plan .
:held a akg:Tenure ; akg:person :somebody ; akg:post :dg .
:signed a akg:Consent ; akg:party :japan ; akg:instrument :plan .
:hoped a akg:Expectation ; akg:by :japan ; akg:concerns :plan ; akg:metBy :signed .
:summit a akg:Meeting ; akg:series :summits ; akg:place :jakarta ; akg:participation :there ; akg:treatment :on .
:summit akg:adopted :plan . :summits a akg:MeetingSeries ; akg:convenedBy :asean . :jakarta a akg:Place .
:there akg:person :somebody ; akg:post :dg ; akg:actor :indonesia . :on akg:topic :climate .
:project a akg:Activity ; akg:involvement :role ; akg:output :matrix ; akg:serves :service ; akg:implements :plan .
:role akg:actor :acc . :service akg:actionLine :b6 . :project akg:servesWithin :pillar .
:promise a akg:Commitment ; akg:obligor :asean ; akg:beneficiary :indonesia ; akg:concernsMember :indonesia .
:again a akg:Commitment ; akg:restates :promise ; akg:partOf :promise .
:sum a akg:Contribution ; akg:by :japan ; akg:to :asean ; akg:sameAs :sum2 . :sum2 akg:maybeSameAs :sum3 .
:paid a akg:Delivery ; akg:by :japan ; akg:fulfils :part . :part akg:promise :sum .
:stand a akg:Position ; akg:by :japan ; akg:on :plan . :figure a akg:Claim ; akg:concerns :plan .
:log a akg:SearchLog ; akg:promise :sum ; akg:actor :japan .
:walk a akg:Crosswalk ; akg:fromLine :b6 ; akg:toLine :c7 .
:paper a akg:Source . :stand akg:secondReading :again-read . :again-read a akg:SecondReading . :gazette a akg:Publisher . :differ a akg:Disagreement ; akg:preferred :paper .
"""
"""Every class and what usually joins their members."""
CONTRADICTIONS = {
    "an Expectation that is also a Tie": ":hoped a akg:Tie .",
    "a Position that is also a Promise": ":stand a akg:Promise .",
    "a Person that is also a State": ":somebody a akg:State .",
    "a Delivery for whose delivery was searched": ":log akg:promise :paid .",
    "a Place that is a member": ":in akg:member :jakarta .",
}
"""What must not be. The last two follow from ranges, not from what is said outright."""


@pytest.fixture(scope="module")
def owlready() -> Any:
    """The reasoner HermiT, by way of owlready2; it runs in Java."""
    if shutil.which("java") is None:
        reason = "HermiT needs Java, and there is no java on the path"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return importlib.import_module("owlready2")


def _vocabulary() -> Graph:
    """Return classes and object properties with their axioms, and every foreign name declared."""
    whole, kept = Graph().parse(FOLDER / "aseankg.ttl"), Graph()
    classes = set(whole.subjects(RDF.type, OWL.Class))
    properties = set(whole.subjects(RDF.type, OWL.ObjectProperty))
    for term in classes | properties:
        for type_ in whole.objects(term, RDF.type):
            kept.add((term, RDF.type, type_))
        for axiom in AXIOMS:
            for other in whole.objects(term, axiom):
                kept.add((term, axiom, other))
                if other not in classes | properties:
                    kind = OWL.ObjectProperty if axiom in (RDFS.subPropertyOf, OWL.inverseOf) else OWL.Class
                    kept.add((other, RDF.type, kind))
    kept.add((URIRef(iris.VOCABULARY), RDF.type, OWL.Ontology))
    return kept


def _everyday(more: str = "") -> Graph:
    return _vocabulary().parse(data=EVERYDAY + more, format="turtle")


def _links(triples: Iterator[tuple[str, str, str]]) -> Graph:
    """Return the vocabulary and, of the triples, memberships in classes and links by object properties."""
    graph = _vocabulary()
    known = {str(p) for p in graph.subjects(RDF.type, OWL.ObjectProperty)} | {str(RDF.type)}
    for subject, predicate, object_ in triples:
        if predicate in known:
            graph.add((URIRef(subject), URIRef(predicate), URIRef(object_)))
    return graph


def _reason(owlready: Any, graph: Graph) -> list[str] | None:
    """Return the classes that can have no member, or None where the whole cannot be true."""
    world = owlready.World()
    try:
        data = BytesIO(graph.serialize(format="xml", encoding="utf-8"))
        world.get_ontology(f"{iris.VOCABULARY}/under-test#").load(fileobj=data)
        owlready.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        found = {str(class_.iri) for class_ in world.inconsistent_classes()}
        return sorted(found - {str(OWL.Nothing)})
    except owlready.OwlReadyInconsistentOntologyError:
        return None
    finally:
        world.close()


def test_everyday_facts_are_consistent_and_every_class_can_have_members(owlready: Any) -> None:
    assert _reason(owlready, _everyday()) == []


def test_everyday_facts_have_a_member_of_every_class() -> None:
    graph = _everyday()
    classes = {c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(AKG)}
    members = {c for s in graph.subjects() for c in graph.objects(s, RDF.type)}
    reached = {graph.value(p, RDFS.range) for p in graph.predicates() if str(p).startswith(AKG)}
    below = {a for c in members | reached if c for a in graph.transitive_objects(c, RDFS.subClassOf)}
    assert classes - below == set()


@pytest.mark.parametrize("fault", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_found(owlready: Any, fault: str) -> None:
    assert _reason(owlready, _everyday(fault)) is None


def test_a_class_that_can_have_no_member_is_found(owlready: Any) -> None:
    graph = _everyday("akg:Chimera a <http://www.w3.org/2002/07/owl#Class> .")
    for above in ("State", "Person"):
        graph.add((URIRef(f"{AKG}Chimera"), RDFS.subClassOf, URIRef(AKG + above)))
    assert _reason(owlready, graph) == [f"{AKG}Chimera"]


def test_small_records_are_consistent(owlready: Any, records_copy: Any) -> None:
    records = read(records_copy())
    triples = (
        (str(q.subject)[1:-1], q.predicate.value, str(q.object)[1:-1])
        for q in quads(records, kinds_by_slug(records))
    )
    assert _reason(owlready, _links(triples)) == []


def test_valid_examples_are_consistent(owlready: Any) -> None:
    graph = Graph()
    for file in sorted((FOLDER / "examples").glob("*-valid.ttl")):
        graph.parse(file)
    assert _reason(owlready, _links((str(s), str(p), str(o)) for s, p, o in graph)) == []
