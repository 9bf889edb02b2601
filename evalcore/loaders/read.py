"""The one way in: a path or bytes → forms and errors, dispatched by content, never by name.

Every function takes `headers`: what people explained of unknown headers, {header_key(text): field of mapping.FIELDS}
(see mapping.py). A header so explained is read as that field, without a finding.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from evalcore.errors import LoadError, reason
from evalcore.loaders import archive, flat, form, report, summary
from evalcore.loaders.doc import to_docx
from evalcore.loaders.document import Document
from evalcore.loaders.folder import files_of
from evalcore.loaders.identity import other_form
from evalcore.loaders.limits import MAX_FILE, MAX_TEXT, MB, Reader, shared_reader
from evalcore.loaders.mapping import explained
from evalcore.loaders.project_name import with_names
from evalcore.loaders.register import RegisterReading, read_registers
from evalcore.loaders.sniff import sniff
from evalcore.model import Evaluation, Finding, Place, Register, Severity, Source
from evalcore.store.prepared import Prepared

_log = logging.getLogger(__name__)

#: format → module and function; modules are loaded when first needed
_READERS = {
    "xlsx": ("xlsx", "read_xlsx"), "xls": ("xls", "read_xls"), "ods": ("ods", "read_ods"),
    "docx": ("docx", "read_docx"), "csv": ("csv", "read_csv"), "html": ("html", "read_html"),
    "mht": ("html", "read_mht"), "xml2003": ("html", "read_xml2003"), "pdf": ("pdf", "read_pdf"),
    "text": ("text", "read_text"),
}  # fmt: skip
_TEXTS = ("csv", "text", "html", "mht", "xml2003")
_SAVE_AS = "请另存为 xlsx、docx 或 pdf 后重新报送"
_REFUSED = {
    "empty": ("文件是空的", "请核对是否传错文件，重新报送"),
    "encrypted": ("文件设有打开密码，无法读取", "请去除密码后重新报送"),
    "broken-zip": ("文件不完整或已损坏（可能传输中断）", "请用原软件打开核对后另存，再重新报送"),
    "xlsb": ("二进制工作簿（xlsb）暂不支持", "请在 Excel 中另存为 xlsx 后重新报送"),
    "pptx": ("演示文稿不是自评表或报告", _SAVE_AS), "odt": ("ODT 文档暂不支持", "请另存为 docx 后重新报送"),
    "image": ("图片无法读取文字（不做识别）", "请报送可编辑的电子表格或文档"),
    "rar": ("RAR 压缩包暂不支持", "请改用 zip 压缩后重新报送"),
    "7z": ("7z 压缩包暂不支持", "请改用 zip 压缩后重新报送"),
    "gzip": ("gzip 压缩包暂不支持", "请改用 zip 压缩后重新报送"),
    "program": ("文件是程序，已拒绝", _SAVE_AS),
    "ole": ("旧版 Office 格式中未找到表格或正文", _SAVE_AS),
    "word-xml": ("Word XML 文档暂不支持", "请另存为 docx 后重新报送"),
    "xml": ("XML 文件不是电子表格", _SAVE_AS),
    "binary": ("无法识别的文件格式", _SAVE_AS),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file (or one member of an archive) gave: its forms, and what could not be read."""

    file: str  # as sent; archive members as "a.zip/b.xlsx"
    format: str  # xlsx xls ods docx doc pdf text csv html xml2003 … or what it is instead
    sha256: str
    forms: tuple[Evaluation, ...] = ()
    errors: tuple[LoadError, ...] = ()
    size: int = 0  # bytes
    registers: tuple[Register, ...] = ()  # lists beside the forms
    refused: tuple[
        LoadError, ...
    ] = ()  # rows and values of those lists that could not be read; the rest stands
    prepared: tuple[Prepared, ...] = ()  # instead of the forms, where they were recomputed as they were read


def read_file(
    path: Path, *, name: str | None = None, headers: Mapping[str, str] | None = None
) -> FileReading:
    """Read one file; of an archive, its members together as one reading. Never raises for bad content."""
    readings = list(read_path(path, name=name, headers=headers))
    if len(readings) == 1:
        return readings[0]
    data = b"" if path.is_dir() else path.read_bytes()
    return FileReading(
        name or path.name,
        "folder" if path.is_dir() else "zip",
        hashlib.sha256(data).hexdigest(),
        tuple(form for reading in readings for form in reading.forms),
        tuple(error for reading in readings for error in reading.errors),
        len(data),
        tuple(register for reading in readings for register in reading.registers),
        tuple(error for reading in readings for error in reading.refused),
    )


def read_path(
    path: Path,
    *,
    name: str | None = None,
    reader: Reader | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[FileReading]:
    """Read a file, every member of an archive, or every file of a folder. Never raises for bad content.

    Files are read in `reader`, a child process with limits (default: the one of this process).
    """
    name = name or path.name
    if path.is_dir():
        found = False
        for inner, inside, refused in files_of(path):
            found = True
            if refused is not None:
                yield _refusal(inside, "", b"", refused)
            else:
                yield from read_path(inner, name=inside, reader=reader, headers=headers)
        if not found:
            yield _refusal(name, "folder", b"", LoadError(name, "文件夹是空的", "请放入自评表或报告后重试"))
        return
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        yield _refusal(name, "", b"", LoadError(name, "不是普通文件（管道或设备），未读取", "请放入文件本身"))
        return
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            error = LoadError(
                name, f"文件 {size // MB} MB，超过上限 {MAX_FILE // MB} MB", "请拆分或压缩图片后重新报送"
            )
            yield FileReading(name, "", "", errors=(error,), size=size)
            return
        data = path.read_bytes()
    except OSError as error:
        problem = LoadError(name, f"文件无法打开：{reason(error)}", "请检查文件是否存在、是否有读取权限")
        yield FileReading(name, "", "", errors=(problem,))
        return
    yield from read_bytes(data, name, reader=reader, headers=headers)


def read_bytes(
    data: bytes, name: str, *, reader: Reader | None = None, headers: Mapping[str, str] | None = None
) -> Iterator[FileReading]:
    """Like read_path, for bytes already in memory (an upload)."""
    if sniff(data) != "zip":
        yield _limited(data, name, reader or shared_reader(), headers)
        return
    found = False
    for member, content in archive.members(data, name):
        found = True
        if isinstance(content, LoadError):
            yield _refusal(member, "", b"", content)
        else:
            yield _limited(content, member, reader or shared_reader(), headers)
    if not found:
        yield _refusal(
            name, "zip", data, LoadError(name, "压缩包内没有可读取的文件", "请放入自评表或报告后重新压缩")
        )


def _refusal(name: str, kind: str, data: bytes, error: LoadError) -> FileReading:
    return FileReading(
        name, kind, hashlib.sha256(data).hexdigest() if data else "", errors=(error,), size=len(data)
    )


def _limited(data: bytes, name: str, reader: Reader, headers: Mapping[str, str] | None) -> FileReading:
    """Read one file in the child process. LibreOffice runs beside it, under its own time limit."""
    kind = sniff(data)
    try:
        if kind in _REFUSED:
            return read_member(data, name)
        if kind in _TEXTS and len(data) > MAX_TEXT:
            message = f"文本内容 {len(data) // MB} MB，超过上限 {MAX_TEXT // MB} MB"
            return _refusal(
                name, kind, data, LoadError(name, message, "请核对文件是否异常，或拆分后重新报送")
            )
        if kind not in ("doc", "rtf"):
            reading = reader.read(data, name, headers)
        else:
            sent = Source(name, hashlib.sha256(data).hexdigest(), kind)
            reading = reader.read(to_docx(data, name), name, headers, sent)
        assert isinstance(reading, FileReading)
    except LoadError as error:
        return _refusal(name, kind, data, error)
    return replace(reading, size=len(data))


def read_member(
    data: bytes, name: str, headers: Mapping[str, str] | None = None, sent: Source | None = None
) -> FileReading:
    """Read one file (no archive) in this process. Never raises: what goes wrong is an error of the reading.

    sent: the file the bytes were converted from, whose format and hash are said (a conversion never gives the same bytes).
    """
    kind = sniff(data)
    source = sent or Source(name, hashlib.sha256(data).hexdigest(), kind)
    forms: tuple[Evaluation, ...] = ()
    errors: list[LoadError] = []
    lists: RegisterReading | None = None
    try:
        with explained(headers):
            document = _document(data, kind, source)
            lists = read_registers(document, headers)
            if not lists.registers or any(part for part in lists.rest.parts):
                forms, errors = _forms(lists.rest)
            if lists.registers and not forms:  # what stands around a list is no failed form
                errors = []
    except LoadError as error:
        errors = [error]
    except MemoryError:
        errors = [
            LoadError(name, "读取时内存不足，已停止", "请检查文件是否异常（超大、损坏），另存后重新报送")
        ]
    except RecursionError:
        errors = [LoadError(name, "文件结构嵌套过深，已停止读取", "请用原软件打开核对后另存，再重新报送")]
    except Exception as error:  # noqa: BLE001 - a file must never stop the batch; the trace is logged
        _log.exception("reading %s", name)
        errors = [
            LoadError(
                name,
                "读取程序未能处理此文件",
                "请另存后重试；如仍失败，请将文件交系统管理员",
                value=type(error).__name__,
            )
        ]
    if lists is None or (errors and not forms):
        return FileReading(name, source.format, source.sha256, (), tuple(errors), len(data))
    # A nameless form beside good ones is refused alone: the others load.
    refused = (*lists.errors, *errors)
    return FileReading(name, source.format, source.sha256, forms, (), len(data), lists.registers, refused)


def _document(data: bytes, kind: str, source: Source) -> Document:
    if kind == "zip":
        raise LoadError(source.file, "压缩包须展开后读取", "请解压后重新报送")
    if kind not in _READERS:
        message, remedy = _REFUSED.get(kind, _REFUSED["binary"])
        raise LoadError(source.file, message, remedy)
    module, function = _READERS[kind]
    reader: Callable[[bytes, Source], Document] = getattr(
        importlib.import_module(f"evalcore.loaders.{module}"), function
    )
    return reader(data, source)


def _forms(document: Document) -> tuple[tuple[Evaluation, ...], list[LoadError]]:
    found = flat.evaluations(document) or form.evaluations(document) or summary.evaluations(document)
    if document.paragraphs:
        found = report.evaluations(document, found)
    name = document.source.file
    found = with_names(found, name)
    notes = tuple(Finding("FM_FILE_NOTE", Severity.INFO, note, "F", basis="A") for note in document.notes)
    forms = tuple(
        replace(item, read_findings=(*item.read_findings, *notes)) for item in found if item.project
    )
    others = {at: what for at, item in enumerate(forms) if (what := other_form(item))}
    errors = [
        LoadError(
            name, f"这是{what}，不是绩效自评表，未收录“{forms[at].project}”", "请报送年度终了后填写的绩效自评表",
            place=str(forms[at].places.get("project", Place(""))),
        )
        for at, what in others.items()
    ]  # fmt: skip
    forms = tuple(item for at, item in enumerate(forms) if at not in others)
    errors += [
        LoadError(
            name, "表内没有填写项目名称，未收录该表", "请在“项目名称”右侧填写项目全称后重新报送",
            place=str(item.places.get("project", Place(""))),
        )
        for item in found
        if not item.project
    ]  # fmt: skip
    if not found:
        errors.append(_nothing(document))
    return forms, errors


def _nothing(document: Document) -> LoadError:
    """Why a document that could be opened gave no form."""
    name, kind = document.source.file, document.source.format
    if any(grid.hidden and grid.cells for grid in document.grids) and not any(
        grid.cells for grid in document.grids if not grid.hidden
    ):
        return LoadError(name, "内容都在隐藏的工作表中，未读取", "请取消隐藏后重新报送")
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    if kind == "text" and suffix not in ("txt", "text", "md", ""):
        return LoadError(name, f"文件内容是纯文本，不是 {suffix} 文件，也没有找到自评表或评价报告", _SAVE_AS)
    first = document.parts[0] if document.parts else None
    place = getattr(first, "sheet", "") or (str(first.place) if first and not hasattr(first, "sheet") else "")
    glued = next((line for line in document.paragraphs if re.search(r"二级指标\s*三级指标", line.text)), None)
    if glued is not None:
        return LoadError(
            name,
            "有绩效指标的表头，但各格文字连在一起，分不清属于哪一列，表格未读取",
            "请提供原表（Word、Excel 或带框线的 PDF），不要从网页或 PDF 中复制文字",
            place=str(glued.place),
            value=glued.text[:40],
        )
    return LoadError(
        name,
        "没有找到绩效自评表、汇总表或评价报告",
        "请核对文件；自评表须有“项目名称”和“一级指标、三级指标”等表头",
        place=place,
    )
