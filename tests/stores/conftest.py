"""The stores that one suite runs over: in memory, on disk, and servers that are started here."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from aseankg.graph.build import assemble, validate
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.store.remote import RemoteStore, Service, wait_for

VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def oxigraph_program() -> str:
    """The server that comes with the package of that name. Where tests have to be whole, it has to be there."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found is None:
        reason = "Oxigraph's server is missing: pip install oxigraph"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "out.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def small_dump(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Path:
    """The dump of a small graph."""
    folder = tmp_path_factory.mktemp("small")
    file = folder / "graph.nq"
    assemble(validate(write_buildable(folder / "records", {})))[0].dump(file)
    return file


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("oxigraph")
    port = free_port()
    command = [oxigraph_program(), "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"]
    with running(command, folder):
        service = Service.of(f"http://127.0.0.1:{port}")
        wait_for(RemoteStore(service), 30)
        yield service


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is missing: apt-get install virtuoso-opensource-7")
    folder = tmp_path_factory.mktemp("virtuoso")
    http, sql = free_port(), free_port()
    (folder / "own.ini").write_text(VIRTUOSO_INI.format(http=http, sql=sql))
    with running([program, "+foreground", "+configfile", "own.ini"], folder):
        base = f"http://dba:dba@127.0.0.1:{http}"
        service = Service.of(f"{base}/sparql,{base}/sparql-auth,{base}/sparql-graph-crud-auth")
        wait_for(RemoteStore(service), 90)
        time.sleep(1)  # it listens a moment before it takes updates
        httpx.get(
            f"http://127.0.0.1:{http}/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1"}
        ).raise_for_status()
        yield service


@pytest.fixture
def embedded(small_dump: Path) -> EmbeddedStore:
    return EmbeddedStore.load(small_dump)
