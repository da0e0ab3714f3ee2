"""What came of a promise: one table of cases for the numbered rules, what must hold for any evidence, and the way from records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.graph.conftest_small import Paper, graph, paper, values

from aseankg.graph.delivery import RULES, STRONG, Assessment, Evidence, Promise, assess, assess_all, grade_of
from aseankg.ontology import codelists, iris

TODAY = date(2024, 6, 30)
DUE = date(2023, 12, 31)
JAPAN, HERALD, COURIER = "state/japan", "publisher/herald", "publisher/courier"


def told(
    stage: str = "delivered", day: str = "2023-06-01", by: str = HERALD, document: str = "", **more: Any
) -> Evidence:
    """Return what one document reports; it is its own origin unless one is given."""
    name = document or f"{by} of {day}"
    given: dict[str, Any] = {
        "extent": "full",
        "document_kind": "press-report",
        "origin": name,
        "delivery": f"delivery of {day}",
        **more,
    }
    return Evidence(stage=stage, day=date.fromisoformat(day), document=name, reporter=by, **given)


SELF = told(by=JAPAN)
OTHER = told(by=HERALD)
THIRD = told(by=COURIER)
PROOF = told(by=JAPAN, document_kind="audited-report")


@dataclass(frozen=True)
class Case:
    """A promise with its evidence, and what a rule says of it."""

    rule: str
    about: str
    expected: Mapping[str, Any]
    evidence: tuple[Evidence, ...] = ()
    promise: Mapping[str, Any] = field(default_factory=dict)
    searched: bool = False
    as_of: date = TODAY


def _says(delivery: str, score: int | None, rule: str, **more: Any) -> Mapping[str, Any]:
    return {"delivery": delivery, "score": score, "rule": rule, **more}


CASES = [
    Case("D1", "a sum, not said whether promised or paid", _says("not assessable", None, "D1"), (PROOF,), {"kind": "not stated"}),
    Case("D1", "a vague intention", _says("not assessable", None, "D1"), (), {"kind": "intention"}),
    Case("D1", "a vague intention, searched for", _says("not assessable", None, "D1"), (), {"kind": "intention"}, True),
    Case(
        "D1",
        "an intention that can be tested",
        _says("not looked for", None, "D12"),
        (),
        {"kind": "intention", "measurable": True},
    ),
    Case(
        "D1",
        "a vague intention of which a delivery is reported",
        _says("delivered", 1, "D4"),
        (OTHER, THIRD),
        {"kind": "intention"},
    ),
    Case(
        "D2",
        "two documents of one origin",
        _says("partly delivered", 0, "D5", grade="E2"),
        (told(by=HERALD, origin="wire"), told(by=COURIER, origin="wire")),
    ),
    Case(
        "D2",
        "evidence of a later day",
        _says("not looked for", None, "D12", grade="E0", coverage="not searched", evidence=()),
        (told(day="2024-07-01"), told(by=COURIER, day="2024-07-01")),
    ),
    Case(
        "D2",
        "evidence of the day itself",
        _says("in progress", 0, "D7", grade="E2", coverage="evidence on record"),
        (told("in progress", day="2024-06-30"),),
    ),
    Case("D3", "an obligor's word", {"grade": "E1"}, (SELF, told(by=JAPAN, day="2023-07-01"))),
    Case("D3", "both sides jointly", {"grade": "E1"}, (told(by=HERALD, joint=True), told(by=COURIER, joint=True))),
    Case("D3", "an obligor and one other", {"grade": "E2"}, (SELF, OTHER)),
    Case("D3", "two others", {"grade": "E3"}, (OTHER, THIRD)),
    Case("D3", "one other twice, of two origins", {"grade": "E3"}, (OTHER, told(by=HERALD, day="2023-07-01"))),
    *(
        Case("D3", f"an obligor's {kind}", {"grade": "E4"}, (told(by=JAPAN, document_kind=kind),))
        for kind in ("treaty-text", "depositary-notice", "audited-report")
    ),
    Case("D4", "two others say: in full", _says("delivered", 1, "D4", grade="E3"), (OTHER, THIRD)),
    Case("D4", "an audited report says: in full", _says("delivered", 1, "D4", grade="E4"), (PROOF,)),
    Case(
        "D4",
        "full on one word; the other sources speak of a part",
        _says("partly delivered", 0, "D5", grade="E3"),
        (told("partly delivered", day="2023-01-01", by=COURIER, extent="partial"), OTHER),
    ),
    Case("D5", "full on an obligor's word", _says("partly delivered", 0, "D5", grade="E1"), (SELF,)),
    Case("D5", "full on one other's word", _says("partly delivered", 0, "D5", grade="E2"), (OTHER,)),
    Case("D5", "full on an obligor's and one other's word", _says("partly delivered", 0, "D5", grade="E2"), (SELF, OTHER)),
    Case(
        "D6",
        "a day late",
        _says("delivered late", 1, "D6"),
        (told(day="2024-01-01"), told(by=COURIER, day="2024-01-02")),
        {"due": DUE},
    ),
    Case(
        "D6",
        "on the last day",
        _says("delivered", 1, "D4"),
        (told(day="2023-12-31"), told(by=COURIER, day="2023-12-31")),
        {"due": DUE},
    ),
    Case(
        "D6",
        "in time, and told again later",
        _says("delivered", 1, "D4"),
        (OTHER, told(by=COURIER, day="2024-03-01")),
        {"due": DUE},
    ),
    Case(
        "D7",
        "the latest counts, whatever its grade",
        _says("in progress", 0, "D7", grade="E3"),
        (
            told("not started", day="2023-01-01", by=HERALD),
            told("not started", day="2023-01-02", by=COURIER),
            told("in progress", day="2023-03-01", by=JAPAN),
        ),
    ),
    Case("D7", "not started", _says("not started", None, "D7"), (told("not started"),)),
    Case("D7", "a part", _says("partly delivered", 0, "D7"), (told("partly delivered", extent="partial"),)),
    Case(
        "D7",
        "a part that is delivered is not the whole",
        _says("partly delivered", 0, "D7", grade="E3"),
        (told(extent="partial"), told(by=COURIER, extent="partial")),
    ),
    Case(
        "D8",
        "a document says so after the due date",
        _says("not delivered", -1, "D8"),
        (told("not delivered", day="2024-01-01"),),
        {"due": DUE},
    ),
    Case(
        "D8",
        "a document says so before the due date",
        _says("in progress", 0, "D7"),
        (told("not delivered", day="2023-12-30"),),
        {"due": DUE},
    ),
    Case(
        "D8",
        "a document says so, and nothing was due",
        _says("in progress", 0, "D7"),
        (told("not delivered", day="2024-01-01"),),
    ),
    Case("D8", "only our own search", _says("no evidence found", None, "D11"), (), {"due": DUE}, True),
    Case(
        "D9",
        "an undoing after a delivery",
        _says("reversed", -1, "D9"),
        (OTHER, THIRD, told("reversed", day="2024-02-01")),
    ),
    Case(
        "D9",
        "an undoing of a later day than we look at",
        _says("delivered", 1, "D4"),
        (OTHER, THIRD, told("reversed", day="2024-02-01")),
        {},
        False,
        date(2024, 1, 31),
    ),
    Case("D10", "due ahead", _says("not yet due", None, "D10", grade="E0"), (), {"due": date(2024, 7, 1)}),
    Case("D10", "due today", _says("not yet due", None, "D10"), (), {"due": TODAY}),
    Case("D10", "due ahead, and searched", _says("not yet due", None, "D10"), (), {"due": date(2030, 1, 1)}, True),
    Case("D10", "due yesterday", _says("not looked for", None, "D12"), (), {"due": date(2024, 6, 29)}),
    Case(
        "D11",
        "searched without result",
        _says("no evidence found", None, "D11", grade="E0", coverage="searched without result"),
        (),
        {},
        True,
    ),
    Case("D12", "not searched", _says("not looked for", None, "D12", grade="E0", coverage="not searched")),
    *(
        Case("D13", f"{lifecycle}, delivered", {"delivery": "delivered", "score": None}, (OTHER, THIRD), {"lifecycle": lifecycle})
        for lifecycle in ("suspended", "cancelled", "superseded")
    ),
    *(
        Case(
            "D13",
            f"{lifecycle}, not delivered",
            {"score": None},
            (told("not delivered", day="2024-01-01"),),
            {"lifecycle": lifecycle, "due": DUE},
        )
        for lifecycle in ("suspended", "cancelled", "superseded")
    ),
    Case("D13", "completed", _says("delivered", 1, "D4"), (OTHER, THIRD), {"lifecycle": "completed"}),
]  # fmt: skip


def assessed(
    evidence: tuple[Evidence, ...] = (), *, searched: bool = False, as_of: date = TODAY, **promise: Any
) -> Assessment:
    known: dict[str, Any] = {"iri": "promise", "kind": "pledge", "obligors": frozenset({JAPAN}), **promise}
    return assess(Promise(**known), evidence, searched, as_of)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.about}")
def test_rule(case: Case) -> None:
    found = assessed(case.evidence, searched=case.searched, as_of=case.as_of, **case.promise)
    assert {name: getattr(found, name) for name in case.expected} == case.expected


def test_every_rule_has_its_cases() -> None:
    assert {case.rule for case in CASES} == RULES.keys()
    assert [*RULES] == [f"D{number}" for number in range(1, len(RULES) + 1)]


def test_rules_name_the_statuses_that_they_give() -> None:
    named = {case.expected["delivery"] for case in CASES if "delivery" in case.expected}
    assert named == set(get_args(codelists.DeliveryStatus)), (
        "every status has a case, and no other word is used"
    )


def test_what_was_undone_is_not_delivered_again_by_news_of_other_work() -> None:
    undone = (OTHER, THIRD, told("reversed", day="2024-02-01"), told("in progress", day="2024-05-01"))
    assert assessed(undone).delivery not in ("delivered", "delivered late", "partly delivered")


def test_a_report_without_a_day_of_delivery_makes_nobody_late() -> None:
    undated = (replace(OTHER, dated=False), replace(THIRD, dated=False))
    due = date(2000, 1, 1)
    assert assessed((OTHER, THIRD), due=due).delivery == "delivered late"
    assert assessed(undated, due=due).delivery == "delivered"


def test_evidence_in_any_order_says_the_same() -> None:
    one_day = (
        told("in progress", document="annual report", delivery="delivery-1"),
        told("not delivered", document="annual report", delivery="delivery-2"),
        told("partly delivered", document="annual report", delivery="delivery-3", extent="partial"),
    )
    found = {assessed(evidence, due=date(2023, 1, 1)).delivery for evidence in permutations(one_day)}
    assert len(found) == 1, f"depends on the order in which a store answers: {found}"


# what holds whatever documents report

_EVIDENCE = st.builds(
    Evidence,
    delivery=st.sampled_from(["delivery-1", "delivery-2"]),
    stage=st.sampled_from(get_args(codelists.DeliveryStage)),
    extent=st.sampled_from(get_args(codelists.Extent)),
    day=st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    document=st.sampled_from(["a", "b", "c", "d"]),
    document_kind=st.sampled_from(
        ["press-report"] * 9 + [*STRONG]
    ),  # proof hides what the rest of the rules do
    origin=st.sampled_from(["a", "b", "wire"]),
    reporter=st.sampled_from([JAPAN, HERALD, COURIER]),
    joint=st.booleans(),
)
_WITNESSES = st.lists(_EVIDENCE, max_size=4).map(tuple)
_DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
_PROMISES = st.builds(
    Promise,
    iri=st.just("promise"),
    kind=st.sampled_from(["pledge", "legal obligation", "intention", "not stated"]),
    obligors=st.just(frozenset({JAPAN})),
    due=st.none() | _DAYS,
    lifecycle=st.sampled_from(get_args(codelists.Lifecycle)),
    measurable=st.booleans(),
)


@settings(max_examples=400)
@given(_WITNESSES, _EVIDENCE)
def test_more_evidence_never_lowers_the_grade(evidence: tuple[Evidence, ...], more: Evidence) -> None:
    obligors = frozenset({JAPAN})
    assert grade_of((*evidence, more), obligors) >= grade_of(evidence, obligors)


@settings(max_examples=400)
@given(_PROMISES, _WITNESSES, st.booleans(), _DAYS, _DAYS)
def test_the_grade_never_falls_as_time_goes_by(
    promise: Promise, evidence: tuple[Evidence, ...], searched: bool, one: date, other: date
) -> None:
    earlier, later = sorted((one, other))
    assert (
        assess(promise, evidence, searched, earlier).grade <= assess(promise, evidence, searched, later).grade
    )


@given(_PROMISES, st.booleans(), _DAYS)
def test_without_evidence_nothing_is_delivered_nor_broken(
    promise: Promise, searched: bool, as_of: date
) -> None:
    found = assess(promise, (), searched, as_of)
    assert found.delivery in ("not assessable", "not yet due", "not looked for", "no evidence found")
    assert (found.score, found.grade) == (None, "E0")


@given(_PROMISES, _WITNESSES, st.booleans(), _DAYS)
def test_score_status_rule_and_grade_are_known_ones(
    promise: Promise, evidence: tuple[Evidence, ...], searched: bool, as_of: date
) -> None:
    found = assess(promise, evidence, searched, as_of)
    assert found.score in (1, 0, -1, None)
    assert found.delivery in get_args(codelists.DeliveryStatus)
    assert found.grade in get_args(codelists.EvidenceGrade)
    assert found.coverage in get_args(codelists.Coverage)
    assert found.rule in RULES
    assert all(one.day <= as_of for one in found.evidence)


@given(_PROMISES, _WITNESSES, st.booleans(), _DAYS)
def test_what_is_not_due_is_never_broken(
    promise: Promise, evidence: tuple[Evidence, ...], searched: bool, as_of: date
) -> None:
    found = assess(promise, evidence, searched, as_of)
    if promise.due is None or as_of <= promise.due:
        assert found.delivery not in ("not delivered", "delivered late")


@given(_PROMISES, _WITNESSES, st.booleans(), _DAYS)
def test_delivered_stands_on_two_origins_or_proof(
    promise: Promise, evidence: tuple[Evidence, ...], searched: bool, as_of: date
) -> None:
    found = assess(promise, evidence, searched, as_of)
    if found.delivery in ("delivered", "delivered late"):
        assert found.grade in ("E3", "E4")
        assert found.score == (None if promise.lifecycle in ("suspended", "cancelled", "superseded") else 1)


@given(_PROMISES, _WITNESSES, _DAYS)
def test_a_search_accuses_nobody(promise: Promise, evidence: tuple[Evidence, ...], as_of: date) -> None:
    without, with_ = (assess(promise, evidence, searched, as_of) for searched in (False, True))
    assert (without.score, without.grade) == (with_.score, with_.grade)


# from records to the resolved view

PLEDGE = """
- commitment: trees
  what: Plants trees along the coast
  kind: pledge
  obligors: [{obligors}]
  made: 2020-01-01
  due: 2023-12-31
  at: para 1
"""


def pledged(obligors: str = "japan") -> Paper:
    return paper("promise", PLEDGE.format(obligors=obligors), published="2020-01-02")


def reported(
    slug: str, said_by: str = "", stage: str = "delivered", day: str = "2023-06-01", **more: str
) -> Paper:
    said = f"  said_by: {said_by}\n" if said_by else ""
    return paper(
        slug,
        f"- delivery: trees-planted\n  what: Trees stand\n  date: {day}\n  stage: {stage}\n{said}"
        "  fulfils:\n    - {promise: trees, extent: full, basis: stated}\n  at: para 2\n",
        **more,
    )


def grade(*papers: Paper, obligors: str = "japan") -> str:
    found: str = values(graph(pledged(obligors), *papers), "trees", "akg:evidenceGrade")[0]
    return found


def test_a_newspaper_is_another_party() -> None:
    assert grade(reported("news", publisher="herald")) == "E2"


def test_two_newspapers_are_two_witnesses_and_a_copy_is_none() -> None:
    first = reported("news", publisher="herald", origin="wire")
    assert grade(first, reported("more", publisher="courier")) == "E3"
    assert grade(first, reported("more", publisher="courier", origin="wire")) == "E2"


def test_a_copy_of_a_document_on_record_is_no_second_witness() -> None:
    assert (
        grade(reported("news", publisher="herald"), reported("copy", publisher="courier", origin="news"))
        == "E2"
    )


@pytest.mark.parametrize(
    ("obligors", "publisher", "said_by"),
    [
        ("japan", "japan-online", ""),
        ("japan", "japan-online", "author"),
        ("japan", "herald", "japan"),
        ("japan", "herald", "japan-online"),
        ("japan", "herald", "joint"),
        ("japan", "herald", "ambassador-of-japan"),
        ("asean", "herald", "asean-secretariat"),
        ("asean", "herald", "legal-division"),
        ("asean", "secretariat-online", ""),
        ("indonesia, japan", "japan-online", ""),
    ],
)
def test_who_speaks_for_an_obligor_is_no_witness(obligors: str, publisher: str, said_by: str) -> None:
    assert grade(reported("news", said_by, publisher=publisher), obligors=obligors) == "E1"


@pytest.mark.parametrize(
    ("obligors", "publisher", "said_by"),
    [
        ("japan", "japan-online", "indonesia"),
        ("japan", "secretariat-online", ""),
        ("indonesia", "japan-online", ""),
        ("japan", "herald", "author"),
        ("asean", "herald", "river-commission"),
    ],
)
def test_who_speaks_for_another_is_another_party(obligors: str, publisher: str, said_by: str) -> None:
    assert grade(reported("news", said_by, publisher=publisher), obligors=obligors) == "E2"


def test_who_holds_a_post_of_an_obligor_is_no_witness() -> None:
    post = """
    - tenure: a-diplomat-as-ambassador
      person: a-diplomat
      post: ambassador-of-japan
      start: not-stated
      seen: 2022
      at: para 1
    """
    news = reported("news", "a-diplomat", publisher="herald")
    assert grade(news) == "E2", "no document says whose diplomat it is"
    assert grade(news, paper("post", post)) == "E1"


@pytest.mark.parametrize("kind", ["treaty text", "depositary notice", "audited report"])
def test_some_documents_prove_by_themselves(kind: str) -> None:
    store = graph(pledged(), reported("proof", publisher="japan-online", kind=kind))
    assert values(store, "trees", "akg:evidenceGrade") == ["E4"]
    assert values(store, "trees", "akg:delivery") == ["delivered"]


def test_a_text_that_is_only_adopted_proves_nothing_by_itself() -> None:
    assert grade(reported("text", publisher="japan-online", kind="adopted text")) == "E1"


def test_undated_evidence_counts_from_the_day_its_document_was_public() -> None:
    store = graph(pledged(), reported("news", day="not-stated", published="2023-03-05"))
    promise = iris.thing("commitment", "trees")
    before, after = (assess_all(store, date(2023, 3, day))[promise] for day in (4, 5))
    assert (before.delivery, before.coverage) == ("not yet due", "not searched")
    assert (after.delivery, after.coverage) == ("partly delivered", "evidence on record")


def test_the_build_writes_what_the_rules_say() -> None:
    store = graph(pledged(), reported("news", stage="not delivered", day="2024-01-02"))
    found = {
        name: values(store, "trees", f"akg:{name}")
        for name in ("delivery", "evidenceGrade", "score", "coverage", "deliveryRule")
    }
    assert found == {
        "delivery": ["not delivered"],
        "evidenceGrade": ["E2"],
        "score": [-1],
        "coverage": ["evidence on record"],
        "deliveryRule": ["D8"],
    }


def test_an_empty_score_is_written_nowhere() -> None:
    store = graph(pledged())
    assert values(store, "trees", "akg:delivery") == ["not looked for"]
    assert values(store, "trees", "akg:score") == []


SEARCH = """\
- search: search-for-trees
  promise: trees
  queries: [trees along the coast]
  where: the web
  on: 2024-05-01
  found: nothing
"""


def test_a_search_counts_from_its_day() -> None:
    store = graph(pledged(), extra={"searches/all.yaml": SEARCH})
    assert values(store, "trees", "akg:delivery") == ["no evidence found"]
    before = assess_all(store, date(2024, 4, 30))[iris.thing("commitment", "trees")]
    assert before.delivery == "not looked for"


def test_money_that_moved_is_no_promise_and_money_without_a_kind_cannot_be_assessed() -> None:
    sums = "".join(
        f"- contribution: sum-{number}\n  by: japan\n  to: asean\n  amount: {number} USD\n  kind: {kind}\n  at: para {number}\n"
        for number, kind in enumerate(get_args(codelists.MoneyKind), 1)
    )
    store = graph(paper("sums", sums))
    found = {
        kind: values(store, f"sum-{number}", "akg:delivery")
        for number, kind in enumerate(get_args(codelists.MoneyKind), 1)
    }
    assert found == {
        "pledge": ["not looked for"],
        "commitment": ["not looked for"],
        "disbursement": [],
        "expenditure": [],
        "not stated": ["not assessable"],
    }


def test_no_record_of_a_meeting_or_a_restatement_delivers_anything() -> None:
    more = """
    - meeting: friends-summit-1
      name: First summit
      held: 2023-06-01
      at: para 1
    - commitment: trees-again
      what: Will go on planting
      kind: pledge
      obligors: japan
      made: 2023-06-01
      restates: trees
      meeting: friends-summit-1
      at: para 2
    """
    assert values(graph(pledged(), paper("talk", more)), "trees", "akg:delivery") == ["not looked for"]
