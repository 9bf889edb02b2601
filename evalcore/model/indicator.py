"""One level-3 indicator of a form, as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evalcore.model.source import Place


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of 绩效指标. Texts are the printed ones, None = blank; scores and points are as printed, None = absent.

    `target` holds operator, value and unit even when the form prints them in three columns. `level1` is the name
    without its points ("产出指标"), `level1_raw` as printed ("产出指标(50分)"), `level1_points` the 50.
    """

    level1: str
    level3: str
    level2: str | None = None
    level1_raw: str = ""
    level1_points: Decimal | None = None
    level2_points: Decimal | None = None
    target: str | None = None
    actual: str | None = None
    points: Decimal | None = None  # 分值
    self_score: Decimal | None = None  # 得分 / 自评得分
    review_score: Decimal | None = None  # 复核分 / 市级评分
    deviation_note: str | None = None  # 偏差原因分析及改进措施
    rule: str | None = None  # 指标赋分规则 / 评分标准, where it has a column of its own
    last_actual: str | None = None  # 上年完成值
    evidence: str | None = None  # 佐证资料
    shared_score_group: int | None = None  # one merged score cell over several rows
    sub_row: bool = False  # a 其中 line: not scored
    places: Mapping[str, Place] = field(default_factory=dict)  # field name → cell
