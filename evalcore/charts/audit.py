"""Can the scores be believed: gaps to recomputed and review, shares of high scores, scores beside execution, 疑点."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pandas as pd

from evalcore.charts import plain, theme
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.execution import BINS, share
from evalcore.charts.figure import Figure
from evalcore.glossary import code_name, integer, is_missing, money, number, percent, points, signed

STATUSES = ("待核实", "已说明", "属实", "不属实", "已整改")
_STATUS_COLOURS = dict(
    zip(STATUSES, (theme.MAIN, theme.THIRD, theme.SECOND, theme.QUIET, theme.ACCENT), strict=True)
)
_SHOWN = 25  # codes drawn; the table has all


def _gap(value: object) -> str:
    gap = number(value)
    return signed(points(gap), gap)


def gaps(rows: pd.DataFrame, intervals: Callable[[pd.DataFrame], pd.DataFrame], by: str, least: int) -> Chart:
    """Mean self − recomputed with its strict interval, and median self − review with its exact one.

    rows: queries.audit.audit_gaps by 'department' or 'year', in that order; intervals: insight.audit.with_intervals, asked
    for the rows drawn and, with the table, for all; least: reviewed forms an interval needs.
    """
    drawn = intervals(rows.head(MOST_ROWS))
    codes = [str(v) for v in drawn["department_code" if by == "department" else "year"]]
    full = [
        str(n) if by == "department" else f"{y}年"
        for n, y in zip(drawn["department"], drawn["year"], strict=True)
    ]
    names = [
        f"{theme.short(n, 14)}（{integer(r)}/{integer(c)}）"
        for n, r, c in zip(full, drawn["reviewed"], drawn["evaluations"], strict=True)
    ]
    key = "dept" if by == "department" else "year"
    at = list(range(len(codes)))
    figure = Figure()
    lines: list[float | None] = []
    places: list[float | None] = []
    for place, low, high in zip(at, drawn["recomputed_least"], drawn["recomputed_most"], strict=True):
        if not is_missing(low):
            lines += [float(low), float(high), None]
            places += [place - 0.16, place - 0.16, None]
    figure.add_scatter(
        x=lines, y=places, mode="lines", line={"color": theme.MAIN, "width": 5}, opacity=0.35,
        hoverinfo="skip", name="复算的严格区间",
    )  # fmt: skip
    figure.add_scatter(
        x=drawn["recomputed_gap"], y=[p - 0.16 for p in at], mode="markers", name="自评 − 复算（平均）",
        marker={"color": theme.MAIN, "size": 9}, customdata=[[f"kind:recomputed~{key}:{c}"] for c in codes],
        hovertext=[
            f"{plain.chart(n)}：自评比复算平均 {_gap(g)} 分，严格区间 [{_gap(a)}，{_gap(b)}]，"
            f"{integer(k)} 个，规则复算覆盖率 {percent(c)}"
            for n, g, a, b, k, c in zip(
                full, drawn["recomputed_gap"], drawn["recomputed_least"], drawn["recomputed_most"],
                drawn["recomputed_paired"], drawn["coverage"], strict=True,
            )
        ],
        hoverinfo="text",
    )  # fmt: skip
    enough = [not is_missing(v) for v in drawn["review_from"]]
    figure.add_scatter(
        x=drawn["review_median"], y=[p + 0.16 for p in at], mode="markers", name="自评 − 复核（中位数）",
        marker={
            "color": theme.SECOND, "size": 9, "line": {"width": 2, "color": theme.SECOND},
            "symbol": ["diamond" if e else "diamond-open" for e in enough],
        },
        error_x={
            "type": "data", "symmetric": False, "color": theme.SECOND, "thickness": 1.5, "width": 3,
            "array": [float(t - m) if e else 0.0
                      for t, m, e in zip(drawn["review_to"], drawn["review_median"], enough, strict=True)],
            "arrayminus": [float(m - f) if e else 0.0
                           for f, m, e in zip(drawn["review_from"], drawn["review_median"], enough, strict=True)],
        },
        customdata=[[f"kind:review~{key}:{c}"] for c in codes],
        hovertext=[
            f"{plain.chart(n)}：自评比复核高出的中位数 {_gap(m)} 分，复核 {integer(k)} 个"
            + (f"，95% 区间 [{_gap(a)}，{_gap(b)}]" if e else f"，不足 {least} 个，不给区间")
            for n, m, a, b, k, e in zip(
                full, drawn["review_median"], drawn["review_from"], drawn["review_to"], drawn["reviewed"], enough,
                strict=True,
            )
        ],
        hoverinfo="text",
    )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(codes), each=28, least=170), legend=True)
    figure.add_vline(x=0, line={"color": theme.LINE, "width": 1, "dash": "dot"})
    figure.update_xaxes(title={"text": "自评高出的分数", "standoff": 12})
    figure.update_yaxes(tickvals=at, ticktext=names, range=[len(codes) - 0.4, -0.6], showgrid=True)
    reviewed, total = int(rows["reviewed"].sum()), int(rows["evaluations"].sum())
    none = sum(int(v) == 0 for v in rows["reviewed"])
    few = sum(0 < int(v) < least for v in rows["reviewed"])
    what = "部门" if by == "department" else "年度"
    unit = "个部门" if by == "department" else "个年度"
    wide = sum(not is_missing(v) and float(v) > 0 for v in rows["recomputed_least"])
    finding = (
        f"{len(rows)} {unit}、{integer(total)} 个评价：{wide} {unit}的自评与复算之差，严格区间全部在 0 以上；"
        f"复核过 {integer(reviewed)} 个（{share(reviewed, total)}）"
    )
    finding += f"，没有复核的 {none} {unit}" if none else ""
    finding += f"，复核不足 {least} 个的 {few} {unit}" if few else ""
    finding += "。"

    def table() -> pd.DataFrame:
        every = intervals(rows)
        return pd.DataFrame(
            {
                **_named(rows, by),
                "评价个数": rows["evaluations"].to_list(),
                "可与复算比较（个）": rows["recomputed_paired"].to_list(),
                "自评−复算（平均）": [_gap(v) for v in rows["recomputed_gap"]],
                "严格区间下限": [_gap(v) for v in rows["recomputed_least"]],
                "严格区间上限": [_gap(v) for v in rows["recomputed_most"]],
                "自评−复算（金额加权）": [_gap(v) for v in rows["recomputed_weighted"]],
                "规则复算覆盖率": [percent(number(v)) for v in rows["coverage"]],
                "填报高于复算（个）": rows["above"].to_list(),
                "填报低于复算（个）": rows["below"].to_list(),
                "已复核（个）": rows["reviewed"].to_list(),
                "已复核全年预算（万元）": rows["reviewed_money"].astype(float).to_list(),
                "自评−复核（中位数）": [_gap(v) for v in every["review_median"]],
                "95%区间下限": [_gap(v) for v in every["review_from"]],
                "95%区间上限": [_gap(v) for v in every["review_to"]],
                "自评−复核（平均）": [_gap(v) for v in rows["review_gap"]],
                "自评−复核（金额加权）": [_gap(v) for v in rows["review_weighted"]],
            }
        )

    note = (
        f"{'部门按预算编码排列；' if by == 'department' else ''}括号内为已复核个数/评价个数。蓝色横条是复算的严格区间："
        "待认定的分全给或全不给；橙色菱形的横线是中位数的 95% 精确区间（顺序统计量法，不假定分布），"
        f"复核不足 {least} 个的{what}只画空心点、不给区间，没有复核的不画。复核按风险选取时，不能推及未复核的项目。"
    )
    title = f"自评与复算、复核之差（按{what}）"
    terms = ("recomputed_gap", "review_median", "coverage")
    marks = tuple(
        f"kind:recomputed~{key}:{c}" for c in rows["department_code" if by == "department" else "year"]
    )
    return Chart(f"gaps_{by}", title, figure, finding, finding, table, note, terms, marks, rows=len(rows))


def _named(rows: pd.DataFrame, by: str) -> dict[str, list[str]]:
    """The columns of a table that say whose row it is."""
    if by == "department":
        return {"部门编码": rows["department_code"].to_list(), "主管部门": rows["department"].to_list()}
    return {"年度": [f"{year}年" for year in rows["year"]]}


def shares(rows: pd.DataFrame) -> Chart:
    """Share at 100, ≥ 95 and 优 by who scored. rows: insight.audit.shares."""
    colours = (theme.MAIN, theme.THIRD, theme.SECOND, theme.QUIET)
    measures = (
        ("满分（100 分）", "full", "n"),
        ("95 分及以上", "top", "n"),
        ("等级为优", "excellent", "graded"),
    )
    figure = Figure()
    ratios = {}
    for line, colour in zip(rows.to_dict("records"), colours, strict=False):
        of = [line[part] / line[whole] if line[whole] else None for _, part, whole in measures]
        ratios[line["scored_by"]] = of
        figure.add_bar(
            x=[name for name, _, _ in measures], y=of, name=f"{line['scored_by']} N={integer(line['n'])}",
            marker={"color": colour}, text=[percent(v) for v in of], textposition="outside", cliponaxis=False,
            hovertext=[
                f"{line['scored_by']}　{name}：{integer(line[part])} ÷ {integer(line[whole])} = {percent(v)}"
                for (name, part, whole), v in zip(measures, of, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=300, legend=True)
    figure.update_layout(barmode="group", bargap=0.25, bargroupgap=0.08)
    figure.update_yaxes(range=[0, 1.08], tickformat=".0%")
    own, review = ratios.get("自评（被复核的）"), ratios.get("复核（同一批）")
    if own and review:
        finding = (
            f"同一批被复核的 {integer(rows['n'].iloc[-1])} 个评价：满分占比自评 {percent(own[0])}、复核 {percent(review[0])}；"
            f"95 分及以上自评 {percent(own[1])}、复核 {percent(review[1])}；优自评 {percent(own[2])}、复核 {percent(review[2])}。"
        )
    else:
        first = ratios[str(rows["scored_by"].iloc[0])]
        finding = f"当前范围没有复核，自评满分占比 {percent(first[0])}、95 分及以上 {percent(first[1])} 没有复核可对照。"
    table = pd.DataFrame(
        {
            "谁打的分": rows["scored_by"],
            "有得分（个）": rows["n"],
            "满分（个）": rows["full"],
            "满分占比": [percent(v[0]) for v in ratios.values()],
            "95分及以上（个）": rows["top"],
            "95分及以上占比": [percent(v[1]) for v in ratios.values()],
            "有等级（个）": rows["graded"],
            "优（个）": rows["excellent"],
            "优占比": [percent(v[2]) for v in ratios.values()],
        }
    )
    note = "只有后两组是同一批项目，可以直接相比；前两组是筛选范围内的全部评价。"
    title, terms = (
        "满分、95 分及以上与优：自评和复核并列",
        ("full_share", "high_share", "grade", "score_kind"),
    )
    return Chart("shares", title, figure, finding, finding, table, note, terms)


def bands(rows: pd.DataFrame, evaluations: int, kind: str, gap: float) -> Chart:
    """Score with and without the execution part by band of the execution rate. rows: queries.audit.rate_bands."""
    names = [BINS[int(b)] for b in rows["band"]]
    shown = [plain.chart(n) for n in names]
    total = rows["total"].astype(float).to_list()
    part = (rows["part"].astype(float) * 100).to_list()
    rate = (rows["rate"].astype(float) * 100).to_list()
    figure = Figure()
    figure.add_bar(
        x=shown, y=rate, name="预算执行率（平均，%）", marker={"color": theme.QUIET, "opacity": 0.5},
        customdata=[[f"band:{int(b)}"] for b in rows["band"]],
        hovertext=[
            f"执行率 {s}：{integer(n)} 个，平均执行率 {points(r, 1)}%，其中超过 5% 界线 {integer(w)} 个"
            for s, n, r, w in zip(shown, rows["evaluations"], rate, rows["wide"], strict=True)
        ],
        hoverinfo="text",
    )  # fmt: skip
    for name, values, colour, symbol in (
        (f"{kind}总分（平均）", total, theme.MAIN, "circle"),
        ("去除执行率部分的得分（平均，百分制）", part, theme.SECOND, "diamond"),
    ):
        figure.add_scatter(
            x=shown, y=values, mode="lines+markers", name=name, line={"color": colour, "width": 2},
            marker={"color": colour, "size": 9, "symbol": symbol},
            customdata=[[f"band:{int(b)}"] for b in rows["band"]],
            hovertext=[
                f"执行率 {s}：{name} {points(v)}，{integer(n)} 个"
                for s, v, n in zip(shown, values, rows["evaluations"], strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=340, legend=True)
    figure.update_xaxes(type="category", title={"text": "预算执行率（含下限，不含上限）", "standoff": 12})
    figure.update_yaxes(rangemode="tozero", title={"text": "分 / %", "standoff": 8})
    n, wide = int(rows["evaluations"].sum()), int(rows["wide"].sum())
    cash = rows["wide_money"].astype(float).fillna(0).sum()
    finding = (
        f"{integer(n)} 个可比的评价中，指标部分得分率比执行率高出 {percent(gap, 0)} 以上的 {integer(wide)} 个"
        f"（{share(wide, n)}，涉及全年预算 {money(cash)}）。"
    )
    low = rows[rows["band"] <= 3]
    if len(low):
        k = int(low["evaluations"].sum())
        mean = float((low["part"].astype(float) * low["evaluations"]).sum()) / k * 100
        finding += f"执行率不到 80% 的 {integer(k)} 个，去除执行率部分后平均仍有 {points(mean)} 分。"
    table = pd.DataFrame(
        {
            "预算执行率": names,
            "评价个数": rows["evaluations"].to_list(),
            "全年预算数（万元）": rows["money"].astype(float).to_list(),
            "平均执行率": [percent(v) for v in rows["rate"]],
            f"{kind}总分（平均）": [points(v) for v in total],
            "其中执行率得分（平均）": [points(v) for v in rows["execution_given"]],
            "执行率分值（平均）": [points(v) for v in rows["execution_full"]],
            "去除执行率部分（百分制，平均）": [points(v) for v in part],
            "指标得分率超过界线（个）": rows["wide"].to_list(),
            "超过界线的全年预算（万元）": rows["wide_money"].astype(float).to_list(),
            "若用总分比较会超过（个）": rows["wide_of_total"].to_list(),
        }
    )
    note = (
        "执行率得分本来就在总分里（一般 10 分）：执行率低，总分必然被带低，用总分比执行率会把这个机械联系算进去。"
        "因此先从总分中去掉执行率得分，再除以其余分值：去除执行率部分的得分 =（总分 − 执行率得分）÷（100 − 执行率分值）× 100，"
        "以此与执行率比较。节约、跨年支付等是正当原因，可说明。"
    )
    if evaluations > n:
        note += f"{integer(evaluations - n)} 个没有执行率、总分或执行率得分的评价未计入。"
    title, terms = f"{kind}得分与执行率：去除执行率部分之后", ("part_removed", "execution_rate", "part_rate")
    codes = tuple(f"band:{int(b)}" for b in rows["band"])
    return Chart("bands", title, figure, finding, finding, table, note, terms, codes)


_SEVERITIES = {"red": "需核实", "yellow": "请说明", "info": "提示"}


def _cash(open_money: pd.DataFrame) -> dict[str, float]:
    """Code → annual budgets (万元) of the evaluations with an open red or yellow finding of it."""
    if open_money.empty:
        return {}
    return {str(code): float(value) for code, value in open_money.groupby("code")["money"].sum().items()}


def findings_in_short(rows: pd.DataFrame, open_money: pd.DataFrame) -> str:
    """How grave, and which touch most money: one sentence over the frames of `findings`."""
    by = rows.groupby("severity")["findings"].sum()
    said = "、".join(f"{word} {integer(by[id])} 个" for id, word in _SEVERITIES.items() if id in by)
    cash = _cash(open_money)
    most = sorted(cash, key=lambda code: (-cash[code], code))[:3]
    named = "、".join(f"{code_name(code)} {money(cash[code])}" for code in most)
    return f"疑点 {integer(by.sum())} 个：{said}" + (
        f"；待核实的红、黄疑点按涉及全年预算计，最多的是{named}。" if most else "。"
    )


def findings(rows: pd.DataFrame, open_money: pd.DataFrame) -> Chart:
    """疑点 by code and status. rows: queries.audit.finding_status; the most frequent codes are drawn, the table has all.

    open_money: queries.overview.attention, the evaluations and annual budgets (万元) with an open red or yellow one.
    """
    held: dict[tuple[str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for line in rows.to_dict("records"):
        held[line["code"], line["status"]] += int(line["findings"])
        totals[line["code"]] += int(line["findings"])
    statuses = [s for s in STATUSES if any(status == s for _, status in held)]
    order = sorted(totals, key=lambda code: (-totals[code], code))
    drawn = order[:_SHOWN]
    figure = Figure()
    for status in statuses:
        values = [held[code, status] for code in drawn]
        figure.add_bar(
            y=[theme.short(code_name(code), 18) for code in drawn], x=values, orientation="h", name=status,
            marker={"color": _STATUS_COLOURS[status]},
            customdata=[[f"code:{code}~status:{status}"] for code in drawn],
            hovertext=[f"{code_name(c)}（{c}）　{status}：{integer(v)} 个" for c, v in zip(drawn, values, strict=True)],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(drawn), each=24), legend=True)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(
        title={"text": "疑点个数", "standoff": 12},
        **theme.whole_ticks(sum(held[code, status] for status in statuses) for code in drawn),
    )
    figure.update_yaxes(autorange="reversed")
    count = sum(totals.values())
    by = {status: sum(held[code, status] for code in order) for status in statuses}
    said = "、".join(f"{status} {integer(by[status])} 个" for status in statuses)
    top = "、".join(f"{code_name(code)} {integer(totals[code])} 个" for code in order[:3])
    finding = f"共 {integer(count)} 个疑点、{len(order)} 类：{said}；最多的是{top}。"
    about = open_money.groupby("code")[["evaluations", "money"]].sum() if len(open_money) else pd.DataFrame()
    cash = _cash(open_money)
    count_of = {str(code): int(value) for code, value in about["evaluations"].items()} if len(about) else {}
    severity = rows.groupby("code")["severity"].agg(lambda s: min(s, key=tuple(_SEVERITIES).index))
    table = pd.DataFrame(
        {
            "代码": order,
            "名称": [code_name(code) for code in order],
            "级别": [_SEVERITIES[severity[code]] for code in order],
            "合计": [totals[code] for code in order],
            **{status: [held[code, status] for code in order] for status in statuses},
            "待核实红黄涉及评价（个）": [count_of.get(c) for c in order],
            "涉及全年预算（万元）": [cash.get(c) for c in order],
        }
    )
    note = "疑点是需要核实或说明的事项，不是结论；一个评价的同一代码可以有几处。"
    note += f"图中为最多的 {len(drawn)} 类，其余见数据表。" if len(order) > len(drawn) else ""
    terms = ("finding", "severity", "finding_status")
    codes = tuple(f"code:{code}" for code in order)
    return Chart("findings", "疑点：按代码与状态", figure, finding, finding, table, note, terms, codes)
