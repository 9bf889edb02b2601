"""Conditions of several requirements (覆盖率≥90%且满意度≥85%, 完成率<60%或闲置超过3个月): each against its own number
of the actual. What a condition asks is a choice of sets: one set must hold, and of a set all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from evalcore.model import Basis
from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, Seen, earned_share, is_get
from evalcore.scoring.clause import ALL, Award, Clause, Condition, PerStep
from evalcore.scoring.dates import undated
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.likeness import PARTS, mentions, told
from evalcore.scoring.numbers import chinese_number
from evalcore.scoring.quantity import Quantity, converted, find_quantities
from evalcore.scoring.sentence import read
from evalcore.scoring.steps import change
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import inside

_JOINT = re.compile(r"[，、；]?(?:且|并且|但是?|同时|以及|(?<![合兼])并(?=[^，、；]*\d))|[，、；]")
_EITHER = re.compile(r"[，、]?或者?")
_TOGETHER = re.compile(  # …，两项均达到: says what is said anyway
    r"[，、](?:以上)?(?:[一二两三四五\d]项)?(?:指标|要求|条件)?(?:均|都|全部|同时)(?:达到|达标|满足|符合|完成)(?:要求|目标|标准)?$"
)
# 指标值为90%，实际≥95%; 发放问卷200份，满意率≥90%: no requirements
_STATED_AIM = re.compile("指标值|目标|计划|上年|去年|发放|抽[查取样]|问卷|样本")
_SHORT = re.compile("未|不|没")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of several: a range of a number, or words."""

    said: str
    condition: Condition | None = None


Sets = tuple[tuple[Requirement, ...], ...]
States = list[bool | None]


def requirements(condition: Condition, *, several: bool = False, listed: bool = False) -> Sets:
    """What a condition asks, where two parts are numbers or one stands beside words; none where it is another.
    `several`: the actual holds several numbers, so that 建成3万亩，合格率100% is answered part by part.
    `listed`: the sentence counts the parts that are missed, so that a list of words is one too."""
    if condition.kind == "words":
        return _asked(condition.words, listed)
    tied = bool(re.search("[且、]|同时|以及", condition.words))
    tied = tied or (several and "，" in condition.words and not _STATED_AIM.search(condition.words))
    if condition.kind == "range" and tied and find_quantities(undated(condition.words)):
        return _asked(str(condition).rstrip("，"))  # 培训20期、每期50人以上
    return ()


@lru_cache(maxsize=10_000)
def _asked(words: str, listed: bool = False) -> Sets:
    choices = _EITHER.split(_TOGETHER.sub("", words))
    if len(choices) > 1 and not all(find_quantities(choice) for choice in choices):
        return ()  # 县级或市级验收合格率≥95%: 或 chooses no requirement
    sets = tuple(
        tuple(Requirement(said, _range(said)) for said in _JOINT.split(choice) if said) for choice in choices
    )
    numbered = sum(bool(find_quantities(one.said)) for one in _all(sets))
    beside_words = len(sets) == 1 and (listed or "且" in words) and any(one.condition for one in sets[0])
    return sets if numbered > 1 or (numbered == 1 and beside_words) else ()  # 完成率100%且按时上报


def _all(sets: Sets) -> list[Requirement]:
    return [one for needed in sets for one in needed]


def _range(said: str) -> Condition | None:
    clauses = read(f"{said}，得满分").clauses if find_quantities(said) else ()
    only = clauses[0] if len(clauses) == 1 else None
    stated = only is not None and only.effect == Award("get", ALL) and only.condition.kind == "range"
    return only.condition if only is not None and stated else None


def joint(case: Case) -> Judgement | None:
    """The judgement of a sentence with requirements that must hold together; None when it has none, or when they
    only say what costs all (使用率<70%或闲置超过3个月不得分) and do not hold."""
    several, listed = len(find_quantities(undated(case.actual))) > 1, _counts_items(case)
    asked = {
        id(clause): sets
        for clause in case.clauses
        if (sets := requirements(clause.condition, several=several, listed=listed and is_get(clause)))
    }
    gives = any(id(clause) in asked and is_get(clause) for clause in case.clauses)
    silent = needs_person("规则要求几项同时达到，实际完成值没有逐项写明")
    first: Sets = ()
    short, rest = 0, case.clauses
    for at, clause in enumerate(case.clauses):
        sets = asked.get(id(clause), ()) or (_alone(clause) if gives else ())
        if not sets or not isinstance(clause.effect, Award):
            if id(clause) in asked:
                return silent
            continue
        states = met(sets, case.actual)
        if any(all(one) for one in states):
            return (
                silent if clause.effect.verb == "add" else _earned(case, clause, earned_share(case, clause))
            )
        if any(False not in one for one in states):
            if is_get(clause):
                return silent
            continue  # what costs all and is not told: unsaid()
        if not is_get(clause):
            continue
        if len(sets) > 1:
            short = 1  # of alternatives none holds
        elif None in states[0]:
            short = -1
        elif not short:
            short = states[0].count(False)
        first, rest = first or sets, case.clauses[at + 1 :]
    if not gives:
        return None
    return _otherwise(case, rest, first, short) or silent


def _counts_items(case: Case) -> bool:
    """到位率100%，记录完整，得满分；有一项不满足扣50%: what stands in a row is required together."""
    return any(
        isinstance(clause.effect, PerStep)
        and clause.effect.size.unit.name in ("项", "条")
        and bool(_SHORT.match(clause.effect.noun))
        for clause in case.clauses
    )


def _alone(clause: Clause) -> Sets:
    """A range beside joined conditions: one requirement, with what else it asks (进度60%-80%得2分)."""
    if clause.condition.kind != "range" or _counts_them(clause.condition):
        return ()
    also = clause.condition.also.lstrip("且并但同时而是")
    number = Requirement(str(clause.condition), replace(clause.condition, also=""))
    return ((number, Requirement(also)),) if also else ((number,),)


def unsaid(case: Case, judgement: Judgement) -> Judgement:
    """A judgement whose rule names together what costs points (使用率<70%或闲置超过3个月不得分), of which the actual
    does not tell all: it is taken not to have happened, and strictly nothing may be left."""
    open_ = [
        clause
        for clause in case.clauses
        if not is_get(clause)
        and (sets := requirements(clause.condition))
        and any(False not in one for one in met(sets, case.actual))
    ]
    if not open_ or judgement.ratio is None:
        return judgement
    reason = f"没有写明是否“{open_[0].condition.words}”，按没有计"
    basis = max(judgement.basis, Basis.ASSUMED, key=list(Basis).index)
    reason = "；".join(filter(None, (judgement.reason, reason)))
    return replace(judgement, low=ZERO, basis=basis, reason=reason)


def met(sets: Sets, actual: str) -> list[States]:
    """Which requirements of each set the actual meets; None where it does not say."""
    if not re.search(r"\d", actual) and re.match("均|都|全部|[一二两三四]项[均都]?", actual):
        bare = re.sub("^(?:[一二两三四五]项)?(?:均|都)", "", actual)
        claim = {wording.MET: True, wording.UNMET: False}.get(wording.claim(bare))
        return [[claim] * len(needed) for needed in sets]
    own = _own([one for one in _all(sets) if one.condition is not None], actual)
    return [
        [
            _holds(one.condition, own.get(one.said))
            if one.condition is not None
            else None
            if find_quantities(one.said)
            else told(actual, one.said)
            for one in needed
        ]
        for needed in sets
    ]


def _holds(condition: Condition, number: Quantity | None) -> bool | None:
    low, high = condition.low, condition.high
    bound = low or high
    if number is None or bound is None:
        return None
    if low and high and low.quantity == high.quantity:  # 合格率100% is reached, 违纪人数为0 not exceeded
        condition = Condition("range", low) if bound.quantity.value else Condition("range", high=high)
    value = converted(number, bound.quantity.unit)
    return None if value is None else inside(condition, value, bound.quantity.unit) is not False


def _unit(one: Requirement) -> Quantity:
    assert one.condition is not None
    bound = one.condition.low or one.condition.high
    assert bound is not None
    return bound.quantity


def _own(measured: list[Requirement], actual: str) -> dict[str, Quantity]:
    """The number of each requirement: the one that stands beside its words, else the only one in its unit, else in
    order where they are as many; none of what 无… says did not happen."""
    numbers = find_quantities(undated(actual))
    ends = [0, *(number.end for number in numbers)]
    beside = [actual[end : number.start] for end, number in zip(ends, numbers, strict=False)]
    named: dict[str, int] = {}
    shared: dict[str, int] = {}
    for one in measured:
        alike = [
            len(wording.grams(_about(one)) & wording.grams(words))
            if converted(number.quantity, _unit(one).unit) is not None
            else 0
            for number, words in zip(numbers, beside, strict=True)
        ]
        most = max(alike, default=0)
        if most and alike.count(most) == 1:
            named[one.said], shared[one.said] = alike.index(most), most
    for said, at in list(named.items()):
        if any(shared[other] > shared[said] for other, place in named.items() if place == at):
            del named[said]  # 完成投资850万元 shares more with 完成投资额 than with 完成工程量
    if len(set(named.values())) != len({_about(one) for one in measured if one.said in named}):
        return {}  # two requirements claim one number
    if len(named) < len(measured) == len(numbers):
        named = _in_order(measured, beside, named)
    for one in measured:
        fits = [
            at for at, number in enumerate(numbers) if converted(number.quantity, _unit(one).unit) is not None
        ]
        rivals = [other for other in measured if converted(_unit(other), _unit(one).unit) is not None]
        if (
            one.said not in named
            and len(fits) == len(rivals) == 1
            and not re.search("[率度]", beside[fits[0]])
        ):
            named[one.said] = fits[0]  # 520人次, where only one requirement counts people
    own = {said: numbers[at].quantity for said, at in named.items()}
    for one in measured:
        words = one.condition.words if one.condition else ""
        absent = any(wording.says_none(part) and mentions(f"无{words}", part) for part in PARTS.split(actual))
        if one.said not in own and words and absent:
            own[one.said] = Quantity(ZERO, _unit(one).unit)
    return own


def _about(one: Requirement) -> str:
    """What a requirement measures: two of one sentence may measure the same (完成率≥95%或…；完成率≥80%)."""
    return one.condition.words if one.condition is not None else one.said


def _in_order(measured: list[Requirement], beside: Sequence[str], named: dict[str, int]) -> dict[str, int]:
    if any(re.search("[率度]", beside[at]) for at, one in enumerate(measured) if one.said not in named):
        return named  # 合格率90% is no satisfaction
    in_order = {one.said: at for at, one in enumerate(measured)}
    return in_order if all(in_order[said] == at for said, at in named.items()) else {}


# 有一项不达标, 任一项未达到 · 仅满足一项, 一项达标 · 均未达到, 全不达标
_SO_MANY_SHORT = re.compile(r"(?:[两三四五]项中)?有?([一二两三四五\d])[项个]\S{0,2}(?:未|不|没)")
_ANY_SHORT = re.compile(r"(?:有?任[一何意]|任意一|其中(?:有|任)?一)[项个]?\S{0,2}(?:未|不|没)")
_SO_MANY_MET = re.compile(
    r"(?:仅|只|只有|仅有)?(?:有|能)?(?:满足|达到|符合|完成|达标)?(?:了)?(?:其中)?(?:的)?(?:任意|任)?([一二两三四五\d])[项个](?:达标|达到|满足|符合|完成)?(?:要求|目标|指标|条件)?"
)
_NONE_MET = re.compile(
    r"(?:[一二两三四五\d]项)?(?:指标)?(?:均|都|全)部?(?:不|未|没有?|无)(?:满足|达标|达到|符合|完成)\S{0,3}"
)


def _fits(condition: Condition, short: int, total: int) -> bool | None:
    """Whether a condition says that so many of the requirements are missed; None when it speaks of something else."""
    if _counts_them(condition):
        assert condition.low is not None
        least = condition.low.quantity.value
        return least <= total - short if condition.high is None else least == total - short
    words = condition.words
    if condition.kind not in ("words", "met"):
        return None
    if _NONE_MET.fullmatch(words):
        return short == total
    if _ANY_SHORT.match(words):
        return short > 0
    for said, wanted in (
        (_SO_MANY_SHORT.match(words), short),
        (_SO_MANY_MET.fullmatch(words), total - short),
    ):
        if said is not None:
            return (chinese_number(said[1]) or Decimal(said[1])) == wanted
    return None


def _counts_them(condition: Condition) -> bool:
    """仅满足一项, 达到两项: how many of the requirements are met, no number of the actual."""
    low = condition.low
    return (
        condition.kind == "range"
        and low is not None
        and low.quantity.unit.name in ("项", "条")
        and bool(
            re.fullmatch(
                "(?:仅|只)?(?:能)?(?:满足|达到|符合|达标|有)?(?:其中)?(?:的)?(?:任意)?", condition.words
            )
        )
    )


def _otherwise(case: Case, rest: tuple[Clause, ...], sets: Sets, short: int) -> Judgement | None:
    """What the sentence says where not all of it is reached; None where that is not certain."""
    stepped = _stepped(case, rest, sets)
    if stepped is not None:
        return stepped
    total = len(_all(sets)) if len(sets) == 1 else 1
    fits = {
        id(c): _fits(c.condition, short, total) for c in rest if isinstance(c.effect, Award) and short > 0
    }
    fitting = [clause for clause in rest if fits.get(id(clause))]
    exact = [
        c for c in fitting if not _ANY_SHORT.match(c.condition.words)
    ]  # 两项均未达到 beside 其中一项未达到
    chosen = next(iter(exact or fitting), None)
    if chosen is not None:
        return _earned(case, chosen, earned_share(case, chosen))
    for clause in rest:
        effect = clause.effect
        if fits.get(id(clause)) is False:
            continue
        if isinstance(effect, PerStep) and effect.award.verb == "deduct":
            if short < 1 or not _SHORT.search(effect.noun):
                return None
            share = max(ONE - case.share(effect.award.amount, short), ZERO)
            return _earned(case, clause, share)
        if clause.condition.kind in ("else", "missed") and isinstance(effect, Award):
            return _earned(case, clause, earned_share(case, clause))
        if not (requirements(clause.condition) and not is_get(clause)):
            return None
    tally = Tally()
    tally.assume("规则没有写其余情形，按不得分计", above=ONE)
    tally.earn(ZERO, f"实际“{case.actual}”没有达到全部要求，规则没有写其余情形，按不得分计")
    return tally.judgement()


def _stepped(case: Case, rest: tuple[Clause, ...], sets: Sets) -> Judgement | None:
    """发放率每低1%扣1分，差错率每高1‰扣1分, after both are asked: each missed number by its own step; None where a
    missed one has none."""
    if len(sets) != 1 or not all(isinstance(clause.effect, PerStep) for clause in rest) or not rest:
        return None
    states = met(sets, case.actual)[0]
    own = _own([one for one in sets[0] if one.condition is not None], case.actual)
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    for one, state in zip(sets[0], states, strict=True):
        steps = [clause for clause in rest if _is_step_of(clause, one, sets[0])]
        if state is not False:
            continue
        if len(steps) != 1 or one.condition is None:
            return None
        clauses = (Clause(one.condition, Award("get", ALL)), replace(steps[0], condition=Condition()))
        alone = replace(case, scoring=replace(case.scoring, clauses=clauses), aim=None)
        value = converted(own[one.said], _unit(one).unit)
        change(alone, tally, Seen(_unit(one).unit, value), False)
    return tally.judgement()


def _is_step_of(clause: Clause, one: Requirement, needed: tuple[Requirement, ...]) -> bool:
    """Whether a step deducts for this requirement's number: by its words, or where no other has its unit."""
    effect = clause.effect
    if one.condition is None or not isinstance(effect, PerStep) or effect.award.verb != "deduct":
        return False
    if effect.change not in ("fall", "rise", "lack") or converted(effect.size, _unit(one).unit) is None:
        return False
    if clause.condition.words:
        return bool(wording.grams(clause.condition.words) & wording.grams(one.condition.words))
    akin = [other for other in needed if other.condition is not None]
    return [other for other in akin if converted(effect.size, _unit(other).unit) is not None] == [one]


def _earned(case: Case, clause: Clause, share: Decimal) -> Judgement:
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    others = [c for c in case.clauses if c is not clause and not is_get(c) and c.condition.kind == "words"]
    if is_get(clause) and any(
        not requirements(c.condition) and _fits(c.condition, 1, 2) is None for c in others
    ):
        tally.assume("没有写明另外的扣分情形，按没有计", below=share)
    tally.earn(share, f"实际“{case.actual}”，适用“{clause}”")
    return tally.judgement()
