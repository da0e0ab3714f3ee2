"""`iris` makes IRIs and takes them apart again."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseankg.ontology import iris

KINDS = st.from_regex(r"[a-z]+(_[a-z]+)*", fullmatch=True)
SLUGS = st.from_regex(iris.SLUG, fullmatch=True).filter(lambda slug: not slug.endswith("\n"))
ROLES = st.sampled_from(["participation", "treatment", "involvement", "output", "serves"])


def test_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(iris)
    assert result.attempted >= 3
    assert result.failed == 0


@given(KINDS, SLUGS)
def test_parse_undoes_thing(kind: str, slug: str) -> None:
    assert iris.parse(iris.thing(kind, slug)) == iris.Name(kind, slug)


@given(SLUGS)
def test_parse_undoes_source(slug: str) -> None:
    assert iris.parse(iris.source(slug)) == iris.Name("source", slug)


@given(KINDS, SLUGS, ROLES, SLUGS)
def test_parse_undoes_part(kind: str, slug: str, role: str, key: str) -> None:
    whole = iris.thing(kind, slug)
    assert iris.parse(iris.part(whole, role, key)) == iris.Name(kind, slug, f"{role}-{key}")
    assert iris.parse(iris.part(iris.source(slug), role, key)) == iris.Name("source", slug, f"{role}-{key}")


@given(KINDS, SLUGS, KINDS, SLUGS)
def test_two_things_never_share_an_iri(kind: str, slug: str, other_kind: str, other_slug: str) -> None:
    same = iris.thing(kind, slug) == iris.thing(other_kind, other_slug)
    assert same == ((kind, slug) == (other_kind, other_slug))


@given(st.text())
def test_parse_refuses_or_understands_any_text(text: str) -> None:
    assert iris.parse(text) is None
    name = iris.parse(f"{iris.BASE}id/state/{text}")
    assert name is None or f"{iris.BASE}id/state/{text}".startswith(iris.thing(name.kind, name.slug))


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/id/state/canada",
        "https://w3id-org/aseankg/id/state/canada",
        f"x{iris.BASE}id/state/canada",
        f"{iris.BASE}id/state",
        f"{iris.BASE}id/state/",
        f"{iris.BASE}id/state/canada/",
        f"{iris.BASE}id/state/canada#",
        f"{iris.BASE}id/state/Canada",
        f"{iris.BASE}id/state/canada\n",
        f"{iris.BASE}sources/canada",
        iris.ONTOLOGY + "State",
        iris.RESOLVED,
        iris.EDITORIAL,
        iris.code("stance", "supports"),
    ],
)
def test_strangers_and_other_iris_of_ours_are_no_things(iri: str) -> None:
    assert iris.parse(iri) is None


def test_our_iris_lie_below_the_base() -> None:
    for iri in (
        iris.ONTOLOGY,
        iris.RESOLVED,
        iris.EDITORIAL,
        iris.source("a"),
        iris.thing("a", "b"),
        iris.code("a", "b"),
    ):
        assert iri.startswith(iris.BASE)
