"""Reports as HTML that stands alone and as Markdown; both carry the text only, whatever stands in it."""

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from aseankg.graph.monitoring.outline import Block, Bullets, Grid, Paragraph, Report, Section, Text
from aseankg.graph.monitoring.sources import readable


def page(report: Report) -> str:
    """Return a report as one HTML file that needs nothing else, runs nothing and asks nobody."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704 - our own file
            policy=(
                f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
                "form-action 'none'; object-src 'none'"
            ),
            link=lambda _: "",
            web=web,
            readable=readable,
        )
    )


def markdown(report: Report) -> str:
    """Return a report as Markdown."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def web(address: str) -> str:
    """Return an address if it may become a link, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("aseankg.graph.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (files("aseankg.graph.views") / "static" / "report.css").read_text("utf-8")


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.title)}\n"
    yield f"{_escaped(report.subject)}\n"
    for name, value in report.facts:
        yield f"- {_escaped(name)}: **{_escaped(value)}**"
    yield ""
    if report.private:
        yield '> This report draws on unpublished records, marked "private record". Do not pass it on.\n'
    for section in report.sections:
        yield from _section(section, 2)
    if report.references:
        yield "## Sources\n"
        for one in report.references:
            document = one.document
            places = f"; cited: {_escaped('; '.join(one.places))}" if one.places else ""
            address = (
                f" <{document.url}>" if web(document.url) and not re.search(r"[<>\s]", document.url) else ""
            )
            yield (
                f"{one.number}. {_escaped(document.title)}. {_escaped(document.publisher or 'publisher not stated')}, "
                f"{_escaped(readable(document.published) or 'date not stated')}{places}.{address}"
            )


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, 6)} {_escaped(section.title)}\n"
    for block in section.blocks:
        yield from _block(block)
    for below in section.sections:
        yield from _section(below, level + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"{_inline(block.text)}\n"
        case Bullets():
            yield from (f"- {_inline(item)}" for item in block.items)
            yield ""
        case Grid():
            yield f"**{_escaped(block.caption)}**\n"
            yield f"| {' | '.join(_escaped(column) for column in block.columns)} |"
            yield f"|{' --- |' * len(block.columns)}"
            yield from (f"| {' | '.join(_inline(cell) for cell in row)} |" for row in block.rows)
            yield ""


def _inline(text: Text) -> str:
    parts = []
    for span in text:
        words = _escaped(span.text)
        parts.append(f"**{words.strip()}**" if span.strong and words.strip() else words)
        parts += [f" \\[{mark.number}{': ' + _escaped(mark.at) if mark.at else ''}\\]" for mark in span.marks]
    return "".join(parts)


def _escaped(text: str) -> str:
    """Return a text in which nothing is markup: no tag, no link, no line of its own."""
    flat = re.sub(r"\s+", " ", text)
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", flat)
