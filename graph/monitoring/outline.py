"""A report as plain data: sections of paragraphs, tables and lists, with numbered references. Rendered elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aseankg.graph.monitoring.sources import Citation, Document


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference at a place in a text: its number in the list, and the place in the document."""

    number: int
    at: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text, the thing that it names, the documents behind it."""

    text: str
    iri: str = ""
    language: str = ""
    strong: bool = False
    quiet: bool = False
    marks: tuple[Mark, ...] = ()


Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a note says something about the report itself."""

    text: Text
    note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it shows, its columns (with their relative widths) and rows of texts."""

    caption: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Text, ...], ...]


Block = Paragraph | Bullets | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and sections below it."""

    title: str
    anchor: str
    blocks: tuple[Block, ...] = ()
    sections: "tuple[Section, ...]" = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A document of the list of references, and the places in it that the report cites."""

    number: int
    document: Document
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says."""

    title: str
    subject: str
    """What kind of report it is, in one sentence."""
    facts: tuple[tuple[str, str], ...]
    """As of, known on, since: name and value."""
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    as_of: str
    private: bool = False
    language: str = field(default="en")


class References:
    """Gives every cited document a number, in the order in which a reader meets them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._documents: dict[str, Document] = {}
        self._places: dict[str, set[str]] = {}

    def cite(self, citations: Iterable[Citation]) -> tuple[Mark, ...]:
        """Return the marks of these documents."""
        marks = []
        for citation in citations:
            document = citation.document
            number = self._numbers.setdefault(document.iri, len(self._numbers) + 1)
            self._documents[document.iri] = document
            self._places.setdefault(document.iri, set()).add(citation.at)
            marks.append(Mark(number, citation.at))
        return tuple(marks)

    def listed(self) -> tuple[Reference, ...]:
        """Return the list of references."""
        return tuple(
            Reference(number, self._documents[iri], tuple(sorted(self._places[iri] - {""})))
            for iri, number in self._numbers.items()
        )


def say(text: str, **how: object) -> Text:
    """Return a text of one span."""
    return (Span(text, **how),)  # type: ignore[arg-type]  # the fields of Span


def plain(text: Text) -> str:
    """Return a text without its marks."""
    return "".join(span.text for span in text)
