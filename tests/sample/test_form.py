"""What every form of the demonstration must be, whatever is planted in it."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.model import Method
from evalcore.sample.evaluations import evaluations
from evalcore.sample.form import Form, cents, evaluation


def test_weights_add_up_unless_planted(own: list[Form]) -> None:
    for form in own:
        whole = sum(row.points for row in form.rows) + 1000
        assert whole == (9900 if "level_sum" in form.defects else 10000)


def test_level_1_sums_are_those_printed_unless_planted(own: list[Form]) -> None:
    for form in own:
        if "level_sum" not in form.defects:
            for level1, total in form.level1_totals.items():
                assert total == sum(row.points for row in form.rows if row.level1 == level1)


def test_cost_stands_alone_from_2023_on(own: list[Form]) -> None:
    for form in own:
        costed = any(row.line.level2 == "成本" for row in form.rows)
        assert ("成本指标" in form.level1_totals) == (costed and form.year >= 2023)


def test_external_forms_are_20_20_30_30(forms: list[Form]) -> None:
    for form in forms:
        if form.method is not Method.SELF:
            assert form.level1_totals == {"决策": 2000, "过程": 2000, "产出": 3000, "效益": 3000}
            assert sum(row.points for row in form.rows) == 10000
            assert form.total == sum(row.self_points or 0 for row in form.rows)


def test_printed_total_is_the_sum_of_its_parts_unless_planted(own: list[Form]) -> None:
    for form in own:
        if not {"total_mismatch", "no_execution"} & set(form.defects):
            assert form.total == form.parts


def test_scores_lie_within_their_points_unless_planted(own: list[Form]) -> None:
    for form in own:
        for row in form.rows:
            assert row.defect == "above_weight" or 0 <= (row.self_points or 0) <= row.points


def test_movements_close_the_budget(own: list[Form]) -> None:
    for form in own:
        money = form.money
        assert money.initial + money.added - money.reduced - money.moved_out == money.annual


def test_every_value_has_its_cell(own: list[Form]) -> None:
    form = evaluation(own[0])
    cells = [str(place) for row in form.indicators for place in row.places.values()]
    assert cells[:3] == ["自评表 A13", "自评表 B13", "自评表 C13"]
    assert len(cells) == len(set(cells))
    assert str(form.budget.places["executed"]) == "自评表 E6"


def test_amounts_are_decimals_of_a_cent() -> None:
    assert [str(cents(value)) for value in (0, 5, 50, 100, 1250, 123456, -30)] == [
        "0", "0.05", "0.5", "1", "12.5", "1234.56", "-0.3",
    ]  # fmt: skip
    assert cents(9999) == Decimal("99.99")


def test_texts_name_no_forbidden_subject_and_leave_nothing_open(forms: list[Form]) -> None:
    forbidden = re.compile(r"纪检|国安|信访|民族宗教|涉密|案件查办|\{|\}|None|nan")
    for form in forms:
        read = evaluation(form)
        texts = [read.project, read.goal, read.goal_actual, read.problems, read.measures]
        texts += [
            text
            for row in read.indicators
            for text in (row.level3, row.target, row.actual, row.deviation_note)
        ]
        for text in texts:
            assert not forbidden.search(text or ""), text


def test_the_same_seed_gives_the_same_forms_to_the_letter() -> None:
    one, two = (list(evaluations(7)) for _ in range(2))
    assert one == two
    assert [item.evaluation for item in evaluations(8)] != [item.evaluation for item in one]


def test_a_scale_gives_that_many_evaluations_over_ten_years() -> None:
    made = list(evaluations(3, scale=700))
    assert len(made) == 700
    assert {item.evaluation.year for item in made} == set(range(2015, 2025))
    assert all(item.department_code.startswith("001") for item in made)
