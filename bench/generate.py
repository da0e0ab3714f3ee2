"""Synthetic records of any number: every kind of what is common, choices skewed as Zipf says, the same for each seed.

    python -m bench.generate 10000 FOLDER

One statement in twenty tells of a tie, a meeting or a sum that an earlier document told of, with other dates: most of
these documents disagree. A statement is wrong where `wrong` says so: a reference to nothing, a date that is none, a key
that is unknown, in turn.
"""

import random
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, takewhile
from pathlib import Path
from typing import Any

import yaml

Entry = dict[str, Any]
A_FILE = 8
"""Statements in one source file."""
TOLD_AGAIN = 0.05
"""The share of statements on what an earlier document told of."""
_DATED = {"partnership": "start", "membership": "start", "contribution": "date", "meeting": "held"}
"""Kinds of which two documents may tell, and the date on which they then differ."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_REGISTERS = (
    ("state", 200),
    ("body", 300),
    ("framework", 120),
    ("topic", 150),
    ("place", 100),
    ("series", 40),
)
_WORDS = [
    "trade",
    "coast",
    "forest",
    "health",
    "energy",
    "digital",
    "youth",
    "peace",
    "food",
    "rail",
    "port",
    "water",
    "culture",
    "disaster",
]


class Chooser:
    """Chooses: the first of a list often, the last seldom."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._weights: dict[int, list[float]] = {}

    def one(self, choices: Sequence[str]) -> str:
        """Return one choice; the k-th is taken in proportion to 1/k."""
        size = len(choices)
        if size not in self._weights:
            self._weights[size] = list(accumulate(1 / rank for rank in range(1, size + 1)))
        return self.random.choices(choices, cum_weights=self._weights[size])[0]

    def some(self, choices: Sequence[str], most: int = 3) -> list[str]:
        """Return a few different choices."""
        return sorted({self.one(choices) for _ in range(self.random.randint(1, most))})

    def date(self) -> str:
        """Return a day, more seldom a month or a year."""
        year, month, day = (self.random.randint(*span) for span in ((1990, 2022), (1, 12), (1, 28)))
        return self.one([f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", f"{year}"])

    def text(self) -> str:
        """Return a few words."""
        return " ".join(self.random.choices(_WORDS, k=self.random.randint(4, 14)))


def registers(scale: float = 1.0) -> dict[str, list[Entry]]:
    """Return the register entries by file: actors, frameworks, lines, topics, places, series."""
    slugs = {kind: [f"{kind}-{n}" for n in range(max(3, int(many * scale)))] for kind, many in _REGISTERS}
    letters = [chr(65 + n // 26) + chr(65 + n % 26) for n in range(26 * 26)]
    cited = {"source": "almanac", "at": "table 1"}
    made: dict[str, list[Entry]] = {kind: [] for kind, _ in _REGISTERS}
    for n, slug in enumerate(slugs["state"]):
        codes = {"iso2": letters[n], "iso3": f"X{letters[n]}"}
        made["state"].append({"state": slug, "name": f"State {n}", **codes, **cited})
    made["body"] = [{"body": "asean", "name": "ASEAN", "kind": "organisation", **cited}]
    for n, slug in enumerate(slugs["body"]):
        made["body"].append(
            {"body": slug, "name": f"Body {n}", "kind": "committee", "parent": "asean", **cited}
        )
    for n, slug in enumerate(slugs["framework"]):
        made["framework"].append({"framework": slug, "name": f"Framework {n}", "kind": "treaty", **cited})
        for code in range(1, 6):
            line = {"line": f"{slug}-{code}", "framework": slug, "code": str(code), "kind": "area"}
            made["framework"].append({**line, "heading": f"Area {code}", **cited})
    made["topic"] = [{"topic": slug, "name": f"Topic {n}", **cited} for n, slug in enumerate(slugs["topic"])]
    made["place"] = [{"place": slug, "name": f"Place {n}", **cited} for n, slug in enumerate(slugs["place"])]
    for n, slug in enumerate(slugs["series"]):
        made["series"].append(
            {"meeting_series": slug, "name": f"Series {n}", "kind": "partner summit", **cited}
        )
    made["publisher"] = [{"publisher": f"publisher-{n}", "name": f"Publisher {n}"} for n in range(20)]
    return made


class Statements:
    """Makes statements one after another."""

    def __init__(self, seed: int, entries: dict[str, list[Entry]], wrong: float) -> None:
        self.choose = Chooser(seed)
        self._slugs = {kind: [next(iter(entry.values())) for entry in made] for kind, made in entries.items()}
        self._lines = [slug for slug in self._slugs["framework"] if slug.count("-") == 2]
        self._frameworks = [slug for slug in self._slugs["framework"] if slug.count("-") == 1]
        self._wrong = wrong
        self._promises: list[str] = []
        self._told: deque[tuple[int, str, Entry]] = deque(maxlen=1000)

    def one(self, number: int) -> Entry:
        """Return the statement of this number."""
        makers: tuple[Callable[[int], Entry], ...] = (
            self._commitment,
            self._meeting,
            self._consent,
            self._contribution,
            self._position,
        )
        makers += (self._partnership, self._membership, self._activity, self._delivery, self._expectation)
        maker = makers[number % len(makers)] if number else self._commitment
        made = self._again(number) or maker(number)
        if (kind := next(iter(made))) in _DATED:
            self._told.append((number, kind, made))
        made = {**made, "at": f"para {number % 40 + 1}"}
        if self.choose.random.random() < self._wrong:
            made |= ({"note": ["a list"]}, {"said_by": "nobody-known"}, {"colour": "red"})[number % 3]
        return made

    def _again(self, number: int) -> Entry | None:
        """Return what an earlier document told of, on another day; nothing where it is not this statement's turn."""
        if self.choose.random.random() >= TOLD_AGAIN or not self._told:
            return None
        _, kind, made = self.choose.random.choice(self._told)
        document = number // A_FILE
        here = takewhile(lambda told: told[0] // A_FILE == document, reversed(self._told))
        if made[kind] in {told[name] for _, name, told in here}:
            return None
        return {**made, _DATED[kind]: self.choose.date()}

    def _actors(self) -> list[str]:
        return self.choose.some(self._slugs["state"])

    def _commitment(self, number: int) -> Entry:
        self._promises.append(f"promise-{number}")
        return {
            "commitment": f"promise-{number}",
            "what": f"{self.choose.text()} {number}",  # no two say the same: that would be a restatement
            "kind": self.choose.one(["pledge", "political commitment", "legal obligation", "intention"]),
            "obligors": self._actors(),
            "beneficiaries": "asean",
            "made": self.choose.date(),
            "framework": self.choose.one(self._frameworks),
            "topics": self.choose.some(self._slugs["topic"]),
            "serves": [{"line": self.choose.one(self._lines), "basis": "stated"}],
        }

    def _meeting(self, number: int) -> Entry:
        return {
            "meeting": f"meeting-{number}",
            "name": f"Meeting {number}",
            "series": self.choose.one(self._slugs["series"]),
            "held": self.choose.date(),
            "place": self.choose.one(self._slugs["place"]),
            "participants": [{"actor": actor, "role": "participant"} for actor in self._actors()],
            "topics": [
                {"topic": topic, "role": "discussed"} for topic in self.choose.some(self._slugs["topic"])
            ],
        }

    def _consent(self, number: int) -> Entry:
        return {
            "consent": f"consent-{number}",
            "party": self.choose.one(self._slugs["state"]),
            "instrument": self.choose.one(self._frameworks),
            "step": self.choose.one(["signature", "ratification", "accession"]),
            "date": self.choose.date(),
        }

    def _contribution(self, number: int) -> Entry:
        return {
            "contribution": f"money-{number}",
            "by": self._actors(),
            "to": self.choose.one(self._slugs["body"]),
            "amount": f"{self.choose.random.randint(1, 10**7)} {self.choose.one(['USD', 'JPY', 'EUR'])}",
            "kind": self.choose.one(["pledge", "commitment", "disbursement"]),
            "date": self.choose.date(),
            "topics": self.choose.some(self._slugs["topic"]),
        }

    def _position(self, number: int) -> Entry:
        return {
            "position": f"stand-{number}",
            "what": self.choose.text(),
            "by": self._actors(),
            "stance": self.choose.one(["supports", "welcomes", "reaffirms"]),
            "on": self.choose.one(self._frameworks),
            "date": self.choose.date(),
        }

    def _partnership(self, number: int) -> Entry:
        return {
            "partnership": f"tie-{number}",
            "partner": self.choose.one(self._slugs["state"]),
            "with": self.choose.one(self._slugs["body"]),
            "status": self.choose.one(["dialogue partner", "sectoral dialogue partner", "observer"]),
            "start": self.choose.date(),
        }

    def _membership(self, number: int) -> Entry:
        return {
            "membership": f"seat-{number}",
            "member": self.choose.one(self._slugs["state"]),
            "of": self.choose.one(self._slugs["body"]),
            "role": self.choose.one(["member", "observer", "chair"]),
            "start": self.choose.date(),
        }

    def _activity(self, number: int) -> Entry:
        return {
            "activity": f"project-{number}",
            "name": f"Project {number}",
            "kind": self.choose.one(["project", "programme", "event"]),
            "lifecycle": self.choose.one(["active", "completed", "not stated"]),
            "start": self.choose.date(),
            "involved": [{"actor": actor, "role": "funding"} for actor in self._actors()],
            "serves": [{"line": self.choose.one(self._lines), "basis": "inferred"}],
        }

    def _delivery(self, number: int) -> Entry:
        promise = self.choose.random.choice(self._promises)
        return {
            "delivery": f"delivery-{number}",
            "what": self.choose.text(),
            "by": self._actors(),
            "date": "2023",
            "stage": self.choose.one(["in progress", "partly delivered", "delivered"]),
            "fulfils": [{"promise": promise, "extent": "partial", "basis": "stated"}],
        }

    def _expectation(self, number: int) -> Entry:
        return {
            "expectation": f"hope-{number}",
            "act": "signature",
            "by": self._actors(),
            "on": self.choose.one(self._frameworks),
            "stage": "planned",
            "expected": "2030",
        }


def header(slug: str, chooser: Chooser) -> Entry:
    """Return the header of a document."""
    return {
        "title": f"Document {slug}",
        "kind": chooser.one(["press report", "secretariat release", "adopted text"]),
        "publisher": f"publisher-{chooser.random.randint(0, 19)}",
        "published": f"2023-{chooser.random.randint(1, 12):02}-{chooser.random.randint(1, 28):02}",
        "language": "en",
        "url": f"https://documents.example/{slug}",
        "retrieved": "2024-02-01",
        "read": "whole",
        "curated_by": "maintainers",
        "curated_on": "2024-02-01",
    }


def documents(count: int, seed: int = 1, wrong: float = 0.0) -> Iterator[tuple[str, Any]]:
    """Yield path and content of every file of a folder of records with that many statements."""
    entries = registers(min(1.0, count / 1000))
    for kind, made in entries.items():
        yield f"registers/{kind}.yaml", made
    statements = Statements(seed, entries, wrong)
    yield "sources/all/almanac.yaml", {"source": header("almanac", statements.choose), "statements": []}
    for first in range(0, count, A_FILE):
        slug = f"document-{first // A_FILE}"
        made = [statements.one(number) for number in range(first, min(first + A_FILE, count))]
        yield (
            f"sources/{first // 8000}/{slug}.yaml",
            {"source": header(slug, statements.choose), "statements": made},
        )


def write(folder: Path, count: int, seed: int = 1, wrong: float = 0.0) -> Path:
    """Write a folder of records and return it."""
    for path, content in documents(count, seed, wrong):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(content, Dumper=_DUMPER, sort_keys=False, allow_unicode=True), "utf-8")
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
