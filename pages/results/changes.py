"""Grade flows between two years, the projects of a cell, and what changed in each."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from evalcore.charts.grades import flows
from evalcore.charts.rules import rule_set_name
from evalcore.charts.theme import GRADES
from evalcore.glossary import is_missing, percent, points
from evalcore.queries import grades as queries
from pages._ui import data, drill, show
from pages._ui.address import Choice
from pages._ui.table import PAGE_ROWS, Rows

_PARTS = (
    ("execution", "预算执行"), ("cost", "成本"), ("output", "产出"), ("benefit", "效益"), ("satisfaction", "满意度"),
)  # fmt: skip
_ALL = "changed:all"
LEAST = 0.5  # points of a level-1 part that are worth a word


def listed(choice: Choice, kind: str, pair: tuple[int, int] | None = None) -> None:
    """The flows of the chosen year (or of this pair of years); nothing but a note when the data hold no earlier year."""
    year, before = pair or drill.narrow(choice.years, data.options(choice.dataset))
    if year is None or before is None:
        show.note("没有上一年度的评价，无法比较等级变化。")
        return
    both = data.selection(choice, years=(before, year), grades=())
    rows = data.frame(queries.grade_flows, both, year=year, before=before)
    if rows.empty:
        return

    def behind(code: str, page: int) -> Rows | None:
        asked = drill.parts(code)
        if code != _ALL and set(asked) not in ({"from", "to"}, {"from"}):
            return None
        params: dict[str, Hashable] = {"grade_before": asked.get("from"), "grade_now": asked.get("to")}
        found = data.frame(
            queries.grade_changes,
            both,
            year=year,
            before=before,
            rows=PAGE_ROWS,
            skip=(page - 1) * PAGE_ROWS,
            **params,
        )
        total = int(found["total"].iloc[0]) if len(found) else 0
        if code == _ALL:
            return Rows(
                table(found, choice.score, grades=True), total, f"{before}年 → {year}年等级有变化的项目"
            )
        origin = "新进入" if asked["from"] == "新进入" else f"{before}年{asked['from']}"
        if "to" not in asked:
            return Rows(table(found, choice.score, grades=True), total, f"{origin}的项目")
        return Rows(table(found, choice.score), total, f"{origin} → {year}年{asked['to']}")

    changed = rows[
        rows["grade_before"].isin(GRADES)
        & rows["grade_now"].isin(GRADES)
        & (rows["grade_before"] != rows["grade_now"])
    ]
    count = int(changed["evaluations"].sum())
    button = (f"查看等级有变化的 {count:,} 个项目和变化在哪里", _ALL) if count else None
    drawn = data.drawn(lambda: flows(rows, year, before, kind), both, "flows", year, before)
    show.chart(drawn, behind, shortcut=button)


def table(found: pd.DataFrame, score: str, *, grades: bool = False) -> pd.DataFrame:
    """Display columns with the reason in words; grades: with the two grades, where rows differ in them."""
    if found.empty:
        return found
    shown = found[
        ["evaluation_id", "department", "project", "budget_annual", "grade_before", "grade_now"]
    ].copy()
    if grades:
        shown["grade_before"], shown["grade_now"] = found["grade_before"], found["grade_now"]
    shown["score_before"], shown["score_now"] = found["score_before"], found["score_now"]
    shown["why"] = [why(row, score) for _, row in found.iterrows()]
    return shown


def why(row: pd.Series, score: str) -> str:
    """What changed, in words: level-1 points, execution rate, rule set, name or department. Arithmetic, no guess."""
    if row["grade_before"] == "新进入" or row["grade_now"] == "本年无":
        return "仅一个年度有评价"
    said: list[str] = []
    if score == "self":
        moved = []
        for part, name in _PARTS:
            a, b = row[f"{part}_before"], row[f"{part}_now"]
            if not is_missing(a) and not is_missing(b) and abs(b - a) >= LEAST:
                moved.append((abs(b - a), f"{name} {'+' if b > a else '−'}{points(abs(b - a))} 分"))
        said += [text for _, text in sorted(moved, reverse=True)]
    a, b = row["rate_before"], row["rate_now"]
    if not is_missing(a) and not is_missing(b) and abs(b - a) >= 0.01:
        said.append(f"执行率 {percent(a)} → {percent(b)}")
    if row["rule_set_before"] != row["rule_set_now"]:
        before, now = (rule_set_name(row[name]) for name in ("rule_set_before", "rule_set_now"))
        said.append(f"规则集由“{before}”改为“{now}”")
    if row["project_before"] != row["project"]:
        said.append(f"原名“{row['project_before']}”")
    if row["department_before"] != row["department"]:
        said.append(f"由{row['department_before']}承接")
    if not said:
        return "分项得分未见明显变化" if score == "self" else "该口径无分项得分可比"
    return "；".join(said)
