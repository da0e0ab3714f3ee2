"""What many reports on one view draw on, asked once and when it is first needed."""

from functools import cached_property
from typing import Any

from aseankg.graph.monitoring.figures import Figure, figures
from aseankg.graph.monitoring.frameworks import find_framework
from aseankg.graph.monitoring.register import Register, part, register
from aseankg.graph.monitoring.silence import Silence, silence
from aseankg.graph.monitoring.sources import Citation, Document, citations, documents
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.ontology import iris
from aseankg.ontology.terms import akg


class Material:
    """A view, and the answers that reports on it share."""

    def __init__(self, view: View, frame: View | None = None) -> None:
        """Ask a view; `frame` tells which plans and actors there are, where the view is one of an earlier day."""
        self.view = view
        self.frame = frame or view
        self._registers: dict[str, Register] = {}

    def register(self, framework: str) -> Register:
        """Return the register of a framework."""
        if framework not in self._registers:
            self._registers[framework] = part(self.everything, find_framework(self.frame, framework))
        return self._registers[framework]

    @cached_property
    def everything(self) -> Register:
        """Every activity and promise."""
        return register(self.view, None, self.frame)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Every source, by IRI."""
        return documents(self.view)

    @cached_property
    def citations(self) -> dict[str, tuple[Citation, ...]]:
        """Who says something of each thing."""
        return citations(self.view)

    @cached_property
    def figures(self) -> list[Figure]:
        """Official figures beside our own counts."""
        return figures(self.view)

    @cached_property
    def silence(self) -> list[Silence]:
        """What is past its day with nothing on record."""
        return silence(self.view)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every thing."""
        return {row["thing"]: row["name"] for view in (self.frame, self.view) for row in run(view, _NAMES)}

    @cached_property
    def positions(self) -> list[dict[str, Any]]:
        """Positions, a row an actor and thing that they are on."""
        return list(run(self.view, _POSITIONS))

    @cached_property
    def expectations(self) -> list[dict[str, Any]]:
        """Expectations, a row an actor and thing that they concern, with what met them."""
        return list(run(self.view, _EXPECTATIONS))

    @cached_property
    def searches(self) -> list[dict[str, Any]]:
        """Searches on record, a row a word and thing searched for."""
        return list(run(self.view, _SEARCHES))

    @cached_property
    def crosswalks(self) -> list[dict[str, Any]]:
        """Which line of one edition takes up which of the one before."""
        return list(run(self.view, _CROSSWALKS))

    @cached_property
    def actors(self) -> list[dict[str, Any]]:
        """States and bodies, a row a name."""
        return list(run(self.frame, _ACTORS))

    @cached_property
    def clocks(self) -> tuple[str, str]:
        """The day as of which the view was weighed, and the day as known on which; empty where there is none."""
        found = {row["clock"]: str(row["day"]) for row in run(self.view, _CLOCKS)}
        return found.get(akg.asOf, ""), found.get(akg.knownOn, "")


_NAMES = "SELECT ?thing ?name { ?thing rdfs:label ?name ; dcterms:identifier ?slug }"
_CLOCKS = f"SELECT ?clock ?day {{ <{iris.RESOLVED}> ?clock ?day }}"
_ACTORS = """
SELECT ?actor ?slug ?label ?other WHERE {
  ?actor a ?class ; dcterms:identifier ?slug ; rdfs:label ?label . FILTER(?class IN (akg:State, akg:Body))
  OPTIONAL { ?actor skos:altLabel ?other }
} ORDER BY ?slug ?other
"""
_POSITIONS = """
SELECT DISTINCT ?item ?name ?who ?actor ?word ?day ?about WHERE {
  ?item a akg:Position ; rdfs:label ?name ; akg:stance/skos:notation ?word .
  OPTIONAL { ?item akg:by ?actor . ?actor rdfs:label ?who }
  OPTIONAL { ?item akg:date ?stated } BIND(STR(?stated) AS ?day)
  OPTIONAL { ?item akg:on|akg:framework ?about }
} ORDER BY ?item ?who
"""
_EXPECTATIONS = """
SELECT DISTINCT ?item ?name ?who ?actor ?word ?day ?about ?met WHERE {
  ?item a akg:Expectation ; rdfs:label ?name ; akg:stage/skos:notation ?word .
  OPTIONAL { ?item akg:by ?actor . ?actor rdfs:label ?who }
  OPTIONAL { ?item akg:date ?stated } BIND(STR(?stated) AS ?day)
  OPTIONAL { ?item akg:concerns ?about }
  OPTIONAL { ?item akg:metBy/rdfs:label ?met }
} ORDER BY ?item ?who
"""
_SEARCHES = """
SELECT ?log ?framework ?line ?actor ?where ?day ?found ?looked ?note WHERE {
  ?log a akg:SearchLog ; akg:searched ?day ; akg:searchedIn ?where ; akg:found/skos:notation ?found .
  OPTIONAL { ?log akg:framework ?framework } OPTIONAL { ?log akg:actionLine ?line }
  OPTIONAL { ?log akg:actor ?actor } OPTIONAL { ?log akg:searchedFor ?looked }
  OPTIONAL { ?log skos:note ?note }
} ORDER BY ?log ?looked
"""
_CROSSWALKS = """
SELECT ?item ?old ?new ?match ?basis WHERE {
  ?item a akg:Crosswalk ; akg:fromLine ?old ; akg:match/skos:notation ?match ; akg:basis/skos:notation ?basis .
  OPTIONAL { ?item akg:toLine ?new }
} ORDER BY ?item ?new
"""
