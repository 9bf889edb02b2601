"""Places among others: 前5名, 第三名及以后, 排名第三 → numbers of 名次, of which less is better."""

from __future__ import annotations

import re
from collections.abc import Callable

from evalcore.scoring.numbers import chinese_number

_PLACE = r"([\d一二三四五六七八九十]+)"
_RANKED = re.compile(
    r"排名|名次|位次|位列|位居|前[一二三四五六七八九十\d]+[名位]|第[一二三四五六七八九十\d]+名"
)
_RANKS = (
    (re.compile(rf"第?{_PLACE}名?\s?(?:-|~|至|到)\s?第?{_PLACE}(?:名次|名|位)"), "{0}-{1}名次"),
    (re.compile(rf"前{_PLACE}(?:名次|名|位)(?:以内|之内|内)?(?:\(含\))?"), "≤{0}名次"),
    (re.compile(rf"(?<=排名)前{_PLACE}(?=[的得计，,：:]|$)"), "≤{0}名次"),
    (re.compile(rf"第?{_PLACE}(?:名次|名|位)及其?(?:以后|之后|以下)"), "≥{0}名次"),
    (re.compile(rf"第?{_PLACE}(?:名次|名|位)(?:以后|之后|以下|以外|开外|之外|后)"), ">{0}名次"),
    (re.compile(rf"第{_PLACE}(?:名次|名|位)?(?=[的得计记,，;；:：为不扣]|$)"), "={0}名次"),
)


# Classes of water and the like, of which the first is the best.
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_CLASS = re.compile(
    r"(?P<worse>劣)?(?P<class>[ⅠⅡⅢⅣⅤ]|III|II|IV|I|V)\s?类(?:水质?|标准)*(?P<side>(?:及|\(含\)|或)?(?:以上|优于|以下))?"
)


def _class_number(found: re.Match[str]) -> int:
    return _ROMAN[found["class"]] + bool(found["worse"])


def _class_bound(found: re.Match[str]) -> str:
    side = found["side"] or ""
    operator = "≥" if side.endswith("以下") else "≤" if side else "="
    return f"{operator}{_class_number(found)}类"


def number_of(text: str) -> str:
    """三 → 3; digits as they are."""
    return text if text.isdigit() else str(chinese_number(text) or text)


def places(text: str) -> str:
    """A folded sentence or target with the places it names in numbers: 前5名 → ≤5名次, Ⅲ类及以上 → ≤3类."""
    if len(_CLASS.findall(text)) > 1:
        text = re.sub("(?:达到?|为)(?=[≥≤=])", "", _CLASS.sub(_class_bound, text))
    if not _RANKED.search(text) or re.search("依次|分别|倒数", text):
        return text
    for pattern, form in _RANKS:
        text = pattern.sub(_filled(form), text)
    return re.sub(r"([≤≥>=])\1+", r"\1", text)


def _filled(form: str) -> Callable[[re.Match[str]], str]:
    return lambda found: form.format(*map(number_of, found.groups()))


def place(actual: str) -> str:
    """第3名, 排名第三, 第5 → 3名次, 劣Ⅴ类 → 6类; other actuals as they are."""
    classes = list(_CLASS.finditer(actual))
    if len(classes) == 1 and not classes[0]["side"]:
        return f"{_class_number(classes[0])}类"
    found = re.search(rf"(?<!倒数)(?:第|名列|位列|位居|排名)+{_PLACE}(?:名|位)?|^{_PLACE}名?$", actual)
    if found is None or "倒数" in actual:
        return actual
    return f"{number_of(found[1] or found[2])}名次"
