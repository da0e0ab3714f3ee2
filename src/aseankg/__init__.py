"""A knowledge graph of ASEAN's partnerships and commitments, with the source of every fact.

>>> import aseankg
>>> kg = aseankg.open()                      # doctest: +SKIP
>>> kg.ask("promises", obligor="japan")      # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aseankg.api import KnowledgeGraph, open  # noqa: A004 - aseankg.open() reads best

__all__ = ["KnowledgeGraph", "open"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the face only when it is asked for, so that importing a part stays cheap."""
    if name in __all__:
        from aseankg import api

        return getattr(api, name)
    raise AttributeError(f"module 'aseankg' has no attribute {name!r}")
