"""Dotted places inside a model file, written as TOML writes them."""

from __future__ import annotations

import re

from coherence_exact.exact.rationals import printable

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_KEY = 40


def place(*keys: object) -> str:
    """The dotted path of nested keys, quoted where TOML has to, and cut where a key is long.

    >>> place("states", "∅", "a1", "to")
    'states."∅".a1.to'
    """
    return ".".join(_key(str(key)) for key in keys)


def under(where: str, key: object) -> str:
    """The place of a key inside of the table at a place; the top level is the empty place."""
    return f"{where}.{place(key)}" if where else place(key)


def _key(key: str) -> str:
    if len(key) > _LONGEST_KEY:
        key = key[:_LONGEST_KEY] + "…"
    if _BARE_KEY.fullmatch(key):
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{printable(escaped)}"'
