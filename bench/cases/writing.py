"""Canonical N-Quads (goal 6): with no blank node the sorted lines are canonical, byte for byte."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from bench.cases.world import world
from bench.harness import Result, compare


def run(count: int, rounds: int) -> list[Result]:
    """Write the graph, sort its lines, canonicalise it with the engine's RDFC-1.0."""
    store = world(count).store
    data = store.export("nq")
    assert _rdfc(data) == data
    lines = data.splitlines(keepends=True)[::-1]
    lines = lines[::2] + lines[1::2]
    with TemporaryDirectory() as folder:
        return [
            compare(
                f"{len(lines):,} quads to canonical N-Quads",
                {
                    "written and sorted by Python": lambda: sorted(
                        (ox.serialize(store._store, format=ox.RdfFormat.N_QUADS) or b"").splitlines(True)
                    ),
                    "aseankg": lambda: store.dump(Path(folder) / "graph.nq"),
                    "sort alone": lambda: sorted(lines),
                    "pyoxigraph RDFC-1.0": lambda: _rdfc(data),
                },
                rounds,
            )
        ]


def _rdfc(data: bytes) -> bytes:
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return b"".join(sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(True)))
