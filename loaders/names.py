"""What the languages of the region call states: the names of the Unicode Common Locale Data Repository, by Babel."""

from collections.abc import Iterator

CLDR = "unicode-cldr"
"""Slug of the document on whose authority these names stand; records without it get none."""

LANGUAGES = ("fil", "id", "ja", "km", "ko", "lo", "ms", "my", "pt", "ta", "th", "vi", "zh")
"""Official languages of ASEAN's members as far as the repository has them (it lacks Tetum), Japanese and Korean."""


def territory_names(iso2: str) -> Iterator[tuple[str, str]]:
    """Yield name and language of a territory, by its two letters of ISO 3166."""
    from babel import Locale  # heavy, and needed only where states are named

    for language in LANGUAGES:
        name = Locale(language).territories.get(iso2)
        if name:
            yield name, language
