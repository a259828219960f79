"""Tables of other programs: what is imported is compared with recursions over the tables themselves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from coherence_exact import expected_return, optimal_success, success_probability
from coherence_exact.errors import CoherenceError
from coherence_exact.interchange.floats import Rationals
from coherence_exact.interchange.gymnasium import made_environment, model_of_environment
from coherence_exact.interchange.quantecon import load_arrays, model_of_discrete_dp
from coherence_exact.interchange.tables import Imported

HORIZON = 7


def environment(table: dict[Any, Any], start: list[float] | None = None) -> SimpleNamespace:
    starts = [1.0] + [0.0] * (len(table) - 1) if start is None else start
    return SimpleNamespace(P=table, initial_state_distrib=np.array(starts))


# Two states; where action 1 leads decides what it earns, and state 1 may end

SMALL = environment(
    {
        0: {
            0: [(0.75, 0, 0.0, False), (0.25, 1, 0.0, False)],
            1: [(0.5, 1, -1.0, False), (0.5, 0, 2.0, False), (0.0, 1, 9.0, False)],
        },
        1: {0: [(1.0, 0, 0, False)], 1: [(0.5, 1, 1.0, True), (0.25, 1, 0.0, True), (0.25, 0, 0.0, False)]},
    },
    [0.5, 0.5],
)
SPARSE = environment(
    {0: SMALL.P[1], 1: {0: [(0.5, 0, 0.5, True), (0.5, 1, 0.0, False)], 1: [(1, 0, 0, False)]}}, [0.5, 0.5]
)
DECIDED = environment({0: {0: [(0.5, 0, 0.25, False), (0.5, 1, 0.25, False)]}, 1: {0: [(1, 0, 1, True)]}})


def of_small(rewards: str, made: Any = SMALL, rule: str = "exact", horizon: int = HORIZON) -> Imported:
    return model_of_environment(made, horizon=horizon, rationals=Rationals(rule), rewards=rewards)


def recursion(
    made: Any,
    horizon: int,
    step: Callable[[float, float], float],
    ended: Callable[[int], float],
    choose: Callable[[list[float]], float],
) -> float:
    """Backward over the table: ``step`` joins a reward and what comes later; ``ended`` of the time left."""
    later = dict.fromkeys(made.P, ended(0))
    for left in range(horizon):
        later = {
            state: choose(
                [
                    sum(p * step(r, ended(left) if end else later[s]) for p, s, r, end in listed)
                    for listed in actions.values()
                ]
            )
            for state, actions in made.P.items()
        }
    return float(sum(p * later[s] for s, p in enumerate(made.initial_state_distrib)))


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def sum_of_rewards(made: Any, choose: Callable[[list[float]], float], horizon: int = HORIZON) -> float:
    return recursion(made, horizon, lambda r, later: r + later, lambda _: 0.0, choose)


def test_powers_keep_success_and_return() -> None:
    model, notes = of_small("base=3")
    assert "A decision of reward r has the weight 3^(r - 2): returns" in notes[1]

    def success(choose: Callable[[list[float]], float]) -> float:
        return recursion(SMALL, HORIZON, lambda r, v: 3.0 ** (r - 2) * v, lambda left: 9.0**-left, choose)

    assert float(success_probability(model, model.prior)) == pytest.approx(success(mean), rel=1e-12)
    assert float(optimal_success(model)) == pytest.approx(success(max), rel=1e-12)
    shifted = float(expected_return(model, model.prior).decimal()) / np.log(3) + 2 * HORIZON
    assert shifted == pytest.approx(sum_of_rewards(SMALL, mean), rel=1e-9)


def test_a_goal_is_the_sum_of_rewards() -> None:
    model, _ = of_small("goal", SPARSE)
    assert float(success_probability(model, model.prior)) == pytest.approx(sum_of_rewards(SPARSE, mean))
    assert float(optimal_success(model)) == pytest.approx(sum_of_rewards(SPARSE, max))


def test_rewards_as_success_stay_at_their_decision() -> None:
    model, notes = of_small("success", DECIDED)
    assert model.horizon == HORIZON
    assert model.states["0"]["0"].weight == Fraction(1, 4)
    assert model.states["(end)"]["0"].weight == 1

    def success(choose: Callable[[list[float]], float]) -> float:
        return recursion(DECIDED, HORIZON, lambda r, v: r * v, lambda _: 1.0, choose)

    assert float(success_probability(model, model.prior)) == pytest.approx(success(mean), rel=1e-12)
    assert not any("arrival" in note for note in notes)


def test_an_end_that_pays_is_told_from_the_end() -> None:
    listed = [(0.5, 0, 0.0, True), (0.5, 0, 1.0, False)]
    made = environment({0: {0: listed}})
    model, _ = of_small("success", made, horizon=1)
    assert success_probability(model, model.prior) == Fraction(1, 2)
    assert {"(end)", "(end), earned 0"} <= set(model.states)


@pytest.mark.parametrize(
    ("rewards", "made", "problem"),
    [
        ("base=2/3", SMALL, "has to be more than 1"),
        ("base=x", SMALL, "is not an exact number"),
        ("nothing", SMALL, "is not a rule by which rewards become weights; give base=B, success or goal"),
        ("success", SMALL, "states.0.1: the reward -1 is not a probability"),
        ("goal", SMALL, "states.0.1: a transition that ends nothing has the reward -1"),
        ("base=2", SPARSE, r"the weight 2\^\(-1/2\) is irrational; choose as base a power of exponent 2"),
        ("goal", environment({0: {0: [(1.0, 0, 0.0, False)]}}), "there is no goal"),
        ("goal", environment({0: {0: [(1.0, 0, 2.0, True)]}}), "reward 2 of an end is not a probability"),
        ("base=2", environment({0: {0: [(0.5, 0, 0.0, False)]}}), r"P\[0\]\[0\]: probabilities sum to 0.5"),
        ("base=2", environment({0: {0: [(1.0, 0, float("nan"), False)]}}), "is not a finite number"),
        ("base=2", environment({0: {0: [(2.0, 0, 0, False), (-1.0, 0, 0, False)]}}), "is negative"),
        ("base=2", environment({0: {0: [(1.0, 0, 1e9, True)]}}), "has more than 100,000 bits"),
        ("base=2", SimpleNamespace(P={}), "has no table initial_state_distrib"),
        ("base=2", SimpleNamespace(), "has no table P"),
    ],
)
def test_what_has_no_weights_is_refused(rewards: str, made: Any, problem: str) -> None:
    with pytest.raises(CoherenceError, match=problem):
        of_small(rewards, made)


@pytest.mark.parametrize("horizon", [0, -1, True, 10**7])
def test_a_wrong_horizon_is_refused(horizon: Any) -> None:
    with pytest.raises(CoherenceError, match="is not a number of decisions"):
        of_small("base=2", horizon=horizon)


def test_actions_have_names() -> None:
    def named(*names: str) -> Imported:
        return model_of_environment(
            SPARSE, horizon=1, rationals=Rationals("exact"), rewards="goal", action_names=names
        )

    assert list(named("stay", "go").model.states["0 at 1"]) == ["stay", "go"]
    for names in (("stay",), ("stay", "stay")):
        with pytest.raises(CoherenceError, match="1 different names, too few for action"):
            named(*names)


# Floats


THIRDS = [1 / 3] * 3


def test_each_rule_makes_its_own_rationals() -> None:
    assert Rationals("exact").number(0.1, "") == Fraction(0.1)
    assert Rationals("decimal").number(0.1, "") == Fraction(1, 10)
    assert Rationals("decimal").number(1e-20, "") == Fraction(1, 10**20)
    assert Rationals("limit-denominator=5").number(np.float64(0.34), "") == Fraction(1, 3)
    assert Rationals("limit-denominator=5").number(np.int64(7), "") == 7


def test_a_rule_that_loses_the_sum_is_refused_unless_rows_are_normalised() -> None:
    for rule in ("exact", "decimal"):
        with pytest.raises(CoherenceError, match="probabilities sum to 1 "):
            Rationals(rule).distribution(THIRDS, "row")
        normalised = Rationals(rule, normalise=True)
        assert sum(normalised.distribution(THIRDS, "row")) == 1
        assert normalised.largest_change is not None
        assert 0 < normalised.largest_change.size < Fraction(1, 10**15)
    assert Rationals("limit-denominator=9").distribution(THIRDS, "row") == [Fraction(1, 3)] * 3


def test_the_largest_change_is_said() -> None:
    rationals = Rationals("limit-denominator=9")
    assert str(rationals).startswith("There were no floats")
    rationals.number(0.5, "here")
    assert str(rationals).endswith("no number was changed.")
    rationals.number(0.12, "there")
    rationals.number(1 / 3, "elsewhere")
    assert rationals.largest_change is not None
    assert rationals.largest_change.size == abs(Fraction(1, 8) - Fraction(0.12))
    assert "about 0.005, at there: 0.12 became 1/8" in str(rationals)


@pytest.mark.parametrize(
    "rule", ["", "float", "limit-denominator", "limit-denominator=0", "limit-denominator=x"]
)
def test_another_rule_is_refused(rule: str) -> None:
    with pytest.raises(CoherenceError, match="give exact, decimal, or limit-denominator=N"):
        Rationals(rule)


# Gymnasium


@pytest.mark.parametrize(
    ("name", "options", "rewards"),
    [
        ("FrozenLake-v1", {}, "goal"),
        ("FrozenLake-v1", {"is_slippery": False}, "base=2"),
        ("CliffWalking-v1", {"is_slippery": True}, "base=2"),
    ],
)
def test_environments_of_gymnasium(name: str, options: dict[str, Any], rewards: str) -> None:
    pytest.importorskip("gymnasium")
    made = made_environment(name, options)
    model, _ = of_small(rewards, made, "limit-denominator=1000")
    if rewards == "goal":
        found = float(success_probability(model, model.prior))
    else:
        shift = HORIZON if name == "FrozenLake-v1" else 0
        found = float(expected_return(model, model.prior).decimal()) / np.log(2) + shift
    assert found == pytest.approx(sum_of_rewards(made.unwrapped, mean), rel=1e-9)


@pytest.mark.parametrize(("name", "options"), [("Nothing-v0", {}), ("FrozenLake-v1", {"depth": 3})])
def test_what_gymnasium_does_not_make_is_refused(name: str, options: dict[str, Any]) -> None:
    pytest.importorskip("gymnasium")
    with pytest.raises(CoherenceError, match="gymnasium does not make it"):
        made_environment(name, options)


# QuantEcon

R = np.array([[5.0, 10.0], [-1.0, -np.inf]])
Q = np.array([[[0.5, 0.5], [0.0, 1.0]], [[0.25, 0.75], [0.5, 0.5]]])
PAIRS: dict[str, Any] = {"s_indices": np.array([1, 0, 0]), "a_indices": np.array([0, 0, 1])}


def of_arrays(start: Any = 0, discount: Any = "ending", beta: float = 0.5, **arrays: Any) -> Imported:
    return model_of_discrete_dp(
        SimpleNamespace(beta=beta, **arrays),
        horizon=HORIZON,
        rationals=Rationals("exact"),
        rewards="base=2",
        start=start,
        discount=discount,
    )


@pytest.mark.parametrize(("beta", "discount"), [(0.5, "ending"), (0.5, "none"), (1.0, None)])
def test_arrays_give_the_discounted_return(beta: float, discount: Any) -> None:
    model, _ = of_arrays(beta=beta, discount=discount, R=R, Q=Q)
    factor = beta if discount == "ending" else 1.0
    value = np.zeros(2)
    for _ in range(HORIZON):
        first = np.mean([R[0, a] + factor * Q[0, a] @ value for a in (0, 1)])
        value = np.array([first, R[1, 0] + factor * Q[1, 0] @ value])
    shifted = float(expected_return(model, model.prior).decimal()) / np.log(2) + 10 * HORIZON
    assert shifted == pytest.approx(value[0], rel=1e-9)
    assert list(model.states["1"]) == ["0"]


def test_pairs_are_the_same_model() -> None:
    states, actions = PAIRS["s_indices"], PAIRS["a_indices"]
    expected = of_arrays("uniform", R=R, Q=Q).model
    assert of_arrays("uniform", R=R[states, actions], Q=Q[states, actions], **PAIRS).model == expected
    sparse = SimpleNamespace(toarray=lambda: Q[states, actions])
    assert of_arrays("uniform", R=R[states, actions], Q=sparse, **PAIRS).model == expected


def test_a_problem_of_quantecon() -> None:
    markov = pytest.importorskip("quantecon.markov", exc_type=ImportError)
    expected = of_arrays(R=R, Q=Q).model
    states, actions = PAIRS["s_indices"], PAIRS["a_indices"]
    whole = markov.DiscreteDP(R, Q, 0.5)
    pairs = markov.DiscreteDP(R[states, actions], Q[states, actions], 0.5, states, actions)
    for problem in (whole, pairs, whole.to_sa_pair_form()):
        found = model_of_discrete_dp(
            problem,
            horizon=HORIZON,
            rationals=Rationals("exact"),
            rewards="base=2",
            start=0,
            discount="ending",
        )
        assert found.model == expected


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"Q": Q}, "there have to be arrays R and Q"),
        ({"R": R, "Q": Q[0]}, "which do not fit"),
        ({"R": R[0], "Q": Q[0]}, "which do not fit"),
        ({"R": R[[1, 0], [0, 0]], "Q": Q[[1, 0], [0, 0]], **PAIRS}, "which do not fit"),
        ({"R": R, "Q": Q, "start": 2}, "start = 2 is not a state; give a number from 0 to 1, or uniform"),
        ({"R": R, "Q": Q, "discount": None}, "the discount factor is 1/2, and a model has none"),
        ({"R": R, "Q": Q, "beta": 1.5}, "beta = 3/2 is not a probability"),
        ({"R": np.array([R[0], R[1] - np.inf]), "Q": Q}, "state 1 has no action of finite reward"),
        ({"R": R, "Q": Q / 2}, "Q at state 0, action 0: probabilities sum to 0.5"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(CoherenceError, match=problem):
        of_arrays(**given)


def test_arrays_come_from_a_file(tmp_path: Path) -> None:
    np.savez(tmp_path / "arrays.npz", R=R, Q=Q, beta=0.5)
    assert of_arrays(**{**vars(load_arrays(tmp_path / "arrays.npz"))}).model == of_arrays(R=R, Q=Q).model
    np.save(tmp_path / "one.npy", R)
    (tmp_path / "text.npz").write_text("R = 1")
    for name in ("one.npy", "text.npz", "missing.npz"):
        with pytest.raises(CoherenceError, match=f"{name}: this is no file of arrays"):
            load_arrays(tmp_path / name)
