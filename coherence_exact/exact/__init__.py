"""Exact numbers, with no decision processes in sight.

- :mod:`~coherence_exact.exact.rationals`: rationals in and out as text, of any size.
- :mod:`~coherence_exact.exact.logarithms`: sums Σ c·log(n) and ±∞, with exact comparison.
- :mod:`~coherence_exact.exact.fields`: what the definitions need of a number, rational or symbolic.
"""
