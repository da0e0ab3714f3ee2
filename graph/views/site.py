"""The site: one folder of pages that opens by double click, from any static host, or served."""

from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from aseankg.graph.analysis.network import network, projections
from aseankg.graph.queries import Table, load, questions, render, run
from aseankg.graph.store import QueryError, View
from aseankg.graph.store.embedded import serialize_turtle
from aseankg.graph.views.matrix import matrices
from aseankg.graph.views.network import draw
from aseankg.graph.views.pages import Pages, script
from aseankg.graph.views.reports import report_addresses, report_pages
from aseankg.graph.views.things import Thing, things, words
from aseankg.ontology.terms import akg

KINDS = (
    "state",
    "body",
    "framework",
    "line",
    "partnership",
    "membership",
    "consent",
    "meeting",
    "meeting-series",
    "commitment",
    "contribution",
    "delivery",
    "activity",
    "expectation",
    "position",
    "claim",
    "person",
    "post",
    "tenure",
    "topic",
    "place",
    "search",
    "wanted",
    "crosswalk",
    "disagreement",
    "source",
    "publisher",
)
"""Kinds in the order in which the start page offers them."""


def write_site(view: View, folder: Path) -> int:
    """Write all pages into a folder and return their number."""
    site = _Site(view, folder)
    site.write_things()
    site.write_lists()
    site.write_questions()
    site.write_networks()
    site.write_matrices()
    site.write_start()
    site.write_coverage()
    site.write_reports()
    return site.count


class _Site:
    """One run of writing: the folder, and what every page draws on."""

    def __init__(self, view: View, folder: Path) -> None:
        self._view = view
        self._folder = folder
        self._things = things(view)
        self._pages = Pages(self._things, words(view), report_addresses(view))
        self._by_kind: dict[str, list[Thing]] = defaultdict(list)
        for thing in self._things.values():
            self._by_kind[thing.kind].append(thing)
        self.count = 0

    def write_things(self) -> None:
        statements: dict[str, list[Thing]] = defaultdict(list)
        for thing in self._things.values():
            for source in sorted({citation.source for citation in thing.sources}):
                statements[source].append(thing)
        for thing in self._things.values():
            if akg.Source in thing.classes:
                self._write(thing.page, self._pages.source(thing, statements[thing.iri]))
            else:
                self._write(thing.page, self._pages.thing(thing))
            if (
                thing.private
            ):  # pages of a private build show what it holds; nothing of it is offered to take away
                continue
            described = self._view.construct(f"DESCRIBE <{thing.iri}>")
            (self._folder / thing.page).with_suffix(".ttl").write_text(serialize_turtle(described), "utf-8")

    def write_lists(self) -> None:
        for kind, many in self._by_kind.items():
            self._write(f"{kind}/index.html", self._pages.listing(kind, many))

    def write_questions(self) -> None:
        for question in questions().values():
            try:
                table = run(self._view, render(self._view, question))
            except QueryError:  # these records hold nothing of what the question asks about by default
                table = Table((), ())
            self._write(f"question/{question.name}.html", self._pages.question(question, table))

    def write_networks(self) -> None:
        for name in projections():
            graph = network(self._view, name)
            for _, _, data in graph.edges(data=True):
                for citation in data["sources"]:
                    citation["page"] = f"../{citation['page']}" if citation["page"] else ""
                data["statement"] = f"../{data['statement']}" if data["statement"] else ""
            for _, data in graph.nodes(data=True):
                data["url"] = f"../{data['url']}" if data["url"] else ""
            self._write(f"network/{name}.html", draw(graph, home="../index.html"))

    def write_matrices(self) -> None:
        for page, html in matrices(self._view, self._pages):
            self._write(page, html)

    def write_start(self) -> None:
        index = [_entry(thing) for thing in self._things.values()]
        newest = max(
            (
                fact.value.value
                for thing in self._by_kind["source"]
                for fact in thing.facts
                if fact.property == akg.retrieved
            ),
            default="",
        )
        page = self._pages.render(
            "start.html.j2",
            0,
            script=script(),
            index=sorted(index, key=lambda entry: (entry["l"], entry["p"])),
            kinds=[(kind, len(self._by_kind[kind])) for kind in KINDS if self._by_kind[kind]],
            networks=projections().values(),
            questions=questions().values(),
            as_of=newest,
            sources=len(self._by_kind["source"]),
            total=len(self._things),
        )
        self._write("index.html", page)
        self._write("about.html", self._pages.render("about.html.j2", 0))

    def write_coverage(self) -> None:
        answers = [
            (question, run(self._view, question.text))
            for question in load(files("aseankg.ontology") / "coverage").values()
        ]
        self._write("coverage.html", self._pages.render("coverage.html.j2", 0, answers=answers))

    def write_reports(self) -> None:
        for page, html in report_pages(self._view, self._pages, self._pages.reports):
            self._write(page, html)

    def _write(self, page: str, html: str) -> None:
        file = self._folder / page
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, "utf-8", newline="\n")
        self.count += 1


def _entry(thing: Thing) -> dict[str, Any]:
    """Return a thing as the search knows it: label, other names, kind, page."""
    return {
        "l": thing.label,
        "n": [name for name, _ in thing.names],
        "k": thing.kind.replace("-", " "),
        "p": thing.page,
        "g": thing.language,
    }
