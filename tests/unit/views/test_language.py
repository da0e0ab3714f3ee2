"""Catalogues: every translation belongs to a text that pages still have, and keeps its slots."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from aseankg.graph.views.language import catalogue, languages, translator
from aseankg.graph.views.site import KINDS

VIEWS = Path(str(files("aseankg.graph.views"))).resolve()
SLOT = re.compile(r"%\(\w+\)s")


def texts() -> Iterator[str]:
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


OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_a_text_that_is_gone(language: str) -> None:
    assert set(catalogue(language)) - set(texts()) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_their_slots(language: str) -> None:
    for text, translation in catalogue(language).items():
        assert set(SLOT.findall(text)) == set(SLOT.findall(translation)), text


@pytest.mark.parametrize("language", OTHERS)
def test_most_texts_are_translated(language: str) -> None:
    known, said = catalogue(language), set(texts())
    missing = sorted(said - set(known))
    assert len(missing) < len(said) / 10, missing


def test_a_text_without_translation_stays_english() -> None:
    assert translator("id")("no such text") == "no such text"
    assert translator("en")("Partners") == "Partners"


def test_an_unknown_language_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"'xx'; there are en, id"):
        catalogue("xx")
