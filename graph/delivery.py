"""What came of each promise: delivery status, evidence grade, score and coverage, computed by numbered rules.

Curators enter evidence (deliveries) and searches; nothing here is ever entered. The rules look at what was done by a
day (`as_of`) in a store that holds what was public by a day (see `clocks`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from aseankg.graph.queries import run
from aseankg.graph.store import Store, View
from aseankg.loaders import dates
from aseankg.ontology import codelists, iris
from aseankg.ontology.terms import akg, xsd

RULES: dict[str, str] = {
    "D1": "A sum of which the document does not say whether it was promised or paid, and an intention that names no sum, "
    "due date or test and of which no delivery is reported, is not assessable.",
    "D2": "Evidence counts from its own date; without one, from the day its document was public. "
    "Documents of one origin are one witness.",
    "D3": "Evidence that only an obligor, those who speak for it, or both sides jointly report is E1; one other party "
    "makes E2; two independent origins make E3; an instrument, depositary notice or audited report makes E4.",
    "D4": "Delivered needs E3 or E4. A document that reports a delivery and does not call it partial reports it in full.",
    "D5": "Full delivery on evidence of E1 or E2 counts as partly delivered, and says on whose word.",
    "D6": "Delivered after the due date is delivered late; a report that gives no day of delivery says nothing of lateness.",
    "D7": "Partly delivered and in progress are taken from the latest evidence, whatever its grade.",
    "D8": "Not delivered needs a due date that has passed and a document that says so; a search that finds nothing accuses nobody.",
    "D9": "A document that reports an undoing makes it reversed, until another reports that it was delivered anew.",
    "D10": "Without evidence, a promise whose due date lies ahead is not yet due.",
    "D11": "Without evidence, a promise for which a search is on record has no evidence found.",
    "D12": "Without evidence and without a search, a promise was not looked for.",
    "D13": "The score is +1 for delivered, also late, 0 for in progress or partly delivered, -1 for not delivered or reversed; "
    "it is empty for all else, and for what is suspended, cancelled or superseded.",
}
"""The rules of evidence by their numbers. A number is never used again for another rule."""

STRONG = ("treaty-text", "depositary-notice", "audited-report")
"""Kinds of documents that prove by themselves (E4)."""

SCORES = {
    "delivered": 1,
    "delivered late": 1,
    "in progress": 0,
    "partly delivered": 0,
    "not delivered": -1,
    "reversed": -1,
}
_STAGES = get_args(codelists.DeliveryStage)
_ENDED = ("suspended", "cancelled", "superseded")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document that reports one delivery."""

    delivery: str
    stage: str
    extent: str
    day: date
    document: str
    document_kind: str
    origin: str
    reporter: str
    joint: bool = False
    dated: bool = True
    """Whether a day of delivery is stated; where not, `day` is the one on which the document was public."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the rules need to know of a promise."""

    iri: str
    kind: str
    obligors: frozenset[str]
    due: date | None = None
    lifecycle: str = "active"
    measurable: bool = False
    """Whether it names a sum, a due date or a test."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of a promise, and by which of them."""

    delivery: str
    grade: str
    score: int | None
    coverage: str
    rule: str
    evidence: tuple[Evidence, ...] = field(default=())


def assess(promise: Promise, evidence: Iterable[Evidence], searched: bool, as_of: date) -> Assessment:
    """Apply the rules to one promise."""
    known = tuple(sorted((one for one in evidence if one.day <= as_of), key=_in_time))
    coverage = "evidence on record" if known else "searched without result" if searched else "not searched"
    grade = grade_of(known, promise.obligors)
    status, rule = _status(promise, known, searched, as_of)
    score = None if promise.lifecycle in _ENDED else SCORES.get(status)
    return Assessment(status, grade, score, coverage, rule, known)


def _in_time(one: Evidence) -> tuple[date, int, str, str, str]:
    """Order evidence by day; of one day, what says more of the outcome stands last."""
    return (one.day, _STAGES.index(one.stage), one.document, one.delivery, one.extent)


def grade_of(evidence: Iterable[Evidence], obligors: frozenset[str]) -> str:
    """Return the evidence grade E0 to E4 (rule D3)."""
    known = list(evidence)
    if not known:
        return "E0"
    if any(one.document_kind in STRONG for one in known):
        return "E4"
    others = {one.origin for one in known if not one.joint and one.reporter not in obligors}
    return "E3" if len(others) > 1 else "E2" if others else "E1"


def _status(promise: Promise, known: tuple[Evidence, ...], searched: bool, as_of: date) -> tuple[str, str]:
    if promise.kind == "not stated" or (promise.kind == "intention" and not promise.measurable and not known):
        return "not assessable", "D1"
    if not known:
        if promise.due is not None and as_of <= promise.due:
            return "not yet due", "D10"
        return ("no evidence found", "D11") if searched else ("not looked for", "D12")
    undone = max((place for place, one in enumerate(known) if one.stage == "reversed"), default=None)
    if undone is not None:  # only what was delivered anew after the undoing counts
        known = known[undone + 1 :]
        if not any(one.stage == "delivered" for one in known):
            return "reversed", "D9"
    latest = known[-1]
    full = [one for one in known if one.stage == "delivered" and one.extent != "partial"]
    if full:
        if grade_of(full, promise.obligors) not in ("E3", "E4"):
            return "partly delivered", "D5"
        late = promise.due is not None and full[0].dated and full[0].day > promise.due
        return ("delivered late", "D6") if late else ("delivered", "D4")
    if latest.stage == "not delivered":
        overdue = promise.due is not None and latest.day > promise.due
        return ("not delivered", "D8") if overdue else ("in progress", "D7")
    if latest.stage in ("partly delivered", "delivered"):
        return "partly delivered", "D7"
    return latest.stage, "D7"


def write_assessments(store: Store, as_of: date) -> int:
    """Compute what came of every promise, write it into the resolved view, and return the number of promises."""
    lines: list[str] = []
    assessments = assess_all(store, as_of)
    for promise, found in sorted(assessments.items()):
        code = iris.code
        lines.append(f"<{promise}> <{akg.delivery}> <{code('delivery-status', found.delivery)}> .")
        lines.append(f"<{promise}> <{akg.evidenceGrade}> <{code('evidence-grade', found.grade)}> .")
        lines.append(f"<{promise}> <{akg.coverage}> <{code('coverage', found.coverage)}> .")
        lines.append(f'<{promise}> <{akg.deliveryRule}> "{found.rule}" .')
        if found.score is not None:
            lines.append(f'<{promise}> <{akg.score}> "{found.score}"^^<{xsd.integer}> .')
    lines.append(f'<{iris.RESOLVED}> <{akg.asOf}> "{as_of}"^^<{xsd.date}> .')
    store.update(f"INSERT DATA {{ GRAPH <{iris.RESOLVED}> {{ {' '.join(lines)} }} }}")
    return len(assessments)


def assess_all(view: View, as_of: date) -> dict[str, Assessment]:
    """Return what came of every promise of a view, by the promise's IRI."""
    family = _family(view)
    evidence = _evidence(view)
    searched = {row["promise"] for row in run(view, _SEARCHES) if row["on"] <= str(as_of)}
    found: dict[str, Assessment] = {}
    for promise in _promises(view, family):
        found[promise.iri] = assess(promise, evidence.get(promise.iri, ()), promise.iri in searched, as_of)
    return found


def _promises(view: View, family: dict[str, set[str]]) -> list[Promise]:
    obligors: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, dict[str, str]] = {}
    for row in run(view, _PROMISES):
        obligors[row["promise"]].update({row["obligor"]}, family.get(row["obligor"], set()))
        facts[row["promise"]] = row
    return [
        Promise(
            iri=iri,
            kind=row["kind"],
            obligors=frozenset(obligors[iri]),
            due=dates.bounds(row["due"]).end_latest if row["due"] else None,
            lifecycle=row["lifecycle"] or "active",
            measurable=bool(row["due"] or row["test"] or row["amount"]),
        )
        for iri, row in sorted(facts.items())
    ]


def _family(view: View) -> dict[str, set[str]]:
    """Return who speaks for an actor: bodies within it, and publishers that say so."""
    family: dict[str, set[str]] = defaultdict(set)
    for row in run(view, _SPEAKERS):
        family[row["actor"]].add(row["speaker"])
    return family


def _evidence(view: View) -> dict[str, list[Evidence]]:
    originals = {row["slug"]: row["document"] for row in run(view, _ORIGINALS)}
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in run(view, _EVIDENCE):
        reporter = row["said"] or row["publisher"]
        joint = reporter.endswith("/speaker/joint")
        if reporter.endswith("/speaker/author"):
            reporter = row["publisher"]
        found[row["promise"]].append(
            Evidence(
                delivery=row["delivery"],
                stage=row["stage"],
                extent=row["extent"],
                day=row["day"] or row["public"],
                document=row["document"],
                document_kind=row["kind"].rsplit("/", 1)[-1],
                origin=originals.get(row["origin"], row["origin"]) or row["document"],
                reporter=reporter,
                joint=joint,
                dated=row["day"] is not None,
            )
        )
    return found


_PROMISES = """
SELECT ?promise ?kind ?obligor ?due ?lifecycle ?test ?amount WHERE {
  { ?promise a akg:Commitment ; akg:obligor ?obligor } UNION { ?promise a akg:Contribution ; akg:by ?obligor }
  ?promise akg:kind/skos:notation ?kind .
  FILTER(?kind NOT IN ("disbursement", "expenditure"))
  OPTIONAL { ?promise akg:due ?end BIND(STR(?end) AS ?due) }
  OPTIONAL { ?promise akg:lifecycle/skos:notation ?lifecycle }
  OPTIONAL { ?promise akg:settlesIf ?test }
  OPTIONAL { ?promise akg:amount ?amount }
}
"""
_SPEAKERS = """
SELECT ?actor ?speaker WHERE {
  { ?speaker akg:parent+ ?actor }
  UNION { ?speaker akg:of ?of ; a ?kind . FILTER(?kind IN (akg:Publisher, akg:Post)) ?of akg:parent* ?actor }
  UNION { ?tenure a akg:Tenure ; akg:person ?speaker ; akg:post/akg:of ?of . ?of akg:parent* ?actor }
}
"""
_ORIGINALS = """
SELECT ?slug ?document WHERE { ?document a akg:Source ; dcterms:identifier ?slug }
"""
_EVIDENCE = """
SELECT ?promise ?delivery ?stage ?extent ?day ?document ?kind ?origin ?publisher ?said ?public WHERE {
  GRAPH ?document {
    ?delivery a akg:Delivery ; akg:stage ?s ; akg:fulfils ?f .
    ?f akg:promise ?promise ; akg:extent ?e .
    ?document akg:kind ?kind ; akg:publicBy ?public ; <http://purl.org/dc/terms/publisher> ?publisher .
  }
  # before what is optional: behind it, the engine would pair every code with every other
  ?s skos:notation ?stage . ?e skos:notation ?extent .
  OPTIONAL { GRAPH ?document { ?delivery akg:latest ?day } }
  OPTIONAL { GRAPH ?document { ?delivery akg:saidBy ?said } }
  OPTIONAL { GRAPH ?document { ?document akg:origin ?origin } }
}
"""
_SEARCHES = """
SELECT ?promise (STR(MIN(?day)) AS ?on) WHERE {
  ?log a akg:SearchLog ; akg:promise ?promise ; akg:searched ?day
} GROUP BY ?promise
"""
