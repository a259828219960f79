"""Where everything in a drawing is: columns from left to right, rows from top to bottom.

Positions count cells of a terminal: x its columns, y its rows.  Every branch has a row of its own beside its
state, and what is written about it stands there; only arrows are between that and the next column.  So no
label is met by another label or by an arrow.  Rows of branches are even.  A state stands in the middle of its
branches, but one row lower where an arrow to another state comes in at its left in the same row.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from typing import NamedTuple

from coherence_exact.mdp.policy import Point
from coherence_exact.report.drawing.graph import Action, Branch, Graph, Node

_FAN = 4
_SWEEPS = 6
_BETWEEN_STATES = 4


class PlacedBranch(NamedTuple):
    """A branch in its row."""

    branch: Branch
    row: int


class PlacedAction(NamedTuple):
    """An action in its row, which is the middle one of its branches."""

    action: Action
    row: int
    branches: tuple[PlacedBranch, ...]


class PlacedNode(NamedTuple):
    """A decision point in its row."""

    node: Node
    row: int
    actions: tuple[PlacedAction, ...]


class Column(NamedTuple):
    """The decision points of one time, and the x of all that is in the same place for each of them.

    States are from ``left`` to ``right``, actions are written from ``actions`` to ``actions_end``, where the
    split ones have their knot, branches from ``branches`` to ``branches_end``; arrows go from there to
    ``next_left``.  Tracks are the x of upright lines between, for each target that needs one.
    """

    nodes: tuple[PlacedNode, ...]
    left: int
    right: int
    actions: int
    actions_end: int
    branches: int
    branches_end: int
    next_left: int
    tracks: dict[Point, int]


class Layout(NamedTuple):
    """A drawing: its columns, and how wide and high it is."""

    graph: Graph
    columns: tuple[Column, ...]
    width: int
    height: int
    rows: dict[Point, int]


def layout_of(graph: Graph, spread: float = 0) -> Layout:
    """Place a graph.

    ``spread``: how many columns the arrows between two times get for each row that they climb, and for twelve
    rows more; at the least they get as many as their upright lines need.
    """
    ordered = _ordered(graph)
    placed = _placed(ordered)
    rows = {placed_node.node.point: placed_node.row for nodes in placed for placed_node in nodes}
    columns: list[Column] = []
    left = 3 + max((node.start.width + 2 for node in ordered[0] if node.start), default=0)
    for nodes in placed:
        columns.append(_column(nodes, left, rows, spread))
        left = columns[-1].next_left
    last = columns[-1]
    ends = [b.branch.label for n in last.nodes for a in n.actions for b in a.branches]
    width = last.next_left + 1 + max(label.width for label in ends if label is not None)
    height = max(b.row for nodes in placed for n in nodes for a in n.actions for b in a.branches)
    return Layout(graph, tuple(columns), width, max(height, *rows.values()) + 1, rows)


# The order in each column


def _ordered(graph: Graph) -> list[list[Node]]:
    """The columns in the order with the fewest crossings that a few sweeps find."""
    order = [list(column) for column in graph.columns]
    best, fewest = order, _crossings(order)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        order = _swept(order, forward=sweep % 2 == 0)
        count = _crossings(order)
        if count < fewest:
            best, fewest = order, count
    positions = {node.point: index for column in best for index, node in enumerate(column)}
    return [[_with_branches_sorted(node, positions) for node in column] for column in best]


def _swept(order: list[list[Node]], forward: bool) -> list[list[Node]]:
    """Each column sorted by the mean position of its neighbours in the one before it or after it."""
    order = [list(column) for column in order]
    for index in range(1, len(order)) if forward else range(len(order) - 2, -1, -1):
        met: dict[Point, list[int]] = {node.point: [] for node in order[index]}
        if forward:
            for position, (_, target) in enumerate(_arrows(order, index - 1)):
                met[target].append(position)
        else:
            positions = {node.point: position for position, node in enumerate(order[index + 1])}
            for source, target in _arrows(order, index):
                met[source].append(positions[target])
        means = {point: sum(found) / len(found) for point, found in met.items()}
        order[index] = sorted(order[index], key=_mean_in(means))
    return order


def _mean_in(means: dict[Point, float]) -> Callable[[Node], float]:
    return lambda node: means[node.point]


def _arrows(order: list[list[Node]], index: int) -> list[tuple[Point, Point]]:
    """The arrows out of a column, from top to bottom."""
    positions = {node.point: position for position, node in enumerate(order[index + 1])}
    return [
        (node.point, target)
        for node in order[index]
        for action in node.actions
        for target in sorted((b.target for b in action.branches if b.target), key=positions.__getitem__)
    ]


def _crossings(order: list[list[Node]]) -> int:
    """How many pairs of arrows cross."""
    count = 0
    for index, column in enumerate(order[1:]):
        positions = {node.point: position for position, node in enumerate(column)}
        above: list[int] = []
        for _, target in _arrows(order, index):
            count += len(above) - bisect_right(above, positions[target])
            insort(above, positions[target])
    return count


def _with_branches_sorted(node: Node, positions: dict[Point, int]) -> Node:
    def position(branch: Branch) -> int:
        return positions[branch.target] if branch.target else 0

    actions = (a._replace(branches=tuple(sorted(a.branches, key=position))) for a in node.actions)
    return node._replace(actions=tuple(actions))


# Rows


def _placed(order: list[list[Node]]) -> list[tuple[PlacedNode, ...]]:
    """The columns with their rows, the last one first: each state as near to its successors as may be."""
    columns: list[tuple[PlacedNode, ...]] = []
    rows: dict[Point, int] = {}
    for column in reversed(order):
        heights = [2 * sum(len(action.branches) for action in node.actions) for node in column]
        wanted = [_wanted_top(node, height, rows) for node, height in zip(column, heights, strict=True)]
        tops = _apart(wanted, heights)
        nodes = tuple(_in_rows(node, top) for node, top in zip(column, tops, strict=True))
        rows.update((placed.node.point, placed.row) for placed in nodes)
        columns.insert(0, nodes)
    lowest = min(b.row for nodes in columns for n in nodes for a in n.actions for b in a.branches)
    moved = [tuple(_lowered(placed, -lowest) for placed in nodes) for nodes in columns]
    return [
        tuple(_out_of_the_way(placed, moved[index - 1] if index else ()) for placed in nodes)
        for index, nodes in enumerate(moved)
    ]


def _wanted_top(node: Node, height: int, rows: dict[Point, int]) -> float | None:
    targets = [rows[b.target] for action in node.actions for b in action.branches if b.target]
    return sum(targets) / len(targets) - (height - 2) / 2 if targets else None


def _apart(wanted: Sequence[float | None], heights: Sequence[int]) -> list[int]:
    """The tops nearest to the wanted ones, in the sum of squares, at which no two blocks meet.

    They are those of an isotonic regression: blocks that would meet are joined, and take the mean.
    """
    offsets = [sum(heights[:index]) + (_BETWEEN_STATES - 2) * index for index in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for top, offset in zip(wanted, offsets, strict=True):
        mean, count = 0.0 if top is None else top - offset, 1
        while pools and pools[-1][0] > mean:
            above, number = pools.pop()
            mean, count = (above * number + mean * count) / (number + count), number + count
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    return [2 * round(mean / 2) + offset for mean, offset in zip(means, offsets, strict=True)]


def _in_rows(node: Node, top: int) -> PlacedNode:
    actions = []
    row = top
    for action in node.actions:
        branches = tuple(PlacedBranch(b, row + 2 * index) for index, b in enumerate(action.branches))
        actions.append(PlacedAction(action, (branches[0].row + branches[-1].row) // 2, branches))
        row = branches[-1].row + 2
    return PlacedNode(node, (actions[0].row + actions[-1].row) // 2, tuple(actions))


def _lowered(placed: PlacedNode, by: int) -> PlacedNode:
    actions = tuple(
        PlacedAction(a.action, a.row + by, tuple(PlacedBranch(b.branch, b.row + by) for b in a.branches))
        for a in placed.actions
    )
    return PlacedNode(placed.node, placed.row + by, actions)


def _out_of_the_way(placed: PlacedNode, before: Sequence[PlacedNode]) -> PlacedNode:
    """The state one row lower if the arrow at its left in the same row goes to another one."""
    met = (
        branch.branch.target
        for other in before
        for action in other.actions
        for branch in action.branches
        if branch.row == placed.row
    )
    return placed._replace(row=placed.row + any(target != placed.node.point for target in met))


# Columns


def _column(nodes: tuple[PlacedNode, ...], left: int, rows: dict[Point, int], spread: float) -> Column:
    right = left + 2 + max(placed.node.label.width + 2 * placed.node.is_dead for placed in nodes)
    all_actions = [a for placed in nodes for a in placed.actions]
    actions = right + _FAN
    actions_end = actions + 2 + max(a.action.label.width for a in all_actions)
    split = [b.branch.label for a in all_actions if a.action.is_split for b in a.branches]
    branches = actions_end + _FAN if split else actions_end
    branches_end = branches + 1 + max((label.width for label in split if label), default=-1)
    arrows = [(b.row, b.branch.target) for a in all_actions for b in a.branches if b.branch.target]
    tracks = _tracks(arrows, rows)
    climbed = max((abs(row - rows[target]) for row, target in arrows), default=0)
    channel = max(2 * len(tracks) + 2, 3, round(spread * (climbed + 12)))
    places = {target: branches_end + 1 + 2 * index for index, target in enumerate(tracks)}
    return Column(
        nodes, left, right, actions, actions_end, branches, branches_end, branches_end + channel, places
    )


def _tracks(arrows: Sequence[tuple[int, Point]], rows: dict[Point, int]) -> list[Point]:
    """The targets whose arrows are not one straight line, in an order in which few of their lines cross."""
    reached: dict[Point, list[int]] = {}
    for row, target in arrows:
        reached.setdefault(target, []).append(row)
    order = [target for target, found in reached.items() if found != [rows[target]]]
    spans = {t: (min(*reached[t], rows[t]), max(*reached[t], rows[t])) for t in order}

    def crossings(first: Point, second: Point) -> int:
        """How often the lines of two targets cross, the first of which has its track at the left."""
        low, high = spans[first]
        above, below = spans[second]
        return sum(low < row < high for row in reached[second]) + (above < rows[first] < below)

    for last in range(len(order), 1, -1):
        for index in range(1, last):
            if crossings(order[index], order[index - 1]) < crossings(order[index - 1], order[index]):
                order[index - 1], order[index] = order[index], order[index - 1]
    return order
