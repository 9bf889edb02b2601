"""Tables without ruling lines → grids: columns by the gaps under a header, rows by the gaps between lines.

Taken only where it is certain: every row must have a name and a value, no column of numbers may hold two in
one cell. Otherwise the lines stay lines of text, and the caller says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evalcore.loaders.document import Cell, Grid, r1c1
from evalcore.loaders.flattened_cells import close_up, words
from evalcore.loaders.pdf_front import FRONT_GAP, LABELS, front_rows, over
from evalcore.loaders.pdf_line import Line
from evalcore.loaders.pdf_page import Rule
from evalcore.loaders.pdf_rows import NEAR_LINE, Column, bounds_of, column_at, rows_of
from evalcore.loaders.prose import heading_level
from evalcore.loaders.vocabulary import guess, inline, role

_FOOT = ("grade", "conclusion", "problems", "measures", "date")  # labels of lines below the total
FRONT = 45  # lines above a header that may belong to its form
LABEL_GAP = 0.45  # of the type size: what parts two labels of a header


@dataclass(frozen=True)
class Zone:
    """A table among the lines of a page: first and last line, and its grid (None where it is not certain)."""

    first: int
    last: int
    grid: Grid | None


def zones(lines: Sequence[Line], rules: Sequence[Rule], address: Callable[[float], int]) -> list[Zone]:
    """Every unruled indicator table with the labelled lines above it; `address`: height → page."""
    found: list[Zone] = []
    at = 0
    while at < len(lines):
        if not _is_header(lines[at]):
            at += 1
            continue
        top, bottom, columns = _header(lines, at)
        end = bottom + 1
        while end < len(lines) and not _ends(lines[end]):
            end += 1
        last = end
        if end < len(lines) and _is_total(lines[end].pieces()[0].text):
            last += 1
            while last < len(lines) and _is_figures(lines[last], lines[last - 1]):
                last += 1
        low = found[-1].last + 1 if found else 0
        front = _front(lines, low, top)
        foot = last
        while foot < len(lines) and role("labels", close_up(lines[foot].pieces()[0].text)) in _FOOT:
            foot += 1
        parts = (lines[front:top], lines[bottom + 1 : end], lines[end:last], lines[last:foot])
        grid = _grid(columns, *parts, rules, address)
        found.append(Zone(front, foot - 1, grid))
        at = max(foot, end + 1)
    return found


def _is_header(line: Line) -> bool:
    text = close_up(line.text)
    named = sum(label in text for label in ("一级指标", "二级指标", "三级指标")) >= 2
    return (named or all(label in text for label in ("一级", "二级", "三级"))) and len(line.pieces()) >= 3


def _is_total(text: str) -> bool:
    bare = close_up(text)
    return role("labels", bare) == "total" or bare.startswith(("总分", "合计", "总计"))


def _is_figures(line: Line, above: Line) -> bool:
    """Whether a line holds only the ends of figures that a narrow column broke ("10" above "0")."""
    return line.y - above.y <= NEAR_LINE * line.size and all(
        char.isdigit() or char in " .分" for char in line.text
    )


def _ends(line: Line) -> bool:
    text = close_up(line.text)
    return (
        text.startswith(tuple(words()["end"]["words"]))
        or heading_level(text) == 1
        or _is_total(line.pieces()[0].text)
    )


def _header(lines: Sequence[Line], at: int) -> tuple[int, int, list[Column]]:
    """First and last line of the header around a line, and its columns: the lines that name most of them."""
    best: tuple[int, int, int, int] | None = None
    for above in range(3):
        for below in range(5):
            top, bottom = at - above, at + below
            if top < 0 or bottom >= len(lines) or not _together(lines[top : bottom + 1], at - top):
                continue
            named = sum(bool(column.name) for column in _columns(lines[top : bottom + 1]))
            found = (named, -(above + below), top, bottom)
            best = max(best, found) if best else found
    top, bottom = (best[2], best[3]) if best else (at, at)
    return top, bottom, _columns(lines[top : bottom + 1])


def _together(lines: Sequence[Line], main: int) -> bool:
    """Whether lines may be one header: close to each other, without figures, without the name of a level."""
    names = words()["names"]
    for at, line in enumerate(lines):
        if at and line.y - lines[at - 1].y > 2.8 * line.size:
            return False
        if at == main:
            continue
        for piece in line.pieces(LABEL_GAP):
            text = close_up(piece.text)
            if any(char.isdigit() for char in text) or names["level2"].fullmatch(text):
                return False
    return True


def _columns(lines: Sequence[Line]) -> list[Column]:
    labels = {close_up(label): column for label, column in words()["labels"]}
    cells: list[list[Line]] = []
    pieces = [piece for line in lines for piece in line.pieces(LABEL_GAP)]
    for piece in sorted(pieces, key=lambda p: p.x0):
        if cells and piece.x0 < max(p.x1 for p in cells[-1]):
            cells[-1].append(piece)
        elif cells and close_up("".join(p.text for p in cells[-1]) + piece.text) in labels:
            cells[-1].append(piece)  # "指 标" with a space inside
        else:
            cells.append([piece])
    columns = []
    for cell in cells:
        text = "".join(piece.text for piece in sorted(cell, key=lambda p: (p.y, p.x0)))
        known = role("columns", close_up(text)) or guess("columns", text) or ""
        name = labels.get(close_up(text)) or {"score": "self_score"}.get(known, known)
        columns.append(Column(name, text, min(p.x0 for p in cell), max(p.x1 for p in cell)))
    return columns


def _front(lines: Sequence[Line], low: int, top: int) -> int:
    """The first line above a header that belongs to its form: the one with 项目名称, maybe on two lines."""
    for at in range(max(low, top - FRONT), top):
        first = lines[at].pieces(FRONT_GAP)[0]
        below = [p for p in lines[at + 1].pieces(FRONT_GAP) if over(first, p)] if at + 1 < top else []
        stacked = first.text + (below[0].text if below else "")
        for text in (first.text, stacked):
            pair = inline(text)
            if close_up(text).rstrip(":") in LABELS or "project" in (
                role("labels", close_up(text)),
                role("labels", pair[0]) if pair else None,
            ):
                return at
    return top


def _grid(
    columns: list[Column],
    front: Sequence[Line],
    body: Sequence[Line],
    total: Sequence[Line],
    foot: Sequence[Line],
    rules: Sequence[Rule],
    address: Callable[[float], int],
) -> Grid | None:
    bounds = bounds_of(columns, body)
    rows = rows_of(columns, bounds, body, rules)
    if rows is None:
        return None
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[tuple[int, int, int, int]] = []

    def put(row: int, col: int, text: str) -> None:
        if text:
            cells[row, col] = Cell(row, col, text, r1c1(row, col))

    at = 0
    for texts in front_rows(front):
        for col, text in enumerate(texts):
            put(at, col, text)
        at += 1
    for col, column in enumerate(columns):
        put(at, col, column.text)
    at += 1
    spans, heights = rows
    for col, first, last, text in spans:
        put(at + first, col, text)
        if last > first:
            merges.append((at + first, col, at + last, col))
    at += heights
    if total:
        sums: dict[int, str] = {}
        for piece in (piece for line in total for piece in line.pieces()):
            label = _is_total(piece.text)
            col = 0 if label else column_at(bounds, (piece.x0 + piece.x1) / 2)
            sums[col] = sums.get(col, "") + piece.text
        for col, text in sums.items():
            put(at, col, text)
        at += 1
    for line in foot:
        for col, piece in enumerate(line.pieces()):
            put(at, col, piece.text)
        at += 1
    n_cols = max((col for _, col in cells), default=0) + 1
    first, final = address(body[0].y), address(body[-1].y)
    sheet = f"第{first}页" if first == final else f"第{first}–{final}页"
    return Grid(sheet, cells, at, n_cols, tuple(merges), spreadsheet=False, page=first)
