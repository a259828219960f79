"""The words of ``coq/Core.v``, which are those of ``coq/Partial.v``, too."""

from __future__ import annotations

from coherence_exact.errors import ClaimError
from coherence_exact.formal.meanings import Kind
from coherence_exact.language.sorts import Space


class UnprintableError(ClaimError):
    """A term of which Coq's language has no counterpart here."""


INDICES = {
    Space.SCALAR: (),
    Space.POINTS: ("n", "s"),
    Space.CHOICES: ("n", "s", "a"),
    Space.TRANSITIONS: ("n", "s", "a", "s'"),
    Space.TRAJECTORIES: ("n", "s", "a", "rest"),
    Space.PAIRS: ("n", "s", "a", "b"),
}
"""The names of the indices of tables over each space."""

LISTS = {
    (Space.CHOICES, Space.POINTS): ("acts M n s", ("a",)),
    (Space.TRANSITIONS, Space.POINTS): ("transitions_at M n s", ("a", "s'")),
    (Space.TRAJECTORIES, Space.POINTS): ("trajectories_at M n s", ("a", "rest")),
    (Space.PAIRS, Space.POINTS): ("pairs_at M n s", ("a", "b")),
    (Space.TRANSITIONS, Space.CHOICES): ("succ M n s a", ("s'",)),
    (Space.TRAJECTORIES, Space.CHOICES): ("rests M n s a", ("rest",)),
    **{
        (space, Space.SCALAR): (f"all_{space.value} M", indices)
        for space, indices in INDICES.items()
        if indices
    },
}
"""For each reduction the list that it runs over, and the indices that it binds."""

DATA = {
    "prior": (Space.CHOICES, Kind.NUMBER, "prior M"),
    "second_policy": (Space.CHOICES, Kind.NUMBER, "second_policy M"),
    "weight": (Space.CHOICES, Kind.NUMBER, "weight M"),
    "dynamics": (Space.TRANSITIONS, Kind.NUMBER, "dynamics M"),
    "start": (Space.POINTS, Kind.NUMBER, "start M"),
    "time": (Space.POINTS, Kind.COUNT, "time M"),
    "horizon": (Space.SCALAR, Kind.COUNT, "horizon M"),
    "infinity": (Space.SCALAR, Kind.EXTENDED, "Infinite"),
    "chance": (Space.TRAJECTORIES, Kind.NUMBER, "chance M"),
}
"""For each operation that is data its space, the kind of its entries, and the whole table."""

ARITHMETIC = ("+", "-", "*", "/")
_INDEX_NAMES = ("n", "s", "a", "b", "rest", "K", "M", "L")
_NAMES_OF_CORE = (
    "sum max min every some count share next into product tail along end_of chance back forth repeat last "
    "start time horizon weight prior second_policy dynamics acts succ initial power log one zero plus times "
    "minus opposite quotient inverse less equals valid choose entry keep_where"
)
_KEYWORDS = (
    "Prop Set Type as at by else end exists fix for forall fun if in let match mod of then using where with"
)
RESERVED = frozenset([*_INDEX_NAMES, *_NAMES_OF_CORE.split(), *_KEYWORDS.split()])
"""What a variable is not called in Coq."""


def renamed(name: str) -> str:
    """A variable's name in Coq."""
    return f"{name}_" if name in RESERVED else name
