"""A register: what stands beside the forms (应评项目清单, 批复目标表, 复核记录, 整改台账 …), row by row, each value with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from evalcore.model.source import Place, Source

Value = str | int | Decimal | date


class RegisterKind(StrEnum):
    """What a register lists; the values are the names of its table and of its template."""

    LISTING = "listing"  # 应评项目清单
    APPROVED_TARGET = "approved_target"  # 批复目标表
    REVIEW_RECORD = "review_record"  # 复核记录
    RECTIFICATION = "rectification"  # 整改台账
    NEXT_BUDGET = "next_budget"  # 下年度年初预算
    PAYMENT = "payment"  # 国库支付台账
    SUCCESSION = "succession"  # 机构改革对照表


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row. values: column of the kind's table → value (amounts 万元, missing ones left out); places: → cell."""

    values: Mapping[str, Value]
    places: Mapping[str, Place] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A column as text, None where the row does not say."""
        value = self.values.get(name)
        return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one sheet that could be read. skipped: rows left out as their sender meant it (blank scores, totals)."""

    kind: RegisterKind
    sheet: str
    rows: tuple[RegisterRow, ...]
    source: Source = field(default_factory=lambda: Source(""))
    skipped: int = 0
    #: headers of columns that hold something and are not read: as printed, folded, cell
    unknown: tuple[tuple[str, str, Place], ...] = ()
