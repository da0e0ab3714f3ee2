"""Rules between records, numbered: one function a rule, its docstring is the rule. All run; none stops another."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, get_args

from aseankg.loaders import dates
from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import ACTORS, NOT_FOUND, NOT_STATED, Ref, Speaker
from aseankg.loaders.problems import nearest, shown
from aseankg.loaders.read import Document, Item, Records
from aseankg.ontology import codelists

KINDS_WITH_UNIQUE_NAMES = ("state", "body", "framework", "topic", "meeting_series", "post")
_SPEAKERS = get_args(codelists.Speaker)

Field = str | tuple[str | int, ...]
Fault = tuple[Item, Field, str, str]
"""The record, the field or path in it, what was found, and what would satisfy the rule."""


def check(records: Records) -> None:
    """Add a problem to the records for every rule that one of them breaks."""
    for number, rule in RULES.items():
        for item, field, found, expected in rule(records):
            records.problem(item, field, found, expected, number)


def kinds_by_slug(records: Records) -> dict[str, str]:
    """Return the kind of every slug that is defined; the first definition counts."""
    kinds = {document.slug: "source" for document in records.documents}
    for item in _items(records):
        kinds.setdefault(item.slug, item.kind)
    return kinds


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
    for item in [*_items(records), *_headers(records)]:
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


def done_is_not_in_the_future(records: Records) -> Iterator[Fault]:
    """What is recorded as done is not dated after the day on which its document was retrieved."""
    for document in records.documents:
        retrieved = dates.bounds(document.source.retrieved).end_latest
        for item in document.statements:
            if item.kind == "expectation":
                continue
            for name in ("held", "date", "start", "made"):
                text = getattr(item.model, name, None)
                if text is None or text == NOT_STATED:
                    continue
                begins = dates.bounds(text).start_earliest
                if begins and retrieved and begins > retrieved:
                    yield (
                        item,
                        name,
                        shown(text),
                        f"a day up to {retrieved}; what is to come is an expectation",
                    )


def nobody_joins_before_the_treaty(records: Records) -> Iterator[Fault]:
    """Nobody takes a legal step towards a treaty before it was adopted."""
    adopted = {item.slug: item.model.adopted for item in records.entries if item.kind == "framework"}
    for item in _statements(records):
        text = adopted.get(item.model.instrument) if item.kind == "consent" else None
        if text and _before(item.model.date, text):
            yield (
                item,
                "date",
                shown(item.model.date),
                f"a day from {text}, when the instrument was adopted",
            )


def nothing_is_delivered_before_it_is_promised(records: Records) -> Iterator[Fault]:
    """A delivery is not dated before the promise it bears on, unless that promise restates an older one."""
    promises = _promises(records)
    for item in _of_kind(records, "delivery"):
        for index, fulfilment in enumerate(item.model.fulfils):
            said = promises.get(fulfilment.promise, [])
            if not said or any(one.model.restates for one in said):
                continue
            if all(_before(item.model.date, _made(one)) for one in said):
                first = min(_made(one) for one in said)
                yield (
                    item,
                    ("fulfils", index, "promise"),
                    f"a delivery of {item.model.date}",
                    (
                        f"a day from {first}, when {fulfilment.promise} was made; if that restates an older promise, say so there"
                    ),
                )


def not_due_is_never_broken(records: Records) -> Iterator[Fault]:
    """ "Not delivered" needs a due date that has passed when the document says so."""
    promises = _promises(records)
    for item in _of_kind(records, "delivery"):
        if item.model.stage != "not delivered":
            continue
        for index, fulfilment in enumerate(item.model.fulfils):
            dues = [one.model.due for one in promises.get(fulfilment.promise, []) if one.model.due]
            if not dues or all(_before(item.model.date, due) for due in dues):
                due = (
                    f"{fulfilment.promise} was due {', '.join(dues)}"
                    if dues
                    else f"{fulfilment.promise} has no due date"
                )
                yield item, ("fulfils", index, "promise"), "not delivered", f"a past due date: {due}"


def a_restatement_says_so(records: Records) -> Iterator[Fault]:
    """A promise made again, by the same obligors in the same words, restates the first one; it is no new promise."""
    seen: dict[tuple[object, ...], Item] = {}
    for item in _of_kind(records, "commitment"):
        key = (item.model.obligors, item.model.framework, " ".join(item.model.what.casefold().split()))
        first = seen.setdefault(key, item)
        if first.slug != item.slug and not (item.model.restates or first.model.restates):
            yield (
                item,
                "what",
                shown(item.model.what),
                f"restates: {first.slug}, which says the same, or other words",
            )


def restatements_lead_back(records: Records) -> Iterator[Fault]:
    """A chain of restatements, or of parts, ends: no promise restates itself."""
    for kind in ("commitment", "contribution"):
        for field in ("restates", "part_of"):
            links = {item.slug: getattr(item.model, field) for item in _of_kind(records, kind)}
            for item in _of_kind(records, kind):
                seen, slug = {item.slug}, getattr(item.model, field)
                while slug and slug not in seen:
                    seen.add(slug)
                    slug = links.get(slug)
                if slug == item.slug:
                    yield (
                        item,
                        field,
                        shown(getattr(item.model, field)),
                        "a chain that does not come back to itself",
                    )


def nobody_enters_what_is_computed(_: Records) -> Iterator[Fault]:
    """Delivery status, grade, score and coverage are computed from evidence; a record that enters one is refused as it is read."""
    yield from ()


def currencies_stay_apart(records: Records) -> Iterator[Fault]:
    """A part of a sum, and a record of the same sum, is in the currency of that sum."""
    currencies = {item.slug: item.model.amount.currency for item in _of_kind(records, "contribution")}
    for item in _of_kind(records, "contribution"):
        for field, slugs in (("part_of", (item.model.part_of,)), ("same_as", item.model.same_as or ())):
            for slug in slugs:
                other = currencies.get(slug or "", item.model.amount.currency)
                if other != item.model.amount.currency:
                    yield (
                        item,
                        field,
                        f"{item.model.amount.currency} beside {other}",
                        (
                            f"{other}, the currency of {slug}: currencies are never added; a conversion shows rate and day"
                        ),
                    )


def nothing_is_fulfilled_twice(records: Records) -> Iterator[Fault]:
    """Shares of a promise, and sums paid on it, do not come to more than the promise."""
    promised = {item.slug: item.model.amount for item in _of_kind(records, "contribution")}
    shares: dict[str, Decimal] = defaultdict(Decimal)
    paid: dict[str, Decimal] = defaultdict(Decimal)
    counted: set[tuple[str, str]] = set()
    for item in _of_kind(records, "delivery"):
        for index, fulfilment in enumerate(item.model.fulfils):
            if (item.slug, fulfilment.promise) in counted:  # another document on the same delivery
                continue
            counted.add((item.slug, fulfilment.promise))
            path = ("fulfils", index, "share")
            shares[fulfilment.promise] += fulfilment.share or 0
            if shares[fulfilment.promise] > 1:
                yield item, path, f"{shares[fulfilment.promise]:.0%} of {fulfilment.promise}", "at most 100 %"
            whole, part = promised.get(fulfilment.promise), item.model.amount
            if whole and part and whole.currency == part.currency and len(item.model.fulfils) == 1:
                paid[fulfilment.promise] += part.amount
                if paid[fulfilment.promise] > whole.amount:
                    yield (
                        item,
                        "amount",
                        f"{paid[fulfilment.promise]:,} {part.currency} paid",
                        (
                            f"at most {whole.amount:,}, the sum of {fulfilment.promise}; what goes beyond is another promise"
                        ),
                    )


RULES: dict[str, Callable[[Records], Iterator[Fault]]] = {
    "R1": one_slug_one_thing,
    "R2": one_document_one_file,
    "R3": references_resolve,
    "R4": names_are_unique,
    "R5": iso_codes_are_unique,
    "R6": done_is_not_in_the_future,
    "R7": nobody_joins_before_the_treaty,
    "R8": nothing_is_delivered_before_it_is_promised,
    "R9": not_due_is_never_broken,
    "R10": a_restatement_says_so,
    "R11": restatements_lead_back,
    "R12": nobody_enters_what_is_computed,
    "R13": currencies_stay_apart,
    "R14": nothing_is_fulfilled_twice,
}
"""Rules by their numbers. A number is never used again for another rule."""


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


def _twice(item: Item, first: Item) -> Fault:
    where = f"{first.file.name}, as {first.kind.replace('_', ' ')}"
    return item, item.kind, shown(item.slug), f"a slug of its own: it stands in {where}"


def _before(text: str, other: str) -> bool:
    """Return whether a date is certainly before another; one that is not stated is before nothing."""
    if NOT_STATED in (text, other):
        return False
    last, first = dates.bounds(text).end_latest, dates.bounds(other).start_earliest
    return last is not None and first is not None and last < first


def _made(promise: Item) -> str:
    return str(promise.model.made if promise.kind == "commitment" else promise.model.date)


def _promises(records: Records) -> dict[str, list[Item]]:
    """Return what each document says of a promise, by the promise's slug."""
    found: dict[str, list[Item]] = defaultdict(list)
    for kind in ("commitment", "contribution"):
        for item in _of_kind(records, kind):
            found[item.slug].append(item)
    return found


def _of_kind(records: Records, kind: str) -> Iterator[Item]:
    return (item for item in _statements(records) if item.kind == kind)


def _statements(records: Records) -> Iterator[Item]:
    for document in records.documents:
        yield from document.statements


def _items(records: Records) -> Iterator[Item]:
    yield from records.entries
    yield from records.searches
    yield from _statements(records)


def _headers(records: Records) -> Iterator[Item]:
    for document in records.documents:
        yield Item("source", document.source, document.file, ("source",))
