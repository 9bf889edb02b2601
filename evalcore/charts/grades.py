"""Grades by department and year, by count and by money; and where last year's grades went."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evalcore.charts import theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.departments import stacked, wide_grades
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, percent

_GOOD = ("优", "良")


def _share(wide: pd.DataFrame, grades: tuple[str, ...]) -> float | None:
    graded = wide[[g for g in wide.columns if g != "无等级"]].to_numpy().sum()
    part = wide[[g for g in grades if g in wide.columns]].to_numpy().sum()
    return float(part / graded) if graded else None


def _shares(wide: pd.DataFrame) -> list[float | None]:
    """优良率 of each row; None where no row has a grade."""
    graded = wide[[g for g in wide.columns if g != "无等级"]].sum(axis=1)
    good = wide[[g for g in wide.columns if g in _GOOD]].sum(axis=1)
    return [float(a / b) if b else None for a, b in zip(good, graded, strict=True)]


def by_group(rows: pd.DataFrame, group: str, kind: str) -> Chart:
    """Bars of 100 % by department or year, by count beside by money.

    rows: queries.overview.grades_by_department or queries.grades.grades_by_year; group: "department" or "year".
    """
    department = group == "department"
    by = "department_code" if department else "year"
    count = wide_grades(rows, by, "evaluations")
    amount = wide_grades(rows, by, "money").reindex(columns=count.columns)
    name_of = dict(
        zip(rows[by], rows["department"] if department else rows[by].map("{}年".format), strict=True)
    )
    keys = [f"{'dept' if department else 'year'}:{c}" for c in count.index]
    drawn = count.head(MOST_ROWS)
    labels = [f"{theme.short(str(name_of[c]), 14)}（{integer(n)}）" for c, n in drawn.sum(axis=1).items()]
    figure = Figure(widths=(0.5, 0.5), titles=("按评价个数", "按全年预算数（万元）"))
    stacked(figure, drawn, labels, column=1, by_money=False, codes=keys[:MOST_ROWS])
    stacked(figure, amount.head(MOST_ROWS), labels, column=2, by_money=True, codes=keys[:MOST_ROWS])
    theme.layout(figure, height=theme.rows_height(len(labels), each=24, least=170), legend=True)
    figure.update_layout(barmode="stack", margin={"t": 60})
    figure.update_layout(legend={"y": 1, "yref": "container", "yanchor": "top"})
    figure.update_annotations(font={"size": 12})
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.5, 1], ticktext=["0", "50%", "100%"])
    figure.update_yaxes(autorange="reversed", type="category")
    finding = _said(rows, count, amount, kind, department)

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "主管部门" if department else "年度": [name_of[c] for c in count.index],
                **{f"{g}（个）": count[g].to_list() for g in count.columns},
                "优良率（按个数）": [percent(s) for s in _shares(count)],
                **{f"{g}（万元）": amount[g].to_list() for g in amount.columns},
                "优良率（按资金）": [percent(s) for s in _shares(amount)],
            }
        )

    missing = int((rows["evaluations"] - rows["with_annual"]).sum())
    note = "括号内为评价个数，条内数字为个数或金额。" + (
        f"{missing} 个未填全年预算数，不计入金额。" if missing else ""
    )
    title = f"{kind}等级：按{'部门' if department else '年度'}"
    terms = ("grade", "good_share", "good_share_money", "budget_annual")
    return Chart(
        f"grades_{group}", title, figure, finding, f"{title}。{finding}", table, note, terms, tuple(keys),
        rows=len(count) if department else 0,
    )  # fmt: skip


def _said(rows: pd.DataFrame, count: pd.DataFrame, amount: pd.DataFrame, kind: str, department: bool) -> str:
    total = int(count.to_numpy().sum())
    if department:
        parts = [f"{g} {integer(count[g].sum())} 个、{money(amount[g].sum())}" for g in count.columns]
        return f"{len(count)} 个部门 {integer(total)} 个评价，{kind}等级：{'；'.join(parts)}。"
    first, last = count.index[0], count.index[-1]
    a, b = _share(count.loc[[first]], _GOOD), _share(count.loc[[last]], _GOOD)
    c, d = _share(amount.loc[[first]], _GOOD), _share(amount.loc[[last]], _GOOD)
    if first == last:
        return f"{last}年{kind}优良率按个数 {percent(b)}、按资金 {percent(d)}（N={integer(total)}）。"
    return (
        f"{kind}优良率按个数由 {first}年 {percent(a)} 到 {last}年 {percent(b)}，"
        f"按资金由 {percent(c)} 到 {percent(d)}（N={integer(total)}）。"
    )


ORDER_BEFORE = ("优", "良", "中", "差", "无等级", "新进入")
ORDER_NOW = ("优", "良", "中", "差", "无等级", "本年无")
_COLOURS = theme.GRADE_COLOURS | {"本年无": "#D5DCE3"}
_INK = theme.GRADE_INK | {"本年无": "#10202E"}


def flows(rows: pd.DataFrame, year: int, before: int, kind: str) -> Chart:
    """Where the grades of `before` went in `year`. rows: queries.grades.grade_flows."""
    wide = rows.pivot_table(
        index="grade_before", columns="grade_now", values="evaluations", aggfunc="sum", fill_value=0
    )
    cash = rows.assign(m=rows["money"].astype(float)).pivot_table(
        index="grade_before", columns="grade_now", values="m", aggfunc="sum", fill_value=0
    )
    index = [g for g in ORDER_BEFORE if g in wide.index]
    columns = [g for g in ORDER_NOW if g in wide.columns]
    wide, cash = wide.reindex(index=index, columns=columns), cash.reindex(index=index, columns=columns)
    number: dict[Any, Any] = wide.to_dict("index")
    amount: dict[Any, Any] = cash.to_dict("index")
    totals: dict[Any, Any] = wide.sum(axis=1).to_dict()
    labels = [
        f"{before}年{g}（{integer(totals[g])}）"
        if g != "新进入"
        else f"{year}年新进入（{integer(totals[g])}）"
        for g in index
    ]
    figure = Figure()
    for now in columns:
        figure.add_bar(
            y=labels, x=[number[g][now] / totals[g] for g in index], orientation="h", name=f"{year}年{now}" if now != "本年无" else "本年无",
            marker={"color": _COLOURS[now], "line": {"width": 0}},
            text=[integer(number[g][now]) if number[g][now] / totals[g] > 0.03 else "" for g in index],
            textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": _INK[now]},
            customdata=[[f"from:{g}~to:{now}"] for g in index],
            hovertext=[
                f"{label} → {year}年{now}：{integer(number[g][now])} 个、{money(amount[g][now])}"
                for g, label in zip(index, labels, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(index), each=34, least=170), legend=True)
    figure.update_layout(barmode="stack")
    theme.whole_axis(figure)
    figure.update_yaxes(autorange="reversed", type="category")
    both = [g for g in theme.GRADES if g in index], [g for g in theme.GRADES if g in columns]
    rank = {g: i for i, g in enumerate(theme.GRADES)}
    pairs = [(a, b, int(number[a][b])) for a in both[0] for b in both[1]]
    kept, up, down = (
        sum(n for a, b, n in pairs if rank[b] == rank[a]),
        sum(n for a, b, n in pairs if rank[b] < rank[a]),
        sum(n for a, b, n in pairs if rank[b] > rank[a]),
    )
    entered = int(totals.get("新进入", 0))
    left = int(wide["本年无"].sum()) if "本年无" in columns else 0
    finding = (
        f"{before}年、{year}年都有{kind}等级的 {integer(kept + up + down)} 个项目中，等级未变 {integer(kept)} 个、"
        f"上升 {integer(up)} 个、下降 {integer(down)} 个；新进入 {integer(entered)} 个，本年无 {integer(left)} 个。"
    )
    table = wide.reset_index().rename(columns={"grade_before": f"{before}年等级"})
    table.columns = pd.Index(
        [
            str(c) if i == 0 else (f"{year}年{c}（个）" if c != "本年无" else "本年无（个）")
            for i, c in enumerate(table.columns)
        ]
    )
    note = "同一项目按项目编码或单位加名称对应，改名、承接的项目按已有对应关系计入同一项目；等级筛选不作用于本图。"
    codes = tuple(f"from:{g}" for g in index)
    title = f"等级变化：{before}年 → {year}年"
    return Chart("flows", title, figure, finding, finding, table, note, ("grade", "grade_before"), codes)
