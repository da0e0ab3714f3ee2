"""The parts of which reports are made: who does what, money, stances, expectations, searches, figures, changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from aseankg.graph.diff import Change
from aseankg.graph.monitoring.entry import Entry
from aseankg.graph.monitoring.figures import Figure
from aseankg.graph.monitoring.outline import (
    Block,
    Bullets,
    Grid,
    Mark,
    Paragraph,
    References,
    Section,
    Span,
    Text,
    say,
)
from aseankg.graph.monitoring.register import RULES
from aseankg.graph.monitoring.silence import Silence
from aseankg.graph.monitoring.sources import Citation, Document, readable
from aseankg.ontology import iris

_ROLES = (
    "proponent",
    "accountable",
    "obligor",
    "giver",
    "funding",
    "implementing",
    "extending",
    "receiver",
    "beneficiary",
)
"""Roles in the order in which a reader asks for them: who leads or owes, who pays, who carries out, for whom."""


class Passages:
    """Writes parts of a report; every document that is cited gets a number in the list of references."""

    def __init__(
        self,
        documents: dict[str, Document],
        cited: dict[str, tuple[Citation, ...]],
        names: dict[str, str],
    ) -> None:
        self._documents = {document.slug: document for document in documents.values()}
        self._titles: dict[str, Document] = {}
        for document in documents.values():
            self._titles.setdefault(document.title, document)
        self._cited = cited
        self._names = names
        self.references = References()
        self.private = False

    def marks(self, iri: str) -> tuple[Mark, ...]:
        """Return the documents behind a thing."""
        return self.references.cite(self._cited.get(iri, ()))

    def named(self, name: str, iri: str) -> Text:
        """Return the name of a thing, with the documents behind it."""
        self.private = self.private or "private record" in name
        return (Span(name, iri=iri, marks=self.marks(iri)),)

    def entries(self, title: str, rows: Sequence[Entry], *, every_line: bool = False) -> list[Block]:
        """Return who does what, in which state: one row an activity or promise; the ground, or every line that it serves."""
        if not rows:
            return []
        last = "Serves" if every_line else "Serves it by"
        columns = ("What", "Who", "When", "State, and on whose word", last)
        served = self._lines if every_line else _ground
        cells = tuple(
            (self._what(e), self._who(e), say(_when(e)), self._state(e), say(served(e))) for e in rows
        )
        return [Grid(title, columns, (33, 21, 13, 18, 15), cells)]

    def counts(self, rows: Sequence[Entry], *, by_line: bool = True) -> Text:
        """Return in one sentence how many entries there are, and what came of them."""
        activities = [entry for entry in rows if entry.record == "activity"]
        promises = [entry for entry in rows if entry.record != "activity"]
        roots = {entry.root for entry in promises}
        inferred = sum(1 for entry in rows if entry.basis != "stated")
        states = _tally(_state_word(entry) for entry in rows)
        parts = [
            f"{_many(len(activities), 'activity', 'activities')}, {_many(len(roots), 'promise', 'promises')}"
        ]
        if len(roots) != len(promises):
            parts.append(f" ({len(promises)} records: restatements and records of one sum are one promise)")
        parts.append(f". State: {states}." if states else ".")
        if inferred and by_line:
            parts.append(
                f" Of these entries {inferred} serve it by inference, not by the words of a document."
            )
        return say("".join(parts))

    def money(self, rows: Sequence[Entry], *, by_line: bool = True) -> list[Block]:
        """Return the sums by kind and currency: never added across either; parts, repeats and possible doubles left out."""
        sums: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        doubtful = repeated = 0
        paired = {other for entry in rows for other in entry.maybe_same_as}
        seen: set[str] = set()  # promises of which a sum was counted; rows come oldest first
        for entry in rows:
            if entry.amount is None:
                continue
            if entry.part_of or entry.root in seen:
                repeated += 1
            elif entry.maybe_same_as or entry.iri in paired:
                doubtful += 1
            else:
                seen.add(entry.root)
                sums[entry.money, entry.currency].append(entry)
        if not sums and not doubtful:
            return []
        cells = tuple(
            (
                say(kind),
                say(currency),
                say(_sum(many)),
                say(str(len(many))),
                *([say(_inferred(many))] if by_line else []),
            )
            for (kind, currency), many in sorted(sums.items())
        )
        note = (
            "Currencies are never added, and neither are pledges, commitments, disbursements and expenditure. "
            f"Left out: {_many(repeated, 'part or restatement', 'parts or restatements')}, "
            f"{_many(doubtful, 'sum that may be the same as another', 'sums that may be the same as another')}."
        )
        columns = ("Kind", "Currency", "Sum", "Entries", *(["Of these by inference"] if by_line else []))
        widths = (3, 2, 3, 2, 3)[: len(columns)]
        grid: list[Block] = [Grid("Money, by kind and currency", columns, widths, cells)] if sums else []
        return [*grid, Paragraph(say(note), note=True)]

    def stances(self, rows: Iterable[dict[str, Any]]) -> list[Block]:
        """Return positions: stands that actors take, apart from promises and never scored."""
        cells = tuple(
            (
                self.named(row["name"], row["item"]),
                say("; ".join(row["who"]) or "the document"),
                say(row["word"]),
                say(readable(row["day"]) or "not stated"),
            )
            for row in _grouped(rows)
        )
        columns = ("Position", "Whose", "Stance", "When")
        return (
            [Grid("Positions: no promises, never scored", columns, (50, 24, 14, 12), cells)] if cells else []
        )

    def expected(self, rows: Iterable[dict[str, Any]]) -> list[Block]:
        """Return expectations: what was announced, planned or awaited, and whether an act met it."""
        cells = tuple(
            (
                self.named(row["name"].removeprefix("Expected: "), row["item"]),
                say("; ".join(row["who"]) or "not stated"),
                say(
                    f"{row['word']} for {readable(row['day'])}"
                    if row["day"]
                    else f"{row['word']}, no day stated"
                ),
                say(f"met: {row['met']}" if row["met"] else "no act on record"),
            )
            for row in _grouped(rows)
        )
        columns = ("Expected", "Of whom", "Stage and day", "Since then")
        return (
            [Grid("Expectations: not done unless an act is on record", columns, (44, 20, 18, 18), cells)]
            if cells
            else []
        )

    def searched(self, rows: Iterable[dict[str, Any]]) -> list[Block]:
        """Return the searches on record: where and when was looked, and with what result."""
        logs: dict[str, dict[str, Any]] = {}
        for row in rows:
            log = logs.setdefault(row["log"], {**row, "words": set()})
            log["words"].add(row["looked"] or "")
        items = tuple(
            say(
                f"{log['day']}, {log['where']}: {'; '.join(sorted(log['words'] - {''}))}. Found: {log['found']}."
                + (f" {log['note']}" if log["note"] else "")
            )
            for log in sorted(logs.values(), key=lambda log: (str(log["day"]), log["log"]))
        )
        return [Bullets(items)] if items else [Paragraph(say("No search is on record."))]

    def figures(self, found: Sequence[Figure]) -> list[Block]:
        """Return official figures beside our own counts."""
        cells = tuple(
            (
                (Span(one.measure, iri=one.iri, marks=self.references.cite(one.citations)),),
                say(f"{one.published} ({readable(one.as_of) or 'no day stated'})"),
                say(f"{one.count}: {one.counted}" if one.count is not None else "none"),
                say(f"{one.verdict}{': ' if one.why else ''}{one.why}"),
            )
            for one in found
        )
        self.private = self.private or any(one.private for one in found)
        columns = ("Figure", "As published", "Our own count", "Reconciled?")
        return (
            [Grid("Official figures beside our own counts", columns, (30, 20, 26, 24), cells)]
            if cells
            else []
        )

    def silent(self, found: Sequence[Silence]) -> list[Block]:
        """Return what is past its day without a word on record."""
        cells = tuple(
            (
                (Span(one.name, iri=one.iri, marks=self.references.cite(one.citations)),),
                say(f"{one.due} ({one.stated})"),
                say(one.wording),
                say(one.looked),
            )
            for one in found
        )
        columns = ("What", "Day", "What that means", "Where it was looked for")
        return (
            [Grid("Past its day, with nothing on record", columns, (30, 18, 30, 22), cells)] if cells else []
        )

    def changes(self, changes: Iterable[Change], since: str, about: Callable[[str], bool]) -> list[Block]:
        """Return what changed in what the report is about, a thing a row, with the reason and the documents."""
        by_thing: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            whole = change.thing.split("#", 1)[0]
            if about(whole):
                by_thing[whole].append(change)
        if not by_thing:
            return [Paragraph(say(f"Nothing of what this report is about changed since {since}."))]
        cells = tuple(self._change(thing, many) for thing, many in sorted(by_thing.items(), key=_by_name))
        columns = ("What", "What changed", "Why")
        return [Grid(f"Changed since {since}", columns, (34, 40, 26), cells)]

    def _change(self, thing: str, many: list[Change]) -> tuple[Text, ...]:
        own = [change for change in many if change.thing == thing] or many
        new = all(not change.before for change in own)
        gone = all(not change.after for change in own)
        if new or gone:
            told = "new on record" if new else "no longer on record"
        else:
            told = "; ".join(
                f"{change.property}: {_short(change.before)} → {_short(change.after)}"
                for change in own
                if not change.property.endswith(("earliest day", "latest day"))  # the date itself is told
            )
        documents = sorted({title for change in many for title in change.documents})
        known = [self._titles[title] for title in documents if title in self._titles]
        marks = self.references.cite(Citation(document, "") for document in known)
        reasons = ", ".join(sorted({change.reason for change in many}))
        kind = (iris.parse(thing) or iris.Name("thing", "")).kind.replace("_", " ")
        name = Span(own[0].name, iri=thing, language="")
        return ((name, Span(f" ({kind})", quiet=True)), say(told), (Span(reasons, marks=marks),))

    def _what(self, entry: Entry) -> Text:
        cited = [
            Citation(self._documents[one.slug], one.at)
            for one in entry.citations
            if one.slug in self._documents
        ]
        self.private = self.private or "private record" in entry.title
        kind = entry.record if entry.record == "contribution" else entry.kind
        spans = [Span(entry.title, iri=entry.iri, marks=self.references.cite(cited))]
        spans.append(Span(f" ({kind})", quiet=True))
        if entry.amount is not None:
            spans.append(Span(f" {entry.currency} {entry.amount:,}, {_kind_of(entry.money)}", strong=True))
        if entry.outputs:
            told = "; ".join(f"{output.title} ({output.status})" for output in entry.outputs)
            spans.append(Span(f" Outputs: {told}.", quiet=True))
        if entry.restates:
            spans.append(Span(" Restates an earlier promise.", quiet=True))
        return tuple(spans)

    def _who(self, entry: Entry) -> Text:
        roles: dict[tuple[str, str], list[str]] = defaultdict(list)
        for party in sorted(entry.parties, key=lambda p: (_place(p.role), p.name)):
            roles[party.name, party.iri].append(party.role)
        spans: list[Span] = []
        for (name, iri), many in roles.items():
            spans += [Span("; ")] if spans else []
            spans += [Span(name, iri=iri), Span(f" ({', '.join(many)})", quiet=True)]
        return tuple(spans) or say("not stated")

    def _lines(self, entry: Entry) -> str:
        served = []
        for mapping in entry.lines:
            if mapping.rule in ("serves-within", "implements"):
                continue
            plan = self._names.get(iris.thing("framework", mapping.framework), mapping.framework)
            served.append(f"{plan}{', ' + mapping.line.code if mapping.line else ''} ({mapping.basis})")
        return "; ".join(dict.fromkeys(served)) or "no line on record"

    def _state(self, entry: Entry) -> Text:
        cited = [
            Citation(self._documents[report.citation.slug], report.citation.at)
            for report in entry.reports
            if report.citation.slug in self._documents
        ]
        spans = [Span(_state_word(entry), strong=True, marks=self.references.cite(cited))]
        if entry.grade:
            spans.append(Span(f" {entry.grade}", quiet=True))
        if entry.coverage == "searched without result":
            spans.append(Span(", searched without result", quiet=True))
        return tuple(spans)


def _state_word(entry: Entry) -> str:
    """Return the word of the records for how far an entry is: the lifecycle of an activity, the delivery of a promise."""
    if entry.record == "activity":
        return entry.lifecycle or "not stated"
    return entry.delivery or f"{entry.money} reported"


def _short(value: str, limit: int = 160) -> str:
    return (
        value if 0 < len(value) <= limit else f"{value[:limit].rsplit(' ', 1)[0]} …" if value else "nothing"
    )


def _sum(entries: Iterable[Entry]) -> str:
    return f"{sum((entry.amount or Decimal(0) for entry in entries), Decimal(0)):,}"


def _inferred(entries: Iterable[Entry]) -> str:
    return str(sum(1 for entry in entries if entry.basis != "stated"))


def _place(role: str) -> int:
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)


def _kind_of(money: str) -> str:
    return "kind not stated" if money == "not stated" else money


def _when(entry: Entry) -> str:
    parts = []
    if entry.made:
        parts.append(readable(entry.made))
    if entry.start or entry.end:
        start, end = readable(entry.start), readable(entry.end)
        parts.append(f"{start or 'start not stated'} to {end or 'end not stated'}")
    if entry.due:
        parts.append(f"due {readable(entry.due)}")
    if entry.first_made and entry.first_made != entry.made:
        parts.append(f"first made {readable(entry.first_made)}")
    return "; ".join(parts) or "not stated"


def _ground(entry: Entry) -> str:
    rules = sorted({mapping.rule for mapping in entry.lines if mapping.basis != "stated" and mapping.rule})
    if entry.basis == "stated" or not rules:
        return entry.basis
    return f"inferred: {rules[0]}" if rules[0] in RULES else f"inferred ({rules[0]})"


def _tally(words: Iterable[str]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for word in words:
        counts[word] += 1
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items(), key=lambda p: (-p[1], p[0])))


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _grouped(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put together the rows of one thing, which come one an actor."""
    things: dict[str, dict[str, Any]] = {}
    for row in rows:
        thing = things.setdefault(row["item"], {**row, "who": [], "day": str(row["day"] or "")})
        if row["who"] and row["who"] not in thing["who"]:
            thing["who"].append(row["who"])
    return sorted(things.values(), key=lambda row: (row["day"] or "9999", row["name"]))


def _by_name(pair: tuple[str, list[Change]]) -> tuple[str, str]:
    return pair[1][0].name.casefold(), pair[0]


def section(
    title: str, anchor: str, blocks: Sequence[Block], sections: Sequence[Section] = ()
) -> list[Section]:
    """Return a section in a list, or an empty list where there is nothing to say."""
    return [Section(title, anchor, tuple(blocks), tuple(sections))] if blocks or sections else []
