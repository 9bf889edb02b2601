"""Tiers and conditions: what a value earns before anything is deducted or added."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.case import (
    FAR,
    Case,
    Seen,
    decided,
    earned_share,
    is_get,
    limit_value,
)
from evalcore.scoring.checklist import is_checklist, listed
from evalcore.scoring.clause import Award, Clause, Condition, Discretion, PerStep, Proportion, Veto
from evalcore.scoring.fulfilment import lists, meets
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.likeness import nearest, repeats, told, words_of
from evalcore.scoring.numbers import plain
from evalcore.scoring.presence import deadline_met
from evalcore.scoring.quantity import Unit, converted, find_quantities
from evalcore.scoring.tally import Tally


def inside(condition: Condition, value: Decimal, unit: Unit) -> bool | None:
    """Whether a value meets a range; None on a soft end, which may belong to the neighbour."""
    soft = False
    for bound, sign in ((condition.low, 1), (condition.high, -1)):
        if bound is None:
            continue
        if converted(bound.quantity, unit) is None:
            return False  # 发现3次及以上 beside a rate
        limit = limit_value(bound, unit)
        distance = (value - limit) * sign
        if distance < 0 or (distance == 0 and bound.operator in "<>" and not bound.soft):
            return False
        soft = soft or (distance == 0 and bound.soft and (sign < 0 or condition.high is not None))
    return None if soft else True


def besides(case: Case, clause: Clause) -> bool | None:
    """Whether the actual also reports what a tier asks besides its number (且质量合格); None when it does not say."""
    words = clause.condition.also.lstrip("且并但同时而是")
    return told(case.actual, words) if words else True


def _end(condition: Condition, value: Decimal, unit: Unit) -> str:
    """Whether a value is an end of a range: firm where (含) or an operator says so, soft where 以上 leaves it."""
    for bound in (condition.low, condition.high):
        if bound is not None and limit_value(bound, unit) == value:
            return "soft" if bound.soft else "firm"
    return ""


def earn(case: Case, tally: Tally, seen: Seen) -> bool | None:
    """What the tiers give. True: the full condition is met; False: not; None: cannot be said."""
    gets = [
        c
        for c in case.clauses
        if isinstance(c.effect, Award) and c.effect.verb != "add" and c.condition.kind == "range"
    ]
    signed = None if seen.value is None else _signed(case, seen.value) or _surpassed(case, seen)
    if signed is not None:
        earned = earned_share(case, signed)
        tally.earn(earned, f"{seen.said(case)}，适用“{signed}”")
        tally.settled = True
        return earned == ONE
    if seen.value is not None:
        held = any(inside(c.condition, seen.value, seen.unit) for c in gets)
        if not held and _by_person(case, tally, seen, seen.value):
            return None
        if gets:
            return _tier(case, tally, gets, seen, seen.value)
    clause = named(case, seen)
    if clause is not None:
        earned = ZERO if isinstance(clause.effect, Veto) else earned_share(case, clause)
        tally.earn(earned, f"{seen.said(case)}，适用“{clause}”")
        tally.worded.append(f"实际“{case.actual}”对应“{words_of(clause, case.actual)}”")
        tally.settled = True
        return earned == ONE
    met = meets(case, seen)
    if (
        seen.value is not None
        and met is not False
        and len({c.effect for c in case.clauses if c.condition.kind == "met" and is_get(c)}) > 1
    ):
        tally.leave_open("达到与超过目标得分不同，要由人认定")
        return None
    full = next(
        (c for c in case.clauses if c.condition.kind in ("met", "words", "always", "range") and is_get(c)),
        None,
    )
    if met and full is not None:
        assert isinstance(full.effect, Award)
        items = [c for c in case.clauses if is_get(c) and c.condition.kind == "words"]
        share = ONE if len(items) > 1 and is_checklist(items, case.weight) else case.share(full.effect.amount)
        tally.earn(share, f"{seen.said(case)}，达到目标：{full}")
        dated = deadline_met(case.actual, full.condition.words) is not None
        if seen.value is None and seen.deviation is None and not dated and not wording.says_none(case.actual):
            tally.worded.append(f"实际完成值“{case.actual}”表示达到")
    elif met is False and seen.value is None and seen.deviation is None and _lower_tiers(case):
        tally.leave_open("没有达到目标，达到哪一档没有写明")
    elif met is False and not _otherwise(case, tally, seen) and full is not None:
        tally.assume("规则没有写其余情形，按不得分计", above=earned_share(case, full))
        tally.earn(ZERO, f"{seen.said(case)}，未达到目标，规则没有写其余情形，按不得分计")
    return met


_NOTHING_DONE = re.compile("(?:未|没有?)(?:组织|开展|实施|启动|进行|实行)")


def _lower_tiers(case: Case) -> bool:
    """Whether less than the target still earns something, by a number the actual does not give."""
    lower = any(c.condition.kind == "range" and is_get(c) and earned_share(case, c) < 1 for c in case.clauses)
    return lower and not _NOTHING_DONE.match(case.actual)


def _by_person(case: Case, tally: Tally, seen: Seen, value: Decimal) -> bool:
    """Whether the value falls in a tier that a person decides: 90%-100%得8-10分."""
    for clause in case.clauses:
        ranged = isinstance(clause.effect, Discretion) and clause.condition.kind == "range"
        if ranged and inside(clause.condition, value, seen.unit) is not False:
            assert isinstance(clause.effect, Discretion)
            tally.leave_open("该档由人酌定", *decided(case, clause.effect))
            return True
    return False


_NO_CHANGE = "(?:未|没有|无)(?:实现)?(?:增长|增加|提高|上升|下降|降低|减少)"


def _signed(case: Case, value: Decimal) -> Clause | None:
    """负增长, 零增长: tiers that name the sign of a number."""
    name = "负增长|不降反升|不增反降|不升反降|反弹" if value < 0 else "零增长" if value == 0 else ""
    name = f"{name}|{_NO_CHANGE}" if name else ""
    awards = [c for c in case.clauses if isinstance(c.effect, Award) and c.condition.kind == "words"]
    return next((c for c in awards if name and re.search(name, c.condition.words)), None)


def _surpassed(case: Case, seen: Seen) -> Clause | None:
    """超额完成得满分，完成得90%: the first, where the value is beyond all of the task."""
    done = any(c.condition.kind == "met" and is_get(c) for c in case.clauses)
    beyond = seen.unit.dimension == "percent" and seen.value is not None and seen.value > 100
    gets = [c for c in case.clauses if is_get(c) and c.condition.kind == "words"]
    return next((c for c in gets if c.condition.words.startswith("超额")), None) if done and beyond else None


def named(case: Case, seen: Seen) -> Clause | None:
    """A clause in words beside numeric ones (超支不得分) that an actual without a number repeats."""
    if seen.value is not None or seen.deviation is not None or any(char.isdigit() for char in case.actual):
        return None
    worded = [
        c
        for c in case.clauses
        if isinstance(c.effect, Veto | Award)
        and not (isinstance(c.effect, Award) and c.effect.verb == "add")
        and (c.condition.kind in ("words", "missed") or (c.condition.kind == "met" and c.condition.words))
    ]
    labelled = [c for c in case.clauses if c.condition.kind == "range" and _is_label(case.actual, c)]
    if len(labelled) == 1:
        return labelled[0]
    clause = nearest(case.actual, worded)
    if clause is not None and is_get(clause) and listed(clause.condition.words) and lists(case):
        return None  # 缺检查记录 beside 有台账、有检查记录，两项齐全: each is looked at
    return clause if clause is not None and repeats(case.actual, words_of(clause, case.actual)) else None


def _is_label(actual: str, clause: Clause) -> bool:
    """优秀等次 beside 优秀≥90分得满分: the actual is the name of a tier of numbers."""
    label = clause.condition.words
    tier = isinstance(clause.effect, Award) and len(label) > 1 and actual.startswith(label)
    return tier and actual.removeprefix(label) in ("", "等次", "等级", "等", "级", "档", "档次")


def _tier(case: Case, tally: Tally, gets: list[Clause], seen: Seen, value: Decimal) -> bool:
    """The tier the value falls in; overlaps and gaps of the table are said, not smoothed."""
    lacking = [clause for clause in gets if besides(case, clause) is False]
    hits = [(clause, inside(clause.condition, value, seen.unit)) for clause in gets if clause not in lacking]
    hard = [clause for clause, hit in hits if hit]
    chosen = hard or [clause for clause, hit in hits if hit is None]
    reached = next((c for c in case.clauses if c.condition.kind == "met" and is_get(c)), None)
    awards = [*gets, reached] if reached is not None else gets
    full = max(case.share(c.effect.amount) for c in awards if isinstance(c.effect, Award))
    if not chosen:
        if reached is not None and meets(case, seen):  # 完成目标得满分，…，完成比例低于60%不得分
            earned = earned_share(case, reached)
            tally.earn(earned, f"{seen.said(case)}，达到目标：{reached}")
            return earned == ONE
        if _beyond_unsaid(case, gets, seen, value):
            _gap(case, tally, gets, seen, value)
            return False
        if _otherwise(case, tally, seen):
            return False
        short = next((c for c in lacking if inside(c.condition, value, seen.unit) is not False), None)
        if short is not None:
            tally.leave_open(f"“{short.condition.also}”没有达到，规则没有写得几分")
        elif reached is not None and not any(map(is_get, gets)):
            tally.leave_open("没有达到目标，也不属于规则所列的情形，得几分没有写明")
        else:
            _gap(case, tally, gets, seen, value)
        return False
    nested = all(
        is_get(c)
        and earned_share(case, c) < full
        and (c.condition.high is None or limit_value(c.condition.high, seen.unit) == value)
        for c in chosen
    )
    if nested and reached is not None and earned_share(case, reached) == full and meets(case, seen):
        chosen = [reached]  # 达到目标值得满分，完成80%以上得80%: the target is the nearest bound of all
    best = chosen[0] if len(chosen) == 1 else _narrowest(case, tally, chosen, seen.unit, value)
    earned = earned_share(case, best)
    if besides(case, best) is None:
        said = f"“{best.condition.also}”没有写明"
        if not wording.says_none(best.condition.also.lstrip("且并但同时而是")):
            tally.leave_open(said)
            return False
        tally.assume(f"{said}，按没有计", below=earned)
    tally.earn(earned, f"{seen.said(case)}，适用“{str(best).strip('，')}”")
    tally.settled = True  # <60%为0分 beside <95%按比例: the tier counts
    return is_get(best) and earned == full


def _beyond_unsaid(case: Case, gets: list[Clause], seen: Seen, value: Decimal) -> bool:
    """85% beside 90%-110%得满分，每超过1%扣1分: beyond the end of the only range that no step speaks of."""
    only = gets[0].condition if len(gets) == 1 else Condition()
    rest = [clause for clause in case.clauses if clause not in gets]
    steps = [
        c.effect.change for c in rest if isinstance(c.effect, PerStep) and c.effect.award.verb == "deduct"
    ]
    if not only.low or not only.high or only.low.quantity == only.high.quantity or len(steps) < len(rest):
        return False
    if value < limit_value(only.low, seen.unit):
        return set(steps) == {"rise"}
    return set(steps) == {"fall"}


def _narrowest(case: Case, tally: Tally, chosen: list[Clause], unit: Unit, value: Decimal) -> Clause:
    """Of several tiers that hold the value: one-sided ones nest (the nearest counts), two-sided overlap."""

    def nearness(clause: Clause) -> Decimal:
        return min(
            abs(value - limit_value(b, unit)) for b in (clause.condition.low, clause.condition.high) if b
        )

    shares = {earned_share(case, clause) for clause in chosen}
    nested = all((c.condition.low is None) != (c.condition.high is None) for c in chosen)
    equal = [
        c
        for c in chosen
        if c.condition.low and c.condition.high and c.condition.low.quantity == c.condition.high.quantity
    ]
    if equal:
        return equal[0]
    ends = {id(c): _end(c.condition, value, unit) for c in chosen}
    firm = [c for c in chosen if ends[id(c)] == "firm"]
    if len(firm) == 1 and all(ends[id(c)] == "soft" for c in chosen if c is not firm[0]):
        return firm[0]  # 5%-10%(含) beside 10%以上: the one that says so holds its end
    if len(shares) > 1 and not nested:
        tally.ambiguities.append(
            f"{plain(value)}{unit} 同时落在两档：{'；'.join(str(c).strip('，') for c in chosen)}"
        )
        lowest = [c for c in chosen if c.condition.low and limit_value(c.condition.low, unit) == value]
        if lowest:
            own = earned_share(case, lowest[0])
            said = f"{plain(value)}{unit} 在两档交界，按含下限计"
            tally.assume(said, own - min(shares), max(shares) - own)
            return lowest[0]
        top = max(shares)
        tally.leave_open("评分表两档重叠", ZERO, top - min(shares))
        return max(chosen, key=lambda clause: earned_share(case, clause))
    return min(chosen, key=nearness)


def _otherwise(case: Case, tally: Tally, seen: Seen) -> bool:
    """What the sentence says for the rest: 否则…, 未达到的…. False when it says nothing."""
    for clause in case.clauses:
        if clause.condition.kind not in ("else", "missed") or _in_part(case, seen, clause):
            continue
        effect = clause.effect
        if isinstance(effect, Award):
            tally.earn(earned_share(case, clause), f"{seen.said(case)}，{clause}")
            tally.settled = True
            return True
        if isinstance(effect, Discretion):
            tally.leave_open("未达到要求，扣多少由人酌定", *decided(case, effect))
            return True
        if isinstance(effect, Veto):
            tally.earn(ZERO, f"{seen.said(case)}，一票否决")
            return True
        return True  # a step or proportion, a change from the full mark: change() does it
    return any(
        isinstance(c.effect, Proportion)
        or (isinstance(c.effect, PerStep) and c.effect.award.verb == "deduct")
        for c in case.clauses
    )


def _in_part(case: Case, seen: Seen, clause: Clause) -> bool:
    """未完成不得分 beside 部分完成按比例得分: what was done in part is not 未完成."""
    part = any(
        isinstance(c.effect, Proportion) and c.condition.words.startswith(("部分", "未全部", "未完全"))
        for c in case.clauses
    )
    return part and isinstance(clause.effect, Award) and bool(seen.value and seen.value > 0)


def _gap(case: Case, tally: Tally, gets: list[Clause], seen: Seen, value: Decimal) -> None:
    """No tier holds the value and nothing is said for the rest."""
    lows = [limit_value(c.condition.low, seen.unit) for c in gets if c.condition.low]
    highs = [limit_value(c.condition.high, seen.unit) for c in gets if c.condition.high]
    below, above = (lows and value < min(lows)), (highs and value > max(highs))
    open_below, open_above = (
        any(c.condition.low is None for c in gets),
        any(c.condition.high is None for c in gets),
    )
    if not any(is_get(clause) for clause in gets):
        if any(find_quantities(c.condition.words) for c in case.clauses if c.condition.kind == "words"):
            tally.leave_open(
                "规则中另有写明数量的情形，对应哪一种不能确定"
            )  # 1项不符合得50%，2项及以上不得分
            return
        said = "规则只写了不得分或扣分的情形，其余按满分计"  # 投诉率超过1%不得分
        tally.assume(said, below=ONE)
        tally.say(f"{seen.said(case)}，不属于规则所列的情形 → 满分")
        return
    best_high = _top_is_best(gets, seen) if len(gets) > 1 else gets[0].condition.low is not None
    if (below and not open_below and best_high) or (above and not open_above and not best_high):
        tally.assume(
            "规则没有写其余情形，按不得分计", above=min(earned_share(case, clause) for clause in gets)
        )
        tally.earn(ZERO, f"{seen.said(case)}，不在任何一档，按不得分计")
        return
    shares = [earned_share(case, clause) for clause in gets]
    tally.ambiguities.append(f"评分表在 {plain(value)}{seen.unit} 处有空档")
    most = ONE - min(shares) if len(set(shares)) > 1 else ONE  # of one tier only: all or nothing
    tally.leave_open(f"评分表没有写 {plain(value)}{seen.unit} 得几分", ONE - max(shares), most)


def _top_is_best(gets: list[Clause], seen: Seen) -> bool:
    """Whether the table rises: then 102% beyond 90%-100% is not a zero."""

    def place(clause: Clause) -> tuple[Decimal, Decimal]:
        low, high = clause.condition.low, clause.condition.high
        return (
            limit_value(high, seen.unit) if high else FAR,
            limit_value(low, seen.unit) if low else -FAR,
        )

    ordered = sorted(gets, key=place)
    first, last = ordered[0].effect, ordered[-1].effect
    assert isinstance(first, Award) and isinstance(last, Award)
    return _worth(last) >= _worth(first)


def _worth(award: Award) -> Decimal:
    amount = award.amount
    size = FAR if amount.whole else (amount.points or ZERO) + (amount.share or ZERO)
    return size if award.verb == "get" else -size
