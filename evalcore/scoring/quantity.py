"""Quantities: numbers with units, found in folded text; comparable units are converted, others refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DivisionByZero, InvalidOperation
from functools import cache, lru_cache

from evalcore.scoring.numbers import chinese_number, plain, word_list

PERCENT = "percent"
CONTINUOUS = ("percent", "money", "time", "workday", "length", "area", "mass", "volume")
COUNT = "count"  # 个, 项: any countable thing
_SHORT = Context(prec=12)  # a printed fraction: 1/3
_FINE = Context(prec=20)
NUMBER = ""  # no unit printed


@dataclass(frozen=True, slots=True)
class Unit:
    """dimension "" = none printed; scale = base units in one; per = the denominator, e.g. 人·月; times = how many of the
    bare unit its name says (万亩: 10,000)."""

    name: str = ""
    dimension: str = NUMBER
    scale: Decimal = Decimal(1)
    per: str = ""
    times: Decimal = Decimal(1)

    def __str__(self) -> str:
        return f"{self.name}/{self.per}" if self.per else self.name


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in its printed unit: 90 %, 1500 万元, 570 元/人·月."""

    value: Decimal
    unit: Unit = Unit()

    def __str__(self) -> str:
        return f"{plain(self.value)}{self.unit}"

    @property
    def is_percent(self) -> bool:
        return self.unit.dimension == PERCENT and not self.unit.per


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity and where it stands in the text."""

    quantity: Quantity
    start: int
    end: int


@cache
def units() -> dict[str, Unit]:
    """Every unit of words/units.toml by its printed name, multiplied ones (万亩, 万人) included."""
    data = word_list("units")
    table: dict[str, Unit] = {}
    for dimension, members in data["dimensions"].items():
        for name, scale in members.items():
            times = max(Decimal(scale), Decimal(1)) if dimension == "money" else Decimal(1)
            table[name] = Unit(name, dimension, Decimal(scale), times=times)
    counters = data["counters"]
    for name in (*counters["own"], *counters["measure"]):
        table.setdefault(name, Unit(name, name))
    for name in counters["any"]:
        table[name] = Unit(name, COUNT)
    for prefix, factor in data["multipliers"].items():
        scale = Decimal(factor)
        for name, unit in list(table.items()):
            if unit.dimension in (PERCENT, "time", "workday") or name[0] in "百千万亿十":
                continue
            many = replace(unit, name=prefix + name, scale=unit.scale * scale, times=unit.times * scale)
            table.setdefault(prefix + name, many)
        table.setdefault(prefix, Unit(prefix, NUMBER, scale, times=scale))
    return table


@cache
def _exact() -> dict[tuple[str, str], Decimal]:
    factors: dict[tuple[str, str], Decimal] = {}
    for row in word_list("units")["exact"]:
        factors[row["from"], row["to"]] = Decimal(row["factor"])
    return factors


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = sorted(units(), key=len, reverse=True)
    name = "|".join(map(re.escape, names))
    per = rf"(?:\s?/\s?每?|每)(?:{name})(?:\s?[·*、/]\s?(?:{name}))?"
    number = r"(?<![\d.])[-+]?\d{1,15}(?!\d)(?:\.\d{1,15})?"  # longer ones are identity or account numbers
    numeral = r"(?:半|[零一二两三四五六七八九十百千]+(?:万[零一二两三四五六七八九十百千]+)?)"
    unit = rf"\s?(?:\((?P<bracket>%|百分比)\)|(?P<unit>{name}))?(?P<per>{per})?(?:\((?:百分比|%)\))?"
    digits = re.compile(rf"(?P<number>{number})(?:/(?P<under>\d+(?:\.\d+)?)(?P<myriad>[万亿]?))?{unit}")
    # A Chinese numeral is a number only before a unit: 三次, 两个 (never 一是, 一般).
    words = re.compile(rf"(?P<number>{numeral})(?P<unit>{name})(?P<per>{per})?")
    return digits, words


def _unit(name: str | None, per: str | None) -> Unit:
    if name == "月":
        name = "个月"  # ≤6月 is a duration; June is a date
    unit = units()[name] if name else Unit()
    if not per:
        return unit
    separators = word_list("units")["denominators"]["separators"]
    same = word_list("units")["denominators"]["same"]
    parts = [part for part in re.split(f"[{separators}\\s]", per) if part]
    return replace(unit, per="·".join(same.get(part, part) for part in parts))


def _number(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    try:
        return Decimal(text)
    except InvalidOperation:
        return chinese_number(text)


def match_quantity(text: str, position: int) -> Found | None:
    """The quantity that starts at `position` of a folded text, or None."""
    digits, words = _patterns()
    found = digits.match(text, position)
    if found:
        value = Decimal(found["number"])
        if found["under"]:
            under = Decimal(found["under"]) * {"万": 10_000, "亿": 100_000_000}.get(found["myriad"], 1)
            try:
                value = _SHORT.divide(value, under)
            except (DivisionByZero, InvalidOperation):
                return None
        name = "%" if found["bracket"] else found["unit"]
        return Found(Quantity(value, _unit(name, found["per"])), position, found.end())
    found = words.match(text, position)
    if found:
        number = _number(found["number"])
        named = text[found.end() : found.end() + 1] in ("性", "之")  # 一次性验收, 三分之二
        if (
            number is not None
            and not named
            and (found["number"] + found["unit"])[:2] not in ("百分", "千分", "十分")
        ):
            return Found(Quantity(number, _unit(found["unit"], found["per"])), position, found.end())
    return None


@lru_cache(maxsize=100_000)
def find_quantities(text: str) -> tuple[Found, ...]:
    """Every quantity of a folded text, in order."""
    found: list[Found] = []
    position = 0
    while position < len(text):
        here = match_quantity(text, position) if text[position] in _STARTS else None
        if here and (text[position] not in "+-" or position == 0 or text[position - 1] in _BEFORE_SIGN):
            found.append(here)
            position = here.end
        else:
            position += 1
    return tuple(_joined(text, found))


def _joined(text: str, found: list[Found]) -> list[Found]:
    """2小时15分钟, 1年6个月, 3个月零10天: one duration printed in two units, in the smaller one."""
    joined: list[Found] = []
    for one in found:
        last = joined[-1] if joined else None
        units = (last.quantity.unit, one.quantity.unit) if last else ()
        beside = last is not None and text[last.end : one.start].strip() in ("", "零", "又", "加")
        if last and beside and all(u.dimension == "time" and not u.per for u in units):
            before = converted(last.quantity, one.quantity.unit)
            if before is not None and last.quantity.unit.scale > one.quantity.unit.scale:
                whole = Quantity(before + one.quantity.value, one.quantity.unit)
                joined[-1] = Found(whole, last.start, one.end)
                continue
        joined.append(one)
    return joined


_BEFORE_SIGN = frozenset(" ，,；;：:(<>≤≥=~至为率")
_STARTS = frozenset("0123456789.+-半零一二两三四五六七八九十百千")


def converted(quantity: Quantity, unit: Unit) -> Decimal | None:
    """The value of `quantity` in `unit`; None when the two cannot be compared (人 and 人次, % and 个)."""
    own = quantity.unit
    if own.per and unit.per and own.per != unit.per:
        # 元/人 against 元/人·月: one form left the period out
        shorter, longer = sorted((own.per.split("·"), unit.per.split("·")), key=len)
        if not set(shorter) <= set(longer):
            return None
    if own.name == unit.name:
        return quantity.value
    if own.dimension == unit.dimension:
        factor = _exact().get((own.name.lstrip("个"), unit.name.lstrip("个")))
        if factor is not None:
            return quantity.value * factor
        factor = _exact().get((unit.name.lstrip("个"), own.name.lstrip("个")))
        if factor is not None:
            return quantity.value / factor
        # 亩 holds no whole number of square metres: 0.2万亩 is 2,000亩 all the same
        return (quantity.value * own.scale / unit.scale).normalize(_FINE)
    if NUMBER in (own.dimension, unit.dimension):
        return _unprinted(quantity, unit)
    if COUNT in (own.dimension, unit.dimension) and not {own.dimension, unit.dimension} & _MEASURED:
        return quantity.value * own.scale / unit.scale
    return None


_MEASURED = {
    "money",
    PERCENT,
    "time",
    "workday",
    "length",
    "area",
    "volume",
    "mass",
    "data",
    "power",
    "visits",
    "people",
}


def _unprinted(quantity: Quantity, unit: Unit) -> Decimal | None:
    """One side has no unit: a bare number is read in the other's unit (20 beside 万元 as 20万元), 200万 beside 万元 as
    200万元, 12万亩 beside 100000 as 120,000."""
    own = quantity.unit
    bare = own.dimension == NUMBER and own.times == 1 and unit.dimension != NUMBER
    return quantity.value if bare else quantity.value * own.times / unit.times
