"""YAML to validated records (goal 2): ours keeps lines, refuses duplicate keys and bombs; the peer checks nothing of it."""

from typing import Any

import yaml
from pydantic import BaseModel

from aseankg.loaders.models.registers import REGISTERS
from aseankg.loaders.models.source import Source
from aseankg.loaders.models.statements import STATEMENTS
from aseankg.loaders.parse import parse
from aseankg.loaders.read import read
from bench.cases.world import world
from bench.harness import Result, compare

_MODELS: dict[str, type[BaseModel]] = {**REGISTERS, **STATEMENTS}


def run(count: int, rounds: int) -> list[Result]:
    """Read all files with our reader, and with the bare parser and the same models."""
    root = world(count).root
    files = sorted(root.rglob("*.yaml"))
    return [
        compare(
            f"{count:,} statements, YAML to records",
            {
                "CSafeLoader and pydantic": lambda: [
                    _bare(yaml.load(file.read_bytes(), _loader())) for file in files
                ],
                "aseankg": lambda: read(root),
                "aseankg, YAML alone": lambda: [parse(file.read_bytes()) for file in files],
                "CSafeLoader alone": lambda: [yaml.load(file.read_bytes(), _loader()) for file in files],
            },
            rounds,
        )
    ]


def _loader() -> Any:
    """Return libyaml's loader, told to leave scalars as text, as records are read."""
    return _Text


class _Text(yaml.CSafeLoader):
    """Resolves nothing: every scalar stays text."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012


def _bare(data: Any) -> list[BaseModel]:
    listed = isinstance(data, list)
    made: list[BaseModel] = [] if listed else [Source.model_validate(data["source"])]
    for entry in data if listed else data["statements"]:
        kind = next(iter(entry))
        made.append(_MODELS[kind].model_validate({"slug": entry.pop(kind), **entry}))
    return made
