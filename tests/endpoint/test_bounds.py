"""Whatever is asked, the server answers in its time, in its memory, with a status that says why not, and goes on."""

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPResponse
from pathlib import Path

import httpx
import psutil
import pytest
from tests.endpoint.running import PATIENCE, Running, process, serving

from aseankg.graph.serve.limits import Limits
from aseankg.graph.store.answering import Bounds

TIGHT = Limits(
    query_time=1.0,
    memory=200_000_000,
    answer=Bounds(rows=1_000, bytes=2_000_000),
    workers=1,
    waiting=4,
    wait_time=3,
    per_client=3,
    read_time=1.0,
    send_time=1.0,
    connections=60,
)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUICK = "ASK { ?s a akg:State }"


@pytest.fixture(scope="module")
def tight(small_build: Path) -> Iterator[Running]:
    with serving(small_build, TIGHT) as running:
        yield running


def alive(server: Running) -> bool:
    return bool(server.sparql(QUICK).json() == {"head": {}, "boolean": True})


DIGITS = "VALUES ?{} {{ 0 1 2 3 4 5 6 7 8 9 }}"
MANY = " ".join(DIGITS.format(f"d{n}") for n in range(9))
EXPENSIVE = {
    "product": SLOW,
    "product of rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a LIMIT 5",
    "distinct product": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 100000000",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!akg:x|^!akg:y)*/(!akg:z|^!akg:z)*/(!akg:z|^!akg:z)* ?b }",
    "values": f"SELECT (COUNT(*) AS ?n) {{ {MANY} }}",
    "joined texts": f'SELECT (GROUP_CONCAT(?t; separator="") AS ?all) {{ {MANY} BIND("{"x" * 900}" AS ?t) }}',
    "doubled text": "SELECT ?z30 { BIND('0123456789' AS ?z0) "
    + " ".join(f"BIND(CONCAT(?z{n}, ?z{n}) AS ?z{n + 1})" for n in range(30))
    + " }",
    "pattern": f"SELECT * {{ {MANY} FILTER REGEX('{'a' * 5000}', '(a|aa)+(a|aa)+(a|aa)+b') }}",
    "large pattern": "SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), '((((a{1,90}){1,90}){1,90}){1,90}){1,90}') }",
    "group": f"SELECT ?k (COUNT(*) AS ?n) {{ {MANY} BIND(CONCAT({','.join(f'STR(?d{n})' for n in range(9))}) AS ?k) }} GROUP BY ?k",
    "minus": "SELECT * { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?x ?y . ?d ?z ?w } MINUS { ?c ?x ?y . ?f ?z ?w } } OFFSET 99999999",
    "construct": "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "describe": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "exists": "ASK { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?f = ?c && ?l = 'no' && ?i > ?a) } }",
}


QUICKLY_TOLD = ("product", "sorted product", "doubled text", "deep path")
"""Those that show each way to end (time, memory) in the ordinary tests; the rest take their time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICKLY_TOLD else pytest.mark.long) for name in EXPENSIVE]
)
def test_expensive_queries_end_in_time_with_a_clean_error(tight: Running, name: str) -> None:
    started = time.monotonic()
    response = tight.client.post("/sparql", data={"query": EXPENSIVE[name]})
    assert time.monotonic() - started < PATIENCE
    assert response.status_code in (200, 400, 503, 504), response.text
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
    assert alive(tight)


def test_a_query_that_takes_too_long_is_ended(tight: Running) -> None:
    started = time.monotonic()
    response = tight.sparql(SLOW)
    assert 0.9 < time.monotonic() - started < PATIENCE
    assert response.status_code == 504
    assert "after 1 s" in response.json()["detail"]
    assert alive(tight)


@pytest.mark.parametrize(
    "depth",
    [pytest.param(500, marks=pytest.mark.long), 20_000, pytest.param(200_000, marks=pytest.mark.long)],
)
@pytest.mark.parametrize("shape", ["{", "(", "NOT EXISTS {", "-"])
def test_deep_nesting_is_a_clean_error(tight: Running, shape: str, depth: int) -> None:
    if shape == "{":
        query = "SELECT * " + "{" * depth + "}" * depth
    elif shape == "(":
        query = "SELECT * { FILTER(" + "(" * depth + "1" + ")" * depth + ") }"
    elif shape == "-":
        query = "SELECT (" + "-" * depth + "1 AS ?x) {}"
    else:
        query = "SELECT * { " + "FILTER NOT EXISTS { ?s ?p ?o " * (depth // 10) + "}" * (depth // 10) + " }"
    response = tight.client.post("/sparql", data={"query": query})
    assert response.status_code in (200, 400, 413, 503, 504)
    assert alive(tight)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_bounded_in_every_format(tight: Running, form: str) -> None:
    query = "SELECT ?x {{ VALUES ?a {{ {} }} VALUES ?b {{ {} }} BIND(?a AS ?x) }}"
    tens = " ".join(map(str, range(33)))
    few = tight.sparql(query.format(tens, " ".join(map(str, range(30)))), format=form)
    assert few.status_code == 200
    many = tight.sparql(query.format(tens, tens), format=form)
    assert many.status_code == 400
    assert "1,000 rows" in many.json()["detail"]


def test_triples_and_bytes_are_bounded(tight: Running) -> None:
    many = tight.sparql("CONSTRUCT { [] rdf:value ?x } { ?s ?p ?x . ?a rdf:type ?b }")
    assert many.status_code == 400
    assert "1,000 triples" in many.json()["detail"]
    long = "SELECT ?x { ?s a akg:State . ?t ?q ?u BIND('" + "x" * 8_000 + "' AS ?x) } LIMIT 900"
    large = tight.sparql(long)
    assert large.status_code == 400
    assert "2,000,000 bytes" in large.json()["detail"]


def test_one_client_has_its_share(tight: Running) -> None:
    def ask(_: int) -> int:
        return httpx.get(f"{tight.address}/sparql", params={"query": SLOW}, timeout=PATIENCE).status_code

    with ThreadPoolExecutor(12) as threads:
        statuses = Counter(threads.map(ask, range(12)))
    assert statuses[429] > 0
    assert set(statuses) <= {429, 503, 504}
    assert alive(tight)


def test_too_many_that_wait_are_sent_away(small_build: Path) -> None:
    limits = Limits(workers=1, waiting=2, wait_time=0.5, query_time=2)
    with serving(small_build, limits) as server:

        def ask(_: int) -> httpx.Response:
            return httpx.get(f"{server.address}/sparql", params={"query": SLOW}, timeout=PATIENCE)

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, range(8)))
        refused = [answer for answer in answers if answer.status_code == 503]
        assert any("waiting" in answer.json()["detail"] for answer in refused)
        assert any("no worker was free" in answer.json()["detail"] for answer in refused)
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        end = time.monotonic() + PATIENCE
        while server.sparql(QUICK).status_code != 200:  # a new worker may take longer than one may wait here
            assert time.monotonic() < end, "no worker came back"


def test_a_thousand_queries_at_once_are_all_answered(server: Running) -> None:
    def ask(number: int) -> int:
        while (
            True
        ):  # a connection of its own each time: one that threads share may be closed just as it is used
            with httpx.Client(base_url=server.address, timeout=PATIENCE, verify=False) as client:
                response = client.get("/sparql", params={"query": f"SELECT ({number} AS ?n) {{}}"})
            if response.status_code not in (429, 503):
                return int(response.json()["results"]["bindings"][0]["n"]["value"])
            time.sleep(0.05)

    with ThreadPoolExecutor(100) as pool:
        assert list(pool.map(ask, range(1000))) == list(range(1000))


# connections


def _connect(server: Running) -> socket.socket:
    host, port = server.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), PATIENCE)


def _whole_answer(connection: socket.socket) -> HTTPResponse:
    """One answer read to its end: head and body may come in pieces."""
    answer = HTTPResponse(connection)
    answer.begin()
    answer.read()
    return answer


def _first_line(connection: socket.socket) -> bytes:
    """The first line of an answer, however many pieces it comes in; nothing if the connection ends without one."""
    answer = b""
    while b"\n" not in answer and (piece := connection.recv(4096)):
        answer += piece
    return answer


def test_clients_that_dribble_are_sent_away_and_others_served(tight: Running) -> None:
    dribbling = [_connect(tight) for _ in range(30)]
    for one in dribbling:
        one.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
    assert alive(tight)
    ended = 0
    for one in dribbling:
        with suppress(ConnectionError):
            for _ in range(4):
                one.sendall(b"a")
                time.sleep(0.01)
            assert one.recv(100) == b""
        ended += 1
        one.close()
    assert ended == 30


def test_a_connection_that_says_nothing_is_closed(tight: Running) -> None:
    with _connect(tight) as silent, suppress(ConnectionError):
        assert silent.recv(1) == b""


def test_a_second_request_that_dribbles_is_closed_too(tight: Running) -> None:
    with _connect(tight) as one:
        one.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert _whole_answer(one).status == 200
        one.sendall(b"GET /hea")
        with suppress(ConnectionError):
            assert one.recv(1) == b""


def test_a_body_that_does_not_come_is_told_so(tight: Running) -> None:
    with _connect(tight) as one:
        head = "POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
        one.sendall(head.encode() + b"ASK")
        assert _whole_answer(one).status == 408
    assert alive(tight)


def test_a_client_that_does_not_read_gives_up_its_place(small_build: Path) -> None:
    """It is cut off, not asked to go: while it has its connection, the next client finds no place."""
    large = small_build / "site" / "large.bin"
    large.write_bytes(bytes(30_000_000))  # more than the buffers of the system take
    with (
        serving(small_build, Limits(workers=1, send_time=1.0, connections=2)) as server,
        ExitStack() as after,
    ):
        after.callback(large.unlink)
        lazy = after.enter_context(_connect(server))
        lazy.sendall(b"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        end = time.monotonic() + PATIENCE
        while httpx.get(f"{server.address}/health", timeout=PATIENCE).status_code != 200:
            assert time.monotonic() < end, "a client that reads nothing keeps its place"
            time.sleep(0.1)
        got = 0
        with suppress(ConnectionError):
            while piece := lazy.recv(1 << 20):
                got += len(piece)
        assert got < 30_000_000


def test_a_client_that_reads_slowly_gets_all(small_build: Path) -> None:
    """One that takes longer than the limit for the whole, but not for a piece of it."""
    large = small_build / "site" / "large.bin"
    large.write_bytes(bytes(12_000_000))
    with serving(small_build, Limits(workers=1, send_time=2.0)) as server, ExitStack() as after:
        after.callback(large.unlink)
        one = after.enter_context(_connect(server))
        one.sendall(b"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        got, started = 0, time.monotonic()
        while piece := one.recv(300_000):
            got += len(piece)
            time.sleep(0.06)
        assert got > 12_000_000
        assert time.monotonic() - started > 2.0


def test_a_client_that_goes_away_does_no_harm(tight: Running) -> None:
    for _ in range(10):
        with _connect(tight) as one:
            target = httpx.URL("/sparql", params={"query": QUICK})
            one.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    end = time.monotonic() + PATIENCE
    while not alive(tight):
        assert time.monotonic() < end


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 700_000 + b"\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(tight: Running, request_: bytes) -> None:
    with _connect(tight) as one, suppress(ConnectionError):
        one.sendall(request_)
        answer = _first_line(one)
        assert answer == b"" or answer.split(b" ")[1] in (
            b"400",
            b"404",
            b"408",
            b"414",
            b"415",
            b"431",
        ), answer
    assert alive(tight)


# workers and builds


def _workers(pid: int) -> list[psutil.Process]:
    """The processes of Python's multiprocessing below one process."""
    found = []
    for child in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended since, or waits to be buried
            command = " ".join(child.cmdline())
            if "spawn_main" in command or "multiprocessing" in command:
                found.append(child)
    return found


def test_workers_that_are_killed_are_replaced(small_build: Path) -> None:
    with (
        process(small_build, "--workers", "2", "--no-log") as (running, address),
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        for _ in range(3):
            for worker in _workers(running.pid):
                with suppress(psutil.NoSuchProcess):
                    worker.kill()
            end = time.monotonic() + PATIENCE
            while (status := client.get("/sparql", params={"query": QUICK}).status_code) != 200:
                assert status == 503
                assert time.monotonic() < end, "no worker came back"
        assert client.get("/health").json()["status"] == "ok"


def test_a_query_that_runs_is_answered_before_the_server_ends(small_build: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    with process(small_build, "--no-log") as (running, address):
        workers = _workers(running.pid)
        answers: list[int] = []

        def ask() -> None:
            answer = httpx.get(f"{address}/sparql", params={"query": query}, timeout=PATIENCE)
            answers.append(answer.status_code)

        def busy() -> float:
            return float(sum(worker.cpu_times().user for worker in workers))

        asking, before = threading.Thread(target=ask), busy()
        asking.start()
        end = time.monotonic() + PATIENCE
        while asking.is_alive() and busy() < before + 0.2:
            assert time.monotonic() < end, "no worker takes the query up"
            time.sleep(0.02)
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) in (0, -signal.SIGTERM)
        asking.join(PATIENCE)
        assert answers == [200]
        gone, still = psutil.wait_procs(workers, timeout=PATIENCE)
        assert still == []
        assert len(gone) >= 2


def test_what_a_killed_server_leaves_goes(
    small_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its workers at once, its store with the next server; nobody takes the store of a server that runs."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def stores() -> set[str]:
        return {path.name for path in tmp_path.glob("aseankg-store-*") if path.is_dir()}

    with process(small_build, "--no-log") as (killed, _):
        workers = _workers(killed.pid)
        assert workers
        os.kill(killed.pid, signal.SIGKILL)
        _, still = psutil.wait_procs(workers, timeout=PATIENCE)
        assert still == []
    left = stores()
    assert len(left) == 1
    with process(small_build, "--no-log") as (_, address):
        own = stores()
        assert len(own) == 1
        assert not own & left
        with process(small_build, "--no-log") as (other, _):
            assert own < stores()
            other.send_signal(signal.SIGTERM)
            assert other.wait(PATIENCE) in (0, -signal.SIGTERM)
        assert stores() == own
        assert (
            httpx.get(f"{address}/sparql", params={"query": QUICK}, timeout=PATIENCE).json()["boolean"]
            is True
        )
