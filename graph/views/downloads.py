"""The graph, its lists and its records as files to take away, packed; the same build gives the same bytes."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from aseankg.graph.store import View
from aseankg.graph.store.embedded import EXPORTS, EmbeddedStore
from aseankg.graph.views.language import N_
from aseankg.graph.views.spreadsheet import to_csv

FOLDER = "downloads"
SUMS = "SHA256SUMS"
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: files have no day of their own
_ABOUT = {
    "nq": N_("Everything, each source as a named graph, with the vocabulary (N-Quads)."),
    "trig": N_("The same, easier to read (TriG)."),
    "ttl": N_("What the project says once sources are weighed (Turtle)."),
    "jsonld": N_("What the project says, for programs that read JSON (JSON-LD)."),
    "lists": N_("Every list as a table (CSV), for spreadsheets."),
    "records": N_(
        "The records from which all of this is made (YAML): registers, and a file for each document."
    ),
    "sums": N_("The checksums of these files."),
}
_LOAD = {
    "nq": 'store = pyoxigraph.Store(); store.bulk_load(path="aseankg.nq")',
    "trig": 'rdflib.Dataset().parse("aseankg.trig")',
    "ttl": 'rdflib.Graph().parse("aseankg.ttl")',
    "jsonld": 'json.load(gzip.open("aseankg.jsonld.gz"))',
    "lists": 'pandas.read_csv(zipfile.ZipFile("lists.zip").open("promise.csv"))',
    "records": "unzip records.zip && aseankg build --records records --out mine",
    "sums": "sha256sum --check SHA256SUMS",
}
"""One line that loads a file, in Python or a shell. Tests run each of them."""
_UNPACK = {"nq", "trig", "ttl"}
"""What is unpacked first, with `gunzip --keep`: the libraries read faster, and know the format by the name."""
_README = """\
{what}

From aseankg, a knowledge graph of ASEAN's partnerships and commitments, as of {day}.
Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
Every fact leads to its source; what is only expected is called so, and is never shown as done.
"""

Rows = list[list[str | Decimal]]


class File(NamedTuple):
    """A file to take away."""

    name: str
    about: str
    load: str
    """One line that loads it."""
    packed: bool
    """Whether it is unpacked first."""
    size: int
    sha256: str


def write_downloads(
    view: View, tables: Mapping[str, Rows], records: Mapping[str, Path], folder: Path, day: str
) -> list[File]:
    """Write the graph in all its formats, the lists as CSV and the records; return what was written.

    `records` are files by their name below the folder of records; without any there is no archive of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    if isinstance(view, EmbeddedStore):  # another view answers questions, but hands out no dump
        for form in EXPORTS:
            data = gzip.compress(view.export(form), 6, mtime=0)
            made.append(_write(folder / f"aseankg.{form}.gz", data, form))
    lists = (
        (f"{name}.csv", to_csv([str(head) for head in rows[0]], rows[1:])) for name, rows in tables.items()
    )
    made.append(_write(folder / "lists.zip", _zipped(lists, _readme("The lists.", day)), "lists"))
    if records:
        files = ((f"records/{name}", file.read_bytes()) for name, file in records.items())
        made.append(_write(folder / "records.zip", _zipped(files, _readme("The records.", day)), "records"))
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in made)
    return [*made, _write(folder / SUMS, sums.encode(), "sums")]


def _write(file: Path, data: bytes, kind: str) -> File:
    file.write_bytes(data)
    checksum = hashlib.sha256(data).hexdigest()
    return File(file.name, _ABOUT[kind], _LOAD[kind], kind in _UNPACK, len(data), checksum)


def _readme(what: str, day: str) -> tuple[str, bytes]:
    return "README.txt", _README.format(what=what, day=day).encode()


def _zipped(files: Iterable[tuple[str, bytes]], readme: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (readme, *sorted(files)):
            entry = zipfile.ZipInfo(name, date_time=_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()
