"""Reads the marks off a model's fields, once a model."""

from functools import cache
from typing import Any

from aseankg.loaders.models.fields import Code, Parts, Ref, Speaker, Sum, Value, When
from aseankg.loaders.models.registers import REGISTERS
from aseankg.loaders.models.searches import SEARCHES
from aseankg.loaders.models.statements import PARTS, STATEMENTS

Mark = Ref | Code | Speaker | Value | Sum | When | Parts


_MARKS: dict[type[Any], tuple[tuple[str, Mark, bool], ...]] = {}


def marks(model: type[Any]) -> tuple[tuple[str, Mark, bool], ...]:
    """Return name, mark and whether the field holds parts, for every marked field of a model."""
    if model not in _MARKS:
        _MARKS[model] = tuple(
            (name, mark, isinstance(mark, Parts))
            for name, info in model.model_fields.items()
            for mark in info.metadata
            if isinstance(mark, Mark)
        )
    return _MARKS[model]


@cache
def single_valued() -> frozenset[str]:
    """Return the properties of which a thing has one value: sources that differ on these disagree."""
    single: set[str] = set()
    several: set[str] = set()
    for model in (*REGISTERS.values(), *STATEMENTS.values(), *PARTS, *SEARCHES.values()):
        for name, mark, _ in marks(model):
            properties = _properties(mark)
            many = "tuple" in str(model.model_fields[name].annotation)
            (several if many else single).update(properties)
    return frozenset(single - several)


def _properties(mark: Any) -> list[str]:
    match mark:
        case When(property=main, start=start, end=end):
            return [p for p in (main, *(start or ())[:1], *(end or ())[:1]) if p]
        case Sum(amount=amount, currency=currency):
            return [amount, currency]
        case Ref() | Code() | Value():
            return [mark.property]
    return []
