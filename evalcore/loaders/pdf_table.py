"""Ruling lines → tables of cells; glyphs into their cells.

Rules that touch make one table. Between two neighbouring positions of its raster there is a border where a
rule covers at least half of it; positions without a border between them are one (merged) cell.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from evalcore.loaders.pdf_line import Line, cell_text, lines_of
from evalcore.loaders.pdf_overflow import blocks_of, is_wrapped, place_lines, written_lines
from evalcore.loaders.pdf_page import Box, Glyph, Rule

NEAR = 2.5  # points; rules closer than this are one
COVERED = 0.5  # share of a border that a rule must cover
CENTRED_BLOCK = 0.35  # of the type size: how far a text may lie from the middle of its cell
SAME_BOX = 4.0  # points; a clip this close to the borders of a cell is the cell
MAX_RASTER = 20_000  # positions of a table
Span = tuple[int, int, int, int]  # first row, first column, last row, last column; inclusive, from 0


@dataclass(frozen=True)
class RuledTable:
    """A raster with its merged cells; `xs` and `ys` are the positions of its lines."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[tuple[int, int], Span]
    lines: dict[Span, list[Line]] = field(default_factory=dict)
    overflow: frozenset[Span] = frozenset()  # cells whose text runs over their border
    blank: frozenset[Span] = frozenset()  # of those, cells whose text cannot be told from a neighbour's

    @property
    def n_rows(self) -> int:
        return len(self.ys) - 1

    @property
    def n_cols(self) -> int:
        return len(self.xs) - 1

    def text(self, span: Span) -> str:
        if span in self.blank:
            return ""
        return cell_text(self.lines.get(span, ()), self.xs[span[3] + 1] - self.xs[span[1]])

    def span_at(self, x: float, y: float) -> Span | None:
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner.get((row, col)) if 0 <= row < self.n_rows and 0 <= col < self.n_cols else None


def _levels(values: Iterable[float]) -> list[float]:
    """Positions closer than NEAR as one."""
    levels: list[list[float]] = []
    for value in sorted(values):
        if levels and value - levels[-1][-1] <= NEAR:
            levels[-1].append(value)
        else:
            levels.append([value])
    return [sum(level) / len(level) for level in levels]


def components(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, each set a table; one direction alone is an underline or the like."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].y0)
    for k, i in enumerate(order):
        a = rules[i]
        for j in order[k + 1 :]:
            b = rules[j]
            if b.y0 > a.y1 + NEAR:
                break
            if b.x0 <= a.x1 + NEAR and a.x0 <= b.x1 + NEAR and b.y1 >= a.y0 - NEAR:
                parent[root(i)] = root(j)
    sets: dict[int, list[Rule]] = defaultdict(list)
    for at, rule in enumerate(rules):
        sets[root(at)].append(rule)
    return [
        part
        for part in sets.values()
        if sum(rule.horizontal for rule in part) >= 2 and sum(not rule.horizontal for rule in part) >= 2
    ]


def raster(rules: Sequence[Rule]) -> RuledTable | None:
    """The cells that rules make; None where they make fewer than two."""
    flat = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    xs = _levels([*(r.x0 for r in upright), min(r.x0 for r in flat), max(r.x1 for r in flat)])
    ys = _levels([*(r.y0 for r in flat), min(r.y0 for r in upright), max(r.y1 for r in upright)])
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows * n_cols < 2 or n_rows * n_cols > MAX_RASTER:
        return None
    across = _covers(flat, ys, xs, horizontal=True)
    down = _covers(upright, xs, ys, horizontal=False)
    owner = _regions(
        n_rows, n_cols,
        lambda row, col: not down[col + 1][row],  # no border to the right
        lambda row, col: not across[row + 1][col],  # no border below
    )  # fmt: skip
    return RuledTable(tuple(xs), tuple(ys), owner)


def _covers(
    rules: Sequence[Rule], levels: Sequence[float], steps: Sequence[float], *, horizontal: bool
) -> list[list[bool]]:
    """For every level (a line of the raster) and every step along it: does a rule cover it?"""
    parts: list[list[tuple[float, float]]] = [[] for _ in levels]
    for rule in rules:
        at = rule.y0 if horizontal else rule.x0
        above = bisect_right(levels, at)
        level = (
            above
            if above < len(levels) and (not above or levels[above] - at < at - levels[above - 1])
            else above - 1
        )
        parts[level].append((rule.x0, rule.x1) if horizontal else (rule.y0, rule.y1))
    covered: list[list[bool]] = []
    for spans in parts:
        row: list[bool] = []
        merged: list[list[float]] = []
        for low, high in sorted(spans):
            if merged and low <= merged[-1][1] + NEAR:
                merged[-1][1] = max(merged[-1][1], high)
            else:
                merged.append([low, high])
        for low, high in itertools.pairwise(steps):
            length = 0.0
            for a, b in merged:
                if b > low and a < high:
                    length += (high if high < b else b) - (low if low > a else a)
            row.append(length >= COVERED * (high - low))
        covered.append(row)
    return covered


def _regions(
    n_rows: int, n_cols: int, open_right: Callable[[int, int], bool], open_below: Callable[[int, int], bool]
) -> dict[tuple[int, int], Span]:
    parent = {(row, col): (row, col) for row in range(n_rows) for col in range(n_cols)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row in range(n_rows):
        for col in range(n_cols):
            if col + 1 < n_cols and open_right(row, col):
                parent[root((row, col + 1))] = root((row, col))
            if row + 1 < n_rows and open_below(row, col):
                parent[root((row + 1, col))] = root((row, col))
    regions: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for at in parent:
        regions[root(at)].append(at)
    owner: dict[tuple[int, int], Span] = {}
    for cells in regions.values():
        rows, cols = [row for row, _ in cells], [col for _, col in cells]
        span = (min(rows), min(cols), max(rows), max(cols))
        whole = len(cells) == (span[2] - span[0] + 1) * (span[3] - span[1] + 1)
        for row, col in cells:
            owner[row, col] = span if whole else (row, col, row, col)
    return owner


def fill(table: RuledTable, glyphs: Sequence[Glyph]) -> RuledTable:
    """The table with every glyph in the cell its middle lies in; text over a border is sorted out apart.

    Text cut to a cell is that cell's, also what the cut leaves out: the writer put it there.
    """
    cells: dict[Span, list[Glyph]] = defaultdict(list)
    cut: dict[Span, list[Glyph]] = defaultdict(list)
    owners: dict[Box, Span | None] = {}
    whole = _wrapped(table, [glyph for glyph in glyphs if glyph.clip is None])
    for glyph in glyphs:
        if glyph.order in whole:
            cut[whole[glyph.order]].append(glyph)
            continue
        if glyph.clip is not None and glyph.clip not in owners:
            owners[glyph.clip] = _cut_to(table, glyph.clip)
        own = owners[glyph.clip] if glyph.clip is not None else None
        if own is not None:
            cut[own].append(glyph)
        elif glyph.seen and (span := table.span_at(glyph.x, glyph.y)) is not None:
            cells[span].append(glyph)
    over = frozenset(
        span
        for span, inside in cells.items()
        if any(_outside(table, span, glyph) for glyph in inside if not glyph.text.isspace())
    )
    blank: set[Span] = set()
    for columns in {(span[1], span[3]) for span in over}:
        spans = [span for span in set(table.owner.values()) if (span[1], span[3]) == columns]
        width = table.xs[columns[1] + 1] - table.xs[columns[0]]
        middles = {span: (table.ys[span[0]] + table.ys[span[2] + 1]) / 2 for span in spans}
        heights = {span: table.ys[span[2] + 1] - table.ys[span[0]] for span in spans}
        inside = [glyph for span in spans for glyph in cells.pop(span, ())]
        placed, doubtful = place_lines(written_lines(inside), middles, heights, width)
        cells.update(placed)
        blank |= doubtful
    for span, inside in cut.items():
        cells[span] = [*cells.get(span, ()), *inside]
    lines = {span: lines_of(inside) for span, inside in cells.items()}
    told = over | {
        span for span, inside in cut.items() if any(_outside(table, span, glyph) for glyph in inside)
    }
    return RuledTable(table.xs, table.ys, table.owner, lines, told, frozenset(blank - cut.keys()))


def _wrapped(table: RuledTable, glyphs: Sequence[Glyph]) -> dict[int, Span]:
    """Glyphs (by their order) of texts that run over the cells above and below the one they stand centred on."""
    found: dict[int, Span] = {}
    for block in blocks_of(glyphs):
        if len(block) < 2:
            continue
        spans = {table.span_at(glyph.x, glyph.y) for line in block for glyph in line}
        if len(spans) < 2:
            continue
        x = sum(line[0].x0 + line[-1].x1 for line in block) / (2 * len(block))
        middle = (min(g.y0 for g in block[0]) + max(g.y1 for g in block[-1])) / 2
        span = table.span_at(x, middle)
        if span is None:
            continue
        left, right = table.xs[span[1]], table.xs[span[3] + 1]
        inside = all(left - 1 <= line[0].x0 and line[-1].x1 <= right + 1 for line in block)
        off = abs((table.ys[span[0]] + table.ys[span[2] + 1]) / 2 - middle)
        near = off / block[0][0].size
        if not is_wrapped(block, right - left) and _each_in_its_own(table, block):
            continue  # short texts of rows one below the other, as Word prints them without any room
        if inside and near <= (CENTRED_BLOCK if is_wrapped(block, right - left) else CENTRED_BLOCK / 2):
            found.update((glyph.order, span) for line in block for glyph in line)
    return found


def _each_in_its_own(table: RuledTable, block: Sequence[Sequence[Glyph]]) -> bool:
    """Whether every line of a block stands in a cell of its own, over no border of it."""
    spans = [table.span_at(line[0].x, line[0].y) for line in block]
    if None in spans or len(set(spans)) < len(block):
        return False
    pairs = zip(spans, block, strict=True)
    return not any(span and _outside(table, span, glyph) for span, line in pairs for glyph in line)


def _cut_to(table: RuledTable, clip: Box) -> Span | None:
    """The cell whose borders are those of a clip; None where it is the clip of something else."""
    span = table.span_at((clip.x0 + clip.x1) / 2, (clip.y0 + clip.y1) / 2)
    if span is None:
        return None
    box = (table.xs[span[1]], table.ys[span[0]], table.xs[span[3] + 1], table.ys[span[2] + 1])
    return span if all(abs(one - other) <= SAME_BOX for one, other in zip(box, clip, strict=True)) else None


def _outside(table: RuledTable, span: Span, glyph: Glyph) -> bool:
    """Whether a good part of a glyph lies beyond the upper or lower border of its cell."""
    top, bottom = table.ys[span[0]], table.ys[span[2] + 1]
    allowed = 0.3 * glyph.size
    return glyph.y0 < top - allowed or glyph.y1 > bottom + allowed
