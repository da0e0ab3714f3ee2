"""Field types of records. Each carries a mark that tells the checks what it refers to and the converter what RDF it is."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from aseankg.loaders import dates
from aseankg.ontology import iris

NOT_STATED = "not-stated"
NOT_FOUND = "not-found"

ACTORS = ("state", "body", "person", "post")
ORGANISATIONS = ("state", "body")
ANYTHING = ()
"""Stands for every kind in a reference mark."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The field holds slugs of things of these kinds; it becomes a link."""

    property: str
    kinds: tuple[str, ...] = ANYTHING


@dataclass(frozen=True, slots=True)
class Code:
    """The field holds a word of a closed list; it becomes a link to the SKOS concept."""

    property: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """The field holds either an actor's slug or one of the speakers without a name."""

    property: str


@dataclass(frozen=True, slots=True)
class Value:
    """The field becomes a literal of this datatype, or a text in a language where a tag is given."""

    property: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """The field holds money; it becomes an amount and a currency, which never part."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class When:
    """The field holds an EDTF date; it becomes a literal of its own precision and its bounds."""

    property: str
    earliest: str = ""
    latest: str = ""
    start: tuple[str, str, str] | None = None
    end: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The field holds nested models; each becomes a node of its own, linked by the property."""

    property: str
    name: str
    ours: bool = False
    """Whether it is said by the curators and not by the document."""


class Record(BaseModel):
    """Base of everything a curator writes: immutable, and no key that is not understood."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 currency."""

    amount: Decimal
    currency: str


def _slug(text: str) -> str:
    if not iris.SLUG.fullmatch(text) or len(text) > 120:
        raise ValueError("expected a slug: lower-case ASCII letters, digits and single hyphens")
    return text


def _edtf(text: str) -> str:
    dates.bounds(text)
    return text


def _edtf_or_not_stated(text: str) -> str:
    return text if text == NOT_STATED else _edtf(text)


_LETTER = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}|(?![\u200e\u200f\u2028-\u202e\u2066-\u2069])[\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]"
_ADDRESS = re.compile(
    rf"https?://[\w.-]+(?::[0-9]{{1,5}})?(?:/(?:{_LETTER})*)?(?:\?(?:{_LETTER}|\?)*)?(?:\#(?:{_LETTER}|\?)*)?"
)


def _web_address(text: str) -> str:
    if text != NOT_FOUND and not _ADDRESS.fullmatch(text):
        raise ValueError("expected an address that starts with http:// or https://, or not-found")
    return text


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def _clean(text: str) -> str:
    if _FORBIDDEN.search(text):
        raise ValueError("expected text without control characters or changes of direction")
    if not text:
        raise ValueError("expected some text")
    return text


def one_or_many(value: Any) -> Any:
    """Return a list of what may stand alone."""
    return [value] if isinstance(value, str | dict) else value


def not_empty(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values if there are any; checked last, so that a bad value is reported as itself."""
    if not values:
        raise ValueError("expected at least one")
    return values


@cache
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies  # heavy, and needed only where money is

    return frozenset(list_currencies())


def _money(value: Any) -> Any:
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ([A-Z]{3})", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("expected an amount and an ISO 4217 currency, such as 6000000 USD")
    if match[2] not in _currencies():
        raise ValueError(f"expected an ISO 4217 currency; {match[2]} is none")
    return Money(Decimal(match[1]), match[2])


def _language(text: str) -> str:
    from babel import Locale, UnknownLocaleError  # heavy, and needed only where a language is

    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError("expected a language tag such as en, id, zh or vi") from error
    return text


MIN_ONE = Field(json_schema_extra={"minItems": 1})
"""Tells editors what `not_empty` checks."""
Slug = Annotated[str, AfterValidator(_slug)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(one_or_many), AfterValidator(not_empty), MIN_ONE]
Edtf = Annotated[str, AfterValidator(_edtf)]
EdtfOrNotStated = Annotated[str, AfterValidator(_edtf_or_not_stated)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Name = Annotated[str, AfterValidator(_clean), Field(max_length=300)]
Title = Annotated[str, AfterValidator(_clean), Field(max_length=600)]
Note = Annotated[str, AfterValidator(_clean), Field(max_length=400)]
"""Own words. The limit is a guard against pasting."""
At = Annotated[str, AfterValidator(_clean), Field(max_length=120)]
"""The place in the document: `para 4`, `Art. 14`, `table 2, row 7`."""
Language = Annotated[str, AfterValidator(_language)]
Amount = Annotated[Money, BeforeValidator(_money)]
Duration = Annotated[str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+D)?$", min_length=3)]
