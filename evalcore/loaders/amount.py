"""Printed amounts, rates, points, years and days → values. What cannot be read for certain is None."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from evalcore.loaders.document import Cell
from evalcore.loaders.number_format import general
from evalcore.loaders.vocabulary import compact, is_blank
from evalcore.scoring.numbers import chinese_number

WAN = {
    "元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "万": Decimal(1),
    "百万元": Decimal(100), "亿元": Decimal(10000), "亿": Decimal(10000),
}  # fmt: skip
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+"
_AMOUNT = re.compile(rf"^[¥￥]?(?P<number>{_NUMBER})(?P<unit>百万元|千元|万元|亿元|元|万|亿)?(?:整)?$")
_UNIT = re.compile(r"百万元|千元|万元|亿元|(?<![百千万亿0-9])元|[(:]万[)]")
_POINTS = re.compile(rf"^(?P<number>{_NUMBER})(?:分|%)?$")
_RATE = re.compile(rf"^(?P<number>{_NUMBER})(?P<percent>%|百分比)?$")
#: a year in Chinese numerals: 二〇二三
CHINESE_YEAR = re.compile(r"[二〇零○一三四五六七八九]{4}(?=年)")


def decimal(cell: Cell | None) -> Decimal | None:
    """The stored number of a cell (not the rounded display), or its text as a bare number."""
    if cell is None:
        return None
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        try:
            return Decimal(general(cell.value))
        except InvalidOperation:
            return None
    found = re.fullmatch(_NUMBER, compact(cell.text))
    return Decimal(found.group().replace(",", "")) if found else None


def unit_of(text: str) -> str | None:
    """The money unit a label names: "项目资金(万元)" → "万元"."""
    found = _UNIT.search(compact(text))
    return found.group().strip("(:)").replace("万元", "万元") if found else None


def money(cell: Cell | None, unit: str | None) -> tuple[Decimal | None, str | None]:
    """Amount in 万元, and the unit printed in the cell itself, which goes first. None = no amount."""
    if cell is None:
        return None, None
    number = decimal(cell)
    if number is not None and isinstance(cell.value, (int, float)):
        printed = unit_of(cell.text) if cell.number_format else None
        return number * WAN[printed or unit or "万元"], printed
    found = _AMOUNT.match(compact(cell.text))
    if not found:
        return None, None
    own = found["unit"]
    own = {"万": "万元", "亿": "亿元"}.get(own, own) if own else None
    return Decimal(found["number"].replace(",", "")) * WAN[own or unit or "万元"], own


def points(cell: Cell | None) -> Decimal | None:
    """分值 or 得分: "10", "99.55分", "10%" (of 100). None when it is no number."""
    if cell is None:
        return None
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        number = Decimal(general(cell.value))
        return number * 100 if "%" in cell.number_format else number
    found = _POINTS.match(compact(cell.text))
    return Decimal(found["number"].replace(",", "")) if found else None


def rate(cell: Cell | None, *, computed: Decimal | None) -> tuple[Decimal | None, bool]:
    """执行率 as a ratio, and whether it is doubtful: a bare 0.9, 1 or 90 is decided by the amounts."""
    if cell is None or is_blank(cell.text):
        return None, False
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        number, percent = Decimal(general(cell.value)), False
        if "%" in cell.number_format:
            return number, False
    else:
        found = _RATE.match(compact(cell.text))
        if not found:
            return None, False
        number, percent = Decimal(found["number"].replace(",", "")), bool(found["percent"])
    if percent:
        return number / 100, False
    if number == 0:
        return number, False
    if computed is not None and computed > 0:
        as_ratio, as_percent = abs(number - computed), abs(number / 100 - computed)
        return (number, False) if as_ratio <= as_percent else (number / 100, False)
    return (number, True) if number <= Decimal("1.5") else (number / 100, number < 10)


def year_of(text: str | None) -> int | None:
    """The year a text names: 2022年度, (2022), 二〇二一年, ２０２１. None when none or several."""
    if not text:
        return None
    bare = compact(text)
    for pattern in (
        r"(?<!\d)((?:19|20)\d{2})年度",
        r"(?<!\d)((?:19|20)\d{2})年",
        r"(?<!\d)((?:19|20)\d{2})(?!\d)",
    ):
        years = {int(found) for found in re.findall(pattern, bare)}
        if len(years) == 1:
            return years.pop()
        if years:
            return None
    chinese = CHINESE_YEAR.search(bare)
    if chinese:
        number = chinese_number(chinese.group())
        if number is not None and 1990 <= number <= 2100:
            return int(number)
    return None


def day_of(text: str | None) -> date | None:
    """A day as people write it: 2023-12-05, 2020年6月30日, 2022/4/2, 2022.3.1, 20220817."""
    bare = compact(text or "")
    found = re.search(r"((?:19|20)\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})", bare) or re.fullmatch(
        r"((?:19|20)\d{2})(\d{2})(\d{2})", bare
    )
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
