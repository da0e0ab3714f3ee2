"""A pool of processes that answer queries. One that takes too long is killed, and another takes its place."""

import asyncio
import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from aseankg.graph.serve.folder import StoreFolder
from aseankg.graph.serve.jobs import Job, Settings, prepare, work
from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.problems import Problem, of_query
from aseankg.graph.store import QueryError
from aseankg.graph.store.answering import Answer

_SPAWN = multiprocessing.get_context("spawn")  # the server has threads, and a fork of those may hang
_START_TIME = 60
_GRACE = 5
"""Seconds between the kill from outside and the alarm inside, which is there for workers without a server."""


class Worker:
    """One process and the pipe to it. Its methods wait: call them from a thread."""

    def __init__(self, settings: Settings) -> None:
        """Start the process; raise Problem if it does not come up."""
        self._settings = settings
        self._connection: Connection
        self._process: BaseProcess
        self._stopped = False
        self._start()

    @property
    def broken(self) -> bool:
        """Return whether the process has ended before its time."""
        return not self._stopped and self._process.exitcode is not None

    def ask(self, job: Job, seconds: float) -> Answer:
        """Return the answer. Raises Problem; when it does so for time or death, revive() is due."""
        self.revive()
        try:
            self._connection.send(job)
            if not self._connection.poll(seconds):
                self._end()
                raise Problem(504, f"the query was ended after {seconds:g} s; ask for less")
            told: Answer | QueryError = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(0.5)  # it is let say of what it died
            self._end()
            raise Problem(503, self._death()) from None
        if isinstance(told, QueryError):
            raise of_query(told)
        return told

    def revive(self) -> None:
        """Start a new process where the old one has ended; raise Problem if it does not come up."""
        if self.broken:
            self._end()
            self._start()

    def stop(self) -> None:
        """End the process for good, also while another thread waits for its answer."""
        self._stopped = True
        self._process.kill()

    def _start(self) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=work, args=(theirs, self._settings), daemon=True)
        self._process.start()
        theirs.close()
        try:
            ready = self._connection.poll(_START_TIME) and self._connection.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            self._end()
            raise Problem(503, "no worker could be started; the log of the server says more", retry_after=5)

    def _death(self) -> str:
        if self._stopped:
            return "the server is stopping"
        code = self._process.exitcode
        signal = f" (signal {-code})" if code is not None and code < 0 else ""
        return (
            f"the query ended its process{signal}: it is nested too deeply, or needs more than"
            f" {self._settings.memory:,} bytes of memory; ask for less"
        )

    def _end(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()


class Pool:
    """Workers over one store, and the order in which those who ask get one."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Take the folder of a store; start() has to come before anything else."""
        self._limits = limits
        life = limits.query_time + _GRACE
        self._settings = Settings(folder, limits.answer, limits.memory, life)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: list[Worker] = []
        self._threads = ThreadPoolExecutor(limits.workers, "workers")
        self._waiting = 0
        self._clients: Counter[str] = Counter()

    async def start(self) -> None:
        """Start the workers; raise Problem if one does not come up."""
        loop = asyncio.get_running_loop()
        starts = [
            loop.run_in_executor(self._threads, Worker, self._settings) for _ in range(self._limits.workers)
        ]
        for one in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(one, Worker):
                self._workers.append(one)
                self._idle.put_nowait(one)
        if len(self._workers) < self._limits.workers:
            await self.stop()
            raise Problem(503, "not every worker could be started", retry_after=5)

    async def ask(self, job: Job, client: str = "") -> Answer:
        """Return the answer of the next worker that is free. Raises Problem."""
        if self._clients[client] >= self._limits.per_client:
            raise Problem(429, f"at most {self._limits.per_client} queries at once", retry_after=1)
        if self._waiting >= self._limits.waiting:
            raise Problem(503, "too many queries are waiting", retry_after=2)
        self._clients[client] += 1
        try:
            worker = await self._free()
            # the thread gives the worker back, whatever becomes of the one who asked
            running = asyncio.get_running_loop().run_in_executor(
                self._threads, worker.ask, job, self._limits.query_time
            )
            running.add_done_callback(lambda done: self._back(worker, done))
            return await asyncio.shield(running)
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]

    async def stop(self) -> None:
        """End the workers once they have answered all who came before, or when that takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.stop_time):
                for _ in self._workers:
                    await self._idle.get()
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _free(self) -> Worker:
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait_time):
                return await self._idle.get()
        except TimeoutError:
            message = f"no worker was free within {self._limits.wait_time:g} s"
            raise Problem(503, message, retry_after=5) from None
        finally:
            self._waiting -= 1

    def _back(self, worker: Worker, done: "asyncio.Future[Answer]") -> None:
        if not done.cancelled():
            done.exception()  # looked at, so that a client that has gone leaves no complaint
        if not worker.broken:
            self._idle.put_nowait(worker)
            return
        with suppress(RuntimeError):  # the server is stopping
            reviving = asyncio.get_running_loop().run_in_executor(self._threads, worker.revive)
            reviving.add_done_callback(lambda done: self._revived(worker, done))

    def _revived(self, worker: Worker, done: "asyncio.Future[None]") -> None:
        if not done.cancelled():
            done.exception()  # the next who asks tries again
        self._idle.put_nowait(worker)


def load(file: Path) -> StoreFolder:
    """Return a new folder with the store of a dump, made by a process of its own. Raises ValueError."""
    folder = StoreFolder()
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=prepare, args=(theirs, file, folder.path), daemon=True)
    process.start()
    theirs.close()
    told: Any
    try:
        told = ours.recv()
    except (EOFError, OSError):
        told = f"{file} ended the process that reads it"
    process.join()
    ours.close()
    if told is not None:
        folder.remove()
        raise ValueError(told)
    return folder
