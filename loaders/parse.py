"""From bytes to plain data: mappings, lists and texts, and the line on which each stands. The only user of the YAML library.

Scalars are read as text (no `NO` that becomes false); duplicate keys, aliases, tags, deep nesting and large
files are refused.
"""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from aseankg.loaders.problems import shown

MAX_BYTES = 2_000_000
MAX_DEPTH = 12

Path_ = tuple[Hashable, ...]
"""The way to a value: keys and positions from the top of the file."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFaultError(ValueError):
    """The text is no YAML of the kind that records are written in."""

    def __init__(self, line: int, found: str, expected: str) -> None:
        """Keep where and what."""
        super().__init__(f"line {line}: found {found}; expected {expected}")
        self.line, self.found, self.expected = line, found, expected


def parse_file(file: Path) -> Any:
    """Return what a file holds. Raises YamlFaultError, and OSError if it cannot be read."""
    size = file.stat().st_size
    if size > MAX_BYTES:  # before a byte of it is in memory
        raise YamlFaultError(1, f"a file of {size:,} bytes", f"at most {MAX_BYTES:,}")
    return parse(file.read_bytes())


def parse(data: bytes, lines: dict[Path_, int] | None = None) -> Any:
    """Return mappings, lists and texts; fill `lines` with the line of every path.

    Raises YamlFaultError.
    """
    if len(data) > MAX_BYTES:
        raise YamlFaultError(1, f"a file of {len(data):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlFaultError(line, f"byte {data[error.start]:#04x}", "UTF-8 text") from error
    loader = _Loader(text)
    try:
        return _document(loader, lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        found = (getattr(error, "problem", None) or str(error).split("\n")[0]).removeprefix("found ")
        raise YamlFaultError(line, found, "YAML") from error
    finally:
        loader.dispose()


def line_of(file: Path, path: Path_) -> int:
    """Return the line on which the nearest existing part of a path stands."""
    stat = file.stat()
    lines = _lines(file, stat.st_mtime_ns, stat.st_size)
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


@lru_cache(maxsize=64)
def _lines(file: Path, _changed: int, _size: int) -> dict[Path_, int]:
    """Return the lines of a file as it is now: a changed file is another key of the cache."""
    lines: dict[Path_, int] = {}
    parse(file.read_bytes(), lines)
    return lines


def _document(loader: Any, lines: dict[Path_, int] | None) -> Any:
    """Drive the parser's events: one document, no more."""
    for expected in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
        event = loader.get_event()
        if not isinstance(event, expected):
            raise YamlFaultError(1, "nothing", "a mapping or a list")
    value = _value(loader, loader.get_event(), (), lines)
    loader.get_event()
    event = loader.get_event()
    if not isinstance(event, yaml.StreamEndEvent):
        raise YamlFaultError(event.start_mark.line + 1, "a second document", "one document a file")
    return value


def _value(loader: Any, event: Any, path: Path_, lines: dict[Path_, int] | None) -> Any:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        raise YamlFaultError(line, f"alias *{event.anchor}", "the value written out: no aliases")
    if event.tag is not None:
        raise YamlFaultError(line, f"tag {shown(event.tag)}", "a plain value: no tags")
    if len(path) > MAX_DEPTH:
        raise YamlFaultError(line, f"more than {MAX_DEPTH} levels", "flatter nesting")
    if lines is not None:
        lines.setdefault(path, line)
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return list(_items(loader, path, lines))
    return _mapping(loader, path, lines)


def _items(loader: Any, path: Path_, lines: dict[Path_, int] | None) -> Iterator[Any]:
    index = 0
    while not isinstance(event := loader.get_event(), yaml.SequenceEndEvent):
        yield _value(loader, event, (*path, index), lines)
        index += 1


def _mapping(loader: Any, path: Path_, lines: dict[Path_, int] | None) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    while not isinstance(event := loader.get_event(), yaml.MappingEndEvent):
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            raise YamlFaultError(line, "a key that is no plain text", "a field name")
        if event.value in mapping:
            raise YamlFaultError(line, f"key {shown(event.value)} a second time", "each key once")
        mapping[event.value] = None
        child = (*path, event.value)
        if lines is not None:
            lines[child] = line
        mapping[event.value] = _value(loader, loader.get_event(), child, lines)
    return mapping
