"""The language in which pages speak: catalogues of gettext, read as they are written, English where one is silent."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.messages.pofile import read_po

ENGLISH = "en"


def N_(text: str) -> str:  # noqa: N802  (the name that translators' tools look for)
    """Mark a text that a template will translate later."""
    return text


def languages() -> list[str]:
    """Return the languages in which pages can be written."""
    folder = files("aseankg.graph.views") / "locale"
    found = sorted(file.name.removesuffix(".po") for file in folder.iterdir() if file.name.endswith(".po"))
    return [ENGLISH, *found]


def name_of(language: str) -> str:
    """Return what a language calls itself."""
    return Locale.parse(language).get_display_name(language) or language


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the translations of a language; texts without one stay away. Raises ValueError for an unknown language."""
    if language == ENGLISH:
        return {}
    if language not in languages():
        raise ValueError(f"no catalogue for {language!r}; there are {', '.join(languages())}")
    with (files("aseankg.graph.views") / "locale" / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in read
        if message.id and message.string and not message.fuzzy
    }


def translator(language: str) -> Callable[[str], str]:
    """Return the function that says a text in a language."""
    known = catalogue(language)
    return lambda text: known.get(text, text)
