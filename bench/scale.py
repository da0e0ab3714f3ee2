"""How a build without its pages grows: each stage once, CPU seconds and the most memory up to then.

python -m bench.scale 10000
python -m bench.scale 1000000 --on-disk
"""

import argparse
import resource
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


def main(count: int, on_disk: bool = False) -> None:
    """Generate so many statements and take them through the stages; on disk, until the store is filled."""
    print("| stage | CPU seconds | most memory, GB |\n|---|---|---|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        records_folder = folder / "records"
        stage("generating files, one after another", lambda: write(records_folder, count))
        store = EmbeddedStore(folder=folder / "store" if on_disk else None)
        for file in vocabulary():
            store.add_turtle(file, iris.VOCABULARY)
        records = stage("reading", lambda: read(records_folder))
        stage("rules between records", lambda: check(records))
        assert not records.problems, records.problems[0]
        kinds = kinds_by_slug(records)
        stage("quads into the store", lambda: store.add(quads(records, kinds)))
        written = len(store)
        if not on_disk:
            written = weighed(store, folder / "graph.nq")
    print(f"\n{count:,} statements, {written:,} quads.")


def weighed(store: EmbeddedStore, file: Path) -> int:
    """Take a filled store through the rest of a build; return the number of quads."""
    stage("resolving", lambda: resolve(store, single_valued()))
    stage("naming", lambda: label(store))
    stage("what follows by rules", lambda: infer(store))
    stage("what came of promises", lambda: write_assessments(store, newest(store)))
    written = stage("writing sorted N-Quads", lambda: store.dump(file))
    stage("making ready for questions", store.settle)
    return written


def stage(name: str, work: Callable[[], _T]) -> _T:
    """Do the work and print what it took."""
    start = process_time()
    made = work()
    taken = process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {name} | {taken:.2f} | {memory:.2f} |", flush=True)
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("count", type=int, help="number of statements")
    parser.add_argument("--on-disk", action="store_true", help="fill a store on disk, and stop there")
    main(**vars(parser.parse_args()))
