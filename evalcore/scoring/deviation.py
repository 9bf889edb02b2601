"""Actuals that state the distance itself: 低1个百分点, 超期8%, 提前3天, 相差9%."""

from __future__ import annotations

import re

from evalcore.scoring.quantity import Quantity, find_quantities

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
            rf"(?:{words})(?:了|出|于|序时进度|进度|计划|预算|概算|控制数|限额|目标|指标|年度|任务|达标线|值|:|为|约|率|\s)*(?=[\d零一二三四五六七八九十两半])",
            actual,
        )
        if found:
            quantities = [one for one in find_quantities(actual) if one.start == found.end()]
            if quantities:
                return kind, quantities[0].quantity
    return None
