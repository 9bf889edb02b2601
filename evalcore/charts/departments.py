"""One row a department, in budget-code order: grades by count, grades by money, execution rate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from evalcore.charts import plain, theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.execution import rate
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, number, percent

_LOW = 0.8  # below it a rate is to be explained
_MOST = 1.2  # a rate drawn; one small department at 180 % would press all others together


def wide_grades(grades: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Rows in the order of the frame, one column a grade."""
    at, order = pd.factorize(grades[by])  # pivot_table took 20 ms of a rerun for 50 departments
    column, known = pd.factorize(grades["grade"])
    amounts = grades[value]
    if amounts.dtype.kind not in "fiu":
        amounts = pd.Series([number(amount) for amount in amounts], dtype=float)
    summed = np.bincount(
        at * len(known) + column, np.nan_to_num(amounts.to_numpy(dtype=float)), len(order) * len(known)
    )
    wide = pd.DataFrame(summed.reshape(len(order), len(known)), index=list(order), columns=list(known))
    return wide[[g for g in theme.GRADE_COLOURS if g in known]]


def stacked(
    figure: go.Figure, wide: pd.DataFrame, names: list[str], *, column: int, by_money: bool, codes: list[str]
) -> None:
    """Bars of 100 % by grade; the number on a segment is its own count or money, not its share."""
    totals = wide.sum(axis=1)
    for grade in wide.columns:
        shares = [v / t if t else 0.0 for v, t in zip(wide[grade], totals, strict=True)]
        said = [money(v) if by_money else f"{integer(v)} 个" for v in wide[grade]]
        figure.add_bar(
            y=names, x=shares, orientation="h", name=grade, legendgroup=grade, showlegend=not by_money,
            marker={"color": theme.GRADE_COLOURS[grade], "line": {"width": 0}},
            text=[
                "" if s < (0.3 if by_money else 0.08) else (theme.amount(v) if by_money else integer(v))
                for s, v in zip(shares, wide[grade], strict=True)
            ],
            textposition="inside", insidetextanchor="middle", textangle=0,
            textfont={"color": theme.GRADE_INK[grade], "size": 11}, constraintext="none",
            customdata=[
                [f"{code}~grade:{grade}", w, percent(s)] for code, w, s in zip(codes, said, shares, strict=True)
            ],
            hovertemplate=f"%{{y}}　{grade}：%{{customdata[1]}}，占 %{{customdata[2]}}<extra></extra>",
            row=1, col=column,
        )  # fmt: skip


def departments(grades: pd.DataFrame, cash: pd.DataFrame, kind: str) -> Chart:
    """Grades by count and money, and execution, by department.

    grades: queries.overview.grades_by_department; cash: queries.overview.money_by_department. kind: 自评 …
    """
    count = wide_grades(grades, "department_code", "evaluations")
    amount = wide_grades(grades, "department_code", "money").reindex(columns=count.columns)
    every = list(count.index)
    codes = every[:MOST_ROWS]  # those drawn
    name_of = dict(zip(cash["department_code"], cash["department"], strict=True))
    shown = {code: plain.chart(name_of[code]) for code in codes}
    of = cash.set_index("department_code").reindex(every)
    annual, executed = of["annual"].astype(float), of["executed"].astype(float)
    row: dict[Any, Any] = of.loc[codes].to_dict("index")
    names = [f"{theme.short(name_of[c], 14)}（{integer(row[c]['evaluations'])}）" for c in codes]
    all_rates = [e / a if a > 0 else None for e, a in zip(executed, annual, strict=True)]
    rates = all_rates[:MOST_ROWS]
    figure = Figure(
        widths=(0.37, 0.37, 0.26),
        titles=(f"{kind}等级<br>按个数", f"{kind}等级<br>按全年预算（万元）", "预算执行率"),
    )
    keys = [f"dept:{c}" for c in codes]
    stacked(figure, count.head(MOST_ROWS), names, column=1, by_money=False, codes=keys)
    stacked(figure, amount.head(MOST_ROWS), names, column=2, by_money=True, codes=keys)
    figure.add_bar(
        y=names, x=[min(r or 0, _MOST) for r in rates], orientation="h", showlegend=False, name="预算执行率",
        marker={"color": theme.MAIN},
        text=[rate(r, _LOW) for r in rates], textposition="inside", insidetextanchor="start",
        textfont={"color": "#FFFFFF", "size": 11}, constraintext="none",
        customdata=[[key] for key in keys],
        hovertext=[
            f"{shown[c]}：执行 {money(row[c]['executed'])} ÷ 全年预算 {money(row[c]['annual'])} = {rate(r, _LOW)}"
            for c, r in zip(codes, rates, strict=True)
        ],
        hoverinfo="text", row=1, col=3,
    )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(codes)), legend=True)
    figure.update_layout(barmode="stack", margin={"t": 72})
    figure.update_layout(legend={"y": 1, "yref": "container", "yanchor": "top"})
    figure.update_annotations(font={"size": 12})
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.5, 1], ticktext=["", "50%", "100%"], tickangle=0)
    figure.update_xaxes(range=[0, max([1.0, *[min(r, _MOST) for r in rates if r]]) * 1.02], row=1, col=3)
    figure.update_yaxes(autorange="reversed")
    both, all_rows = int(of["with_both"].sum()), int(of["evaluations"].sum())
    low = [name_of[c] for c, r in zip(every, all_rates, strict=True) if r is not None and r < _LOW]
    graded = count[[g for g in count.columns if g != "无等级"]].to_numpy().sum()
    weak = count[[g for g in ("中", "差") if g in count.columns]].to_numpy().sum()
    finding = (
        f"{len(every)} 个部门、{integer(all_rows)} 个评价：{kind}为中、差的 {integer(weak)} 个"
        f"（占有等级的 {integer(graded)} 个的 {percent(weak / graded if graded else None)}）；"
        f"预算执行率低于 80% 的部门 {len(low)} 个"
        + (f"：{'、'.join(low[:4])}" if low else "")
        + ("等。" if len(low) > 4 else "。")
    )

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "部门编码": every,
                "主管部门": [name_of[c] for c in every],
                "评价个数": of["evaluations"].to_list(),
                **{f"{g}（个）": count[g].to_list() for g in count.columns},
                **{f"{g}（万元）": amount[g].to_list() for g in amount.columns},
                "全年预算数（万元）": of["annual"].to_list(),
                "全年执行数（万元）": of["executed"].to_list(),
                "预算执行率": [rate(r, _LOW) for r in all_rates],
                "金额不全（个）": (of["evaluations"] - of["with_both"]).to_list(),
            }
        )

    note = "部门按预算编码排列，括号内为评价个数。执行率为 Σ执行 ÷ Σ全年预算"
    note += "，超过 120% 的画到 120%" if any(r and r > _MOST for r in rates) else ""
    note += f"，{all_rows - both} 个金额不全的评价未计入。" if all_rows > both else "。"
    terms = ("grade", "good_share", "execution_rate", "budget_annual", "executed")
    marks = tuple(f"dept:{c}" for c in every)
    return Chart(
        "departments",
        "各部门等级与执行",
        figure,
        finding,
        finding,
        table,
        note,
        terms,
        marks,
        rows=len(every),
    )
