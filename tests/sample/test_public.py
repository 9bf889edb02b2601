"""Public projects: facts with their address, and no finding on what an excerpt leaves out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Method
from evalcore.sample.public import FILE, Excerpt, excerpts, scored

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="data/samples is not beside the package")


@pytest.fixture(scope="module")
def rows() -> list[Excerpt | None]:
    return list(excerpts())


def test_every_line_is_kept_or_counted(rows: list[Excerpt | None]) -> None:
    assert len(rows) == len(FILE.read_text(encoding="utf-8").splitlines())
    assert sum(row is None for row in rows) == 7


def test_every_excerpt_but_the_report_has_its_address(rows: list[Excerpt | None]) -> None:
    kept = [row.evaluation for row in rows if row is not None]
    assert all(form.source.url.startswith("http") for form in kept[1:])


def test_amounts_in_yuan_and_hundred_millions_fold(rows: list[Excerpt | None]) -> None:
    forms = {row.evaluation.project: row.evaluation for row in rows if row is not None}
    assert forms["义务教育营养改善计划专项资金"].budget.annual == Decimal("38.766462")
    assert forms["瓯海区排水管网工程(二期)"].budget.annual == 110000


def test_the_seed_report_scores_as_published(rows: list[Excerpt | None]) -> None:
    seed = rows[0]
    assert seed is not None and seed.whole
    result = scored(seed)
    assert seed.evaluation.budget.execution_rate == 1
    assert seed.evaluation.budget.initial_execution_rate == Decimal("0.11") / Decimal("1.5")
    assert (result.total.low, result.total.value, result.total.high) == (85, 100, 100)
    assert result.grade_text == "优（待认定 15 分）"
    raised = {found.code for found in result.findings}
    assert {"BUD_ADJ_DOWN_LARGE", "EXE_RATE_MASKED", "WT_90_NO_EXECUTION", "GR_LABEL_NONSTANDARD"} <= raised


def test_an_excerpt_is_not_recomputed_and_accuses_nobody_of_what_it_leaves_out(
    rows: list[Excerpt | None],
) -> None:
    for row in rows:
        if row is not None and not row.whole:
            result = scored(row)
            assert result.total.value is None
            assert result.grade is None
            raised = {found.code for found in result.findings}
            assert not {code for code in raised if code.startswith(("IND_NO_", "WT_", "TX_", "RP_"))}


def test_evaluations_by_third_parties_are_not_self_evaluations(rows: list[Excerpt | None]) -> None:
    methods = {row.evaluation.project: row.evaluation.method for row in rows if row is not None}
    assert methods["2023年老旧小区及周边配套基础设施提升改造项目"] is Method.FINANCE
    assert methods["义务教育营养改善计划专项资金"] is Method.SELF
