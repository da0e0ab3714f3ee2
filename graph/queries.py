"""Questions: SPARQL text with a name, a sentence and parameters; answers as tables."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from aseankg.graph.store import Quad, QueryError, Solutions, Term, View
from aseankg.graph.store.guard import form
from aseankg.ontology import iris
from aseankg.ontology.terms import xsd

if TYPE_CHECKING:
    import pandas as pd

_HEADER = re.compile(r"#:\s*(?P<key>\w+):\s*(?P<text>.*)")
_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_JOINED = re.compile(r'GROUP_CONCAT\(DISTINCT \?\w+; separator="(?P<mark>[^"]+)"\) AS \?(?P<column>\w+)\)')
_PARAMETER = re.compile(
    r"(?P<name>\w+) \((?P<type>thing|text|number|day)\) = (?P<default>.*?) -- (?P<about>.+)"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be asked about. `type` is thing (a slug), text, number or day (2024-03-31)."""

    name: str
    type: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named query."""

    name: str
    title: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    headers: Mapping[str, str] = ()  # type: ignore[assignment]  # always given by parse

    def ordered(self, table: "Table") -> "Table":
        """Return an answer whose joined cells list their values in order: SPARQL gives GROUP_CONCAT none."""
        marks = {match["column"]: match["mark"] for match in _JOINED.finditer(self.text)}
        if not marks:
            return table
        rows = (
            tuple(
                mark.join(sorted(cell.split(mark))) if isinstance(cell, str) and mark else cell
                for cell, mark in zip(row, map(marks.get, table.columns), strict=True)
            )
            for row in table.rows
        )
        return Table(table.columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: columns and rows of plain values (text, int, Decimal, date or None)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a mapping from column to value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> "pd.DataFrame":
        """Return the table as a data frame; needs pandas."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Return the table for a notebook, escaped."""
        from markupsafe import escape

        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape('' if cell is None else cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Remembering:
    """A view that answers each SELECT once: for many pages drawn from a store that nobody writes to any more."""

    def __init__(self, view: View) -> None:
        """Remember what this view answers."""
        self._view = view
        self._answers: dict[str, tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]] = {}

    def select(self, query: str) -> Solutions:
        """Answer a SELECT, from memory where it was asked before."""
        if query not in self._answers:
            found = self._view.select(query)
            self._answers[query] = (found.variables, tuple(found.rows))
        variables, rows = self._answers[query]
        return Solutions(variables, iter(rows))

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        return self._view.ask(query)

    def construct(self, query: str) -> str:
        """Answer a CONSTRUCT or DESCRIBE."""
        return self._view.construct(query)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        return self._view.quads(graph)


def questions() -> dict[str, Question]:
    """Return the questions that ship with the ontology, by name."""
    return load(files("aseankg.ontology") / "questions")


def load(folder: Traversable) -> dict[str, Question]:
    """Return the questions of a folder of `.rq` files, by name, in the order of their `place`, then of their names."""
    files_ = (file for file in folder.iterdir() if file.name.endswith(".rq"))
    found = [parse(file.name[:-3], file.read_text("utf-8")) for file in files_]
    found.sort(key=lambda question: (int(question.headers.get("place", 1000)), question.name))
    return {question.name: question for question in found}


def parse(name: str, text: str) -> Question:
    """Read a question: its header lines start with `#:`.

    Raises ValueError if it has no title, or a parameter that cannot be read.
    """
    headers: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if (match := _HEADER.fullmatch(line.rstrip())) is None:
            continue
        if match["key"] != "param":
            headers[match["key"]] = match["text"]
        elif (found := _PARAMETER.fullmatch(match["text"])) is not None:
            parameters.append(Parameter(**found.groupdict()))
        else:
            raise ValueError(
                f"{name}: expected 'name (thing|text|number|day) = default -- about': {match['text']}"
            )
    if "title" not in headers:
        raise ValueError(f"{name}: expected a line '#: title: …'")
    return Question(name, headers["title"], text, tuple(parameters), headers)


def run(view: View, query: str) -> Table:
    """Answer a SELECT query as a table, and ASK as a table of one cell: true or false. Raises QueryError."""
    if form(query) == "ask":
        return Table(("answer",), (("true" if view.ask(query) else "false",),))
    solutions = view.select(query)
    rows = tuple(tuple(plain(term) for term in row) for row in solutions.rows)
    return Table(solutions.variables, rows)


def ask(view: View, name: str, /, **values: str) -> Table:
    """Answer a named question. Raises QueryError for an unknown name, parameter or thing, with near ones."""
    known = questions()
    question = known.get(name)
    if question is None:
        raise QueryError(f"no question {name!r}{_near(name, known)}; see aseankg query --list")
    return answer(view, question, values)


def answer(view: View, question: Question, values: Mapping[str, str] | None = None) -> Table:
    """Answer a question as a table. Raises QueryError for an unknown parameter or thing."""
    return question.ordered(run(view, render(view, question, values)))


def render(view: View, question: Question, values: Mapping[str, str] | None = None) -> str:
    """Return the query of a question with its parameters filled in; one left empty stays UNDEF: any value will do.

    Raises QueryError for an unknown parameter or thing.
    """
    given = dict(values or {})
    names = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in names:
            raise QueryError(f"{question.name} has no parameter {name!r}{_near(name, names)}; it has {names}")
    terms = {
        parameter.name: _term(view, parameter, value)
        for parameter in question.parameters
        if (value := given.get(parameter.name, parameter.default))
    }
    # one pass: a text that looks like a slot is never filled in turn
    return _SLOT.sub(lambda slot: slot[0].replace("UNDEF", terms.get(slot[1], "UNDEF")), question.text)


def find(view: View, name: str) -> str:
    """Return the IRI of the thing with this IRI, slug or name, in any language. Raises QueryError with near slugs."""
    if iris.parse(name) is not None:
        return name
    if iris.SLUG.fullmatch(name):
        for row in view.select(f'SELECT ?thing {{ ?thing dcterms:identifier "{name}" }} LIMIT 1').rows:
            if row[0] is not None:
                return row[0].value
    called = run(view, _CALLED.replace("UNDEF", json.dumps(name, ensure_ascii=False))).rows
    if len(called) == 1:
        return str(called[0][0])
    if called:
        raise QueryError(
            f"several are called {name!r}; expected one of {', '.join(row[1] for row in called)}"
        )
    slugs = [str(row[0]) for row in run(view, "SELECT DISTINCT ?s { ?t dcterms:identifier ?s }").rows]
    raise QueryError(f"nothing is called {name!r}{_near(name, slugs)}")


_CALLED = """
SELECT DISTINCT ?thing ?slug {
  VALUES ?name { UNDEF }
  ?thing rdfs:label|skos:altLabel ?label ; dcterms:identifier ?slug
  FILTER(LCASE(STR(?label)) = LCASE(?name))
} ORDER BY ?slug
"""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _term(view: View, parameter: Parameter, value: str) -> str:
    """Return a parameter's value as SPARQL writes it; nothing of it can be read as query text."""
    if parameter.type == "thing":
        return f"<{find(view, value)}>"
    if parameter.type == "number":
        if not re.fullmatch(r"-?\d+", value):
            raise QueryError(f"{parameter.name}: expected a whole number, found {value!r}")
        return value
    if parameter.type == "day" and not _is_day(value):  # as text, any word would be later than every day
        raise QueryError(f"{parameter.name}: expected a day such as 2024-03-31, found {value!r}")
    return json.dumps(value, ensure_ascii=False)


def plain(term: Term | None) -> Any:
    """Return a term as a Python value: integers, decimals and days as such, everything else as text."""
    if term is None or term.is_iri:
        return None if term is None else term.value
    try:
        match term.datatype:
            case xsd.integer:
                return int(term.value)
            case xsd.decimal:
                return Decimal(term.value)
            case xsd.date:
                return date.fromisoformat(term.value)
    except (ValueError, ArithmeticError):  # a value that RDF may hold and Python has not
        pass
    return term.value


def _near(word: str, known: Mapping[str, Any] | list[str]) -> str:
    matches = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; nearest: {', '.join(matches)}" if matches else ""
