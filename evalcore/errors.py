"""Errors a user can act on: each names the place and the remedy, in the user's language."""

from __future__ import annotations


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
