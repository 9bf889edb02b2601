"""What a check looks at, and where it puts what it finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from evalcore.model import Basis, Evaluation, Finding, Indicator, Place, Result, Score, Severity
from evalcore.scoring.checks.catalog import codes, words
from evalcore.scoring.judgement import Judgement
from evalcore.scoring.level import level1_kind, level2_kind
from evalcore.scoring.numbers import fold, half_up, plain
from evalcore.scoring.quantity import converted
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.weights import Weights

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def pct(ratio: Decimal) -> str:
    """A ratio as a message shows it: 0.9267 → 92.67%."""
    return f"{plain(half_up(ratio * 100, 2))}%"


def number(value: Decimal) -> str:
    """An amount or points as a message shows it, at most 4 decimals."""
    return plain(half_up(value, 4))


def found(
    code: str,
    *,
    severity: Severity | None = None,
    indicator: int | None = None,
    place: str = "",
    **numbers: str,
) -> Finding:
    """A finding of the table, its message rendered with its numbers."""
    entry = codes()[code]
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=entry.message.format(**numbers),
        scope=entry.scope,
        place=place,
        basis=entry.basis,
        numbers=numbers,
        indicator=indicator,
    )


def limit_of(code: str, key: str, rules: RuleSet) -> Decimal:
    """A threshold: the rule set's where it changes it, else the table's."""
    return rules.checks.get(code, {}).get(key, codes()[code].thresholds[key])


@dataclass(frozen=True, slots=True)
class Row:
    """A scored row of the form (其中 rows are left out) with all that is known of it."""

    index: int
    indicator: Indicator
    points: Decimal | None  # used: printed or split
    score: Score
    judged: Judgement | None

    @property
    def name(self) -> str:
        return self.indicator.level3

    @property
    def kind(self) -> str:
        return level1_kind(self.indicator.level1)

    @property
    def kind2(self) -> str:
        return level2_kind(self.indicator.level2)

    @property
    def is_satisfaction(self) -> bool:
        return "satisfaction" in (self.kind, self.kind2) or "满意度" in self.name

    @property
    def printed(self) -> Decimal | None:
        """The printed points, where the row has a cell of its own for points and score."""
        return None if self.indicator.shared_score_group is not None else self.indicator.points

    @property
    def exact(self) -> Decimal | None:
        """The recomputed score where the rule leaves nothing open."""
        score = self.score
        sure = score.basis is Basis.RULE and score.low == score.high == score.value
        return score.value if sure and self.printed is not None else None

    @property
    def target(self) -> str:
        return fold(self.indicator.target or "").strip()

    @property
    def actual(self) -> str:
        return fold(self.indicator.actual or "").strip()

    @property
    def has_note(self) -> bool:
        return fold(self.indicator.deviation_note or "").strip() not in words("no_note")

    @property
    def is_void(self) -> bool:
        """无 or 不涉及 for a target, or for the actual of a target that is no number."""
        return self.target in words("void") or (self.actual in words("void") and not self.is_numeric)

    @property
    def is_capped(self) -> bool:
        """A rate that cannot exceed 100 % by its meaning."""
        return any(word in self.name for word in words("capped_rates"))

    @property
    def is_numeric(self) -> bool:
        return (
            self.judged is not None
            and self.judged.target is not None
            and self.judged.target.quantity is not None
        )

    @property
    def is_qualitative(self) -> bool:
        """A target in words: neither a number nor a date."""
        if self.judged is None or not self.target or re.search(r"\d", self.target):
            return False
        target = self.judged.target
        return target is None or (target.quantity is None and target.deadline is None)

    @property
    def achievement(self) -> Decimal | None:
        """Actual ÷ target, where both are numbers that compare and the target is above 0."""
        judged = self.judged
        if judged is None or judged.target is None or judged.target.quantity is None or judged.actual is None:
            return None
        wanted = judged.target.quantity
        reached = converted(judged.actual, wanted.unit)
        return reached / wanted.value if reached is not None and wanted.value > 0 else None

    @property
    def upward(self) -> bool:
        """A numeric target where more is better."""
        return (
            self.is_numeric
            and self.judged is not None
            and self.judged.target is not None
            and self.judged.target.direction > 0
        )


@dataclass
class Case:
    """One evaluation under one rule set, and what its checks found or could not run."""

    evaluation: Evaluation
    result: Result
    weights: Weights
    judgements: tuple[Judgement | None, ...]
    rules: RuleSet
    findings: list[Finding] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        facts = zip(
            self.evaluation.indicators, self.weights.points, self.result.scores, self.judgements, strict=True
        )
        return tuple(
            Row(index, indicator, points, score, judged)
            for index, (indicator, points, score, judged) in enumerate(facts)
            if not indicator.sub_row and level1_kind(indicator.level1) != "execution"
        )

    def has_column(self, name: str) -> bool:
        """Whether the form has cells of this kind at all: a bare score sheet has neither targets nor actuals."""
        return any(
            name in row.indicator.places or getattr(row.indicator, name) is not None for row in self.rows
        )

    @cached_property
    def text(self) -> str:
        """All running text of the form, for words that explain."""
        whole = self.evaluation
        notes = [row.indicator.deviation_note for row in self.rows]
        parts = [whole.goal, whole.goal_actual, whole.problems, whole.measures, whole.narrative, *notes]
        return "\n".join("".join(part.split()) for part in parts if part)

    @cached_property
    def has_detail(self) -> bool:
        return any(row.indicator.self_score is not None for row in self.rows)

    @cached_property
    def all_full(self) -> bool:
        """Total 100 and nothing lost anywhere it is printed."""
        scored = [
            row for row in self.rows if row.printed is not None and row.indicator.self_score is not None
        ]
        lost = any((row.indicator.self_score or ZERO) < (row.printed or ZERO) for row in scored)
        return bool(self.rows) and self.evaluation.self_score == HUNDRED and not lost

    def limit(self, code: str, key: str) -> Decimal:
        return limit_of(code, key, self.rules)

    def mentions(self, list_name: str) -> bool:
        return any(word in self.text for word in words(list_name))

    def skip(self, *names: str) -> None:
        """未检: the input is not there."""
        self.not_run.extend(names)

    def project(
        self, code: str, field_name: str = "", severity: Severity | None = None, **numbers: str
    ) -> None:
        """A finding about the project, placed at a field of the evaluation or its budget."""
        places: Mapping[str, Place] = {**self.evaluation.places, **self.evaluation.budget.places}
        place = places.get(field_name)
        self.findings.append(
            found(code, severity=severity, indicator=None, place=str(place or ""), **numbers)
        )

    def row(
        self,
        code: str,
        row: Row,
        field_name: str = "actual",
        severity: Severity | None = None,
        **numbers: str,
    ) -> None:
        """A finding about one indicator, placed at one of its cells."""
        places = row.indicator.places
        place = places.get(field_name) or places.get("level3") or places.get("target") or places.get("actual")
        self.findings.append(
            found(code, severity=severity, indicator=row.index, place=str(place or ""), **numbers)
        )
