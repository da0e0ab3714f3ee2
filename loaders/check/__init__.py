"""Rules between records, numbered: one function a rule, its docstring is the rule. All run; none stops another."""

from collections.abc import Callable, Iterator

from aseankg.loaders.check.acts import (
    a_restatement_says_so,
    currencies_stay_apart,
    done_is_not_in_the_future,
    nobody_enters_what_is_computed,
    nobody_joins_before_the_treaty,
    not_due_is_never_broken,
    nothing_is_delivered_before_it_is_promised,
    nothing_is_fulfilled_twice,
    restatements_lead_back,
)
from aseankg.loaders.check.identity import (
    iso_codes_are_unique,
    names_are_unique,
    one_document_one_file,
    one_slug_one_thing,
    references_resolve,
)
from aseankg.loaders.check.private import (
    private_records_redefine_nothing,
    private_records_stand_on_private_documents,
)
from aseankg.loaders.check.walk import Fault, kinds_by_slug, references
from aseankg.loaders.read import Records

__all__ = ["RULES", "check", "kinds_by_slug", "references"]


RULES: dict[str, Callable[[Records], Iterator[Fault]]] = {
    "R1": one_slug_one_thing,
    "R2": one_document_one_file,
    "R3": references_resolve,
    "R4": names_are_unique,
    "R5": iso_codes_are_unique,
    "R6": done_is_not_in_the_future,
    "R7": nobody_joins_before_the_treaty,
    "R8": nothing_is_delivered_before_it_is_promised,
    "R9": not_due_is_never_broken,
    "R10": a_restatement_says_so,
    "R11": restatements_lead_back,
    "R12": nobody_enters_what_is_computed,
    "R13": currencies_stay_apart,
    "R14": nothing_is_fulfilled_twice,
    "R20": private_records_redefine_nothing,
    "R21": private_records_stand_on_private_documents,
}
"""Rules by their numbers. A number is never used again for another rule."""


def check(records: Records) -> None:
    """Add a problem to the records for every rule that one of them breaks."""
    for number, rule in RULES.items():
        for item, field, found, expected in rule(records):
            records.problem(item, field, found, expected, number)
