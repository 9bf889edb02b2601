"""Rules as people write them: a target or scoring sentence, understood and applied to an actual.

`understand(text)` gives the compiled rule (cached); `judge(text, actual, rules=…)` applies it and never raises.
What a Judgement holds, and what the trace sums to, is told in judgement.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from evalcore.model import Basis, Step
from evalcore.scoring import achievement
from evalcore.scoring.judgement import ONE, ZERO, Judgement, Repair, Target
from evalcore.scoring.numbers import fold, half_up, plain, split_points
from evalcore.scoring.quantity import find_quantities
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.target import Reading, direction, placeholder, read_target, sentence

__all__ = ["Judgement", "Repair", "Rule", "Target", "judge", "understand"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text was understood to say. `kind`: target, rule or none."""

    kind: str
    sentence: str  # canonical; understand(sentence) is the same rule
    targets: tuple[Target, ...] = ()
    repairs: tuple[Repair, ...] = ()
    ambiguities: tuple[str, ...] = ()

    @property
    def is_rule(self) -> bool:
        return self.kind != "none"


def understand(text: str, *, actual_percent: bool = False) -> Rule:
    """The rule a text states. `actual_percent` tells that the actual is a percentage of at most 100 (OCR repair)."""
    return _understood(fold(text), actual_percent)


@lru_cache(maxsize=100_000)
def _understood(text: str, actual_percent: bool) -> Rule:
    reading: Reading = read_target(text, actual_percent)
    kind = "target" if reading.targets else "none"
    return Rule(
        kind, "；".join(map(sentence, reading.targets)), reading.targets, reading.repairs, reading.ambiguities
    )


def judge(
    text: str | None,
    actual: str | None,
    *,
    rules: RuleSet,
    points: Decimal | None = None,
    level1: str | None = None,
    level2: str | None = None,
    level3: str | None = None,
    rule_text: str | None = None,
) -> Judgement:
    """Score one actual against its target or rule text. Never raises; `points` is the weight, None when unknown."""
    said = fold(actual or "")
    rule = understand(text or "", actual_percent=_is_percent(said))
    judgement = _judge(rule, said, rules, fold(level1 or ""), fold(level2 or ""), fold(level3 or ""))
    judgement = replace(judgement, rule=rule.sentence, is_rule=rule.is_rule, repairs=rule.repairs)
    return _in_points(judgement, points)


def _is_percent(actual: str) -> bool:
    found = find_quantities(actual)
    return len(found) == 1 and found[0].quantity.is_percent and found[0].quantity.value <= 100


def _judge(rule: Rule, actual: str, rules: RuleSet, level1: str, level2: str, level3: str) -> Judgement:
    if not rule.is_rule:
        return achievement.needs_person("这段文字没有写出目标或评分规则")
    targets = [_in_context(target, level1, level2, level3) for target in rule.targets]
    if achievement.is_blank(actual):
        return replace(achievement.needs_person("实际完成值为空"), target=targets[0])
    judged = [_target(target, actual, rules) for target in targets]
    if len(judged) == 1:
        return replace(judged[0], target=targets[0])
    return replace(_together(judged), target=targets[0])


def _in_context(target: Target, level1: str, level2: str, level3: str) -> Target:
    """The target with the operator its indicator's name announces, and the direction its levels give."""
    if target.quantity is not None and not target.operator:
        operator, _unit = placeholder(level3)
        if operator:
            return replace(target, operator=operator, direction=-1 if operator in "≤<" else 1)
    if target.quantity is None or target.upper is not None:
        return target
    return replace(target, direction=direction(target, level1, level2, level3))


def _target(target: Target, actual: str, rules: RuleSet) -> Judgement:
    if target.quantity is not None:
        return achievement.against_quantity(target, actual, rules)
    if target.deadline is not None:
        return achievement.against_deadline(target, actual)
    return achievement.against_words(target, actual, rules)


def _together(judged: list[Judgement]) -> Judgement:
    """Several targets in one cell: full when all are met; how they weigh against each other is not said."""
    low, high = min(one.low for one in judged), max(one.high for one in judged)
    trace = tuple(step for one in judged for step in one.trace)
    if all(one.ratio == ONE for one in judged):
        basis = Basis.RULE if all(one.basis is Basis.RULE for one in judged) else Basis.TEXT
        return replace(judged[0], ratio=ONE, low=low, high=ONE, basis=basis, trace=trace, met=True)
    short = [one for one in judged if one.ratio != ONE]
    if (
        len(short) == 1
        and short[0].ratio is not None
        and len(judged) == 2
        and any(one.actual is None for one in judged)
    ):
        return replace(short[0], low=low, trace=trace)
    return replace(achievement.needs_person("一格中有几个目标，各占多少没有写明", low, high), met=False)


def _in_points(judgement: Judgement, points: Decimal | None) -> Judgement:
    """Turn the trace's shares of the weight into points that sum exactly to the points lost."""
    if points is None or judgement.ratio is None:
        return judgement
    lost = points - half_up(judgement.ratio * points)
    score = Step(f"得 {plain(points - lost)}/{plain(points)} 分")
    if not judgement.trace:
        return replace(judgement, trace=(replace(score, lost=lost),))
    sign = -1 if lost < 0 else 1
    parts = split_points(
        abs(lost), [abs(step.lost) if step.lost * sign > 0 else ZERO for step in judgement.trace]
    )
    trace = [replace(step, lost=part * sign) for step, part in zip(judgement.trace, parts, strict=True)]
    return replace(judgement, trace=(*trace, score))
