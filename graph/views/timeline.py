"""Since when each tie holds, as a still picture: one lane a partner, one bar a tie, and promises a year above."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from aseankg.graph.views.partners import HIGHEST, Partner
from aseankg.graph.views.things import Thing, Words
from aseankg.ontology.terms import akg

_LANE, _TOP, _CHART = 34, 100, 62
"""Heights in pixels: of a lane, of what stands above the lanes, and of the columns of promises in there."""


class Bar(NamedTuple):
    """A tie as drawn: places across in hundredths of the width, since a phone is narrow; heights in pixels."""

    x: float
    y: float
    width: float
    slot: str
    """`status`, `level` or `level highest`: each is drawn thicker than the one before, so that it is told apart without colour."""
    tie: Thing
    label: str


def timeline(
    partners: Iterable[Partner], promises: Iterable[Thing], words: Words, as_of: str
) -> dict[str, Any]:
    """Return what the template draws: lanes, bars, columns and years. Undated ties are counted, never guessed."""
    lanes = [partner for partner in partners if any(_year(tie.first_day) for tie in partner.ties)]
    lanes.sort(
        key=lambda partner: (min(tie.first_day or "9999" for tie in partner.ties), partner.actor.label)
    )
    years = Counter(int(year) for one in promises if (year := _year(one.first_day)))
    starts = [_year(tie.first_day) for partner in lanes for tie in partner.ties]
    low = int(min((year for year in starts if year), default=2000)) // 5 * 5
    high = (_year(as_of) or 2026) + 1
    scale = 100 / (high - low)

    def x(year: float) -> float:
        return round((min(max(year, low), high) - low) * scale, 2)

    bars = []
    for number, partner in enumerate(lanes):
        for tie in reversed(partner.ties):  # what came later is drawn over what it rose from
            start, end = _year(tie.first_day), _year(tie.first(akg.end)) or _year(as_of) or high
            if start:
                slot = "level" if tie.first(akg.level) else "status"
                if tie.first(akg.level) == HIGHEST:
                    slot = "level highest"
                y = _TOP + number * _LANE + (18 if slot == "status" else 24)
                label = words.of(tie.first(akg.level) or tie.first(akg.status))
                bars.append(Bar(x(start), y, round(max(0.4, x(end) - x(start)), 2), slot, tie, label))
    most = max(years.values(), default=1)
    columns = [
        {"x": x(year), "height": round(count / most * _CHART, 1), "year": year, "count": count}
        for year, count in sorted(years.items())
        if low <= year < high
    ]
    return {
        "highest": words.of(HIGHEST),
        "lanes": [(partner, _TOP + number * _LANE) for number, partner in enumerate(lanes)],
        "bars": bars,
        "columns": columns,
        "column_width": round(scale * 0.8, 2),
        "chart": _CHART,
        "ticks": [(year, x(year)) for year in range(low, int(high) + 1, 10)],
        "lane": _LANE,
        "top": _TOP,
        "height": _TOP + len(lanes) * _LANE + 10,
        "early": sum(count for year, count in years.items() if year < low),
        "years": sorted(years.items()),
    }


def _year(day: str) -> float:
    """Return a day as a number of years, or 0 where there is none: half a year later lies half a step to the right."""
    match = re.match(r"[^\d]*(\d{4})(?:-(\d\d))?", day)
    return int(match[1]) + (int(match[2] or 1) - 1) / 12 if match else 0
