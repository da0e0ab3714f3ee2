"""Writes the reference from the code: the vocabulary, the records, the rules, and JSON Schemas for editors.

python docs/generate.py            writes what has changed
python docs/generate.py --check    writes nothing; names stale files and fails if there are any
"""

import ast
import importlib
import importlib.util
import inspect
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args

from annotated_types import MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from aseankg.loaders.check import RULES
from aseankg.loaders.marks import marks
from aseankg.loaders.models.fields import Code, Ref, Speaker, Sum, When
from aseankg.loaders.models.registers import REGISTERS, Alias, Identity, Wording
from aseankg.loaders.models.searches import SEARCHES
from aseankg.loaders.models.source import Source
from aseankg.loaders.models.statements import PARTS, STATEMENTS
from aseankg.ontology import codelists, iris, terms

DOCS = Path(__file__).parent
ONTOLOGY = Path(terms.__file__).parent
Model = type[BaseModel]
NOTICE = "<!-- Written by docs/generate.py from the code. Changes made here are lost. -->\n"
PART_MODELS: tuple[Model, ...] = (*PARTS, Alias, Wording, Identity)
GROUPS: dict[str, tuple[str, Mapping[str, Model]]] = {
    "Register entries": ("`records/registers/**/*.yaml`: lists of entries.", REGISTERS),
    "Statements": ("`records/sources/**/*.yaml`: the list under `statements`.", STATEMENTS),
    "Search logs": ("`records/searches/**/*.yaml`: lists of searches.", SEARCHES),
}
MEANINGS = {
    "slug": "Name of the thing in lower-case letters, digits and hyphens; the field is written as the kind of record.",
    "at": "Place in the document: paragraph, article, table and row.",
    "source": "Slug of the document from which the entry or wording is taken.",
    "aliases": "Other names of the same thing, each with its language.",
    "alternatives": "The heading as other documents print it.",
    "lang": "Language of the name, as a tag.",
    "heading": "Heading of the line, as the document prints it.",
    "name": "Name in English, as the document writes it.",
    "title": "Title, as the document prints it.",
    "note": "Remark of the curator, in own words.",
    "what": "What it is about, in own words and without quoting at length.",
    "url": "Address of the document or of the publisher's site, or `not-found`.",
    "publisher": "Who made the document public.",
    "language": "Language of the document, as a tag.",
    "period": "The time for which the framework runs, from its beginning to its end.",
    "broader": "The wider topic next above.",
    "parent": "The line next above.",
    "Alias.name": "The other name, in its own script.",
    "wikidata": "The same thing as an item of Wikidata, and the document in which that was read.",
    "id": "Name of the item, such as Q822.",
    "Identity.source": "Slug of the document that says that both are the same.",
    "Identity.at": "Place in that document.",
    "Wording.at": "Place in that document.",
}
"""What fields mean of which the project's own vocabulary does not tell."""
SEVERAL_LISTS = {terms.akg.kind, terms.akg.role, terms.akg.stage, terms.akg.status}
"""Properties with a code list for each class: the list tells more than the property."""
PATTERNS: dict[str, dict[str, Any]] = {
    "_slug": {"pattern": f"^{iris.SLUG.pattern}$", "maxLength": 120},
    "_edtf": {"pattern": r"^[0-9./\[\]~?%-]+$"},
    "_edtf_or_not_stated": {"pattern": r"^([0-9./\[\]~?%-]+|not-stated)$"},
    "_web_address": {"pattern": r"^(https?://\S+|not-found)$"},
    "_language": {"pattern": "^[a-z]{2,3}([-_][A-Za-z0-9]+)*$"},
    "_clean": {"minLength": 1},
    "_money": {"type": "string", "pattern": r"^\d+(\.\d+)? [A-Z]{3}$"},
}
"""What an editor can check of what the validators of fields check."""


def generated() -> dict[Path, str]:
    """Return the text of every generated file."""
    vocabulary = Graph()
    for file in (ONTOLOGY / "aseankg.ttl", *sorted((ONTOLOGY / "codes").iterdir())):
        vocabulary.parse(file)
    meaning = Meanings(vocabulary)
    return {
        DOCS / "reference" / "vocabulary.md": vocabulary_page(vocabulary),
        DOCS / "reference" / "records.md": records_page(meaning),
        DOCS / "reference" / "rules.md": rules_page(),
        DOCS / "schema" / "source.schema.json": _json(source_schema(meaning)),
        DOCS / "schema" / "register.schema.json": _json(list_schema("register", REGISTERS, meaning)),
        DOCS / "schema" / "search.schema.json": _json(list_schema("search", SEARCHES, meaning)),
    }


# the vocabulary


def vocabulary_page(graph: Graph) -> str:
    """Return the page of classes, properties and code lists."""
    named = [URIRef(iri) for name, iri in vars(terms.akg).items() if not name.startswith("_")]
    classes = [term for term in named if (term, RDF.type, OWL.Class) in graph]
    users = _users()
    header = URIRef(iris.VOCABULARY)
    lines = [
        "# Vocabulary",
        NOTICE,
        f"{graph.value(header, DCTERMS.description)}",
        "",
        f"Prefix `akg:` stands for `{iris.ONTOLOGY}`; version {graph.value(header, OWL.versionInfo)}.",
        "`aseankg query` and `KnowledgeGraph.query` know the prefixes of the queries below; other tools need them written out.",
        "",
        "## Classes",
        "",
    ]
    for class_ in classes:
        lines += [*_term(graph, class_), *_fence(class_query(graph, class_))]
    lines += ["## Properties", ""]
    for property_ in (term for term in named if term not in classes):
        lines += [*_term(graph, property_)]
        if users[str(property_)]:
            lines.append(f"- used with: {', '.join(users[str(property_)])}")
        lines += [*_fence(property_query(graph, property_))]
    return "\n".join([*lines, *_code_lists(graph)])


def class_query(graph: Graph, class_: URIRef) -> str:
    """Return a query for the things of a class, those of the classes below it included."""
    variable = _variable(class_)
    path = "a/rdfs:subClassOf*" if (None, RDFS.subClassOf, class_) in graph else "a"
    return f"""\
        SELECT ?{variable} ?label WHERE {{
          ?{variable} {path} akg:{_local(class_)} .
          OPTIONAL {{ ?{variable} rdfs:label ?label }}
        }} LIMIT 10"""


def property_query(graph: Graph, property_: URIRef) -> str:
    """Return a query for the values of a property."""
    name, variable = _local(property_), "value"
    domain, range_ = graph.value(property_, RDFS.domain), graph.value(property_, RDFS.range)
    subject = _variable(domain) if isinstance(domain, URIRef) else "subject"
    if name == "at":
        return """\
        SELECT ?source ?subject ?value WHERE {
          GRAPH ?source { ?subject akg:at ?value }
        } LIMIT 10"""
    if range_ == SKOS.Concept:
        body, tail = f"?{subject} akg:{name}/skos:notation ?{variable} .", "LIMIT 10"
    elif (property_, RDF.type, OWL.ObjectProperty) in graph:
        body = f"?{subject} akg:{name} ?{variable} .\n          OPTIONAL {{ ?{variable} rdfs:label ?label }}"
        return f"""\
        SELECT ?{subject} ?{variable} ?label WHERE {{
          {body}
        }} LIMIT 10"""
    else:
        body, tail = f"?{subject} akg:{name} ?{variable} .", "LIMIT 10"
        if range_ == URIRef(terms.xsd.date):
            body += f'\n          FILTER(?{variable} >= "1967-08-08"^^xsd:date)'
        elif range_ in (URIRef(terms.xsd.decimal), URIRef(terms.xsd.integer)):
            tail = f"ORDER BY DESC(?{variable}) LIMIT 10"
    return f"""\
        SELECT ?{subject} ?{variable} WHERE {{
          {body}
        }} {tail}"""


def _term(graph: Graph, term: URIRef) -> Iterator[str]:
    yield f"### `akg:{_local(term)}`"
    yield ""
    yield f"*{graph.value(term, RDFS.label)}*: {graph.value(term, SKOS.definition)}"
    yield ""
    for text in sorted(map(str, graph.objects(term, SKOS.scopeNote))):
        yield f"- note: {text}"
    for text in sorted(map(str, graph.objects(term, SKOS.example))):
        yield f"- example: {text}"
    for words, property_ in (
        ("below", RDFS.subClassOf),
        ("narrower than", RDFS.subPropertyOf),
        ("from", RDFS.domain),
        ("to", RDFS.range),
        ("inverse of", OWL.inverseOf),
        ("near to", SKOS.closeMatch),
    ):
        others = sorted(f"`{other.n3(graph.namespace_manager)}`" for other in graph.objects(term, property_))
        if others:
            yield f"- {words}: {', '.join(others)}"


def _code_lists(graph: Graph) -> Iterator[str]:
    yield "## Code lists"
    yield ""
    for name, words in _lists().items():
        scheme = URIRef(f"{iris.VOCABULARY}/code/{name}")
        yield f"### `{name}`"
        yield ""
        yield f"*{graph.value(scheme, DCTERMS.title)}*: {graph.value(scheme, SKOS.definition)}"
        yield ""
        yield "| word | meaning |"
        yield "|---|---|"
        for word in words:
            yield f"| {word} | {_cell(str(graph.value(URIRef(iris.code(name, word)), SKOS.definition)))} |"
        yield ""


def _lists() -> dict[str, tuple[str, ...]]:
    return {
        re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower(): get_args(value)
        for name, value in vars(codelists).items()
        if name[0].isupper() and name != "Literal"
    }


def _users() -> dict[str, list[str]]:
    """Return the kinds of records whose fields become a property."""
    users: dict[str, list[str]] = defaultdict(list)
    for model in (*_models(), *PARTS):
        for _, mark, _ in marks(model):
            for property_ in _properties(mark):
                if model.__name__ not in users[property_]:
                    users[property_].append(model.__name__)
    return users


def _models() -> Iterator[Model]:
    yield Source
    for _, kinds in GROUPS.values():
        yield from kinds.values()


def _properties(mark: Any) -> list[str]:
    match mark:
        case When():
            return [mark.property, mark.earliest, mark.latest, *(mark.start or ()), *(mark.end or ())]
        case Sum():
            return [mark.amount, mark.currency]
    return [mark.property]


def _local(term: URIRef) -> str:
    return term.removeprefix(iris.ONTOLOGY)


def _variable(term: URIRef) -> str:
    return _local(term)[0].lower() + _local(term)[1:]


def _fence(query: str) -> list[str]:
    return ["", "```sparql", dedent(query), "```", ""]


# the records


class Meanings:
    """What a field means: its own docstring, else the definition of its property, else what is said above."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __call__(self, model: Model, name: str) -> str:
        """Return one or two sentences. Raises KeyError for a field of which nothing is said."""
        if said := _docstrings(model).get(name):
            return said
        if said := MEANINGS.get(f"{model.__name__}.{name}"):
            return said
        mark = _mark(model, name)
        if isinstance(mark, Code) and mark.property in SEVERAL_LISTS:
            return str(self._graph.value(URIRef(f"{iris.VOCABULARY}/code/{mark.scheme}"), SKOS.definition))
        for property_ in _properties(mark) if mark else ():
            definition = self._graph.value(URIRef(property_), SKOS.definition) if property_ else None
            if definition and property_.startswith(iris.ONTOLOGY):
                return _for_curators(str(definition))
        return MEANINGS[name]

    def word(self, scheme: str, word: str) -> str:
        """Return the meaning of a word of a code list."""
        return str(self._graph.value(URIRef(iris.code(scheme, word)), SKOS.definition))


def records_page(meaning: Meanings) -> str:
    """Return the page of records and their fields."""
    lines = [
        "# Records",
        NOTICE,
        "Each record is a mapping; its first key names its kind and holds its slug. Unknown keys are refused.",
        "A date is an EDTF expression: `2023`, `2023-05`, `2023-05-17`, `2021/2025`, `2023/..`, `[2022-06-27..2022-07-03]`.",
        "Where a field takes one or more slugs, one is written as it is, several as a list.",
        "",
        "## The document",
        "",
        "`records/sources/<year>/<slug>.yaml` has two keys: `source`, described here, and `statements`, a list.",
        "",
        *_fields(Source, "", meaning),
    ]
    for title, (where, kinds) in GROUPS.items():
        lines += [f"## {title}", "", where, ""]
        for kind, model in kinds.items():
            lines += [f"### `{kind}`", "", _doc(model), "", *_fields(model, kind, meaning)]
    lines += ["## Parts", "", "Written as lists inside a statement or entry.", ""]
    for model in PART_MODELS:
        lines += [f"### {model.__name__}", "", _doc(model), "", *_fields(model, "", meaning)]
    return "\n".join(lines)


def _fields(model: Model, kind: str, meaning: Meanings) -> Iterator[str]:
    yield "| field | type | required | words or kinds | meaning |"
    yield "|---|---|---|---|---|"
    for name, info in sorted(model.model_fields.items(), key=lambda item: item[0] != "slug"):
        shown = kind if name == "slug" and kind else info.alias or name
        default = f"no; `{info.default}`" if isinstance(info.default, str) else "no"
        cells = (
            f"`{shown}`",
            _type(model, name, info),
            "yes" if info.is_required() else default,
            _allowed(_mark(model, name), info),
            meaning(model, name),
        )
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _type(model: Model, name: str, info: FieldInfo) -> str:
    mark, validators = _mark(model, name), {getattr(d, "func", d) for d in _details(info)}
    called = {getattr(validator, "__name__", "") for validator in validators}
    several = "tuple" in str(info.annotation)
    inner = next((m for m in PART_MODELS if f".{m.__name__}," in str(info.annotation)), None)
    if inner is not None:
        return f"list of [{inner.__name__}](#{inner.__name__.lower()})"
    one = next((m for m in PART_MODELS if f".{m.__name__} |" in str(info.annotation)), None)
    if one is not None:
        return f"[{one.__name__}](#{one.__name__.lower()})"
    match mark:
        case When():
            return "date or `not-stated`" if "_edtf_or_not_stated" in called else "date"
        case Sum():
            return "amount and currency, such as `6000000 USD`"
        case Code():
            return "word"
        case Speaker():
            return "slug or word"
        case Ref():
            return "one or more slugs" if several else "slug"
    for validator, words in (("_slug", "slug"), ("_web_address", "address"), ("_language", "language tag")):
        if validator in called:
            return words
    return _plain(info, several)


def _plain(info: FieldInfo, several: bool) -> str:
    annotation = str(info.annotation)
    if "int" in annotation.split(".")[0] or "Decimal" in annotation:
        return "whole number" if "Decimal" not in annotation else "number"
    length = next((d.max_length for d in _details(info) if isinstance(d, MaxLen)), None)
    text = "text" if length is None else f"text of at most {length} characters"
    return f"list: {text}" if several else text


def _allowed(mark: Any, info: FieldInfo) -> str:
    match mark:
        case Code():
            return ", ".join(_lists()[mark.scheme])
        case Speaker():
            return f"{', '.join(_lists()['speaker'])}; an actor or publisher"
        case Ref():
            return " or ".join(mark.kinds).replace("_", " ") or "any kind"
    return ""


def _mark(model: Model, name: str) -> Any:
    return next((mark for field, mark, _ in marks(model) if field == name), None)


def _details(info: FieldInfo) -> Iterator[Any]:
    """Yield everything that annotations say of a field, at any depth."""
    yield from info.metadata
    waiting = [info.annotation]
    while waiting:
        annotation = waiting.pop()
        for said in getattr(annotation, "__metadata__", ()):
            yield from said.metadata if isinstance(said, FieldInfo) else (said,)
        waiting += [a for a in get_args(annotation) if not isinstance(a, str)]


def _docstrings(model: Model) -> dict[str, str]:
    """Return the texts that stand below fields, in the class or the classes above it."""
    found: dict[str, str] = {}
    for class_ in reversed(model.__mro__):
        if not class_.__module__.startswith("aseankg."):
            continue
        lines = next(node.body for node in ast.walk(_tree(class_)) if isinstance(node, ast.ClassDef))
        for field, text in pairwise(lines):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                    found[name] = " ".join(inspect.cleandoc(said).split())
    return found


def _tree(class_: type) -> ast.AST:
    return ast.parse(dedent(inspect.getsource(class_)))


def _for_curators(definition: str) -> str:
    """Return a definition without what it says of domain and range."""
    sentences = re.split(r"(?<=[.]) (?=[A-Z])", definition)
    kept = [s for s in sentences if not re.match(r"(No range|Hence without|Used with|Stands in)\b", s)]
    return re.sub(r"[;,] hence without domain( and range)?", "", " ".join(kept))


def _doc(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# the rules


def rules_page() -> str:
    """Return the page of numbered rules."""
    lines = [
        "# Rules",
        NOTICE,
        "A number is never used again for another rule.",
        "",
        "## Rules between records",
        "",
    ]
    lines += ["A record that breaks one of these is refused; the message names the rule.", ""]
    lines += [f"- **{number}** {_doc(rule)}" for number, rule in RULES.items()]
    if importlib.util.find_spec("aseankg.graph.delivery"):
        evidence = importlib.import_module("aseankg.graph.delivery").RULES
        lines += ["", "## Rules of evidence", ""]
        lines += ["The build computes what came of each promise by these; nobody enters it.", ""]
        lines += [f"- **{number}** {sentence}" for number, sentence in evidence.items()]
    return "\n".join(lines) + "\n"


# JSON Schemas


class _Schema(GenerateJsonSchema):
    """Schemas for text in YAML: editors read 2023 as a number, nothing is null, and one slug needs no list."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner, default = self.generate_inner(schema["schema"]), schema.get("default")
        return {**inner, "default": default} if isinstance(default, str) else inner

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+$"}]}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        number = {"type": "number"}
        for key, word in (("gt", "exclusiveMinimum"), ("ge", "minimum"), ("le", "maximum")):
            if key in schema:
                number[word] = schema[key]  # type: ignore[literal-required]
        return {"anyOf": [number, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        name = getattr(schema["function"]["function"], "__name__", "")
        if name in PATTERNS:
            return dict(PATTERNS[name])
        inner = self.generate_inner(schema["schema"])
        return {"anyOf": [inner["items"], inner]} if name == "one_or_many" else inner

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        name = getattr(schema["function"]["function"], "__name__", "")
        return {**self.generate_inner(schema["schema"]), **PATTERNS.get(name, {})}


def source_schema(meaning: Meanings) -> dict[str, Any]:
    """Return the schema of a source file."""
    definitions = _definitions({"": Source, **STATEMENTS}, meaning)
    source, *kinds = _names({"": Source, **STATEMENTS})
    return _top("source", definitions) | {
        "type": "object",
        "required": ["source"],
        "additionalProperties": False,
        "properties": {
            "source": {"$ref": f"#/definitions/{source}"},
            "statements": {
                "type": "array",
                "description": "What the document says: one record after the other, each beginning with its kind.",
                "items": {"anyOf": [{"$ref": f"#/definitions/{kind}"} for kind in kinds]},
            },
        },
    }


def list_schema(name: str, kinds: Mapping[str, Model], meaning: Meanings) -> dict[str, Any]:
    """Return the schema of a file that is a list of records."""
    return _top(name, _definitions(kinds, meaning)) | {
        "type": "array",
        "items": {"anyOf": [{"$ref": f"#/definitions/{kind}"} for kind in _names(kinds)]},
    }


def _top(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{iris.BASE}schema/{name}.schema.json",
        "title": f"aseankg: {name} file",
        "$comment": "Written by docs/generate.py from the record models. Changes made here are lost.",
        "definitions": definitions,
    }


def _names(kinds: Mapping[str, Model]) -> list[str]:
    return [model.__name__ for model in kinds.values()]


def _definitions(kinds: Mapping[str, Model], meaning: Meanings) -> dict[str, Any]:
    """Return the schemas of records and of their parts, by the names of their models."""
    generator = _Schema(by_alias=True, ref_template="#/definitions/{model}")
    _, raw = generator.generate_definitions(
        [(model, "validation", model.__pydantic_core_schema__) for model in kinds.values()]
    )
    keys = {model: kind for kind, model in kinds.items()}
    models = {model.__name__: model for model in (*kinds.values(), *PART_MODELS)}
    return {
        name: _described(schema, models[name], keys, meaning)
        for name, schema in sorted(raw.items())
        if name in models  # Money is written as text
    }


def _described(
    schema: dict[str, Any], model: Model, keys: Mapping[Model, str], meaning: Meanings
) -> dict[str, Any]:
    """Return the schema of a record with its kind in place of the slug, and each field explained."""
    properties: dict[str, Any] = {}
    for name, info in sorted(model.model_fields.items(), key=lambda item: item[0] != "slug"):
        alias = info.alias or name
        field, mark = dict(schema["properties"][alias]), _mark(model, name)
        if isinstance(mark, Speaker):
            words = _lists()["speaker"]
            field = {"anyOf": [_words("speaker", words, meaning), dict(PATTERNS["_slug"])]}
        elif isinstance(mark, Code):
            field |= _words(mark.scheme, tuple(field["enum"]), meaning)
        if field.pop("minLength", None) and "anyOf" in field:  # of one or many
            field["anyOf"][1]["minItems"] = 1
        elif "minLength" in schema["properties"][alias]:
            field["minLength"] = 1
        note = _allowed(mark, info) if isinstance(mark, Ref) else ""
        field["description"] = meaning(model, name) + (f" Slug of: {note}." if note else "")
        properties[keys.get(model) or alias if name == "slug" else alias] = field
    required = [keys.get(model) or "slug" if name == "slug" else name for name in schema.get("required", [])]
    whole = {"type": "object", "description": _doc(model), "properties": properties}
    return whole | {"required": required, "additionalProperties": False}


def _words(scheme: str, words: tuple[str, ...], meaning: Meanings) -> dict[str, Any]:
    return {"enum": list(words), "enumDescriptions": [meaning.word(scheme, word) for word in words]}


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or check them; return the exit code."""
    texts = generated()
    stale = [f for f, text in texts.items() if not f.exists() or f.read_text(encoding="utf-8") != text]
    names = [str(file.relative_to(DOCS.parent)) for file in stale]
    if "--check" in arguments:
        print(
            "\n".join(f"stale: {name}; run python docs/generate.py" for name in names), end="\n" * bool(names)
        )
        return 1 if names else 0
    for file, name in zip(stale, names, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts[file], encoding="utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
