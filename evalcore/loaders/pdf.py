"""PDF → grids and paragraphs: ruled tables by their lines, unruled ones by gaps; pages joined.

Text and lines come from pdfium; characters go into the cells by their place (pdfplumber tears amounts apart).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, Paragraph
from evalcore.loaders.pdf_line import Line, lines_of
from evalcore.loaders.pdf_page import Glyph, Page, Rule, read_page
from evalcore.loaders.pdf_table import NEAR, RuledTable, Span, components, fill, raster
from evalcore.loaders.pdf_unruled import zones
from evalcore.loaders.prose import is_page_mark
from evalcore.loaders.vocabulary import compact, role
from evalcore.model import Place, Source

MAX_PAGES = 300
SAME_COLUMNS = 0.6  # share of a table's lines that the table on the page before must have too


@dataclass(frozen=True, slots=True)
class Block:
    """A table's rules and glyphs on one page, or on several after joining."""

    rules: tuple[Rule, ...]
    glyphs: tuple[Glyph, ...]
    pages: tuple[tuple[int, float], ...]  # page number, y where it begins in the joined table
    bare: RuledTable | None  # its cells without their text

    @property
    def x0(self) -> float:
        return min(rule.x0 for rule in self.rules)

    @property
    def x1(self) -> float:
        return max(rule.x1 for rule in self.rules)

    @property
    def y0(self) -> float:
        return min(rule.y0 for rule in self.rules)

    @property
    def y1(self) -> float:
        return max(rule.y1 for rule in self.rules)


def read_pdf(data: bytes, source: Source) -> Document:
    """A PDF as its tables and lines of text, in reading order; places "第2页 R3C4" and "第2页 第12行".

    Raises LoadError for a file that is damaged, locked by a password, or only pictures (a scan).
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise LoadError(source.file, "PDF 设有密码，无法读取", "请去除密码后重新报送") from error
        raise LoadError(
            source.file, "PDF 已损坏或不完整，无法读取", "请从原文件重新导出 PDF，或报送 Word/Excel 原件"
        ) from error
    pages: list[Page] = []
    notes: list[str] = []
    try:
        for index in range(min(len(document), MAX_PAGES)):
            try:
                pages.append(read_page(document, index))
            except pdfium.PdfiumError:
                notes.append(f"第{index + 1}页无法读取，已跳过")
        if len(document) > MAX_PAGES:
            notes.append(f"共 {len(document)} 页，只读取前 {MAX_PAGES} 页")
    finally:
        document.close()
    scanned = [page.number for page in pages if page.images and not page.has_text]
    if not any(page.has_text for page in pages):
        if scanned:
            raise LoadError(
                source.file,
                "PDF 是扫描件，只有图片没有文字",
                "请报送 Word/Excel 原件，或由原件导出的文字版 PDF",
            )
        raise LoadError(
            source.file, "PDF 没有可读取的文字", "请报送 Word/Excel 原件，或由原件导出的文字版 PDF"
        )
    notes += [f"第{number}页是扫描图片，没有文字，未读取" for number in scanned]
    parts = _parts(pages, notes)
    return Document(source, tuple(parts), tuple(notes))


def _parts(pages: Sequence[Page], notes: list[str]) -> list[Grid | Paragraph]:
    """Tables and lines in reading order; a table that goes on at the top of the next page is one."""
    found: list[Block | Grid | Paragraph] = []
    for item in _items(pages, notes):
        if isinstance(item, Paragraph) and is_page_mark(item.text):
            continue
        before = found[-1] if found else None
        if isinstance(item, Block) and isinstance(before, Block) and _goes_on(before, item):
            found[-1] = _joined(before, item)
        else:
            found.append(item)
    parts: list[Grid | Paragraph] = []
    for number, item in enumerate(found, 1):
        if not isinstance(item, Block):
            parts.append(item)
        else:
            count = sum(isinstance(other, Block) for other in found[:number])
            grid = _grid(item, count, notes)
            if grid is not None:
                parts.append(grid)
    return parts


def _items(pages: Sequence[Page], notes: list[str]) -> list[Block | Grid | Paragraph]:
    """Ruled tables, unruled ones and lines of all pages, one below the other."""
    items: list[tuple[float, Block | Grid | Paragraph]] = []
    lines: list[Line] = []
    places: list[Place] = []
    rules: list[Rule] = []
    tops: list[float] = []
    top = 0.0
    for page in pages:
        tops.append(top)
        blocks, free = _page_blocks(page)
        items += [(top + block.y0, block) for block in blocks]
        marked = [line for line in free if not is_page_mark(line.text)]
        for number, line in enumerate(free, 1):
            if line in marked and line.text:
                lines.append(line.moved(top))
                places.append(Place(f"第{page.number}页", f"第{number}行"))
        rules += [Rule(r.x0, r.y0 + top, r.x1, r.y1 + top) for r in page.rules]
        top += page.height

    def page_at(y: float) -> int:
        return pages[max(at for at, start in enumerate(tops) if start <= max(y, 0.0))].number

    unruled = zones(lines, rules, page_at)
    within = {at for zone in unruled if zone.grid for at in range(zone.first, zone.last + 1)}
    items += [(lines[zone.first].y, zone.grid) for zone in unruled if zone.grid]
    refused = [page_at(lines[zone.first].y) for zone in unruled if zone.grid is None]
    notes += [f"第{number}页的无框线表格不能确定行列，未取值，请核对原件" for number in refused]
    items += [
        (line.y, Paragraph(line.text, place))
        for at, (line, place) in enumerate(zip(lines, places, strict=True))
        if at not in within
    ]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _page_blocks(page: Page) -> tuple[list[Block], list[Line]]:
    blocks: list[Block] = []
    free = list(page.glyphs)
    for rules in components(page.rules):
        bare = raster(rules)
        if bare is None:
            continue
        block = Block(tuple(rules), (), ((page.number, min(rule.y0 for rule in rules)),), bare)
        x0, y0, x1, y1 = block.x0, block.y0 - 1, block.x1, block.y1 + 1
        places = [(*_middle(glyph), glyph) for glyph in free]
        inside = [glyph for x, y, glyph in places if x0 <= x <= x1 and y0 <= y <= y1]
        taken = {glyph.order for glyph in inside}
        free = [glyph for glyph in free if glyph.order not in taken]
        blocks.append(replace(block, glyphs=tuple(inside)))
    return blocks, lines_of([glyph for glyph in free if glyph.seen])


def _middle(glyph: Glyph) -> tuple[float, float]:
    """Where a glyph belongs: its own middle; of one cut off by its cell, the cell's."""
    if glyph.seen or glyph.clip is None:
        return glyph.x, glyph.y
    return (glyph.clip.x0 + glyph.clip.x1) / 2, (glyph.clip.y0 + glyph.clip.y1) / 2


def _columns(block: Block) -> list[float]:
    return sorted({round(rule.x0, 1) for rule in block.rules if not rule.horizontal})


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a table continues one of the page before: nothing between, the same columns."""
    if before.pages[-1][0] != block.pages[0][0] - 1:
        return False
    if abs(before.x0 - block.x0) > 2 * NEAR or abs(before.x1 - block.x1) > 2 * NEAR:
        return False
    here, there = _columns(block), _columns(before)
    shared = sum(any(abs(x - other) <= NEAR for other in there) for x in here)
    return shared >= SAME_COLUMNS * len(here)


def _joined(first: Block, second: Block) -> Block:
    shift = first.y1 - second.y0
    order = max((glyph.order for glyph in first.glyphs), default=0) + 1
    rules = tuple(Rule(r.x0, r.y0 + shift, r.x1, r.y1 + shift) for r in second.rules)
    glyphs = tuple(glyph.moved(shift, order) for glyph in second.glyphs)
    page = second.pages[0][0]
    both = first.rules + rules
    return Block(both, first.glyphs + glyphs, (*first.pages, (page, first.y1)), raster(both))


def _grid(block: Block, number: int, notes: list[str]) -> Grid | None:
    if block.bare is None:
        return None
    table = fill(block.bare, block.glyphs)
    texts = {span: table.text(span) for span in set(table.owner.values())}
    owner = dict(table.owner)
    starts: list[tuple[int, int]] = []  # page, its first row
    for page, y in block.pages:
        starts.append((page, min(range(len(table.ys)), key=lambda at: abs(table.ys[at] - y))))
    for _, row in starts[1:]:
        _close_break(owner, texts, row)
    breaks = [row for _, row in starts[1:]]
    dropped = _repeated_headers(owner, texts, table, breaks)
    dropped |= {row for row in breaks if row not in dropped and _goes_on_in(owner, texts, table, row)}
    sheet = f"第{starts[0][0]}页" if len(starts) == 1 else f"第{starts[0][0]}–{starts[-1][0]}页"
    if table.overflow:
        cells = "、".join(_address(span[0], span[1], starts) for span in sorted(table.overflow)[:8])
        notes.append(
            f"{sheet}表{number}有 {len(table.overflow)} 个单元格的文字超出边框（{cells}），"
            "可能与相邻单元格混排，请核对原件"
        )
    return _as_grid(table, owner, texts, dropped, sheet, starts)


def _address(row: int, col: int, starts: Sequence[tuple[int, int]]) -> str:
    page, first = max((start for start in starts if start[1] <= row), key=lambda start: start[1])
    where = f"R{row - first + 1}C{col + 1}"
    return where if len(starts) == 1 else f"第{page}页{where}"


def _close_break(owner: dict[tuple[int, int], Span], texts: dict[Span, str], row: int) -> None:
    """Merge the halves of a merged cell that a page break cut at a row."""
    columns = {col for at, col in owner if at == row}
    for col in sorted(columns):
        above, below = owner.get((row - 1, col)), owner[row, col]
        if above is None or above == below or (above[1], above[3]) != (below[1], below[3]) or col != above[1]:
            continue
        one, two = re.sub(r"\s", "", texts[above]), re.sub(r"\s", "", texts[below])
        tall = above[2] > above[0] or below[2] > below[0]
        if not tall or (one and two and one != two) or not (one or two):
            continue
        whole = (above[0], above[1], below[2], above[3])
        texts[whole] = texts[above] or texts[below]
        for at in range(whole[0], whole[2] + 1):
            for across in range(whole[1], whole[3] + 1):
                owner[at, across] = whole


def _goes_on_in(
    owner: dict[tuple[int, int], Span], texts: dict[Span, str], table: RuledTable, row: int
) -> bool:
    """Join the texts of a row that a page break cut to those above; False where the row is one of its own.

    The rest of a cut row holds no number and no name of a level, and leaves most cells of the row empty.
    """
    pairs = [(owner[row - 1, col], owner[row, col]) for col in range(table.n_cols) if (row - 1, col) in owner]
    halves = {two: one for one, two in pairs if one != two and two[0] == row and texts[two].strip()}
    above = {one for one, _ in pairs if one[2] == row - 1 and texts[one].strip()}
    if not halves or len(halves) + 3 > len(above):
        return False
    for two, one in halves.items():
        own = compact(texts[two])
        if (
            one not in above
            or one[1::2] != two[1::2]
            or re.fullmatch(r"[-\d.,%]+|.*指标(?:\(.*)?|.*[:：].*", own)
        ):
            return False
        if role("labels", own) or role("columns", own):
            return False
    for two, one in halves.items():
        texts[one] += texts[two]
    return True


def _repeated_headers(
    owner: dict[tuple[int, int], Span], texts: dict[Span, str], table: RuledTable, breaks: Sequence[int]
) -> set[int]:
    """Rows at the top of a page that repeat rows above them: the header printed again."""
    dropped: set[int] = set()
    for start in breaks:
        for row in range(start, min(start + 4, table.n_rows)):
            here = _row_texts(owner, texts, table, row)
            filled = [text for text in here if text]
            header = any("指标" in text or "项目" in text for text in filled) and not any(
                re.fullmatch(r"[\d.%]+", text) for text in filled
            )
            if len(filled) < 3 or not header:
                break
            if any(_row_texts(owner, texts, table, other) == here for other in range(start)):
                dropped.add(row)
            else:
                break
    return dropped


def _row_texts(
    owner: dict[tuple[int, int], Span], texts: dict[Span, str], table: RuledTable, row: int
) -> list[str]:
    spans = [owner[row, col] for col in range(table.n_cols)]
    return [re.sub(r"\s", "", texts[span]) if span[0] == row else "" for span in spans]


def _as_grid(
    table: RuledTable,
    owner: dict[tuple[int, int], Span],
    texts: dict[Span, str],
    dropped: set[int],
    sheet: str,
    starts: Sequence[tuple[int, int]],
) -> Grid:
    kept = [row for row in range(table.n_rows) if row not in dropped]
    new = {row: at for at, row in enumerate(kept)}
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Span] = []
    for span in sorted(set(owner.values())):
        rows = [new[row] for row in range(span[0], span[2] + 1) if row in new]
        if not rows:
            continue
        top, left, bottom, right = rows[0], span[1], rows[-1], span[3]
        if (top, left) != (bottom, right):
            merges.append((top, left, bottom, right))
        if texts[span]:
            cells[top, left] = Cell(top, left, texts[span], _address(span[0], left, starts))
    return Grid(sheet, cells, len(kept), table.n_cols, tuple(merges), spreadsheet=False, page=starts[0][0])
