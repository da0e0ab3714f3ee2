"""From a register that an officer filled to drafts: new rows and changed cells become records for a curator to accept.

Nothing is lost or guessed: whatever cannot be taken over is told with file, sheet, row and column, and then nothing
is written. A document has one record file, and no machine changes one: statements of a document that is on record are
written apart, for a curator to add to its file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from aseankg.graph.monitoring.entry import Entry
from aseankg.graph.monitoring.names import Names
from aseankg.graph.monitoring.reading import clocks, read
from aseankg.graph.monitoring.rows import Fault, Row, delivery, record, slugged
from aseankg.graph.monitoring.sheet import FIELDS, table
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.graph.views.spreadsheet import Read, read_table
from aseankg.graph.views.workbook import REGISTER
from aseankg.loaders.models.source import Source
from aseankg.loaders.problems import nearest, shown
from aseankg.loaders.write import additions_file, register_file, source_file

KEEPER = {"publisher": "register-keeper", "name": "Office that keeps a register"}
"""Who publishes a sheet that names no other document: whoever filled it."""
_COMPUTED = ("delivery", "evidence grade", "score")
_REPORT = ("new report", "new report on", "new report what")
_SOURCE = {
    "kind": "new source kind",
    "publisher": "new source publisher",
    "published": "new source date",
    "language": "new source language",
    "url": "new source address",
}


class ProposalError(ValueError):
    """The sheet has faults; nothing was written. The text names each with its place."""


@dataclass(slots=True)
class Proposal:
    """What was made of a sheet."""

    files: list[Path] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    reports: int = 0
    same: int = 0
    on_record: list[str] = field(default_factory=list)
    """Documents on record to whose files statements are proposed."""


def propose(view: View, file: Path, out: Path, on: date) -> Proposal:
    """Write drafts of what is new or changed in a filled register into a folder laid out as the records are.

    `on` is the day on which the sheet was read. Raises SheetError if the file is no register and ProposalError with
    every fault of it.
    """
    work = _Work(view, file, on)
    texts = work.run()
    if work.faults:
        raise ProposalError(
            "\n".join([*work.faults, f"{len(work.faults)} fault(s) in {file.name}; nothing was written"])
        )
    for path, text in texts:
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
        work.made.files.append(target)
    return work.made


class _Work:
    """One reading of a sheet."""

    def __init__(self, view: View, file: Path, on: date) -> None:
        self._read: Read = read_table(file, REGISTER)
        self._file, self._on = file, on
        self._names = Names(view)
        self._on_record = [dict(row) for row in run(view, _ON_RECORD)]
        entries = read(view)
        self._entries: dict[str, Entry] = {entry.slug: entry for entry in entries}
        rows = table(entries, clocks(view)[0])
        self._now = {row["id"]: row for row in rows}
        self._taken = set(self._names.every)
        self._documents: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
        self.faults: list[str] = []
        self.made = Proposal()

    def run(self) -> list[tuple[str, str]]:
        """Return paths and texts of the files to write."""
        self._headings()
        seen: dict[str, int] = {}
        for number, values in self._read.rows:
            cells = dict(zip(self._read.columns, values, strict=True))
            slug = cells.get("id", "").strip()
            if slug in seen:
                self._fault(number)("id", shown(slug), f"each id once; it stands in row {seen[slug]} too")
            elif slug:
                seen[slug] = number
                self._known(number, cells, slug)
            else:
                self._new(number, cells)
        return list(self._files())

    def _fault(self, number: int) -> Fault:
        where = f"{self._file.name}" + (f": sheet {self._read.sheet}" if self._read.sheet else "")

        def tell(column: str, found: str, expected: str) -> None:
            line = f"{where}: row {number}: column {column}: found {found}; expected {expected}"
            if line not in self.faults:
                self.faults.append(line)

        return tell

    def _headings(self) -> None:
        known = [one.name for one in FIELDS]
        heading = self._read.rows[0][0] - 1 if self._read.rows else 1
        for column in self._read.columns:
            if column not in known:
                self._fault(heading)(
                    column, "an unknown column", f"a column of the register{nearest(column, known)}"
                )
        for column in {column for column in self._read.columns if self._read.columns.count(column) > 1}:
            self._fault(heading)(column, "the column twice", "each column once")

    def _new(self, number: int, cells: Mapping[str, str]) -> None:
        filled = frozenset(name for name, value in cells.items() if value.strip())
        row = Row(number, cells, filled)
        fault = self._fault(number)
        for name in sorted(filled & {one.name for one in FIELDS if not one.edit}):
            fault(name, shown(cells[name]), "nothing: this is worked out, not entered")
        slug = self._free(slugged(row.get("title") or row.get("what") or "row"))
        found = record(row, slug, self._at(row), self._names, fault)
        self._cite(row, found)
        if any(row.get(name) for name in _REPORT):
            self._report(row, slug, found)
        self.made.new += 1

    def _known(self, number: int, cells: Mapping[str, str], slug: str) -> None:
        fault = self._fault(number)
        now = self._now.get(slug)
        if now is None:
            fault(
                "id",
                shown(slug),
                f"the id of a row of the register, or nothing for a new row{nearest(slug, self._now)}",
            )
            return
        for name in _COMPUTED:
            if cells.get(name, "").strip() and name in cells and not _same(cells[name], now[name]):
                fault(
                    name,
                    shown(cells[name]),
                    f"{shown(str(now[name] or ''))}: it is computed; enter a new report instead",
                )
        editable = [one.name for one in FIELDS if one.edit and not one.name.startswith("new ")]
        changed = frozenset(name for name in editable if name in cells and not _same(cells[name], now[name]))
        if "record" in changed:
            fault(
                "record",
                shown(cells["record"]),
                f"{now['record']}: a row does not become another kind of record",
            )
            return
        row = Row(number, {name: str(value or "") for name, value in now.items()} | dict(cells), changed)
        for name in sorted(changed):
            if not row.get(name):
                fault(
                    name,
                    "nothing",
                    f"a value; what a document says ({shown(str(now[name]))}) is not taken back by an empty cell",
                )
        reported = any(row.get(name) for name in _REPORT)
        if changed:
            found = record(row, slug, self._at(row), self._names, fault)
            was = "; ".join(f"{name} was {now[name] or 'empty'}" for name in sorted(changed))
            self._cite(row, found | {"note": f"Changed in a register: {was}."[:400]})
            self.made.changed += 1
        if reported:
            self._report(row, slug, {})
        if not changed and not reported:
            loose = [name for name in cells if name.startswith("new ") and cells[name].strip()]
            for name in loose:
                fault(name, shown(cells[name]), "a changed cell or a new report to which it belongs")
            self.made.same += not loose

    def _report(self, row: Row, promise: str, _found: Mapping[str, Any]) -> None:
        fault = self._fault(row.number)
        if row.get("record") == "activity":
            fault(
                "new report",
                shown(row.get("new report")),
                "a change of lifecycle: an activity has no delivery",
            )
            return
        slug = self._free(slugged(f"{promise}-report-{row.get('new report on')}", 110))
        self._cite(row, delivery(row, slug, promise, self._at(row), fault))
        self.made.reports += 1

    def _free(self, slug: str) -> str:
        """Return the slug, or one like it that nothing has yet."""
        number, found = 2, slug or "row"
        while found in self._taken:
            found, number = f"{slug}-{number}", number + 1
        self._taken.add(found)
        return found

    def _at(self, row: Row) -> str:
        place = row.get("new source place")
        if row.get("new source") and not place:
            self._fault(row.number)(
                "new source place", "nothing", "the place in the document, such as para 4"
            )
        sheet = f"sheet {self._read.sheet}, " if self._read.sheet else ""
        return place if row.get("new source") else f"{sheet}row {row.number}"

    def _cite(self, row: Row, found: dict[str, Any]) -> None:
        self._documents.setdefault(row.get("new source"), []).append((row, found))

    def _recorded(self, title: str, row: Row) -> str | None:
        """Return the slug of the record of a document, if there is one: by slug, address, or title without address."""
        address = _bare(row.get("new source address"))
        for one in self._on_record:
            if title == one["slug"] or (address and address == _bare(one["url"] or "")):
                return str(one["slug"])
        called = [one["slug"] for one in self._on_record if one["title"].casefold() == title.casefold()]
        if address or not called:
            return None
        if len(called) > 1:
            expected = f"one of {', '.join(sorted(called))}, which are all called so"
            self._fault(row.number)("new source", shown(title), expected)
        return str(called[0])

    def _agrees(self, slug: str, row: Row) -> None:
        """Tell where a row describes a document otherwise than its record does."""
        known = next(one for one in self._on_record if one["slug"] == slug)
        for name in ("kind", "publisher", "published", "language"):
            found = row.get(_SOURCE[name])
            names = {str(known[name] or "").casefold(), str(known["publisher_name"] or "").casefold()}
            if found and found.casefold() not in (names if name == "publisher" else {str(known[name] or "")}):
                expected = f"{shown(str(known[name] or 'nothing'))}, as in {slug}.yaml"
                self._fault(row.number)(_SOURCE[name], shown(found), expected)

    def _files(self) -> Iterator[tuple[str, str]]:
        sheet_itself = False
        texts = []
        additions: dict[str, list[dict[str, Any]]] = {}
        for title, cited in self._documents.items():
            slug = self._recorded(title, cited[0][0]) if title else None
            if slug is not None:
                for row, found in cited:
                    self._agrees(slug, row)
                    additions.setdefault(slug, []).extend([found] if found else [])
                continue
            header = self._header(title, cited[0][0])
            sheet_itself = sheet_itself or not title
            slug = self._free(slugged(f"draft-{title or self._file.stem}", 100))
            year = str(header["published"])[:4]
            folder = year if year.isdigit() else "undated"
            statements = [found for _, found in cited if found]  # what has a fault is told, not written
            texts.append((f"sources/{folder}/{slug}.yaml", source_file(header, statements)))
        if self.faults:
            return
        if sheet_itself and KEEPER["publisher"] not in self._names.every:
            yield "registers/draft-publishers.yaml", register_file([KEEPER])
        yield from texts
        for slug, statements in additions.items():
            self.made.on_record.append(slug)
            yield f"additions/{slug}.yaml", additions_file(slug, statements)

    def _header(self, title: str, row: Row) -> dict[str, Any]:
        fault = self._fault(row.number)
        header: dict[str, Any] = {"title": title or self._file.name, "status": "draft"}
        if title:
            for name, column in _SOURCE.items():
                header[name] = row.get(column)
                if not header[name]:
                    fault(column, "nothing", "a value: the document is cited here for the first time")
            if header["publisher"]:
                try:
                    header["publisher"] = self._names.slug(header["publisher"], ("publisher",))
                except ValueError as error:
                    fault("new source publisher", shown(header["publisher"]), str(error))
        else:
            header |= {"kind": "database", "publisher": KEEPER["publisher"], "published": "not-stated"}
            header |= {"language": "en", "url": "not-found"}
        header |= {
            "retrieved": str(self._on),
            "read": "excerpt",
            "curated_by": "maintainers",
            "curated_on": str(self._on),
        }
        header["note"] = f"Proposed from {self._file.name}; nobody has accepted it yet."
        try:
            Source.model_validate(header)
        except ValidationError as error:
            for details in error.errors():
                name = str(details["loc"][0]) if details["loc"] else "published"
                if details["input"]:
                    expected = details["msg"].removeprefix("Value error, ").removeprefix("expected ")
                    fault(_SOURCE.get(name, "new source"), shown(header.get(name, "")), expected)
        return header


def _bare(address: str) -> str:
    """Return an address as two are compared: without scheme and final slash."""
    return address.partition("://")[2].rstrip("/").casefold()


_ON_RECORD = """
SELECT ?slug ?title ?url ?kind ?publisher ?publisher_name ?published ?language WHERE {
  ?document a akg:Source ; dcterms:identifier ?slug ; rdfs:label ?title .
  OPTIONAL { ?document rdfs:seeAlso ?url }
  OPTIONAL { ?document akg:kind/skos:notation ?kind }
  OPTIONAL { ?document dcterms:publisher ?by . ?by dcterms:identifier ?publisher ; rdfs:label ?publisher_name }
  OPTIONAL { ?document akg:published ?day BIND(STR(?day) AS ?published) }
  OPTIONAL { ?document dcterms:language ?language }
} ORDER BY ?slug
"""


def _same(cell: str, value: object) -> bool:
    """Return whether a cell says what the register says: blanks aside, and numbers as numbers."""
    one, other = " ".join(cell.split()), " ".join(str("" if value is None else value).split())
    if one == other:
        return True
    try:
        return bool(one and other) and Decimal(one.replace(",", "")) == Decimal(other)
    except InvalidOperation:
        return False
