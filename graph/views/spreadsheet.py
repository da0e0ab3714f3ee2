"""Workbooks, out and back in. The only user of openpyxl.

Texts stay texts: nothing of a record becomes a formula. The same register gives the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="DCE6EE")
_FIXED = PatternFill("solid", fgColor="EEEEEE")
_TOTAL = PatternFill("solid", fgColor="F4F1E8")
_TOP = Alignment(vertical="top", wrap_text=True)
_LINK = Font(color="0B5394", underline="single")
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_TALLEST = 160
_SPARE_ROWS = 200
"""Empty rows below a register that offer the same lists, for what an officer adds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, width, the words it may hold, and whether it may be edited."""

    name: str
    width: int = 16
    closed: tuple[str, ...] = ()
    edit: bool = True
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title and remarks on top, then a table. Rows listed in `totals` are set off."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    remarks: tuple[str, ...] = ()
    links: int | None = None
    """The number of the column that holds web addresses."""
    totals: frozenset[int] = frozenset()
    fill: bool = False
    """Whether officers fill it: lists of words, and columns that are not theirs in grey."""
    frozen: int = 1
    """How many columns stay in sight."""
    wrapped: bool = True
    """Whether long texts are wrapped, and rows as high as they need; a long list is quicker read, and written, without."""


@dataclass(frozen=True, slots=True)
class Read:
    """A table that was read: where it came from, its headings, and its rows with their numbers."""

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class SheetError(ValueError):
    """The file is no spreadsheet that can be read."""


def workbook(sheets: Iterable[Sheet], title: str, day: date) -> bytes:
    """Return a workbook of these sheets; `day` is the only time that it bears."""
    book = Workbook()
    book.remove(book.worksheets[0])
    stamp = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - workbooks know no time zones
    book.properties.title = title
    book.properties.creator = "aseankg"
    book.properties.created = stamp
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw.getvalue(), stamp)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV that a spreadsheet program opens well: with a byte order mark, and no formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read_table(file: Path, sheet: str) -> Read:
    """Read a register from a workbook or from CSV. Raises SheetError, which says what it found."""
    if file.suffix.lower() == ".csv":
        return _read_csv(file)
    try:
        book = load_workbook(file, read_only=False, data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SheetError(f"{file}: found no workbook; expected .xlsx or .csv ({error})") from error
    if sheet not in book.sheetnames:
        raise SheetError(f"{file}: found the sheets {', '.join(book.sheetnames)}; expected one named {sheet}")
    found = book[sheet]
    rows = [[_plain(cell) for cell in row] for row in found.iter_rows()]
    return _table(rows, found.title, file)


def _write(sheet: Any, what: Sheet) -> None:
    for remark in what.remarks:
        sheet.append([None])
        _put(sheet.cell(sheet.max_row, 1), remark)
    head = len(what.remarks) + 1
    for number, column in enumerate(what.columns, 1):
        cell = sheet.cell(head, number)
        _put(cell, column.name)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _TOP
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[head].height = _height(what.columns, [column.name for column in what.columns])
    for index, row in enumerate(what.rows):
        if what.wrapped:
            sheet.row_dimensions[head + 1 + index].height = _height(what.columns, row)
        for number, value in enumerate(row, 1):
            cell = sheet.cell(head + 1 + index, number)
            _put(cell, value)
            if what.wrapped:
                cell.alignment = _TOP
            if index in what.totals:
                cell.font, cell.fill = _BOLD, _TOTAL
            elif what.fill and not what.columns[number - 1].edit:
                cell.fill = _FIXED
            if number - 1 == what.links and str(value or "").startswith(("http://", "https://")):
                cell.hyperlink, cell.font = str(value), _LINK
    last = head + len(what.rows)
    _lay_out(sheet, what, head, last)
    if what.fill:
        _offer(sheet, what, head + 1, last + _SPARE_ROWS)


def _lay_out(sheet: Any, what: Sheet, head: int, last: int) -> None:
    """Keep headings in sight and on every page of paper, and let the table be filtered."""
    sheet.freeze_panes = sheet.cell(head + 1, what.frozen + 1)
    if what.rows:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(what.columns))}{last}"
    sheet.print_title_rows = f"{head}:{head}"
    if what.frozen:
        sheet.print_title_cols = f"A:{get_column_letter(what.frozen)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _height(columns: Sequence[Column], row: Sequence[Any]) -> float:
    """Return the height in points in which wrapped texts are seen: not every program works it out on opening."""
    lines = (
        sum(len(part) // column.width + 1 for part in str(value or "").split("\n"))
        for column, value in zip(columns, row, strict=True)
    )
    return min(13.5 * max(lines, default=1) + 2, _TALLEST)


def _offer(sheet: Any, what: Sheet, first: int, last: int) -> None:
    """Offer the words that a column may hold as a list."""
    for number, column in enumerate(what.columns, 1):
        if column.closed:
            letter = get_column_letter(number)
            rule = DataValidation(
                type="list", formula1='"{}"'.format(",".join(column.closed)), allow_blank=True
            )
            rule.error = f"expected one of {', '.join(column.closed)}"[:250]
            rule.errorTitle, rule.showErrorMessage = column.name, True
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{first}:{letter}{last}")


def _put(cell: Any, value: Any) -> None:
    """Write a value; a text stays one, whatever it begins with."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if _FORMULA.match(value):
            cell.data_type = "s"
            cell.quotePrefix = True
        return
    cell.value = value
    if isinstance(value, float | int):
        cell.number_format = "#,##0.##" if isinstance(value, float) else "#,##0"


def _timeless(data: bytes, stamp: datetime) -> bytes:
    """Return a workbook whose parts bear no time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                written = f">{stamp.isoformat()}Z</dcterms:modified>".encode()
                part = re.sub(rb">[^<]*</dcterms:modified>", written, part)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return out.getvalue()


def _guarded(value: Any) -> str:
    """Return a value for CSV: a text that would be run as a formula gets an apostrophe before it."""
    text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    number = isinstance(value, int | float | Decimal)
    return f"'{text}" if _FORMULA.match(text) and not number else text


def _read_csv(file: Path) -> Read:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(
            f"{file}: found byte {error.object[error.start]:#04x}; expected UTF-8 text"
        ) from error
    first = text.split("\n", 1)[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    rows = [
        [_unguarded(cell) for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    ]
    return _table(rows, "", file)


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _plain(cell: Cell | Any) -> str:
    """Return what a cell shows, as text; a day without the hour that programs add."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _table(rows: list[list[str]], sheet: str, file: Path) -> Read:
    """Find the headings: the first row that begins with id; what stands above are remarks."""
    for index, row in enumerate(rows):
        if row and row[0].strip() == "id":
            columns = tuple(_trimmed(row))
            body = (
                (number, tuple((cells + [""] * len(columns))[: len(columns)]))
                for number, cells in enumerate(rows[index + 1 :], index + 2)
            )
            return Read(
                sheet, columns, tuple((n, cells) for n, cells in body if any(c.strip() for c in cells))
            )
    raise SheetError(
        f"{file}: found no row of headings that begins with id; expected the columns of a register"
    )


def _trimmed(row: list[str]) -> Iterator[str]:
    last = max((number for number, cell in enumerate(row) if cell.strip()), default=-1)
    return (cell.strip() for cell in row[: last + 1])
