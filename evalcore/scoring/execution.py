"""Points of the 预算执行率 row."""

from __future__ import annotations

from decimal import Decimal

from evalcore.model import Basis, Budget, Score, Step
from evalcore.scoring.numbers import half_up
from evalcore.scoring.rule_set import ExecutionRule, RuleSet

_DENOMINATORS = {"annual": "全年预算数", "initial": "年初预算数"}


def execution_rate(budget: Budget, rule: ExecutionRule) -> Decimal | None:
    """The rate the rule set asks for; None where its budget is zero or missing."""
    return budget.execution_rate if rule.denominator == "annual" else budget.initial_execution_rate


def score_execution(budget: Budget, points: Decimal, rules: RuleSet) -> Score:
    """Points earned by the execution row. Without a budget there is no rate, and a person must judge."""
    rate = execution_rate(budget, rules.execution)
    denominator = _DENOMINATORS[rules.execution.denominator]
    canonical = _sentence(rules.execution, denominator)
    if rate is None:
        reason = f"{denominator}为零或缺失，不计算执行率，执行率得分需人工认定"
        return Score(None, Decimal(0), points, Basis.JUDGEMENT, (Step(reason),), reason, canonical)
    share = min(max(rate, Decimal(0)), Decimal(1))
    if rules.execution.steps:
        share = next((step.share for step in rules.execution.steps if rate >= step.at_least), Decimal(0))
    value = points if share == 1 else half_up(points * share, rules.decimals)
    shown = f"{half_up(rate * 100, 2)}%"
    text = f"执行率 {shown}（全年执行数 ÷ {denominator}），{canonical}，得 {value}/{points}"
    return Score(value, value, value, Basis.RULE, (Step(text, points - value),), "", canonical)


def _sentence(rule: ExecutionRule, denominator: str) -> str:
    if not rule.steps:
        return f"执行数 ÷ {denominator} × 分值，不超过分值"
    parts = [f"{step.at_least:%}及以上得分值的 {step.share:%}" for step in rule.steps]
    return "执行率 " + "，".join(part.replace(".00", "") for part in parts)
