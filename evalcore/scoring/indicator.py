"""One row of a form, scored: the judgement of its texts turned into points, with a trace that adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from evalcore.model import Basis, Budget, Indicator, Score, Step
from evalcore.scoring.execution import score_execution
from evalcore.scoring.judgement import Judgement
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import fold, half_up
from evalcore.scoring.rule import judge
from evalcore.scoring.rule_set import RuleSet

ZERO = Decimal(0)
_FINE = Decimal(1).scaleb(-12)
_PLAIN_RATE = re.compile(r"(?:[≥>=]|>=)*\s*\d+(?:\.\d+)?%(?:以上|及以上)?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)%")


def judge_indicator(
    indicator: Indicator, points: Decimal | None, rules: RuleSet, year: int | None = None
) -> Judgement | None:
    """How the row's actual stands against its target and rule; None for rows that are not judged by texts.

    year: the evaluated one."""
    if points is None or indicator.sub_row or level1_kind(indicator.level1) == "execution":
        return None
    return judge(
        indicator.target,
        indicator.actual,
        rules=rules,
        points=points,
        level1=indicator.level1,
        level2=indicator.level2,
        level3=indicator.level3,
        rule_text=indicator.rule,
        year=year,
    )


def score_indicator(
    indicator: Indicator, points: Decimal | None, judged: Judgement | None, budget: Budget, rules: RuleSet
) -> Score:
    """Points of one row from its judgement. Rows without points (or 其中 rows) count for nothing: 0 of 0."""
    if points is None or indicator.sub_row:
        return Score(ZERO, ZERO, ZERO, Basis.RULE, (), "不计分")
    if judged is None:
        return score_execution(budget, points, rules)
    if not (indicator.actual or "").strip():
        reason = "未填完成值，需人工认定"
        return Score(None, ZERO, points, Basis.JUDGEMENT, (Step(reason),), reason, judged.rule)
    if is_misfilled(indicator, judged):
        reason = "完成值疑为误填分值，需人工认定"
        return Score(None, ZERO, points, Basis.JUDGEMENT, (Step(reason),), reason, judged.rule)
    low, high = _points(judged.low, points, rules), _points(judged.high, points, rules)
    if judged.ratio is None:
        steps = tuple(Step(step.text) for step in judged.trace)
        return Score(None, low, high, Basis.JUDGEMENT, steps, judged.reason, judged.rule)
    stepped = _satisfaction(indicator, points, rules) if judged.is_rule else None
    if stepped is not None:
        return stepped
    over = _over_achieved(judged, points, rules)
    if over is not None:
        return over
    value = _points(judged.ratio, points, rules)
    lost = points - value
    losses = spread(lost, [step.lost for step in judged.trace])
    trace = tuple(Step(step.text, loss) for step, loss in zip(judged.trace, losses, strict=True))
    if not trace:
        trace = (Step(judged.reason or judged.rule or "按规则计分", lost),)
    return Score(value, min(low, value), max(high, value), judged.basis, trace, judged.reason, judged.rule)


def is_misfilled(indicator: Indicator, judged: Judgement | None) -> bool:
    """Whether the actual is the row's points: bare, equal to points and score, not what the target counts."""
    target = judged.target.quantity if judged is not None and judged.target is not None else None
    bare = re.fullmatch(r"(\d+(?:\.\d+)?)分?", fold(indicator.actual or "").strip())
    if target is None or bare is None or not target.unit.name or target.unit.name == "分":
        return False
    value = Decimal(bare[1])
    return value != target.value and value == indicator.points == indicator.self_score


def _points(ratio: Decimal, points: Decimal, rules: RuleSet) -> Decimal:
    if ratio == 1:
        return points
    # A ratio of 28 digits (1/12 = 0.08333…3) must not pull an exact half below itself: 12 places first.
    return half_up((points * ratio).quantize(_FINE, rounding=ROUND_HALF_UP), rules.decimals)


def spread(total: Decimal, raw: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`total` over parts in proportion to `raw` (any scale), in 0.01 by largest remainder, summing exactly.

    What is not a whole number of 0.01 goes to the last part that takes anything away.
    """
    if not raw:
        return ()
    whole = sum(raw, ZERO)
    if whole == 0:
        last = len(raw) - 1
        return tuple(total if index == last else ZERO for index in range(len(raw)))
    cent = Decimal("0.01")
    exact = [total * part / whole for part in raw]
    parts = [part.quantize(cent, rounding=ROUND_FLOOR) for part in exact]
    left = int((total - sum(parts, ZERO)) / cent)
    order = sorted(range(len(raw)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[:left]:
        parts[index] += cent
    last = max(index for index, part in enumerate(raw) if part != 0)
    parts[last] += total - sum(parts, ZERO)
    return tuple(parts)


def _over_achieved(judged: Judgement, points: Decimal, rules: RuleSet) -> Score | None:
    """A rule set's table for actuals far beyond a positive target; most sets have none."""
    rate, target = judged.achievement, judged.target
    if rate is None or target is None or target.direction <= 0:
        return None
    for row in rules.over_achievement:
        if rate > row.beyond:
            value = _points(row.share, points, rules)
            rule = f"完成率超过 {row.beyond:.0%} 得分值的 {row.share:.0%}"
            text = f"完成率 {half_up(rate * 100)}%，规则集 {rules.id}：{rule}，得 {value}/{points}"
            return Score(value, value, value, Basis.RULE, (Step(text, points - value),), "", rule)
    return None


def _satisfaction(indicator: Indicator, points: Decimal, rules: RuleSet) -> Score | None:
    """Stepped satisfaction of a rule set, where the form gives a plain rate and no rule of its own."""
    if not rules.satisfaction_steps or indicator.rule:
        return None
    if level1_kind(indicator.level1) != "satisfaction" and level1_kind(indicator.level2) != "satisfaction":
        return None
    if not _PLAIN_RATE.fullmatch(fold(indicator.target or "").strip()):
        return None
    actual = _RATE.search(fold(indicator.actual or ""))
    if actual is None:
        return None
    rate = Decimal(actual[1]) / 100
    share = next((step.share for step in rules.satisfaction_steps if rate >= step.at_least), ZERO)
    value = _points(share, points, rules)
    text = f"满意度 {actual[0]}，规则集 {rules.id} 分档得分值的 {share:.0%}，得 {value}/{points}"
    canonical = "满意度" + "，".join(
        f"{step.at_least:.0%}及以上得{step.share:.0%}" for step in rules.satisfaction_steps
    )
    return Score(value, value, value, Basis.RULE, (Step(text, points - value),), "", canonical)
