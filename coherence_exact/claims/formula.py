"""Terms in the paper's notation, for people.

p is the prior, u the uniform policy, π' a second one; G^k re-trains, π_{α=k} conditions at inverse
temperature k, F_k and H_k fold, B_δ^k iterates Boltzmann coherence; S is the success probability, J the
return, Ĥ the causal entropy, κ_δ the incoherence; q and v are e^Q and e^V.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from coherence_exact.claims.terms import Term
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
}
_CONSTANTS = {
    "prior": "p",
    "uniform": "u",
    "second_policy": "π'",
    "optimal_success": "max S",
    "optimal_return": "max J",
    "deterministic": "deterministic τ",
    "full_support": "full support",
    "uniform_prior": "uniform prior",
    "finite_rewards": "finite rewards",
    "single_start": "one start state",
    "equal_action_counts": "equal numbers of actions",
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
    weak = side.name in ("add", "subtract", "both", "either", "implies", "iff")
    is_quotient = (
        parent.name == "divide" and side is parent.arguments[1] and side.name in ("multiply", "divide")
    )
    return f"({text})" if (weak and parent.name in ("multiply", "divide", "iff")) or is_quotient else text


def _power(steps: Any) -> str:
    return "" if steps == 1 else f"^{_steps(steps)}"


def _steps(steps: Any) -> str:
    return str(steps).replace("horizon", "T")


def _response(delta: Fraction) -> str:
    return "δ→0" if delta == 0 else f"δ={format_rational(delta)}"


def _fold(parameters: dict[str, Any], policy: str) -> str:
    letter = "H" if parameters["cumulative"] else "F"
    kind = "^ratio" if parameters["kind"] == "ratio" else ""
    return f"{letter}_{_steps(parameters['steps'])}{kind}({policy})"


def _trajectories(parameters: dict[str, Any], policy: str) -> str:
    return f"p_{policy}(ξ|s_1)" if parameters["given_start"] else f"p_{policy}(ξ)"


def _conditioned(parameters: dict[str, Any], policy: str) -> str:
    return f"p_{policy}(ξ|s_1, O)" if parameters["given_start"] else f"p_{policy}(ξ|O)"


_OTHERS: dict[str, Callable[..., str]] = {
    "number": lambda k: format_rational(k["value"]),
    "retrain": lambda k, x: f"G{_power(k['steps'])}({x})",
    "temperature": lambda k, x: f"π_{{α={k['alpha']}}}({x})",
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
    "negation": lambda _, x: f"not {x}" if " " not in x else f"not ({x})",
    "horizon_at_least": lambda k: f"T ≥ {k['decisions']}",
    "coherent_for_some_delta": lambda _, x: f"κ_δ({x}) = 0 for some δ > 0",
    "coherent_only_at": lambda k, x: f"κ_δ({x}) = 0 for δ = {format_rational(k['delta'])} only",
    "policy_stable": lambda k, x: f"{x} is {k['lookahead']}-policy-stable",
}
