"""docx → paragraphs and tables in reading order, straight from document.xml with lxml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, MergeSpan, Paragraph, r1c1
from evalcore.loaders.limits import MB, UNREADABLE, open_package
from evalcore.loaders.xml import declares_entities, parse
from evalcore.model import Place, Source

MAX_DOCUMENT = 48 * MB
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_PARAGRAPH, _TABLE, _LAYOUT = f"{_W}p", f"{_W}tbl", f"{_W}tcPr"
_SETTINGS, _TEXT, _VALUE = f"{_W}pPr", f"{_W}t", f"{_W}val"
_SPAN, _DOWN, _ACROSS = f"{_W}gridSpan", f"{_W}vMerge", f"{_W}hMerge"
_ROW, _CELL, _BEFORE, _RUN, _TAB = f"{_W}tr", f"{_W}tc", f"{_W}gridBefore", f"{_W}r", f"{_W}tab"
_BREAKS = {_TAB: "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_MARKS = (_ROW, _CELL, _BEFORE, _SPAN, _DOWN, _ACROSS, _PARAGRAPH, _TABLE, "{*}t", *_BREAKS)
#: what hides text or holds it twice: a document without any of it is read without asking where a text stands
_HIDING = (b":moveFrom", b":del", b":txbxContent", b"Fallback", b"PrChange")
_SKIPPED = {"Fallback", "del", "moveFrom", "txbxContent", "instrText", "pPr", "rPr"}
_REMEDY = "请用 Word 或 WPS 打开核对后另存为 docx，再重新报送"


def read_docx(data: bytes, source: Source) -> Document:
    """Paragraphs are placed "正文 第12段", tables named 表1, 表2 … Raises LoadError for a damaged package."""
    try:
        with open_package(data, source.file) as package:
            name = next(
                (entry for entry in package.namelist() if entry.lower().endswith("word/document.xml")), None
            )
            if name is None:
                name = next(
                    entry for entry in package.namelist() if entry.lower().startswith("word/document")
                )
            if package.getinfo(name).file_size > MAX_DOCUMENT:
                raise LoadError(
                    source.file, f"正文超过 {MAX_DOCUMENT // MB} MB", "请删除多余内容或拆分后重新报送"
                )
            content = package.read(name)
    except StopIteration as error:
        raise LoadError(source.file, "Word 文件缺少正文", _REMEDY) from error
    except UNREADABLE as error:
        raise LoadError(source.file, "Word 文件不完整或已损坏", _REMEDY, value=str(error)[:80]) from error
    notes = ("文件结构带有实体声明，已忽略其引用的内容",) if declares_entities(content) else ()
    root = parse(content.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), source.file, "正文")
    body = root.find(f"{_W}body")
    reading = _Reading(not any(mark in content for mark in _HIDING))
    if body is not None:
        reading.blocks(body)
    return Document(source, tuple(reading.parts), notes)


@dataclass(slots=True)
class _TableCell:
    """One cell of a row as it is written: the columns it spans and how it is merged."""

    span: int = 1
    down: str | None = None  # vMerge: "restart", "continue"; None where it has none
    across: str | None = None  # hMerge, an old form of span
    text: str = ""
    nested: list[etree._Element] = field(default_factory=list)


class _Reading:
    def __init__(self, plain: bool) -> None:
        self.plain = plain  # every text in the document is shown, and once
        self.parts: list[Grid | Paragraph] = []
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, holder: etree._Element) -> None:
        for node in holder:
            if node.tag == f"{_W}p":
                self.paragraphs += 1
                text = _text(node).strip()
                if text:
                    self.parts.append(Paragraph(text, Place("正文", f"第{self.paragraphs}段")))
                for box in node.iter(f"{_W}txbxContent"):
                    if not any(etree.QName(parent).localname == "Fallback" for parent in box.iterancestors()):
                        self.blocks(box)
            elif node.tag == f"{_W}tbl":
                self.table(node)
            elif node.tag in (f"{_W}sdt", f"{_W}customXml", f"{_W}ins"):
                content = node.find(f"{_W}sdtContent")
                self.blocks(node if content is None else content)

    def table(self, table: etree._Element) -> None:
        self.tables += 1
        title = f"表{self.tables}"
        cells: dict[tuple[int, int], Cell] = {}
        merges: list[MergeSpan] = []
        open_merges: dict[int, list[int]] = {}  # column → [first row, first column, last row, last column]
        nested: list[etree._Element] = []
        width = row = 0
        rows = (_plain_rows(table) if self.plain else None) or _rows(table)
        for row, (col, line) in enumerate(rows):
            continued: dict[int, list[int]] = {}
            for cell in line:
                span = cell.span
                if cell.across == "continue" and merges:
                    merges[-1] = (*merges[-1][:3], col + span - 1)
                    col += span
                    continue
                above = open_merges.get(col)
                if cell.down == "continue" and above:
                    above[2] = row
                    continued[col] = above
                else:
                    if cell.text:
                        cells[row, col] = Cell(row, col, cell.text, r1c1(row, col), cell.text)
                    if cell.down is not None:
                        continued[col] = [row, col, row, col + span - 1]
                    elif span > 1 or cell.across is not None:
                        merges.append((row, col, row, col + span - 1))
                nested.extend(cell.nested)
                col += span
            for start, block in open_merges.items():
                if continued.get(start) is not block:
                    merges.append((block[0], block[1], block[2], block[3]))
            open_merges = continued
            width = max(width, col)
        merges.extend((block[0], block[1], block[2], block[3]) for block in open_merges.values())
        spans = tuple(span for span in merges if span[0] != span[2] or span[1] != span[3])
        if nested and len(cells) < 2:  # a frame around other tables: what it says itself stands above them
            self.parts += [
                Paragraph(line, Place(title, cell.address))
                for cell in cells.values()
                for line in cell.text.split("\n")
                if line.strip()
            ]
        else:
            self.parts.append(Grid(title, cells, row + 1 if width else 0, width, spans, spreadsheet=False))
        for inner in nested:
            self.table(inner)


def _plain_rows(table: etree._Element) -> list[tuple[int, list[_TableCell]]] | None:
    """Columns left out before each row, and its cells, in one pass; None for a table that holds tables."""
    rows: list[tuple[int, list[_TableCell]]] = []
    cell = _TableCell()
    texts: list[str] = []
    marks = table.iter(*_MARKS)
    next(marks)
    for node in marks:
        tag = node.tag
        if tag == _ROW:
            rows.append((0, []))
        elif not rows:
            return None  # not built as a table is
        elif tag == _CELL:
            cell.text = _joined(texts)
            texts = []
            cell = _TableCell()
            rows[-1][1].append(cell)
        elif tag == _PARAGRAPH:
            texts.append("\0")  # no XML holds this character
        elif tag == _SPAN:
            cell.span = max(1, _value(node, 1))
        elif tag == _DOWN:
            cell.down = node.get(_VALUE, "continue")
        elif tag == _ACROSS:
            cell.across = node.get(_VALUE, "continue")
        elif tag == _BEFORE:
            rows[-1] = (_value(node, 0), rows[-1][1])
        elif tag == _TABLE:
            return None
        elif tag not in _BREAKS:
            texts.append(node.text or "")
        elif tag != _TAB or node.getparent().tag == _RUN:  # else a tab stop among the settings
            texts.append(_BREAKS[tag])
    cell.text = _joined(texts)
    return rows


def _joined(texts: list[str]) -> str:
    """The paragraphs of a cell, each on a line."""
    if len(texts) < 2:
        return ""
    return "\n".join(line.strip() for line in "".join(texts).split("\0")).strip()


def _rows(table: etree._Element) -> list[tuple[int, list[_TableCell]]]:
    """As _plain_rows, for a table where it matters in what a text stands."""
    rows = []
    for line in _members(table, "tr"):
        cells = []
        for node in _members(line, "tc"):
            layout = {item.tag: item for item in node[0]} if len(node) and node[0].tag == _LAYOUT else {}
            down, across = layout.get(_DOWN), layout.get(_ACROSS)
            cells.append(
                _TableCell(
                    max(1, _value(layout.get(_SPAN), 1)),
                    None if down is None else down.get(_VALUE, "continue"),
                    None if across is None else across.get(_VALUE, "continue"),
                    "\n".join(_text(paragraph).strip() for paragraph in _lines(node)).strip(),
                    [inner for inner in node if inner.tag == _TABLE],
                )
            )
        rows.append((_number(line, f"{_W}trPr/{_W}gridBefore"), cells))
    return rows


def _members(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, content controls and insertions looked through."""
    for node in holder:
        if node.tag == f"{_W}{name}":
            yield node
        elif node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _members(node, name)


def _lines(cell: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs of a cell itself, not of a table or a text box inside it."""
    for node in cell:
        if node.tag == _PARAGRAPH:
            yield node
        elif node.tag != _TABLE and node.tag != _LAYOUT and isinstance(node.tag, str):
            yield from _lines(node)


def _number(node: etree._Element, path: str, default: int = 0) -> int:
    return _value(node.find(path), default)


def _value(node: etree._Element | None, default: int) -> int:
    value = node.get(_VALUE, "") if node is not None else ""
    return min(int(value), 500) if value.isdigit() else default


def _text(paragraph: etree._Element) -> str:
    if not len(paragraph) or (len(paragraph) == 1 and paragraph[0].tag == _SETTINGS):
        return ""
    texts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str):
            continue
        if node.tag == _TEXT:
            texts.append(node.text or "")
            continue
        name = node.tag.rpartition("}")[2]
        if name == "t":
            texts.append(node.text or "")
        elif name == "tab":
            if node.getparent().tag == f"{_W}r":
                texts.append("\t")
        elif name in ("br", "cr"):
            texts.append("\n")
        elif name == "noBreakHyphen":
            texts.append("-")
        elif name not in _SKIPPED:
            stack.extend(reversed(node))
    return "".join(texts)
