"""Dates as sources state them: Extended Date/Time Format (EDTF, ISO 8601-2) in, bounds and RDF literals out.

The subset: `2023`, `2023-05`, `2023-05-17`, `a/b` (it lasted), `a/..` and `../b` (open), `[a..b]` and `[..b]`
(some time within), and `~`, `?`, `%` after a date (approximate, uncertain, both).

The subset is closed, so its bounds are a few lines of calendar. The edtf library, whose grammar takes 5 ms a date,
stands in the tests and has to agree.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from aseankg.ontology.terms import xsd

_POINT = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_SUBSET = re.compile(
    rf"{_POINT}[~?%]?|\[(?:{_POINT})?\.\.{_POINT}\]|\[{_POINT}\.\.\]|(?:{_POINT}[~?%]?|\.\.)/(?:{_POINT}[~?%]?|\.\.)"
)
_EXPECTED = "a date such as 2023, 2023-05, 2023-05-17, 2021/2025, 2023/.. or [2022-06-27..2022-07-03]"


class Bounds(NamedTuple):
    """First and last possible day of the beginning and of the end; None where the date leaves that side open."""

    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None


@lru_cache(maxsize=65536)
def bounds(text: str) -> Bounds:
    """Return the days between which the expression begins and ends.

    Raises ValueError if the text is no EDTF of the subset, names an impossible day, or ends before it starts.

    >>> bounds("2023-05").start_latest
    datetime.date(2023, 5, 31)
    """
    if not _SUBSET.fullmatch(text):
        raise ValueError(f"expected {_EXPECTED}")
    if "/" in text:
        return _interval(*text.split("/"))
    first, last = _within(*text[1:-1].split("..")) if text.startswith("[") else _span(text)
    return Bounds(first, last, first, last)


def literal(text: str) -> tuple[str, str]:
    """Return lexical form and datatype IRI that keep the precision of the expression.

    >>> literal("2023-05")
    ('2023-05', 'http://www.w3.org/2001/XMLSchema#gYearMonth')
    """
    for pattern, datatype in (
        ("[0-9]{4}", xsd.gYear),
        ("[0-9]{4}-[0-9]{2}", xsd.gYearMonth),
        ("[0-9]{4}-[0-9]{2}-[0-9]{2}", xsd.date),
    ):
        if re.fullmatch(pattern, text):
            return text, datatype
    return text, xsd.edtf


def _interval(start: str, end: str) -> Bounds:
    """Return the bounds of what lasted from one date to another."""
    if start == end == "..":
        raise ValueError(f"expected {_EXPECTED}")
    first, last = _span(start), _span(end)
    if first[0] and last[1] and first[0] > last[1]:
        raise ValueError(f"ends ({end}) before it starts ({start})")
    return Bounds(*first, *last)


def _within(start: str, end: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of what happened some time between two dates."""
    if start and end and len(start) != len(end):
        raise ValueError("expected two days, two months or two years")
    first, last = _span(start)[0], _span(end)[1]
    if first and last and first > last:
        raise ValueError("the set ends before it starts")
    return first, last


def _span(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a year, month or day; none of an open side."""
    if text in ("", ".."):
        return None, None
    parts = [int(part) for part in text.rstrip("~?%").split("-")]
    try:
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        day = date(*parts)
    except ValueError as error:
        raise ValueError(f"no such day ({error}); expected a day of the calendar") from error
    return day, day
