"""The language in which pages speak: English where it is silent.

Sentences of the pages stand in catalogues of gettext. Words of the vocabulary stand in Turtle beside the ontology, as
labels of its terms with a language: that is where tools for ontologies look for them, and a code has one name
wherever it is shown. The graph does not hold these labels, so that a query that joins a label keeps its one row.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files

from babel import Locale
from babel.messages.pofile import read_po

from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import rdfs, skos

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


@cache
def labels(language: str) -> dict[str, str]:
    """Return what a language calls the terms and codes of the vocabulary, by IRI."""
    read = EmbeddedStore()
    with as_file(files("aseankg.ontology")) as folder:
        if language == ENGLISH:
            sources = [
                folder / "aseankg.ttl",
                folder / "foreign.ttl",
                *sorted((folder / "codes").glob("*.ttl")),
            ]
        else:
            sources = [folder / "labels" / f"{language}.ttl"]
        for file in sources:
            if file.is_file():
                read.add_turtle(file, iris.VOCABULARY)
    return {
        quad.subject: quad.object.value
        for quad in sorted(read.quads(iris.VOCABULARY))
        if quad.predicate in (rdfs.label, skos.prefLabel)
    }


@cache
def texts(language: str) -> dict[str, str]:
    """Return what a language says for an English text: sentences, and words of the vocabulary."""
    if language == ENGLISH:
        return {}
    own = labels(language)
    words = {label: own[iri] for iri, label in labels(ENGLISH).items() if iri in own}
    return words | catalogue(language)


def translator(language: str) -> Callable[[str], str]:
    """Return the function that says a text in a language."""
    known = texts(language)
    return lambda text: known.get(text, text)
