"""Ways through the records that rules share."""

from collections.abc import Iterator
from typing import Any, get_args

from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import ACTORS, Ref, Speaker
from aseankg.loaders.read import Item, Records
from aseankg.ontology import codelists

_SPEAKERS = get_args(codelists.Speaker)

Field = str | tuple[str | int, ...]
Fault = tuple[Item, Field, str, str]
"""The record, the field or path in it, what was found, and what would satisfy the rule."""


def kinds_by_slug(records: Records) -> dict[str, str]:
    """Return the kind of every slug that is defined; the first definition counts."""
    kinds = {document.slug: "source" for document in records.documents}
    for item in items(records):
        kinds.setdefault(item.slug, item.kind)
    return kinds


def references(model: Any) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
    """Yield path, slug and allowed kinds of every reference in a record, parts included."""
    if isinstance(source := getattr(model, "source", None), str):
        yield ("source",), source, ("source",)
    if (same := getattr(model, "wikidata", None)) is not None:
        yield ("wikidata", "source"), same.source, ("source",)
    for index, wording in enumerate(getattr(model, "alternatives", ())):
        yield ("alternatives", index, "source"), wording.source, ("source",)
    for name, mark, is_parts in marks(type(model)):
        value = getattr(model, name)
        if value is None:
            continue
        if is_parts:
            for index, part in enumerate(value):
                for path, slug, kinds in references(part):
                    yield (name, index, *path), slug, kinds
        elif isinstance(mark, Ref):
            for slug in value if isinstance(value, tuple) else [value]:
                yield (name,), slug, mark.kinds
        elif isinstance(mark, Speaker) and value not in _SPEAKERS:
            yield (name,), value, (*ACTORS, "publisher")


def of_kind(records: Records, kind: str) -> Iterator[Item]:
    """Yield the statements of one kind."""
    return (item for item in statements(records) if item.kind == kind)


def statements(records: Records) -> Iterator[Item]:
    """Yield the statements of all documents."""
    for document in records.documents:
        yield from document.statements


def items(records: Records) -> Iterator[Item]:
    """Yield every record that has a slug."""
    yield from records.entries
    yield from records.searches
    yield from statements(records)


def headers(records: Records) -> Iterator[Item]:
    """Yield the headers of documents as records, so that faults in them have a place."""
    for document in records.documents:
        yield Item("source", document.source, document.file, ("source",))
