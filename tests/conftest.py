"""What many tests stand on: the shipped graph, assembled once a worker, and a small folder of records to change."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from aseankg.graph.build import assemble, build, default_folder, records_folder, validate
from aseankg.graph.queries import questions
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.language import ENGLISH
from aseankg.loaders.check import kinds_by_slug
from aseankg.loaders.read import read

RecordsCopy = Callable[..., Path]

PAPER = """\
source:
  title: A paper on friends
  kind: press report
  publisher: gazette
  published: 2024-01-10
  language: en
  url: https://gazette.example/paper
  retrieved: 2024-02-01
  read: whole
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
  - membership: indonesia-in-asean
    member: indonesia
    of: asean
    role: founding member
    start: 1967-08-08
    at: para 1
  - partnership: japan-dialogue-partner
    partner: japan
    status: dialogue partner
    start: 1977
    at: para 2
  - consent: japan-friendship-treaty
    party: japan
    instrument: treaty-of-friendship
    step: accession
    date: 2004-07-02
    at: para 3
  - commitment: japan-plants-trees
    what: Plants trees along the coast
    kind: pledge
    obligors: japan
    beneficiaries: asean
    made: 2023-12
    framework: treaty-of-friendship
    topics: climate-change
    serves:
      - {line: treaty-of-friendship-1, basis: stated}
    at: para 4
  - contribution: japan-to-asean-2023
    by: japan
    to: asean
    amount: 2500.50 JPY
    kind: pledge
    date: 2023-12-17
    at: para 5
  - meeting: friends-meeting-1
    name: First meeting of friends
    held: 2023-12-16/2023-12-18
    place: jakarta
    participants:
      - {person: a-diplomat, posts: ambassador-of-japan, role: chair}
      - {actor: indonesia, role: host}
    topics:
      - {topic: climate-change, role: discussed}
    at: para 6
  - expectation: japan-upgrade-expected
    act: partnership upgrade
    by: [asean, japan]
    stage: planned
    expected: 2030
    at: para 7
"""

SMALL: Mapping[str, str] = {
    "registers/states.yaml": """\
- state: indonesia
  name: Indonesia
  iso2: ID
  iso3: IDN
  source: paper
  at: para 1
- state: japan
  name: Japan
  aliases:
    - {name: 日本, lang: ja}
  iso2: JP
  iso3: JPN
  source: paper
  at: para 2
""",
    "registers/bodies.yaml": """\
- body: asean
  name: ASEAN
  kind: organisation
  source: paper
  at: para 1
""",
    "registers/frameworks.yaml": """\
- framework: treaty-of-friendship
  name: Treaty of Friendship
  kind: treaty
  adopted: 1976-02-24
  source: paper
  at: para 3
""",
    "registers/lines.yaml": """\
- line: treaty-of-friendship-1
  framework: treaty-of-friendship
  code: "1"
  kind: paragraph
  heading: Coasts
  source: paper
  at: para 4
""",
    "registers/topics.yaml": """\
- topic: climate-change
  name: climate change
  source: paper
  at: para 4
""",
    "registers/others.yaml": """\
- publisher: gazette
  name: The Gazette
- person: a-diplomat
  name: A. Diplomat
  source: paper
  at: para 6
- post: ambassador-of-japan
  name: Ambassador of Japan
  of: japan
  source: paper
  at: para 6
- place: jakarta
  name: Jakarta
  country: indonesia
  source: paper
  at: para 6
""",
    "sources/2024/paper.yaml": PAPER,
}


@pytest.fixture(scope="session")
def store() -> EmbeddedStore:
    """The graph of the shipped records. For reading only."""
    made = assemble(validate(records_folder()))[0]
    made.settle()
    return made


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the shipped records, made once for all workers, where commands and notebooks look for it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = default_folder(records_folder())
    with FileLock(shared / "shipped.lock"):  # a worker waits for another however long that takes
        build(records_folder(), folder, language=ENGLISH)
    return folder


def _write(root: Path, changes: Mapping[str, str | bytes] | None) -> Path:
    for path, content in {**SMALL, **(changes or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def _write_asked(root: Path) -> Path:
    """Add the things that the shipped questions ask about, whose pages a build makes."""
    known = kinds_by_slug(read(root))
    asked = {
        parameter.default
        for question in questions().values()
        for parameter in question.parameters
        if parameter.type == "thing" and parameter.default
    }
    for slug in sorted(asked - known.keys()):
        entry = f"- topic: {slug}\n  name: {slug}\n  source: paper\n  at: title\n"
        (root / f"registers/asked-{slug}.yaml").write_text(entry, "utf-8")
    return root


@pytest.fixture
def records_copy(tmp_path: Path) -> RecordsCopy:
    """Write a small valid folder of records, with other files in it or over it, and return it."""

    def write(changes: Mapping[str, str | bytes] | None = None, name: str = "records") -> Path:
        return _write(tmp_path / name, changes)

    return write


@pytest.fixture
def buildable_copy(records_copy: RecordsCopy) -> RecordsCopy:
    """Write small records that also name what the pages of the shipped questions ask about."""

    def write(changes: Mapping[str, str | bytes] | None = None, name: str = "records") -> Path:
        return _write_asked(records_copy(changes, name))

    return write


@pytest.fixture(scope="session")
def write_buildable() -> Callable[[Path, Mapping[str, str]], Path]:
    """Do as buildable_copy does, in a folder of the caller's: for what many tests of one file share."""
    return lambda root, changes: _write_asked(_write(root, changes))
