"""Rules on what was done and promised: order in time, restatements, sums."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from aseankg.loaders import dates
from aseankg.loaders.check.walk import Fault, of_kind, statements
from aseankg.loaders.models.fields import NOT_STATED
from aseankg.loaders.problems import shown
from aseankg.loaders.read import Item, Records


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
    for item in statements(records):
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
    for item in of_kind(records, "delivery"):
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
    """A delivery that says "not delivered" needs a due date that had passed: what is not due is never broken."""
    promises = _promises(records)
    for document in records.documents:
        for item in document.statements:
            if item.kind != "delivery" or item.model.stage != "not delivered":
                continue
            said = item.model.date if item.model.date != NOT_STATED else document.source.published
            if said == NOT_STATED:
                said = document.source.retrieved
            for index, fulfilment in enumerate(item.model.fulfils):
                dues = sorted(
                    {one.model.due for one in promises.get(fulfilment.promise, []) if one.model.due}
                )
                if not any(_before(due, said) for due in dues):
                    due = f"was due {', '.join(dues)}" if dues else "has no due date"
                    expected = f"a due date that had passed by {said}: {fulfilment.promise} {due}"
                    yield item, ("fulfils", index, "promise"), "not delivered", expected


def a_restatement_says_so(records: Records) -> Iterator[Fault]:
    """A promise made again, by the same obligors in the same words, restates the first one; it is no new promise."""
    older = {item.slug: item.model.restates for item in of_kind(records, "commitment") if item.model.restates}
    seen: dict[tuple[object, ...], Item] = {}
    for item in of_kind(records, "commitment"):
        key = (
            frozenset(item.model.obligors),
            item.model.framework,
            " ".join(item.model.what.casefold().split()),
        )
        first = seen.setdefault(key, item)
        if _oldest(first.slug, older) != _oldest(item.slug, older):
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
            links = {item.slug: getattr(item.model, field) for item in of_kind(records, kind)}
            for item in of_kind(records, kind):
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
    currencies = {item.slug: item.model.amount.currency for item in of_kind(records, "contribution")}
    for item in of_kind(records, "contribution"):
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
    promised = {item.slug: item.model.amount for item in of_kind(records, "contribution")}
    shares: dict[str, Decimal] = defaultdict(Decimal)
    paid: dict[str, Decimal] = defaultdict(Decimal)
    counted: set[tuple[str, str]] = set()
    for item in of_kind(records, "delivery"):
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
        for item in of_kind(records, kind):
            found[item.slug].append(item)
    return found


def _oldest(slug: str, older: dict[str, str]) -> str:
    """Return the promise at the end of a chain of restatements; a chain that closes ends where it closes."""
    seen = {slug}
    while (slug_before := older.get(slug)) is not None and slug_before not in seen:
        seen.add(slug_before)
        slug = slug_before
    return slug
