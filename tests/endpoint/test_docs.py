"""The requests that docs/endpoint.md shows are answered, and its bounds are those of the server."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.endpoint.running import Running

from aseankg.graph.serve.limits import Limits

GUIDE = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text("utf-8")
REQUESTS = re.findall(r"^curl .*$", GUIDE, re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing")
@pytest.mark.parametrize("command", REQUESTS)
def test_each_request_of_the_guide_is_answered(server: Running, command: str) -> None:
    here = shlex.split(command.replace("http://127.0.0.1:8765", server.address))
    done = subprocess.run([*here, "-sS", "--fail"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) > 1 or "ok" in done.stdout


def test_the_guide_shows_requests() -> None:
    assert len(REQUESTS) >= 7


def test_the_bounds_of_the_guide_are_those_of_the_server() -> None:
    limits = Limits()
    for number in (limits.answer.rows, limits.answer.bytes, limits.body, limits.address, limits.graphs):
        assert f"{number:,}" in GUIDE
    for text in (
        f"{limits.query_time} s, then",
        f"{limits.memory // 1_000_000:,} MB",
        f"{limits.workers} at once, {limits.waiting} waiting for at most {limits.wait_time} s, {limits.per_client} of",
        f"within {limits.read_time} s each",
        f"{limits.connections}; a client that takes nothing for {limits.send_time} s",
    ):
        assert text in GUIDE
