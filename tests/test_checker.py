"""The independent checker: what terms mean, what is refused, and how families are counted."""

import ast
import copy
import functools
import hashlib
import itertools
import json
import math
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact import checker

Json = Any
Document = dict[str, Json]

EXAMPLE_1: Document = {
    "name": "Example 1",
    "horizon": 2,
    "start": "∅",
    "states": {
        "∅": {"↗": {"to": "ridge"}, "↘": {"to": "forest"}},
        "ridge": {"↗": {"success": "1"}, "↘": {"success": "0"}},
        "forest": {"↗": {"success": "3/4"}, "↘": {"success": "3/4"}},
    },
}
EXAMPLE_3: Document = {
    "name": "Example 3",
    "horizon": 2,
    "start": {"∅": "1"},
    "states": {
        "∅": {"a1": {"to": {"s1": "3/4", "s2": "1/4"}}, "a2": {"to": {"s1": "1/2", "s2": "1/2"}}},
        "s1": {"a1": {"success": "1/3"}, "a2": {"success": "1/3"}},
        "s2": {"a1": {"success": "2/3"}, "a2": {"reward": "log(2/3)"}},
    },
}


def with_prior(model: Document, **rows: dict[str, str]) -> Document:
    return {**model, "prior": rows}


def one_state(*weights: str, prior: tuple[str, ...] | None = None) -> Document:
    """Make a bandit: one decision between actions a, b, ..."""
    states = {"s": {name: {"success": weight} for name, weight in zip("abcd", weights, strict=False)}}
    model: Document = {"name": "bandit", "horizon": 1, "start": "s", "states": states}
    return with_prior(model, s=dict(zip("abcd", prior, strict=False))) if prior else model


def figure_4(good: str, bad: str) -> Document:
    on = ("s1", "s2"), ("s1'", "s2'")
    states: Document = {first: {"on": {"to": second}} for first, second in on}
    states |= {
        "s0": {"up": {"to": "s1"}, "down": {"to": "s1'"}},
        "s2": {"on": {"success": "1/2"}},
        "s2'": {"good": {}, "bad": {"success": "0"}},
    }
    model: Document = {"name": "Figure 4", "horizon": 3, "start": "s0", "states": states}
    return {**model, "prior": {"s2'": {"good": good, "bad": bad}}}


SINGLE = copy.deepcopy(EXAMPLE_3)
SINGLE["states"] |= {"s1": {"a": {"success": "1/3"}}, "s2": {"a": {"success": "2/3"}}}
TIED = copy.deepcopy(SINGLE)
TIED["states"]["∅"]["a1"] = {"to": {"s1": "1/2", "s2": "1/2"}}
TIED_LATER = copy.deepcopy(TIED)
TIED_LATER["states"]["s1"] = {"a": {}, "b": {"success": "0"}}
HALF = one_state("1", "1/2")
TIE = one_state("1/2", "1/2", prior=("1/3", "2/3"))
DEAD = one_state("0", "0", prior=("1/3", "2/3"))
SKEWED = one_state("1", "1/2", prior=("1/3", "2/3"))
SMALL_WEIGHTS = one_state("1/2", "1/4")
TWO_STARTS: Document = {
    "name": "two starts",
    "horizon": 1,
    "start": {"s": "1/3", "t": "2/3", "u": "0"},
    "states": {
        "s": {"a": {"success": "1/2"}, "b": {}},
        "t": {"a": {"success": "1/4"}, "b": {"success": "1/4"}, "c": {"success": "1/4"}},
        "u": {"a": {"success": "0"}},
    },
}
FIXED_POINT = with_prior(EXAMPLE_1, **{"∅": {"↗": "4/7", "↘": "3/7"}, "ridge": {"↗": "1"}})
SQUARED = with_prior(EXAMPLE_1, **{"∅": {"↗": "16/25", "↘": "9/25"}, "ridge": {"↗": "1"}})
IRRATIONAL = with_prior(EXAMPLE_1, **{"∅": {"↗": "2/3", "↘": "1/3"}, "ridge": {"↗": "1"}})
UPSIDE_DOWN = with_prior(EXAMPLE_1, **{"∅": {"↗": "1/3", "↘": "2/3"}, "ridge": {"↗": "1"}})


def t(name: str, /, *arguments: Json, **parameters: Json) -> Json:
    """Write a term."""
    return [name, parameters, *arguments]


def n(value: str) -> Json:
    return t("number", value=value)


PRIOR = t("prior")
RETRAINED = t("retrain", PRIOR, steps=1)
BANDIT = {"time": 1, "state": "s", "action": "a"}


def log(value: str) -> Json:
    return t("logarithm", n(value))


def logs(*pairs: tuple[str, str]) -> Json:
    """Write the sum of c log n over pairs (c, n)."""
    parts = [t("multiply", n(coefficient), log(argument)) for coefficient, argument in pairs]
    result = parts[0]
    for part in parts[1:]:
        result = t("add", result, part)
    return result


def sealed(document: Document) -> Document:
    """Put in the hash that the format asks for."""
    parts = [document.get(key) for key in ("claim", "reading", "relation", "given", "domain")]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**document, "source": hashlib.sha256(text.encode()).hexdigest()}


def certificate(
    kind: str, verdict: str, relation: Json, domain: Json, *given: Json, **more: Json
) -> Document:
    common = {"format": "coherence-exact certificate", "version": 1, "claim": "c", "reading": "r"}
    rest = {"relation": relation, "given": list(given), "domain": domain, "verdict": verdict}
    return sealed({**common, "kind": kind, "statement": "in words", **rest, **more})


def evaluation(
    relation: Json, model: Document, second: Json = None
) -> tuple[checker.Evaluation, checker.Term]:
    document = certificate("undecided", "undecided", relation, {"model": model}, reason="")
    read = checker.Certificate(document)
    policy = None if second is None else checker.read_policy(read.model, second, "second_policy")
    return checker.Evaluation(read.model, read.prior, policy), read.relation


def judge(relation: Json, model: Document, second: Json = None) -> str:
    case, term = evaluation(relation, model, second)
    return case.judge([], term)


def check(folder: pathlib.Path, document: Json, everything: bool = False) -> checker.Outcome:
    path = folder / "certificate.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return checker.check_file(path, everything)


# Terms: (model, relation, what is found); "=" compares a value with a number worked out by hand


def at(policy: Json, time: int, state: str, action: str) -> Json:
    return t("probability", policy, time=time, state=state, action=action)


def limit(state: str, action: str, policy: Json = PRIOR, time: int = 1) -> Json:
    return t("limit_probability", policy, time=time, state=state, action=action)


def derivative(of: str, alpha: int, order: int) -> Json:
    return t(f"{of}_derivative", PRIOR, alpha=alpha, order=order)


def decimal(number: str) -> Json:
    return n(str(Fraction(number)))


def squares(value: Json, times: int) -> Json:
    """Square so many times."""
    return value if times == 0 else t("multiply", *[squares(value, times - 1)] * 2)


KEEPING: list[tuple[str, Json]] = [
    ("retrain", {"steps": 1}),
    ("temperature", {"alpha": 2}),
    ("boltzmann", {"delta": "1"}),
    ("boltzmann", {"delta": "0"}),
    ("boltzmann_limit", {}),
    ("temperature_limit", {}),
    ("retrain_limit", {}),
]
VALUES: list[tuple[Document, Json, str]] = [
    (EXAMPLE_1, t("success_from", PRIOR, time=2, state="ridge"), "1/2"),
    (EXAMPLE_1, t("success_from", PRIOR, time=2, state="forest"), "3/4"),
    (EXAMPLE_1, t("success_from", PRIOR, time=1, state="∅"), "5/8"),
    (EXAMPLE_1, t("success_probability", PRIOR), "5/8"),
    (EXAMPLE_1, at(PRIOR, 1, "∅", "↗"), "1/2"),
    (EXAMPLE_1, at(RETRAINED, 1, "∅", "↗"), "2/5"),
    (EXAMPLE_1, at(RETRAINED, 1, "∅", "↘"), "3/5"),
    (EXAMPLE_1, at(RETRAINED, 2, "ridge", "↗"), "1"),
    (EXAMPLE_1, at(t("coherent", PRIOR, steps=1, delta="1"), 1, "∅", "↗"), "2/5"),
    (EXAMPLE_1, at(t("coherent", PRIOR, steps="horizon", delta="1"), 1, "∅", "↗"), "4/7"),
    (EXAMPLE_1, at(t("uniform_on_arg_max", PRIOR), 1, "∅", "↘"), "1"),
    (EXAMPLE_1, at(t("boltzmann_limit", PRIOR), 2, "forest", "↗"), "1/2"),
    (EXAMPLE_1, t("optimal_success"), "1"),
    (EXAMPLE_1, t("least_lookahead", PRIOR), "2"),
    (EXAMPLE_1, t("least_retrainings", PRIOR), "1"),
    (EXAMPLE_3, at(t("retrain", PRIOR, steps=0), 1, "∅", "a1"), "1/2"),
    (EXAMPLE_3, at(RETRAINED, 1, "∅", "a1"), "5/11"),
    (EXAMPLE_3, at(t("retrain", PRIOR, steps="horizon"), 1, "∅", "a1"), "25/61"),
    (EXAMPLE_3, at(t("retrain", PRIOR, steps="horizon-1"), 1, "∅", "a1"), "5/11"),
    (EXAMPLE_3, at(t("retrain", PRIOR, steps="horizon+1"), 1, "∅", "a1"), "125/341"),
    (EXAMPLE_3, at(t("temperature", PRIOR, alpha=2), 1, "∅", "a1"), "7/17"),
    (EXAMPLE_3, at(t("temperature", PRIOR, alpha=4), 1, "∅", "a1"), "19/53"),
    (EXAMPLE_3, at(t("temperature_limit", PRIOR), 1, "∅", "a1"), "1/3"),
    (EXAMPLE_3, at(t("fold", PRIOR, steps=2, kind="posterior", cumulative=False), 1, "∅", "a1"), "25/61"),
    (EXAMPLE_3, at(t("fold", PRIOR, steps=2, kind="ratio", cumulative=True), 1, "∅", "a1"), "25/61"),
    (EXAMPLE_3, at(t("fold", PRIOR, steps=0, kind="ratio", cumulative=True), 1, "∅", "a1"), "1/2"),
    (EXAMPLE_3, t("optimal_success"), "1/2"),
    (EXAMPLE_3, t("success_probability", PRIOR), "11/24"),
    (EXAMPLE_3, t("total_variation", PRIOR, RETRAINED), "1/22"),
    (EXAMPLE_3, t("value_in_undiscounted_model", t("success_probability", PRIOR), gamma="1/2"), "35/48"),
    (EXAMPLE_3, t("value_in_undiscounted_model", t("success_probability", PRIOR), gamma="1"), "11/24"),
    (SINGLE, at(t("retrain_limit", PRIOR), 1, "∅", "a2"), "1"),
    (EXAMPLE_3, at(t("retrain_limit", PRIOR), 1, "∅", "a2"), "1"),
    (EXAMPLE_3, at(t("retrain_limit", PRIOR), 2, "s1", "a2"), "1/2"),
    (SKEWED, at(t("retrain_limit", PRIOR), 1, "s", "a"), "1"),
    (SKEWED, at(t("uniform"), 1, "s", "a"), "1/2"),
    (SKEWED, at(RETRAINED, 1, "s", "a"), "1/2"),
    (SKEWED, at(t("retrain_with_prior_folded", PRIOR, steps=1), 1, "s", "a"), "1/2"),
    (HALF, at(t("retrain_with_prior_folded", PRIOR, steps=2), 1, "s", "a"), "4/5"),
    (HALF, at(t("fold", PRIOR, steps=3, kind="posterior", cumulative=False), 1, "s", "a"), "8/9"),
    (HALF, at(t("fold", PRIOR, steps=3, kind="posterior", cumulative=True), 1, "s", "a"), "16/17"),
    (HALF, at(t("boltzmann", PRIOR, delta="1/2"), 1, "s", "a"), "4/5"),
    (HALF, at(t("boltzmann", PRIOR, delta="0"), 1, "s", "a"), "1"),
    (TIE, at(t("boltzmann", PRIOR, delta="0"), 1, "s", "a"), "1/2"),
    (TIE, at(t("temperature_limit", PRIOR), 1, "s", "a"), "1/3"),
    (TWO_STARTS, t("success_probability", PRIOR), "5/12"),
    (TWO_STARTS, t("optimal_success"), "1/2"),
    *((DEAD, at(t(name, PRIOR, **parameters), 1, "s", "a"), "1/3") for name, parameters in KEEPING),
    (DEAD, at(t("uniform_on_arg_max", PRIOR), 1, "s", "a"), "1/2"),
    (DEAD, t("least_lookahead", PRIOR), "1"),
    (HALF, t("add", n("1/2"), n("1/3")), "5/6"),
    (HALF, t("subtract", n("1/2"), n("1/3")), "1/6"),
    (HALF, t("multiply", n("1/2"), n("-1/3")), "-1/6"),
    (HALF, t("divide", n("1/2"), n("1/3")), "3/2"),
]

LOGARITHMS: list[tuple[Document, Json, Json]] = [
    (EXAMPLE_3, t("expected_return", PRIOR), logs(("3/8", "2"), ("-1", "3"))),
    (EXAMPLE_3, t("optimal_return"), logs(("1/2", "2"), ("-1", "3"))),
    (EXAMPLE_3, t("causal_entropy", PRIOR), log("4")),
    (EXAMPLE_3, t("kl", PRIOR, RETRAINED), logs(("1/2", "121/120"))),
    (EXAMPLE_3, t("occupancy_kl", PRIOR, RETRAINED), logs(("1/2", "121"), ("-1/2", "120"))),
    (EXAMPLE_3, t("incoherence", PRIOR, delta="1"), logs(("1/2", "121/120"))),
    (EXAMPLE_3, t("discounted_return", PRIOR, gamma="1/2"), logs(("3/16", "2"), ("-1/2", "3"))),
    (EXAMPLE_3, t("discounted_return", PRIOR, gamma="0"), log("1")),
    (EXAMPLE_1, t("expected_return", PRIOR), log("0")),
    (EXAMPLE_1, t("expected_return", FORESTER := t("boltzmann", PRIOR, delta="0")), log("3/4")),
    (EXAMPLE_1, t("optimal_return"), log("1")),
    (EXAMPLE_1, t("kl", PRIOR, RETRAINED), t("multiply", n("-1"), log("0"))),
    (EXAMPLE_1, t("kl", RETRAINED, PRIOR), logs(("2/5", "8/5"), ("3/5", "6/5"))),
    (EXAMPLE_1, t("incoherence_limit", PRIOR), t("multiply", n("-1"), log("0"))),
    (EXAMPLE_1, t("incoherence_limit", t("boltzmann", FORESTER, delta="0")), log("1")),
    (TIE, t("incoherence_limit", PRIOR), logs(("5/3", "2"), ("-1", "3"))),
    (DEAD, t("incoherence_limit", PRIOR), log("1")),
    (DEAD, t("incoherence", PRIOR, delta="1/3"), log("1")),
    (SKEWED, t("reverse_kl_bound", PRIOR, steps=0), log("3")),
    (SKEWED, t("reverse_kl_bound", PRIOR, steps=1), log("2")),
    (TWO_STARTS, t("reverse_kl_bound", PRIOR, steps=1), logs(("1/3", "3/2"))),
    (TIE, t("causal_entropy", PRIOR), logs(("1", "3"), ("-2/3", "2"))),
    (HALF, t("multiply", n("0"), log("0")), log("1")),
    (HALF, t("divide", log("8"), n("3")), log("2")),
]


def polynomial(*parts: tuple[str, tuple[str, ...]]) -> Json:
    """Write the sum of c log n log m ... over pairs (c, (n, m, ...))."""
    products = []
    for coefficient, arguments in parts:
        product = n(coefficient)
        for argument in arguments:
            product = t("multiply", product, log(argument))
        products.append(product)
    return functools.reduce(lambda left, right: t("add", left, right), products)


SPLIT: Document = {  # a deterministic choice, and one whose next state decides
    "name": "split",
    "horizon": 2,
    "start": "s",
    "states": {
        "s": {"a": {"to": "sure"}, "b": {"to": {"sure": "1/2", "half": "1/2"}}},
        "sure": {"a": {}},
        "half": {"a": {"success": "1/2"}},
    },
}
LEARNERS: Document = {
    "name": "learners",
    "horizon": 2,
    "start": "s",
    "states": {
        "s": {"learners": {"to": {"quick": "1/2", "slow": "1/2"}}, "sure": {"to": "done"}},
        "quick": {"a": {}, "b": {"success": "1/3"}},
        "slow": {"a": {}, "b": {"success": "1/2"}},
        "done": {"a": {}, "b": {}},
    },
}
LOSSY = with_prior(
    {**SPLIT, "states": {**SPLIT["states"], "half": {"a": {"success": "0"}}}}, s={"a": "1/3", "b": "2/3"}
)
LOG_2 = ("2",)
# With x = 2^-a, HALF has J = -x/(1+x) log 2, J' = x/(1+x)^2 log(2)^2 and J'' = x(x-1)/(1+x)^3 log(2)^3.  The
# entropy is log(1+x) + a x/(1+x) log 2, its derivative -a J', its second derivative -J' - a J''.  In SPLIT b
# has the probability q = (1+x)/(3+x), since the actions' parts are 1/2 and (1+x)/4, and J = -q/2 log 2.
QUOTIENTS: list[tuple[Document, Json, Json]] = [
    (HALF, derivative("return", 1, 1), polynomial(("2/9", LOG_2 * 2))),
    (HALF, derivative("return", 1, 2), polynomial(("-2/27", LOG_2 * 3))),
    (HALF, derivative("return", 2, 1), polynomial(("4/25", LOG_2 * 2))),
    (HALF, derivative("return", 2, 2), polynomial(("-12/125", LOG_2 * 3))),
    (HALF, derivative("entropy", 1, 1), polynomial(("-2/9", LOG_2 * 2))),
    (HALF, derivative("entropy", 2, 1), polynomial(("-8/25", LOG_2 * 2))),
    (HALF, derivative("entropy", 2, 2), polynomial(("-4/25", LOG_2 * 2), ("24/125", LOG_2 * 3))),
    (SPLIT, derivative("return", 1, 1), polynomial(("2/49", LOG_2 * 2))),
    (SPLIT, derivative("return", 1, 2), polynomial(("-10/343", LOG_2 * 3))),
    # q' = -4/49 log 2 at x = 1/2 where q = 3/7, and the entropy changes by q' log((1-q)/q).
    (SPLIT, derivative("entropy", 1, 1), polynomial(("-4/49", ("2", "4/3")))),
    (SPLIT, derivative("entropy", 1, 2), polynomial(("20/343", ("2", "2", "4/3")), ("-4/147", LOG_2 * 2))),
    (TIE, derivative("return", 7, 1), n("0")),
    (HALF, t("return_spread", PRIOR, alpha=3), polynomial(("1/8", LOG_2 * 2))),
    (SKEWED, t("return_spread", PRIOR, alpha=1), polynomial(("1", LOG_2 * 2))),
    (
        TWO_STARTS,
        t("return_spread", t("boltzmann", PRIOR, delta="0"), alpha=1),
        t("multiply", n("0"), t("divide", n("1"), log("2"))),
    ),
    (EXAMPLE_1, t("return_spread", PRIOR, alpha=1), polynomial(("3/2", ("3/4", "3/4")))),
    (DEAD, t("return_spread", PRIOR, alpha=1), n("0")),
    (HALF, t("divide", log("8"), log("4")), n("3/2")),
    (HALF, t("divide", n("1"), t("divide", log("3"), log("9"))), n("2")),
    (HALF, t("multiply", log("4"), log("27")), t("multiply", n("6"), t("multiply", log("2"), log("3")))),
    (HALF, t("multiply", log("6"), log("3/2")), polynomial(("1", ("3", "3")), ("-1", ("2", "2")))),
    (HALF, t("subtract", t("add", log("12"), n("1")), log("3")), t("add", n("1"), log("4"))),
    (HALF, t("multiply", n("0"), t("divide", log("3"), log("2"))), log("1")),
    (HALF, t("divide", t("multiply", log("2"), log("1/3")), log("1/2")), log("3")),
    (LEARNERS, limit("quick", "a", time=2), n("1")),
    (LEARNERS, limit("quick", "b", time=2), n("0")),
    (LEARNERS, limit("done", "b", time=2), n("1/2")),
    (DEAD, limit("s", "a"), n("1/3")),
    (TIE, limit("s", "b"), n("2/3")),
    (TIED, limit("∅", "a1"), n("1/2")),
    (SINGLE, limit("∅", "a2"), n("1")),
    (FIXED_POINT, limit("ridge", "↘", time=2), n("0")),
]
# Bounds of what is irrational, or not known exactly, three digits apart.
BETWEEN: list[tuple[Document, Json, str, str]] = [
    (HALF, t("divide", log("3"), log("2")), "1.584", "1.585"),
    (HALF, t("divide", log("3"), log("1/2")), "-1.585", "-1.584"),
    (HALF, t("multiply", log("2"), log("3")), "0.761", "0.762"),
    (HALF, t("subtract", n("1"), log("2")), "0.306", "0.307"),
    (SKEWED, derivative("return", 1, 1), "0.120", "0.121"),
    (LEARNERS, limit("s", "learners"), "0.333", "0.334"),
    (LEARNERS, limit("s", "sure"), "0.666", "0.667"),
    (EXAMPLE_3, derivative("return", 1, 2), "-0.005", "0.005"),
]

HOLDS: list[tuple[Document, Json, str]] = [
    *((model, t("equal", value, n(stated)), "true") for model, value, stated in VALUES),
    *((model, t("equal", value, n("22/7")), "false") for model, value, _ in VALUES[::5]),
    *((model, t("equal", value, stated), "true") for model, value, stated in LOGARITHMS + QUOTIENTS),
    *((model, t("greater", value, stated), "false") for model, value, stated in QUOTIENTS),
    *(
        (model, t("equal", value, decimal(bound)), "false")
        for model, value, *both in BETWEEN
        for bound in both
    ),
    *((model, t("greater", value, decimal(low)), "true") for model, value, low, _ in BETWEEN),
    *((model, t("at_least", value, decimal(high)), "false") for model, value, _, high in BETWEEN),
    (HALF, t("greater", t("divide", log("3"), log("2")), t("divide", log("5"), log("3"))), "true"),
    (HALF, t("greater", t("divide", log("3"), log("2")), log("0")), "true"),
    (HALF, t("at_most", t("multiply", log("3"), log("2")), t("multiply", n("-1"), log("0"))), "true"),
    (HALF, t("equal", limit("s", "a"), limit("s", "a")), "undefined"),
    (HALF, t("greater", log("2"), limit("s", "a")), "undefined"),
    (HALF, t("greater", n("1"), limit("s", "b")), "true"),
    (LOSSY, t("finite", derivative("return", 1, 1)), "undefined"),
    (LOSSY, t("finite", derivative("entropy", 1, 1)), "undefined"),
    (DEAD, t("finite", derivative("entropy", 1, 1)), "undefined"),
    (EXAMPLE_1, t("finite", derivative("entropy", 1, 1)), "true"),
    (EXAMPLE_3, t("finite", t("return_spread", PRIOR, alpha=1)), "undefined"),
    (EXAMPLE_3, t("equal", t("action_sequences"), n("4")), "true"),
    (EXAMPLE_3, t("equal", t("action_sequences"), n("2")), "false"),
    (TWO_STARTS, t("finite", t("action_sequences")), "undefined"),
    (EXAMPLE_1, t("equal", t("soft_q", PRIOR), t("success_given_action", PRIOR)), "true"),
    (EXAMPLE_1, t("equal", t("soft_q", PRIOR), t("soft_q", RETRAINED)), "false"),
    (EXAMPLE_3, t("equal", t("soft_v", PRIOR), t("success_given_state", PRIOR)), "true"),
    (EXAMPLE_3, t("equal", t("soft_v", PRIOR), t("soft_v", RETRAINED)), "false"),
    (EXAMPLE_3, t("equal", t("retrain", PRIOR, steps=2), t("temperature", PRIOR, alpha=2)), "false"),
    (EXAMPLE_1, t("equal", t("retrain", PRIOR, steps=2), t("temperature", PRIOR, alpha=2)), "true"),
    (EXAMPLE_1, t("equal", PRIOR, t("uniform")), "true"),
    (EXAMPLE_1, t("equal", t("weights", power=0), t("weights", power=1)), "false"),
    (DEAD, t("equal", t("weights", power=1), t("weights", power=3)), "true"),
    (
        EXAMPLE_3,
        t("equal", t("at_last_time", t("weights", power=1)), t("at_last_time", t("soft_q", PRIOR))),
        "true",
    ),
    (EXAMPLE_3, t("equal", t("at_last_time", t("soft_q", PRIOR)), t("soft_q", PRIOR)), "undefined"),
    (
        HALF,
        t(
            "equal",
            t("largest_probability", PRIOR, delta="1/2"),
            t("reciprocal_sum", PRIOR, delta="1/2", power=2),
        ),
        "true",
    ),
    (
        SMALL_WEIGHTS,
        t(
            "equal",
            t("largest_probability", PRIOR, delta="1"),
            t("reciprocal_sum", PRIOR, delta="1", power=0),
        ),
        "false",
    ),
    (DEAD, t("equal", t("soft_v", PRIOR), t("reciprocal_sum", PRIOR, delta="1", power=1)), "undefined"),
    (HALF, t("equal", t("posterior_over_weight", PRIOR), t("constant_of_lemma", sign=-1)), "true"),
    (HALF, t("equal", t("posterior_over_weight", PRIOR), t("constant_of_lemma", sign=1)), "false"),
    (
        HALF,
        t(
            "equal",
            t("folded_weights", PRIOR, steps=0, kind="ratio", cumulative=False),
            t("weights", power=1),
        ),
        "true",
    ),
    (EXAMPLE_1, t("equal", t("dynamics"), t("conditioned_dynamics", PRIOR)), "true"),
    (EXAMPLE_3, t("equal", t("dynamics"), t("conditioned_dynamics", PRIOR)), "false"),
    (
        EXAMPLE_3,
        t(
            "at_least",
            t("expected_success", PRIOR, conditioned=True),
            t("expected_success", PRIOR, conditioned=False),
        ),
        "true",
    ),
    (
        EXAMPLE_3,
        t(
            "greater",
            t("expected_success", PRIOR, conditioned=True),
            t("expected_success", PRIOR, conditioned=False),
        ),
        "true",
    ),
    (
        EXAMPLE_1,
        t(
            "equal",
            t("trajectories", RETRAINED, given_start=False),
            t("conditioned_trajectories", PRIOR, given_start=False),
        ),
        "true",
    ),
    (
        EXAMPLE_3,
        t(
            "equal",
            t("trajectories", RETRAINED, given_start=False),
            t("conditioned_trajectories", PRIOR, given_start=False),
        ),
        "false",
    ),
    (
        TWO_STARTS,
        t(
            "equal",
            t("trajectories", RETRAINED, given_start=True),
            t("conditioned_trajectories", PRIOR, given_start=True),
        ),
        "true",
    ),
    (
        TWO_STARTS,
        t(
            "equal",
            t("trajectories", RETRAINED, given_start=False),
            t("conditioned_trajectories", PRIOR, given_start=False),
        ),
        "false",
    ),
    (
        EXAMPLE_3,
        t(
            "equal",
            t("last_reward_trajectories", PRIOR),
            t("conditioned_trajectories", PRIOR, given_start=True),
        ),
        "true",
    ),
    (
        EXAMPLE_3,
        t(
            "equal",
            t("rejection", PRIOR, successes=1),
            t("conditioned_trajectories", PRIOR, given_start=False),
        ),
        "true",
    ),
    (
        HALF,
        t(
            "equal",
            t("rejection", PRIOR, successes=2),
            t("trajectories", t("retrain", PRIOR, steps=2), given_start=False),
        ),
        "true",
    ),
    (
        DEAD,
        t("equal", t("rejection", PRIOR, successes=2), t("trajectories", PRIOR, given_start=False)),
        "undefined",
    ),
    (
        EXAMPLE_1,
        t("equal", t("best_of", PRIOR, samples=1), t("trajectories", PRIOR, given_start=False)),
        "true",
    ),
    (
        EXAMPLE_1,
        t("equal", t("best_of", PRIOR, samples=2), t("trajectories", PRIOR, given_start=False)),
        "false",
    ),
    (HALF, t("at_least", n("1"), n("1")), "true"),
    (HALF, t("at_least", n("1"), n("2")), "false"),
    (HALF, t("at_most", log("2"), n("7/10")), "true"),
    (HALF, t("at_most", log("2"), n("69/100")), "false"),
    (HALF, t("greater", n("7/10"), log("2")), "true"),
    (HALF, t("greater", log("9"), logs(("2", "3"))), "false"),
    (HALF, t("equal", log("1"), n("0")), "true"),
    (HALF, t("equal", log("2"), n("0")), "false"),
    (HALF, t("equal", log("0"), n("0")), "false"),
    (HALF, t("at_least", t("multiply", n("-1"), log("0")), t("multiply", n("-2"), log("0"))), "true"),
    (HALF, t("greater", log("0"), n("-1000")), "false"),
    (EXAMPLE_1, t("at_least", t("soft_q", RETRAINED), t("soft_q", PRIOR)), "true"),
    (EXAMPLE_1, t("at_most", t("soft_q", RETRAINED), t("soft_q", PRIOR)), "false"),
    (EXAMPLE_1, t("greater", t("soft_q", RETRAINED), t("soft_q", PRIOR)), "false"),
    (EXAMPLE_1, t("finite", t("expected_return", PRIOR)), "false"),
    (EXAMPLE_1, t("finite", t("success_probability", PRIOR)), "true"),
    (EXAMPLE_1, t("both", t("deterministic"), t("full_support")), "true"),
    (EXAMPLE_3, t("both", t("full_support"), t("deterministic")), "false"),
    (EXAMPLE_3, t("either", t("full_support"), t("finite", t("divide", n("1"), n("0")))), "true"),
    (EXAMPLE_3, t("either", t("finite", t("divide", n("1"), n("0"))), t("full_support")), "undefined"),
    (EXAMPLE_3, t("either", t("deterministic"), t("negation", t("full_support"))), "false"),
    (EXAMPLE_3, t("implies", t("deterministic"), t("finite", t("divide", n("1"), n("0")))), "true"),
    (EXAMPLE_1, t("implies", t("deterministic"), t("finite_rewards")), "false"),
    (EXAMPLE_3, t("iff", t("deterministic"), t("negation", t("finite_rewards"))), "true"),
    (EXAMPLE_1, t("iff", t("deterministic"), t("finite_rewards")), "false"),
    (EXAMPLE_1, t("negation", t("deterministic")), "false"),
    (SKEWED, t("full_support"), "true"),
    (FIXED_POINT, t("full_support"), "false"),
    (SKEWED, t("uniform_prior"), "false"),
    (EXAMPLE_1, t("uniform_prior"), "true"),
    (EXAMPLE_1, t("finite_rewards"), "false"),
    (TWO_STARTS, t("finite_rewards"), "true"),
    (TWO_STARTS, t("single_start"), "false"),
    (EXAMPLE_3, t("single_start"), "true"),
    (TWO_STARTS, t("equal_action_counts"), "false"),
    (EXAMPLE_3, t("equal_action_counts"), "true"),
    (EXAMPLE_3, t("horizon_at_least", decisions=2), "true"),
    (EXAMPLE_3, t("horizon_at_least", decisions=3), "false"),
    (EXAMPLE_3, t("several_actions"), "true"),
    (SINGLE, t("several_actions"), "false"),
    (EXAMPLE_1, t("terminal_rewards"), "true"),
    (
        {
            **figure_4("1", "0"),
            "horizon": 3,
            "states": {**figure_4("1", "0")["states"], "s1": {"on": {"to": "s2", "success": "1/2"}}},
        },
        t("terminal_rewards"),
        "false",
    ),
    (EXAMPLE_1, t("deterministic_policy", PRIOR), "false"),
    (HALF, t("deterministic_policy", t("boltzmann", PRIOR, delta="0")), "true"),
    (EXAMPLE_1, t("visits_every_state", PRIOR), "true"),
    (EXAMPLE_1, t("visits_every_state", FORESTER), "false"),
    (EXAMPLE_1, t("success_everywhere", PRIOR), "true"),
    (with_prior(EXAMPLE_1, ridge={"↘": "1"}), t("success_everywhere", PRIOR), "false"),
    (with_prior(EXAMPLE_1, ridge={"↘": "1"}), t("some_success", PRIOR), "true"),
    (DEAD, t("some_success", PRIOR), "false"),
    (EXAMPLE_1, t("supported_in", RETRAINED, PRIOR, visited=False), "true"),
    (EXAMPLE_1, t("supported_in", PRIOR, RETRAINED, visited=False), "false"),
    (EXAMPLE_1, t("supported_in", FORESTER, t("boltzmann", FORESTER, delta="0"), visited=True), "false"),
    (with_prior(EXAMPLE_1, **{"∅": {"↘": "1"}}), t("supported_in", PRIOR, RETRAINED, visited=True), "true"),
    (with_prior(EXAMPLE_1, **{"∅": {"↘": "1"}}), t("supported_in", PRIOR, RETRAINED, visited=False), "false"),
    (EXAMPLE_1, t("unique_maxima", PRIOR, visited=True), "false"),
    (with_prior(EXAMPLE_1, **{"∅": {"↗": "1"}}), t("unique_maxima", PRIOR, visited=True), "true"),
    (with_prior(EXAMPLE_1, **{"∅": {"↗": "1"}}), t("unique_maxima", PRIOR, visited=False), "false"),
    (TIE, t("q_constant_on_support", PRIOR), "true"),
    (HALF, t("q_constant_on_support", PRIOR), "false"),
    (FIXED_POINT, t("proportional_to_q", PRIOR), "true"),
    (SQUARED, t("proportional_to_q", PRIOR), "false"),
    (
        one_state("1", "1/2", "0", prior=("3/5", "3/10", "1/10")),
        t("proportional_to_weights", PRIOR, power=1),
        "true",
    ),
    (
        one_state("1", "1/2", "0", prior=("3/5", "3/10", "1/10")),
        t("proportional_to_weights", PRIOR, power=2),
        "false",
    ),
    (HALF, t("order_respecting", delta="1/2", ties="shared"), "true"),
    (HALF, t("order_respecting", delta="0", ties="shared"), "true"),
    (HALF, t("order_respecting", delta="0", ties="first"), "true"),
    (TIE, t("order_respecting", delta="0", ties="first"), "false"),
    (DEAD, t("order_respecting", delta="0", ties="first"), "true"),
    (HALF, t("proportional", t("weights", power=1), t("soft_q", PRIOR)), "true"),
    (HALF, t("proportional", t("weights", power=1), t("weights", power=2)), "false"),
    (HALF, t("proportional", t("weights", power=1), t("soft_v", PRIOR)), "undefined"),
    (EXAMPLE_1, t("equal_up_to_shaping", t("weights", power=1), t("weights", power=1)), "true"),
    (HALF, t("equal_up_to_shaping", t("weights", power=1), t("weights", power=2)), "false"),
    (EXAMPLE_3, t("in_undiscounted_model", t("horizon_at_least", decisions=2), gamma="0"), "true"),
    (EXAMPLE_1, t("in_undiscounted_model", t("deterministic"), gamma="1/2"), "false"),
    (EXAMPLE_1, t("in_undiscounted_model", t("deterministic"), gamma="1"), "true"),
    (FIXED_POINT, t("coherent_for_some_delta", PRIOR), "true"),
    (FIXED_POINT, t("coherent_only_at", PRIOR, delta="1"), "true"),
    (FIXED_POINT, t("coherent_only_at", PRIOR, delta="1/2"), "false"),
    (SQUARED, t("coherent_only_at", PRIOR, delta="1/2"), "true"),
    (IRRATIONAL, t("coherent_for_some_delta", PRIOR), "true"),
    (IRRATIONAL, t("coherent_only_at", PRIOR, delta="1"), "false"),
    (UPSIDE_DOWN, t("coherent_for_some_delta", PRIOR), "false"),
    (EXAMPLE_1, t("coherent_for_some_delta", PRIOR), "false"),
    (DEAD, t("coherent_for_some_delta", PRIOR), "true"),
    (DEAD, t("coherent_only_at", PRIOR, delta="1"), "false"),
    (
        one_state("1", "1/2", "1/4", prior=("9/13", "3/13", "1/13")),
        t("coherent_for_some_delta", PRIOR),
        "true",
    ),
    (one_state("1", "1/2", "1/3", prior=("5/8", "1/4", "1/8")), t("coherent_for_some_delta", PRIOR), "false"),
    (figure_4("2/3", "1/3"), t("policy_stable", PRIOR, lookahead=1), "true"),
    (figure_4("2/3", "1/3"), t("policy_stable", PRIOR, lookahead=2), "true"),
    (figure_4("1/3", "2/3"), t("policy_stable", PRIOR, lookahead=1), "true"),
    (figure_4("1/3", "2/3"), t("policy_stable", PRIOR, lookahead=2), "false"),
    (figure_4("1/3", "2/3"), t("policy_stable", PRIOR, lookahead=3), "true"),
    (EXAMPLE_3, t("policy_stable", PRIOR, lookahead=1), "undefined"),
    (TIED, t("equal", t("retrain_limit", PRIOR), PRIOR), "true"),
    (TIED_LATER, t("equal", t("retrain_limit", PRIOR), PRIOR), "undefined"),
    (EXAMPLE_3, t("finite", t("reverse_kl_bound", PRIOR, steps=1)), "undefined"),
    (EXAMPLE_3, t("equal", t("retrain", PRIOR, steps="horizon-3"), PRIOR), "undefined"),
    (
        DEAD,
        t(
            "equal",
            t("trajectories", PRIOR, given_start=False),
            t("conditioned_trajectories", PRIOR, given_start=False),
        ),
        "undefined",
    ),
    *(
        (HALF, t("finite", value), "undefined")
        for value in [
            t("add", log("0"), t("multiply", n("-1"), log("0"))),
            t("subtract", log("0"), log("0")),
            t("divide", n("1"), log("1")),
            t("divide", log("2"), n("0")),
            t("divide", log("2"), t("subtract", t("divide", log("8"), log("2")), n("3"))),
            t("divide", log("2"), log("0")),
            t("multiply", log("1"), log("0")),
            t("add", n("1"), log("0")),
            t("subtract", t("divide", log("3"), log("2")), log("0")),
            t("logarithm", n("-1")),
            t("logarithm", log("2")),
            at(PRIOR, 2, "s", "a"),
            at(PRIOR, 1, "s", "z"),
            t("success_from", PRIOR, time=1, state="z"),
            limit("s", "z"),
            t("add", limit("s", "a"), n("1")),
            t("multiply", n("0"), limit("s", "a")),
        ]
    ),
]


@pytest.mark.parametrize(("model", "relation", "found"), HOLDS)
def test_terms(model: Document, relation: Json, found: str) -> None:
    assert judge(relation, model) == found


def test_every_term_is_tested() -> None:
    text = json.dumps([relation for _, relation, _ in HOLDS])
    elsewhere = ["second_policy", "index", "power_of_index", "symbol"]
    assert sorted(name for name in checker.TERMS if f'"{name}"' not in text) == sorted(elsewhere)


def test_second_policy() -> None:
    second = {"1": {"s": {"a": "1/3", "b": "2/3"}}}
    relation = t("equal", t("second_policy"), PRIOR)
    assert judge(relation, SKEWED, second) == "true"
    assert judge(relation, HALF, second) == "false"


TABLES: list[tuple[Document, Json, dict[tuple[Any, ...], str]]] = [
    (
        EXAMPLE_3,
        t("conditioned_dynamics", PRIOR),
        {
            (1, "∅", a, s): x
            for a, s, x in [
                ("a1", "s1", "3/5"),
                ("a1", "s2", "2/5"),
                ("a2", "s1", "1/3"),
                ("a2", "s2", "2/3"),
            ]
        },
    ),
    (
        EXAMPLE_3,
        t("expected_success", PRIOR, conditioned=True),
        {(1, "∅", "a1"): "7/15", (1, "∅", "a2"): "5/9"},
    ),
    (
        EXAMPLE_3,
        t("expected_success", PRIOR, conditioned=False),
        {(1, "∅", "a1"): "5/12", (1, "∅", "a2"): "1/2"},
    ),
    (
        HALF,
        t("folded_weights", PRIOR, steps=1, kind="posterior", cumulative=True),
        {(1, "s", "a"): "2/3", (1, "s", "b"): "1/6"},
    ),
    (
        SKEWED,
        t("folded_weights", PRIOR, steps=1, kind="ratio", cumulative=True),
        {(1, "s", "a"): "3/2", (1, "s", "b"): "3/8"},
    ),
    (SMALL_WEIGHTS, t("reciprocal_sum", PRIOR, delta="1", power=0), {(1, "s"): "4/3"}),
    (HALF, t("largest_probability", PRIOR, delta="1"), {(1, "s"): "2/3"}),
    (HALF, t("best_of", PRIOR, samples=2), {((1, "s", "a"),): "3/4", ((1, "s", "b"),): "1/4"}),
    (SKEWED, t("best_of", PRIOR, samples=3), {((1, "s", "a"),): "19/27", ((1, "s", "b"),): "8/27"}),
    (HALF, t("rejection", PRIOR, successes=3), {((1, "s", "a"),): "8/9", ((1, "s", "b"),): "1/9"}),
    (EXAMPLE_1, t("soft_v", PRIOR), {(1, "∅"): "5/8", (2, "ridge"): "1/2", (2, "forest"): "3/4"}),
]


def smooth(model: Document, power: float) -> tuple[float, float]:
    """J and the causal entropy of the prior conditioned with weights to a real power, in floats."""
    case, _ = evaluation(t("deterministic"), model)
    v, returns, entropy = ([0.0] * len(case.model.points) for _ in range(3))
    for point in reversed(range(len(v))):
        parts = []
        for choice in case.model.rows[point]:
            weight, later = float(case.model.weights[choice]), case.model.later[choice]
            means = [sum(float(chance) * x[at] for chance, at in later) for x in (v, returns, entropy)]
            q = float(case.prior[choice]) * weight**power * (means[0] if later else 1.0)
            parts += [(q, math.log(weight) + means[1], means[2])] if q else []
        v[point] = sum(q for q, *_ in parts)
        shares = [q / v[point] for q, *_ in parts]
        returns[point] = sum(x * r for x, (_, r, _) in zip(shares, parts, strict=True))
        entropy[point] = sum(x * (h - math.log(x)) for x, (*_, h) in zip(shares, parts, strict=True))
    start = case.at_start(list(zip(returns, entropy, strict=True)))
    return sum(float(x) * r for x, (r, _) in start), sum(float(x) * h for x, (_, h) in start)


@pytest.mark.parametrize("model", [HALF, SKEWED, EXAMPLE_3, TWO_STARTS, LEARNERS, TIED_LATER, SPLIT])
@pytest.mark.parametrize("alpha", [1, 2, 5])
def test_derivatives_are_those_of_finite_differences(model: Document, alpha: int) -> None:
    step = 1 / 1024
    below, here, above = (smooth(model, alpha + step * i) for i in (-1, 0, 1))
    for number, of in enumerate(("return", "entropy")):
        first = (above[number] - below[number]) / (2 * step)
        second = (above[number] - 2 * here[number] + below[number]) / step**2
        for order, expected in ((1, first), (2, second)):
            value = derivative(of, alpha, order)
            low, high = (n(str(Fraction(round(expected * 10**6) + i * 10, 10**6))) for i in (-1, 1))
            assert judge(t("both", t("greater", value, low), t("greater", high, value)), model) == "true"


@pytest.mark.parametrize(("model", "table", "entries"), TABLES)
def test_tables(model: Document, table: Json, entries: dict[tuple[Any, ...], str]) -> None:
    case, relation = evaluation(t("equal", table, table), model)
    value = case.value(relation.arguments[0])
    if relation.arguments[0].sort == "distribution":
        value = {tuple(case.model.choices[c] for c in key): number for key, number in value.items()}
    assert value == {key: Fraction(number) for key, number in entries.items()}


# Logarithms


def test_enclosures_of_logarithms() -> None:
    with localcontext() as context:
        context.prec = 60
        for number in [2, 3, 4, 5, 7, 10, 11, 1023, 1025, 10**40 + 7]:
            for precision in (16, 64, 128):
                low, high = checker.bounds_of_logarithm(number, precision)
                exact = Decimal(number).ln() * 2**precision
                assert low <= exact <= high
                assert high - low < 4 * precision * (2 + number.bit_length())


def test_coprime_base() -> None:
    base = checker.coprime_base([12, 18, 35, 1, 2**50], checker.Work())
    assert all(math.gcd(x, y) == 1 for x, y in itertools.combinations(base, 2))
    assert base == [2, 3, 35]
    assert checker.exponents(Fraction(12, 35), base, checker.Work()) == (2, 1, -1)


def test_exponents_of_a_large_power_are_paid_for() -> None:
    with pytest.raises(checker.Rejected, match="more arithmetic than the limit"):
        checker.exponents(Fraction(2**100_000), [2], checker.Work())


def test_retraining_stops_where_nothing_changes() -> None:
    started = time.monotonic()
    case = checker.Evaluation(*checker.read_model(MANY_EQUAL_ARMS, "model", checker.Work()))
    assert checker.retrain(case, case.prior, 1000) == case.prior
    assert time.monotonic() - started < 5


MANY_EQUAL_ARMS = {
    "name": "many equal arms",
    "horizon": 1,
    "start": "s",
    "states": {"s": {f"a{number}": {} for number in range(2000)}},
}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("4", "2"), ("9", "3"), True),
        (("4", "2"), ("27", "3"), False),
        (("4", "9"), ("2", "3"), True),
        (("4", "9"), ("2", "5"), False),
        (("2", "3"), ("5", "3"), False),
        (("2", "3"), ("5", "7"), False),
        (("4", "2"), ("3", "5"), False),
        (("6", "12"), ("36", "144"), True),
        (("3/2", "9/4"), ("5", "25"), True),
    ],
)
def test_quotients_of_logarithms(one: tuple[str, str], two: tuple[str, str], same: bool) -> None:
    pairs = [(Fraction(x), Fraction(y)) for x, y in (one, two)]
    assert checker.same_quotient(pairs[0], pairs[1], checker.Work()) is same


def test_close_logarithms_are_told_apart() -> None:
    close = t("greater", log(f"{10**60 + 1}/{10**60}"), n("0"))
    assert judge(close, HALF) == "true"
    assert judge(t("greater", logs(("1000", "2")), logs(("1", str(2**1000 + 1)))), HALF) == "false"


def test_undecided_comparison_is_holey(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = one_state("1", "1/2", "1/3", prior=("5/8", "1/4", "1/8"))
    relation = t("negation", t("coherent_for_some_delta", PRIOR))
    document = instance(relation, model, [[PRIOR, {"1": {"s": {"a": "5/8", "b": "1/4", "c": "1/8"}}}]])
    assert check(tmp_path, document).outcome == "valid"
    monkeypatch.setattr(checker, "PRECISION_LIMIT", 32)
    outcome = check(tmp_path, document)
    assert (outcome.outcome, "not told apart" in str(outcome.reason)) == ("holey", True)


# Polynomials, limits, and named arguments


def value_at(index: int, term: Json, model: Document = HALF) -> checker.Number:
    """Evaluate a term of a sequence in one of its rows."""
    rows = {"argument": "approaching arms", "models": [model], "rows": [[index, 0]]}
    document = certificate("sequence", "proved", t("finite", term), rows, enclosures=[])
    read = checker.Certificate(document)
    case = checker.Evaluation(*checker.read_model(model, "model", read.work), index=index)
    found: checker.Number = case.value(read.relation.arguments[0])
    return found


@pytest.mark.parametrize(
    ("index", "term", "same"),
    [
        (5, t("index"), n("5")),
        (3, t("power_of_index", base="-2/3"), n("-8/27")),
        (3, t("power_of_index", base="0"), n("0")),
        (4, at(t("retrain", PRIOR, steps="index"), 1, "s", "a"), n("16/17")),
        (4, at(t("retrain", PRIOR, steps="index-1"), 1, "s", "a"), n("8/9")),
        (4, at(t("temperature", PRIOR, alpha="index+2"), 1, "s", "a"), n("64/65")),
        (2, t("return_derivative", PRIOR, alpha="index", order=1), derivative("return", 2, 1)),
        (2, t("entropy_derivative", PRIOR, alpha="index-1", order=2), derivative("entropy", 1, 2)),
        (2, t("return_spread", PRIOR, alpha="index+1"), t("return_spread", PRIOR, alpha=3)),
        (3, t("incoherence", PRIOR, delta="1/index"), t("incoherence", PRIOR, delta="1/3")),
        (3, t("incoherence", PRIOR, delta="1/4^index"), t("incoherence", PRIOR, delta="1/64")),
        (2, t("value_in_undiscounted_model", t("index"), gamma="1/2"), n("2")),
    ],
)
def test_terms_of_sequences(index: int, term: Json, same: Json) -> None:
    left, right, other = (value_at(i, x) for i, x in ((index, term), (7, same), (index, log("17"))))
    assert checker.compare(left, right, checker.Work()) == 0
    assert checker.compare(left, other, checker.Work()) != 0


@pytest.mark.parametrize(
    ("index", "term", "reason"),
    [
        (
            1,
            at(t("retrain", PRIOR, steps="index-2"), 1, "s", "a"),
            "index-2 at the index 1 is -1, but has to be",
        ),
        (1, t("return_spread", PRIOR, alpha="index-1"), "index-1 at the index 1 is 0, but has to be from 1"),
        (
            999,
            t("return_derivative", PRIOR, alpha="index+2", order=1),
            "is 1001, but has to be from 1 to 1000",
        ),
        (7, t("incoherence", PRIOR, delta="1/4^index"), "is 16384, but has to be from 1 to 4096"),
        (1000, t("incoherence", PRIOR, delta="1/4096^index"), "has to be from 1 to 4096"),
    ],
)
def test_indices_out_of_range(index: int, term: Json, reason: str) -> None:
    with pytest.raises(checker.Rejected, match=reason.replace("+", "[+]")):
        value_at(index, term)


X, Y = (t("symbol", name=name) for name in "xy")
PLUS, MINUS = t("add", X, Y), t("subtract", X, Y)


@pytest.mark.parametrize(
    ("equation", "reason"),
    [
        (
            t("equal", t("multiply", PLUS, MINUS), t("subtract", t("multiply", X, X), t("multiply", Y, Y))),
            None,
        ),
        (t("equal", t("divide", t("multiply", X, Y), t("multiply", Y, X)), n("1")), None),
        (t("equal", t("divide", n("1"), t("divide", X, Y)), t("divide", Y, X)), None),
        (
            t(
                "equal",
                t("add", t("divide", n("1"), X), t("divide", n("1"), Y)),
                t("divide", PLUS, t("multiply", X, Y)),
            ),
            None,
        ),
        (t("both", t("equal", X, X), t("equal", t("subtract", PLUS, Y), X)), None),
        (
            t("equal", t("multiply", PLUS, PLUS), t("add", t("multiply", X, X), t("multiply", Y, Y))),
            "no identity",
        ),
        (t("both", t("equal", X, X), t("equal", X, Y)), "no identity"),
        (t("equal", t("divide", n("0"), X), t("multiply", X, n("1/7"))), "no identity"),
        (t("equal", t("divide", X, t("subtract", MINUS, MINUS)), X), "zero polynomial"),
        (t("equal", t("divide", X, n("0")), t("divide", X, n("0"))), "zero polynomial"),
        (t("equal", t("divide", X, t("divide", n("0"), Y)), X), "zero polynomial"),
        (t("equal", t("logarithm", n("1")), n("0")), "logarithm does not occur"),
        (t("equal", PRIOR, PRIOR), "prior does not occur"),
        (t("either", t("equal", X, X)), "either does not occur"),
    ],
)
def test_identities(equation: Json, reason: str | None) -> None:
    domain = {"argument": "implicit function theorem", "symbols": ["x"]}
    relation = checker.Certificate(certificate("identity", "proved", equation, domain)).relation
    if reason is None:
        checker.check_equations(relation, checker.Work())
    else:
        with pytest.raises(checker.Rejected, match=reason):
            checker.check_equations(relation, checker.Work())


def test_named_arguments_are_those_of_the_format() -> None:
    path = pathlib.Path(checker.__file__).parent / "certificates" / "FORMAT.md"
    sections = path.read_text(encoding="utf-8").split("## Named arguments")[1].split("### ")[1:]
    listed = {}
    for section in sections:
        verdict, terms = re.findall(r"Verdict `(.*?)`, terms `(.*?)`", section)[0]
        listed[section.split("\n")[0]] = (verdict, terms)
    assert listed
    assert {name: rest for name, (_, *rest) in checker.ARGUMENTS.items()} == {
        k: [*v] for k, v in listed.items()
    }


def test_signs_of_polynomials() -> None:
    work = checker.Work()
    close = {(2, 3): Fraction(1), (): -Fraction(761500010, 10**9)}
    assert checker.sign(close, work) == (1 if math.log(2) * math.log(3) > 0.76150001 else -1)
    assert (
        checker.sign(
            {(6, 6): Fraction(1), (2, 2): -Fraction(1), (2, 3): -Fraction(2), (3, 3): -Fraction(1)}, work
        )
        == 0
    )
    assert checker.over_base({(4, 8): Fraction(1, 6)}, work) == {(2, 2): Fraction(1)}
    assert checker.sign({}, work) == 0
    assert checker.sign({(): -Fraction(1, 10**100)}, work) == -1


SLOW = with_prior(
    {
        **LEARNERS,
        "states": {**LEARNERS["states"], "quick": {"a": {}, "b": {"success": "4/5"}, "c": {"success": "0"}}},
    },
    quick={"a": "1/10", "b": "1/10", "c": "4/5"},
)


@pytest.mark.parametrize("model", [LEARNERS, SLOW])
def test_limits_become_narrower(model: Document) -> None:
    case, _ = evaluation(t("deterministic"), model)
    choice = case.model.choices.index((1, "s", "learners"))
    bounds = list(checker.bounds_of_limit(case, case.prior, choice))
    assert len(bounds) == 7
    assert all(low < high for low, high in bounds)
    assert max(low for low, _ in bounds) <= min(high for _, high in bounds)
    assert bounds[-1][1] - bounds[-1][0] < Fraction(1, 10**5)
    policy = case.prior
    for _ in range(150):
        policy = case.conditioned(policy, case.model.weights)
    assert bounds[-1][0] < policy[choice] + Fraction(1, 10**12)
    assert policy[choice] - Fraction(1, 10**12) < bounds[-1][1]


def test_what_has_no_bound_yet_is_enclosed_by_nothing() -> None:
    case, _ = evaluation(t("deterministic"), SLOW)
    choice = case.model.choices.index((1, "s", "learners"))
    assert None in checker.rests(case, case.prior, *case.best(case.prior))
    assert next(checker.bounds_of_limit(case, case.prior, choice))[0] == 0


def test_a_limit_that_may_be_the_number_is_holey(tmp_path: pathlib.Path) -> None:
    """Two actions alike share the limit equally, but bounds never show it."""
    model = copy.deepcopy(LEARNERS)
    model["states"]["s"]["sure"] = model["states"]["s"]["learners"]
    for relation, outcome in (("greater", "holey"), ("equal", "holey")):
        document = instance(t(relation, limit("s", "sure"), n("1/2")), model, [])
        assert (found := check(tmp_path, document)).outcome == outcome
        assert "A limit was not told from 1/2" in str(found.reason)


# Counterexamples and instances


def instance(relation: Json, model: Document, values: Json, *given: Json, verdict: str = "holds") -> Document:
    return certificate("instance", verdict, relation, {"model": model}, *given, model=model, values=values)


AGREE = t("equal", t("retrain", PRIOR, steps=2), t("temperature", PRIOR, alpha=2))


def row(first: str, second: str) -> dict[str, str]:
    return {"a1": first, "a2": second}


HALVES = row("1/2", "1/2")


def example_3_policy(first: str, second: str) -> Document:
    return {"1": {"∅": row(first, second)}, "2": {"s1": HALVES, "s2": HALVES}}


REFUTED = certificate(
    "counterexample",
    "refuted",
    AGREE,
    {"every": "small"},
    t("full_support"),
    model=EXAMPLE_3,
    values=[
        [PRIOR, example_3_policy("1/2", "1/2")],
        [t("retrain", PRIOR, steps=2), example_3_policy("25/61", "36/61")],
        [t("temperature", PRIOR, alpha=2), example_3_policy("7/17", "10/17")],
    ],
)
ENTROPY = t("causal_entropy", PRIOR)
TRAJECTORIES = t("trajectories", PRIOR, given_start=False)
HELD = instance(
    t("both", t("at_least", ENTROPY, n("1/2")), t("equal", TRAJECTORIES, t("best_of", PRIOR, samples=1))),
    HALF,
    [
        [ENTROPY, {"terms": [["1/2", "4"], ["0", "7"]]}],
        [n("1/2"), "1/2"],
        [PRIOR, {"1": {"s": {"a": "1/2", "b": "1/2"}}}],
        [TRAJECTORIES, [[[[1, "s", "a"]], "1/2"], [[[1, "s", "b"]], "1/2"]]],
        [t("best_of", PRIOR, samples=1), [[[[1, "s", "b"]], "1/2"], [[[1, "s", "a"]], "1/2"]]],
    ],
    t("finite", ENTROPY),
)
SECOND = certificate(
    "counterexample",
    "refuted",
    t("equal", PRIOR, t("second_policy")),
    {"policies": {**HALF, "name": "another"}},
    model=SKEWED,
    second_policy={"1": {"s": {"a": "1/2", "b": "1/2"}}},
    values=[
        [PRIOR, {"1": {"s": {"a": "1/3", "b": "2/3"}}}],
        [t("second_policy"), {"1": {"s": {"a": "1/2", "b": "1/2"}}}],
    ],
)
VACUOUS = instance(t("finite", n("1")), EXAMPLE_3, [], t("deterministic"), verdict="vacuous")
UNDECIDED = certificate("undecided", "undecided", AGREE, {"every": "small"}, reason="no idea")


@pytest.mark.parametrize("document", [REFUTED, HELD, SECOND, VACUOUS])
def test_valid(tmp_path: pathlib.Path, document: Document) -> None:
    assert check(tmp_path, document) == (str(tmp_path / "certificate.json"), "valid", None, None)


def test_undecided_is_holey(tmp_path: pathlib.Path) -> None:
    outcome = check(tmp_path, UNDECIDED)
    assert (outcome.outcome, outcome.reason) == ("holey", "The claim is undecided: no idea")


def replace(document: Document, *path: str | int, by: Json) -> Document:
    """Change one place of a copy; the hash is mended unless it is what is changed."""
    result = copy.deepcopy(document)
    place: Json = result
    for key in path[:-1]:
        place = place[key]
    if by is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = by
    return result if path == ("source",) else sealed(result)


def with_model(change: Callable[[Document], None]) -> Document:
    model = copy.deepcopy(EXAMPLE_3)
    change(model)
    return replace(REFUTED, "model", by=model)


def deep(depth: int) -> Json:
    result = t("deterministic")
    for _ in range(depth):
        result = t("negation", result)
    return result


REFUSED: dict[str, tuple[Json, str]] = {
    "no object": ([], "not a certificate"),
    "format": (replace(REFUTED, "format", by="other"), "not a certificate"),
    "version": (replace(REFUTED, "version", by=2), "version 2 is unknown"),
    "version true": (replace(REFUTED, "version", by=True), "version True is unknown"),
    "kind": (replace(REFUTED, "kind", by="proof"), "kind proof is unknown"),
    "unknown key": (replace(REFUTED, "comment", by=""), "unknown key 'comment'"),
    "missing key": (replace(REFUTED, "values", by=...), "no key 'values'"),
    "claim": (replace(REFUTED, "claim", by=3), "claim is not a text"),
    "verdict": (replace(REFUTED, "verdict", by="holds"), "verdict holds is none"),
    "source": (replace(REFUTED, "source", by="0" * 64), "source is not the hash"),
    "given": (replace(REFUTED, "given", by={}), "given is not a list"),
    "domain": (replace(REFUTED, "domain", by={"some": "x"}), "domain is not an object"),
    "domain of kind": (replace(HELD, "domain", by={"every": "x"}), "cannot have the domain every"),
    "every": (replace(REFUTED, "domain", "every", by=1), "domain.every is not a text"),
    "no relation": (replace(REFUTED, "relation", by=PRIOR), "relation is a policy, not a relation"),
    "term is text": (replace(REFUTED, "relation", by="prior"), "relation is not a list"),
    "short term": (replace(REFUTED, "relation", by=["deterministic"]), "relation is not a term"),
    "unknown term": (replace(REFUTED, "relation", by=t("obvious")), "unknown term 'obvious'"),
    "unknown parameter": (replace(REFUTED, "relation", by=t("deterministic", x=1)), "unknown key 'x'"),
    "missing parameter": (replace(REFUTED, "relation", by=t("horizon_at_least")), "no key 'decisions'"),
    "arguments": (replace(REFUTED, "relation", by=t("finite", PRIOR)), "finite does not take"),
    "no arguments": (replace(REFUTED, "relation", by=t("both")), "both does not take"),
    "mixed sorts": (replace(REFUTED, "relation", by=t("equal", PRIOR, n("1"))), "equal does not take"),
    "ordered policies": (
        replace(REFUTED, "relation", by=t("at_least", PRIOR, PRIOR)),
        "at_least does not take",
    ),
    "true steps": (replace(REFUTED, "relation", 2, 1, "steps", by=True), "steps is not an integer"),
    "many steps": (replace(REFUTED, "relation", 2, 1, "steps", by=1001), "has to be from 0 to 1000"),
    "negative steps": (replace(REFUTED, "relation", 2, 1, "steps", by=-1), "has to be from 0 to 1000"),
    "odd steps": (replace(REFUTED, "relation", 2, 1, "steps", by="horizon*2"), "not a number, horizon"),
    "alpha": (replace(REFUTED, "relation", 3, 1, "alpha", by=0), "has to be from 1 to 1000"),
    "delta": (replace(REFUTED, "relation", by=t("coherent_only_at", PRIOR, delta="2/3")), "not 0 or 1/n"),
    "small delta": (
        replace(REFUTED, "relation", by=t("coherent_only_at", PRIOR, delta="1/4097")),
        "not 0 or 1/n",
    ),
    "zero delta": (
        replace(REFUTED, "relation", by=t("equal", *[t("largest_probability", PRIOR, delta="0")] * 2)),
        "delta is 0",
    ),
    "gamma": (replace(REFUTED, "relation", by=t("in_undiscounted_model", AGREE, gamma="2")), "not in [0, 1]"),
    "sign": (
        replace(REFUTED, "relation", by=t("equal", *[t("constant_of_lemma", sign=True)] * 2)),
        "none of 1, -1",
    ),
    "ties": (
        replace(REFUTED, "relation", by=t("order_respecting", delta="0", ties="last")),
        "none of shared, first",
    ),
    "kind of fold": (
        replace(
            REFUTED, "relation", by=t("equal", PRIOR, t("fold", PRIOR, steps=1, kind="x", cumulative=False))
        ),
        "none of posterior, ratio",
    ),
    "cumulative": (
        replace(
            REFUTED, "relation", by=t("equal", PRIOR, t("fold", PRIOR, steps=1, kind="ratio", cumulative=0))
        ),
        "not true or false",
    ),
    "deep term": (replace(REFUTED, "relation", by=deep(45)), "deeper than 40"),
    "many terms": (
        replace(REFUTED, "relation", by=t("both", *[t("finite", n(str(i))) for i in range(1100)])),
        "more than 2000 terms",
    ),
    "horizon": (with_model(lambda m: m.update(horizon=51)), "from 1 to 50"),
    "horizon text": (with_model(lambda m: m.update(horizon="2")), "horizon is not an integer"),
    "no name": (with_model(lambda m: m.pop("name")), "no key 'name'"),
    "unknown start": (with_model(lambda m: m.update(start="x")), "model.start.x is unknown"),
    "start sum": (with_model(lambda m: m.update(start={"∅": "1/2"})), "sum to 1/2, not 1"),
    "no states": (with_model(lambda m: m.update(states={})), "states is not an object with"),
    "no actions": (with_model(lambda m: m["states"].update(s1={})), "states.s1 is not an object with"),
    "weight": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="3/2")), "not in [0, 1]"),
    "both weights": (with_model(lambda m: m["states"]["s1"]["a1"].update(reward="0")), "both `success` and"),
    "reward": (with_model(lambda m: m["states"]["s2"]["a2"].update(reward="log 2")), "not log(p/q)"),
    "reward of 0": (with_model(lambda m: m["states"]["s2"]["a2"].update(reward="log(0)")), "logarithm of 0"),
    "integer weight": (
        with_model(lambda m: m["states"]["s1"]["a1"].update(success=1)),
        "not a number in a string",
    ),
    "successors": (
        with_model(lambda m: m["states"]["∅"]["a1"].update(to={"s1": "3/4", "s2": "1/8"})),
        "model.states.∅.a1.to: the probabilities sum to 7/8, not 1",
    ),
    "negative": (
        with_model(lambda m: m["states"]["∅"]["a1"].update(to={"s1": "5/4", "s2": "-1/4"})),
        "not in [0, 1]",
    ),
    "no successor": (with_model(lambda m: m["states"]["∅"]["a1"].pop("to")), "a1 needs `to`"),
    "unknown action": (with_model(lambda m: m.update(prior={"∅": {"a3": "1"}})), "prior.∅.a3 is unknown"),
    "unknown state": (with_model(lambda m: m.update(prior={"x": {"a1": "1"}})), "unknown key 'x'"),
    "prior sum": (with_model(lambda m: m.update(prior={"s1": {"a1": "1/2"}})), "sum to 1/2, not 1"),
    "decimal": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="0.5")), "no rational number"),
    "lowest terms": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="2/4")), "lowest terms"),
    "whole": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="1/1")), "lowest terms"),
    "minus zero": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="-0")), "lowest terms"),
    "zeros": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="01")), "lowest terms"),
    "by zero": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="1/0")), "divides by 0"),
    "other digits": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="١")), "no rational number"),
    "line end": (with_model(lambda m: m["states"]["s1"]["a1"].update(success="1\n")), "no rational number"),
    "digits": (
        with_model(lambda m: m["states"]["s1"]["a1"].update(success="1/" + "9" * 1001)),
        "too many digits",
    ),
    "surrogate": (replace(UNDECIDED, "statement", by="\ud800"), "surrogate"),
    "another model": (replace(HELD, "model", by=SKEWED), "not the model of the domain"),
    "another model for policies": (
        replace(SECOND, "model", "states", "s", "a", "success", by="1/2"),
        "not the model",
    ),
    "no second policy": (replace(SECOND, "second_policy", by=...), "second_policy is there, but"),
    "a second policy": (replace(REFUTED, "second_policy", by={}), "second_policy is there, but"),
    "second policy row": (replace(SECOND, "second_policy", "1", "s", "a", by="1/3"), "do not sum to 1"),
    "second policy action": (replace(SECOND, "second_policy", "1", "s", "a", by=...), "no key 'a'"),
    "second policy time": (replace(SECOND, "second_policy", "2", by={}), "unknown key '2'"),
    "second policy state": (replace(SECOND, "second_policy", "1", "z", by={}), "unknown key 'z'"),
    "hypothesis": (replace(REFUTED, "given", by=[t("deterministic")]), "a hypothesis is false"),
    "true relation": (replace(REFUTED, "relation", by=t("equal", PRIOR, PRIOR)), "the relation is true"),
    "undefined relation": (
        replace(REFUTED, "relation", by=t("policy_stable", PRIOR, lookahead=1)),
        "value that is needed is undefined",
    ),
    "not vacuous": (replace(VACUOUS, "given", by=[]), "verdict is wrong"),
    "vacuous": (replace(VACUOUS, "verdict", by="holds"), "verdict is wrong"),
    "wrong policy": (
        replace(REFUTED, "values", 1, 1, "1", "∅", by=row("5/11", "6/11")),
        "values[1] is not the value",
    ),
    "no value": (replace(REFUTED, "values", 2, by=...), "values has no entry"),
    "value of what": (replace(REFUTED, "values", 2, 0, by=t("uniform")), "do not have"),
    "value of relation": (replace(REFUTED, "values", 2, 0, by=AGREE), "do not have"),
    "value twice": (replace(REFUTED, "values", 2, by=REFUTED["values"][1]), "listed before"),
    "value pair": (replace(REFUTED, "values", 2, by=[PRIOR]), "1 entries, not 2"),
    "wrong log": (replace(HELD, "values", 0, 1, "terms", 0, by=["1/2", "5"]), "values[0] is not the value"),
    "log of 0": (replace(HELD, "values", 0, 1, "terms", 0, by=["1/2", "0"]), "not positive"),
    "rational log": (replace(HELD, "values", 0, 1, by="0"), "values[0] is not the value"),
    "infinite": (replace(HELD, "values", 0, 1, by="inf"), "values[0] is not the value"),
    "trajectory twice": (replace(HELD, "values", 3, 1, 1, 0, 0, 2, by="a"), "listed before"),
    "trajectory": (replace(HELD, "values", 3, 1, 1, 0, 0, 2, by="z"), "not the value"),
    "trajectory time": (replace(HELD, "values", 3, 1, 1, 0, 0, 0, by=True), "not about times"),
    "trajectory list": (replace(HELD, "values", 3, 1, 1, 0, 0, 2, by=["a"]), "not about times"),
    "undefined value": (
        instance(
            t("either", t("finite", n("1")), t("finite", t("divide", n("1"), n("0")))),
            HALF,
            [[n("1"), "1"], [n("0"), "0"], [t("divide", n("1"), n("0")), "0"]],
        ),
        "which is undefined",
    ),
    "reason": (replace(UNDECIDED, "reason", by=None), "reason is not a text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: pathlib.Path, name: str) -> None:
    document, reason = REFUSED[name]
    outcome = check(tmp_path, document)
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)


TEXT = json.dumps(REFUTED)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (TEXT.encode()[:-1], "not JSON"),
        (TEXT.encode("utf-16"), "not UTF-8"),
        (b"\xff" + TEXT.encode(), "not UTF-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "not JSON"),
        (TEXT.replace('"version": 1', '"version": 1, "version": 1').encode(), "version is given twice"),
        (TEXT.replace('"version": 1', '"version": 1.0').encode(), "no floats"),
        (TEXT.replace('"version": 1', '"version": NaN').encode(), "no floats"),
        (TEXT.replace('"version": 1', '"version": -Infinity').encode(), "no floats"),
        (TEXT.replace('"version": 1', '"version": 1' + "0" * 5000).encode(), "more than 18 digits"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b" " * (checker.FILE_LIMIT + 1), "longer than"),
    ],
)
def test_refused_files(tmp_path: pathlib.Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    outcome = checker.check_file(path)
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)


def test_long_numbers_are_compared(tmp_path: pathlib.Path) -> None:
    long = "9" * 900
    deeper = t("multiply", t("multiply", n(long), n(long)), t("multiply", n(long), n(long)))
    for _ in range(2):
        deeper = t("multiply", deeper, deeper)
    number = int(long) ** 16
    digits = "".join(
        str(number // 10**power % 10**1000).zfill(1000) for power in range(14000, -1, -1000)
    ).lstrip("0")
    relation = t("greater", deeper, n("0"))
    values = [
        [n("0"), "0"],
        [n(long), long],
        [t("multiply", n(long), n(long)), str(int(long) ** 2)],
    ]
    four = t("multiply", t("multiply", n(long), n(long)), t("multiply", n(long), n(long)))
    values.append([four, str(int(long) ** 4)])
    eight = t("multiply", four, four)
    values += [
        [eight, "".join([str(int(long) ** 8 // 10**3600), str(int(long) ** 8 % 10**3600).zfill(3600)])]
    ]
    values += [[t("multiply", eight, eight), digits]]
    assert check(tmp_path, instance(relation, HALF, values)).outcome == "valid"
    values[-1][1] = "9" * 100_001
    assert "too many digits" in str(check(tmp_path, instance(relation, HALF, values)).reason)


UNEQUAL = copy.deepcopy(EXAMPLE_1)
UNEQUAL["states"]["ridge"] = {"↗": {"success": "1/2"}, "↘": {"success": "1/3"}}


def chain(horizon: int, actions: int) -> Document:
    states = {"s": {str(action): {"to": "s", "success": "999/1000"} for action in range(actions)}}
    return {"name": "chain", "horizon": horizon, "start": "s", "states": states}


UNEVEN = chain(8, 3)
UNEVEN["states"]["s"]["1"] = {"to": {"s": "1/2", "end": "1/2"}, "success": "997/1009"}
UNEVEN["states"]["end"] = {"a": {"to": "end"}, "b": {"to": "end", "success": "89/97"}}


@pytest.mark.parametrize(
    ("relation", "model", "reason"),
    [
        (t("finite", t("success_probability", PRIOR)), chain(50, 2), "more than 100000 trajectories"),
        (t("finite", t("success_probability", PRIOR)), chain(2, 1000), "more than 100000 trajectories"),
        (t("equal", PRIOR, t("coherent", PRIOR, steps=4, delta="1/4096")), UNEQUAL, "more arithmetic"),
        (t("equal", PRIOR, t("retrain", PRIOR, steps=1000)), UNEVEN, "more arithmetic"),
        (t("finite", t("entropy_derivative", PRIOR, alpha=999, order=2)), UNEVEN, "more arithmetic"),
        (t("greater", limit("s", "0"), n("1/2")), UNEVEN, "more arithmetic"),
        (
            t("finite", squares(logs(*[("1", x) for x in ("2", "3", "5", "7", "11")]), 6)),
            HALF,
            "more arithmetic",
        ),
        (
            t("equal", PRIOR, t("fold", PRIOR, steps=1000, kind="posterior", cumulative=True)),
            EXAMPLE_3,
            "more arithmetic",
        ),
        (t("greater", t("causal_entropy", PRIOR), n("0")), chain(16, 2), "more than 100000 trajectories"),
    ],
)
def test_limits_end_in_a_reason(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, relation: Json, model: Document, reason: str
) -> None:
    monkeypatch.setattr(checker.Work.__init__, "__defaults__", (1_000_000,))
    started = time.monotonic()
    outcome = check(tmp_path, instance(relation, model, []))
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)
    assert time.monotonic() - started < 30


# Families


def orders(*rows: tuple[str, ...]) -> list[list[str]]:
    return [list(order) for row in rows for order in dict.fromkeys(itertools.permutations(row))]


GRID: Document = {
    "weights": ["1", "1/2", "0", "1/3"],
    "successors": {"0": [[]], "1": [["1"]], "2": orders(("1", "0"), ("1/2", "1/2"), ("1/3", "2/3"))},
    "policies": {
        "1": [["1"]],
        "2": orders(("1/2", "1/2"), ("1", "0"), ("1/3", "2/3")),
        "3": orders(("1/3", "1/3", "1/3"), ("1", "0", "0"), ("1/2", "1/2", "0"), ("1/2", "1/4", "1/4")),
    },
    "starts": {"1": [["1"]], "2": orders(("1/2", "1/2"), ("1/3", "2/3"))},
}
LITTLE: Document = {
    "weights": ["1", "0"],
    "successors": {"1": [["1"]], "2": orders(("1", "0"), ("1/2", "1/2"))},
    "policies": {"1": [["1"]], "2": orders(("1/2", "1/2"), ("1", "0"))},
    "starts": {"1": [["1"]], "2": orders(("1/2", "1/2"), ("1", "0"))},
}
Actions = list[list[int]]


def listed(actions: Actions, complexity: int, grid: Document, pairs: bool = False) -> tuple[int, int, int]:
    """Give the number of labelled models, of classes, and of all models in the classes."""
    read = checker.read_grid(grid, checker.Work())
    shape = checker.Shape(tuple(map(tuple, actions)), complexity, pairs)
    found = checker.list_representatives(shape, read, checker.Work())
    return checker.count_labelled(shape, read), len(found), sum(one.size for one in found)


@pytest.mark.parametrize(
    ("actions", "complexity", "classes", "labelled"),
    [
        ([[1]], 2, 4, 4),
        ([[2]], 3, 42, 80),
        ([[3]], 4, 140, 640),
        ([[2, 2]], 3, 369, 1_980),
        ([[2, 2]], 7, 2_667, 19_200),
        ([[1], [1]], 2, 16, 16),
        ([[2], [2]], 4, 1_116, 3_808),
        ([[2], [2, 2]], 3, 3_072, 22_771),
        ([[2, 2], [2]], 2, 184, 753),
        ([[2, 2], [2, 2]], 2, 1_867, 25_647),
        ([[2], [2], [2]], 2, 280, 673),
        ([[2], [2, 2], [2, 2]], 1, 134, 2_298),
        ([[2], [1, 2]], 3, 3_528, 10_115),
    ],
)
def test_counts_of_the_small_family(actions: Actions, complexity: int, classes: int, labelled: int) -> None:
    assert listed(actions, complexity, GRID) == (labelled, classes, labelled)


Labelled = tuple[tuple[str, ...], tuple[tuple[tuple[tuple[Any, ...], ...], ...], ...]]


def all_labelled(actions: Actions, complexity: int, grid: Document, pairs: bool) -> Iterable[Labelled]:
    """List every labelled model of a shape: a start row, and for every time the states' actions."""

    def states(count: int, later: int) -> list[tuple[tuple[Any, ...], ...]]:
        rows = [tuple(row) for row in grid["successors"][str(later)]] if later else [()]
        policies = grid["policies"][str(count)]
        choices = list(itertools.product(grid["weights"], rows))
        return [
            tuple((*choice, x, y) for choice, x, y in zip(chosen, first, second, strict=True))
            for first in policies
            for second in (policies if pairs else [[""] * count])
            for chosen in itertools.product(choices, repeat=count)
        ]

    def cost(start: list[str], layers: tuple[Any, ...]) -> int:
        result = int(len(set(start)) > 1)
        for state in itertools.chain(*layers):
            result += len({weight for weight, *_ in state} - {"1"})
            result += len({row for _, row, *_ in state if row and "1" not in row})
            result += (len({x for *_, x, _ in state}) > 1) + (len({y for *_, y in state}) > 1)
        return result

    laters = [len(row) for row in actions[1:]] + [0]
    layers = [
        itertools.product(*(states(n, later) for n in row))
        for row, later in zip(actions, laters, strict=True)
    ]
    for model in itertools.product(*layers):
        reached = all(
            any(action[1][place] != "0" for state in layer for action in state)
            for layer, later in zip(model, laters, strict=True)
            for place in range(later)
        )
        for start in grid["starts"][str(len(actions[0]))]:
            if reached and cost(start, model) <= complexity:
                yield tuple(start), model


def smallest_renaming(model: Labelled) -> Labelled:
    """Rename states in every possible way, sort actions, and take the smallest model."""
    start, layers = model
    permutations = [
        [
            p
            for p in itertools.permutations(range(len(layer)))
            if all(len(layer[i]) == len(layer[p[i]]) for i in p)
        ]
        for layer in layers
    ]
    results = []
    for chosen in itertools.product(*permutations):
        renamed = [
            tuple(
                tuple(
                    sorted(
                        (w, tuple(row[i] for i in after) if row else (), *rest)
                        for w, row, *rest in layer[place]
                    )
                )
                for place in order
            )
            for layer, order, after in zip(layers, chosen, [*chosen[1:], ()], strict=True)
        ]
        results.append((tuple(start[i] for i in chosen[0]), tuple(renamed)))
    return min(results)


@pytest.mark.parametrize(
    ("actions", "complexity", "pairs"),
    [
        ([[2]], 3, True),
        ([[2, 1]], 3, False),
        ([[2, 2]], 3, False),
        ([[1], [2, 2]], 4, False),
        ([[1], [2, 1]], 3, True),
        ([[2], [1, 1]], 2, True),
        ([[1, 1], [1, 1]], 5, False),
        ([[1, 1], [1, 2]], 2, False),
        ([[2, 1], [1, 1]], 3, False),
        ([[1], [1, 1], [1, 1]], 3, False),
        ([[1, 1], [1, 1], [2]], 0, False),
    ],
)
def test_counts_against_brute_force(actions: Actions, complexity: int, pairs: bool) -> None:
    every = list(all_labelled(actions, complexity, LITTLE, pairs))
    assert len(set(every)) == len(every)
    classes = {smallest_renaming(model) for model in every}
    assert listed(actions, complexity, LITTLE, pairs) == (len(every), len(classes), len(every))


def family(
    relation: Json, counts: dict[str, int], *given: Json, actions: Actions, complexity: int
) -> Document:
    labelled, classes, _ = listed(actions, complexity, GRID)
    shape = {"actions": actions, "complexity": complexity, "pairs": False, "representatives": classes}
    shapes = [{**shape, "labelled": labelled, **counts}]
    content = {"name": "small", "grid": GRID, "shapes": shapes}
    verdict = "holds" if counts["checked"] else "vacuous"
    return certificate("family", verdict, relation, {"every": "small"}, *given, family=content, **counts)


CONDITIONED = t("conditioned_trajectories", PRIOR, given_start=False)
SAMPLED = family(AGREE, {"checked": 369, "undefined": 0}, t("deterministic"), actions=[[2, 2]], complexity=3)
FEW = family(
    t("equal", t("rejection", PRIOR, successes=1), CONDITIONED),
    {"checked": 8, "undefined": 1},
    actions=[[2]],
    complexity=1,
)
NONE = family(
    AGREE, {"checked": 0, "undefined": 0}, t("horizon_at_least", decisions=2), actions=[[3]], complexity=1
)
PRIORS_OF_FIGURE_4 = certificate(
    "family",
    "holds",
    t(
        "iff",
        t("both", t("policy_stable", PRIOR, lookahead=1), t("policy_stable", PRIOR, lookahead=2)),
        t("greater", at(PRIOR, 3, "s2'", "good"), n("1/2")),
    ),
    {"policies": figure_4("1", "0")},
    t("greater", at(PRIOR, 1, "s0", "up"), n("0")),
    family={"policies": {key: GRID["policies"][key] for key in "12"}, "count": 25},
    checked=20,
    undefined=0,
)


@pytest.mark.parametrize(
    ("document", "remark", "remark_of_all"),
    [
        (
            SAMPLED,
            "a sample of 60 of 369 models of 1 shape was recomputed",
            "each of 369 models of 1 shape was recomputed",
        ),
        (FEW, "each of 9 models of 1 shape was recomputed", "each of 9 models of 1 shape was recomputed"),
        (NONE, "each of 13 models of 1 shape was recomputed", "each of 13 models of 1 shape was recomputed"),
        (PRIORS_OF_FIGURE_4, "each of 25 priors was recomputed", "each of 25 priors was recomputed"),
    ],
)
def test_families(tmp_path: pathlib.Path, document: Document, remark: str, remark_of_all: str) -> None:
    outcome = check(tmp_path, document)
    assert (outcome.outcome, outcome.reason, outcome.remark) == ("valid", None, remark)
    outcome = check(tmp_path, document, everything=True)
    assert (outcome.outcome, outcome.reason, outcome.remark) == ("valid", None, remark_of_all)


def test_what_a_sample_cannot_see_all_models_show(tmp_path: pathlib.Path) -> None:
    document = replace(SAMPLED, "family", "shapes", 0, "checked", by=368)
    document = replace(document, "checked", by=368)
    assert check(tmp_path, document).outcome == "valid"
    assert "checked 368" in str(check(tmp_path, document, everything=True).reason)


SHAPE = ("family", "shapes", 0)


def repeated(document: Document) -> Document:
    return replace(document, "family", "shapes", by=document["family"]["shapes"] * 2)


def grid(key: str, by: Json) -> Document:
    return replace(FEW, "family", "grid", key, by=by)


REFUSED_FAMILIES: dict[str, tuple[Document, str]] = {
    "labelled": (replace(FEW, *SHAPE, "labelled", by=21), "labelled is 21, but there are"),
    "representatives": (replace(FEW, *SHAPE, "representatives", by=11), "representatives is 11, but"),
    "checked": (replace(FEW, "checked", by=7), "not the sum over the shapes"),
    "undefined": (replace(FEW, "undefined", by=3), "not the sum over the shapes"),
    "checked of shape": (replace(replace(FEW, *SHAPE, "checked", by=7), "checked", by=7), "has checked 7"),
    "too many decided": (
        replace(replace(SAMPLED, *SHAPE, "undefined", by=369), "undefined", by=369),
        "has checked 369 and undefined 369",
    ),
    "false": (replace(FEW, "relation", by=t("finite_rewards")), "is false in model"),
    "vacuous": (replace(FEW, "verdict", by="vacuous"), "exactly if checked is 0"),
    "holds": (replace(NONE, "verdict", by="holds"), "exactly if checked is 0"),
    "name": (replace(FEW, "family", "name", by="large"), "not the family of the domain"),
    "domain": (replace(FEW, "domain", by={"model": HALF}), "cannot have the domain model"),
    "names": (
        replace(FEW, "relation", by=t("finite", at(PRIOR, 1, "s", "a"))),
        "models of a family have no names",
    ),
    "pairs": (replace(FEW, "relation", by=t("equal", PRIOR, t("second_policy"))), "without a second policy"),
    "shape twice": (repeated(FEW), "shape twice"),
    "shape": (replace(FEW, *SHAPE, "pairs", by=0), "pairs is not true or false"),
    "actions": (replace(FEW, *SHAPE, "actions", by=[]), "actions is empty"),
    "no states": (replace(FEW, *SHAPE, "actions", by=[[]]), "time without states"),
    "many actions": (replace(FEW, *SHAPE, "actions", by=[[6]]), "from 1 to 5"),
    "many states": (replace(FEW, *SHAPE, "actions", by=[[1] * 6]), "the limit is 5"),
    "no rows": (replace(FEW, *SHAPE, "actions", by=[[4]]), "no rows for this shape"),
    "weights": (grid("weights", ["1", "1"]), "a weight twice"),
    "weight": (grid("weights", ["1", "2"]), "not in [0, 1]"),
    "empty row": (grid("successors", {"0": []}), "one empty row"),
    "row sum": (grid("policies", {"2": [["1/2", "1/3"]]}), "does not sum to 1"),
    "row twice": (grid("policies", {"1": [["1"], ["1"]]}), "a row twice"),
    "row orders": (grid("policies", {"2": [["1/3", "2/3"]]}), "without all its orders"),
    "row length": (grid("policies", {"2": [["1"]]}), "1 entries, not 2"),
    "row key": (grid("policies", {"02": [["1", "0"]]}), "not a number from 0"),
    "count": (replace(PRIORS_OF_FIGURE_4, "family", "count", by=26), "there are 25 priors"),
    "priors": (replace(PRIORS_OF_FIGURE_4, "checked", by=19), "has checked 19"),
    "prior false": (
        replace(PRIORS_OF_FIGURE_4, "relation", by=t("policy_stable", PRIOR, lookahead=2)),
        "is false in model",
    ),
    "no rows of priors": (
        replace(PRIORS_OF_FIGURE_4, "family", "policies", by={"1": [["1"]]}),
        "no rows for some number",
    ),
}


@pytest.mark.parametrize("name", REFUSED_FAMILIES)
def test_refused_families(tmp_path: pathlib.Path, name: str) -> None:
    document, reason = REFUSED_FAMILIES[name]
    outcome = check(tmp_path, document)
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)


def test_large_families_end_in_a_reason(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker.Work.__init__, "__defaults__", (2_000_000,))
    large = replace(FEW, *SHAPE, "actions", by=[[3, 3], [2, 2], [2, 2]])
    large = replace(large, *SHAPE, "complexity", by=1_000)
    read = checker.read_grid(GRID, checker.Work())
    large = replace(large, *SHAPE, "labelled", by=10**17)
    assert "labelled models" in str(check(tmp_path, large).reason)
    shape = checker.Shape(((2, 2), (2, 2)), 8, False)
    large = replace(FEW, *SHAPE, "actions", by=[[2, 2], [2, 2]])
    large = replace(large, *SHAPE, "complexity", by=8)
    large = replace(large, *SHAPE, "labelled", by=checker.count_labelled(shape, read))
    assert "more arithmetic" in str(check(tmp_path, large).reason)


# Files and the program


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    for name, document in [
        ("a", REFUTED),
        ("b", HELD),
        ("c", {**HELD, "claim": "another"}),
        ("d", UNDECIDED),
    ]:
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a certificate", encoding="utf-8")
    return tmp_path


def test_folders(folder: pathlib.Path) -> None:
    outcomes = checker.check_paths([folder, folder / "a.json"])
    assert [outcome.outcome for outcome in outcomes] == ["valid", "valid", "invalid", "holey", "valid"]
    assert outcomes[2].reason == "source is not the hash of claim, reading, relation, given and domain."


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["a.json"], 0),
        (["a.json", "b.json"], 0),
        (["."], 1),
        (["d.json"], 1),
        (["x.json"], 2),
        (["empty"], 2),
    ],
)
def test_exit_status(
    folder: pathlib.Path, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    assert checker.main([str(folder / argument) for argument in arguments]) == status
    assert ("no " in capsys.readouterr().err) == (status == 2)


@pytest.mark.parametrize("arguments", [[], ["--unknown"]])
def test_usage_errors(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        checker.main(arguments)
    assert stopped.value.code == 2


def test_unreadable_files_are_reported(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "e.json").mkdir()
    assert checker.check_file(folder / "e.json").reason == "The path is not a file."

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pathlib.Path, "open", fail)
    outcome = checker.check_file(folder / "a.json")
    assert (outcome.outcome, outcome.reason) == ("invalid", "The file cannot be read: Permission denied.")


def test_runs_alone(folder: pathlib.Path) -> None:
    script = pathlib.Path(checker.__file__).resolve()
    command = [sys.executable, "-I", "-S", str(script)]
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    run = subprocess.run(
        [*command, "--json", "--all", str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "")
    files = json.loads(run.stdout)["files"]
    assert [set(file) for file in files] == [{"path", "outcome", "reason", "remark"}] * 4
    assert [file["outcome"] for file in files] == ["valid", "valid", "invalid", "holey"]
    run = subprocess.run(
        [*command, str(folder / "a.json")], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.endswith("a.json: valid\n"), run.stderr) == (0, True, "")


def test_imports_only_the_standard_library() -> None:
    tree = ast.parse(pathlib.Path(checker.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in imports
        for alias in node.names
    ]
    assert {str(name).split(".")[0] for name in names} <= sys.stdlib_module_names
    assert not [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
