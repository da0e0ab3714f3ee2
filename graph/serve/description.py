"""What the service and its data set say about themselves: SPARQL 1.1 Service Description, and VoID."""

import re
from collections.abc import Callable, Mapping

from aseankg.graph.store.answering import GRAPHS
from aseankg.ontology import iris

Counts = Mapping[str, Mapping[str, int]]
Describe = Callable[[str, Counts], str]

PLAIN = re.compile(r"https?://[\w.:\[\]-]+/")
MEDIA_TYPES = {name: form.media_type for name, form in GRAPHS.items()}
_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def service(address: str, counts: Counts) -> str:
    """Return the description of the service as Turtle: what it speaks, and the graphs that a query may name."""
    here = f"{address}sparql"
    graphs = "".join(
        f"<{here}#dataset> sd:namedGraph <{here}#graph-{number}> .\n"
        f"<{here}#graph-{number}> a sd:NamedGraph ; sd:name <{name}> ; sd:graph <{here}#triples-{number}> .\n"
        f"<{here}#triples-{number}> a sd:Graph ; void:triples {count} .\n"
        for number, (name, count) in enumerate(counts["graphs"].items(), 1)
    )
    formats = ", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)
    return (
        f"{_PREFIXES}<{here}> a sd:Service ; sd:endpoint <{here}> ; sd:supportedLanguage sd:SPARQL11Query ;"
        f" sd:resultFormat {formats} ; sd:defaultDataset <{here}#dataset> .\n"
        f"<{here}#dataset> a sd:Dataset ; dcterms:license <{_LICENCE}> ; sd:defaultGraph <{here}#default> .\n"
        f"<{here}#default> a sd:Graph ; void:triples {_only(counts['default'])} .\n{graphs}"
    )


def dataset(address: str, counts: Counts) -> str:
    """Return the description of the data set as VoID in Turtle: what is in it, and how much."""
    here = f"{address}.well-known/void"
    classes = "".join(
        f"<{here}#dataset> void:classPartition <{here}#class-{number}> .\n"
        f"<{here}#class-{number}> void:class <{name}> ; void:entities {count} .\n"
        for number, (name, count) in enumerate(counts["classes"].items(), 1)
    )
    properties = "".join(
        f"<{here}#dataset> void:propertyPartition <{here}#property-{number}> .\n"
        f"<{here}#property-{number}> void:property <{name}> ; void:triples {count} .\n"
        for number, (name, count) in enumerate(counts["properties"].items(), 1)
    )
    return (
        f"{_PREFIXES}<{here}> a void:DatasetDescription ; foaf:primaryTopic <{here}#dataset> .\n"
        f'<{here}#dataset> a void:Dataset ; dcterms:title "aseankg"@en ;'
        ' dcterms:description "ASEAN\'s partnerships and commitments, with the source of every fact"@en ;'
        f" dcterms:license <{_LICENCE}> ; void:sparqlEndpoint <{address}sparql> ;"
        f' void:uriSpace "{iris.BASE}" ; void:vocabulary <{iris.ONTOLOGY}> ;'
        f" foaf:homepage <{address}> ; void:triples {_only(counts['default'])} ;"
        f" void:classes {len(counts['classes'])} ; void:properties {len(counts['properties'])} .\n"
        f"{classes}{properties}"
    )


def _only(counts: Mapping[str, int]) -> int:
    return next(iter(counts.values()), 0)
