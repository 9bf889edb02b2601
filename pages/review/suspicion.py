"""疑点: by code and status, down to the evaluations and their projects."""

from __future__ import annotations

from evalcore.charts import audit as charts
from evalcore.queries import audit as queries
from evalcore.queries import overview
from evalcore.queries.run import Selection
from pages._ui import data, frame, show
from pages.review import behind

OPEN = "待核实"


def section(selection: Selection) -> None:
    """One figure, a click lists the evaluations with that code and status."""
    with show.guarded("疑点"):
        rows = data.frame(queries.finding_status, selection)
        if rows.empty:
            show.note("当前范围内没有疑点。")
            return
        cash = data.frame(overview.attention, selection)
        frame.headline(charts.findings_in_short(rows, cash))
        drawn = data.drawn(lambda: charts.findings(rows, cash), selection, "findings")
        open_ones = bool((rows["status"] == OPEN).any())
        show.chart(
            drawn, lambda code, page: behind.projects(code, page, selection),
            shortcut=("查看还有待核实疑点的全部评价", f"status:{OPEN}") if open_ones else None,
        )  # fmt: skip
