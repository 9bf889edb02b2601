"""What a sentence's clauses are about: one thing, or several that each have their own share (完成率…；满意度…)."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.assembly import Scoring
from evalcore.scoring.case import all_bounds, is_get
from evalcore.scoring.clause import Award, Clause
from evalcore.scoring.dates import find_dates
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.numbers import word_list
from evalcore.scoring.quantity import Quantity, Unit, converted


def subjects(scoring: Scoring, points: Decimal | None = None) -> list[Scoring]:
    """A sentence about several things (完成率…；满意度…), one part each; a table is one part."""
    parts: list[list[Clause]] = []
    subject, unit = "", Unit()
    for clause in scoring.clauses:
        named = clause.condition.kind == "range" and is_get(clause)
        words = _subject(clause.condition.words) if named else ""
        own = next((bound.quantity.unit for bound in all_bounds((clause,))), Unit()) if named else Unit()
        other_words = words and subject and _differ(words, subject)
        other_unit = words and unit.name and own.name and converted(Quantity(ONE, own), unit) is None
        if not parts or other_words or other_unit:
            parts.append([])
            subject, unit = words, own
        subject, unit = subject or words, unit if unit.name else own
        parts[-1].append(clause)
    if points is not None and sum(map(_most, parts), ZERO) != points:
        split = [own for part in parts for own in _beside_words(part)]
        fulls = [_most(part) for part in split]
        kinds = {part[0].condition.kind == "range" for part in split}
        parts = split if len(kinds) == 2 and ZERO not in fulls and sum(fulls) == points else parts
    return [Scoring(tuple(part), scoring.limits, partial=scoring.partial) for part in parts]


def _subject(words: str) -> str:
    """What a tier is about; A档, 优秀, 第一等 only name the tier."""
    labels = "|".join(word_list("sentence")["tier_labels"]["words"])
    bare = re.sub(rf"^(?:{labels})(?!\w?[率度])[：:，]?", "", words)
    return bare if len(bare) > 1 else ""


def _differ(one: str, other: str) -> bool:
    """Whether two tiers are about different things: 群众知晓率 and 群众满意度, not 完成率 and 实际完成率."""
    days = [[date.span for date in find_dates(words)] for words in (one, other)]
    if all(days) and days[0] != days[1]:
        return True  # 6月底≥50%得2分；9月底≥75%得2分
    measures = [re.search(r"(\w{2})[率度]$", words) for words in (one, other)]
    if measures[0] and measures[1]:
        return measures[0][0] != measures[1][0]
    return not wording.grams(one.replace("指标", "")) & wording.grams(other.replace("指标", ""))


def _most(part: list[Clause]) -> Decimal:
    """The most points a part's clauses name."""
    return max((c.effect.amount.points or ZERO for c in part if isinstance(c.effect, Award)), default=ZERO)


def _beside_words(clauses: list[Clause]) -> list[list[Clause]]:
    """质量达标率100%得5分；工期按时完成得5分: numbers and words that only together make the full mark."""
    parts: list[list[Clause]] = []
    for clause in clauses:
        kind = clause.condition.kind
        if not parts or (
            is_get(clause) and (kind in ("words", "met") or parts[-1][0].condition.kind != kind)
        ):
            parts.append([])
        parts[-1].append(clause)
    return parts
