"""How an actual stands against a target: the ratio, its strict interval, and the facts checks need."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalcore.model import Basis, Step
from evalcore.scoring import wording
from evalcore.scoring.dates import find_dates, in_time
from evalcore.scoring.judgement import ONE, ZERO, Judgement, Target
from evalcore.scoring.measured import Measured, measure, rate_doubt, shortened, without_parts
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.places import place
from evalcore.scoring.quantity import Quantity, Unit, converted, find_quantities
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.target import placeholder, sentence

HALF = Decimal("0.5")
INFINITY = Decimal("Infinity")


def needs_person(reason: str, low: Decimal = ZERO, high: Decimal = ONE) -> Judgement:
    """A person must judge: no value, a reason, and the interval that stays possible."""
    return Judgement(None, low, high, Basis.JUDGEMENT, reason=reason, trace=(Step(f"需人工认定：{reason}"),))


def by_rule(ratio: Decimal, *steps: Step) -> Judgement:
    """Decided by the text alone."""
    return Judgement(ratio, ratio, ratio, Basis.RULE, trace=steps)


def by_text(ratio: Decimal, low: Decimal, high: Decimal, reason: str) -> Judgement:
    """Judged from the words of the actual."""
    return Judgement(
        ratio,
        low,
        high,
        Basis.TEXT,
        trace=(Step(f"文本判定：{reason}", ONE - ratio),),
        reason=reason,
    )


_BLANK = frozenset(("", "/", "-", "--", "—", "…", "……", "*", "**", "？", "?"))


def is_blank(actual: str) -> bool:
    """An actual cell that says nothing."""
    return actual in _BLANK


def _attained(actual: Decimal, target: Decimal, direction: int, rules: RuleSet) -> Decimal:
    """Share of the weight for one actual against one target (domain.md §2)."""
    if target <= 0:
        return ONE if (actual - target) * direction >= 0 else ZERO
    if direction > 0:
        share = actual / target
    elif rules.reverse_method == "ratio":
        share = target / max(actual, target)
    else:
        share = ONE - (actual - target) / target
    return min(max(share, ZERO), ONE)


_METHOD = {"linear": "(1-超出部分÷目标)", "ratio": "目标÷实际"}


_OF_THE_PLAN = re.compile(  # 完成年度计划的95%: of whatever the target counts
    r"(?:实际)?(?:已)?(?:完成|达到?|实现)了?(?:年度|全年|当年|年初)?(?:计划|任务|目标|指标)(?:任务|数|值|量)?的?\s?(\d+(?:\.\d+)?)%"
)


def against_quantity(target: Target, actual: str, rules: RuleSet) -> Judgement:
    """A target with a number (or a range) and the folded actual."""
    assert target.quantity is not None
    goal, unit = target.quantity.value, target.quantity.unit
    if unit.name == "名次":
        actual = place(actual)
    share = _OF_THE_PLAN.fullmatch(actual)
    if (
        share
        and goal > 0
        and not target.quantity.is_percent
        and target.direction >= 0
        and target.upper is None
    ):
        return against_value(target, goal * Decimal(share[1]) / 100, rules)
    measured = measure(without_parts(actual), unit if goal else Unit())
    if measured.several:
        return needs_person(measured.problem)
    worded = measured.quantity is None and not measured.mismatch
    if worded:
        return replace(_worded(target, actual), worded=True)
    return _compared(target, measured, rules)


def against_value(target: Target, value: Decimal, rules: RuleSet) -> Judgement:
    """A target with a number and an actual that is one, in the target's unit."""
    assert target.quantity is not None
    return _compared(target, Measured(Quantity(value, target.quantity.unit), value, value), rules)


def _compared(target: Target, measured: Measured, rules: RuleSet) -> Judgement:
    assert target.quantity is not None
    judgement = _measured(target, measured, rules)
    goal = target.quantity.value
    single = measured.low if measured.low == measured.high else None
    achievement = single / goal if single is not None and goal > 0 else None
    return replace(
        judgement,
        actual=measured.quantity,
        copied=measured.copied,
        mismatch=measured.mismatch,
        achievement=achievement,
    )


def _measured(target: Target, measured: Measured, rules: RuleSet) -> Judgement:
    assert target.quantity is not None
    goal = target.quantity.value
    if measured.mismatch:
        return needs_person(measured.mismatch)
    assert measured.quantity is not None
    doubt = _unit_doubt(target, measured) or _rank_doubt(target, measured)
    if doubt:
        return needs_person(doubt)
    direction = target.direction
    if target.upper is not None:
        return _in_range(target, measured, rules)
    if goal == 0 and target.operator in ("", "=", "≤", "<"):
        direction = -1
    if goal == 0 and target.operator in (">", "<") and measured.low == measured.high == 0:
        return by_rule(ZERO, Step(f"目标 {sentence(target)}，实际为 0，不含 0 → 不得分", ONE))
    ends = [
        _attained(value, goal, way, rules)
        for way in ((direction,) if direction else (1, -1))
        for value in _bounds(measured)
    ]
    low, high = min(ends), max(ends)
    if target.quantity.unit.name == "名次" and low != ONE:
        return needs_person(
            f"目标 {sentence(target)}，实际 {measured.quantity}，名次没有达到时得几分没有写明"
        )
    if goal < 0 and low != ONE:
        return needs_person("目标为负数，未达到时的得分没有写明")
    if low == high:
        return by_rule(low, _comparison(target, measured, low, rules))
    if not direction:
        return needs_person("目标未写方向，越大越好还是越小越好不能确定", low, high)
    return needs_person(
        f"实际完成值写成“{'≥' if measured.high is None else '≤' if measured.low is None else ''}"
        f"{measured.quantity}”，不是实测值",
        low,
        high,
    )


def _bounds(measured: Measured) -> tuple[Decimal, ...]:
    if measured.low is not None and measured.low == measured.high:
        return (measured.low,)
    low = -INFINITY if measured.low is None else measured.low
    return low, INFINITY if measured.high is None else measured.high


def _rank_doubt(target: Target, measured: Measured) -> str:
    """一级 beside 二级及以上: in most scales of 级 the first is the best, in some the last."""
    assert target.quantity is not None
    if target.quantity.unit.name != "级" or measured.low == target.quantity.value:
        return ""
    return f"目标 {sentence(target)} 是级别，高一级的数是大还是小没有写明"


def _unit_doubt(target: Target, measured: Measured) -> str:
    """0.98 beside ≥95%, 100% beside 300: one of the two may be a rate; nothing decides it."""
    assert target.quantity is not None and measured.quantity is not None
    goal, actual = target.quantity, measured.quantity
    if target.direction >= 0 and (doubt := rate_doubt(actual, [goal])):
        return doubt
    often = _TIMES_A_YEAR.get(goal.unit.per, 0)
    if often and not actual.unit.per and actual.value != goal.value and actual.value < goal.value * often:
        return f"目标 {goal} 按{goal.unit.per}计，实际值 {actual} 是哪一段时间的没有写明"
    if actual.is_percent and not goal.unit.name and (goal.value > 100 or goal.value < 1) and goal.value != 0:
        return f"实际值 {actual} 是百分比，目标 {goal} 不是，不可比"
    return ""


_TIMES_A_YEAR = {"季度": 4, "月": 12, "周": 52}


def _in_range(target: Target, measured: Measured, rules: RuleSet) -> Judgement:
    assert target.quantity is not None and target.upper is not None
    low, high = target.quantity.value, converted(target.upper, target.quantity.unit)
    value, other = measured.low, measured.high
    if high is None or value is None or other is None:
        return needs_person("区间目标与实际完成值不可比")
    if low <= value and other <= high:
        return by_rule(ONE, Step(f"目标 {sentence(target)}，实际 {measured.quantity}，在区间内 → 满分"))
    return needs_person("实际值在目标区间之外，得分没有写明")


def _comparison(target: Target, measured: Measured, ratio: Decimal, rules: RuleSet) -> Step:
    assert target.quantity is not None
    said = f"目标 {sentence(target)}，实际 {measured.quantity}"
    if ratio == ONE:
        return Step(f"{said}，达到目标 → 满分")
    if target.quantity.value <= 0:
        return Step(f"{said}，目标为 0，未达到 → 不得分", ONE - ratio)
    how = "实际÷目标" if target.direction > 0 else _METHOD[rules.reverse_method]
    share = plain(half_up(ratio * 100))
    return Step(f"{said}，未达到目标，按{how} → 得 {share}%", ONE - ratio)


def _worded(target: Target, actual: str) -> Judgement:
    """A text actual beside a numeric target: 完成, 已到位, 无."""
    assert target.quantity is not None
    goal = target.quantity.value
    if wording.says_none(actual):
        counted = target.direction < 0 or goal == 0
        if counted and target.upper is None:
            return by_rule(ONE, Step(f"目标 {sentence(target)}，实际“{actual}”即 0 → 满分"))
        return needs_person(f"实际完成值“{actual}”可能是 0，也可能是不适用")
    said = wording.claim(actual)
    if said == wording.MET:
        return by_text(ONE, ZERO, ONE, f"实际完成值“{shortened(actual)}”表示达到目标，但没有数值")
    if said == wording.SILENT:
        return needs_person("实际完成值没有可比的数字")
    return needs_person(f"实际完成值“{shortened(actual)}”没有数值，达到多少不能确定")


def against_deadline(target: Target, actual: str) -> Judgement:
    """A completion date, met when earlier; what a late one costs is not said."""
    assert target.deadline is not None
    dates = find_dates(actual)
    if dates:
        latest = max((date.span for date in dates), key=lambda span: span.last)
        if latest.text == target.deadline.text or (
            latest.last == target.deadline.last and not target.deadline.before
        ):
            return by_rule(ONE, Step(f"目标 {target.deadline}，实际 {latest}，与目标一致 → 满分"))
        on_time = in_time(latest, target.deadline)
        if on_time:
            return by_rule(ONE, Step(f"目标 {target.deadline}，实际 {latest}，按期 → 满分"))
        if on_time is None:
            return needs_person(f"实际 {latest} 是否早于 {target.deadline} 不能确定")
        return needs_person(f"实际 {latest} 晚于目标 {target.deadline}，逾期怎样扣分没有写明")
    said = wording.claim(actual)
    if said == wording.MET or re.fullmatch(r"100(?:\.0+)?%?", actual):
        return replace(
            by_text(ONE, ZERO, ONE, f"实际完成值“{shortened(actual)}”表示已完成，但没有日期"), worded=True
        )
    if said == wording.UNMET:
        return needs_person(f"实际完成值“{shortened(actual)}”表示未按期，怎样扣分没有写明")
    return needs_person("实际完成值没有日期")


_DAY_OF_MONTH = re.compile(r"每个?月的?(\d{1,2})[日号]")


def _every_month(words: str, actual: str) -> Judgement | None:
    """每月8日 against 每月10日前; None where one of them names no such day."""
    wanted, said = _DAY_OF_MONTH.match(words), _DAY_OF_MONTH.search(actual)
    if wanted is None or said is None:
        return None
    if int(said[1]) <= int(wanted[1]):
        return by_rule(ONE, Step(f"目标“{words}”，实际“{shortened(actual)}”，按期 → 满分"))
    return needs_person(f"实际“{shortened(actual)}”晚于目标“{words}”，怎样扣分没有写明")


_TIER_OF = {wording.MET: 0, wording.BASIC: 0, wording.PARTIAL: 1, wording.UNMET: 2}


def against_words(target: Target, actual: str, rules: RuleSet) -> Judgement:
    """A qualitative target: the tier the actual's words claim; the interval is that tier."""
    if placeholder(target.words)[0]:
        return needs_person("目标只有“**”占位，没有写出目标值")
    monthly = _every_month(target.words, actual)
    if monthly is not None:
        return monthly
    turned = wording.keeps_turn(target.words, actual)
    if turned is not None:
        if turned:
            return by_rule(ONE, Step(f"目标“{target.words}”，实际“{shortened(actual)}”，达到 → 满分"))
        return needs_person(f"实际“{shortened(actual)}”没有达到“{target.words}”，得几分没有写明")
    same = target.words.replace("：", ":") == actual.replace("：", ":") or (
        actual in target.words and not wording.says_none(actual) and wording.claim(actual) != wording.UNMET
    )
    said = _named_tier(actual, rules)
    weaker = wording.is_weaker(actual, target.words) or wording.is_lower_mark(actual, target.words)
    if said is None and weaker and wording.claim(actual) == wording.MET:
        said = _TIER_OF[wording.PARTIAL], wording.PARTIAL  # 有所提升 beside 显著提升, 良好 beside 优秀
    if said is None:
        share = _percent_done(actual)
        if share is not None and share < 100 and not same:
            return needs_person(f"实际完成 {plain(share)}%，定性目标没有写明按比例得分")
        claimed = (
            wording.MET
            if same or share is not None
            else _absence(target.words, actual) or wording.claim(actual)
        )
        if (
            claimed == wording.UNMET
            and wording.claim(target.words) == wording.UNMET
            and _shares(target.words, actual)
        ):
            claimed = wording.MET  # 目标“无违规”，实际“未违规”
        if claimed == wording.MIXED:
            return needs_person("实际完成情况既有达成也有未达成的表述")
        if claimed == wording.SILENT:
            if not _shares(target.words, actual):
                return needs_person("定性指标，实际完成情况没有说明达成程度")
            claimed = wording.MET
        said = _TIER_OF[claimed], claimed
    tier, claimed = rules.tiers[min(said[0], len(rules.tiers) - 1)], said[1]
    ratio = tier.high if claimed == wording.MET else (tier.low + tier.high) * HALF
    span = f"[{plain(tier.low * 100)}%，{plain(tier.high * 100)}%]"
    reason = f"目标“{shortened(target.words)}”，实际“{shortened(actual)}”，属“{tier.name}”{span}"
    return by_text(ratio, tier.low, tier.high, reason)


def _percent_done(actual: str) -> Decimal | None:
    """完成80%: a share where the target has none."""
    found = [one.quantity for one in find_quantities(actual) if one.quantity.is_percent]
    return found[0].value if len(found) == 1 else None


_HAPPENED = re.compile("(?:仍|还|尚|曾)?(?:存在|发生|出现|发现|有(?!效|序|力))")


def _absence(words: str, actual: str) -> str:
    """无违规, 零投诉: the target is that something did not happen; 无 beside 有 is the opposite."""
    counted = [one.quantity.value for one in find_quantities(actual)]
    if wording.says_none(words):
        if counted:
            return wording.UNMET if any(counted) else wording.MET
        if _HAPPENED.match(actual):
            return wording.UNMET  # 存在拖欠 beside 无拖欠
        return wording.MET if wording.says_none(actual) or actual == f"未{words.removeprefix('无')}" else ""
    if wording.says_none(actual):
        return wording.UNMET if words in ("有", "是") else "" if _shares(words, actual) else wording.SILENT
    return ""


def _named_tier(actual: str, rules: RuleSet) -> tuple[int, str] | None:
    """The actual names a tier of the rule set outright."""
    for index, tier in enumerate(rules.tiers):
        if actual == tier.name or actual in tier.words:
            basic = wording.claim(actual) == wording.BASIC
            return index, (wording.MET if index == 0 and not basic else wording.PARTIAL)
    return None


def _shares(one: str, other: str) -> bool:
    mine, theirs = wording.grams(one), wording.grams(other)
    both = len(mine & theirs)
    return both > 0 and both * 2 >= min(len(mine), len(theirs))
