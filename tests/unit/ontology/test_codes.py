"""Every closed list of `codelists.py` is a concept scheme in `codes/`, word for word."""

import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from rdflib import Graph, URIRef
from rdflib import Literal as Text
from rdflib.namespace import DCTERMS, RDF, SKOS

from aseankg.ontology import codelists, iris

FOLDER = Path(codelists.__file__).parent / "codes"


def _scheme(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


LISTS = {_scheme(n): get_args(v) for n, v in vars(codelists).items() if get_origin(v) is Literal}


def _graph(scheme: str) -> Graph:
    return Graph().parse(FOLDER / f"{scheme}.ttl")


def test_the_lists_are_found() -> None:
    assert _scheme("OfficialRank") == "official-rank"
    assert LISTS["signed"] == ("none", "some")


def test_each_list_has_a_file_and_each_file_a_list() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(LISTS)


@pytest.mark.parametrize("scheme", LISTS)
def test_words_are_the_same_on_both_sides(scheme: str) -> None:
    graph = _graph(scheme)
    written = {(str(c), str(n)) for c, n in graph.subject_objects(SKOS.notation)}
    assert written == {(iris.code(scheme, word), word) for word in LISTS[scheme]}
    assert {str(c) for c in graph.subjects(RDF.type, SKOS.Concept)} == {iri for iri, _ in written}
    assert len(written) == len(LISTS[scheme])


@pytest.mark.parametrize("scheme", LISTS)
def test_each_scheme_is_explained(scheme: str) -> None:
    graph, node = _graph(scheme), URIRef(f"{iris.BASE}ontology/code/{scheme}")
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [node]
    for property_ in (DCTERMS.title, SKOS.definition):
        (text,) = graph.objects(node, property_)
        assert isinstance(text, Text)
        assert text.language == "en"


@pytest.mark.parametrize("scheme", LISTS)
def test_each_code_is_explained_and_in_its_scheme(scheme: str) -> None:
    graph, node = _graph(scheme), URIRef(f"{iris.BASE}ontology/code/{scheme}")
    labels, definitions = [], []
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert list(graph.objects(concept, SKOS.inScheme)) == [node]
        assert list(graph.objects(concept, SKOS.topConceptOf)) == [node]
        (label,) = graph.objects(concept, SKOS.prefLabel)
        (definition,) = graph.objects(concept, SKOS.definition)
        for text in (label, definition):
            assert isinstance(text, Text)
            assert text.language == "en"
        assert str(definition).endswith(".")
        assert str(definition).rstrip(".").casefold() != str(label).casefold()
        labels.append(str(label))
        definitions.append(str(definition))
    assert sorted(labels) == sorted(set(labels))
    assert sorted(definitions) == sorted(set(definitions))


def test_files_describe_nothing_but_their_scheme() -> None:
    for scheme in LISTS:
        base = f"{iris.BASE}ontology/code/{scheme}"
        assert {
            s for s in _graph(scheme).subjects() if str(s) != base and not str(s).startswith(f"{base}/")
        } == set()
