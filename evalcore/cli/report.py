"""What people read in the terminal: readings, passports, rules, loads and versions, in Chinese."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evalcore.loaders.read import FileReading
from evalcore.model import BASIS_LABELS, Evaluation, Result, Severity

if TYPE_CHECKING:
    from evalcore.loaders.load import LoadReport

BLANK = "—"
SEVERITY_LABELS = {Severity.RED: "红", Severity.YELLOW: "黄", Severity.INFO: "提示"}


def amount(value: Decimal | None) -> str:
    return BLANK if value is None else f"{value.normalize():f} 万元"


def rate(value: Decimal | None) -> str:
    return BLANK if value is None else f"{value * 100:.2f}%"


def points(value: Decimal | None) -> str:
    return BLANK if value is None else f"{value:.2f}"


def printed(value: Decimal | None) -> str:
    """A number as the form prints it, without trailing zeros."""
    return BLANK if value is None else f"{value.normalize():f}"


def reading(read: FileReading) -> str:
    """One file: its forms, a line each, with what reading was not sure of."""
    lines = [
        f"{read.file}（{read.format or '无法识别'}）：{len(read.forms)} 张表，{len(read.errors) + len(read.refused)} 处未能读取"
    ]
    for form in read.forms:
        lines.append(
            f"  {form.year or BLANK} 年　{form.department or form.unit or BLANK}　{form.project}　"
            f"指标 {len(form.indicators)} 项　自评 {printed(form.self_score)}"
        )
        lines += [f"    待核实 {doubt.place}：{doubt.message}" for doubt in form.read_findings]
    return "\n".join(lines)


def passport(evaluation: Evaluation, result: Result) -> str:
    """One form scored: money, three scores, indicators with their traces, findings."""
    budget = evaluation.budget
    total = result.total
    lines = [
        f"{evaluation.year or BLANK} 年　{evaluation.department or evaluation.unit or BLANK}　{evaluation.project}",
        f"  资金：年初 {amount(budget.initial)}，全年 {amount(budget.annual)}，执行 {amount(budget.executed)}；"
        f"执行率 {rate(budget.execution_rate)}，按年初预算 {rate(budget.initial_execution_rate)}，"
        f"预算调整率 {rate(budget.adjustment_rate)}",
    ]
    for movement in budget.movements:
        inferred = "（方向系推算）" if movement.inferred else ""
        party = f" {movement.counterparty}" if movement.counterparty else ""
        lines.append(f"    {movement.kind}{party} {movement.direction}{amount(movement.amount)}{inferred}")
    lines += [
        f"  自评 {printed(evaluation.self_score)} {evaluation.self_grade or ''}　复核 {printed(evaluation.review_score)}　"
        f"复算 {points(total.value)} {result.grade_text}，严格区间 [{total.low:.2f}, {total.high:.2f}]，"
        f"按规则核对 {rate(result.coverage)}，规则集 {result.rule_set}",
        *(f"  假定：{assumption}" for assumption in result.assumptions),
    ]
    if result.execution:
        lines.append(f"  预算执行率 {points(result.execution.value)}/{printed(result.execution_points)}")
    for indicator, full, score in zip(evaluation.indicators, result.points, result.scores, strict=True):
        lines.append(
            f"  {indicator.level3} {points(score.value)}/{printed(full)}（{BASIS_LABELS[score.basis]}）"
        )
        lines += [f"    {step.text}" for step in score.trace]
        if score.reason:
            lines.append(f"    {score.reason}")
    lines.append(f"  疑点 {len(result.findings)} 条，未检 {len(result.not_run)} 项")
    for finding in result.findings:
        place = f"（{finding.place}）" if finding.place else ""
        lines.append(f"    [{SEVERITY_LABELS[finding.severity]}] {finding.code} {finding.message}{place}")
    return "\n".join(lines)


def explanation(fields: dict[str, Any]) -> str:
    """What was understood of one scoring sentence (payload.explanation_fields)."""
    lines = [f"原文：{fields['text']}"]
    lines += [f"更正：“{one['raw']}”按“{one['fixed']}”理解（{one['why']}）" for one in fields["repairs"]]
    if not fields["is_rule"]:
        return "\n".join([*lines, "理解：不是目标，也不是评分规则"])
    kind = {"target": "目标", "rule": "评分规则"}[fields["kind"]]
    lines.append(f"理解（{kind}）：{fields['rule']}")
    lines.append(f"规则集：{fields['rule_set_name']}（{fields['rule_set']}）")
    lines += [f"假定：{assumption}" for assumption in fields["assumptions"]]
    return "\n".join(lines)


def load(outcome: LoadReport) -> str:
    """A line a file, then the sum."""
    lines = [str(line) for line in outcome.lines]
    published = (
        f"已发布版本 {outcome.version}"
        if outcome.published
        else f"没有新内容，仍为版本 {outcome.version or '（无）'}"
    )
    lines.append(
        f"共 {outcome.files} 个文件：入库 {outcome.loaded}，未入库 {outcome.rejected}；"
        f"{outcome.evaluations} 份评价，{outcome.indicators} 个指标，{outcome.findings} 个疑点"
        f"{f'，清单 {outcome.rows} 行' if outcome.rows else ''}。{published}"
    )
    return "\n".join(lines)


def version(fields: dict[str, Any]) -> str:
    """One version in one line."""
    mark = "（当前）" if fields["current"] else ""
    return (
        f"{fields['version']}{mark}　{fields['what']}　"
        f"{fields['evaluations']} 份评价，{fields['indicators']} 个指标，{fields['findings']} 个疑点"
    )
