"""Writer, evaluator and checker agree on claims that are drawn from the public vocabulary."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from pathlib import Path

import pytest
from coherence_exact import claims as c
from coherence_exact.claims import Term, prior
from coherence_exact.language.claims import Reading

from tests.certificates.editing import Json, check, content, sign
from tests.certificates.genuine import CROSSING, EXAMPLE_1, FORK, LADDER, ONE, TWO, Few, certify, stated

POLICIES: list[Term] = [
    prior,
    c.retrain(prior),
    c.retrain(prior, 2),
    c.temperature(prior, 2),
    c.goal_condition(prior),
    c.fold(prior, 2),
    c.fold(prior, 1, "ratio"),
    c.boltzmann(prior),
    c.boltzmann(prior, "1/2"),
    c.greedy_limit(prior),
    c.temperature_limit(prior),
    c.coherent(prior, 2),
    c.uniform,
    c.share(c.soft_q(prior), prior),
]
TABLES = [c.soft_q, c.success_given_action]
NUMBERS = [
    c.success_probability,
    c.success_by_trajectories,
    c.expected_return,
    c.return_by_trajectories,
    c.causal_entropy,
    c.incoherence,
    c.incoherence_limit,
]
GIVEN: list[list[Term]] = [
    [],
    [c.deterministic],
    [c.finite_rewards],
    [c.full_support, c.success_everywhere(prior)],
    [c.single_start],
    [c.uniform_prior],
]
MODELS = (EXAMPLE_1, LADDER, FORK, CROSSING)
FAMILY = Few(shapes=(ONE, TWO))


def drawn(number: int) -> Term:
    """A relation, made of what the number draws."""
    source = random.Random(number)
    one, two = source.sample(POLICIES, 2)
    table = source.choice(TABLES)
    value, other = source.choice(NUMBERS), source.choice(NUMBERS)
    relations = [
        c.equal(one, two),
        c.equal(table(one), table(two)),
        value(one) >= value(two),
        value(one) < other(two) + Fraction(source.randint(-3, 3), 2),
        c.both(value(one) <= value(one), c.at_most(table(one), 1)),
        c.either(c.equal(one, two), value(two) > 0),
        c.implies(c.equal(one, two), c.equal(value(one), value(two))),
        c.at_most(c.row_kl(one, two), 2),
        c.total_variation(one, two) <= Fraction(source.randint(0, 3), 3),
        c.equal(value(one), c.ending("1/2", value(one))),
    ]
    return source.choice(relations)


@pytest.mark.parametrize("number", range(30))
def test_what_the_program_decides_the_checker_accepts(tmp_path: Path, number: int) -> None:
    domain = (*MODELS, FAMILY)[number % 5]
    claim = stated(f"drawn {number}", drawn(number), GIVEN[number // 5 % len(GIVEN)], domain)
    document = certify(claim)
    found = check(tmp_path, content(document))
    assert (found.outcome, found.reason) == ("valid", None)
    assert found.verdict == document["verdict"]


OPPOSITE = {"refuted": ("instance", "holds"), "holds": ("counterexample", "refuted")}


@pytest.mark.parametrize("number", range(0, 60, 2))
def test_the_opposite_of_what_the_program_decides_is_refused(tmp_path: Path, number: int) -> None:
    document = certify(stated(f"drawn {number}", drawn(number), [], MODELS[number // 2 % 4]))
    for kind, verdict in OPPOSITE.values():
        if verdict != document["verdict"]:
            found = check(tmp_path, content({**document, "kind": kind, "verdict": verdict}))
            assert found.outcome == "invalid"
            assert "The verdict is wrong for the model" in str(found.reason)


def test_a_definition_made_up_here(tmp_path: Path) -> None:
    """It is evaluated, written and checked as every other; altered, it is refused."""

    @c.define("regret of {policy} in {times} times")
    def regret(policy: c.Policy, times: c.Number) -> c.Points:
        """What the best action would add, so many times."""
        return times * (c.best(c.soft_q(policy)) - c.soft_v(policy))

    document = certify(stated("regret", c.at_least(regret(prior, 3), 0), over=CROSSING))
    assert check(tmp_path, content(document)).outcome == "valid"
    body: Json = document["definitions"]["regret"]["body"]
    others = [
        ["*", "2", body[2]],
        ["*", body[1], ["-", body[2][2], body[2][1]]],
        body[2],
        ["*", ["+", "$times", "1"], body[2]],
    ]
    for other in others:
        altered = {**document["definitions"]["regret"], "body": other}
        changed = {**document, "definitions": {**document["definitions"], "regret": altered}}
        assert check(tmp_path, content(changed)).outcome == "invalid"
        assert check(tmp_path, content(sign(changed))).outcome == "invalid"


def test_every_pair_of_policies_of_one_model(tmp_path: Path) -> None:
    """All values of many policies at once, stated by the writer and found by the checker."""
    tables = [c.soft_q(policy) <= 1 for policy in POLICIES]
    numbers = [value(policy) <= c.infinity for value, policy in itertools.product(NUMBERS, POLICIES[:5])]
    for number, parts in enumerate((tables, numbers)):
        document = certify(stated(f"all {number}", c.both(*parts), over=CROSSING))
        assert document["verdict"] == "holds"
        assert check(tmp_path, content(document)).outcome == "valid"


def test_a_reading_keeps_its_theorems() -> None:
    theorem = c.Theorem("a theorem", "so it is", "clear")
    claim = stated("with a theorem", c.equal(prior, prior), over=EXAMPLE_1, assuming=(theorem,))
    assert isinstance(claim.readings[0], Reading)
    assert certify(claim)["assuming"] == [{"name": "a theorem", "theorem": "so it is", "proof": "clear"}]
