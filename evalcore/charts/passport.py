"""Why one project got its score: points lost one by one, its money, and its years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from evalcore.charts import plain, theme, waterfall
from evalcore.charts.chart import Chart
from evalcore.charts.figure import Figure
from evalcore.charts.rules import rule_set_name, rule_set_names
from evalcore.glossary import money, percent, points
from evalcore.model import Budget
from evalcore.queries.project import Loss

_SIGN = {"+": "+", "-": "−"}


def losses(steps: Sequence[Loss], total: Decimal, kind: str, grade: str = "") -> Chart:
    """From 100 to the total, one bar a loss, summing exactly. kind: 自评, 复核 or 复算."""
    at, before = Decimal(100), Decimal(100)
    items = [waterfall.Bar("满分", 0.0, 100.0, "total", "100.00", "满分 100 分")]
    table = [("满分", "", "100.00", "")]
    for step in steps:
        before, at = at, at - step.lost
        sign = "−" if step.lost > 0 else "+"
        said = f"{step.name} {sign}{points(abs(step.lost))} 分，余 {points(at)} 分"
        items.append(
            waterfall.Bar(
                theme.short(step.name, 18),
                float(before),
                float(at),
                "quiet" if not step.code else "down" if step.lost > 0 else "up",
                f"{sign}{points(abs(step.lost))}",
                plain.chart(f"{said}。{step.note}" if step.note else said),
                step.code,
                hatched="需人工认定" in step.note,
            )
        )
        table.append((step.name, f"{sign}{points(abs(step.lost))}", points(at), step.note))
    items.append(
        waterfall.Bar(
            f"{kind}得分", 0.0, float(total), "total", points(total), f"{kind}得分 {points(total)} 分"
        )
    )
    table.append((f"{kind}得分", "", points(total), grade))
    lowest = min([float(total), *(item.end for item in items if item.kind != "total")], default=0.0)
    least = max(0.0, float(int((lowest - max(2.0, (100 - lowest) * 0.25)) / 5) * 5))
    figure = waterfall.bars(items, across=True, least=least)
    figure.update_xaxes(title={"text": f"分（横轴从 {least:g} 分起）" if least else "分", "standoff": 12})
    own = [step for step in steps if step.code and step.lost > 0]
    worst = sorted(own, key=lambda step: -step.lost)[:3]
    shown = "、".join(f"“{step.name}”扣 {points(step.lost)} 分" for step in worst)
    finding = f"{kind} {points(total)} 分" + (f"，{grade}" if grade else "")
    if own:
        lost = sum((step.lost for step in own), Decimal(0))
        finding += (
            f"：{len(own)} 项失分，共扣 {points(lost)} 分，{'最多的是' if len(own) > 3 else ''}{shown}。"
        )
    rest = [step for step in steps if not step.code]
    if not own:
        finding += "：没有可列出的分项失分。" if rest else "：各项指标均未失分。"
    if rest:
        finding += (
            "另有"
            + "、".join(f"{step.name} {points(abs(step.lost))} 分" for step in rest)
            + "，不属于指标失分。"
        )
    note = "100 分减去各步之和正好等于得分；点击一步，查看其评分规则、扣分过程与出处。"
    if any(item.hatched for item in items):
        note += "斜线为需人工认定、暂按填报得分计入的部分。"
    frame = pd.DataFrame(table, columns=["步骤", "扣分（−）", "余分", "说明"])
    title = f"评分明细（扣分说明）：{kind}"
    terms = ("lost", "points", "basis", "rule_set")
    return Chart("losses", title, figure, finding, f"{title}。{finding}", frame, note, terms)


def flow(budget: Budget) -> Chart | None:
    """One project's money, gross, from initial budget to what was left. None without an annual budget."""
    if budget.annual is None:
        return None
    items: list[waterfall.Bar] = []
    table: list[tuple[str, str, Decimal, str]] = []

    def put(
        name: str, start: Decimal, end: Decimal, kind: waterfall.Kind, sign: str, why: str, hatched: bool
    ) -> None:
        amount = abs(end - start)
        said = f"{name} {sign}{money(amount)}" + (f"。{why}" if why else "")
        shown = f"{sign}{plain_amount(amount)}"
        items.append(
            waterfall.Bar(
                plain.chart(name), float(start), float(end), kind, shown, plain.chart(said), "", hatched
            )
        )
        table.append((name, sign or "合计", amount, why))

    zero = Decimal(0)
    if budget.initial is not None:
        put("年初预算", zero, budget.initial, "total", "", "", False)
        at = budget.initial
        for move in budget.movements:
            why = "；".join(
                part
                for part in (
                    f"对方单位：{move.counterparty}" if move.counterparty else "",
                    f"原文：{move.text}" if move.text else "",
                    "方向系推算，原文未写明" if move.inferred else "",
                )
                if part
            )
            name = f"{move.kind.value}{'（推算）' if move.inferred else ''}"
            put(
                name, at, at + move.signed, "up" if move.direction == "+" else "down", _SIGN[move.direction],
                why, move.inferred,
            )  # fmt: skip
            at += move.signed
        if at != budget.annual:
            up = budget.annual > at
            put(
                "其他调增" if up else "其他调减", at, budget.annual,
                "up" if up else "down", "+" if up else "−",
                "材料没有写明追加、调减或划转", False,
            )  # fmt: skip
    put("全年预算", zero, budget.annual, "total", "", "", False)
    if budget.executed is not None:
        put("执行", budget.annual, budget.annual - budget.executed, "down", "−", "", False)
        left = budget.annual - budget.executed
        name = "结余" if left >= 0 else "超预算执行"
        put(name, zero, left, "quiet", "" if left >= 0 else "−", "", False)
    figure = waterfall.bars(items, across=False, least=min(0.0, *(min(i.start, i.end) for i in items)))
    figure.update_layout(height=290)
    figure.update_yaxes(title={"text": "万元", "standoff": 6})
    finding = f"全年预算 {money(budget.annual)}"
    if budget.initial is not None:
        finding = f"年初预算 {money(budget.initial)}，" + finding
        if budget.adjustment_rate is not None:
            rate = budget.adjustment_rate
            finding += (
                f"（较年初 {'−' if rate < 0 else '+'}{percent(abs(rate), 2)}）" if rate else "（年中未调整）"
            )
    if budget.executed is not None:
        finding += f"，执行 {money(budget.executed)}"
        finding += (
            f"，执行率 {percent(budget.execution_rate, 2)}"
            if budget.execution_rate is not None
            else "，没有预算，不计算执行率"
        )
        if budget.initial_execution_rate is not None and budget.initial != budget.annual:
            finding += f"；按年初预算计算为 {percent(budget.initial_execution_rate, 2)}"
    inferred = [move for move in budget.movements if move.inferred]
    note = "增减按总额列示，不相互抵消。"
    if inferred:
        note += f"斜线的 {len(inferred)} 笔方向系推算（原文未写明），请核实。"
    frame = pd.DataFrame(table, columns=["步骤", "方向", "金额（万元）", "说明"])
    terms = ("budget_initial", "adjustment_rate", "budget_annual", "executed", "execution_rate")
    return Chart(
        "money", "资金：年初 → 调整 → 全年 → 执行", figure, f"{finding}。", f"{finding}。", frame, note, terms
    )


def plain_amount(amount: Decimal) -> str:
    """An amount as it is, at least two decimals: 0.11, 1,200.00."""
    return f"{amount:,.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount.normalize():,f}"


def history(rows: pd.DataFrame, method: str) -> Chart | None:
    """Scores and execution over the years, evaluations of one method. None with fewer than two years."""
    own = rows[rows["method"] == method]
    years = sorted(set(own["year"].astype(int)))
    if len(years) < 2:
        return None
    figure = Figure()
    for name, column, colour, symbol, above in (
        ("自评", "self_score", theme.MAIN, "circle", "top center"),
        ("复核", "review_score", theme.SECOND, "diamond", "middle right"),
        ("复算", "recomputed", theme.THIRD, "square", "bottom center"),
    ):
        some = own[own[column].notna()]
        if some.empty:
            continue
        figure.add_scatter(
            x=some["year"].astype(int).to_list(), y=some[column].to_list(),
            mode="lines+markers+text", name=name, cliponaxis=False,
            text=[points(v) for v in some[column]], textposition=above, textfont={"size": 11},
            line={"color": colour, "width": 2}, marker={"size": 9, "symbol": symbol},
            hovertext=[
                f"{y}年 {name} {points(v)} 分，执行率 {percent(r)}"
                for y, v, r in zip(some["year"], some[column], some["execution_rate"], strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    theme.layout(figure, height=270, legend=True)
    figure.update_xaxes(
        tickvals=years, ticktext=[f"{y}年" for y in years], range=[years[0] - 0.4, years[-1] + 0.4]
    )
    seen = float(own[["self_score", "review_score", "recomputed"]].min().min())
    figure.update_yaxes(title={"text": "分", "standoff": 6}, range=[max(0.0, seen - 4), 102])
    first, last = own.iloc[0], own.iloc[-1]
    finding = f"{years[0]}—{years[-1]} 年共 {len(years)} 个年度："
    parts = [
        f"{name} {points(first[column])} → {points(last[column])} 分"
        for name, column in (("自评", "self_score"), ("复算", "recomputed"))
        if pd.notna(first[column]) and pd.notna(last[column])
    ]
    parts.append(f"全年预算 {money(first['budget_annual'])} → {money(last['budget_annual'])}")
    finding += "，".join(parts) + "。"
    sets = sorted(set(own["rule_set"]))
    note = f"各年规则集不同（{rule_set_names(sets)}），得分变化可能来自口径变化。" if len(sets) > 1 else ""
    table = pd.DataFrame(
        {
            "年度": own["year"].to_list(),
            "自评得分": own["self_score"].to_list(),
            "复核得分": own["review_score"].to_list(),
            "复算得分": own["recomputed"].to_list(),
            "复算等级": own["grade_text"].to_list(),
            "全年预算数（万元）": own["budget_annual"].astype(float).to_list(),
            "预算执行率": [percent(v) for v in own["execution_rate"]],
            "规则集": [rule_set_name(id) for id in own["rule_set"]],
        }
    )
    terms = ("self_score", "review_score", "recomputed", "execution_rate")
    return Chart("history", "历年得分", figure, finding, finding, table, note, terms)
