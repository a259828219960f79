"""The exact evaluator: what a term denotes in one model, by the definitions.

An ``Evaluation`` belongs to one model (and a second policy, where claims speak of two) and shares its
work between all terms: every term is computed once.  Rational models may hold ``gmpy2.mpq`` numbers,
which makes enumeration several times faster; nothing here depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from coherence_exact.claims.rules import Rule, policies, relations, tables, values
from coherence_exact.claims.terms import Horizon, Sort, Term
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.enclosed import EnclosedNumber
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.inference.rates import Rates, temperature_rates
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy


class Evaluation:
    """Values of terms in one model; ``second_policy`` is what the term of that name denotes.

    >>> from coherence_exact.claims import prior, probability, retrain
    >>> from coherence_exact.mdp.files import load_model
    >>> evaluation = Evaluation(load_model("paper_examples/example_3.toml"))
    >>> evaluation.value(probability(retrain(prior, 2), 1, "∅", "a1"))
    Fraction(25, 61)
    """

    def __init__(self, model: Model, second_policy: Policy | None = None) -> None:
        self.model = model
        self.second_policy = second_policy
        self._values: dict[Term, Any] = {}
        self._sequences: dict[tuple[Any, ...], tuple[Iterator[Policy], list[Policy]]] = {}
        self._soft_values: dict[Term, SoftValues] = {}
        self._rates: dict[tuple[Term, int], Rates] = {}
        self._elsewhere: dict[tuple[Any, ...], Evaluation] = {}

    def value(self, term: Term) -> Any:
        """What the term denotes; raises :class:`UndefinedError` where it denotes nothing."""
        if term not in self._values:
            self._values[term] = RULES[term.name](self, term)
        return self._values[term]

    def argument(self, term: Term, index: int = 0) -> Any:
        """What an argument of the term denotes."""
        return self.value(term.arguments[index])

    def soft_values(self, policy: Term) -> SoftValues:
        """q and v of the policy that a term denotes."""
        if policy not in self._soft_values:
            self._soft_values[policy] = soft_values(self.model, self.value(policy))
        return self._soft_values[policy]

    def rates(self, policy: Term, alpha: int) -> Rates:
        """J(π_α) and Ĥ(π_α) with their derivatives, π_α conditioned from the policy that a term denotes."""
        if (policy, alpha) not in self._rates:
            self._rates[policy, alpha] = temperature_rates(self.model, self.value(policy), alpha)
        return self._rates[policy, alpha]

    def iterate(self, term: Term, key: tuple[Any, ...], begin: Callable[[], Iterator[Policy]]) -> Policy:
        """Element number ``steps`` of a sequence of policies, computed once for all steps."""
        steps = term.parameter("steps")
        wanted = self.model.horizon + steps.offset if isinstance(steps, Horizon) else steps
        if wanted < 0:
            raise UndefinedError(f"{steps} is negative at horizon {self.model.horizon}")
        name = (term.name, term.arguments, *key)
        if name not in self._sequences:
            self._sequences[name] = (begin(), [])
        sequence, known = self._sequences[name]
        while len(known) <= wanted:
            known.append(next(sequence))
        return known[wanted]

    def elsewhere(self, key: tuple[Any, ...], make: Callable[[], Model]) -> Evaluation:
        """The evaluation in a model derived from this one, made once for each key."""
        if key not in self._elsewhere:
            self._elsewhere[key] = Evaluation(make())
        return self._elsewhere[key]


# Comparison


def compare(left: Any, right: Any) -> int:
    """−1, 0 or 1 for two values; an enclosed number is compared with rationals only."""
    if isinstance(left, EnclosedNumber) or isinstance(right, EnclosedNumber):
        return _compare_limits(left, right)
    if isinstance(left, LogQuotient) or isinstance(right, LogQuotient):
        return _compare_quotients(left, right)
    if isinstance(left, LogValue):
        if isinstance(right, LogValue):
            return (left > right) - (left < right)
        return left.compare_rational(right)
    if isinstance(right, LogValue):
        return -right.compare_rational(left)
    return int(left > right) - int(left < right)


def _compare_limits(left: Any, right: Any) -> int:
    if isinstance(left, EnclosedNumber) and is_rational(right):
        return left.compare_rational(right)
    if isinstance(right, EnclosedNumber) and is_rational(left):
        return -right.compare_rational(left)
    raise UndefinedError("a limit that is known by bounds is compared with rationals only")


def _compare_quotients(left: Any, right: Any) -> int:
    for side, sign in ((left, 1), (right, -1)):
        if isinstance(side, LogValue) and not side.is_finite:
            return sign * side.sign()
    difference: LogQuotient = log_quotient(left) - right
    return difference.sign()


Entry: TypeAlias = tuple[Any, Any, Any]
"""(where, left, right) of one comparison."""


def entries(left: Any, right: Any) -> Iterator[Entry]:
    """The pairs of numbers that a comparison of two denotations compares, in a fixed order."""
    if isinstance(left, Policy):
        for point, row in left.items():
            for action, x in row.items():
                yield (*point, action), x, right[point][action]
    elif isinstance(left, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            yield key, left.get(key, 0), right.get(key, 0)
    else:
        yield None, left, right


_HOLDS: dict[str, Callable[[int], bool]] = {
    "equal": lambda sign: sign == 0,
    "at_least": lambda sign: sign >= 0,
    "at_most": lambda sign: sign <= 0,
    "greater": lambda sign: sign > 0,
}

COMPARISONS = tuple(_HOLDS)
"""The names of the terms that compare two sides."""


def failing_entry(evaluation: Evaluation, term: Term) -> Entry | None:
    """The first entry at which a comparison (equal, at_least, …) fails, if any."""
    holds = _HOLDS[term.name]
    sides = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if term.arguments[0].sort is Sort.TABLE and sides[0].keys() != sides[1].keys():
        raise UndefinedError(f"{term.name} compares tables with the same entries only")
    if term.name == "equal" and sides[0] == sides[1]:
        return None
    return next((entry for entry in entries(*sides) if not holds(compare(entry[1], entry[2]))), None)


def _comparison(evaluation: Evaluation, term: Term) -> bool:
    return failing_entry(evaluation, term) is None


RULES: dict[str, Rule] = {
    **policies.RULES,
    **values.RULES,
    **tables.RULES,
    **relations.RULES,
    **dict.fromkeys(COMPARISONS, _comparison),
}
"""What each term denotes, by its name."""
