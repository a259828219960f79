"""Random populations for tests of the search."""

from __future__ import annotations

import random

import numpy as np
from coherence_exact.verify.layouts import Asked, random_sketch
from coherence_exact.verify.populations import Population, Restrictions

FREE = Asked(
    pairs=False,
    deterministic=False,
    one_decision=False,
    single_start=False,
    equal_actions=False,
    finite_rewards=False,
    full_support=False,
    uniform_prior=False,
    terminal_rewards=False,
)
NONE = Restrictions(weights_positive=False, prior_positive=False, prior_uniform=False, rewards_last=False)


def population(seed: int, pairs: bool = False, restrictions: Restrictions = NONE) -> Population:
    """A population of a random layout with up to three decisions."""
    numbers = random.Random(seed)
    asked = Asked(**{**vars(FREE), "pairs": pairs})
    sketch = random_sketch((3, 2, 3), asked, numbers)
    return Population(sketch, restrictions, pairs, np.random.default_rng(seed))
