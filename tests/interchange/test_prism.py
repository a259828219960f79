"""Models and policies in PRISM's language, as Storm's exact mode reads them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from coherence_exact import ModelBuilder, grid_world, optimal_success, retrain, success_probability
from coherence_exact.errors import ModelError
from coherence_exact.interchange.prism import prism_text
from coherence_exact.mdp.model import Model
from coherence_exact.papers.examples import files

from tests.models import example

LARGEST, OF_POLICY = 'Pmax=? [ F "success" ]', 'P=? [ F "success" ]'


@pytest.fixture
def storm(tmp_path: Path) -> Any:
    """The exact value that Storm finds for a property of a text."""
    stormpy = pytest.importorskip("stormpy")

    def value(text: str, wanted: str) -> Fraction:
        file = tmp_path / "model.prism"
        file.write_text(text, encoding="utf-8")
        program = stormpy.parse_prism_program(str(file))
        [wanted] = stormpy.parse_properties(wanted, program)
        built = stormpy.build_model[stormpy.Rational](program, [wanted])
        return Fraction(str(stormpy.model_checking(built, wanted).get_value(built.initial_states[0])))

    return value


def with_start(chances: dict[str, str]) -> Model:
    return (
        ModelBuilder("two starts", horizon=2, start=chances)
        .action("s", "a", to={"s": "1/3", "t": "2/3"}, success="3/4")
        .action("s", "b", to="t", success="1/2")
        .action("t", "a", to={"s": "1/2", "t": "1/2"})
        .action("t", "c\n// d", to={"t": 1, "unreached": 0}, success=0)
        .action("unreached", "a", to="unreached")
        .build()
    )


MODELS = {
    **{name: example(name) for name in files()},
    "two starts": with_start({"s": "1/4", "t": "3/4"}),
    "long numbers": with_start({"s": f"1/{10**30 + 7}", "t": f"{10**30 + 6}/{10**30 + 7}"}),
    "grid": grid_world(3, 3, horizon=6, slip="1/7"),
}


@pytest.mark.parametrize("name", MODELS)
def test_storm_finds_the_success_probabilities(storm: Any, name: str) -> None:
    model = MODELS[name]
    assert storm(prism_text(model), LARGEST) == optimal_success(model)
    for policy in (model.prior, retrain(model, model.prior, 2)):
        assert storm(prism_text(model, policy), OF_POLICY) == success_probability(model, policy)


def test_storm_finds_what_is_changed(storm: Any) -> None:
    """The comparison can fail: one number of the text changed is another value."""
    model = example("example_3")
    text = prism_text(model)
    assert text.count("1/3 : (state'=succeeded)") == 2
    changed = text.replace("1/3 : (state'=succeeded)", "2/3 : (state'=succeeded)")
    changed = changed.replace("2/3 : (state'=failed)", "1/3 : (state'=failed)")
    assert storm(changed, LARGEST) != optimal_success(model)


def test_names_cannot_leave_their_comments() -> None:
    text = prism_text(with_start({"t": "1"}))
    assert r'// a2_c_d is "c\n// d"' in text
    assert "[a2_c_d] state=1 & time<horizon -> 1 : (state'=failed)&(time'=horizon+1);" in text
    assert "unreached" not in text


def test_a_policy_that_does_not_change_takes_one_command() -> None:
    world = grid_world(2, 2, horizon=9)
    trained = retrain(world, world.prior, 1)
    assert prism_text(world, world.prior).count("state=3 & time>=3 & time<=8 ->") == 1
    assert prism_text(world, trained).count("state=2 & time=2 ->") == 1


def test_symbols_are_refused() -> None:
    symbol = sympy.Symbol("x", positive=True)
    model = ModelBuilder("symbols", horizon=1, start="s").action("s", "a", success=symbol).build()
    with pytest.raises(ModelError, match="substitute numbers first"):
        prism_text(model)
