"""Labelled lines above an unruled indicator table: names, money block and goals, as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence

from evalcore.loaders.flattened_cells import NUMBER, close_up
from evalcore.loaders.pdf_line import Line, cell_text

LABELS = (
    "项目资金(万元)",
    "项目名称",
    "主管部门",
    "实施单位",
    "预算单位",
    "项目资金",
    "年度资金总额",
    "专项资金名称",
)
MONEY = (
    "年初预算数",
    "全年预算数",
    "全年预算数(A)",
    "全年执行数",
    "全年执行数(B)",
    "预算数(A)",
    "执行数(B)",
    "执行率",
    "执行率(B/A)",
)
FRONT_GAP = 0.7  # the same for the labelled lines above it


def front_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Labelled lines above the indicators: cells by their gaps, values under the header of the money block.

    A row of the money block is [label at the side, name of the row, values …].
    """
    money: list[tuple[float, float]] = []
    side = -1.0  # where the label at the side of the money block stands
    grid: list[list[list[Line]]] = []
    opened = 0
    for line in lines:
        pieces = line.pieces(FRONT_GAP)
        if money and side >= 0:
            beside = [p for p in pieces if abs(p.x0 - side) <= 0.6 * line.size and p.x1 < money[0][0]]
            if beside and len(grid) - opened <= 3 and "资金总额" not in close_up(beside[0].text):
                grid[opened][0] += beside
                pieces = [p for p in pieces if p not in beside]
        broken = bool(money) and bool(pieces) and pieces[0].x0 > money[0][0] - line.size  # no name of a row
        if grid and pieces and _carries_on(grid[-1], pieces, line, figures=broken):
            for piece in pieces:
                _under(grid[-1], piece).append(piece)
            continue
        text = close_up(line.text)
        if ("预算数" in text and "执行数" in text) or (text.count("全年预算") and text.count("全年执行")):
            start = next(
                k for k, p in enumerate(pieces) if any(w in p.text for w in ("预算", "年初", "执行"))
            )
            heads = pieces[start:]
            money = [(p.x0, p.x1) for p in heads]
            opened, left = len(grid), [p for p in pieces if p not in heads]
            side = left[0].x0 if left else -1.0
            grid.append([left, [], *([p] for p in heads)])
        elif money and _on_money(pieces, money):
            row: list[list[Line]] = [[] for _ in range(len(money) + 2)]
            for piece in pieces:
                middle = (piece.x0 + piece.x1) / 2
                if middle < money[0][0] - 0.5 * line.size and not _inside(middle, money):
                    row[1].append(piece)
                else:
                    row[2 + min(range(len(money)), key=lambda k: abs(sum(money[k]) / 2 - middle))].append(
                        piece
                    )
            grid.append(row)
        elif pieces:
            grid.append([[piece] for piece in pieces])
    return [[cell_text(cell, 1e6) for cell in row] for row in grid]


def _inside(x: float, money: Sequence[tuple[float, float]]) -> bool:
    return any(x0 <= x <= x1 for x0, x1 in money)


def _on_money(pieces: Sequence[Line], money: Sequence[tuple[float, float]]) -> bool:
    """Whether most pieces of a line stand under (or are) the header of the money block."""
    under = sum(any(p.x0 < x1 and x0 < p.x1 for x0, x1 in money) for p in pieces)
    return under >= 2 and under >= len(pieces) - 1


def _under(row: Sequence[list[Line]], piece: Line) -> list[Line]:
    return next(cell for cell in row if cell and over(cell[-1], piece))


def over(above: Line, piece: Line) -> bool:
    same_left = abs(above.x0 - piece.x0) <= 0.6 * piece.size
    same_middle = abs(above.x0 + above.x1 - piece.x0 - piece.x1) <= 1.2 * piece.size
    return (same_left or same_middle) and piece.x0 < above.x1 and above.x0 < piece.x1


def _carries_on(row: Sequence[Sequence[Line]], pieces: Sequence[Line], line: Line, *, figures: bool) -> bool:
    """Whether a line continues cells of the row above: close under them, no label, no figures of its own.

    A label of the money block ("年初" over "预算数") may stand further apart.
    """
    if any(label in close_up(line.text) for label in LABELS):
        return False
    if not figures and any(NUMBER.fullmatch(p.text) for p in pieces):
        return False
    cells = [cell for cell in row if cell]
    for piece in pieces:
        cell = next((cell for cell in cells if over(cell[-1], piece)), None)
        if cell is None:
            return False
        known = close_up("".join(part.text for part in cell) + piece.text) in MONEY
        if piece.y - cell[-1].y > (2.8 if known else 1.5) * piece.size:
            return False
    return True
