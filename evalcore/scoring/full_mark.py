"""What a sentence's amounts are shares of: the full mark it states itself, or the points of the row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evalcore.scoring.assembly import Scoring
from evalcore.scoring.case import Case
from evalcore.scoring.checklist import is_checklist
from evalcore.scoring.clause import Amount, Award, PerStep
from evalcore.scoring.distance import of_target
from evalcore.scoring.judgement import ZERO, Target
from evalcore.scoring.numbers import plain
from evalcore.scoring.rule_set import RuleSet


def adds(effect: object) -> bool:
    award = effect.award if isinstance(effect, PerStep) else effect
    return isinstance(award, Award) and award.verb == "add"


def prepared(
    scoring: Scoring, actual: str, rules: RuleSet, points: Decimal | None, aim: Target | None
) -> tuple[Case, str]:
    """The case of a sentence and an actual, and why it cannot be judged ("" when it can)."""
    scoring = of_target(scoring, aim)
    stated = scoring.weight or stated_full(scoring, points)
    if stated and points and stated + _most_added(scoring) == points:
        stated = points  # 完成任务得8分，超额…加分不超过2分, of 10: the rest is what may be added
    case = Case(scoring, actual, rules, stated or points, aim)
    added = [
        c.effect.amount.points for c in scoring.clauses if adds(c.effect) and isinstance(c.effect, Award)
    ]
    if stated and points and added and stated < points == stated + sum(one or ZERO for one in added):
        return case, "加分是否算在该指标分值之内没有写明"  # 优良率≥90%得4分，获国家级表彰的加1分, of 5
    if case.weight == 0 or (case.weight is None and _in_points(scoring)):
        return case, "规则按分数计，但不知道该指标的分值"
    if stated and points and stated != points:
        said = f"规则写明的满分 {plain(stated)} 分与分值 {plain(points)} 分不一致，按规则满分折算"
        case = replace(case, assumed=said)
    return case, ""


def _most_added(scoring: Scoring) -> Decimal:
    """The most points a sentence adds, where it says so; 0 otherwise."""
    limits = [*scoring.limits, *(clause.limit for clause in scoring.clauses if clause.limit)]
    return sum((one.amount.points or ZERO for one in limits if one.kind == "add"), ZERO)


def _in_points(scoring: Scoring) -> bool:
    def amount(effect: object) -> Amount | None:
        if isinstance(effect, PerStep):
            return effect.award.amount
        return effect.amount if isinstance(effect, Award) else None

    amounts = [amount(clause.effect) for clause in scoring.clauses]
    return any(one is not None and bool(one.points) for one in amounts)


def stated_full(scoring: Scoring, points: Decimal | None) -> Decimal | None:
    """The full mark the sentence itself states: its highest tier, the sum of its checklist, or 最多得10分."""
    most = next((limit.amount.points for limit in scoring.limits if limit.kind == "capped"), None)
    if most and most == points:
        return most
    gets = [
        c
        for c in scoring.clauses
        if isinstance(c.effect, Award) and c.effect.verb == "get" and c.effect.amount.points
    ]
    if any(c.effect == Award("get", Amount(whole=True)) for c in scoring.clauses):
        return None
    amounts = [c.effect.amount.points for c in gets if isinstance(c.effect, Award) and c.effect.amount.points]
    if not amounts:
        return None
    worded = all(c.condition.kind in ("words", "always", "met") for c in gets)
    if worded and len(gets) > 1 and is_checklist(gets, points):
        return sum(amounts, ZERO)
    return max(amounts)
