"""The register as a table that an officer fills: its columns, what each is for, and which may be edited."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from aseankg.graph.monitoring.entry import INFERRED, STATED, Entry, Line, Mapping
from aseankg.graph.monitoring.states import state
from aseankg.graph.queries import Table
from aseankg.ontology import codelists, iris

Value = str | int | Decimal | date | None
JOIN = "; "
"""Stands between several values in one cell."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the register."""

    name: str
    about: str
    value: Callable[[Entry, date], Value]
    edit: bool = True
    """Whether an officer may change it; what is computed is not entered."""
    closed: tuple[str, ...] = ()
    """The words that it may hold, where only these are understood."""
    width: int = 16


RECORDS = ("activity", "commitment", "contribution")
KINDS: dict[str, tuple[str, ...]] = {
    "activity": get_args(codelists.ActivityKind),
    "commitment": get_args(codelists.CommitmentKind),
    "contribution": get_args(codelists.MoneyKind),
}
"""The kinds that each sort of record may have."""


def table(entries: Iterable[Entry], as_of: date) -> Table:
    """Return the register as a table: one row per entry, one column per field."""
    rows = (tuple(field.value(entry, as_of) for field in FIELDS) for entry in entries)
    return Table(tuple(field.name for field in FIELDS), tuple(rows))


def own_lines(entry: Entry) -> tuple[Mapping, ...]:
    """Return the lines that its record names: no line above one of them, and none that follows from a topic."""
    both = (*entry.lines, *entry.other_lines)
    return tuple(m for m in both if m.line is not None and m.rule in ("", "curator"))


def _areas(entry: Entry, *, top: bool) -> str:
    found = [m for m in entry.lines if m.line is not None and bool(m.line.parent) != top]
    names = [_line(m.line) + (" (inferred)" if m.basis == INFERRED else "") for m in found if m.line]
    whole = any(m.line is None for m in entry.lines)
    return JOIN.join(names) or ("as a whole" if top and whole else "")


def _line(line: Line) -> str:
    return f"{line.code} {line.heading}"


def _lines(basis: str) -> Callable[[Entry, date], Value]:
    def value(entry: Entry, _: date) -> Value:
        slugs = [m.line.slug for m in own_lines(entry) if m.line and (m.basis == STATED) == (basis == STATED)]
        return JOIN.join(sorted(slugs))

    return value


def _rules(entry: Entry, _: date) -> Value:
    return JOIN.join(dict.fromkeys(m.rule for m in entry.lines if m.rule))


def _others(entry: Entry, _: date) -> Value:
    return JOIN.join(
        f"{m.framework} {m.line.code}" + (" (inferred)" if m.basis == INFERRED else "")
        for m in entry.other_lines
        if m.line is not None
    )


def _parties(*roles: str) -> Callable[[Entry, date], Value]:
    return lambda entry, _: JOIN.join(party.name for party in entry.by_role(*roles))


def _text(name: str) -> Callable[[Entry, date], Value]:
    def value(entry: Entry, _: date) -> Value:
        found: Value = getattr(entry, name)
        return found

    return value


def _many(name: str) -> Callable[[Entry, date], Value]:
    return lambda entry, _: JOIN.join(getattr(entry, name))


def _slugs(name: str) -> Callable[[Entry, date], Value]:
    def value(entry: Entry, _: date) -> Value:
        found = [iris.parse(iri) for iri in getattr(entry, name)]
        return JOIN.join(one.slug for one in found if one)

    return value


def _sources(entry: Entry, _: date) -> Value:
    return JOIN.join(f"{c.title}, {c.at}, {c.published or 'date not stated'}" for c in entry.citations)


def _evidence(entry: Entry, _: date) -> Value:
    return JOIN.join(
        f"{r.date or 'date not stated'} {r.stage}: {r.what} ({r.citation.title}, {r.citation.at})"
        for r in entry.reports
    )


def _blank(_entry: Entry, _as_of: date) -> Value:
    return ""


FIELDS: tuple[Field, ...] = (
    Field("id", "The name of the record. Empty for a new row.", _text("slug"), edit=False, width=28),
    Field(
        "record", "activity, commitment (a promise) or contribution (money).", _text("record"), closed=RECORDS
    ),
    Field("area", "The areas that it serves.", lambda e, _: _areas(e, top=True), edit=False, width=26),
    Field("sub-area", "The lines below an area.", lambda e, _: _areas(e, top=False), edit=False, width=22),
    Field("lines stated", "Slugs of lines which the document says that it serves.", _lines(STATED), width=24),
    Field(
        "lines inferred", "Slugs of lines which a curator judges that it serves.", _lines(INFERRED), width=24
    ),
    Field("inferred by", "The rules by which lines are inferred.", _rules, edit=False),
    Field("other action lines", "Lines of other frameworks.", _others, edit=False, width=22),
    Field(
        "title", "The name of an activity.", lambda e, _: e.title if e.record == "activity" else "", width=40
    ),
    Field("what", "What is done or promised, in own words.", _text("what"), width=60),
    Field(
        "kind",
        "The kind of activity, of promise, or of money.",
        _text("kind"),
        closed=tuple(dict.fromkeys(kind for kinds in KINDS.values() for kind in kinds)),
    ),
    Field("framework", "Under which it was promised, or which it implements.", _many("frameworks"), width=30),
    Field("lead body", "The body of ASEAN in the lead.", _text("lead"), edit=False, width=22),
    Field(
        "partners",
        "Actors from outside ASEAN.",
        lambda e, _: JOIN.join(p.name for p in e.partners),
        edit=False,
        width=24,
    ),
    Field("by", "Who promises; who gives the money.", _parties("obligor", "giver"), width=24),
    Field("to", "Who benefits; who receives the money.", _parties("beneficiary", "receiver"), width=24),
    Field("proponent", "Who proposes an activity.", _parties("proponent")),
    Field("funding", "Who funds an activity.", _parties("funding")),
    Field("accountable", "Who is accountable for an activity.", _parties("accountable")),
    Field("implementing", "Who carries an activity out.", _parties("implementing")),
    Field("extending", "Who manages the funds of an activity.", _parties("extending")),
    Field(
        "amount",
        "The sum, as a number. Sums of different kinds or currencies are never added.",
        _text("amount"),
    ),
    Field("currency", "Three letters, such as USD.", _text("currency"), width=10),
    Field("made", "When it was promised or given: 2023, 2023-05 or 2023-05-17.", _text("made"), width=12),
    Field("start", "When an activity began.", _text("start"), width=12),
    Field("end", "When an activity ended.", _text("end"), width=12),
    Field("due", "When it is to be done by; the planned end of an activity.", _text("due"), width=12),
    Field(
        "lifecycle",
        "Whether it is proposed, active, over or given up.",
        _text("lifecycle"),
        closed=get_args(codelists.Lifecycle),
    ),
    Field("state", "How far it is, in one word.", lambda e, day: state(e, day).name, edit=False),
    Field("delivery", "What came of it, by the rules of evidence.", _text("delivery"), edit=False, width=18),
    Field(
        "evidence grade", "E0 none to E4 instrument, notice or audit.", _text("grade"), edit=False, width=10
    ),
    Field("score", "+1, 0, -1, or empty where nothing can be scored.", _text("score"), edit=False, width=8),
    Field("rule", "The rule of evidence that says so.", _text("rule"), edit=False, width=8),
    Field(
        "outputs",
        "What it is to bring forth, each with its status in brackets.",
        lambda e, _: JOIN.join(f"{output.title} [{output.status}]" for output in e.outputs),
        width=36,
    ),
    Field("topics", "Subjects, by the names in the register of topics.", _many("topics"), width=24),
    Field("meeting", "The meeting at which it was made.", _many("meetings"), edit=False, width=30),
    Field("repeats", "The id of the promise that it makes again.", _slugs("restates"), width=24),
    Field("part of", "The id of the promise of which it is a part.", _slugs("part_of"), width=24),
    Field(
        "first made",
        "When the oldest promise that it repeats was made.",
        _text("first_made"),
        edit=False,
        width=12,
    ),
    Field("evidence", "What documents report of its delivery.", _evidence, edit=False, width=60),
    Field("sources", "The documents that say so.", _sources, edit=False, width=60),
    Field("last update", "The day of the newest document.", _text("last_update"), edit=False, width=12),
    Field(
        "new report", "How far a document now reports it.", _blank, closed=get_args(codelists.DeliveryStage)
    ),
    Field("new report on", "The day of which it reports.", _blank, width=14),
    Field("new report what", "What it reports, in own words.", _blank, width=40),
    Field(
        "new source",
        "The document that says so, of a new or changed row: its title, or its name in the records.",
        _blank,
        width=40,
    ),
    Field("new source place", "Where in it: para 4, page 2.", _blank),
    Field("new source kind", "What sort of document it is.", _blank, closed=get_args(codelists.SourceKind)),
    Field("new source publisher", "Who published it, by name or slug.", _blank),
    Field("new source date", "The day of its publication, or not-stated.", _blank, width=14),
    Field("new source language", "Such as en or id.", _blank, width=10),
    Field("new source address", "Where it is on the web, or not-found.", _blank, width=30),
)
"""The columns of a register, in their order."""
