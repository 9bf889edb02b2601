"""What the registers say about the evaluations at hand, and the findings that follow from it.

A register that holds nothing about a project leaves its checks 未检: provided() tells which could run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb

from evalcore.model import Finding, Method
from evalcore.scoring import portfolio
from evalcore.scoring.portfolio import Scored
from evalcore.store.read import StoredEvaluation

Row = tuple[Finding, str | None, str | None, int | None]
Key = tuple[str, int]  # project_key, year


class Beside:
    """Approved targets, payments, budgets of the year after and rectification, by project and year."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dataset: str, keys: Sequence[str]) -> None:
        self.approved: dict[Key, dict[str, str]] = defaultdict(dict)
        self.paid: dict[Key, Decimal] = {}
        self.budget: dict[Key, Decimal] = {}
        self.rectified: set[Key] = set()

        def rows(table: str, *names: str) -> Iterator[tuple[Key, tuple[object, ...]]]:
            listed = ", ".join(("project_key", "year", *names))
            for key, year, *rest in connection.execute(
                f"""SELECT {listed} FROM stored_{table}
                    WHERE dataset = ? AND project_key IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL""",
                [dataset, list(keys)],
            ).fetchall():
                yield (key, year), tuple(rest)

        for key, (name, target) in rows("approved_target", "level3", "target"):
            if target:
                self.approved[key][str(name)] = str(target)
        for key, (paid,) in rows("payment", "paid"):
            if isinstance(paid, Decimal):
                self.paid[key] = paid
        for key, (budget,) in rows("next_budget", "budget_initial"):
            if isinstance(budget, Decimal):
                self.budget[key] = budget
        for key, _ in rows("rectification", "problem"):
            self.rectified.add(key)

    def findings(self, stored: Sequence[StoredEvaluation]) -> Iterable[Row]:
        """Self-evaluations against approved targets and payments; money after an external 中 or 差."""
        own: dict[Key, StoredEvaluation] = {}
        for each in stored:
            year = each.evaluation.year
            if year is None or each.evaluation.method is not Method.SELF:
                continue
            own[each.key, year] = each
            scored = Scored(each.evaluation, each.result, each.key)
            if approved := self.approved.get((each.key, year)):
                for finding in portfolio.against_approved(scored, approved):
                    yield finding, each.evaluation_id, None, None
            if (paid := self.paid.get((each.key, year))) is not None:
                for finding in portfolio.against_ledger(scored, paid):
                    yield finding, each.evaluation_id, None, None
        for each in stored:
            yield from self._funded(each, own)

    def _funded(self, each: StoredEvaluation, own: dict[Key, StoredEvaluation]) -> Iterator[Row]:
        """The next year's money after an external evaluation: from the budget, else from the next year's form."""
        year = each.evaluation.year
        if year is None or each.evaluation.method is Method.SELF:
            return
        after = own.get((each.key, year + 1))
        budget = self.budget.get((each.key, year + 1))
        if after is None and budget is None:
            return
        form = (after or each).evaluation
        if budget is not None:
            form = replace(form, year=year + 1, budget=replace(form.budget, initial=budget))
        this = Scored(form, (after or each).result, each.key)
        last = Scored(each.evaluation, each.result, each.key)
        rectified = (each.key, year) in self.rectified
        for finding in portfolio.funded_after_low(this, last, rectified=rectified):
            yield finding, (after or each).evaluation_id, None, None

    def provided(self, each: StoredEvaluation) -> Iterator[str]:
        """What findings.toml calls the inputs that are there for this evaluation."""
        year = each.evaluation.year
        if year is None:
            return
        if (each.key, year) in self.approved:
            yield "需要批复目标表"
        if (each.key, year) in self.paid:
            yield "需要国库支付数"
        if each.evaluation.method is not Method.SELF and (each.key, year + 1) in self.budget:
            yield "需要上年评价与本年预算"
