"""The commands by which an officer writes: what they print, what they write, and one line for each fault."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import main

RecordsCopy = Callable[..., Path]
Run = Callable[..., Result]


@pytest.fixture
def run(buildable_copy: RecordsCopy, tmp_path: Path) -> Run:
    where = ["--records", str(buildable_copy()), "--out", str(tmp_path / "out" / "build")]

    def invoke(command: str, *args: str) -> Result:
        return CliRunner().invoke(main, [command, *where, *args])

    assert invoke("build").exit_code == 0
    return invoke


def fails(result: Result, code: int, *words: str) -> None:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, lines
    for word in words:
        assert word in lines[0]


def test_a_report_in_three_forms(run: Run, tmp_path: Path) -> None:
    for name, start in (
        ("r.html", b"<!doctype html>"),
        ("r.docx", b"PK"),
        ("r.md", b"# Treaty of Friendship"),
    ):
        file = tmp_path / name
        result = run("report", "--framework", "treaty-of-friendship", "-o", str(file))
        assert result.exit_code == 0, result.output
        assert result.stdout.strip() == str(file)
        assert file.read_bytes().startswith(start)
    with zipfile.ZipFile(tmp_path / "r.docx") as archive:
        assert b"Plants trees along the coast" in archive.read("word/document.xml")
    assert "Plants trees along the coast" in (tmp_path / "r.md").read_text("utf-8")


def test_the_form_may_differ_from_the_ending(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    assert run("report", "--partner", "日本", "--format", "md", "-o", str(file)).exit_code == 0
    assert file.read_text("utf-8").startswith("# Japan")


def test_faults_of_a_report(run: Run, tmp_path: Path) -> None:
    out = ["-o", str(tmp_path / "x.html")]
    fails(run("report", *out), 2, "--framework, --partner or --since")
    fails(run("report", "--partner", "japan", "--line", "1", *out), 2, "--line needs --framework")
    fails(run("report", "--framework", "treaty-of-frendship", *out), 1, "nearest: treaty-of-friendship")
    fails(run("report", "--framework", "treaty-of-friendship", "--line", "2", *out), 1, "on record: 1")
    fails(run("report", "--partner", "japam", *out), 1, "nearest: japan")
    fails(run("report", "--partner", "japan", "--since", "soon", *out), 2, "--since")
    fails(run("report", "--partner", "japan", "--known-on", "1950", *out), 1, "the first is of 2024-01-10")
    lost = tmp_path / "no" / "x.html"
    fails(run("report", "--partner", "japan", "-o", str(lost)), 1, f"{lost}: No such file")
    fails(run("report", "--partner", "japan", "-o", str(tmp_path / "x.pdf")), 2, "found 'x.pdf'; expected")
    fails(run("report", "--partner", "japan", "--as-of", "soon", *out), 2, "--as-of: found 'soon'; expected")
    assert not (tmp_path / "x.html").exists()


def test_lists_that_are_empty_say_so(run: Run) -> None:
    result = run("figures")
    assert json.loads(result.stdout) == []
    assert "no figure is on record" in result.stderr
    result = run("silence", "--as-of", "1950")
    assert json.loads(result.stdout) == []
    assert "nothing is overdue" in result.stderr
    result = run("issues")
    assert json.loads(result.stdout) == []
    assert "too few documents" in result.stderr
    assert "0 called rising" in result.stderr
    fails(run("figures", "--about", "japam"), 1, "nearest: japan")


def test_silence_as_a_table(run: Run) -> None:
    result = run("silence", "--as-of", "2031", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert row["kind"] == "expectation"
    assert row["due"] == "2030-12-31"
    assert row["where_we_looked"] == "no search is on record"


def test_report_pages_of_the_site(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "out" / "build" / "site"
    index = (site / "report/index.html").read_text("utf-8")
    for name in ("figures", "silence", "issues", "treaty-of-friendship", "partner-japan"):
        assert f'href="{name}.html"' in index
        assert (site / f"report/{name}.html").is_file()
    assert "../report/partner-japan.html" in (site / "state/japan.html").read_text("utf-8")
    assert "../commitment/japan-plants-trees.html" in (site / "report/treaty-of-friendship.html").read_text(
        "utf-8"
    )
