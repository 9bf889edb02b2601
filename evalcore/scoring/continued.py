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
    clauses = [
        replace(c, condition=replace(c.condition, words=CONTINUED.sub("", c.condition.words)))
        for c in clauses
    ]
    tiers = [clause for clause in clauses if _points(clause) is not None]
    if not CONTINUED.search(text) or len(tiers) < 2:
        return clauses
    upper, last = tiers[-2:]
    low, high = last.condition.low, last.condition.high
    above = upper.condition.low
    assert low is not None and above is not None
    points, drop = _points(last), (_points(upper) or Decimal(0)) - (_points(last) or Decimal(0))
    width = above.quantity.value - low.quantity.value
    if high is None or high.quantity != above.quantity or width <= 0 or drop <= 0 or points is None:
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


def _points(clause: Clause) -> Decimal | None:
    """The points of a tier that begins at a bound; None for any other clause."""
    effect, low = clause.effect, clause.condition.low
    tier = clause.condition.kind == "range" and low is not None and isinstance(effect, Award)
    return effect.amount.points if tier and isinstance(effect, Award) and effect.verb == "get" else None
