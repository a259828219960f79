"""Proofs for all finite models, checked by Coq, about the definitions that the program evaluates.

- :mod:`gallina <.gallina>` prints definitions and readings in Coq's language, over the operations of
  ``coq/Core.v``; :mod:`notation <.notation>` says where parentheses are needed;
- :mod:`theorems <.theorems>` knows which readings have a theorem, and writes what Coq is to check;
- :mod:`models <.models>` prints models and refutations, :mod:`certificates <.certificates>` those of
  certificates;
- :mod:`coq <.coq>` runs Coq.
"""
