"""JSON objects of the command line's contract. Others rely on these keys: add, never rename."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evalcore.errors import LoadError
from evalcore.loaders.payload import form_fields
from evalcore.loaders.read import FileReading
from evalcore.model import Evaluation, Finding, Result, Score, Step
from evalcore.scoring.rule import Judgement, assumptions, understand
from evalcore.scoring.rule_set import RuleSet

if TYPE_CHECKING:
    import pandas as pd

    from evalcore.loaders.load import LoadReport
    from evalcore.store.version import Version

Json = dict[str, Any]

UNDECIDED = "待认定"


def number(value: Decimal | None, places: int | None = None) -> float | None:
    """A JSON number; None stays None (missing is never 0)."""
    if value is None:
        return None
    return float(value if places is None else round(value, places))


def trace_lines(trace: tuple[Step, ...]) -> list[str]:
    """Plain Chinese, one step a line, with the points it takes where it takes any."""
    return [step.text for step in trace]


def error_fields(error: LoadError) -> Json:
    return {"place": error.place, "value": error.value, "message": error.message, "remedy": error.remedy}


def reading_fields(reading: FileReading) -> Json:
    """One line of `evalcore read`."""
    return {
        "file": reading.file,
        "format": reading.format,
        "forms": [form_fields(form) for form in reading.forms],
        "errors": [error_fields(error) for error in (*reading.errors, *reading.refused)],
    }


def judgement_fields(judgement: Judgement) -> Json:
    """One line of `evalcore rules`: shares of the weight."""
    return {
        "ratio": number(judgement.ratio),
        "ratio_low": number(judgement.low),
        "ratio_high": number(judgement.high),
        "basis": judgement.basis.value,
        "is_rule": judgement.is_rule,
        "rule": judgement.rule,
        "trace": trace_lines(judgement.trace),
        "reason": judgement.reason,
    }


def explanation_fields(text: str, rules: RuleSet) -> Json:
    """`evalcore rules --explain`: what a text was understood to say, and under which rule set; no actual is judged."""
    rule = understand(text)
    return {
        "text": text,
        "is_rule": rule.is_rule,
        "kind": rule.kind,
        "rule": rule.sentence,
        "rule_set": rules.id,
        "rule_set_name": rules.name,
        "assumptions": list(assumptions(rule, rules)),
        "repairs": [{"raw": one.raw, "fixed": one.fixed, "why": one.why} for one in rule.repairs],
    }


def score_fields(evaluation: Evaluation, result: Result) -> Json:
    """One form of `evalcore score`: rates are ratios, scores are points."""
    budget = evaluation.budget
    return {
        "project": evaluation.project,
        "year": evaluation.year,
        "execution_rate": number(budget.execution_rate, 6),
        "initial_execution_rate": number(budget.initial_execution_rate, 6),
        "adjustment_rate": number(budget.adjustment_rate, 6),
        "self_score": number(evaluation.self_score),
        "self_grade": evaluation.self_grade,
        "review_score": number(evaluation.review_score),
        "recomputed": number(result.total.value),
        "recomputed_low": number(result.total.low),
        "recomputed_high": number(result.total.high),
        "grade": result.grade.value if result.grade else None,
        "grade_strict": result.grade_strict.value if result.grade_strict else UNDECIDED,
        "grade_text": result.grade_text,
        "judged_points": number(result.judged_points),
        "coverage": number(result.coverage, 6),
        "assumptions": list(result.assumptions),
        "movements": [
            {
                "kind": movement.kind.value,
                "amount_wan": number(movement.amount),
                "direction": movement.direction,
                "inferred": movement.inferred,
                "counterparty": movement.counterparty,
            }
            for movement in budget.movements
        ],
        "rule_set": result.rule_set,
        "execution": score_part(result.execution_points, result.execution) if result.execution else None,
        "indicators": [
            {"level3": indicator.level3, **score_part(points, score)}
            for indicator, points, score in zip(
                evaluation.indicators, result.points, result.scores, strict=True
            )
        ],
        "findings": [finding_fields(finding) for finding in result.findings],
        "not_run": list(result.not_run),
    }


def score_part(points: Decimal | None, score: Score) -> Json:
    return {
        "points": number(points),
        "value": number(score.value),
        "low": number(score.low),
        "high": number(score.high),
        "basis": score.basis.value,
        "trace": trace_lines(score.trace),
    }


def finding_fields(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": finding.place,
    }


def load_fields(report: LoadReport) -> Json:
    """The one object of `evalcore load`."""
    keys = ("version", "files", "loaded", "rejected", "evaluations", "indicators", "findings")
    return {key: getattr(report, key) for key in keys}


def version_fields(version: Version, history: pd.DataFrame, current: Version | None) -> Json:
    """One line of `evalcore versions`; `history` is the version's own load history, latest first."""
    made = history.iloc[0]
    counts = ("files", "loaded", "rejected", "evaluations", "indicators", "findings")
    return {
        "version": version.id,
        "published": version.published.isoformat(),
        "what": str(made["what"]),
        "current": version == current,
        **{name: int(made[name]) for name in counts},
    }
