"""Quantile strips: where the middle half and the middle four fifths of the scores lie, a row each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from evalcore.charts import theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, percent, points

LEAST = 5  # fewer rows make no statistic


def strip(rows: pd.DataFrame, *, name: str, title: str, drill: str, finding: str, what: str) -> Chart:
    """P10–P90 line, P25–P75 bar, median mark, one row a group, in the order given.

    rows: code, name, scored, p10 … p90, full_marks, high_marks. drill: key of the drill code ("dept", "year", "has").
    what: heading of the first column.
    """
    every = rows.reset_index(drop=True)
    rows = every.head(MOST_ROWS)  # those drawn
    labels = [
        f"{theme.short(n, 14)}（{integer(k)}）" for n, k in zip(rows["name"], rows["scored"], strict=True)
    ]
    enough = rows["scored"] >= LEAST
    code = _codes(rows, drill)
    full = [theme.in_full(n, 14) for n in rows["name"]]
    records: list[dict[Any, Any]] = rows.to_dict("records")
    held = [
        (r, label, [*own, *(points(r[p]) for p in ("p50", "p25", "p75", "p10", "p90")), r["scored"], whole])
        for r, label, own, whole, ok in zip(records, labels, code, full, enough, strict=True)
        if ok
    ]
    said = (
        "%{y}：中位数 %{customdata[1]}，中间一半 %{customdata[2]}–%{customdata[3]}，"
        "中间八成 %{customdata[4]}–%{customdata[5]}（N=%{customdata[6]}）%{customdata[7]}<extra></extra>"
    )
    figure = Figure()
    thin: list[tuple[float | None, str | None]] = []
    for r, label, _ in held:
        thin += [(r["p10"], label), (r["p90"], label), (None, None)]
    figure.add_scatter(
        x=[x for x, _ in thin], y=[y for _, y in thin], mode="lines", line={"color": theme.QUIET, "width": 2},
        name="中间八成（P10–P90）", hoverinfo="skip",
    )  # fmt: skip
    figure.add_bar(
        y=[label for _, label, _ in held], orientation="h", base=[r["p25"] for r, _, _ in held],
        x=[r["p75"] - r["p25"] for r, _, _ in held],
        marker={"color": theme.MAIN, "opacity": 0.8}, width=0.55, name="中间一半（P25–P75）",
        customdata=[words for _, _, words in held], hovertemplate=said,
    )  # fmt: skip
    figure.add_scatter(
        y=[label for _, label, _ in held], x=[r["p50"] for r, _, _ in held], mode="markers", name="中位数",
        marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": theme.SECOND}},
        customdata=[words for _, _, words in held], hovertemplate=said,
    )  # fmt: skip
    few = [
        (label, [*own, r["scored"]])
        for r, label, own, ok in zip(records, labels, code, enough, strict=True)
        if not ok
    ]
    floor = rows.loc[enough, "p10"].min()
    low = 60.0 if pd.isna(floor) else max(0.0, float(int(floor / 5) * 5) - 1)
    figure.add_scatter(
        y=[label for label, _ in few], x=[100.3] * len(few), mode="text",
        text=[f"不足 {LEAST} 个，不作统计"] * len(few), textposition="middle left", textfont={"size": 11},
        showlegend=False, customdata=[own for _, own in few], hovertemplate="%{y}：仅 %{customdata[1]} 个，不作统计<extra></extra>",
    )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(rows), least=190), legend=True)
    figure.update_xaxes(range=[low, 100.6], title={"text": "得分（分）", "standoff": 6})
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=labels, range=[len(labels) - 0.4, -0.6]
    )
    for at in (60, 80, 90):
        if at > low:
            figure.add_vline(x=at, line={"color": theme.LINE, "width": 1, "dash": "dot"})
    note = f"括号内为有得分的评价个数；不足 {LEAST} 个的不作统计。虚线为等级线 60、80、90 分（在图的范围内才画）。"
    terms = ("median", "full_share", "high_share", "score_kind")
    return Chart(
        name, title, figure, finding, f"{title}。{finding}", lambda: _table(every, what), note, terms,
        tuple(c for (c,) in _codes(every, drill)), rows=len(every),
    )  # fmt: skip


def _codes(rows: pd.DataFrame, drill: str) -> list[list[str]]:
    """The drill code of each row."""
    return [[f"{drill}:{c}" + ("" if drill == "has" else "~has:score")] for c in rows["code"]]


def _table(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    table = pd.DataFrame({what: rows["name"], "有得分（个）": rows["scored"]})
    enough = rows["scored"] >= LEAST
    for column, heading in (("lowest", "最低"), ("p10", "P10"), ("p25", "P25"), ("p50", "中位数"),
                            ("p75", "P75"), ("p90", "P90"), ("highest", "最高")):  # fmt: skip
        always = column in ("lowest", "highest")
        table[heading] = [
            points(v) if ok or always else "—" for v, ok in zip(rows[column], enough, strict=True)
        ]
    table["满分占比"] = [percent(f / n) for f, n in zip(rows["full_marks"], rows["scored"], strict=True)]
    table["95分及以上占比"] = [
        percent(h / n) for h, n in zip(rows["high_marks"], rows["scored"], strict=True)
    ]
    return table


def by_group(rows: pd.DataFrame, group: str, kind: str) -> Chart:
    """The strip by department or by year (group: "department" or "year")."""
    enough = rows[rows["scored"] >= LEAST]
    total, counted = int(rows["scored"].sum()), int(enough["scored"].sum())
    what, drill = ("主管部门", "dept") if group == "department" else ("年度", "year")
    if enough.empty:
        finding = f"共 {integer(total)} 个有{kind}得分的评价，各{what}均不足 {LEAST} 个，不作统计。"
    else:
        low, high = enough["p50"].min(), enough["p50"].max()
        spread = (enough["p75"] - enough["p25"]).median()
        close = int(((enough["p90"] - enough["p10"]) < 5).sum())
        finding = (
            f"{len(enough)} 个{what}的{kind}得分中位数在 {points(low)}–{points(high)} 分之间（N={integer(counted)}），"
            f"中间一半项目的分差一般为 {points(spread)} 分；{close} 个{what}八成项目的得分相差不足 5 分。"
        )
    title = f"{kind}得分：按{'部门' if group == 'department' else '年度'}"
    return strip(rows, name=f"strip_{group}", title=title, drill=drill, finding=finding, what=what)


def kinds(rows: pd.DataFrame) -> Chart:
    """Self, review and recomputed side by side. rows: queries.scores.score_kinds."""
    of: dict[Any, Any] = rows.set_index("code").to_dict("index")
    parts = [
        f"{c}中位数 {points(of[c]['p50'])}（N={integer(of[c]['scored'])}）"
        if of[c]["scored"] >= LEAST
        else f"{c}仅 {integer(of[c]['scored'])} 个，不作统计"
        for c in of
    ]
    finding = "，".join(parts) + "。"
    for other in ("复核", "复算"):
        if other in of and of[other]["paired"]:
            gap = of[other]["mean_gap"]
            finding += (
                f"同时有自评和{other}得分的 {integer(of[other]['paired'])} 个，"
                f"自评平均{'高' if gap >= 0 else '低'} {points(abs(gap))} 分。"
            )
    made = strip(rows, name="kinds", title="自评、复核、复算并列", drill="has", finding=finding, what="口径")
    table = made.table.assign(
        **{
            "与自评成对（个）": rows["paired"].to_list(),
            "自评平均高出（分）": [points(g) for g in rows["mean_gap"]],
        }
    )
    note = "三种得分的项目范围不同：复核通常只覆盖抽查项目，按风险抽取时不能推及全部。" + made.note
    return replace(made, behind=table, note=note, terms=("score_kind", "median", "review_gap"))
