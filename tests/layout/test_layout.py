"""The shape of the project: links, contracts, what is shipped."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "loaders", "ontology", "records")
NOT_OURS = {".git", ".venv", "build", "dist", "node_modules", "__pycache__", "bundle"}

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="needs a checkout")


def ours(*suffixes: str) -> Iterator[Path]:
    """Yield the files of the project; folders that a tool made and git ignores are left out."""
    for folder, names, files in os.walk(ROOT):
        top = Path(folder) == ROOT
        names[:] = sorted(
            name
            for name in names
            if name not in NOT_OURS - (set() if top else {"build", "dist"})
            and not (name.startswith(".") and name not in (".ci", ".github"))
            and not (Path(folder) / name).is_symlink()
        )
        for name in files:
            # in a second work tree of a checkout .git is a file
            if name not in NOT_OURS and (not suffixes or name.endswith(suffixes)):
                yield Path(folder) / name


def tool(*command: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


# links


@pytest.mark.parametrize("name", PACKAGES)
def test_the_links_lead_to_the_folders(name: str) -> None:
    link = ROOT / "src/aseankg" / name
    hint = (
        f"src/aseankg/{name} must be a link to ../../{name}. On Windows, switch on Developer Mode, run "
        "'git config core.symlinks true' and check the files out again; an installed wheel needs no links"
    )
    assert link.is_symlink(), hint
    assert Path(os.readlink(link)) == Path("../..") / name, hint
    assert link.resolve() == ROOT / name, hint


@pytest.mark.parametrize("name", PACKAGES[:3])
def test_a_module_is_there_once(name: str) -> None:
    """Imported below aseankg, never bare: a bare import would make a second copy."""
    code = f"import aseankg.{name}, sys; print({name!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# tools


def test_import_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_ruff_finds_nothing() -> None:
    done = tool("ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_is_formatted() -> None:
    done = tool("ruff", "format", "--check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold() -> None:
    done = tool("mypy")
    assert done.returncode == 0, done.stdout + done.stderr


# what lies about

_PLACES = re.compile(
    r"(?<![\w.:/])/(?:work/(?:main|shared)|root|home/\w+|Users/\w+|tmp/venv|mnt/\w+)(?:/|\b)|[A-Z]:\\\\?Users"
)
_WORKSHOP = re.compile(r"\b[Ss]eed (?:document|file)s?\b|\bDocument [A-D]\b|\bseeds/[A-D]\b|\bshared/seeds\b")
_LEFTOVER = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


def texts() -> Iterator[tuple[Path, str]]:
    for file in ours():
        if file != Path(__file__):
            try:
                yield file.relative_to(ROOT), file.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert [f"{file}: {found[0]}" for file, text in texts() if (found := _PLACES.search(text))] == []


def test_no_file_speaks_of_the_workshop() -> None:
    assert [f"{file}: {found[0]}" for file, text in texts() if (found := _WORKSHOP.search(text))] == []


def test_no_file_holds_an_unfinished_merge() -> None:
    assert [str(file) for file, text in texts() if _LEFTOVER.search(text)] == []


def test_no_file_is_left_over() -> None:
    suffixes = (".orig", ".rej", ".bak", ".swp", ".tmp", "~", ".DS_Store", "Thumbs.db", ".pyc", ".log")
    assert [str(file.relative_to(ROOT)) for file in ours(*suffixes)] == []


def test_text_files_that_are_no_utf_8_are_meant_so() -> None:
    for file in ours(".py", ".yaml", ".md", ".ttl", ".rq", ".j2", ".js", ".css", ".toml", ".csv", ".jsonld"):
        if "invalid-utf-8" not in file.name:
            file.read_text("utf-8")


# what is shipped


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and the wheel from a copy, and another wheel from the unpacked sdist."""
    folder = tmp_path_factory.mktemp("shipping")
    copy = folder / "copy"
    ignored = shutil.ignore_patterns(".*_cache", "__pycache__", ".git", ".venv", ".hypothesis", "dist")
    shutil.copytree(
        ROOT,
        copy,
        symlinks=True,
        ignore=lambda where, names: (
            set(ignored(where, names)) | ({"build"} if Path(where) == ROOT else set())
        ),
    )
    done = tool("hatchling", "build", "-d", str(folder / "dist"), folder=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    done = tool("hatchling", "build", "-t", "wheel", "-d", str(folder / "again"), folder=unpacked)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}


def wheel(folder: Path) -> Path:
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_what_the_program_needs(made: Path) -> None:
    names = members(wheel(made / "dist")).keys()
    for package in PACKAGES:
        for file in ours():
            relative = file.relative_to(ROOT)
            if relative.parts[0] == package and file.suffix != ".pyc":
                assert f"aseankg/{relative.as_posix()}" in names
    for name in ("cli/__init__.py", "api.py", "__init__.py", "__main__.py", "py.typed"):
        assert f"aseankg/{name}" in names


def test_the_wheel_brings_the_browser_code_and_its_licences(made: Path) -> None:
    held = members(wheel(made / "dist"))
    bundle = "aseankg/graph/views/bundle"
    for name in ("editor.js", "engine.js"):
        assert len(held[f"{bundle}/{name}"]) > 100_000
    licences = held[f"{bundle}/licences.txt"].decode()
    for package in ("oxigraph ", "@codemirror/view ", "style-mod "):
        assert package in licences


def test_locks_hold_hashes_and_no_addresses() -> None:
    locks = [
        *(ROOT / "requirements").glob("*.txt"),
        *(ROOT / "graph/views/browser").glob("package-lock.json"),
    ]
    assert len(locks) > 4
    for lock in locks:
        text = lock.read_text("utf-8")
        assert not re.search(r"https?://", text), lock
        assert "sha256:" in text or "sha512-" in text, lock


def test_the_wheel_holds_nothing_else(made: Path) -> None:
    names = members(wheel(made / "dist")).keys()
    assert {name.split("/")[0] for name in names} == {"aseankg"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc") or "/tests/" in name]


def test_a_wheel_made_of_the_sdist_is_the_same(made: Path) -> None:
    assert members(wheel(made / "again")) == members(wheel(made / "dist"))


@pytest.fixture(scope="module")
def installed(made: Path) -> Path:
    target = made / "target"
    done = tool(
        *("pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"),
        *("--target", str(target), str(wheel(made / "dist"))),
    )
    assert done.returncode == 0, done.stderr
    return target


def python(installed: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_installed_package_reads_its_own_records(installed: Path) -> None:
    code = (
        "import aseankg; from aseankg.graph.build import records_folder; from aseankg.graph.queries import questions;"
        "from aseankg.graph.views.assets import BUNDLES, bundle; from aseankg.graph.views.language import languages; from aseankg.graph.analysis.network import projections;"
        "from aseankg.loaders.read import read;"
        "records = read(records_folder());"
        "print(aseankg.__file__); print(records_folder()); print(len(questions()), len(projections()), len(languages()), sum(len(bundle(name)) for name in BUNDLES));"
        "print(len(records.documents), len(records.problems))"
    )
    done = python(installed, code)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith(str(installed))
    assert lines[1] == str(installed / "aseankg/records")
    assert int(lines[3].split()[0]) > 0


def test_the_installed_package_builds(installed: Path, buildable_copy: Callable[..., Path]) -> None:
    root = buildable_copy()
    code = (
        "from pathlib import Path; from aseankg.graph.build import build, default_folder, records_folder;"
        "root = records_folder(); assert default_folder(root) != root.parent / 'build';"
        f"made = build(Path({str(root)!r}), Path({str(root.parent / 'build')!r})); print(made.pages)"
    )
    done = python(installed, code)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


@pytest.mark.parametrize("name", PACKAGES)
def test_the_wheel_brings_no_bare_package(installed: Path, name: str) -> None:
    assert not (installed / name).exists()
    assert python(installed, f"import {name}").returncode == 1
