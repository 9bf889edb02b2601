"""Lines below the header of an unruled table → cells with their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evalcore.loaders.flattened_cells import NUMBER, close_up, words
from evalcore.loaders.pdf_line import Line, cell_text, lines_of
from evalcore.loaders.pdf_page import Glyph, Rule

NEAR_LINE = 1.7  # of the type size: lines of one header, or of one level-1 name
PAGE_GAP = 4.0  # of the type size: a gap this wide is a page break


@dataclass(frozen=True)
class Column:
    """A column of the indicator part: its name in flattened_words.toml ("" unknown) and its bounds."""

    name: str
    text: str
    x0: float
    x1: float


@dataclass(frozen=True)
class Block:
    """Lines of one cell."""

    lines: tuple[Line, ...]

    @property
    def top(self) -> float:
        return self.lines[0].y0

    @property
    def middle(self) -> float:
        return (self.lines[0].y0 + self.lines[-1].y1) / 2

    @property
    def width(self) -> float:
        return max(line.x1 - line.x0 for line in self.lines)

    @property
    def text(self) -> str:
        return cell_text(self.lines, self.width)


def bounds_of(columns: Sequence[Column], body: Sequence[Line]) -> list[float]:
    """Where each column begins: the place between two header cells that fewest glyphs cross."""
    glyphs = [glyph for line in body for glyph in line.glyphs if not glyph.text.isspace()]
    starts = [float("-inf")]
    for left, right in pairwise(columns):
        a, b = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
        steps = [a + (b - a) * k / 60 for k in range(61)]
        crossed = [sum(g.x0 < x < g.x1 for g in glyphs) for x in steps]
        least = min(crossed)
        runs: list[list[float]] = [[]]
        for x, count in zip(steps, crossed, strict=True):
            if count == least:
                runs[-1].append(x)
            elif runs[-1]:
                runs.append([])
        widest = max(runs, key=len)
        starts.append((widest[0] + widest[-1]) / 2)
    return starts


def column_at(bounds: Sequence[float], x: float) -> int:
    return max(col for col, start in enumerate(bounds) if x >= start)


Spans = list[tuple[int, int, int, str]]  # column, first row, last row, text


def rows_of(
    columns: Sequence[Column], bounds: Sequence[float], body: Sequence[Line], rules: Sequence[Rule]
) -> tuple[Spans, int] | None:
    """Cells of the indicator part and the number of its rows; None where they are not certain."""
    names = [column.name for column in columns]
    if not {"level3", "target", "actual"} <= set(names) or not body:
        return None
    apart: list[list[Glyph]] = [[] for _ in columns]
    for line in body:
        for glyph in line.glyphs:
            apart[column_at(bounds, glyph.x)].append(glyph)
    stacks = [lines_of(glyphs) for glyphs in apart]
    size = max(line.size for line in body)
    edges = _edges(body, rules)
    numeric = [col for col, name in enumerate(names) if name in ("points", "self_score")]
    for limit in [0.0] if edges else _limits(stacks, size):
        first = names.index("level3")
        blocks = [
            _blocks(stack, limit, edges) if col >= first else _level_blocks(stack, names[col], limit)
            for col, stack in enumerate(stacks)
        ]
        if any(len(block.lines) > 1 and _is_numbers(block) for col in numeric for block in blocks[col]):
            continue
        rows = _aligned(blocks, names, size, edges)
        if rows is not None:
            return rows
    return None


def _edges(body: Sequence[Line], rules: Sequence[Rule]) -> list[float]:
    """Horizontal lines that part the rows, where a table has only those."""
    x0, x1 = min(line.x0 for line in body), max(line.x1 for line in body)
    top, bottom = body[0].y0, body[-1].y1
    ys = sorted(
        rule.y0
        for rule in rules
        if rule.horizontal and rule.x0 <= x0 + 5 and rule.x1 >= x1 - 5 and top < rule.y0 < bottom
    )
    return ys if len(ys) >= 2 else []


def _limits(stacks: Sequence[Sequence[Line]], size: float) -> list[float]:
    """Distances between lines that may part cells, in points, the widest first."""
    steps = {round((b.y - a.y) / size, 1) for stack in stacks for a, b in pairwise(stack)}
    return [(step + 0.07) * size for step in sorted(steps, reverse=True) if step <= 2.2] + [0.0]


def _blocks(stack: Sequence[Line], limit: float, edges: Sequence[float]) -> list[Block]:
    blocks: list[list[Line]] = []
    for line in stack:
        if blocks:
            last = blocks[-1][-1]
            near = line.y - last.y <= limit
            parted = any(last.y < edge < line.y for edge in edges)
            if (edges and not parted) or (not edges and near):
                blocks[-1].append(line)
                continue
        blocks.append([line])
    return [Block(tuple(block)) for block in blocks]


def _level_blocks(stack: Sequence[Line], name: str, limit: float) -> list[Block]:
    """Blocks of a column of level names: a line that completes a name ends it, unless the name goes on."""
    pattern = words()["names"].get(name)
    if pattern is None:
        return _blocks(stack, limit, [])
    blocks: list[Block] = []
    at = 0
    while at < len(stack):
        ends = [
            end
            for end in range(at + 1, min(at + 6, len(stack)) + 1)
            if pattern.fullmatch(close_up("".join(line.text for line in stack[at:end])))
        ]
        if not ends:
            return _blocks(stack, limit, [])
        blocks.append(Block(tuple(stack[at : ends[-1]])))
        at = ends[-1]
    return blocks


def _is_numbers(block: Block) -> bool:
    return all(NUMBER.fullmatch(line.text) for line in block.lines)


def _aligned(
    blocks: Sequence[Sequence[Block]], names: Sequence[str], size: float, edges: Sequence[float]
) -> tuple[Spans, int] | None:
    """Rows of cells that stand on one height, by their tops or by their middles."""
    first = names.index("level3")
    best: tuple[Spans, int] | None = None
    fit = (0, 0.0)
    for by_top in (True, False):
        heights = [
            ((block.top if by_top else block.middle), col, block)
            for col in range(first, len(names))
            for block in blocks[col]
        ]
        rows: list[dict[int, Block]] = []
        marks: list[float] = []
        for height, col, block in sorted(heights, key=lambda item: item[0]):
            same = bool(rows) and height - marks[-1] <= 0.35 * size
            if edges and rows:
                same = not any(min(marks[-1], height) < edge < max(marks[-1], height) for edge in edges)
            if same and col not in rows[-1]:
                rows[-1][col] = block
            else:
                rows.append({col: block})
                marks.append(height)
        rows = _over_pages(rows)
        value = {names.index("target"), names.index("actual")}
        placeholder = words()["placeholder"]["row"]
        certain = rows and all(
            first in row and (value & set(row) or placeholder.fullmatch(close_up(row[first].text)))
            for row in rows
        )
        misfit = sum(
            max(spread) - min(spread)
            for row in rows
            if (spread := [block.top if by_top else block.middle for block in row.values()])
        )
        tops = [min(block.top for block in row.values()) for row in rows]
        ends = [max(block.lines[-1].y1 for block in row.values()) for row in rows]
        if certain:
            misfit += sum(_off(block, tops, ends, by_top) for col in range(first) for block in blocks[col])
        if not certain or (best is not None and fit <= (len(rows), misfit)):
            continue
        fit = (len(rows), misfit)
        spans: Spans = [
            (col, at, at, block.text) for at, row in enumerate(rows) for col, block in row.items()
        ]
        for col in range(first):
            spans += _merged(blocks[col], col, tops, ends, by_top, size)
        best = spans, len(rows)
    return best


def _off(block: Block, tops: Sequence[float], ends: Sequence[float], by_top: bool) -> float:
    """How far the name of a level lies from the top of a row, or from the middle of some rows."""
    if by_top:
        return min(abs(block.top - top) for top in tops)
    return min(abs((top + end) / 2 - block.middle) for k, top in enumerate(tops) for end in ends[k : k + 40])


def _over_pages(rows: Sequence[dict[int, Block]]) -> list[dict[int, Block]]:
    """Rows that a page break cut are whole again: their rest stands alone at the top of the next page."""
    whole: list[dict[int, Block]] = []
    for row in rows:
        above = whole[-1] if whole else {}
        lines = [block.lines[-1] for block in above.values()]
        gap = min(block.top for block in row.values()) - max((line.y1 for line in lines), default=0.0)
        rest = set(row) < set(above) and gap > PAGE_GAP * max(line.size for line in lines)
        if rest and not any(_is_numbers(block) for block in row.values()):
            for col, block in row.items():
                above[col] = Block(above[col].lines + block.lines)
        else:
            whole.append(dict(row))
    return whole


def _merged(
    blocks: Sequence[Block], col: int, tops: Sequence[float], ends: Sequence[float], by_top: bool, size: float
) -> Spans:
    """Level-1 and level-2 names with their rows: down to the next name, or centred on them."""
    spans: Spans = []
    if by_top:
        starts = [block.top - 0.3 * size for block in blocks] + [float("inf")]
        for at, block in enumerate(blocks):
            inside = [k for k, y in enumerate(tops) if starts[at] <= y < starts[at + 1]]
            if inside:  # a name without an indicator has none
                spans.append((col, inside[0], inside[-1], block.text))
        return spans
    begin = 0
    for at, block in enumerate(blocks):
        if begin >= len(tops):
            break
        if at + 1 == len(blocks):
            last = len(tops) - 1
        else:
            last = min(
                range(begin, len(tops)),
                key=lambda k: abs((tops[begin] + ends[k]) / 2 - block.middle),
            )
        spans.append((col, begin, last, block.text))
        begin = last + 1
    return spans
