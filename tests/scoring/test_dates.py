"""Periods that conditions name, and which of them a day or month falls in."""

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.dates import (
    EDGE,
    IN,
    OUT,
    PART,
    Period,
    days_late,
    falls_in,
    find_dates,
    in_time,
    months_late,
    of_year,
    period,
    undated,
)
from evalcore.scoring.quantity import find_quantities
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings


def span(text):
    return find_dates(text)[0].span


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023年6月30日前完成", Period(last=(2023, 6, 30), last_end=EDGE)),
        ("2023年6月30日及以前", Period(last=(2023, 6, 30))),
        ("2023年6月30日止", Period(last=(2023, 6, 30))),
        ("6月底前完成", Period(last=(0, 6, 30))),
        ("9月前完成", Period(last=(0, 9, 1), last_end=OUT)),
        ("2023年9月30日以后", Period(first=(2023, 9, 30), first_end=EDGE)),
        ("9月以后", Period(first=(0, 9, 30), first_end=OUT)),
        ("2023年10月1日起", Period(first=(2023, 10, 1))),
        ("2023年10月1日及以后", Period(first=(2023, 10, 1))),
        ("7月1日至9月30日", Period((0, 7, 1), (0, 9, 30))),
        ("2023年7月1日至9月30日", Period((2023, 7, 1), (2023, 9, 30))),
        ("按期完成", None),
    ],
)
def test_a_period_holds_its_ends_or_leaves_them_open(words, expected):
    assert period(words) == expected


@pytest.mark.parametrize(
    ("actual", "words", "where"),
    [
        ("2023年6月29日", "2023年6月30日前", IN),
        ("2023年6月30日", "2023年6月30日前", EDGE),
        ("2023年7月1日", "2023年6月30日前", OUT),
        ("6月", "6月15日前", PART),
        ("2023年6月30日", "2023年6月30日及以前", IN),
        ("9月30日", "9月30日以后", EDGE),
        ("10月1日", "9月30日以后", IN),
        ("9月29日", "9月30日以后", OUT),
        ("8月31日", "9月前", IN),
        ("9月1日", "9月前", OUT),
        ("9月", "9月以后", OUT),
        ("10月", "9月以后", IN),
        ("8月15日", "7月1日至9月30日", IN),
        ("2024年8月15日", "2023年7月1日至9月30日", OUT),
        ("8月15日", "2023年7月1日至9月30日", IN),
    ],
)
def test_an_actual_lies_in_on_the_edge_of_or_outside_a_period(actual, words, where):
    assert falls_in(span(actual), period(words)) == where


BOTH = "2023年1月1日之前完成得5分；2023年1月1日以后完成得2分"


def test_the_day_both_sides_may_claim_is_shown_as_the_earlier_tier_and_strictly_open():
    on_the_day = judge(BOTH, "2023年1月1日", rules=settings(), points=Decimal(5))
    assert (on_the_day.ratio, on_the_day.low, on_the_day.high) == (1, Decimal("0.4"), 1)
    assert on_the_day.basis is Basis.ASSUMED
    assert "当天" in on_the_day.reason
    before, after = (
        judge(BOTH, day, rules=settings(), points=Decimal(5)) for day in ("2022年12月31日", "2023年1月2日")
    )
    assert (before.ratio, before.low, before.basis) == (1, 1, Basis.RULE)
    assert (after.ratio, after.high, after.basis) == (Decimal("0.4"), Decimal("0.4"), Basis.RULE)


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        # the 30th belongs to the first tier: the second begins on the 1st
        ("6月30日前完成得5分，7月1日至9月30日完成得3分，9月30日后完成不得分", "6月30日", "1"),
        ("6月30日前完成得5分，7月1日至9月30日完成得3分，9月30日后完成不得分", "9月30日", "0.6"),
        # periods open to one side nest: the nearest end counts
        ("3月1日起完成得5分，6月1日起完成得3分，9月1日起完成得1分", "7月2日", "0.6"),
        ("6月底前完成得5分，9月底前完成得3分，否则不得分", "10月8日", "0"),
        ("9月以后完成得2分，10月以后完成得1分，9月及以前完成得4分", "8月3日", "1"),
    ],
)
def test_tiers_of_dates(text, actual, share):
    assert judge(text, actual, rules=settings(), points=None).ratio == Decimal(share)


def test_a_month_that_straddles_two_tiers_is_left_to_a_person():
    text = "6月15日前完成得5分，6月16日至9月30日完成得3分，否则不得分"
    assert judge(text, "6月", rules=settings(), points=Decimal(5)).ratio is None


def test_days_late_need_an_exact_day_and_years_on_both_sides_or_none():
    assert days_late(span("2023年7月3日"), span("2023年6月30日")) == 3
    assert days_late(span("2023年6月20日"), span("2023年6月30日")) == 0
    assert days_late(span("2023年7月"), span("2023年6月30日")) is None
    assert days_late(span("2023年7月3日"), span("6月30日")) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("6月上旬", (0, 6, 1), (0, 6, 10)),
        ("6月初", (0, 6, 1), (0, 6, 10)),
        ("6月中旬", (0, 6, 11), (0, 6, 20)),
        ("6月中", (0, 6, 11), (0, 6, 20)),
        ("6月下旬", (0, 6, 21), (0, 6, 30)),
        ("6月末", (0, 6, 21), (0, 6, 30)),
        ("2月底", (0, 2, 21), (0, 2, 28)),
        ("2024年2月底", (2024, 2, 21), (2024, 2, 29)),
        ("一季度", (0, 1, 1), (0, 3, 31)),
        ("2023年第四季度", (2023, 10, 1), (2023, 12, 31)),
        ("4季度", (0, 10, 1), (0, 12, 31)),
        ("2023年上半年", (2023, 1, 1), (2023, 6, 30)),
        ("2023年下半年", (2023, 7, 1), (2023, 12, 31)),
        ("年底", (0, 12, 1), (0, 12, 31)),
        ("2023年终", (2023, 12, 1), (2023, 12, 31)),
        ("当年11月", (0, 11, 1), (0, 11, 30)),
        ("2023/3/5", (2023, 3, 5), (2023, 3, 5)),
        ("2023年3月5号", (2023, 3, 5), (2023, 3, 5)),
        ("四月三十一日", (0, 4, 1), (0, 4, 30)),
        ("4月31日", (0, 4, 30), (0, 4, 30)),
    ],
)
def test_words_of_a_date_mean_first_to_last_day(text, first, last):
    found = span(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("9月前", True), ("2023年9月之前", True), ("9月以前", True), ("2023年前", True),
        ("9月15日前", False), ("9月底前", False), ("2023年底前", False), ("2023-09-15前", False),
        ("9月内", False), ("9月止", False), ("9月及以前", False), ("9月", False),
    ],
)  # fmt: skip
def test_before_a_month_leaves_the_month_itself_open(text, open_):
    assert span(text).before is open_


def test_dates_of_a_sentence_come_in_order_and_numbers_before_them_do_not_join():
    found = find_dates("2023年6月底前完成招标，12月31日前验收，共3.5月")
    assert [one.span.text for one in found] == ["2023年6月底前", "12月31日前"]
    assert [(one.start, one.end) for one in found] == [(0, 9), (14, 21)]


@pytest.mark.parametrize(
    ("actual", "deadline", "kept"),
    [
        ("8月31日", "9月前", True),
        ("9月1日", "9月前", None),
        ("9月30日", "9月前", None),
        ("10月1日", "9月前", False),
        ("12月31日", "12月底", True),
        ("2023年12月31日", "2023年12月31日", True),
        ("2024年1月1日", "2023年12月31日", False),
        ("2023年1月1日", "2024年12月31日", True),
        ("7月1日", "6月底", False),
        ("6月", "6月15日", None),
        # years count only where both give one
        ("10月", "2021年9月30日", False),
        ("8月", "2021年9月30日", True),
        ("2021年8月", "9月30日", True),
        ("2021年10月", "9月30日", False),
    ],
)
def test_a_deadline_is_kept_to_the_day(actual, deadline, kept):
    assert in_time(span(actual), span(deadline)) is kept


@pytest.mark.parametrize(
    ("actual", "words", "where"),
    [
        ("10月15日", "2023年9月30日前", OUT),
        ("2023年10月15日", "9月30日前", OUT),
        ("2023年8月15日", "9月30日前", IN),
        ("8月15日", "2023年9月30日前", IN),
        ("2024年1月5日", "2023年12月31日前", OUT),
        ("2022年12月31日", "2023年1月1日前", IN),
        ("2023年12月31日", "2024年1月1日起", OUT),
        ("2024年1月1日", "2024年1月1日起", IN),
        ("7月1日", "7月1日至9月30日", IN),
        ("9月30日", "7月1日至9月30日", IN),
        ("6月30日", "7月1日至9月30日", OUT),
        ("10月1日", "7月1日至9月30日", OUT),
        ("6月", "6月15日至9月30日", PART),
        ("9月", "7月1日至9月15日", PART),
        ("9月", "9月30日以后", PART),
    ],
)
def test_ends_of_a_period_to_the_day(actual, words, where):
    assert falls_in(span(actual), period(words)) == where


@pytest.mark.parametrize(
    ("actual", "deadline", "days"),
    [
        ("2023年7月1日", "2023年6月30日", 1),
        ("2023年6月30日", "2023年6月30日", 0),
        ("2024年1月2日", "2023年12月31日", 2),
        ("7月3日", "6月30日", 3),
        ("3月1日", "2月28日", 1),
        ("2024年3月1日", "2024年2月28日", 2),
        ("7月3日", "2023年6月30日", 3),
        ("2023年7月3日", "2023年6月底", 3),
    ],
)
def test_days_late_are_calendar_days(actual, deadline, days):
    assert days_late(span(actual), span(deadline)) == days


def test_a_year_stated_once_holds_for_both_ends_and_for_all_tiers():
    assert period("2023年7月1日至9月30日") == Period((2023, 7, 1), (2023, 9, 30))
    assert period("7月1日至2023年9月30日") == Period((2023, 7, 1), (2023, 9, 30))
    text = "2023年10月31日前完成得5分；11月30日前完成得3分；否则不得分"
    shares = [
        judge(text, actual, rules=settings(), points=Decimal(5)).ratio
        for actual in ("2023年10月20日", "2023年11月20日", "2023年12月1日", "2024年10月20日")
    ]
    assert shares == [1, Decimal("0.6"), 0, 0]


@pytest.mark.parametrize(
    ("actual", "share"), [("2023年6月1日", "1"), ("2023年8月1日", "0.6"), ("2024年6月1日", "0")]
)
def test_a_year_only_a_later_tier_states_holds_for_the_first(actual, share):
    text = "6月30日前完成得5分；2023年9月30日前完成得3分；否则不得分"
    assert judge(text, actual, rules=settings(), points=Decimal(5)).ratio == Decimal(share)


def test_dates_are_blanked_out_place_by_place():
    text = "截至2023年6月30日完成8项，12月31日前再完成2项"
    blanked = undated(text)
    assert len(blanked) == len(text)
    assert [one.quantity.value for one in find_quantities(blanked)] == [8, 2]
    assert (blanked[:2], blanked[12:17], blanked[-5:]) == ("截至", "完成8项，", "再完成2项")
    assert undated("完成8项") == "完成8项"


UNTIL = "6月底前完成得5分，9月底前完成得3分，12月底前完成得1分"
SINCE = "6月底后完成得3分，9月底后完成得1分，6月底前完成得5分"
COSTS = "6月1日以后完成扣1分，9月1日以后完成扣3分，12月1日以后完成不得分"


@pytest.mark.parametrize(
    ("rule", "actual", "share"),
    [
        (UNTIL, "2023年6月20日", "1"),
        (UNTIL, "2023年7月1日", "0.6"),
        (UNTIL, "2023年9月30日", "0.6"),
        (UNTIL, "2023年10月5日", "0.2"),
        (SINCE, "2023年5月20日", "1"),
        (SINCE, "2023年7月1日", "0.6"),
        (SINCE, "2023年12月5日", "0.2"),
        (COSTS, "2023年7月1日", "0.8"),
        (COSTS, "2023年10月5日", "0.4"),
        (COSTS, "2023年12月5日", "0"),
    ],
)
def test_of_periods_that_nest_the_one_whose_end_is_nearest_counts(rule, actual, share):
    assert judge(rule, actual, rules=settings(), points=Decimal(5)).ratio == Decimal(share)


@pytest.mark.parametrize(
    ("actual", "months"),
    [
        ("2023年6月20日", "0"),
        ("2023年6月30日", "0"),
        ("2023年7月1日", "0.5"),
        ("2023年7月30日", "1"),
        ("2023年8月10日", "1.5"),
        ("2023年9月30日", "3"),
        ("2024年1月5日", "6.5"),
        ("2023年8月", None),  # which day is not said
    ],
)
def test_months_late_are_whole_ones_and_a_half_for_days_left_over(actual, months):
    deadline = find_dates("2023年6月30日")[0].span
    late = months_late(find_dates(actual)[0].span, deadline)
    assert late == (None if months is None else Decimal(months))


@pytest.mark.parametrize(
    ("actual", "deadline", "months"),
    [
        ("2023年11月底", "2023年10月底前", "1"),
        ("2024年1月底", "2022年12月底", "13"),
        ("2023年9月底", "2023年10月底前", "0"),
        ("11月底", "10月底前", "1"),
        ("2023年11月", "2023年10月底前", None),
        ("2023年11月底", "2023年10月15日", None),
    ],
)
def test_from_the_end_of_a_month_to_the_end_of_another_months_are_whole(actual, deadline, months):
    late = months_late(find_dates(actual)[0].span, find_dates(deadline)[0].span)
    assert late == (None if months is None else Decimal(months))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月底前完成", "2022年12月底前完成"),
        ("当年12月底前完成", "2022年12月底前完成"),
        ("年底前完成", "2022年年底前完成"),
        ("2021年底前完成", "2021年底前完成"),
        ("次年3月底前完成", "次年3月底前完成"),
        ("每年培训3次", "每年培训3次"),
    ],
)
def test_a_date_without_a_year_is_of_the_evaluated_one(text, expected):
    assert of_year(text, 2022) == expected


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("年内完成", True),
        ("年内完成的得3分", True),
        ("两年内完成", False),
        ("年内培训200人", False),
        ("2年内完成", False),
    ],
)
def test_within_the_year_is_a_deadline_where_nothing_is_counted(text, is_date):
    assert bool(find_dates(text)) == is_date


DELAYED = "12月31日前完成得满分，每延迟1天扣1分"
QUARTERS = "年内完成得满分，次年一季度内完成得60%，次年一季度后完成得30%，未完成不得分"


@pytest.mark.parametrize(
    ("text", "actual", "year", "ratio"),
    [
        (DELAYED, "次年1月5日", None, "0.5"),
        (DELAYED, "2023年1月5日", 2022, "0.5"),
        (DELAYED, "2023-01-05", 2022, "0.5"),
        (DELAYED, "2022年12月30日", 2022, "1"),
        ("6月30日前完成得满分，每延迟1天扣1分", "2022年7月5日", 2022, "0.5"),
        ("2022年" + DELAYED, "次年1月5日", None, "0.5"),
        ("6月30日前完成得满分，每延迟1个月扣1分", "2023年1月5日", 2022, "0.4"),
        (QUARTERS, "11月完成", None, "1"),
        (QUARTERS, "次年2月完成", None, "0.6"),
        (QUARTERS, "2023年2月完成", 2022, "0.6"),
        (QUARTERS, "2024年11月完成", 2022, "0.3"),
        ("12月底前", "次年1月完成", None, None),  # late, at a price that is not said
        ("12月底前", "2023年1月完成", 2022, None),
        ("12月底前", "2021年11月完成", 2022, "1"),
        ("次年3月底前", "2023年2月", None, "1"),
        ("次年3月底前", "次年4月", None, None),
    ],
)
def test_the_next_year_is_later_than_every_month_of_this_one(text, actual, year, ratio):
    judged = judge(text, actual, rules=settings(), points=Decimal(10), year=year)
    assert judged.ratio == (None if ratio is None else Decimal(ratio))


def test_a_delay_is_said_in_the_unit_of_its_step():
    said = judge(
        "6月30日前完成得10分；延期1-3个月得5分",
        "2023年8月15日",
        rules=settings(),
        points=Decimal(10),
        year=2023,
    ).trace[0]
    assert "逾期 1 个多月" in said.text
