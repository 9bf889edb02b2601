"""Points of rows: printed, split by largest remainder, counted once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import Budget, Evaluation
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.weights import weigh
from tests.forms import clean, dec, row

NATIONAL = rule_set(id="national-2020")
BY_LEVEL2 = replace(NATIONAL, split_method="level2")


def form(*rows, **budget) -> Evaluation:
    return clean(indicators=tuple(rows), budget=Budget(**{key: dec(value) for key, value in budget.items()}))


def blank(level1: str = "产出指标", points=None, **more):
    return row(points=None, score=None, level1=level1, level1_points=dec(points), **more)


def test_printed_points_are_used_as_they_are() -> None:
    weights = weigh(clean(), NATIONAL)
    assert weights.points == (15, 15, 10, 10, 15, 15, 10)
    assert (weights.execution, weights.total, weights.split, weights.assumptions) == (10, 100, False, ())


def test_a_level1_weight_is_split_in_001_by_largest_remainder_in_form_order() -> None:
    weights = weigh(form(*(blank(points=50) for _ in range(3))), NATIONAL)
    assert weights.points == (Decimal("16.67"), Decimal("16.67"), Decimal("16.66"))
    assert weights.split
    assert "16.67、16.67、16.66" in weights.assumptions[0]


def test_without_any_printed_weight_the_rule_set_s_level1_points_are_split() -> None:
    rows = (blank(), blank(), blank("效益指标"), blank("满意度指标"))
    weights = weigh(form(*rows), NATIONAL)
    assert weights.points == (25, 25, 30, 10)
    assert weights.execution == 10
    assert any("一级权重" in text for text in weights.assumptions)


def test_without_satisfaction_its_ten_points_go_to_benefit() -> None:
    assert weigh(form(blank(), blank("效益指标")), NATIONAL).points == (50, 40)


def test_level1_names_no_set_knows_get_no_points() -> None:
    weights = weigh(form(blank("决策"), blank("效益指标")), NATIONAL)
    assert weights.points == (None, None)
    assert weights.total == 0


def test_rows_left_blank_share_what_the_printed_ones_leave() -> None:
    weights = weigh(form(row(points=30, level1_points=dec(50)), blank(points=50), blank(points=50)), NATIONAL)
    assert weights.points == (30, 10, 10)


def test_rows_left_blank_get_nothing_where_nothing_is_left_or_known() -> None:
    full = weigh(form(row(points=50, level1_points=dec(50)), blank(points=50)), NATIONAL)
    assert full.points == (50, None)
    unknown = weigh(form(row(points=50), blank()), NATIONAL)
    assert unknown.points == (50, None)


def test_the_split_over_level2_first_is_a_setting() -> None:
    rows = (blank(points=50), blank(points=50), blank(points=50, level2="质量指标"))
    assert weigh(form(*rows), BY_LEVEL2).points == (Decimal("12.5"), Decimal("12.5"), 25)


def test_printed_level2_points_come_before_any_setting() -> None:
    rows = (
        blank(points=50, level2_points=dec(20)),
        blank(points=50, level2_points=dec(20)),
        blank(points=50, level2="质量指标", level2_points=dec(30)),
    )
    assert weigh(form(*rows), NATIONAL).points == (10, 10, 30)


def test_level2_points_that_do_not_add_up_are_not_used() -> None:
    rows = (
        blank(points=50, level2_points=dec(20)),
        blank(points=50, level2="质量指标", level2_points=dec(20)),
    )
    assert weigh(form(*rows), NATIONAL).points == (25, 25)


def test_one_merged_cell_over_three_rows_counts_once() -> None:
    rows = (row(points=10, shared_score_group=1), row(points=None, score=None, shared_score_group=1),
            row(points=None, score=None, shared_score_group=1))  # fmt: skip
    assert weigh(form(*rows), NATIONAL).points == (Decimal("3.34"), Decimal("3.33"), Decimal("3.33"))


def test_a_merged_score_over_rows_with_their_own_points_keeps_them() -> None:
    rows = (row(points=10, shared_score_group=1), row(points=20, shared_score_group=1))
    assert weigh(form(*rows), NATIONAL).points == (10, 20)
    equal = tuple(row(points=10, shared_score_group=1, level1_points=dec(20)) for _ in range(2))
    assert weigh(form(*equal), NATIONAL).points == (10, 10)


def test_sub_rows_are_not_scored() -> None:
    weights = weigh(form(row(points=90), row(points=5, sub_row=True)), NATIONAL)
    assert weights.points == (90, None)


def test_90_points_without_an_execution_row_get_ten_for_it() -> None:
    weights = weigh(form(row(points=60), row(points=30, level1="效益指标")), NATIONAL)
    assert (weights.execution, weights.execution_added, weights.total) == (10, True, 100)
    assert any("补列 10 分" in text for text in weights.assumptions)


def test_80_points_get_twenty_under_a_rule_set_of_twenty() -> None:
    weights = weigh(form(row(points=80)), rule_set(id="execution-20"))
    assert weights.execution == 20


def test_other_sums_are_kept_and_never_rejected() -> None:
    weights = weigh(form(row(points=100), execution_points=10), NATIONAL)
    assert (weights.execution, weights.total) == (10, 110)
    assert weigh(form(row(points=95)), NATIONAL).execution is None


def test_a_form_with_an_execution_level1_gets_no_second_one() -> None:
    weights = weigh(form(row(points=90), row(points=10, level1="预算执行率")), NATIONAL)
    assert (weights.points, weights.execution) == ((90, 10), None)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["产出指标", "效益指标", "满意度指标"]), st.integers(1, 7)),
        min_size=1,
        max_size=3,
        unique_by=lambda pair: pair[0],
    ),
    st.integers(1, 10_000),
    st.sampled_from([NATIONAL, BY_LEVEL2]),
)
def test_split_parts_sum_exactly_to_the_level1_weight(groups, cents, rules) -> None:
    weight = Decimal(cents) / 100
    rows = [blank(name, weight, level2=f"二级{n % 3}") for name, count in groups for n in range(count)]
    weights = weigh(form(*rows), rules)
    for name, _ in groups:
        parts = [p for p, r in zip(weights.points, rows, strict=True) if r.level1 == name]
        assert sum(parts) == weight
        assert max(parts) - min(parts) <= Decimal("0.01") or rules is BY_LEVEL2


def test_equal_points_beside_a_blank_row_are_their_own_where_they_make_the_level() -> None:
    merged = row(points=10, shared_score_group=1, level1_points=dec(20))
    assert weigh(form(merged, merged, blank(points=20)), NATIONAL).points == (10, 10, None)
    assert weigh(form(merged, merged, blank(points=20, sub_row=True)), NATIONAL).points == (10, 10, None)
    less = row(points=10, shared_score_group=1, level1_points=dec(10))
    assert weigh(form(less, less), NATIONAL).points == (5, 5)


def test_even_one_point_of_execution_is_added_where_it_makes_100() -> None:
    one = replace(NATIONAL, execution=replace(NATIONAL.execution, points=Decimal(1)))
    assert weigh(form(row(points=99)), one).execution == 1
    none = replace(NATIONAL, execution=replace(NATIONAL.execution, points=Decimal(0)))
    weights = weigh(form(row(points=100)), none)
    assert (weights.execution, weights.execution_added) == (None, False)
