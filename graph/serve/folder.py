"""A folder for one store: removed by its server, or by the next one where that was killed."""

import shutil
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "aseankg-store-"
_LOCK = ".lock"


class StoreFolder:
    """A folder among the temporary files, and the lock beside it that tells that its server lives.

    The system gives up the lock of a process however it ends. It is held before there is a folder, so a folder whose
    lock is free belongs to nobody.
    """

    def __init__(self) -> None:
        """Make a new folder, once those that servers left behind are gone."""
        _sweep()
        self.path = Path(tempfile.gettempdir()) / f"{_PREFIX}{uuid.uuid4().hex}"
        self._lock = _lock_of(self.path)
        self._lock.acquire()
        self.path.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        _remove(self.path, self._lock)


def _lock_of(folder: Path) -> FileLock:
    return FileLock(f"{folder}{_LOCK}", thread_local=False)  # made in one thread, removed in another


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder.is_symlink() or not folder.is_dir() or not Path(f"{folder}{_LOCK}").exists():
            continue
        lock = _lock_of(folder)
        with suppress(Timeout, OSError):  # its server lives, or it is not ours to remove
            lock.acquire(timeout=0)
            _remove(folder, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()
