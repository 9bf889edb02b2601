"""A running tally while a rule is applied: what was earned, lost and added, what stays open, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from evalcore.model import Basis, Step
from evalcore.scoring.judgement import ONE, ZERO, Judgement


@dataclass(slots=True)
class Tally:
    """Shares of the weight. `open` are losses (positive) a person decides, as (low, high) with the reason."""

    base: Decimal = ONE
    lost: Decimal = ZERO
    added: Decimal = ZERO
    floor: Decimal = ZERO
    trace: list[Step] = field(default_factory=list)
    open: list[tuple[Decimal, Decimal, str]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    spread: tuple[Decimal, Decimal] = (ZERO, ZERO)  # how far an assumption may be off, below and above
    bonus: Decimal = ZERO  # what a bonus the actual does not tell of may add
    worded: list[str] = field(default_factory=list)
    stepped: bool = False  # a step per thing done already gave its points: further ones add to them
    settled: bool = False  # a clause said what the actual earns: nothing is in proportion any more
    ambiguities: list[str] = field(default_factory=list)

    def say(self, text: str, lost: Decimal = ZERO) -> None:
        """Add a step to the trace."""
        self.trace.append(Step(text, lost))

    def earn(self, share: Decimal, text: str) -> None:
        """The tier or condition that sets what is earned before deductions."""
        self.say(text, ONE - share)
        self.base = share

    def lose(self, share: Decimal, text: str) -> None:
        self.say(text, share)
        self.lost += share

    def add(self, share: Decimal, text: str) -> None:
        self.say(text, -share)
        self.added += share

    def assume(self, text: str, below: Decimal = ZERO, above: Decimal = ZERO) -> None:
        """Go on under an assumption; strictly it could be `below` less or `above` more of the weight."""
        self.assumed.append(text)
        self.spread = self.spread[0] + below, self.spread[1] + above

    def leave_open(self, reason: str, low: Decimal = ZERO, high: Decimal = ONE) -> None:
        """Between `low` and `high` of the weight may be lost; a person decides."""
        self.open.append((low, high, reason))

    def judgement(self) -> Judgement:
        """The ratio, its strict interval and what it rests on."""
        value = max(self.base - self.lost, self.floor) + self.added
        trace = self._balanced(value)
        ambiguities = tuple(self.ambiguities)
        if self.open:
            low = max(value - sum(high for _low, high, _reason in self.open), ZERO)
            high = max(value - sum(low for low, _high, _reason in self.open), low)
            reason = "；".join(reason for _low, _high, reason in self.open)
            trace = (*(Step(step.text) for step in self.trace), Step(f"需人工认定：{reason}"))
            return Judgement(
                None,
                low,
                high,
                Basis.JUDGEMENT,
                trace=trace,
                reason=reason,
                ambiguities=ambiguities,
            )
        if self.worded:
            top = max(ONE, value)
            reason = "；".join([*self.worded, *self.assumed])
            return Judgement(
                value,
                ZERO,
                top,
                Basis.TEXT,
                trace=trace,
                reason=reason,
                ambiguities=ambiguities,
            )
        basis = Basis.ASSUMED if self.assumed else Basis.RULE
        reason = "；".join(self.assumed)
        low = max(value - self.spread[0], ZERO)
        high = min(value + self.spread[1], max(value, ONE)) + self.bonus
        return Judgement(value, low, high, basis, trace=trace, reason=reason, ambiguities=ambiguities)

    def _balanced(self, value: Decimal) -> tuple[Step, ...]:
        """The trace, its losses summing exactly: what a floor or 扣完为止 gives back is a step."""
        back = (ONE - value) - sum((step.lost for step in self.trace), ZERO)
        if back == 0:
            return tuple(self.trace)
        return (*self.trace, Step("扣完为止，多扣部分不计" if back < 0 else "按规则限额计", back))
