"""What is done to builds: killed at every step, disks that are full, folders that cannot be written, files that are broken."""

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aseankg.graph.build import GRAPH_FILE, MANIFEST, BuildError, build
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.side_by_side import cores

RecordsCopy = Callable[..., Path]
STEPS = (
    "validate",
    "assemble",
    "dump",
    "write_site",
    "pages",
    "before swap",
    "first move",
    "second move",
    "after swap",
)
"""Where the process is killed, in the order of a build."""
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from aseankg.graph import build as module
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views import site

step, root, out = sys.argv[1:]
me = os.getpid()
die = lambda *_, **__: os.kill(me, signal.SIGKILL)  # also where a copy of this process writes
moves = []
replace = os.replace

def move(source, target):
    moves.append(source)
    # a first build has one move, later ones have two
    if step == {1: "first move", 2: "second move"}[len(moves)]:
        die()
    replace(source, target)

os.replace = move
if step in ("validate", "assemble"):
    setattr(module, step, die)
if step == "write_site":
    site.write_site = die
if step == "pages":
    site.FEW = 0
    site.Site.write_questions = die
if step == "dump":
    EmbeddedStore.dump = lambda self, file: (file.write_bytes(b"<half"), die())
if step == "before swap":
    module._swap = die
if step == "after swap":
    swap = module._swap
    module._swap = lambda *args: (swap(*args), die())
module.build(Path(root), Path(out), force=True)
"""


def digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def built(buildable_copy: RecordsCopy, tmp_path: Path) -> tuple[Path, Path]:
    root, out = buildable_copy(), tmp_path / "out" / "build"
    build(root, out)
    return root, out


def run(root: Path, out: Path, **options: object) -> subprocess.CompletedProcess[str]:
    code = "import sys; from pathlib import Path; from aseankg.graph.build import build; from aseankg.graph.views import site; site.FEW = 0; build(*map(Path, sys.argv[1:]), force=True)"
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-c", code, str(root), str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_loses_nothing(built: tuple[Path, Path], step: str) -> None:
    root, out = built
    before = digests(out)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(root), str(out)],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    if out.exists():
        assert digests(out) == before, "the last good build stands"
    else:
        assert step == "second move"
        assert digests(out.with_name("build.old")) == before
    build(root, out)
    assert digests(out) == before
    assert {path.name for path in out.parent.iterdir()} <= {"build", "build.lock"}


def test_a_disk_that_is_full_leaves_the_last_good_build(built: tuple[Path, Path]) -> None:
    """Files of this process cannot grow beyond a size, as on a disk without room."""
    root, out = built
    before = digests(out)

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = run(root, out, preexec_fn=small_disk)
    assert done.returncode != 0
    assert "BuildError" in done.stderr
    assert digests(out) == before
    assert run(root, out).returncode == 0
    assert digests(out) == before


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="mounting a small disk needs root"
)
def test_a_real_disk_that_is_full(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root, disk = buildable_copy(), tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk could be mounted: {mounted.stderr.decode().strip()}")
    try:
        with pytest.raises(BuildError, match="No space left"):
            build(root, disk / "build")
        assert not (disk / "build").exists()
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        made = build(root, disk / "build")
        assert len(EmbeddedStore.load(disk / "build" / GRAPH_FILE)) == made.quads
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_folder_that_cannot_be_written(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    root = buildable_copy()
    if os.geteuid() == 0:  # to whom no folder is closed: /proc takes no files from anybody
        closed = Path("/proc/aseankg")
    else:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
    with pytest.raises(BuildError, match="cannot write"):
        build(root, closed / "build")


@pytest.mark.skipif(cores() < 2, reason="on one core no process writes for another")
def test_a_process_that_writes_pages_is_killed(built: tuple[Path, Path]) -> None:
    root, out = built
    before = digests(out)
    code = KILLED.replace("os.kill(me,", "os.kill(os.getpid(),")
    done = subprocess.run(
        [sys.executable, "-c", code, "pages", str(root), str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "BuildError: the system ended a process that wrote pages" in done.stderr
    assert digests(out) == before
    build(root, out)
    assert {path.name for path in out.parent.iterdir()} <= {"build", "build.lock"}


@pytest.mark.skipif(cores() < 2, reason="on one core no process writes for another")
@pytest.mark.parametrize("used", [1, 2])
def test_a_build_has_the_same_bytes_on_any_number_of_cores(built: tuple[Path, Path], used: int) -> None:
    root, out = built
    before = digests(out)
    done = run(root, out, preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:used]))
    assert done.returncode == 0, done.stderr
    assert digests(out) == before


@pytest.mark.parametrize("file", [GRAPH_FILE, MANIFEST])
@pytest.mark.parametrize("content", [b"", b"\0\xff", b"[" * 100_000])
def test_broken_files_of_a_build(built: tuple[Path, Path], file: str, content: bytes) -> None:
    """A broken manifest is made anew; a broken graph is told by name, and --force heals it."""
    root, out = built
    before = digests(out)
    (out / file).write_bytes(content)
    if file == MANIFEST:
        build(root, out)
    else:
        if content:
            with pytest.raises(ValueError, match=r"graph\.nq is no N-Quads"):
                EmbeddedStore.load(out / GRAPH_FILE)
        build(root, out, force=True)
    assert digests(out) == before


def test_a_graph_that_is_a_folder_or_gone(built: tuple[Path, Path]) -> None:
    root, out = built
    before = digests(out)
    (out / GRAPH_FILE).unlink()
    with pytest.raises(OSError, match=r"."):
        EmbeddedStore.load(out / GRAPH_FILE)
    (out / GRAPH_FILE).mkdir()
    with pytest.raises(OSError, match=r"."):
        EmbeddedStore.load(out / GRAPH_FILE)
    build(root, out, force=True)
    assert digests(out) == before


def test_two_builds_of_different_records_at_once(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    """One waits for the other; what stands in the end is one of them, whole."""
    changed = {"registers/more.yaml": "- topic: fish\n  name: fish\n  source: paper\n  at: para 1\n"}
    roots = [buildable_copy(name="one"), buildable_copy(changed, name="two")]
    out = tmp_path / "out" / "build"
    code = "import sys; from pathlib import Path; from aseankg.graph.build import build; build(*map(Path, sys.argv[1:]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(root), str(out)]) for root in roots]
    assert [process.wait(120) for process in running] == [0, 0]
    alone = []
    for number, root in enumerate(roots):
        build(root, tmp_path / f"alone-{number}")
        alone.append(digests(tmp_path / f"alone-{number}"))
    assert digests(out) in alone
    assert json.loads((out / MANIFEST).read_text("utf-8"))["quads"] == len(
        EmbeddedStore.load(out / GRAPH_FILE)
    )


def test_a_store_on_disk_whose_writer_was_killed(built: tuple[Path, Path], tmp_path: Path) -> None:
    """A load that is cut off leaves a folder that opens, and that a new load completes."""
    _, out = built
    code = (
        "import os, signal, sys, threading; from pathlib import Path;"
        "from aseankg.graph.store.embedded import EmbeddedStore; store = EmbeddedStore(folder=Path(sys.argv[1]));"
        "threading.Timer(float(sys.argv[3]), os.kill, (os.getpid(), signal.SIGKILL)).start();"
        "[store.load_into(Path(sys.argv[2])) for _ in range(10_000)]"
    )
    whole = len(EmbeddedStore.load(out / GRAPH_FILE))
    for number, seconds in enumerate(("0.01", "0.1", "0.3")):
        folder = tmp_path / f"store-{number}"
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder), str(out / GRAPH_FILE), seconds], check=False, timeout=60
        )
        assert done.returncode == -signal.SIGKILL
        store = EmbeddedStore(folder=folder)
        assert len(store) in (0, whole), "loaded whole or not at all"
        store.load_into(out / GRAPH_FILE)
        assert len(store) == whole
