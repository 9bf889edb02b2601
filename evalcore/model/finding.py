"""疑点: something to be verified, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """red: arithmetic or rule contradiction · yellow: needs an explanation · info: quality of the form, context."""

    RED = "red"
    YELLOW = "yellow"
    INFO = "info"


class Status(StrEnum):
    """What became of a finding."""

    OPEN = "待核实"
    EXPLAINED = "已说明"
    CONFIRMED = "属实"
    REFUTED = "不属实"
    RECTIFIED = "已整改"


@dataclass(frozen=True, slots=True)
class Finding:
    """A 疑点 with its numbers and place. `scope`: F file · P project · I indicator · X across · D department."""

    code: str
    severity: Severity
    message: str
    scope: str = "P"
    place: str = ""
    basis: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    indicator: int | None = None  # position of the indicator in its form, from 0
    status: Status = Status.OPEN
