"""Random well-sorted terms, without free variables."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from coherence_exact.definitions.coherence import incoherence
from coherence_exact.definitions.conditioning import condition, retrain, uniform
from coherence_exact.definitions.hypotheses import deterministic, implies
from coherence_exact.definitions.values import soft_q, soft_v
from coherence_exact.language.core import (
    at,
    back,
    below,
    both,
    chance,
    count,
    dynamics,
    either,
    end_of,
    ending,
    every,
    forth,
    horizon,
    if_,
    index,
    infinity,
    into,
    largest,
    last,
    least,
    left,
    log,
    negation,
    prior,
    product_along,
    repeat,
    right,
    same,
    second_policy,
    share,
    smallest,
    some,
    start,
    successor,
    sum_along,
    symbol,
    tail_product,
    through,
    time,
    total,
    weight,
    where,
)
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term, number
from hypothesis import strategies as st

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

_LEAVES: dict[Space, tuple[Term, ...]] = {
    Space.SCALAR: (horizon, infinity, index, symbol("x"), number(-2), number("7/3"), number(10**30)),
    Space.POINTS: (start, time, soft_v(prior)),
    Space.CHOICES: (weight, prior, second_policy, soft_q(uniform)),
    Space.TRANSITIONS: (dynamics,),
    Space.TRAJECTORIES: (chance,),
    Space.PAIRS: (left(weight), right(prior)),
}
_STATES = st.sampled_from(
    ["∅", "s", 'two "words"', "back\\slash", "line\nbreak", "\ud800", "#$%&~_^{}<>", "]]>"]
)


class _Terms:
    """Draws terms no deeper than some depth, whose variables are those in scope."""

    def __init__(self, draw: Draw, depth: int, variables: tuple[Term, ...] = ()) -> None:
        self.draw = draw
        self.depth = depth
        self.variables = variables

    def inside(self, *variables: Term) -> _Terms:
        return _Terms(self.draw, self.depth - 1, (*self.variables, *variables))

    def number(self, space: Space) -> Term:
        """A table of numbers that can be spread to a space."""
        known = [v for v in self.variables if not v.sort.is_truth and v.sort.space.spreads_to(space)]
        if self.depth <= 0:
            return self.one_of([*_LEAVES[space], *known, number(self.draw(st.fractions(max_denominator=99)))])
        kinds = [self._entrywise, self._reduced, self._special, self._coarser]
        return kinds[self.draw(st.integers(0, 3))](space)

    def one_of(self, terms: list[Term]) -> Term:
        return terms[self.draw(st.integers(0, len(terms) - 1))]

    def _entrywise(self, space: Space) -> Term:
        less = self.inside()
        kind = self.draw(st.sampled_from(["+", "-", "*", "/", "^", "log", "if", "where", "-x"]))
        x = less.number(space)
        if kind == "log":
            return log(x)
        if kind == "-x":
            return -x
        if kind == "where":
            return where(less.truth(space), x)
        y = less.number(space)
        if kind == "if":
            return if_(less.truth(space), x, y)
        return {"+": x + y, "-": x - y, "*": x * y, "/": x / y, "^": x**y}[str(kind)]

    def _coarser(self, space: Space) -> Term:
        return self.inside().number(self.space_of(space, lambda other: other.spreads_to(space)))

    def space_of(self, space: Space, allowed: Callable[[Space], bool]) -> Space:
        spaces = [other for other in Space if allowed(other)] or [space]
        return spaces[self.draw(st.integers(0, len(spaces) - 1))]

    def _reduced(self, space: Space) -> Term:
        over = self.space_of(space, lambda other: other.reduces_to(space))
        if over is space:
            return self._entrywise(space)
        less = self.inside()
        kind = self.draw(st.integers(0, 3))
        if kind == 3:
            return count(less.truth(over), to=space, over=over)
        return (total, largest, smallest)[kind](less.number(over), to=space, over=over)

    def _special(self, space: Space) -> Term:
        less = self.inside()
        cases: dict[Space, tuple[Callable[[], Term], ...]] = {
            Space.SCALAR: (
                lambda: at(less.number(Space.POINTS), 1, self.draw(_STATES)),
                lambda: at(less.number(Space.CHOICES), 2, self.draw(_STATES), self.draw(_STATES)),
                lambda: least(0, horizon, lambda k: less.inside(k).truth(Space.SCALAR)),
                lambda: ending("1/2", less.only_scalars().number(Space.SCALAR)),
                lambda: incoherence(less.policy(), delta=Fraction(1, 2)),
                lambda: repeat(
                    less.number(Space.SCALAR), lambda x: less.inside(x).number(Space.SCALAR), number(1)
                ),
            ),
            Space.POINTS: (
                lambda: into(less.number(Space.TRANSITIONS)),
                lambda: soft_v(less.policy()),
                less.backward,
                less.forward,
                lambda: repeat(2, lambda x: less.inside(x).number(Space.POINTS), soft_v(prior)),
            ),
            Space.CHOICES: (
                less.policy,
                lambda: soft_q(less.policy()),
                lambda: through(less.number(Space.TRAJECTORIES)),
            ),
            Space.TRANSITIONS: (lambda: successor(less.number(Space.POINTS)),),
            Space.TRAJECTORIES: (
                lambda: product_along(less.number(Space.CHOICES)),
                lambda: tail_product(less.number(Space.CHOICES)),
                lambda: sum_along(less.number(Space.CHOICES)),
                lambda: end_of(less.number(Space.CHOICES)),
                lambda: below(less.number(Space.TRAJECTORIES), less.number(Space.TRAJECTORIES)),
            ),
            Space.PAIRS: (
                lambda: left(less.number(Space.CHOICES)),
                lambda: right(less.number(Space.CHOICES)),
            ),
        }
        chosen = cases[space]
        return chosen[self.draw(st.integers(0, len(chosen) - 1))]()

    def only_scalars(self) -> _Terms:
        scalars = tuple(v for v in self.variables if v.sort.space is Space.SCALAR)
        return _Terms(self.draw, self.depth, scalars)

    def backward(self) -> Term:
        factor = self.number(Space.CHOICES)
        return back(
            lambda v: total(
                factor * if_(last, 1, total(dynamics * successor(v), "choices")), "points", "choices"
            )
        )

    def forward(self) -> Term:
        factor = self.number(Space.CHOICES)
        return forth(lambda d: start + into(d * factor * dynamics))

    def policy(self) -> Term:
        if self.depth <= 0:
            return self.one_of([prior, second_policy, uniform])
        less = self.inside()
        cases: tuple[Callable[[], Term], ...] = (
            lambda: share(less.number(Space.CHOICES), less.policy()),
            lambda: retrain(less.policy(), steps=less.number(Space.SCALAR) * horizon),
            lambda: condition(less.policy(), less.number(Space.CHOICES)),
            lambda: if_(less.truth(Space.POINTS), less.policy(), less.policy()),
            lambda: repeat(3, lambda x: share(x * less.number(Space.CHOICES), x), less.policy()),
        )
        return cases[self.draw(st.integers(0, len(cases) - 1))]()

    def truth(self, space: Space) -> Term:
        """A table of truths that can be spread to a space."""
        less = self.inside()
        if self.depth <= 0:
            x, y = less.number(space), less.number(space)
            return self.one_of(
                [x < y, x <= y, same(x, y), *([last] if Space.POINTS.spreads_to(space) else [])]
            )
        kind = self.draw(st.integers(0, 7))
        over = self.space_of(space, lambda other: other.reduces_to(space))
        if kind == 0:
            return negation(less.truth(space))
        if kind in (1, 2):
            return (both, either)[kind - 1](less.truth(space), less.truth(space), less.truth(space))
        if kind in (3, 4) and over is not space:
            return (every, some)[kind - 3](less.truth(over), to=space, over=over)
        if kind == 5:
            return same(less.truth(space), less.truth(space))
        if kind == 6:
            return implies(deterministic, less.truth(Space.SCALAR))
        x, y = less.number(space), less.number(space)
        return self.one_of([x < y, x <= y, same(x, y)])


@st.composite
def tables(draw: Draw, space: Space | None = None, depth: int = 3) -> Term:
    """A table of numbers that can be spread to a space, to any one if none is given."""
    return _Terms(draw, depth).number(draw(st.sampled_from(list(Space))) if space is None else space)


@st.composite
def truths(draw: Draw, space: Space = Space.SCALAR, depth: int = 3) -> Term:
    """A table of truths that can be spread to a space."""
    return _Terms(draw, depth).truth(space)


@st.composite
def policies(draw: Draw, depth: int = 3) -> Term:
    """A policy."""
    return _Terms(draw, depth).policy()


def terms(depth: int = 3) -> st.SearchStrategy[Term]:
    """A term of any sort."""
    return st.one_of(tables(depth=depth), truths(depth=depth), policies(depth=depth))
