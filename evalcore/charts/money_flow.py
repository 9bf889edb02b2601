"""Was it spent as planned: gross movements from initial budget to what was left, budgets cut by half."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import plain, theme, waterfall
from evalcore.charts.chart import Chart
from evalcore.charts.figure import Figure
from evalcore.charts.waterfall import Kind
from evalcore.glossary import integer, money, percent

STEPS = {
    ("initial", "+"): "年初预算", ("追加", "+"): "追加", ("划入", "+"): "划入", ("结转", "+"): "结转",
    ("untyped", "+"): "其他调增", ("调减", "-"): "调减", ("划出", "-"): "划出", ("收回", "-"): "收回",
    ("untyped", "-"): "其他调减", ("annual", "+"): "全年预算", ("executed", "-"): "执行",
    ("left", "+"): "结余",
    ("over", "+"): "超预算执行",
}  # fmt: skip


def step_name(step: str, direction: str) -> str:
    """Display word of a step of queries.execution.execution_flow."""
    return STEPS.get((step, direction), f"{step}（{'增' if direction == '+' else '减'}）")


def flow(steps: pd.DataFrame, evaluations: int) -> Chart:
    """Gross waterfall from the initial budget to what was left. steps: queries.execution.execution_flow."""
    items: list[waterfall.Bar] = []
    at, lines = 0.0, []
    scale, unit = (10_000.0, "亿元") if steps["money"].astype(float).max() >= 10_000 else (1.0, "万元")
    for row in steps.to_dict("records"):
        step, direction, count = str(row["step"]), str(row["direction"]), int(row["evaluations"])
        amount, inferred = float(row["money"] or 0), float(row["inferred"] or 0)
        name = step_name(step, direction)
        total = step in ("initial", "annual", "left")
        if total or step == "over":  # what was spent beyond the budget is not part of what is left
            start, end = 0.0, amount
        else:
            start, end = at, at + (amount if direction == "+" else -amount)
        at = amount if step in ("initial", "annual") else end
        kind: Kind = "up" if direction == "+" else "down"
        if step in ("initial", "annual"):
            kind = "total"
        elif step in ("left", "over"):
            kind = "quiet"
        sign = "" if total or step == "over" else ("+" if direction == "+" else "−")
        said = f"{name} {sign}{money(amount)}，{integer(count)} 个评价"
        if inferred:
            said += f"，其中 {money(inferred)} 的方向系推算"
        items.append(
            waterfall.Bar(
                plain.chart(name),
                start / scale,
                end / scale,
                kind,
                f"{sign}{_shown(amount, scale)}",
                plain.chart(said),
                f"step:{step}{direction}",
                hatched=inferred > 0,
            )
        )
        lines.append((name, sign, amount, count, inferred))
    figure = waterfall.bars(items, across=False)
    figure.update_yaxes(title={"text": unit, "standoff": 6})
    of = {name: (amount, count) for name, _, amount, count, _ in lines}
    n = of.get("年初预算", (0.0, 0))[1]
    up = sum(amount for _, sign, amount, _, _ in lines if sign == "+")
    down = sum(amount for name, sign, amount, _, _ in lines if sign == "−" and name != "执行")
    initial, annual, spent = (of.get(k, (0.0, 0))[0] for k in ("年初预算", "全年预算", "执行"))
    finding = (
        f"{integer(n)} 个三项金额齐全的评价：年初预算 {money(initial)}，"
        f"年中调增 {money(up)}、调减 {money(down)}，"
        f"全年预算 {money(annual)}（较年初 {_signed_share(annual - initial, initial)}），"
        f"执行 {money(spent)}，结余 {money(of.get('结余', (0.0, 0))[0])}。"
    )
    if "超预算执行" in of:
        over, beyond = of["超预算执行"]
        finding += f"另有 {beyond} 个评价执行数超过全年预算，共超 {money(over)}，需核实。"
    table = pd.DataFrame(
        {
            "步骤": [name for name, *_ in lines],
            "方向": [sign or "合计" for _, sign, *_ in lines],
            "金额（万元）": [amount for _, _, amount, _, _ in lines],
            "评价个数": [count for *_, count, _ in lines],
            "其中方向推算（万元）": [inferred for *_, inferred in lines],
        }
    )
    note = "增减均按总额列示，不相互抵消。"
    note += "“其他调增、其他调减”是材料只写了年初、全年两个数、没有写明追加、调减或划转的差额；"
    note += "斜线表示其中有系统推算方向的金额。"
    if evaluations > n:
        note += f"{integer(evaluations - n)} 个三项金额不全的评价未计入。"
    title = "资金流向：年初 → 调整 → 全年 → 执行 → 结余"
    terms = ("budget_initial", "adjustment_rate", "budget_annual", "executed", "surplus")
    codes = tuple(item.code for item in items)
    return Chart("flow", title, figure, finding, finding, table, note, terms, codes)


def _shown(amount: float, scale: float) -> str:
    """The number on a bar in the axis's unit; one too small for it keeps its own unit."""
    short = f"{amount / scale:,.2f}"
    return short if amount == 0 or short != "0.00" else money(amount)


def _signed_share(change: float, base: float) -> str:
    if not base:
        return "—"
    share = percent(abs(change) / base)
    return f"{'−' if change < 0 else '+'}{share}"


def cuts(rows: pd.DataFrame) -> Chart:
    """Projects cut by more than half that report 100 %. rows: first page of cut_but_full."""
    top = rows.head(12)
    names = [f"{theme.short(p, 14)}" for p in top["project"]]
    positions = list(range(len(top)))
    figure = Figure()
    for name, column, colour, width in (
        ("年初预算", "budget_initial", theme.QUIET, 0.72),
        ("全年预算（=执行）", "budget_annual", theme.MAIN, 0.36),
    ):  # fmt: skip
        figure.add_bar(
            y=positions, x=top[column].astype(float), orientation="h", name=name, width=width,
            marker={"color": colour}, customdata=[["all"]] * len(top), hoverinfo="text",
            hovertext=[
                f"{plain.chart(r['project'])}（{plain.chart(r['department'])}）："
                f"年初 {money(r['budget_initial'])} → "
                f"全年 {money(r['budget_annual'])}，执行 {money(r['executed'])}，"
                f"按年初计 {percent(r['initial_execution_rate'])}"
                for r in top.to_dict("records")
            ],
        )  # fmt: skip
    theme.layout(figure, height=theme.rows_height(len(top), each=28, least=180), legend=True)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(tickvals=positions, ticktext=names, range=[len(top) - 0.4, -0.6])
    figure.update_xaxes(title={"text": "万元", "standoff": 12}, rangemode="tozero", tickformat=",")
    first = rows.iloc[0]
    total, cut, moved = int(first["total"]), float(first["total_cut"]), float(first["total_transferred"])
    finding = (
        f"{integer(total)} 个项目全年预算比年初压减一半以上，同时填报执行率 100%，共压减 {money(cut)}"
        + (f"，其中 {money(moved)}注明划转给其他单位" if moved else "")
        + f"。压减最多的是“{first['project']}”：年初 {money(first['budget_initial'])}，"
        f"全年 {money(first['budget_annual'])}，"
        f"按年初预算执行率只有 {percent(first['initial_execution_rate'])}。"
    )
    table = pd.DataFrame(
        {
            "主管部门": rows["department"].to_list(),
            "项目名称": rows["project"].to_list(),
            "年度": rows["year"].to_list(),
            "年初预算数（万元）": rows["budget_initial"].astype(float).to_list(),
            "全年预算数（万元）": rows["budget_annual"].astype(float).to_list(),
            "全年执行数（万元）": rows["executed"].astype(float).to_list(),
            "其中划出（万元）": rows["transferred"].astype(float).to_list(),
            "年初口径执行率": [percent(v) for v in rows["initial_execution_rate"]],
        }
    )
    note = "执行率 100% 是按调整后的预算计算的；需要核实压减原因，以及绩效目标是否同步调整。"
    note += "划转给其他单位的不属于压减项目。"
    if total > len(top):
        note += f"图中为压减金额最大的 {len(top)} 个。"
    title = "预算压减过半、执行率仍为 100% 的项目"
    terms = ("cut", "transferred", "initial_execution_rate")
    return Chart("cuts", title, figure, finding, finding, table, note, terms, ("all",) * len(table))
