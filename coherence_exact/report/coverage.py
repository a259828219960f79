"""What a verdict covers, in words: how far a family and a search went, and what nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coherence_exact.language.notation import as_formula
from coherence_exact.report.counterexamples import model_lines, place_text, policy_line
from coherence_exact.report.data import place_names
from coherence_exact.report.numbers import decimal_text, exact_text

if TYPE_CHECKING:
    from coherence_exact.verify.explain import Nearest
    from coherence_exact.verify.parameters import ForAllParameters
    from coherence_exact.verify.verdicts import Beyond, Coverage, Decision

_LONGEST_NUMBER = 24

FEW = 20
"""Fewer models than this say little."""


def coverage_lines(decision: Decision) -> Iterator[str]:
    """Which models of the family count, and which are not in it; a warning if few count."""
    coverage = decision.coverage
    if coverage is None:
        return
    counted = [f"{met:,} of {models:,} with T = {horizon}" for horizon, models, met in coverage.by_horizon]
    yield f"met the hypotheses: {', '.join(counted)}; not in the family: {_beyond(coverage)}"
    if decision.checked < FEW:
        yield (
            f"only {decision.checked} of {coverage.models:,} models met the hypotheses: "
            "that is little evidence"
        )


def _beyond(coverage: Coverage) -> str:
    times, states, actions = coverage.largest
    return f"T > {times}, more than {states} states at a time or {actions} actions of a state, other numbers"


def identity_text(found: ForAllParameters) -> str:
    """On which shape a reading is an identity."""
    dynamics = "every transition possible"
    if found.deterministic:
        how_many = "" if found.horizon is None else f" ({found.models} maps)"
        dynamics = f"any deterministic dynamics{how_many}"
    reach = (
        "every horizon and all positive parameters:"
        if found.horizon is None
        else f"all positive values of its {found.parameters} parameters: T = {found.horizon},"
    )
    start = "1 start state" if found.single_start else f"{found.states} start states"
    prior = "uniform prior" if found.uniform_prior else "any prior without a zero"
    return (
        f"proved for {reach} {found.states} states at a time, {found.actions} actions, {dynamics}, {start}, "
        f"{prior}"
    )


def search_text(beyond: Beyond, is_refuted: bool) -> str:
    """What a search beyond the family came to."""
    if beyond.problem is not None:
        return f"not searched further: {beyond.problem}"
    times, states, actions = beyond.largest
    reach = f"{beyond.models:,} random models up to T = {times}, {states} states at a time, {actions} actions"
    if is_refuted:
        return f"beyond the family, which has no counterexample, by a search of {reach}"
    if not beyond.met:
        return f"search: none of the {reach} met the hypotheses"
    met = "" if beyond.met == beyond.models else f", {beyond.met:,} of which met the hypotheses"
    return f"search: no counterexample in {reach}{met}{_margin(beyond.nearest)}"


_LARGEST_SHOWN = 4
"""Models with more lines than this are described by their size."""


def _margin(near: Nearest | None) -> str:
    if near is None:
        return "; the two sides never came near each other without being equal"
    place = place_text(near.where, place_names(near.relation))
    sides = f"{_short(near.left)} against {_short(near.right)}"
    where = f" at {place}" if place else ""
    formula = as_formula(near.relation)
    return f"; smallest margin {_short(near.margin)}: {formula}{where} is {sides}, {_model(near)}"


def _short(value: Any) -> str:
    exact = exact_text(value)
    return exact if len(exact) <= _LONGEST_NUMBER else decimal_text(value)


def _model(near: Nearest) -> str:
    lines = model_lines(near.model)
    if near.second_policy is not None:
        lines.append(policy_line(near.second_policy))
    if len(lines) > _LARGEST_SHOWN:
        return f"on a model with T = {near.model.horizon} and {len(near.model.points)} decision points"
    return f"on the model {' | '.join(lines)}"
