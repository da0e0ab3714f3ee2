"""Register entries: what exists independently of any one document. Each says which document it is taken from."""

from typing import Annotated, ClassVar

from pydantic import Field

from aseankg.loaders.models.fields import (
    NOT_FOUND,
    ORGANISATIONS,
    At,
    Code,
    Edtf,
    Language,
    Name,
    Note,
    Record,
    Ref,
    Slug,
    Slugs,
    Title,
    Value,
    WebAddress,
    When,
)
from aseankg.ontology import codelists
from aseankg.ontology.terms import akg, dcterms, rdfs, skos, xsd


class Alias(Record):
    """Another name of the same thing, in a language."""

    name: Name
    lang: Language


class Identity(Record):
    """The same thing in a register of others, and the document that says so."""

    id: Annotated[str, Field(pattern=r"^Q[1-9][0-9]*$")]
    """The item in Wikidata."""
    source: Slug
    at: At


class Entry(Record):
    """Base of register entries."""

    rdf_type: ClassVar[str]
    slug: Slug
    name: Annotated[Name, Value(rdfs.label, language="en")]
    aliases: tuple[Alias, ...] = ()
    wikidata: Identity | None = None
    source: Slug
    at: At
    note: Annotated[Note | None, Value(skos.note, language="en")] = None


class State(Entry):
    """A state, or a customs territory marked so, under the name ASEAN writes."""

    rdf_type = akg.State
    iso2: Annotated[str, Field(pattern=r"^[A-Z]{2}$"), Value(akg.iso2, xsd.string)]
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), Value(akg.iso3, xsd.string)]


class Body(Entry):
    """An organ, sectoral body, secretariat, grouping, centre, fund or other organisation."""

    rdf_type = akg.Body
    kind: Annotated[codelists.BodyKind, Code(akg.kind, "body-kind")]
    parent: Annotated[Slug | None, Ref(akg.parent, ("body",))] = None
    pillar: Annotated[codelists.Pillar | None, Code(akg.pillar, "pillar")] = None


class Person(Entry):
    """A person in a public role; nothing else about them."""

    rdf_type = akg.Person


class Post(Entry):
    """An office that somebody holds."""

    rdf_type = akg.Post
    of: Annotated[Slug | None, Ref(akg.of, ORGANISATIONS)] = None


class Framework(Entry):
    """One edition of a treaty, vision, blueprint, plan, agreement, declaration or the like."""

    rdf_type = akg.Framework
    kind: Annotated[codelists.FrameworkKind, Code(akg.kind, "framework-kind")]
    adopted: Annotated[Edtf | None, When(akg.date, akg.earliest, akg.latest)] = None
    adopted_at: Annotated[Slugs | None, Ref(akg.adoptedAt, ("meeting",))] = None
    in_force: Annotated[Edtf | None, When(akg.inForce)] = None
    parties: Annotated[Slugs | None, Ref(akg.party, ORGANISATIONS)] = None
    period: Annotated[
        Edtf | None,
        When(
            "",
            start=(akg.start, akg.startEarliest, akg.startLatest),
            end=(akg.end, akg.endEarliest, akg.endLatest),
        ),
    ] = None
    implements: Annotated[Slugs | None, Ref(akg.implements, ("framework",))] = None
    follows: Annotated[Slug | None, Ref(akg.follows, ("framework",))] = None


class Wording(Record):
    """The heading of a line as another document prints it."""

    heading: Title
    source: Slug
    at: At


class Line(Record):
    """A numbered part of a framework: codes recur, so the framework is part of its identity."""

    rdf_type: ClassVar[str] = akg.ActionLine
    slug: Slug
    framework: Annotated[Slug, Ref(akg.framework, ("framework",))]
    code: Annotated[Name, Value(akg.code, xsd.string)]
    kind: Annotated[codelists.LineKind, Code(akg.kind, "line-kind")]
    heading: Annotated[Title, Value(dcterms.title)]
    parent: Annotated[Slug | None, Ref(skos.broader, ("line",))] = None
    source: Slug
    at: At
    alternatives: tuple[Wording, ...] = ()
    note: Annotated[Note | None, Value(skos.note, language="en")] = None


class Topic(Entry):
    """A subject of cooperation, under the narrowest name a document used."""

    rdf_type = akg.Topic
    broader: Annotated[Slug | None, Ref(skos.broader, ("topic",))] = None
    areas: Annotated[Slugs | None, Ref(akg.actionLine, ("line",))] = None


class Place(Entry):
    """Where something was held."""

    rdf_type = akg.Place
    country: Annotated[Slug | None, Ref(akg.country, ("state",))] = None


class MeetingSeries(Entry):
    """Meetings that recur under one name."""

    rdf_type = akg.MeetingSeries
    kind: Annotated[codelists.SeriesKind, Code(akg.kind, "series-kind")]
    convened_by: Annotated[Slugs | None, Ref(akg.convenedBy, ORGANISATIONS)] = None


class Publisher(Record):
    """Who publishes documents."""

    rdf_type: ClassVar[str] = akg.Publisher
    slug: Slug
    name: Annotated[Name, Value(rdfs.label, language="en")]
    aliases: tuple[Alias, ...] = ()
    of: Annotated[Slug | None, Ref(akg.of, ORGANISATIONS)] = None
    """The state or body for which it speaks, where it does: a ministry's site is no witness for its own state."""
    url: WebAddress = NOT_FOUND


AnyEntry = State | Body | Person | Post | Framework | Line | Topic | Place | MeetingSeries | Publisher

REGISTERS: dict[str, type[AnyEntry]] = {
    "state": State,
    "body": Body,
    "person": Person,
    "post": Post,
    "framework": Framework,
    "line": Line,
    "topic": Topic,
    "place": Place,
    "meeting_series": MeetingSeries,
    "publisher": Publisher,
}
