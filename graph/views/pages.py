"""HTML pages from templates: always autoescaped, each under a policy that lets nothing run but what we wrote."""

import base64
import hashlib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from aseankg.graph.queries import Question, Table
from aseankg.graph.store import Term
from aseankg.graph.views.neighbourhood import neighbourhood
from aseankg.graph.views.things import Citation, Fact, Thing, Words
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, skos


class Pages:
    """Renders the pages of one build: knows every thing and what the vocabulary calls its terms."""

    def __init__(self, things: dict[str, Thing], words: Words, reports: dict[str, str] | None = None) -> None:
        self.things = things
        self.reports = reports or {}
        self.words = words
        self._environment = Environment(
            loader=PackageLoader("aseankg.graph.views"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        self._environment.globals.update(
            style=style(),
            policy=policy(),
            reports=self.reports,
            private=any(one.private for one in things.values()),
            word=words.of,
            meaning=lambda iri: words.definitions.get(iri, ""),
            thing=things.get,
            value=self._value,
            arranged=self._arranged,
            web=web,
        )

    def render(self, template: str, depth: int, **context: Any) -> str:
        """Return a page that stands `depth` folders below the site's root."""
        return self._environment.get_template(template).render(root="../" * depth, **context)

    def thing(self, thing: Thing) -> str:
        """Return the page of a thing."""
        mentions: dict[str, list[Thing]] = defaultdict(list)
        for subject, property_ in thing.mentions:
            mentions[self._mention(subject, property_)].append(self.things[subject])
        told = {thing.label, thing.label.removeprefix("Expected: ")}
        facts = [f for f in thing.facts if f.property != skos.note and f.value.value not in told]
        disagreements = [
            self.things[subject] for subject, _ in thing.mentions if subject_kind(subject) == "disagreement"
        ]
        return self.render(
            "thing.html.j2",
            1,
            one=thing,
            groups=grouped(facts),
            notes=[fact for fact in thing.facts if fact.property == skos.note],
            mentions=[
                (heading, sorted(many, key=lambda one: (one.first_day or "9999", one.label, one.iri)))
                for heading, many in sorted(
                    mentions.items(), key=lambda pair: self._weight(pair[1][0], pair[0])
                )
                if many[0].kind != "disagreement"
            ],
            disagreements=[(one, *self._sides(one)) for one in disagreements],
            expected=akg.Expectation in thing.classes,
            met=[fact for fact in thing.facts if fact.property == akg.metBy],
            drawing=neighbourhood(thing, self.things, self.words),
        )

    def source(self, thing: Thing, statements: list[Thing]) -> str:
        """Return the page of a document: what it is, and every statement taken from it."""
        rows = [
            (statement, "; ".join(c.at for c in statement.sources if c.source == thing.iri))
            for statement in statements
        ]
        return self.render("source.html.j2", 1, one=thing, groups=grouped(thing.facts), statements=rows)

    def listing(self, kind: str, many: list[Thing]) -> str:
        """Return the page that lists all things of one kind."""
        return self.render("list.html.j2", 1, kind=kind, many=_by_label(many))

    def question(self, question: Question, table: Table) -> str:
        """Return a named question with its answer at the parameters' defaults."""
        return self.render("question.html.j2", 1, question=question, table=table)

    def _mention(self, subject: str, property_: str) -> str:
        classes = [self.words.of(class_) for class_ in self.things[subject].classes]
        return f"{', '.join(classes)} ({self.words.of(property_)})"

    def _weight(self, one: Thing, heading: str) -> tuple[int, str]:
        """Return the place of a list of mentions: ties and promises before what is only said."""
        return (MENTIONED.index(one.kind) if one.kind in MENTIONED else len(MENTIONED), heading)

    def _sides(self, disagreement: Thing) -> tuple[str, str, list[Thing]]:
        """Return what sources differ on, and the documents on either side."""
        values: dict[str, list[str]] = defaultdict(list)
        for fact in disagreement.facts:
            values[fact.property].append(fact.value.value)
        others = [self.things[iri] for iri in values[akg.other] if iri in self.things]
        return self.words.of(values[akg.property][0]), values[akg.preferred][0], others

    def _arranged(self, parts: tuple[Fact, ...]) -> tuple[list[Fact], list[Fact]]:
        """Return the facts of a part as a reader wants them: who or what first, then the role; and who says so."""
        said = [part for part in parts if part.property == akg.saidBy]
        rest = [part for part in parts if part.property != akg.saidBy]
        return sorted(rest, key=lambda part: part.value.value not in self.things), said

    def _value(self, term: Term) -> dict[str, str]:
        """Return a value as a page shows it: text, language, and an address inside or outside the site."""
        if not term.is_iri:
            return {"text": term.value, "lang": term.language, "page": "", "web": ""}
        if (thing := self.things.get(term.value)) is not None:
            return {"text": thing.label, "lang": thing.language, "page": thing.page, "web": ""}
        if term.value.startswith(iris.BASE):
            return {"text": self.words.of(term.value), "lang": "en", "page": "", "web": ""}
        return {"text": term.value, "lang": "", "page": "", "web": web(term.value)}


MENTIONED = (
    "partnership",
    "membership",
    "consent",
    "commitment",
    "contribution",
    "delivery",
    "activity",
    "meeting",
    "framework",
    "line",
    "tenure",
    "expectation",
    "position",
    "claim",
)
"""Kinds in the order in which a page lists what names its thing."""


class Group(NamedTuple):
    """Values of one property that the same documents state at the same places."""

    property: str
    facts: list[Fact]
    first: bool
    """Whether the property is named here, and not in the group above."""


def grouped(facts: list[Fact]) -> list[Group]:
    """Put together what one property says on one authority, so that a page cites it once."""
    groups: list[Group] = []
    for property_, same in groupby(facts, key=lambda fact: fact.property):
        by_citation: dict[tuple[Citation, ...], list[Fact]] = defaultdict(list)
        for fact in same:
            by_citation[fact.citations].append(fact)
        for index, many in enumerate(by_citation.values()):
            groups.append(Group(property_, many, index == 0))
    return groups


def subject_kind(iri: str) -> str:
    """Return the kind of thing that an IRI of ours names."""
    name = iris.parse(iri)
    return name.kind if name else ""


def web(address: str) -> str:
    """Return an address if it may become a link, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


@cache
def style() -> str:
    """Return the style sheet of all pages."""
    return _static("site.css") + _static("report.css")


@cache
def policy() -> str:
    """Return the content security policy of pages: our style and our script by their hashes, and nothing else."""
    return (
        f"default-src 'none'; style-src '{digest(style())}'; script-src '{digest(_static('search.js'))}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; object-src 'none'"
    )


@cache
def script() -> str:
    """Return the script of the start page: the search."""
    return _static("search.js")


def digest(text: str) -> str:
    """Return the hash by which a policy admits an inline text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _static(name: str) -> str:
    return (files("aseankg.graph.views") / "static" / name).read_text("utf-8")


def _by_label(many: list[Thing]) -> list[Thing]:
    return sorted(many, key=lambda thing: (thing.label.casefold(), thing.iri))
