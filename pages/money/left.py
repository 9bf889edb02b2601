"""结余与结转 by fund source and by department, and the evaluations behind a bar."""

from __future__ import annotations

from dataclasses import replace

from evalcore.charts.money_left import money_left
from evalcore.queries import execution as queries
from evalcore.queries.run import Selection
from pages._ui import data, show
from pages._ui.show import PAGE_ROWS, Rows
from pages.money import behind


def section(selection: Selection, part: str) -> None:
    """Two figures, by fund source first: few bars, then the departments in code order."""
    for by in ("fund", "department"):
        rows = data.frame(queries.money_left, selection, by=by)
        drawn = data.drawn(lambda rows=rows, by=by: money_left(rows, by), selection, "left", by)
        show.chart(drawn, lambda code, page: _behind(code, page, selection, part))


def _behind(code: str, page: int, selection: Selection, part: str) -> Rows | None:
    kind, _, name = code.partition(":")
    if kind != "fund" or not name:
        return behind.projects(code, page, selection, part)
    own = replace(selection, fund_sources=(name,))
    found = data.frame(queries.execution_projects, own, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS)
    total = int(found["total"].iloc[0]) if len(found) else 0
    return Rows(found[behind.COLUMNS], total, name)
