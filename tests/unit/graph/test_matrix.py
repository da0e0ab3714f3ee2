"""The matrix counts promises and activities: each once, stated and inferred apart, and says why a cell is empty."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook
from tests.unit.graph.conftest_outlook import commitment, world
from tests.unit.graph.conftest_small import paper

from aseankg.graph.clocks import at
from aseankg.graph.monitoring.matrix import Matrix, matrix
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.matrix import draw
from aseankg.graph.views.spreadsheet import to_csv
from aseankg.graph.views.workbook import matrix_workbook

EVIL = "=HYPERLINK(1) </script><img src=x onerror=window.__pwn=1> {{7*7}}"
PAPER = paper(
    "papers",
    commitment("ports-2022", "seas-ports stated", "links inferred", due="2024", by="japan, india")
    + commitment("ports-again", "seas-ports stated", restates="ports-2022", made="2023-05-01")
    + commitment("ports-first-part", "seas stated", part_of="ports-2022")
    + commitment("bridge-2022", "links inferred", due="2030")
    + commitment("asean-boats", "seas stated", by="asean", made="2021-06-01")
    + commitment("office-help", "seas stated", by="world-fund-office")
    + commitment("forum-talks", "links stated", by="regional-forum")
    + commitment("old-2013", "links inferred", made="2013-01-01")
    + commitment("evil", "links stated", by="india", what=json.dumps(EVIL))
    + """\
- contribution: paid-sum
  by: japan
  to: asean
  amount: 100 USD
  kind: disbursement
  date: 2022-06
  serves:
    - {line: links, basis: stated}
  at: para 9
- activity: joint-project
  name: Joint Project
  kind: project
  lifecycle: completed
  start: 2022-02
  end: 2024-06
  involved:
    - {actor: ministers-of-seas, role: accountable}
    - {actor: japan, role: funding}
    - {actor: india, role: funding}
  serves:
    - {line: seas, basis: stated}
    - {line: links, basis: stated}
  at: para 10
- delivery: ports-begun
  what: Work on ports has begun.
  date: 2023-06-01
  stage: in progress
  fulfils:
    - {promise: ports-again, extent: partial, basis: stated}
  at: para 11
""",
    published="2024-07-10",
)
SEARCHES = {
    "searches/2025.yaml": """\
- search: chile-seas
  actors: chile
  framework: outlook
  line: seas
  queries: [chile seas]
  where: stored pages
  on: 2025-01-20
  found: nothing
- search: other-framework
  actors: chile
  framework: plan-2021
  queries: [chile plan]
  where: stored pages
  on: 2025-01-20
  found: nothing
"""
}


@pytest.fixture(scope="module")
def view() -> EmbeddedStore:
    return world(PAPER, SEARCHES)


@pytest.fixture(scope="module")
def partners(view: EmbeddedStore) -> Matrix:
    return matrix(view, "outlook")


def _slugs(drawn: Matrix, row: str, column: str) -> set[str]:
    return {item.entry.slug for item in drawn.cell(row, column).items}


def test_rows_are_lines_with_lines_below_them_and_the_whole(partners: Matrix) -> None:
    assert [(row.key, row.depth) for row in partners.rows] == [
        ("seas", 0),
        ("seas-ports", 1),
        ("links", 0),
        ("whole", 0),
    ]


def test_columns_are_partners_by_status_and_others_of_which_something_is_on_record(partners: Matrix) -> None:
    assert [(column.key, column.group) for column in partners.columns] == [
        ("india", "dialogue partner"),
        ("japan", "dialogue partner"),
        ("chile", "development partner"),
        ("world-fund-office", "no formal status on record"),
        ("none", ""),
    ]
    assert "viet-nam" not in {column.key for column in partners.columns}


def test_a_joint_thing_stands_in_each_cell_and_counts_once_in_totals(partners: Matrix) -> None:
    for partner in ("india", "japan"):
        for line in ("seas", "links"):
            assert "joint-project" in _slugs(partners, line, partner)
    # seas: ports (with its repetition), its part, boats, office help, joint project
    assert partners.row_total("seas").n == 5
    # links: ports, bridge, forum talks, evil, paid sum, joint project
    assert partners.row_total("links").n == 6
    assert partners.total.n == 9
    cells = sum(cell.counts.n for cell in partners)
    assert cells > partners.total.n, "a sum of cells would count joint things twice"


def test_a_promise_made_again_counts_once_on_its_best_evidence(partners: Matrix) -> None:
    cell = partners.cell("seas-ports", "japan")
    assert {item.entry.slug for item in cell.items} == {"ports-2022", "ports-again"}
    assert (cell.counts.n, cell.counts.repeated) == (1, 1)
    assert dict(cell.counts.states) == {"under way": 1}


def test_stated_and_inferred_are_counted_apart(partners: Matrix) -> None:
    japan = partners.cell("links", "japan").counts
    assert (japan.n, japan.stated, japan.inferred) == (4, 2, 2)
    # ports-2022 is inferred for links, and stated for seas: in all it is stated
    assert (partners.total.n, partners.total.stated, partners.total.inferred) == (9, 8, 1)


def test_states_tell_promised_under_way_evidenced_and_unknown(partners: Matrix) -> None:
    assert (
        dict(partners.cell("links", "japan").counts.states)
        == {
            "evidenced": 2,  # the sum that was paid, the project that is completed
            "promised": 1,  # the bridge, due in 2030
            "unknown": 1,  # the ports as first promised: the evidence is of another record, which serves other lines
        }
    )
    assert dict(partners.cell("links", "india").counts.reasons) == {"not looked for": 2}


def test_a_project_completed_later_is_under_way_before(view: EmbeddedStore) -> None:
    then = matrix(at(view, date(2023, 12, 31)), "outlook")
    item = next(i for i in then.cell("seas", "india").items if i.entry.slug == "joint-project")
    assert item.entry.lifecycle == "completed"
    assert dict(then.cell("seas", "india").counts.states) == {"under way": 1, "promised": 1}


def test_what_is_older_than_the_framework_is_left_out_and_said(partners: Matrix) -> None:
    assert "old-2013" not in {item.entry.slug for cell in partners for item in cell.items}
    assert any(note.startswith("1 entry is left out") and "own time" in note for note in partners.notes)


def test_an_empty_cell_says_whether_anybody_looked(view: EmbeddedStore, partners: Matrix) -> None:
    assert partners.cell("seas", "chile").silence == "looked for on 2025-01-20, nothing found"
    assert partners.cell("seas-ports", "chile").silence == "looked for on 2025-01-20, nothing found"
    assert partners.cell("links", "chile").silence == "nobody looked"
    before = matrix(at(view, date(2024, 12, 31)), "outlook")
    assert before.cell("seas", "chile").silence == "nobody looked"


def test_members_see_what_a_grouping_promised_as_inferred(view: EmbeddedStore) -> None:
    members = matrix(view, "outlook", "members")
    assert [column.key for column in members.columns] == ["indonesia", "timor-leste", "viet-nam", "none"]
    cell = members.cell("seas", "indonesia")
    assert [(item.entry.slug, item.basis, item.rules) for item in cell.items] == [
        ("asean-boats", "inferred", ("concerns-member",))
    ]
    assert not members.cell("seas", "timor-leste").items, "it was no member when that was promised"
    assert "timor-leste" not in {
        column.key for column in matrix(at(view, date(2024, 1, 1)), "outlook", "members").columns
    }


def test_bodies_and_mechanisms_stand_across_too(view: EmbeddedStore) -> None:
    assert _slugs(matrix(view, "outlook", "bodies"), "seas", "ministers-of-seas") == {"joint-project"}
    assert _slugs(matrix(view, "outlook", "mechanisms"), "links", "regional-forum") == {"forum-talks"}


def test_before_a_framework_there_is_nothing_and_the_matrix_says_so(view: EmbeddedStore) -> None:
    early = matrix(at(view, date(1950, 1, 1)), "outlook")
    assert early.total.n == 0
    assert any("was adopted on 2019-06-23" in note for note in early.notes)
    assert "There are no partners" in " ".join(early.notes) or any(
        "nothing is on record" in n for n in early.notes
    )


def test_a_framework_without_lines_is_shown_as_a_whole(view: EmbeddedStore) -> None:
    treaty = matrix(view, "treaty-of-trade")
    assert [row.key for row in treaty.rows] == ["whole"]
    assert any("No lines of Treaty of Trade are on record" in note for note in treaty.notes)


def test_an_unknown_framework_or_column_gets_near_words(view: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="nearest: outlook"):
        matrix(view, "outlok")
    with pytest.raises(QueryError, match="no columns 'partner'; nearest: partners"):
        matrix(view, "outlook", "partner")


def test_the_workbook_reads_back_as_text_and_is_the_same_twice(view: EmbeddedStore, partners: Matrix) -> None:
    data = matrix_workbook(partners)
    assert data == matrix_workbook(matrix(view, "outlook"))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Matrix", "Register", "Sources", "How to read"]
    register = book["Register"]
    cells = [cell for row in register.iter_rows() for cell in row]
    assert any(cell.value == EVIL for cell in cells)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert register.freeze_panes == "B2"
    assert register.auto_filter.ref
    assert register.data_validations.dataValidation
    assert book["Sources"]["E2"].hyperlink.target.startswith("https://papers.example/")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_csv_has_a_mark_and_runs_nothing(view: EmbeddedStore) -> None:
    from aseankg.graph.monitoring.register import register

    table = register(view, "outlook").table()
    text = to_csv(table.columns, table.rows)
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert next(row["what"] for row in rows if row["id"] == "evil") == f"'{EVIL}"


def test_a_page_holds_hostile_text_as_text_and_no_script(partners: Matrix) -> None:
    page = draw(partners)
    assert "<script" not in page
    assert "<img" not in page
    assert "{{7*7}}" in page
    assert 'id="seas--japan"' in page
    assert 'href="#seas--japan"' in page
