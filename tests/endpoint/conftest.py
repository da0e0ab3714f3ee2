"""A small build, and a real server over it that the tests of this folder share."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.endpoint.running import Running, serving

from aseankg.graph.build import build


@pytest.fixture(scope="session")
def small_build(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Path:
    folder = tmp_path_factory.mktemp("served")
    build(write_buildable(folder / "records", {}), folder / "build")
    return folder / "build"


@pytest.fixture(scope="session")
def server(small_build: Path) -> Iterator[Running]:
    """The server with its ordinary limits, shared by the tests that only ask."""
    with serving(small_build) as running:
        yield running
