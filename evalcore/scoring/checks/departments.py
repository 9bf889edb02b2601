"""E. Checks of one department's self-evaluations of one year: fewer than 5 projects raise nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from evalcore.model import Finding
from evalcore.scoring.checks.case import HUNDRED, found, limit_of, number
from evalcore.scoring.scored import Scored


def department(members: Sequence[Scored]) -> tuple[Finding, ...]:
    """Self-evaluations of one department and year; fewer than 5 projects raise nothing."""
    if len(members) < 5:
        return ()
    return (*_uniform(members), *_review_gap(members), *_one_direction(members))


def _quartile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """Linear between order statistics, as percentile_cont; share below 1, at least two numbers."""
    place = (len(ordered) - 1) * share
    low = int(place)
    return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)


def _uniform(members: Sequence[Scored]) -> list[Finding]:
    rules = members[0].rules
    scores = sorted(each.evaluation.self_score for each in members if each.evaluation.self_score is not None)
    if len(scores) < limit_of("D_SCORES_UNIFORM", "count", rules):
        return []
    low, high = _quartile(scores, Decimal("0.25")), _quartile(scores, Decimal("0.75"))
    full = Decimal(sum(score == HUNDRED for score in scores)) / len(scores)
    narrow = high - low < limit_of("D_SCORES_UNIFORM", "iqr", rules)
    if not narrow and full < limit_of("D_SCORES_UNIFORM", "share", rules):
        return []
    return [found("D_SCORES_UNIFORM", low=number(low), high=number(high), count=str(len(scores)))]


def _review_gap(members: Sequence[Scored]) -> list[Finding]:
    rules = members[0].rules
    gaps = [
        whole.self_score - whole.review_score
        for whole in (each.evaluation for each in members)
        if whole.self_score is not None and whole.review_score is not None
    ]
    if len(gaps) < limit_of("D_REVIEW_GAP", "count", rules):
        return []
    middle = median(gaps)
    if middle < limit_of("D_REVIEW_GAP", "points", rules):
        return []
    return [found("D_REVIEW_GAP", gap=number(middle), count=str(len(gaps)))]


def _one_direction(members: Sequence[Scored]) -> list[Finding]:
    gaps = [
        each.evaluation.self_score - each.result.total.value
        for each in members
        if each.evaluation.self_score is not None and each.result.total.value is not None
    ]
    differing = [gap for gap in gaps if abs(gap) > Decimal("0.05")]
    if len(differing) < limit_of("D_GAP_DIRECTION", "count", members[0].rules):
        return []
    if all(gap > 0 for gap in differing):
        return [found("D_GAP_DIRECTION", count=str(len(differing)), direction="高于")]
    if all(gap < 0 for gap in differing):
        return [found("D_GAP_DIRECTION", count=str(len(differing)), direction="低于")]
    return []
