"""What every reader returns: a document of grids and paragraphs, each value with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from evalcore.model import Place, Source

MergeSpan = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 0, inclusive


def column_name(col: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def a1(row: int, col: int) -> str:
    """Spreadsheet address of a position counted from 0: (4, 2) → "C5"."""
    return f"{column_name(col)}{row + 1}"


def r1c1(row: int, col: int) -> str:
    """Address of a table cell in a text document, counted from 0: (2, 3) → "R3C4"."""
    return f"R{row + 1}C{col + 1}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One written cell. row and col count from 0; `text` is what a person sees ("90%"), `value` what is stored (0.9).

    A cell covered by a merge has `owner` = (row, col) of the merge's top-left cell and no text of its own.
    """

    row: int
    col: int
    text: str
    address: str = ""
    value: object = None
    number_format: str = ""
    owner: tuple[int, int] | None = None
    hidden: bool = False  # in a hidden row or column


@dataclass(frozen=True)
class Grid:
    """A worksheet or a table. `cells` holds only cells that have text; positions count from 0.

    `merges` are inclusive spans. Readers may leave covered cells out of `cells`: `at` finds the owner anyway.
    """

    sheet: str
    cells: Mapping[tuple[int, int], Cell]
    n_rows: int
    n_cols: int
    merges: tuple[MergeSpan, ...] = ()
    hidden: bool = False  # a hidden or veryHidden worksheet
    spreadsheet: bool = True  # addresses are "C5"; False: "R3C4"
    page: int | None = None  # page number from 1, where the format has pages

    @cached_property
    def _spans(self) -> dict[tuple[int, int], MergeSpan]:
        spans: dict[tuple[int, int], MergeSpan] = {}
        for span in self.merges:
            top, left, bottom, right = span
            for row in range(top, min(bottom, self.n_rows - 1) + 1):
                for col in range(left, min(right, self.n_cols - 1) + 1):
                    spans[row, col] = span
        return spans

    def span(self, row: int, col: int) -> MergeSpan:
        """The merge that covers a position, or the position itself."""
        return self._spans.get((row, col), (row, col, row, col))

    def owner(self, row: int, col: int) -> tuple[int, int]:
        """Top-left position of the merge that covers a position, or the position itself."""
        span = self._spans.get((row, col))
        return (span[0], span[1]) if span else (row, col)

    def at(self, row: int, col: int) -> Cell | None:
        """The cell seen at a position, through merges; None where nothing is written."""
        return self.cells.get(self.owner(row, col))

    def text(self, row: int, col: int) -> str:
        """Displayed text at a position, through merges; "" where nothing is written."""
        cell = self.at(row, col)
        return cell.text if cell else ""

    def address(self, row: int, col: int) -> str:
        """Address of the cell seen at a position, through merges."""
        cell = self.at(row, col)
        if cell and cell.address:
            return cell.address
        row, col = self.owner(row, col)
        return a1(row, col) if self.spreadsheet else r1c1(row, col)

    def place(self, row: int, col: int) -> Place:
        return Place(self.sheet, self.address(row, col))

    def row(self, row: int) -> list[Cell]:
        """Distinct cells with text that cover a row, left to right, each merge once."""
        seen: dict[tuple[int, int], Cell] = {}
        for col in range(self.n_cols):
            owner = self.owner(row, col)
            cell = self.cells.get(owner)
            if cell is not None and cell.text.strip() and owner not in seen:
                seen[owner] = cell
        return list(seen.values())

    def texts(self) -> Iterator[list[str]]:
        """Rows of displayed texts, merges repeated: for tests and for people."""
        for row in range(self.n_rows):
            yield [self.text(row, col) for col in range(self.n_cols)]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text with its place ("正文 第12段", "第2页 第5行")."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its grids and paragraphs in reading order. `notes` are short facts for findings (Chinese)."""

    source: Source
    parts: tuple[Grid | Paragraph, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(part for part in self.parts if isinstance(part, Paragraph))
