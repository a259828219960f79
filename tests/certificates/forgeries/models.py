"""Models that are none, or others than the claim is about; second policies."""

from __future__ import annotations

from tests.certificates.editing import (
    Change,
    Json,
    Row,
    drop,
    in_both_models,
    put,
    rename,
    reverse,
    rows,
    several,
    swap,
)

STATES = ("states",)


def both(value: Json, *place: str) -> Change:
    return in_both_models(put, value, *place)


def without(*place: str) -> Change:
    return in_both_models(drop, *place)


FORM = rows(
    "instance-of-a-ladder",
    ("without name", without("name"), "no key 'name'"),
    ("without horizon", without("horizon"), "no key 'horizon'"),
    ("without start", without("start"), "no key 'start'"),
    ("without states", without("states"), "no key 'states'"),
    ("unknown key", both("1/2", "gamma"), "unknown key 'gamma'"),
    (
        "unknown key of a choice",
        both("1", "states", "low", "stay", "probability"),
        "unknown key 'probability'",
    ),
    ("name a number", both(1, "name"), "name is not a text"),
    ("horizon zero", both(0, "horizon"), "not an integer from 1 to 50"),
    ("horizon huge", both(51, "horizon"), "not an integer from 1 to 50"),
    ("horizon negative", both(-3, "horizon"), "not an integer from 1 to 50"),
    ("horizon a text", both("3", "horizon"), "not an integer from 1 to 50"),
    ("horizon true", both(True, "horizon"), "not an integer from 1 to 50"),
    ("start a list", both(["low"], "start"), "start is not an object"),
    ("start empty", both({}, "start"), "start is not an object with at least one key"),
    ("start unknown", both("middle", "start"), "start.middle is unknown"),
    ("start negative", both({"low": "-1", "high": "2"}, "start"), "which is not in [0, 1]"),
    ("start sums to 5/6", both({"low": "1/3", "high": "1/2"}, "start"), "do not sum to 1"),
    ("start sums to almost 1", both({"low": "1/3", "high": "66666666/99999999"}, "start"), "lowest terms"),
    (
        "start sums to 1 but for little",
        both({"low": "1/3", "high": "200000000000000000002/300000000000000000001"}, "start"),
        "do not sum to 1",
    ),
    ("states empty", both({}, "states"), "states is not an object with at least one key"),
    ("states a list", both([], "states"), "states is not an object"),
    ("a state without actions", both({}, "states", "high"), "high is not an object with at least one key"),
    ("a choice that is null", both(None, "states", "low", "stay"), "stay is not an object"),
    ("a successor unknown", both("top", "states", "low", "stay", "to"), "to.top is unknown"),
    ("a successor null", both(None, "states", "low", "stay", "to"), "to is not an object"),
    (
        "successors empty",
        both({}, "states", "low", "stay", "to"),
        "to is not an object with at least one key",
    ),
    ("successors sum to 2/3", both({"low": "2/3"}, "states", "low", "stay", "to"), "do not sum to 1"),
    (
        "successors sum to 3/2",
        both({"low": "1/2", "high": "1"}, "states", "low", "stay", "to"),
        "do not sum to 1",
    ),
    ("successors missing", without("states", "low", "stay", "to"), "met before time T, and needs `to`"),
    ("a weight above 1", both("3/2", "states", "low", "stay", "success"), "is 3/2, which is not in [0, 1]"),
    ("a weight below 0", both("-1/2", "states", "low", "stay", "success"), "is -1/2, which is not in [0, 1]"),
    ("weight and reward", both("log(1/3)", "states", "low", "stay", "reward"), "or is there with `success`"),
    ("prior a list", both([], "prior"), "prior is not an object"),
    ("prior of an unknown state", both({"top": {"a": "1"}}, "prior"), "prior has the unknown key 'top'"),
    ("prior of an unknown action", both({"fly": "1"}, "prior", "low"), "prior.low.fly is unknown"),
    ("prior empty row", both({}, "prior", "low"), "prior.low is not an object with at least one key"),
    ("prior sums to 4/5", both({"climb": "2/5", "stay": "2/5"}, "prior", "low"), "do not sum to 1"),
    ("prior above 1", both({"climb": "2", "stay": "-1"}, "prior", "low"), "which is not in [0, 1]"),
)


def with_reward(reward: Json) -> Change:
    return several(
        in_both_models(drop, "states", "low", "stay", "success"),
        in_both_models(put, reward, "states", "low", "stay", "reward"),
    )


REWARDS = rows(
    "instance-of-a-ladder",
    ("reward a rational", with_reward("1/3"), "not log(p/q), 0 or -inf"),
    ("reward positive", with_reward("log(2)"), "not in [0, 1]"),
    ("reward unclosed", with_reward("log(1/3"), "not log(p/q), 0 or -inf"),
    ("reward log(0)", with_reward("log(0)"), "not log(p/q), 0 or -inf"),
    ("reward infinite", with_reward("inf"), "not log(p/q), 0 or -inf"),
    ("reward not lowest", with_reward("log(2/6)"), "lowest terms"),
    ("reward an integer", with_reward(0), "reward is not a text"),
    ("reward with a blank", with_reward("log( 1/3)"), "lowest terms"),
)

# Another model than the domain's

ANOTHER = [
    *rows(
        "instance",
        ("another name", put("Example", "model", "name"), "model is not the model of the domain"),
        (
            "another weight",
            put("1", "model", "states", "forest", "↗", "success"),
            "not the model of the domain",
        ),
        ("another horizon", put(1, "model", "horizon"), "not the model of the domain"),
        ("another start", put("ridge", "model", "start"), "ridge is met before time T, and needs `to`"),
        ("another prior", put({"∅": {"↗": "1"}}, "model", "prior"), "not the model of the domain"),
        (
            "a prior that says the same",
            put({"∅": {"↗": "1/2", "↘": "1/2"}}, "model", "prior"),
            "not the model of",
        ),
        (
            "the weight as a reward",
            rename("reward", "model", "states", "forest", "↘", "success"),
            "not log(p/q)",
        ),
        (
            "the same weight in another form",
            several(
                drop("model", "states", "ridge", "↘", "success"),
                put("-inf", "model", "states", "ridge", "↘", "reward"),
            ),
            "not the model of the domain",
        ),
        ("states in another order", reverse("model", "states"), "not the model of the domain"),
        ("actions in another order", reverse("model", "states", "∅"), "not the model of the domain"),
        ("a state more", put({"a": {}}, "model", "states", "unmet"), "not the model of the domain"),
        ("the model of another claim", put({"name": "x"}, "domain", "model"), "has no key 'horizon'"),
    ),
    *rows(
        "counterexample-of-policies",
        ("policies of another horizon", put(3, "model", "horizon"), "needs `to`"),
        (
            "policies with another weight",
            put("1", "model", "states", "ridge", "↘", "success"),
            "not the model of",
        ),
        (
            "policies with a state more",
            put({"a": {}}, "model", "states", "unmet"),
            "not the model of the domain",
        ),
        ("policies with states in another order", reverse("model", "states"), "not the model of the domain"),
        ("policies of another model", put("forest", "model", "start"), "forest is met before time T"),
    ),
]

# A model in which the claim is not false, or the values are others

OTHER_FINDINGS = [
    *rows(
        "counterexample-policies",
        ("prior dropped", drop("model", "prior"), "the relation is true in it"),
        (
            "prior uniform",
            put({"a1": "1/2", "a2": "1/2"}, "model", "prior", "s"),
            "the relation is true in it",
        ),
        (
            "prior the other way",
            put({"a1": "1/3", "a2": "2/3"}, "model", "prior", "s"),
            "is not the value of",
        ),
        ("another weight of it", put("1/2", "model", "states", "s", "a1", "success"), "is not the value of"),
    ),
    *rows(
        "counterexample-tables",
        ("a weight dropped", drop("model", "states", "u2", "a2", "success"), "the relation is true in it"),
        (
            "a weight a little more",
            put("500001/1000000", "model", "states", "u2", "a2", "success"),
            "is not the value of",
        ),
        ("another successor", put("u1", "model", "states", "s", "a2", "to"), "the relation is true in it"),
        ("a horizon less", put(1, "model", "horizon"), "the relation is true in it"),
        ("a start less", put("u1", "model", "start"), "needs `to`"),
        (
            "successors swapped",
            several(
                put("u2", "model", "states", "s", "a1", "to"), put("u1", "model", "states", "s", "a2", "to")
            ),
            "is not the value of",
        ),
    ),
    *rows(
        "counterexample-distributions",
        ("a single start", put("s1", "model", "start"), "the relation is true in it"),
        ("a start shifted", put({"s1": "1/3", "s2": "2/3"}, "model", "start"), "is not the value of"),
    ),
    *rows(
        "counterexample-logarithms",
        (
            "dynamics made deterministic",
            put("u1", "model", "states", "s", "a1", "to"),
            "the relation is true in it",
        ),
        (
            "dynamics shifted",
            put({"u1": "1/2", "u2": "1/2"}, "model", "states", "s", "a1", "to"),
            "the relation is true in it",
        ),
    ),
    *rows(
        "counterexample-infinities",
        ("weights finite", put("1", "model", "states", "s2", "a1", "success"), "a hypothesis is false in it"),
    ),
    *rows(
        "instance",
        (
            "another number in both models",
            in_both_models(put, "1/4", "states", "forest", "↗", "success"),
            "the hypotheses are true in it, and the relation is false",
        ),
        (
            "a weight that does not matter to the claim",
            in_both_models(put, "1/2", "states", "ridge", "↘", "success"),
            "the hypotheses are true in it, and the relation is false",
        ),
    ),
    *rows(
        "instance-of-a-ladder",
        (
            "a weight in both models",
            in_both_models(put, "1/2", "states", "low", "stay", "success"),
            "is not the value of",
        ),
        (
            "a prior in both models",
            in_both_models(put, {"climb": "1"}, "prior", "low"),
            "is not the value of",
        ),
        ("a start in both models", in_both_models(put, "low", "start"), "values[0]"),
        ("a decision less in both models", in_both_models(put, 2, "horizon"), "a hypothesis is false in it"),
        (
            "a successor in both models",
            in_both_models(put, "high", "states", "low", "stay", "to"),
            "is not the value of",
        ),
    ),
]

SECOND: tuple[str, ...] = ("second_policy", "1")
SECOND_POLICY = [
    *rows(
        "counterexample-second-policy",
        (
            "second policy missing",
            drop("second_policy"),
            "second_policy is there, but no term mentions it, or is missing",
        ),
        ("second policy null", put(None, "second_policy"), "second_policy"),
        ("second policy empty", put({}, "second_policy"), "second_policy"),
        ("second policy a text", put("uniform", "second_policy"), "second_policy"),
        (
            "second policy that agrees",
            put({"1": {"s1": {"a1": "4/7", "a2": "3/7"}, "s2": {"a1": "4/7", "a2": "3/7"}}}, "second_policy"),
            "is not the value of",
        ),
        ("another second policy", put({"a1": "1", "a2": "0"}, *SECOND, "s1"), "is not the value of"),
        ("second policy without time", rename("one", *SECOND), "second_policy"),
        ("second policy with a padded time", rename("01", *SECOND), "second_policy"),
        ("second policy at another time", put({"s1": {"a1": "1"}}, "second_policy", "2"), "second_policy"),
        ("second policy without a state", drop(*SECOND, "s2"), "lacks an action"),
        ("second policy without an action", drop(*SECOND, "s2", "a1"), "lacks an action"),
        ("second policy of an unknown state", put({"a1": "1"}, *SECOND, "s3"), "second_policy"),
        ("second policy of an unknown action", put("0", *SECOND, "s1", "a3"), "second_policy"),
        ("second policy negative", put({"a1": "-1", "a2": "2"}, *SECOND, "s1"), "not in [0, 1]"),
        ("second policy sums to 3/4", put("1/4", *SECOND, "s1", "a1"), "do not sum to 1"),
        ("second policy with an empty row", put({}, *SECOND, "s1"), "is not an object with at least one key"),
        (
            "second policy not mentioned",
            swap('["second_policy"]', '["prior"]', "relation"),
            "no term mentions it",
        ),
    ),
    *rows(
        "counterexample-policies",
        (
            "second policy superfluous",
            put({"1": {"s": {"a1": "1", "a2": "0"}}}, "second_policy"),
            "no term mentions it",
        ),
    ),
]

TABLE: list[Row] = [*FORM, *REWARDS, *ANOTHER, *OTHER_FINDINGS, *SECOND_POLICY]
