"""The one way in: a path or bytes → forms and errors, dispatched by content, never by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evalcore.errors import LoadError
from evalcore.model import Evaluation


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file (or one member of an archive) gave: its forms and what could not be read, with the remedy."""

    file: str  # as sent; archive members as "a.zip/b.xlsx"
    format: str  # xlsx xls ods docx doc pdf text csv html xml2003 zip … ("" when unknown)
    sha256: str
    forms: tuple[Evaluation, ...] = ()
    errors: tuple[LoadError, ...] = ()
    size: int = 0  # bytes


def read_file(path: Path, *, name: str | None = None) -> FileReading:
    """Read one file that is no archive (an archive's first member otherwise). Never raises for bad content."""
    return next(iter(read_path(path, name=name)))


def read_path(path: Path, *, name: str | None = None) -> Iterator[FileReading]:
    """Read a file, every member of an archive, or every file of a folder. Never raises for bad content."""
    raise NotImplementedError
