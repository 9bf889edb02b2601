"""The columns of change: pairs of evaluations a year apart, in the kind of score that is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from evalcore.scoring.level import LEVELS
from evalcore.store.changes import CHANGE
from evalcore.store.evaluation_cells import SCORES

SIDES = ("before", "now")
_FACTS = ("year", "before", "number_before", "number_now", "method", "kind", "status", "moved", "ruled")


def change_columns(score_kind: str, chosen: Mapping[str, str]) -> str:
    """The columns of change, of stored_change or what CHANGE makes. chosen: side → SQL that says whether it is chosen.

    score_exact, grade, budget_annual, executed: of each side (_before, _now); LEVEL_lost: points won back, NULL for 复核.
    """
    _, exact, grade = SCORES[score_kind]
    own = {"score_exact": exact, "grade": grade, "budget_annual": "budget_annual", "executed": "executed"}
    picked = [*_FACTS, *(f"{chosen[side]} AS in_{side}" for side in SIDES)]
    picked += [f"{column}_{side} AS {name}_{side}" for name, column in own.items() for side in SIDES]
    lost = "CAST(NULL AS DOUBLE)" if score_kind == "review" else "{level}_{kind}_lost"
    picked += [f"{lost.format(level=level, kind=score_kind)} AS {level}_lost" for level in LEVELS]
    return ", ".join(picked)


def change_of_rows(score_kind: str, chosen: Mapping[str, str]) -> str:
    """SELECT of change from the rows of $before and $year that the reader may see, for any two years."""
    made = CHANGE.format(
        years="SELECT $guard_dataset AS dataset, CAST($before AS INTEGER) AS before, CAST($year AS INTEGER) AS year",
        evaluation="(SELECT * FROM all_evaluation WHERE year IN ($year, $before))",
        project_link="(SELECT *, $guard_dataset AS dataset FROM project_link)",
    )
    return f"SELECT {change_columns(score_kind, chosen)} FROM ({made}) AS made"
