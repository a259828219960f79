"""Dotted places inside a model file, written as TOML writes them."""

from __future__ import annotations

import json
import re

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_KEY = 40


def place(*keys: str) -> str:
    """The dotted path of nested keys, quoted where TOML has to.

    >>> place("states", "∅", "a1", "to")
    'states."∅".a1.to'
    """
    return ".".join(_key(key) for key in keys)


def _key(key: str) -> str:
    if len(key) > _LONGEST_KEY:
        key = key[:_LONGEST_KEY] + "…"
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
