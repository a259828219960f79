"""Models and counterexamples in a few lines, as a person can redo them by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.language.notation import as_formula
from coherence_exact.mdp.policy import Policy, Row
from coherence_exact.report.data import PLACE, place_names
from coherence_exact.report.drawing.graph import graph_of
from coherence_exact.report.drawing.write_text import text_of
from coherence_exact.report.numbers import exact_and_decimal, exact_text

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Choice, Model
    from coherence_exact.verify.explain import Counterexample

_TALLEST = 40
"""Lines of a drawing of a counterexample."""

_POLICIES = ("the prior", "the second policy")


def model_lines(model: Model) -> list[str]:
    """A model in a few lines: horizon and start, then each state with its actions."""
    start = ", ".join(f"{state} {exact_text(p)}" for state, p in model.start.items() if p != 0)
    lines = [f"T = {model.horizon}, start {start}" if len(model.start) > 1 else f"T = {model.horizon}"]
    for state in dict.fromkeys(state for _, state in model.points):
        row = next(row for (_, s), row in model.prior.items() if s == state)
        last = all(time == model.horizon for time, s in model.points if s == state)
        actions = (_action(name, choice, row, last) for name, choice in model.states[state].items())
        lines.append(f"{state}: " + "; ".join(actions))
    return lines


def _action(name: str, choice: Choice, prior: Row, last: bool) -> str:
    text = f"{name} (p {exact_text(prior[name])}, w {exact_text(choice.weight)})"
    if last:
        return text
    successors = [(state, p) for state, p in choice.successors.items() if p != 0]
    if len(successors) == 1:
        return f"{text} → {successors[0][0]}"
    return f"{text} → " + ", ".join(f"{state} {exact_text(p)}" for state, p in successors)


def policy_line(policy: Policy) -> str:
    """A second policy on one line."""
    rows = (f"π'_{t}(·|{s}) = ({', '.join(map(exact_text, row.values()))})" for (t, s), row in policy.items())
    return "second policy: " + "; ".join(rows)


def described(found: Counterexample) -> list[str]:
    """The lines of a counterexample's model, and of its second policy if there is one."""
    second = [] if found.second_policy is None else [policy_line(found.second_policy)]
    return [*model_lines(found.model), *second]


def pictured(found: Counterexample, width: int = 80) -> list[str]:
    """The lines of a drawing of its model; those of :func:`described` where it does not fit."""
    second = found.second_policy
    try:
        graph = graph_of(found.model, None, second, () if second is None else _POLICIES)
    except ArgumentError:
        return described(found)
    lines = (text_of(graph, width) or "").split("\n")
    return lines if 1 < len(lines) <= _TALLEST else described(found)


def is_false(found: Counterexample) -> bool:
    """Whether the part that decides is false; it is true where the reading denies it."""
    return Evaluation(found.model, found.second_policy, accelerated=True).value(found.relation) is not True


def failure_lines(found: Counterexample) -> list[str]:
    """What fails, where, and both sides there."""
    verb = "fails" if is_false(found) else "true, which the reading denies"
    lines = [f"{verb}: {as_formula(found.relation)}"]
    if found.left is not None and found.right is not None:
        sides = " against ".join(map(exact_and_decimal, (found.left, found.right)))
        place = place_text(found.where, place_names(found.relation))
        lines.append(f"{place}: {sides}" if place else sides)
    return lines


def counterexample_lines(found: Counterexample, width: int = 80) -> list[str]:
    """A counterexample: its model, drawn if it fits, and what fails where."""
    return [*pictured(found, width), *failure_lines(found)]


def place_text(where: Any, names: Sequence[str] = PLACE) -> str:
    """What an element of a space is called, in words; nothing for the scalar.

    >>> place_text((1, "s", "a")), place_text(((1, "s", "a"), (2, "u", "b")))
    ('time 1, state s, action a', 'trajectory s a, u b')
    """
    if where is None:
        return ""
    if isinstance(where[0], tuple):
        return f"trajectory {', '.join(f'{state} {action}' for _, state, action in where)}"
    return ", ".join(f"{name} {x}" for name, x in zip(names, where, strict=False))
