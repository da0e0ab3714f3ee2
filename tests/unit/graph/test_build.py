"""Builds: the same bytes each time, and the last good one whatever happens."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest

from aseankg.graph import build as module
from aseankg.graph.build import (
    GRAPH_FILE,
    MANIFEST,
    SITE_FOLDER,
    BuildError,
    build,
    default_folder,
    records_folder,
    validate,
)
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.problems import RecordsInvalidError

RecordsCopy = Callable[..., Path]
BROKEN = {"sources/2024/broken.yaml": "source: [\n"}


class Killed(BaseException):
    """Stands for a signal that ends the process."""


def digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def leftovers(out: Path) -> set[str]:
    return {path.name for path in out.parent.iterdir()} & {f"{out.name}.new", f"{out.name}.old"}


def test_what_a_build_holds(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    out = tmp_path / "build"
    made = build(buildable_copy(), out)
    assert (made.sources, made.statements, made.disagreements) == (1, 7, 0)
    graph = EmbeddedStore.load(out / GRAPH_FILE)
    assert len(graph) == made.quads
    assert len(list((out / SITE_FOLDER).rglob("*.html"))) == made.pages
    assert json.loads((out / MANIFEST).read_text("utf-8"))["quads"] == made.quads
    assert leftovers(out) == set()


def test_the_shipped_records_give_the_same_bytes_twice(shipped_build: Path, tmp_path: Path) -> None:
    """Two processes with different hash seeds, two folders of records, and every file of both builds."""
    records = tmp_path / "records"
    shutil.copytree(records_folder(), records)
    code = "import sys; from pathlib import Path; from aseankg.graph.build import build; build(*map(Path, sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", code, str(records), str(tmp_path / "build")],
        env={**os.environ, "PYTHONHASHSEED": "1"},  # this process has a seed of its own
        timeout=900,
        check=True,
    )
    one, two = digests(shipped_build), digests(tmp_path / "build")
    assert one.keys() == two.keys()
    assert [file for file in one if one[file] != two[file]] == []


def test_where_the_records_stand_does_not_matter(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    build(buildable_copy(name="here"), tmp_path / "a" / "build")
    build(buildable_copy(name="there"), tmp_path / "b" / "other-name")
    assert digests(tmp_path / "a" / "build") == digests(tmp_path / "b" / "other-name")


def test_a_second_build_of_the_same_records_does_nothing(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    first = build(root, out)
    stamps = {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in out.rglob("*")}
    told: list[str] = []
    assert build(root, out, told.append) == first
    assert told == []
    assert {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in out.rglob("*")} == stamps


def test_a_forced_build_is_made_anew_with_the_same_bytes(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    build(root, out)
    before, node = digests(out), (out / GRAPH_FILE).stat().st_ino
    build(root, out, force=True)
    assert digests(out) == before
    assert (out / GRAPH_FILE).stat().st_ino != node


def test_changed_records_are_built_anew(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    first = build(root, out)
    paper = root / "sources/2024/paper.yaml"
    paper.write_text(paper.read_text("utf-8").replace("Plants trees", "Plants shrubs"), "utf-8")
    assert build(root, out).inputs != first.inputs
    assert "Plants shrubs" in (out / GRAPH_FILE).read_text("utf-8")
    assert "Plants trees" not in (out / GRAPH_FILE).read_text("utf-8")


def test_pages_of_things_that_are_gone_are_gone(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    extra = root / "registers/zz.yaml"
    extra.write_text("- topic: fish\n  name: fish\n  source: paper\n  at: para 1\n")
    build(root, out)
    assert (out / SITE_FOLDER / "topic/fish.html").is_file()
    extra.unlink()
    build(root, out)
    assert not (out / SITE_FOLDER / "topic/fish.html").exists()


def test_records_that_do_not_hold_leave_the_last_good_build(
    buildable_copy: RecordsCopy, tmp_path: Path
) -> None:
    out = tmp_path / "build"
    build(buildable_copy(), out)
    before = digests(out)
    with pytest.raises(RecordsInvalidError):
        build(buildable_copy(BROKEN), out)
    assert digests(out) == before


@pytest.mark.parametrize("step", ["build.assemble", "views.site.write_site", "build._swap"])
def test_a_build_that_breaks_off_leaves_the_last_good_one(
    buildable_copy: RecordsCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    build(root, out)
    before = digests(out)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(out))

    with monkeypatch.context() as patch:
        patch.setattr(f"aseankg.graph.{step}", fail)
        with pytest.raises(BuildError, match="No space left"):
            build(root, out, force=True)
    assert digests(out) == before
    build(root, out, force=True)
    assert digests(out) == before
    assert leftovers(out) == set()


def test_a_run_killed_between_the_two_moves_is_healed(
    buildable_copy: RecordsCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    build(root, out)
    before = digests(out)
    moves: list[object] = []
    replace = os.replace

    def killed(source: Path, target: Path) -> None:
        if moves:
            raise Killed
        moves.append(source)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(Killed):
            build(root, out, force=True)
    assert not out.exists(), "the kill came where it was meant to come"
    with pytest.raises(RecordsInvalidError):
        build(buildable_copy(BROKEN), out)  # a run that builds nothing heals as well
    assert digests(out) == before
    (root / "sources/2024/broken.yaml").unlink()
    build(root, out)
    assert digests(out) == before
    assert not (tmp_path / "build.old").exists()


def test_a_run_killed_after_the_moves_leaves_no_trace(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    build(root, out)
    before = digests(out)
    shutil.copytree(out, tmp_path / "build.old")
    shutil.copytree(out, tmp_path / "build.new")
    build(root, out, force=True)
    assert digests(out) == before
    assert leftovers(out) == set()


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"inputs": 1, "unknown": 2}', "null"])
def test_a_build_whose_manifest_cannot_be_read_is_made_anew(
    buildable_copy: RecordsCopy, tmp_path: Path, manifest: str
) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    build(root, out)
    before = digests(out)
    (out / MANIFEST).write_text(manifest)
    build(root, out)
    assert digests(out) == before


def test_another_build_is_waited_for(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    lock = filelock.FileLock(f"{out}.lock")
    done: list[float] = []

    def work() -> None:
        build(root, out)
        done.append(time.monotonic())

    with lock:
        waiting = threading.Thread(target=work)
        waiting.start()
        time.sleep(1.0)
        assert not done
        assert not out.exists()
        released = time.monotonic()
    waiting.join(timeout=60)
    assert done
    assert done[0] >= released


def test_a_build_that_waits_too_long_says_for_what(
    buildable_copy: RecordsCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    monkeypatch.setattr(module, "FileLock", lambda path, timeout: filelock.FileLock(path, timeout=0.1))
    with filelock.FileLock(f"{out}.lock"), pytest.raises(BuildError, match="another build"):
        build(root, out)


def test_two_processes_at_once_both_end_well(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = buildable_copy(), tmp_path / "build"
    code = "import sys; from pathlib import Path; from aseankg.graph.build import build; build(*map(Path, sys.argv[1:]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(root), str(out)]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert leftovers(out) == set()
    build(root, tmp_path / "alone")
    assert digests(out) == digests(tmp_path / "alone")


def test_a_parent_that_is_a_file_is_a_build_error(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for out in (file / "build", file / "deeper" / "build"):
        with pytest.raises(BuildError, match="file"):
            build(buildable_copy(), out)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes rights away in a child process")
@pytest.mark.parametrize("below", ["build", "deeper/build"])
def test_a_read_only_parent_is_a_build_error(buildable_copy: RecordsCopy, tmp_path: Path, below: str) -> None:
    root = buildable_copy()
    parent = tmp_path / "parent"
    parent.mkdir()
    parent.chmod(0o555)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        if folder.stat().st_uid == os.geteuid() and str(folder) != "/tmp":
            folder.chmod(0o755)
    child = os.fork()
    if child == 0:
        code = 3
        try:
            if os.geteuid() == 0:
                os.setuid(65534)  # root may write anywhere
            build(root, parent / below)
            code = 1
        except BuildError as error:
            code = 0 if "parent" in str(error) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert list(parent.iterdir()) == []


def test_where_a_build_lives(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    assert default_folder(tmp_path / "records") == tmp_path / "build"
    elsewhere = default_folder(tmp_path / "other" / "records")
    assert tmp_path not in elsewhere.parents
    assert elsewhere != default_folder(tmp_path / "another" / "records")


def test_the_shipped_records_hold() -> None:
    validate(records_folder())


def test_progress_is_told(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    told: list[str] = []
    build(buildable_copy(), tmp_path / "build", told.append)
    assert len(told) >= 2


def test_records_without_what_the_questions_ask_about_can_be_built(
    records_copy: RecordsCopy, tmp_path: Path
) -> None:
    """An office's own records need not know Canada: the page of that question has nothing to say."""
    out = tmp_path / "build"
    assert build(records_copy(), out).pages > 0
    assert (out / SITE_FOLDER / "question/ties-of.html").is_file()
