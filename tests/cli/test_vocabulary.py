"""``vocabulary``: every definition, of the field and of the papers, and the core."""

from __future__ import annotations

from coherence_exact import papers
from coherence_exact.language import core

from tests.cli.conftest import Printed, Shown


def test_every_definition_is_listed_by_module(data: Printed, text: Shown) -> None:
    listed = data("vocabulary")["definitions"]
    modules = list(dict.fromkeys(each["module"] for each in listed))
    assert modules[0].startswith("coherence_exact.definitions.")
    for name in papers.NAMES:
        assert any(module.startswith(f"coherence_exact.papers.{name}.") for module in modules)
    assert set(listed[0]) == {
        *("name", "module", "signature", "parameters", "sort", "notation", "formula", "doc", "uses", "python")
    }
    shown = text("vocabulary")
    assert "\ndefinitions.conditioning\n" in shown
    assert "\n  retrain  G^k(π)\n" in shown
    assert all(f"  {each['name']}  " in shown for each in listed)


def test_one_definition(data: Printed, text: Shown) -> None:
    [found] = data("vocabulary", "retrain")["definitions"]
    assert found["signature"] == "retrain(policy: policy, steps: number = 1) -> policy"
    assert found["uses"] == ["goal_condition"]
    lines = text("vocabulary", "retrain").splitlines()
    assert lines[0] == found["signature"]
    assert any(line.startswith("formula ") and line.endswith(found["formula"]) for line in lines)
    assert any(line.startswith("in Python ") and line.endswith(found["python"]) for line in lines)


def test_the_core(data: Printed, text: Shown) -> None:
    listed = data("vocabulary", "core")["operations"]
    assert {name for name in core.__all__ if name not in ("Over", "Value")} <= {
        each["name"] for each in listed
    }
    assert "  back(equation)\n      Backward induction: " in text("vocabulary", "core")


def test_one_operation(data: Printed, text: Shown) -> None:
    found = data("vocabulary", "dynamics")
    assert found["definitions"] == []
    assert found["operations"][0]["name"] == "dynamics"
    assert text("vocabulary", "dynamics").startswith("dynamics\n\nτ(s'|s, a)")
