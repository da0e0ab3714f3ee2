"""Lists that are filtered without a query language: per kind, which columns, and which of them are facets.

A list is a plain table; the page's script reads facets, counts and the CSV from the table itself, so that there is
nothing beside it that could say otherwise.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from aseankg.graph.store import Term
from aseankg.graph.views.language import N_
from aseankg.graph.views.numbers import Number
from aseankg.graph.views.things import Thing
from aseankg.ontology.terms import akg, dcterms


class Column(NamedTuple):
    """A column, and the properties whose values it shows. Key `name` is the thing itself."""

    key: str
    title: str
    properties: tuple[str, ...] = ()
    facet: str = ""
    """`values` for one box per value, `years` for a range of years, nothing for no facet."""
    extra: bool = False
    """Whether it is shown only on demand: there for facets and for the CSV."""
    money: bool = False
    """Whether it holds sums: as data, their currency is a column of its own."""


class Value(NamedTuple):
    """A value as pages show it: text, its language, an address inside or outside the site, the number that it is."""

    text: str
    lang: str = ""
    page: str = ""
    web: str = ""
    number: Number | None = None


class Shown(NamedTuple):
    """A value in a cell."""

    text: str
    page: str = ""
    lang: str = ""
    """An attribute that is ready to be written, or nothing for English."""
    number: Number | None = None


class Listing(NamedTuple):
    """A list page: where it stands, what it holds, and its columns."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]


_DATE = Column("date", N_("Date"), (akg.date,), "years")
_KIND = Column("type", N_("Type"), (akg.kind,), "values")
_TOPIC = Column("topic", N_("Topic"), (akg.topic,), "values", extra=True)
_AREA = Column("area", N_("Area"), (akg.actionLine, akg.servesWithin), "values", extra=True)
_FRAMEWORK = Column("framework", N_("Framework"), (akg.framework, akg.instrument), "values", extra=True)
_MEETING = Column("meeting", N_("Meeting"), (akg.meeting,), "values", extra=True)
_SAID_BY = Column("said-by", N_("According to"), (akg.saidBy,), "values", extra=True)
_DOCUMENTS = Column("documents", N_("Documents"))
_SINCE = Column("since", N_("Since"), (akg.start,), "years")
_UNTIL = Column("until", N_("Until"), (akg.end,), extra=True)


def _name(title: str) -> Column:
    return Column("name", title)


def _by(*properties: str) -> Column:
    return Column("by", N_("By"), properties, "values")


_PROMISE = (
    _DATE,
    _name(N_("Promise")),
    _by(akg.obligor, akg.by),
    _KIND,
    Column("status", N_("What came of it"), (akg.delivery,), "values"),
    Column("amount", N_("Amount"), (akg.amount,), money=True),
    Column("to", N_("To"), (akg.beneficiary, akg.to), "values", extra=True),
    _TOPIC,
    _AREA,
    _FRAMEWORK,
    _MEETING,
    Column("due", N_("Due"), (akg.due,), extra=True),
    _DOCUMENTS,
)

PROMISES = Listing(
    "promise",
    N_("Promises"),
    N_("What partners and ASEAN promised, money included, and what came of it."),
    _PROMISE,
)
"""Commitments and contributions together: whoever looks for a promise does not know which of both it is."""

LISTS: dict[str, Listing] = {
    one.name: one
    for one in (
        Listing("commitment", N_("Commitments"), N_("Promises to do something."), _PROMISE),
        Listing(
            "contribution", N_("Contributions"), N_("Sums that were announced, promised or paid."), _PROMISE
        ),
        Listing(
            "delivery",
            N_("Deliveries"),
            N_("Acts by which promises were met, whole or in part."),
            (
                _DATE,
                _name(N_("Act")),
                _by(akg.by),
                Column("status", N_("Stage"), (akg.stage,), "values"),
                Column("promise", N_("Promise"), (akg.promise,)),
                _SAID_BY,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "meeting",
            N_("Meetings"),
            N_("Meetings of which a document speaks; one that is only expected is among the expectations."),
            (
                _DATE,
                _name(N_("Meeting")),
                Column("series", N_("Series"), (akg.series,), "values"),
                Column("place", N_("Place"), (akg.place,), "values"),
                Column("partner", N_("Who took part"), (akg.actor,), "values", extra=True),
                Column("topic", N_("Topic"), (akg.topic,), "values", extra=True),
                Column("adopted", N_("Adopted"), (akg.adopted,), extra=True),
                Column("mode", N_("Mode"), (akg.mode,), "values", extra=True),
                _DOCUMENTS,
            ),
        ),
        Listing(
            "framework",
            N_("Frameworks"),
            N_("Treaties, declarations, plans of action and other documents under which things are done."),
            (
                Column("date", N_("Adopted"), (akg.date,), "years"),
                _name(N_("Framework")),
                _KIND,
                Column("partner", N_("Parties"), (akg.party,), "values"),
                Column("in-force", N_("In force since"), (akg.inForce,)),
                Column("runs-from", N_("Runs from"), (akg.start,), extra=True),
                Column("runs-to", N_("Runs to"), (akg.end,), extra=True),
                Column("follows", N_("Follows"), (akg.follows,), extra=True),
                Column("meeting", N_("Adopted at"), (akg.adoptedAt,), extra=True),
                _DOCUMENTS,
            ),
        ),
        Listing(
            "source",
            N_("Documents"),
            N_("Every document that a fact comes from, with how much of it was read."),
            (
                Column("date", N_("Published"), (akg.published,), "years"),
                _name(N_("Document")),
                Column("publisher", N_("Publisher"), (dcterms.publisher,), "values"),
                _KIND,
                Column("language", N_("Language"), (dcterms.language,), "values"),
                Column("read", N_("Read"), (akg.read,), "values", extra=True),
                Column("statements", N_("Statements")),
            ),
        ),
        Listing(
            "consent",
            N_("Legal steps"),
            N_("Signatures, ratifications, accessions: who bound itself to what, and when."),
            (
                _DATE,
                _name(N_("Step")),
                Column("by", N_("By"), (akg.party,), "values"),
                Column("type", N_("Type"), (akg.step,), "values"),
                Column("framework", N_("Instrument"), (akg.instrument,), "values"),
                _DOCUMENTS,
            ),
        ),
        Listing(
            "partnership",
            N_("Ties with ASEAN"),
            N_("Formal statuses and levels of partnership."),
            (
                _SINCE,
                _name(N_("Tie")),
                Column("by", N_("Partner"), (akg.partner,), "values"),
                Column("status", N_("Status"), (akg.status,), "values"),
                Column("level", N_("Level"), (akg.level,), "values"),
                _UNTIL,
                _MEETING,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "membership",
            N_("Memberships"),
            N_("Who belongs to which body."),
            (
                _SINCE,
                _name(N_("Membership")),
                Column("by", N_("Member"), (akg.member,), "values"),
                Column("of", N_("Of"), (akg.of,), "values"),
                Column("type", N_("Role"), (akg.role,), "values"),
                _UNTIL,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "expectation",
            N_("Expectations"),
            N_("What documents announce, plan or await. Expected is not done."),
            (
                Column("date", N_("Expected for"), (akg.date,), "years"),
                _name(N_("Expectation")),
                _by(akg.by),
                Column("type", N_("Act"), (akg.act,), "values"),
                Column("status", N_("Stage"), (akg.stage,), "values"),
                Column("met", N_("Met by"), (akg.metBy,)),
                _SAID_BY,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "position",
            N_("Positions"),
            N_("Who took which stand on what."),
            (
                _DATE,
                _name(N_("Position")),
                _by(akg.by),
                Column("type", N_("Stance"), (akg.stance,), "values"),
                Column("on", N_("On"), (akg.on,), "values"),
                _TOPIC,
                _MEETING,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "claim",
            N_("Claims"),
            N_("Figures as documents print them; two that differ both stay."),
            (
                _DATE,
                _name(N_("Claim")),
                Column("value", N_("Value"), (akg.value,)),
                Column("unit", N_("Unit"), (akg.unit,), "values"),
                Column("about", N_("About"), (akg.concerns,), "values"),
                _SAID_BY,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "activity",
            N_("Activities"),
            N_("Projects, programmes and exercises."),
            (
                Column("since", N_("Start"), (akg.start,), "years"),
                _name(N_("Activity")),
                Column("by", N_("Who"), (akg.actor,), "values"),
                _KIND,
                Column("status", N_("State"), (akg.lifecycle,), "values"),
                _TOPIC,
                _AREA,
                _DOCUMENTS,
            ),
        ),
        Listing(
            "body",
            N_("Bodies"),
            N_("Organisations, organs and funds."),
            (
                _name(N_("Body")),
                Column("names", N_("Other names")),
                _KIND,
                Column("pillar", N_("Pillar"), (akg.pillar,), "values"),
                Column("parent", N_("Answers to"), (akg.parent,), "values"),
                _DOCUMENTS,
            ),
        ),
        Listing(
            "line",
            N_("Action lines"),
            N_("Lines and areas of blueprints and outlooks, which promises serve."),
            (
                Column("code", N_("Code"), (akg.code,)),
                _name(N_("Line")),
                _KIND,
                Column("framework", N_("Framework"), (akg.framework,), "values"),
                _DOCUMENTS,
            ),
        ),
        Listing(
            "disagreement",
            N_("Disagreements"),
            N_("Where documents differ: which is shown, by which rule, and which say otherwise."),
            (
                _name(N_("Disagreement")),
                Column("about", N_("About"), (akg.concerns,), "values"),
                Column("type", N_("On"), (akg.property,), "values"),
                Column("shown", N_("Shown"), (akg.preferred,)),
                Column("other", N_("Otherwise"), (akg.other,)),
                Column("rule", N_("Rule"), (akg.rule,), "values"),
            ),
        ),
    )
}


def listing(kind: str) -> Listing:
    """Return the list of a kind: its own, or names and documents."""
    plain = (_name(N_("Name")), Column("names", N_("Other names")), _DOCUMENTS)
    return LISTS.get(kind) or Listing(kind, kind.replace("-", " ").capitalize(), "", plain)


def ordered(columns: Iterable[Column], many: Iterable[Thing]) -> list[Thing]:
    """Return things as their list has them: dated ones from the newest, then by name."""
    found = sorted(many, key=lambda one: (one.label.casefold(), one.iri))
    if any(column.facet == "years" for column in columns):
        found.sort(key=lambda one: one.first_day or "0000", reverse=True)
    return found


def cells(
    columns: tuple[Column, ...],
    many: Iterable[Thing],
    show: Callable[[Term], Value],
    statements: dict[str, int],
) -> list[list[list[Shown]]]:
    """Return the rows of a list, one a thing."""
    return [[_cell(column, one, show, statements) for column in columns] for one in many]


def counted(count: int) -> Shown:
    """Return a count as a cell shows it."""
    return Shown(str(count), number=Number(str(count), ""))


def table(columns: tuple[Column, ...], rows: Iterable[list[list[Shown]]]) -> list[list[str | Decimal]]:
    """Return a list as data, headings first: numbers are plain, and a sum's currency stands in a column of its own."""
    heads: list[str | Decimal] = []
    for column in columns:
        heads += [column.title, "Currency"] if column.money else [column.title]
    made = [heads]
    for row in rows:
        line: list[str | Decimal] = []
        for column, cell in zip(columns, row, strict=True):
            line.append(_plain(cell))
            if column.money:
                line.append("; ".join(dict.fromkeys(v.number.currency for v in cell if v.number)))
        made.append(line)
    return made


def _plain(cell: list[Shown]) -> str | Decimal:
    if len(cell) == 1 and cell[0].number:
        return Decimal(cell[0].number.value)
    return "; ".join(shown.number.value if shown.number else shown.text for shown in cell)


def _cell(
    column: Column, one: Thing, show: Callable[[Term], Value], statements: dict[str, int]
) -> list[Shown]:
    if column.key == "name":
        return [Shown(one.label, one.page, lang(one.language))]
    if column.key == "names":
        return [Shown(name, "", lang(language)) for name, language in one.names]
    if column.key == "documents":
        return [counted(len({citation.source for citation in one.sources}))]
    if column.key == "statements":
        return [counted(statements.get(one.iri, 0))]
    shown = (show(value) for value in one.values(*column.properties))
    return [Shown(value.text, value.page, lang(value.lang), value.number) for value in shown]


def lang(language: str) -> str:
    """Return a language as an attribute; English is the language of the page."""
    return Markup(' lang="{}"').format(escape(language)) if language and language != "en" else ""
