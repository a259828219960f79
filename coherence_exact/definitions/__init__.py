"""The field's vocabulary, a page of mathematics a module, each definition a line or two in the core.

- :mod:`values <.values>`: soft values, by backward induction and by summing over trajectories;
- :mod:`conditioning <.conditioning>`: goal conditioning, re-training, temperature, and their limits;
- :mod:`folding <.folding>`: the posterior folded into the reward;
- :mod:`returns <.returns>`: occupancy measure, success probability, return, entropy;
- :mod:`divergences <.divergences>`: distances between policies;
- :mod:`coherence <.coherence>`: Boltzmann and greedy responses, their iteration, incoherence;
- :mod:`optimality <.optimality>`: the best values, look-ahead;
- :mod:`sampling <.sampling>`: distributions over trajectories, rejection sampling, the best of several;
- :mod:`hypotheses <.hypotheses>`: properties of models and policies.

Main notions are given in two ways, as backward induction and as a sum over trajectories; that they are equal
is a claim that is decided on every model.
"""
