"""Exports with one row an indicator, project and department repeated on each → Evaluations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from evalcore.loaders.document import Cell, Document
from evalcore.loaders.header import Header
from evalcore.loaders.indicator_rows import Rows
from evalcore.loaders.line import Line, streams
from evalcore.loaders.summary import LedgerHeader, column_of, ledger_row, unit_above, with_assumed_unit
from evalcore.loaders.vocabulary import is_blank, join_lines, role
from evalcore.model import Evaluation

#: columns that say which evaluation a row belongs to, in this order
_WHOSE = ("project_code", "project", "unit", "year")
_OF_THE_FORM = (
    "project",
    "department",
    "unit",
    "year",
    "date",
    "grade",
    "project_code",
    "initial",
    "annual",
    "executed",
    "rate",
)


@dataclass
class _Group:
    """The rows of one evaluation: the first one's line, what the form's columns say, its indicators."""

    line: Line
    cells: dict[str, Cell]
    rows: Rows = field(default_factory=Rows)


def evaluations(document: Document) -> tuple[Evaluation, ...]:
    """One Evaluation for each project of every flat table in the document."""
    found: list[Evaluation] = []
    for lines in streams(document):
        for index, line in enumerate(lines):
            headers = _headers(line)
            if headers is not None:
                found.extend(_evaluations(lines, index, *headers, document))
                break
    return tuple(found)


def _headers(line: Line) -> tuple[LedgerHeader, Header] | None:
    """The columns of the form and those of the indicators, where one row names both; else None."""
    if line.grid is None or len(line.own) < 6:
        return None
    ours: dict[str, int] = {}
    units: dict[str, str] = {}
    theirs: dict[str, tuple[int, int]] = {}
    for cell in line.own:
        name, indicator = column_of(cell.text), role("columns", cell.text)
        if name in _OF_THE_FORM and not (name == "rate" and indicator):
            if name not in ours:
                ours[name] = cell.col
                if unit := unit_above(line, cell):
                    units[name] = unit
        elif indicator is not None and indicator != "ignored":
            theirs.setdefault(indicator, (cell.col, line.last(cell)))
    if "project" not in ours or "level3" not in theirs or not {"target", "actual", "score"} & theirs.keys():
        return None
    return LedgerHeader(ours, units, 1), Header(theirs, 1, line.grid.n_cols)


def _evaluations(
    lines: Sequence[Line], index: int, ours: LedgerHeader, theirs: Header, document: Document
) -> Iterator[Evaluation]:
    ours = with_assumed_unit(ours, lines[index + 1 :])
    groups: dict[tuple[str, ...], _Group] = {}
    group: _Group | None = None
    for line in lines[index + 1 :]:
        if line.grid is not lines[index].grid or _headers(line) is not None:
            continue
        cells = {
            name: cell
            for name, col in ours.columns.items()
            if (cell := line.at(col)) and not is_blank(cell.text)
        }
        if "project" in cells:  # else the row goes on with the project above it
            key = tuple(join_lines(cells[name].text) if name in cells else "" for name in _WHOSE)
            group = groups.setdefault(key, _Group(line, cells))
        if group is not None:
            group.rows.add(theirs, line)
    for each in groups.values():
        if each.rows.indicators:
            form = ledger_row(lines[:index], each.line, each.cells, ours, document)
            absent = form.absent if theirs.has("deviation_note") else (*form.absent, "deviation_note")
            yield replace(form, indicators=each.rows.finished(), absent=absent)
