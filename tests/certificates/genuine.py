"""Genuine certificates: claims in the public language, decided by the program, written by its writer.

    python -c "from tests.certificates.genuine import write; write()"

writes them into `valid/`, where forgeries take them from.
"""

# ruff: noqa: ARG002, PLW0108 (the methods of a domain take a profile; `repeat` takes a function)

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from coherence_exact import claims as language
from coherence_exact.certificates import writer
from coherence_exact.claims import (
    Argument,
    Claim,
    EveryModel,
    EveryPolicy,
    Number,
    OneModel,
    Policy,
    Reading,
    Term,
    Theorem,
    Transitions,
    argued,
    at,
    boltzmann,
    both,
    causal_entropy,
    conditioned_trajectories,
    define,
    deterministic,
    dynamics,
    either,
    ending,
    equal,
    every,
    expected_return,
    finite,
    fold,
    goal_condition,
    greater,
    greedy_limit,
    horizon_at_least,
    incoherence,
    incoherence_limit,
    index,
    kl,
    largest,
    least_lookahead,
    left,
    log,
    number,
    one_decision,
    optimal_return,
    optimal_success,
    prior,
    probability,
    rejection,
    retrain,
    right,
    second_policy,
    single_start,
    soft_q,
    soft_v,
    some_success,
    success_given_action,
    success_probability,
    successor,
    symbol,
    temperature,
    temperature_limit,
    time,
    total,
    trajectories,
    uniform,
    uniform_prior,
    weight,
    where,
)
from coherence_exact.families.codes import Code
from coherence_exact.families.named import Profile
from coherence_exact.families.shapes import Shape, ShapeFamily
from coherence_exact.language.domains import Address
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.verify.verdicts import Decision, decide

from tests.models import example

Json = Any
FOLDER = Path(__file__).parent / "valid"


@cache
def _family(shape: Shape, most: int, pairs: bool) -> ShapeFamily:
    """A family that keeps what it has enumerated."""
    return ShapeFamily(shape, most, pairs)


@dataclass(frozen=True)
class Few(EveryModel):
    """Every model of a few shapes, each up to a complexity, with weights of a grid that may be thinner."""

    family: str = "small"
    pairs: bool = False
    shapes: tuple[tuple[Shape, int], ...] = ()
    weights: tuple[str, ...] = ("1", "1/2", "0", "1/3")

    @property
    def families(self) -> list[ShapeFamily]:
        return [_family(shape, most, self.pairs) for shape, most in self.shapes]

    def describe(self, profile: Profile) -> str:
        return "a few models"

    def codes(self, family: ShapeFamily) -> list[Code]:
        """The models of a shape whose weights are in the grid."""
        thin = {Fraction(text) for text in self.weights}
        return [
            code
            for code in family.representatives
            if all(
                action.weight in thin
                for layer in family._kinds(code)
                for state in layer
                for action in state.actions
            )
        ]

    def shape_families(self, profile: Profile) -> tuple[ShapeFamily, ...]:
        return tuple(self.families)

    def listed(self, profile: Profile) -> Iterator[Address]:
        for shape, family in enumerate(self.families):
            for code in self.codes(family):
                yield shape, code

    def to_data(self, profile: Profile) -> Json:
        listed = [
            {"actions": [list(layer) for layer in shape], "complexity": most, "pairs": self.pairs}
            for shape, most in self.shapes
        ]
        grid = {**super().to_data(profile)["grid"], "weights": list(self.weights)}
        return {"family": self.family, "grid": grid, "shapes": listed}

    def counts(self, decision: Decision) -> Json:
        """What `counts` has to say: labelled models are counted by the sizes of their classes."""
        return [
            {
                "representatives": len(self.codes(family)),
                "labelled": sum(map(family.orbit_size, self.codes(family))),
                "checked": decision.checked_by_shape[i],
                "undefined": decision.undefined_by_shape[i],
            }
            for i, family in enumerate(self.families)
        ]


def certify(claim: Claim) -> Json:
    """The certificate of a claim with one reading."""
    [decision] = decide([claim])
    domain = decision.reading.domain
    if not isinstance(domain, Few):
        return writer.certificate(decision, "quick")
    with mock.patch.object(writer, "_counts", lambda decision, *_: domain.counts(decision)):
        return writer.certificate(decision, "quick")


def undecided(claim: Claim, reason: str) -> Json:
    """The certificate that leaves a claim open."""
    [reading] = claim.readings
    decision = mock.Mock(wraps=None, claim=claim, reading=reading, verdict="undecided", reason=reason)
    return writer.certificate(decision, "quick")


# Models

EXAMPLE_1 = example("example_1")
ARMS = (
    ModelBuilder("two arms", horizon=1, start="s").action("s", "a1").action("s", "a2", success="1/2").build()
)
LADDER = (
    ModelBuilder("ladder", horizon=3, start={"low": "1/3", "high": "2/3"})
    .action("low", "climb", to={"low": "1/4", "high": "3/4"}, success="2/3")
    .action("low", "stay", to="low", success="1/3")
    .action("high", "stay", to="high")
    .action("high", "jump", to={"low": "1/2", "high": "1/2"}, success="0")
    .prior("low", {"climb": "2/5", "stay": "3/5"})
    .build()
)
FORK = (
    ModelBuilder("fork", horizon=2, start="s")
    .action("s", "left", to={"quick": "1/2", "slow": "1/2"})
    .action("s", "right", to="done", success="5/6")
    .action("quick", "a1")
    .action("quick", "a2", success="1/3")
    .action("slow", "a1", success="1/2")
    .action("slow", "a2", success="1/2")
    .action("done", "a1")
    .prior("s", {"left": "1/2", "right": "1/2"})
    .build()
)
CROSSING = (
    ModelBuilder("crossing", horizon=2, start={"north": "1/3", "south": "2/3"})
    .action("north", "walk", to={"north": "1/4", "south": "3/4"}, success="2/3")
    .action("north", "run", to="south", success="1/5")
    .action("south", "walk", to={"north": "2/5", "south": "3/5"}, success="5/7")
    .action("south", "run", to={"north": "1/2", "south": "1/2"}, success="3/4")
    .action("south", "wait", to="south", success="1/2")
    .prior("north", {"walk": "2/5", "run": "3/5"})
    .prior("south", {"walk": "1/6", "run": "1/2", "wait": "1/3"})
    .build()
)
"""A model in which nothing is equal by chance."""
COIN = ModelBuilder("coin", horizon=1, start="s").action("s", "heads").action("s", "tails").build()

ONE_STATE = (((1,),), 2)
ONE = (((2,),), 3)
TWO = (((1,), (1,)), 2)
FEW = Few(shapes=(ONE_STATE, ONE, TWO))
"""Sixty-two models, up to renaming."""
DEEPER = Few(shapes=(ONE, (((2,), (2, 2)), 2)))
STARTS = Few(shapes=(ONE, (((2, 2),), 3)))


# Definitions of one's own


@define("κ({policy})/Ĥ({policy})")
def relative_incoherence(policy: Policy) -> Number:
    """A quotient of polynomials in logarithms."""
    return incoherence(policy) / causal_entropy(policy)


@define("surplus of {policy}")
def surplus(policy: Policy) -> language.Points:
    """A table over points that is absent at the last time."""
    return where(~language.last, largest(soft_q(policy), "points") - soft_v(policy))


@define("gain along {policy}")
def gain_along(policy: Policy) -> Transitions:
    """A table over transitions."""
    return dynamics * successor(soft_v(policy)) - soft_v(policy)


@define("2·{n}")
def doubled(n: Number) -> Number:
    """A definition that a repetition calls with its variable."""
    return n * 2


# Claims


def stated(
    name: str, relation: Term, given: Any = (), over: Any = FEW, assuming: tuple[Theorem, ...] = ()
) -> Claim:
    """A claim with one reading, which the id names."""
    reading = Reading("printed", f"the claim “{name}” in words", relation, given, _domain(over), assuming)
    return Claim(name, name, (reading,))


def _domain(over: Any) -> Any:
    return OneModel(over) if isinstance(over, Model) else over


def argument(relation: Term, given: tuple[Term, ...] = (), concludes: Any = "proved") -> Argument:
    theorem = Theorem("an argument", "what was checked at some indices is so at every index", "by induction")
    return Argument(theorem, relation, given, concludes)


def _sequence(name: str, about: Argument, rows: Any) -> Claim:
    return Claim(name, name, (argued("printed", "at every index", about, rows),))


def _identity(name: str, relation: Term) -> Claim:
    return Claim(name, name, (argued("printed", "for all real values", argument(relation)),))


def _gap(k: Term) -> Term:
    return expected_return(retrain(prior, k)) - expected_return(retrain(prior, k - 1))


LIMIT = Theorem("limit of temperature", "the closed form is the limit", "divide by the largest weight")
x, y, z = symbol("x"), symbol("y"), symbol("z")

CLAIMS: tuple[Claim, ...] = (
    stated("counterexample-policies", equal(fold(prior, 2), retrain(prior, 2))),
    stated("counterexample-of-a-named-family", equal(retrain(prior), prior), over=EveryModel("small")),
    stated("counterexample-tables", equal(soft_q(prior), soft_q(retrain(prior))), over=DEEPER),
    stated(
        "counterexample-distributions",
        equal(conditioned_trajectories(prior), trajectories(retrain(prior))),
        [deterministic],
        STARTS,
    ),
    stated(
        "counterexample-logarithms",
        expected_return(retrain(prior)) >= expected_return(prior),
        over=Few(shapes=((((2,), (2, 2)), 3),)),
    ),
    stated(
        "counterexample-infinities",
        finite(incoherence_limit(prior)),
        [equal(expected_return(prior), optimal_return)],
        STARTS,
    ),
    stated(
        "counterexample-both",
        both(*(equal(fold(prior, k), retrain(prior, k)) for k in (1, 2, 3))),
        over=FEW,
    ),
    stated("counterexample-quotients", relative_incoherence(prior) <= Fraction(1, 20), [greater(weight, 0)]),
    stated(
        "counterexample-second-policy",
        equal(
            expected_return(second_policy) - kl(second_policy, prior),
            log(success_probability(prior)) - kl(second_policy, goal_condition(prior)),
        ),
        over=Few(family="pairs", pairs=True, shapes=((((2, 2),), 2),)),
    ),
    stated("counterexample-of-one-model", equal(temperature(prior, 2), retrain(prior, 2)), over=LADDER),
    stated(
        "counterexample-of-policies",
        success_probability(retrain(prior)) > success_probability(prior),
        over=EveryPolicy(EXAMPLE_1),
    ),
    stated(
        "counterexample-of-an-ending-model",
        equal(success_probability(prior), ending("1/2", success_probability(prior))),
    ),
    stated(
        "counterexample-beside-something-undefined",
        both(equal(retrain(prior), prior), equal(number(1) / 0, 1)),
    ),
    stated(
        "counterexample-limit",
        equal(temperature_limit(prior), uniform),
        over=FORK,
        assuming=(LIMIT,),
    ),
    stated("counterexample-transitions", gain_along(prior) <= 0, over=FORK),
    stated(
        "counterexample-pairs",
        every(either(left(weight) <= right(weight), left(soft_q(prior)) < right(soft_q(prior))), "scalar"),
        over=DEEPER,
    ),
    stated(
        "instance",
        equal(probability(retrain(prior), 1, "∅", "↘"), Fraction(3, 5)),
        over=EXAMPLE_1,
    ),
    stated(
        "instance-logarithms",
        both(expected_return(prior) < Fraction(-1, 3), equal(causal_entropy(prior), log(2))),
        over=ARMS,
    ),
    stated(
        "instance-of-a-ladder",
        equal(soft_q(prior), success_given_action(prior)),
        [horizon_at_least(3), some_success(prior)],
        LADDER,
    ),
    stated(
        "instance-of-every-notion",
        both(
            soft_q(prior) <= 1,
            soft_v(prior) <= 1,
            goal_condition(prior) <= 1,
            retrain(prior, 2) <= 1,
            temperature(prior, 3) <= 1,
            fold(prior, 3) <= 1,
            fold(prior, 3, "ratio") <= 1,
            fold(prior, 3, "ratio", cumulative=True) <= 1,
            fold(prior, 3, cumulative=True) <= 1,
            boltzmann(prior, "1/2") <= 1,
            greedy_limit(prior) <= 1,
            temperature_limit(prior) <= 1,
            success_probability(prior) <= 1,
            expected_return(prior) <= 0,
            causal_entropy(prior) <= 2,
            incoherence(prior) <= 2,
            optimal_success <= 1,
            trajectories(prior) <= 1,
        ),
        [greater(weight, 0)],
        CROSSING,
    ),
    stated("instance-of-absent-entries", surplus(prior) >= 0, over=LADDER),
    stated(
        "instance-of-a-repetition", equal(language.repeat(5, lambda n: doubled(n), number(1)), 32), over=ARMS
    ),
    stated("instance-of-a-search", equal(least_lookahead(prior), 1), over=ARMS),
    stated(
        "instance-of-an-ending-model",
        both(
            equal(ending("1/3", success_probability(prior)), Fraction(3, 4)),
            equal(success_probability(prior), Fraction(3, 4)),
        ),
        over=ARMS,
    ),
    stated(
        "instance-vacuous",
        equal(probability(retrain(prior), 1, "∅", "↘"), Fraction(3, 5)),
        [uniform_prior, horizon_at_least(3)],
        EXAMPLE_1,
    ),
    stated(
        "instance-vacuous-undefined",
        equal(probability(retrain(prior), 3, "∅", "↘"), Fraction(3, 5)),
        over=EXAMPLE_1,
    ),
    stated("family", expected_return(retrain(prior)) >= expected_return(prior), [deterministic], FEW),
    stated("family-deeper", equal(temperature(prior, 2), retrain(prior, 2)), [deterministic], DEEPER),
    stated(
        "family-undefined",
        equal(total(rejection(prior, 1)), 1),
    ),
    stated("family-vacuous", equal(prior, uniform), [horizon_at_least(3)], Few(shapes=(TWO,))),
    stated(
        "family-of-pairs",
        equal(
            expected_return(second_policy) - kl(second_policy, prior),
            log(success_probability(prior)) - kl(second_policy, goal_condition(prior)),
        ),
        [single_start, one_decision],
        Few(family="pairs", pairs=True, shapes=((((2,),), 3),)),
    ),
    stated(
        "family-of-policies",
        success_probability(retrain(prior)) >= success_probability(prior),
        over=EveryPolicy(EXAMPLE_1),
    ),
    stated(
        "family-of-policies-vacuous",
        equal(prior, uniform),
        [equal(at(time, 3, "∅"), 3)],
        EveryPolicy(EXAMPLE_1),
    ),
    stated(
        "thinner-grid-says-so",
        equal(incoherence(prior), 0),
        [uniform_prior],
        Few(shapes=(ONE_STATE, ONE), weights=("1",)),
    ),
    stated(
        "smaller-complexity-says-so",
        equal(retrain(prior), prior),
        over=Few(shapes=((((2,),), 0), (((1,), (1,)), 1))),
    ),
    _sequence(
        "sequence",
        argument(
            both(
                _gap(index) >= 0,
                incoherence(retrain(prior, index)) <= log(2),
                equal(
                    success_probability(retrain(prior, index)),
                    (1 + number("1/2") ** (index + 1)) / (1 + number("1/2") ** index),
                ),
            ),
            (one_decision, single_start, equal(success_probability(prior), Fraction(3, 4))),
        ),
        [(1, ARMS), (2, ARMS), (3, ARMS), (5, ARMS)],
    ),
    _sequence(
        "sequence-of-models",
        argument(success_probability(retrain(prior, index)) >= success_probability(prior), (), "refuted"),
        [(1, ARMS), (2, EXAMPLE_1), (2, ARMS)],
    ),
    _sequence("sequence-of-one-row", argument(incoherence(prior) < index), [(1, ARMS)]),
    _identity(
        "identity",
        both(
            equal((x + y) ** 2, x**2 + 2 * x * y + y * y),
            equal(x / (x + z) - y / (y + z), z * (x - y) / ((x + z) * (y + z))),
        ),
    ),
    _identity("identity-of-one-symbol", equal((x**2 - 1) / (x - 1), x + 1)),
)

UNDECIDED: dict[str, Callable[[], Json]] = {
    "undecided": lambda: undecided(stated("undecided", finite(expected_return(prior))), "two quotients"),
    "undecided-of-one-model": lambda: undecided(
        stated("undecided-of-one-model", finite(expected_return(prior)), over=ARMS), "a reason"
    ),
    "undecided-of-policies-for-a-long-reason": lambda: undecided(
        stated("undecided-of-policies", finite(expected_return(prior)), over=EveryPolicy(COIN)),
        "too hard, " * 1000,
    ),
    "undecided-of-a-sequence": lambda: undecided(
        _sequence("undecided-of-a-sequence", argument(equal(index, 0)), [(1, COIN)]), "it is false"
    ),
}


@cache
def genuine() -> dict[str, Json]:
    """Every genuine certificate, by the name of its file."""
    return {claim.id: certify(claim) for claim in CLAIMS}


def text(document: Json) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write them into `valid/`."""
    FOLDER.mkdir(exist_ok=True)
    for name, document in genuine().items():
        (FOLDER / f"{name}.json").write_text(text(document), encoding="utf-8")
