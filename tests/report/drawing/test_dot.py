"""Drawings in DOT: read back by the language's grammar, and by Graphviz itself."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from coherence_exact import Model, ModelBuilder, retrain, temperature
from coherence_exact.exact.rationals import printable
from coherence_exact.report.drawing import dot
from coherence_exact.report.numbers import exact_text
from hypothesis import given

from tests.mdp.strategies import models as oddly_named_models
from tests.models import example, models

NAME = r"[A-Za-z_][A-Za-z_0-9]*"
STRING = r'"(?:[^"\\]|\\.)*"'
ATTRIBUTE = rf"{NAME}=(?:{NAME}|{STRING}|[0-9.]+)"
STATEMENT = re.compile(rf"  ({NAME})(?: -> ({NAME}))?(?: \[({ATTRIBUTE}(?:, {ATTRIBUTE})*)\])?;")
RANK = re.compile(rf"  \{{ rank=same;(?: {NAME};)+ \}}")


class Read(NamedTuple):
    """A node or an edge with its attributes."""

    source: str
    target: str | None
    attributes: dict[str, str]


def read(drawn: str) -> Iterator[Read]:
    first, *lines, last = drawn.rstrip("\n").split("\n")
    assert re.fullmatch(rf"digraph {STRING} \{{", first)
    assert last == "}"
    for line in lines:
        found = STATEMENT.fullmatch(line)
        assert found or RANK.fullmatch(line), line
        if found:
            pairs = re.findall(rf"({NAME})=({NAME}|{STRING}|[0-9.]+)", found[3] or "")
            yield Read(
                found[1],
                found[2],
                {key: said(value[1:-1] if value[0] == '"' else value) for key, value in pairs},
            )


def said(value: str) -> str:
    """What a label says, without its quotes."""
    text = re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)
    return html.unescape(text)


def arrows_in(drawn: str) -> Counter[tuple[str, str, str]]:
    """(from, label, to) for every arrow with a label; the inner points have no name."""
    found = list(read(drawn))
    names = {
        each.source: each.attributes["label"]
        for each in found
        if not each.target and "label" in each.attributes
    }
    return Counter(
        (names[each.source], each.attributes["label"], names[each.target])
        for each in found
        if each.target and "label" in each.attributes
    )


def arrows_of(model: Model) -> Counter[tuple[str, str, str]]:
    """The same from the model."""
    found: Counter[tuple[str, str, str]] = Counter()
    for decision in model.decisions:
        time, state = decision.point
        name = f"{printable(state)}\nt = {time}"
        for action, weight in decision.weights.items():
            label = f"{printable(action)}: {exact_text(model.prior[decision.point][action])}"
            if time < model.horizon and weight != 1:
                label += f", w {exact_text(weight)}"
            targets = [
                (f"{printable(s)}\nt = {t}", exact_text(p)) for (t, s), p in decision.successors[action]
            ]
            ends = targets or [(f"w {exact_text(weight)}", "")]
            found[name, label, "" if len(ends) > 1 else ends[0][0]] += 1
            if len(ends) > 1:
                found.update(("", probability, target) for target, probability in ends)
    return found


@given(models(max_horizon=3, most_trajectories=60))
def test_the_arrows_are_those_of_the_model(model: Model) -> None:
    assert arrows_in(dot(model)) == arrows_of(model)


@given(oddly_named_models())
def test_odd_names_are_read_back(model: Model) -> None:
    assert sum(arrows_in(dot(model)).values()) == sum(arrows_of(model).values())
    labels = {each.attributes["label"] for each in read(dot(model)) if "label" in each.attributes}
    assert {f"{printable(state)}\nt = {time}" for time, state in model.points} <= labels


def test_a_lost_arrow_would_be_seen() -> None:
    drawn = dot(example("example_3"))
    lost = "\n".join(line for line in drawn.split("\n") if 'label="3/4"' not in line)
    assert arrows_in(lost) != arrows_of(example("example_3"))


@pytest.mark.parametrize("forged", ['label="a"b"', "label=a b", 'label="\\"'])
def test_what_is_not_dot_would_be_seen(forged: str) -> None:
    with pytest.raises(AssertionError):
        list(read(dot(example("example_3")).replace('label="3/4"', forged)))


@pytest.mark.parametrize(("steps", "dashed"), [(2, 2), (1, 0)])
def test_what_differs_is_dashed(steps: int, dashed: int) -> None:
    model = example("example_3")
    drawn = dot(model, retrain(model, model.prior, steps), temperature(model, model.prior, steps))
    assert sum(each.attributes.get("style") == "dashed" for each in read(drawn)) == dashed


ODD = (
    ModelBuilder(r"odd \N names", horizon=2, start={'"q"\\': "1/3", "∅ -> {x}": "2/3"})
    .action('"q"\\', "two\nlines &lt;", to={'"q"\\': "1/2", "∅ -> {x}": "1/2"}, success="1/2")
    .action("∅ -> {x}", "]; //", to='"q"\\')
    .build()
)


@pytest.mark.needs("dot")
@pytest.mark.parametrize(
    "model", [example("example_3"), example("grid_3x3"), ODD], ids=lambda model: model.name
)
def test_graphviz_reads_the_same(model: Model) -> None:
    drawn = dot(model)
    shown = subprocess.run(
        ["dot", "-Tdot_json"], input=drawn, capture_output=True, check=True, text=True
    ).stdout
    graph = json.loads(shown)
    names = {node["_gvid"]: said(node.get("label", "")) for node in graph["objects"]}
    edges = (edge for edge in graph["edges"] if edge.get("label"))
    assert arrows_of(model) == Counter(
        (names[edge["tail"]], said(edge["label"]), names[edge["head"]]) for edge in edges
    )
