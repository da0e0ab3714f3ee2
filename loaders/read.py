"""From plain data to models. Every fault of a run is reported, each with file, line and field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from aseankg.loaders.models.registers import REGISTERS, AnyEntry
from aseankg.loaders.models.searches import SEARCHES, Search, Wanted
from aseankg.loaders.models.source import Source
from aseankg.loaders.models.statements import STATEMENTS, AnyStatement
from aseankg.loaders.parse import Path_, YamlFaultError, line_of, parse_file
from aseankg.loaders.problems import Problem, nearest, shown
from aseankg.ontology import iris

COMPUTED = {"delivery", "delivery_status", "evidence_grade", "grade", "score", "coverage", "delivered"}
"""Fields that nobody enters: the build computes them by the rules of evidence."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record and where it stands."""

    kind: str
    model: Any
    file: Path
    path: Path_

    @property
    def slug(self) -> str:
        """Return the slug of the record."""
        return str(self.model.slug)


@dataclass(frozen=True, slots=True)
class Document:
    """One source file: the header, and the statements that the document supports."""

    slug: str
    file: Path
    source: Source
    statements: tuple[Item, ...]
    withdrawn: tuple[Item, ...] = ()
    """Statements that a second reader did not find in the document."""


@dataclass(slots=True)
class Records:
    """Everything that was read, and everything that could not be."""

    root: Path
    overlay: Path | None = None
    """The folder of an office's own, unpublished records, where one was read on top."""
    entries: list[Item] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    searches: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, item: Item, field: str | Path_, found: str, expected: str, rule: str) -> None:
        """Add a fault of a record that was read, found by a later check."""
        path = (field,) if isinstance(field, str) else field
        line = line_of(item.file, (*item.path, *path))
        name = ".".join(str(part) for part in path)
        root = self.overlay if self.overlay is not None and self.private(item.file) else self.root
        self.problems.append(Problem(_shown_path(item.file, root), line, name, found, expected, rule))

    def private(self, file: Path) -> bool:
        """Return whether a file belongs to the overlay."""
        return self.overlay is not None and file.is_relative_to(self.overlay)


_T = TypeVar("_T")


class Watch(Protocol):
    """Follows how far work is: takes what is to be done and gives it back, one after another. `iter` follows nothing."""

    def __call__(self, many: Sequence[_T], /) -> Iterable[_T]:
        """Give everything back in its order."""
        ...


def read(root: Path, overlay: Path | None = None, watch: Watch = iter) -> Records:
    """Read a folder with `registers/` and `sources/`, and a second one on top; faults are collected, not raised."""
    records = _read_folder(root, watch)
    if overlay is not None:
        own = _read_folder(overlay, watch)
        records.overlay = overlay
        records.entries += own.entries
        records.documents += own.documents
        records.searches += own.searches
        records.problems += own.problems
    return records


def _read_folder(root: Path, watch: Watch) -> Records:
    records = Records(root)
    if not (root / "registers").is_dir() and not (root / "sources").is_dir():
        records.problems.append(
            Problem(str(root), 0, "", "no records", "a folder with registers/ and sources/", "layout")
        )
    for file in sorted((root / "registers").rglob("*.yaml")):
        records.entries.extend(_read_list(file, records, REGISTERS))
    wanted = [root / "wanted.yaml"] if (root / "wanted.yaml").is_file() else []
    for file in [*sorted((root / "searches").rglob("*.yaml")), *wanted]:
        records.searches.extend(_read_list(file, records, SEARCHES))
    for file in watch(sorted((root / "sources").rglob("*.yaml"))):
        document = _read_source(file, records)
        if document is not None:
            records.documents.append(document)
    return records


def _parse_file(file: Path, records: Records) -> Any:
    shown_path = _shown_path(file, records.root)
    try:
        return parse_file(file)
    except YamlFaultError as fault:
        problem = Problem(shown_path, fault.line, "", fault.found, fault.expected, "yaml")
    except OSError as error:
        problem = Problem(shown_path, 0, "", str(error.strerror), "a file that can be read", "file")
    records.problems.append(problem)
    return None


def _read_list(file: Path, records: Records, kinds: dict[str, Any]) -> list[Item]:
    data = _parse_file(file, records)
    if data is None:
        return []
    if not isinstance(data, list):
        records.problems.append(
            _shape(file, records.root, (), data, "a list of entries, each starting with its kind")
        )
        return []
    return list(_records(file, records, data, (), kinds))


def _read_source(file: Path, records: Records) -> Document | None:
    data = _parse_file(file, records)
    if data is None:
        return None
    faults = _source_shape(file, records.root, data)
    if faults:
        records.problems.extend(faults)
        return None
    source = _model(Source, data["source"], file, ("source",), records)
    items = tuple(_records(file, records, data.get("statements", []), ("statements",), STATEMENTS))
    if not isinstance(source, Source):
        return None
    standing = tuple(item for item in items if not item.model.withdrawn)
    return Document(file.stem, file, source, standing, tuple(item for item in items if item.model.withdrawn))


def _source_shape(file: Path, root: Path, data: Any) -> list[Problem]:
    if not isinstance(data, dict):
        return [_shape(file, root, (), data, "a mapping with source and statements")]
    faults = []
    if not iris.SLUG.fullmatch(file.stem):
        faults.append(Problem(_shown_path(file, root), 1, "", f"file name {file.name}", "a slug", "slug"))
    for key in data.keys() - {"source", "statements"}:
        expected = "source or statements" + nearest(key, ["source", "statements"])
        faults.append(_shape(file, root, (key,), f"key {shown(key)}", expected))
    if not isinstance(data.get("source"), dict):
        faults.append(_shape(file, root, ("source",), data.get("source"), "a mapping: the document"))
    if not isinstance(data.get("statements", []), list):
        faults.append(_shape(file, root, ("statements",), data["statements"], "a list of statements"))
    return faults


def _records(
    file: Path, records: Records, data: list[Any], path: Path_, kinds: dict[str, Any]
) -> Iterator[Item]:
    for index, entry in enumerate(data):
        where = (*path, index)
        kind = next(iter(entry), "") if isinstance(entry, dict) else ""
        if kind not in kinds:
            records.problems.append(_unknown_kind(file, records.root, where, entry, kinds))
            continue
        fields = {"slug": entry[kind], **{k: v for k, v in entry.items() if k != kind}}
        model = _model(kinds[kind], fields, file, where, records)
        if model is not None:
            yield Item(kind, model, file, where)


def _unknown_kind(file: Path, root: Path, path: Path_, entry: Any, kinds: dict[str, Any]) -> Problem:
    if not isinstance(entry, dict) or not entry:
        return _shape(file, root, path, entry, f"a mapping whose first key is one of {', '.join(kinds)}")
    first = next(iter(entry))
    expected = f"the kind as first key: {', '.join(kinds)}{nearest(first, kinds)}"
    return _shape(file, root, path, f"key {shown(first)}", expected)


def _model(
    model: type[BaseModel], data: dict[str, Any], file: Path, path: Path_, records: Records
) -> AnyEntry | AnyStatement | Search | Wanted | Source | None:
    try:
        return model.model_validate(data)  # type: ignore[return-value]  # the caller picked the class
    except ValidationError as error:
        for details in error.errors():
            records.problems.append(_field_problem(model, details, file, path, records.root))
    return None


def _field_problem(
    model: type[BaseModel], details: ErrorDetails, file: Path, path: Path_, root: Path
) -> Problem:
    location = tuple(part for part in details["loc"] if not str(part).startswith("function-"))
    name = ".".join(str(part) for part in location)
    found, expected = _found(details), details["msg"].removeprefix("Value error, ").removeprefix("expected ")
    match details["type"]:
        case "missing":
            found = "nothing"
            expected = f"the field {location[-1]}"
            if location[-1] == "at":
                expected += ": the place in the document, such as para 4"
        case "extra_forbidden" if location[-1] in COMPUTED:
            found = f"a value for {location[-1]}"
            expected = (
                "no such field: it is computed from evidence. Record what a document reports as a delivery"
            )
            return Problem(
                _shown_path(file, root), line_of(file, (*path, *location)), name, found, expected, "R12"
            )
        case "extra_forbidden":
            known = [info.alias or key for key, info in _model_at(model, location).model_fields.items()]
            found = f"unknown key {shown(str(location[-1]))}"
            expected = f"one of {', '.join(known)}{nearest(str(location[-1]), known)}"
        case "literal_error":
            options = details["ctx"]["expected"]
            words = [word.strip("'") for word in options.replace(" or ", ", ").split(", ")]
            expected = f"one of {options}{nearest(str(details['input']), words)}"
        case kind if kind in _EXPECTED:
            unit = "characters" if isinstance(details["input"], str) else "items"
            expected = _EXPECTED[kind].format(unit=unit, **details.get("ctx", {}))
    line = line_of(file, (*path, *location))
    return Problem(_shown_path(file, root), line, name, found, expected, "shape")


_EXPECTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "too_long": "at most {max_length} {unit}, not {actual_length}",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} {unit}",
    "string_too_short": "at least {min_length} characters",
    "string_pattern_mismatch": "a text of the form {pattern}",
    "greater_than": "a number above {gt}",
    "less_than_equal": "a number up to {le}",
    "int_parsing": "a whole number",
    "decimal_parsing": "a number",
}
"""What is expected where pydantic's own words would speak of Python."""


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the model whose field is the last part of the location (parts of statements nest one deep)."""
    for name in location[:-1]:
        if isinstance(name, str) and name in model.model_fields:
            annotation = model.model_fields[name].annotation
            inner = getattr(annotation, "__args__", (annotation,))[0]
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return model


def _found(details: ErrorDetails) -> str:
    value = details["input"]
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return shown(value)


def _shape(file: Path, root: Path, path: Path_, found: Any, expected: str) -> Problem:
    if not isinstance(found, str):
        found = {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(found), "a text")
    elif not found.startswith("key "):
        found = f"text {shown(found)}" if found else "nothing"
    name = ".".join(str(part) for part in path)
    return Problem(_shown_path(file, root), line_of(file, path), name, found, expected, "shape")


def _shown_path(file: Path, root: Path) -> str:
    """Return a path as a person at the repository's top would write it."""
    return (Path(root.name) / file.relative_to(root)).as_posix() if file != root else str(file)
