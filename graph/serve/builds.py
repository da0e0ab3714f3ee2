"""The build that is being served: opened, watched, and exchanged for a newer one without dropping a request."""

import asyncio
import json
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from aseankg.graph.build import GRAPH_FILE, MANIFEST, SITE_FOLDER
from aseankg.graph.serve.folder import StoreFolder
from aseankg.graph.serve.jobs import Job
from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.workers import Pool, load

_log = logging.getLogger("aseankg.serve")
_COUNTS = {
    "graphs": "SELECT ?what (COUNT(*) AS ?n) { GRAPH ?what { ?s ?p ?o } } GROUP BY ?what ORDER BY ?what",
    "classes": "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?what } GROUP BY ?what ORDER BY ?what",
    "properties": "SELECT ?what (COUNT(*) AS ?n) { ?s ?what ?o } GROUP BY ?what ORDER BY ?what",
    "default": "SELECT (rdf:type AS ?what) (COUNT(*) AS ?n) { ?s ?p ?o }",
}


@dataclass(slots=True)
class Served:
    """One build in use: what it is called, its workers, and what was counted in it."""

    name: str
    folder: StoreFolder
    pool: Pool
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    async def count(self) -> dict[str, dict[str, int]]:
        """Return how much is in each graph, class and property; counted once. Raises Problem."""
        if not self.counts:
            found = {}
            for name, query in _COUNTS.items():
                answer = await self.pool.ask(Job({"rows": "json", "graph": None}, query))
                rows = json.loads(answer.body)["results"]["bindings"]
                found[name] = {row["what"]["value"]: int(row["n"]["value"]) for row in rows}
            self.counts = found
        return self.counts

    async def stop(self) -> None:
        """End the workers and remove the store."""
        await self.pool.stop()
        self.folder.remove()


class Builds:
    """The folder in which builds appear, and the one that is served."""

    def __init__(self, out: Path, limits: Limits) -> None:
        """Serve the folder of a build; start() opens it."""
        self.site = out / SITE_FOLDER
        self._out = out
        self._limits = limits
        self._served: Served | None = None
        self._refused = ""
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def served(self) -> Served:
        """Return the build in use. Raises Problem before there is one."""
        if self._served is None:
            raise Problem(503, "no build is open yet", retry_after=5)
        return self._served

    async def start(self) -> None:
        """Open the build. Raises ValueError or Problem if that cannot be done."""
        self._served = await self._open(self._name() or "")

    async def watch(self, seconds: float = 1.0) -> None:
        """Look for a newer build for ever; one that cannot be opened leaves the old one in use."""
        while True:
            await asyncio.sleep(seconds)
            name = self._name()
            if name is None or name in (self._refused, self.served.name):
                continue
            try:
                new = await self._open(name)
            except (ValueError, OSError, Problem) as error:
                self._refused = name
                _log.error("the new build cannot be opened, the last one stays in use: %s", error)
                continue
            old, self._served = self.served, new
            leaving = asyncio.create_task(old.stop())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            _log.info("serving the new build %s", name)

    async def stop(self) -> None:
        """End everything."""
        served, self._served = self._served, None
        await asyncio.gather(*self._leaving, *([served.stop()] if served else []))

    async def _open(self, name: str) -> Served:
        folder = await asyncio.to_thread(load, self._out / GRAPH_FILE)
        pool = Pool(folder.path, self._limits)
        try:
            await pool.start()
        except Problem:
            folder.remove()
            raise
        return Served(name, folder, pool)

    def _name(self) -> str | None:
        """Return what the build in the folder is called, None while none can be read."""
        try:
            name = json.loads((self._out / MANIFEST).read_text("utf-8"))["inputs"]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return name if isinstance(name, str) else None
