"""Deciding claims: families of small models, the search for counterexamples, verdicts.

Nothing here knows any paper.
"""
