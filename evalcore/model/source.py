"""Where a value came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A cell (or a passage) of a file.

    sheet: worksheet name, "第2页", "表1", "正文" …; cell: "C5", "R3C4", "第12行" … ("" when only the sheet is known).
    """

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet} {self.cell}".strip()


@dataclass(frozen=True, slots=True)
class Source:
    """The file a form was read from: name as sent (archive members as "a.zip/b.xlsx"), SHA-256 of its bytes, format."""

    file: str
    sha256: str = ""
    format: str = ""
    url: str = ""
