"""Marks: what the fields of a model say about themselves."""

from typing import Any

import pytest

from aseankg.loaders.marks import marks, single_valued
from aseankg.loaders.models.fields import Ref, Value
from aseankg.loaders.models.registers import REGISTERS, State
from aseankg.loaders.models.statements import PARTS, STATEMENTS, Meeting
from aseankg.ontology.terms import akg, dcterms, rdfs, skos

MODELS = (*REGISTERS.values(), *STATEMENTS.values(), *PARTS)


def test_marks_of_a_model_name_its_fields() -> None:
    found = {name: mark for name, mark, _ in marks(State)}
    assert isinstance(found["iso2"], Value)
    assert found["iso2"].property == akg.iso2
    assert "slug" not in found


def test_parts_are_told_from_values() -> None:
    parts = {name for name, _, is_parts in marks(Meeting) if is_parts}
    assert parts == {"participants", "topics", "second_reading"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_no_field_gets_lost_on_the_way_to_the_graph(model: type[Any]) -> None:
    marked = {name for name, _, _ in marks(model)}
    written_otherwise = {"slug", "at", "source", "aliases", "alternatives", "url", "wikidata"}
    assert set(model.model_fields) - marked - written_otherwise == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_references_lead_to_kinds_that_exist(model: type[Any]) -> None:
    for name, mark, _ in marks(model):
        if isinstance(mark, Ref):
            assert set(mark.kinds) <= {*REGISTERS, *STATEMENTS}, name


def test_single_valued_properties() -> None:
    single = single_valued()
    assert {akg.date, akg.start, akg.end, akg.amount, akg.iso2, rdfs.label, dcterms.description} <= single


def test_what_may_have_several_values_is_not_single_valued() -> None:
    several = {akg.by, akg.topic, akg.meeting, akg.obligor, akg.party, akg.treatment, akg.participation}
    assert not several & single_valued()
    assert skos.altLabel not in single_valued()
