"""Copies of a process that work side by side: what they give, what they raise, and that none is left behind."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from aseankg.graph.views.side_by_side import cores, side_by_side

several = pytest.mark.skipif(cores() < 2, reason="on one core nothing is done side by side")


def alone(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process with one thread: the runner of the tests has more."""
    head = "import os, signal, sys, time\nfrom aseankg.graph.views.side_by_side import side_by_side\n"
    return subprocess.run(
        [sys.executable, "-c", head + code, *args], capture_output=True, text=True, check=False, timeout=60
    )


def test_each_work_is_done_once() -> None:
    done = alone(
        "print(sorted(side_by_side([lambda n=n: n * n for n in range(50)])) == [n * n for n in range(50)])"
    )
    assert done.stdout == "True\n", done.stderr
    assert list(side_by_side([])) == []


@several
def test_the_cores_share_the_work() -> None:
    done = alone(
        "pids = set(side_by_side([lambda: (time.sleep(0.2), os.getpid())[1]] * 6))\nprint(len(pids), os.getpid() in pids)"
    )
    assert done.stdout == f"{min(cores(), 6)} False\n", done.stderr


def test_with_a_second_thread_nothing_is_copied() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert set(side_by_side([os.getpid] * 4)) == {os.getpid()}
    finally:
        waiting.set()
        thread.join()


def test_what_a_work_raises_is_raised(tmp_path: Path) -> None:
    """As it was: a build tells which file it could not write."""
    code = (
        "try:\n    list(side_by_side([lambda: 1, lambda: len(open(sys.argv[1]).read())]))\n"
        "except FileNotFoundError as error:\n    print(error.filename)"
    )
    missing = str(tmp_path / "missing")
    assert alone(code, missing).stdout == f"{missing}\n"


@several
def test_a_copy_that_is_killed_is_an_error() -> None:
    done = alone("list(side_by_side([lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1]))")
    assert done.returncode == 1
    assert "BrokenProcessPool" in done.stderr


@several
def test_without_processes_the_works_are_done_all_the_same() -> None:
    """The system gives one and no second: what the first may have begun is done again."""
    code = (
        "fork, forks = os.fork, []\n"
        "def failing():\n"
        "    forks.append(1)\n"
        "    if len(forks) > 1: raise BlockingIOError(11, 'Resource temporarily unavailable')\n"
        "    return fork()\n"
        "os.fork = failing\n"
        "print(sorted(side_by_side([lambda n=n: n for n in range(5)])), len(forks))"
    )
    assert alone(code).stdout == "[0, 1, 2, 3, 4] 2\n"


@several
@pytest.mark.parametrize("left", ["done.close()", "raise KeyboardInterrupt"])
def test_whoever_leaves_early_leaves_no_copy_at_work(tmp_path: Path, left: str) -> None:
    code = (
        "from contextlib import closing\n"
        "def work(n):\n"
        "    time.sleep(0.3)\n"
        "    open(f'{sys.argv[1]}/{n}', 'w').close()\n"
        "    return n\n"
        "started = time.monotonic()\n"
        "try:\n"
        "    with closing(side_by_side([lambda n=n: work(n) for n in range(200)])) as done:\n"
        "        next(done)\n"
        f"        {left}\n"
        "except KeyboardInterrupt: pass\n"
        "before = len(os.listdir(sys.argv[1]))\n"
        "time.sleep(1)\n"
        "print(len(os.listdir(sys.argv[1])) == before, before < 20)"
    )
    done = alone(code, str(tmp_path))
    assert done.stdout == "True True\n", done.stderr


@several
def test_copies_end_with_the_process_that_they_are_of(tmp_path: Path) -> None:
    code = (
        "def work(n):\n"
        "    open(f'{sys.argv[1]}/{os.getpid()}', 'w').close()\n"
        "    time.sleep(1)\n"
        "    if n == 0: os.kill(me, signal.SIGKILL)\n"
        "    time.sleep(50)\n"
        "me = os.getpid()\n"
        "list(side_by_side([lambda n=n: work(n) for n in range(2)]))"
    )
    assert alone(code, str(tmp_path)).returncode == -9
    pids = [int(file.name) for file in tmp_path.iterdir()]
    assert len(pids) == 2
    until = time.monotonic() + 10
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < until, "a copy went on alone"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
