"""Whether an actual answers the question its rule asks: 总额 beside 人均, 满意度 beside 覆盖率, a cause the rule excepts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evalcore.scoring import wording
from evalcore.scoring.measured import shortened
from evalcore.scoring.numbers import word_list

_MEASURED = re.compile(r"([^\W\d_]{2,10})[率度](?:约?为|达到?|是|[:=])?\s?(?=\d)")
_MEASURE = re.compile(r"[^\W\d_]{2}[率度](?!假)")


_EACH_PERIOD = re.compile(
    r"(每(?:个)?(?:季度?|月|周|旬|半年))(?:不[少低]于|至少|≥|>|开展|组织|召开|进行|检查|巡查|抽查|报送)+\s?(?:\d+|[一两二三四])\s?([次期场篇条份])"
)
_NO_PERIOD = re.compile(r"[^\d每均季月周旬缺少漏未差]{0,6}\d+\s?([次期场篇条份])[^\d每均季月周旬]{0,4}")


@cache
def _patterns(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(word_list("questions")["exceptions"][kind]))


def _names(actual: str, exception: str) -> bool:
    """经批准调整8% beside 除经批准调整外."""
    words = wording.grams(re.sub("^[除因由]|外$|不.*|除外$", "", exception))
    return len(words & wording.grams(actual)) * 2 > len(words)


@lru_cache(maxsize=50_000)
def contrary(asked: str, actual: str) -> str:
    """下降2% beside a target of growth: why its number is not one of the target's; "" when it may be."""
    up, down = (re.compile("|".join(word_list("questions")["directions"][way])) for way in ("up", "down"))
    for wanted, other, said in ((up, down, "下降"), (down, up, "上升")):
        numbered = re.search(rf"(?:{other.pattern})[^\d，；。未]{{0,3}}\d", actual)
        if wanted.search(asked) and not other.search(asked) and numbered and not wanted.search(actual):
            return f"目标与实际方向相反：实际完成值“{shortened(actual)}”写的是{said}"
    return ""


@lru_cache(maxsize=50_000)
def unanswered(asked: str, actual: str) -> str:
    """Why a folded actual does not answer what a rule, its target and its indicator's name ask; "" when it may."""
    data = word_list("questions")
    said = shortened(actual)
    average = next((word for word in data["averages"] if word in asked), "")
    whole = next((word for word in data["wholes"] if word in actual and word not in asked), "")
    if average and whole and not any(word in actual for word in data["averages"]):
        return f"规则问的是“{average}”，实际完成值“{said}”写的是“{whole}”"
    excepted = _patterns("rule").search(asked)
    if excepted and (_patterns("actual").search(actual) or _names(actual, excepted[0])):
        return f"实际完成值“{said}”说明了原因，是否属于规则除外的情形由人认定"
    each, plain = _EACH_PERIOD.search(asked), _NO_PERIOD.fullmatch(actual)
    if each and plain and each[2] == plain[1] and "全年" not in asked:
        return f"规则按{each[1]}计，实际完成值“{said}”没有写明是全年还是{each[1]}"
    told = [found[1][-2:] for found in _MEASURED.finditer(actual)]
    known = any(word in asked or word in data["measures"]["general"] for word in told)
    if len(told) == 1 and not known and _MEASURE.search(asked):
        return f"实际完成值“{said}”写的不是规则所问的指标"
    return ""
