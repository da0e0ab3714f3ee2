"""A build put onto a server: whole, counted, and taken up again after a break."""

import os
import signal
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from aseankg.cli import main
from aseankg.graph.store import QueryError
from aseankg.graph.store.publish import PUBLISHED, PublishError, publish
from aseankg.graph.store.remote import RemoteStore, Service, StoreUnreachableError, wait_for
from aseankg.ontology import iris

Open = Callable[[Service], RemoteStore]


class Proxy:
    """Passes requests on to a server, and breaks the connection at one of them: before it arrives, or before its answer does."""

    def __init__(self, target: str, at: int, *, after: bool) -> None:
        self.seen = 0
        proxy = self
        self.client = client = httpx.Client(timeout=120)

        class Handler(BaseHTTPRequestHandler):
            def _pass(self) -> None:
                proxy.seen += 1
                broken = proxy.seen == at
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if broken and not after:
                    self.connection.close()
                    return
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
                told = client.request(self.command, target + self.path, content=body, headers=headers)
                if broken:
                    self.connection.close()
                    return
                self.send_response(told.status_code)
                self.send_header("Content-Type", told.headers.get("content-type", "text/plain"))
                self.send_header("Content-Length", str(len(told.content)))
                self.end_headers()
                self.wfile.write(told.content)

            do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(OSError, ValueError):
                    super().handle()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        assert isinstance(self.server, socketserver.ThreadingMixIn)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def proxied(service: Service, at: int, *, after: bool) -> Iterator[RemoteStore]:
    proxy = Proxy(service.query.rsplit("/", 1)[0], at, after=after)
    with RemoteStore(Service.of(proxy.address)) as store:
        yield store
    proxy.server.shutdown()
    proxy.server.server_close()
    proxy.client.close()


@pytest.fixture
def empty(oxigraph: Service, opened: Open) -> RemoteStore:
    store = opened(oxigraph)
    store.update("CLEAR ALL")
    return store


def holds(store: RemoteStore, dump: Path, folder: Path) -> bool:
    """Whether a server holds the graphs of a dump and no others of ours."""
    store.delete(PUBLISHED)
    store.dump(folder / "held.nq")
    return (folder / "held.nq").read_bytes() == dump.read_bytes()


def test_a_second_run_sends_nothing(empty: RemoteStore, small_dump: Path, tmp_path: Path) -> None:
    first = publish(small_dump, empty)
    assert first.sent > 2
    assert first.in_place == 0
    second = publish(small_dump, empty)
    assert (second.sent, second.in_place, second.triples) == (0, first.sent, first.triples)
    assert holds(empty, small_dump, tmp_path)


def test_small_batches_give_the_same_graphs(empty: RemoteStore, small_dump: Path, tmp_path: Path) -> None:
    publish(small_dump, empty, batch=7)
    assert holds(empty, small_dump, tmp_path)


def test_a_changed_build_replaces_what_changed_and_removes_what_is_gone(
    empty: RemoteStore, small_dump: Path, tmp_path: Path
) -> None:
    publish(small_dump, empty)
    old = f"{iris.source('gone')}"
    empty.put(old, f'<{old}> <{old}> "x" .\n'.encode())
    stranger = "https://other.example/graph"
    empty.put(stranger, f'<{stranger}> <{stranger}> "x" .\n'.encode())
    changed = tmp_path / "changed.nq"
    lines = small_dump.read_text("utf-8").replace("Plants trees", "Plants shrubs")
    changed.write_text("".join(sorted(lines.splitlines(keepends=True))), "utf-8")
    done = publish(changed, empty)
    assert done.removed == 1
    assert 0 < done.sent < done.in_place + done.sent
    assert holds(empty, changed, tmp_path)
    assert empty.ask(f"ASK FROM <{stranger}> {{ ?s ?p ?o }}"), "what others keep there stays"


def test_what_was_changed_on_the_server_is_noticed(
    empty: RemoteStore, small_dump: Path, tmp_path: Path
) -> None:
    publish(small_dump, empty)
    empty.update(
        f"INSERT DATA {{ GRAPH <{iris.source('paper')}> {{ <http://x.example/> a <http://x.example/> }} }}"
    )
    assert publish(small_dump, empty).sent == 1
    assert holds(empty, small_dump, tmp_path)


@pytest.mark.parametrize("after", [False, True], ids=["request lost", "answer lost"])
@pytest.mark.parametrize("batch", [50, 10_000])
def test_a_broken_connection_is_taken_up_again(
    empty: RemoteStore, oxigraph: Service, small_dump: Path, tmp_path: Path, batch: int, after: bool
) -> None:
    for at in (1, 4, 6, 9):
        empty.update("CLEAR ALL")
        with proxied(oxigraph, at, after=after) as store:
            publish(small_dump, store, batch=batch, waits=(0.0, 0.0))
        assert holds(empty, small_dump, tmp_path), f"broken at request {at}"


def test_a_run_that_gives_up_is_finished_by_the_next(
    empty: RemoteStore, oxigraph: Service, small_dump: Path, tmp_path: Path
) -> None:
    with proxied(oxigraph, 8, after=False) as store, pytest.raises(StoreUnreachableError):
        publish(small_dump, store, waits=())
    done = publish(small_dump, empty)
    assert done.in_place > 0
    assert done.sent > 0
    assert holds(empty, small_dump, tmp_path)


def test_a_server_that_dies_in_between_is_filled_once_it_is_back(
    tmp_path: Path, small_dump: Path, opened: Open, request: pytest.FixtureRequest
) -> None:
    from socket import socket

    program = _program()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "serve", "--location", str(tmp_path / "data"), "--bind", f"127.0.0.1:{port}"]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def stop() -> None:
        for one in started:
            one.kill()
            one.wait()

    request.addfinalizer(stop)
    store = opened(Service.of(f"http://127.0.0.1:{port}"))
    start()
    wait_for(store, 120)

    def told(step: str) -> None:
        if step.startswith("sending graph 3 ") and len(started) == 1:
            os.kill(started[0].pid, signal.SIGKILL)
            started[0].wait()
            threading.Timer(0.5, start).start()

    publish(small_dump, store, told, waits=(0.2,) * 600)
    assert len(started) == 2
    assert holds(store, small_dump, tmp_path)


def _program() -> str:
    import shutil
    import sys

    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("Oxigraph's server is missing")
    return found


def test_a_server_that_loses_triples_is_found_out(
    empty: RemoteStore, small_dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = RemoteStore.put
    monkeypatch.setattr(
        RemoteStore, "put", lambda self, graph, lines: put(self, graph, lines.split(b"\n", 1)[1])
    )
    with pytest.raises(PublishError, match=r"sent \d+ triples, found"):
        publish(small_dump, empty)


def test_a_dump_that_is_none(empty: RemoteStore, tmp_path: Path) -> None:
    for text in ("nonsense\n", "<http://x.example/> <http://x.example/> <http://x.example/> .\n"):
        (tmp_path / "bad.nq").write_text(text)
        with pytest.raises((PublishError, QueryError)):
            publish(tmp_path / "bad.nq", empty)


def test_names_and_passwords_are_given_when_asked(tmp_path: Path) -> None:
    import base64

    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append(self.headers.get("Authorization", ""))
            body = b'{"head":{},"boolean":true}'
            self.send_response(200 if seen[-1] else 401)
            if not seen[-1]:
                self.send_header("WWW-Authenticate", 'Basic realm="store"')
                body = b""
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    named = Service.of(f"http://user:secret@127.0.0.1:{server.server_port}")
    with RemoteStore(named, inferred=False) as store:
        assert store.ask("ASK {}")
    assert seen == ["", "Basic " + base64.b64encode(b"user:secret").decode()]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address", ["", "ftp://x", "localhost:7878", "http://a,http://b", "http://a,b,http://c"]
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Service.of(address)


def test_errors_do_not_show_the_password(opened: Open) -> None:
    store = opened(Service.of("http://user:secret@127.0.0.1:9"))
    with pytest.raises(StoreUnreachableError) as caught:
        store.counts()
    assert "secret" not in str(caught.value)
    with pytest.raises(ValueError, match="expected") as wrong:
        Service.of("http://user:secret@host,nothing")
    assert "secret" not in str(wrong.value)


def test_the_command_publishes(
    empty: RemoteStore,
    oxigraph: Service,
    write_buildable: Callable[[Path, Mapping[str, str]], Path],
    tmp_path: Path,
) -> None:
    records = write_buildable(tmp_path / "records", {})
    base = oxigraph.query.rsplit("/", 1)[0]
    args = ["build", "--records", str(records), "--out", str(tmp_path / "build"), "--store"]
    result = CliRunner().invoke(main, [*args, base])
    assert result.exit_code == 0, result.output
    assert "published" in result.output
    assert holds(empty, tmp_path / "build" / "graph.nq", tmp_path)
    assert CliRunner().invoke(main, [*args, "nowhere"]).exit_code == 2
