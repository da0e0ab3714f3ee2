"""From a row of a filled register to a record: which cells changed, what they mean, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from aseankg.graph.monitoring.names import Names
from aseankg.graph.monitoring.sheet import KINDS, RECORDS
from aseankg.loaders.models.statements import STATEMENTS
from aseankg.loaders.problems import nearest, shown

Fault = Callable[[str, str, str], None]
"""Takes the column, what was found and what was expected."""
ACTORS = ("state", "body", "post")
ROLES = ("proponent", "funding", "accountable", "implementing", "extending")
_OUTPUT = re.compile(r"(?P<title>.+?)\s*\[(?P<status>[^\[\]]+)\]")
_COLUMN_OF = {
    "name": "title",
    "obligors": "by",
    "beneficiaries": "to",
    "date": "made",
    "planned_end": "due",
    "serves": "lines stated",
    "implements": "framework",
    "restates": "repeats",
    "part_of": "part of",
    "involved": "proponent",
}
"""Columns whose field in the record is called otherwise."""
_NEEDED = {
    "activity": ("title", "kind", "lifecycle", "start"),
    "commitment": ("what", "kind", "by"),
    "contribution": ("by", "to", "amount", "currency", "kind"),
}
"""Columns without which a record says nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet, and the columns of it that count: the changed ones, or all that are filled."""

    number: int
    cells: Mapping[str, str]
    counts: frozenset[str] = field(default=frozenset())

    def get(self, column: str) -> str:
        """Return a cell."""
        return self.cells.get(column, "").strip()

    def many(self, column: str) -> list[str]:
        """Return the values of a cell that holds several."""
        return [one.strip() for one in self.get(column).split(";") if one.strip()]


def record(row: Row, slug: str, at: str, names: Names, fault: Fault) -> dict[str, Any]:
    """Return the record that a row proposes; every fault is told, none is mended."""
    kind = row.get("record")
    if kind not in RECORDS:
        fault("record", shown(row.get("record")), f"one of {', '.join(RECORDS)}{nearest(kind, RECORDS)}")
        return {}
    for column in _NEEDED[kind]:
        if not row.get(column):
            fault(column, "nothing", f"a value: every {kind} has one")
    if row.get("kind") and row.get("kind") not in KINDS[kind]:
        fault(
            "kind",
            shown(row.get("kind")),
            f"one of {', '.join(KINDS[kind])}{nearest(row.get('kind'), KINDS[kind])}",
        )
    fields = _BUILDERS[kind](row, _Finder(row, names, fault))
    found = {kind: slug} | {key: value for key, value in fields.items() if value not in ("", [], None)}
    found["at"] = at
    _validate(kind, slug, found, fault)
    return found


class _Finder:
    """Finds the slugs of what a row names."""

    def __init__(self, row: Row, names: Names, fault: Fault) -> None:
        self._row, self._names, self._fault = row, names, fault

    def many(self, column: str, *kinds: str, always: bool = False) -> list[str]:
        if not always and column not in self._row.counts:
            return []
        return [slug for name in self._row.many(column) if (slug := self._slug(column, name, kinds))]

    def one(self, column: str, *kinds: str, always: bool = False) -> str:
        found = self.many(column, *kinds, always=always)
        if len(found) > 1:
            self._fault(column, shown(self._row.get(column)), "one value")
        return found[0] if found else ""

    def _slug(self, column: str, name: str, kinds: tuple[str, ...]) -> str:
        try:
            return self._names.slug(name, kinds)
        except ValueError as error:
            self._fault(column, shown(name), str(error))
            return ""

    def text(self, column: str) -> str:
        return self._row.get(column) if column in self._row.counts else ""

    def services(self) -> list[dict[str, str]]:
        bases = {"lines stated": "stated", "lines inferred": "inferred"}
        return [
            {"line": line, "basis": basis}
            for column, basis in bases.items()
            for line in self.many(column, "action line")
        ]

    def outputs(self) -> list[dict[str, str]]:
        if "outputs" not in self._row.counts:
            return []
        found = []
        for text in self._row.many("outputs"):
            match = _OUTPUT.fullmatch(text)
            if match is None:
                self._fault(
                    "outputs", shown(text), "a title and its status in brackets, such as A handbook [planned]"
                )
            else:
                found.append({"title": match["title"], "status": match["status"]})
        return found


def _activity(row: Row, find: _Finder) -> dict[str, Any]:
    involved = [{"actor": actor, "role": role} for role in ROLES for actor in find.many(role, *ACTORS[:2])]
    involved += [{"actor": actor, "role": "beneficiary"} for actor in find.many("to", *ACTORS[:2])]
    return {
        "name": row.get("title"),
        "what": find.text("what"),
        "kind": row.get("kind"),
        "lifecycle": row.get("lifecycle"),
        "start": row.get("start"),
        "end": find.text("end"),
        "planned_end": find.text("due"),
        "involved": involved,
        "outputs": find.outputs(),
        "serves": find.services(),
        "implements": find.many("framework", "framework"),
        "topics": find.many("topics", "topic"),
    }


def _commitment(row: Row, find: _Finder) -> dict[str, Any]:
    return {
        "what": row.get("what"),
        "kind": row.get("kind"),
        "lifecycle": find.text("lifecycle"),
        "obligors": find.many("by", *ACTORS, always=True),
        "beneficiaries": find.many("to", *ACTORS),
        "made": find.text("made") or "not-stated",
        "due": find.text("due"),
        "restates": find.one("repeats", "commitment"),
        "part_of": find.one("part of", "commitment"),
        "framework": find.one("framework", "framework"),
        "serves": find.services(),
        "topics": find.many("topics", "topic"),
    }


def _contribution(row: Row, find: _Finder) -> dict[str, Any]:
    return {
        "what": find.text("what"),
        "by": find.many("by", *ACTORS[:2], always=True),
        "to": find.one("to", *ACTORS[:2], always=True),
        "amount": f"{row.get('amount').replace(',', '')} {row.get('currency')}".strip(),
        "kind": row.get("kind"),
        "date": find.text("made"),
        "due": find.text("due"),
        "restates": find.one("repeats", "contribution"),
        "part_of": find.one("part of", "contribution"),
        "framework": find.one("framework", "framework"),
        "serves": find.services(),
        "topics": find.many("topics", "topic"),
    }


_BUILDERS: dict[str, Callable[[Row, _Finder], dict[str, Any]]] = {
    "activity": _activity,
    "commitment": _commitment,
    "contribution": _contribution,
}


def delivery(row: Row, slug: str, promise: str, at: str, fault: Fault) -> dict[str, Any]:
    """Return the delivery that a row reports of a promise."""
    found = {
        "delivery": slug,
        "what": row.get("new report what"),
        "date": row.get("new report on") or "not-stated",
        "stage": row.get("new report"),
        "fulfils": [{"promise": promise, "extent": "not stated", "basis": "stated"}],
        "at": at,
    }
    if not found["what"]:
        fault("new report what", "nothing", "what the document reports, in own words")
    if not found["stage"]:
        fault("new report", "nothing", "how far the document reports it")
    _validate(
        "delivery",
        slug,
        found,
        fault,
        {"what": "new report what", "date": "new report on", "stage": "new report"},
    )
    return found


def _validate(
    kind: str, slug: str, found: dict[str, Any], fault: Fault, columns: Mapping[str, str] = _COLUMN_OF
) -> None:
    """Tell what the record's own model has against it."""
    data = {"slug": slug} | {key: value for key, value in found.items() if key != kind}
    try:
        STATEMENTS[kind].model_validate(data)
    except ValidationError as error:
        for details in error.errors():
            name = str(details["loc"][0]) if details["loc"] else "record"
            if details["type"] in ("missing", "literal_error") and name == "kind":
                continue  # told above
            column = columns.get(name, name)
            expected = details["msg"].removeprefix("Value error, ").removeprefix("expected ")
            if details["type"] != "missing" and details["input"] not in ("", " "):
                fault(column, shown(details["input"]), expected)


def slugged(text: str, limit: int = 70) -> str:
    """Return a text as a slug.

    >>> slugged("Türkiye's ports, phase 2")
    'turkiyes-ports-phase-2'
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= limit else slug[:limit].rsplit("-", 1)[0]
