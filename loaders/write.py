"""From plain values to a source file, for records that a machine proposes: never more than drafts."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:[ -][a-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_READ_OTHERWISE = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def source_file(source: Mapping[str, Any], statements: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of a source file. Statements begin with their kind, as in `{"commitment": slug, …}`."""
    lines = ["source:", *(f"  {line}" for line in _mapping(source)), *_statements(statements)]
    return "\n".join(lines) + "\n"


def additions_file(document: str, statements: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of statements that a curator may add to the file of a document that is on record."""
    remark = (
        f"# For the file {document}.yaml, whose document is on record.\n"
        "# A curator reads each statement against the document and then adds it there, under statements.\n"
    )
    return remark + "\n".join(_statements(statements)) + "\n"


def register_file(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of a register file."""
    lines: list[str] = []
    for entry in entries:
        first, *rest = _mapping(entry)
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _statements(statements: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "statements:"
    for statement in statements:
        first, *rest = _mapping(statement)
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{key}:"
            for part in value:
                yield "  - {" + ", ".join(f"{name}: {_scalar(one)}" for name, one in part.items()) + "}"
        elif isinstance(value, list):
            yield f"{key}: [{', '.join(_scalar(one) for one in value)}]"
        else:
            yield f"{key}: {_scalar(value)}"


def _scalar(value: object) -> str:
    """Return a text as YAML reads it back: plain where nothing can be mistaken, else quoted as in JSON."""
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text not in _READ_OTHERWISE
    return text if plain else json.dumps(text, ensure_ascii=False)
