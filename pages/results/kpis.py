"""The KPI row of /overview, with the change on the year before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from evalcore import glossary
from evalcore.glossary import integer, money, percent, points
from evalcore.queries import overview as queries
from evalcore.queries.run import Selection
from pages._ui import address, data, drill, frame, show
from pages._ui.address import Choice
from pages._ui.show import Metric
from pages._ui.table import PAGE_ROWS, Rows


def ratio(part: object, whole: object) -> float | None:
    """part ÷ whole; None when either is missing or the whole is 0."""
    a, b = glossary.number(part), glossary.number(whole)
    return a / b if a is not None and b else None


def row(choice: Choice, now: pd.Series) -> None:
    """Eight numbers; a change is shown when exactly one year is chosen and the data hold the year before."""
    options = data.options(choice.dataset)
    _, before = drill.narrow(choice.years, options)
    single = len(choice.years) == 1 and before is not None
    last: pd.Series | None = None
    if single:
        earlier = data.frame(queries.overview_totals, data.selection(choice, years=(before,)))
        last = earlier.iloc[0] if len(earlier) and earlier["evaluations"].iloc[0] else None

    def change(
        value: Callable[[pd.Series], float | None], said: Callable[[Any], str], places: int | None = None, scale: int = 1
    ) -> tuple[str, str]:  # fmt: skip
        a, b = value(now), value(last) if last is not None else None
        if a is None or b is None:
            return "", ""
        moved = a - b if places is None else glossary.apart(a, b, places, scale)
        return glossary.signed(said(moved), moved), f"较{before}年"

    def rate(r: pd.Series) -> float | None:
        return ratio(r["executed_of_both"], r["annual_of_both"])

    def spare(r: pd.Series) -> float | None:
        a, e = glossary.number(r["annual_of_both"]), glossary.number(r["executed_of_both"])
        return a - e if a is not None and e is not None else None

    def beside(amount: object) -> Callable[[Any], str]:
        return lambda moved: money(moved, like=glossary.number(amount))

    counted = int(now["evaluations"])
    no_money = counted - int(now["with_annual"])
    shares = data.frame(queries.good_shares, data.selection(choice, methods=(), grades=()))
    kind = address.SCORES[choice.score]
    items = [
        Metric("evaluations", f"{integer(counted)} 个",
               *change(lambda r: glossary.number(r["evaluations"]), integer)),
        Metric("money", money(glossary.number(now["money"])),
               *change(lambda r: glossary.number(r["money"]), beside(now["money"])),
               help=_help("money", f"其中 {no_money} 个未填全年预算数，未计入。" if no_money else "")),
        Metric("execution_rate", percent(rate(now)), *change(rate, lambda x: f"{points(x, 1)} 个百分点", 1, 100),
               help=_help("execution_rate", f"{counted - int(now['with_both'])} 个金额不全，未计入。")),
        Metric("surplus", money(spare(now)), *change(spare, beside(spare(now)))),
        Metric("mean_weighted", glossary.score(now["mean_weighted"]),
               *change(lambda r: glossary.number(r["mean_weighted"]), glossary.score, 2),
               label=f"{kind}平均分（金额加权）", help=_help("mean_weighted", f"N={integer(now['weighted_rows'])}。")),
        Metric("median", glossary.score(now["median"]),
               *change(lambda r: glossary.number(r["median"]), glossary.score, 2),
               label=f"{kind}得分中位数", help=_help("median", f"N={integer(now['scored'])}。")),
        _good(shares),
        Metric("review_gap", glossary.score(now["review_gap"]), note=f"N={integer(now['reviewed'])}，自评减复核"),
    ]  # fmt: skip
    show.metrics(items)
    if said := _beside(shares):
        show.note(f"优良率对照（{frame.years_in_words(choice.years)}）：{said}")


def headline(choice: Choice, now: pd.Series, listed: pd.DataFrame) -> str:
    """The year in one sentence: how many and how much, evaluated or not, spent or not, how good by whom."""
    parts = [
        f"{frame.years_in_words(choice.years)} {integer(now['evaluations'])} 个评价、{money(now['money'])}"
    ]
    if len(listed) and (whole := int(listed["listed"].sum())):
        left, cash = int(listed["not_submitted"].sum()), listed["not_submitted_money"].astype(float).sum()
        parts.append(
            f"应评 {integer(whole)} 个，"
            + (
                f"已评 {integer(whole - left)} 个，未报 {integer(left)} 个（年初预算 {money(cash)}）"
                if left
                else "全部已评"
            )
        )
    parts.append(f"预算执行率 {percent(ratio(now['executed_of_both'], now['annual_of_both']))}")
    of = data.frame(queries.good_shares, data.selection(choice, methods=(), grades=())).set_index("scored_by")
    said = [
        f"{name} {percent(ratio(of.at[name, 'good'], of.at[name, 'graded']))}（N={integer(of.at[name, 'graded'])}）"
        for name in ("自评", *(["财政评价"] if "财政评价" in of.index else ["复核"]))
        if name in of.index
    ]
    parts.append(f"优良率 {'、'.join(said)}" if said else "尚无评价等级")
    return "；".join(parts) + "。"


def _help(id: str, more: str) -> str:
    return f"{glossary.term(id).definition}{more}"


def _good(shares: pd.DataFrame) -> Metric:
    """Self-score 优良率 and, in the same card, the review's or the outside evaluations'."""
    of = shares.set_index("scored_by") if len(shares) else shares
    said = {name: percent(ratio(of.at[name, "good"], of.at[name, "graded"])) for name in of.index}
    other = next((name for name in ("财政评价", "复核", "部门评价") if name in said), None)
    beside = (
        f"{other} {said[other]}（N={integer(of.at[other, 'graded'])}）" if other else "无复核和财政评价可对照"
    )
    return Metric("good_share", f"自评 {said.get('自评', glossary.MISSING)}", note=beside, label="优良率")


def _beside(shares: pd.DataFrame) -> str:
    return "；".join(
        f"{r.scored_by} 按个数 {percent(ratio(r.good, r.graded))}、"
        f"按资金 {percent(ratio(r.good_money, r.money))}（N={integer(r.graded)}）"
        for r in shares.itertuples()
    )


def good_headline(said: str, shares: pd.DataFrame) -> str:
    """The grades in one sentence, 优良率 of the self-scores never alone. said: what the figure by department finds."""
    beside = [
        f"{r.scored_by} {percent(ratio(r.good, r.graded))}（N={integer(r.graded)}）"
        for r in shares.itertuples()
    ]
    return said.removesuffix("。") + (f"；优良率：{'、'.join(beside)}。" if beside else "。")


def good_row(shares: pd.DataFrame) -> None:
    """优良率 by who scored, side by side, each with N and its money."""
    items = [
        Metric(
            "good_share", percent(ratio(r.good, r.graded)), label=f"{r.scored_by}优良率",
            note=f"N={integer(r.graded)}；按资金 {percent(ratio(r.good_money, r.money))}",
        )
        for r in shares.itertuples()
    ]  # fmt: skip
    if items:
        show.metrics(items, columns=max(2, len(items)), least_width=150)
    if len(items) == 1:
        show.note("当前范围没有复核和财政评价，自评优良率没有对照，不宜单独引用。")


def on_the_list(code: str, selection: Selection, page: int) -> Rows | None:
    """A page of the listed projects that have an evaluation ("done") or have none ("left"), of a department too."""
    found = re.fullmatch(r"(done|left)(?::(.+)-(\d+))?", code)
    if found is None:
        return None
    state, department, year = found.groups()
    rows = data.frame(
        queries.listed_projects, selection, state=state, department=department,
        year=int(year) if year else None, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS,
    )  # fmt: skip
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    columns = ["year", "department", "project", "unit", "budget_initial"]
    if state == "done":
        columns.insert(0, "evaluation_id")
    title = "已评项目" if state == "done" else "未报项目"
    if department:
        title = f"{data.options(selection.dataset).departments.get(department, department)} {year}年{title}"
    return Rows(rows[columns] if len(rows) else rows, total, title)
