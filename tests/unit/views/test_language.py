"""Catalogues: every text of the pages is translated, and every translation belongs to a text and keeps its slots."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from aseankg.graph.analysis.network import projections
from aseankg.graph.monitoring import columns, register
from aseankg.graph.monitoring.cell import Cell
from aseankg.graph.monitoring.entry import INFERRED, STATED
from aseankg.graph.monitoring.states import STATES
from aseankg.graph.queries import load, questions
from aseankg.graph.views.language import ENGLISH, catalogue, labels, languages, texts, translator
from aseankg.graph.views.lists import listing
from aseankg.graph.views.site import KINDS

VIEWS = Path(str(files("aseankg.graph.views"))).resolve()
SLOT = re.compile(r"%\(\w+\)s")


def said() -> Iterator[str]:
    """Yield every text that a page can say: in templates `_()`, in Python `N_()` and `say()`, in scripts `t()`."""
    for template in (VIEWS / "templates").glob("*.j2"):
        with template.open("rb") as file:
            for _, _, message, _ in babel_extract(
                file, ("_",), (), {"newstyle_gettext": "true", "silent": "false"}
            ):
                text = message[0] if isinstance(message, tuple) else message
                if text:
                    yield str(text)
    for module in VIEWS.glob("*.py"):
        with module.open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords={"N_": None, "say": None}):
                if isinstance(message, str):  # a call with a variable says a text that is marked elsewhere
                    yield message
    for script in (VIEWS / "static").glob("*/*.js"):
        found = script.read_text("utf-8")
        for call in re.findall(r"\bt\(((?:[^()\"]|\"[^\"]*\")+)\)", found):
            yield from re.findall(r'"([^"]+)"', call)
        for word in re.findall(r'plural\([^"]+"(\w+)"\)', found):
            yield from (word, f"{word}s")
    yield from (kind.replace("-", " ") for kind in KINDS)
    yield from (listing(kind).title for kind in KINDS)
    yield from _told_by_the_ontology()
    yield from _told_by_matrices()


def _told_by_the_ontology() -> Iterator[str]:
    """Yield titles of questions and pictures, and what pictures call their edges."""
    ontology = files("aseankg.ontology")
    for question in (*questions().values(), *load(ontology / "coverage").values()):
        yield question.title
    for projection in projections().values():
        yield from (projection.title, projection.headers["description"])
        yield from re.findall(r'BIND\("([^"]+)" AS \?kind\)', projection.text)


def _told_by_matrices() -> Iterator[str]:
    yield from (text for state in STATES.items() for text in state)
    yield from (*register.RULES.values(), *columns.RULES.values(), register.OWN_TIME)
    yield from (*columns._NONE.values(), columns.WITHOUT_STATUS, STATED, INFERRED)
    for silence in re.findall(r'return f?"([^"]+)"', inspect.getsource(Cell)):
        yield silence.replace("{newest.on}", "%(day)s")
    yield "member of the promising grouping"


OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_a_text_that_is_gone(language: str) -> None:
    assert set(catalogue(language)) - set(said()) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_their_slots(language: str) -> None:
    for text, translation in catalogue(language).items():
        assert set(SLOT.findall(text)) == set(SLOT.findall(translation)), text


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    assert sorted(set(said()) - set(texts(language))) == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_vocabulary_is_translated_and_nothing_else(language: str) -> None:
    assert labels(language).keys() == labels(ENGLISH).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_codes_of_one_scheme_stay_apart(language: str) -> None:
    """Two codes that a translation gives one name could not be told apart in a list."""
    own, schemes = labels(language), defaultdict(list)
    for iri in labels(ENGLISH):
        schemes[iri.rpartition("/")[0]].append(own[iri])
    for scheme, names in schemes.items():
        if "/code/" in scheme:
            assert len(set(names)) == len(names), scheme


def test_a_text_without_translation_stays_english() -> None:
    assert translator("id")("no such text") == "no such text"
    assert translator("en")("Partners") == "Partners"


def test_an_unknown_language_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"'xx'; there are en, id"):
        catalogue("xx")
