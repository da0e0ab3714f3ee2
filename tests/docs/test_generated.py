"""The generated reference is up to date, its queries run, and its schemas accept what the reader accepts."""

import csv
import importlib
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS

from aseankg.graph.build import records_folder
from aseankg.graph.queries import run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.parse import parse
from aseankg.ontology import iris, terms

jsonschema: Any = importlib.import_module("jsonschema")  # it says nothing of its types

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "schema"
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
VOCABULARY = (ROOT / "docs" / "reference" / "vocabulary.md").read_text("utf-8")
ENTRIES = re.findall(r"^### `akg:(\w+)`\n(.*?)```sparql\n(.*?)```", VOCABULARY, re.DOTALL | re.MULTILINE)
SHIPPED = sorted(records_folder().rglob("*.yaml"))
INVALID = ROOT / "tests" / "records" / "invalid"
SEEN_BY_SCHEMA = {
    "amount-without-currency.yaml": "source",
    "bad-slug.yaml": "source",
    "data-address.yaml": "source",
    "javascript-address.yaml": "source",
    "list-for-mapping.yaml": "source",
    "note-too-long.yaml": "source",
    "register-bad-iso-code.yaml": "register",
    "register-mapping-for-list.yaml": "register",
    "statements-mapping-for-list.yaml": "source",
    "unknown-key.yaml": "source",
    "unknown-kind.yaml": "source",
    "unknown-top-key.yaml": "source",
    "unknown-word.yaml": "source",
    "without-place.yaml": "source",
}
"""Bad files whose fault is one of shape, not of sense, so that an editor can see it."""

OF_SHAPE = {"shape", "yaml", "slug", "file", "layout", "R12"}
"""Rules that are checked as a file is read; the rest is found between records."""


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_up_to_date(generate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    code = generate.main(["--check"])
    assert capsys.readouterr().out == ""
    assert code == 0


def test_check_names_stale_files_and_writes_nothing(
    generate: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    texts = {docs / file.relative_to(ROOT / "docs"): text for file, text in generate.generated().items()}
    monkeypatch.setattr(generate, "DOCS", docs)
    monkeypatch.setattr(generate, "generated", lambda: texts)
    assert generate.main(["--check"]) == 1
    assert not docs.exists()
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (docs / "reference" / "rules.md").write_text("old", "utf-8")
    capsys.readouterr()
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == "stale: docs/reference/rules.md; run python docs/generate.py\n"


# the vocabulary


def test_every_term_has_its_entry_and_query() -> None:
    named = {name for name in vars(terms.akg) if not name.startswith("_")}
    assert {name for name, _, _ in ENTRIES} == named
    for name, text, query in ENTRIES:
        assert re.search(r"^\*.+\*: \S.+\.$", text, re.MULTILINE), name
        assert re.search(rf"\bakg:{name}\b", query), name


@pytest.fixture(scope="module")
def full() -> EmbeddedStore:
    """A store with a thing of every class, and a value of every property on each thing."""
    folder = Path(terms.__file__).parent
    graph = Graph().parse(folder / "aseankg.ttl")
    store = EmbeddedStore()
    store.add_turtle(folder / "aseankg.ttl", iris.VOCABULARY)
    store.add_turtle(folder / "codes" / "stance.ttl", iris.VOCABULARY)
    store.add(_full(graph))
    return store


def _full(graph: Graph) -> Iterator[ox.Quad]:
    view, source = ox.NamedNode(iris.RESOLVED), ox.NamedNode(iris.source("a"))
    thing = ox.NamedNode(iris.thing("thing", "a"))
    for class_ in graph.subjects(RDF.type, OWL.Class):
        yield ox.Quad(thing, ox.NamedNode(terms.rdf.type), ox.NamedNode(str(class_)), view)
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for property_ in graph.subjects(RDF.type, kind):
            for place in (view, source):
                yield ox.Quad(thing, ox.NamedNode(str(property_)), _value(graph, property_), place)


def _value(graph: Graph, property_: Any) -> ox.NamedNode | ox.Literal:
    range_ = str(graph.value(property_, RDFS.range) or "")
    if (property_, RDF.type, OWL.ObjectProperty) in graph:
        return ox.NamedNode(iris.code("stance", "supports"))
    samples = {terms.xsd.date: "2020-01-01", terms.xsd.decimal: "1.5", terms.xsd.integer: "1"}
    if range_ in samples:
        return ox.Literal(samples[range_], datatype=ox.NamedNode(range_))
    return ox.Literal("text")


@pytest.mark.parametrize(("name", "query"), [(n, q) for n, _, q in ENTRIES], ids=[n for n, _, _ in ENTRIES])
def test_every_query_of_the_vocabulary_finds_what_it_is_for(
    name: str, query: str, full: EmbeddedStore
) -> None:
    assert len(run(full, query)) > 0, name


@pytest.mark.parametrize(("name", "query"), [(n, q) for n, _, q in ENTRIES], ids=[n for n, _, _ in ENTRIES])
def test_every_query_of_the_vocabulary_runs_on_the_shipped_graph(
    name: str, query: str, store: EmbeddedStore
) -> None:
    assert len(run(store, query)) <= 10, name


# the records and rules


def test_every_field_of_every_record_is_explained(generate: ModuleType) -> None:
    page = (ROOT / "docs" / "reference" / "records.md").read_text("utf-8")
    for model in (*generate._models(), *generate.PARTS):
        for name, info in model.model_fields.items():
            if name != "slug":
                assert f"| `{info.alias or name}` |" in page, (model, name)
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    for row in rows:
        assert len(row) == 5, row
        assert row[4].strip().endswith((".", ")")), row
        assert not re.search(r"without domain|No range|^ None $", row[4]), row


def test_every_rule_is_on_its_page() -> None:
    from aseankg.graph import delivery
    from aseankg.loaders import check

    page = (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8")
    numbers = re.findall(r"^- \*\*([RD]\d+)\*\* \S", page, re.MULTILINE)
    assert numbers == [*check.RULES, *delivery.RULES]


# the schemas


class _EditorLoader(yaml.CSafeLoader):
    """Reads scalars as editors do, by YAML 1.2: numbers, true, false and null; the rest is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the library's own attribute


_EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
_EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(null|~|)$"), ["n", "~", ""])
_EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), list("-+0123456789"))
_EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?\d*\.\d+$"), list("-+0123456789.")
)


def _as_editor(data: bytes) -> Any:
    return yaml.load(data.decode(), _EditorLoader)


READERS = {"reader": parse, "editor": _as_editor}


def _schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


@cache
def _validator(name: str) -> Any:
    return jsonschema.Draft7Validator(_schema(name))


def _faults(name: str, data: Any) -> list[str]:
    return [
        f"{list(error.absolute_path)}: {error.message[:200]}" for error in _validator(name).iter_errors(data)
    ]


def _schema_for(file: Path) -> str:
    (schema,) = (
        schema
        for schema, patterns in SETTINGS.items()
        for pattern in ([patterns] if isinstance(patterns, str) else patterns)
        if fnmatch(f"records/{file.as_posix()}", pattern)
    )
    assert (ROOT / schema).is_file()
    return Path(schema).name.removesuffix(".schema.json")


@pytest.mark.parametrize("name", ["source", "register", "search"])
def test_schemas_are_valid_schemas(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(_schema(name))


@pytest.mark.parametrize("how", READERS)
def test_every_shipped_file_fits_the_schema_that_the_editor_is_told(how: str) -> None:
    """All files in one test: as many tests as files would take longer than the files."""
    assert len(SHIPPED) > 1000
    found = {}
    for file in SHIPPED:
        path = file.relative_to(records_folder())
        found[str(path)] = _faults(_schema_for(path), READERS[how](file.read_bytes()))
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("how", READERS)
def test_the_small_records_fit_their_schemas(records_copy: Callable[..., Path], how: str) -> None:
    root = records_copy()
    for file in sorted(root.rglob("*.yaml")):
        name = _schema_for(file.relative_to(root))
        assert _faults(name, READERS[how](file.read_bytes())) == [], file


@pytest.mark.parametrize(("file", "name"), SEEN_BY_SCHEMA.items())
def test_a_fault_of_shape_is_seen_while_typing(file: str, name: str) -> None:
    assert _faults(name, _as_editor((INVALID / file).read_bytes()))


def test_faults_of_sense_are_left_to_the_reader() -> None:
    with (INVALID / "expected_problems.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["rule"] not in OF_SHAPE]
    assert rows
    for row in rows:
        name = "register" if row["file"].startswith("register-") else "source"
        assert _faults(name, _as_editor((INVALID / row["file"]).read_bytes())) == [], row["file"]


SEARCH = {"search": "a", "promise": "b", "queries": ["c"], "where": "d", "on": 2023, "found": "nothing"}
DELIVERY: dict[str, Any] = {
    "delivery": "a",
    "what": "Paid",
    "date": 2023,
    "stage": "delivered",
    "fulfils": [{"promise": "b", "extent": "full", "basis": "stated", "share": 0.5}],
    "at": "para 1",
}


@pytest.mark.parametrize(
    "change",
    [
        {"found": "something"},
        {"on": "last year"},
        {"queries": []},
        {"promise": []},
        {"promise": "No Slug"},
        {"delivered": "yes"},
        {"where": None},
    ],
    ids=str,
)
def test_a_search_log_is_checked(change: dict[str, Any]) -> None:
    assert _faults("search", [SEARCH]) == []
    assert _faults("search", [{**SEARCH, **change}])


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "delivered late"},
        {"fulfils": []},
        {"fulfils": [{"promise": "b", "extent": "full", "basis": "stated", "share": 1.5}]},
        {"fulfils": [{"promise": "b", "extent": "full"}]},
        {"amount": 6000000},
        {"delivery_status": "delivered"},
        {"slug": "a"},
    ],
    ids=str,
)
def test_a_delivery_is_checked(change: dict[str, Any]) -> None:
    source = parse(next(f for f in SHIPPED if "sources" in f.parts).read_bytes())["source"]
    assert _faults("source", {"source": source, "statements": [DELIVERY]}) == []
    assert _faults("source", {"source": source, "statements": [{**DELIVERY, **change}]})


@pytest.mark.parametrize("name", ["source", "register", "search"])
def test_every_field_has_a_description_and_every_record_refuses_others(name: str) -> None:
    for record, schema in _schema(name)["definitions"].items():
        assert schema["additionalProperties"] is False, record
        assert schema["description"].endswith("."), record
        for field, said in schema["properties"].items():
            assert len(said["description"]) > len("None"), (record, field)
