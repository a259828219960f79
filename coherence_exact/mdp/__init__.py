"""Finite-horizon Markov decision processes, frozen and validated, and how they come in and go out.

- :mod:`~coherence_exact.mdp.model`: the model, unrolled over time.
- :mod:`~coherence_exact.mdp.policy`: policies, indexed by (time, state).
- :mod:`~coherence_exact.mdp.builder`: writing a model in Python, with symbols if wanted.
- :mod:`~coherence_exact.mdp.grid`: grid worlds with slip.
- :mod:`~coherence_exact.mdp.files`: model and policy files with located errors.
"""
