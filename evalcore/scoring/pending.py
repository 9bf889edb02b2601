"""What a sentence has said since its last effect: the makings of the next clause's condition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evalcore.scoring.clause import Bound, Condition
from evalcore.scoring.dates import find_dates
from evalcore.scoring.effects import trimmed
from evalcore.scoring.numbers import word_list


@dataclass(slots=True)
class Pending:
    """What was said since the last effect: the makings of the next clause's condition."""

    words: list[str] = field(default_factory=list)
    ranges: list[tuple[Bound | None, Bound | None, str]] = field(default_factory=list)
    kind: str = ""
    side: str = ""  # above or below: the range is one of distances from the target
    compares: bool = False  # 低于目标值: against the target, in words that say which side
    first: int = -1  # tokens of the source
    last: int = -1

    def __bool__(self) -> bool:
        return bool(self.words or self.ranges or self.kind)

    @property
    def text(self) -> str:
        return trimmed("".join(self.words))


_BESIDES = re.compile("^(?:且|并且?|同时|但是?|而且)(?!不超|不足|不低|不高|在)[^，；]{2,}$")


def condition_of(pending: Pending, source: str) -> Condition:
    """The condition of the next clause; `source`: its words as they stand in the sentence."""
    text = pending.text
    if len(pending.ranges) == 1:
        low, high, words = pending.ranges[0]
        besides = _BESIDES.match(text)
        return Condition(pending.side or "range", low, high, words, besides[0] if besides else "")
    if len(pending.ranges) > 1:
        return Condition("words", words=trimmed(source))
    if pending.kind == "else":
        return Condition("else")
    if pending.kind in ("met", "missed") and (find_dates(text) or _degree(text) or _OF_ANOTHER.match(text)):
        return Condition("words", words=text)  # 2021年12月31日前完成, 提前完成, 部分完成
    if pending.kind == "met" and _DIMENSION.match(text):
        return Condition("words", words=text)  # 数量达标得3分，质量达标得4分
    if pending.kind == "met" and re.match("未|没|不能|无法", text):
        return Condition("words", words=text)  # 未全部完成
    if pending.kind == "met" and _TASK.search(text):
        return Condition("met", words="完成任务")  # done in full is 100 %
    if pending.kind:
        return Condition(pending.kind, words=text if pending.compares else "")
    return Condition("words", words=text) if text else Condition()


# 其中重点任务未完成, 一项达标: not the target itself
_OF_ANOTHER = re.compile(
    "其中|但|同时|另|因|由于|非因|除|(?:[两三四五]项中)?(?:仅|只)?有?[一二两三四五]项(?![均都全])|(?:[一二两三四五]项)?[均都全][未不没]"
)
_DIMENSION = re.compile("(?:数量|质量|时效|成本|进度|效益)(?:指标)?(?:达标|达到|完成|合格)")
_TASK = re.compile("完成.*(?:任务|计划)|(?:全部|全面)完成|任务完成")


def _degree(text: str) -> bool:
    """提前完成, 部分完成, 逾期完成: how something was done is a condition of its own, not the target met."""
    return any(text.startswith(word) for word in word_list("sentence")["degrees"]["words"])
