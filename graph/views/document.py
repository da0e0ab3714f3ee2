"""Reports as DOCX, ready to be edited: styles, headings, repeated table heads, page numbers. The only user of python-docx.

The same report gives the same bytes: nothing in the file depends on the clock.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Line

from aseankg.graph.clocks import parse_day
from aseankg.graph.monitoring.outline import (
    Block,
    Bullets,
    Grid,
    Paragraph,
    Reference,
    Report,
    Section,
    Span,
    Text,
)
from aseankg.graph.monitoring.sources import readable
from aseankg.graph.views.report import web

_WIDTH = Cm(17)
"""What A4 leaves between the margins."""
_FAINT = RGBColor(0x5A, 0x65, 0x73)
_LINK = RGBColor(0x0B, 0x53, 0x94)
_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""Characters that XML cannot hold, and those that turn the direction of what follows."""
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def docx(report: Report) -> bytes:
    """Return a report as the bytes of a DOCX file."""
    document = Document()
    _styles(document)
    _properties(document, report)
    _page(document, report)
    document.add_paragraph(clean(report.subject), style="Subtitle")
    document.add_paragraph(clean(report.title), style="Title")
    facts = document.add_paragraph()
    for number, (name, value) in enumerate(report.facts):
        facts.add_run(clean(f"{'   ' if number else ''}{name}: ")).font.color.rgb = _FAINT
        facts.add_run(clean(value)).bold = True
    if report.private:
        document.add_paragraph(
            'This report draws on unpublished records, marked "private record". Do not pass it on.',
            style="Note",
        )
    for section in report.sections:
        _section(document, section, 1)
    if report.references:
        document.add_heading("Sources", 1)
        for reference in report.references:
            _reference(document, reference)
    return _packed(document)


def clean(text: str) -> str:
    """Return a text as XML can hold it and a reader expects it."""
    return _NEVER.sub("", text)


def _styles(document: Docx) -> None:
    styles = document.styles
    normal: Any = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in enumerate((16, 13, 11.5, 10.5), 1):
        heading: Any = styles[f"Heading {level}"]
        heading.font.name, heading.font.size = "Calibri", Pt(size)
        heading.font.color.rgb = RGBColor(0x1D, 0x25, 0x30)
        heading.element.rPr.rFonts.attrib.clear()  # the template's theme fonts would win over the name
        heading.element.rPr.rFonts.set(qn("w:ascii"), "Calibri")
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), "Calibri")
    title: Any = styles["Title"]
    title.font.size, title.font.color.rgb = Pt(22), RGBColor(0x1D, 0x25, 0x30)
    for name, size in (("Note", 9.5), ("Table text", 9), ("Reference", 9)):
        style: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        style.paragraph_format.space_after = Pt(3)
    note: Any = styles["Note"]
    note.font.italic = True
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)


def _properties(document: Docx, report: Report) -> None:
    day = datetime.combine(parse_day(report.as_of), time(), UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.subject = clean(report.title)[:255], clean(report.subject)[:255]
    properties.author = properties.last_modified_by = "aseankg"
    properties.created = properties.modified = day
    properties.language, properties.revision, properties.comments = "en-GB", 1, "Records under CC BY 4.0"


def _page(document: Docx, report: Report) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    head = page.header.paragraphs[0]
    head.text = clean(report.title) + (" (private)" if report.private else "")
    head.style.font.size = Pt(9)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(line: Line, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def _section(document: Docx, section: Section, level: int) -> None:
    document.add_heading(clean(section.title), min(level, 4))
    for block in section.blocks:
        _block(document, block)
    for below in section.sections:
        _section(document, below, level + 1)


def _block(document: Docx, block: Block) -> None:
    match block:
        case Paragraph():
            _write(document.add_paragraph(style="Note" if block.note else "Normal"), block.text)
        case Bullets():
            for item in block.items:
                _write(document.add_paragraph(style="List Bullet"), item)
        case Grid():
            _grid(document, block)


def _grid(document: Docx, grid: Grid) -> None:
    caption = document.add_paragraph(clean(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.columns))
    table.style = "Table Grid"
    table.autofit = False
    _described(table, grid.caption, f"{len(grid.rows)} rows; columns: {', '.join(grid.columns)}")
    for cell, column in zip(table.rows[0].cells, grid.columns, strict=True):
        cell.paragraphs[0].style = "Table text"
        cell.paragraphs[0].add_run(clean(column)).bold = True
        _shade(cell)
    _flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # the head stands on every page
    for row in grid.rows:
        cells = table.add_row()
        _flag(cells._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, text in zip(cells.cells, row, strict=True):
            cell.paragraphs[0].style = "Table text"
            _write(cell.paragraphs[0], text)
    total = sum(grid.widths)
    for column, share in zip(table.columns, grid.widths, strict=True):
        width = Emu(int(_WIDTH * share / total))
        column.width = width  # the grid, which some readers go by
        for cell in column.cells:  # and each cell, by which others do
            cell.width = width
    document.add_paragraph()


def _write(line: Line, text: Text) -> None:
    for span in text:
        _run(line, span)
        for mark in span.marks:
            words = f" [{mark.number}{': ' + mark.at if mark.at else ''}]"
            _linked(line, words, anchor=f"ref-{mark.number}")


def _run(line: Line, span: Span) -> None:
    run = line.add_run(clean(span.text))
    run.bold = span.strong or None
    if span.quiet:
        run.font.color.rgb = _FAINT
    if span.language and span.language != "en":
        _language(run._r, span.language)


def _reference(document: Docx, reference: Reference) -> None:
    one = reference.document
    line = document.add_paragraph(style="Reference")
    line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    _bookmark(line, f"ref-{reference.number}", reference.number)
    line.add_run(f"[{reference.number}]\t")
    title = line.add_run(clean(one.title))
    title.italic = True
    if one.language != "en":
        _language(title._r, one.language)
    places = f"; cited: {'; '.join(reference.places)}" if reference.places else ""
    line.add_run(
        clean(
            f". {one.publisher or 'publisher not stated'}, {readable(one.published) or 'date not stated'}{places}. "
        )
    )
    if web(one.url):
        _linked(line, one.url, address=one.url)
    else:
        line.add_run("No address found.").font.color.rgb = _FAINT


def _linked(line: Line, words: str, *, address: str = "", anchor: str = "") -> None:
    """Add words that lead to an address on the web or to a place in this document."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(
            qn("r:id"), line.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        )
    run = line.add_run(clean(words))
    run.font.color.rgb = _LINK
    link.append(run._r)
    line._p.append(link)


def _bookmark(line: Line, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    line._p.append(start)
    line._p.append(end)


def _described(table: Table, title: str, description: str) -> None:
    """Say in words what a table shows, for those who do not see it."""
    for name, words in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), clean(words))
        table._tbl.tblPr.append(element)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF1F4")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _flag(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


def _language(run: Any, language: str) -> None:
    """Name the language of a run, also for scripts that Word keeps apart."""
    element = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        element.set(qn(name), language)
    run.get_or_add_rPr().append(element)


def _packed(document: Docx) -> bytes:
    """Return the document's bytes with the clock taken out of the archive."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _ordered(source.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _ordered(names: Iterable[str]) -> list[str]:
    """Return the parts in an order that readers accept: the list of types first."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
