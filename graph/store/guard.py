"""Keeps a query from sending requests: Oxigraph answers SERVICE by HTTP, and has no switch for it.

Oxigraph reads keywords without a space around them (`trueSERVICE<…>`), so the word is looked for in whatever is no
text, comment, variable or ordinary address, rather than as a token of its own. What is refused wrongly can be written
otherwise; what is let through wrongly sends a request.
"""

import re

from aseankg.graph.store import QueryError

_TOKEN = re.compile(
    r"""<(?P<iri>[^<>"{}|^`\\\x00-\x20]*+)>"""  # before the comment sign that an address may hold
    r"""|\"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3})?|'{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?"""
    r"""|"(?:[^"\\\n\r]|\\.)*+"?|'(?:[^'\\\n\r]|\\.)*+'?"""
    r"""|\#[^\n\r]*+"""
    r"""|[?$]\w++|@[A-Za-z-]++"""  # variables, language tags
    r"""|(?P<name>[\w.%:-]++)""",  # keywords, numbers, prefixed names
    re.DOTALL,
)
_ORDINARY = re.compile(r"(?:https?|urn):[\w.~:/?#@%&=+,;-]*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_requests(query: str) -> None:
    """Raise QueryError if the query may hold the keyword SERVICE, in plain letters or in escapes."""
    for text in {query, _ESCAPE.sub(_letter, query)}:
        if any(map(_asks, _TOKEN.finditer(text))):
            raise QueryError("SERVICE is refused: a query reads this graph and sends no requests")


def names_dataset(query: str) -> bool:
    """Return whether the query says itself what it reads: whether it holds the keyword FROM."""
    plain = _ESCAPE.sub(_letter, query)
    return any((token["name"] or "").lower() == "from" for token in _TOKEN.finditer(plain))


def _asks(token: re.Match[str]) -> bool:
    if (iri := token["iri"]) is not None:
        return "service" in iri.lower() and not _ORDINARY.fullmatch(iri)
    # what stands behind the first colon is the local part of a prefixed name
    return "service" in (token["name"] or "").partition(":")[0].lower()


def _letter(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError):
        return match[0]
