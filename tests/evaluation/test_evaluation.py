"""What evaluations keep, and keep apart."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import gmpy2
import pytest
from coherence_exact.claims import (
    at,
    define,
    deterministic,
    ending,
    equal,
    expected_return,
    index,
    prior,
    repeat,
    retrain,
    same,
    second_policy,
    soft_q,
    soft_v,
    success_given_action,
    success_probability,
    total,
    weight,
)
from coherence_exact.errors import UndefinedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.layout import Layout
from coherence_exact.language.definitions import Number, Policy
from coherence_exact.mdp.policy import Policy as PolicyOf
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import deterministic_policies, example, models, policies

TERMS = [
    soft_v(prior),
    retrain(prior, 2),
    success_given_action(retrain(prior)),
    ending("1/2", success_probability(prior)),
    equal(soft_q(prior), success_given_action(prior)),
    total(weight * prior),
]


@given(st.lists(models(max_horizon=3, most_trajectories=40, simple=True), min_size=2, max_size=3))
def test_models_share_no_state(several: list[Any]) -> None:
    """Evaluations in turn, term by term, say what each says alone."""
    together = [Evaluation(model) for model in several]
    in_turn = [[evaluation.value(term) for evaluation in together] for term in TERMS]
    alone = [[Evaluation(model).value(term) for model in several] for term in TERMS[::-1]]
    assert in_turn == alone[::-1]


def test_values_do_not_depend_on_what_was_asked_before() -> None:
    for name in ("example_1", "example_3"):
        forward, backward = (Evaluation(example(name)) for _ in range(2))
        there = [forward.value(term) for term in TERMS]
        assert [backward.value(term) for term in TERMS[::-1]][::-1] == there
        assert [forward.value(term) for term in TERMS] == there


def test_a_table_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = []
    original = vars(Layout)["_from_choice"].func

    def counted(layout: Layout) -> Any:
        listed.append(layout)
        return original(layout)

    monkeypatch.setattr(Layout, "_from_choice", property(counted))
    evaluation = Evaluation(example("example_3"))
    term = success_given_action(prior)
    first = evaluation.value(term)
    before = len(listed)
    assert before > 0
    assert evaluation.value(term) is first
    assert evaluation.value(equal(term, soft_q(prior))) is True
    assert len(listed) == before


def test_a_table_that_is_the_same_everywhere_is_still_a_list() -> None:
    @define("{policy}, untouched")
    def one_everywhere(policy: Policy) -> Policy:
        """The policy itself."""
        return repeat(0, lambda same_policy: same_policy, policy)

    evaluation = Evaluation(example("example_3"))
    assert evaluation.value(one_everywhere(prior)) == [gmpy2.mpq(1, 2)] * 6
    assert evaluation.value(retrain(prior, 0)) == [gmpy2.mpq(1, 2)] * 6


def test_the_second_policy_and_the_prior_are_those_that_are_given() -> None:
    model = example("example_1")
    second = deterministic_policies(model)[0]
    evaluation = Evaluation(model, second)
    assert evaluation.table(second_policy) == by_hand.entries_of(second)
    assert evaluation.value(equal(second_policy, prior)) is False
    instead = Evaluation(model, prior=second)
    assert instead.table(prior) == by_hand.entries_of(second)
    assert Evaluation(model).table(prior) == by_hand.entries_of(model.prior)


@given(st.data(), models(max_horizon=3, most_trajectories=40, simple=True))
def test_the_prior_that_is_given_is_that_of_the_model_that_ends_too(data: st.DataObject, model: Any) -> None:
    policy = data.draw(policies(model, simple=True))
    found = Evaluation(model, prior=policy).value(ending("1/3", expected_return(prior)))
    assert found == by_hand.log_sum(
        (p * Fraction(1, 3) ** (point[0] - 1), model.states[point[1]][action].weight)
        for path, p in by_hand.joint(model, policy).items()
        for point, action in path
    )


@pytest.mark.parametrize("accelerated", [False, True])
def test_models_that_end_share_the_evaluation_s_definitions(accelerated: bool) -> None:
    """Terms asked here and there in turn, with many others before them."""
    model = example("example_3")
    evaluation = Evaluation(model, accelerated=accelerated)
    for steps in range(6):
        here = evaluation.value(success_probability(retrain(prior, steps)))
        assert here == by_hand.success(model, by_hand.retrained(model, model.prior, steps))
        there = evaluation.value(ending(1, success_probability(retrain(prior, steps))))
        assert there == here


def test_an_index() -> None:
    model = example("example_3")
    assert [Evaluation(model, index=k).value(index * 2) for k in (1, 5)] == [2, 10]
    assert Evaluation(model, index=3).value(equal(retrain(prior, index), retrain(prior, 3))) is True
    assert Evaluation(model, index=3).value(equal(retrain(prior, index), retrain(prior, 2))) is False


def test_whether_a_relation_holds() -> None:
    evaluation = Evaluation(example("example_3"))
    assert evaluation.holds(deterministic) is False
    assert evaluation.holds(same(1, 1)) is True
    with pytest.raises(UndefinedError, match="has no value, because a part of it does not exist"):
        evaluation.holds(same(at(weight, 1, "nowhere", "a"), 1))


def test_truths_and_numbers_are_not_mixed_up() -> None:
    """1 and true are equal in Python, and two literals here."""

    @define("{x} or 1")
    def shown(x: Number) -> Number:
        """The number itself."""
        return x

    evaluation = Evaluation(example("example_3"))
    assert evaluation.value(same(1, 1)) is True
    assert evaluation.value(shown(1)) is not True
    assert evaluation.value(shown(1)) == 1
    assert evaluation.value(same(same(1, 1), same(0, 0))) is True


def test_a_policy_may_be_of_any_rational_type() -> None:
    model = example("example_3")
    fast = PolicyOf({point: {a: gmpy2.mpq(p) for a, p in row.items()} for point, row in model.prior.items()})
    assert Evaluation(model, prior=fast).value(soft_v(prior)) == Evaluation(model).value(soft_v(prior))
