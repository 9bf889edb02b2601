"""A document as lines, top to bottom: rows of grids and paragraphs, so that a form may run over pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from evalcore.loaders.document import Cell, Document, Grid
from evalcore.loaders.vocabulary import compact, words
from evalcore.model import Place

MAX_CELLS = 1_000  # of a line: what stands further right belongs to no form and no list


@dataclass(frozen=True)
class Line:
    """One row of a grid, or one paragraph (grid None, one cell)."""

    grid: Grid | None
    row: int
    cells: list[Cell]  # distinct cells that cover the row, left to right
    paragraph: Place | None = None
    _own: list[Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_own", [cell for cell in self.cells if cell.row == self.row])

    @property
    def own(self) -> list[Cell]:
        """Cells that begin in this row."""
        return self._own

    @property
    def sheet(self) -> str:
        return self.grid.sheet if self.grid else (self.paragraph.sheet if self.paragraph else "")

    def at(self, col: int) -> Cell | None:
        """The cell seen in a column, through merges."""
        return (
            self.grid.at(self.row, col) if self.grid else (self.cells[0] if col == 0 and self.cells else None)
        )

    def owner(self, col: int) -> tuple[int, int]:
        return self.grid.owner(self.row, col) if self.grid else (self.row, col)

    def last(self, cell: Cell) -> int:
        """Last column a cell covers."""
        return self.grid.span(cell.row, cell.col)[3] if self.grid else cell.col

    def bottom(self, cell: Cell) -> int:
        """Last row a cell covers."""
        return self.grid.span(cell.row, cell.col)[2] if self.grid else cell.row

    def place(self, cell: Cell | None = None) -> Place:
        """Where a cell (else the line's first) stands."""
        if self.grid is None:
            return self.paragraph or Place("")
        chosen = cell or (self.cells[0] if self.cells else None)
        return self.grid.place(chosen.row, chosen.col) if chosen else Place(self.grid.sheet)

    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


def streams(document: Document) -> Iterator[list[Line]]:
    """Each visible worksheet on its own; a text document as one stream. Templates are left out."""
    if any(grid.spreadsheet and grid.page is None and not grid.flowing for grid in document.grids):
        loose: list[Line] = []
        for part in document.parts:
            if not isinstance(part, Grid):
                loose.append(Line(None, 0, [Cell(0, 0, part.text)], part.place))
            elif not part.hidden and not is_template(part.sheet):
                yield loose + rows_of(part)
                loose = []
        return
    lines: list[Line] = []
    for part in document.parts:
        if isinstance(part, Grid):
            lines.extend(rows_of(part))
        else:
            lines.append(Line(None, 0, [Cell(0, 0, part.text)], part.place))
    yield lines


def rows_of(grid: Grid) -> list[Line]:
    """The lines of a grid, hidden rows left out; made once."""
    if "lines" not in grid.memory:
        grid.memory["lines"] = list(_rows(grid))
    lines: list[Line] = grid.memory["lines"]
    return lines


def _rows(grid: Grid) -> Iterator[Line]:
    for row in grid.rows:
        cells = grid.row(row)
        if len(cells) > MAX_CELLS:
            cells = cells[:MAX_CELLS]
        own = [cell for cell in cells if cell.row == row]
        if cells and not (own and all(cell.hidden for cell in own)):  # a hidden row is not printed
            yield Line(grid, row, cells)


def is_template(sheet: str) -> bool:
    """Whether a worksheet's name says that it is a template or an instruction."""
    return any(word in compact(sheet) for word in words("template_sheets"))
