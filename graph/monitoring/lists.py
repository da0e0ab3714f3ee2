"""Three lists as reports of their own: official figures, silence, emerging issues."""

from collections.abc import Sequence

from aseankg.graph.monitoring.emerging import TOO_FEW, Issue, issues
from aseankg.graph.monitoring.figures import CANNOT, COMPATIBLE, DIFFERS, EQUAL
from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import Block, Bullets, Grid, Paragraph, Report, Section, Span, say
from aseankg.graph.monitoring.passages import Passages, section
from aseankg.graph.monitoring.silence import DOCUMENTS, EXPECTATION, PLAN, PROMISE, SERIES
from aseankg.graph.monitoring.sources import Citation

_VERDICTS = {
    DIFFERS: ("Figures that differ from our count", "differ"),
    EQUAL: ("Figures that equal our count", "equal"),
    COMPATIBLE: ("Figures that our count allows", "allow"),
    CANNOT: ("Figures that cannot be reconciled", "cannot"),
}
_SILENT = {
    SERIES: ("Meetings", "meetings"),
    DOCUMENTS: ("Documents", "documents"),
    PLAN: ("Plans", "plans"),
    PROMISE: ("Promises", "promises"),
    EXPECTATION: ("Expectations", "expectations"),
}


def figures_report(material: Material) -> Report:
    """Return every official figure beside our own count, by verdict."""
    passages = _passages(material)
    sections: list[Section] = []
    for verdict, (title, anchor) in _VERDICTS.items():
        found = [one for one in material.figures if one.verdict == verdict]
        sections += section(f"{title} ({len(found)})", anchor, passages.figures(found))
    subject = "What documents state as a number, what we count ourselves, and whether the two agree"
    return _made(
        material, passages, "Official figures against evidence", subject, sections, len(material.figures)
    )


def silence_report(material: Material) -> Report:
    """Return what is past its day with nothing on record, by kind."""
    passages = _passages(material)
    rule = (
        "A series is listed when more time has passed since its last member on record than the longest time between two"
        " that follow each other; at least four dated members are needed. Nothing here says that anything was not done."
    )
    sections = [Section("The rule", "rule", (Paragraph(say(rule)),))]
    for kind, (title, anchor) in _SILENT.items():
        found = [one for one in material.silence if one.kind == kind]
        sections += section(f"{title} ({len(found)})", anchor, passages.silent(found))
    subject = "What one would expect to find on record by now, and does not; it accuses nobody"
    return _made(material, passages, "Silence", subject, sections, len(material.silence))


def issues_report(material: Material) -> Report:
    """Return topics, actors and pairs whose share of documents rises, and what was compared."""
    passages = _passages(material)
    found = issues(material.view)
    method = [Bullets(tuple(say(line) for line in found.summary()))]
    tested = [issue for issue in found.found if issue.verdict != TOO_FEW]
    sections = [Section("What was compared", "method", tuple(method))]
    rising: list[Block] = _issues(passages, found.rising) or [Paragraph(say("Nothing is called rising."))]
    sections += section("Rising", "rising", rising)
    sections += section(
        "Compared, no rise shown", "level", _issues(passages, [i for i in tested if i not in found.rising])
    )
    subject = "Topics, actors and pairs whose share of documents rises, only where coverage is stable"
    return _made(material, passages, "Emerging issues", subject, sections, found.tested)


def _issues(passages: Passages, found: Sequence[Issue]) -> list[Block]:
    rows = []
    for issue in found:
        marks = passages.references.cite(Citation(document, "") for document in issue.documents)
        slope = ""
        if issue.trend is not None and issue.q is not None:
            slope = (
                f"odds a year times {issue.trend.odds:.2f} ({issue.trend.low:.2f} to {issue.trend.high:.2f}); "
                f"p = {issue.trend.p:.3g}, corrected {issue.q:.3g}"
            )
        rows.append(
            (
                (Span(issue.name, marks=marks), Span(f" ({issue.kind})", quiet=True)),
                say(f"{issue.unit.name} ({issue.unit.kind})"),
                say(issue.shares),
                say(slope),
            )
        )
    columns = ("What", "Within", "Documents a year", "Slope, interval, test")
    return [Grid("Shares of documents by year", columns, (34, 18, 26, 22), tuple(rows))] if rows else []


def _passages(material: Material) -> Passages:
    return Passages(material.documents, material.citations, material.names)


def _made(
    material: Material, passages: Passages, title: str, subject: str, sections: Sequence[Section], count: int
) -> Report:
    as_of, known_on = material.clocks
    return Report(
        title=title,
        subject=subject,
        facts=(
            ("As of", as_of),
            ("Known from", known_on or "all documents on record"),
            ("Entries", f"{count:,}"),
        ),
        sections=tuple(sections),
        references=passages.references.listed(),
        as_of=as_of,
        private=passages.private,
    )
