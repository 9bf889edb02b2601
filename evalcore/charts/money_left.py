"""What was left of the money: surplus, and how much of last year's carry-over was used."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import plain, theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.execution import share
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, percent


def money_left(rows: pd.DataFrame, by: str) -> Chart:
    """Surplus beside the unspent carry-over, by department (code order) or fund source. rows: queries.execution.money_left."""
    drawn = rows.head(MOST_ROWS)
    names = [
        f"{theme.short(n, 14)}（{integer(c)}）"
        for n, c in zip(drawn["name"], drawn["evaluations"], strict=True)
    ]
    full = [plain.chart(n) for n in drawn["name"]]
    annual, left = rows["annual"].astype(float).fillna(0.0), rows["money_left"].astype(float).fillna(0.0)
    carried = rows["carried"].astype(float).fillna(0.0)
    unused = (carried - rows["carried_spent"].astype(float).fillna(0.0)).clip(lower=0.0)
    codes = [f"dept:{c}" if by == "department" else (f"fund:{c}" if c else "") for c in rows["code"]]
    figure = Figure()
    for name, every, colour in (
        ("结余资金", left, theme.MAIN),
        ("其中上年结转未用", unused, theme.SECOND),
    ):
        values = every.head(MOST_ROWS)
        figure.add_bar(
            y=names, x=values.to_list(), orientation="h", name=name, marker={"color": colour},
            text=[theme.amount(v) if v else "" for v in values], textposition="outside", cliponaxis=False,
            textfont={"size": 11}, constraintext="none",
            customdata=[[c] for c in codes[:MOST_ROWS]],
            hovertext=[
                f"{n}：{name} {money(v)}，全年预算 {money(a)}" for n, v, a in zip(full, values, annual.head(MOST_ROWS), strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(names), each=34, least=170), legend=True)
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(
        title={"text": "万元", "standoff": 12}, tickformat=",", range=[0, max(1.0, float(left.max()) * 1.14)]
    )
    what = "部门" if by == "department" else "资金来源"
    total, whole = float(left.sum()), float(annual.sum())
    most = rows["name"].iloc[int(left.to_numpy().argmax())]
    carrying = int(rows["carried_rows"].sum())
    finding = (
        f"结余资金 {money(total)}（占全年预算的 {share(total, whole)}），来自 {integer(rows['left_rows'].sum())} 个评价，"
        f"其中{most} {money(float(left.max()))}（{share(float(left.max()), total)}）"
        if total
        else f"{integer(rows['with_both'].sum())} 个金额齐全的评价都没有结余资金"
    )
    finding += (
        f"；{integer(carrying)} 个评价有上年结转 {money(float(carried.sum()))}，"
        f"本年用了 {share(float(rows['carried_spent'].astype(float).fillna(0).sum()), float(carried.sum()))}。"
        if carrying
        else "；没有评价填报上年结转。"
    )

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                what: rows["name"].to_list(),
                "评价个数": rows["evaluations"].to_list(),
                "全年预算数（万元）": annual.to_list(),
                "全年执行数（万元）": rows["executed"].astype(float).to_list(),
                "有结余（个）": rows["left_rows"].to_list(),
                "结余资金（万元）": left.to_list(),
                "结余占全年预算": [percent(v / a if a else None) for v, a in zip(left, annual, strict=True)],
                "超出预算（万元）": rows["over"].astype(float).to_list(),
                "有上年结转（个）": rows["carried_rows"].to_list(),
                "上年结转（万元）": carried.to_list(),
                "上年结转已用（万元）": rows["carried_spent"].astype(float).to_list(),
                "金额不全（个）": (rows["evaluations"] - rows["with_both"]).to_list(),
            }
        )

    lacking = int((rows["evaluations"] - rows["with_both"]).sum())
    note = "部门按预算编码排列。" if by == "department" else ""
    note += (
        "结余 = 全年预算数 − 全年执行数，只加有结余的评价，超出预算的另列；上年结转取自表中“上年结转”一行。"
    )
    note += f"{integer(lacking)} 个金额不全的评价未计入。" if lacking else ""
    title = f"结余与上年结转（按{what}）"
    return Chart(
        f"left_{by}",
        title,
        figure,
        finding,
        finding,
        table,
        note,
        terms=("surplus", "fund_source"),
        codes=tuple(codes),
        rows=len(rows),
    )
