"""An evaluation beside its result."""

from __future__ import annotations

from dataclasses import dataclass

from evalcore.model import Evaluation, Result
from evalcore.scoring.rule_set import RuleSet, rule_set


@dataclass(frozen=True, slots=True)
class Scored:
    """An evaluation with its result; `key` links the years of one project."""

    evaluation: Evaluation
    result: Result
    key: str

    @property
    def rules(self) -> RuleSet:
        return rule_set(id=self.result.rule_set)
