"""What is stored: the columns follow the form and the recomputation; revisions replace, nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalcore.errors import StoreError
from evalcore.model import (
    Budget,
    Evaluation,
    Finding,
    FundSource,
    Indicator,
    Method,
    Movement,
    MovementKind,
    Place,
    Severity,
    Source,
)
from evalcore.scoring.total import score_evaluation
from evalcore.store import Draft, Store
from evalcore.store.changed import changed_ids
from evalcore.store.findings import write_findings
from evalcore.store.read import read_evaluation
from evalcore.store.write import Detail, Written, write_evaluations

sys.path.insert(0, str(Path(__file__).parent))


def row(level1: str, name: str, points: str, score: str | None, **more: Any) -> Indicator:
    given = None if score is None else Decimal(score)
    defaults: dict[str, Any] = {"target": "≥90%", "actual": "90%"} | more
    return Indicator(level1, name, points=Decimal(points), self_score=given, **defaults)


FORM = Evaluation(
    project="2022年“道路保洁”项目",
    year=2022,
    department="219001-示范区城市管理局",
    unit="环卫所",
    budget=Budget(
        initial=Decimal("100"),
        annual=Decimal("80"),
        executed=Decimal("60"),
        execution_points=Decimal(10),
        execution_score=Decimal("7.5"),
        sources=(
            FundSource("年度资金总额", annual=Decimal(80)),
            FundSource("当年财政拨款", annual=Decimal(80)),
        ),
        movements=(
            Movement(MovementKind.REDUCED, Decimal("20"), "-", counterparty="财政局", text="调减20万元"),
        ),
    ),
    indicators=(
        row("产出指标", "完好率", "30", "30", level2="质量指标", places={"actual": Place("表1", "E12")}),
        row("产出指标", "覆盖率", "20", "16", level2="质量指标", actual="72%"),
        row("产出指标", "其中：主干道", "0", None, sub_row=True),
        row("效益指标", "达标率", "30", "30", level2="社会效益指标"),
        row("效益指标", "群众满意度", "10", "10", level2="满意度指标"),
    ),
    self_score=Decimal("93.50"),
    self_grade="优秀",
    problems="部分路段未达标",
    source=Source("城管.xlsx", "c" * 64, "xlsx"),
)


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    store = Store(tmp_path)
    with store.begin("试") as made:
        yield made


def write(draft: Draft, *forms: Evaluation, dataset: str = "submitted", **more: Any) -> Written:
    pairs = [(form, score_evaluation(form)) for form in forms]
    return write_evaluations(
        draft.connection, pairs, dataset=dataset, simulated=dataset == "demo", version=draft.version, **more
    )


def stored(draft: Draft, table: str = "evaluation", where: str = "") -> list[dict[str, Any]]:
    cursor = draft.connection.execute(f"SELECT * FROM stored_{table} {where}")
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]


def test_the_columns_follow_the_form(draft: Draft) -> None:
    write(draft, FORM)
    (one,) = stored(draft)
    expected = {
        "dataset": "submitted", "simulated": False, "project": "2022年“道路保洁”项目", "year": 2022,
        "department": "示范区城市管理局", "department_code": "219001", "unit": "环卫所", "method": "单位自评",
        "subject": "项目支出", "fund_source": "当年财政拨款", "budget_initial": Decimal(100),
        "budget_annual": Decimal(80), "executed": Decimal(60), "execution_rate": 0.75,
        "initial_execution_rate": 0.6, "adjustment_rate": -0.2, "self_score": Decimal("93.5"),
        "self_score_approx": 93.5, "self_label": "优秀", "self_grade": "优", "review_score": None,
        "review_grade": None, "indicator_count": 4, "full_mark_count": 3, "problems": "部分路段未达标",
        "stage": "初步", "source_file": "城管.xlsx", "source_sha256": "c" * 64, "revision": 1, "copy": 1,
        "execution_points": 10.0, "execution_self": 7.5, "execution_recomputed": 7.5, "output_points": 50.0,
        "output_self": 46.0, "output_recomputed": 46.0, "benefit_points": 30.0, "benefit_self": 30.0,
        "satisfaction_points": 10.0, "satisfaction_self": 10.0, "cost_points": None, "decision_points": None,
    }  # fmt: skip
    assert {name: one[name] for name in expected} == expected
    # 7.5 of 10 executed, 30 and 72/90 × 20 = 16 of the outputs, 30 and 10 of the effects
    assert one["recomputed"] == Decimal("93.5")
    assert one["recomputed_grade"] == "优"


def test_rows_of_indicators_keep_their_order_place_and_certainty(draft: Draft) -> None:
    write(draft, FORM)
    rows = stored(draft, "indicator", "ORDER BY position")
    assert [r["level3"] for r in rows] == ["完好率", "覆盖率", "其中：主干道", "达标率", "群众满意度"]
    assert [r["level1_kind"] for r in rows] == ["output", "output", "output", "benefit", "satisfaction"]
    assert rows[0]["place"] == "表1 E12"
    assert rows[0]["department_code"] == "219001"
    assert rows[1]["recomputed"] == Decimal(16)
    assert rows[1]["low"] == rows[1]["high"] == Decimal(16)
    assert rows[1]["basis"] == "rule"
    assert rows[1]["achievement"] == pytest.approx(0.8)
    assert [r["sub_row"] for r in rows] == [False, False, True, False, False]


def test_movements_and_findings_are_stored_with_their_numbers(draft: Draft) -> None:
    written = write(draft, FORM)
    (move,) = stored(draft, "movement")
    assert (move["kind"], move["amount"], move["direction"]) == ("调减", Decimal(20), "-")
    findings = score_evaluation(FORM).findings
    assert written.findings == len(findings) > 0
    assert sorted(f["code"] for f in stored(draft, "finding")) == sorted(f.code for f in findings)
    (one,) = stored(draft)
    assert one["finding_red"] + one["finding_yellow"] + one["finding_info"] == len(findings)


def test_the_passport_is_the_form_as_read(draft: Draft) -> None:
    written = write(draft, FORM)
    assert read_evaluation(draft.connection, written.ids[0]) == FORM
    with pytest.raises(StoreError, match="没有编号为 nothing"):
        read_evaluation(draft.connection, "nothing")


def test_a_merged_score_over_two_rows_counts_once(draft: Draft) -> None:
    form = replace(
        FORM,
        indicators=(
            row("产出指标", "甲", "20", "20", shared_score_group=1),
            row("产出指标", "乙", "20", "20", shared_score_group=1),
        ),
    )
    write(draft, form)
    (one,) = stored(draft)
    assert one["output_self"] == 20.0
    assert one["full_mark_count"] == 2


def test_a_kind_with_an_unscored_row_has_no_sum(draft: Draft) -> None:
    write(
        draft,
        replace(FORM, indicators=(row("产出指标", "甲", "10", "10"), row("产出指标", "乙", "10", None))),
    )
    (one,) = stored(draft)
    assert one["output_points"] == 20.0
    assert one["output_self"] is None


def test_missing_is_null_never_zero(draft: Draft) -> None:
    write(draft, Evaluation(project="甲", year=2022, budget=Budget(annual=Decimal(0), executed=Decimal(0))))
    (one,) = stored(draft)
    for name in (
        "self_score",
        "self_grade",
        "execution_rate",
        "adjustment_rate",
        "output_self",
        "budget_initial",
    ):
        assert one[name] is None, name
    assert one["budget_annual"] == 0
    assert one["department"] == "（未填）"


def test_the_grade_comes_from_the_label_else_from_the_total(draft: Draft) -> None:
    forms = [
        replace(FORM, project="甲", self_grade="合格", self_score=Decimal(95)),
        replace(FORM, project="乙", self_grade=None, self_score=Decimal("59.995")),
        replace(
            FORM, project="丙", self_grade="??", self_score=Decimal("59.994"), review_score=Decimal("79.995")
        ),
    ]
    write(draft, *forms)
    rows = {r["project"]: r for r in stored(draft)}
    assert rows["甲"]["self_grade"] == "中"
    assert rows["乙"]["self_grade"] == "中"
    assert rows["丙"]["self_grade"] == "差"
    assert rows["丙"]["review_grade"] == "良"


def test_numbers_too_large_or_not_numbers_stay_in_the_form_only(draft: Draft) -> None:
    form = replace(
        FORM, budget=Budget(annual=Decimal("1E+20"), executed=Decimal("1E+20")), self_score=Decimal("1E+9")
    )
    written = write(draft, form)
    (one,) = stored(draft)
    assert one["budget_annual"] is None
    assert one["executed"] is None
    assert one["self_score"] is None
    assert read_evaluation(draft.connection, written.ids[0]).budget.annual == Decimal("1E+20")


def test_half_a_surrogate_pair_does_not_stop_the_rest(draft: Draft) -> None:
    write(
        draft,
        replace(FORM, project="道路\ud800保洁", goal="\udfff", unit="\ud800"),
        replace(FORM, project="乙"),
    )
    assert len(stored(draft)) == 2


def test_the_same_form_twice_changes_nothing(draft: Draft) -> None:
    first = write(draft, FORM)
    assert (len(first.added), first.replaced, first.unchanged) == (1, (), ())
    again = write(draft, FORM)
    assert (again.added, again.replaced, again.unchanged) == ((), (), first.ids)
    renamed = write(draft, replace(FORM, source=replace(FORM.source, file="副本.xlsx")))
    assert renamed.unchanged == first.ids
    assert len(stored(draft)) == 1
    assert len(stored(draft, "indicator")) == 5
    assert stored(draft, "revision") == []


def test_a_corrected_form_replaces_the_old_one_in_a_later_load(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.begin("一") as draft:
        first = write(draft, FORM)
    corrected = replace(FORM, self_score=Decimal(90), source=Source("城管（修订）.xlsx", "d" * 64, "xlsx"))
    with store.begin("二") as draft:
        second = write(draft, corrected)
        assert second.replaced == first.ids
        (one,) = stored(draft)
        assert (one["self_score"], one["revision"], one["copy"]) == (Decimal(90), 2, 1)
        assert len(stored(draft, "indicator")) == 5
        assert len(stored(draft, "movement")) == 1
        (old,) = stored(draft, "revision")
        assert (old["revision"], old["self_score"], old["replaced_in"]) == (1, Decimal("93.5"), draft.version)
        assert old["source_sha256"] == "c" * 64
    with store.begin("三") as draft:
        assert write(draft, corrected).unchanged == first.ids


def test_two_different_forms_of_one_identity_in_one_load_are_both_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = replace(FORM, self_score=Decimal(88), source=Source("另一份.xlsx", "e" * 64, "xlsx"))
    with store.begin("一") as draft:
        written = write(draft, FORM)
        more = write(draft, other)
        assert len(set(written.ids + more.ids)) == 2
        assert [r["copy"] for r in stored(draft, where="ORDER BY copy")] == [1, 2]
    with store.begin("二") as draft:  # both again, in the other order: nothing changes
        assert len(write(draft, other, FORM).unchanged) == 2
        fixed = replace(other, self_score=Decimal(89), source=Source("另一份.xlsx", "f" * 64, "xlsx"))
        assert write(draft, fixed).added  # both are spoken for in this load: a third
    with store.begin("三") as draft:  # the corrected file of the second copy replaces that one
        fixed = replace(other, self_score=Decimal(87), source=Source("另一份.xlsx", "9" * 64, "xlsx"))
        (name,) = write(draft, fixed).replaced
        assert name in more.ids


def test_the_same_form_sent_as_pdf_and_xlsx_counts_once(draft: Draft) -> None:
    first = write(draft, FORM)
    pdf = replace(FORM, goal="文字略有不同", source=Source("城管.pdf", "b" * 64, "pdf"))
    assert write(draft, pdf).unchanged == first.ids
    assert len(stored(draft)) == 1


def test_year_method_and_dataset_are_part_of_the_identity(draft: Draft) -> None:
    write(draft, FORM, replace(FORM, year=2023), replace(FORM, method=Method.FINANCE))
    write(draft, FORM, dataset="demo")
    assert len({r["evaluation_id"] for r in stored(draft)}) == 4
    assert len({r["project_key"] for r in stored(draft)}) == 1


def test_details_add_what_the_form_does_not_say(draft: Draft) -> None:
    detail = Detail(department_code="033", department_kind="区直政府", project_key="K1", region="示范区",
                    project_type="服务", fund_source="债券", stage="审定")  # fmt: skip
    write(draft, replace(FORM, budget=Budget()), details=[detail])
    (one,) = stored(draft)
    got = {name: one[name] for name in ("department_code", "department_kind", "project_key", "region",
                                        "project_type", "fund_source", "stage")}  # fmt: skip
    assert list(got.values()) == ["033", "区直政府", "K1", "示范区", "服务", "债券", "审定"]


def test_a_code_printed_once_is_known_for_every_form_of_the_department(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.begin("一") as draft:
        write(draft, replace(FORM, project="甲", department="示范区城市管理局"))
        assert stored(draft)[0]["department_code"] == "示范区城市管理局"
    with store.begin("二") as draft:
        write(draft, FORM, replace(FORM, project="乙", department=" 示范区 城市管理局 "))
    connection = store.open()
    for table in ("evaluation", "indicator", "finding"):
        rows = connection.execute(f"SELECT DISTINCT department_code FROM stored_{table}").fetchall()
        assert rows == [("219001",)], table
    assert connection.execute("SELECT code, name FROM stored_department").fetchall() == [
        ("219001", "示范区城市管理局")
    ]
    with store.begin("三") as draft:
        assert write(draft, replace(FORM, project="甲", department="示范区城市管理局")).unchanged


def test_findings_across_projects_are_replaced_as_a_whole_and_counted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    jump = Finding("X_SCORE_JUMP", Severity.YELLOW, "得分由 95 变为 80", scope="X")
    uniform = Finding("D_SCORES_UNIFORM", Severity.YELLOW, "自评得分集中", scope="D")
    with store.begin("一") as draft:
        (name,) = write(draft, FORM).ids
        before = stored(draft)[0]["finding_yellow"]
        rows = [(jump, name, None, None), (uniform, None, "219001", 2022)]
        assert write_findings(draft.connection, rows, dataset="submitted") == 2
        assert stored(draft)[0]["finding_yellow"] == before + 1
        assert write_findings(draft.connection, rows, dataset="submitted") == 2
        assert stored(draft)[0]["finding_yellow"] == before + 1
        (across,) = stored(draft, "finding", "WHERE scope = 'X'")
        assert (across["year"], across["department_code"]) == (2022, "219001")
        (whole,) = stored(draft, "finding", "WHERE scope = 'D'")
        assert (whole["evaluation_id"], whole["department_code"]) == (None, "219001")
    with store.begin("二") as draft:
        write_findings(draft.connection, [], dataset="submitted")
        assert stored(draft)[0]["finding_yellow"] == before


def test_a_finding_across_that_is_found_again_stays_and_its_evaluation_counts_as_untouched(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path)
    jump = Finding("X_SCORE_JUMP", Severity.YELLOW, "得分由 95 变为 80", scope="X")
    other = Finding("X_SCORE_JUMP", Severity.YELLOW, "得分由 95 变为 81", scope="X")
    with store.begin("一") as draft:
        (name,) = write(draft, FORM).ids
        write_findings(draft.connection, [(jump, name, None, None)], dataset="submitted")
    with store.begin("二") as draft:
        draft.connection.execute("UPDATE stored_finding SET status = '属实' WHERE scope = 'X'")
        write_findings(draft.connection, [(jump, name, None, None)], dataset="submitted")
        assert changed_ids(draft.connection) == set()
        assert [row["status"] for row in stored(draft, "finding", "WHERE scope = 'X'")] == ["属实"]
        write_findings(draft.connection, [(other, name, None, None)], dataset="submitted")
        assert changed_ids(draft.connection) == {name}
        (row,) = stored(draft, "finding", "WHERE scope = 'X'")
        assert row["message"] == "得分由 95 变为 81"
    with store.begin("三") as draft:
        write_findings(draft.connection, [], dataset="submitted")
        assert changed_ids(draft.connection) == {name}
        assert stored(draft, "finding", "WHERE scope = 'X'") == []
