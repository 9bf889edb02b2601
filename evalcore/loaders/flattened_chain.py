"""The best path through a chain of columns, and how sure each of its cells is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log

from evalcore.loaders.flattened_cells import MAX_COST, Cells, close_up, words

MAX_WIDENED = 6000  # possible cells; wider columns are tried on tables up to this size
CERTAIN = 0.75  # share of paths that must agree
BLANK = {"target": 3.5, "actual": 3.5, "points": 3.5, "self_score": 3.5, "deviation_note": 0.1, "rule": 2.0}


def _follow(columns: Sequence[str], column: int, placeholder: bool) -> Iterator[tuple[int, float]]:
    """Columns that may come after one, with the weight of the cells left blank in between."""
    if column < 2:
        yield column + 1, 0.0
        if column == 1:
            yield 1, 2.0  # a level-2 name without any indicator
            yield 0, 2.0
        return
    skipped = 0.0
    for after in range(column + 1, len(columns)):
        yield after, skipped + (6.0 if placeholder else 0.0)
        skipped += 0.0 if placeholder else BLANK.get(columns[after], 3.5)
    for after in (2, 1, 0):
        yield after, skipped


@dataclass(frozen=True, slots=True)
class Chain:
    """A reading of the pieces: cells (start, end, column) in order, how sure each is, the weight of all."""

    path: list[tuple[int, int, int]]
    shares: dict[tuple[int, int, int], float]
    cost: float

    @property
    def doubtful(self) -> bool:
        return any(share < CERTAIN for share in self.shares.values())


def settle(cells: Cells, columns: Sequence[str], rounds: int = 4) -> Chain | None:
    """Decode, learn widths and repeated texts, decode again, until nothing changes."""
    chain = _decode(cells, columns)
    for _ in range(rounds):
        if chain is None:
            return None
        widths = _learn(cells, columns, chain)
        known = Counter((columns[column], cells.closed(start, end)) for start, end, column in chain.path)
        if widths == cells.widths and known == cells.known:
            return chain
        cells.widths, cells.known = widths, known
        chain = _decode(cells, columns)
    return chain


def widen(cells: Cells, columns: Sequence[str], chain: Chain) -> Chain:
    """Learning may stop at a column too narrow: wider ones are tried, the likeliest reading is kept."""
    if len(cells.possible()) > MAX_WIDENED:
        return chain
    for name in ("actual", "target", "level3"):
        start = (dict(cells.widths), cells.known)
        best = (chain, *start)
        wider = sorted({piece.width for piece in cells.pieces if piece.width > start[0].get(name, 3.0)})
        for limit in wider[:5]:
            cells.widths, cells.known = {**start[0], name: limit}, Counter()
            tried = settle(cells, columns, 2)
            if tried is not None and tried.cost < best[0].cost - 0.1:
                best = (tried, cells.widths, cells.known)
        chain, cells.widths, cells.known = best
        if not chain.doubtful:
            break
    return chain


def _decode(cells: Cells, columns: Sequence[str]) -> Chain | None:
    """The best chain and the share of all chains that hold each of its cells; None where no chain fits."""
    n, k = len(cells.pieces), len(columns)
    edges: list[list[tuple[int, int, float]]] = [[] for _ in range(n)]  # by start: (end, column, cost)
    for start, end, column in cells.possible():
        cost = cells.cost(start, end, columns[column])
        if cost < MAX_COST:
            edges[start].append((end, column, cost))
    hollow = [
        bool(words()["placeholder"]["row"].fullmatch(close_up(cells.pieces[at].text))) for at in range(n)
    ]
    # states: (position, column of the cell that ends there, it is a placeholder row)
    forward: list[dict[tuple[int, bool], float]] = [{} for _ in range(n + 1)]
    best: list[dict[tuple[int, bool], tuple[float, tuple[int, int, bool] | None]]] = [
        {} for _ in range(n + 1)
    ]
    entry = {0: 0.0}
    moves = {(c, p): dict(reversed([*_follow(columns, c, p)])) for c in range(k) for p in (False, True)}
    for start in range(n):
        for end, column, cost in edges[start]:
            state = (column, column == 2 and end == start + 1 and hollow[start])
            if start == 0:
                if column in entry:
                    _add(forward[end], state, -cost)
                    _keep(best[end], state, cost, None)
                continue
            for before, mass in forward[start].items():
                step = moves[before].get(column)
                if step is not None:
                    _add(forward[end], state, mass - cost - step)
                    _keep(best[end], state, best[start][before][0] + cost + step, (start, *before))
    if not forward[n]:
        return None
    tail = {state: min(s for c, s in _follow(columns, *state) if c in (0, 1, 2)) for state in forward[n]}
    backward: list[dict[tuple[int, bool], float]] = [{} for _ in range(n + 1)]
    for state in forward[n]:
        backward[n][state] = -tail[state]
    for start in range(n - 1, 0, -1):
        for before in forward[start]:
            for end, column, cost in edges[start]:
                step = moves[before].get(column)
                state = (column, column == 2 and end == start + 1 and hollow[start])
                if step is not None and state in backward[end]:
                    _add(backward[start], before, backward[end][state] - cost - step)
    whole = -inf
    for state, mass in forward[n].items():
        whole = _sum(whole, mass + backward[n][state])
    path: list[tuple[int, int, int]] = []
    shares: dict[tuple[int, int, int], float] = {}
    at, state = n, min(forward[n], key=lambda s: best[n][s][0] + tail[s])
    cost = best[at][state][0] + tail[state]
    while True:
        previous = best[at][state][1]
        start = previous[0] if previous else 0
        path.append((start, at, state[0]))
        shares[path[-1]] = _share(cells, columns, forward, backward, moves, start, at, state, whole)
        if previous is None:
            break
        at, state = start, (previous[1], previous[2])
    return Chain(path[::-1], shares, cost)


def _share(
    cells: Cells,
    columns: Sequence[str],
    forward: list[dict[tuple[int, bool], float]],
    backward: list[dict[tuple[int, bool], float]],
    moves: dict[tuple[int, bool], dict[int, float]],
    start: int,
    end: int,
    state: tuple[int, bool],
    whole: float,
) -> float:
    inside = -cells.cost(start, end, columns[state[0]])
    into = 0.0
    if start:
        into = -inf
        for before, mass in forward[start].items():
            step = moves[before].get(state[0])
            if step is not None:
                into = _sum(into, mass - step)
    return exp(min(0.0, into + inside + backward[end].get(state, -inf) - whole))


def _sum(a: float, b: float) -> float:
    if a == -inf or b == -inf:
        return max(a, b)
    high, low = (a, b) if a >= b else (b, a)
    return high + log(1 + exp(low - high))


def _add(masses: dict[tuple[int, bool], float], state: tuple[int, bool], mass: float) -> None:
    held = masses.get(state)
    masses[state] = mass if held is None else _sum(held, mass)


def _keep(
    best: dict[tuple[int, bool], tuple[float, tuple[int, int, bool] | None]],
    state: tuple[int, bool],
    cost: float,
    previous: tuple[int, int, bool] | None,
) -> None:
    if state not in best or cost < best[state][0]:
        best[state] = (cost, previous)


def _learn(cells: Cells, columns: Sequence[str], chain: Chain) -> dict[str, float]:
    """Width of each column: the widest line of its likely cells, where some cell of it was wrapped."""
    widths: dict[str, float] = {}
    wrapped: set[str] = set()
    for start, end, column in chain.path:
        if chain.shares[start, end, column] >= 0.1:
            lines = cells.lines(start, end)
            widths[columns[column]] = max(widths.get(columns[column], 0.0), *lines)
            if len(lines) > 1:
                wrapped.add(columns[column])
    return {name: value for name, value in widths.items() if name in wrapped}
