"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# Exact numbers of thirty digits take as long as they take; a slow machine is no counterexample.
settings.register_profile("exact", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("exact")
