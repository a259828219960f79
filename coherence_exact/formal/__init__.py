"""Proofs for all finite models, checked by Coq, about the definitions that the program evaluates.

- :mod:`gallina <.gallina>` prints definitions and readings in Coq's language, over the operations of
  ``coq/Core.v`` or, with undefined and absent entries, of ``coq/Partial.v``: the two
  :mod:`meanings <.meanings>`, whose :mod:`agreement <.agreement>` is proved; :mod:`words <.words>` are those
  of Coq, :mod:`masks <.masks>` are about absent entries, :mod:`notation <.notation>` about parentheses;
- :mod:`theorems <.theorems>` knows which readings have a theorem, and writes what Coq is to check;
- :mod:`models <.models>` prints models and refutations, :mod:`certificates <.certificates>` those of
  certificates;
- :mod:`coq <.coq>` runs Coq.
"""
