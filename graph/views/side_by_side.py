"""Work that is done side by side by copies of this process: they read what it holds, and nothing is packed for them."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.process import BaseProcess

Work = Callable[[], int]

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG: see prctl(2)
_works: Sequence[Work] = ()


def side_by_side(works: Sequence[Work]) -> Generator[int, None, None]:
    """Do works that do not wait for each other, and yield the number that each gives, in the order in which they end.

    On Linux each core gets a fork of this process; elsewhere, on one core, and where this process has a second thread,
    which a fork would stop in mid-step, they are done one after another.

    Raises what a work raises, and concurrent.futures.BrokenExecutor if the system ends a process.
    """
    many = min(cores(), len(works))
    if many < 2 or threading.active_count() > 1:
        yield from (work() for work in works)
        return
    forks = multiprocessing.get_context("fork")
    others = multiprocessing.active_children()
    try:
        pool = ProcessPoolExecutor(many, mp_context=forks, initializer=_begin, initargs=(works, os.getpid()))
        waiting = [pool.submit(_do, place) for place in range(len(works))]
    except OSError:  # the system gives no more processes: what some may have begun is done again
        _end(others)
        yield from (work() for work in works)
        return
    try:
        for done in as_completed(waiting):
            yield done.result()
    except BaseException:  # an error, Ctrl-C, a consumer that goes away: nothing is written any more
        _end(others)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """Return the number of cores on which copies of this process may work: one where it cannot be copied safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _end(others: Sequence[BaseProcess]) -> None:
    """End the copies of this process, and no other child that it has."""
    for child in multiprocessing.active_children():
        if child not in others:
            child.kill()


def _begin(works: Sequence[Work], parent: int) -> None:
    """Take the works over, and be ended with the process that was copied: its next run clears away what is written."""
    global _works
    _works = works
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it could be followed
        os._exit(1)
    gc.freeze()  # what is shared is not looked through again, and stays shared


def _do(place: int) -> int:
    return _works[place]()
