"""Members of a zip as departments send it: names in GBK, folders, zips inside; nothing is written to disk."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from evalcore.errors import LoadError
from evalcore.loaders.limits import MAX_MEMBERS, MAX_RATIO, MB, UNREADABLE
from evalcore.loaders.sniff import sniff

MAX_DEPTH = 4
MAX_MEMBER = 150 * MB
MAX_PLAIN_MEMBER = 20 * MB  # what is smaller may be packed however well
MAX_TOTAL = 2048 * MB  # of everything unpacked from one archive
_JUNK = {"thumbs.db", ".ds_store", "desktop.ini"}


class Budget:
    """What may still be unpacked of one archive, nested ones included."""

    def __init__(self) -> None:
        self.bytes = MAX_TOTAL
        self.members = MAX_MEMBERS


def member_name(entry: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where the flag or the bytes say so, else GBK (Windows in Chinese)."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def is_junk(name: str) -> bool:
    """Files that programs leave beside documents: ~$ locks, Thumbs.db, __MACOSX."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.lower() in _JUNK or path.name.startswith(("~$", "._", ".~")) or "__MACOSX" in path.parts


def members(
    data: bytes, name: str, *, depth: int = 1, budget: Budget | None = None
) -> Iterator[tuple[str, bytes | LoadError]]:
    """(name as "a.zip/b.xlsx", bytes, or why the member cannot be read), nested archives opened in place."""
    budget = budget or Budget()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE:
        yield name, LoadError(name, "压缩包不完整或已损坏", "请重新压缩后报送")
        return
    with archive:
        for entry in archive.infolist():
            if budget.members <= 0:
                message = f"压缩包内超过 {MAX_MEMBERS} 个文件，其余未读取"
                yield name, LoadError(name, message, "请分包报送")
                return
            inner = member_name(entry)
            if entry.is_dir() or is_junk(inner):
                continue
            yield from _member(archive, entry, f"{name}/{inner}", inner, depth, budget)


def _too_much(entry: zipfile.ZipInfo, budget: Budget) -> str:
    """Why a member must not be unpacked, "" where it may be."""
    if entry.file_size > MAX_MEMBER:
        return f"展开后 {entry.file_size // MB} MB，超过上限 {MAX_MEMBER // MB} MB"
    if budget.bytes < 0:
        return f"压缩包展开后总量超过 {MAX_TOTAL // MB} MB"
    if entry.file_size > MAX_PLAIN_MEMBER and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        return f"压缩 {entry.file_size // max(1, entry.compress_size)} 倍，不是正常的文件"
    return ""


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, full: str, inner: str, depth: int, budget: Budget
) -> Iterator[tuple[str, bytes | LoadError]]:
    path = PurePosixPath(inner.replace("\\", "/"))
    budget.members -= 1
    budget.bytes -= entry.file_size
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield full, LoadError(full, "压缩包内是快捷方式（符号链接），不是文件", "请放入文件本身后重新压缩")
        return
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        yield full, LoadError(full, "压缩包内的路径指向包外，已拒绝", "请重新压缩，不要使用绝对路径或“..”")
        return
    if entry.flag_bits & 1:
        yield full, LoadError(full, "压缩包设有密码，无法读取", "请去除密码后重新报送")
        return
    if problem := _too_much(entry, budget):
        yield full, LoadError(full, f"{problem}，已拒绝", "请核对文件是否异常，或拆分后重新报送")
        return
    try:
        content = archive.read(entry)
    except UNREADABLE as error:
        yield (
            full,
            LoadError(full, "压缩包内的文件已损坏，无法解压", "请重新压缩后报送", value=str(error)[:80]),
        )
        return
    if sniff(content) == "zip":
        if depth >= MAX_DEPTH:
            yield full, LoadError(full, f"压缩包嵌套超过 {MAX_DEPTH} 层", "请解开内层压缩包后重新报送")
        else:
            yield from members(content, full, depth=depth + 1, budget=budget)
        return
    yield full, content
