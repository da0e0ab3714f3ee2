"""Register and matrix on the command line: every format, and wrong calls in one line."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from tests.unit.graph.conftest_outlook import commitment, records
from tests.unit.graph.conftest_small import paper

from aseankg.cli import main

Run = Callable[..., Result]
PAPER = paper("papers", commitment("ports-2022", "seas-ports stated", by="japan, india"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("cli")
    where = ["--records", str(records(folder / "records", PAPER)), "--out", str(folder / "build")]
    return lambda command, *args: CliRunner().invoke(main, [command, *where, *args])


def test_the_matrix_leaves_in_every_format(run: Run, tmp_path: Path) -> None:
    for form in ("csv", "html", "xlsx", "json"):
        file = tmp_path / f"m.{form}"
        assert run("matrix", "--framework", "outlook", "-o", str(file)).exit_code == 0
        assert file.stat().st_size
    data = json.loads((tmp_path / "m.json").read_text("utf-8"))
    cell = next(c for c in data["cells"] if (c["line"], c["actor"]) == ("seas-ports", "japan"))
    assert (cell["counts"]["entries"], cell["entries"][0]["id"]) == (1, "ports-2022")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text("utf-8-sig"))))
    assert next(r["entries"] for r in rows if (r["line"], r["column"]) == ("total", "total")) == "1"
    assert load_workbook(tmp_path / "m.xlsx").sheetnames[0] == "Matrix"
    shown = run("matrix", "--framework", "OOS", "--format", "table")
    assert "Japan" in shown.output
    assert "? unknown" in shown.output


def test_a_register_goes_out_and_back_in(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"
    assert run("register", "--framework", "outlook", "-o", str(file)).exit_code == 0
    back = run("propose", str(file), "-o", str(tmp_path / "drafts"))
    assert back.exit_code == 0
    assert "0 new, 0 changed, 0 reported, 1 as they were" in back.output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--framework", "outlok"], "no framework is called 'outlok'; nearest: outlook"),
        (["--framework", "outlook", "--columns", "member"], "no columns 'member'; nearest: members"),
        (["--framework", "outlook", "-o", "x.docx"], "found 'x.docx'; expected a name that ends in"),
        (["--framework", "outlook", "--format", "xlsx"], "--format xlsx expects -o FILE"),
        (["--framework", "outlook", "--as-of", "soon"], "expected a date"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(run: Run, args: list[str], told: str) -> None:
    result = run("matrix", *args)
    assert result.exit_code in (1, 2)
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_no_register_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"no")
    result = run("propose", str(file), "-o", str(tmp_path / "drafts"))
    assert result.exit_code == 1
    assert "expected .xlsx or .csv" in result.stderr
