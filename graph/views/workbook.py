"""What an official sends on: the matrix, its register, the numbered documents, and how to read them, in one workbook."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from aseankg.graph.delivery import RULES as DELIVERY_RULES
from aseankg.graph.monitoring import columns as columns_of
from aseankg.graph.monitoring import register as register_of
from aseankg.graph.monitoring import sheet as sheet_of
from aseankg.graph.monitoring.cell import Counts
from aseankg.graph.monitoring.columns import COLUMNS
from aseankg.graph.monitoring.entry import Citation, Entry
from aseankg.graph.monitoring.matrix import Matrix
from aseankg.graph.monitoring.register import Register
from aseankg.graph.monitoring.states import STATES
from aseankg.graph.views.spreadsheet import Column, Sheet, workbook

REGISTER = "Register"
"""The sheet that officers fill and that is read back."""
_CELLS = (
    "In each cell: how many promises and activities; how many of them a document states to serve the line and how many"
    " are inferred; how far they are. Totals count each thing once."
)
_LICENCE = (
    "Records of aseankg, CC BY 4.0. Every fact leads to its source; what is only expected is called so."
)


def matrix_workbook(matrix: Matrix, *others: Matrix) -> bytes:
    """Return the matrix as a workbook, with the register behind it; `others` are of the same framework, by other columns."""
    title = f"{matrix.framework.name}: {', '.join(one.kind for one in (matrix, *others))} by line"
    sheets = (
        [_matrix(one, one.kind.capitalize()) for one in (matrix, *others)] if others else [_matrix(matrix)]
    )
    return workbook([*sheets, *_behind(matrix.register, [title, *matrix.notes])], title, matrix.as_of)


def register_workbook(register: Register) -> bytes:
    """Return the register as a workbook."""
    title = f"Register: {register.framework.name if register.framework else 'all activities and promises'}"
    return workbook(_behind(register, [title]), title, register.as_of)


def _matrix(matrix: Matrix, name: str = "Matrix") -> Sheet:
    """Return actors down and lines across: in each cell the number, how it comes there, and how far it is."""
    heads = [f"{row.line.code} {row.line.heading}" if row.line else row.label for row in matrix.rows]
    columns = (
        Column(matrix.kind, 26),
        Column("status", 18),
        Column("all, each once", 28),
        *(Column(h, 28) for h in heads),
    )
    total = ["All, each once", "", _words(matrix.total)]
    rows: list[list[Any]] = [[*total, *(_words(matrix.row_total(row.key)) for row in matrix.rows)]]
    for column in matrix.columns:
        cells = [matrix.cell(row.key, column.key) for row in matrix.rows]
        texts = [_words(cell.counts) if cell.items else f"({cell.silence})" for cell in cells]
        rows.append([column.label, column.group, _words(matrix.column_total(column.key)), *texts])
    return Sheet(
        name,
        columns,
        rows,
        remarks=(
            f"{matrix.framework.name}: {COLUMNS[matrix.kind]}, by line",
            _when(matrix.as_of, matrix.known_on),
            _CELLS,
            *matrix.notes,
        ),
        totals=frozenset({0}),
        frozen=2,
    )


def _words(counts: Counts) -> str:
    if not counts.n:
        return "none"
    states = ", ".join(f"{counts.states[name]} {name}" for name in STATES if counts.states.get(name))
    return f"{counts.n} ({counts.stated} stated, {counts.inferred} inferred)\n{states}"


def _behind(register: Register, about: list[str]) -> Iterable[Sheet]:
    yield _register(register)
    yield _sources(register)
    yield _how(register, about)


def _register(register: Register) -> Sheet:
    numbers = _numbers(register)
    names = [field.name for field in sheet_of.FIELDS]
    rows = [list(row) for row in sheet_of.table(register, register.as_of).rows]
    for entry, row in zip(register, rows, strict=True):
        row[names.index("sources")] = "; ".join(_numbered(entry, numbers))
    columns = tuple(Column(f.name, f.width, f.closed, f.edit, f.about) for f in sheet_of.FIELDS)
    return Sheet(REGISTER, columns, rows, fill=True)


def _numbers(register: Register) -> dict[str, int]:
    """Return the number of every document, in the order in which the register cites them."""
    numbers: dict[str, int] = {}
    for citation in _cited(register):
        numbers.setdefault(citation.slug, len(numbers) + 1)
    return numbers


def _cited(register: Register) -> Iterator[Citation]:
    for entry in register:
        yield from entry.citations
        yield from (report.citation for report in entry.reports)


def _numbered(entry: Entry, numbers: dict[str, int]) -> Iterator[str]:
    for citation in (*entry.citations, *(report.citation for report in entry.reports)):
        yield f"[{numbers[citation.slug]}] {citation.at}"


def _sources(register: Register) -> Sheet:
    numbers = _numbers(register)
    known = {citation.slug: citation for citation in _cited(register)}
    rows = [
        [
            number,
            known[slug].title,
            known[slug].publisher,
            known[slug].published or "not stated",
            known[slug].url,
            slug,
        ]
        for slug, number in numbers.items()
    ]
    columns = (
        Column("number", 9),
        Column("document", 60),
        Column("publisher", 26),
        Column("published", 14),
        Column("address", 60),
        Column("name in the records", 40),
    )
    return Sheet("Sources", columns, rows, links=4)


def _how(register: Register, about: list[str]) -> Sheet:
    rows: list[list[Any]] = [["About", line] for line in about]
    rows += [
        ["As of", _when(register.as_of, register.known_on)],
        ["Rows", f"{len(register)} activities and promises"],
        ["Left out", f"{len(register.outside)} only inferred, and not of the framework's own time"],
        ["Left out", f"{len(register.undated)} only inferred, of which no time is known"],
        ["Own time", register_of.OWN_TIME],
        ["stated", "A document says that it serves the line."],
        ["inferred", "No document says so; one of the rules below does, or a curator."],
        *([f"rule {name}", rule] for name, rule in (register_of.RULES | columns_of.RULES).items()),
        *([f"state: {name}", meaning] for name, meaning in STATES.items()),
        *([f"rule of evidence {name}", rule] for name, rule in DELIVERY_RULES.items()),
        *(
            [f"column: {field.name}", field.about + ("" if field.edit else " Not to be edited.")]
            for field in sheet_of.FIELDS
        ),
        [
            "Filling it",
            "Several values in one cell stand apart by a semicolon. Grey columns are not read back.",
        ],
        [
            "Filling it",
            "A new row has no id. A new or changed row names the document that says so in the last columns.",
        ],
        [
            "Filling it",
            "aseankg propose FILE -o FOLDER turns new and changed rows into drafts for a curator.",
        ],
        ["Licence", _LICENCE],
    ]
    return Sheet("How to read", (Column("word", 30), Column("meaning", 110)), rows)


def _when(as_of: date, known_on: date | None) -> str:
    return f"As of {as_of}" + (f", from documents public by {known_on}" if known_on else "")
