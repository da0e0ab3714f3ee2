"""What follows from what sources say, by named rules. Each rule writes into a graph of its own, which can be left out.

A rule is a CONSTRUCT query in `ontology/rules/` with a title. It reads the resolved view and the vocabulary.
"""

from importlib.resources import files

from aseankg.graph.queries import Question, load
from aseankg.graph.store import Store
from aseankg.ontology import iris


def rules() -> dict[str, Question]:
    """Return the rules that ship with the ontology, by name, in the order in which they run."""
    return load(files("aseankg.ontology") / "rules")


def infer(store: Store) -> dict[str, int]:
    """Write what each rule infers into the rule's graph; return the number of triples by rule."""
    counts: dict[str, int] = {}
    for name, rule in rules().items():
        triples = store.construct(rule.text)
        graph = iris.inferred(name)
        if triples:
            store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}")
        counts[name] = triples.count("\n")
    return counts
