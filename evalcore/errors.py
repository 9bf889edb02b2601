"""Errors a user can act on: each names the place and the remedy, in the user's language."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘为只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已存在",
    errno.ENAMETOOLONG: "名称过长",
    errno.ELOOP: "链接指向自身",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被其他程序使用",
    errno.ETXTBSY: "正被其他程序使用",
    errno.EFBIG: "文件过大",
    errno.ESTALE: "网络文件夹已断开",
    errno.ENOMEM: "内存不足",
}


def reason(fault: OSError) -> str:
    """Why the operating system refused, in Chinese; its number where we have no words for it."""
    if fault.errno is None:
        return "读写失败"
    return _REASONS.get(fault.errno, f"系统错误 {fault.errno}")


class EvalError(Exception):
    """Root of every error this package raises on purpose."""


class LoadError(EvalError):
    """A file, or a value in it, that cannot be read.

    place: where (sheet/page and cell, or "" for the whole file), value: what stood there,
    message: what is wrong, remedy: what would be accepted; all in Chinese, shown as they are.
    """

    def __init__(self, file: str, message: str, remedy: str, *, place: str = "", value: str = "") -> None:
        self.file = file
        self.place = place
        self.value = value
        self.message = message
        self.remedy = remedy
        where = f"{file} {place}".strip()
        shown = f"“{value}”" if value else ""
        super().__init__(f"{where}：{message}{shown}。{remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Readers in child processes send their errors home: pickle by field, not by message."""
        return _load_error, (self.file, self.message, self.remedy, self.place, self.value)


def _load_error(file: str, message: str, remedy: str, place: str, value: str) -> LoadError:
    return LoadError(file, message, remedy, place=place, value=value)


class RuleError(EvalError):
    """A rule-set file that cannot be used: file, line, message and remedy, in Chinese."""

    def __init__(self, file: str, message: str, remedy: str, *, line: int | None = None) -> None:
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
        where = f"{file} 第 {line} 行" if line is not None else file
        super().__init__(f"{where}：{message}。{remedy}")


class QueryError(EvalError):
    """A query that failed: its name and SQL stay with the error, for the log; the message is for the page."""

    def __init__(self, name: str, sql: str, message: str) -> None:
        self.name = name
        self.sql = sql
        super().__init__(f"查询 {name} 未能完成：{message}")


class StoreError(EvalError):
    """A store that cannot be opened, written or published: what happened and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message}。{remedy}")
