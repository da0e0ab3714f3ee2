"""Statements: what one document says. The first key of an entry names its kind and its slug."""

from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from aseankg.loaders import dates
from aseankg.loaders.models.fields import (
    ACTORS,
    MIN_ONE,
    NOT_STATED,
    ORGANISATIONS,
    Amount,
    At,
    Code,
    Duration,
    Edtf,
    EdtfOrNotStated,
    Name,
    Note,
    Parts,
    Record,
    Ref,
    Slug,
    Slugs,
    Speaker,
    Sum,
    Title,
    Value,
    When,
    not_empty,
    one_or_many,
)
from aseankg.ontology import codelists
from aseankg.ontology.terms import akg, dcterms, rdfs, skos, xsd

_DATE = When(akg.date, akg.earliest, akg.latest)
_START = When(akg.start, akg.startEarliest, akg.startLatest)
_END = When(akg.end, akg.endEarliest, akg.endLatest)

DateBasis = Annotated[codelists.Basis, Code(akg.dateBasis, "basis")]
Topics = Annotated[Slugs | None, Ref(akg.topic, ("topic",))]
MeetingRef = Annotated[Slugs | None, Ref(akg.meeting, ("meeting",))]
PlaceRef = Annotated[Slug | None, Ref(akg.place, ("place", "state"))]
FrameworkRef = Annotated[Slug | None, Ref(akg.framework, ("framework",))]
What = Annotated[Note, Value(dcterms.description, language="en")]
MaybeWhat = Annotated[Note | None, Value(dcterms.description, language="en")]


class Part(Record):
    """Base of what has no life outside its statement."""

    rdf_type: ClassVar[str]
    at: At | None = None

    def key(self) -> str:
        """Return what tells this part from its siblings, the same in every document that states it."""
        words = [getattr(self, name) for name in type(self).model_fields if name != "at"]
        flat = [w for word in words if word for w in (word if isinstance(word, tuple) else [word])]
        return "-".join(str(word) for word in flat)


class SecondReading(Part):
    """Somebody who did not enter a statement read it against its document."""

    rdf_type = akg.SecondReading
    by: Annotated[Slug, Value(akg.readBy, xsd.string)]
    on: Annotated[Edtf, When(akg.readOn)]
    result: Annotated[codelists.ReadingResult, Code(akg.result, "reading-result")]
    fault: Annotated[codelists.ReadingFault | None, Code(akg.fault, "reading-fault")] = None

    @model_validator(mode="after")
    def _fault_where_there_was_one(self) -> Self:
        if (self.result == "confirmed") != (self.fault is None):
            raise ValueError(
                "expected a fault (form or substance) where the result is not confirmed, and only there"
            )
        return self


class Statement(Record):
    """Base of statements: a thing, the place in the document, and who speaks there."""

    rdf_type: ClassVar[str]
    slug: Slug
    at: At
    said_by: Annotated[str | None, Speaker(akg.saidBy)] = None
    note: Annotated[Note | None, Value(skos.note, language="en")] = None
    second_reading: Annotated[
        tuple[SecondReading, ...],
        BeforeValidator(one_or_many),
        Parts(akg.secondReading, "second-reading", ours=True),
    ] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether a second reader did not find it in the document: it stays on file and out of the graph."""
        return any(reading.result == "withdrawn" for reading in self.second_reading)


# ties: only what was done


class Tie(Statement):
    """Base of ties that last."""

    start: Annotated[EdtfOrNotStated, _START]
    start_event: Annotated[codelists.StartEvent | None, Code(akg.startEvent, "start-event")] = None
    end: Annotated[Edtf | None, _END] = None
    date_basis: DateBasis = "stated"
    meeting: MeetingRef = None
    document: Annotated[Slug | None, Ref(akg.document, ("framework",))] = None

    @model_validator(mode="after")
    def _start_precedes_end(self) -> Self:
        if self.end is not None and self.start != NOT_STATED:
            start, end = dates.bounds(self.start), dates.bounds(self.end)
            if start.start_earliest and end.end_latest and start.start_earliest > end.end_latest:
                raise ValueError(f"ends ({self.end}) before it starts ({self.start})")
        return self


class Membership(Tie):
    """A state or body belongs to a body in a role."""

    rdf_type = akg.Membership
    member: Annotated[Slug, Ref(akg.member, ORGANISATIONS)]
    of: Annotated[Slug, Ref(akg.of, ("body",))]
    role: Annotated[codelists.MembershipRole, Code(akg.role, "membership-role")]


class Partnership(Tie):
    """A formal status of an external party, or a level of partnership; an upgrade does not end the status."""

    rdf_type = akg.Partnership
    partner: Annotated[Slug, Ref(akg.partner, ORGANISATIONS)]
    with_: Annotated[Slug, Field(alias="with"), Ref(akg.withActor, ("body",))] = "asean"
    status: Annotated[codelists.PartnershipStatus | None, Code(akg.status, "partnership-status")] = None
    level: Annotated[codelists.PartnershipLevel | None, Code(akg.level, "partnership-level")] = None

    @model_validator(mode="after")
    def _status_or_level(self) -> Self:
        if (self.status is None) == (self.level is None):
            raise ValueError("expected either status or level, and not both: they are separate ties")
        return self


class Tenure(Tie):
    """A person holds a post."""

    rdf_type = akg.Tenure
    person: Annotated[Slug, Ref(akg.person, ("person",))]
    post: Annotated[Slug, Ref(akg.post, ("post",))]
    seen: Annotated[EdtfOrNotStated, When(akg.seen)]


class Consent(Statement):
    """One legal step of one party towards being bound by a treaty."""

    rdf_type = akg.Consent
    party: Annotated[Slug, Ref(akg.party, ORGANISATIONS)]
    instrument: Annotated[Slug, Ref(akg.instrument, ("framework",))]
    step: Annotated[codelists.ConsentStep, Code(akg.step, "consent-step")]
    date: Annotated[EdtfOrNotStated, _DATE]
    date_basis: DateBasis = "stated"
    meeting: MeetingRef = None
    place: PlaceRef = None


class Expectation(Statement):
    """An act that has not happened: announced, planned, applied for, supported or awaited."""

    rdf_type = akg.Expectation
    what: MaybeWhat = None
    act: Annotated[codelists.ExpectedAct, Code(akg.act, "expected-act")]
    by: Annotated[Slugs | None, Ref(akg.by, ACTORS)] = None
    on: Annotated[Slugs | None, Ref(akg.concerns)] = None
    stage: Annotated[codelists.ExpectationStage, Code(akg.stage, "expectation-stage")]
    expected: Annotated[EdtfOrNotStated, _DATE]
    date_basis: DateBasis = "stated"
    series: Annotated[Slug | None, Ref(akg.series, ("meeting_series",))] = None
    ordinal: Annotated[int | None, Value(akg.ordinal, xsd.integer)] = None
    place: PlaceRef = None
    meeting: MeetingRef = None


# happenings


class Participation(Part):
    """Who took part in a meeting, in which role; persons in their posts."""

    rdf_type = akg.Participation
    person: Annotated[Slug | None, Ref(akg.person, ("person",))] = None
    posts: Annotated[Slugs | None, Ref(akg.post, ("post",))] = None
    actor: Annotated[Slug | None, Ref(akg.actor, ORGANISATIONS)] = None
    level: Annotated[codelists.OfficialRank | None, Code(akg.rank, "official-rank")] = None
    role: Annotated[codelists.MeetingRole, Code(akg.role, "meeting-role")]

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.person or self.posts or self.actor):
            raise ValueError("expected a person, a post or an actor")
        return self


class Treatment(Part):
    """How a meeting dealt with a topic."""

    rdf_type = akg.Treatment
    topic: Annotated[Slug, Ref(akg.topic, ("topic",))]
    role: Annotated[codelists.TopicRole, Code(akg.role, "topic-role")]
    said_by: Annotated[str | None, Speaker(akg.saidBy)] = None


class Meeting(Statement):
    """A meeting that took place. What was only announced is an Expectation."""

    rdf_type = akg.Meeting
    name: Annotated[Name, Value(rdfs.label, language="en")]
    series: Annotated[Slug | None, Ref(akg.series, ("meeting_series",))] = None
    ordinal: Annotated[int | None, Value(akg.ordinal, xsd.integer)] = None
    held: Annotated[EdtfOrNotStated, _DATE]
    date_basis: DateBasis = "stated"
    place: PlaceRef = None
    mode: Annotated[codelists.MeetingMode | None, Code(akg.mode, "meeting-mode")] = None
    part_of: Annotated[Slug | None, Ref(akg.partOf, ("meeting",))] = None
    participants: Annotated[tuple[Participation, ...], Parts(akg.participation, "participation")] = ()
    topics: Annotated[tuple[Treatment, ...], Parts(akg.treatment, "treatment")] = ()
    adopted: Annotated[Slugs | None, Ref(akg.adopted, ("framework",))] = None
    first_of_its_kind: Annotated[Note | None, Value(akg.firstOfItsKind, language="en")] = None
    signed: Annotated[codelists.Signed | None, Code(akg.signed, "signed")] = None


class Involvement(Part):
    """Who does what in an activity."""

    rdf_type = akg.Involvement
    actor: Annotated[Slug, Ref(akg.actor, ORGANISATIONS)]
    role: Annotated[codelists.ActivityRole, Code(akg.role, "activity-role")]


class Output(Part):
    """What an activity is to bring forth, and how far it is."""

    rdf_type = akg.Output
    title: Annotated[Title, Value(dcterms.title)]
    status: Annotated[codelists.OutputStatus, Code(akg.status, "output-status")]


class Service(Part):
    """A line that an activity or promise serves, and whether the document says so."""

    rdf_type = akg.Service
    line: Annotated[Slug, Ref(akg.actionLine, ("line",))]
    basis: Annotated[codelists.Basis, Code(akg.basis, "basis")]


class Activity(Statement):
    """A project, programme, initiative or event."""

    rdf_type = akg.Activity
    name: Annotated[Name, Value(rdfs.label, language="en")]
    what: MaybeWhat = None
    kind: Annotated[codelists.ActivityKind, Code(akg.kind, "activity-kind")]
    lifecycle: Annotated[codelists.Lifecycle, Code(akg.lifecycle, "lifecycle")]
    start: Annotated[EdtfOrNotStated, _START]
    end: Annotated[Edtf | None, _END] = None
    planned_end: Annotated[Edtf | None, When(akg.due)] = None
    date_basis: DateBasis = "stated"
    duration: Annotated[Duration | None, Value(akg.duration, xsd.duration)] = None
    involved: Annotated[tuple[Involvement, ...], Parts(akg.involvement, "involvement")] = ()
    outputs: Annotated[tuple[Output, ...], Parts(akg.output, "output")] = ()
    serves: Annotated[tuple[Service, ...], Parts(akg.serves, "serves")] = ()
    implements: Annotated[Slugs | None, Ref(akg.implements, ("framework",))] = None
    topics: Topics = None
    meeting: MeetingRef = None


# promises, and what came of them


class Fulfilment(Part):
    """How far a delivery fulfils a promise: many deliveries, many promises."""

    rdf_type = akg.Fulfilment
    promise: Annotated[Slug, Ref(akg.promise, ("commitment", "contribution"))]
    extent: Annotated[codelists.Extent, Code(akg.extent, "extent")]
    share: Annotated[Decimal | None, Field(gt=0, le=1), Value(akg.share, xsd.decimal)] = None
    basis: Annotated[codelists.Basis, Code(akg.basis, "basis")]


class Delivery(Statement):
    """What a document reports as done, under way or not done. The status of a promise is computed from all of them."""

    rdf_type = akg.Delivery
    what: What
    by: Annotated[Slugs | None, Ref(akg.by, ACTORS)] = None
    date: Annotated[EdtfOrNotStated, _DATE]
    date_basis: DateBasis = "stated"
    stage: Annotated[codelists.DeliveryStage, Code(akg.stage, "delivery-stage")]
    fulfils: Annotated[
        tuple[Fulfilment, ...], AfterValidator(not_empty), MIN_ONE, Parts(akg.fulfils, "fulfilment")
    ]
    amount: Annotated[Amount | None, Sum(akg.amount, akg.currency)] = None
    kind: Annotated[codelists.MoneyKind | None, Code(akg.kind, "money-kind")] = None
    place: PlaceRef = None
    meeting: MeetingRef = None

    @model_validator(mode="after")
    def _money_moved(self) -> Self:
        if (self.amount is None) != (self.kind is None):
            raise ValueError("expected amount and kind together, or neither")
        if self.kind not in (None, "disbursement", "expenditure"):
            raise ValueError("expected kind disbursement or expenditure: a pledge delivers nothing")
        return self


class Commitment(Statement):
    """A promise: who will do what, for whom, by when. Whether it was kept is never entered here."""

    rdf_type = akg.Commitment
    what: What
    kind: Annotated[codelists.CommitmentKind, Code(akg.kind, "commitment-kind")]
    lifecycle: Annotated[codelists.Lifecycle, Code(akg.lifecycle, "lifecycle")] = "active"
    obligors: Annotated[Slugs, Ref(akg.obligor, ACTORS)]
    obligor_rule: Annotated[codelists.ObligorRule, Code(akg.obligorRule, "obligor-rule")] = "not stated"
    beneficiaries: Annotated[Slugs | None, Ref(akg.beneficiary, ACTORS)] = None
    made: Annotated[EdtfOrNotStated, _DATE]
    date_basis: DateBasis = "stated"
    due: Annotated[Edtf | None, When(akg.due)] = None
    settles_if: Annotated[Note | None, Value(akg.settlesIf, language="en")] = None
    restates: Annotated[Slug | None, Ref(akg.restates, ("commitment",))] = None
    part_of: Annotated[Slug | None, Ref(akg.partOf, ("commitment",))] = None
    meeting: MeetingRef = None
    framework: FrameworkRef = None
    serves: Annotated[tuple[Service, ...], Parts(akg.serves, "serves")] = ()
    topics: Topics = None


class Contribution(Statement):
    """Money: one sum, of one kind, in one currency."""

    rdf_type = akg.Contribution
    what: MaybeWhat = None
    by: Annotated[Slugs, Ref(akg.by, ORGANISATIONS)]
    to: Annotated[Slug, Ref(akg.to, ORGANISATIONS)]
    amount: Annotated[Amount, Sum(akg.amount, akg.currency)]
    kind: Annotated[codelists.MoneyKind, Code(akg.kind, "money-kind")]
    converted: Annotated[Amount | None, Sum(akg.converted, akg.convertedCurrency)] = None
    rate: Annotated[Decimal | None, Field(gt=0), Value(akg.rate, xsd.decimal)] = None
    rate_date: Annotated[Edtf | None, When(akg.rateDate)] = None
    date: Annotated[EdtfOrNotStated, _DATE] = NOT_STATED
    date_basis: DateBasis = "stated"
    due: Annotated[Edtf | None, When(akg.due)] = None
    restates: Annotated[Slug | None, Ref(akg.restates, ("contribution",))] = None
    part_of: Annotated[Slug | None, Ref(akg.partOf, ("contribution",))] = None
    same_as: Annotated[Slugs | None, Ref(akg.sameAs, ("contribution",))] = None
    maybe_same_as: Annotated[Slugs | None, Ref(akg.maybeSameAs, ("contribution",))] = None
    meeting: MeetingRef = None
    framework: FrameworkRef = None
    serves: Annotated[tuple[Service, ...], Parts(akg.serves, "serves")] = ()
    topics: Topics = None

    @model_validator(mode="after")
    def _conversion_shows_its_rate(self) -> Self:
        given = [self.converted is not None, self.rate is not None, self.rate_date is not None]
        if any(given) and not all(given):
            raise ValueError(
                "expected converted, rate and rate_date together: a conversion shows its rate and day"
            )
        return self


# stances and figures


class Position(Statement):
    """An actor takes a stand on something. Never a promise, never scored."""

    rdf_type = akg.Position
    what: What
    by: Annotated[Slugs | None, Ref(akg.by, ACTORS)] = None
    stance: Annotated[codelists.Stance, Code(akg.stance, "stance")]
    on: Annotated[Slugs | None, Ref(akg.on)] = None
    topics: Topics = None
    date: Annotated[EdtfOrNotStated, _DATE] = NOT_STATED
    date_basis: DateBasis = "stated"
    meeting: MeetingRef = None
    framework: FrameworkRef = None

    @model_validator(mode="after")
    def _somebody_speaks(self) -> Self:
        if not (self.by or self.said_by):
            raise ValueError("expected by (whose stand it is) or said_by (who tells of it)")
        return self


class Claim(Statement):
    """A figure that somebody states."""

    rdf_type = akg.Claim
    measure: Annotated[Name, Value(akg.measure, language="en")]
    about: Annotated[Slugs, Ref(akg.concerns)]
    value: Annotated[Decimal | None, Value(akg.value, xsd.decimal)] = None
    unit: Annotated[Name | None, Value(akg.unit, language="en")] = None
    as_of: Annotated[EdtfOrNotStated, _DATE] = NOT_STATED
    date_basis: DateBasis = "stated"
    by: Annotated[Slugs | None, Ref(akg.by, ACTORS)] = None
    numerator: Annotated[Decimal | None, Value(akg.numerator, xsd.decimal)] = None
    denominator: Annotated[Decimal | None, Value(akg.denominator, xsd.decimal)] = None


class Crosswalk(Statement):
    """A line of one edition of a framework, and the line of the next edition that takes it up."""

    rdf_type = akg.Crosswalk
    from_: Annotated[Slug, Field(alias="from"), Ref(akg.fromLine, ("line",))]
    to: Annotated[Slugs | None, Ref(akg.toLine, ("line",))] = None
    match: Annotated[codelists.CrosswalkMatch, Code(akg.match, "crosswalk-match")]
    basis: Annotated[codelists.Basis, Code(akg.basis, "basis")]

    @model_validator(mode="after")
    def _dropped_leads_nowhere(self) -> Self:
        if (self.match == "dropped") == bool(self.to):
            raise ValueError("expected to, except where match is dropped")
        return self


AnyStatement = (
    Membership
    | Partnership
    | Tenure
    | Consent
    | Expectation
    | Meeting
    | Activity
    | Commitment
    | Contribution
    | Delivery
    | Position
    | Claim
    | Crosswalk
)

STATEMENTS: dict[str, type[AnyStatement]] = {
    "membership": Membership,
    "partnership": Partnership,
    "tenure": Tenure,
    "consent": Consent,
    "expectation": Expectation,
    "meeting": Meeting,
    "activity": Activity,
    "commitment": Commitment,
    "contribution": Contribution,
    "delivery": Delivery,
    "position": Position,
    "claim": Claim,
    "crosswalk": Crosswalk,
}

PARTS: tuple[type[Part], ...] = (
    Participation,
    Treatment,
    Involvement,
    Output,
    Service,
    Fulfilment,
    SecondReading,
)
