"""Grades: of a total under a rule set's lines, and of a printed label."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.model import Grade
from evalcore.scoring.numbers import half_up
from evalcore.scoring.rule_set import GradeLine, RuleSet


def grade_line(total: Decimal, rules: RuleSet) -> GradeLine:
    """The line a total reaches after rounding half-up to 2 decimals: 59.995 is 中, 59.9949 is 差."""
    rounded = half_up(total, 2)
    for line in rules.grades:
        if rounded >= line.at_least:
            return line
    return rules.grades[-1]


def grade_of(total: Decimal, rules: RuleSet) -> Grade:
    """The grade of a total, folded to the four."""
    return grade_line(total, rules).grade


def fold_label(label: str | None, rules: RuleSet) -> Grade | None:
    """The grade a printed label means (优秀 → 优, 低 → 中), or None where the rule set does not know it."""
    bare = re.sub(r"[\s“”\"'（）()☑√✓:：]", "", label or "")
    if not bare:
        return None
    for line in rules.grades:
        if bare == line.label:
            return line.grade
    if bare in rules.labels:
        return rules.labels[bare]
    return Grade(bare) if bare in {grade.value for grade in Grade} else None


def is_standard_label(label: str, rules: RuleSet) -> bool:
    """Whether the label is written as the rule set writes it."""
    return label.strip() in {line.label for line in rules.grades}
