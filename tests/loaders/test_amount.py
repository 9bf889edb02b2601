"""Amounts, rates, points, years and days as forms print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evalcore.loaders.amount import day_of, money, points, rate, unit_of, year_of
from evalcore.loaders.document import Cell


def cell(text: str, value: object = None, number_format: str = "") -> Cell:
    return Cell(0, 0, text, "A1", text if value is None else value, number_format)


@pytest.mark.parametrize(
    ("text", "unit", "wan"),
    [
        ("880", "万元", "880"), ("387664.62", "元", "38.766462"), ("620.82万元", "元", "620.82"),
        ("2,380.91", None, "2380.91"), ("４，０００．００", "万元", "4000"), ("2.6亿元", "万元", "26000"),
        ("￥38.5万", None, "38.5"), ("0", "亿元", "0"), ("-12.5", "万元", "-12.5"), ("1.5", "亿元", "15000"),
    ],
)  # fmt: skip
def test_an_amount_is_folded_to_wan_by_its_own_unit_else_the_label_s(
    text: str, unit: str | None, wan: str
) -> None:
    assert money(cell(text), unit)[0] == Decimal(wan)


@pytest.mark.parametrize("text", ["/", "—", "", "无", "约88", "88左右", "8800/年", "12人", "1,23"])
def test_what_is_no_amount_stays_blank(text: str) -> None:
    assert money(cell(text), "万元")[0] is None


def test_a_stored_number_goes_before_its_rounded_display() -> None:
    assert money(cell("38.77", 38.766462, "0.00"), "万元")[0] == Decimal("38.766462")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("项目资金（万元）", "万元"),
        ("项目资金\n(元)", "元"),
        ("单位：亿元", "亿元"),
        ("年初预算数", None),
        ("单位:万元", "万元"),
    ],
)
def test_the_unit_of_a_label(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


def test_a_bare_rate_is_decided_by_the_amounts() -> None:
    full, half = Decimal(1), Decimal("0.5")
    assert rate(cell("100"), computed=full) == (Decimal(1), False)
    assert rate(cell("1"), computed=full) == (Decimal(1), False)
    assert rate(cell("0.5"), computed=half) == (half, False)
    assert rate(cell("0.862"), computed=Decimal("0.862")) == (Decimal("0.862"), False)
    assert rate(cell("100", 100.0), computed=Decimal("0.8")) == (Decimal(1), False)


def test_a_bare_rate_without_amounts_is_doubtful() -> None:
    assert rate(cell("0.9"), computed=None) == (Decimal("0.9"), True)
    assert rate(cell("90"), computed=None) == (Decimal("0.9"), False)


def test_a_rate_with_a_percent_sign_or_format_is_certain_even_when_it_contradicts() -> None:
    assert rate(cell("100%"), computed=Decimal("0.8")) == (Decimal(1), False)
    assert rate(cell("１００．００％"), computed=None) == (Decimal(1), False)
    assert rate(cell("86%", 0.86, "0%"), computed=None) == (Decimal("0.86"), False)
    assert rate(cell("/"), computed=Decimal(1)) == (None, False)
    assert rate(cell("已完成"), computed=Decimal(1)) == (None, False)


@pytest.mark.parametrize(
    ("text", "value"), [("10", "10"), ("99.55分", "99.55"), ("１０", "10"), ("10%", "10"), ("9.5 分", "9.5")]
)
def test_points_are_numbers_with_or_without_their_word(text: str, value: str) -> None:
    assert points(cell(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["/", "-", "扣2分", "10（附加）", "优", "8+2"])
def test_what_is_no_number_of_points_stays_blank(text: str) -> None:
    assert points(cell(text)) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("(2022年度)", 2022), ("2019年度)", 2019), ("二〇二一年", 2021), ("２０２１", 2021), ("（2023）", 2023),
        ("2016—2022年度汇总表", 2022), ("2023年省级补助2022年度自评", 2022), ("2021年至2022年", None), ("无", None),
        ("13900002022", None),
    ],
)  # fmt: skip
def test_the_year_a_text_names(text: str, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    "text", ["2023-12-05", "2023年12月5日", "2023/12/5", "2023.12.05", "20231205", "2023年 12月 5日"]
)
def test_a_day_in_every_shape(text: str) -> None:
    assert day_of(text) == date(2023, 12, 5)


def test_a_day_that_does_not_exist_is_none() -> None:
    assert day_of("2023-02-30") is None
