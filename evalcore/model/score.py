"""A score that carries its certainty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """What a score rests on (domain.md §3)."""

    RULE = "rule"
    TEXT = "judged from text"
    ASSUMED = "assumed"
    JUDGEMENT = "needs judgement"


BASIS_LABELS: dict[Basis, str] = {
    Basis.RULE: "按规则",
    Basis.TEXT: "文本判定",
    Basis.ASSUMED: "按假定",
    Basis.JUDGEMENT: "需人工认定",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace: a plain Chinese sentence and the points it takes away (0 for a statement, < 0 for a bonus)."""

    text: str
    lost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Score:
    """Points: `value` is shown (None: a person must judge), [low, high] is the strict interval.

    Where value is not None, points - value == Σ step.lost exactly (0.01 points).
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    basis: Basis
    trace: tuple[Step, ...] = ()
    reason: str = ""  # why a person must judge, or what was assumed (Chinese; "" when nothing)
    rule: str = ""  # canonical sentence of the rule that was applied
