"""Formulas of a scoring sentence worked out from what an actual states: 达标个数/全部个数, 1-超支率."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, all_bounds
from evalcore.scoring.clause import Proportion
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import Quantity, match_quantity
from evalcore.scoring.tally import Tally

_DIVISOR = re.compile(r"\(?[^\d/()*]+/\s?(?=\d)")


def divisor(effect: Proportion) -> Quantity | None:
    """(考核得分/50)*15, 新增就业人数/2000人: the number, above 0 and no percentage, that the actual is divided by."""
    lead = _DIVISOR.match(effect.of) if effect.formula else None
    found = match_quantity(effect.of, lead.end()) if lead else None
    if found is None or effect.of[found.end :].strip(")") or found.quantity.is_percent:
        return None
    return found.quantity if found.quantity.value > 0 else None


_LINEAR = re.compile(  # (满意度-60%)/(90%-60%), (X-60%)/40%
    r"\(?[^\d()/*+-]+-(?P<start>\d+(?:\.\d+)?)%?\)?/(?:\((?P<end>\d+(?:\.\d+)?)%?-(?P=start)%?\)|(?P<span>\d+(?:\.\d+)?)%?)"
)


def linear(effect: Proportion, value: Decimal) -> Decimal | None:
    """What (满意度-60%)/(90%-60%) comes to, where the measure is the only one in it; None for another formula. A 1 beside
    percentages (1-60%) is all of them."""
    found = _LINEAR.fullmatch(effect.of.strip("[]")) if effect.formula else None
    if found is None:
        return None
    start = Decimal(found["start"])
    end = Decimal(found["end"] or 0)
    end = Decimal(100) if end == 1 < start else end
    span = Decimal(found["span"]) if found["span"] else end - start
    return min(max((value - start) / span, ZERO), ONE) if span > 0 else None


def _proportions(case: Case) -> list[Proportion]:
    return [clause.effect for clause in case.clauses if isinstance(clause.effect, Proportion)]


def fraction(case: Case) -> Judgement | None:
    """达到预期值的指标个数 ÷ 全部指标个数, where the actual says how many of how many."""
    if not any("个数" in effect.of for effect in _proportions(case)):
        return None
    said = re.search(r"(\d+)[^\d，,；;、]{0,6}(?:中|里|，)[^\d，,；;]{0,4}(\d+)([^，,；;]*)", case.actual)
    if said is None:
        if re.match(r"全部|均|都", case.actual) and wording.claim(case.actual) in (
            wording.MET,
            wording.SILENT,
        ):
            tally = Tally()
            tally.worded.append(f"“{case.actual}”表示全部达到")
            tally.earn(ONE, f"“{case.actual}” → 满分")
            return tally.judgement()
        return needs_person("实际完成值没有写明达标个数与总个数")
    whole, part = Decimal(said[1]), Decimal(said[2])
    rest = re.search(r"其余(?:均|都|全部)?(?:达标|达到|完成)", case.actual)
    if whole == 0 or part > whole:
        return needs_person("实际完成值的个数不能相除")
    if rest or wording.claim(said[3]) == wording.UNMET:
        part = whole - part
    tally = Tally()
    tally.earn(part / whole, f"达标 {plain(part)} 个 ÷ 全部 {plain(whole)} 个")
    return tally.judgement()


_COMPLEMENT = re.compile(r"\(?(?:1|100%)-(?P<rate>[^\d()/*+-]+)\)?")


def complement(case: Case) -> Judgement | None:
    """得分=(1-超支率)*分值, where the actual names that rate: 超支率10% → 90 %. A bare 10% may be either."""
    only = _proportions(case)[0] if len(_proportions(case)) == 1 and not all_bounds(case.clauses) else None
    formula = _COMPLEMENT.fullmatch(only.of) if only is not None and only.formula else None
    if only is None or formula is None:
        return None
    said = re.search(rf"{re.escape(formula['rate'])}(?:约?为|是|达到?|[:：=])?\s?(?=[-+]?\d)", case.actual)
    found = match_quantity(case.actual, said.end()) if said else None
    if said is None or found is None or not found.quantity.is_percent:
        if len(case.clauses) > 1:
            return None  # 未超支: another clause may hold it
        return needs_person(f"算式“{only.of}”要由人代入计算")
    rate = found.quantity.value * found.quantity.unit.scale / 100
    ratio = min(max(ONE - rate, ZERO), ONE)
    tally = Tally()
    tally.earn(ratio, f"{only.of}=1-{plain(rate)} → 得 {plain(half_up(ratio * 100))}%")
    if case.assumed:
        tally.assumed.append(case.assumed)
    return tally.judgement()
