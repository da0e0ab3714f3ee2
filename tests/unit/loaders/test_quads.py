"""From records to quads: what a record says, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg.graph.build import records_folder, validate
from aseankg.loaders.check import kinds_by_slug
from aseankg.loaders.quads import quads
from aseankg.loaders.read import read
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, rdf, rdfs, skos, xsd

RecordsCopy = Callable[..., Path]
GOLDEN = Path(__file__).parent / "golden"
PAPER = iris.source("paper")

HEADER = """\
source:
  title: Another paper
  kind: press report
  publisher: gazette
  published: not-stated
  language: en
  url: not-found
  retrieved: 2024-02-01
  read: whole
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
"""


def made(root: Path) -> list[ox.Quad]:
    records = validate(root)
    return list(quads(records, kinds_by_slug(records)))


def of(found: list[ox.Quad], subject: str, property_: str) -> list[ox.NamedNode | ox.Literal]:
    return [
        quad.object
        for quad in found
        if quad.subject.value == subject  # type: ignore[union-attr]  # an IRI: tested below
        and quad.predicate.value == property_
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
    ]


@pytest.fixture(scope="module")
def shipped() -> list[ox.Quad]:
    return made(records_folder())


def test_everything_is_named_and_stands_in_a_source(shipped: list[ox.Quad]) -> None:
    for quad in shipped:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert isinstance(quad.graph_name, ox.NamedNode)
        assert quad.graph_name.value == iris.EDITORIAL or quad.graph_name.value.startswith(iris.source(""))


def test_no_literal_is_ill_formed(shipped: list[ox.Quad]) -> None:
    """Oxigraph rewrites what it understands to canonical form; what it does not understand it keeps."""
    numbers = {xsd.integer: int, xsd.decimal: float}
    for quad in shipped:
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value in numbers:
            assert "E" not in quad.object.value.upper()
            numbers[quad.object.datatype.value](quad.object.value)


def test_the_graph_is_the_source_and_nothing_else(records_copy: RecordsCopy) -> None:
    other = HEADER + "  - membership: japan-in-asean\n    member: japan\n    of: asean\n    role: observer\n"
    found = made(records_copy({"sources/2023/other.yaml": other + "    start: not-stated\n    at: page 2\n"}))
    subject = iris.thing("membership", "japan-in-asean")
    graphs = {quad.graph_name for quad in found if quad.subject == ox.NamedNode(subject)}
    assert graphs == {ox.NamedNode(iris.source("other"))}


def test_publishers_need_no_document(records_copy: RecordsCopy) -> None:
    publisher = ox.NamedNode(iris.thing("publisher", "gazette"))
    graphs = {quad.graph_name.value for quad in made(records_copy()) if quad.subject == publisher}  # type: ignore[union-attr]
    assert graphs == {iris.EDITORIAL}


def test_golden(records_copy: RecordsCopy) -> None:
    """The quads of the small records, read once by a person against the records and kept."""
    lines = sorted(f"{quad} ." for quad in made(records_copy()))
    assert lines == (GOLDEN / "small.nq").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("date", "datatype"), [("2023", xsd.gYear), ("2023-05", xsd.gYearMonth), ("2023-05-17", xsd.date)]
)
def test_a_date_keeps_its_precision(records_copy: RecordsCopy, date: str, datatype: str) -> None:
    statement = f"  - claim: a-claim\n    measure: trees\n    about: japan\n    as_of: {date}\n    at: p. 1\n"
    found = made(records_copy({"sources/2023/other.yaml": HEADER + statement}))
    (value,) = of(found, iris.thing("claim", "a-claim"), akg.date)
    assert (value.value, value.datatype.value) == (date, datatype)  # type: ignore[union-attr]


def test_a_date_brings_its_first_and_last_day(records_copy: RecordsCopy) -> None:
    found = made(records_copy())
    meeting = iris.thing("meeting", "friends-meeting-1")
    assert [v.value for v in of(found, meeting, akg.earliest)] == ["2023-12-16"]
    assert [v.value for v in of(found, meeting, akg.latest)] == ["2023-12-18"]
    commitment = iris.thing("commitment", "japan-plants-trees")
    assert [v.value for v in of(found, commitment, akg.earliest)] == ["2023-12-01"]
    assert [v.value for v in of(found, commitment, akg.latest)] == ["2023-12-31"]


def test_what_is_not_stated_is_not_there(records_copy: RecordsCopy) -> None:
    statement = (
        "  - claim: a-claim\n    measure: trees\n    about: japan\n    as_of: not-stated\n    at: p. 1\n"
    )
    found = made(records_copy({"sources/2023/other.yaml": HEADER + statement}))
    assert of(found, iris.thing("claim", "a-claim"), akg.date) == []
    assert not any(quad.object == ox.Literal("not-stated") for quad in found)
    assert of(found, iris.source("other"), rdfs.seeAlso) == []
    assert of(found, iris.source("other"), akg.published) == []
    assert [v.value for v in of(found, iris.source("other"), akg.publicBy)] == ["2024-02-01"]


def test_a_document_is_public_by_the_latest_possible_day(records_copy: RecordsCopy) -> None:
    header = HEADER.replace("published: not-stated", "published: 2023-05")
    found = made(records_copy({"sources/2023/other.yaml": header.removesuffix("statements:\n")}))
    assert [v.value for v in of(found, iris.source("other"), akg.publicBy)] == ["2023-05-31"]


def test_a_sum_keeps_its_amount_and_its_currency(records_copy: RecordsCopy) -> None:
    found = made(records_copy())
    subject = iris.thing("contribution", "japan-to-asean-2023")
    (amount,) = of(found, subject, akg.amount)
    assert (amount.value, amount.datatype.value) == ("2500.5", xsd.decimal)  # type: ignore[union-attr]
    assert [v.value for v in of(found, subject, akg.currency)] == ["JPY"]


@pytest.mark.parametrize("value", ["1e5", "100000", "0.000000001", "99.6", "1E-9", "-0"])
def test_a_figure_is_a_decimal_as_rdf_writes_it(records_copy: RecordsCopy, value: str) -> None:
    statement = (
        f"  - claim: a-claim\n    measure: trees\n    about: japan\n    value: {value}\n    at: p. 1\n"
    )
    found = made(records_copy({"sources/2023/other.yaml": HEADER + statement}))
    (term,) = of(found, iris.thing("claim", "a-claim"), akg.value)
    assert set(term.value) <= set("0123456789.-"), "xsd:decimal knows no exponent"
    assert float(term.value) == float(value)


def test_parts_have_a_name_a_type_and_a_place(records_copy: RecordsCopy) -> None:
    found = made(records_copy())
    meeting = iris.thing("meeting", "friends-meeting-1")
    parts = [part.value for part in of(found, meeting, akg.participation)]
    assert len(parts) == 2
    for part in parts:
        assert part.startswith(f"{meeting}#participation-")
        assert [v.value for v in of(found, part, rdf.type)] == [akg.Participation]
        assert [v.value for v in of(found, part, akg.at)] == ["para 6"], "the place of the whole"


def test_the_place_of_a_part_is_its_own_where_it_has_one(records_copy: RecordsCopy) -> None:
    statement = (
        "  - meeting: a-meeting\n    name: A meeting\n    held: 2023\n    at: para 1\n"
        "    topics: [{topic: climate-change, role: discussed, at: para 8}]\n"
    )
    found = made(records_copy({"sources/2023/other.yaml": HEADER + statement}))
    (part,) = of(found, iris.thing("meeting", "a-meeting"), akg.treatment)
    assert [v.value for v in of(found, part.value, akg.at)] == ["para 8"]


def outputs(*titles: str) -> str:
    lines = [
        "  - activity: a-project",
        "    name: A project",
        "    kind: project",
        "    lifecycle: active",
        "    start: 2023",
        "    at: para 1",
        "    outputs:",
        *(f"      - {{title: {title}, status: planned}}" for title in titles),
    ]
    return HEADER + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "titles",
    [
        ("Reports", "Tools"),
        ("รายงาน", "เครื่องมือ"),
        ("报告", "工具"),
        ("Report: A", "Report A"),
        ("C", "C++"),
        ("x" * 100 + " one", "x" * 100 + " two"),
    ],
)
def test_parts_that_differ_stay_apart(records_copy: RecordsCopy, titles: tuple[str, str]) -> None:
    found = made(records_copy({"sources/2023/other.yaml": outputs(*(f'"{title}"' for title in titles))}))
    nodes = of(found, iris.thing("activity", "a-project"), akg.output)
    assert len(nodes) == 2
    for node in nodes:
        assert len(of(found, node.value, dcterms.title)) == 1, "two outputs became one"


def test_the_key_of_a_part_does_not_depend_on_its_place_or_its_neighbours(records_copy: RecordsCopy) -> None:
    def keys(root: Path) -> set[str]:
        return {node.value for node in of(made(root), iris.thing("activity", "a-project"), akg.output)}

    first = keys(records_copy({"sources/2023/other.yaml": outputs("Reports", "Tools")}, "one"))
    turned = keys(records_copy({"sources/2023/other.yaml": outputs("Tools", "Reports")}, "two"))
    more = keys(records_copy({"sources/2023/other.yaml": outputs("Tools", "Maps", "Reports")}, "three"))
    elsewhere = keys(
        records_copy(
            {"sources/2023/other.yaml": outputs("Tools", "Reports").replace("para 1", "para 2")}, "four"
        )
    )
    assert first == turned == elsewhere
    assert first < more


def test_a_reference_is_a_link_to_the_thing_of_its_kind(records_copy: RecordsCopy) -> None:
    found = made(records_copy())
    commitment = iris.thing("commitment", "japan-plants-trees")
    assert of(found, commitment, akg.obligor) == [ox.NamedNode(iris.thing("state", "japan"))]
    assert of(found, commitment, akg.beneficiary) == [ox.NamedNode(iris.thing("body", "asean"))]


@pytest.mark.parametrize(
    ("speaker", "iri"),
    [("unnamed analysts", iris.code("speaker", "unnamed analysts")), ("japan", iris.thing("state", "japan"))],
)
def test_who_speaks_is_a_code_or_a_thing(records_copy: RecordsCopy, speaker: str, iri: str) -> None:
    statement = (
        f"  - position: a-stand\n    what: x\n    said_by: {speaker}\n    stance: suggests\n    at: p. 1\n"
    )
    found = made(records_copy({"sources/2023/other.yaml": HEADER + statement}))
    assert of(found, iris.thing("position", "a-stand"), akg.saidBy) == [ox.NamedNode(iri)]


def test_other_names_carry_their_language(records_copy: RecordsCopy) -> None:
    found = made(records_copy())
    assert of(found, iris.thing("state", "japan"), skos.altLabel) == [ox.Literal("日本", language="ja")]


def test_another_wording_stands_in_the_document_that_prints_it(records_copy: RecordsCopy) -> None:
    line = """\
- line: treaty-of-friendship-1
  framework: treaty-of-friendship
  code: "1"
  kind: paragraph
  heading: Coasts
  source: paper
  at: para 4
  alternatives:
    - {heading: Shores, source: other, at: page 9}
"""
    changes = {
        "registers/lines.yaml": line,
        "sources/2023/other.yaml": HEADER.removesuffix("statements:\n"),
    }
    found = made(records_copy(changes))
    node = ox.NamedNode(iris.thing("line", "treaty-of-friendship-1"))
    titles = {
        (quad.object.value, quad.graph_name.value)  # type: ignore[union-attr]
        for quad in found
        if quad.subject == node and quad.predicate.value == dcterms.title
    }
    assert titles == {("Coasts", PAPER), ("Shores", iris.source("other"))}


@pytest.mark.parametrize(
    "address",
    [
        "https://gazette.example/%zz",
        "https://gazette.example/100%",
        "https://[gazette.example/",
        "https://gazette.example/[draft]",
        "https://gazette.example:port/",
        "https://gazette.example/a#b#c",
        "https://gazette.example/\ue000",
    ],
)
def test_an_address_that_passes_the_checks_can_be_written(records_copy: RecordsCopy, address: str) -> None:
    """Either the checks tell the fault with its line, or the address becomes an IRI."""
    header = HEADER.removesuffix("statements:\n").replace("url: not-found", f'url: "{address}"')
    root = records_copy({"sources/2023/other.yaml": header})
    refused = [problem.field for problem in read(root).problems]
    if refused:
        assert refused == ["url"]
    else:
        assert of(made(root), iris.source("other"), rdfs.seeAlso) == [ox.NamedNode(address)]


def test_states_are_named_in_the_languages_of_the_region_where_the_repository_is_a_document(
    records_copy: RecordsCopy,
) -> None:
    japan = iris.thing("state", "japan")
    assert ox.Literal("Nhật Bản", language="vi") not in of(made(records_copy()), japan, skos.altLabel)
    found = made(
        records_copy({"sources/2024/unicode-cldr.yaml": HEADER.replace("statements:\n", "")}, "named")
    )
    assert ox.Literal("Nhật Bản", language="vi") in of(found, japan, skos.altLabel)
    assert ox.Literal("日本", language="zh") in of(found, japan, skos.altLabel)
