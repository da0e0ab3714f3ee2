"""A source: one document, and what is known of it as a document."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from aseankg.loaders import dates
from aseankg.loaders.models.fields import (
    NOT_STATED,
    Code,
    Edtf,
    EdtfOrNotStated,
    Language,
    Name,
    Note,
    Record,
    Ref,
    Slug,
    Title,
    Value,
    WebAddress,
    When,
)
from aseankg.ontology import codelists
from aseankg.ontology.terms import akg, dcterms, skos, xsd


class Source(Record):
    """The header of a source file. The file's name is its slug."""

    title: Title  # becomes the label, in the language of the document
    kind: Annotated[codelists.SourceKind, Code(akg.kind, "source-kind")]
    publisher: Annotated[Slug, Ref(dcterms.publisher, ("publisher",))]
    origin: Annotated[Slug | None, Value(akg.origin, xsd.string)] = None
    published: Annotated[EdtfOrNotStated, When(akg.published, akg.earliest, akg.latest)]
    published_basis: Annotated[codelists.Basis, Code(akg.dateBasis, "basis")] = "stated"
    states_as_of: Annotated[Edtf | None, When(akg.statesAsOf)] = None
    language: Annotated[Language, Value(dcterms.language, xsd.string)]
    url: WebAddress
    retrieved: Annotated[Edtf, When(akg.retrieved)]
    read: Annotated[codelists.Reading, Code(akg.read, "reading")]
    mentions: Annotated[tuple[Name, ...], Value(akg.mentions, language="en")] = ()
    status: Literal["draft"] | None = None
    """Draft: nobody has accepted it yet, so it stays out of the graph."""
    curated_by: Annotated[Slug, Value(akg.curatedBy, xsd.string)]
    curated_on: Annotated[Edtf, When(akg.curatedOn)]
    note: Annotated[Note | None, Value(skos.note, language="en")] = None

    @model_validator(mode="after")
    def _publication_precedes_retrieval(self) -> Self:
        if self.published != NOT_STATED:
            published, retrieved = dates.bounds(self.published), dates.bounds(self.retrieved)
            first, last = published.start_earliest, retrieved.end_latest
            if first and last and first > last:
                raise ValueError(f"published ({self.published}) after it was retrieved ({self.retrieved})")
        return self
