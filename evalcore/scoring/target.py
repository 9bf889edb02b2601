"""Targets: what a 年度指标值 cell asks for, and how an actual stands against it.

read_target() never guesses: what it repairs it names, what it cannot read becomes words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from evalcore.scoring.dates import FoundDate, find_dates
from evalcore.scoring.judgement import Repair, Target
from evalcore.scoring.numbers import plain, word_list
from evalcore.scoring.places import places
from evalcore.scoring.quantity import Found, Quantity, Unit, converted, find_quantities, match_quantity, units


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target cell says: the first target, further ones beside it, and what was repaired to read it."""

    targets: tuple[Target, ...]
    repairs: tuple[Repair, ...] = ()
    ambiguities: tuple[str, ...] = ()


@cache
def _operator_pattern() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    data = word_list("target")
    before = {phrase: operator for operator, phrases in data["operators"].items() for phrase in phrases}
    after = {phrase: operator for operator, phrases in data["suffixes"].items() for phrase in phrases}

    def longest(words: dict[str, str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    return (
        re.compile(rf"(?P<sign>{longest(before)})(?:{'|'.join(data['between']['words'])})*\s?:?\s?$"),
        before,
        re.compile(rf"\s?(?:{longest(after)})"),
        after,
    )


@cache
def _placeholder() -> re.Pattern[str]:
    """公猪舍(≥**平方米) 22.8 · 种公猪(≥头) 2 · 任务完成时限(月) 10: the value stands after the bracket."""
    names = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    per = rf"(?:[/每·*、]\s?(?:{names}))*"
    return re.compile(
        rf"\(\s?(?P<operator>[≥>≤<=]?)\s?(?P<stars>\*{{0,4}})\s?(?P<unit>(?:{names}){per})\s?\)\s*:?\s*(?P<number>[-+]?\d+(?:\.\d+)?)?$"
    )


def placeholder(text: str) -> tuple[str, str]:
    """Operator and unit that an indicator's name announces: 满意度(≥**%) → ("≥", "%"); ("", "") when none."""
    found = re.search(r"\(?\s?([≥>≤<=])\s?\*{1,4}\s?([^()\s]*)\)?", text)
    return (found[1], found[2]) if found else ("", "")


def _repaired(text: str, actual_percent: bool) -> tuple[str, list[Repair]]:
    repairs: list[Repair] = []

    def fix(fixed: str, why: str) -> None:
        nonlocal text
        if fixed != text:
            repairs.append(Repair(text, fixed, why))
            text = fixed

    fix(re.sub(r"^指标\s?\d{1,2}\s?[:：.、]\s?(?=\S)", "", text), "去掉指标编号")
    spaced = re.fullmatch(r"([≥>≤<=]?\s?\d{1,3})((?:[,，]\s\d{3})+)(?!\d)(\D*)", text)
    if spaced:
        fix(spaced[1] + re.sub(r"\D", "", spaced[2]) + spaced[3], "千位分隔后的空格")
    fix(re.sub(r"(?<!\d)[1-9](?=20\d\d年)", "", text), "年份前粘连了编号")
    counted = "|".join(word_list("target")["context"]["down_words"])
    text = re.sub(rf"^(?:实现|确保|保持|力争)?零(?=\S{{0,4}}(?:{counted}))", "0", text)  # 零投诉 counts
    table = word_list("target")["ocr"]
    if len(text) > 1 and text[0] in table and (text[1].isdigit()):
        fix(table[text[0]] + text[1:], f"扫描把“{table[text[0]]}”认成“{text[0]}”")
    glued = re.fullmatch(r"(2\d\d(?:\.\d+)?)%(?:\s(\d{1,3}(?:\.\d+)?)%)?", text)
    if (
        glued
        and float(glued[1][1:]) >= 10
        and (actual_percent if glued[2] is None else float(glued[2]) <= 100)
    ):
        fix(f"≥{glued[1][1:]}%", "扫描把“≥”认成“2”（单位为%且实际值不超过100%）")
    column = re.fullmatch(r"(\S*\d%) (?:无|\d+(?:\.\d+)?%)", text)
    if column:
        fix(column[1], "去掉粘连的完成值")
    return text, repairs


def _unit_named(name: str) -> Unit:
    found = match_quantity("1" + name, 0)
    return found.quantity.unit if found else Unit()


@lru_cache(maxsize=100_000)
def read_target(text: str, actual_percent: bool = False) -> Reading:
    """Read a folded target cell. `actual_percent`: the actual is a percentage of at most 100 (for 290%)."""
    text, repairs = _repaired(places(text.strip(" 。；;，,")), actual_percent)
    if re.fullmatch(r"\d+\s?[:：]\s?\d+", text):
        return Reading((Target(words=text),), tuple(repairs))  # 1:1, a proportion of two things
    if re.fullmatch(r"每个?月的?\d{1,2}[日号][^\d]{0,10}", text):
        return Reading((Target(words=text),), tuple(repairs))  # 每月10日前: a day that comes back
    bracket = _placeholder().search(text)
    if bracket and bracket["number"]:
        subject = text[: bracket.start()].strip()
        quantity = match_quantity(f"{bracket['number']}{bracket['unit']}", 0)
        assert quantity is not None
        return Reading((_target(bracket["operator"], quantity.quantity, subject),), tuple(repairs))
    dates = tuple(date for date in find_dates(text) if not _is_duration(text, date))
    masked = text
    for date in dates:
        masked = masked[: date.start] + "￿" * (date.end - date.start) + masked[date.end :]
    found = [one for one in find_quantities(masked) if not _is_label(masked, one)]
    ranged = _span(masked, found)
    marked = [ranged] if ranged else _marked(masked, found)
    marked += [] if ranged or not marked else _besides(masked, found, marked)
    if marked:
        targets = marked
    elif found and not (len(found) == 1 and _incidental(masked, found[0])):
        targets = [_bare(masked, found)] if len(found) == 1 else _several(masked, found)
    elif dates:
        targets = []
    else:
        return Reading((Target(words=text),) if _says_something(text) else (), tuple(repairs))
    if dates:
        targets = [*targets, *(Target("≤", deadline=date.span, direction=-1, words="") for date in dates)]
    return Reading(tuple(targets), tuple(repairs))


def _is_duration(text: str, date: FoundDate) -> bool:
    """≤6月 is six months; 6月 alone is June."""
    bare_month = re.fullmatch(r"\d+月", date.span.text)
    return bool(bare_month and re.search(r"[≥>≤<=]\s?$", text[: date.start]))


def _is_label(text: str, found: Found) -> bool:
    """第1, 2级 in names, 19大: numbers that name rather than measure."""
    return text[: found.start].endswith(("第", "“", "《", "〔")) or text[
        found.start : found.end + 1
    ].endswith(("”", "》"))


def _says_something(text: str) -> bool:
    return bool(text.strip("/-*.…?？、 ")) and text not in word_list("target")["drop"]["nothing"]


def _incidental(text: str, found: Found) -> bool:
    """A number without operator inside a long sentence measures nothing: 按照3个文件要求开展…."""
    rest = len(text) - (found.end - found.start)
    tail = text[found.end :].strip(" 。")
    return not found.quantity.unit.name and rest > 12 and len(tail) > 6


def _marked(text: str, found: list[Found]) -> list[Target]:
    """Targets whose operator is written, before or after the number; two of opposite sense make a range."""
    prefix, before, suffix, after = _operator_pattern()
    targets: list[Target] = []
    start = 0
    for one in found:
        ahead = prefix.search(text[start : one.start])
        behind = suffix.match(text, one.end)
        operator = before[ahead["sign"]] if ahead else after[behind.group().strip()] if behind else ""
        if re.search(r"(?:按照|按|执行|依照)[^，,；;]*标准(?:为|是)?$", text[start : one.start]):
            operator = operator or "="
        if (
            behind
            and not ahead
            and one is not found[-1]
            and re.match(r"[^，,；;、。 且并]", text[behind.end() :])
        ):
            continue  # 接警后30秒内出动率≥95%: the time is part of what is measured
        if operator:
            subject = text[start : start + ahead.start()] if ahead else text[start : one.start]
            tail = text[behind.end() if behind else one.end :].strip()
            targets.append(_target(operator, one.quantity, subject.strip(" ，,；;、:：￿("), tail))
            start = behind.end() if behind else one.end
    if (
        len(targets) == 2
        and targets[0].direction == -targets[1].direction
        and not targets[1].subject.strip("且但并")
    ):
        low, high = sorted(targets, key=lambda target: -target.direction)
        assert low.quantity is not None and high.quantity is not None
        if not low.quantity.unit.name:
            low = replace(low, quantity=Quantity(low.quantity.value, high.quantity.unit))
        assert low.quantity is not None
        if converted(low.quantity, high.quantity.unit) is None:
            return targets
        return [Target("", low.quantity, high.quantity, subject=targets[0].subject, direction=0)]
    return targets


_CHANGE = re.compile(r"(?:其中[^，；,;()]{0,8}?|提高|增长|增加|上升|新增|下降|降低|减少|压减)(?:了|约)?\s?$")


def _besides(text: str, found: list[Found], marked: list[Target]) -> list[Target]:
    """就业率达到95%，比上年提高1个百分点: a second demand without an operator, in a part of its own."""
    taken = {target.quantity for target in marked} | {target.upper for target in marked}
    return [
        Target("", one.quantity)
        for one in found
        if one.quantity not in taken
        and _CHANGE.search(text[: one.start])
        and re.search("[，；,;(]", text[: one.start])
    ]


def _target(operator: str, quantity: Quantity, subject: str, tail: str = "") -> Target:
    direction = -1 if operator in "≤<" else 1
    if not quantity.unit.name and (unit := re.fullmatch(r"[^\d\W]{1,4}|[A-Za-z/]{1,8}", tail)):
        known = _unit_named(unit.group())
        quantity = Quantity(quantity.value, known if known.name else Unit(unit.group(), unit.group()))
    return Target(operator, quantity, subject=subject, direction=direction)


def _bare(text: str, found: list[Found]) -> Target:
    one = found[0]
    subject, tail = text[: one.start].strip(" ，,；;、:：￿"), text[one.end :].strip(" ，,；;、:：￿")
    per = re.search(r"每(\w{1,3})$", subject)
    same = word_list("units")["denominators"]["same"]
    quantity = one.quantity
    if per and per[1] in units() and not quantity.unit.per:
        quantity = replace(quantity, unit=replace(quantity.unit, per=same.get(per[1], per[1])))
        subject = subject[: per.start()]
    return _target("", quantity, subject, tail)


def _span(text: str, found: list[Found]) -> Target | None:
    """80%-90%, 5-10天内: two numbers that close a range."""
    if len(found) != 2 or not re.fullmatch(
        r"(?:\(含\))?\s?(?:-|~|至|到)", text[found[0].end : found[1].start].strip()
    ):
        return None
    low, high = found[0].quantity, found[1].quantity
    if not low.unit.name:
        low = Quantity(low.value, high.unit)
    return Target("", low, high, subject=text[: found[0].start].strip(), direction=0)


def _several(text: str, found: list[Found]) -> list[Target]:
    targets, start = [], 0
    for one in found:
        targets.append(Target("", one.quantity, subject=text[start : one.start].strip(" ，,；;、:：￿")))
        start = one.end
    return targets


def sentence(target: Target) -> str:
    """The canonical text of a target; read_target() of it gives the same target."""
    if target.words:
        return target.words
    if target.deadline:
        return target.deadline.text
    if target.upper is not None:
        return f"{target.subject}{target.quantity}-{target.upper}"
    assert target.quantity is not None
    subject = target.subject
    if not target.operator:
        gap = " " if subject else ""
        if target.quantity.unit.per and not target.quantity.unit.name:
            return f"{subject}{gap}每{target.quantity.unit.per}{plain(target.quantity.value)}"
        return f"{subject}{gap}{target.quantity}"
    return f"{subject}{target.operator}{target.quantity}"


def direction(target: Target, level1: str, level2: str, level3: str) -> int:
    """+1 more is better, -1 less is better, 0 the words leave it open (domain.md §2)."""
    if target.operator and target.operator != "=":
        return target.direction
    if target.operator == "=":
        return 1
    data = word_list("target")["context"]
    about = f"{level3} {target.subject}"
    levels = f"{level1} {level2}"

    def says(words: list[str], where: str) -> bool:
        return any(word in where for word in words)

    quantity = target.quantity
    if quantity is not None and quantity.unit.dimension in ("time", "workday"):
        if says(data["duration_up"], about):
            return 0 if says(data["duration_level"], levels) else 1
        if says(data["duration_level"], levels) or says(data["duration_words"], about):
            return -1
    if says(data["down_level"], levels):
        if says(data["up_in_cost"], about):
            return 1
        certain = says(data["costs"], about)
        return 0 if says(data["unclear_down"], about) and not certain else -1
    if (
        says(data["duration_words"], about)
        and quantity is not None
        and not quantity.unit.name
        and "率" not in about
    ):
        return -1
    return -1 if says(data["down_words"], about) and not says(data["up_again"], about) else 1
