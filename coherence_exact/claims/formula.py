"""Terms in the paper's notation, for people.

p is the prior, u the uniform policy, π' a second one; G^k re-trains, π_{α=k} conditions at inverse
temperature k, F_k and H_k fold, B_δ^k iterates Boltzmann coherence; S is the success probability, J the
return, Ĥ the causal entropy, κ_δ the incoherence; q and v are e^Q and e^V.  J′_{α=k}(p) is the derivative of
J(π_α) at α = k, B_{α=k}(p) the spread of the returns there; along a sequence, k is its index.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from coherence_exact.claims.terms import Reciprocal, Term
from coherence_exact.exact.rationals import format_rational

_INFIX = {
    "add": " + ",
    "subtract": " − ",
    "multiply": "·",
    "divide": "/",
    "equal": " = ",
    "at_least": " ≥ ",
    "at_most": " ≤ ",
    "greater": " > ",
    "iff": " exactly if ",
}
_PREFIX = {
    "success_probability": "S",
    "expected_return": "J",
    "causal_entropy": "Ĥ",
    "retrain_limit": "G^∞",
    "temperature_limit": "π_{α→∞}",
    "boltzmann_limit": "lim_{δ→0} B_δ",
    "uniform_on_arg_max": "uniform on A*",
    "logarithm": "log ",
    "incoherence_limit": "lim_{δ→0} κ_δ",
    "least_lookahead": "least look-ahead",
    "least_retrainings": "least number of re-trainings",
    "at_last_time": "at t = T: ",
    "deterministic_policy": "deterministic policy ",
}
_CONSTANTS = {
    "prior": "p",
    "uniform": "u",
    "second_policy": "π'",
    "optimal_success": "max S",
    "optimal_return": "max J",
    "action_sequences": "|A|^T",
    "index": "k",
    "deterministic": "deterministic τ",
    "full_support": "full support",
    "uniform_prior": "uniform prior",
    "finite_rewards": "finite rewards",
    "single_start": "one start state",
    "equal_action_counts": "equal numbers of actions",
    "several_actions": "at least two actions",
    "terminal_rewards": "rewards at t = T only",
    "dynamics": "τ",
}


def as_formula(term: Term) -> str:
    """The term in the paper's notation.

    >>> from coherence_exact.claims.text import parse_term
    >>> as_formula(parse_term("at_least(expected_return(retrain(prior, 2)), expected_return(prior))"))
    'J(G^2(p)) ≥ J(p)'
    >>> as_formula(parse_term("equal(fold(prior, 2, 'ratio'), coherent(prior, horizon, '1/2'))"))
    'F_2^ratio(p) = B_{δ=1/2}^T(p)'
    """
    if term.name in _CONSTANTS:
        return _CONSTANTS[term.name]
    arguments = [as_formula(argument) for argument in term.arguments]
    if term.name in _PREFIX:
        return f"{_PREFIX[term.name]}({arguments[0]})"
    if term.name in _INFIX:
        sides = [_grouped(term, side, text) for side, text in zip(term.arguments, arguments, strict=True)]
        return _INFIX[term.name].join(sides)
    return _OTHERS[term.name](dict(term.parameters), *arguments)


def _grouped(parent: Term, side: Term, text: str) -> str:
    """A side in parentheses where the formula would read otherwise without them."""
    is_sum, is_right = side.name in ("add", "subtract"), side is parent.arguments[1]
    if parent.name in ("multiply", "divide"):
        needed = is_sum or (parent.name == "divide" and is_right and side.name in ("multiply", "divide"))
    elif parent.name == "subtract":
        needed = is_sum and is_right
    else:
        needed = parent.name == "iff" and side.name in ("both", "either", "implies", "iff")
    return f"({text})" if needed else text


def _power(steps: Any) -> str:
    text = _steps(steps)
    return "" if text == "1" else f"^{text}" if len(text) == 1 else f"^{{{text}}}"


def _steps(steps: Any) -> str:
    return str(steps).replace("horizon", "T").replace("index", "k")


def _response(delta: Fraction | Reciprocal) -> str:
    if isinstance(delta, Reciprocal):
        return "δ=1/k" if delta.base is None else f"δ={delta.base}^{{−k}}"
    return "δ→0" if delta == 0 else f"δ={format_rational(delta)}"


def _fold(parameters: dict[str, Any], policy: str) -> str:
    letter = "H" if parameters["cumulative"] else "F"
    kind = "^ratio" if parameters["kind"] == "ratio" else ""
    return f"{letter}_{_steps(parameters['steps'])}{kind}({policy})"


def _negation(_: dict[str, Any], relation: str) -> str:
    if relation.startswith("T ≥ "):
        return relation.replace("≥", "<")
    return f"not {relation}" if " " not in relation else f"not ({relation})"


def _primes(parameters: dict[str, Any]) -> str:
    return f"{'′' if parameters['order'] == 1 else '″'}_{{α={_steps(parameters['alpha'])}}}"


def _base(base: Fraction) -> str:
    return format_rational(base) if base.denominator == 1 else f"({format_rational(base)})"


def _trajectories(parameters: dict[str, Any], policy: str) -> str:
    return f"p_{policy}(ξ|s_1)" if parameters["given_start"] else f"p_{policy}(ξ)"


def _conditioned(parameters: dict[str, Any], policy: str) -> str:
    return f"p_{policy}(ξ|s_1, O)" if parameters["given_start"] else f"p_{policy}(ξ|O)"


_OTHERS: dict[str, Callable[..., str]] = {
    "return_derivative": lambda k, x: f"J{_primes(k)}({x})",
    "entropy_derivative": lambda k, x: f"Ĥ{_primes(k)}({x})",
    "return_spread": lambda k, x: f"B_{{α={_steps(k['alpha'])}}}({x})",
    "symbol": lambda k: k["name"],
    "power_of_index": lambda k: f"{_base(k['base'])}^k",
    "limit_probability": lambda k, x: f"G^∞({x})_{k['time']}({k['action']}|{k['state']})",
    "number": lambda k: format_rational(k["value"]),
    "retrain": lambda k, x: f"G{_power(k['steps'])}({x})",
    "temperature": lambda k, x: f"π_{{α={_steps(k['alpha'])}}}({x})",
    "fold": _fold,
    "boltzmann": lambda k, x: f"B_{{{_response(k['delta'])}}}({x})",
    "coherent": lambda k, x: f"B_{{{_response(k['delta'])}}}{_power(k['steps'])}({x})",
    "incoherence": lambda k, x: f"κ_{{{_response(k['delta'])}}}({x})",
    "kl": lambda _, x, y: f"KL_ξ({x} ‖ {y})",
    "occupancy_kl": lambda _, x, y: f"Σ_t E KL({x} ‖ {y})",
    "probability": lambda k, x: f"{x}_{k['time']}({k['action']}|{k['state']})",
    "success_from": lambda k, x: f"v_{k['time']}[{x}]({k['state']})",
    "soft_q": lambda _, x: f"q[{x}]",
    "soft_v": lambda _, x: f"v[{x}]",
    "success_given_action": lambda _, x: f"p_{x}(O_{{t:T}}|s,a)",
    "success_given_state": lambda _, x: f"p_{x}(O_{{t:T}}|s)",
    "trajectories": _trajectories,
    "conditioned_trajectories": _conditioned,
    "finite": lambda _, x: f"{x} finite",
    "both": lambda _, *parts: " and ".join(parts),
    "either": lambda _, *parts: " or ".join(parts),
    "implies": lambda _, x, y: f"if {x} then {y}",
    "negation": _negation,
    "retrain_with_prior_folded": lambda k, x: f"G[r+log {x}]{_power(k['steps'])}(u)",
    "discounted_return": lambda k, x: f"J_{{γ={format_rational(k['gamma'])}}}({x})",
    "value_in_undiscounted_model": lambda _, x: f"{x} in the undiscounted model",
    "in_undiscounted_model": lambda _, x: f"in the undiscounted model: {x}",
    "total_variation": lambda _, x, y: f"TV({x}, {y})",
    "reverse_kl_bound": lambda k, x: f"log(1 + (1−P)/P·ρ^{k['steps']})[{x}]",
    "weights": lambda k: f"w{_power(k['power'])}",
    "folded_weights": lambda k, x: f"e^{{r_{k['steps']}}}[{_fold(k, x)}]",
    "conditioned_dynamics": lambda _, x: f"τ(·|O)[{x}]",
    "expected_success": lambda k, x: f"Σ τ{'(·|O)' if k['conditioned'] else ''} v[{x}]",
    "largest_probability": lambda k, x: f"max_a B_{{{_response(k['delta'])}}}({x})",
    "reciprocal_sum": lambda k, x: f"1/Σ_a exp(Q/{_response(k['delta'])} − {k['power']}·Q*)[{x}]",
    "posterior_over_weight": lambda _, x: f"G({x})/w",
    "constant_of_lemma": lambda k: f"exp({'' if k['sign'] == 1 else '−'}log|A| − log Σ w/|A|)",
    "last_reward_trajectories": lambda _, x: f"p_{x}(ξ|s_1)·w(s_T,a_T)/v(s_1)",
    "rejection": lambda k, x: f"rejection sampling of {x} on {k['successes']} successes",
    "best_of": lambda k, x: f"best of {k['samples']} samples of {x}",
    "visits_every_state": lambda _, x: f"{x} visits every state",
    "success_everywhere": lambda _, x: f"v[{x}] > 0",
    "some_success": lambda _, x: f"some q[{x}](s,·) > 0 everywhere",
    "supported_in": lambda k, x, y: f"supp {x} ⊆ supp {y}{' where visited' if k['visited'] else ''}",
    "unique_maxima": lambda k, x: f"q[{x}] has unique maxima{' where visited' if k['visited'] else ''}",
    "q_constant_on_support": lambda _, x: f"q[{x}] is constant {x}-almost surely",
    "proportional_to_q": lambda _, x: f"{x} ∝ q[{x}]",
    "proportional_to_weights": lambda k, x: f"{x} ∝ w^{k['power']} where w > 0",
    "order_respecting": lambda k: f"f ({_response(k['delta'])}, ties {k['ties']}) respects order",
    "proportional": lambda _, x, y: f"{x} ∝ {y} at every state",
    "equal_up_to_shaping": lambda _, x, y: f"{x} = {y} up to potential shaping",
    "horizon_at_least": lambda k: f"T ≥ {k['decisions']}",
    "coherent_for_some_delta": lambda _, x: f"κ_δ({x}) = 0 for some δ > 0",
    "coherent_only_at": lambda k, x: f"κ_δ({x}) = 0 for δ = {format_rational(k['delta'])} only",
    "policy_stable": lambda k, x: f"{x} is {k['lookahead']}-policy-stable",
}
