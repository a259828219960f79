"""Relations of a model's weights and dynamics, and the single δ of a coherent policy, by definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import ZERO
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=30, simple=True)
Response = Callable[[Sequence[Number]], list[Number]]


@given(SMALL)
def test_hypotheses(model: Model) -> None:
    rows = by_hand.weights(model)
    early = {w for (time, _), row in rows.items() for w in row.values() if time < model.horizon}
    assert by_hand.value(model, "terminal_rewards") is (early <= {1})
    assert by_hand.value(model, "several_actions") is (min(map(len, rows.values())) >= 2)


@pytest.mark.parametrize(("first", "last", "holds"), [("1", "0", True), ("1/2", "1", False)])
def test_rewards_are_terminal_or_not(first: str, last: str, holds: bool) -> None:
    model = (
        ModelBuilder("two steps", horizon=2, start="s")
        .action("s", "a", success=first, to="t")
        .action("s", "b", success="1", to="t")
        .action("t", "a", success=last)
        .build()
    )
    assert by_hand.value(model, "terminal_rewards") is holds
    assert by_hand.value(model, "several_actions") is False
    assert by_hand.value(one_decision(a=1, b=0), "several_actions") is True


# Definition 4.4


def power(n: int) -> Response:
    return lambda x: [each**n / sum(other**n for other in x) for each in x]


def arg_max(x: Sequence[Number]) -> list[Number]:
    return [Fraction(int(each == max(x)), list(x).count(max(x))) for each in x]


def first_largest(x: Sequence[Number]) -> list[Number]:
    return [Fraction(int(index == list(x).index(max(x)))) for index in range(len(x))]


RESPONSES: dict[str, Response] = {
    "order_respecting(1)": power(1),
    "order_respecting('1/3')": power(3),
    "order_respecting(0)": arg_max,
    "order_respecting(0, 'first')": first_largest,
    "order_respecting(1, 'first')": first_largest,
}


def respects_order(respond: Response, x: list[Number]) -> bool:
    """The response is in the order of x, and raising an entry raises its share and no other."""
    f = respond(x)
    indices = range(len(x))
    if any(x[i] >= x[j] and f[i] < f[j] for i, j in permutations(indices, 2)):
        return False
    for i in indices:
        for y in {y for y in (*x, Fraction(1)) if y > x[i]}:
            g = respond([*x[:i], y, *x[i + 1 :]])
            if g[i] < f[i] or any(g[j] > f[j] for j in indices if j != i):
                return False
    return True


@given(SMALL, st.sampled_from([*RESPONSES]))
def test_a_response_respects_the_order(model: Model, text: str) -> None:
    rows = [list(row.values()) for row in by_hand.weights(model).values()]
    expected = all(respects_order(RESPONSES[text], row) for row in rows if any(row))
    assert by_hand.value(model, text) is expected


@pytest.mark.parametrize("text", RESPONSES)
def test_only_ties_that_are_broken_break_the_order(text: str) -> None:
    assert by_hand.value(one_decision(a="1/2", b="1/3", c=0), text) is True
    assert by_hand.value(one_decision(a=0, b=0), text) is True
    assert by_hand.value(one_decision(a="1/2", b="1/2"), text) is ("first" not in text)


# The single δ of a coherent policy


def backward(model: Model, n: int) -> Policy:
    """The policy with π ∝ q^n at every decision point, from the last time to the first."""
    policy = model.prior
    for _ in range(model.horizon):
        policy = by_hand.soft(model, policy, n)
    return policy


def only_at(model: Model, policy: Policy, n: int) -> bool:
    """π(a)/π(b) = (q(a)/q(b))^n wherever the policy goes, and some q(a)/q(b) excludes any other power."""
    is_single = False
    for point in by_hand.visited(model, policy):
        row, q = policy[point], by_hand.q_row(model, policy, point)
        if max(q.values()) == 0:
            continue
        if any((row[action] == 0) != (q[action] == 0) for action in row):
            return False
        for a, b in combinations([action for action in row if row[action] != 0], 2):
            if row[a] / row[b] != (q[a] / q[b]) ** n:
                return False
            is_single = is_single or q[a] != q[b]
    return is_single


@given(st.data(), SMALL, st.integers(1, 3), st.integers(1, 3))
def test_the_only_delta(data: st.DataObject, model: Model, made: int, asked: int) -> None:
    drawn = data.draw(policies(model, simple=True))
    policy = data.draw(st.sampled_from([drawn, backward(model, made), backward(model, made)]))
    found = by_hand.value(model, f"coherent_only_at(second_policy, '1/{asked}')", policy)
    assert found is only_at(model, policy, asked)
    if found:
        assert by_hand.value(model, "coherent_for_some_delta(second_policy)", policy) is True
        assert by_hand.value(model, f"incoherence(second_policy, '1/{asked}')", policy) == ZERO


@pytest.mark.parametrize(
    ("b", "chance", "some", "at_half"),
    [
        ("1/2", Fraction(4, 5), True, True),
        ("1/2", Fraction(2, 3), True, False),
        ("1", Fraction(1, 2), True, False),
        ("1/2", Fraction(1, 3), False, False),
        ("0", Fraction(1), True, False),
    ],
)
def test_one_delta_every_delta_or_none(b: str, chance: Fraction, some: bool, at_half: bool) -> None:
    model = one_decision(a=1, b=b)
    policy = Policy({(1, "s"): {"a": chance, "b": 1 - chance}})
    assert by_hand.value(model, "coherent_for_some_delta(second_policy)", policy) is some
    assert by_hand.value(model, "coherent_only_at(second_policy, '1/2')", policy) is at_half
