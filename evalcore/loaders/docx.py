"""docx → paragraphs and tables in reading order, straight from document.xml with lxml."""

from __future__ import annotations

from collections.abc import Iterator

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
_SETTINGS, _TEXT = f"{_W}pPr", f"{_W}t"
_SPAN, _DOWN, _ACROSS = f"{_W}gridSpan", f"{_W}vMerge", f"{_W}hMerge"
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
    reading = _Reading()
    if body is not None:
        reading.blocks(body)
    return Document(source, tuple(reading.parts), notes)


class _Reading:
    def __init__(self) -> None:
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
        for row, line in enumerate(_members(table, "tr")):
            col = _number(line, f"{_W}trPr/{_W}gridBefore")
            continued: dict[int, list[int]] = {}
            for node in _members(line, "tc"):
                layout = {item.tag: item for item in node[0]} if len(node) and node[0].tag == _LAYOUT else {}
                span = max(1, _value(layout.get(_SPAN), 1))
                vertical, horizontal = layout.get(_DOWN), layout.get(_ACROSS)
                if horizontal is not None and horizontal.get(f"{_W}val", "continue") == "continue" and merges:
                    merges[-1] = (*merges[-1][:3], col + span - 1)
                    col += span
                    continue
                above = open_merges.get(col)
                if vertical is not None and vertical.get(f"{_W}val", "continue") == "continue" and above:
                    above[2] = row
                    continued[col] = above
                else:
                    text = "\n".join(_text(line).strip() for line in _lines(node)).strip()
                    if text:
                        cells[row, col] = Cell(row, col, text, r1c1(row, col), text)
                    if vertical is not None:
                        continued[col] = [row, col, row, col + span - 1]
                    elif span > 1 or horizontal is not None:
                        merges.append((row, col, row, col + span - 1))
                nested.extend(inner for inner in node if inner.tag == _TABLE)
                col += span
            for start, block in open_merges.items():
                if continued.get(start) is not block:
                    merges.append((block[0], block[1], block[2], block[3]))
            open_merges = continued
            width = max(width, col)
        merges.extend((block[0], block[1], block[2], block[3]) for block in open_merges.values())
        spans = tuple(span for span in merges if span[0] != span[2] or span[1] != span[3])
        self.parts.append(Grid(title, cells, row + 1 if width else 0, width, spans, spreadsheet=False))
        for inner in nested:
            self.table(inner)


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
    value = node.get(f"{_W}val", "") if node is not None else ""
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
