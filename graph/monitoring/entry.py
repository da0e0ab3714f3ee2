"""A row of the register: one activity or promise, and all that an officer is asked about it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

STATED = "stated"
INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in the role that it has in an entry."""

    iri: str
    slug: str
    name: str
    kind: str
    """State or body."""
    role: str
    """obligor, giver, receiver, beneficiary; in activities proponent, funding, accountable, extending, implementing."""
    external: bool
    """Whether it is neither a member of ASEAN nor a part of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered part of a framework."""

    iri: str
    slug: str
    framework: str
    code: str
    heading: str
    kind: str
    parent: str = ""
    """The IRI of the line above."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """That an entry serves a line of a framework, or the framework as a whole, and on what that rests."""

    framework: str
    """The slug of the framework."""
    line: Line | None
    """None where nothing tells which line."""
    basis: str
    """stated, if a document says so of this line or of one below; else inferred."""
    rule: str = ""
    """By what it follows, where no document says it of this very line (see `register.RULES`)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that says so, and where in it."""

    slug: str
    title: str
    at: str
    published: str
    """As the document is dated; empty where it is not."""
    public: date
    """The day by which it was certainly public."""
    url: str
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one document reports of the delivery of a promise."""

    slug: str
    what: str
    stage: str
    extent: str
    date: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Output:
    """What an activity is to bring forth, and how far it is."""

    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity, commitment or contribution. Dates are texts of their own precision; empty means not stated."""

    iri: str
    slug: str
    record: str
    """The kind of record: activity, commitment or contribution."""
    title: str
    what: str
    kind: str
    lines: tuple[Mapping, ...] = ()
    """What it serves of the register's framework; of every framework where the register has none."""
    other_lines: tuple[Mapping, ...] = ()
    """What it serves of other frameworks: action lines of blueprints, say."""
    frameworks: tuple[str, ...] = ()
    """Names of the frameworks under which it was promised or which it implements."""
    parties: tuple[Party, ...] = ()
    concerns: tuple[str, ...] = ()
    """IRIs of states that it concerns since they belong to a grouping that promised it (rule concerns-member)."""
    lead: str = ""
    """The name of the ASEAN body in the lead, where one is named."""
    amount: Decimal | None = None
    currency: str = ""
    money: str = ""
    """The kind of the sum: pledge, commitment, disbursement, expenditure, not stated."""
    made: str = ""
    start: str = ""
    end: str = ""
    due: str = ""
    first_made: str = ""
    """When the oldest promise that it repeats was made (rule first-made)."""
    day: date | None = None
    """The latest day on which it was made or began; None where no document dates it."""
    lifecycle: str = ""
    delivery: str = ""
    grade: str = ""
    score: int | None = None
    rule: str = ""
    coverage: str = ""
    settles_if: str = ""
    outputs: tuple[Output, ...] = ()
    topics: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    root: str = ""
    """The IRI of the oldest promise that it repeats, or is the same sum as; its own where it repeats none."""
    restates: tuple[str, ...] = ()
    """IRIs of earlier entries of which this one is a repetition."""
    part_of: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    maybe_same_as: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def partners(self) -> tuple[Party, ...]:
        """Return the actors from outside ASEAN, each once."""
        return tuple({party.iri: party for party in self.parties if party.external}.values())

    def by_role(self, *roles: str) -> tuple[Party, ...]:
        """Return the actors in any of these roles."""
        return tuple(party for party in self.parties if party.role in roles)

    @property
    def basis(self) -> str:
        """Return stated if any of its lines is stated in a document, else inferred."""
        return STATED if any(line.basis == STATED for line in self.lines) else INFERRED

    @property
    def last_update(self) -> date | None:
        """Return the day by which the newest document that tells of it, or of its delivery, was public."""
        days = [citation.public for citation in (*self.citations, *(r.citation for r in self.reports))]
        return max(days, default=None)
