"""Search logs: what was looked for, where and when. Ours, so no document says it; without one, silence means nothing."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from aseankg.loaders.models.fields import (
    ACTORS,
    Code,
    Edtf,
    Name,
    Note,
    Record,
    Ref,
    Slug,
    Slugs,
    Title,
    Value,
    When,
)
from aseankg.ontology import codelists
from aseankg.ontology.terms import akg, dcterms, skos


class Search(Record):
    """One search: for the delivery of a promise, or for anything an actor said under a framework or line."""

    rdf_type: ClassVar[str] = akg.SearchLog
    slug: Slug
    actors: Annotated[Slugs | None, Ref(akg.actor, ACTORS)] = None
    framework: Annotated[Slug | None, Ref(akg.framework, ("framework",))] = None
    line: Annotated[Slug | None, Ref(akg.actionLine, ("line",))] = None
    promise: Annotated[Slugs | None, Ref(akg.promise, ("commitment", "contribution"))] = None
    queries: Annotated[tuple[Title, ...], Field(min_length=1), Value(akg.searchedFor, language="en")]
    where: Annotated[Name, Value(akg.searchedIn, language="en")]
    on: Annotated[Edtf, When(akg.searched)]
    found: Annotated[codelists.Finding, Code(akg.found, "finding")]
    note: Annotated[Note | None, Value(skos.note, language="en")] = None

    @model_validator(mode="after")
    def _for_something(self) -> Self:
        if not (self.actors or self.framework or self.line or self.promise):
            raise ValueError("expected actors, framework, line or promise: what the search was for")
        return self


class Wanted(Record):
    """Something that is known to be missing, and where it was looked for."""

    rdf_type: ClassVar[str] = akg.SearchLog
    slug: Slug
    what: Annotated[Note, Value(dcterms.description, language="en")]
    looked_for: Annotated[tuple[Title, ...], Value(akg.searchedFor, language="en")] = ()
    where: Annotated[Name, Value(akg.searchedIn, language="en")]
    on: Annotated[Edtf, When(akg.searched)]
    found: Annotated[codelists.Finding, Code(akg.found, "finding")] = "nothing"


SEARCHES: dict[str, type[Search | Wanted]] = {"search": Search, "wanted": Wanted}
