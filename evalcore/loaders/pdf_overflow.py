"""Text that runs over the borders of its cell, because rows were printed too low.

A cell's lines were written one after another and stand centred on its middle. So the lines of a column, in
the order they were written, are cut into groups, each centred on a cell of its own, with the least total
distance. A cell whose group does not sit on its middle stays blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from evalcore.loaders.pdf_page import MAX_GLYPHS, Glyph

Cell = TypeVar("Cell")
ADJACENT = 3 * MAX_GLYPHS  # in the order of writing: pieces of text that follow one another
MAX_LINES = 9  # of one cell
CENTRED = 0.22  # of the height of a line: how far the middle of the text may lie from the middle of its cell
STEP = (0.8, 1.7)  # of the type size: from one line of a cell to its next


def written_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs in the order they were written, cut into lines."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        last = lines[-1][-1] if lines else None
        if last is not None and abs(last.y - glyph.y) <= 0.35 * glyph.size and glyph.x0 >= last.x0:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [line for line in lines if any(not glyph.text.isspace() for glyph in line)]


def blocks_of(glyphs: Sequence[Glyph]) -> list[list[list[Glyph]]]:
    """Lines that were written right after one another, each below the last: what one cell may hold."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        last = lines[-1][-1] if lines else None
        level = last is not None and abs(last.y - glyph.y) <= 0.35 * glyph.size
        if last is not None and level and last.x0 <= glyph.x0 <= last.x1 + 0.8 * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    lines = [line for line in lines if any(not glyph.text.isspace() for glyph in line)]
    blocks: list[list[list[Glyph]]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        if above is not None and _goes_on(above, line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    step = below[0].y - above[0].y
    near = STEP[0] * above[0].size <= step <= STEP[1] * above[0].size
    beside = below[0].x0 < above[-1].x1 and above[0].x0 < below[-1].x1
    return near and beside and below[0].order - above[-1].order <= ADJACENT


def is_wrapped(block: Sequence[Sequence[Glyph]], width: float) -> bool:
    """Whether every line but the last of a block fills a cell of a width: one text, broken by its cell."""
    return len(block) > 1 and all(_joint(above, below, width) < 0 for above, below in pairwise(block))


def place_lines(
    lines: Sequence[Sequence[Glyph]],
    middles: Mapping[Cell, float],
    heights: Mapping[Cell, float],
    width: float,
) -> tuple[dict[Cell, list[Glyph]], set[Cell]]:
    """Glyphs of each cell of a column of a width, and the cells whose text is doubtful.

    A line goes on in the next only where it is full and the next was written right after it.
    """
    n = len(lines)
    joints = [_joint(above, below, width) for above, below in pairwise(lines)]
    spans = [(min(g.y0 for g in line), max(g.y1 for g in line)) for line in lines]
    best: list[tuple[float, int, Cell | None]] = [(0.0, 0, None)]
    best.extend((float("inf"), 0, None) for _ in range(n))
    for end in range(1, n + 1):
        for start in range(end - 1, max(-1, end - 1 - MAX_LINES), -1):
            if start < end - 1 and not _next_line(spans[start], spans[start + 1]):
                break
            middle = (spans[start][0] + spans[end - 1][1]) / 2
            size = spans[start][1] - spans[start][0]
            cell = min(middles, key=lambda one: abs(middles[one] - middle))
            off = abs(middles[cell] - middle) / max(size, 0.1)
            cost = best[start][0] + off + 0.05 + (1.0 if cell == best[start][2] else 0.0)
            cost += sum(max(0.0, joint) for joint in joints[start : end - 1])  # lines that hardly go together
            cost += max(0.0, -joints[start - 1]) if start else 0.0  # a cut where a line goes on
            if cost < best[end][0]:
                best[end] = (cost, start, cell)
    placed: dict[Cell, list[Glyph]] = {}
    doubtful: set[Cell] = set()
    end = n
    while end:
        _, start, taken = best[end]
        if taken is None:
            return {}, set(middles)
        middle = (spans[start][0] + spans[end - 1][1]) / 2
        size = spans[start][1] - spans[start][0]
        half = heights[taken] / 2
        inside = (
            middles[taken] - half - 1 <= spans[start][0] and spans[end - 1][1] <= middles[taken] + half + 1
        )
        last = lines[end - 1]
        filled = width - (last[-1].x1 - last[0].x0) < 1.1 * last[0].size
        cut_short = (
            not inside and end - start > 1 and filled
        )  # printers leave out lines wholly outside a cell
        if taken in placed or cut_short or (not inside and abs(middles[taken] - middle) > CENTRED * size):
            doubtful.add(taken)
        placed.setdefault(taken, []).extend(glyph for line in lines[start:end] for glyph in line)
        end = start
    return placed, doubtful


def _joint(above: Sequence[Glyph], below: Sequence[Glyph], width: float) -> float:
    """> 0: the second line hardly continues the first; < 0: it does."""
    size = above[0].size
    room = width - (above[-1].x1 - above[0].x0) - (below[0].x1 - below[0].x0)
    apart = below[0].order - above[-1].order > ADJACENT
    full = room < 1.2 * size
    if apart:
        return 3.0
    return -0.25 if full else 0.3


def _next_line(above: tuple[float, float], below: tuple[float, float]) -> bool:
    size = above[1] - above[0]
    return STEP[0] * size <= below[0] - above[0] <= STEP[1] * size
