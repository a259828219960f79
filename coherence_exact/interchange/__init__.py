"""Models of other programs, in and out.

- :mod:`~coherence_exact.interchange.floats`: floats become rationals by a rule that is named.
- :mod:`~coherence_exact.interchange.tables`: transitions and rewards, which become weights.
- :mod:`~coherence_exact.interchange.gymnasium`: tabular environments of Gymnasium.
- :mod:`~coherence_exact.interchange.quantecon`: ``DiscreteDP`` of QuantEcon.
- :mod:`~coherence_exact.interchange.prism`: models and policies in PRISM's language.
"""
