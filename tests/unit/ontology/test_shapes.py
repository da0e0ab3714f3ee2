"""The shapes accept what is right and refuse each fault by the one shape that is made for it."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib import Literal as Text
from rdflib.namespace import DCTERMS, RDFS
from rdflib.term import Node

from aseankg.graph.delivery import SCORES
from aseankg.ontology import codelists, iris, terms

FOLDER = Path(terms.__file__).parent
EXAMPLES = FOLDER / "examples"
AKG = Namespace(iris.ONTOLOGY)
AKGS = Namespace(f"{iris.BASE}ontology/shapes#")

FAULTS = {
    "action-line": "ActionLine-framework",
    "claim": "Claim-value",
    "commitment": "Commitment-obligor",
    "consent": "Consent-step",
    "contribution": "Contribution-currency",
    "crosswalk": "DroppedLeadsNowhere",
    "delivery": "Delivery-kind",
    "expectation": "Expectation-type",
    "fulfilment": "Fulfilment-share",
    "meeting": "Meeting-earliest",
    "membership": "Membership-role",
    "partnership": "PartnershipIsOneTie",
    "position": "PositionHasASpeaker",
    "search-log": "SearchLog-found",
    "source": "Source-publicBy",
}
"""The shape that each `examples/<name>-invalid.ttl` breaks, and no other."""

CHANGES: list[tuple[str, URIRef, Node | None, str]] = [
    ("partnership", AKG.level, None, "PartnershipSaysWhich"),
    ("partnership", AKG.partner, Text("Canada"), "Partnership-partner"),
    ("partnership", AKG.partner, URIRef(iris.thing("person", "canada")), "Partnership-partner"),
    ("partnership", AKG.start, Text("2023-09-06"), "Partnership-start"),
    (
        "partnership",
        AKG.startEarliest,
        Text("2023-09-07", datatype=URIRef(terms.xsd.date)),
        "Partnership-startEarliest",
    ),
    ("membership", AKG.role, URIRef(iris.code("meeting-role", "co-chair")), "Membership-role"),
    ("contribution", AKG.amount, Text("-1", datatype=URIRef(terms.xsd.decimal)), "Contribution-amount"),
    ("contribution", AKG.amount, Text("6000000", datatype=URIRef(terms.xsd.string)), "Contribution-amount"),
    ("contribution", AKG.currency, Text("US$"), "Contribution-currency"),
    ("meeting", AKG.ordinal, Text(0), "Meeting-ordinal"),
    ("meeting", AKG.date, Text("last week", lang="en"), "Meeting-date"),
    ("meeting", AKG.participation, Text("Republic of Korea"), "Meeting-participation"),
    ("meeting", RDFS.label, Text("26th ASEAN-ROK Dialogue"), "Meeting-label"),
    ("claim", AKG.concerns, Text("the blueprint"), "Claim-concerns"),
    ("source", DCTERMS.language, Text("English"), "Source-language"),
    ("source", AKG.retrieved, Text("yesterday"), "Source-retrieved"),
    ("delivery", AKG.stage, URIRef(iris.code("delivery-status", "delivered late")), "Delivery-stage"),
    ("delivery", AKG.amount, None, "DeliveredMoneyIsWhole"),
    ("delivery", AKG.kind, None, "DeliveredMoneyIsWhole"),
    ("delivery", AKG.fulfils, URIRef(iris.thing("commitment", "a")), "Delivery-fulfils"),
    ("delivery", AKG.by, URIRef(iris.thing("publisher", "a")), "Delivery-by"),
    ("delivery", AKG.date, Text("soon"), "Delivery-date"),
    ("fulfilment", AKG.promise, URIRef(iris.thing("position", "a")), "Fulfilment-promise"),
    ("fulfilment", AKG.share, Text("0", datatype=URIRef(terms.xsd.decimal)), "Fulfilment-share"),
    ("search-log", AKG.searchedFor, Text("fund"), "SearchLog-searchedFor"),
    ("search-log", AKG.promise, URIRef(iris.thing("delivery", "a")), "SearchLog-promise"),
    ("search-log", AKG.actor, URIRef(iris.thing("publisher", "a")), "SearchLog-actor"),
    ("crosswalk", AKG.toLine, None, "DroppedLeadsNowhere"),
    ("crosswalk", AKG.toLine, URIRef(iris.thing("framework", "a")), "Crosswalk-toLine"),
]
"""Example, property, the value put in place of its values (None: nothing), and the shape that must notice."""


@cache
def _shapes() -> Graph:
    return Graph().parse(FOLDER / "shapes.ttl")


def _example(name: str) -> Graph:
    return Graph().parse(EXAMPLES / f"{name}.ttl")


def _broken(data: Graph) -> list[str]:
    """Return the name of the shape behind every violation."""
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes())
    results = report.objects(
        None, SH.result
    )  # what lies below, in sh:detail, is the reason and no fault of its own
    return [str(report.value(result, SH.sourceShape)).removeprefix(AKGS) for result in results]


def _targets() -> dict[str, URIRef]:
    """Return the shape of each class that has a shape of its name, by the name of its examples."""
    shapes = _shapes()
    found: dict[str, URIRef] = {}
    for shape, class_ in shapes.subject_objects(SH.targetClass):
        name = str(class_).removeprefix(AKG)
        if shape == AKGS[name]:
            found[re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()] = AKGS[name]
    return found


def _required() -> list[tuple[str, URIRef]]:
    """Return every property shape that asks for a value, with the name of its example."""
    return sorted(
        (name, URIRef(str(shape)))
        for name, target in _targets().items()
        for shape in _shapes().objects(target, SH.property)
        if _shapes().value(shape, SH.minCount)
    )


def test_shapes_are_themselves_valid_shacl() -> None:
    pyshacl.validate(Graph(), shacl_graph=_shapes(), meta_shacl=True)


def test_each_shape_has_its_examples_and_each_example_its_shape() -> None:
    names = {f"{name}-{verdict}" for name in _targets() for verdict in ("valid", "invalid")}
    assert {file.stem for file in EXAMPLES.iterdir()} == names
    assert set(FAULTS) == set(_targets())


@pytest.mark.parametrize("name", FAULTS)
def test_valid_example_conforms(name: str) -> None:
    data = _example(f"{name}-valid")
    assert list(data.subjects(RDF.type, _shapes().value(_targets()[name], SH.targetClass)))
    assert _broken(data) == []


@pytest.mark.parametrize(("name", "shape"), FAULTS.items())
def test_invalid_example_has_the_one_fault_it_was_made_for(name: str, shape: str) -> None:
    assert _broken(_example(f"{name}-invalid")) == [shape]


@pytest.mark.parametrize(("name", "shape"), _required(), ids=lambda value: str(value).removeprefix(AKGS))
def test_each_required_property_is_missed(name: str, shape: URIRef) -> None:
    data, path = _example(f"{name}-valid"), _shapes().value(shape, SH.path)
    (focus,) = set(data.subjects(RDF.type))
    data.remove((focus, path, None))
    assert _broken(data) == [shape.removeprefix(AKGS)]


@pytest.mark.parametrize(("name", "property_", "value", "shape"), CHANGES)
def test_a_wrong_value_is_noticed(name: str, property_: URIRef, value: Node | None, shape: str) -> None:
    data = _example(f"{name}-valid")
    (focus,) = set(data.subjects(RDF.type))
    assert (focus, property_, None) in data
    data.remove((focus, property_, None))
    if value is not None:
        data.add((focus, property_, value))
    assert set(_broken(data)) == {shape}


@pytest.mark.parametrize("name", ["Tie", "Partnership", "Consent", "Activity", "Commitment", "Contribution"])
def test_an_expectation_is_never_something_done_or_promised(name: str) -> None:
    data = _example("expectation-valid")
    data.add((next(iter(data.subjects())), RDF.type, AKG[name]))
    assert "Expectation-type" in _broken(data)


@pytest.mark.parametrize("name", ["Promise", "Commitment", "Contribution"])
def test_a_position_is_never_a_promise(name: str) -> None:
    data = _example("position-valid")
    data.add((next(iter(data.subjects())), RDF.type, AKG[name]))
    assert "Position-type" in _broken(data)


def test_a_position_may_be_told_by_a_speaker_without_a_name() -> None:
    data = _example("position-invalid")
    data.add((next(iter(data.subjects())), AKG.saidBy, URIRef(iris.code("speaker", "author"))))
    assert _broken(data) == []


@pytest.mark.parametrize("name", ["Promise", "Commitment", "Contribution"])
def test_a_delivery_is_never_a_promise(name: str) -> None:
    data = _example("delivery-valid")
    data.add((next(iter(data.subjects())), RDF.type, AKG[name]))
    assert "Delivery-type" in _broken(data)


def test_a_delivery_without_money_is_whole() -> None:
    data = _example("delivery-valid")
    for property_ in (AKG.amount, AKG.currency, AKG.kind):
        data.remove((None, property_, None))
    assert _broken(data) == []


def test_a_search_is_for_something() -> None:
    data = _example("search-log-valid")
    data.remove((None, AKG.promise, None))
    assert _broken(data) == []
    data.remove((None, AKG.actor, None))
    assert _broken(data) == ["SearchIsForSomething"]


def test_a_dropped_line_leads_nowhere_and_conforms() -> None:
    data = _example("crosswalk-invalid")
    data.remove((None, AKG.toLine, None))
    assert _broken(data) == []


def _assessed(status: str, grade: str, score: int | None, rule: str = "D4") -> Graph:
    data = _example("commitment-valid")
    focus = next(iter(data.subjects()))
    data.add((focus, AKG.delivery, URIRef(iris.code("delivery-status", status))))
    data.add((focus, AKG.evidenceGrade, URIRef(iris.code("evidence-grade", grade))))
    data.add((focus, AKG.coverage, URIRef(iris.code("coverage", "evidence on record"))))
    data.add((focus, AKG.deliveryRule, Text(rule)))
    if score is not None:
        data.add((focus, AKG.score, Text(score)))
    return data


@pytest.mark.parametrize("status", get_args(codelists.DeliveryStatus))
def test_what_is_computed_of_a_promise_has_a_shape(status: str) -> None:
    judged = SCORES.get(status)
    assert _broken(_assessed(status, "E4", judged)) == []
    assert _broken(_assessed(status, "E4", 0)) == ([] if judged is not None else ["scoredStatus"])
    weak = _broken(_assessed(status, "E2", judged))
    assert weak == (["DeliveredIsProven"] if judged == 1 else [])


def test_faults_in_what_is_computed_are_noticed() -> None:
    assert _broken(_assessed("delivered", "E4", 2)) == ["Assessed-score"]
    assert _broken(_assessed("delivered", "E4", 1, rule="by hand")) == ["Assessed-deliveryRule"]
    for property_ in (AKG.evidenceGrade, AKG.coverage, AKG.deliveryRule):
        data = _assessed("delivered", "E4", 1)
        data.remove((None, property_, None))
        assert _broken(data) == [f"Assessed-{property_.removeprefix(AKG)}"]


def test_a_source_has_an_iri_of_ours() -> None:
    data = _example("source-valid")
    moved = Graph()
    for _, predicate, object_ in data:
        moved.add((URIRef("https://example.org/article"), predicate, object_))
    assert _broken(moved) == ["Source"]


@pytest.mark.parametrize(
    "date",
    [
        Text("2023", datatype=URIRef(terms.xsd.gYear)),
        Text("2023-05", datatype=URIRef(terms.xsd.gYearMonth)),
        Text("2023-05-17", datatype=URIRef(terms.xsd.date)),
        Text("2023-03-06/2023-03-08", datatype=URIRef(terms.xsd.edtf)),
    ],
)
def test_a_date_may_have_any_precision(date: Text) -> None:
    data = _example("meeting-valid")
    data.set((next(iter(data.subjects())), AKG.date, date))
    assert _broken(data) == []


def test_code_patterns_allow_the_words_of_their_list_and_no_others() -> None:
    lists = {
        re.sub(r"(?<!^)(?=[A-Z])", "-", n).lower(): get_args(v)
        for n, v in vars(codelists).items()
        if get_origin(v) is Literal
    }
    patterns = [str(pattern) for pattern in _shapes().objects(None, SH.pattern) if "/code/" in str(pattern)]
    assert len(patterns) >= 10
    for pattern in patterns:
        match = re.fullmatch(
            re.escape("^" + re.escape(iris.BASE)) + r"ontology/code/([a-z-]+)/\((.+)\)\$", pattern
        )
        assert match is not None, pattern
        allowed = {f"{iris.BASE}ontology/code/{match[1]}/{word}" for word in match[2].split("|")}
        assert allowed == {iris.code(match[1], word) for word in lists[match[1]]}


def test_shapes_speak_of_terms_that_exist_and_explain_themselves() -> None:
    shapes = _shapes()
    known = {iri for name, iri in vars(terms.akg).items() if not name.startswith("_")}
    assert {str(t) for triple in shapes for t in triple if str(t).startswith(iris.ONTOLOGY)} <= known
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        for property_ in (SH.name, SH.message):
            (text,) = shapes.objects(shape, property_)
            assert isinstance(text, Text)
            assert text.language == "en", shape
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert shapes.value(shape, RDFS.label) is not None, shape
        if shapes.value(shape, SH["not"]):
            assert shapes.value(shape, SH.message) is not None, shape
    assert {s for _, s in shapes.subject_objects(SH.property)} == set(
        shapes.subjects(RDF.type, SH.PropertyShape)
    )
