"""The stores that one suite runs over: in memory, on disk, and servers that are started here."""

import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from aseankg.graph.build import assemble, validate
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.store.remote import RemoteStore, Service, StoreUnreachableError, wait_for
from aseankg.ontology import iris

PATIENCE = 120.0
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


def wait_until_it_writes(store: RemoteStore, seconds: float) -> None:
    """Wait for a server that listens a moment before it takes updates."""
    end = time.monotonic() + seconds
    while True:
        try:
            store.delete(f"{iris.BASE}graph/none")
        except (QueryError, StoreUnreachableError):
            assert time.monotonic() < end, "the server takes no updates"
            time.sleep(0.2)
        else:
            return


@pytest.fixture
def opened() -> Iterator[Callable[[Service], RemoteStore]]:
    """Open stores for a test, and close their connections after it."""
    with ExitStack() as stores:
        yield lambda service: stores.enter_context(RemoteStore(service))


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
        with RemoteStore(service) as store:
            wait_for(store, PATIENCE)
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
        with RemoteStore(service) as store:
            wait_for(store, PATIENCE)
            wait_until_it_writes(store, PATIENCE)
        yield service


JARS = Path("/usr/share/java")
JENA = [
    "jena-arq",
    "jena-base",
    "jena-core",
    "jena-dboe-base",
    "jena-dboe-index",
    "jena-dboe-storage",
    "jena-iri",
]
JENA += [
    "jena-dboe-trans-data",
    "jena-dboe-transaction",
    "jena-shacl",
    "jena-shex",
    "jena-rdfconnection",
    "jena-tdb2",
]
JENA += [
    "commons-cli",
    "commons-codec",
    "commons-compress",
    "commons-csv",
    "commons-io",
    "commons-lang3",
    "guava",
]
JENA += [
    "commons-logging",
    "dexx.collection",
    "gson",
    "httpclient",
    "httpcore",
    "jackson-annotations",
    "jackson-core",
]
JENA += [
    "jackson-databind",
    "jakarta.json-api",
    "jsonld-java",
    "protobuf",
    "slf4j-api",
    "slf4j-nop",
    "thrift",
]
JENA += ["titanium-json-ld"]


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    java, xerces = shutil.which("java"), JARS / "xercesImpl.jar"
    missing = [name for name in JENA if not (JARS / f"{name}.jar").exists()]
    if java is None or missing or not xerces.exists():
        pytest.skip(
            "Jena is missing: apt-get install default-jdk-headless libapache-jena-java libxerces2-java"
        )
    folder = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(xerces) as jar:  # Debian's Jena looks for its copy of these texts, and has none
        for name in jar.namelist():
            if name.startswith("org/apache/xerces/impl/") and name.endswith(".properties"):
                text = folder / "texts" / name.removeprefix("org/apache/")
                text.parent.mkdir(parents=True, exist_ok=True)
                text.write_bytes(jar.read(name))
    port = free_port()
    path = os.pathsep.join([str(folder / "texts"), *(str(JARS / f"{name}.jar") for name in JENA)])
    program = str(Path(__file__).with_name("JenaServer.java"))
    with running([java, "-cp", path, program, str(port), "data"], folder):
        service = Service.of(f"http://127.0.0.1:{port}")
        with RemoteStore(service) as store:
            wait_for(store, PATIENCE)
        yield service


@pytest.fixture
def embedded(small_dump: Path) -> EmbeddedStore:
    return EmbeddedStore.load(small_dump)
