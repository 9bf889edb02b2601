"""The JSON of one form, as `evalcore read` prints it: keys of the reference forms' .expected.json."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evalcore.model import Evaluation, Indicator, MovementKind

_TRANSFERS = (MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def form_fields(evaluation: Evaluation) -> dict[str, Any]:
    """Values as printed, null = blank; amounts in 万元, rates as ratios, level names without points."""
    budget = evaluation.budget
    fields: dict[str, Any] = {
        "project": evaluation.project,
        "department": evaluation.department,
        "unit": evaluation.unit,
        "year": evaluation.year,
        "money_unit_in_file": budget.unit_in_file,
        "budget_initial_wan": _number(budget.initial),
        "budget_annual_wan": _number(budget.annual),
        "executed_wan": _number(budget.executed),
        "execution_rate": _number(budget.printed_rate),
        "total_score": _number(evaluation.self_score),
        "total_weight": _number(evaluation.total_points),
        "grade": evaluation.self_grade,
        "indicators": [_indicator_fields(indicator) for indicator in evaluation.indicators],
    }
    if evaluation.submitted is not None:
        fields["date"] = evaluation.submitted.isoformat()
    added = [movement.amount for movement in budget.movements if movement.kind is MovementKind.ADDED]
    transferred = [movement.amount for movement in budget.movements if movement.kind in _TRANSFERS]
    if added:
        fields["budget_added_wan"] = float(sum(added))
    if transferred:
        fields["budget_transferred_wan"] = float(sum(transferred))
    if budget.movements:
        fields["budget_movements"] = [
            {
                "kind": movement.kind.value,
                "amount_wan": float(movement.amount),
                "direction": movement.direction,
                "inferred": movement.inferred,
                **({"counterparty": movement.counterparty} if movement.counterparty else {}),
            }
            for movement in budget.movements
        ]
    return fields


def _indicator_fields(indicator: Indicator) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "level1": indicator.level1 or None,
        "level1_raw": indicator.level1_raw or indicator.level1 or None,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "target": indicator.target,
        "actual": indicator.actual,
        "weight": _number(indicator.points),
        "score": _number(indicator.self_score),
        "deviation": indicator.deviation_note,
    }
    if indicator.sub_row:
        fields["sub_row"] = True
    if indicator.shared_score_group is not None:
        fields["shared_score_group"] = indicator.shared_score_group
    return fields
