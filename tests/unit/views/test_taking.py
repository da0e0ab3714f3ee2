"""What people take out of the site: files that load as the page says, numbers that stay numbers, sources with the facts."""

import gzip
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pandas
import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner
from openpyxl import load_workbook

from aseankg.cli import main
from aseankg.graph.build import build
from aseankg.graph.store import Term
from aseankg.graph.views.downloads import _LOAD, _UNPACK
from aseankg.graph.views.numbers import number_of, written
from aseankg.ontology.terms import xsd

DRAFT = """\
source:
  title: Waits
  status: draft
  kind: press report
  publisher: gazette
  published: 2024-01-02
  published_basis: stated
  language: en
  url: https://example.org/waits
  retrieved: 2026-01-01
  read: whole
  curated_by: maintainers
  curated_on: 2026-01-01
statements:
  - meeting: secret-meeting
    name: A meeting that waits
    held: 2024-01-01
    at: para 1
"""


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Path:
    folder = tmp_path_factory.mktemp("taking")
    root = write_buildable(folder / "records", {"sources/2024/waits.yaml": DRAFT})
    assert build(root, folder / "kg").drafts == 1
    return folder / "kg/site"


def test_every_file_loads_by_the_line_on_the_page(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (site / "downloads.html").read_text("utf-8")
    for file in (site / "downloads").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    known = {
        "gzip": gzip, "json": json, "pandas": pandas, "pyoxigraph": pyoxigraph, "rdflib": rdflib, "zipfile": zipfile
    }  # fmt: skip
    for kind, line in _LOAD.items():
        assert line.replace('"', "&#34;").replace("&&", "&amp;&amp;") in page
        if kind in _UNPACK:
            assert f"gunzip --keep aseankg.{kind}.gz" in page
            Path(f"aseankg.{kind}").write_bytes(gzip.decompress(Path(f"aseankg.{kind}.gz").read_bytes()))
        if kind in ("sums", "records"):
            continue  # commands of a shell: see below
        names: dict[str, Any] = {}
        *before, last = line.split("; ")
        for one in before:
            exec(one, known, names)
        found = eval(last, known, names)
        assert len(names.get("store", found)) > 1, kind
    if which("sha256sum"):
        subprocess.run(_LOAD["sums"].split(), check=True, stdout=subprocess.DEVNULL)


def test_the_sums_are_those_of_the_files(site: Path) -> None:
    for line in (site / "downloads/SHA256SUMS").read_text("ascii").splitlines():
        checksum, name = line.split("  ")
        assert hashlib.sha256((site / "downloads" / name).read_bytes()).hexdigest() == checksum


def test_the_records_build_the_same_graph_and_hold_no_draft(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / "downloads/records.zip") as packed:
        names = packed.namelist()
        packed.extractall(tmp_path)
        assert "CC BY 4.0" in packed.read("README.txt").decode()
    assert "records/sources/2024/paper.yaml" in names
    assert "records/sources/2024/waits.yaml" not in names
    assert names[1:] == sorted(names[1:])
    page = (site / "downloads.html").read_text("utf-8")
    assert "1 document(s) wait for a curator" in page
    assert _LOAD["records"].endswith("aseankg build --records records --out mine")
    made = CliRunner().invoke(
        main, ["build", "--records", str(tmp_path / "records"), "--out", str(tmp_path / "mine")]
    )
    assert made.exit_code == 0, made.output
    theirs = (tmp_path / "mine/site/downloads/aseankg.nq.gz").read_bytes()
    assert theirs == (site / "downloads/aseankg.nq.gz").read_bytes()
    assert "document(s) wait" not in (tmp_path / "mine/site/downloads.html").read_text("utf-8")


def test_a_list_is_a_workbook_with_numbers_days_and_sources(site: Path) -> None:
    page = (site / "contribution/index.html").read_text("utf-8")
    assert 'href="contribution.xlsx"' in page
    assert '<data value="2500.5' in page
    assert "JPY 2,500.5" in page
    book = load_workbook(site / "contribution/contribution.xlsx")
    assert book.sheetnames == ["Contributions", "Documents", "How to read"]
    head, row = (list(cells) for cells in book["Contributions"].iter_rows(max_row=2, values_only=True))
    told = dict(zip(head, row, strict=True))
    assert told["Amount"] == 2500.5
    assert told["Currency"] == "JPY"
    assert told["Date"] == datetime(2023, 12, 17)  # noqa: DTZ001  (a workbook's day)
    assert told["Cited"] == "paper (para 5)"
    assert str(told["Record"]).startswith("contribution/")
    assert book["Contributions"].auto_filter.ref
    documents = list(book["Documents"].iter_rows(min_row=2, values_only=True))
    assert documents[0][0] == "paper"
    assert str(documents[0][4]).startswith("https://")
    how = {str(cells[0]): str(cells[1]) for cells in book["How to read"].iter_rows(values_only=True)}
    assert "CC BY 4.0" in how["Licence"]
    assert date.fromisoformat(how["As of"])


def test_sums_leave_as_plain_numbers_with_their_currency(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads/lists.zip") as packed:
        frame = pandas.read_csv(io.BytesIO(packed.read("contribution.csv")))
    assert frame["Amount"].tolist() == [2500.5]
    assert frame["Currency"].tolist() == ["JPY"]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "1,234,567.5"), ("id", "1.234.567,5"), ("de", "1.234.567,5")]
)
def test_numbers_are_written_as_the_language_does(language: str, expected: str) -> None:
    assert written("1234567.5", language) == expected


def test_what_is_no_number_stays_a_text() -> None:
    assert number_of(Term("USD 5", False, xsd.decimal)) == ("5", "USD")
    assert number_of(Term("2013", False, xsd.gYear)) is None
    assert number_of(Term("12", False, xsd.string)) is None
    assert number_of(Term("1e5", False, xsd.decimal)) is None
