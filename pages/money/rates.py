"""The KPI row of /execution: both rates, money left, projects that stay low; change on the year before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evalcore.charts.execution import rate
from evalcore.glossary import apart, integer, money, number, percent, points, signed
from evalcore.queries import execution as queries
from pages._ui import data, show
from pages._ui.address import Choice
from pages._ui.show import Metric


def ratio(row: Any, above: str, below: str) -> float | None:
    """Σ ÷ Σ of a totals row; None where nothing stands below."""
    whole, part = number(row[below]), number(row[above])
    return part / whole if whole and part is not None else None


def row(choice: Choice, now: Any) -> None:
    """The four numbers. With exactly one year chosen they are compared with the year before it."""
    before = _before(choice)
    last = f"较{choice.years[0] - 1}年" if before is not None else ""
    adjusted, first = ratio(now, "executed", "annual"), ratio(now, "executed_of_three", "initial_of_three")
    left = (number(now["annual"]) or 0.0) - (number(now["executed"]) or 0.0)
    counted = f"N={integer(now['with_both'])}"
    items = [
        Metric("execution_rate", percent(adjusted), _points(adjusted, before, "executed", "annual"), last or counted),
        Metric(
            "initial_execution_rate", percent(first),
            _points(first, before, "executed_of_three", "initial_of_three"),
            last or f"N={integer(now['with_three'])}",
        ),
        Metric("surplus", money(left), note=f"全年预算 {money(now['annual'])}"),
        Metric(
            "low_projects", f"{integer(now['low'])} 个", note=f"结余 {money(now['low_left'])}",
        ),
    ]  # fmt: skip
    show.metrics(items)
    lacking = int(now["evaluations"] - now["with_both"])
    said = f"两个执行率都是 Σ÷Σ：全年预算数、执行数齐全的 {integer(now['with_both'])} 个评价计入"
    said += f"，{integer(lacking)} 个不全的未计入" if lacking else "，没有遗漏"
    said += f"；全年预算为 0 的 {integer(now['zero_annual'])} 个没有执行率" if now["zero_annual"] else ""
    said += f"；分文未支出的 {integer(now['unspent'])} 个" if now["unspent"] else ""
    said += (
        f"；执行数超过全年预算（含无预算而有支出）的 {integer(now['over'])} 个，需核实" if now["over"] else ""
    )
    show.note(said + "。")


def headline(now: Any, departments: pd.DataFrame, low: float) -> str:
    """Was the money spent, and by which departments least: the three lowest rates are named, the figures keep code order."""
    said = (
        f"全年预算 {money(now['annual'])}，执行 {money(now['executed'])}，执行率 {percent(ratio(now, 'executed', 'annual'))}"
        f"（N={integer(now['with_both'])}）"
    )
    lines = departments.to_dict("records")
    rated = [
        (of, str(line["department"]))
        for line in lines
        if (of := ratio(line, "executed", "annual")) is not None
    ]
    below = sum(of < low for of, _ in rated)
    if len(rated) < 2:
        return f"{said}。"
    said += f"；{len(rated)} 个部门中低于 {percent(low, 0)} 的 {below} 个"
    if len(rated) > 3:
        said += "，最低的三个：" + "、".join(f"{name} {rate(of, low)}" for of, name in sorted(rated)[:3])
    return f"{said}。"


def _before(choice: Choice) -> pd.Series | None:
    if len(choice.years) != 1:
        return None
    frame = data.frame(queries.execution_totals, data.selection(choice, years=(choice.years[0] - 1,)))
    return frame.iloc[0] if len(frame) and frame["with_both"].iloc[0] else None


def _points(now: float | None, before: pd.Series | None, above: str, below: str) -> str:
    """Change in percentage points."""
    then = None if before is None else ratio(before, above, below)
    if now is None or then is None:
        return ""
    moved = apart(now, then, 1, 100)
    return signed(f"{points(moved, 1)} 个百分点", moved)
