"""The matrix as a page: actors down, lines across, each cell opens its statements. Nothing runs on it: no script.

A cell links to a panel on the same page, which the style shows while it is the target of the address: it opens, closes
by Back, and can be sent to somebody, in any browser and from a file.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from aseankg.graph.analysis.network import page
from aseankg.graph.delivery import RULES as DELIVERY_RULES
from aseankg.graph.monitoring import columns, register
from aseankg.graph.monitoring.cell import Cell, Counts, Item, Row
from aseankg.graph.monitoring.columns import COLUMNS, Column
from aseankg.graph.monitoring.entry import Entry
from aseankg.graph.monitoring.frameworks import AOIP, Framework, frameworks
from aseankg.graph.monitoring.matrix import Matrix, matrix
from aseankg.graph.monitoring.reading import read
from aseankg.graph.monitoring.states import MARKS, STATES, state
from aseankg.graph.store import View
from aseankg.graph.views.assets import bundle, digest
from aseankg.graph.views.language import ENGLISH, N_
from aseankg.graph.views.numbers import written
from aseankg.graph.views.pages import Pages, environment, web
from aseankg.graph.views.workbook import matrix_workbook

TITLES = {
    "partners": N_("External partners"),
    "members": N_("Member states"),
    "bodies": N_("Sectoral bodies"),
    "mechanisms": N_("Mechanisms"),
}
_RULES = register.RULES | columns.RULES


def address(framework: str, kind: str) -> str:
    """Return where in the site the matrix of a framework stands."""
    return f"matrix/{framework}.html" if kind == "partners" else f"matrix/{framework}-{kind}.html"


def matrices(view: View, pages: Pages) -> Iterator[tuple[str, str | bytes]]:
    """Yield the address and text of every matrix page of a site: each framework whose lines something serves, by each kind of column.

    The matrices of a framework are one workbook besides, unless the build is private.
    """
    entries = read(view)
    mine = _served(view, entries)
    rows = []
    for framework in mine:
        others = [(one.name, address(one.slug, "partners")) for one in mine if one is not framework]
        found = [matrix(view, framework.slug, kind, entries=entries) for kind in COLUMNS]
        sheet = "" if pages.private else f"matrix/{framework.slug}.xlsx"
        for one in found:
            yield address(framework.slug, one.kind), draw_in_site(one, pages, others, sheet)
        if sheet:
            yield sheet, matrix_workbook(*found)
        rows.append((framework, address(framework.slug, "partners"), found[-1].total))
    rows[1:] = sorted(rows[1:], key=lambda row: -row[2].n)  # below the Outlook the fullest first
    yield "matrix/index.html", pages.render("matrices.html.j2", 1, rows=rows)


def matrix_addresses(view: View) -> dict[str, str]:
    """Return the address of the matrix of every framework that has one, by the framework's IRI."""
    return {one.iri: address(one.slug, "partners") for one in _served(view, read(view))}


def _served(view: View, entries: list[Entry]) -> list[Framework]:
    """Return the frameworks whose lines something serves, the Outlook first."""
    served = {mapping.framework for entry in entries for mapping in entry.lines} | {AOIP}
    mine = [one for one in frameworks(view).values() if one.lines and one.slug in served]
    return sorted(mine, key=lambda framework: (framework.slug != AOIP, framework.name))


def draw_in_site(drawn: Matrix, pages: Pages, others: list[tuple[str, str]], sheet: str = "") -> str:
    """Return the page as it stands in the site. `others` are matrices of other frameworks: name and address."""
    tabs = [(TITLES[kind], address(drawn.framework.slug, kind), kind == drawn.kind) for kind in COLUMNS]
    context = _context(drawn, linked=True, language=pages.language) | {
        "tabs": tabs,
        "others": others,
        "sheet": sheet,
    }
    return pages.render("matrix.html.j2", 1, **context)


def draw(drawn: Matrix) -> str:
    """Return the page as one file that needs nothing else: it links to the documents, and to no other page."""
    context = _context(drawn, linked=False) | {"tabs": (), "others": (), "sheet": ""}
    context |= {"style": _style(), "policy": _policy()}
    return environment(ENGLISH).get_template("matrix-alone.html.j2").render(root="", web=web, **context)


def _context(drawn: Matrix, *, linked: bool, language: str = ENGLISH) -> dict[str, Any]:
    view = _View(drawn, linked, language)
    return {
        "framework": drawn.framework,
        "framework_page": page(drawn.framework.iri) if linked else "",
        "matrix": drawn,
        "kind": TITLES[drawn.kind],
        "about": COLUMNS[drawn.kind],
        "legend": [(MARKS[name], _class(name), name, meaning) for name, meaning in STATES.items()],
        "heads": [view.head(row) for row in drawn.rows],
        "totals": [view.numbers(drawn.row_total(row.key)) for row in drawn.rows],
        "total": view.numbers(drawn.total),
        "groups": view.groups(),
        "panels": [view.panel(cell) for cell in drawn if cell.items or cell.searches],
        "rules": list(_RULES.items()),
        "own_time": register.OWN_TIME,
        "grades": DELIVERY_RULES["D3"],
    }


class _View:
    """What the template shows of a matrix: plain values."""

    def __init__(self, matrix: Matrix, linked: bool, language: str) -> None:
        self._matrix = matrix
        self._linked = linked
        self._language = language

    def head(self, row: Row) -> dict[str, Any]:
        line = row.line
        return {
            "code": line.code if line else "",
            "label": line.heading if line else row.label,
            "page": self._page(line.iri) if line else "",
            "depth": row.depth,
        }

    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the actors by their group, each with its cells."""
        found: dict[str, list[dict[str, Any]]] = {}
        for column in self._matrix.columns:
            found.setdefault(column.group, []).append(self._actor(column))
        return list(found.items())

    def _actor(self, column: Column) -> dict[str, Any]:
        return {
            "label": column.label,
            "page": self._page(column.actor.iri) if column.actor else "",
            "total": self.numbers(self._matrix.column_total(column.key)),
            "cells": [self._cell(self._matrix.cell(row.key, column.key)) for row in self._matrix.rows],
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {
            "id": _id(cell),
            "opens": bool(cell.items or cell.searches),
            **_silence(cell),
            **self.numbers(cell.counts),
        }

    def numbers(self, counts: Counts) -> dict[str, Any]:
        marks = [
            (MARKS[name], _class(name), counts.states[name], name)
            for name in STATES
            if counts.states.get(name)
        ]
        return {
            "n": counts.n,
            "marks": marks,
            "stated": counts.stated,
            "inferred": counts.inferred,
        }

    def panel(self, cell: Cell) -> dict[str, Any]:
        counts = cell.counts
        return {
            "id": _id(cell),
            "who": cell.column.label,
            "line": cell.row.label,
            "numbers": self.numbers(counts),
            "reasons": sorted(counts.reasons.items()),
            "repeated": counts.repeated,
            "items": [self._item(item) for item in cell.items],
            "searches": cell.searches,
            **_silence(cell),
        }

    def _item(self, item: Item) -> dict[str, Any]:
        entry = item.entry
        found = state(entry, self._matrix.as_of)
        return {
            "title": entry.title,
            "page": self._page(entry.iri),
            "record": entry.record,
            "kind": entry.kind,
            "when": entry.made or entry.start,
            "first": entry.first_made,
            "due": entry.due,
            "money": f"{entry.currency} {written(entry.amount, self._language)}".strip()
            if entry.amount is not None
            else "",
            "who": _who(item),
            "mark": MARKS[found.name],
            "class": _class(found.name),
            "word": found.word,
            "grade": found.grade,
            "rule": DELIVERY_RULES.get(entry.rule, ""),
            "basis": item.basis,
            "rules": [_RULES[rule] for rule in item.rules],
            "reports": [(report, self._source(report.citation.slug)) for report in entry.reports],
            "sources": [(citation, self._source(citation.slug)) for citation in entry.citations],
        }

    def _page(self, iri: str) -> str:
        return page(iri) if self._linked else ""

    def _source(self, slug: str) -> str:
        return f"source/{slug}.html" if self._linked else ""


def _silence(cell: Cell) -> dict[str, str]:
    """Return why a cell is empty, with a slot for the day of the search, so that it can be said in any language."""
    looked = str(cell.searches[0].on) if cell.searches else ""
    return {"silence": cell.silence.replace(looked, "%(day)s") if looked else cell.silence, "looked": looked}


def _who(item: Item) -> list[tuple[str, list[str]]]:
    """Return the actors of an entry by role, each role once."""
    roles: dict[str, list[str]] = {}
    for party in item.entry.parties:
        roles.setdefault(party.role, []).append(party.name)
    return list(roles.items())


def _id(cell: Cell) -> str:
    return f"{cell.row.key}--{cell.column.key}"


def _class(name: str) -> str:
    return name.replace(" ", "-")


@cache
def _style() -> str:
    return bundle("site.css") + bundle("matrix.css")


@cache
def _policy() -> str:
    """Return the policy of these pages: our style by its hash, and nothing else."""
    return (
        f"default-src 'none'; style-src {digest(_style())}; img-src data:; base-uri 'none'; form-action 'none';"
        " object-src 'none'"
    )
