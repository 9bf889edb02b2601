"""Sums over evaluations: what is counted of each one, and by what it is summed.

A column is one expression of an evaluation's own row, so that a cell is the sum of its rows, and a selection that
needs more than a cell knows takes the rows themselves. Amounts in 万元; sums of decimals are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

from evalcore.scoring.checks.catalog import codes
from evalcore.scoring.level import LEVELS

LOW = 0.8  # 财政业务系统: more than 20 % unspent is to be explained
GAP = 0.05  # 财政业务系统: indicator score rate above the execution rate by more than 5 % (relative)
TOLERANCE = float(
    codes()["SC_RECOMPUTE_DIFF"].thresholds["points"]
)  # points a recomputed score may differ by

PLACE = ("dataset", "year", "department_code", "method", "subject")
YEAR = ("dataset", "year", "method", "subject")
_SIZE = """CASE WHEN budget_annual >= 1000 THEN 4 WHEN budget_annual >= 200 THEN 3 WHEN budget_annual >= 50 THEN 2
    WHEN budget_annual >= 10 THEN 1 WHEN budget_annual IS NOT NULL THEN 0 END"""


def _if(condition: str, value: str = "1") -> str:
    """A count (0 where not) of rows, or the sum of a value over rows (NULL where none) of which this holds."""
    return (
        f"CASE WHEN {condition} THEN 1 ELSE 0 END"
        if value == "1"
        else f"CASE WHEN {condition} THEN {value} END"
    )


_BOTH = "budget_annual IS NOT NULL AND executed IS NOT NULL"
_WITH_INITIAL = "budget_initial IS NOT NULL AND executed IS NOT NULL"
_THREE = f"budget_initial IS NOT NULL AND {_BOTH}"
_COUNT = {"evaluations": "1", "with_annual": _if("budget_annual IS NOT NULL"), "money": "budget_annual"}
_SPENT = {
    "with_both": _if(_BOTH), "annual_of_both": _if(_BOTH, "budget_annual"), "executed_of_both": _if(_BOTH, "executed"),
    "money_left": _if("budget_annual > executed", "budget_annual - executed"), "left_rows": _if("budget_annual > executed"),
    "money_over": _if("executed > budget_annual", "executed - budget_annual"), "over_rows": _if("executed > budget_annual"),
    "carried_rows": _if("carried_annual IS NOT NULL AND carried_executed IS NOT NULL"),
    "carried": _if("carried_executed IS NOT NULL", "carried_annual"),
    "carried_spent": _if("carried_annual IS NOT NULL", "carried_executed"),
}  # fmt: skip
_EXECUTION = {
    "with_initial": _if(_WITH_INITIAL), "initial": _if(_WITH_INITIAL, "budget_initial"),
    "executed_of_initial": _if(_WITH_INITIAL, "executed"),
    "rated": _if("budget_annual > 0 AND executed IS NOT NULL"), "zero_annual": _if("budget_annual = 0"),
    "with_three": _if(_THREE), "initial_of_three": _if(_THREE, "budget_initial"),
    "annual_of_three": _if(_THREE, "budget_annual"), "executed_of_three": _if(_THREE, "executed"),
    "low": _if(f"execution_rate < {LOW}"), "low_left": _if(f"execution_rate < {LOW}", "budget_annual - executed"),
    "exactly_full": _if("budget_annual > 0 AND executed = budget_annual"),
    "unspent": _if("budget_annual > 0 AND executed = 0"),
}  # fmt: skip
# The product of two decimals of 64 bits is one too: a score times 110 亿元 overflows it, so one factor is made wider.
_WIDE = "CAST(budget_annual AS DECIMAL(28, 6))"
_PAIRED = "self_score IS NOT NULL AND recomputed IS NOT NULL"
_REVIEWED = "self_score IS NOT NULL AND review_score IS NOT NULL"
# Self minus recomputed over the rows with both (paired), self minus review over those with both (reviewed); *_weighted
# times the annual budget, over rows with a positive one. own_*: the self-scores of the reviewed rows.
_AUDIT = {
    "self_scored": _if("self_score IS NOT NULL"),
    "self_full": _if("self_score >= 100"), "self_top": _if("self_score >= 95"),
    "self_graded": _if("self_score IS NOT NULL AND self_grade IS NOT NULL"),
    "self_excellent": _if("self_score IS NOT NULL AND self_grade = '优'"),
    "recomputed_scored": _if("recomputed IS NOT NULL"),
    "recomputed_full": _if("recomputed >= 100"), "recomputed_top": _if("recomputed >= 95"),
    "recomputed_graded": _if("recomputed_grade IS NOT NULL"), "recomputed_excellent": _if("recomputed_grade = '优'"),
    "paired": _if(_PAIRED), "paired_gap": "self_score - recomputed",
    "with_high": _if(f"{_PAIRED} AND recomputed_high IS NOT NULL"), "least_gap": _if(_PAIRED, "self_score - recomputed_high"),
    "with_low": _if(f"{_PAIRED} AND recomputed_low IS NOT NULL"), "most_gap": _if(_PAIRED, "self_score - recomputed_low"),
    "with_coverage": _if(f"{_PAIRED} AND coverage IS NOT NULL"), "coverage": _if(_PAIRED, "coverage"),
    "above": _if(f"self_score_approx - recomputed_approx > {TOLERANCE}"),
    "below": _if(f"recomputed_approx - self_score_approx > {TOLERANCE}"),
    "paired_weighted": _if("budget_annual > 0", f"(self_score - recomputed) * {_WIDE}"),
    "paired_weight": _if(f"budget_annual > 0 AND {_PAIRED}", "budget_annual"),
    "reviewed": _if(_REVIEWED), "reviewed_gap": "self_score - review_score",
    "reviewed_weighted": _if("budget_annual > 0", f"(self_score - review_score) * {_WIDE}"),
    "reviewed_weight": _if(f"budget_annual > 0 AND {_REVIEWED}", "budget_annual"),
    "reviewed_money": _if(_REVIEWED, "budget_annual"),
    "own_full": _if(f"{_REVIEWED} AND self_score >= 100"), "own_top": _if(f"{_REVIEWED} AND self_score >= 95"),
    "review_full": _if(f"{_REVIEWED} AND review_score >= 100"), "review_top": _if(f"{_REVIEWED} AND review_score >= 95"),
    "both_graded": _if(f"{_REVIEWED} AND self_grade IS NOT NULL AND review_grade IS NOT NULL"),
    "agreed": _if(f"{_REVIEWED} AND self_grade = review_grade"),
    "own_excellent": _if(f"{_REVIEWED} AND review_grade IS NOT NULL AND self_grade = '优'"),
    "review_excellent": _if(f"{_REVIEWED} AND self_grade IS NOT NULL AND review_grade = '优'"),
    "unreviewed": _if("review_score IS NULL"),
    "review_graded": _if("review_grade IS NOT NULL"), "review_good": _if("review_grade IN ('优', '良')"),
}  # fmt: skip
_SCORED = {
    "scored": _if("score_exact IS NOT NULL"), "points": "score_exact",
    "weighted_rows": _if("score_exact IS NOT NULL AND budget_annual > 0"),
    "weighted": _if("budget_annual > 0", f"score_exact * {_WIDE}"),
    "weight": _if("score_exact IS NOT NULL AND budget_annual > 0", "budget_annual"),
    "full_marks": _if("score_exact >= 100"), "high_marks": _if("score_exact >= 95"),
    "full_money": _if("score_exact >= 100", "budget_annual"), "high_money": _if("score_exact >= 95", "budget_annual"),
    "scored_money": _if("score_exact IS NOT NULL", "budget_annual"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summed:
    """columns (name → expression of a row) summed by keys (the same). of: the rows, in the words of a FROM clause.

    kinds: once for each kind of score (score, score_exact, grade are that kind's). named: text that is carried along,
    the least of it (name → expression).
    """

    keys: dict[str, str]
    columns: dict[str, str]
    named: dict[str, str]
    of: str = "{evaluation} AS e"
    where: str = ""
    kinds: bool = False

    @property
    def rows(self) -> str:
        """SELECT of the rows unsummed, with the columns of the table."""
        picked = ", ".join(
            f"{text} AS {name}" for name, text in (self.keys | self.named | self.columns).items()
        )
        return f"SELECT {picked} FROM {self.of}{f' WHERE {self.where}' if self.where else ''}"

    @property
    def sql(self) -> str:
        """SELECT of the sums. Counts are whole numbers, sums of decimals exact."""
        least = [f"min({name}) AS {name}" for name in self.named]
        sums = [
            f"CAST(sum({name}) AS BIGINT) AS {name}" if text == "1" or text.endswith("THEN 1 ELSE 0 END")
            else f"sum({name}) AS {name}"
            for name, text in self.columns.items()
        ]  # fmt: skip
        keys = ", ".join(self.keys)
        return f"SELECT {', '.join([keys, *least, *sums])} FROM ({self.rows}) AS r GROUP BY {keys}"


def _of(names: tuple[str, ...]) -> dict[str, str]:
    return {name: f"e.{name}" for name in names}


_KIND = _of(("score_kind",))
_NAME = {"department": "e.department"}


def _level(kind: str) -> str:
    own = f"CASE e.score_kind WHEN 'recomputed' THEN {kind}_recomputed WHEN 'self' THEN {kind}_self END"
    return f"CASE WHEN coalesce({kind}_points, 0) > 0 THEN {own} ELSE 0 END"


_POINTS = {
    f"{kind}_points": f"CASE WHEN coalesce({kind}_points, 0) > 0 THEN {kind}_points ELSE 0 END"
    for kind in LEVELS
}
_COMPLETE = f"""CASE WHEN {" + ".join(map(_level, LEVELS))} IS NULL OR {" + ".join(_POINTS.values())} = 0 THEN 0 ELSE 1 END"""


def _without_execution(part: str) -> str:
    """The evaluations with a rate, a total and an execution score, as execution_map.sql and rate_bands.sql see them."""
    total, given = (
        ("recomputed_approx", "execution_recomputed")
        if part == "recomputed"
        else ("self_score_approx", "execution_self")
    )
    return f"""SELECT dataset, year, method, subject, '{part}' AS part, budget_annual, executed, rate_band,
            execution_rate AS rate, {total} AS total, coalesce({given}, 0) AS given, coalesce(execution_points, 0) AS most,
            ({total} - coalesce({given}, 0)) / nullif(100 - coalesce(execution_points, 0), 0) AS share
        FROM {{evaluation}} AS v
        WHERE execution_rate IS NOT NULL AND (execution_points IS NULL OR {given} IS NOT NULL)"""


EVALUATION_CELLS: dict[str, Summed] = {
    "evaluation_cell": Summed(_of(PLACE), _COUNT | _SPENT | _EXECUTION | _AUDIT, _NAME),
    "grade_cell": Summed(_of(PLACE) | _KIND | {"grade": "e.grade"}, _COUNT | _SCORED, _NAME, kinds=True),
    "level_cell": Summed(
        _of(PLACE) | _KIND | {"complete": _COMPLETE} | _POINTS,
        {"evaluations": "1"} | {f"{kind}_score": f"CAST({_level(kind)} AS DECIMAL(18, 4))" for kind in LEVELS},
        {}, where="e.score_exact IS NOT NULL", kinds=True,
    ),
    "profile_cell": Summed(
        _of((*PLACE, "project_type")), _COUNT,
        {"kind": "CASE WHEN e.department <> '（未填）' THEN e.department_kind END"},
    ),
    # how often self and review differ by how much
    "gap_cell": Summed(
        _of(PLACE) | {"gap": "CAST(self_score - review_score AS DOUBLE)"}, {"evaluations": "1"}, {}, where=_REVIEWED
    ),
    # all departments together
    "rule_cell": Summed(
        _of((*YEAR, "rule_set", "stage", "simulated", "submitted")), {"evaluations": "1"}, {}
    ),
    "score_cell": Summed(
        _of(YEAR) | _KIND | {"score": "e.score", "grade": "e.grade"}, _COUNT, {},
        where="e.score IS NOT NULL", kinds=True,
    ),
    "kind_cell": Summed(
        _of((*YEAR, "project_type")) | {"size": _SIZE, "fund_source": "e.fund_source"}, _COUNT | _SPENT, {}
    ),
    "class_cell": Summed(
        _of(YEAR)
        | {
            f"{kind}_class": f"CASE WHEN {of} >= 100 THEN 2 WHEN {of} >= 95 THEN 1 WHEN {of} IS NOT NULL THEN 0 END"
            for kind, of in (("self", "self_score"), ("recomputed", "recomputed"), ("review", "review_score"))
        }
        | _of(("self_grade", "recomputed_grade", "review_grade")),
        _COUNT, {},
    ),
    # x, y: the cells of execution_map.sql; share: of the points beside the execution points
    "map_cell": Summed(
        _of((*YEAR, "part", "rate_band"))
        | {
            "x": """CASE WHEN e.executed > e.budget_annual THEN 21 WHEN e.executed = e.budget_annual THEN 20
                ELSE CAST(floor(e.rate * 20 + 0.000000001) AS INTEGER) END""",
            "y": """CASE WHEN e.share >= 0.9999999 THEN 50 WHEN e.share < 0 THEN 0
                ELSE CAST(floor(e.share * 50 + 0.000000001) AS INTEGER) END""",
            "wide": f"CASE WHEN e.share > 0 AND (e.share - e.rate) / e.share > {GAP} THEN 1 ELSE 0 END",
        },
        _COUNT
        | {"rate": "e.rate", "total": "e.total", "execution_given": "e.given", "execution_full": "e.most", "share": "e.share",
           "wide_of_total": _if(f"e.total > 0 AND (e.total / 100 - e.rate) / (e.total / 100) > {GAP}")},
        {}, of=f"({_without_execution('self')} UNION ALL {_without_execution('recomputed')}) AS e",
        where="e.share IS NOT NULL",
    ),
}  # fmt: skip

# name → columns of the evaluation that are this kind's (score, exact score, grade)
SCORES = {
    "self": ("self_score_approx", "self_score", "self_grade"),
    "review": ("review_score_approx", "review_score", "review_grade"),
    "recomputed": ("recomputed_approx", "recomputed", "recomputed_grade"),
}


def of_every_kind(source: str, columns: str = "*") -> str:
    """These columns of source (a FROM item), once for each kind of score."""
    parts = (
        f"SELECT {columns}, '{kind}' AS score_kind, {score} AS score, {exact} AS score_exact, {grade} AS grade FROM {source} AS k"
        for kind, (score, exact, grade) in SCORES.items()
    )
    return f"({' UNION ALL '.join(parts)})"


# Quartiles cannot be summed: by department, year and subject, of all methods ('') and of each.
_SPREAD = """SELECT dataset, year, department_code, {subject} AS subject, {method} AS method, score_kind,
        max(department) AS department, count(score) AS scored,
        percentile_cont(0.25) WITHIN GROUP (ORDER BY score) AS p25,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS p50,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY score) AS p75,
        count(grade) AS graded, CAST(sum(CASE WHEN grade IN ('优', '良') THEN 1 ELSE 0 END) AS BIGINT) AS good
    FROM {{evaluation}} AS e WHERE score IS NOT NULL
    GROUP BY {keys}"""
_SPREAD_KEYS = "dataset, year, department_code, score_kind"
SPREAD_ROWS = _SPREAD.format(subject="''", method="''", keys=_SPREAD_KEYS)
SPREAD_CELL = " UNION ALL ".join(
    _SPREAD.format(subject="subject", method=method, keys=f"{_SPREAD_KEYS}, subject{by}")
    for method, by in (("''", ""), ("method", ", method"))
)
