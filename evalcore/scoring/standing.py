"""Levels of government that honours, checks and reports are of: 国家级, 省级, 市级以上."""

from __future__ import annotations

import re

from evalcore.scoring.clause import Clause
from evalcore.scoring.likeness import words_of

# The highest first.
_LEVELS = tuple(
    re.compile(words)
    for words in (
        "国家|中央|国务院|全国|部级",
        "省|自治区级",
        "市|州级|盟级",
        "区级|县|旗|区[（(]?县",
        "镇|乡|街道",
    )
)
_AND_ABOVE = re.compile("级(?:及|\\(含\\))?以上")


def _level(text: str) -> int | None:
    """The one level a text names, 0 the highest; None when it names none or several."""
    named = [place for place, level in enumerate(_LEVELS) if level.search(text)]
    return named[0] if len(named) == 1 else None


def by_standing(actual: str, clauses: list[Clause]) -> Clause | None:
    """获得省级表彰 beside 市级以上…，区级…: the clause of the actual's level, or the nearest below it that speaks of 以上;
    None where the clauses do not differ by level, or the actual names none."""
    own = _level(actual)
    levels = [(place, c) for c in clauses if (place := _level(words_of(c, actual))) is not None]
    if own is None or len({place for place, _clause in levels}) < 2:
        return None
    exact = [clause for place, clause in levels if place == own]
    if exact:
        return exact[0] if len(exact) == 1 else None
    above = [(place, c) for place, c in levels if place > own and _AND_ABOVE.search(words_of(c, actual))]
    return min(above, key=lambda one: one[0])[1] if above else None
