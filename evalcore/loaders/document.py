"""What every reader returns: a document of grids and paragraphs, each value with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evalcore.model import Place, Source

MergeSpan = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 0, inclusive
MAX_SPAN_ROWS = 1_000_000  # merges × written rows of one grid


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


@dataclass(
    slots=True, unsafe_hash=True
)  # not frozen: made four times as fast, a fifth of reading; nothing changes one
class Cell:
    """One written cell. Positions count from 0; `text` is what a person sees ("90%"), `value` what is stored.

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
    flowing: bool = False  # one of the tables of a running text (a web page): a form may go on in the next
    #: what its readers worked out, each asked for the same: its lines, the header at a row
    memory: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows in which something is written, in order: the last cell may be a million rows away."""
        return tuple(sorted({row for row, _ in self.cells}))

    @cached_property
    def _spans(self) -> dict[int, list[MergeSpan]]:
        """Merges over each written row."""
        spans: dict[int, list[MergeSpan]] = {}
        budget = MAX_SPAN_ROWS
        for span in self.merges:
            first, last = bisect_left(self.rows, span[0]), bisect_right(self.rows, span[2])
            budget -= last - first
            if budget < 0:
                break  # no form has that many merges: hostile
            for row in self.rows[first:last]:
                spans.setdefault(row, []).append(span)
        return spans

    @cached_property
    def _lines(self) -> dict[int, list[Cell]]:
        lines: dict[int, list[Cell]] = {}
        for cell in self.cells.values():
            if cell.text.strip():
                lines.setdefault(cell.row, []).append(cell)
        return lines

    def span(self, row: int, col: int) -> MergeSpan:
        """The merge that covers a position, or the position itself."""
        for span in self._spans.get(row) or (() if row in self._lines else self.merges):
            if span[0] <= row <= span[2] and span[1] <= col <= span[3]:
                return span
        return row, col, row, col

    def owner(self, row: int, col: int) -> tuple[int, int]:
        """Top-left position of the merge that covers a position, or the position itself."""
        span = self.span(row, col)
        return span[0], span[1]

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
        seen = {}
        for cell in self._lines.get(row, ()):
            if self.owner(row, cell.col) == (row, cell.col):
                seen[cell.row, cell.col] = cell
        for span in self._spans.get(row, ()):
            owner = self.cells.get((span[0], span[1]))
            if owner is not None and owner.text.strip():
                seen[owner.row, owner.col] = owner
        return sorted(seen.values(), key=lambda cell: cell.col)

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
    """A file as read: its grids and paragraphs in reading order. `notes`: facts for findings (Chinese)."""

    source: Source
    parts: tuple[Grid | Paragraph, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(part for part in self.parts if isinstance(part, Paragraph))
