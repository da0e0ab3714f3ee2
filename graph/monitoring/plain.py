"""The matrix as plain data, for programs: every cell with what stands in it."""

from typing import Any

from aseankg.graph.monitoring.cell import Counts
from aseankg.graph.monitoring.matrix import Matrix
from aseankg.graph.monitoring.states import STATES, state


def as_json(matrix: Matrix) -> dict[str, Any]:
    """Return a matrix as data that JSON can hold."""
    return {
        "framework": matrix.framework.slug,
        "name": matrix.framework.name,
        "columns": matrix.kind,
        "as_of": str(matrix.as_of),
        "known_on": str(matrix.known_on) if matrix.known_on else None,
        "notes": list(matrix.notes),
        "total": _counts(matrix.total),
        "lines": [
            {"line": row.key, "label": row.label, "total": _counts(matrix.row_total(row.key))}
            for row in matrix.rows
        ],
        "actors": [
            {
                "actor": column.key,
                "label": column.label,
                "group": column.group,
                "total": _counts(matrix.column_total(column.key)),
            }
            for column in matrix.columns
        ],
        "cells": [
            {
                "line": cell.row.key,
                "actor": cell.column.key,
                "counts": _counts(cell.counts),
                "empty_because": cell.silence or None,
                "entries": [
                    {
                        "id": item.entry.slug,
                        "basis": item.basis,
                        "rules": list(item.rules),
                        "roles": list(item.roles),
                        "state": state(item.entry, matrix.as_of).name,
                        "delivery": item.entry.delivery or None,
                        "grade": item.entry.grade or None,
                        "sources": [citation.slug for citation in item.entry.citations],
                    }
                    for item in cell.items
                ],
            }
            for cell in matrix
        ],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "entries": counts.n,
        "stated": counts.stated,
        "inferred": counts.inferred,
        "states": {name: counts.states.get(name, 0) for name in STATES},
        "grades": {grade or "none computed": number for grade, number in sorted(counts.grades.items())},
        "unknown_because": dict(sorted(counts.reasons.items())),
        "repeated": counts.repeated,
    }
