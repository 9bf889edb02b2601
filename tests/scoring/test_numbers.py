"""Folding, half-up rounding and exact splits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.scoring.numbers import chinese_number, fold, half_up, plain, split_points


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("≧９０％", "≥90%"),
        (">=85", "≥85"),
        ("<= 5", "≤ 5"),
        ("═100％", "=100%"),
        ("≥1,234,567元", "≥1234567元"),
        ("8，000亩", "8000亩"),
        ("①管理 ②人员㎡", "①管理 ②人员㎡"),
        ("绩\n效\n指\n标", "绩 效 指 标"),
        ("85%及以上，得满分；否则", "85%及以上，得满分；否则"),
        ("（含）", "(含)"),
        ("～｟", "~｟"),  # the last of the full-width signs, and what stands behind it
        ("", ""),
    ],
)
def test_folding_gives_one_width_and_one_form_of_each_operator(printed, folded):
    assert fold(printed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("59.995", 2, "60.00"),
        ("59.9949", 2, "59.99"),
        ("2.5", 0, "3"),
        ("-0.005", 2, "-0.01"),
        ("0.125", 2, "0.13"),
    ],
)
def test_half_is_rounded_up(value, places, rounded):
    assert half_up(Decimal(value), places) == Decimal(rounded)


def test_fifty_over_three_is_split_by_largest_remainder_in_form_order():
    assert split_points(Decimal(50), 3) == (Decimal("16.67"), Decimal("16.67"), Decimal("16.66"))


def test_a_split_by_weights_keeps_the_weights():
    assert split_points(Decimal(10), [Decimal(3), Decimal(1)]) == (Decimal("7.50"), Decimal("2.50"))


def test_a_split_over_nothing_has_no_parts():
    assert split_points(Decimal(10), 0) == ()


def test_weights_of_zero_count_as_equal():
    assert split_points(Decimal(10), [Decimal(0), Decimal(0)]) == (Decimal(5), Decimal(5))


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        split_points(Decimal(10), [Decimal(-1), Decimal(2)])


cents = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n).scaleb(-2))


@given(cents, st.lists(st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2)), min_size=1, max_size=40))
def test_parts_sum_to_the_whole_exactly(total, weights):
    parts = split_points(total, weights)
    assert sum(parts) == total
    assert all(part == half_up(part) for part in parts)


@given(cents, st.integers(1, 60))
def test_equal_parts_differ_by_one_cent_at_most_and_fall_in_order(total, count):
    parts = split_points(total, count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= Decimal("0.01")
    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十五", 35),
        ("十", 10),
        ("一百二十", 120),
        ("两万", 20000),
        ("二〇二一", 2021),
        ("三亿五千万", 350000000),
        ("零", 0),
    ],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "一是", "完成", "3"])
def test_what_is_not_a_chinese_numeral_has_no_value(text):
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("value", "shown"), [("85.00", "85"), ("0.50", "0.5"), ("1500", "1500"), ("1.5E+3", "1500")]
)
def test_numbers_are_shown_plain(value, shown):
    assert plain(Decimal(value)) == shown
