"""What the documents show is what happens: commands run, records in them are valid, links lead somewhere."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from aseankg.cli import main
from aseankg.graph.build import records_folder
from aseankg.loaders.read import read

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = list(
    dict.fromkeys(  # what two guides show runs once
        line.split("#")[0].strip() if line.startswith("make") else line
        for guide in GUIDES
        for block in blocks(guide.read_text("utf-8"), "sh")
        for line in block.splitlines()
    )
)


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("aseankg")])
def test_each_command_of_the_guides_runs(
    command: str, shipped_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    assert result.output.strip()


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("make")])
def test_each_make_command_of_the_readme_is_a_target(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_python_of_the_guides_runs(
    guide: Path, shipped_build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for block in blocks(guide.read_text("utf-8"), "python"):
        exec(compile(block, guide.name, "exec"), {})
        assert capsys.readouterr().out.strip()


def test_record_of_the_readme_stands_in_the_file_it_names() -> None:
    (block,) = blocks(README, "yaml")
    file = re.search(r"`(records/sources/\S+\.yaml)`", README)
    assert file is not None
    record = (ROOT / file[1]).read_text("utf-8")
    for line in block.splitlines():
        assert line in record.splitlines()


def test_the_contributing_guide_shows_a_file_as_it_stands(tmp_path: Path) -> None:
    (block,) = blocks(CONTRIBUTING, "yaml")
    named = re.search(r"It became `records/(sources/\S+\.yaml)`", CONTRIBUTING)
    assert named is not None
    assert (records_folder() / named[1]).read_text("utf-8") == block, "copy the file into the guide"


def test_the_guide_shows_the_fault_that_the_check_tells(tmp_path: Path) -> None:
    (block,) = blocks(CONTRIBUTING, "yaml")
    (message,) = blocks(CONTRIBUTING, "text")
    shutil.copytree(records_folder(), tmp_path / "records")
    file = tmp_path / message.split(":")[0]
    file.write_text(block.replace("date_basis: derived", "date_basis: derivd", 1), "utf-8")
    assert [str(problem) for problem in read(tmp_path / "records").problems] == [message.strip()]


@pytest.mark.parametrize(
    "guide", [*GUIDES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=lambda guide: guide.name
)
def test_links_lead_somewhere(guide: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", guide.read_text("utf-8")):
        if not target.startswith("http"):
            assert (guide.parent / target).exists(), target


def test_the_folders_that_the_readme_names_exist() -> None:
    for folder in re.findall(r"^\| `([\w/]+)/`", README, re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder


def test_every_check_of_the_browser_names_tests_that_are_there() -> None:
    text = (ROOT / "docs/checks.md").read_text("utf-8")
    checks = text.split("\n## ")[0]
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", checks, re.MULTILINE)]
    assert numbers == list(range(1, 31))
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text)
    assert len(named) > 60
    for file, function in named:
        assert f"def {function}(" in (ROOT / "tests" / file).read_text("utf-8"), f"{file}::{function}"
    for row in re.findall(r"^\| \d+ \|.*", checks, re.MULTILINE):
        assert "::" in row or "`bench/browser`" in row, row
