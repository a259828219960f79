"""Certificates: what a decision needs to be decided again by somebody who distrusts this program.

``FORMAT.md`` in this folder specifies them; ``coherence_exact/checker.py`` checks them;
:mod:`reader <.reader>` says which decision one is about.
"""
