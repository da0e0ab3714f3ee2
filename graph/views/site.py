"""The site: one folder of pages that opens by double click, from any static host, or served."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx

from aseankg.graph.analysis.network import licence, network, projections
from aseankg.graph.queries import Remembering, Table, answer, load, questions
from aseankg.graph.store import QueryError, View
from aseankg.graph.store.embedded import turtle
from aseankg.graph.views import assets
from aseankg.graph.views.compare import compared
from aseankg.graph.views.downloads import FOLDER as DOWNLOADS
from aseankg.graph.views.downloads import Rows, write_downloads
from aseankg.graph.views.language import ENGLISH, N_, name_of, texts
from aseankg.graph.views.listbook import list_workbook
from aseankg.graph.views.lists import PROMISES, Listing, cells, listing, ordered, table
from aseankg.graph.views.matrix import matrices, matrix_addresses
from aseankg.graph.views.network import draw
from aseankg.graph.views.pages import Pages, hashed
from aseankg.graph.views.partners import PARTNERS, partner_rows, partners, standing
from aseankg.graph.views.reports import report_addresses, report_pages
from aseankg.graph.views.side_by_side import Work, side_by_side
from aseankg.graph.views.sparql import PAGE as SPARQL
from aseankg.graph.views.sparql import sparql_page
from aseankg.graph.views.things import Thing, things, words
from aseankg.graph.views.timeline import timeline
from aseankg.graph.views.worlds import WORLDS, main_frameworks, world
from aseankg.loaders.read import Watch
from aseankg.ontology import iris
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

THEMSELVES = ("state", "body", "framework", "topic", "line", "meeting-series")
"""Kinds that the search leads to first: things, before statements about them."""

FEW = 1_000
"""Things of which fewer are written sooner than a process is copied."""

AT_ONCE = 250
"""Pages of things that are written in one go."""

EXAMPLES = (
    (N_("Who are ASEAN's partners, and since when?"), "partner/index.html"),
    (
        N_("What did Japan promise on maritime cooperation?"),
        f"promise/index.html#{hashed('by', 'Japan')}&{hashed('topic', 'Maritime cooperation')}",
    ),
    (
        N_("Who joined the Treaty of Amity and Cooperation after 2020?"),
        (
            f"consent/index.html#{hashed('type', 'accession')}"
            f"&{hashed('framework', 'Treaty of Amity and Cooperation in Southeast Asia')}&date=2021-"
        ),
    ),
    (N_("Which promises have been met?"), f"promise/index.html#{hashed('status', 'delivered')}"),
    (N_("What serves line B.6 of the political-security blueprint?"), "line/apsc-blueprint-2025-b-6.html"),
    (N_("How do Canada and Australia compare?"), "compare.html#a=canada&b=australia"),
    (N_("Where do documents disagree?"), "disagreement/index.html"),
)
"""Questions people come with, and the page that answers each; one whose page is not there is left out."""


def write_site(
    view: View,
    folder: Path,
    language: str = ENGLISH,
    records: Mapping[str, Path] | None = None,
    drafts: int = 0,
    *,
    progress: Callable[[str], None] = lambda _: None,
    watch: Watch = iter,
) -> int:
    """Write all pages into a folder, in a language, and return their number; tell what is written, and how far it is.

    `records` are the files to hand out, by their name below the folder of records; `drafts` is how many were left out.
    """
    progress("gathering things")
    site = Site(view, folder, language)
    site.write_assets()
    progress("gathering networks")
    site.gather_networks()
    progress("writing pages")
    works = site.works(records or {}, drafts)
    alone = (work() for work in works)
    with closing(alone if len(site.things) < FEW else side_by_side(works)) as done:
        count = sum(next(done) for _ in watch(works))
    return count + site.counted(site.write_start)


class Site:
    """One run of writing: the folder, and what every page draws on."""

    def __init__(self, view: View, folder: Path, language: str = ENGLISH) -> None:
        self.view = view
        self.folder = folder
        self._monitored = Remembering(view)
        self.things = things(view)
        self.words = words(view, language)
        self.by_kind: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things.values():
            self.by_kind[thing.kind].append(thing)
        self.as_of = max((source.first(akg.retrieved) for source in self.by_kind["source"]), default="")
        self.language = language
        self.pages = Pages(
            self.things,
            self.words,
            report_addresses(self._monitored),
            self.as_of,
            language,
            matrix_addresses(self._monitored),
        )
        self.partners = partners(self.things)
        self._statements = _statements(self.things)
        self._networks: dict[str, nx.MultiDiGraph[str]] = {}
        self._worlds: dict[str, str] = {}
        self._tables: dict[str, Rows] = {}
        self._count = 0

    def works(self, records: Mapping[str, Path], drafts: int) -> list[Work]:
        """Return all writing that waits for nothing but the networks, the longest first. Each gives the number of its pages."""

        def lists_and_downloads() -> None:
            self.write_lists()
            self.write_downloads(records, drafts)

        things = list(self.things.values())
        writing: list[Callable[[], None]] = [
            lists_and_downloads,
            self.write_matrices,
            self.write_reports,
            self.write_sparql,
            *(partial(self.write_network, name) for name in self._networks),
            self.write_worlds,
            self.write_questions,
            self.write_timeline,
            self.write_compare,
            self.write_coverage,
            *(partial(self.write_things, things[at : at + AT_ONCE]) for at in range(0, len(things), AT_ONCE)),
        ]
        return [partial(self.counted, write) for write in writing]

    def counted(self, write: Callable[[], None]) -> int:
        """Write, and return the number of pages that this made."""
        before = self._count
        write()
        return self._count - before

    def write_assets(self) -> None:
        """Write what all pages share: style, scripts, and the names that the search looks through."""
        for name in assets.BUNDLES:
            self._file(f"{assets.FOLDER}/{name}", assets.bundle(name))
        if self.language != ENGLISH:
            self._file(f"{assets.FOLDER}/words.js", f"window.aseankgWords = {_json(texts(self.language))};\n")
        index = {
            kind: [_entry(thing) for thing in sorted(self.by_kind[kind], key=_renown)]
            for kind in dict.fromkeys((*THEMSELVES, *KINDS, *sorted(self.by_kind)))
            if kind in self.by_kind
        }
        self._file(f"{assets.FOLDER}/names.js", f"window.aseankgNames = {_json(index)};\n")

    def write_things(self, things: Iterable[Thing]) -> None:
        """Write the pages of things, and beside each the thing as Turtle."""
        for thing in things:
            if akg.Source in thing.classes:
                html = self.pages.source(thing, self._statements[thing.iri])
            else:
                world = self._worlds.get(thing.iri, "")
                html = self.pages.thing(thing, self.partners.get(thing.iri), world)
            self.write(thing.page, html)
            if (
                not thing.private
            ):  # a private build shows what it holds; nothing of that is offered to take away
                self._file(f"{thing.page.removesuffix('.html')}.ttl", turtle(thing.triples))

    def write_lists(self) -> None:
        """Write a list for each kind, and those of promises of both kinds and of partners."""
        for kind, many in self.by_kind.items():
            self._list(listing(kind), many)
        self._list(PROMISES, [*self.by_kind["commitment"], *self.by_kind["contribution"]])
        actors = [partner.actor for partner in self.partners.values()]
        self._rows(PARTNERS, partner_rows(self.partners.values(), self.words), actors)

    def write_questions(self) -> None:
        """Write each named question with its answer, and the page that lists them."""
        answered = []
        for question in questions().values():
            try:
                table = answer(self.view, question)
            except QueryError:  # these records hold nothing of what the question asks about by default
                table = Table((), ())
            self.write(f"question/{question.name}.html", self.pages.question(question, table))
            answered.append((question, len(table.rows)))
        self.write("question/index.html", self.pages.render("questions.html.j2", 1, answered=answered))

    def gather_networks(self) -> None:
        """Gather the named networks, and what has a world in them: each partner and the main frameworks."""
        for name in projections():
            graph = _inside(network(self.view, name))
            graph.graph["as_of"] = self.as_of
            self._networks[name] = graph
        frameworks = main_frameworks(self._networks["frameworks"])
        for one in [partner.actor for partner in self.partners.values()] + [
            self.things[iri] for iri in frameworks
        ]:
            self._worlds[one.iri] = f"network/{one.kind}-{one.name.slug}.html"

    def write_network(self, name: str) -> None:
        """Write a named network."""
        self.write(f"network/{name}.html", self._paint(self._networks[name]))

    def write_worlds(self) -> None:
        """Write a network for each partner and the main frameworks, and the page that lists all networks."""
        worlds = [self._world(self.things[iri]) for iri in self._worlds]
        partners = len(self.partners)
        groups = (
            (N_("Worlds of partners"), worlds[:partners]),
            (N_("Worlds of frameworks"), worlds[partners:]),
        )
        page = self.pages.render("worlds.html.j2", 1, networks=projections().values(), worlds=groups)
        self.write("network/index.html", page)

    def write_matrices(self) -> None:
        """Write the matrix of every framework whose lines are on record."""
        for page, made in matrices(self._monitored, self.pages):
            if isinstance(made, bytes):
                (self.folder / page).write_bytes(made)
            else:
                self.write(page, made)

    def write_reports(self) -> None:
        """Write the reports on frameworks and partners."""
        for page, html in report_pages(self._monitored, self.pages, self.pages.reports):
            self.write(page, html)

    def write_timeline(self) -> None:
        """Write the timeline of ties and promises."""
        promises = [*self.by_kind["commitment"], *self.by_kind["contribution"]]
        drawn = timeline(self.partners.values(), promises, self.words, self.as_of)
        ties = sorted(self.by_kind["partnership"], key=lambda one: (one.first_day or "9999", one.label))
        self.write("timeline.html", self.pages.render("timeline.html.j2", 0, t=drawn, ties=ties))

    def write_compare(self) -> None:
        """Write the page that puts two partners side by side."""
        context = compared(self.partners.values(), self.words, self.pages.say)
        self.write("compare.html", self.pages.render("compare.html.j2", 0, **context))

    def write_coverage(self) -> None:
        """Write what is covered, and what is not."""
        answers = [
            (question, answer(self.view, question))
            for question in load(files("aseankg.ontology") / "coverage").values()
        ]
        self.write("coverage.html", self.pages.render("coverage.html.j2", 0, answers=answers))

    def write_downloads(self, records: Mapping[str, Path], drafts: int) -> None:
        """Write the graph, the lists and the records as files, and the page that offers them. After the lists."""
        folder = self.folder / DOWNLOADS
        made = (
            []
            if self.pages.private
            else write_downloads(self.view, self._tables, records, folder, self.as_of)
        )
        self.write("downloads.html", self.pages.render("downloads.html.j2", 0, files=made, drafts=drafts))

    def write_sparql(self) -> None:
        """Write the page that answers queries in the browser, with its engine and the graph."""
        html, scripts = sparql_page(self.view, self.pages)
        for name, text in scripts.items():
            self._file(f"{assets.FOLDER}/{name}", text)
        self.write(SPARQL, html)

    def write_start(self) -> None:
        """Write the start page and the page about the site. Last: it names only pages that are there."""
        page = self.pages.render(
            "start.html.j2",
            0,
            kinds=[(kind, len(self.by_kind[kind])) for kind in KINDS if self.by_kind[kind]],
            lists=self._tiles(),
            examples=[
                (title, self._chosen(address))
                for title, address in EXAMPLES
                if (self.folder / address.split("#")[0]).exists()
            ],
            standing=standing(self.partners.values(), self.words),
            networks=list(projections().values())[:1],
            questions=questions(),
            sources=len(self.by_kind["source"]),
            total=len(self.things),
        )
        self.write("index.html", page)
        self.write("about.html", self.pages.render("about.html.j2", 0, language_name=name_of(self.language)))

    def _chosen(self, address: str) -> str:
        """Return an address with its codes in the words of the language: lists keep in the address what they show."""
        for key, scheme, notation in (
            ("status", "delivery-status", "delivered"),
            ("type", "consent-step", "accession"),
        ):
            word = self.words.of(iris.code(scheme, notation))
            address = address.replace(hashed(key, notation), hashed(key, word))
        return address

    def write(self, page: str, html: str) -> None:
        """Write a page, named by its address inside the site."""
        self._file(page, html)
        self._count += 1

    def _file(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")

    def _list(self, one: Listing, many: Iterable[Thing]) -> None:
        counts = {iri: len(found) for iri, found in self._statements.items()}
        many = ordered(one.columns, many)
        self._rows(one, cells(one.columns, many, self.pages.shown, counts), many)

    def _rows(self, one: Listing, rows: list[list[Any]], many: list[Thing]) -> None:
        """Write a list as page, and beside it as a workbook: a private build offers none."""
        self._tables[one.name] = table(one.columns, rows)
        offered = bool(self.as_of) and not self.pages.private
        self.write(f"{one.name}/index.html", self.pages.listing(one, rows, workbook=offered))
        if offered:
            data = list_workbook(one, self._tables[one.name], many, self.things, self.as_of)
            (self.folder / f"{one.name}/{one.name}.xlsx").write_bytes(data)

    def _paint(self, graph: "nx.MultiDiGraph[str]", *, quick: bool = False) -> str:
        shared = f"../{assets.FOLDER}/"
        return draw(graph, home="../index.html", shared=shared, quick=quick, language=self.language)

    def _world(self, one: Thing) -> tuple[Thing, str, int]:
        facts = {
            "name": one.name.slug,
            "title": self.pages.say("The world of %(name)s") % {"name": one.label},
            "description": self.pages.say(
                "Ties, frameworks, topics and companions: everything one step away."
            ),
            "as_of": self.as_of,
            **licence(self.view),
        }
        graph = world([self._networks[name] for name in WORLDS], one.iri, facts)
        page = self._worlds[one.iri]
        self.write(page, self._paint(graph, quick=True))
        return one, page.removeprefix("network/"), len(graph)

    def _tiles(self) -> list[tuple[str, int, str, str]]:
        counts = Counter({kind: len(many) for kind, many in self.by_kind.items()})
        promises = counts["commitment"] + counts["contribution"]
        return [
            (
                N_("partners"),
                len(self.partners),
                "partner/index.html",
                N_("states and bodies with a tie to ASEAN"),
            ),
            (N_("promises"), promises, "promise/index.html", N_("with what came of each")),
            (
                N_("frameworks"),
                counts["framework"],
                "framework/index.html",
                N_("treaties, declarations, plans"),
            ),
            (N_("meetings"), counts["meeting"], "meeting/index.html", N_("who met, where, on what")),
            (N_("documents"), counts["source"], "source/index.html", N_("behind every fact")),
        ]


def _statements(found: dict[str, Thing]) -> dict[str, list[Thing]]:
    """Return what each document states, by its IRI."""
    statements: dict[str, list[Thing]] = defaultdict(list)
    for thing in found.values():
        for source in sorted({citation.source for citation in thing.sources}):
            statements[source].append(thing)
    return statements


def _inside(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Make a network's addresses relative to the folder of networks."""
    for _, _, data in graph.edges(data=True):
        data["sources"] = [
            source | {"page": f"../{source['page']}" if source["page"] else ""} for source in data["sources"]
        ]
        data["statement"] = f"../{data['statement']}" if data["statement"] else ""
    for _, data in graph.nodes(data=True):
        data["url"] = f"../{data['url']}" if data["url"] else ""
    return graph


def _renown(thing: Thing) -> tuple[int, int, str, str]:
    """Return the place of a thing among those whose names fit alike: what is named most often, then the shortest name."""
    return (-len(thing.mentions), len(thing.label), thing.label, thing.iri)


def _entry(thing: Thing) -> list[Any]:
    """Return a thing as the search knows it: label, slug, other names with their language, language if not English."""
    if thing.language != ENGLISH:
        return [thing.label, thing.name.slug, thing.names, thing.language]
    return [thing.label, thing.name.slug, *([thing.names] if thing.names else [])]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
