"""The graph for others: rdflib takes it over whole. The only user of rdflib."""

import rdflib

from aseankg.graph.store import DEFAULT_GRAPHS, Term, View
from aseankg.ontology import iris


def to_rdflib(view: View) -> rdflib.Dataset:
    """Return the graph as an rdflib dataset that answers as our store does.

    The default graph holds the resolved view and the vocabulary; every source is a named graph.
    """
    dataset = rdflib.Dataset(default_union=False)
    default = dataset.default_graph
    for quad in view.quads():
        triple = (rdflib.URIRef(quad.subject), rdflib.URIRef(quad.predicate), _node(quad.object))
        if quad.graph in DEFAULT_GRAPHS or quad.graph.startswith(iris.INFERRED):
            default.add(triple)
        dataset.graph(rdflib.URIRef(quad.graph)).add(triple)
    return dataset


def _node(term: Term) -> rdflib.URIRef | rdflib.Literal:
    if term.is_iri:
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)
