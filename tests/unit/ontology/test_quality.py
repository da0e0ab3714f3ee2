"""The ontology has none of the pitfalls of the OOPS! catalogue that can be found by machine, and all of its metadata.

Each check is a function that returns offenders. It finds none in the ontology, and it finds the one that is planted.
"""

import csv
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef, namespace
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN
from rdflib.term import Node

from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import Code, Parts, Ref, Speaker, Sum, Value, When
from aseankg.loaders.models.registers import REGISTERS
from aseankg.loaders.models.searches import SEARCHES
from aseankg.loaders.models.source import Source
from aseankg.loaders.models.statements import PARTS, STATEMENTS
from aseankg.ontology import iris, terms

FOLDER = Path(terms.__file__).parent
AKG = iris.ONTOLOGY
HEADER = URIRef(iris.VOCABULARY)
PREFIXES = "".join(
    f"@prefix {prefix}: <{uri}> .\n"
    for prefix, uri in {
        "akg": AKG,
        "dcterms": DCTERMS,
        "foaf": namespace.FOAF,
        "org": namespace.ORG,
        "owl": OWL,
        "rdfs": RDFS,
        "skos": SKOS,
    }.items()
)
CLOSED = ("DCTERMS", "FOAF", "ORG", "OWL", "PROV", "RDF", "RDFS", "SDO", "SH", "SKOS", "TIME", "VANN", "XSD")
"""Vocabularies whose terms rdflib knows, by name: at the top of a module pytest asks each for strange members."""
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.inverseOf)
SINGULAR = {"MeetingSeries"}
"""Classes whose singular ends like a plural."""

with (Path(__file__).parent / "foreign_terms.csv").open(encoding="utf-8", newline="") as _file:
    FOREIGN = list(csv.DictReader(_file))
"""Terms of vocabularies that rdflib does not carry, each with the page where it was read."""


def _ontology() -> Graph:
    return Graph().parse(FOLDER / "aseankg.ttl")


def _ours(graph: Graph, *kinds: Node) -> set[URIRef]:
    return {
        URIRef(str(s)) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(AKG)
    }


def _names(nodes: set[URIRef]) -> set[str]:
    return {node.removeprefix(AKG) for node in nodes}


# pitfalls; the number is that of the OOPS! catalogue


def merges_concepts(graph: Graph) -> set[str]:
    """P07: a class that is this and that."""
    return {n for n in _names(_ours(graph, OWL.Class)) if re.search(r"[a-z](And|Or)[A-Z]", n)}


def is_named_like_several(graph: Graph) -> set[str]:
    """P07: a class is named like one of its members, not like several."""
    return {n for n in _names(_ours(graph, OWL.Class)) if re.search(r"[^s]s$", n)} - SINGULAR


def has_the_relation_is(graph: Graph) -> set[str]:
    """P03: a relation called is, where rdf:type or rdfs:subClassOf is meant."""
    found = set()
    for node in _ours(graph, *PROPERTIES):
        words = {node.removeprefix(AKG).lower(), *(str(o).lower() for o in graph.objects(node, RDFS.label))}
        if words & {"is", "isa", "is a", "is_a", "are", "has", "relatedto", "related to"}:
            found.add(node.removeprefix(AKG))
    return found


def stands_alone(graph: Graph) -> set[str]:
    """P04: a class that no axiom joins to another class or to a property."""
    alone = set()
    for node in _ours(graph, OWL.Class):
        out = [o for p in AXIOMS for o in graph.objects(node, p) if p != OWL.disjointWith]
        into = [s for p in AXIOMS for s in graph.subjects(p, node) if p != OWL.disjointWith]
        if not out and not into:
            alone.add(node.removeprefix(AKG))
    return alone


def has_a_wrong_inverse(graph: Graph) -> set[str]:
    """P05, P25, P26: inverses that do not mirror each other, an inverse of itself or of a symmetric property."""
    found = set()
    for one, other in graph.subject_objects(OWL.inverseOf):
        mirrored = graph.value(one, RDFS.domain) == graph.value(other, RDFS.range)
        mirrored &= graph.value(one, RDFS.range) == graph.value(other, RDFS.domain)
        symmetric = (one, RDF.type, OWL.SymmetricProperty) in graph
        objects = {(x, RDF.type, OWL.ObjectProperty) in graph for x in (one, other)} == {True}
        if one == other or symmetric or not mirrored or not objects:
            found.add(str(one).removeprefix(AKG))
    return found


def has_traits_that_do_not_fit(graph: Graph) -> set[str]:
    """P28, P29: a symmetric or transitive property leads from a class to the same class."""
    return {
        node.removeprefix(AKG)
        for node in _ours(graph, OWL.SymmetricProperty, OWL.TransitiveProperty)
        if graph.value(node, RDFS.domain) is None
        or graph.value(node, RDFS.domain) != graph.value(node, RDFS.range)
        or (node, RDF.type, OWL.ObjectProperty) not in graph
    }


def lies_above_itself(graph: Graph) -> set[str]:
    """P06: a cycle of subclasses, subproperties or broader concepts."""
    found = set()
    for property_ in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for node in set(graph.subjects(property_)):
            if any(
                node in graph.transitive_objects(above, property_) for above in graph.objects(node, property_)
            ):
                found.add(str(node).removeprefix(AKG))
    return found


def is_explained_by_itself(graph: Graph) -> set[str]:
    """P24, P27, P31: a term that an axiom joins to itself, or two terms that one axiom calls the same."""
    itself = {str(s).removeprefix(AKG) for s, _, o in graph if s == o}
    same = (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs)
    return itself | {str(s).removeprefix(AKG) for p in same for s in graph.subjects(p)}


def repeats_its_name(graph: Graph) -> set[str]:
    """P20, P24: a definition that is only the label, or starts by repeating it."""
    found = set()
    for node in _ours(graph, OWL.Class, *PROPERTIES):
        label = str(graph.value(node, RDFS.label)).casefold()
        definition = str(graph.value(node, SKOS.definition)).casefold()
        bare = re.sub(r"^(an?|the) ", "", definition).rstrip(".")
        if bare == label or bare.startswith((f"{label} is ", f"{label} that is a {label}", f"{label}: ")):
            found.add(node.removeprefix(AKG))
    return found


def lacks_annotations(graph: Graph) -> set[str]:
    """P08: a term without label, definition or the ontology that defines it."""
    wanted = (RDFS.label, SKOS.definition, RDFS.isDefinedBy)
    return {
        node.removeprefix(AKG)
        for node in _ours(graph, OWL.Class, *PROPERTIES)
        if any(graph.value(node, property_) is None for property_ in wanted)
    }


def lacks_an_example(graph: Graph) -> set[str]:
    """A class without an example."""
    return {n.removeprefix(AKG) for n in _ours(graph, OWL.Class) if graph.value(n, SKOS.example) is None}


def is_miscellaneous(graph: Graph) -> set[str]:
    """P21: a class for what is left over."""
    return {n for n in _names(_ours(graph, OWL.Class)) if re.match(r"(Other|Misc|Unknown|Various|Thing)", n)}


def mixes_naming_conventions(graph: Graph) -> set[str]:
    """P22: classes are written in upper camel case, properties in lower camel case, nothing with other signs."""
    wrong = {n for n in _names(_ours(graph, OWL.Class)) if not re.fullmatch(r"([A-Z][a-z0-9]*)+", n)}
    return wrong | {
        n for n in _names(_ours(graph, *PROPERTIES)) if not re.fullmatch(r"[a-z]+([A-Z]?[a-z0-9]+)*", n)
    }


def has_a_file_extension(graph: Graph) -> set[str]:
    """P36: an IRI of ours that names a file."""
    return {
        str(term)
        for triple in graph
        for term in triple
        if isinstance(term, URIRef)
        and term.startswith(iris.BASE)
        and re.search(r"\.(ttl|owl|rdf|xml|jsonld|nt|html?)\b", term.removeprefix(iris.BASE))
    }


def is_not_declared_once(graph: Graph) -> set[str]:
    """P37, P38: exactly one ontology is declared, with the IRI of the namespace."""
    found = {str(s) for s in graph.subjects(RDF.type, OWL.Ontology)}
    return found ^ {str(HEADER)}


def hijacks_a_namespace(graph: Graph) -> set[str]:
    """P40: something is said of a term of somebody else's."""
    return {str(s) for s in graph.subjects() if not str(s).startswith((AKG, str(HEADER)))}


def is_undefined(graph: Graph) -> set[str]:
    """P34, P35: a class or property that is used and that its vocabulary does not have."""
    used = set(graph.predicates()) | {o for p in (RDF.type, *AXIOMS) for o in graph.objects(None, p)}
    used |= set(graph.objects(None, SKOS.closeMatch))
    used |= {o for o in graph.objects(None, RDFS.seeAlso) if _vocabulary(str(o))}
    declared = _ours(graph, OWL.Class, *PROPERTIES)
    listed = {row["term"] for row in FOREIGN}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of what is missing, which the assertion says better
        return {str(t) for t in used if t not in declared and str(t) not in listed and not _exists(str(t))}


def _vocabulary(iri: str) -> str | None:
    spaces = {name: str(getattr(namespace, name)._NS) for name in CLOSED}
    return next((name for name, uri in spaces.items() if iri.startswith(uri)), None)


def _exists(iri: str) -> bool:
    name = _vocabulary(iri)
    return name is not None and getattr(namespace, name).__contains__(iri) is True


def matches_across_kinds(graph: Graph) -> set[str]:
    """A class is matched with classes, a property with properties: by the case of the first letter."""
    listed = {row["term"]: row["kind"] == "class" for row in FOREIGN}
    found = set()
    for property_ in (SKOS.closeMatch, RDFS.subClassOf, RDFS.subPropertyOf):
        for one, other in graph.subject_objects(property_):
            name = re.split(r"[#/]", str(other))[-1]
            is_class = listed.get(str(other), name[0].isupper())
            if is_class != ((one, RDF.type, OWL.Class) in graph):
                found.add(str(one).removeprefix(AKG))
    return found


PITFALLS: dict[Callable[[Graph], set[str]], str] = {
    merges_concepts: "akg:StateOrBody a owl:Class .",
    is_named_like_several: "akg:Treaties a owl:Class .",
    has_the_relation_is: "akg:isA a owl:ObjectProperty .",
    stands_alone: "akg:Island a owl:Class .",
    has_a_wrong_inverse: "akg:partner owl:inverseOf akg:member .",
    has_traits_that_do_not_fit: "akg:country a owl:TransitiveProperty .",
    lies_above_itself: "akg:Actor rdfs:subClassOf akg:State .",
    is_explained_by_itself: "akg:State owl:equivalentClass akg:Body .",
    repeats_its_name: 'akg:Thing2 a owl:Class ; rdfs:label "odd"@en ; skos:definition "An odd."@en .',
    lacks_annotations: 'akg:bare a owl:ObjectProperty ; rdfs:label "bare"@en .',
    lacks_an_example: "akg:Plain a owl:Class .",
    is_miscellaneous: "akg:OtherActor a owl:Class .",
    mixes_naming_conventions: "akg:has_partner a owl:ObjectProperty .",
    has_a_file_extension: f"akg:State rdfs:seeAlso <{iris.BASE}ontology.ttl> .",
    is_not_declared_once: f"<{iris.BASE}second> a owl:Ontology .",
    hijacks_a_namespace: "foaf:Agent rdfs:subClassOf akg:Actor .",
    is_undefined: "akg:State rdfs:subClassOf org:FormalOrganisation .",
    matches_across_kinds: "akg:State skos:closeMatch org:member .",
}
"""Each check, and a pitfall of its kind to plant."""


@pytest.mark.parametrize("check", PITFALLS, ids=lambda check: check.__name__)
def test_the_ontology_is_free_of_the_pitfall(check: Callable[[Graph], set[str]]) -> None:
    assert check(_ontology()) == set(), check.__doc__


@pytest.mark.parametrize(
    ("check", "planted"), PITFALLS.items(), ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_pitfall_is_found(check: Callable[[Graph], set[str]], planted: str) -> None:
    assert check(_ontology().parse(data=PREFIXES + planted, format="turtle"))


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.ttl")), ids=lambda file: file.name)
def test_every_file_uses_terms_that_exist(file: Path) -> None:
    known = _ours(_ontology(), OWL.Class, *PROPERTIES)
    graph = Graph().parse(file)
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    used |= {t for t in (*graph.subjects(), *graph.objects()) if isinstance(t, URIRef) and t.startswith(AKG)}
    assert {str(t) for t in used if t not in known and not _exists(str(t))} == set()


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.rq")), ids=lambda file: file.name)
def test_every_query_uses_terms_that_exist(file: Path) -> None:
    known = _names(_ours(_ontology(), OWL.Class, *PROPERTIES))
    assert set(re.findall(r"\bakg:(\w+)", file.read_text("utf-8"))) - known == set()


def test_the_list_of_foreign_terms_has_no_term_too_many_and_says_where_each_was_read() -> None:
    used = {str(o) for o in _ontology().objects()}
    for row in FOREIGN:
        assert row["term"] in used, "take it out of foreign_terms.csv"
        assert row["kind"] in ("class", "property")
        assert re.fullmatch(r"https?://\S+", row["page"])
        assert _vocabulary(row["term"]) is None, "rdflib knows this vocabulary"


# metadata

METADATA = {
    "title": (DCTERMS.title, r"\S.{5,}"),
    "description": (DCTERMS.description, r"\S.{80,}"),
    "version": (OWL.versionInfo, r"\d+\.\d+\.\d+"),
    "version IRI": (OWL.versionIRI, re.escape(str(HEADER)) + r"/\d+\.\d+\.\d+"),
    "licence": (DCTERMS.license, r"https://creativecommons\.org/licenses/\S+"),
    "creator": (DCTERMS.creator, r"\S.+"),
    "publisher": (DCTERMS.publisher, r"\S.+"),
    "created": (DCTERMS.created, r"\d{4}-\d{2}-\d{2}"),
    "modified": (DCTERMS.modified, r"\d{4}-\d{2}-\d{2}"),
    "preferred prefix": (VANN.preferredNamespacePrefix, "akg"),
    "preferred namespace": (VANN.preferredNamespaceUri, re.escape(AKG)),
}


def _missing(graph: Graph) -> set[str]:
    missing = set()
    for name, (property_, pattern) in METADATA.items():
        values = list(graph.objects(HEADER, property_))
        if len(values) != 1 or not re.fullmatch(pattern, str(values[0])):
            missing.add(name)
    version, version_iri = graph.value(HEADER, OWL.versionInfo), graph.value(HEADER, OWL.versionIRI)
    if not str(version_iri).endswith(f"/{version}"):
        missing.add("version IRI")
    for name in ("created", "modified"):
        value = graph.value(HEADER, METADATA[name][0])
        if not isinstance(value, Literal) or str(value.datatype) != terms.xsd.date:
            missing.add(name)
    return missing


def test_the_header_has_all_metadata() -> None:
    assert _missing(_ontology()) == set()


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_is_taken_out_is_missed(name: str) -> None:
    graph = _ontology()
    graph.remove((HEADER, METADATA[name][0], None))
    assert name in _missing(graph)


def test_shapes_and_code_lists_say_under_which_licence_they_are_or_where_they_belong() -> None:
    shapes = Graph().parse(FOLDER / "shapes.ttl")
    (ontology,) = shapes.subjects(RDF.type, OWL.Ontology)
    assert shapes.value(ontology, DCTERMS.license) == _ontology().value(HEADER, DCTERMS.license)
    for file in sorted((FOLDER / "codes").iterdir()):
        graph = Graph().parse(file)
        (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
        assert graph.value(scheme, RDFS.isDefinedBy) == HEADER


# domains and ranges, against the records that the properties are used in

KINDS = {"state": "State", "body": "Body", "person": "Person", "post": "Post", "line": "ActionLine"}
ADDED = {"publicBy": {terms.akg.Source}}
"""Properties that the converter adds by itself."""
ELSEWHERE = {"at"}
"""Properties that any thing may carry."""


def _uses() -> Iterator[tuple[str, str, object]]:
    """Yield property, class and mark for every field of every record."""
    models = (*REGISTERS.values(), *STATEMENTS.values(), *SEARCHES.values(), *PARTS)
    for model, class_ in [*((m, m.rdf_type) for m in models), (Source, terms.akg.Source)]:
        for _, mark, _ in marks(model):
            for property_ in _properties(mark):
                yield property_, class_, mark


def _properties(mark: object) -> list[str]:
    match mark:
        case When():
            found = [mark.property, mark.earliest, mark.latest, *(mark.start or ()), *(mark.end or ())]
        case Sum():
            found = [mark.amount, mark.currency]
        case Ref() | Code() | Value() | Speaker() | Parts():
            found = [mark.property]
        case _:
            found = []
    return [property_ for property_ in found if property_]


def _class_of(kind: str) -> str:
    name = KINDS.get(kind, kind.title().replace("_", ""))
    return AKG + name


def _expected_ranges(mark: object) -> set[str] | None:
    """Return the classes to which a field leads, or the datatype; None where the mark does not say."""
    match mark:
        case Ref(kinds=kinds) if kinds:
            return {_class_of(kind) for kind in kinds}
        case Code():
            return {str(SKOS.Concept)}
        case Value():
            return {mark.datatype or str(RDF.langString)}
    return None


def _common(graph: Graph, classes: set[str]) -> set[str]:
    """Return the classes of ours that lie above all the classes, themselves included."""
    above = [
        {str(a) for a in graph.transitive_objects(URIRef(c), RDFS.subClassOf) if str(a).startswith(AKG)}
        for c in classes
    ]
    return set.intersection(*above) if above else set()


def _wrong_ends(graph: Graph) -> set[str]:
    """Return properties whose domain or range is missing though one class has it, or stated though several have."""
    domains: dict[str, set[str]] = defaultdict(set, {AKG + n: set(c) for n, c in ADDED.items()})
    ranges: dict[str, set[str]] = defaultdict(set)
    for property_, class_, mark in _uses():
        domains[property_].add(class_)
        ranges[property_] |= _expected_ranges(mark) or set()
    wrong = set()
    for property_, classes in domains.items():
        if not property_.startswith(AKG) or property_.removeprefix(AKG) in ELSEWHERE:
            continue
        stated = {str(o) for o in graph.objects(URIRef(property_), RDFS.domain)}
        if not stated <= _common(graph, classes) or (len(classes) == 1 and not stated):
            wrong.add(f"{property_.removeprefix(AKG)}: domain")
        found = {str(o) for o in graph.objects(URIRef(property_), RDFS.range)}
        wanted = ranges[property_]
        if wanted and all(iri.startswith(AKG) for iri in wanted):
            fits = found <= _common(graph, wanted) and (found or len(wanted) > 1)
        else:
            fits = not wanted or found == wanted
        if not fits:
            wrong.add(f"{property_.removeprefix(AKG)}: range")
    return wrong


def test_a_property_of_one_class_says_so_and_one_of_several_does_not() -> None:
    assert _wrong_ends(_ontology()) == set()


@pytest.mark.parametrize(
    ("property_", "end"), [("fulfils", RDFS.domain), ("match", RDFS.range), ("fromLine", RDFS.range)]
)
def test_a_missing_end_is_found(property_: str, end: URIRef) -> None:
    graph = _ontology()
    graph.remove((URIRef(AKG + property_), end, None))
    assert f"{property_}: {end.removeprefix(str(RDFS))}" in _wrong_ends(graph)


def test_a_missing_end_of_a_computed_property_is_found() -> None:
    graph = _ontology()
    graph.remove((URIRef(AKG + "score"), RDFS.domain, None))
    assert "score" in _endless(graph)


def test_a_domain_that_not_all_users_share_is_found() -> None:
    graph = _ontology()
    graph.add((URIRef(AKG + "stage"), RDFS.domain, URIRef(AKG + "Expectation")))
    assert "stage: domain" in _wrong_ends(graph)


def _endless(graph: Graph) -> set[str]:
    """P11: properties without domain or range whose definition does not say why."""
    excuse = re.compile(r"[Hh]ence without|Used with|may carry it|No range|any class|bound|allows")
    found = set()
    for node in _ours(graph, *PROPERTIES):
        ends = [graph.value(node, end) for end in (RDFS.domain, RDFS.range)]
        texts = " ".join(str(o) for p in (SKOS.definition, SKOS.scopeNote) for o in graph.objects(node, p))
        if None in ends and not excuse.search(texts):
            found.add(node.removeprefix(AKG))
    return found


def test_a_property_without_domain_or_range_says_why() -> None:
    assert _endless(_ontology()) == set()
