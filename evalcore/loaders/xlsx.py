"""xlsx, xlsm → grids: values, number formats and merges read straight from the package with lxml.

openpyxl's full mode takes 33 s and 1.4 GB on a sheet of a million styled empty rows: cells without
content are taken out of the byte stream before anything is parsed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, MergeSpan, a1
from evalcore.loaders.limits import MB, UNREADABLE, open_package
from evalcore.loaders.line import is_template
from evalcore.loaders.number_format import BUILT_IN, display
from evalcore.loaders.xlsx_plain import extent, read_plain
from evalcore.loaders.xml import declares_entities, parse
from evalcore.model import Source

MAX_SHEET = 48 * MB  # of one sheet's XML after empty cells are gone
MAX_CELLS = 400_000  # of one workbook
_EMPTY_CELL = re.compile(rb"<c(?: [^<>]*)?(?:/>|>\s*(?:<v\s*/>|<v></v>)?\s*</c>)")
_EMPTY_ROW = re.compile(rb"<row(?: [^<>]*)?(?:/>|>\s*</row>)")
_WRITTEN = (b"<v", b"<is", b"<f", b":v", b":is", b":f")  # what a cell that holds something has
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_REMEDY = "请用 Excel 或 WPS 打开核对后另存为 xlsx，再重新报送"


@dataclass(frozen=True, slots=True)
class _Workbook:
    strings: tuple[str, ...]
    formats: tuple[str, ...]  # number format of each cell style
    epoch_1904: bool
    file: str
    uncomputed: list[str]  # places of formulas saved without their result


def read_xlsx(data: bytes, source: Source) -> Document:
    """Every worksheet in order, hidden ones marked. Raises LoadError for a package that cannot be read."""
    plain = read_plain(data, source)
    if plain is not None:
        return plain
    try:
        with open_package(data, source.file) as package:
            return _workbook(package, source)
    except UNREADABLE as error:
        raise LoadError(source.file, "工作簿不完整或已损坏", _REMEDY, value=str(error)[:80]) from error


def _workbook(package: zipfile.ZipFile, source: Source) -> Document:
    names = {name.lower().lstrip("/"): name for name in package.namelist()}

    def part(path: str) -> bytes | None:
        name = names.get(path.lower().lstrip("/"))
        return package.read(name) if name else None

    book_path = next((path for path in names if re.fullmatch(r"xl/workbook\d*\.xml", path)), None)
    if book_path is None:
        raise LoadError(source.file, "工作簿缺少 workbook.xml", _REMEDY)
    root = parse(part(book_path) or b"", source.file, book_path)
    targets = _relationships(part("xl/_rels/" + posixpath.basename(book_path) + ".rels"), source.file)
    properties = next(iter(root.iter("{*}workbookPr")), None)
    workbook = _Workbook(
        _strings(part("xl/sharedstrings.xml"), source.file),
        _formats(part("xl/styles.xml"), source.file),
        properties is not None and properties.get("date1904") in ("1", "true"),
        source.file,
        [],
    )
    grids, notes, count = [], [], 0
    for sheet in root.iter("{*}sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        path = names.get(posixpath.normpath(posixpath.join("xl", target.lstrip("/"))).lower()) or names.get(
            target.lower().lstrip("/")
        )
        if not path or "worksheets" not in path.lower():
            continue  # a chart sheet or a dialogue
        title = sheet.get("name") or posixpath.basename(path)
        content = _trimmed(package, path, title, source.file)
        if declares_entities(content):
            notes.append(f"工作表“{title}”的文件结构带有实体声明，已忽略其引用的内容")
        before = len(workbook.uncomputed)
        grid = _grid(content, title, sheet.get("state") in ("hidden", "veryHidden"), workbook)
        if is_template(title):
            del workbook.uncomputed[before:]  # the checks on a sheet of instructions are no data
        count += len(grid.cells)
        if count > MAX_CELLS:
            raise LoadError(
                source.file, f"工作簿的单元格超过 {MAX_CELLS} 个", "请拆分后重新报送", place=title
            )
        grids.append(grid)
    if workbook.uncomputed:
        first = "、".join(workbook.uncomputed[:5])
        count = len(workbook.uncomputed)
        notes.append(
            f"{count} 个公式没有保存计算结果，按空白读取（{first}），请在 Excel 中打开并保存后重新报送"
        )
    return Document(source, tuple(grids), tuple(notes))


def _trimmed(package: zipfile.ZipFile, path: str, title: str, file: str) -> bytes:
    """A sheet's XML without its empty cells and rows, unpacked piece by piece."""
    kept, rest = bytearray(), b""
    addressed = True
    with package.open(path) as stream:
        while chunk := stream.read(1 << 20):
            piece = rest + chunk
            cut = piece.rfind(b"</row>") + 6
            if cut < 6:
                cut = piece.rfind(b"/>") + 2 if len(piece) < 8 * MB and piece.rfind(b"<row") < 0 else 0
                if len(piece) > MAX_SHEET:
                    raise LoadError(file, "工作表中一行的内容过大", "请删除多余内容后重新报送", place=title)
            piece, rest = piece[:cut], piece[cut:]
            if b"<c>" in piece or b"<row>" in piece:
                addressed = False  # without addresses, position is the address: empty cells must stay
            first = piece.find(b"<row")
            if addressed and first >= 0 and not any(mark in piece for mark in _WRITTEN):
                piece = piece[:first]  # rows and rows of nothing: they need not be looked at one by one
            elif addressed:
                piece = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece))
            kept += piece
            if len(kept) > MAX_SHEET:
                raise LoadError(
                    file,
                    f"工作表内容超过 {MAX_SHEET // MB} MB",
                    "请删除多余内容或拆分后重新报送",
                    place=title,
                )
    return bytes(kept + rest)


def _relationships(data: bytes | None, file: str) -> dict[str, str]:
    if data is None:
        return {}
    return {node.get("Id", ""): node.get("Target", "") for node in parse(data, file).iter("{*}Relationship")}


def _strings(data: bytes | None, file: str) -> tuple[str, ...]:
    return tuple(_rich_text(item) for item in parse(data, file).iter("{*}si")) if data else ()


def _rich_text(element: etree._Element) -> str:
    """Text of its runs, without the reading aids (rPh) of East Asian text."""
    texts: list[str] = []
    for node in element:
        tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if tag == "t":
            texts.append(node.text or "")
        elif tag == "r":
            texts.extend(run.text or "" for run in node.iter("{*}t"))
    return "".join(texts).replace("_x000D_", "")


def _formats(data: bytes | None, file: str) -> tuple[str, ...]:
    if not data:
        return ()
    root = parse(data, file)
    custom = {node.get("numFmtId"): node.get("formatCode") or "" for node in root.iter("{*}numFmt")}
    block = root.find("{*}cellXfs")
    ids = [node.get("numFmtId", "0") for node in block] if block is not None else []
    return tuple(custom.get(key) or BUILT_IN.get(int(key) if key.isdigit() else 0, "") for key in ids)


def position(address: str) -> tuple[int, int] | None:
    """ "C5" → (4, 2), counted from 0; None when it is no address."""
    found = _ADDRESS.match(address)
    if not found:
        return None
    col = 0
    for letter in found.group(1):
        col = col * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, col - 1


def _grid(content: bytes, title: str, hidden: bool, workbook: _Workbook) -> Grid:
    root = parse(content, workbook.file, title)
    hidden_columns = _hidden_columns(root)
    cells: dict[tuple[int, int], Cell] = {}
    row = -1
    for line in root.iter("{*}row"):
        number = line.get("r")
        row = int(number) - 1 if number and number.isdigit() else row + 1
        hidden_row = line.get("hidden") in ("1", "true")
        col = -1
        for node in line.iter("{*}c"):
            where = position(node.get("r") or "")
            col = where[1] if where else col + 1
            written = _value(node, workbook)
            if written is None and node.find("{*}f") is not None:
                workbook.uncomputed.append(f"{title} {a1(row, col)}")
            if written is not None:
                text, value, number_format = written
                cells[row, col] = Cell(
                    row,
                    col,
                    text,
                    a1(row, col),
                    value,
                    number_format,
                    None,
                    hidden_row or col in hidden_columns,
                )
    merges = _merges(root)
    return Grid(title, cells, *extent(cells, merges), hidden)


def _value(node: etree._Element, workbook: _Workbook) -> tuple[str, object, str] | None:
    """Displayed text, stored value, number format; None for an empty cell."""
    kind = node.get("t", "n")
    if kind == "inlineStr":
        holder = node.find("{*}is")
        text = _rich_text(holder) if holder is not None else ""
        return (text.strip(), text, "") if text.strip() else None
    stored = node.findtext("{*}v")
    if stored is None or not stored.strip():
        return None
    style = node.get("s", "0")
    index = int(style) if style.isdigit() else 0
    number_format = workbook.formats[index] if index < len(workbook.formats) else ""
    if kind == "s":
        text = (
            workbook.strings[int(stored)] if stored.isdigit() and int(stored) < len(workbook.strings) else ""
        )
        return (text.strip(), text, "") if text.strip() else None
    if kind in ("str", "e", "d"):
        return stored.strip(), stored, ""
    if kind == "b":
        return ("是" if stored == "1" else "否"), stored == "1", ""
    try:
        number = float(stored)
    except ValueError:
        return stored.strip(), stored, ""
    if number != number or number in (float("inf"), float("-inf")):
        return stored.strip(), stored, ""
    return display(number, number_format, epoch_1904=workbook.epoch_1904), number, number_format


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    for node in root.iter("{*}col"):
        if node.get("hidden") in ("1", "true"):
            first, last = _integer(node.attrib, "min"), _integer(node.attrib, "max")
            hidden.update(range(first - 1, min(last, first + 2000)))
    return frozenset(hidden)


def _integer(attributes: Mapping[str, str], name: str) -> int:
    value = attributes.get(name, "0")
    return int(value) if value.isdigit() else 0


def _merges(root: etree._Element) -> list[MergeSpan]:
    merges: list[MergeSpan] = []
    for node in root.iter("{*}mergeCell"):
        first, _, last = (node.get("ref") or "").partition(":")
        start, end = position(first), position(last)
        if start and end and end >= start and end[1] >= start[1]:
            merges.append((*start, *end))
    return merges
