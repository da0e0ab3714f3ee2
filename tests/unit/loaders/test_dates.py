"""Dates: what each expression means, and that no text does harm."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aseankg.loaders.dates import Bounds, bounds, literal

XSD = "http://www.w3.org/2001/XMLSchema#"


def d(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "start", "start_latest", "end", "end_latest"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023-01-01", "2023-12-31"),
        ("2023-05", "2023-05-01", "2023-05-31", "2023-05-01", "2023-05-31"),
        ("2023-05-17", "2023-05-17", "2023-05-17", "2023-05-17", "2023-05-17"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-02-01", "2024-02-29"),
        ("2023-03-06/2023-03-08", "2023-03-06", "2023-03-06", "2023-03-08", "2023-03-08"),
        ("2021/2025", "2021-01-01", "2021-12-31", "2025-01-01", "2025-12-31"),
        ("2023/..", "2023-01-01", "2023-12-31", None, None),
        ("../2023-05", None, None, "2023-05-01", "2023-05-31"),
        ("[2022-06-27..2022-07-03]", "2022-06-27", "2022-07-03", "2022-06-27", "2022-07-03"),
        ("[2024-01..2024-02]", "2024-01-01", "2024-02-29", "2024-01-01", "2024-02-29"),
        ("[..2023]", None, "2023-12-31", None, "2023-12-31"),
        ("[2023..]", "2023-01-01", None, "2023-01-01", None),
        ("2023~", "2023-01-01", "2023-12-31", "2023-01-01", "2023-12-31"),
        ("2023-05?", "2023-05-01", "2023-05-31", "2023-05-01", "2023-05-31"),
        ("2023-05-17%", "2023-05-17", "2023-05-17", "2023-05-17", "2023-05-17"),
    ],
)
def test_bounds(
    text: str, start: str | None, start_latest: str | None, end: str | None, end_latest: str | None
) -> None:
    assert bounds(text) == Bounds(d(start), d(start_latest), d(end), d(end_latest))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "last week", "17 May 2023", "2023/05/17", "20230517", "2023-5-7", "10000", "0000"),
        *("2023-00", "2023-13", "2023-02-30", "2023-02-29", "2023-04-31", "2023-02-30/2023-03-01"),
        *(
            "2023-05/2023-04",
            "2023-05-02/2023-05-01",
            "[2023..2022]",
            "/",
            "../..",
            "2023/",
            "/2023",
            "a/b/c",
        ),
        *("2023/2024/2025", "[2023-02-30..2023-03-01]", "2023-02-29~", "unknown/2023", "not-stated"),
        *("\uff12\uff10\uff12\uff13", "\u0662\u0660\u0662\u0663-\u0660\u0661-\u0660\u0661", "\x00", "\ud800"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bounds(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-21",  # a season: spring of which hemisphere?
        "2023-XX",
        "{2022,2023}",
        "[2020,2022..2023]",
        "1984?-06",
        "2023S2",
        "2023-05-17T10:00:00Z",
        "2023-05-17 ",
        "2023\n",
        "-0009",
    ],
)
def test_what_is_beyond_the_subset_is_refused(text: str) -> None:
    """The module says which expressions records may hold; the rest of EDTF has no meaning here."""
    with pytest.raises(ValueError, match="expected"):
        bounds(text)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2023", XSD + "gYear"),
        ("2023-05", XSD + "gYearMonth"),
        ("2023-05-17", XSD + "date"),
    ],
)
def test_precision_is_kept(text: str, datatype: str) -> None:
    assert literal(text) == (text, datatype)


@pytest.mark.parametrize("text", ["2023~", "2021/2025", "[..2023]", "2023-05?", "2023/.."])
def test_what_is_no_calendar_date_is_no_calendar_literal(text: str) -> None:
    lexical, datatype = literal(text)
    assert lexical == text
    assert not datatype.startswith(XSD)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> tuple[str, date, date]:
    """Return a date of some precision, with its first and its last day."""
    day = draw(days)
    match draw(st.sampled_from(["year", "month", "day"])):
        case "year":
            return f"{day:%Y}", date(day.year, 1, 1), date(day.year, 12, 31)
        case "month":
            following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            return f"{day:%Y-%m}", day.replace(day=1), following - timedelta(days=1)
    return day.isoformat(), day, day


@given(points(), st.sampled_from(["", "~", "?", "%"]))
def test_a_point_lies_within_its_own_first_and_last_day(
    point: tuple[str, date, date], qualifier: str
) -> None:
    text, first, last = point
    assert bounds(text + qualifier) == Bounds(first, last, first, last)


@given(points(), points())
def test_an_interval_keeps_both_ends_or_is_refused(
    a: tuple[str, date, date], b: tuple[str, date, date]
) -> None:
    text = f"{a[0]}/{b[0]}"
    if a[1] > b[2]:
        with pytest.raises(ValueError, match="before it starts"):
            bounds(text)
    else:
        assert bounds(text) == Bounds(a[1], a[2], b[1], b[2])


@given(points(), points())
def test_a_span_of_possible_days_is_ordered_or_refused(
    a: tuple[str, date, date], b: tuple[str, date, date]
) -> None:
    text = f"[{a[0]}..{b[0]}]"
    if len(a[0]) != len(b[0]):  # EDTF compares days with days, months with months
        with pytest.raises(ValueError, match="two days, two months or two years"):
            bounds(text)
    elif a[1] > b[2]:
        with pytest.raises(ValueError, match="before it starts"):
            bounds(text)
    else:
        assert bounds(text) == Bounds(a[1], b[2], a[1], b[2])


def _of_edtf(text: str) -> Bounds | None:
    """Return the bounds that the edtf library gives to one date or span; None where it refuses the text."""
    try:
        parsed = parse_edtf(text)
        edges = []
        for side in ("lower_strict", "upper_strict"):
            try:
                moment = getattr(parsed, side)()
            except TypeError:  # an open side
                moment = 0.0
            edges.append(None if isinstance(moment, float) else date(*moment[:3]))
    except (EDTFParseException, ValueError):
        return None
    first, last = edges
    return None if first and last and first > last else Bounds(first, last, first, last)


_POINTS = st.one_of(
    points().map(lambda point: point[0]), st.sampled_from(["2023-02-29", "2024-04-31", "0000"])
)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.tuples(_POINTS, st.sampled_from(["", "~", "?", "%"])).map("".join),
        st.tuples(_POINTS | st.just(""), _POINTS).map("[{0[0]}..{0[1]}]".format),
        _POINTS.map("[{}..]".format),
    )
)
def test_the_edtf_library_agrees(text: str) -> None:
    """Its grammar is the standard's; ours is the subset that a build can afford to read thousands of times."""
    try:
        found = bounds(text)
    except ValueError:
        assert _of_edtf(text) is None
    else:
        assert found == _of_edtf(text)


@pytest.mark.parametrize("text", ["Y-17E99999999999", "Y17E99999999999", "[Y-1E9999999999..2023]"])
def test_a_year_beyond_all_measure_is_refused_at_once(text: str) -> None:
    """A power of ten that takes all day and all memory; in a process of its own, to be ended."""
    code = f"from aseankg.loaders.dates import bounds; bounds({text!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], timeout=60, capture_output=True, text=True, check=False
    )
    assert "ValueError" in done.stderr.splitlines()[-1]


_NEAR = st.text(alphabet="0123456789-/.[]{}~?%XuTZ:, S()+", max_size=30)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), _NEAR))
@example("y170000000")
@example("99999999999999999999")
@example("2023-05-17T24:00:00+99:99")
@example("[" * 2000)
@example("[" + "2023," * 50 + "2024]")
@example("\ud800")
@example("2023-02-30~/2023")
def test_any_text_gives_ordered_bounds_or_value_error(text: str) -> None:
    try:
        found = bounds(text)
    except ValueError:
        return
    assert all(day is None or type(day) is date for day in found)
    for earlier, later in (
        (found.start_earliest, found.start_latest),
        (found.end_earliest, found.end_latest),
        (found.start_earliest, found.end_latest),
    ):
        assert earlier is None or later is None or earlier <= later
    assert any(day is not None for day in found), "a date that says nothing is none"
    assert literal(text)[0] == text
