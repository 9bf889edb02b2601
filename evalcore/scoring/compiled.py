"""Rules compiled to functions of a number, for scoring many indicators under one rule.

compiled() gives value → share of the weight. Rules that are constant between breakpoints (tiers, whole steps) become
a table and a bisection; plain targets and proportions a closure; what is left goes through the engine without
parsing. Each is the engine's own answer: tests prove them equal.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from itertools import pairwise

from evalcore.scoring import achievement, formula
from evalcore.scoring.apply import at_value, capped, is_absolute, is_numeric, main_unit, without_base
from evalcore.scoring.case import Case, Seen, all_bounds, is_get, limit_value, measured_from
from evalcore.scoring.clause import ABOVE, BELOW, Award, PerStep, Proportion, Ranks
from evalcore.scoring.completion import in_amounts
from evalcore.scoring.deviation import sided
from evalcore.scoring.full_mark import prepared
from evalcore.scoring.joined import joint
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.numbers import fold, plain
from evalcore.scoring.quantity import Unit, converted
from evalcore.scoring.questions import unanswered
from evalcore.scoring.rule import Rule, contextual, settled
from evalcore.scoring.rule_set import RuleSet, SameRules
from evalcore.scoring.subjects import subjects

Scorer = Callable[[Decimal], Decimal | None]
MOST_STEPS = 400  # a longer staircase is not worth a table


def compiled(
    text: str,
    *,
    rules: RuleSet,
    points: Decimal | None = None,
    level1: str = "",
    level2: str = "",
    level3: str = "",
    rule_text: str = "",
) -> Scorer:
    """The rule as a function: the actual's number, in the rule's own unit → share of the weight (None: a person)."""
    return _compiled(text, SameRules(rules), points, (level1, level2, level3), rule_text)


@lru_cache(maxsize=4096)
def _compiled(
    text: str, key: SameRules, points: Decimal | None, levels: tuple[str, str, str], rule_text: str
) -> Scorer:
    rule, aim = settled(text, rule_text, levels)
    if rule.scoring is None:
        return _target(rule, levels, key.rules)
    case, problem = prepared(rule.scoring, "", key.rules, points, aim)
    case = in_amounts(case)
    scoring = rule.scoring
    if any(clause.condition.also for clause in scoring.clauses):
        return _nobody
    if (
        problem
        or scoring.unread
        or without_base(scoring)
        or not is_numeric(scoring)
        or len(subjects(scoring, points)) > 1
    ):
        return _nobody
    asked = fold(f"{text} {rule_text} {levels[2]}")
    if _asks_more(case) or unanswered(asked, _told(case, ONE, main_unit(case)).actual):
        return _nobody
    return _sentence(case)


def _asks_more(case: Case) -> bool:
    """Whether one number is not all the sentence asks: several requirements, ranks, so many of so many."""
    told = _told(case, ONE, main_unit(case))
    ranks = any(isinstance(clause.effect, Ranks) for clause in case.clauses)
    return ranks or bool(joint(told) or formula.fraction(told) or formula.complement(told))


def _told(case: Case, value: Decimal, unit: Unit) -> Case:
    """The case whose actual is that number: what a step counts is read from its words."""
    return replace(case, actual=f"{plain(value)}{unit}")


def _nobody(value: Decimal) -> Decimal | None:
    """Words decide, or something the number does not hold: a person must judge."""
    return None


def _target(rule: Rule, levels: tuple[str, str, str], rules: RuleSet) -> Scorer:
    if len(rule.targets) != 1 or rule.targets[0].quantity is None:
        return _nobody
    target = contextual(rule.targets[0], *levels)
    assert target.quantity is not None
    goal = target.quantity.value
    if target.upper is not None or goal <= 0 or not target.direction:
        return lambda value: achievement.against_value(target, value, rules).ratio
    if target.direction > 0:
        return _rising(goal)
    return _falling(goal) if rules.reverse_method == "linear" else _falling_by_ratio(goal)


def _rising(goal: Decimal) -> Scorer:
    return lambda value: ONE if value >= goal else value / goal if value > 0 else ZERO


def _falling(goal: Decimal) -> Scorer:
    return lambda value: ONE if value <= goal else max(ONE - (value - goal) / goal, ZERO)


def _falling_by_ratio(goal: Decimal) -> Scorer:
    return lambda value: ONE if value <= goal else goal / value


def _sentence(case: Case) -> Scorer:
    unit = main_unit(case)

    absolute = is_absolute(case)

    def ask(value: Decimal) -> Decimal | None:
        own, at = sided(_told(case, value, unit), abs(value) if absolute else value)
        return capped(own, at_value(own, Seen(unit, at))).ratio

    edges = _edges(case, unit)
    if edges is None or absolute or sided(case, ONE)[0] is not case:
        return ask
    points = sorted(set(edges))
    at = [ask(point) for point in points]
    spans = [
        _span(ask, low, high, case, unit) for low, high in pairwise([points[0] - 3, *points, points[-1] + 3])
    ]

    def look(value: Decimal) -> Decimal | None:
        place = bisect_left(points, value)
        if place < len(points) and points[place] == value:
            return at[place]
        between = spans[place]
        return between(value) if callable(between) else between

    return look


def _span(ask: Scorer, low: Decimal, high: Decimal, case: Case, unit: Unit) -> Scorer | Decimal | None:
    """What an open interval gives: one share, or a proportion of the goal, or the engine's own answer."""
    inner = [low + (high - low) / 3, low + (high - low) * 2 / 3]
    shares = [ask(value) for value in inner]
    if shares[0] == shares[1]:
        return shares[0]  # every edge is known, so what is equal inside is constant
    goal = next(
        (measured_from(case, c, unit) for c in case.clauses if isinstance(c.effect, Proportion)), None
    )
    if goal and shares == [max(value / goal, ZERO) for value in inner]:
        return lambda value: max(value / goal, ZERO)
    return ask


def _two_ended(case: Case) -> bool:
    """90%-110%得满分，每偏离1%扣…: what a step is measured from depends on the side the value is on."""
    gets = [clause.condition for clause in case.clauses if is_get(clause)]
    return any(one.low and one.high and one.low.quantity != one.high.quantity for one in gets)


def _edges(case: Case, unit: Unit) -> list[Decimal] | None:
    """Every value where the share may change, or None when it changes between them too."""
    if any(clause.condition.kind in (ABOVE, BELOW) for clause in case.clauses):
        return None
    edges = [limit_value(bound, unit) for bound in all_bounds(case.clauses)]
    if any(clause.condition.kind == "met" for clause in case.clauses):
        aims = (case.aim.quantity, case.aim.upper) if case.aim else ()
        edges += [goal for aim in aims if aim is not None and (goal := converted(aim, unit)) is not None]
        edges += [Decimal(100)] if unit.dimension == "percent" else []
    for clause in case.clauses:
        effect = clause.effect
        if isinstance(effect, Award):
            continue
        if isinstance(effect, Proportion) and clause.condition.kind != "range":
            edges.extend([ZERO, measured_from(case, clause, unit) or Decimal(100)])
            continue
        method = case.scoring.partial or case.rules.partial_step
        if not isinstance(effect, PerStep) or method == "linear" or _two_ended(case):
            return None
        start = measured_from(case, clause, unit)
        share = case.share(effect.award.amount)
        if (
            start is None
            or share <= 0
            or effect.change not in ("fall", "rise")
            or effect.award.verb != "deduct"
        ):
            return None
        size = effect.size.value
        if effect.size.is_percent and unit.dimension != "percent":
            size = size * start / 100
        count = int((ONE / share).to_integral_value(ROUND_CEILING)) + 1
        if count > MOST_STEPS or size <= 0 or effect.size.unit.scale != unit.scale:
            return None
        sign = -1 if effect.change == "fall" else 1
        edges.extend(start + sign * size * step for step in range(count + 1))
    return edges or None
