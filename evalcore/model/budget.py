"""Money of a project: initial and annual budget, executed, and what moved in between. All amounts in 万元."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from evalcore.model.source import Place


class MovementKind(StrEnum):
    """Typed budget movements of a year (domain.md §4)."""

    ADDED = "追加"
    REDUCED = "调减"
    TRANSFERRED_IN = "划入"
    TRANSFERRED_OUT = "划出"
    WITHDRAWN = "收回"
    CARRIED_OVER = "结转"


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of the budget. `inferred` says that the text did not state the direction: it is 推算."""

    kind: MovementKind
    amount: Decimal
    direction: str  # "+" or "-"
    inferred: bool = False
    counterparty: str | None = None
    text: str = ""
    place: Place | None = None

    @property
    def signed(self) -> Decimal:
        return self.amount if self.direction == "+" else -self.amount


@dataclass(frozen=True, slots=True)
class FundSource:
    """A row of the money block: 当年财政拨款, 上年结转, 其他资金 … (万元, None = blank)."""

    label: str
    initial: Decimal | None = None
    annual: Decimal | None = None
    executed: Decimal | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts as printed, folded to 万元; rates are derived, never stored. None = the form does not say."""

    initial: Decimal | None = None
    annual: Decimal | None = None
    executed: Decimal | None = None
    unit_in_file: str | None = None
    printed_rate: Decimal | None = None  # as a ratio: 1.0 for "100%"
    execution_points: Decimal | None = None  # 分值 of the execution row
    execution_score: Decimal | None = None  # 得分 of the execution row
    sources: tuple[FundSource, ...] = ()
    movements: tuple[Movement, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)  # field name → cell

    @property
    def execution_rate(self) -> Decimal | None:
        """全年执行数 ÷ 全年预算数; no budget, no rate: never 0, never 1."""
        if self.annual is None or self.executed is None or self.annual <= 0:
            return None
        return self.executed / self.annual

    @property
    def initial_execution_rate(self) -> Decimal | None:
        """全年执行数 ÷ 年初预算数, the denominator of older forms."""
        if self.initial is None or self.executed is None or self.initial <= 0:
            return None
        return self.executed / self.initial

    @property
    def adjustment_rate(self) -> Decimal | None:
        """预算调整率 = (全年 - 年初) ÷ 年初."""
        if self.initial is None or self.annual is None or self.initial <= 0:
            return None
        return (self.annual - self.initial) / self.initial
