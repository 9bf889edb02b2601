"""From a drill code of /execution to the rows it counts; they add up to the mark that was clicked."""

from __future__ import annotations

import re
from typing import Any

from evalcore.charts.execution import BINS
from evalcore.charts.money_flow import step_name
from evalcore.glossary import money
from evalcore.queries import execution as queries
from evalcore.queries.run import Selection
from pages._ui import data
from pages._ui.table import PAGE_ROWS, Rows

COLUMNS = [
    "evaluation_id", "department", "project", "unit", "budget_initial", "budget_annual", "executed",
    "execution_rate", "initial_execution_rate", "self_score",
]  # fmt: skip


def conditions(code: str, part: str, departments: dict[str, str]) -> tuple[dict[str, Any], str] | None:
    """Parameters of queries.execution.execution_projects and a title; None for a code that says nothing."""
    kind, _, value = code.partition(":")
    if kind == "bin" and (found := re.fullmatch(r"(annual|initial)-([0-8])", value)):
        said = "按年初预算" if found[1] == "initial" else "按全年预算"
        return {"base_kind": found[1], "bin": int(found[2])}, f"{said}执行率 {BINS[int(found[2])]}"
    if kind == "dept" and value:
        return {"department": value}, departments.get(value, value)
    if kind == "low" and value:
        return {"department": value, "low": True}, f"{departments.get(value, value)} · 执行率低于 80%"
    if kind == "cell" and (found := re.fullmatch(r"(\d{1,2})-(\d{1,2})-([01])", value)):
        x, y, wide = (int(part) for part in found.groups())
        return {"x": x, "y": y, "wide": wide, "part": part}, "得分与执行率对照图中的一点"
    if kind == "step" and (found := re.fullmatch(r"(\w{1,12})([+-])", value)):
        return {"step": found[1], "direction": found[2]}, step_name(found[1], found[2])
    return None


def projects(code: str, page: int, selection: Selection, part: str) -> Rows | None:
    """A page of the evaluations behind a mark; None when the code cannot be read."""
    skip = (page - 1) * PAGE_ROWS
    if code == "all":
        return _cut(selection, skip)
    read = conditions(code, part, dict(data.options(selection.dataset).departments))
    if read is None:
        return None
    params, title = read
    frame = data.frame(queries.execution_projects, selection, rows=PAGE_ROWS, skip=skip, **params)
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    columns = COLUMNS
    if "step" in params:
        columns = [*COLUMNS[:4], "step_amount", *COLUMNS[4:]]
        if total:
            title += f"，合计 {money(frame['total_amount'].iloc[0])}"
    elif "x" in params:
        columns = [*COLUMNS[:-1], "part_rate", COLUMNS[-1]]
    return Rows(frame[columns], total, title)


def _cut(selection: Selection, skip: int) -> Rows:
    frame = data.frame(queries.cut_but_full, selection, rows=PAGE_ROWS, skip=skip)
    columns = [
        "evaluation_id", "department", "project", "year", "budget_initial", "budget_annual", "executed",
        "cut",
        "transferred", "initial_execution_rate",
    ]  # fmt: skip
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    title = (
        f"压减过半、执行率 100%，合计压减 {money(frame['total_cut'].iloc[0])}"
        if total
        else "压减过半、执行率 100%"
    )
    return Rows(frame[columns], total, title)
