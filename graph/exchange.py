"""The graph for others: rdflib takes it over whole, networks leave as GraphML. The only user of rdflib."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
import rdflib

from aseankg.graph.store import DEFAULT_GRAPHS, Term, View
from aseankg.ontology import iris
from aseankg.ontology.terms import xsd


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


def to_graphml(graph: "nx.MultiDiGraph[str]") -> str:
    """Return a network as GraphML: texts and numbers only, what is not stated left out, sources as one text."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes: Iterable[Any] = graph.nodes(data=True)
    for node, data in sorted(nodes, key=lambda pair: pair[0]):
        plain.add_node(node, label=data["label"], kind=data["kind"], weight=data["weight"])
    edges: Iterable[Any] = graph.edges(keys=True, data=True)
    for source, target, key, facts in sorted(edges, key=lambda edge: edge[:3]):
        kept = {
            name: facts[name]
            for name in ("label", "kind", "dates", "start", "end")
            if facts[name] is not None
        }
        cited = "; ".join(f"{one['title']}, {one['at']}" for one in facts["sources"])
        plain.add_edge(source, target, key=key, expected=facts["expected"], sources=cited, **kept)
    return "\n".join(nx.generate_graphml(plain)) + "\n"


def _node(term: Term) -> rdflib.URIRef | rdflib.Literal:
    if term.is_iri:
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == xsd.string:  # to rdflib a plain text and an xsd:string are two things, to RDF 1.1 one
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)
