"""No text that is written into a page escapes its catalogue; what scripts add is looked at in a browser."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.unit.views.pseudo import escaped, written


def test_nothing_is_said_past_the_catalogue(
    monkeypatch: pytest.MonkeyPatch,
    write_buildable: Callable[[Path, Mapping[str, str]], Path],
    tmp_path: Path,
) -> None:
    known = written(monkeypatch, write_buildable(tmp_path / "records", {}), tmp_path / "site")
    found = {
        file.relative_to(tmp_path / "site").as_posix(): some
        for file in sorted((tmp_path / "site").rglob("*.html"))
        if (some := escaped(file.read_text("utf-8"), known))
    }
    assert found == {}
