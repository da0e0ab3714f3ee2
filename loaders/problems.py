"""What is wrong with a record, and what would mend it: file, line, field, found, expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault in one place."""

    file: str
    line: int
    field: str
    found: str
    expected: str
    rule: str

    def __str__(self) -> str:
        """Return the fault on one line, in the order in which an editor wants it."""
        where = f"{self.file}:{self.line}: " + (f"{self.field}: " if self.field else "")
        return f"{where}found {self.found}; expected {self.expected} [{self.rule}]"


class RecordsInvalidError(Exception):
    """The records do not hold; nothing was built. Carries every problem of the run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of file and line."""
        self.problems = sorted(problems)
        super().__init__(f"{len(self.problems)} problem(s) in the records")


def shown(value: object, limit: int = 80) -> str:
    """Return a value as it can stand in a message: quoted, escaped, cut."""
    text = ascii(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """Return '; nearest: …' for a word that is not known, or nothing where nothing is near."""
    matches = get_close_matches(word, list(known), n=count, cutoff=0.6)
    return f"; nearest: {', '.join(matches)}" if matches else ""
