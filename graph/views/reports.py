"""Reports inside the site: plans with lines on record, partners, figures, silence, issues."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aseankg.graph.monitoring.frameworks import frameworks
from aseankg.graph.monitoring.lists import figures_report, issues_report, silence_report
from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import Report
from aseankg.graph.monitoring.report import framework_report, partner_report
from aseankg.graph.monitoring.sources import readable
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.graph.views.language import N_
from aseankg.graph.views.report import web

if TYPE_CHECKING:
    from aseankg.graph.views.pages import Pages

FOLDER = "report"


def report_addresses(view: View) -> dict[str, str]:
    """Return the address inside the site of the report on each thing that has one, by the thing's IRI."""
    plans = {one.iri: f"{FOLDER}/{slug}.html" for slug, one in frameworks(view).items() if one.lines}
    partners = {
        row["who"]: f"{FOLDER}/partner-{row['slug']}.html"
        for row in run(
            view, "SELECT DISTINCT ?who ?slug { ?tie akg:partner ?who . ?who dcterms:identifier ?slug }"
        )
    }
    return {**plans, **partners}


def report_pages(view: View, pages: "Pages", addresses: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield address and HTML of every report, and of the page that lists them."""
    material = Material(view)
    names = material.names
    listed: list[tuple[str, list[tuple[str, str]]]] = [
        (N_("What to watch"), []),
        (N_("By plan"), []),
        (N_("By partner"), []),
    ]
    for name, made in (
        ("figures", figures_report(material)),
        ("silence", silence_report(material)),
        ("issues", issues_report(material)),
    ):
        listed[0][1].append((made.title, f"{name}.html"))
        yield f"{FOLDER}/{name}.html", _page(pages, made)
    for iri, address in sorted(addresses.items(), key=lambda pair: names.get(pair[0], pair[0])):
        slug = iri.rsplit("/", 1)[-1]
        plan = "/framework/" in iri
        made = framework_report(material, slug) if plan else partner_report(material, slug)
        listed[1 if plan else 2][1].append((made.title, address.removeprefix(f"{FOLDER}/")))
        yield address, _page(pages, made)
    yield f"{FOLDER}/index.html", pages.render("reports.html.j2", 1, groups=listed)


def _page(pages: "Pages", made: Report) -> str:
    def link(iri: str) -> str:
        thing = pages.things.get(iri)
        return f"../{thing.page}" if thing is not None else ""

    return pages.render("report_page.html.j2", 1, report=made, link=link, web=web, readable=readable)
