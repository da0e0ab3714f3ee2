"""Official figures beside our own counts: reconciled, or said not to be, and why.

What a document states as a figure is a Claim. Each way to count ourselves is a question in `ontology/figures/`: it picks
the figures that it can answer and returns what counts toward each. Adding a way to count is adding a question.

A question returns `?claim` and `?item` (no item: nothing counts), and as far as it can `?sure` and `?maybe` (the latest and
the earliest day on which the item may have begun), `?gone` and `?over` (the same of its end), `?amount` (then amounts are
added, not items) and `?counts` (false: the item belongs to the whole, not to what is counted). Its headers say what is
`counts`-ed, what explains a `gap`, and by which `clock`: `by the day` of the figure, `within` its time, or `any day`.
`reconcile: never` keeps a count that cannot settle the figure from looking as if it could.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from aseankg.graph.monitoring.sources import Citation, citations
from aseankg.graph.queries import Question, Table, load, run
from aseankg.graph.store import View

EQUAL, COMPATIBLE, DIFFERS, CANNOT = "equal", "compatible", "differs", "cannot be reconciled"
"""Verdicts: the same number; within the bounds that imprecise dates leave; another number; no honest comparison."""


@dataclass(frozen=True, slots=True)
class Count:
    """What we count ourselves: bounds, since dates may be imprecise, and the things behind it."""

    low: Decimal
    high: Decimal
    items: tuple[str, ...]
    of: int | None = None
    """The number of things of which the counted are a part, where the question says so."""
    undated: int = 0
    """Counted things without a date: they count only toward the upper bound."""

    def __str__(self) -> str:
        """Return the count for a cell."""
        text = f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"
        return text if self.of is None else f"{text} of {self.of}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a document states, our count beside it, and whether they agree."""

    iri: str
    slug: str
    measure: str
    about: tuple[str, ...]
    """The names of the things that it is about."""
    concerns: frozenset[str]
    """Their IRIs."""
    value: Decimal | None
    unit: str
    fraction: str
    """Numerator and denominator, where the document gives them."""
    as_of: str
    said_by: tuple[str, ...]
    citations: tuple[Citation, ...]
    count: Count | None
    question: str
    counted: str
    """What we count, in words; empty where nothing is counted."""
    verdict: str
    why: str
    others: tuple[str, ...] = ()
    """Other figures of the same measure for the same time that state another value."""
    private: bool = False

    @property
    def published(self) -> str:
        """Return the figure as the document states it."""
        if self.value is None:
            return "no figure given"
        return " ".join(part for part in (f"{self.value:,}", self.unit, self.fraction) if part)


def counting() -> dict[str, Question]:
    """Return the ways to count, by name."""
    return load(files("aseankg.ontology") / "figures")


def figures(view: View, about: str | None = None) -> list[Figure]:
    """Return every figure of a view, or those about one thing (its IRI), each with every count that answers it."""
    claims = _claims(view)
    counted: dict[str, list[tuple[Question, list[dict[str, Any]]]]] = defaultdict(list)
    for question in counting().values():
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in run(view, question.text):
            rows[row["claim"]].append(row)
        for answered, items in rows.items():
            counted[answered].append((question, items))
    cited = citations(view, claims)
    rivals = _rivals(claims)
    found = []
    for iri, claim in claims.items():
        if about is not None and about not in claim["concerns"]:
            continue
        answers = [_answer(claim, question, items) for question, items in counted[iri]] or [_unanswered()]
        for count, question_name, words, verdict, why in answers:
            found.append(
                Figure(
                    iri=iri,
                    slug=claim["slug"],
                    measure=claim["measure"],
                    about=tuple(sorted(claim["about"])),
                    concerns=frozenset(claim["concerns"]),
                    value=claim["value"],
                    unit=claim["unit"] or "",
                    fraction=f"({claim['n']:,} of {claim['d']:,})"
                    if claim["n"] is not None and claim["d"] is not None
                    else "",
                    as_of=str(claim["day"] or ""),
                    said_by=tuple(sorted(claim["by"])),
                    citations=cited.get(iri, ()),
                    count=count,
                    question=question_name,
                    counted=words,
                    verdict=verdict,
                    why=why,
                    others=rivals.get(iri, ()),
                    private=claim["private"],
                )
            )
    return sorted(found, key=lambda one: (one.about, one.measure.casefold(), one.as_of, one.slug))


def as_table(found: Iterable[Figure]) -> Table:
    """Return figures as a table: one row a figure and way to count."""
    columns = (
        "about",
        "figure",
        "published",
        "as_of",
        "who",
        "our_count",
        "what_we_count",
        "verdict",
        "why",
        "source",
        "claim",
        "question",
        "private",
    )
    rows = tuple(
        (
            "; ".join(one.about),
            one.measure,
            one.published,
            one.as_of or "not stated",
            "; ".join(one.said_by) or "the document",
            None if one.count is None else str(one.count),
            one.counted,
            one.verdict,
            "; ".join(part for part in (one.why, *one.others) if part),
            "; ".join(str(citation) for citation in one.citations),
            one.slug,
            one.question,
            "private record" if one.private else "",
        )
        for one in found
    )
    return Table(columns, rows)


def _claims(view: View) -> dict[str, dict[str, Any]]:
    """Return the figures by IRI; one without a day takes the day by which its first document was public."""
    claims: dict[str, dict[str, Any]] = {}
    for row in run(view, _CLAIMS):
        claim = claims.setdefault(
            row["claim"],
            {**row, "about": set(), "concerns": set(), "by": set(), "private": bool(row["flag"])},
        )
        claim["about"].add(row["name"] or row["thing"])
        claim["concerns"].add(row["thing"])
        if row["who"]:
            claim["by"].add(row["who"])
    for claim in claims.values():
        claim["dated"] = claim["first"] is not None
        claim["first"] = claim["first"] or claim["public"]
        claim["last"] = claim["last"] or claim["public"]
    return claims


_Answer = tuple[Count | None, str, str, str, str]


def _unanswered() -> _Answer:
    why = "nothing in the graph counts this: no question of ours measures the same thing"
    return None, "", "", CANNOT, why


def _answer(claim: dict[str, Any], question: Question, rows: list[dict[str, Any]]) -> _Answer:
    items = [row for row in rows if row["item"] is not None]
    count = _count(claim, items, question.headers["clock"])
    gap, words = question.headers["gap"], question.headers["counts"]
    if question.headers.get("reconcile") == "never":
        return count, question.name, words, CANNOT, gap
    if claim["value"] is None:
        return count, question.name, words, CANNOT, "the document gives no figure"
    verdict, why = _verdict(claim["value"], count, gap)
    if not claim["dated"] and question.headers["clock"] != "any day":
        why = (
            f"{why}; the figure names no day, so ours is for the day by which its document was public".lstrip(
                "; "
            )
        )
    return count, question.name, words, verdict, why


def _verdict(published: Decimal, count: Count, gap: str) -> tuple[str, str]:
    """Return whether a figure and a count agree, and what may explain it where they do not."""
    if published == count.high == 0:
        return COMPATIBLE, "none is on record either; that shows no more than our records"
    if count.low <= published <= count.high:
        if count.low == count.high:
            return EQUAL, ""
        return COMPATIBLE, "some of our dates are too coarse to say more" + _undated(count)
    distance = count.low - published if published < count.low else published - count.high
    side = "fewer" if published > count.high else "more"
    if count.high == 0:
        return DIFFERS, f"none is on record: {gap}"
    if side == "more":
        return DIFFERS, f"ours is {distance:,} more{_undated(count)}: {gap}"
    return DIFFERS, f"ours is {distance:,} fewer{_undated(count)}: {gap}"


def _undated(count: Count) -> str:
    return f" ({count.undated} of ours have no date)" if count.undated else ""


def _count(claim: dict[str, Any], items: list[dict[str, Any]], clock: str) -> Count:
    """Count what had begun and not ended: surely for the lower bound, possibly for the upper one."""
    first, last = claim["first"], claim["last"]
    parts = [item for item in items if item.get("counts") in (None, "true", True)]
    whole = len(items) if any("counts" in item and item["counts"] is not None for item in items) else None
    sure, possible = parts, parts
    if clock == "by the day":
        days = (first, last)
        sure = min(([i for i in parts if _surely(i, day)] for day in days), key=_size)
        possible = max(([i for i in parts if _possibly(i, day)] for day in days), key=_size)
    elif clock == "within":
        sure = [i for i in parts if i["sure"] and i["maybe"] and first <= i["maybe"] and i["sure"] <= last]
        possible = [
            i
            for i in parts
            if (i["maybe"] is None or i["maybe"] <= last) and (not i["sure"] or first <= i["sure"])
        ]
    undated = sum(1 for item in possible if clock != "any day" and item.get("sure") is None)
    return Count(
        _size(sure), _size(possible), tuple(sorted({item["item"] for item in possible})), whole, undated
    )


def _size(items: list[dict[str, Any]]) -> Decimal:
    """Return the sum of the amounts, where there are any, else the number of things."""
    if any(item.get("amount") is not None for item in items):
        return sum((item["amount"] for item in items), Decimal(0))
    return Decimal(len({item["item"] for item in items}))


def _surely(item: dict[str, Any], day: date) -> bool:
    begun = item["sure"] is not None and item["sure"] <= day
    return begun and (item.get("gone") is None or item["gone"] > day)


def _possibly(item: dict[str, Any], day: date) -> bool:
    begun = item["maybe"] is None or item["maybe"] <= day
    return begun and (item.get("over") is None or item["over"] >= day)


def _rivals(claims: dict[str, dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return, for each figure, others of the same measure and thing for an overlapping time with another value."""
    alike: dict[tuple[str, frozenset[str], str], list[dict[str, Any]]] = defaultdict(list)
    for claim in claims.values():
        if claim["dated"] and claim["value"] is not None:
            alike[claim["measure"], frozenset(claim["concerns"]), claim["unit"] or ""].append(claim)
    found: dict[str, tuple[str, ...]] = {}
    for group in alike.values():
        for one in group:
            others = [
                f"another document states {other['value']:,} for {other['day']}"
                for other in group
                if other["value"] != one["value"]
                and other["first"] <= one["last"]
                and one["first"] <= other["last"]
            ]
            if others:
                found[one["claim"]] = tuple(sorted(others))
    return found


_CLAIMS = """
SELECT ?claim ?slug ?measure ?value ?unit ?n ?d ?day ?first ?last ?public ?thing ?name ?who ?flag WHERE {
  ?claim a akg:Claim ; dcterms:identifier ?slug ; akg:measure ?measure ; akg:concerns ?thing .
  OPTIONAL { ?thing rdfs:label ?name }
  OPTIONAL { ?claim akg:value ?value } OPTIONAL { ?claim akg:unit ?unit }
  OPTIONAL { ?claim akg:numerator ?n } OPTIONAL { ?claim akg:denominator ?d }
  OPTIONAL { ?claim akg:date ?day } OPTIONAL { ?claim akg:earliest ?first } OPTIONAL { ?claim akg:latest ?last }
  OPTIONAL { ?claim akg:by/rdfs:label ?who }
  OPTIONAL { ?claim akg:overlay ?flag }
  { SELECT ?claim (MIN(?by) AS ?public) { GRAPH ?document { ?claim a akg:Claim . ?document akg:publicBy ?by } } GROUP BY ?claim }
} ORDER BY ?claim
"""
