"""From a drill code of /audit to the rows it counts; they add up to the mark that was clicked."""

from __future__ import annotations

from typing import Any

from evalcore.charts.audit import STATUSES
from evalcore.charts.execution import BINS
from evalcore.glossary import code_name
from evalcore.queries import audit as queries
from evalcore.queries.run import Selection
from pages._ui import data, drill
from pages._ui.table import PAGE_ROWS, Rows

COLUMNS = (
    "evaluation_id", "year", "department", "project", "budget_annual", "execution_rate",
    "self_score", "review_score", "recomputed",
)  # fmt: skip
KINDS = {"review": "自评 − 复核", "recomputed": "自评 − 复算"}
SORTS = {"money": "资金多的在前", "gap": "相差多的在前", "department": "按部门编码"}


def conditions(code: str, departments: dict[str, str]) -> tuple[dict[str, Any], str] | None:
    """Parameters of queries.audit.audit_projects and a title; None for a code that says nothing known."""
    params: dict[str, Any] = {}
    said: list[str] = []
    for key, value in drill.parts(code).items():
        match key:
            case "kind" if value in KINDS:
                params["kind"] = value
                said.append(KINDS[value])
            case "dept" if value:
                params["department"] = value
                said.append(departments.get(value, value))
            case "year" if value.isdigit():
                params["year"] = int(value)
                said.append(f"{value}年")
            case "code" if value:
                params["code"] = value
                said.append(f"疑点：{code_name(value)}")
            case "status" if value in STATUSES:
                params["status"] = value
                said.append(value)
            case "band" if value.isdigit() and int(value) < len(BINS):
                params["band"] = int(value)
                said.append(f"执行率 {BINS[int(value)]}")
            case "wide":
                params["wide"] = True
                said.append("指标得分率比执行率高出 5% 以上")
            case _:
                return None
    return (params, " · ".join(said)) if params else None


def projects(code: str, page: int, selection: Selection, part: str = "self") -> Rows | None:
    """A page of the evaluations behind a mark; None when the code cannot be read."""
    read = conditions(code, dict(data.options(selection.dataset).departments))
    if read is None:
        return None
    params, title = read
    found = data.frame(
        queries.audit_projects, selection, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS,
        sort=drill.sort(SORTS), part=part, **params,
    )  # fmt: skip
    more = ["gap"] if "kind" in params else []
    more += ["part_rate"] if "band" in params or "wide" in params else []
    total = int(found["total"].iloc[0]) if len(found) else 0
    return Rows(found[[*COLUMNS, *more]], total, title, SORTS)
