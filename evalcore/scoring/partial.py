"""What a scoring sentence itself says of less than a whole step: 不足10天按10天计算, 不足1%不扣分, 不足一档按比例计."""

from __future__ import annotations

import re

from evalcore.scoring.quantity import find_quantities

_STEP = r"(?P<size>一(?:个)?(?:档次?|步|级)|1(?:个)?档|部分|的部分|[\d一二两三四五六七八九十][^，,；;。()扣得按]{0,7}?)的?(?:部分)?[，,]?(?:均|则|也)?"
_OPENED = r"[，,；;。(]?\s?(?:不足|不满|不到)"
_CLOSED = r"(?:计算|计|算|扣分|扣减|扣除|扣|处理|折算)?\)?(?=[，,；;。)]|$)"
_SAYINGS = (
    ("linear", re.compile(_OPENED + _STEP + r"按(?:实际|相应|同等)?比例" + _CLOSED)),
    (
        "ceiling",
        re.compile(
            _OPENED + _STEP + r"(?:按照|按|以|视为|视同|作)(?P<counts>[^，,；;。()比扣]{1,9}?)" + _CLOSED
        ),
    ),
    (
        "floor",
        re.compile(
            _OPENED
            + _STEP
            + r"(?:不计算|不计分|不计|不扣分|不扣减|不扣|不予扣分|忽略不计|舍去|忽略)\)?(?=[，,；;。)]|$)"
        ),
    ),
)


_ANY_STEP = re.compile(r"[一1]个?(?:档|步|级)|的?部分")


def partial_step(text: str) -> tuple[str, str]:
    """The sentence without that saying, and ceiling, floor or linear ("" when it says nothing)."""
    for method, pattern in _SAYINGS:
        found = pattern.search(text)
        if found and _is_step(found["size"], text[: found.start()]):
            if method == "ceiling" and not _same(found["size"], found["counts"]):
                continue
            return text[: found.start()] + text[found.end() :], method
    return text, ""


def _is_step(size: str, before: str) -> bool:
    """Whether what is fallen short of is the size of a step said before (不足80%不得分 is a tier)."""
    if _ANY_STEP.match(size):
        return "每" in before
    sizes = [one.quantity for one in find_quantities(size)]
    if not sizes:
        return False
    steps = [one.quantity for said in re.findall(r"每[^，,；;。]*", before) for one in find_quantities(said)]
    return any(_alike(sizes[0], step) for step in steps)


def _alike(one: object, other: object) -> bool:
    return str(one).replace("个百分点", "%") == str(other).replace("个百分点", "%")


def _same(size: str, counts: str) -> bool:
    if _ANY_STEP.match(size):
        return bool(_ANY_STEP.match(counts))
    one, other = find_quantities(size), find_quantities(counts)
    if not one or not other:
        return False
    return _alike(one[0].quantity, other[0].quantity)
