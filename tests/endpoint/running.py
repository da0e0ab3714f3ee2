"""Servers on this machine: in a thread, or as a process of their own."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from aseankg.graph.serve.app import Access, application
from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.server import bind, configured

PATIENCE = 120.0
"""Seconds for what takes one on an idle machine: tests run beside others."""


@dataclass
class Running:
    """A server, and a client for it that follows nothing by itself."""

    address: str
    folder: Path
    client: httpx.Client

    def sparql(self, query: str, **options: object) -> httpx.Response:
        return self.client.get("/sparql", params={"query": query, **options})  # type: ignore[dict-item]


@contextmanager
def serving(folder: Path, limits: Limits | None = None, access: Access | None = None) -> Iterator[Running]:
    """Run the server in a thread of this process: the real sockets, protocol and workers."""
    listening = bind("127.0.0.1", 0)
    limits = limits or Limits(workers=1)
    server = uvicorn.Server(configured(application(folder, access, limits), limits))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    end = time.monotonic() + PATIENCE
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server did not start in time"
        time.sleep(0.02)
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield Running(address, folder, client)
    server.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive(), "the server did not stop"


@contextmanager
def process(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `aseankg serve` as users do; yield the process and its address."""
    records = str(folder.parent / "records")
    command = [
        sys.executable,
        "-m",
        "aseankg",
        "serve",
        "--records",
        records,
        "--out",
        str(folder),
        "--port",
        "0",
    ]
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=errors,  # a pipe that nobody reads would fill up and hold the server
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert running.stdout is not None
        try:
            line = running.stdout.readline()
            if not line:
                errors.seek(0)
                raise AssertionError(f"the server did not start: {errors.read().decode()}")
            address = line.split()[0].rstrip("/")
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    assert httpx.get(f"{address}/health", timeout=PATIENCE).json()["status"] == "ok"
                    break
                except (httpx.HTTPError, json.JSONDecodeError):
                    assert time.monotonic() < end, "the server did not start in time"
                    time.sleep(0.1)
            yield running, address
        finally:
            running.kill()
            running.wait()
            running.stdout.close()
