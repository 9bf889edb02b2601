"""An indicator table whose cells were printed one after another, rebuilt where that is certain.

The text of a PDF has no columns: cells follow one another, wrapped at the width of their column. They are
found again as the best path through a chain of columns, weighed by what a cell of each column looks like
(names of levels, numbers with units, scoring sentences and their endings) and by how it was wrapped: a line
goes on only where the next word no longer fitted. Widths are learnt from the likely cells. The weights are
natural logarithms, so the share of all paths that agree with the chosen one says how certain a cell is. A
table with a doubtful cell is not taken at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalcore.loaders.document import Paragraph
from evalcore.loaders.flattened_cells import FIGURE, Cells, close_up, pieces_of, words
from evalcore.loaders.flattened_chain import CERTAIN, Chain, settle, widen
from evalcore.loaders.prose import heading_level, is_page_mark
from evalcore.model import Place

_TOTAL = re.compile(r"年度资金总额|总分|合计|总计")
MAX_PIECES = 400  # longer tables are left to a person: the search must stay quick


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row: column → text and place; columns left blank are absent."""

    cells: dict[str, tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in running text. `rows` is empty where its cells cannot be told apart; `reason` says why."""

    lines: tuple[int, int]  # positions of its first and last line among the lines given
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    total: tuple[str, ...] = ()  # numbers of the 总分 line
    total_place: Place | None = None
    reason: str = ""


def unfolded(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """A form copied onto one line, its cells parted by spaces, with each cell on a line of its own.

    Figures stay behind the total they belong to; lines that hold no table's header are kept as they are.
    """
    found: list[Paragraph] = []
    for line in lines:
        if not _holds_table(line.text):
            found.append(line)
            continue
        cells: list[str] = []
        for cell in line.text.split():
            if cells and FIGURE.fullmatch(cell) and _TOTAL.match(cells[-1]):
                cells[-1] += f" {cell}"
            else:
                cells.append(cell)
        found += [Paragraph(cell, line.place) for cell in cells]
    return found


def _holds_table(text: str) -> bool:
    """Whether a line goes on behind a whole header: 一级指标 二级指标 三级指标 … and at least a row."""
    cells = text.split()
    return any(close_up(word).startswith("一级") for word in cells[:-20]) and "三级指标" in cells


def header_at(lines: Sequence[Paragraph], start: int) -> tuple[int, tuple[str, ...]] | None:
    """Columns of a header that begins at a line, and the number of lines it takes."""
    if not close_up(lines[start].text).startswith("一级"):
        return None
    best: tuple[int, tuple[str, ...]] | None = None
    text = ""
    for taken, line in enumerate(lines[start : start + 24], 1):
        text += close_up(line.text)
        columns: list[str] = []
        rest = text
        while rest:
            match = next(((lb, col) for lb, col in words()["labels"] if rest.startswith(close_up(lb))), None)
            if match is None or match[1] in columns:
                break
            columns.append(match[1])
            rest = rest[len(close_up(match[0])) :]
        if not rest and columns[:3] == ["level1", "level2", "level3"] and {"target", "actual"} <= {*columns}:
            best = taken, tuple(columns)
    return best


def tables(lines: Sequence[Paragraph], *, apart: bool = False) -> Iterator[Table]:
    """Every indicator table in lines of text, in order; `apart`: each line is a cell, or nearly so."""
    at = 0
    while at < len(lines):
        header = header_at(lines, at)
        if header is None:
            at += 1
            continue
        taken, columns = header
        end = at + taken
        while end < len(lines) and not _ends(lines[end].text):
            end += 1
        body = [line for line in _without_headers(lines[at + taken : end]) if not is_page_mark(line.text)]
        total, place = _total(lines, end)
        rows, reason = _rows(body, columns, apart)
        yield Table((at, end - 1), columns, rows, total, place, reason)
        at = max(end, at + taken)


def _ends(text: str) -> bool:
    return heading_level(text) in (1, 2) or close_up(text).startswith(tuple(words()["end"]["words"]))


def _without_headers(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """A header repeated on the next page goes."""
    kept: list[Paragraph] = []
    at = 0
    while at < len(lines):
        header = header_at(lines, at)
        if header:
            at += header[0]
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _total(lines: Sequence[Paragraph], at: int) -> tuple[tuple[str, ...], Place | None]:
    """Numbers on the 总分 line: "总分 100 90"."""
    if at >= len(lines):
        return (), None
    found = re.fullmatch(
        r"(?:总\s*分|合\s*计|总\s*计)[:：]?((?:\s+\d+(?:\.\d+)?分?)+)", lines[at].text.strip()
    )
    broken = at + 1 < len(lines) and re.fullmatch(r"\d{1,2}(?:\.\d+)?", lines[at + 1].text.strip())
    if found is None or broken:  # "10" above "0" is 100, but of which column?
        return (), None
    return tuple(found[1].replace("分", "").split()), lines[at].place


def _rows(lines: Sequence[Paragraph], columns: tuple[str, ...], apart: bool) -> tuple[tuple[Row, ...], str]:
    pieces = pieces_of(without_side_label(lines))
    if not pieces:
        return (), "表头之下没有文字"
    if len(pieces) > MAX_PIECES:
        return (), f"表内文字有 {len(pieces)} 段，过长"
    cells = Cells(pieces, columns, apart=apart)
    chain = settle(cells, columns)
    if chain is not None and chain.doubtful:
        chain = widen(cells, columns, chain)
    if chain is None:
        return (), "各列的先后次序无法确定"
    return _certain_rows(cells, columns, chain)


def without_side_label(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """绩/效/指/标, printed one character a line beside the table, goes."""
    kept: list[Paragraph] = []
    at = 0
    while at < len(lines):
        for label in ("年度绩效指标完成情况", "年度绩效指标", "绩效指标"):
            run = "".join(close_up(line.text) for line in lines[at : at + len(label)])
            if run == label and all(len(close_up(line.text)) == 1 for line in lines[at : at + len(label)]):
                at += len(label)
                break
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _certain_rows(cells: Cells, columns: Sequence[str], chain: Chain) -> tuple[tuple[Row, ...], str]:
    rows: list[Row] = []
    above: dict[str, tuple[str, Place]] = {}
    current: dict[str, tuple[str, Place]] | None = None
    for start, end, column in chain.path:
        name = columns[column]
        text, place = cells.text(start, end), cells.pieces[start].place
        if chain.shares[start, end, column] < CERTAIN:
            return (), f"{place} 起的“{text[:12]}”属于哪一列不能确定"
        if column == 0:
            above = {name: (close_up(text) if "(" not in close_up(text) else text.replace(" ", ""), place)}
        elif column == 1:
            above = {
                **{key: value for key, value in above.items() if key == "level1"},
                name: (close_up(text), place),
            }
        elif column == 2:
            current = None
            if not words()["placeholder"]["row"].fullmatch(close_up(text)):
                current = {**above, name: (text, place)}
                rows.append(Row(current))
        elif current is not None:
            current[name] = (text, place)
        else:
            return (), f"{place} 的“{text[:12]}”没有指标名称"
    return tuple(rows), "" if rows else "没有指标行"
