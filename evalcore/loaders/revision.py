"""What a revised form says otherwise than the stored one, field by field, each with its new cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalcore.model import Evaluation, Indicator, Place
from evalcore.scoring.checks.framework import folded_name
from evalcore.scoring.numbers import plain

_FORM = {
    "project": "项目名称", "year": "年度", "department": "主管部门", "unit": "实施单位", "project_code": "项目编码",
    "self_score": "自评得分", "review_score": "复核得分", "self_grade": "自评等级", "total_points": "分值合计",
    "goal": "年度总体目标", "goal_actual": "目标完成情况", "problems": "存在问题", "measures": "改进措施",
    "submitted": "填报日期",
}  # fmt: skip
_MONEY = {
    "initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数", "printed_rate": "填报执行率",
    "execution_points": "执行率分值", "execution_score": "执行率得分",
}  # fmt: skip
_ROW = {
    "level1": "一级指标", "level2": "二级指标", "target": "年度指标值", "actual": "实际完成值", "points": "分值",
    "self_score": "得分", "review_score": "复核得分", "deviation_note": "偏差原因", "rule": "评分标准",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it is called, what stood there and what stands there now ("" = nothing), the new cell."""

    what: str
    before: str
    after: str
    place: str = ""


def changes(old: Evaluation, new: Evaluation) -> tuple[Change, ...]:
    """Every difference in the order of the form; () where only the file differs."""
    found = [*_fields(_FORM, old, new, new.places)]
    found += _fields(_MONEY, old.budget, new.budget, new.budget.places)
    before = _by_name(old)
    after = _by_name(new)
    for name, row in after.items():
        if name not in before:
            found.append(Change(f"指标“{row.level3}”", "", _said(row), str(row.places.get("level3", ""))))
            continue
        found += _fields(_ROW, before[name], row, row.places, f"指标“{row.level3}”")
    found += [
        Change(f"指标“{row.level3}”", _said(row), "") for name, row in before.items() if name not in after
    ]
    return tuple(found)


def _by_name(form: Evaluation) -> dict[tuple[str, int], Indicator]:
    """Indicators by folded name; the second of one name is its own."""
    seen: dict[tuple[str, int], Indicator] = {}
    for row in form.indicators:
        name = folded_name(row.level3)
        seen[name, sum(key[0] == name for key in seen)] = row
    return seen


def _fields(names: dict[str, str], old: Any, new: Any, places: Any, prefix: str = "") -> Iterator[Change]:
    for field, said in names.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            place: Place | str = places.get(field, "")
            yield Change(
                f"{prefix}{said}" if not prefix else f"{prefix} {said}",
                _text(before),
                _text(after),
                str(place),
            )


def _said(row: Indicator) -> str:
    return f"目标 {_text(row.target) or '—'}，完成 {_text(row.actual) or '—'}，得分 {_text(row.self_score) or '—'}"


def _text(value: object) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)
