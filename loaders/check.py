"""Rules between records: one function a rule, its first line says the rule. All run; none stops another."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

from aseankg.loaders import dates
from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import ACTORS, NOT_STATED, Ref, Speaker
from aseankg.loaders.problems import nearest, shown
from aseankg.loaders.read import Document, Item, Records
from aseankg.ontology import codelists

KINDS_WITH_UNIQUE_NAMES = ("state", "body", "framework", "topic", "meeting_series", "post")
_SPEAKERS = get_args(codelists.Speaker)


def check(records: Records) -> None:
    """Add a problem to the records for every rule that one of them breaks."""
    for rule in RULES:
        rule(records)


def kinds_by_slug(records: Records) -> dict[str, str]:
    """Return the kind of every slug that is defined; the first definition counts."""
    kinds = {document.slug: "source" for document in records.documents}
    for item in _items(records):
        kinds.setdefault(item.slug, item.kind)
    return kinds


def one_slug_one_thing(records: Records) -> None:
    """A slug names one thing: once in the registers, once a document, with one kind everywhere."""
    seen: dict[str, Item] = {}
    for item in records.entries:
        first = seen.setdefault(item.slug, item)
        if first is not item:
            _twice(records, item, first)
    for document in records.documents:
        here: dict[str, Item] = {}
        for item in document.statements:
            first = here.setdefault(item.slug, item)
            if first is not item or seen.setdefault(item.slug, item).kind != item.kind:
                _twice(records, item, first if first is not item else seen[item.slug])
    names = {document.slug for document in records.documents}
    for slug in sorted(names & seen.keys()):
        records.problem(
            seen[slug],
            seen[slug].kind,
            shown(slug),
            "a slug of its own: a source has this one",
            "one-slug-one-thing",
        )


def one_file_one_source(records: Records) -> None:
    """No two source files share a name, whatever their folders."""
    seen: dict[str, Document] = {}
    for document in records.documents:
        first = seen.setdefault(document.slug, document)
        if first is not document:
            item = Item("source", document.source, document.file, ("source",))
            records.problem(
                item, "", shown(document.slug), f"a name other than {first.file.name}", "one-file-one-source"
            )


def references_resolve(records: Records) -> None:
    """Every reference leads to a thing of a kind that the field takes."""
    kinds = kinds_by_slug(records)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for known_slug, its_kind in kinds.items():
        by_kind[its_kind].append(known_slug)
    for item in [*_items(records), *_headers(records)]:
        for path, slug, allowed in references(item.model):
            kind: str | None = kinds.get(slug)
            if kind is None or (allowed and kind not in allowed):
                near = [known for name in (allowed or by_kind) for known in by_kind.get(name, [])]
                found = shown(slug) if kind is None else f"{shown(slug)}, a {kind.replace('_', ' ')}"
                what = " or ".join(allowed).replace("_", " ") if allowed else "thing"
                records.problem(
                    item,
                    path,
                    found,
                    f"the slug of a known {what}{nearest(slug, near)}",
                    "references-resolve",
                )


def names_are_unique(records: Records) -> None:
    """Two things of one kind do not share their name."""
    seen: dict[tuple[str, str], Item] = {}
    for item in records.entries:
        if item.kind in KINDS_WITH_UNIQUE_NAMES:
            first = seen.setdefault((item.kind, item.model.name.casefold()), item)
            if first.slug != item.slug:
                records.problem(
                    item,
                    "name",
                    shown(item.model.name),
                    f"a name of its own: {first.slug} has this one",
                    "names-are-unique",
                )


def iso_codes_are_unique(records: Records) -> None:
    """Two states do not share an ISO code."""
    seen: dict[str, str] = {}
    for item in records.entries:
        if item.kind == "state":
            for name in ("iso2", "iso3"):
                value = getattr(item.model, name)
                if seen.setdefault(value, item.slug) != item.slug:
                    records.problem(
                        item,
                        name,
                        shown(value),
                        f"a code of its own: {seen[value]} has this one",
                        "iso-codes-are-unique",
                    )


def done_is_not_in_the_future(records: Records) -> None:
    """What is recorded as done is not dated after the day on which its document was retrieved."""
    for document in records.documents:
        retrieved = dates.bounds(document.source.retrieved).end_latest
        for item in document.statements:
            for name in ("held", "date", "start", "made"):
                text = getattr(item.model, name, None)
                if text is None or text == NOT_STATED:
                    continue
                begins = dates.bounds(text).start_earliest
                if begins and retrieved and begins > retrieved:
                    records.problem(
                        item,
                        name,
                        shown(text),
                        f"a day up to {retrieved}; what is to come is an expectation",
                        "done-is-not-in-the-future",
                    )


def members_join_once_founded(records: Records) -> None:
    """Nobody accedes to a treaty before it was adopted."""
    adopted = {
        item.slug: item.model.adopted
        for item in records.entries
        if item.kind == "framework" and item.model.adopted
    }
    for item in _statements(records):
        if item.kind == "consent" and item.model.date != NOT_STATED:
            text = adopted.get(item.model.instrument)
            if text is None:
                continue
            first, last = dates.bounds(text).start_earliest, dates.bounds(item.model.date).end_latest
            if first and last and last < first:
                records.problem(
                    item,
                    "date",
                    shown(item.model.date),
                    f"a day from {text}, when the instrument was adopted",
                    "members-join-once-founded",
                )


RULES = (
    one_slug_one_thing,
    one_file_one_source,
    references_resolve,
    names_are_unique,
    iso_codes_are_unique,
    done_is_not_in_the_future,
    members_join_once_founded,
)


def references(model: Any) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
    """Yield path, slug and allowed kinds of every reference in a record, parts included."""
    if isinstance(source := getattr(model, "source", None), str):
        yield ("source",), source, ("source",)
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


def _twice(records: Records, item: Item, first: Item) -> None:
    where = f"{first.file.name}, as {first.kind.replace('_', ' ')}"
    records.problem(
        item, item.kind, shown(item.slug), f"a slug of its own: it stands in {where}", "one-slug-one-thing"
    )


def _statements(records: Records) -> Iterator[Item]:
    for document in records.documents:
        yield from document.statements


def _items(records: Records) -> Iterator[Item]:
    yield from records.entries
    yield from _statements(records)


def _headers(records: Records) -> Iterator[Item]:
    for document in records.documents:
        yield Item("source", document.source, document.file, ("source",))
