"""测算 under other rules, prepared: what a form's rows come to under every setting of the rule sets, where it differs.

A rule set touches a row through few settings: 部分步长, 反向指标算法, stepped satisfaction, over-achievement, tiers, and
the weights where a form prints none. `settings()` lists every such setting the rule sets of this package allow;
`alternatives()` scores a form under each by the same engine, touching only rows that can change. The execution row,
caps and grade lines are left out: they follow from the amounts (see insight.rescored).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from evalcore.model import Evaluation, Indicator, Result, Score
from evalcore.scoring.indicator import judge_indicator, score_indicator
from evalcore.scoring.judgement import ONE, Judgement
from evalcore.scoring.level import level1_kind
from evalcore.scoring.rule import understand
from evalcore.scoring.rule_set import PartialStep, ReverseMethod, RuleSet, all_rule_sets, rule_set
from evalcore.scoring.total import printed_score
from evalcore.scoring.weights import weigh

ZERO = Decimal(0)
STEPS: tuple[PartialStep, ...] = ("floor", "ceiling", "linear")
REVERSES: tuple[ReverseMethod, ...] = ("linear", "ratio")
COMBINATIONS = len(STEPS) * len(REVERSES)  # settings that share all but step and reverse method
MOST = 60  # settings a stored bit set holds, a multiple of COMBINATIONS; rule sets beyond it are scored form by form
_STEPPED = frozenset("每扣加减")  # a sentence that may count steps
_FINE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a form, the execution row apart, are worth under one setting.

    points, scores: one a row of the form. settings: bit set of the positions in `settings()` it holds for.
    """

    settings: int
    points: tuple[Decimal | None, ...]
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Sums of `Rows`: points carried; taken: what they add to a total (cut, not rounded, to 0.0001; None where a row needs
    a person and prints no score); open: points of rows a person must judge."""

    points: Decimal
    taken: Decimal | None
    open: Decimal


@dataclass(frozen=True, slots=True)
class Execution:
    """points: as printed (None: none is, the rule set may add it); given: the score the form prints for it."""

    points: Decimal | None
    given: Decimal | None


def _base(rules: RuleSet) -> tuple[object, ...]:
    """What of a rule set touches rows, beside step and reverse method."""
    return (
        rules.satisfaction_steps, rules.over_achievement, rules.tiers, rules.decimals, rules.split_method,
        tuple(rules.level1_points.items()), tuple(tuple(known.items()) for known in rules.known_level1),
    )  # fmt: skip


@cache
def settings() -> tuple[RuleSet, ...]:
    """Every setting that may be tried, as a rule set that has it; the same order for the same files."""
    found: dict[tuple[object, ...], RuleSet] = {}
    for rules in all_rule_sets():
        found.setdefault(_base(rules), rules)
    return tuple(
        replace(rules, partial_step=step, reverse_method=reverse)
        for rules in found.values()
        for step in STEPS
        for reverse in REVERSES
    )[:MOST]


@cache
def _own_steps(id: str) -> tuple[RuleSet, ...]:
    """A rule set with every step and reverse method; the same objects every time, as the scoring caches ask."""
    own = rule_set(id=id)
    return tuple(
        replace(own, partial_step=step, reverse_method=reverse) for step in STEPS for reverse in REVERSES
    )


@cache
def setting(id: str, step: PartialStep | None = None, reverse: ReverseMethod | None = None) -> int | None:
    """Position in `settings()` of a rule set with these steps (None: its own); None where it is beyond MOST."""
    rules = rule_set(id=id)
    wanted = (_base(rules), step or rules.partial_step, reverse or rules.reverse_method)
    for position, each in enumerate(settings()):
        if (_base(each), each.partial_step, each.reverse_method) == wanted:
            return position
    return None


@cache
def digest() -> str:
    """Names this list of settings: what was prepared under another one says nothing about today's."""
    said = repr([(_base(each), each.partial_step, each.reverse_method) for each in settings()])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def alternatives(evaluation: Evaluation, result: Result) -> tuple[Rows, ...]:
    """The form's rows under every setting that changes one of them; settings with the same outcome stand together."""
    blank = any(row.points is None for row in evaluation.indicators if not row.sub_row)
    own = rule_set(id=result.rule_set)
    rows = [_Row(evaluation, index, own, result) for index in range(len(evaluation.indicators))]
    made: dict[object, Rows] = {}
    before = _key(result.points, result.scores)
    for first in range(0, len(settings()), COMBINATIONS):
        points = weigh(evaluation, settings()[first]).points if blank else result.points
        columns = [row.under(first, used) for row, used in zip(rows, points, strict=True)]
        for offset in range(COMBINATIONS):  # MOST holds whole bases
            scores = tuple(column[offset] for column in columns)
            key = _key(points, scores)
            if key != before:
                seen = made.get(key)
                bits = (seen.settings if seen else 0) | 1 << (first + offset)
                made[key] = Rows(bits, points, scores)
    return tuple(made.values())


def part(evaluation: Evaluation, points: Sequence[Decimal | None], scores: Sequence[Score]) -> Part:
    """The sums of a form's rows, the execution row apart."""
    carried = opened = total = ZERO
    known = True
    for index, (row, given, score) in enumerate(zip(evaluation.indicators, points, scores, strict=True)):
        if given is None or is_execution(row):
            continue
        carried += given
        if score.value is not None:
            total += score.value
            continue
        opened += given
        printed = printed_score(evaluation, index)
        if printed is None:
            known = False
        else:
            total += min(max(printed, score.low), min(given, score.high))
    return Part(carried, total.quantize(_FINE, rounding=ROUND_FLOOR) if known else None, opened)


def is_execution(row: Indicator) -> bool:
    """Whether a row of the table is the execution row."""
    return level1_kind(row.level1) == "execution"


def execution_asked(evaluation: Evaluation, result: Result) -> Execution | None:
    """The execution row as the form has it; None for a form with several, or one without points: no array can hold it."""
    rows = [i for i, row in enumerate(evaluation.indicators) if is_execution(row) and not row.sub_row]
    block = evaluation.budget.execution_points
    if not rows:
        return Execution(block, evaluation.budget.execution_score)
    points = result.points[rows[0]]
    if len(rows) > 1 or block is not None or points is None:
        return None
    return Execution(points, printed_score(evaluation, rows[0]))


class _Row:
    """One row of a form, scored again only where a setting can matter to it."""

    def __init__(self, evaluation: Evaluation, index: int, own: RuleSet, result: Result) -> None:
        self.row, self.budget, self.own = evaluation.indicators[index], evaluation.budget, own
        self.points, self.kept = result.points[index], result.scores[index]
        self.year = evaluation.year
        self.judged = judge_indicator(self.row, self.points, own, self.year)
        self._as_own: list[Score] | None = None
        self._both: tuple[bool, bool] | None = None

    def under(self, first: int, points: Decimal | None) -> list[Score]:
        """The row's score under each setting of the base that begins at `first`."""
        if points is None or self.row.sub_row or is_execution(self.row):
            return [self.kept] * COMBINATIONS
        if points != self.points or self.judged is None or self._touched(self.judged, settings()[first]):
            return self._each(points, settings()[first : first + COMBINATIONS])
        if self._as_own is None:
            self._as_own = self._each(points, _own_steps(self.own.id))
        return self._as_own

    def _each(self, points: Decimal, tried: Sequence[RuleSet]) -> list[Score]:
        made: dict[tuple[object, ...], Score] = {}
        if points == self.points and _base(tried[0]) == _base(self.own):
            made[self._matters(self.own)] = self.kept
        for rules in tried:
            key = self._matters(rules)
            if key not in made:
                again = judge_indicator(self.row, points, rules, self.year)
                made[key] = score_indicator(self.row, points, again, self.budget, rules)
        return [made[self._matters(rules)] for rules in tried]

    def _matters(self, rules: RuleSet) -> tuple[object, ...]:
        """Which of step and reverse method can matter to this row, as they are in these rules."""
        if self._both is None:
            self._both = self._by_step_and_reverse()
        step, reverse = self._both
        return (rules.partial_step if step else None, rules.reverse_method if reverse else None)

    def _by_step_and_reverse(self) -> tuple[bool, bool]:
        row, judged = self.row, self.judged
        if judged is None:
            return True, True
        if not (row.actual or "").strip():
            return False, False
        if _STEPPED & set(f"{row.target or ''}{row.rule or ''}"):
            return True, True
        full = judged.ratio == judged.low == judged.high == ONE
        stated = judged.target
        upward = stated is not None and (
            stated.quantity is None or (stated.direction > 0 and stated.upper is None)
        )
        alone = upward and not row.rule and len(understand(row.target or "").targets) == 1
        return False, not (full or alone)

    def _touched(self, judged: Judgement, base: RuleSet) -> bool:
        """Whether the base of a rule set, against the form's own, may change this row."""
        own, row = self.own, self.row
        if own.tiers != base.tiers or own.decimals != base.decimals:
            return True
        satisfaction = "satisfaction" in (level1_kind(row.level1), level1_kind(row.level2))
        if own.satisfaction_steps != base.satisfaction_steps and satisfaction:
            return True
        return own.over_achievement != base.over_achievement and (judged.achievement or ZERO) > ONE


def _key(points: Sequence[Decimal | None], scores: Sequence[Score]) -> object:
    """What tells outcomes apart: points and values, and the interval where a person decides."""
    return tuple(points), tuple(s.value if s.value is not None else (s.low, s.high) for s in scores)
