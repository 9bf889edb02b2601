"""权重与等级线测算: every selected evaluation under other weights, execution rules and grade lines. Nothing is stored.

Works from the level-1 columns in whole numbers: a level-1 earns weight × earned ÷ points, rounded half-up once to 0.01;
the weight of a level-1 a form does not have goes to the others in proportion (as scoring.whatif.rescore_one says for
one form in Decimal; tests hold the two equal to the digit). A setting that changes how indicators are scored (rule
set, partial step, reverse method) re-scores the evaluations first: see insight.rescored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from evalcore.scoring.level import LEVELS
from evalcore.scoring.numbers import split_points
from evalcore.scoring.rule_set import PartialStep, ReverseMethod, RuleSet, rule_set

Integers = npt.NDArray[np.signedinteger[Any]]
GRADES = ("优", "良", "中", "差")
HUNDRED = Decimal(100)
UNKNOWN = -1
_PART = 1 << 15


@dataclass(frozen=True, slots=True)
class Settings:
    """What is tried. None leaves each form its own. weights: points by level-1 kind, summing to 100. lines: lowest totals
    of 优, 良, 中, falling. rules, partial_step, reverse_method: re-score the forms."""

    weights: Mapping[str, Decimal] | None = None
    lines: tuple[Decimal, Decimal, Decimal] | None = None
    rules: str | None = None
    partial_step: PartialStep | None = None
    reverse_method: ReverseMethod | None = None

    @property
    def rescores(self) -> bool:
        """Whether indicators are scored differently."""
        return any((self.rules, self.partial_step, self.reverse_method))

    @property
    def nothing(self) -> bool:
        """Whether nothing is tried."""
        return self == Settings()


def fault(settings: Settings) -> str:
    """Why these settings cannot be tried, in Chinese with the remedy; "" when they can."""
    if settings.weights is not None:
        if any(w < 0 or w != w.quantize(Decimal("0.01")) for w in settings.weights.values()):
            return "权重不能为负，最多两位小数：请改正后再测算。"
        total = sum(settings.weights.values(), Decimal(0))
        if total == 0:
            return "各项权重都是 0，无法计分：请至少给一项权重。"
        if total != HUNDRED:
            return f"权重合计 {total.normalize():f} 分，不是 100 分：请调整到 100 分，或点“折算到 100 分”按比例折算。"
    if settings.lines is not None:
        good, fair, poor = settings.lines
        if not HUNDRED >= good > fair > poor > 0:
            return "等级线须由高到低、在 0 到 100 分之间（优 > 良 > 中 > 0）：请改正后再测算。"
        if any(line != line.quantize(Decimal("0.01")) for line in settings.lines):
            return "等级线最多两位小数：请改正后再测算。"
    return ""


def to_hundred(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The weights brought to a sum of 100 in proportion, in 0.01 points by largest remainder."""
    return dict(zip(weights, split_points(HUNDRED, list(weights.values())), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What re-scoring works from, beside the level-1 parts; 0.0001 points, 0.000001 万元, UNKNOWN where missing.

    rows_*: of all rows but the execution row (see scoring.trial.Part); asked, given: execution points and score as printed;
    prepared: whether the rest of them is known for today's rule sets.
    """

    rows_points: Integers
    rows_taken: Integers
    rows_open: Integers
    asked: Integers
    given: Integers
    annual: Integers
    initial: Integers
    executed: Integers
    prepared: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The selected evaluations as arrays. points, earned: 0.0001 points, LEVELS × evaluations, earned UNKNOWN where one
    row has no score. total: 0.0001 points as stored. grade: 1 优 … 4 差, 0 none. money: 万元, NaN where missing.
    rule_set, department: positions in rule_sets, departments (codes)."""

    ids: pa.Array
    points: Integers
    earned: Integers
    total: Integers
    grade: Integers
    rule_sets: tuple[str, ...]
    rule_set: Integers
    departments: tuple[str, ...]
    department: Integers
    money: npt.NDArray[np.float64]
    facts: Facts | None = None

    @property
    def size(self) -> int:
        """How many evaluations."""
        return len(self.total)

    def parts(self) -> Iterator[tuple[slice, Held]]:
        """Views of some thousand evaluations each: arithmetic on them stays in the processor's cache."""
        for start in range(0, self.size, _PART):
            own = slice(start, min(start + _PART, self.size))
            yield own, Held(
                self.ids, self.points[:, own], self.earned[:, own], self.total[own], self.grade[own],
                self.rule_sets, self.rule_set[own], self.departments, self.department[own], self.money[own],
            )  # fmt: skip

    def id(self, at: int) -> str:
        """evaluation_id at a position."""
        return str(self.ids[at].as_py())


def hold(rows: pa.Table | pd.DataFrame) -> Held:
    """Arrays of queries.comparison.what_if_columns; made once a version and selection."""
    table = pa.Table.from_pandas(rows, preserve_index=False) if isinstance(rows, pd.DataFrame) else rows

    def column(name: str, kind: type[np.signedinteger[Any]] = np.int32) -> Integers:
        return np.asarray(table.column(name).to_numpy().astype(kind, copy=False))

    def coded(name: str, kind: type[np.signedinteger[Any]]) -> tuple[tuple[str, ...], Integers]:
        found = table.column(name).combine_chunks().dictionary_encode()
        return tuple(found.dictionary.to_pylist()), found.indices.to_numpy(zero_copy_only=False).astype(kind)

    annual = column("annual", np.int64)
    facts = None
    if "prepared" in table.column_names:
        facts = Facts(
            column("rows_points"), column("rows_taken"), column("rows_open"), column("execution_asked"),
            column("execution_given"), annual, column("initial", np.int64), column("executed", np.int64),
            column("prepared") == 1,
        )  # fmt: skip
    return Held(
        table.column("evaluation_id").combine_chunks(),
        np.stack([column(f"{kind}_points") for kind in LEVELS]),
        np.stack([column(f"{kind}_score") for kind in LEVELS]),
        column("total"),
        column("grade", np.int8),
        *coded("rule_set", np.int8),
        *coded("department_code", np.int32),
        np.where(annual < 0, np.nan, annual / 1e6),
        facts,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Before and after. Totals in 0.01 points, UNKNOWN where it cannot be computed; grades 1 优 … 4 差, 0 not compared.

    parts: LEVELS × evaluations: points each level-1 loses less than before, in 0.01 points (lost, not earned: a weight moved from one level-1 to
    another is no reason by itself); None when neither weights nor forms are scored anew.
    """

    before: Integers
    after: Integers
    grade_before: Integers
    grade_after: Integers
    parts: Integers | None

    @property
    def compared(self) -> npt.NDArray[np.bool_]:
        """Evaluations with a grade before and after."""
        return np.asarray((self.grade_before > 0) & (self.grade_after > 0), dtype=np.bool_)

    @property
    def flipped(self) -> npt.NDArray[np.bool_]:
        """Evaluations whose grade is another."""
        return np.asarray(self.compared & (self.grade_before != self.grade_after), dtype=np.bool_)


def cents(held: Held, weights: Mapping[str, Decimal]) -> Integers:
    """What each level-1 earns under these weights, 0.01 points, LEVELS × evaluations; UNKNOWN throughout a form with a
    missing score or without any level-1 that has a weight."""
    whole = _whole(weights)
    share = _share(held, whole)
    made = np.zeros(held.points.shape, dtype=np.int32)
    for made_row, weight, points, earned in zip(made, whole, held.points, held.earned, strict=True):
        if weight:
            # no such level-1: points and earned are 0, and so is what comes of them under a denominator of 1
            under = np.maximum(share * points, 1)
            made_row[:] = (2 * weight * 10_000 * earned.astype(np.int64) + under) // (2 * under)
    made[:, (share == 0) | (held.earned < 0).any(axis=0)] = UNKNOWN
    return made


def _whole(weights: Mapping[str, Decimal]) -> list[int]:
    return [int(weights.get(kind, Decimal(0)) * 100) for kind in LEVELS]


def _share(held: Held, whole: Sequence[int]) -> Integers:
    """Of each form the weights of the level-1 it has, 0.01 points."""
    share = np.zeros(held.size, dtype=np.int64)
    for weight, points in zip(whole, held.points, strict=True):
        share += weight * (points > 0)
    return share


def _full(held: Held, weights: Mapping[str, Decimal]) -> Integers:
    """What each level-1 of a form weighs under these weights, 0.01 points; rounded, so for reasons and not for totals."""
    whole = _whole(weights)
    share = np.maximum(_share(held, whole), 1)
    full = np.zeros(held.points.shape, dtype=np.int32)
    for row, weight, points in zip(full, whole, held.points, strict=True):
        if weight:
            row[:] = np.where(points > 0, (2 * 10_000 * weight + share) // (2 * share), 0)
    return full


def outcome(held: Held, settings: Settings, again: Held | None = None) -> Outcome:
    """Every evaluation under the settings. again: the same evaluations re-scored (see insight.rescored).

    The grade before is that of the stored total under the form's own rule set, not the printed label: only what the
    settings do may flip it. An evaluation without a stored grade (待认定) is not compared.
    """
    size = held.size
    made = Outcome(
        np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int8), np.empty(size, np.int8),
        None if settings.weights is None and again is None else np.empty(held.points.shape, np.int32),
    )  # fmt: skip
    others = held.parts() if again is None else again.parts()
    for (own, before), (_, source) in zip(held.parts(), others, strict=True):
        part = _part(before, source, settings, anew=again is not None)
        made.before[own], made.after[own] = part.before, part.after
        made.grade_before[own], made.grade_after[own] = part.grade_before, part.grade_after
        if made.parts is not None and part.parts is not None:
            made.parts[:, own] = part.parts
    return made


def _part(held: Held, source: Held, settings: Settings, *, anew: bool) -> Outcome:
    base = _half_up(held.total)
    after, parts = _half_up(source.total), None
    if settings.weights is not None:
        made = cents(source, settings.weights)
        unknown = made[0] == UNKNOWN
        after = np.where(unknown | (source.total < 0), UNKNOWN, made.sum(axis=0, dtype=np.int32))
        lost = unknown | (held.earned < 0).any(axis=0)
        parts = _half_up(held.points - held.earned) - (_full(source, settings.weights) - made)
        parts[:, lost] = 0
    elif anew:
        parts = _half_up(held.points - held.earned) - _half_up(source.points - source.earned)
        parts[(source.earned < 0) | (held.earned < 0)] = 0
    before_grade = np.where(held.grade > 0, _graded(held, base, None), 0)
    after_grade = np.where(
        (source.grade > 0) & (held.grade > 0) & (after >= 0), _graded(source, after, settings.lines), 0
    )
    return Outcome(base, after, before_grade, after_grade, parts)


def _half_up(fine: Integers) -> Integers:
    """0.0001 points to 0.01, half-up; UNKNOWN stays."""
    return np.asarray(np.where(fine < 0, UNKNOWN, (fine + 50) // 100), dtype=np.int32)


def _graded(held: Held, totals: Integers, lines: Sequence[Decimal] | None) -> Integers:
    """1 优 … 4 差 of totals in 0.01 points: under these lines, else those of each form's own rule set."""
    if lines is not None:
        return _reached(totals, [int(line * 100) for line in lines], [1, 2, 3, 4])
    made = np.zeros(len(totals), dtype=np.int8)
    for position, id in enumerate(held.rule_sets):
        own = held.rule_set == position
        steps = rule_set(id=id).grades
        grades = [GRADES.index(line.grade.value) + 1 for line in steps]
        made[own] = _reached(totals[own], [int(line.at_least * 100) for line in steps[:-1]], grades)
    return made


def own_grades(held: Held) -> Integers:
    """1 优 … 4 差 of the totals under each evaluation's own rule set; of an UNKNOWN total nothing is meant."""
    return _graded(held, _half_up(held.total), None)


def _reached(totals: Integers, lines: Sequence[int], grades: Sequence[int]) -> Integers:
    """lines: highest first, one fewer than grades."""
    below = np.full(len(totals), len(lines), dtype=np.int8)
    for line in lines:
        below -= totals >= line
    return np.asarray(np.array(grades, dtype=np.int8)[below], dtype=np.int8)


def flows(held: Held, made: Outcome) -> pd.DataFrame:
    """grade_before, grade_now, evaluations, money (万元), without_money: where the compared evaluations go."""
    cell = np.where(made.compared, made.grade_before * np.int8(5) + made.grade_after, 0)
    count = np.bincount(cell, minlength=25)
    known = ~np.isnan(held.money)
    money = np.bincount(cell, weights=np.where(known, held.money, 0), minlength=25)
    without = np.bincount(cell, weights=~known, minlength=25)
    found = [at for at in range(6, 25) if count[at] and at % 5]
    return pd.DataFrame(
        {
            "grade_before": [GRADES[at // 5 - 1] for at in found],
            "grade_now": [GRADES[at % 5 - 1] for at in found],
            "evaluations": [int(count[at]) for at in found],
            "money": [float(money[at]) for at in found],
            "without_money": [int(without[at]) for at in found],
        }
    )


def histograms(made: Outcome) -> pd.DataFrame:
    """bin (whole points from 60; 59 is below 60), before, after: compared evaluations."""
    own = made.compared
    counted = [
        np.bincount(np.clip(totals[own] // 100, 59, 100), minlength=101)[59:101]
        for totals in (made.before, made.after)
    ]
    return pd.DataFrame({"bin": np.arange(59, 101), "before": counted[0], "after": counted[1]})


def reasons(made: Outcome) -> pd.DataFrame:
    """reason (a level-1 kind; "lines": the total did not change; "other": a cap on the total), evaluations: why the flipped ones flipped, by the
    level-1 that moved most in the direction of the total."""
    own = made.flipped
    if not own.any():
        return pd.DataFrame({"reason": [], "evaluations": []})
    moved = np.sign(made.after[own] - made.before[own])
    if made.parts is None:
        names = np.full(int(own.sum()), len(LEVELS))
    else:
        ahead = made.parts[:, own] * moved
        # no level-1 moved that way: a cap on the total, or a level-1 of no known kind
        names = np.where(ahead.max(axis=0) > 0, np.argmax(ahead, axis=0), len(LEVELS) + 1)
    names = np.where(moved == 0, len(LEVELS), names)
    counted = np.bincount(names, minlength=len(LEVELS) + 2)
    rows = [(name, int(n)) for name, n in zip((*LEVELS, "lines", "other"), counted, strict=True) if n]
    return pd.DataFrame(rows, columns=["reason", "evaluations"])


def flipped_rows(held: Held, made: Outcome, before: int, after: int) -> Integers:
    """Positions of the flipped evaluations of one cell (0: any), most money first, missing money last."""
    own = made.flipped
    if before and before == after:
        own = made.compared
    if before:
        own = own & (made.grade_before == before)
    if after:
        own = own & (made.grade_after == after)
    found = np.flatnonzero(own)
    return np.asarray(
        found[np.argsort(-np.nan_to_num(held.money[found], nan=-1.0), kind="stable")], dtype=np.int64
    )


def rules_under(own: RuleSet, settings: Settings) -> RuleSet:
    """The rule set a form is re-scored by: the one tried, or its own, with the steps tried."""
    rules = rule_set(id=settings.rules) if settings.rules else own
    if settings.partial_step:
        rules = replace(rules, partial_step=settings.partial_step)
    if settings.reverse_method:
        rules = replace(rules, reverse_method=settings.reverse_method)
    return rules


__all__ = [
    "GRADES", "LEVELS", "UNKNOWN", "Facts", "Held", "Outcome", "Settings", "cents", "fault", "flipped_rows", "flows",
    "histograms", "hold", "outcome", "own_grades", "reasons", "rules_under", "to_hundred",
]  # fmt: skip
