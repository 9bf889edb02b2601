"""Requirements that must hold together (覆盖率≥90%且满意度≥85%): each against its own number of the actual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, earned_share, is_get
from evalcore.scoring.clause import ALL, Award, Clause, Condition, PerStep
from evalcore.scoring.dates import undated
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.likeness import mentions
from evalcore.scoring.numbers import chinese_number
from evalcore.scoring.quantity import Found, converted, find_quantities
from evalcore.scoring.sentence import read
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import inside

_JOINT = re.compile(r"[，、；]?(?:且|并且|但是?|同时|以及|(?<![合兼])并(?=[^，、；]*\d))|[，、；]")
_SO_MANY_SHORT = re.compile(r"有?([一二两三四五\d])[项个]\S{0,2}(?:未|不|没)")
# 指标值为90%，实际≥95%; 发放问卷200份，满意率≥90%: no requirements
_STATED_AIM = re.compile("指标值|目标|计划|上年|去年|发放|抽[查取样]|问卷|样本")
_SHORT = re.compile("未|不|没")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of several: a range of a number, or words."""

    said: str
    condition: Condition | None = None


def requirements(condition: Condition, *, several: bool = False) -> tuple[Requirement, ...]:
    """What a condition asks together, where at least two parts are numbers; none where it is another condition.
    `several`: the actual holds several numbers, so that 建成3万亩，合格率100% is answered part by part."""
    if condition.kind == "words":
        return _asked(condition.words)
    tied = bool(re.search("[且、]|同时|以及", condition.words))
    tied = tied or (several and "，" in condition.words and not _STATED_AIM.search(condition.words))
    if condition.kind == "range" and tied and find_quantities(undated(condition.words)):
        return _asked(str(condition).rstrip("，"))  # 培训20期、每期50人以上
    return ()


@lru_cache(maxsize=10_000)
def _asked(words: str) -> tuple[Requirement, ...]:
    if "或" in words:
        return ()
    found = [Requirement(said, _range(said)) for said in _JOINT.split(words) if said]
    return tuple(found) if sum(bool(find_quantities(one.said)) for one in found) > 1 else ()


def _range(said: str) -> Condition | None:
    clauses = read(f"{said}，得满分").clauses if find_quantities(said) else ()
    only = clauses[0] if len(clauses) == 1 else None
    stated = only is not None and only.effect == Award("get", ALL) and only.condition.kind == "range"
    return only.condition if only is not None and stated else None


def joint(case: Case) -> Judgement | None:
    """The judgement of a sentence with requirements that must hold together; None when it has none."""
    several = len(find_quantities(undated(case.actual))) > 1
    asked = {
        id(clause): needed
        for clause in case.clauses
        if (needed := requirements(clause.condition, several=several))
    }
    if not asked:
        return None
    silent = needs_person("规则要求几项同时达到，实际完成值没有逐项写明")
    short, rest = 0, case.clauses
    for at, clause in enumerate(case.clauses):
        if id(clause) not in asked:
            continue
        states = met(asked[id(clause)], case.actual)
        if None in states and False not in states:
            return silent
        if False not in states:
            if not isinstance(clause.effect, Award) or clause.effect.verb == "add":
                return silent
            return _earned(case, clause, earned_share(case, clause))
        if None in states:
            short = -1
        elif not short:
            short = states.count(False)
        rest = case.clauses[at + 1 :]
    return _otherwise(case, rest, short) or silent


def met(needed: tuple[Requirement, ...], actual: str) -> list[bool | None]:
    """Which of the requirements the actual meets; None where it does not say."""
    if not re.search(r"\d", actual) and re.match("均|都|全部|[一二两三四]项[均都]?", actual):
        bare = re.sub("^(?:[一二两三四五]项)?(?:均|都)", "", actual)
        claim = {wording.MET: True, wording.UNMET: False}.get(wording.claim(bare))
        return [claim] * len(needed)
    numbers = find_quantities(undated(actual))
    measured = [one for one in needed if one.condition is not None]
    own = _own(measured, numbers, actual)
    return [
        _holds(one, own.get(one.said))
        if one.condition is not None
        else (not find_quantities(one.said) and mentions(actual, one.said)) or None
        for one in needed
    ]


def _holds(one: Requirement, number: Found | None) -> bool | None:
    if number is None or one.condition is None:
        return None
    low, high = one.condition.low, one.condition.high
    bound = low or high
    if bound is None:
        return None
    condition = one.condition
    if low and high and low.quantity == high.quantity:  # 合格率100% is reached, 违纪人数为0 not exceeded
        condition = Condition("range", low) if bound.quantity.value else Condition("range", high=high)
    value = converted(number.quantity, bound.quantity.unit)
    return None if value is None else inside(condition, value, bound.quantity.unit) is not False


def _own(measured: list[Requirement], numbers: tuple[Found, ...], actual: str) -> dict[str, Found]:
    """The number of each requirement: the one that stands beside its words, else in order where they are as many."""
    ends = [0, *(number.end for number in numbers)]
    beside = [actual[end : number.start] for end, number in zip(ends, numbers, strict=False)]
    named: dict[str, Found] = {}
    for one in measured:
        assert one.condition is not None
        about = wording.grams(one.condition.words)
        alike = [len(about & wording.grams(words)) for words in beside]
        most = max(alike, default=0)
        if most and alike.count(most) == 1:
            named[one.said] = numbers[alike.index(most)]
    if len(set(map(id, named.values()))) != len(named):
        return {}  # two requirements claim one number
    if len(named) == len(measured) or len(numbers) != len(measured):
        return named
    in_order = {one.said: number for one, number in zip(measured, numbers, strict=True)}
    if any(re.search("[率度]", beside[at]) for at, one in enumerate(measured) if one.said not in named):
        return named  # 合格率90% is no satisfaction
    return in_order if all(in_order[said] is number for said, number in named.items()) else {}


def _otherwise(case: Case, rest: tuple[Clause, ...], short: int) -> Judgement | None:
    """What the sentence says where not all of it is reached; None where that is not certain."""
    for clause in rest:
        count = _SO_MANY_SHORT.match(clause.condition.words) if clause.condition.kind == "words" else None
        effect = clause.effect
        if count and short > 0 and isinstance(effect, Award):
            if (chinese_number(count[1]) or Decimal(count[1])) == short:
                return _earned(case, clause, earned_share(case, clause))
        elif isinstance(effect, PerStep) and effect.award.verb == "deduct":
            if short < 1 or not _SHORT.search(effect.noun):
                return None
            share = max(ONE - short * case.share(effect.award.amount), ZERO)
            return _earned(case, clause, share)
        elif clause.condition.kind in ("else", "missed") and isinstance(effect, Award):
            return _earned(case, clause, earned_share(case, clause))
        else:
            return None
    tally = Tally()
    tally.assume("规则没有写其余情形，按不得分计", above=ONE)
    tally.earn(ZERO, f"实际“{case.actual}”没有达到全部要求，规则没有写其余情形，按不得分计")
    return tally.judgement(met=False)


def _earned(case: Case, clause: Clause, share: Decimal) -> Judgement:
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    others = [c for c in case.clauses if c is not clause and not is_get(c) and c.condition.kind == "words"]
    if is_get(clause) and any(not requirements(c.condition) for c in others):
        tally.assume("没有写明另外的扣分情形，按没有计", below=share)
    tally.earn(share, f"实际“{case.actual}”，适用“{clause}”")
    return tally.judgement(met=share == ONE)
