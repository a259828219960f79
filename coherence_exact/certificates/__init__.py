"""Certificates: what a decision needs to be decided again by somebody who distrusts this program.

``FORMAT.md`` in this folder specifies them; ``coherence_exact/checker.py`` checks them.
"""
