"""Counting what a step counts: 0份不合格, 少2例, 3家未公开."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.case import Case
from evalcore.scoring.checklist import UNTOLD, lacks_of
from evalcore.scoring.clause import Award, Clause, PerStep
from evalcore.scoring.judgement import ZERO
from evalcore.scoring.likeness import MOSTLY, denies, overlap
from evalcore.scoring.quantity import Found, Quantity, converted, find_quantities


def count(case: Case, clause: Clause, effect: PerStep) -> tuple[Decimal, str] | None:
    """How many of the step's things the actual reports: 0份不合格, 少2例; 0 when it claims all is well."""
    size = effect.size
    rivals = _rivals(case, clause)
    if rivals:
        return _own_count(case, [clause, *rivals], size)
    things = [thing for thing in _THINGS.split(_about(clause)) if len(thing) > 1]
    parts = [part for part in re.split("[，,；;、。]", case.actual) if _counts(part, size)]
    if len(things) > 1 and len(parts) > 1:
        return _of_each_thing(case.actual, things, parts, size)
    counts = _counts(case.actual, size)
    if len(counts) > 1:
        return _told_apart(case, clause, counts)
    best = (counts[0][0], f"实际 {counts[0][1].quantity}") if counts else None
    if best is not None:
        if effect.change == "count" and denies(_about(clause)) and _conforms(case.actual):
            return (ZERO, f"实际“{case.actual}”") if _ALL_OF_THEM.search(case.actual) else None
        gains = [
            c.effect
            for c in case.clauses
            if isinstance(c.effect, PerStep) and c.effect.award.verb != "deduct"
        ]
        if effect.change == "lack" and effect not in gains and gains and wording.turns(case.actual) == ["up"]:
            return ZERO, f"实际“{case.actual}”"  # 新增3家 beside 每减少1家扣1分
        checklist = _items(case)
        lacks = re.search("缺|少|没|未|漏", case.actual)
        if effect.change == "lack" and checklist and not lacks and best[0] <= len(checklist):
            return Decimal(len(checklist)) - best[0], best[1]
        if (
            effect.change == "lack"
            and not lacks
            and not _ALL_OF_THEM.search(case.actual)
            and not denies(_about(clause))
        ):
            return None  # 每少1次扣1分, 实际 3次: done or lacking is not said
        if effect.change == "lack" and not lacks and _ALL_OF_THEM.search(case.actual):
            return ZERO, f"实际“{case.actual}”"
        return best
    absent = lacks_of(case) if effect.change == "lack" else []
    if absent:
        number = max(absent)
        return None if number == UNTOLD else (Decimal(number), f"实际“{case.actual}”，缺 {number} 项")
    said = wording.claim(case.actual)
    about = clause.condition.words + effect.noun
    if re.match("未|没|不", case.actual) and not denies(about) and overlap(case.actual, about) >= MOSTLY:
        return ZERO, f"实际“{case.actual}”"
    well = (said == wording.MET or case.actual.startswith("都")) and effect.award.verb != "get"
    well = well and not (effect.award.verb == "deduct" and wording.says_some(case.actual))
    undone = effect.award.verb == "get" and re.match("未|没", case.actual) and not denies(about)  # 未召开
    none = wording.says_none(case.actual.lstrip("均都")) or undone
    return (ZERO, f"实际“{case.actual}”") if none or well else None


def _conforms(actual: str) -> bool:
    """2项符合 beside 每有1项不符合扣1分 counts the others."""
    return wording.claim(re.sub("^(?:有|存在)", "", actual)) == wording.MET


_ALL_OF_THEM = re.compile(r"(?:[项个条点]|\d[^\W\d_])\S{0,4}(?:均|都|全部?|齐)")  # 4项均符合, 12笔全部及时


def _counts(actual: str, size: Quantity) -> list[tuple[Decimal, Found]]:
    """The different numbers of an actual in a step's unit; those that print the unit itself before convertible ones."""
    counts = [
        (value, found)
        for found in find_quantities(actual)
        if found.quantity.unit.dimension != "percent"
        and (value := converted(found.quantity, size.unit)) is not None
    ]
    exact = [one for one in counts if one[1].quantity.unit.name == size.unit.name]
    return list({value: (value, found) for value, found in exact or counts}.values())


def _told_apart(
    case: Case, clause: Clause, counts: list[tuple[Decimal, Found]]
) -> tuple[Decimal, str] | None:
    """检查12次，发现2次不合格: the number beside the words of what is counted; None where two are alike."""
    about = wording.grams(_about(clause))
    alike = [len(about & wording.grams(_beside(case.actual, found))) for _value, found in counts]
    if not max(alike) or alike.count(max(alike)) > 1:
        return None
    value, found = counts[alike.index(max(alike))]
    return value, f"实际 {found.quantity}"


_THINGS = re.compile("[、和及与]|或者?")


def _of_each_thing(
    actual: str, things: list[str], parts: list[str], size: Quantity
) -> tuple[Decimal, str] | None:
    """错发1人，漏发1人 beside 错发、漏发1人扣1分: each part of the actual counts one of the things the step names together;
    None where it does not tell them apart."""
    told = [next((thing for thing in things if thing in part), "") for part in parts]
    if "" in told or len(set(told)) < len(told):
        return None
    return sum((_counts(part, size)[0][0] for part in parts), ZERO), f"实际“{actual}”"


def _beside(actual: str, found: Found) -> str:
    """The words around a number, up to the next number or mark."""
    before, after = (
        re.split(r"[，,；;、。\d]", part)[at]
        for part, at in ((actual[: found.start], -1), (actual[found.end :], 0))
    )
    return f"{before} {after}"


def _about(clause: Clause) -> str:
    assert isinstance(clause.effect, PerStep)
    return clause.condition.words + clause.effect.noun


def _rivals(case: Case, clause: Clause) -> list[Clause]:
    """Other steps that count the same unit: 国家级论文每篇得2分，省级论文每篇得1分."""
    assert isinstance(clause.effect, PerStep)
    return [
        other
        for other in case.clauses
        if other is not clause
        and isinstance(other.effect, PerStep)
        and (other.effect.award.verb == "get") == (clause.effect.award.verb == "get")
        and (other.effect.change == clause.effect.change or _about(other))
        and other.effect.change in ("count", "lack")
        and other.effect.size.unit == clause.effect.size.unit
        and _about(clause) != _about(other)
    ]


def _own_count(case: Case, clauses: list[Clause], size: Quantity) -> tuple[Decimal, str] | None:
    """Of several steps that count one unit, what the first counts: the parts of the actual that name it best."""
    if wording.says_none(case.actual) and not find_quantities(case.actual):
        return ZERO, f"实际“{case.actual}”"
    total = ZERO
    for part in re.split("[，,；;、。]", case.actual):
        values = [value for value, _found in _counts(part, size)]
        if not values:
            continue
        alike = [len(wording.grams(part) & wording.grams(_about(clause))) for clause in clauses]
        if not max(alike) or alike.count(max(alike)) > 1:
            return None
        if alike[0] == max(alike):
            total += values[0]
    return total, f"实际“{case.actual}”"


def _items(case: Case) -> list[Clause]:
    return [
        c
        for c in case.clauses
        if isinstance(c.effect, Award)
        and c.effect.verb == "get"
        and c.effect.amount.points
        and c.condition.kind == "words"
    ]
