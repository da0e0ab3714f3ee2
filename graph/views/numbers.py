"""Numbers as a language writes them; what leaves a page as data stays plain."""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from babel.numbers import format_decimal

from aseankg.graph.store import Term
from aseankg.ontology.terms import xsd

_NUMBER = re.compile(r"(?:(?P<currency>[A-Z]{3}) )?(?P<value>[+-]?\d+(?:\.\d+)?)")


class Number(NamedTuple):
    """A number: its value as data has it, and its currency where it is a sum."""

    value: str
    currency: str


def number_of(term: Term) -> Number | None:
    """Return the number that a term is, a sum with its currency before it included; nothing for anything else."""
    if term.datatype not in (xsd.decimal, xsd.integer):
        return None
    match = _NUMBER.fullmatch(term.value)
    return Number(match["value"], match["currency"] or "") if match else None


@cache
def written(value: str | int | Decimal, language: str) -> str:
    """Return a number with the signs that a language puts between thousands and before a fraction."""
    return format_decimal(Decimal(value), locale=language, decimal_quantization=False)
