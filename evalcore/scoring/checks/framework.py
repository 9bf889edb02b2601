"""C. The set of indicators: which kinds are there, how many, named and classed how."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from evalcore.model import Severity, Subject
from evalcore.scoring.checks.case import Case, Row
from evalcore.scoring.checks.catalog import suspect_classes, words
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import fold

_OUTPUTS = {
    "quantity": "IND_NO_QUANTITY",
    "quality": "IND_NO_QUALITY",
    "timeliness": "IND_NO_TIMELINESS",
    "cost": "IND_NO_COST",
}


def framework(case: Case) -> None:
    """Every check of the set of indicators."""
    kinds = {row.kind for row in case.rows}
    if not case.rows:
        case.skip(*_OUTPUTS.values(), "IND_NO_BENEFIT", "IND_NO_SATISFACTION")
    else:
        _outputs(case, kinds)
        if "benefit" not in kinds | {level1_kind(row.indicator.level2) for row in case.rows}:
            case.project("IND_NO_BENEFIT")
        _satisfaction(case)
    _count(case)
    _classes(case)
    _duplicates(case)
    _inputs(case)


def _outputs(case: Case, kinds: set[str]) -> None:
    if not any(row.indicator.level2 for row in case.rows):
        case.skip(*_OUTPUTS.values())
        return
    seen = {row.kind2 for row in case.rows} | (kinds & {"cost"})
    missing = [kind for kind in _OUTPUTS if kind not in seen]
    if len(missing) == len(_OUTPUTS) and case.evaluation.subject is Subject.DEPARTMENT:
        case.skip(*_OUTPUTS.values())  # 投入、过程、履职: a framework that has none of the four by design
        return
    works = any(word in case.evaluation.project for word in words("works"))
    for kind in missing:
        heavy = len(missing) >= 2 or (kind == "cost" and works)
        case.project(_OUTPUTS[kind], severity=Severity.YELLOW if heavy else None)


def _satisfaction(case: Case) -> None:
    if any(row.is_satisfaction for row in case.rows):
        return
    text = " ".join((case.evaluation.project, case.evaluation.goal or "", *(row.name for row in case.rows)))
    if any(word in text for word in words("serves_people")):
        case.project("IND_NO_SATISFACTION")


def _count(case: Case) -> None:
    count = len(case.rows)
    if not count:
        case.skip("IND_TOO_FEW", "IND_TOO_MANY")
    elif count < case.limit("IND_TOO_FEW", "count"):
        case.project("IND_TOO_FEW", count=str(count))
    elif count > case.limit("IND_TOO_MANY", "count"):
        case.project("IND_TOO_MANY", count=str(count))


def _classes(case: Case) -> None:
    for row in case.rows:
        for named, under, closer in suspect_classes():
            if row.kind2 in under and any(word in row.name for word in named):
                level2 = row.indicator.level2 or ""
                case.row("IND_CLASS_SUSPECT", row, "level3", name=row.name, level2=level2, closer=closer)
                break


_PREFIX = re.compile(r"^(?:指标\s*\d+|\d+|[①-⑳])\s*[:.、)]?\s*")


@lru_cache(maxsize=50_000)
def folded_name(name: str) -> str:
    """A name without its 指标1： prefix, spaces and punctuation."""
    return re.sub(r"[\s()（）:：,，、“”\"。.]", "", _PREFIX.sub("", fold(name)))


def _duplicates(case: Case) -> None:
    rows = [row for row in case.rows if len(folded_name(row.name)) > 1]
    alike = float(case.limit("IND_DUPLICATE", "similarity"))
    for position, second in enumerate(rows):
        for first in rows[:position]:
            if _same(first, second, alike):
                case.row("IND_DUPLICATE", second, "level3", name=first.name, other=second.name)
                break


def _same(first: Row, second: Row, alike: float) -> bool:
    one, other = folded_name(first.name), folded_name(second.name)
    if one == other:
        return first.kind2 == second.kind2 or first.target == second.target
    quantity = first.judged.target.quantity if first.judged and first.judged.target else None
    if quantity is None or quantity.is_percent or quantity.value <= 1 or quantity.unit.dimension == "time":
        return False
    if first.kind2 != second.kind2:
        return False
    same = (first.target, first.actual) == (second.target, second.actual)
    return same and _elaborates(one, other) and SequenceMatcher(None, one, other).ratio() >= alike


def _elaborates(one: str, other: str) -> bool:
    """Whether the longer name only adds to the shorter: 学员数 and 学员人数, never 主导项目 and 参与项目."""
    shorter, longer = sorted((one, other), key=len)
    rest = iter(longer)
    return all(char in rest for char in shorter)


def _inputs(case: Case) -> None:
    for row in case.rows:
        if row.kind2 == "quantity" and any(word in row.name for word in words("input_not_output")):
            case.row("IND_INPUT_AS_OUTPUT", row, "level3", name=row.name)
