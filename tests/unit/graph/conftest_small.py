"""A small world to build graphs from: registers that every test may use, and papers that a test writes itself."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent, indent
from typing import Any

from aseankg.graph.build import assemble, validate
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore

RETRIEVED = "2025-01-31"
"""The day on which every paper was retrieved, unless it says otherwise: as of when the build assesses promises."""

Paper = Mapping[str, str]
"""One source file: its path and its text."""


def paper(
    slug: str,
    statements: str = "",
    *,
    published: str = "2024-01-10",
    publisher: str = "gazette",
    kind: str = "press report",
    origin: str = "",
    retrieved: str = RETRIEVED,
) -> Paper:
    """Return a paper of that name whose statements are written as in a record."""
    header = f"""\
source:
  title: Paper {slug}
  kind: {kind}
  publisher: {publisher}
  published: {published}
  language: en
  url: https://papers.example/{slug}
  retrieved: {retrieved}
  read: whole
  curated_by: maintainers
  curated_on: {retrieved}
"""
    if origin:
        header += f"  origin: {origin}\n"
    listed = (
        "statements:\n" + indent(dedent(statements).lstrip("\n"), "  ") if statements else "statements: []\n"
    )
    return {f"sources/all/{slug}.yaml": header + listed}


def _registers() -> dict[str, str]:
    states = {"indonesia": "ID IDN", "japan": "JP JPN", "viet-nam": "VN VNM", "timor-leste": "TL TLS"}
    lines = [
        "- state: {}\n  name: {}\n  iso2: {}\n  iso3: {}\n  source: almanac\n  at: table 1\n".format(
            slug, slug.replace("-", " ").title(), *codes.split()
        )
        for slug, codes in states.items()
    ]
    return {"registers/states.yaml": "".join(lines), "registers/rest.yaml": _REST}


_REST = """\
- body: asean
  name: ASEAN
  kind: organisation
  source: almanac
  at: table 2
- body: asean-secretariat
  name: ASEAN Secretariat
  kind: secretariat
  parent: asean
  source: almanac
  at: table 2
- body: legal-division
  name: Legal Division
  kind: division
  parent: asean-secretariat
  source: almanac
  at: table 2
- body: river-commission
  name: River Commission
  kind: organisation
  source: almanac
  at: table 2
- post: ambassador-of-japan
  name: Ambassador of Japan
  of: japan
  source: almanac
  at: table 2
- person: a-diplomat
  name: A. Diplomat
  source: almanac
  at: table 2
- framework: treaty-of-friendship
  name: Treaty of Friendship
  kind: treaty
  adopted: 1976-02-24
  source: almanac
  at: table 3
- framework: treaty-of-trade
  name: Treaty of Trade
  kind: treaty
  adopted: 1980
  parties: asean
  period: 1981/1990
  source: almanac
  at: table 3
- line: pillar-1
  framework: treaty-of-friendship
  code: "1"
  kind: pillar
  heading: Nature
  source: almanac
  at: table 4
- line: pillar-1-1
  framework: treaty-of-friendship
  code: "1.1"
  kind: action line
  heading: Coasts
  parent: pillar-1
  source: almanac
  at: table 4
- line: pillar-1-1-1
  framework: treaty-of-friendship
  code: "1.1.1"
  kind: action line
  heading: Mangroves
  parent: pillar-1-1
  source: almanac
  at: table 4
- topic: climate-change
  name: climate change
  source: almanac
  at: table 5
- meeting_series: friends-summit
  name: Summit of Friends
  kind: summit
  source: almanac
  at: table 6
- meeting_series: friends-forum
  name: Forum of Friends
  kind: forum
  source: almanac
  at: table 6
- publisher: gazette
  name: The Gazette
- publisher: herald
  name: The Herald
- publisher: courier
  name: The Courier
- publisher: japan-online
  name: Japan Online
  of: japan
- publisher: secretariat-online
  name: Secretariat Online
  of: asean-secretariat
"""

ALMANAC = paper("almanac", published="2000-01-01", publisher="courier", kind="database")


def write(root: Path, *papers: Paper, extra: Mapping[str, str] | None = None) -> Path:
    """Write the small world and these papers, with other files over it, and return the folder."""
    files = {**_registers(), **ALMANAC}
    for one in papers:
        assert not files.keys() & one.keys(), "a paper of that name is there"
        files.update(one)
    for path, text in {**files, **(extra or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


def graph(*papers: Paper, extra: Mapping[str, str] | None = None) -> EmbeddedStore:
    """Return the graph of the small world and these papers."""
    with TemporaryDirectory() as folder:
        return assemble(validate(write(Path(folder) / "records", *papers, extra=extra)))[0]


def values(view: View, slug: str, path: str) -> list[Any]:
    """Return what the view says of a thing along a property path, sorted; words of code lists as they are written."""
    query = f"""SELECT DISTINCT ?value {{
      ?thing dcterms:identifier "{slug}" ; {path} ?o .
      OPTIONAL {{ ?o skos:notation ?word }} OPTIONAL {{ ?o dcterms:identifier ?slug }}
      BIND(COALESCE(?word, ?slug, ?o) AS ?value)
    }} ORDER BY ?value"""
    return [row[0] for row in run(view, query).rows]


def exists(view: View, slug: str) -> bool:
    """Return whether the resolved view says anything of what has this slug."""
    return view.ask(f'ASK {{ ?thing dcterms:identifier "{slug}" ; ?p ?o }}')
