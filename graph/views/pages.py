"""HTML pages from templates: always autoescaped, each under a policy that lets nothing run but what we wrote."""

import base64
import hashlib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from aseankg.graph.queries import Question, Table
from aseankg.graph.store import Term
from aseankg.graph.views.neighbourhood import neighbourhood
from aseankg.graph.views.things import Thing, Words
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, skos


class Pages:
    """Renders the pages of one build: knows every thing and what the vocabulary calls its terms."""

    def __init__(self, things: dict[str, Thing], words: Words) -> None:
        self.things = things
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
            word=words.of,
            meaning=lambda iri: words.definitions.get(iri, ""),
            thing=things.get,
            value=self._value,
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
        return self.render(
            "thing.html.j2",
            1,
            one=thing,
            facts=[fact for fact in thing.facts if fact.property != skos.note],
            notes=[fact for fact in thing.facts if fact.property == skos.note],
            mentions=sorted((key, _by_label(many)) for key, many in mentions.items()),
            expected=akg.Expectation in thing.classes,
            drawing=neighbourhood(thing, self.things, self.words),
        )

    def source(self, thing: Thing, statements: list[Thing]) -> str:
        """Return the page of a document: what it is, and every statement taken from it."""
        rows = [
            (statement, "; ".join(c.at for c in statement.sources if c.source == thing.iri))
            for statement in statements
        ]
        return self.render("source.html.j2", 1, one=thing, facts=thing.facts, statements=rows)

    def listing(self, kind: str, many: list[Thing]) -> str:
        """Return the page that lists all things of one kind."""
        return self.render("list.html.j2", 1, kind=kind, many=_by_label(many))

    def question(self, question: Question, table: Table) -> str:
        """Return a named question with its answer at the parameters' defaults."""
        return self.render("question.html.j2", 1, question=question, table=table)

    def _mention(self, subject: str, property_: str) -> str:
        classes = [self.words.of(class_) for class_ in self.things[subject].classes]
        return f"{', '.join(classes)} ({self.words.of(property_)})"

    def _value(self, term: Term) -> dict[str, str]:
        """Return a value as a page shows it: text, language, and an address inside or outside the site."""
        if not term.is_iri:
            return {"text": term.value, "lang": term.language, "page": "", "web": ""}
        if (thing := self.things.get(term.value)) is not None:
            return {"text": thing.label, "lang": thing.language, "page": thing.page, "web": ""}
        if term.value.startswith(iris.BASE):
            return {"text": self.words.of(term.value), "lang": "en", "page": "", "web": ""}
        return {"text": term.value, "lang": "", "page": "", "web": web(term.value)}


def web(address: str) -> str:
    """Return an address if it may become a link, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


@cache
def style() -> str:
    """Return the style sheet of all pages."""
    return _static("site.css")


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
