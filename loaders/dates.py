"""Dates as sources state them: Extended Date/Time Format (EDTF, ISO 8601-2) in, bounds and RDF literals out.

The subset: `2023`, `2023-05`, `2023-05-17`, `a/b` (it lasted), `a/..` and `../b` (open), `[a..b]` and `[..b]`
(some time within), and `~`, `?`, `%` after a date (approximate, uncertain, both).
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from edtf import EDTFObject, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from aseankg.ontology.terms import xsd

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    if _DAY.fullmatch(text):
        day = _day(text)
        return Bounds(day, day, day, day)
    if "/" in text:
        return _interval(text)
    return _point(text)


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


def _interval(text: str) -> Bounds:
    start_text, end_text = text.split("/", 1)
    if "/" in end_text or start_text == end_text == "..":
        raise ValueError(f"expected {_EXPECTED}")
    start = _point(start_text) if start_text != ".." else Bounds(None, None, None, None)
    end = _point(end_text) if end_text != ".." else Bounds(None, None, None, None)
    if start.start_earliest and end.end_latest and start.start_earliest > end.end_latest:
        raise ValueError(f"ends ({end_text}) before it starts ({start_text})")
    return Bounds(start.start_earliest, start.start_latest, end.end_earliest, end.end_latest)


def _point(text: str) -> Bounds:
    parsed = _parse(text)
    earliest, latest = _edge(parsed, "lower_strict"), _edge(parsed, "upper_strict")
    if earliest and latest and earliest > latest:
        raise ValueError("the set ends before it starts")
    return Bounds(earliest, latest, earliest, latest)


def _parse(text: str) -> EDTFObject:
    try:
        parsed: EDTFObject = parse_edtf(text)
    except EDTFParseException as error:
        if _DAY.fullmatch(text):
            _day(text)
        raise ValueError(f"expected {_EXPECTED}") from error
    return parsed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"no such day ({error}); expected a day of the calendar") from error


def _edge(parsed: EDTFObject, side: str) -> date | None:
    """Return one bound as a day. edtf gives a time tuple, or fails on infinities where a side is open."""
    try:
        moment = getattr(parsed, side)()
    except TypeError:
        return None
    return None if isinstance(moment, float) else date(*moment[:3])
