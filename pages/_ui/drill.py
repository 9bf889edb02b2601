"""From a drill code in the address to the rows it counts: the same selection, narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from evalcore.charts.histogram import bin_label
from evalcore.glossary import code_name
from evalcore.queries import overview as queries
from evalcore.queries.run import Selection
from pages._ui import address, data
from pages._ui.table import PAGE_ROWS, Rows, dated

COLUMNS = (
    "evaluation_id", "year", "department", "project", "budget_annual", "execution_rate",
    "self_score", "review_score", "recomputed", "grade",
)  # fmt: skip
# what the rows of a mark have, where it counts no others → words
HAS = {
    "score": "有得分", "自评": "有自评得分", "复核": "有复核得分", "复算": "有复算得分", "grade": "有等级",
    "weight": "有得分和全年预算数", "amounts": "全年预算数、执行数齐全",
}  # fmt: skip
SORTS = {
    "money": "资金多的在前",
    "score": "得分低的在前",
    "rate": "执行率低的在前",
    "department": "按部门编码",
}


def parts(code: str) -> dict[str, str]:
    """ "dept:101~grade:优" → {"dept": "101", "grade": "优"}."""
    pairs = (piece.partition(":") for piece in code.split("~"))
    return {key: value for key, colon, value in pairs if colon}


def conditions(code: str, departments: dict[str, str]) -> tuple[dict[str, Any], str] | None:
    """Parameters of queries.overview.projects and a title; None when the code says nothing known."""
    said: list[str] = []
    params: dict[str, Any] = {}
    for key, value in parts(code).items():
        match key:
            case "dept":
                params["department"] = value
                said.append(departments.get(value, value))
            case "year" if value.isdigit():
                params["year"] = int(value)
                said.append(f"{value}年")
            case "grade":
                params["grade"] = value
                said.append(f"等级{value}")
            case "bin" if value.isdigit():
                start = int(value)
                params["score_from"] = float(start) if start >= 60 else None
                params["score_to"] = None if start >= 100 else float(max(start + 1, 60))
                said.append(bin_label(start))
            case "has" if value in HAS:
                params["has"] = value
                said.append(HAS[value])
            case "code":
                params["code"] = value
                said.append(f"疑点：{code_name(value)}")
            case _:
                return None
    return (params, " · ".join(said)) if params else None


def projects(code: str, page: int, selection: Selection) -> Rows | None:
    """A page of the evaluations behind a mark of this selection; None when the code cannot be read."""
    options = data.options(selection.dataset)
    read = conditions(code, dict(options.departments))
    if read is None:
        return None
    params, title = read
    if "bin" in parts(code) and params.get("score_from") is None:
        params["score_from"] = -1e9  # rows without a score are in no bin
    # of scores, the lowest first
    of_scores = "bin" in parts(code) or params.get("has") == "score"
    sorts = {"score": SORTS["score"]} | SORTS if of_scores else SORTS
    frame = data.frame(
        queries.projects, selection, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS, sort=sort(sorts), **params
    )
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    years = (params["year"],) if "year" in params else selection.years
    return Rows(dated(frame[list(COLUMNS)], years) if len(frame) else frame, total, title, sorts)


def sort(known: Mapping[str, str] = SORTS) -> str:
    """Order of the table, from the address: one of the known codes, else the first."""
    asked = st.query_params.get("sort", "")
    return asked if asked in known else next(iter(known))


def narrow(years: tuple[int, ...], options: address.Options) -> tuple[int | None, int | None]:
    """The year a page is about (the latest chosen, the latest of all when none is) and the one before it in the data."""
    chosen = [y for y in (years or options.years) if y > 0]
    if not chosen:
        return None, None
    year = max(chosen)
    earlier = [y for y in options.years if 0 < y < year]
    return year, (max(earlier) if earlier else None)
