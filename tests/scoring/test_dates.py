"""Periods that conditions name, and which of them a day or month falls in."""

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.dates import EDGE, IN, OUT, PART, Period, days_late, falls_in, find_dates, period
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
