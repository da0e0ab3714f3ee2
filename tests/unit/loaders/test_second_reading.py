"""What a second reader found stands in the graph; what a second reader took back does not."""

from collections.abc import Callable
from pathlib import Path

from aseankg.graph.build import assemble, validate
from aseankg.graph.explain import explain
from aseankg.graph.queries import run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.problems import RecordsInvalidError
from aseankg.loaders.read import read

RecordsCopy = Callable[..., Path]
READ = "    second_reading: {by: second-reader, on: 2024-03-01, "


def paper(records_copy: RecordsCopy, **readings: str) -> Path:
    """Return the small records with a reading under the statements of these slugs."""
    root = records_copy()
    file = root / "sources/2024/paper.yaml"
    lines: list[str] = []
    for line in file.read_text("utf-8").splitlines():
        lines.append(line)
        slug = line.partition(": ")[2]
        if line.startswith("  - ") and slug in readings:
            lines.append(READ + readings[slug] + "}")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return root


def made(root: Path) -> EmbeddedStore:
    return assemble(validate(root))[0]


READINGS = """
SELECT ?what ?result ?fault ?on WHERE {
  ?r a akg:SecondReading ; akg:result/skos:notation ?result ; akg:readOn ?on ; prov:used ?document .
  OPTIONAL { ?r akg:fault/skos:notation ?fault }
  OPTIONAL { ?s akg:secondReading ?r ; dcterms:identifier ?what }
} ORDER BY ?result
"""


def test_readings_stand_beside_what_was_read(records_copy: RecordsCopy) -> None:
    root = paper(
        records_copy,
        **{
            "japan-to-asean-2023": "result: confirmed",
            "japan-dialogue-partner": "result: corrected, fault: substance",
            "friends-meeting-1": "result: withdrawn, fault: substance",
        },
    )
    rows = [(r["what"], r["result"], r["fault"]) for r in run(made(root), READINGS)]
    assert rows == [
        ("japan-to-asean-2023", "confirmed", None),
        ("japan-dialogue-partner", "corrected", "substance"),
        (None, "withdrawn", "substance"),
    ]


def test_an_explanation_tells_what_second_readers_found(records_copy: RecordsCopy) -> None:
    root = paper(records_copy, **{"japan-dialogue-partner": "result: corrected, fault: substance"})
    found = [
        one for one in explain(made(root), "japan-dialogue-partner").reasons if "reading" in one.property
    ]
    assert [one.value for one in found] == [
        "corrected in substance on 2024-03-01, held against A paper on friends"
    ]


def test_what_was_withdrawn_stays_on_file_and_out_of_the_graph(records_copy: RecordsCopy) -> None:
    root = paper(records_copy, **{"friends-meeting-1": "result: withdrawn, fault: substance"})
    (document,) = read(root).documents
    assert [item.slug for item in document.withdrawn] == ["friends-meeting-1"]
    assert not made(root).ask('ASK { ?s dcterms:identifier "friends-meeting-1" }')


def test_nothing_refers_to_what_was_withdrawn(records_copy: RecordsCopy) -> None:
    root = paper(records_copy, **{"friends-meeting-1": "result: withdrawn, fault: substance"})
    file = root / "sources/2024/paper.yaml"
    file.write_text(
        file.read_text("utf-8").replace(
            "    made: 2023-12\n", "    made: 2023-12\n    meeting: friends-meeting-1\n"
        )
    )
    try:
        validate(root)
    except RecordsInvalidError as error:
        (problem,) = error.problems
        assert problem.rule == "R3"
        assert problem.field == "meeting"
    else:
        raise AssertionError("a reference to a withdrawn statement was let through")


def test_readings_are_ours_and_not_the_documents(records_copy: RecordsCopy) -> None:
    store = made(paper(records_copy, **{"japan-to-asean-2023": "result: confirmed"}))
    assert not store.ask("ASK { GRAPH ?g { ?g a akg:Source . ?r a akg:SecondReading } }")


def test_a_reading_names_a_fault_where_there_was_one_and_only_there(records_copy: RecordsCopy) -> None:
    for wrong in ("result: corrected", "result: confirmed, fault: form"):
        problems = read(paper(records_copy, **{"japan-to-asean-2023": wrong})).problems
        assert [problem.field for problem in problems] == ["second_reading.0"]


def test_an_item_of_wikidata_hangs_on_the_document_that_says_so(records_copy: RecordsCopy) -> None:
    root = records_copy()
    file = root / "registers/states.yaml"
    text = file.read_text("utf-8").replace(
        "  iso2: JP\n", "  wikidata: {id: Q17, source: paper, at: para 9}\n  iso2: JP\n"
    )
    file.write_text(text, "utf-8")
    store = made(root)
    query = 'ASK { GRAPH ?d { ?s schema:sameAs <http://www.wikidata.org/entity/Q17> ; akg:at "para 9" } ?d a akg:Source . ?s schema:sameAs ?q }'
    assert store.ask("PREFIX schema: <https://schema.org/> " + query)
