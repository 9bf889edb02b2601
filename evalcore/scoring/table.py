"""Faults of a tier table itself, whatever the actual: tiers that overlap, values no tier holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from evalcore.scoring.case import FAR
from evalcore.scoring.clause import Amount, Award, Clause, PerStep, Proportion
from evalcore.scoring.numbers import plain
from evalcore.scoring.quantity import CONTINUOUS, Unit, converted


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal
    amount: Amount
    text: str

    @property
    def closed(self) -> bool:
        return abs(self.low) < FAR and abs(self.high) < FAR


def faults(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """Sentences about overlaps and gaps; () for a sound table, or where steps or 否则 cover the rest."""
    tiers = [c for c in clauses if isinstance(c.effect, Award) and c.condition.kind == "range"]
    if len(tiers) < 2 or len({c.condition.words for c in tiers if c.condition.words}) > 1:
        return ()
    bounds = [b for c in tiers for b in (c.condition.low, c.condition.high) if b]
    unit = next((b.quantity.unit for b in bounds if b.quantity.unit.name), Unit())
    if any(converted(b.quantity, unit) is None for b in bounds):
        return ()
    spans = [_span(clause, unit) for clause in tiers]
    said = [
        f"评分表两档重叠：{one.text}；{other.text}"
        for one, other in combinations(spans, 2)
        if (one.closed or other.closed)
        and one.amount != other.amount
        and max(one.low, other.low) < min(one.high, other.high)
    ]
    rest = any(
        c.condition.kind in ("else", "missed") or isinstance(c.effect, PerStep | Proportion) for c in clauses
    )
    return tuple(said if rest else said + _gaps(spans, unit))


def _span(clause: Clause, unit: Unit) -> _Span:
    condition, effect = clause.condition, clause.effect
    assert isinstance(effect, Award)
    low = converted(condition.low.quantity, unit) if condition.low else None
    high = converted(condition.high.quantity, unit) if condition.high else None
    return _Span(
        -FAR if low is None else low, FAR if high is None else high, effect.amount, str(clause).strip("，")
    )


def _gaps(spans: list[_Span], unit: Unit) -> list[str]:
    """Between the lowest and the highest bound; of countable things 9 and 10 are neighbours."""
    step = Decimal(0) if unit.dimension in CONTINUOUS or not unit.name else Decimal(1)
    found: list[str] = []
    ordered = sorted(spans, key=lambda span: span.low)
    reached = ordered[0].high
    for span in ordered[1:]:
        if span.low - reached > step:
            found.append(f"评分表在 {plain(reached)}{unit} 与 {plain(span.low)}{unit} 之间有空档")
        reached = max(reached, span.high)
    return found
