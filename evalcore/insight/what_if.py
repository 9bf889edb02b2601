"""权重与等级线测算: every selected evaluation under other weights, execution rules and grade lines. Nothing is stored.

Works from the level-1 columns in whole numbers: a level-1 earns weight × earned ÷ points, rounded half-up once to 0.01;
the weight of a level-1 a form does not have goes to the others in proportion (as scoring.whatif.rescore_one says for
one form in Decimal; tests hold the two equal to the digit). A setting that changes how indicators are scored (rule
set, partial step, reverse method) re-scores the forms themselves: see `rescored`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from evalcore.access import Scope
from evalcore.model import Evaluation
from evalcore.queries.comparison import what_if_levels
from evalcore.queries.run import Selection, Store, passports
from evalcore.scoring.numbers import split_points
from evalcore.scoring.rule_set import PartialStep, ReverseMethod, RuleSet, rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store.rows import Detail, evaluation_row

Integers = npt.NDArray[np.int64]
LEVELS = ("execution", "cost", "output", "benefit", "satisfaction", "decision", "process")
GRADES = ("优", "良", "中", "差")
HUNDRED = Decimal(100)
MOST_FORMS = 3_000  # forms re-scored one by one for a view
UNKNOWN = -1


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
class Held:
    """The selected evaluations as arrays. points, earned: 0.0001 points, evaluations × LEVELS, earned UNKNOWN where one
    row has no score. total: 0.0001 points as stored. grade: 1 优 … 4 差, 0 none. money: 万元, NaN where missing."""

    ids: npt.NDArray[np.object_]
    points: Integers
    earned: Integers
    total: Integers
    grade: Integers
    rule_sets: tuple[str, ...]
    rule_set: Integers  # position in rule_sets
    money: npt.NDArray[np.float64]

    @property
    def size(self) -> int:
        """How many evaluations."""
        return len(self.total)


def hold(rows: pd.DataFrame) -> Held:
    """Arrays of queries.comparison.what_if_levels; made once a version and selection."""
    names, codes = np.unique(rows["rule_set"].to_numpy(dtype=str), return_inverse=True)
    annual = rows["annual"].to_numpy(dtype=np.int64)
    return Held(
        rows["evaluation_id"].to_numpy(dtype=object),
        np.column_stack([rows[f"{kind}_points"].to_numpy(dtype=np.int64) for kind in LEVELS]),
        np.column_stack([rows[f"{kind}_score"].to_numpy(dtype=np.int64) for kind in LEVELS]),
        rows["total"].to_numpy(dtype=np.int64),
        rows["grade"].to_numpy(dtype=np.int64),
        tuple(str(name) for name in names),
        codes.astype(np.int64),
        np.where(annual < 0, np.nan, annual / 1e6),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Before and after. Totals in 0.01 points, UNKNOWN where it cannot be computed; grades 1 优 … 4 差, 0 not compared.

    parts: points each level-1 loses less than before, in 0.01 points (lost, not earned: a weight moved from one level-1 to
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
    """What each level-1 earns under these weights, 0.01 points, evaluations × LEVELS; UNKNOWN throughout a form with a
    missing score or without any level-1 that has a weight."""
    whole = np.array([int(weights.get(kind, Decimal(0)) * 100) for kind in LEVELS], dtype=np.int64)
    present: npt.NDArray[np.bool_] = np.asarray(held.points > 0, dtype=np.bool_)
    share: Integers = np.asarray(present @ whole, dtype=np.int64)
    made = np.zeros_like(held.points)
    for column, weight in enumerate(whole):
        own = present[:, column] & (share > 0)
        if not weight:
            continue
        under = share[own] * held.points[own, column]
        made[own, column] = (2 * weight * 10_000 * held.earned[own, column] + under) // (2 * under)
    made[(share == 0) | (held.earned < 0).any(axis=1)] = UNKNOWN
    return made


def _full(held: Held, weights: Mapping[str, Decimal]) -> Integers:
    """What each level-1 of a form weighs under these weights, 0.01 points; rounded, so for reasons and not for totals."""
    whole = np.array([int(weights.get(kind, Decimal(0)) * 100) for kind in LEVELS], dtype=np.int64)
    here = np.where(held.points > 0, whole, 0)
    share = np.maximum(here.sum(axis=1, keepdims=True), 1)
    return np.asarray((2 * 10_000 * here + share) // (2 * share), dtype=np.int64)


def outcome(held: Held, settings: Settings, again: Held | None = None) -> Outcome:
    """Every evaluation under the settings. again: the same evaluations with their forms re-scored (see `rescored`).

    The grade before is that of the stored total under the form's own rule set, not the printed label: only what the
    settings do may flip it. An evaluation without a stored grade (待认定) is not compared.
    """
    base = _half_up(held.total)
    source = held if again is None else again
    after, parts = _half_up(source.total), None
    if settings.weights is not None:
        made = cents(source, settings.weights)
        unknown = made[:, 0] == UNKNOWN
        after = np.where(unknown | (source.total < 0), UNKNOWN, made.sum(axis=1))
        lost = np.asarray(unknown | (held.earned < 0).any(axis=1))
        parts = np.where(
            lost[:, None], 0, _half_up(held.points - held.earned) - (_full(source, settings.weights) - made)
        )
    elif again is not None:
        lost = np.asarray((again.earned < 0) | (held.earned < 0))
        parts = np.where(lost, 0, _half_up(held.points - held.earned) - _half_up(again.points - again.earned))
    before_grade = np.where(held.grade > 0, _graded(held, base, None), 0)
    after_grade = np.where(
        (source.grade > 0) & (held.grade > 0) & (after >= 0), _graded(source, after, settings.lines), 0
    )
    return Outcome(base, after, before_grade, after_grade, parts)


def _half_up(fine: Integers) -> Integers:
    """0.0001 points to 0.01, half-up; UNKNOWN stays."""
    return np.where(fine < 0, UNKNOWN, (fine + 50) // 100)


def _graded(held: Held, totals: Integers, lines: Sequence[Decimal] | None) -> Integers:
    """1 优 … 4 差 of totals in 0.01 points: under these lines, else those of each form's own rule set."""
    if lines is not None:
        return _reached(totals, [int(line * 100) for line in lines], [1, 2, 3, 4])
    made = np.zeros(len(totals), dtype=np.int64)
    for position, id in enumerate(held.rule_sets):
        own = held.rule_set == position
        steps = rule_set(id=id).grades
        grades = [GRADES.index(line.grade.value) + 1 for line in steps]
        made[own] = _reached(totals[own], [int(line.at_least * 100) for line in steps[:-1]], grades)
    return made


def _reached(totals: Integers, lines: Sequence[int], grades: Sequence[int]) -> Integers:
    """lines: highest first, one fewer than grades."""
    ascending = np.array(list(reversed(lines)), dtype=np.int64)
    below = len(lines) - np.searchsorted(ascending, totals, side="right")
    return np.asarray(np.array(grades, dtype=np.int64)[below], dtype=np.int64)


def flows(held: Held, made: Outcome) -> pd.DataFrame:
    """grade_before, grade_now, evaluations, money (万元), without_money: where the compared evaluations go."""
    own = made.compared
    frame = pd.DataFrame({"a": made.grade_before[own], "b": made.grade_after[own], "money": held.money[own]})
    grouped = frame.groupby(["a", "b"])["money"].agg(["size", "sum", "count"]).reset_index()
    return pd.DataFrame(
        {
            "grade_before": [GRADES[a - 1] for a in grouped["a"]],
            "grade_now": [GRADES[b - 1] for b in grouped["b"]],
            "evaluations": grouped["size"].astype(int),
            "money": grouped["sum"].astype(float),
            "without_money": (grouped["size"] - grouped["count"]).astype(int),
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
    """reason (a level-1 kind, or "lines": the total did not change), evaluations: why the flipped ones flipped, by the
    level-1 that moved most in the direction of the total."""
    own = made.flipped
    if not own.any():
        return pd.DataFrame({"reason": [], "evaluations": []})
    moved = np.sign(made.after[own] - made.before[own])
    if made.parts is None:
        names = np.full(int(own.sum()), len(LEVELS))
    else:
        names = np.argmax(made.parts[own] * moved[:, None], axis=1)
    names = np.where(moved == 0, len(LEVELS), names)
    counted = np.bincount(names, minlength=len(LEVELS) + 1)
    rows = [(name, int(n)) for name, n in zip((*LEVELS, "lines"), counted, strict=True) if n]
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


def levels_row(form: Evaluation, rules: RuleSet) -> dict[str, object]:
    """A row as queries.comparison.what_if_levels has it, of this form scored by these rules."""
    row = evaluation_row(form, score_evaluation(form, rules), Detail())
    made: dict[str, object] = {"rule_set": rules.id, "annual": UNKNOWN}
    total, grade = row["recomputed"], row["recomputed_grade"]
    made["total"] = UNKNOWN if total is None else _whole(total)
    made["grade"] = 0 if grade is None else GRADES.index(str(grade)) + 1
    for kind in LEVELS:
        points, earned = row[f"{kind}_points"], row[f"{kind}_recomputed"]
        here = points is not None and points > 0
        made[f"{kind}_points"] = _whole(points) if here else 0
        made[f"{kind}_score"] = 0 if not here else UNKNOWN if earned is None else _whole(earned)
    return made


def _whole(value: object) -> int:
    return int((Decimal(str(value)) * 10_000).to_integral_value())


def rescored(
    selection: Selection, *, rules: str | None = None, partial_step: PartialStep | None = None,
    reverse_method: ReverseMethod | None = None,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Rows as queries.comparison.what_if_levels, in its order, the forms scored anew by the Decimal engine (about 5 ms a
    form). No rows when the selection has more than MOST_FORMS."""
    rows = what_if_levels(selection, scope=scope, version=version, store=store)
    if len(rows) > MOST_FORMS:
        return pd.DataFrame()
    settings = Settings(rules=rules, partial_step=partial_step, reverse_method=reverse_method)
    forms = passports(list(rows["evaluation_id"]), scope=scope, version=version, store=store)
    made = pd.DataFrame(
        [
            levels_row(f, rules_under(rule_set(id=own), settings))
            for f, own in zip(forms, rows["rule_set"], strict=True)
        ]
    )
    made.insert(0, "evaluation_id", rows["evaluation_id"].to_numpy())
    made["annual"] = rows["annual"].to_numpy()
    return made


__all__ = [
    "GRADES", "LEVELS", "MOST_FORMS", "Held", "Outcome", "Settings", "cents", "fault", "flipped_rows", "flows",
    "histograms", "hold", "outcome", "reasons", "rescored", "rules_under", "to_hundred",
]  # fmt: skip
