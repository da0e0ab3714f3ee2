"""A list as a workbook: its rows with true numbers and days, the documents behind them, and how to read it.

The whole list, since a spreadsheet filters by itself: pages need no library for it, and no script.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from aseankg.graph.views.lists import Listing
from aseankg.graph.views.spreadsheet import Column, Sheet, workbook
from aseankg.graph.views.things import Thing
from aseankg.ontology.terms import akg, dcterms, rdfs

_WIDTHS = {"name": 60, "date": 13, "since": 13, "until": 13, "due": 13, "amount": 18, "documents": 11}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOW = (
    ("Rows", "One row a thing. A semicolon stands between the values of a cell."),
    ("Empty", "No document read so far says it."),
    ("Days", "A day that a document states whole is a date. Months, years and spans stay texts: 2023-05 is a month."),
    ("Sums", "A plain number, its currency (ISO 4217) beside it. Sums of different kinds do not add up: see Type."),
    ("Expected", "What is only announced, planned or awaited is called so, and is never shown as done."),
    ("Record", "The name of the thing in the records and in the site."),
    ("Cited", "The documents that say so, each with the place in it; the sheet Documents has titles and addresses."),
    ("Licence", "Records of aseankg, CC BY 4.0. Every fact leads to its source."),
)  # fmt: skip


def list_workbook(
    listing: Listing,
    table: Sequence[Sequence[str | Decimal]],
    many: Sequence[Thing],
    documents: dict[str, Thing],
    day: str,
) -> bytes:
    """Return a list as a workbook. `table` holds headings and rows, `many` the thing of each row."""
    title = f"aseankg: {listing.title}"
    cited = sorted({citation.source for one in many for citation in one.sources})
    found = [documents[iri] for iri in cited if iri in documents]
    how = [("About", f"{listing.title}: {listing.about}".rstrip(" :")), ("As of", day), *_HOW]
    sheets = (
        _rows(listing, table, many, documents),
        *([_documents(found, documents)] if found else []),
        Sheet("How to read", (Column("word", 16), Column("meaning", 110)), how),
    )
    return workbook(sheets, title, date.fromisoformat(day))


def _rows(
    listing: Listing, table: Sequence[Sequence[Any]], many: Sequence[Thing], documents: dict[str, Thing]
) -> Sheet:
    widths: list[int] = []
    for column in listing.columns:
        widths += [_WIDTHS.get(column.key, 24), *([10] if column.money else [])]
    columns = [Column(name, width) for name, width in zip(table[0], widths, strict=True)]
    rows = [
        [*map(_typed, row), f"{one.kind}/{one.name.slug}", _cited(one, documents)]
        for row, one in zip(table[1:], many, strict=True)
    ]
    return Sheet(
        listing.title[:31],
        (*columns, Column("Record", 40), Column("Cited", 60)),
        rows,
        frozen=0,
        wrapped=False,
    )


def _typed(value: Any) -> Any:
    """Return a whole day as a date, everything else as it is."""
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


def _cited(one: Thing, documents: dict[str, Thing]) -> str:
    cited = (c for c in one.sources if c.source in documents)
    return "; ".join(
        f"{documents[c.source].name.slug}{f' ({c.at})' if c.at else ''}" for c in dict.fromkeys(cited)
    )


def _documents(found: list[Thing], things: dict[str, Thing]) -> Sheet:
    columns = (
        Column("Name in the records", 44),
        Column("Document", 60),
        Column("Publisher", 28),
        Column("Published", 13),
        Column("Address", 60),
    )
    rows = []
    for one in found:
        publisher = things.get(one.first(dcterms.publisher))
        published = _typed(one.first(akg.published)) or "not stated"
        rows.append(
            [
                one.name.slug,
                one.label,
                publisher.label if publisher else "",
                published,
                one.first(rdfs.seeAlso),
            ]
        )
    return Sheet("Documents", columns, rows, links=4, wrapped=False)
