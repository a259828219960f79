"""The paper's definitions, one page of mathematics each, on any kind of number.

By recursion over time: :mod:`~coherence_exact.inference.values` (Definition 4.1),
:mod:`~coherence_exact.inference.conditioning` (5.1, 5.3), :mod:`~coherence_exact.inference.temperature`
(5.6), :mod:`~coherence_exact.inference.folding` (5.7, 5.8), :mod:`~coherence_exact.inference.coherence`
(4.5, 4.9, 4.11, 4.12), :mod:`~coherence_exact.inference.returns` (Section 3),
:mod:`~coherence_exact.inference.divergences` (4.6, 4.7), :mod:`~coherence_exact.inference.limits` (4.13, 5.5)
and :mod:`~coherence_exact.inference.optimality`.

By summing over trajectories, as a second route to the same numbers:
:mod:`~coherence_exact.inference.trajectories`.
"""
