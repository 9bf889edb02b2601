"""Rule sets: dated, cited settings that turn what a form says into points and grades.

Files: evalcore/scoring/rulesets/*.toml. Every number there carries its basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evalcore.model import Grade

ReverseMethod = Literal["linear", "ratio"]
PartialStep = Literal["floor", "ceiling", "linear"]
SplitMethod = Literal["level3", "level2"]


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade's label, the grade it folds to, and the lowest total that earns it."""

    label: str
    grade: Grade
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class ExecutionStep:
    """Stepped execution scoring: at or above `at_least` (a ratio) the row earns `share` of its points."""

    at_least: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class ExecutionRule:
    """How the 预算执行率 row is scored."""

    points: Decimal
    denominator: Literal["annual", "initial"]
    steps: tuple[ExecutionStep, ...]  # empty: rate × points, capped


@dataclass(frozen=True, slots=True)
class Tier:
    """A qualitative tier [low, high) of the weight and the words that name it; the top tier includes its high."""

    name: str
    low: Decimal
    high: Decimal
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """The self-score may not exceed `limit` while the execution rate is below `below` (a ratio)."""

    below: Decimal
    limit: Decimal


@dataclass(frozen=True, slots=True)
class OverAchievement:
    """Beyond `beyond` (ratio of actual to target) the indicator keeps `share` of its points."""

    beyond: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of settings, in force for a place from `first_year` to `last_year` (None = until replaced)."""

    id: str
    name: str
    basis: str
    first_year: int
    last_year: int | None
    places: tuple[str, ...]  # region names it applies to; () = everywhere not claimed otherwise
    level1_points: Mapping[str, Decimal]
    known_level1: tuple[Mapping[str, Decimal], ...]
    execution: ExecutionRule
    grades: tuple[GradeLine, ...]  # highest first
    labels: Mapping[str, Grade]  # printed label → grade
    reverse_method: ReverseMethod
    partial_step: PartialStep
    split_method: SplitMethod
    decimals: int
    tiers: tuple[Tier, ...]
    caps: tuple[Cap, ...]
    over_achievement: tuple[OverAchievement, ...]
    judged_limit: Decimal  # no grade is shown when more points than this need a person
    checks: Mapping[str, Mapping[str, Decimal]]  # finding code → its thresholds
    notes: Mapping[str, str]  # setting → 文号 or source
