"""A small world for monitoring: an outlook of 2019 with two areas, members, partners, and papers of what they promise."""

from datetime import date
from pathlib import Path

from tests.unit.graph.conftest_small import Paper, graph, paper, write

from aseankg.graph.store.embedded import EmbeddedStore

EXTRA = {
    "registers/outlook.yaml": """\
- state: india
  name: India
  iso2: IN
  iso3: IND
  source: almanac
  at: table 1
- state: chile
  name: Chile
  iso2: CL
  iso3: CHL
  source: almanac
  at: table 1
- body: world-fund
  name: World Fund
  kind: organisation
  source: almanac
  at: table 2
- body: world-fund-office
  name: World Fund Office
  kind: division
  parent: world-fund
  source: almanac
  at: table 2
- body: ministers-of-seas
  name: Ministers of Seas
  kind: ministerial body
  parent: asean
  source: almanac
  at: table 2
- body: regional-forum
  name: Regional Forum
  kind: mechanism
  source: almanac
  at: table 2
- framework: outlook
  name: Outlook on the Seas
  aliases:
    - {name: OOS, lang: en}
  kind: outlook
  adopted: 2019-06-23
  source: almanac
  at: table 3
- framework: statement-on-the-outlook
  name: Statement on the Outlook
  kind: statement
  implements: outlook
  source: almanac
  at: table 3
- framework: plan-2021
  name: Plan of 2021
  kind: plan of action
  adopted: 2021-01-01
  period: 2021/2025
  source: almanac
  at: table 3
- line: seas
  framework: outlook
  code: "1"
  kind: area
  heading: Seas
  source: almanac
  at: table 4
- line: seas-ports
  framework: outlook
  code: "1.1"
  kind: sub-area
  heading: Ports
  parent: seas
  source: almanac
  at: table 4
- line: links
  framework: outlook
  code: "2"
  kind: area
  heading: Links
  source: almanac
  at: table 4
- line: plan-a
  framework: plan-2021
  code: A
  kind: element
  heading: Trade
  source: almanac
  at: table 4
- topic: shipping
  name: Shipping
  areas: seas
  source: almanac
  at: table 5
- topic: container-shipping
  name: Container shipping
  broader: shipping
  source: almanac
  at: table 5
"""
}

TIES = paper(
    "ties",
    """
    - membership: indonesia-founded
      member: indonesia
      of: asean
      role: founding member
      start: 1967-08-08
      at: para 1
    - membership: viet-nam-joined
      member: viet-nam
      of: asean
      role: member
      start: 1995-07-28
      at: para 1
    - membership: timor-leste-joined
      member: timor-leste
      of: asean
      role: member
      start: 2025-10-26
      at: para 1
    - partnership: japan-dialogue
      partner: japan
      status: dialogue partner
      start: 1977
      at: para 2
    - partnership: india-sectoral
      partner: india
      status: sectoral dialogue partner
      start: 1992
      end: 1995
      at: para 2
    - partnership: india-dialogue
      partner: india
      status: dialogue partner
      start: 1995
      at: para 2
    - partnership: chile-development
      partner: chile
      status: development partner
      start: 2019-06-22
      at: para 2
    """,
    published="2025-12-01",
    retrieved="2026-01-31",
)
"""Published late: who is a member or partner is true on a day, even where it was read in a younger document."""


def world(*papers: Paper) -> EmbeddedStore:
    """Return the graph of this world with these papers."""
    return graph(TIES, *papers, extra=EXTRA)


def records(folder: Path, *papers: Paper) -> Path:
    """Write the records of this world into a folder and return it."""
    return write(folder, TIES, *papers, extra=EXTRA)


def commitment(slug: str, *lines: str, by: str = "japan", made: str = "2022-05-01", **more: str) -> str:
    """Return the record of a promise; `lines` are such as `seas stated`."""
    fields = {
        "what": f"Promise {slug}.",
        "kind": "pledge",
        "obligors": f"[{by}]",
        "made": made,
        "at": "para 1",
        **more,
    }
    text = f"- commitment: {slug}\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items())
    if lines:
        served = "".join("    - {{line: {}, basis: {}}}\n".format(*line.split()) for line in lines)
        text += f"  serves:\n{served}"
    return text


TODAY = date(2026, 1, 31)
"""The newest day on which a paper of this world was retrieved."""
