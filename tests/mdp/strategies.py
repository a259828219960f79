"""Random models and odd names, for tests that ask whether what is written is read back."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.mdp.model import Choice, Model
from hypothesis import strategies as st

ODD_NAMES = (
    "∅",
    "s.1",
    "to",
    "prior",
    'the "best"',
    "it's",
    "back\\slash",
    "two\nlines",
    "carriage\r\nreturn",
    "tab\t",
    "NUL\x00",
    "delete\x7f",
    "next line\x85",
    " spaces ",
    "#",
    "[x]",
    "=",
    "0",
    "-",
    "é and é",
    "👩‍🔬",
    "\ufeff",
    "\u2028",
    "right\u202eleft",
)

names = st.one_of(
    st.sampled_from(ODD_NAMES),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
)

weights = st.fractions(min_value=0, max_value=1, max_denominator=1000)


@st.composite
def distributions(draw: st.DrawFn, keys: list[str]) -> dict[str, Fraction]:
    """A distribution over some of the keys, zeros allowed."""
    support = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    parts = draw(st.lists(st.integers(0, 9), min_size=len(support), max_size=len(support)))
    if sum(parts) == 0:
        parts[0] = 1
    return {key: Fraction(part, sum(parts)) for key, part in zip(support, parts, strict=True)}


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A model with recurring states, states that cannot be reached, and priors with zeros."""
    states = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    described = {
        state: {
            action: Choice(draw(weights), draw(distributions(states)))
            for action in draw(st.lists(names, min_size=1, max_size=3, unique=True))
        }
        for state in states
    }
    informed = draw(st.lists(st.sampled_from(states), unique=True))
    return Model(
        draw(st.one_of(st.just(""), names)),
        draw(st.integers(1, 4)),
        draw(distributions(states)),
        described,
        {state: draw(distributions(list(described[state]))) for state in informed},
    )
