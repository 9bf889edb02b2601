"""Was the money spent: the distribution of execution rates, and departments in code order."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import plain, theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money, percent

BINS = ("0", "0–30%", "30–60%", "60–80%", "80–90%", "90–95%", "95–100%", "=100%", ">100%")
_SHOWN = {">100%": "&gt;100%"}


def rates(bins: pd.DataFrame, evaluations: int) -> Chart:
    """Adjusted and initial execution rates in nine bins. bins: queries.execution.execution_bins."""
    figure = Figure()
    table: dict[str, list[object]] = {"执行率": list(BINS)}
    counts: dict[str, list[int]] = {}
    for kind, name, colour in (
        ("annual", "按全年预算", theme.MAIN),
        ("initial", "按年初预算", theme.QUIET),
    ):
        own = bins[bins["kind"] == kind].set_index("bin").reindex(range(len(BINS)))
        counts[kind] = [int(v) for v in own["evaluations"].fillna(0)]
        amounts = own["money"].astype(float).fillna(0.0).to_list()
        figure.add_bar(
            x=[_SHOWN.get(b, b) for b in BINS], y=counts[kind], name=name, marker={"color": colour},
            text=[integer(v) if v else "" for v in counts[kind]], textposition="outside", cliponaxis=False,
            customdata=[[f"bin:{kind}-{i}"] for i in range(len(BINS))],
            hovertext=[
                f"{name}执行率 {_SHOWN.get(b, b)}：{integer(c)} 个，预算 {money(m)}"
                for b, c, m in zip(BINS, counts[kind], amounts, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
        table[f"{name}（个）"] = list(counts[kind])
        table[f"{name}的预算（万元）"] = list(amounts)
    theme.layout(figure, height=320, legend=True)
    figure.update_layout(barmode="group", bargap=0.22, bargroupgap=0.06)
    figure.update_xaxes(type="category", title={"text": "执行率（含下限，不含上限）", "standoff": 12})
    figure.update_yaxes(
        title={"text": "评价个数", "standoff": 12},
        **theme.whole_ticks([*counts["annual"], *counts["initial"]]),
    )
    all_annual, all_initial = sum(counts["annual"]), sum(counts["initial"])
    low = sum(counts["annual"][:4])
    finding = (
        f"{integer(all_annual)} 个有执行率的评价中，正好 100% 的 {integer(counts['annual'][7])} 个"
        f"（{share(counts['annual'][7], all_annual)}），"
        f"低于 80% 的 {integer(low)} 个（{share(low, all_annual)}）；"
        f"若按年初预算计算（{integer(all_initial)} 个），正好 100% 的只有 {integer(counts['initial'][7])} 个"
        "，"
        f"低于 80% 的 {integer(sum(counts['initial'][:4]))} 个，超过 100% 的 {integer(counts['initial'][8])}"
        " 个。"
    )
    missing = evaluations - all_annual
    note = f"{integer(missing)} 个没有执行率的评价（金额未填或全年预算为 0）未计入。" if missing else ""
    note += "按全年预算与按年初预算的差别，来自年度中间的预算调整。"
    terms = ("execution_rate", "initial_execution_rate", "adjustment_rate")
    codes = tuple(f"bin:annual-{i}" for i in range(len(BINS)))
    alt = f"执行率分布柱形图。{finding}"
    return Chart("rates", "执行率分布", figure, finding, alt, pd.DataFrame(table), note, terms, codes)


def share(part: float, whole: float) -> str:
    """part ÷ whole as percent; — when there is no whole."""
    return percent(part / whole if whole else None)


def rate(value: float | None, low: float) -> str:
    """An execution rate in words that never reads as the line it lies below: 79.97%, not 80.0%."""
    for places in (1, 2, 3, 4):
        said = percent(value, places)
        if value is None or value >= low or said != percent(low, places):
            return said
    return f"略低于 {percent(low, 0)}"


def by_department(rows: pd.DataFrame, low: float) -> Chart:
    """Both rates by department in code order. rows: queries.execution.execution_by_department."""
    annual, executed = rows["annual"].astype(float), rows["executed"].astype(float)
    every_adjusted = [e / a if a > 0 else None for e, a in zip(executed, annual, strict=True)]
    every_first = [
        e / a if a > 0 else None
        for e, a in zip(rows["executed_initial"].astype(float), rows["initial"].astype(float), strict=True)
    ]
    drawn = rows.head(MOST_ROWS)
    codes, adjusted, first = (
        drawn["department_code"].to_list(), every_adjusted[:MOST_ROWS], every_first[:MOST_ROWS],
    )  # fmt: skip
    names = [
        f"{theme.short(n, 14)}（{integer(c)}）"
        for n, c in zip(drawn["department"], drawn["evaluations"], strict=True)
    ]
    full = [plain.chart(n) for n in drawn["department"]]
    positions = list(range(len(codes)))
    figure = Figure()
    ends: list[float | None] = []
    marks: list[int | None] = []
    for at, one, two in zip(positions, first, adjusted, strict=True):
        if one is not None and two is not None:
            ends += [min(one, 1.6), two, None]
            marks += [at, at, None]
    figure.add_scatter(
        x=ends, y=marks, mode="lines", line={"color": theme.LINE, "width": 1.5},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    for name, values, colour, symbol in (
        ("按年初预算", first, theme.QUIET, "circle-open"), ("按全年预算", adjusted, theme.MAIN, "circle"),
    ):  # fmt: skip
        figure.add_scatter(
            x=[None if v is None else min(v, 1.6) for v in values], y=positions, mode="markers", name=name,
            marker={"color": colour, "size": 10, "symbol": symbol, "line": {"width": 2, "color": colour}},
            customdata=[[f"dept:{c}"] for c in codes],
            hovertext=[f"{n}：{name}执行率 {rate(v, low)}" for n, v in zip(full, values, strict=True)],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(codes)), legend=True)
    known = [v for v in [*adjusted, *first] if v is not None]
    right = min(1.65, max([1.0, *known]) + 0.04)
    left = max(0.0, min([low, *known]) - 0.06)
    figure.add_vline(x=low, line={"color": theme.LINE, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=low, y=1, yref="paper", text=percent(low, 0), showarrow=False, xanchor="left", yanchor="top",
        font={"size": 11, "color": theme.LINE},
    )  # fmt: skip
    figure.update_xaxes(
        range=[left, right], tickformat=".0%", title={"text": "执行率（Σ执行 ÷ Σ预算）", "standoff": 12}
    )
    figure.update_yaxes(
        tickvals=positions, ticktext=names, range=[len(codes) - 0.4, -0.6], showgrid=True,
    )  # fmt: skip
    below = [
        (n, r) for n, r in zip(rows["department"], every_adjusted, strict=True) if r is not None and r < low
    ]
    no_rate = sum(r is None for r in every_adjusted)
    finding = f"{len(rows)} 个部门中，执行率低于 {percent(low, 0)} 的 {len(below)} 个"
    if below:
        finding += (
            "：" + "、".join(f"{n} {rate(r, low)}" for n, r in below[:5]) + ("等" if len(below) > 5 else "")
        )
    finding += (
        f"；全部部门共有 {integer(rows['low'].sum())} 个项目低于 {percent(low, 0)}，"
        f"这些项目结余 {money(rows['low_left'].astype(float).sum())}。"
    )

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "部门编码": rows["department_code"].to_list(),
                "主管部门": rows["department"].to_list(),
                "评价个数": rows["evaluations"].to_list(),
                "全年预算数（万元）": annual.to_list(),
                "全年执行数（万元）": executed.to_list(),
                "结余资金（万元）": (annual - executed).to_list(),
                "预算执行率": [rate(v, low) for v in every_adjusted],
                "年初口径执行率": [percent(v) for v in every_first],
                "低于80%的项目（个）": rows["low"].to_list(),
                "低于80%项目的结余（万元）": rows["low_left"].astype(float).to_list(),
                "金额不全（个）": (rows["evaluations"] - rows["with_both"]).to_list(),
            }
        )

    note = (
        "部门按预算编码排列，括号内为评价个数；实心为按全年预算，空心为按年初预算，两点相距越远，"
        "年中调整越大。"
    )
    note += "超过 160% 的画在 160% 处，准确数见数据表。" if any(v > 1.6 for v in known) else ""
    left_out = int((rows["evaluations"] - rows["with_both"]).sum())
    note += f"{left_out} 个金额不全的评价未计入。" if left_out else ""
    note += f"{no_rate} 个部门没有可计算的执行率。" if no_rate else ""
    terms = ("execution_rate", "initial_execution_rate", "surplus", "low_projects")
    keys = tuple(f"dept:{c}" for c in rows["department_code"])
    return Chart(
        "by_department", "各部门执行率", figure, finding, finding, table, note, terms, keys, rows=len(rows)
    )


def _least(names: pd.Series, rates: list[float], low: float) -> str:
    """The three lowest of several, in words; "" where all are listed anyway."""
    if len(rates) <= 3:
        return ""
    lowest = sorted(zip(rates, names, strict=True), key=lambda pair: pair[0])[:3]
    return f"最低的三个是{'、'.join(f'{name} {rate(value, low)}' for value, name in lowest)}。"


def low_departments(rows: pd.DataFrame, low: float) -> Chart | None:
    """Departments whose Σ/Σ rate is below `low`: spent and left, in code order; None when there is none."""
    annual, executed = rows["annual"].astype(float), rows["executed"].astype(float)
    own = rows[(annual > 0) & (executed < annual * low)]
    if own.empty:
        return None
    spent = own["executed"].astype(float).to_list()
    left = (own["annual"].astype(float) - own["executed"].astype(float)).to_list()
    shares = [s / (s + r) for s, r in zip(spent, left, strict=True)]
    drawn = own.head(MOST_ROWS)
    labels = [
        f"{theme.short(n)}（{integer(c)}）　{rate(r, low)}"
        for n, c, r in zip(drawn["department"], drawn["evaluations"], shares[:MOST_ROWS], strict=True)
    ]
    figure = Figure()
    for name, every, colour in (("已执行", spent, theme.MAIN), ("结余", left, theme.SECOND)):
        values = every[:MOST_ROWS]
        figure.add_bar(
            y=labels, x=values,
            orientation="h", name=name, marker={"color": colour},
            text=[theme.amount(v) for v in values], textangle=0,
            textposition="auto",
            customdata=[
                [f"low:{c}", money(v), integer(k), theme.in_full(n)]
                for c, n, v, k in zip(drawn["department_code"], drawn["department"], values, drawn["low"], strict=True)
            ],
            hovertemplate=f"%{{y}}：{name} %{{customdata[1]}}，低于 80% 的项目 %{{customdata[2]}} 个"
            "%{customdata[3]}<extra></extra>",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(drawn), each=34, least=150), legend=True)
    figure.update_layout(barmode="stack")
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title={"text": "万元", "standoff": 12}, rangemode="tozero", tickformat=",")
    finding = (
        f"{len(own)} 个部门的执行率低于 {percent(low, 0)}，共结余 {money(sum(left))}，"
        f"占全部结余的 {share(sum(left), float((annual - executed).sum()))}；"
        f"其中低于 {percent(low, 0)} 的项目 {integer(own['low'].sum())} 个。{_least(own['department'], shares, low)}应逐项说明原因：节约、"
        "跨年支付与未实施要分开看。"
    )

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "部门编码": own["department_code"].to_list(),
                "主管部门": own["department"].to_list(),
                "全年预算数（万元）": own["annual"].astype(float).to_list(),
                "全年执行数（万元）": spent,
                "结余资金（万元）": left,
                "预算执行率": [rate(r, low) for r in shares],
                "低于80%的项目（个）": own["low"].to_list(),
            }
        )

    note = "点击一个部门，列出其执行率低于 80% 的项目；括号内为评价个数，百分数为部门执行率。"
    title = f"执行率低于 {percent(low, 0)} 的部门"
    terms = ("execution_rate", "surplus", "low_projects")
    codes = tuple(f"low:{c}" for c in own["department_code"])
    return Chart("low", title, figure, finding, finding, table, note, terms, codes, rows=len(own))
