"""Quantities to the last character: where they stand, what they are worth, what stands for a sign."""

from decimal import Decimal

import pytest

from evalcore.scoring.measured import Measured, measure, shortened, without_parts
from evalcore.scoring.places import place
from evalcore.scoring.quantity import Quantity, Unit, converted, find_quantities, match_quantity, units
from evalcore.scoring.shorthand import digits_mended, unspaced, written_out
from evalcore.scoring.unread import numbers_left_out

PERCENT = Unit("%", "percent")


def found(text):
    return [(str(one.quantity), one.start, one.end) for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("完成8项，2.5万元", [("8项", 2, 4), ("2.5万元", 5, 10)]),
        ("-5%", [("-5%", 0, 3)]),
        ("+5%", [("5%", 0, 3)]),
        ("增长率-5%", [("-5%", 3, 6)]),
        ("80%-90%", [("80%", 0, 3), ("90%", 4, 7)]),
        ("A-5", [("5", 2, 3)]),
        ("1/4", [("0.25", 0, 3)]),
        ("1/0", [("0", 2, 3)]),
        ("三次", [("3次", 0, 2)]),
        ("半年", [("0.5年", 0, 2)]),
        ("一次性验收", []),
        ("2小时15分钟", [("135分钟", 0, 7)]),
        ("3天2天", [("3天", 0, 2), ("2天", 2, 4)]),  # the same unit twice is no duration in two units
        ("15分钟2小时", [("15分钟", 0, 4), ("2小时", 4, 7)]),
        ("十分满意", []),
        ("百分之", []),
        ("1234567890123456789", []),
        ("123456789012345", [("123456789012345", 0, 15)]),
        ("5(%)", [("5%", 0, 4)]),
        ("400元/人", [("400元/人", 0, 6)]),
        ("每人400元", [("400元", 2, 6)]),
        ("", []),
    ],
)
def test_quantities_and_where_they_stand(text, quantities):
    assert found(text) == quantities


def test_a_quantity_starts_where_it_is_asked_for():
    assert match_quantity("共8项", 0) is None
    assert match_quantity("共8项", 1).end == 3
    assert match_quantity("共8项", 2) is None


@pytest.mark.parametrize(
    ("value", "own", "other", "expected"),
    [
        ("200", "万", "万元", "200"), ("200", "", "万元", "200"), ("3", "万人", "人", "30000"), ("1", "亿元", "元", "100000000"),
        ("90", "分钟", "小时", "1.5"), ("2", "‰", "%", "0.2"), ("3", "次", "项", "3"), ("3", "个", "项", "3"), ("3", "人", "个", None),
        ("3", "%", "个", None), ("3", "天", "个", None), ("3", "公里", "米", "3000"),
    ],
)  # fmt: skip
def test_conversion_of_units(value, own, other, expected):
    known = units()
    made = converted(Quantity(Decimal(value), known.get(own, Unit())), known[other])
    assert made == (None if expected is None else Decimal(expected))


def test_a_denominator_may_be_left_out_but_not_differ():
    day, month = Unit("元", "money", per="人·日"), Unit("元", "money", per="人·月")
    person, bare = Unit("元", "money", per="人"), Unit("元", "money")
    assert converted(Quantity(Decimal(5), person), month) == 5
    assert converted(Quantity(Decimal(5), month), person) == 5
    assert converted(Quantity(Decimal(5), bare), month) == 5
    assert converted(Quantity(Decimal(5), day), month) is None


# One number of an actual
@pytest.mark.parametrize(
    ("actual", "low", "high", "copied"),
    [
        ("96%", "96", "96", False), ("≥95%", "95", None, True), ("≤95%", None, "95", True), ("=95%", "95", "95", True),
        ("90%-95%", "90", "95", False), ("95%以上", "95", None, True), ("共完成96%，目标90%", "96", "96", False),
        ("较上年增长5%，达到96%", "96", "96", False), ("满意度达到96%", "96", "96", False),
        ("达到95%以上", "95", None, True), ("2023年6月完成96%", "96", "96", False),
    ],
)  # fmt: skip
def test_an_actual_is_measured(actual, low, high, copied):
    measured = measure(actual, PERCENT)
    assert measured.quantity is not None
    assert (measured.low, measured.high) == tuple(
        None if one is None else Decimal(one) for one in (low, high)
    )
    assert measured.copied is copied


@pytest.mark.parametrize(
    ("actual", "problem", "several"),
    [
        ("约96%", "是约数", True),
        ("96%左右", "是约数", True),
        ("新建30%，改造40%", "多个数字", True),
        ("较好", "没有可比的数字", False),
    ],
)
def test_an_actual_without_one_number_says_why(actual, problem, several):
    measured = measure(actual, PERCENT)
    assert (measured.quantity, measured.several) == (None, several)
    assert problem in measured.problem


def test_a_number_of_something_else_is_a_mismatch():
    assert measure("96亩", PERCENT) == Measured(mismatch="实际值 96亩 与目标单位 % 不可比")


def test_parts_after_the_number_and_long_texts_are_cut():
    assert without_parts("2个(其中新建1个)") == "2个"
    assert without_parts("其中新建1个") == "其中新建1个"
    assert shortened("字" * 24) == "字" * 24
    assert shortened("字" * 25) == "字" * 24 + "…"


# Shorthand
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[80%,90%)得3分", "80%(含)-90%(不含)得3分"),
        ("(80%,90%]得3分", "80%(不含)-90%(含)得3分"),
        ("(1-2分)", "(1-2分)"),
        ("±5%以内得满分", "绝对值≤5%得满分"),
        ("超过±5%不得分", "绝对值>5%不得分"),
        ("前3名得5分", "≤3名次得5分"),
        ("排名前3名得5分", "排名≤3名次得5分"),
        ("排名第2名得5分", "排名=2名次得5分"),
        ("80%-90%(含80%)得3分", "80%(含)-90%得3分"),
        ("80%-90%(含90%，不含80%)得3分", "80%(不含)-90%(含)得3分"),
        ("扣一半分值", "扣该指标分值的50%"),
        ("优、良、差分别得5分、3分、0分", "优得5分；良得3分；差得0分"),
        ("优、良、差分别得5分、3分", "优、良、差分别得5分、3分"),
    ],
)
def test_shorthand_is_written_out(text, written):
    assert written_out(text) == written


@pytest.mark.parametrize(
    ("text", "mended"),
    [("l00%", "100%"), ("9O%", "90%"), ("≥9O", "≥90"), ("A90", "A90"), ("90", "90"), ("末完成", "未完成"), ("年末完成", "年末完成"),
     ("巳完成", "已完成")],
)  # fmt: skip
def test_letters_in_numbers_are_mended(text, mended):
    assert digits_mended(text) == mended


def test_spaces_of_a_scan_go_only_where_every_character_has_one():
    assert unspaced("完 成 率 达 到 1 0 0 %") == "完成率达到100%"
    assert unspaced("完成率 达到 100%") == "完成率 达到 100%"
    assert place("排名第三") == "3名次"
    assert place("5") == "5名次"


@pytest.mark.parametrize(
    ("text", "printed", "left"),
    [
        ("≥90%得5分", "≥90%，得5分", ()),
        ("≥90%得5分，奖3次", "≥90%，得5分", ("3次",)),
        ("≥90%得5分，共90%", "≥90%，得5分", ("90%",)),
        ("完成率*10分", "得分=完成率*该指标分值", ()),
        ("酌情扣1-3分", "酌情扣分", ()),
        ("扣0.5", "扣50%", ()),
        ("达到90%得5分，低于90%，每低1%扣1分", "≥90%，得5分；每下降1%扣1分", ()),
    ],
)
def test_numbers_a_reading_left_out(text, printed, left):
    assert numbers_left_out(text, printed) == left


def test_a_part_of_a_hundred_million_is_exact():
    found = match_quantity("3/2亿", 0)
    assert found is not None
    assert found.quantity.value == Decimal("0.000000015")
