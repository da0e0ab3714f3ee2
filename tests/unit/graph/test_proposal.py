"""A register goes out and comes back: unchanged it proposes nothing, and what an officer fills becomes a draft that holds."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.unit.graph.conftest_outlook import commitment, records
from tests.unit.graph.conftest_small import exists, paper, values

from aseankg.graph.build import assemble, validate
from aseankg.graph.monitoring.register import register
from aseankg.graph.queries import run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.proposal import Proposal, ProposalError, propose
from aseankg.graph.views.spreadsheet import SheetError, to_csv
from aseankg.graph.views.workbook import register_workbook

ON = date(2026, 2, 1)
PAPER = paper(
    "papers",
    commitment("ports-2022", "seas-ports stated", due="2024", beneficiaries="[asean]")
    + commitment("formula-2022", "links inferred", what='"=1+1 is no formula."')
    + """\
- contribution: money-for-ports
  by: [japan, india]
  to: asean
  amount: 5000000.50 USD
  kind: pledge
  date: 2022-06
  topics: shipping
  serves:
    - {line: seas, basis: stated}
  at: para 9
- activity: port-project
  name: Port Project
  kind: project
  lifecycle: active
  start: 2022-02
  involved:
    - {actor: ministers-of-seas, role: accountable}
    - {actor: japan, role: funding}
  outputs:
    - {title: A handbook, status: planned}
  serves:
    - {line: seas-ports, basis: stated}
  at: para 10
""",
)
Edit = Callable[[dict[str, dict[str, str]], dict[str, str]], None]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return records(tmp_path_factory.mktemp("world") / "records", PAPER)


@pytest.fixture(scope="module")
def view(root: Path) -> EmbeddedStore:
    return assemble(validate(root))[0]


def _filled(view: EmbeddedStore, file: Path, edit: Edit) -> Path:
    """Write the register as CSV after an officer's edits: rows by id, and one new row."""
    table = register(view, "outlook").table()
    text = to_csv(table.columns, table.rows).decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    added: dict[str, str] = {}
    edit(rows, added)
    out = io.StringIO()
    writer = csv.DictWriter(out, table.columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows([*rows.values(), *([added] if added else [])])
    file.write_text(out.getvalue(), "utf-8-sig")
    return file


def _proposed(view: EmbeddedStore, folder: Path, edit: Edit) -> Proposal:
    return propose(view, _filled(view, folder / "filled.csv", edit), folder / "drafts", ON)


def _accepted(root: Path, folder: Path) -> EmbeddedStore:
    """Return the graph of the records with the drafts copied in and accepted."""
    copy = folder / "records"
    shutil.copytree(root, copy)
    shutil.copytree(folder / "drafts", copy, dirs_exist_ok=True)
    validate(copy)  # the drafts hold as drafts
    for file in (copy / "sources").rglob("draft-*.yaml"):
        text = file.read_text("utf-8")
        assert "  status: draft\n" in text
        file.write_text(text.replace("  status: draft\n", ""), "utf-8")
    return assemble(validate(copy))[0]


def test_a_register_that_nobody_touched_proposes_nothing(view: EmbeddedStore, tmp_path: Path) -> None:
    book = tmp_path / "register.xlsx"
    book.write_bytes(register_workbook(register(view, "outlook")))
    for file in (book, _filled(view, tmp_path / "register.csv", lambda rows, new: None)):
        made = propose(view, file, tmp_path / "drafts", ON)
        assert (made.files, made.new, made.changed, made.reports, made.same) == ([], 0, 0, 0, 4)
    assert not (tmp_path / "drafts").exists()


def test_a_changed_cell_becomes_a_draft_that_says_what_changed(
    view: EmbeddedStore, root: Path, tmp_path: Path
) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        rows["ports-2022"]["due"] = "2027-06"

    made = _proposed(view, tmp_path, edit)
    assert (made.changed, made.same) == (1, 3)
    text = (tmp_path / "drafts/sources/undated/draft-filled.yaml").read_text("utf-8")
    assert "- commitment: ports-2022\n" in text
    assert 'due: "2027-06"\n' in text
    assert "due was 2024" in text
    assert "beneficiaries" not in text, "a draft repeats nothing that nobody changed"
    after = _accepted(root, tmp_path)
    said = [
        row[0]
        for row in run(
            after, "SELECT DISTINCT ?d { GRAPH ?g { ?p akg:due ?due BIND(STR(?due) AS ?d) } } ORDER BY ?d"
        ).rows
    ]
    assert said == ["2024", "2027-06"], "both documents are heard"


def test_an_edited_workbook_is_read_like_csv(view: EmbeddedStore, tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(register_workbook(register(view, "outlook")))
    book = load_workbook(file)
    sheet = book["Register"]
    heads = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == "port-project")
    sheet.cell(row, heads["lifecycle"]).value = "completed"
    book.save(file)
    made = propose(view, file, tmp_path / "drafts", ON)
    assert (made.changed, made.same) == (1, 3)
    text = made.files[-1].read_text("utf-8")
    assert "lifecycle: completed\n" in text
    assert f'at: "sheet Register, row {row}"' in text


def test_a_new_row_with_its_document_becomes_a_record(
    view: EmbeddedStore, root: Path, tmp_path: Path
) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        new.update(
            {
                "record": "commitment",
                "what": "Lighthouses: will be <b>repaired</b>, 'all' of them.",
                "kind": "pledge",
                "by": "Japan; india",
                "to": "ASEAN",
                "made": "2025-03",
                "lines stated": "seas-ports",
                "topics": "Container shipping",
                "framework": "OOS",
                "new source": "Joint statement on lighthouses",
                "new source place": "para 3",
                "new source kind": "adopted text",
                "new source publisher": "The Gazette",
                "new source date": "2025-03-04",
                "new source language": "en",
                "new source address": "https://papers.example/lighthouses",
            }
        )

    made = _proposed(view, tmp_path, edit)
    assert (made.new, made.same) == (1, 4)
    assert [file.relative_to(tmp_path / "drafts").as_posix() for file in made.files] == [
        "sources/2025/draft-joint-statement-on-lighthouses.yaml"
    ]
    after = _accepted(root, tmp_path)
    slug = "lighthouses-will-be-b-repaired-b-all-of-them"
    assert exists(after, slug)
    assert values(after, slug, "akg:obligor") == ["india", "japan"]
    assert values(after, slug, "akg:framework") == ["outlook"]
    assert slug in {entry.slug for entry in register(after, "outlook")}


@pytest.mark.parametrize(
    "cells",
    [
        {"new source": "papers"},
        {"new source": "papers", "new source publisher": "The Gazette", "new source language": "en"},
        {"new source": "Another title", "new source address": "http://PAPERS.example/papers/"},
    ],
    ids=["slug", "slug and publisher", "address"],
)
def test_statements_of_a_document_on_record_are_for_its_file(
    view: EmbeddedStore, root: Path, tmp_path: Path, cells: dict[str, str]
) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        rows["ports-2022"] |= {
            "new report": "in progress",
            "new report on": "2024-01-05",
            "new report what": "Dredging has begun.",
            "new source place": "para 12",
            **cells,
        }

    made = _proposed(view, tmp_path, edit)
    assert made.on_record == ["papers"]
    assert [file.relative_to(tmp_path / "drafts").as_posix() for file in made.files] == [
        "additions/papers.yaml"
    ]
    copy = tmp_path / "records"
    shutil.copytree(root, copy)
    (record,) = copy.rglob("papers.yaml")
    accepted = record.read_text("utf-8")
    shutil.copytree(tmp_path / "drafts", copy, dirs_exist_ok=True)
    assert values(assemble(validate(copy))[0], "ports-2022", "akg:delivery") == ["not looked for"]
    added = made.files[0].read_text("utf-8").partition("statements:\n")[2]
    record.write_text(accepted.rstrip("\n") + "\n" + added, "utf-8")
    after = assemble(validate(copy))[0]
    assert values(after, "ports-2022", "akg:delivery") == ["in progress"]


def test_a_document_on_record_is_not_described_otherwise(view: EmbeddedStore, tmp_path: Path) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        rows["ports-2022"] |= {
            "due": "2027",
            "new source": "papers",
            "new source place": "para 12",
            "new source language": "fr",
        }

    with pytest.raises(ProposalError, match=r"column new source language: found 'fr'; expected 'en', as in"):
        _proposed(view, tmp_path, edit)


def test_a_new_report_becomes_a_delivery(view: EmbeddedStore, root: Path, tmp_path: Path) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        rows["ports-2022"] |= {
            "new report": "in progress",
            "new report on": "2025-05-05",
            "new report what": "Dredging has begun.",
        }

    made = _proposed(view, tmp_path, edit)
    assert (made.reports, made.changed) == (1, 0)
    after = _accepted(root, tmp_path)
    assert values(after, "ports-2022", "akg:delivery") == ["in progress"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"ports-2022": {"by": "Japn"}},
            "column by: found 'Japn'; expected the name of a known state or body or post; nearest: japan",
        ),
        ({"ports-2022": {"due": "soon"}}, "column due: found 'soon'; expected a date such as 2023"),
        (
            {"ports-2022": {"kind": "promise"}},
            "column kind: found 'promise'; expected one of legal obligation",
        ),
        (
            {"ports-2022": {"delivery": "delivered"}},
            "column delivery: found 'delivered'; expected 'not looked for': it is computed",
        ),
        ({"ports-2022": {"what": ""}}, "column what: found nothing; expected a value"),
        ({"ports-2022": {"record": "activity"}}, "column record: found 'activity'; expected commitment"),
        (
            {"ports-2022": {"id": "ports-2023"}},
            "column id: found 'ports-2023'; expected the id of a row of the register, or nothing for a new row; nearest: ports-2022",
        ),
        (
            {"ports-2022": {"id": "money-for-ports"}},
            "column id: found 'money-for-ports'; expected each id once",
        ),
        (
            {"money-for-ports": {"amount": "a lot"}},
            "column amount: found 'a lot USD'; expected an amount and an ISO 4217 currency",
        ),
        (
            {"money-for-ports": {"topics": "Shiping"}},
            "column topics: found 'Shiping'; expected the name of a known topic; nearest: shipping",
        ),
        (
            {"port-project": {"outputs": "A handbook"}},
            "column outputs: found 'A handbook'; expected a title and its status in brackets",
        ),
        (
            {"port-project": {"new report": "delivered"}},
            "column new report: found 'delivered'; expected a change of lifecycle",
        ),
        (
            {"ports-2022": {"due": "2027", "new source": "A letter"}},
            "column new source kind: found nothing; expected a value",
        ),
        (
            {"ports-2022": {"new source": "A letter"}},
            "column new source: found 'A letter'; expected a changed cell or a new report",
        ),
        (
            {"": {"record": "promise"}},
            "column record: found 'promise'; expected one of activity, commitment, contribution",
        ),
        (
            {"": {"record": "commitment", "what": "Help."}},
            "column by: found nothing; expected a value: every commitment has one",
        ),
        (
            {"": {"record": "activity", "title": "X", "area": "1 Seas"}},
            "column area: found '1 Seas'; expected nothing: this is worked out",
        ),
    ],
)
def test_every_fault_names_its_place_and_nothing_is_written(
    view: EmbeddedStore, tmp_path: Path, changes: dict[str, dict[str, str]], told: str
) -> None:
    def edit(rows: dict[str, dict[str, str]], new: dict[str, str]) -> None:
        for slug, cells in changes.items():
            (rows[slug] if slug else new).update(cells)

    with pytest.raises(ProposalError) as caught:
        _proposed(view, tmp_path, edit)
    assert told in str(caught.value)
    assert str(caught.value).startswith("filled.csv: row ")
    assert "nothing was written" in str(caught.value)
    assert not (tmp_path / "drafts").exists()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.xlsx", b"no workbook", "found no workbook"),
        ("x.csv", b"a,b\r\n1,2\r\n", "found no row of headings that begins with id"),
        ("x.csv", b"\xff\xfe", "expected UTF-8 text"),
        ("x.csv", b"", "found no row of headings"),
    ],
)
def test_what_is_no_register_is_refused_in_one_line(
    view: EmbeddedStore, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SheetError, match=told):
        propose(view, tmp_path / name, tmp_path / "drafts", ON)


def test_an_unknown_column_is_told_and_not_dropped(view: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,remarks,du\r\nports-2022,good,2024\r\n", "utf-8")
    with pytest.raises(ProposalError, match="row 1: column remarks: found an unknown column"):
        propose(view, tmp_path / "x.csv", tmp_path / "drafts", ON)
