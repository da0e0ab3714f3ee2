"""The graph and its lists as files to take away, packed; the same build gives the same bytes."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from aseankg.graph.store import View
from aseankg.graph.store.embedded import EXPORTS, EmbeddedStore
from aseankg.graph.views.language import N_

FOLDER = "downloads"
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: files have no day of their own
_ABOUT = {
    "nq": N_("Everything, each source as a named graph, with the vocabulary (N-Quads)."),
    "trig": N_("The same, easier to read (TriG)."),
    "ttl": N_("What the project says once sources are weighed (Turtle)."),
    "jsonld": N_("What the project says, for programs that read JSON (JSON-LD)."),
}


class File(NamedTuple):
    """A file to take away."""

    name: str
    about: str
    size: int
    sha256: str


def write_downloads(view: View, tables: Mapping[str, list[list[str]]], folder: Path) -> list[File]:
    """Write the graph in all its formats and the lists as CSV; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    if isinstance(view, EmbeddedStore):  # another view answers questions, but hands out no dump
        for form in EXPORTS:
            data = gzip.compress(view.export(form), 6, mtime=0)
            made.append(_write(folder / f"aseankg.{form}.gz", data, _ABOUT[form]))
    made.append(
        _write(folder / "lists.zip", _zipped(tables), N_("Every list as a table (CSV), for spreadsheets."))
    )
    return made


def _write(file: Path, data: bytes, about: str) -> File:
    file.write_bytes(data)
    return File(file.name, about, len(data), hashlib.sha256(data).hexdigest())


def _zipped(tables: Mapping[str, list[list[str]]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(tables):
            entry = zipfile.ZipInfo(f"{name}.csv", date_time=_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _csv(tables[name]))
    return packed.getvalue()


def _csv(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()  # the mark by which a spreadsheet knows UTF-8


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a text: an apostrophe in front makes it text."""
    return f"'{cell}" if cell.lstrip()[:1] in ("=", "+", "-", "@") and not cell[1:2].isdigit() else cell
