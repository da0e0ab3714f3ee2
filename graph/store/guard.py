"""What is done to the text of a query before it is asked: it sends no requests, changes nothing, and says what it reads.

Oxigraph answers SERVICE by HTTP, and has no switch for it.

Oxigraph reads keywords without a space around them (`trueSERVICE<…>`), and what a sign means hangs on what stands before it:
`<` opens an address or compares, `#` begins a comment or belongs to a name. So SERVICE is not looked for among tokens,
where a text that is read otherwise than the engine reads it may hide it, but by the shape that it must have: the word, an
endpoint, a brace. What is refused wrongly can be written otherwise; what is let through wrongly sends a request.
"""

import re
from collections.abc import Iterable

from aseankg.graph.store import QueryError

_TOKEN = re.compile(
    r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"""  # before the comment sign that an address may hold
    r"""|\"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3})?|'{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?"""
    r"""|"(?:[^"\\\n\r]|\\.)*+"?|'(?:[^'\\\n\r]|\\.)*+'?"""
    r"""|\#[^\n\r]*+"""
    r"""|[?$]\w++|@[A-Za-z-]++"""  # variables, language tags
    r"""|(?P<name>(?:[\w.%:-]|\\.)++)""",  # keywords, numbers, prefixed names
    re.DOTALL,
)
_WORD = re.compile(r"[?$]\w++|(?P<word>service)", re.IGNORECASE)
_AHEAD = 1_000
"""Letters behind the word that are looked at. What goes on beyond them is refused: no query needs it, and reading on from each
of many such words would take minutes."""


def _shape(end: str) -> re.Pattern[str]:
    """Return what stands behind the word if it asks another store: an endpoint and a brace, or what runs into the `end`.

    Between them stand what SPARQL takes for space, which is less than regular expressions do, and comments.
    """
    gap = r"(?:[ \t\r\n]|\#[^\n\r]*+)*+"
    name = r"""(?:[^ \t\r\n{}<>"\#\\]|\\(?:.|\Z))++"""
    return re.compile(
        rf"{gap}(?:silent{gap})?(?:<[^>]*+(?:>{end})|{name}{end}){gap}(?:\{{{end})", re.IGNORECASE | re.DOTALL
    )


_TO_THE_BRACE, _TO_THE_BRACE_OR_BEYOND = _shape(""), _shape(r"|\Z")
_FORMS = ("select", "ask", "construct", "describe")
_UPDATES = ("insert", "delete", "with", "load", "clear", "drop", "create", "copy", "move", "add")
_AFTER_DATASET = ("where", "group", "having", "order", "limit", "offset", "values")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_requests(query: str) -> None:
    """Raise QueryError if the query may hold a SERVICE, in plain letters or in escapes."""
    for text in {query, _ESCAPE.sub(_letter, query)}:
        if any(found["word"] and _asks(text, found.end()) for found in _WORD.finditer(text)):
            raise QueryError("SERVICE is refused: a query reads this graph and sends no requests")


def _asks(text: str, start: int) -> bool:
    """Return whether the word SERVICE that ends here asks another store, or may."""
    end = start + _AHEAD
    shape = _TO_THE_BRACE if end >= len(text) else _TO_THE_BRACE_OR_BEYOND
    return shape.match(text[start:end]) is not None


def refuse_updates(text: str) -> None:
    """Raise QueryError if the text is an update: the engine refuses it too, but asks for CONSTRUCT in its place."""
    words = (token["name"].lower() for token in _TOKEN.finditer(text) if token["name"])
    for word in words:
        if word == "prefix":
            next(words, None)
        elif word != "base":
            if word in _UPDATES:
                raise QueryError(f"updates are refused, found {word.upper()}: this graph is only read")
            return


def form(query: str) -> str:
    """Return which of select, ask, construct and describe a query is; nothing if it is none."""
    words = ((token["name"] or "").lower() for token in _TOKEN.finditer(query))
    return next((word for word in words if word in _FORMS), "")


def names_dataset(query: str) -> bool:
    """Return whether the query says itself what it reads: whether it holds the keyword FROM."""
    return any((token["name"] or "").lower() == "from" for token in _TOKEN.finditer(query))


def may_name_graphs(query: str) -> bool:
    """Return whether the query may hold the keyword GRAPH: whether the word stands anywhere in it."""
    return any("graph" in text.lower() for text in (query, _ESCAPE.sub(_letter, query)))


def reading_from(query: str, default: Iterable[str], named: Iterable[str]) -> str:
    """Return the query with FROM and FROM NAMED: before its WHERE, behind the template of a CONSTRUCT.

    In the text and not in the request, since Virtuoso sends each graph of a request back as a header, and no client
    reads a thousand of those.
    """
    clause = " ".join(
        [*(f"FROM <{graph}>" for graph in default), *(f"FROM NAMED <{graph}>" for graph in named)]
    )
    place = _place_of_dataset(query)
    return f"{query[:place]} {clause} {query[place:]}"


def _place_of_dataset(query: str) -> int:
    form, depth, template, last = "", 0, False, 0
    for token in [*_TOKEN.finditer(query), None]:
        end = len(query) if token is None else token.start()
        for place in range(last, end) if form else ():
            sign = query[place]
            if sign == "{" and not depth:
                if form != "construct" or template:
                    return place
                template = True
            depth += (sign in "({") - (sign in ")}")
        if token is None:
            break
        last, word = token.end(), (token["name"] or "").lower()
        if not form and word in _FORMS:
            form = word
        elif form and not depth and word in _AFTER_DATASET:
            return token.start()
    return len(query)


def _letter(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError):
        return match[0]
