"""Reports as an officer hands them in: by the lines of a plan, of a partner, or of what changed since a day. Plain data.

A report says what documents say, and where they say it. Promises, positions, expectations and figures stand apart; money
of different kinds or currencies is never added; what is missing is named as missing, with the searches on record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from aseankg.graph.diff import Change
from aseankg.graph.monitoring.entry import Entry, Line, Mapping
from aseankg.graph.monitoring.figures import Figure
from aseankg.graph.monitoring.frameworks import Framework, find_framework, frameworks
from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import Block, Bullets, Grid, Paragraph, Report, Section, Text, say
from aseankg.graph.monitoring.passages import Passages, section
from aseankg.graph.monitoring.register import OWN_TIME
from aseankg.graph.monitoring.silence import PLAN
from aseankg.graph.monitoring.sources import readable
from aseankg.graph.queries import run
from aseankg.graph.store import QueryError
from aseankg.ontology import iris

Changes = tuple[str, Sequence[Change]]
"""A day, and what changed since."""


def framework_report(
    material: Material,
    framework: str,
    line: str | None = None,
    partner: str | None = None,
    changes: Changes | None = None,
) -> Report:
    """Return the report on a plan, or on one of its lines, by who does what; of one partner only, if wanted.

    Raises QueryError, with near names, for a framework, line or partner that is none.
    """
    return _FrameworkReport(material, framework, line, partner, changes).report()


def partner_report(material: Material, partner: str, changes: Changes | None = None) -> Report:
    """Return the profile of a partner: ties, promises, what came of them. Raises QueryError with near names."""
    return _PartnerReport(material, partner, changes).report()


def change_report(material: Material, changes: Changes) -> Report:
    """Return what changed since a day, a section a kind of thing."""
    return _ChangeReport(material, changes).report()


def find_line(framework: Framework, name: str) -> Line:
    """Return a line of a framework by its slug or code. Raises QueryError with near ones."""
    for line in framework.lines:
        if name == line.slug or name.casefold() == line.code.casefold():
            return line
    known = {key: line.code for line in framework.lines for key in (line.slug, line.code)}
    if not known:
        raise QueryError(f"{framework.slug} has no lines on record, so no line {name!r}")
    near = get_close_matches(name, list(known), n=3, cutoff=0.4)
    codes = ", ".join(sorted({line.code for line in framework.lines}))
    hint = f"; nearest: {', '.join(near)}" if near else ""
    raise QueryError(f"no line {name!r} of {framework.slug} is on record{hint}; on record: {codes}")


def find_actor(material: Material, name: str) -> tuple[str, str]:
    """Return IRI and name of a state or body, by its slug or any of its names. Raises QueryError with near ones."""
    rows = material.actors
    words: dict[str, tuple[str, str]] = {}
    for row in rows:
        for word in (row["slug"], row["label"], row["other"]):
            if word:
                words.setdefault(word.casefold(), (row["actor"], row["label"]))
    found = words.get(name.casefold())
    if found is not None:
        return found
    near = get_close_matches(name.casefold(), [str(row["slug"]) for row in rows], n=3, cutoff=0.5)
    raise QueryError(
        f"no state or body is called {name!r}"
        + (f"; nearest: {', '.join(dict.fromkeys(near))}" if near else "")
    )


class _Report:
    """What all reports share: the view, its documents, the clocks, how to read it."""

    def __init__(self, material: Material, changes: Changes | None) -> None:
        self.material = material
        self.view = material.view
        self.changes = changes
        self.passages = Passages(material.documents, material.citations, material.names)
        self.as_of, self.known_on = material.clocks

    def facts(self, records: int) -> tuple[tuple[str, str], ...]:
        newest = max(
            (str(document.public_by) for document in self.material.documents.values()), default="none"
        )
        known = self.known_on or f"all documents on record, the newest of {newest}"
        since = [("Changes since", self.changes[0])] if self.changes else []
        return (("As of", self.as_of), ("Known from", known), *since, ("Entries", f"{records:,}"))

    def made(self, title: str, subject: str, sections: Iterable[Section], records: int) -> Report:
        """Put a report together; sections are written by now, so the references are complete."""
        whole = (*sections, self.reading())
        return Report(
            title=title,
            subject=subject,
            facts=self.facts(records),
            sections=whole,
            references=self.passages.references.listed(),
            as_of=self.as_of,
            private=self.passages.private
            or any(reference.document.private for reference in self.passages.references.listed()),
        )

    def changed(self, about: set[str]) -> list[Block]:
        if self.changes is None:
            return []
        since, changes = self.changes
        return self.passages.changes(changes, since, about.__contains__)

    def _figures(self, about: str) -> list[Figure]:
        return [one for one in self.material.figures if about in one.concerns]

    def reading(self) -> Section:
        undated = say("A document without a date counts as public on the day on which it was retrieved.")
        items = (
            say("A number in brackets leads to the list of sources and names the place in the document."),
            say(
                "The state of an activity is the one that documents give. The state of a promise is computed by numbered"
                " rules from reports of delivery; nobody enters it."
            ),
            say(
                "Evidence: E0 none; E1 a report by or for whoever promised, joint releases included; E2 one other party;"
                " E3 two independent origins; E4 an instrument, depositary notice or audited report."
            ),
            say(
                "“Not looked for” and “no evidence found” say what is on record here. They say nothing of what was done."
                " A gap means that no document was read, not that nothing happened."
            ),
            say("Expected is not done, a position is no promise, and a restated promise is not a new one."),
            say(
                "An entry that serves a line by inference was placed there by a curator or a rule. "
                + OWN_TIME
            ),
            say(
                "Method and records: aseankg, a knowledge graph of ASEAN's partnerships and commitments."
                " Records are under CC BY 4.0; cite a fact by its document."
            ),
        )
        dated = (undated,) if self.changes or self.known_on else ()
        return Section("How to read this", "how-to-read", (Bullets((*items, *dated)),))


class _FrameworkReport(_Report):
    def __init__(
        self,
        material: Material,
        framework: str,
        line: str | None,
        partner: str | None,
        changes: Changes | None,
    ) -> None:
        super().__init__(material, changes)
        self.framework = find_framework(material.frame, framework)
        self.line = find_line(self.framework, line) if line else None
        self.partner = find_actor(material, partner) if partner else None
        self.register = material.register(self.framework.slug)
        self.rows = [entry for entry in self.register.rows if self._wanted(entry)]
        self.below = _below(self.framework)

    def _wanted(self, entry: Entry) -> bool:
        return self.partner is None or self.partner[0] in {party.iri for party in entry.parties}

    def report(self) -> Report:
        lines = [self.line] if self.line else [one for one in self.framework.lines if not one.parent]
        early = self.framework.adopted is not None and self.as_of < str(self.framework.adopted)
        parts = [Section("Before its time", "early", (Paragraph(self._early()),))] if early else []
        parts += [] if self.line else [self.plan()]
        parts += [self.of_line(one) for one in lines]
        if self.line is None:
            parts += self.without_line()
        shown = [e for e in self.rows if self.line is None or self._serves(e, self.line)]
        if self.changes is not None:
            title = f"What changed since {self.changes[0]}"
            parts.append(Section(title, "changes", tuple(self.changed(self._about(shown)))))
        name = self.framework.name
        heading = f"{name}: {self.line.code}" if self.line else name
        if self.partner:
            heading += f", {self.partner[1]}"
        subject = "Report by action line: who does what, and what came of it"
        return self.made(heading, subject, parts, len(shown))

    def _early(self) -> Text:
        day = self.framework.adopted
        return say(
            f"The plan was adopted on {day} at the earliest, after the day of this report: nothing can have served it yet."
        )

    def plan(self) -> Section:
        """Return what the plan is, what is on record under it, and where the record is empty."""
        facts = next(iter(run(self.view, _PLAN.replace("$plan", f"<{self.framework.iri}>"))), {})
        cited = self.passages.named(self.framework.name, self.framework.iri)
        about = ", ".join(
            f"{name} {readable(str(facts[key]))}"
            for key, name in (("adopted", "adopted"), ("start", "from"), ("end", "to"))
            if facts.get(key)
        )
        kind = facts.get("kind") or "plan"
        blocks: list[Block] = [Paragraph((*cited, *say(f": {kind}{', ' if about else ''}{about}.")))]
        if not facts.get("kind"):
            told = "No document that was public by then tells of the plan itself: its lines are those known today."
            blocks = [Paragraph(say(told), note=True)]
        blocks += self._editions()
        blocks.append(Paragraph(self._levels()))
        blocks.append(Paragraph(self.passages.counts(self.rows)))
        blocks += self._overview()
        blocks += self.passages.money(self.rows)
        blocks += self._left_out()
        blocks += self.passages.figures(self._figures(self.framework.iri))
        quiet = {entry.iri for entry in self.rows} | {self.framework.iri}
        late = [one for one in self.material.silence if one.iri in quiet]
        blocks += self.passages.silent(late)
        gaps = self._gaps()
        return Section("The plan, and what is on record under it", "plan", tuple(blocks), tuple(gaps))

    def of_line(self, line: Line) -> Section:
        """Return the section of a line, and of the lines below it."""
        rows = [entry for entry in self.rows if self._serves(entry, line)]
        here = [entry for entry in rows if self._narrowest(entry, line)]
        children = [one for one in self.framework.lines if one.parent == line.iri]
        blocks: list[Block] = [Paragraph(self._level(line, children))]
        blocks.append(Paragraph(self.passages.counts(rows)))
        blocks += self.passages.entries(f"Who does what under {line.code}", [_at(e, line) for e in here])
        if not rows:
            blocks.append(Paragraph(say("No activity and no promise on record serves this line. " + _GAP)))
        blocks += self.passages.money(rows)
        within = {line.iri, *self.below.get(line.iri, ())}
        blocks += self.passages.stances(self._of(self.material.positions, within))
        blocks += self.passages.expected(self._of(self.material.expectations, within))
        blocks += self._history(line)
        blocks.append(Paragraph(say(f"Searches on record for {line.code}:")))
        blocks += self.passages.searched(row for row in self.material.searches if row["line"] in within)
        title = f"{line.code}  {line.heading}"
        return Section(
            title, f"line-{line.slug}", tuple(blocks), tuple(self.of_line(one) for one in children)
        )

    def without_line(self) -> list[Section]:
        """Return what serves the plan as a whole: no document says which line."""
        rows = [entry for entry in self.rows if all(mapping.line is None for mapping in entry.lines)]
        blocks = self.passages.entries("Under the plan as a whole: no document names a line", rows)
        blocks += self.passages.stances(self._of(self.material.positions, {self.framework.iri}))
        blocks += self.passages.expected(self._of(self.material.expectations, {self.framework.iri}))
        return section("The plan as a whole", "whole", blocks)

    def _serves(self, entry: Entry, line: Line) -> bool:
        return any(mapping.line is not None and mapping.line.iri == line.iri for mapping in entry.lines)

    def _narrowest(self, entry: Entry, line: Line) -> bool:
        """Return whether an entry is listed at this line, and not at one below that it serves as well."""
        lower = self.below.get(line.iri, set())
        return not any(mapping.line is not None and mapping.line.iri in lower for mapping in entry.lines)

    def _of(self, rows: list[dict[str, Any]], about: set[str]) -> list[dict[str, Any]]:
        items = {row["item"] for row in rows if row["about"] in about}
        if self.partner:
            items &= {row["item"] for row in rows if row["actor"] == self.partner[0]}
        return [row for row in rows if row["item"] in items]

    def _about(self, shown: list[Entry]) -> set[str]:
        things = {entry.iri for entry in shown}
        things |= {iris.thing("delivery", report.slug) for entry in shown for report in entry.reports}
        if self.line is None:
            things |= {self.framework.iri, *(line.iri for line in self.framework.lines)}
            about = {self.framework.iri, *(line.iri for line in self.framework.lines)}
        else:
            things.add(self.line.iri)
            about = {self.line.iri, *self.below.get(self.line.iri, ())}
        return things | {
            row["item"]
            for rows in (self.material.positions, self.material.expectations)
            for row in self._of(rows, about)
        }

    def _levels(self) -> Text:
        levels: dict[str, int] = {}
        for line in self.framework.lines:
            levels[line.kind or "level not stated"] = levels.get(line.kind or "level not stated", 0) + 1
        if not levels:
            return say("No line of the plan is on record: nothing can be told apart by line. " + _GAP)
        told = ", ".join(f"{count} at the level {kind!r}" for kind, count in sorted(levels.items()))
        return say(
            f"Lines on record: {told}. Lines that are not on record are a gap of the register, not of the plan."
        )

    def _level(self, line: Line, children: list[Line]) -> Text:
        kind = line.kind or "line"
        what = f"Level: {kind}. "
        if kind in ("pillar", "characteristic", "section", "area", "element", "goal"):
            what += "A heading above the numbered action lines: counts are counts under this heading. "
        what += (
            f"{len(children)} lines below it are on record." if children else "No line below it is on record."
        )
        return say(what)

    def _overview(self) -> list[Block]:
        rows = []
        for line in self.framework.lines:
            served = [entry for entry in self.rows if self._serves(entry, line)]
            cited = self.passages.named(f"{line.code}  {line.heading}", line.iri)
            rows.append(
                (
                    cited,
                    say(line.kind),
                    say(str(len(served))),
                    self.passages.counts(served) if served else say("no entry"),
                )
            )
        columns = ("Line", "Level", "Entries", "What they are")
        return [Grid("Every line on record", columns, (36, 12, 12, 40), tuple(rows))] if rows else []

    def _gaps(self) -> list[Section]:
        empty = [line for line in self.framework.lines if not any(self._serves(e, line) for e in self.rows)]
        items = tuple(say(f"{line.code}  {line.heading}") for line in empty)
        blocks: list[Block] = []
        if items:
            blocks += [Paragraph(say("Lines without an entry. " + _GAP)), Bullets(items)]
        blocks.append(Paragraph(say("Searches on record for the plan as a whole:")))
        blocks += self.passages.searched(
            row
            for row in self.material.searches
            if row["framework"] == self.framework.iri and not row["line"]
        )
        return section("Gaps, and where was looked", "gaps", blocks)

    def _left_out(self) -> list[Block]:
        outside = [entry for entry in self.register.outside if self._wanted(entry)]
        undated = [entry for entry in self.register.undated if self._wanted(entry)]
        if not outside and not undated:
            return []
        text = (
            f"Not counted: {len(outside)} entries that serve the plan by inference only and are not of its own time, "
            f"{len(undated)} of which no time is known."
        )
        return [Paragraph(say(text), note=True)]

    def _editions(self) -> list[Block]:
        items = []
        for row in run(self.view, _EDITIONS.replace("$plan", f"<{self.framework.iri}>")):
            name = self.passages.named(row["name"], row["other"])
            items.append((*say(f"{row['relation']} "), *name))
        return [Bullets(tuple(items))] if items else []

    def _history(self, line: Line) -> list[Block]:
        """Return what earlier and later editions hold of a line: by crosswalk statements, and never without one."""
        blocks: list[Block] = []
        for row in self.material.crosswalks:
            if line.iri not in (row["new"], row["old"]):
                continue
            later = row["new"] == line.iri
            other = row["old"] if later else row["new"]
            word = (
                "takes up" if later else "is taken up by" if other else "is not taken up by the next edition"
            )
            name = self.passages.named(self.material.names.get(other or "", ""), row["item"]) if other else ()
            tie = say(f"{line.code} {word} ")
            how = say(f" (match: {row['match']}; {row['basis']})", quiet=True)
            blocks.append(Paragraph((*tie, *name, *how)))
            if later:
                earlier = self._earlier(other)
                blocks += self.passages.entries(
                    f"History, from the earlier edition ({row['match']}, {row['basis']})", earlier
                )
        return blocks

    def _earlier(self, line: str) -> list[Entry]:
        known = {one.iri: one for plan in frameworks(self.material.frame).values() for one in plan.lines}
        if line not in known:
            return []
        plan = known[line].framework
        found = self.material.register(plan)
        return [_at(e, known[line]) for e in found.rows if self._serves(e, known[line]) and self._wanted(e)]


class _PartnerReport(_Report):
    def __init__(self, material: Material, partner: str, changes: Changes | None) -> None:
        super().__init__(material, changes)
        self.iri, self.name = find_actor(material, partner)
        rows = material.everything.rows
        self.rows = [entry for entry in rows if self.iri in {party.iri for party in entry.parties}]

    def report(self) -> Report:
        mine = [entry for entry in self.rows if self._owes(entry)]
        others = [entry for entry in self.rows if not self._owes(entry)]
        passages = self.passages
        parts = [
            *section("Ties", "ties", self._ties()),
            *section(
                "What it promised and does",
                "promises",
                [
                    Paragraph(passages.counts(mine, by_line=False)),
                    *passages.entries(f"Promises and activities of {self.name}", mine, every_line=True),
                    *passages.money(mine, by_line=False),
                ],
            ),
            *section(
                "What it takes part in or receives",
                "receives",
                [
                    *passages.entries("Of others", others, every_line=True),
                    *passages.money(others, by_line=False),
                ],
            ),
            *section("Positions", "positions", passages.stances(self._of(self.material.positions))),
            *section("Expectations", "expectations", passages.expected(self._of(self.material.expectations))),
            *section("Official figures", "figures", passages.figures(self._figures(self.iri))),
            *section("Past its day", "silence", passages.silent(self._silent())),
            *section("Searches on record", "searches", self._searched()),
        ]
        if self.changes is not None:
            title = f"What changed since {self.changes[0]}"
            parts.append(Section(title, "changes", tuple(self.changed(self._about()))))
        subject = "Profile of a partner: ties, promises and what came of them"
        return self.made(self.name, subject, parts, len(self.rows))

    def _owes(self, entry: Entry) -> bool:
        return any(p.iri == self.iri and p.role not in ("beneficiary", "receiver") for p in entry.parties)

    def _ties(self) -> list[Block]:
        rows = []
        for row in run(self.view, _TIES.replace("$who", f"<{self.iri}>")):
            name = self.passages.named(row["name"], row["tie"])
            since, until = readable(row["start"] or ""), readable(row["end"] or "")
            when = (since or "start not stated") + (f", until {until}" if until else "")
            rows.append((name, say(row["kind"]), say(when)))
        if not rows:
            return [Paragraph(say("No formal tie with ASEAN is on record."))]
        return [
            Grid(
                "Formal status, memberships and treaty acts",
                ("Tie", "Kind", "Since or on"),
                (60, 18, 22),
                tuple(rows),
            )
        ]

    def _of(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        items = {row["item"] for row in rows if self.iri in (row["actor"], row["about"])}
        return [row for row in rows if row["item"] in items]

    def _silent(self) -> list[Any]:
        things = {entry.iri for entry in self.rows if self._owes(entry)}
        things |= {row["item"] for row in self._of(self.material.expectations)}
        return [one for one in self.material.silence if one.iri in things and one.kind != PLAN]

    def _searched(self) -> list[Block]:
        rows = self.material.searches
        logs = {row["log"] for row in rows if row["actor"] == self.iri}
        return self.passages.searched(row for row in rows if row["log"] in logs)

    def _about(self) -> set[str]:
        things = {self.iri} | {entry.iri for entry in self.rows}
        things |= {iris.thing("delivery", report.slug) for entry in self.rows for report in entry.reports}
        things |= {row["tie"] for row in run(self.view, _TIES.replace("$who", f"<{self.iri}>"))}
        return things | {
            row["item"]
            for rows in (self.material.positions, self.material.expectations)
            for row in self._of(rows)
        }


class _ChangeReport(_Report):
    def report(self) -> Report:
        assert self.changes is not None  # noqa: S101 - the one who makes it gives them
        since, changes = self.changes
        kinds: dict[str, set[str]] = {}
        for change in changes:
            whole = change.thing.split("#", 1)[0]
            name = iris.parse(whole)
            if name is not None:
                kinds.setdefault(name.kind, set()).add(whole)
        parts = [
            Section(
                f"{kind.replace('_', ' ').capitalize()} ({len(kinds[kind])})",
                f"kind-{kind.replace('_', '-')}",
                tuple(self.passages.changes(changes, since, kinds[kind].__contains__)),
            )
            for kind in sorted(kinds, key=_kind_order)
        ]
        if not parts:
            parts = [
                Section("Nothing changed", "nothing", (Paragraph(say(f"Nothing changed since {since}.")),))
            ]
        total = sum(len(things) for things in kinds.values())
        subject = "What changed, and why: new evidence, corrections, new rules"
        return self.made(f"Changes since {since}", subject, parts, total)


_GAP = "That is a gap of the record, and no finding on what was done."

_KINDS = (
    "partnership",
    "membership",
    "consent",
    "commitment",
    "contribution",
    "delivery",
    "activity",
    "meeting",
    "expectation",
    "position",
    "claim",
    "framework",
)


def _kind_order(kind: str) -> tuple[int, str]:
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), kind)


def _below(framework: Framework) -> dict[str, set[str]]:
    """Return the lines below each line, at any depth."""
    parents = {line.iri: line.parent for line in framework.lines}
    below: dict[str, set[str]] = {}
    for line in framework.lines:
        above, seen = line.parent, {line.iri}
        while above and above not in seen:
            below.setdefault(above, set()).add(line.iri)
            seen.add(above)
            above = parents.get(above, "")
    return below


def _at(entry: Entry, line: Line) -> Entry:
    """Return an entry with its mapping to one line only, so that its basis is the one for that line."""
    mappings: tuple[Mapping, ...] = tuple(
        mapping for mapping in entry.lines if mapping.line is not None and mapping.line.iri == line.iri
    )
    return replace(entry, lines=mappings)


_PLAN = """
SELECT ?kind ?adopted ?start ?end WHERE {
  OPTIONAL { $plan akg:kind/skos:notation ?kind } OPTIONAL { $plan akg:date ?adopted }
  OPTIONAL { $plan akg:start ?start } OPTIONAL { $plan akg:end ?end }
} LIMIT 1
"""
_EDITIONS = """
SELECT ?relation ?other ?name WHERE {
  { $plan akg:follows ?other BIND("Follows" AS ?relation) }
  UNION { ?other akg:follows $plan BIND("Followed by" AS ?relation) }
  UNION { $plan akg:implements ?other BIND("Implements" AS ?relation) }
  UNION { ?other akg:implements $plan BIND("Implemented by" AS ?relation) }
  ?other rdfs:label ?name .
} ORDER BY ?relation ?name
"""
_TIES = """
SELECT DISTINCT ?tie ?name ?kind ?start ?end ?place WHERE {
  ?tie akg:partner|akg:member|akg:party $who ; rdfs:label ?name ; a ?class .
  VALUES (?class ?place) { (akg:Partnership 1) (akg:Membership 2) (akg:Consent 3) } ?class rdfs:label ?kind .
  OPTIONAL { ?tie akg:start|akg:date ?begun BIND(STR(?begun) AS ?start) }
  OPTIONAL { ?tie akg:end ?ended BIND(STR(?ended) AS ?end) }
} ORDER BY ?place ?start ?name
"""
