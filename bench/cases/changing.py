"""Where the time of a build goes, stage by stage: what one changed record would save, were each stage kept by file (goal 4)."""

from aseankg.graph.clocks import weigh
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.check import check, kinds_by_slug
from aseankg.loaders.parse import parse
from aseankg.loaders.quads import quads
from aseankg.loaders.read import read
from bench.cases.world import world
from bench.harness import Result, compare


def run(count: int, rounds: int) -> list[Result]:
    """Measure each stage of a build without its pages."""
    found = world(count)
    files = [file.read_bytes() for file in found.root.rglob("*.yaml")]
    kinds = kinds_by_slug(found.records)

    def stored() -> EmbeddedStore:
        store = EmbeddedStore()
        store.add(quads(found.records, kinds))
        return store

    def weighed() -> EmbeddedStore:
        store = stored()
        weigh(store)
        return store

    stages = {
        "YAML, records, rules, quads, store, weighing": lambda: (read(found.root), weighed()),
        "YAML": lambda: [parse(data) for data in files],
        "YAML and records": lambda: read(found.root),
        "rules between records": lambda: check(found.records),
        "quads": lambda: list(quads(found.records, kinds)),
        "quads, store": stored,
        "quads, store, weighing": weighed,
    }
    return [compare(f"{count:,} statements, stages of a build", stages, rounds)]
