"""以此类推: tiers a sentence begins and leaves to be continued by the same step (90%-100%得10分，80%-90%得8分，以此类推)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evalcore.scoring.clause import NOTHING, Amount, Award, Bound, Clause
from evalcore.scoring.quantity import Quantity

CONTINUED = re.compile("(?:依次|[以依照]此)类推(?:的)?")
_MOST = 50  # tiers; more are no scoring table


def continued(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """The clauses with the tiers that 以此类推 stands for written out, down to the stated floor, else to no points.

    Unchanged where the text does not say so, or its last two tiers do not fall by one step in bound and points.
    """
    if not CONTINUED.search(text):
        return list(clauses)
    clauses = [
        replace(c, condition=replace(c.condition, words=CONTINUED.sub("", c.condition.words)))
        for c in clauses
    ]
    tiers = [(clause, *tier) for clause in clauses if (tier := _tier(clause)) is not None]
    if len(tiers) < 2:
        return clauses
    (_, above, more), (last, low, points) = tiers[-2:]
    high = last.condition.high
    width, drop = above.quantity.value - low.quantity.value, more - points
    if high is None or high.quantity != above.quantity or width <= 0 or drop <= 0:
        return clauses
    floor = next(
        (c.condition.high for c in clauses if c.effect == Award("get", NOTHING) and c.condition.high), None
    )
    made: list[Clause] = []
    while points > drop and len(made) < _MOST:
        top, value = low, low.quantity.value - width
        if value < (floor.quantity.value if floor is not None else 0):
            break
        points -= drop
        low = Bound(low.operator, Quantity(value, low.quantity.unit), low.soft)
        ends = replace(last.condition, low=low, high=Bound(high.operator, top.quantity, high.soft))
        made.append(Clause(ends, Award("get", Amount(points=points))))
    at = clauses.index(last) + 1
    return [*clauses[:at], *made, *clauses[at:]]


def _tier(clause: Clause) -> tuple[Bound, Decimal] | None:
    """Where a tier begins, and its points; None for any other clause."""
    effect, low = clause.effect, clause.condition.low
    if clause.condition.kind != "range" or low is None or not isinstance(effect, Award):
        return None
    points = effect.amount.points
    return None if effect.verb != "get" or points is None else (low, points)
