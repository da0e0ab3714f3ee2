"""Drafts: records that are written and not yet accepted. They are checked like all others, and stay out of the graph."""

from aseankg.loaders.check import check
from aseankg.loaders.read import Document, Item, Records


def drafts(records: Records) -> list[Document]:
    """Return the documents whose header says `status: draft`."""
    return [document for document in records.documents if document.source.status == "draft"]


def published(records: Records) -> Records:
    """Return the records without drafts, and without register entries that rest on nothing but a draft."""
    waiting = {document.slug for document in drafts(records)}
    if not waiting:
        return records

    def told(item: Item) -> bool:
        return getattr(item.model, "source", None) not in waiting

    return Records(
        root=records.root,
        entries=[item for item in records.entries if told(item)],
        documents=[document for document in records.documents if document.slug not in waiting],
        searches=records.searches,
        problems=records.problems,
    )


def check_drafts(records: Records) -> None:
    """Add a problem for whatever is published and does not hold without the drafts, such as a reference to one."""
    if drafts(records) and not records.problems:
        check(published(records))
