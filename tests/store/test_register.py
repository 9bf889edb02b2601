"""Registers beside the forms: replaced by what they are about, found by code or name, unchanged by the same content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalcore.model import Budget, Evaluation, Indicator, Method, Place, RegisterKind, RegisterRow, Source
from evalcore.scoring.total import score_evaluation
from evalcore.store import Draft, Store
from evalcore.store.across import compare
from evalcore.store.register import foresee_register, relink, write_register
from evalcore.store.write import write_evaluations

DEPT = "001-甲局"


def form(
    project: str, year: int = 2023, *, code: str | None = None, unit: str | None = None, **more: Any
) -> Evaluation:
    full = Decimal(90)
    row = Indicator("产出指标", "完好率", target="≥90%", actual="95%", points=full, self_score=full)
    return Evaluation(
        project=project, year=year, department=DEPT, unit=unit, project_code=code, indicators=(row,),
        budget=Budget(initial=Decimal(10), annual=Decimal(10), executed=Decimal(10)), self_score=Decimal(95),
        source=Source(f"{project}{year}.xlsx", "0" * 64), **more,
    )  # fmt: skip


def write(draft: Draft, *forms: Evaluation) -> tuple[str, ...]:
    pairs = [(each, score_evaluation(each)) for each in forms]
    return write_evaluations(draft.connection, pairs, dataset="submitted", simulated=False).ids


def row(project: str, year: int = 2023, **values: Any) -> RegisterRow:
    held = {"year": year, "project": project, "department": DEPT} | values
    return RegisterRow(held, {"project": Place("清单", "B4")})


def put(draft: Draft, kind: RegisterKind, *rows: RegisterRow) -> Any:
    return write_register(
        draft.connection, kind, rows, dataset="submitted", source=Source("单.xlsx", "1" * 64)
    )


def keys(draft: Draft, kind: RegisterKind) -> list[str]:
    sql = f"SELECT project_key FROM stored_{kind} ORDER BY project, project_key"
    return [key for (key,) in draft.connection.execute(sql).fetchall()]


def codes(draft: Draft, owner: str) -> set[str]:
    sql = "SELECT code FROM stored_finding WHERE evaluation_id = ? AND origin = 'across'"
    return {code for (code,) in draft.connection.execute(sql, [owner]).fetchall()}


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    with Store(tmp_path).begin("试") as made:
        yield made


def test_a_project_is_found_by_its_code_first(draft: Draft) -> None:
    write(draft, form("道路保洁", code="44010023P001"), form("道路清扫"))
    put(draft, RegisterKind.PAYMENT, row("道路清扫", project_code="44010023p001", paid=Decimal(9)))
    assert keys(draft, RegisterKind.PAYMENT) == ["code:44010023P001"]


def test_without_a_code_department_unit_and_folded_name_find_it(draft: Draft) -> None:
    write(draft, form("“道路 保洁”项目", unit="甲所"), form("“道路 保洁”项目", unit="乙所"))
    put(draft, RegisterKind.PAYMENT, row("2023年道路保洁项目", unit="乙所", paid=Decimal(9)))
    assert keys(draft, RegisterKind.PAYMENT) == ["name:甲局|乙所|道路保洁项目"]


def test_a_name_that_two_units_share_is_not_guessed(draft: Draft) -> None:
    write(draft, form("道路保洁", unit="甲所"), form("道路保洁", unit="乙所"))
    put(draft, RegisterKind.PAYMENT, row("道路保洁", paid=Decimal(9)))
    assert keys(draft, RegisterKind.PAYMENT) == ["name:甲局||道路保洁"]


def test_a_form_that_comes_later_is_found_too(draft: Draft) -> None:
    put(draft, RegisterKind.PAYMENT, row("道路保洁", project_code="44010023P001", paid=Decimal(8)))
    put(draft, RegisterKind.NEXT_BUDGET, row("桥梁检测", budget_initial=Decimal(8)))
    ids = write(draft, form("道路保洁"), form("桥梁检测", code="44010023P002"))
    assert relink(draft.connection, "submitted", ids) == 2
    assert keys(draft, RegisterKind.PAYMENT) == ["name:甲局||道路保洁"]
    assert keys(draft, RegisterKind.NEXT_BUDGET) == ["code:44010023P002"]


def test_the_same_rows_twice_change_nothing(draft: Draft) -> None:
    rows = [row("道路保洁", paid=Decimal("8.5")), row("桥梁检测", paid=Decimal(2))]
    assert put(draft, RegisterKind.PAYMENT, *rows).added == 2
    again = put(draft, RegisterKind.PAYMENT, *rows)
    assert (again.anything, again.unchanged) == (False, 2)
    revised = put(draft, RegisterKind.PAYMENT, row("道路保洁", paid=Decimal(9)))
    assert (revised.changed, revised.added, revised.removed) == (1, 0, 0)
    assert draft.connection.execute("SELECT sum(paid) FROM stored_payment").fetchall() == [(Decimal(11),)]


def test_several_payments_of_one_project_are_added_up(draft: Draft) -> None:
    put(draft, RegisterKind.PAYMENT, row("道路保洁", paid=Decimal(3)), row("道路保洁", paid=Decimal(4)))
    assert draft.connection.execute("SELECT paid FROM stored_payment").fetchall() == [(Decimal(7),)]


def test_a_listing_replaces_its_departments_year_and_no_other(draft: Draft) -> None:
    put(
        draft,
        RegisterKind.LISTING,
        row("甲项目"),
        row("乙项目"),
        row("丙项目", department="002-乙局"),
        row("甲项目", 2022),
    )
    after = put(draft, RegisterKind.LISTING, row("甲项目"), row("丁项目"))
    assert (after.added, after.unchanged, after.removed) == (1, 1, 1)
    sql = "SELECT year, department, project FROM stored_listing ORDER BY ALL"
    assert draft.connection.execute(sql).fetchall() == [
        (2022, "甲局", "甲项目"), (2023, "乙局", "丙项目"), (2023, "甲局", "丁项目"), (2023, "甲局", "甲项目"),
    ]  # fmt: skip


def test_foreseeing_says_what_writing_does_and_writes_nothing(draft: Draft) -> None:
    rows = [row("道路保洁", paid=Decimal(3))]
    foreseen = foresee_register(draft.connection, RegisterKind.PAYMENT, rows, dataset="submitted")
    assert draft.connection.execute("SELECT count(*) FROM stored_payment").fetchall() == [(0,)]
    assert put(draft, RegisterKind.PAYMENT, *rows) == foreseen


def test_a_problem_keeps_its_id_when_its_row_is_revised(draft: Draft) -> None:
    put(draft, RegisterKind.RECTIFICATION, row("道路保洁", problem="佐证材料不全。", status="待整改"))
    put(draft, RegisterKind.RECTIFICATION, row("道路保洁", problem="佐证材料不全", status="已整改"))
    found = draft.connection.execute("SELECT status FROM stored_rectification").fetchall()
    assert found == [("已整改",)]


def test_a_review_record_finds_its_evaluation_and_indicator(draft: Draft) -> None:
    (owner,) = write(draft, form("道路保洁"))
    put(
        draft, RegisterKind.REVIEW_RECORD,
        row("另一写法", evaluation_id=owner, level3="完好率", score=Decimal(80), reviewer="复核组", reviewed_on=date(2024, 5, 1)),
        row("道路保洁", score=Decimal(88)),
    )  # fmt: skip
    sql = "SELECT evaluation_id, position, level3, score FROM stored_review_record ORDER BY level3 NULLS LAST"
    assert draft.connection.execute(sql).fetchall() == [
        (owner, 0, "完好率", Decimal(80)), (owner, None, None, Decimal(88)),
    ]  # fmt: skip


def test_approved_targets_and_payments_raise_their_findings_and_are_unchecked_without(draft: Draft) -> None:
    first, second = write(draft, form("道路保洁"), form("桥梁检测"))
    target = {"level1": "产出指标", "level3": "完好率"}
    put(draft, RegisterKind.APPROVED_TARGET, row("道路保洁", **target, target="≥95%"),
        row("道路保洁", level3="保洁面积", target="≥10万㎡"))  # fmt: skip
    put(draft, RegisterKind.PAYMENT, row("道路保洁", paid=Decimal("9.8")))
    compare(draft.connection, "submitted")
    assert codes(draft, first) >= {"TG_CHANGED_AFTER", "TG_DROPPED", "X_SPEND_LEDGER_DIFF"}
    assert not codes(draft, second) & {"TG_CHANGED_AFTER", "TG_DROPPED", "X_SPEND_LEDGER_DIFF"}
    left = dict(draft.connection.execute("SELECT evaluation_id, not_run FROM stored_evaluation").fetchall())
    assert not {"TG_CHANGED_AFTER", "X_SPEND_LEDGER_DIFF"} & set(left[first].split(","))
    assert {"TG_CHANGED_AFTER", "X_SPEND_LEDGER_DIFF"} <= set(left[second].split(","))


def test_a_payment_within_one_percent_and_an_equal_target_raise_nothing(draft: Draft) -> None:
    (owner,) = write(draft, form("道路保洁"))
    put(draft, RegisterKind.APPROVED_TARGET, row("道路保洁", level3="完好率", target="≥ 90 %"))
    put(draft, RegisterKind.PAYMENT, row("道路保洁", paid=Decimal("9.95")))
    compare(draft.connection, "submitted")
    assert not codes(draft, owner) & {"TG_CHANGED_AFTER", "TG_DROPPED", "X_SPEND_LEDGER_DIFF"}


@pytest.mark.parametrize(
    ("budget", "recorded", "raised"), [("10", False, True), ("9", False, False), ("10", True, False)]
)
def test_money_after_an_external_fair_grade(draft: Draft, budget: str, recorded: bool, raised: bool) -> None:
    (owner,) = write(draft, form("道路保洁", method=Method.FINANCE, self_grade="中"))
    put(draft, RegisterKind.NEXT_BUDGET, row("道路保洁", 2024, budget_initial=Decimal(budget)))
    if recorded:
        put(draft, RegisterKind.RECTIFICATION, row("道路保洁", problem="目标偏低", status="整改中"))
    compare(draft.connection, "submitted")
    assert ("X_FUNDED_AFTER_LOW" in codes(draft, owner)) is raised
