"""HTML pages from templates: always autoescaped, each under a policy that lets nothing run but what the site brings."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from aseankg.graph.queries import Question, Table
from aseankg.graph.store import Term
from aseankg.graph.views import assets
from aseankg.graph.views.language import ENGLISH, N_, translator
from aseankg.graph.views.linked import jsonld
from aseankg.graph.views.lists import Listing, Value
from aseankg.graph.views.neighbourhood import neighbourhood
from aseankg.graph.views.numbers import number_of, written
from aseankg.graph.views.partners import Partner
from aseankg.graph.views.things import Citation, Fact, Thing, Words
from aseankg.ontology import iris
from aseankg.ontology.terms import akg, dcterms, rdfs, schema, skos

NAVIGATION = (
    (N_("Partners"), "partner/index.html"),
    (N_("Promises"), "promise/index.html"),
    (N_("Frameworks"), "framework/index.html"),
    (N_("Meetings"), "meeting/index.html"),
    (N_("Documents"), "source/index.html"),
    (N_("Matrix"), "matrix/index.html"),
    (N_("Networks"), "network/index.html"),
    (N_("Timeline"), "timeline.html"),
    (N_("Compare"), "compare.html"),
    (N_("Reports"), "report/index.html"),
    (N_("Questions"), "question/index.html"),
    (N_("SPARQL"), "sparql.html"),
    (N_("Downloads"), "downloads.html"),
    (N_("About"), "about.html"),
)
"""What the head of every page leads to. A page that joins the site is named here."""

_HERE = {
    "matrices": "matrix/index.html",
    "worlds": "network/index.html",
    "timeline": "timeline.html",
    "compare": "compare.html",
    "reports": "report/index.html",
    "questions": "question/index.html",
    "sparql": "sparql.html",
    "downloads": "downloads.html",
    "about": "about.html",
}
"""The pages of the head by their templates, so that the head can say on which of them a reader is."""

LICENCES = (
    (N_("Records"), "CC BY 4.0", "aseankg"),
    (N_("Code of the pages"), "Apache-2.0", "aseankg"),
    (
        N_("vis-network, which draws the pictures (shipped with pyvis)"),
        "Apache-2.0 OR MIT",
        "visjs contributors; Almende B.V.",
    ),
    (N_("Oxigraph, which answers queries in the browser"), "MIT OR Apache-2.0", "Oxigraph contributors"),
    (N_("CodeMirror, the editor for queries"), "MIT", "Marijn Haverbeke and others"),
)
"""What the pages are made of. Whoever bundles other browser code names it here."""

POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)
"""Style and script of the site's own folder and nothing else. `file:` is for browsers in which a page that was
opened by double click does not count its own folder as itself."""


def environment(language: str) -> Environment:
    """Return a new environment of templates that speak a language: `_()` with slots, `say()` for a text as it is."""
    say = translator(language)
    made = Environment(
        loader=PackageLoader("aseankg.graph.views"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(say, lambda one, _, __: say(one), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(say=say, language=language)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


class Pages:
    """Renders the pages of one build: knows every thing and what the vocabulary calls its terms."""

    def __init__(
        self,
        things: dict[str, Thing],
        words: Words,
        reports: dict[str, str] | None = None,
        as_of: str = "",
        language: str = ENGLISH,
        matrices: dict[str, str] | None = None,
    ) -> None:
        self.things = things
        self.matrices = matrices or {}
        self.reports = reports or {}
        self.words = words
        self.as_of = as_of
        self.language = language
        self.private = any(one.private for one in things.values())
        self.say = translator(language)
        self._environment = environment(language)
        self._frames: dict[tuple[str, str, str, bool], Markup] = {}
        self._environment.globals.update(
            policy=POLICY,
            navigation=NAVIGATION,
            language=language,
            as_of=as_of,
            reports=self.reports,
            matrix_of=self._matrix_of,
            private=self.private,
            word=words.of,
            meaning=lambda iri: words.definitions.get(iri, ""),
            thing=things.get,
            published=self.published,
            value=self.shown,
            count=self.count,
            arranged=self._arranged,
            licences=LICENCES,
            licence_texts=assets.brought("licences.txt"),
            web=web,
            head=self._head,
            foot=self._foot,
        )

    def render(self, template: str, depth: int, **context: Any) -> str:
        """Return a page that stands `depth` folders below the site's root."""
        name = template.removesuffix(".html.j2")
        facts = {"root": "../" * depth, "page_template": name, "here": _HERE.get(name, ""), **context}
        return self._environment.get_template(template).render(facts)

    def _matrix_of(self, thing: Thing) -> str:
        """Return the address of the matrix of a framework, or of that to which a line belongs; nothing where there is none."""
        owner = thing.first(akg.framework) if thing.kind == "line" else thing.iri
        return self.matrices.get(owner, "")

    def _head(self, root: str, here: str, find: bool = True) -> Markup:
        return self._frame("head.html.j2", root, here, find)

    def _foot(self, root: str) -> Markup:
        return self._frame("foot.html.j2", root, "", False)

    def _frame(self, template: str, root: str, here: str, find: bool) -> Markup:
        """Return what is the same on all pages of one depth, rendered once: thousands of pages carry it."""
        key = (template, root, here, find)
        if key not in self._frames:
            html = self._environment.get_template(template).render(root=root, here=here, find=find)
            self._frames[key] = Markup(html)  # noqa: S704  (a template's output, escaped by it)
        return self._frames[key]

    def thing(self, thing: Thing, partner: Partner | None = None, world: str = "") -> str:
        """Return the page of a thing; `partner` is what it is to ASEAN, `world` the address of its network."""
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
            linked=None if thing.private else jsonld(thing.triples),
            sections=by_citation(facts),
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
            glance=self._glance(partner) if partner else self._promise(thing),
            names_only=bool(thing.facts) and all(fact.property in _CODES for fact in facts),
            world=world,
            cites=self._cites(thing),
        )

    def source(self, thing: Thing, statements: list[Thing]) -> str:
        """Return the page of a document: what it is, and every statement taken from it."""
        rows = [
            (statement, "; ".join(c.at for c in statement.sources if c.source == thing.iri))
            for statement in statements
        ]
        return self.render(
            "source.html.j2",
            1,
            one=thing,
            linked=None if thing.private else jsonld(thing.triples),
            sections=by_citation(thing.facts),
            statements=rows,
            cites=[self._document(thing.iri)],
        )

    def listing(self, listing: Listing, rows: list[list[Any]], *, workbook: bool = False) -> str:
        """Return a list page; `workbook` says whether one stands beside it."""
        here = f"{listing.name}/index.html"
        return self.render("list.html.j2", 1, **listing._asdict(), rows=rows, workbook=workbook, here=here)

    def question(self, question: Question, table: Table) -> str:
        """Return a named question with its answer at the parameters' defaults."""
        return self.render("question.html.j2", 1, question=question, table=table)

    def published(self, iri: str) -> str:
        """Return the day on which a document was published, or nothing."""
        thing = self.things.get(iri)
        return thing.first(akg.published) if thing else ""

    def _promise(self, thing: Thing) -> list[tuple[str, str, str]]:
        """Return what the head of a promise's page says, the money included: who, when, under what, what came of it."""
        if thing.kind not in ("commitment", "contribution"):
            return []
        rows = [(N_("When"), thing.told(self.say) or self.say("date not stated"), "")]
        if status := thing.first(akg.delivery):
            rows.append((N_("What came of it"), self.words.of(status), ""))
        return [
            *self._row(thing, N_("By"), akg.obligor),
            *self._row(thing, N_("By"), akg.by),
            *rows,
            *self._row(thing, N_("Under"), akg.framework),
        ]

    def _row(self, thing: Thing, title: str, property_: str) -> Iterator[tuple[str, str, str]]:
        """Yield a row of the head: all things that a property names, with an address where it is one."""
        many = [self.things[v.value] for v in thing.values(property_) if v.value in self.things]
        if many:
            yield title, ", ".join(one.label for one in many), many[0].page if len(many) == 1 else ""

    def _glance(self, partner: Partner) -> list[tuple[str, str, str]]:
        """Return what the head of a partner's page says: title, text, address."""
        name = partner.actor.label
        rows = [
            (N_("Formal status"), partner.holds(akg.status, self.words), ""),
            (N_("Level"), partner.holds(akg.level, self.words), ""),
            (N_("Promises"), str(len(partner.promises)), f"promise/index.html#{hashed('by', name)}"),
        ]
        outcomes = ", ".join(f"{count} {text}" for text, count in partner.outcomes(self.words))
        rows += [
            (N_("What came of them"), outcomes, ""),
            (
                N_("Legal steps"),
                str(len(partner.acts["consent"])),
                f"consent/index.html#{hashed('by', name)}",
            ),
            (
                N_("Meetings"),
                str(len(partner.acts["meeting"])),
                f"meeting/index.html#{hashed('partner', name)}",
            ),
            (N_("Compare"), self.say("with another partner"), f"compare.html#a={partner.actor.name.slug}"),
        ]
        return [row for row in rows if row[1] not in ("", "0")]

    def _cites(self, thing: Thing) -> list[str]:
        """Return how to cite what is said of a thing: the document first, the graph as the way to it."""
        seen = list(dict.fromkeys(thing.sources))[:6]
        return [self._document(c.source, c.at) for c in seen] or [self._graph(thing.iri)]

    def _document(self, iri: str, at: str = "") -> str:
        document = self.things.get(iri)
        if document is None:
            return self._graph(iri)
        publisher = self.things.get(document.first(dcterms.publisher))
        address = next((v.value for v in document.values(rdfs.seeAlso)), "")
        parts = [
            publisher.label if publisher else "",
            document.label,
            self.published(iri) or self.say("n.d."),
            at,
            address,
        ]
        return f"{', '.join(part for part in parts if part)}. {self._graph(iri if not at else '')}"

    def _graph(self, iri: str) -> str:
        as_of = f", {self.say('as of')} {self.as_of}" if self.as_of else ""
        return f"aseankg{as_of}{f', {iri}' if iri else ''}."

    def _mention(self, subject: str, property_: str) -> str:
        """Return what a list of mentions is called: in words where they are frequent, else by class and property."""
        one = self.things[subject]
        if heading := HEADINGS.get((one.kind, property_)):
            return self.say(heading)
        classes = [self.words.of(class_) for class_ in one.classes]
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

    def shown(self, term: Term) -> Value:
        """Return a value as a page shows it."""
        if (number := number_of(term)) is not None:
            text = f"{number.currency} {self.count(number.value)}".lstrip()
            return Value(text, number=number)
        if not term.is_iri:
            return Value(term.value, term.language)
        if (thing := self.things.get(term.value)) is not None:
            return Value(thing.label, thing.language, thing.page)
        if term.value.startswith(iris.BASE):
            return Value(self.words.of(term.value))
        return Value(term.value, web=web(term.value))

    def count(self, number: str | int | Decimal) -> str:
        """Return a number as the language of the pages writes it."""
        return written(number, self.language)


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


_CODES = {akg.iso2, akg.iso3, schema.sameAs}
"""What only tells a thing from others: a page that says nothing else begins with what the thing did."""

HEADINGS = {
    ("partnership", akg.partner): N_("Ties with ASEAN"),
    ("membership", akg.member): N_("What it is a member of"),
    ("membership", akg.of): N_("Its members"),
    ("consent", akg.party): N_("Legal steps it took"),
    ("consent", akg.instrument): N_("Legal steps towards it"),
    ("commitment", akg.obligor): N_("Commitments it made"),
    ("commitment", akg.beneficiary): N_("Commitments to its benefit"),
    ("commitment", akg.framework): N_("Commitments under it"),
    ("commitment", akg.meeting): N_("Commitments made there"),
    ("commitment", akg.topic): N_("Commitments on it"),
    ("contribution", akg.by): N_("Contributions it made or promised"),
    ("contribution", akg.to): N_("Contributions to it"),
    ("contribution", akg.meeting): N_("Contributions announced there"),
    ("contribution", akg.topic): N_("Contributions on it"),
    ("commitment", akg.actionLine): N_("Commitments that serve this line"),
    ("contribution", akg.actionLine): N_("Contributions that serve this line"),
    ("activity", akg.actionLine): N_("Projects and initiatives that serve this line"),
    ("delivery", akg.by): N_("What it did about promises"),
    ("delivery", akg.promise): N_("What documents report of it"),
    ("activity", akg.actor): N_("Projects and initiatives with it"),
    ("activity", akg.topic): N_("Projects and initiatives on it"),
    ("meeting", akg.actor): N_("Meetings it took part in"),
    ("meeting", akg.series): N_("Its meetings"),
    ("meeting", akg.place): N_("Meetings held there"),
    ("meeting", akg.adopted): N_("Meetings that adopted it"),
    ("meeting", akg.topic): N_("Meetings that dealt with it"),
    ("framework", akg.party): N_("Frameworks it is a party to"),
    ("framework", akg.adoptedAt): N_("Frameworks adopted there"),
    ("framework", akg.follows): N_("Frameworks that follow it"),
    ("framework", akg.implements): N_("Frameworks that implement it"),
    ("line", akg.framework): N_("Its lines"),
    ("line", skos.broader): N_("Lines below it"),
    ("body", akg.parent): N_("Bodies that answer to it"),
    ("body", akg.within): N_("Bodies within it"),
    ("expectation", akg.by): N_("Expected of it, not done when written"),
    ("position", akg.by): N_("Positions it took"),
    ("position", akg.on): N_("Positions on it"),
    ("claim", akg.concerns): N_("Figures about it"),
    ("source", dcterms.publisher): N_("Documents it published"),
}
"""What pages call the lists of things that name theirs, by kind and by the property that names it."""


class Group(NamedTuple):
    """Values of one property."""

    property: str
    facts: list[Fact]


class Section(NamedTuple):
    """What the same documents state at the same places, or the same rule infers: cited once."""

    citations: tuple[Citation, ...]
    rule: str
    groups: list[Group]


def by_citation(facts: list[Fact]) -> list[Section]:
    """Put together what stands on one authority, in the order of the first fact on each."""
    sections: dict[tuple[tuple[Citation, ...], str], list[Fact]] = defaultdict(list)
    for fact in facts:
        sections[fact.citations, fact.rule].append(fact)
    return [
        Section(
            citations, rule, [Group(p, list(same)) for p, same in groupby(many, key=lambda f: f.property)]
        )
        for (citations, rule), many in sections.items()
    ]


def subject_kind(iri: str) -> str:
    """Return the kind of thing that an IRI of ours names."""
    name = iris.parse(iri)
    return name.kind if name else ""


def web(address: str) -> str:
    """Return an address if it may become a link, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def hashed(key: str, value: str) -> str:
    """Return a choice as the lists keep it in the address."""
    return urlencode({key: value})
