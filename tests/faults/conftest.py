"""The small build of the endpoint's tests, for the faults that are done to it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from aseankg.graph.build import build


@pytest.fixture(scope="session")
def small_build(
    tmp_path_factory: pytest.TempPathFactory, write_buildable: Callable[[Path, Mapping[str, str]], Path]
) -> Path:
    folder = tmp_path_factory.mktemp("served")
    build(write_buildable(folder / "records", {}), folder / "build")
    return folder / "build"
