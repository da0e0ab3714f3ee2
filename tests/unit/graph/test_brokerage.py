"""Brokers: by hand, and against the definition written out."""

from itertools import permutations

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.analysis.brokerage import ROLES, brokerage, roles
from aseankg.graph.analysis.collapsed import Collapsed
from aseankg.graph.analysis.groups import groups, partners
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris


def of(name: str, arcs: list[str], groups_: dict[str, str], *, directed: bool = True) -> dict[str, int]:
    nodes = tuple(sorted(groups_))
    matrix = np.zeros((len(nodes), len(nodes)))
    for arc in arcs:
        matrix[nodes.index(arc[0]), nodes.index(arc[1])] = 1
    found = roles(Collapsed(nodes, csr_array(matrix), directed), groups_)[name]
    return {role: count for role, count in zip(ROLES, found, strict=True) if count}


@pytest.mark.parametrize(
    ("groups_", "role"),
    [
        ("xxx", "coordinator"),
        ("yxy", "consultant"),
        ("yxx", "gatekeeper"),
        ("xxy", "representative"),
        ("xyz", "liaison"),
    ],
)
def test_the_five_roles(groups_: str, role: str) -> None:
    """b stands between a and c."""
    by_node = dict(zip("abc", groups_, strict=True))
    assert of("b", ["ab", "bc"], by_node) == {role: 1}
    assert of("a", ["ab", "bc"], by_node) == {}


def test_who_is_tied_needs_no_broker() -> None:
    assert of("b", ["ab", "bc", "ac"], dict.fromkeys("abc", "x")) == {}
    assert of("b", ["ab", "bc", "ca"], dict.fromkeys("abc", "x")) == {"coordinator": 1}
    assert of("b", ["ab", "ba"], dict.fromkeys("ab", "x")) == {}, "nobody is brokered to themselves"


def test_without_direction_each_open_pair_counts_both_ways() -> None:
    star = ["ab", "ac", "ad"]
    found = of("a", star, {"a": "x", "b": "x", "c": "y", "d": "z"}, directed=False)
    assert found == {"gatekeeper": 2, "representative": 2, "liaison": 2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_definition_written_out(seed: int) -> None:
    random = np.random.default_rng(seed)
    size = 14
    matrix = (random.random((size, size)) < 0.25).astype(float)
    np.fill_diagonal(matrix, 0)
    nodes = tuple(f"n{number:02}" for number in range(size))
    group = {node: "wxyz"[int(random.integers(4))] for node in nodes}
    expected = {node: dict.fromkeys(ROLES, 0) for node in nodes}
    for a, b, c in permutations(range(size), 3):
        if matrix[a, b] and matrix[b, c] and not matrix[a, c]:
            x, y, z = group[nodes[a]], group[nodes[b]], group[nodes[c]]
            if x == y == z:
                role = "coordinator"
            elif x == z:
                role = "consultant"
            elif y == z:
                role = "gatekeeper"
            elif x == y:
                role = "representative"
            else:
                role = "liaison"
            expected[nodes[b]][role] += 1
    found = roles(Collapsed(nodes, csr_array(matrix), True), group)
    assert {node: dict(zip(ROLES, counts, strict=True)) for node, counts in found.items()} == expected


TIES = """
- membership: indonesia-member
  member: indonesia
  of: asean
  role: member
  start: 1967-08-08
  at: para 1
- partnership: japan-dialogue
  partner: japan
  status: dialogue partner
  start: 1977
  at: para 2
- membership: timor-leste-observer
  member: timor-leste
  of: asean
  role: observer
  start: 2022-11-11
  end: 2024-06-30
  at: para 3
- membership: timor-leste-member
  member: timor-leste
  of: asean
  role: member
  start: 2024-07-01
  at: para 4
- commitment: japan-helps
  what: Helps
  kind: pledge
  obligors: japan
  beneficiaries: asean-secretariat
  made: 2024
  at: para 5
- commitment: secretariat-helps
  what: Helps
  kind: pledge
  obligors: asean-secretariat
  beneficiaries: [viet-nam, indonesia]
  made: 2024
  at: para 6
"""
JAPAN, INDONESIA, TIMOR, VIET_NAM = (
    iris.thing("state", slug) for slug in ("japan", "indonesia", "timor-leste", "viet-nam")
)
SECRETARIAT = iris.thing("body", "asean-secretariat")


@pytest.fixture(scope="module")
def made() -> EmbeddedStore:
    return graph(paper("one", TIES))


def test_groups_are_those_of_the_day(made: EmbeddedStore) -> None:
    now = groups(made, "2025-01-31")
    assert now[JAPAN] == "dialogue partner"
    assert now[INDONESIA] == now[TIMOR] == "member state"
    assert now[SECRETARIAT] == "ASEAN", "within it"
    assert VIET_NAM not in now
    assert groups(made, "2023-01-01")[TIMOR] == "observer"
    assert TIMOR not in groups(made, "2000-01-01")


def test_partners_are_neither_members_nor_parts(made: EmbeddedStore) -> None:
    nodes = (JAPAN, INDONESIA, SECRETARIAT, VIET_NAM, "thing")
    kinds = {node: "body" if "/body/" in node else "state" for node in nodes} | {"thing": "topic"}
    assert partners(made, nodes, kinds) == [JAPAN, VIET_NAM]


def test_brokerage_of_records(made: EmbeddedStore) -> None:
    """Japan to the Secretariat, and on to a member and to a state of which no tie with ASEAN is on record."""
    found = brokerage(made, "promises")
    assert found[0].name == "ASEAN Secretariat"
    assert (found[0].group, found[0].liaison, found[0].total) == ("ASEAN", 2, 2)
    assert [line.total for line in found[1:]] == [0, 0, 0]
    assert "with direction" in found.notes[0]
    assert "dialogue partner 1" in found.notes[1]


def test_nothing_has_no_brokers() -> None:
    assert brokerage(EmbeddedStore(), "frameworks") == []
