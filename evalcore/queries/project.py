"""What /project asks: one evaluation's passport, and the rows around it.

The passport is made again from the stored form, scored under the rule set that scored it. So traces need no
storage, and a score that no longer comes out the same is seen (`Passport.unchanged`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from evalcore.access import Scope
from evalcore.glossary import is_missing
from evalcore.model import BASIS_LABELS, Evaluation, Indicator, Place, Result, Score
from evalcore.queries import run
from evalcore.queries.run import DATASETS, Dataset, Selection, Store, query
from evalcore.scoring.numbers import plain, split_points
from evalcore.scoring.rule_set import RuleSet, rule_set
from evalcore.scoring.total import score_evaluation

Kind = Literal["self", "review", "recomputed"]
EXECUTION = "execution"  # the code of the 预算执行率 row; indicators have their position
ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Loss:
    """One step from 100 to the score. code: the row it belongs to ("" for none); lost < 0 adds points."""

    code: str
    name: str
    lost: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the score table: an indicator, or 预算执行率 (indicator is None)."""

    code: str
    name: str
    level1: str
    points: Decimal | None
    self_score: Decimal | None
    review_score: Decimal | None
    score: Score
    indicator: Indicator | None
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Passport:
    """One evaluation with everything that explains its score. row: its columns as stored."""

    id: str
    dataset: Dataset
    row: Mapping[str, Any]
    evaluation: Evaluation
    result: Result
    rules: RuleSet

    @property
    def unchanged(self) -> bool:
        """Whether scoring again gives the stored total."""
        stored, now = self.row["recomputed"], self.result.total.value
        if stored is None or now is None:
            return stored is None and now is None
        return Decimal(str(stored)) == now

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows of the score table in form order, 预算执行率 first."""
        form, result = self.evaluation, self.result
        lines = []
        if result.execution is not None:
            lines.append(
                Line(
                    EXECUTION, "预算执行率", "预算执行率", result.execution_points,
                    form.budget.execution_score, None, result.execution, None, form.budget.places,
                )
            )  # fmt: skip
        for position, (item, points, score) in enumerate(
            zip(form.indicators, result.points, result.scores, strict=True)
        ):
            lines.append(
                Line(str(position), item.level3, item.level1, points, _shared(form, position, "self_score"),
                     _shared(form, position, "review_score"), score, item, item.places)
            )  # fmt: skip
        return tuple(lines)

    def total(self, kind: Kind) -> Decimal | None:
        """The total of one kind of score, None when the form (or the recomputation) has none."""
        if kind == "recomputed":
            return self.result.total.value
        return self.evaluation.self_score if kind == "self" else self.evaluation.review_score

    def losses(self, kind: Kind) -> tuple[Loss, ...]:
        """Steps from 100 to the total: 100 - Σ lost == total exactly; () when there is no total.

        What the rows do not explain (weights that do not add to 100, rows without a score, a printed total
        that is not the sum of its parts, rounding, a cap) has steps of its own.
        """
        total = self.total(kind)
        if total is None:
            return ()
        scored = [line for line in self.lines if line.points is not None and not _is_sub_row(line)]
        weight = sum((line.points for line in scored if line.points is not None), ZERO)
        steps = []
        if weight != HUNDRED:
            steps.append(Loss("", f"分值合计 {plain(weight)} 分", HUNDRED - weight, "与 100 分之差"))
        silent = 0
        for line in scored:
            given = self._given(line, kind)
            if given is None or line.points is None:
                silent += 1
            elif given != line.points:
                steps.append(Loss(line.code, line.name, line.points - given, _note(line, kind)))
        rest = HUNDRED - sum((step.lost for step in steps), ZERO) - total
        if rest != 0 or silent:
            steps.append(self._remainder(kind, silent, rest))
        return tuple(steps)

    def _given(self, line: Line, kind: Kind) -> Decimal | None:
        if kind == "self":
            return line.self_score
        if kind == "review":
            return line.review_score
        if line.score.value is not None:
            return line.score.value
        if line.self_score is None or line.points is None:
            return None
        # As the total counts it: the printed score, kept inside the strict interval.
        return min(max(line.self_score, line.score.low), line.points, line.score.high)

    def _remainder(self, kind: Kind, silent: int, rest: Decimal) -> Loss:
        if silent:
            return Loss("", f"未列分项得分的 {silent} 项合计", rest, "表中没有这些项的分项得分")
        if kind == "recomputed":
            return Loss(
                "", "四舍五入、封顶", rest, "；".join(step.text for step in self.result.total.trace[-2:])
            )
        return Loss("", "总分与分项合计之差", rest, "填报的总分不等于分项得分之和")


def _is_sub_row(line: Line) -> bool:
    return line.indicator is not None and line.indicator.sub_row


def _note(line: Line, kind: Kind) -> str:
    """Why a row lost points, in one line."""
    if kind != "recomputed":
        return (line.indicator.deviation_note or "") if line.indicator else ""
    if line.score.value is None:
        return "需人工认定，暂按填报得分"
    lost = [step.text for step in line.score.trace if step.lost != 0]
    return "；".join(lost) or line.score.reason


def _shared(form: Evaluation, position: int, field: Literal["self_score", "review_score"]) -> Decimal | None:
    """A row's printed score; a merged cell over several rows is split among them, summing exactly."""
    item = form.indicators[position]
    printed: Decimal | None = getattr(item, field)
    if printed is None or item.shared_score_group is None:
        return printed
    members = [
        index
        for index, other in enumerate(form.indicators)
        if other.shared_score_group == item.shared_score_group and other.level1 == item.level1
    ]
    return split_points(printed, len(members))[members.index(position)]


def passport(
    evaluation_id: str, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> Passport | None:
    """The passport of one evaluation of any dataset; None when there is none the reader may see."""
    for dataset in DATASETS:
        found = query(
            "project_row", Selection(dataset=dataset), scope=scope, version=version, store=store,
            params={"id": evaluation_id},
        )  # fmt: skip
        if len(found):
            break
    else:
        return None
    form = run.passport(evaluation_id, scope=scope, version=version, store=store)
    if form is None:
        return None
    row = {str(name): None if is_missing(value) else value for name, value in found.iloc[0].items()}
    rules = rule_set(id=str(row["rule_set"]))
    return Passport(evaluation_id, dataset, row, form, score_evaluation(form, rules), rules)


def indicators(made: Passport) -> pd.DataFrame:
    """The score table: code, level1, level2, level3, target, actual, points, scores, lost, basis, place."""
    rows = []
    for line in made.lines:
        item, budget = line.indicator, made.evaluation.budget
        target = item.target if item else None
        actual = item.actual if item else None
        if item is None and budget.annual is not None and budget.executed is not None:
            target, actual = f"{plain(budget.annual)} 万元", f"{plain(budget.executed)} 万元"
        scored = line.points is not None and not _is_sub_row(line)
        value = line.score.value if scored else None
        lost = None if value is None or line.points is None else line.points - value
        place = line.places.get("actual") or line.places.get("executed") or line.places.get("level3")
        rows.append(
            {
                "code": line.code,
                "level1": line.level1,
                "level2": item.level2 if item else None,
                "level3": line.name,
                "target": target,
                "actual": actual,
                "points": _float(line.points),
                "self_score": _float(line.self_score),
                "review_score": _float(line.review_score),
                "recomputed": _float(value),
                "lost": _float(lost),
                "basis": BASIS_LABELS[line.score.basis] if scored else "不计分",
                "place": str(place) if place else None,
            }
        )
    return pd.DataFrame(rows)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def project_history(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    id: str,
) -> pd.DataFrame:
    """Every year and method of the project, linked predecessors and successors included (`how`)."""
    return query("project_history", selection, scope=scope, version=version, store=store, params={"id": id})


def project_findings(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    id: str,
) -> pd.DataFrame:
    """疑点 of one evaluation, gravest first. selection: only its dataset."""
    return query("project_findings", selection, scope=scope, version=version, store=store, params={"id": id})


def project_revisions(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    id: str,
) -> pd.DataFrame:
    """Earlier revisions that a later file replaced."""
    return query("project_revisions", selection, scope=scope, version=version, store=store, params={"id": id})


def project_list(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    find: str = "",
    rows: int = 50,
    skip: int = 0,
) -> pd.DataFrame:
    """A page of the selection's projects whose name, code, unit or department holds `find`."""
    params = {"find": find.strip(), "rows": min(rows, 1000), "skip": skip}
    return query("project_list", selection, scope=scope, version=version, store=store, params=params)


def project_row(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    id: str,
) -> pd.DataFrame:
    """The columns of one evaluation as stored, whatever the filters say; empty where there is none."""
    return query("project_row", selection, scope=scope, version=version, store=store, params={"id": id})
