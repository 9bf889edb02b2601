"""Findings from comparing evaluations: remade with every load, for what the load touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.model import Budget, Evaluation, Indicator, Source
from evalcore.scoring.total import score_evaluation
from evalcore.store import Draft, Store, across
from evalcore.store.across import compare
from evalcore.store.catalogue import Listing, write_listing
from evalcore.store.read import read_stored
from evalcore.store.write import write_evaluations


def form(project: str, year: int, score: str, department: str = "001-甲局") -> Evaluation:
    full = Decimal(90)
    row = Indicator("产出指标", "完好率", target="≥90%", actual="95%", points=full, self_score=full)
    return Evaluation(
        project=project, year=year, department=department, self_score=Decimal(score), indicators=(row,),
        budget=Budget(initial=Decimal(10), annual=Decimal(10), executed=Decimal(10)),
        submitted=date(year + 1, 4, 1),
        source=Source(f"{project}{year}{score}.xlsx", f"{abs(hash((project, year, score))):064x}"[:64]),
    )  # fmt: skip


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    with Store(tmp_path).begin("试") as made:
        yield made


def write(draft: Draft, *forms: Evaluation) -> tuple[str, ...]:
    pairs = [(each, score_evaluation(each)) for each in forms]
    return write_evaluations(draft.connection, pairs, dataset="submitted", simulated=False).ids


def found(draft: Draft, code: str) -> list[tuple[str | None, str | None, int | None]]:
    return draft.connection.execute(
        """SELECT evaluation_id, department_code, year FROM stored_finding
           WHERE code = ? AND origin = 'across' ORDER BY ALL""",
        [code],
    ).fetchall()


def test_a_jump_of_the_score_is_found_when_the_second_year_arrives(draft: Draft) -> None:
    write(draft, form("道路保洁", 2021, "98"))
    compare(draft.connection, "submitted")
    assert found(draft, "X_SCORE_JUMP") == []
    (name,) = write(draft, form("道路保洁", 2022, "80"))
    compare(draft.connection, "submitted", changed=[name])
    assert found(draft, "X_SCORE_JUMP") == [(name, "001", 2022)]
    compare(draft.connection, "submitted")
    assert found(draft, "X_SCORE_JUMP") == [(name, "001", 2022)]


def test_two_forms_of_one_project_with_different_numbers_are_both_named(draft: Draft) -> None:
    names = write(draft, form("道路保洁", 2021, "98"), form("道路保洁", 2021, "88"))
    compare(draft.connection, "submitted")
    assert found(draft, "CV_DUPLICATE_FORM") == sorted((name, "001", 2021) for name in names)


def test_a_departments_finding_names_its_code(draft: Draft) -> None:
    write(draft, *(form(f"项目{i}", 2022, "100") for i in range(12)))
    compare(draft.connection, "submitted")
    assert found(draft, "D_SCORES_UNIFORM") == [(None, "001", 2022)]


def test_the_listing_says_what_is_missing_unlisted_and_late(draft: Draft) -> None:
    first, second = write(draft, form("道路保洁", 2022, "98"), form("清单外项目", 2022, "98"))
    listing = [
        Listing(2022, "道路保洁", "001-甲局", budget_initial=Decimal(10), due=date(2023, 3, 31)),
        Listing(2022, "公厕管理", "001-甲局", budget_initial=Decimal(30)),
        Listing(2022, "文物保护", "002-乙局"),
    ]
    write_listing(draft.connection, listing, dataset="submitted")
    compare(draft.connection, "submitted")
    assert found(draft, "CV_MISSING_SELF") == [(None, "001", 2022), (None, "002", 2022)]
    assert found(draft, "CV_NOT_IN_LIST") == [(second, "001", 2022)]
    assert found(draft, "CV_LATE") == [(first, "001", 2022)]


def test_a_check_whose_input_arrived_is_no_longer_unchecked(draft: Draft) -> None:
    def not_run(name: str) -> set[str]:
        sql = "SELECT not_run FROM stored_evaluation WHERE evaluation_id = ?"
        return set(draft.connection.execute(sql, [name]).fetchall()[0][0].split(","))

    (name,) = write(draft, form("道路保洁", 2022, "98"))
    compare(draft.connection, "submitted")
    assert {"TG_SAME_AS_LAST_YEAR", "CV_NOT_IN_LIST", "X_SPEND_LEDGER_DIFF"} <= not_run(name)
    write(draft, form("道路保洁", 2021, "98"))
    write_listing(draft.connection, [Listing(2022, "道路保洁", "001-甲局")], dataset="submitted")
    compare(draft.connection, "submitted")
    assert not {"TG_SAME_AS_LAST_YEAR", "CV_NOT_IN_LIST"} & not_run(name)
    assert "X_SPEND_LEDGER_DIFF" in not_run(name)


def test_a_large_store_is_compared_around_what_changed_with_the_same_result(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = [form(f"项目{i}", year, score, dept) for dept in ("001-甲局", "002-乙局") for i in range(11)
             for year, score in ((2021, "100"), (2022, "85" if i == 3 else "99.5"))]  # fmt: skip
    write(draft, *forms)
    listing = [Listing(year, f"项目{i}", dept, due=date(year + 1, 3, 1)) for year in (2021, 2022)
               for i in range(4, 14) for dept in ("001-甲局", "002-乙局")]  # fmt: skip
    write_listing(draft.connection, listing, dataset="submitted")
    compare(draft.connection, "submitted")
    assert found(draft, "CV_NOT_IN_LIST")
    assert found(draft, "CV_MISSING_SELF")
    assert found(draft, "CV_LATE")

    def everything() -> list[tuple[object, ...]]:
        return draft.connection.execute(
            "SELECT * FROM stored_finding WHERE year IS NOT NULL ORDER BY ALL"
        ).fetchall()

    (name,) = write(draft, replace(form("项目5", 2022, "70", "002-乙局"), unit=None))
    monkeypatch.setattr(across, "ALL_AT_ONCE", 1)
    compare(draft.connection, "submitted", changed=[name])
    around = everything()
    compare(draft.connection, "submitted", changed=None)
    assert around == everything()
    assert (name, "002", 2022) in found(draft, "X_SCORE_JUMP")


def test_what_is_stored_reads_back_with_totals_and_findings(draft: Draft) -> None:
    whole = form("道路保洁", 2022, "98")
    write(draft, whole)
    (back,) = read_stored(draft.connection, "submitted")
    result = score_evaluation(whole)
    assert back.evaluation == replace(whole, department="甲局")
    assert back.result.total.value == result.total.value
    assert back.result.grade == result.grade
    assert sorted(f.code for f in back.result.findings) == sorted(f.code for f in result.findings)
    assert {f.code: dict(f.numbers) for f in back.result.findings} == {
        f.code: dict(f.numbers) for f in result.findings
    }
