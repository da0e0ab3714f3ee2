"""A new build takes the place of the old one while requests run: none is dropped, and a bad one changes nothing."""

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from tests.endpoint.running import PATIENCE, Running, process, serving

from aseankg.cli import main
from aseankg.graph.build import build
from aseankg.graph.serve.limits import Limits

Write = Callable[[Path, Mapping[str, str]], Path]


@pytest.fixture
def own(small_build: Path, tmp_path: Path) -> Path:
    """A copy of the build, to be replaced."""
    shutil.copytree(small_build.parent / "records", tmp_path / "records")
    shutil.copytree(small_build, tmp_path / "build")
    return tmp_path / "build"


def wait_for(server: Running, build_: str) -> None:
    end = time.monotonic() + PATIENCE
    while server.client.get("/health").json()["build"] != build_:
        assert time.monotonic() < end, "the new build was not taken up"
        time.sleep(0.1)


def test_a_new_build_is_served_and_no_request_is_dropped(own: Path) -> None:
    paper = own.parent / "records" / "sources" / "2024" / "paper.yaml"
    faults: list[str] = []
    done = threading.Event()
    counts = [0]

    def hammer(path: str, address: str) -> None:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            while not done.is_set():
                try:
                    status = client.get(path).status_code
                except httpx.HTTPError as error:
                    faults.append(repr(error))
                    continue
                counts[0] += 1
                if status != 200:
                    faults.append(f"{path}: {status}")

    with serving(own, Limits(workers=2)) as server:
        paths = [
            "/sparql?query=ASK+%7B+%3Fs+a+akg:State+%7D",
            "/state/japan.html",
            "/",
            "/question/members?format=csv",
        ]
        threads = [threading.Thread(target=hammer, args=(path, server.address)) for path in paths]
        for thread in threads:
            thread.start()
        for text in ("shrubs", "ferns"):
            paper.write_text(paper.read_text("utf-8").replace("Plants trees", f"Plants {text}"), "utf-8")
            made = build(own.parent / "records", own, force=True)
            wait_for(server, made.inputs)
            paper.write_text(paper.read_text("utf-8").replace(f"Plants {text}", "Plants trees"), "utf-8")
            assert text in server.client.get("/data/commitment/japan-plants-trees.ttl").text
        done.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert faults == []
    assert counts[0] > 20


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"<a> <b> .\n", b"\xff\xfe\x00"])
def test_a_new_build_that_cannot_be_read_changes_nothing(
    own: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(own) as server:
        before = server.client.get("/health").json()
        new = own.with_name("build.new")
        shutil.copytree(own, new)
        (new / "graph.nq").write_bytes(content)
        (new / "build.json").write_text(json.dumps({"inputs": "other"}))
        own.rename(own.with_name("build.old"))
        new.rename(own)
        if content:
            end = time.monotonic() + PATIENCE
            while "cannot be opened" not in caplog.text:
                assert time.monotonic() < end, "the new build was not looked at"
                time.sleep(0.1)
            assert server.client.get("/health").json() == before
            assert server.sparql("ASK { ?s a akg:State }").json()["boolean"] is True
        else:
            wait_for(server, "other")  # an empty graph is a graph


@pytest.mark.parametrize("content", ["", "{", "[]", '{"inputs": 3}', "null"])
def test_a_manifest_that_cannot_be_read_changes_nothing(own: Path, content: str) -> None:
    with serving(own) as server:
        before = server.client.get("/health").json()
        (own / "build.json").write_text(content)
        time.sleep(2)
        assert server.client.get("/health").json() == before


def test_a_build_that_cannot_be_opened_ends_the_start_with_the_reason(own: Path) -> None:
    (own / "graph.nq").write_text("nonsense\n")
    records = str(own.parent / "records")
    command = [
        sys.executable,
        "-m",
        "aseankg",
        "serve",
        "--records",
        records,
        "--out",
        str(own),
        "--port",
        "0",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode != 0
    assert "graph.nq is no N-Quads" in done.stderr


def test_a_port_that_is_taken_is_told(own: Path) -> None:
    with process(own, "--no-log") as (_, address):
        port = address.rsplit(":", 1)[1]
        records = str(own.parent / "records")
        args = ["serve", "--records", records, "--out", str(own), "--port", port]
        result = CliRunner().invoke(main, args)
        assert result.exit_code == 1
        assert "cannot listen" in result.output
