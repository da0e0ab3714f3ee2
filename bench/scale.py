"""How a build without its pages grows: each stage once, CPU seconds and the most memory up to then.

python -m bench.scale 10000
"""

import resource
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from aseankg.graph.build import vocabulary
from aseankg.graph.clocks import newest
from aseankg.graph.delivery import write_assessments
from aseankg.graph.infer import infer
from aseankg.graph.labels import label
from aseankg.graph.resolve import resolve
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.check import check, kinds_by_slug
from aseankg.loaders.marks import single_valued
from aseankg.loaders.quads import quads
from aseankg.loaders.read import read
from aseankg.ontology import iris
from bench.generate import write

_T = TypeVar("_T")


def main(count: int) -> None:
    """Generate so many statements and take them through the stages."""
    print("| stage | CPU seconds | most memory, GB |\n|---|---|---|")
    store = EmbeddedStore()
    for file in vocabulary():
        store.add_turtle(file, iris.VOCABULARY)
    with TemporaryDirectory() as name:
        folder = Path(name)
        stage("generating files, one after another", lambda: write(folder, count))
        records = stage("reading", lambda: read(folder))
        stage("rules between records", lambda: check(records))
        kinds = kinds_by_slug(records)
        stage("quads into the store", lambda: store.add(quads(records, kinds)))
        stage("resolving", lambda: resolve(store, single_valued()))
        stage("naming", lambda: label(store))
        stage("what follows by rules", lambda: infer(store))
        stage("what came of promises", lambda: write_assessments(store, newest(store)))
        written = stage("writing sorted N-Quads", lambda: store.dump(folder / "graph.nq"))
        stage("making ready for questions", store.settle)
    assert not records.problems
    print(f"\n{count:,} statements, {written:,} quads.")


def stage(name: str, work: Callable[[], _T]) -> _T:
    """Do the work and print what it took."""
    start = process_time()
    made = work()
    taken = process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {name} | {taken:.2f} | {memory:.2f} |", flush=True)
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]))
