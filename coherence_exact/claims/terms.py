"""Terms: what claims are made of.

Vocabulary: a *term* is a name, some parameters (numbers or words) and some argument terms; its
*sort* says what it denotes.  Terms are plain data.  The exact evaluator, the printers and the
independent checker each read them in their own way; nothing about a claim is a function.

    policy        π_t(a|s) at every decision point
    value         a rational, a log value or a log quotient
    table         a number at every decision point, or at every decision point and action
    distribution  a number for every trajectory
    relation      true or false of a model and its prior
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias

from coherence_exact.errors import ClaimError, NumberError
from coherence_exact.exact.rationals import format_rational, is_unit_fraction, parse_rational, quote


class Sort(Enum):
    """What a term denotes."""

    POLICY = "policy"
    VALUE = "value"
    TABLE = "table"
    DISTRIBUTION = "distribution"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Horizon:
    """A number of steps that depends on the model: T + offset.

    >>> Horizon() - 1
    Horizon(offset=-1)
    """

    offset: int = 0

    def __add__(self, more: int) -> Horizon:
        return Horizon(self.offset + more)

    def __sub__(self, less: int) -> Horizon:
        return Horizon(self.offset - less)

    def __str__(self) -> str:
        return f"horizon{self.offset:+d}" if self.offset else "horizon"


@dataclass(frozen=True, slots=True)
class Index:
    """A number of steps, an α or a value that depends on the index of a sequence: k + offset.

    >>> Index() - 1, Index().at(64), Index() * 2
    (Index(offset=-1), 64, (index * 2))
    """

    offset: int = 0

    def __add__(self, more: int) -> Index:
        return Index(self.offset + more)

    def __sub__(self, less: int) -> Index:
        return Index(self.offset - less)

    def __mul__(self, other: object) -> Term:
        return value_term(self) * other

    def __truediv__(self, other: object) -> Term:
        return value_term(self) / other

    def __str__(self) -> str:
        return f"index{self.offset:+d}" if self.offset else "index"

    def at(self, index: int) -> int:
        """The number at one index."""
        return index + self.offset


@dataclass(frozen=True, slots=True)
class Reciprocal:
    """A δ that depends on the index k of a sequence: 1/k, or 1/base^k if there is a base.

    >>> Reciprocal().at(2), Reciprocal(4).at(2)
    (Fraction(1, 2), Fraction(1, 16))
    """

    base: int | None = None

    def __str__(self) -> str:
        return "1/index" if self.base is None else f"1/{self.base}^index"

    def at(self, index: int) -> Fraction:
        """The number at one index."""
        return Fraction(1, index if self.base is None else self.base**index)


_RECIPROCAL = re.compile(r"1/(?:([2-9]|[1-9][0-9]{1,3})\^)?index", re.ASCII)

Parameter: TypeAlias = int | str | bool | Fraction | Horizon | Index | Reciprocal


@dataclass(frozen=True, slots=True)
class Term:
    """A name with parameters and arguments; made by the constructors of :mod:`coherence_exact.claims`."""

    name: str
    arguments: tuple[Term, ...] = ()
    parameters: tuple[tuple[str, Parameter], ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.name, self.arguments, self.parameters)))

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return as_python(self)

    def __reduce__(self) -> Any:
        # The hash of text differs between processes, so that it has to be computed anew in each.
        return Term, (self.name, self.arguments, self.parameters)

    def parameter(self, key: str) -> Any:
        """The parameter of that name."""
        return dict(self.parameters)[key]

    @property
    def sort(self) -> Sort:
        """What the term denotes."""
        return SIGNATURES[self.name].sort

    # Arithmetic builds terms of sort value.

    def __add__(self, other: object) -> Term:
        return make("add", (self, value_term(other)))

    def __sub__(self, other: object) -> Term:
        return make("subtract", (self, value_term(other)))

    def __mul__(self, other: object) -> Term:
        return make("multiply", (self, value_term(other)))

    def __truediv__(self, other: object) -> Term:
        return make("divide", (self, value_term(other)))


# Parameters


def _steps(value: object) -> Parameter:
    if isinstance(value, (Horizon, Index)):
        return value
    return _natural(value)


def _alpha(value: object) -> Parameter:
    return value if isinstance(value, Index) else _positive(value)


def _natural(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ClaimError(f"{quote(value)} is not an integer of at least 0; write one")
    return value


def _positive(value: object) -> int:
    if _natural(value) == 0:
        raise ClaimError("0 is not an integer of at least 1; write one")
    return _natural(value)


def _delta_along(value: object) -> Parameter:
    """As δ, or 1/k or 1/n^k for the index k of a sequence, written ``"1/index"`` and ``"1/n^index"``."""
    if isinstance(value, str) and (found := _RECIPROCAL.fullmatch(value)):
        return Reciprocal(int(found[1]) if found[1] else None)
    return _delta(value)


def _delta(value: object) -> Fraction:
    """1/n, or 0 for the limit δ → 0, where the response is the arg max with ties shared equally."""
    delta = _number(value)
    if delta != 0 and not is_unit_fraction(delta):
        raise ClaimError(f'δ = {format_rational(delta)} is not 1/n; write 1, "1/2", … or 0 for the limit')
    return delta


def _positive_delta(value: object) -> Fraction:
    if _delta(value) == 0:
        raise ClaimError("δ = 0 stands for the limit, which is not meant here; write 1 or 1/n")
    return _delta(value)


def _number(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    try:
        return parse_rational(value)
    except NumberError as error:
        raise ClaimError(str(error)) from error


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ClaimError(f"{quote(value)} is not text; write it in quotes")
    return value


def _symbol(value: object) -> str:
    name = _word(value)
    if not (name.isascii() and name.isidentifier()):
        raise ClaimError(f"{quote(name)} is not a name of a symbol; write letters, digits and _")
    return name


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ClaimError(f"{quote(value)} is not True or False; write one of them")
    return value


def _gamma(value: object) -> Fraction:
    gamma = _number(value)
    if not 0 <= gamma <= 1:
        raise ClaimError(f"γ = {format_rational(gamma)} is not a discount; write a number from 0 to 1")
    return gamma


def _sign(value: object) -> int:
    if value not in (1, -1) or isinstance(value, bool):
        raise ClaimError(f"{quote(value)} is not a sign; write 1 or -1")
    return 1 if value == 1 else -1


def _order(value: object) -> int:
    if value not in (1, 2) or isinstance(value, bool):
        raise ClaimError(f"{quote(value)} is not the order of a derivative; write 1 or 2")
    return 1 if value == 1 else 2


def _ties(value: object) -> str:
    if value not in ("shared", "first"):
        raise ClaimError(f'{quote(value)} does not break ties; write "shared" or "first"')
    return str(value)


def _kind(value: object) -> str:
    if value not in ("posterior", "ratio"):
        raise ClaimError(f'{quote(value)} is not a kind of folding; write "posterior" or "ratio"')
    return str(value)


ParameterCheck: TypeAlias = Callable[[object], Parameter]


@dataclass(frozen=True, slots=True)
class Signature:
    """The sorts of a term's arguments, its parameters and its own sort; ``None`` is a pair of equal sorts."""

    sort: Sort
    arguments: tuple[Sort, ...] | None = ()
    parameters: Mapping[str, ParameterCheck] = field(default_factory=dict)
    variadic: bool = False


_P, _V, _T, _R = Sort.POLICY, Sort.VALUE, Sort.TABLE, Sort.RELATION
_POINT: Mapping[str, ParameterCheck] = {"time": _positive, "state": _word}
_DERIVATIVE: Mapping[str, ParameterCheck] = {"alpha": _alpha, "order": _order}
_FOLD: Mapping[str, ParameterCheck] = {"steps": _steps, "kind": _kind, "cumulative": _truth}

SIGNATURES: Mapping[str, Signature] = {
    # policies
    "prior": Signature(_P),
    "uniform": Signature(_P),
    "second_policy": Signature(_P),
    "retrain": Signature(_P, (_P,), {"steps": _steps}),
    "temperature": Signature(_P, (_P,), {"alpha": _alpha}),
    "fold": Signature(_P, (_P,), _FOLD),
    "boltzmann": Signature(_P, (_P,), {"delta": _delta}),
    "coherent": Signature(_P, (_P,), {"steps": _steps, "delta": _delta}),
    "retrain_limit": Signature(_P, (_P,)),
    "temperature_limit": Signature(_P, (_P,)),
    "boltzmann_limit": Signature(_P, (_P,)),
    "uniform_on_arg_max": Signature(_P, (_P,)),
    "retrain_with_prior_folded": Signature(_P, (_P,), {"steps": _steps}),
    # values
    "number": Signature(_V, (), {"value": _number}),
    "symbol": Signature(_V, (), {"name": _symbol}),
    "index": Signature(_V),
    "power_of_index": Signature(_V, (), {"base": _number}),
    "add": Signature(_V, (_V, _V)),
    "subtract": Signature(_V, (_V, _V)),
    "multiply": Signature(_V, (_V, _V)),
    "divide": Signature(_V, (_V, _V)),
    "logarithm": Signature(_V, (_V,)),
    "optimal_success": Signature(_V),
    "optimal_return": Signature(_V),
    "success_probability": Signature(_V, (_P,)),
    "expected_return": Signature(_V, (_P,)),
    "discounted_return": Signature(_V, (_P,), {"gamma": _gamma}),
    "value_in_undiscounted_model": Signature(_V, (_V,), {"gamma": _gamma}),
    "causal_entropy": Signature(_V, (_P,)),
    "return_derivative": Signature(_V, (_P,), _DERIVATIVE),
    "entropy_derivative": Signature(_V, (_P,), _DERIVATIVE),
    "return_spread": Signature(_V, (_P,), {"alpha": _alpha}),
    "action_sequences": Signature(_V),
    "limit_probability": Signature(_V, (_P,), {**_POINT, "action": _word}),
    "least_lookahead": Signature(_V, (_P,)),
    "least_retrainings": Signature(_V, (_P,)),
    "incoherence": Signature(_V, (_P,), {"delta": _delta_along}),
    "incoherence_limit": Signature(_V, (_P,)),
    "kl": Signature(_V, (_P, _P)),
    "occupancy_kl": Signature(_V, (_P, _P)),
    "total_variation": Signature(_V, (_P, _P)),
    "reverse_kl_bound": Signature(_V, (_P,), {"steps": _natural}),
    "probability": Signature(_V, (_P,), {**_POINT, "action": _word}),
    "success_from": Signature(_V, (_P,), _POINT),
    # tables and distributions
    "soft_q": Signature(_T, (_P,)),
    "soft_v": Signature(_T, (_P,)),
    "success_given_action": Signature(_T, (_P,)),
    "success_given_state": Signature(_T, (_P,)),
    "weights": Signature(_T, (), {"power": _natural}),
    "folded_weights": Signature(_T, (_P,), {"steps": _natural, "kind": _kind, "cumulative": _truth}),
    "at_last_time": Signature(_T, (_T,)),
    "dynamics": Signature(_T),
    "conditioned_dynamics": Signature(_T, (_P,)),
    "expected_success": Signature(_T, (_P,), {"conditioned": _truth}),
    "largest_probability": Signature(_T, (_P,), {"delta": _positive_delta}),
    "reciprocal_sum": Signature(_T, (_P,), {"delta": _positive_delta, "power": _natural}),
    "posterior_over_weight": Signature(_T, (_P,)),
    "constant_of_lemma": Signature(_T, (), {"sign": _sign}),
    "trajectories": Signature(Sort.DISTRIBUTION, (_P,), {"given_start": _truth}),
    "conditioned_trajectories": Signature(Sort.DISTRIBUTION, (_P,), {"given_start": _truth}),
    "last_reward_trajectories": Signature(Sort.DISTRIBUTION, (_P,)),
    "rejection": Signature(Sort.DISTRIBUTION, (_P,), {"successes": _positive}),
    "best_of": Signature(Sort.DISTRIBUTION, (_P,), {"samples": _positive}),
    # relations between two terms of one sort
    "equal": Signature(_R, None),
    "at_least": Signature(_R, None),
    "at_most": Signature(_R, None),
    "greater": Signature(_R, None),
    "finite": Signature(_R, (_V,)),
    # logic
    "both": Signature(_R, (_R,), variadic=True),
    "either": Signature(_R, (_R,), variadic=True),
    "implies": Signature(_R, (_R, _R)),
    "iff": Signature(_R, (_R, _R)),
    "negation": Signature(_R, (_R,)),
    # hypotheses: relations of the model and the prior alone
    "deterministic": Signature(_R),
    "full_support": Signature(_R),
    "uniform_prior": Signature(_R),
    "finite_rewards": Signature(_R),
    "single_start": Signature(_R),
    "equal_action_counts": Signature(_R),
    "several_actions": Signature(_R),
    "terminal_rewards": Signature(_R),
    "horizon_at_least": Signature(_R, (), {"decisions": _positive}),
    # properties of policies and tables
    "deterministic_policy": Signature(_R, (_P,)),
    "visits_every_state": Signature(_R, (_P,)),
    "success_everywhere": Signature(_R, (_P,)),
    "some_success": Signature(_R, (_P,)),
    "supported_in": Signature(_R, (_P, _P), {"visited": _truth}),
    "unique_maxima": Signature(_R, (_P,), {"visited": _truth}),
    "q_constant_on_support": Signature(_R, (_P,)),
    "proportional_to_q": Signature(_R, (_P,)),
    "proportional_to_weights": Signature(_R, (_P,), {"power": _natural}),
    "order_respecting": Signature(_R, (), {"delta": _delta, "ties": _ties}),
    "proportional": Signature(_R, (_T, _T)),
    "equal_up_to_shaping": Signature(_R, (_T, _T)),
    # named arguments: what no finite set of values decides
    "coherent_for_some_delta": Signature(_R, (_P,)),
    "coherent_only_at": Signature(_R, (_P,), {"delta": _positive_delta}),
    "policy_stable": Signature(_R, (_P,), {"lookahead": _positive}),
    "in_undiscounted_model": Signature(_R, (_R,), {"gamma": _gamma}),
}

ORDERED = (Sort.VALUE, Sort.TABLE)
"""The sorts that at_least, at_most and greater compare (tables: at every entry)."""


def make(name: str, arguments: tuple[object, ...] = (), /, **parameters: object) -> Term:
    """A checked term; raises :class:`ClaimError` for a wrong number, sort or parameter."""
    signature = SIGNATURES[name]
    terms = tuple(_argument(name, argument) for argument in arguments)
    _check_sorts(name, signature, terms)
    checked = tuple(
        (key, _parameter(name, key, check, parameters[key])) for key, check in signature.parameters.items()
    )
    return Term(name, terms, checked)


def _argument(name: str, argument: object) -> Term:
    if isinstance(argument, Term):
        return argument
    if isinstance(argument, (int, str, Fraction, Index)) and not isinstance(argument, bool):
        return value_term(argument)
    raise ClaimError(
        f"{name}({quote(argument)}): the argument is not a term; write prior, or a term built from it"
    )


def value_term(value: object) -> Term:
    """A term of sort value: the term itself, or a number as a literal."""
    if isinstance(value, Index):
        return _index_term(value.offset)
    return value if isinstance(value, Term) else Term("number", (), (("value", _number(value)),))


def _index_term(offset: int) -> Term:
    index = make("index")
    return index + offset if offset > 0 else index - -offset if offset else index


def _parameter(name: str, key: str, check: ParameterCheck, value: object) -> Parameter:
    try:
        return check(value)
    except ClaimError as error:
        raise ClaimError(f"{name}({key}=…): {error}") from error


def _check_sorts(name: str, signature: Signature, terms: tuple[Term, ...]) -> None:
    found = [term.sort for term in terms]
    if signature.arguments is None:
        if len(found) != 2 or found[0] is not found[1]:
            raise ClaimError(f"{name} compares two terms of one sort, not {_list(found)}; mend one of them")
        if found[0] is Sort.RELATION or (name != "equal" and found[0] not in ORDERED):
            raise ClaimError(
                f"{name} does not compare terms of sort {found[0].value}; compare values of them"
            )
        return
    expected = list(signature.arguments) * (len(found) if signature.variadic else 1)
    if found != expected or not (expected or not signature.variadic):
        raise ClaimError(
            f"{name} takes {_list(expected) or 'no argument'}, not {_list(found) or 'none'}; mend the call"
        )


def _list(sorts: list[Sort]) -> str:
    return ", ".join(sort.value for sort in sorts)


# Sequences


def at_index(term: Term, index: int) -> Term:
    """The term with everything that depends on the index of a sequence put in.

    >>> at_index(make("multiply", (make("index"), make("expected_return", (make("prior"),)))), 3)
    (number(3) * expected_return(prior))
    """
    if term.name == "index":
        return value_term(index)
    if term.name == "power_of_index":
        return value_term(term.parameter("base") ** index)
    parameters = {
        key: value.at(index) if isinstance(value, (Index, Reciprocal)) else value
        for key, value in term.parameters
    }
    return make(term.name, tuple(at_index(argument, index) for argument in term.arguments), **parameters)


def placeholders(term: Term) -> set[str]:
    """What a term leaves open: ``"index"`` of a sequence, ``"symbol"`` of an identity, both or nothing.

    >>> placeholders(make("retrain", (make("prior"),), steps=Index())), placeholders(make("prior"))
    ({'index'}, set())
    """
    open_names = {"index": "index", "power_of_index": "index", "symbol": "symbol"}
    own = {open_names[term.name]} if term.name in open_names else set()
    if any(isinstance(value, (Index, Reciprocal)) for _, value in term.parameters):
        own.add("index")
    return own.union(*map(placeholders, term.arguments))


# Terms as text and as data


_INFIX = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


def as_python(term: Term) -> str:
    """The term as the Python expression that builds it.

    >>> as_python(make("retrain", (make("prior"),), steps=2))
    'retrain(prior, steps=2)'
    """
    if term.name == "number":
        return _parameter_text(term.parameter("value"))
    if term.name in _INFIX:
        left, right = map(as_python, term.arguments)
        if term.arguments[0].name == "number":
            left = f"number({left})"
        return f"({left} {_INFIX[term.name]} {right})"
    parts = [as_python(argument) for argument in term.arguments]
    parts += [f"{key}={_parameter_text(value)}" for key, value in term.parameters]
    if not parts:
        return term.name
    return f"{term.name}({', '.join(parts)})"


def _parameter_text(value: Parameter) -> str:
    if isinstance(value, Fraction):
        text = format_rational(value)
        return f'"{text}"' if "/" in text else text
    if isinstance(value, (str, Reciprocal)):
        return json.dumps(str(value), ensure_ascii=False)
    return str(value)


def to_data(term: Term) -> list[Any]:
    """The term as JSON data: [name, {parameter: value}, argument, …], rationals as strings.

    >>> to_data(make("retrain", (make("prior"),), steps=2))
    ['retrain', {'steps': 2}, ['prior', {}]]
    """
    parameters = {
        key: format_rational(value)
        if isinstance(value, Fraction)
        else str(value)
        if isinstance(value, (Horizon, Index, Reciprocal))
        else value
        for key, value in term.parameters
    }
    return [term.name, parameters, *(to_data(argument) for argument in term.arguments)]
