"""Rule sets: dated, cited settings that turn what a form says into points and grades.

Files: evalcore/scoring/rulesets/*.toml, read and validated by evalcore.scoring.rule_set_file.
Every table there carries its basis (文号 or source), kept in `notes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from evalcore.errors import RuleError
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
    """Stepped scoring: at or above `at_least` (a ratio) the row earns `share` of its points."""

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
    """A qualitative tier [low, high) of the weight and its words; the top tier includes its high."""

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
    checks: Mapping[str, Mapping[str, Decimal]]  # finding code → the thresholds this set changes
    notes: Mapping[str, str]  # table of the file → 文号 or source
    satisfaction_steps: tuple[ExecutionStep, ...] = ()  # stepped satisfaction scoring; empty: by the target
    automatic: bool = False  # chosen by year and place; else only by id (or by its level-1 framework)


class SameRules:
    """A rule set as a cache key: the same object, whatever it holds."""

    __slots__ = ("rules",)

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameRules) and other.rules is self.rules


@cache
def all_rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set this package carries, in order of id."""
    from evalcore.scoring.rule_set_file import RULE_SET_FOLDER, read_rule_sets

    return read_rule_sets(RULE_SET_FOLDER)


@cache
def rule_set(year: int | None = None, *, place: str | None = None, id: str | None = None) -> RuleSet:
    """The rule set named `id`, or else the one in force in `year` at `place`.

    A place's own set wins over the general one; of several in force the latest begun wins. A year before the
    first set (or None) gives the earliest (or latest) general set: score_evaluation says so as an assumption.
    Raises RuleError for an unknown id.
    """
    known = all_rule_sets()
    if id is not None:
        for candidate in known:
            if candidate.id == id:
                return candidate
        names = "、".join(candidate.id for candidate in known)
        raise RuleError("rulesets", f"没有名为“{id}”的规则集", f"可用：{names}")
    general = [candidate for candidate in known if candidate.automatic and not candidate.places]
    local = [
        candidate
        for candidate in known
        if candidate.automatic and place and any(name in place for name in candidate.places)
    ]
    for group in (local, general):
        in_force = [candidate for candidate in group if year is None or _in_force(candidate, year)]
        if in_force:
            return max(in_force, key=lambda candidate: candidate.first_year)
    return min(general, key=lambda candidate: candidate.first_year)


def _in_force(candidate: RuleSet, year: int) -> bool:
    return candidate.first_year <= year and (candidate.last_year is None or year <= candidate.last_year)
