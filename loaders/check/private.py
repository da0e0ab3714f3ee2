"""Rules on an office's own records on top of the published ones: they add, and they never change what is public."""

from collections.abc import Iterator

from aseankg.loaders.check.walk import Fault, items, statements
from aseankg.loaders.problems import shown
from aseankg.loaders.read import Records


def private_records_redefine_nothing(records: Records) -> Iterator[Fault]:
    """A private record has a slug of its own: it may refer to a published thing, and never says it anew."""
    if records.overlay is None:
        return
    public = {item.slug: item for item in items(records) if not records.private(item.file)}
    for item in statements(records):
        if records.private(item.file) and item.slug in public:
            first = public[item.slug]
            expected = f"a slug of its own: {first.file.name} among the published records has this one; refer to it instead"
            yield item, item.kind, shown(item.slug), expected


def private_records_stand_on_private_documents(records: Records) -> Iterator[Fault]:
    """A private register entry is taken from a private document, so that no published one is made to say it."""
    if records.overlay is None:
        return
    published = {document.slug for document in records.documents if not records.private(document.file)}
    for item in records.entries:
        cited = getattr(item.model, "source", None)
        if records.private(item.file) and cited in published:
            yield item, "source", shown(cited), "a document of the private records"
