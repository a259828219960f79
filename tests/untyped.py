"""Values whose type is not looked at, so that wrong calls can be written down in typed tests."""

from __future__ import annotations

from typing import Any


def untyped(value: object) -> Any:
    return value
