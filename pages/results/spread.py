"""Parts of /scores and /grades: shares at the top, the grouping switch, indicators nobody loses points on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts.strip import LEAST
from evalcore.glossary import integer, money, number, percent, points, score
from evalcore.queries import scores as queries
from evalcore.queries.run import Selection
from pages._ui import data, show
from pages._ui.address import Choice
from pages._ui.show import Metric
from pages._ui.table import numbers

_GROUPS = {"department": "按部门", "year": "按年度"}


def row(totals: pd.Series, kind: str) -> None:
    """Full marks, 95 and above, median and weighted mean; by count, with money beside."""
    n = int(totals["scored"])
    cash = number(totals["scored_money"]) or 0.0

    def share(count: str, amount: str) -> tuple[str, str]:
        part = number(totals[amount]) or 0.0
        of_money = percent(part / cash) if cash else "—"
        return percent(totals[count] / n), f"{integer(totals[count])} 个；占资金 {of_money}"

    full, full_note = share("full_marks", "full_money")
    high, high_note = share("high_marks", "high_money")
    show.metrics(
        [
            Metric("evaluations", f"{integer(n)} 个", label=f"有{kind}得分的评价", note=f"涉及资金 {money(cash)}"),
            Metric("full_share", full, note=full_note),
            Metric("high_share", high, note=high_note),
            Metric(
                "median", score(totals["median"]), label=f"{kind}得分中位数",
                note=f"金额加权平均 {score(totals['mean_weighted'])}",
            ),
        ]
    )  # fmt: skip


def headline(totals: pd.Series, kind: str) -> str:
    """What the scores tell apart, in one sentence."""
    n, high, full = (int(totals[name]) for name in ("scored", "high_marks", "full_marks"))
    if n < LEAST:
        return (
            f"只有 {n} 个{kind}得分：95 分及以上 {high} 个、满分 {full} 个；不足 {LEAST} 个，不作分布判断。"
        )
    return (
        f"{integer(n)} 个{kind}得分的中位数 {points(number(totals['median']))} 分，95 分及以上占 {percent(high / n)}、"
        f"满分占 {percent(full / n)}：{'高分集中，单看得分难以区分项目' if high * 2 > n else '得分有一定差距'}。"
    )


def group() -> str:
    """Department or year, kept in the address."""
    asked = st.query_params.get("by", "department")
    now = asked if asked in _GROUPS else "department"
    key = "group_by"
    if st.session_state.get(f"{key}_address") != now:
        st.session_state[key] = now
    picked = st.segmented_control(
        "分组",
        list(_GROUPS),
        key=key,
        format_func=_GROUPS.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    picked = picked or now
    st.session_state[f"{key}_address"] = picked
    if picked != now:
        st.query_params["by"] = picked
    return picked


def years(choice: Choice) -> tuple[int, ...]:
    """Years of a figure by year: the chosen ones; with one chosen, it and every earlier year."""
    options = data.options(choice.dataset)
    if len(choice.years) != 1:
        return choice.years
    return tuple(y for y in options.years if 0 < y <= choice.years[0])


def never_lost(selection: Selection) -> None:
    """A table of the indicators that never lose a point."""
    rows = data.frame(queries.never_lost, selection)
    with st.container(border=True, key="figure_never_lost", gap="xsmall"):
        if rows.empty:
            show.head("never_lost", "从未失分的指标", ("never_lost",))
            show.finding("没有出现 10 次以上且从未失分的三级指标。")
            return
        table, said = data.computed(_never_lost, rows, selection, "never lost")
        show.head("never_lost", "从未失分的指标", ("never_lost",), table)
        show.finding(said)
        st.dataframe(
            table, hide_index=True, height=320, alt="从未失分的三级指标，按出现次数排列", placeholder="—",
            column_config=numbers(table),
        )  # fmt: skip
        if int(rows["total"].iloc[0]) > len(rows):
            show.note(f"只列出现次数最多的 {len(rows)} 个。")


def _never_lost(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The table under Chinese headings, and its sentence."""
    table = rows[["level3", "occurrences", "departments", "points", "missed"]].rename(
        columns={
            "level3": "三级指标", "occurrences": "出现次数", "departments": "涉及部门（个）", "points": "分值合计",
            "missed": "复算未得满分（次）",
        }
    )  # fmt: skip
    table = table.astype({"出现次数": int, "涉及部门（个）": int, "复算未得满分（次）": "Int64"})
    first = rows.iloc[0]
    share = number(first["lost_points"]) or 0.0
    every = number(first["all_points"]) or 0.0
    return table, (
        f"出现不少于 10 次的 {integer(first['names'])} 个三级指标名称中，{integer(first['total'])} 个从未失分，"
        f"占这些指标总分值的 {percent(share / every if every else None)}；"
        f"最多的是“{first['level3']}”，{integer(first['occurrences'])} 次均得满分。"
        f"列出的 {integer(len(rows))} 个中，{integer(int((rows['missed'] == 0).sum()))} 个复算也从未失分（各单位都达标，无区分度），"
        f"其余 {integer(int((rows['missed'] > 0).sum()))} 个复算有未得满分的，请核实。"
    )
