"""What judging one indicator gives back: the share of the weight, its certainty, and the facts behind it.

The API other modules build on:

- `Judgement.ratio` is the shown share of the weight (None: a person must judge), [`low`, `high`] the strict
  interval, `basis` what it rests on, `is_rule` whether the text states a target or a rule at all, `rule` the
  canonical Chinese sentence, `trace` the steps, `reason` why a person must judge or what was assumed.
- `trace`: where points were given to judge(), Σ step.lost == points - half_up(ratio × points) exactly, in
  0.01 points; without points, Σ step.lost == 1 - ratio (shares of the weight). Bonuses are negative losses.
- For checks: `target` (operator, quantity, deadline, words), `actual` (the quantity read from the actual),
  `achievement` (actual ÷ target), `copied` (the actual repeats the target's operator: “≥95%”),
  `worded` (a text actual such as 完成 for a numeric target), `mismatch` (units that cannot be compared),
  `ambiguities` (RULE_AMBIGUOUS), `repairs` (RULE_PARSE_TYPO and OCR damage: raw and fixed).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalcore.model import Basis, Step
from evalcore.scoring.dates import DateSpan
from evalcore.scoring.quantity import Quantity

ONE, ZERO = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Repair:
    """Damage that was put right: what stood there, what it was read as, and why that is certain."""

    raw: str
    fixed: str
    why: str


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator's target. operator: ≥ > ≤ < = or "" (bare number); `direction` +1 more is better, -1 less,
    0 the text and context do not say. One of quantity, deadline, words is given; `upper` closes a range."""

    operator: str = ""
    quantity: Quantity | None = None
    upper: Quantity | None = None
    deadline: DateSpan | None = None
    words: str = ""
    subject: str = ""
    direction: int = 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one actual stands against one target or rule. See the module docstring."""

    ratio: Decimal | None
    low: Decimal
    high: Decimal
    basis: Basis
    is_rule: bool = True
    rule: str = ""
    trace: tuple[Step, ...] = ()
    reason: str = ""
    target: Target | None = None
    actual: Quantity | None = None
    achievement: Decimal | None = None
    copied: bool = False
    worded: bool = False
    mismatch: str = ""
    ambiguities: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def ambiguity(self) -> str:
        """The points the text leaves open, as one Chinese sentence ("" when none)."""
        return "；".join(self.ambiguities)
