"""Tables of HTML, of single-file web pages (mht) and of SpreadsheetML 2003, all often saved as .xls."""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree, html

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, MergeSpan, Paragraph, a1
from evalcore.loaders.number_format import display
from evalcore.loaders.sniff import decode
from evalcore.loaders.xml import parser
from evalcore.model import Place, Source

MAX_CELLS = 200_000
MAX_COLUMNS = 2_000
_REMEDY = "请用 Excel 或 WPS 打开核对后另存为 xlsx，再重新报送"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption"}


def read_mht(data: bytes, source: Source) -> Document:
    """The HTML part of a single-file web page."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return read_html(payload, source)
    raise LoadError(source.file, "网页归档文件中没有表格", _REMEDY)


def read_html(data: bytes, source: Source) -> Document:
    """Headings and tables in reading order; the declared charset is tried before guessing."""
    text = _html_text(data)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise LoadError(source.file, "网页格式的表格无法解析", _REMEDY, value=str(error)[:80]) from error
    parts: list[Grid | Paragraph] = []
    tables = lines = 0
    for node in root.iter():
        if node.tag == "table":
            if not any(parent.tag == "table" for parent in node.iterancestors()) or not node.xpath(
                ".//table"
            ):
                tables += 1
                parts.append(_table(node, f"表{tables}", source.file))
        elif node.tag in _BLOCKS and not any(parent.tag == "table" for parent in node.iterancestors()):
            line = _clean(node.text_content()) if not node.xpath(".//table|.//p|.//div") else ""
            if line:
                lines += 1
                parts.append(Paragraph(line, Place("正文", f"第{lines}段")))
    return Document(source, tuple(parts))


def _html_text(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared.group(1).decode("ascii").lower()
        try:
            text = data.decode("gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name)
        except (LookupError, UnicodeDecodeError):
            text = decode(data) or data.decode("utf-8", errors="replace")
    else:
        text = decode(data) or data.decode("utf-8", errors="replace")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses text that declares its own encoding
    return text.replace("\x00", "") or "<html></html>"


def _clean(text: str) -> str:
    return re.sub(r"[ \t\r\f\v\xa0]*\n[ \t\r\n\f\v\xa0]*", "\n", text.replace("\xa0", " ")).strip()


def _span(node: etree._Element, name: str) -> int:
    value = (node.get(name) or "1").strip()
    return min(max(1, int(value)), 1_000) if value.isdigit() else 1


def _table(table: etree._Element, title: str, file: str) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[MergeSpan] = []
    taken: set[tuple[int, int]] = set()
    row = width = 0
    for line in table.iter("tr"):
        if next(line.iterancestors("table")) is not table:
            continue
        col = 0
        for node in line:
            if node.tag not in ("td", "th"):
                continue
            while (row, col) in taken:
                col += 1
            down, right = _span(node, "rowspan"), _span(node, "colspan")
            text = _cell_text(node)
            if text:
                cells[row, col] = Cell(row, col, text, a1(row, col), text)
            if down > 1 or right > 1:
                merges.append((row, col, row + down - 1, col + right - 1))
                taken.update((row + i, col + j) for i in range(down) for j in range(right))
            col += right
            width = max(width, col)
            if len(cells) > MAX_CELLS or len(taken) > 3 * MAX_CELLS or width > MAX_COLUMNS:
                many = f"表格的单元格超过 {MAX_CELLS} 个或列数超过 {MAX_COLUMNS} 列"
                raise LoadError(file, many, "请拆分后重新报送", place=title)
        row += 1
    return Grid(title, cells, row, width, tuple(span for span in merges if span[0] < row), flowing=True)


def _cell_text(node: etree._Element) -> str:
    for mark in node.iter("br", "p", "div"):
        if mark.tag == "br":
            mark.tail = "\n" + (mark.tail or "")
        elif mark.getprevious() is not None:
            mark.text = "\n" + (mark.text or "")
    return _clean(node.text_content())


def read_xml2003(data: bytes, source: Source) -> Document:
    """SpreadsheetML 2003 ("XML 表格 2003"); ss:Index skips, ss:MergeAcross and ss:MergeDown merge."""
    try:
        root = etree.fromstring(data.lstrip(), parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LoadError(source.file, "XML 表格不完整或已损坏", _REMEDY, value=str(error)[:80]) from error
    if root is None:
        raise LoadError(source.file, "XML 表格不完整或已损坏", _REMEDY)
    formats = {
        style.get(f"{_SS}ID"): (style.find(f"{_SS}NumberFormat").get(f"{_SS}Format") or "")
        for style in root.iter(f"{_SS}Style")
        if style.find(f"{_SS}NumberFormat") is not None
    }
    grids = []
    for sheet in root.iter(f"{_SS}Worksheet"):
        visible = sheet.findtext(".//{urn:schemas-microsoft-com:office:excel}Visible") or ""
        grids.append(_sheet(sheet, formats, visible in ("SheetHidden", "SheetVeryHidden"), source.file))
    return Document(source, tuple(grids))


def _sheet(sheet: etree._Element, formats: dict[str | None, str], hidden: bool, file: str) -> Grid:
    title = sheet.get(f"{_SS}Name") or "工作表"
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[MergeSpan] = []
    row = -1
    for line in sheet.iter(f"{_SS}Row"):
        index = line.get(f"{_SS}Index") or ""
        row = int(index) - 1 if index.isdigit() else row + 1
        col = -1
        for node in line.iter(f"{_SS}Cell"):
            index = node.get(f"{_SS}Index") or ""
            col = int(index) - 1 if index.isdigit() else col + 1
            text, value = _data(node, formats.get(node.get(f"{_SS}StyleID"), ""))
            if text:
                cells[row, col] = Cell(row, col, text, a1(row, col), value)
            right = _count(node.get(f"{_SS}MergeAcross"))
            down = _count(node.get(f"{_SS}MergeDown"))
            if right or down:
                merges.append((row, col, row + down, col + right))
            col += right
        if len(cells) > MAX_CELLS:
            raise LoadError(file, f"工作表的单元格超过 {MAX_CELLS} 个", "请拆分后重新报送", place=title)
    n_rows = max([row for row, _ in cells], default=-1) + 1
    n_cols = max([col for _, col in cells], default=-1) + 1
    for top, left, _, right in merges:
        if (top, left) in cells:
            n_cols = max(n_cols, min(right + 1, n_cols + 64))
    return Grid(title, cells, n_rows, n_cols, tuple(span for span in merges if span[0] < n_rows), hidden)


def _count(value: str | None) -> int:
    return min(int(value), 1_000_000) if value and value.isdigit() else 0


def _data(node: etree._Element, number_format: str) -> tuple[str, object]:
    data = next((child for child in node if etree.QName(child).localname == "Data"), None)
    if data is None:
        return "", None
    text = "".join(data.itertext()).strip()
    if data.get(f"{_SS}Type") == "Number" and text:
        try:
            number = float(text)
        except ValueError:
            return text, text
        named = {"Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00"}.get(
            number_format, number_format
        )
        return display(number, "" if named.startswith("General") else named), number
    return text, text
