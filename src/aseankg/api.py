"""The Python face: open the graph, ask it, measure it, draw it."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from aseankg.graph.build import GRAPH_FILE, SITE_FOLDER, build, default_folder, records_folder
from aseankg.graph.queries import Table, ask, find, questions, run
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from aseankg.graph.analysis.brokerage import Brokers
    from aseankg.graph.analysis.centrality import Ranking
    from aseankg.graph.analysis.communities import Communities
    from aseankg.graph.analysis.series import Year
    from aseankg.graph.diff import Change
    from aseankg.graph.explain import Explanation
    from aseankg.graph.monitoring.emerging import Issues
    from aseankg.graph.monitoring.figures import Figure
    from aseankg.graph.monitoring.matrix import Matrix
    from aseankg.graph.monitoring.outline import Report
    from aseankg.graph.monitoring.register import Register
    from aseankg.graph.monitoring.silence import Silence

AOIP = "asean-outlook-on-the-indo-pacific"


class Page(str):
    """An HTML page that shows itself in a notebook, inside a frame that lets nothing out."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return the page as a sandboxed frame; it survives export."""
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" width="100%" height="640"'
            f' style="border:0" title="interactive network" srcdoc="{escape(self)}"></iframe>'
        )


class KnowledgeGraph:
    """A built graph, open for reading."""

    def __init__(self, view: View, site: Path | None = None, frame: View | None = None) -> None:
        """Read from any view; `site` is the folder of pages, where there is one.

        `frame` is the graph as known today, where the view is not: it tells who is a member or partner.
        """
        self.view = view
        self.site = site
        self._frame = frame or view

    def at(self, as_of: str | None = None, known_on: str | None = None) -> "KnowledgeGraph":
        """Return the graph as of a day, month or year, and as known on one: weighed anew, never filtered from today's.

        Raises ValueError if a date is none.
        """
        if as_of is None and known_on is None:
            return self
        from aseankg.graph.clocks import at, parse_day

        days = [parse_day(text) if text else None for text in (as_of, known_on)]
        return KnowledgeGraph(at(self.view, *days), self.site, self._frame)

    def explain(self, slug: str) -> "Explanation":
        """Return what the graph says of a thing, by which rule, and who says so where. Raises QueryError."""
        from aseankg.graph.explain import explain

        return explain(self.view, slug)

    def diff(self, other: "KnowledgeGraph") -> "list[Change]":
        """Return what is otherwise in another graph, and why."""
        from aseankg.graph.diff import diff

        return diff(self.view, other.view)

    def query(self, sparql: str) -> Table:
        """Answer a SELECT or ASK query; prefixes akg, dcterms, prov, rdf, rdfs, skos and xsd are known.

        Raises aseankg.graph.store.QueryError.
        """
        return run(self.view, sparql)

    def ask(self, name: str, /, **parameters: str) -> Table:
        """Answer a named question. Raises QueryError, with near names."""
        return ask(self.view, name, **parameters)

    def questions(self) -> dict[str, str]:
        """Return the named questions and what they ask."""
        return {name: question.title for name, question in questions().items()}

    def find(self, slug: str) -> str:
        """Return the IRI of the thing with this slug. Raises QueryError with near slugs."""
        return find(self.view, slug)

    def register(self, framework: str | None = AOIP) -> "Register":
        """Return the activities and promises that serve a framework; all of them for None. Raises QueryError."""
        from aseankg.graph.monitoring.register import register

        return register(self.view, framework, self._frame)

    def matrix(self, framework: str = AOIP, columns: str = "partners") -> "Matrix":
        """Return the lines of a framework by partners, members, bodies or mechanisms. Raises QueryError."""
        from aseankg.graph.monitoring.matrix import matrix

        return matrix(self.view, framework, columns, self._frame)

    def network(self, name: str) -> "nx.MultiDiGraph[str]":
        """Return a named network with its evidence. Raises QueryError."""
        from aseankg.graph.analysis.network import network

        return network(self.view, name)

    def rank(
        self, name: str, by: str = "degree", *, tolerance: bool = True, weighting: str | None = None
    ) -> "Ranking":
        """Rank the nodes of a named network; bands say how far a rank holds. Raises QueryError."""
        from aseankg.graph.analysis.centrality import rank

        return rank(self.view, name, by, tolerance=tolerance, weighting=weighting)

    def communities(self, name: str, *, resolution: float = 1.0, seed: int = 1) -> "Communities":
        """Return the communities of a named network, and how far runs agree on them. Raises QueryError."""
        from aseankg.graph.analysis.communities import communities

        return communities(self.view, name, resolution=resolution, seed=seed)

    def brokerage(self, name: str) -> "Brokers":
        """Return who stands between whom in a named network, by status with ASEAN. Raises QueryError."""
        from aseankg.graph.analysis.brokerage import brokerage

        return brokerage(self.view, name)

    def series(
        self, name: str, by: str = "degree", years: Sequence[int] = (), *, tolerance: bool = False
    ) -> "list[Year]":
        """Return a measure of a named network year by year. Raises QueryError."""
        from aseankg.graph.analysis.series import series

        return series(self.view, name, by, years, tolerance=tolerance)

    def show(self, name: str) -> Page:
        """Return a named network as an interactive page. Raises QueryError."""
        from aseankg.graph.views.network import draw

        return Page(draw(self.network(name), home=""))

    def figures(self, about: str | None = None) -> "list[Figure]":
        """Return official figures beside our own counts; of one thing, by its slug, if wanted. Raises QueryError."""
        from aseankg.graph.monitoring.figures import figures

        return figures(self.view, self.find(about) if about else None)

    def silence(self, as_of: str | None = None) -> "list[Silence]":
        """Return what one would expect to find on record by a day, and does not."""
        from aseankg.graph.clocks import parse_day
        from aseankg.graph.monitoring.silence import silence

        return silence(self.view, parse_day(as_of) if as_of else None)

    def issues(self, correction: str = "by") -> "Issues":
        """Return topics, actors and pairs whose share of documents rises, where coverage is stable."""
        from aseankg.graph.monitoring.emerging import issues

        return issues(self.view, correction)

    def require_public(self, *, private: bool = False) -> None:
        """Raise PrivateRecordsError if the graph holds private records, unless `private` lets them leave."""
        from aseankg.graph.overlay import require_public

        require_public(self.view, allowed=private)

    def report(
        self,
        framework: str | None = None,
        line: str | None = None,
        partner: str | None = None,
        *,
        as_of: str | None = None,
        known_on: str | None = None,
        since: str | None = None,
    ) -> "Report":
        """Return a report on a plan, one of its lines or a partner; without either, on what changed since a day.

        `since` adds what became known after that day. Raises QueryError, with near names, for a name that is none, and
        ValueError for a date that is none.
        """
        from aseankg.graph.monitoring.reporting import Clocks, report

        return report(self.view, framework, line, partner, Clocks.parse(as_of, known_on, since))

    def export(self, form: str, *, private: bool = False) -> bytes:
        """Return the graph as nq, trig (every source by name), ttl or jsonld (what we say). Raises ValueError.

        Private records leave only where `private` says so.
        """
        self.require_public(private=private)
        from aseankg.graph.store.embedded import EXPORTS

        if form not in EXPORTS or not isinstance(self.view, EmbeddedStore):
            raise ValueError(f"no export {form!r}; there are {', '.join(EXPORTS)}")
        return self.view.export(form)

    def to_rdflib(self) -> "rdflib.Dataset":
        """Return the graph as an rdflib dataset that gives the same answers."""
        from aseankg.graph.exchange import to_rdflib

        return to_rdflib(self.view)


def open(  # noqa: A001
    records: str | Path | None = None,
    folder: str | Path | None = None,
    overlay: str | Path | None = None,
) -> KnowledgeGraph:
    """Open the graph of the shipped records, or of others; build it first where that is needed.

    `overlay` is a folder of an office's own, unpublished records, read on top into a private build.

    Raises aseankg.loaders.problems.RecordsInvalidError if the records do not hold.
    """
    root = Path(records) if records is not None else records_folder()
    own = Path(overlay) if overlay is not None else None
    out = Path(folder) if folder is not None else default_folder(root, own)
    build(root, out, overlay=own)
    return KnowledgeGraph(EmbeddedStore.load(out / GRAPH_FILE), out / SITE_FOLDER)
