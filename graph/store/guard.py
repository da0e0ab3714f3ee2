"""Keeps a query from sending requests: Oxigraph answers SERVICE by HTTP, and has no switch for it."""

import re

from aseankg.graph.store import QueryError

_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""  # IRI, before the comment sign that it may hold
    r"""|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|\#[^\n\r]*"""
    r"""|[?$]\w+|[\w.-]*:[\w.%:-]*|@[\w-]+"""  # variables, prefixed names, language tags
    r"""|(?P<word>[A-Za-z_]\w*)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_requests(query: str) -> None:
    """Raise QueryError if the query holds the keyword SERVICE, in plain letters or in escapes."""
    for text in {query, _ESCAPE.sub(_letter, query)}:
        if any((match["word"] or "").upper() == "SERVICE" for match in _TOKEN.finditer(text)):
            raise QueryError("SERVICE is refused: a query reads this graph and sends no requests")


def _letter(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError):
        return match[0]
