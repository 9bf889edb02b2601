"""Points by place: 排名第1-3名的依次得…, 倒数第4名及以上每进1名扣…."""

from __future__ import annotations

import re

from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case
from evalcore.scoring.clause import PerStep, Ranks
from evalcore.scoring.judgement import Judgement
from evalcore.scoring.numbers import plain
from evalcore.scoring.tally import Tally


def ranked(case: Case) -> Judgement:
    """The points of the place the actual states."""
    ranks = next(clause.effect for clause in case.clauses if isinstance(clause.effect, Ranks))
    found = re.search(r"(倒数)?第?\s?(\d+)\s?名?", case.actual)
    if not found or bool(found[1]) != ranks.from_end:
        return needs_person("实际完成值没有名次")
    place, weight = int(found[2]), case.weight or max(ranks.points)
    tally = Tally()
    if 1 <= place <= len(ranks.points):
        earned = ranks.points[place - 1]
        tally.earn(earned / weight, f"第 {place} 名得 {plain(earned)} 分")
        return tally.judgement()
    per = next((c.effect for c in case.clauses if isinstance(c.effect, PerStep)), None)
    if per is None or per.award.verb != "deduct" or place < 1:
        return needs_person(f"规则没有写第 {place} 名得几分")
    beyond = place - len(ranks.points)
    tally.earn(ranks.points[-1] / weight, f"第 {len(ranks.points)} 名得 {plain(ranks.points[-1])} 分")
    tally.lose(case.share(per.award.amount, beyond), f"再退 {beyond} 名，每名{per.award}")
    return tally.judgement()
