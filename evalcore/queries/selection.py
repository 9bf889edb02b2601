"""What a reader has chosen to look at: the shared filters of every page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

ScoreKind = Literal["self", "review", "recomputed"]
Dataset = Literal["demo", "public", "submitted"]

SCORE_KINDS: tuple[ScoreKind, ...] = get_args(ScoreKind)
DATASETS: tuple[Dataset, ...] = get_args(Dataset)


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters in force. An empty tuple (or None, "") does not restrict. One dataset at a time: never mixed.

    departments are budget codes; methods, subjects, grades, fund_sources the stored Chinese words; grades are
    those of the chosen score_kind; budget_min and budget_max are 全年预算数 in 万元, both included;
    keyword is looked for in the project's name, code and implementing unit.
    """

    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    score_kind: ScoreKind = "self"
    budget_min: Decimal | None = None
    budget_max: Decimal | None = None
    fund_sources: tuple[str, ...] = ()
    keyword: str = ""
    dataset: Dataset = "demo"

    def __post_init__(self) -> None:
        if self.score_kind not in SCORE_KINDS:
            raise ValueError(f"score_kind {self.score_kind!r}: one of {SCORE_KINDS}")
        if self.dataset not in DATASETS:
            raise ValueError(f"dataset {self.dataset!r}: one of {DATASETS}")
