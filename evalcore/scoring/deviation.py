"""Actuals that state the distance itself (低1个百分点, 超期8%, 提前3天, 相差9%), and what a sentence's tiers make of
it: a change, a side, or the value it leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalcore.model import Step
from evalcore.scoring.case import Case, all_bounds, earned_share, is_get, limit_value
from evalcore.scoring.judgement import ONE
from evalcore.scoring.measured import Measured
from evalcore.scoring.numbers import plain
from evalcore.scoring.quantity import Quantity, Unit, converted, find_quantities

_FELL, _ROSE = (
    "低|少完成|少|慢|下降|不足|未完成|缺|减少|差|短缺|降低|降|欠",
    "(?<!提)高|多|超过|超出|上升|增加|超额|超支|超",
)
_LATE = "迟报|迟交|晚报|超期|滞后|延迟|逾期|推迟|延期|延后|晚|超时|延误|拖延"


def stated_deviation(actual: str) -> tuple[str, Quantity] | None:
    """低1个百分点, 超期8%, 滞后1年, 相差9%: the actual states the distance itself."""
    for kind, words in (
        ("early", "提前|早于?"),
        ("delay", _LATE),
        ("differ", "相差|偏差|偏离"),
        ("fall", _FELL),
        ("rise", _ROSE),
    ):
        found = re.search(
            rf"(?:{words})(?:了|出|于|编制?|员|标|序时进度|进度|计划|预算|概算|控制数|限额|目标|指标|年度|任务|达标线|值|:|为|约|率|\s)*(?=[\d零一二三四五六七八九十两半])",
            actual,
        )
        if found:
            quantities = [one for one in find_quantities(actual) if one.start == found.end()]
            if quantities:
                return kind, quantities[0].quantity
    return None


def sided(
    case: Case, value: Decimal | None, deviation: tuple[str, Quantity] | None = None
) -> tuple[Case, Decimal | None]:
    """节约率≥0得满分；超支5%以内扣2分: of tiers of both directions only those of the actual's own, and the value on its
    side. A bare number is of the direction the full mark names, below 0 of the other."""
    ranged = [c for c in case.clauses if c.condition.kind == "range"]
    ways = {id(c): _way(c.condition.words) for c in ranged}
    if value is None or {"rise", "fall"} - set(ways.values()):
        return case, value
    own = deviation[0] if deviation is not None else ""
    if own not in ("rise", "fall"):
        full = next((ways[id(c)] for c in ranged if is_get(c) and ways[id(c)]), "")
        own = full if value >= 0 else {"rise": "fall", "fall": "rise"}.get(full, "")
    clauses = tuple(c for c in case.clauses if ways.get(id(c), own) in (own, ""))
    return replace(case, scoring=replace(case.scoring, clauses=clauses)), abs(value)


def _way(words: str) -> str:
    up, down = _UP.search(words), _DOWN.search(words)
    return "" if bool(up) == bool(down) else "rise" if up else "fall"


def is_change(case: Case) -> bool:
    said = " ".join(clause.condition.words for clause in case.clauses if clause.condition.kind == "range")
    return bool(_UP.search(said) or _DOWN.search(said) or re.search("偏差|偏离|差异", said))


_UP = re.compile("提高|增长|增加|上升|增幅|增速|超出|超支|超过|超预算")
_DOWN = re.compile("下降|降低|减少|压减|节约|节省|降幅")


def changed(case: Case, unit: Unit, measured: Measured, deviation: tuple[str, Quantity]) -> Measured:
    """The change an actual states, as the value the tiers speak of: 下降2% is -2% where they speak of growth."""
    kind, stated = deviation
    value = converted(stated, unit)
    if value is None:
        return measured
    said = " ".join(str(clause.condition) for clause in case.clauses)
    against = _way(said) == {"fall": "rise", "rise": "fall"}.get(kind)
    value = -value if against else value
    return Measured(Quantity(value, unit), value, value)


def value_from(case: Case, unit: Unit, deviation: tuple[str, Quantity]) -> tuple[Quantity, Step] | None:
    """低5个百分点, 超期2天 beside ≥90%得满分: the value, where the actual gives only its distance from one number."""
    kind, distance = deviation
    amount = converted(distance, unit)
    aim = (
        converted(case.aim.quantity, unit) if case.aim is not None and case.aim.quantity is not None else None
    )
    full = [
        c for c in case.clauses if c.condition.kind == "range" and is_get(c) and earned_share(case, c) == ONE
    ]
    goals = {limit_value(bound, unit) for bound in all_bounds(tuple(full))} if aim is None else {aim}
    if amount is None or kind == "differ" or len(goals) != 1 or len(find_quantities(case.actual)) != 1:
        return None
    goal = goals.pop()
    value = Quantity(goal + amount if kind in ("rise", "delay") else goal - amount, unit)
    return value, Step(f"实际“{case.actual}”，与 {plain(goal)}{unit} 相差 {distance}，即 {value}")
