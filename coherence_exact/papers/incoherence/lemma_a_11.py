"""Lemma A.11: the derivative of h(x) = f(arg max_t f(t) + x·g(t)), which the proof of Corollary 5.10 uses.

The lemma is about functions, not about decision processes.  What calculus adds to it (the implicit function
theorem, the chain rule, what a maximum is) is in the named arguments; the algebra they rest on is an
identity of rational functions, which is decided.  Symbols: f1, f2, g1, g2 stand for f′, f″, g′, g″ at the
maximiser t*(x); s, t, e are real numbers.
"""

from __future__ import annotations

from coherence_exact.claims import Argument, Claim, Term, Theorem, argued, both, equal, number, symbol

_f1, _f2, _g1, _g2, _x = (symbol(name) for name in ("f1", "f2", "g1", "g2", "x"))
_s, _t, _e = (symbol(name) for name in ("s", "t", "e"))


def _square(value: Term) -> Term:
    return value * value


_curvature = _f2 + _x * _g2
_slope = _g1 * -1 / _curvature
_printed = _f1 * _g1 * -1 / _curvature

IMPLICIT = Argument(
    Theorem(
        "implicit function theorem",
        "Let f and g be twice continuously differentiable, and t*(x) for x near x_0 a maximiser of f + x·g in the "
        "interior of their domain that is continuous at x_0, with f″ + x_0·g″ ≠ 0 there. Then h = f(t*) is "
        "differentiable at x_0, and h′ = −f′g′/(f″ + x_0·g″) at t*(x_0).",
        "At interior maxima f′ + x·g′ = 0. Its derivative with respect to t is f″ + x·g″ ≠ 0, so by the implicit "
        "function theorem the solutions near (x_0, t*(x_0)) are one differentiable curve, which t* follows because "
        "it is continuous at x_0. Differentiating, (f″ + x·g″)·t*′ + g′ = 0, which −g′/(f″ + x·g″) solves: the first "
        "equation. The chain rule gives h′ = f′·t*′: the second.",
    ),
    both(equal(_curvature * _slope + _g1, 0), equal(_f1 * _slope, _printed)),
    (),
    "proved",
)


UNIQUE = Argument(
    Theorem(
        "implicit function theorem at a unique maximiser",
        "Let f and g be twice continuously differentiable on a compact interval, and t* the only maximiser of f + x_0·g, in "
        "its interior, with f″ + x_0·g″ ≠ 0 there. Then every choice of maximisers for x near x_0 makes h differentiable "
        "at x_0, and h′ = −f′g′/(f″ + x_0·g″) at t*.",
        "On a compact interval maximisers exist, and as x → x_0 every limit of maximisers for x is one for x_0, which is "
        "t*. So they tend to t*, are in the interior, and the implicit function theorem applies as for a maximiser that "
        "is continuous: (f″ + x·g″)·t*′ + g′ = 0 and h′ = f′·t*′, the equations.",
    ),
    both(equal(_curvature * _slope + _g1, 0), equal(_f1 * _slope, _printed)),
    (),
    "proved",
)


def _flat(point: Term) -> Term:
    """f(t) = −t − t⁴."""
    return point * -1 - _square(_square(point))


_cube = number(4) * _s * _square(_s)

SINGULAR = Argument(
    Theorem(
        "a maximum without curvature",
        "For f(t) = −t − t⁴ and g(t) = t on the real line, the maximiser is unique and continuous for every x, and "
        "t* = 0 at x = 1, where f″ + x·g″ = 0. h is not differentiable at x = 1.",
        "At x = 1 + 4s³ the maximum is at t = s and nowhere else, because its distance from the value at t is "
        "(t−s)²((t+s)² + 2s²), the first equation. So h(1 + 4s³) = f(s), and by the second equation its difference "
        "quotient at x = 1 is −1/(4s²) − s/4, which is unbounded as s goes to 0.",
    ),
    both(
        equal(
            (_flat(_s) + (_cube + 1) * _s) - (_flat(_t) + (_cube + 1) * _t),
            _square(_t - _s) * (_square(_t + _s) + _square(_s) * 2),
        ),
        equal(_flat(_s) / _cube, number(-1) / (_square(_s) * 4) - _s / 4),
    ),
    (),
    "refuted",
)

BOUNDARY = Argument(
    Theorem(
        "a maximum on the boundary",
        "For f(t) = t and g(t) = −t²/4 on [0, 1] and 0 < x < 2, the maximiser is unique, continuous and at the "
        "boundary, t* = 1, with f″ + x·g″ = −x/2 ≠ 0. h′ = 0, and the printed formula gives −1/x.",
        "The maximum is at t = 1, because its distance from the value at t is (1−t)(1 − x(1+t)/4), the first "
        "equation, which is positive for t < 1 and x < 2. So h(x) = f(1) is constant. With f′ = 1, g′ = −1/2, "
        "f″ = 0, g″ = −1/2 the formula is −1/x, the second equation.",
    ),
    both(
        equal(
            (number(1) - _x / 4) - (_t - _x * _square(_t) / 4),
            (number(1) - _t) * (number(1) - _x * (_t + 1) / 4),
        ),
        equal(number("1/2") / (_x * "-1/2"), number(-1) / _x),
    ),
    (),
    "refuted",
)


def _hills(point: Term, slope: Term) -> Term:
    """f(t) + x·g(t) = −(t² − 1)² + slope·t, at x = 1 + slope."""
    return _square(_square(point) - 1) * -1 + slope * point


JUMP = Argument(
    Theorem(
        "a maximiser that jumps",
        "For f(t) = −(t² − 1)² − t and g(t) = t on the real line, maximisers are interior and f″ + x·g″ = −8 at both "
        "of those at x = 1, t = 1 and t = −1. h jumps at x = 1, whichever is chosen there, and the formula gives a "
        "finite derivative.",
        "Maximisers exist, since −t⁴ dominates. At x = 1 + e the values at t and −t differ by 2et, the first equation, "
        "so that none has the sign of −e; t = 0 is none either, with the value −1; and the value at t = 1 is e, the second. For e > 0 a maximiser therefore satisfies (t² − 1)² ≤ e(t − 1), "
        "so t ≥ 1 and h = f(t) ≤ −t ≤ −1. For e < 0 the mirror image holds, with −e and −t for e and t: the largest "
        "value is at least −e, −t ≥ 1, and h = f(t) ≥ −e + (1 + e)(−t) ≥ 1 if e ≥ −1.",
    ),
    both(equal(_hills(_t, _e) - _hills(_t * -1, _e), _e * _t * 2), equal(_hills(number(1), _e), _e)),
    (),
    "refuted",
)

CLAIMS = (
    Claim(
        "A.11",
        "The derivative of f at the maximiser of f + x·g",
        where="Lemma A.11",
        readings=(
            argued(
                "printed",
                "h′ = −f′g′/(f″ + x·g″) at t*(x), for differentiable f and g, wherever the right side exists",
                JUMP,
            ),
            argued(
                "unique",
                "the same where the maximiser is unique for every x",
                BOUNDARY,
            ),
            argued(
                "unique-interior",
                "the same for twice continuously differentiable f and g on a compact interval, a unique maximiser, which is interior, and f″ + x·g″ ≠ 0",
                UNIQUE,
            ),
            argued(
                "regular",
                "the same for twice continuously differentiable f and g, a maximiser t* that is continuous at x and "
                "interior, and f″ + x·g″ ≠ 0",
                IMPLICIT,
            ),
            argued(
                "no-curvature",
                "h is differentiable where t* is continuous and interior, f and g twice continuously differentiable",
                SINGULAR,
            ),
            argued(
                "boundary",
                "h′ = −f′g′/(f″ + x·g″) where t* is continuous and f″ + x·g″ ≠ 0, also at the boundary",
                BOUNDARY,
            ),
            argued(
                "jump",
                "h is differentiable where every maximiser is interior with f″ + x·g″ ≠ 0",
                JUMP,
            ),
        ),
    ),
)
