"""Rules on what things are: slugs, documents, references, names, codes."""

from collections import defaultdict
from collections.abc import Iterator

from aseankg.loaders.check.walk import Fault, headers, items, kinds_by_slug, references
from aseankg.loaders.models.fields import NOT_FOUND
from aseankg.loaders.problems import nearest, shown
from aseankg.loaders.read import Document, Item, Records

KINDS_WITH_UNIQUE_NAMES = ("state", "body", "framework", "topic", "meeting_series", "post")


def one_slug_one_thing(records: Records) -> Iterator[Fault]:
    """A slug names one thing: once in the registers, once a document, with one kind everywhere."""
    seen: dict[str, Item] = {}
    for item in (*records.entries, *records.searches):
        first = seen.setdefault(item.slug, item)
        if first is not item:
            yield _twice(item, first)
    for document in records.documents:
        here: dict[str, Item] = {}
        for item in document.statements:
            first = here.setdefault(item.slug, item)
            if first is not item or seen.setdefault(item.slug, item).kind != item.kind:
                yield _twice(item, first if first is not item else seen[item.slug])
    for slug in sorted({document.slug for document in records.documents} & seen.keys()):
        yield seen[slug], seen[slug].kind, shown(slug), "a slug of its own: a source has this one"


def one_document_one_file(records: Records) -> Iterator[Fault]:
    """A document has one file: no two share a name or an address. Two copies of one text are one witness."""
    names: dict[str, Document] = {}
    addresses: dict[str, Document] = {}
    for document in records.documents:
        header = Item("source", document.source, document.file, ("source",))
        first = names.setdefault(document.slug, document)
        if first is not document:
            yield header, "", shown(document.slug), f"a name other than that of {first.file}"
        if document.source.url == NOT_FOUND:
            continue
        address = document.source.url.split("://", 1)[1].rstrip("/").casefold()
        first = addresses.setdefault(address, document)
        if first is not document:
            yield (
                header,
                "url",
                shown(document.source.url),
                f"an address of its own: {first.file.name} has this one",
            )


def references_resolve(records: Records) -> Iterator[Fault]:
    """Every reference leads to a thing of a kind that the field takes."""
    kinds = kinds_by_slug(records)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for known_slug, its_kind in kinds.items():
        by_kind[its_kind].append(known_slug)
    for item in [*items(records), *headers(records)]:
        for path, slug, allowed in references(item.model):
            kind: str | None = kinds.get(slug)
            if kind is not None and (not allowed or kind in allowed):
                continue
            near = [known for name in (allowed or by_kind) for known in by_kind.get(name, [])]
            found = shown(slug) if kind is None else f"{shown(slug)}, a {kind.replace('_', ' ')}"
            what = " or ".join(allowed).replace("_", " ") if allowed else "thing"
            yield item, path, found, f"the slug of a known {what}{nearest(slug, near)}"


def names_are_unique(records: Records) -> Iterator[Fault]:
    """Two things of one kind do not share their name."""
    seen: dict[tuple[str, str], Item] = {}
    for item in records.entries:
        if item.kind in KINDS_WITH_UNIQUE_NAMES:
            first = seen.setdefault((item.kind, item.model.name.casefold()), item)
            if first.slug != item.slug:
                yield item, "name", shown(item.model.name), f"a name of its own: {first.slug} has this one"


def iso_codes_are_unique(records: Records) -> Iterator[Fault]:
    """Two states do not share an ISO code."""
    seen: dict[str, str] = {}
    for item in records.entries:
        if item.kind == "state":
            for name in ("iso2", "iso3"):
                value = getattr(item.model, name)
                if seen.setdefault(value, item.slug) != item.slug:
                    yield item, name, shown(value), f"a code of its own: {seen[value]} has this one"


def _twice(item: Item, first: Item) -> Fault:
    where = f"{first.file.name}, as {first.kind.replace('_', ' ')}"
    return item, item.kind, shown(item.slug), f"a slug of its own: it stands in {where}"
