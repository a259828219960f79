"""Soft policies, their iteration, and incoherence (Definitions 4.5, 4.9, 4.11 and 4.12).

A response to soft values is Boltzmann's, π^δ(a|s) ∝ exp(Q(s, a)/δ) = q(s, a)^n for δ = 1/n, or the
arg max with ties shared equally, which is its limit δ → 0 (Proposition 4.13).  Where every q(s, ·)
is 0 a response is undefined: the policy's own row is kept and the point is listed as dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any, TypeAlias

from coherence_exact.exact.fields import Number, is_zero, largest, normalised
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.inference.arguments import check_steps, sharpness
from coherence_exact.inference.divergences import occupancy_divergence
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Policy

Response: TypeAlias = Callable[[Mapping[Action, Number]], dict[Action, Number]]
"""Weights proportional to an f-soft policy's row, from q(s, ·) (Definition 4.5)."""


def soft_policy(model: Model, policy: Policy, response: Response) -> Policy:
    """The f-soft policy π^{Q,f}(·|s) ∝ f(Q^π(s, ·)) (Definition 4.5)."""
    q, _ = soft_values(model, policy)
    rows, dead = {}, set()
    for point, row in policy.rows.items():
        if all(is_zero(x) for x in q[point].values()):
            rows[point] = row
            dead.add(point)
        else:
            soft = response(q[point])
            rows[point] = normalised(soft, sum(soft.values()))
    return Policy(rows, policy.dead_states | dead)


def boltzmann_response(delta: Any) -> Response:
    """q ↦ q^n for δ = 1/n."""
    n = sharpness(delta)
    return lambda q: {action: x**n for action, x in q.items()}


def arg_max_response(q: Mapping[Action, Number]) -> dict[Action, Number]:
    """1 on the actions of largest q, 0 elsewhere: ties shared equally once normalised.

    Raises :class:`ArgumentError` if values with symbols cannot be compared.
    """
    best = largest(q.values())
    return {action: Fraction(int(is_zero(x - best))) for action, x in q.items()}


def boltzmann(model: Model, policy: Policy, delta: Any = 1) -> Policy:
    """The Boltzmann-rational policy π^δ(a|s) ∝ exp(Q^π(s, a)/δ) (Definition 4.11).

    ``delta``: 1/n for a positive integer n.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> boltzmann(race, race.prior)[1, "∅"]["↗"]
    Fraction(2, 5)
    """
    return soft_policy(model, policy, boltzmann_response(delta))


def greedy(model: Model, policy: Policy) -> Policy:
    """Uniform over the arg max of Q^π(s, ·): the limit of π^δ as δ → 0 (Proposition 4.13)."""
    return soft_policy(model, policy, arg_max_response)


def iterated_coherence(model: Model, prior: Policy, response: Response) -> Iterator[Policy]:
    """The sequence π_0 = prior, π_{i+1} = π^{Q,f}(π_i) (Definition 4.9), without end."""
    policy = prior
    while True:
        yield policy
        policy = soft_policy(model, policy, response)


def coherent(model: Model, prior: Policy, steps: int, delta: Any = 1) -> Policy:
    """``steps`` iterations of Boltzmann coherence at δ from the prior (Definition 4.9).

    T iterations reach a δ-coherent policy (Proposition 4.10).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> coherent(race, race.prior, steps=2)[1, "∅"]["↗"]
    Fraction(4, 7)
    """
    sequence = iterated_coherence(model, prior, boltzmann_response(delta))
    return next(islice(sequence, check_steps(steps), None))


def incoherence(model: Model, policy: Policy, delta: Any = 1) -> LogValue:
    """κ_δ(π) = KL(π ‖ π^δ), over trajectories (Definitions 4.6 and 4.12), as a log value.

    Computed as the occupancy-weighted sum of Proposition 4.7.  States where every q is 0 count 0.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> print(incoherence(race, coherent(race, race.prior, steps=2)))
    0
    """
    return occupancy_divergence(model, policy, boltzmann(model, policy, delta))
