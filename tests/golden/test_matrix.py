"""Cells of the shipped matrix, counted again from the records themselves, by other code."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from aseankg.graph.build import records_folder
from aseankg.graph.monitoring.matrix import Matrix, matrix
from aseankg.graph.store.embedded import EmbeddedStore

ADOPTED = date(2019, 6, 23)
"""The day of the Outlook, as the register of frameworks has it."""


@cache
def _statements() -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted((records_folder() / "sources").rglob("*.yaml")):
        data = yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)
        if data["source"].get("status") != "draft":
            for statement in data.get("statements", []):
                yield data["source"]["published"], statement


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _counted(line: str, partner: str, basis: str) -> set[str]:
    """Return the promises and activities that a record ties to a line and a partner; a date tells what is too old."""
    found = set()
    for published, statement in _statements():
        slug = next(
            (statement[kind] for kind in ("commitment", "contribution", "activity") if kind in statement),
            None,
        )
        if slug is None or not any(
            one["line"] == line and one["basis"] == basis for one in statement.get("serves", [])
        ):
            continue
        named = [
            *_listed(statement.get("obligors")),
            *_listed(statement.get("by")),
            *_listed(statement.get("to")),
        ]
        named += [
            *_listed(statement.get("beneficiaries")),
            *(i["actor"] for i in statement.get("involved", [])),
        ]
        day = statement.get("made") or statement.get("date") or statement.get("start") or "not-stated"
        if day == "not-stated":
            day = published
        if partner in named and (basis == "stated" or (day != "not-stated" and day[:4] >= "2020")):
            found.add(slug)
    return found


@pytest.fixture(scope="module")
def partners(store: EmbeddedStore) -> Matrix:
    return matrix(store)


@pytest.mark.parametrize(
    ("line", "partner"),
    [
        ("aoip-maritime-cooperation", "united-states"),
        ("aoip-connectivity", "united-kingdom"),
        ("aoip-sustainable-development-goals", "australia"),
    ],
)
def test_what_documents_state_is_counted_as_the_records_have_it(
    partners: Matrix, line: str, partner: str
) -> None:
    expected = _counted(line, partner, "stated")
    cell = partners.cell(line, partner)
    assert {item.entry.slug for item in cell.items if item.basis == "stated"} == expected
    assert expected, "the cell is worth looking at"


@pytest.mark.parametrize(
    ("line", "partner"),
    [("aoip-connectivity", "european-union"), ("aoip-economic-and-other-areas", "japan")],
)
def test_what_is_inferred_after_the_outlook_is_counted_as_the_records_have_it(
    partners: Matrix, line: str, partner: str
) -> None:
    expected = _counted(line, partner, "inferred")
    cell = partners.cell(line, partner)
    assert expected, "the cell is worth looking at"
    assert expected <= {item.entry.slug for item in cell.items if item.basis == "inferred"}


def test_nothing_older_than_the_outlook_is_inferred_to_serve_it(partners: Matrix) -> None:
    for cell in partners:
        for item in cell.items:
            if all(m.basis == "inferred" for m in item.entry.lines) and item.entry.day is not None:
                assert item.entry.day >= ADOPTED, item.entry.slug
