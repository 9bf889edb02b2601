"""应评、已评、未报: was everything evaluated, by count and by money."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import theme
from evalcore.charts.chart import Chart
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, percent


def coverage(rows: pd.DataFrame) -> Chart:
    """Two bars of 100 %, by count and by 年初预算数. rows: evalcore.queries.overview.coverage_by_department."""
    total = rows[["listed", "evaluated", "not_submitted", "no_amount"]].sum()
    cash = rows[["listed_money", "evaluated_money", "not_submitted_money"]].astype(float).fillna(0).sum()
    listed, done, left = int(total["listed"]), int(total["evaluated"]), int(total["not_submitted"])
    done_share = cash["evaluated_money"] / cash["listed_money"] if cash["listed_money"] else None
    bars = ["按年初预算", "按个数"]
    shares = {
        "已评": [done_share or 0.0, done / listed],
        "未报": [1 - done_share if done_share is not None else 0.0, left / listed],
    }
    words = {
        "已评": [money(cash["evaluated_money"]), f"{integer(done)} 个"],
        "未报": [money(cash["not_submitted_money"]), f"{integer(left)} 个"],
    }
    figure = Figure()
    for name, colour, ink in (("已评", theme.MAIN, "#FFFFFF"), ("未报", theme.QUIET, "#10202E")):
        figure.add_bar(
            y=bars,
            x=shares[name],
            name=name,
            orientation="h",
            marker={"color": colour},
            text=[
                f"{name} {word}（{percent(x)}）" if x > 0.12 else ""
                for word, x in zip(words[name], shares[name], strict=True)
            ],
            textposition="inside",
            insidetextanchor="start",
            textfont={"color": ink},
            customdata=[["left" if name == "未报" else "done"]] * 2,
            hovertext=[
                f"{bar}：{name} {word}（{percent(x)}）"
                for bar, word, x in zip(bars, words[name], shares[name], strict=True)
            ],
            hoverinfo="text",
        )
    theme.layout(figure, height=130, legend=True)
    figure.update_layout(barmode="stack", bargap=0.3)
    figure.update_xaxes(visible=False, range=[0, 1])
    finding = (
        f"应评 {integer(listed)} 个、年初预算 {money(cash['listed_money'])}；已评 {integer(done)} 个"
        f"（{percent(done / listed)}），未报 {integer(left)} 个、{money(cash['not_submitted_money'])}"
    )
    finding += "，应评尽评。" if left == 0 else f"，涉及 {int((rows['not_submitted'] > 0).sum())} 个部门。"
    table = pd.DataFrame(
        {
            "年度": rows["year"],
            "主管部门": rows["department"],
            "应评（个）": rows["listed"],
            "已评（个）": rows["evaluated"],
            "未报（个）": rows["not_submitted"],
            "应评年初预算（万元）": rows["listed_money"],
            "已评年初预算（万元）": rows["evaluated_money"],
            "未报年初预算（万元）": rows["not_submitted_money"],
        }
    )
    gaps = int(total["no_amount"])
    note = (
        "应评项目清单只按数据集、年度、部门筛选，不受其他筛选条件影响；按清单项目计数，"
        "重复报送、不在清单的评价不增加已评数，所以已评数可以少于评价个数。"
    )
    if gaps:
        note += f"其中 {gaps} 个未填年初预算，不计入金额。"
    terms = ("listed", "evaluated", "not_submitted", "budget_initial")
    codes = tuple(
        f"left:{code}-{year}" if left else f"done:{code}-{year}"
        for code, year, left in zip(rows["department_code"], rows["year"], rows["not_submitted"], strict=True)
    )
    return Chart("coverage", "应评、已评与未报", figure, finding, finding, table, note, terms, codes)
