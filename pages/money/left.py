"""结余与结转 by fund source and by department, and the evaluations behind a bar."""

from __future__ import annotations

from dataclasses import replace

from evalcore.charts.money_left import money_left
from evalcore.queries import execution as queries
from evalcore.queries.run import Selection
from pages._ui import choose, data, show
from pages._ui.table import PAGE_ROWS, Rows
from pages.money import behind


def section(selection: Selection, part: str) -> None:
    """By fund source (few bars) or by department (in code order), as the reader chooses."""
    by = choose.one("结余分组", {"fund": "结余按资金来源", "department": "结余按部门"}, "left")
    rows = data.frame(queries.money_left, selection, by=by)
    drawn = data.drawn(lambda: money_left(rows, by), selection, "left", by)
    show.chart(drawn, lambda code, page: _behind(code, page, selection, part))


def _behind(code: str, page: int, selection: Selection, part: str) -> Rows | None:
    kind, _, name = code.partition(":")
    if kind != "fund" or not name:
        return behind.projects(code, page, selection, part)
    own = replace(selection, fund_sources=(name,))
    found = data.frame(queries.execution_projects, own, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS)
    total = int(found["total"].iloc[0]) if len(found) else 0
    return Rows(found[behind.COLUMNS], total, name)
