"""An evaluation and its result as the rows of a version, made without the database: in the process that read the file.

A load's time is spent here; what is left to the process that writes the store is ids, places and appending.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalcore.model import Evaluation, Result, Source
from evalcore.model.codec import dump_evaluation
from evalcore.store.row import Row, text
from evalcore.store.rows import (
    Detail,
    evaluation_row,
    facts,
    finding_row,
    indicator_rows,
    movement_rows,
    trial_columns,
    trial_rows,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of an evaluation goes into the tables, without ids.

    about: the evaluation without its rows, for its identity. digest: of form and result, whatever the file was called.
    facts: its numbers, equal in the pdf and the xlsx of one form. rows: table → rows, none where only told apart.
    """

    about: Evaluation
    detail: Detail
    form: str
    digest: str
    facts: str
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @property
    def indicators(self) -> int:
        """Indicators of the form, rows that only explain another (其中) left out."""
        return sum(not row["sub_row"] for row in self.rows["stored_indicator"])

    @property
    def findings(self) -> int:
        return len(self.rows["stored_finding"])


def prepare(evaluation: Evaluation, result: Result, detail: Detail | None = None) -> Prepared:
    """The rows of an evaluation. detail: what the form itself does not say."""
    told = tell_apart(evaluation, result, detail)
    rows: dict[str, Sequence[Row]] = {
        "stored_evaluation": [
            evaluation_row(evaluation, result, told.detail) | trial_columns(evaluation, result)
        ],
        "stored_indicator": indicator_rows(evaluation, result),
        "stored_movement": movement_rows(evaluation),
        "stored_trial": trial_rows(evaluation, result),
        "stored_finding": [finding_row(finding) for finding in result.findings],
    }
    return replace(told, rows=rows)


def tell_apart(evaluation: Evaluation, result: Result, detail: Detail | None = None) -> Prepared:
    """What tells an evaluation from another, without its rows: enough to foresee what storing it would do."""
    detail = detail or Detail()
    nameless = replace(evaluation, source=Source("", evaluation.source.sha256, "", evaluation.source.url))
    judged = (
        result.rule_set, result.points, result.scores, result.execution_points, result.execution,
        result.total, result.grade_text, result.findings, detail,
    )  # fmt: skip
    content = f"{_form(nameless)}\x1f{judged!r}".encode("utf-8", "replace")
    about = Evaluation(
        evaluation.project, evaluation.year, evaluation.department, evaluation.unit, evaluation.project_code,
        method=evaluation.method, subject=evaluation.subject, source=evaluation.source,
    )  # fmt: skip
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Prepared(about, detail, _form(evaluation), digest, facts(evaluation))


def _form(evaluation: Evaluation) -> str:
    """The form's JSON. A broken file's half surrogate pair, which UTF-8 cannot hold, becomes ?."""
    return text(dump_evaluation(evaluation)) or ""
