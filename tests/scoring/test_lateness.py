"""How late a date is, in the unit a sentence counts in."""

from decimal import Decimal

import pytest

from evalcore.scoring.dates import find_dates
from evalcore.scoring.lateness import lateness
from evalcore.scoring.quantity import Unit
from evalcore.scoring.rule import judge
from tests.scoring.settings import settings


@pytest.mark.parametrize(
    ("actual", "unit", "late", "words"),
    [
        ("2023年7月3日", "天", "3", "逾期 3 天"),
        ("2023年7月14日", "周", "2", "逾期 14 天"),
        ("2023年7月30日", "个月", "1", "逾期 1 个月"),
        ("2023年8月15日", "个月", "1.5", "逾期 1 个多月"),
        ("2023年7月10日", "个月", "0.5", "逾期 不足 1 个月"),
        ("2023年6月30日", "个月", "0", "逾期 0 个月"),
        ("2023年6月29日", "工作日", "0", "逾期 0 天"),
    ],
)
def test_a_date_is_so_late_in_days_weeks_or_months(actual, unit, late, words):
    deadline, day = find_dates("2023年6月30日")[0].span, find_dates(actual)[0].span
    amount, said = lateness(day, deadline, Unit(unit, "time"))
    assert amount == Decimal(late)
    assert said.endswith(words)


@pytest.mark.parametrize(
    ("actual", "unit"), [("2023年7月3日", "工作日"), ("2023年7月", "天"), ("2023年7月", "月")]
)
def test_how_late_is_not_known_in_working_days_or_without_a_day(actual, unit):
    deadline, day = find_dates("2023年6月30日")[0].span, find_dates(actual)[0].span
    assert lateness(day, deadline, Unit(unit, "time")) is None


def test_a_day_without_a_year_is_of_the_deadline_s():
    text = "2023年6月30日前完成得满分，每延迟1个月扣1分"
    assert judge(text, "8月10日完成", rules=settings(), points=Decimal(5)).ratio == Decimal("0.8")
    assert judge(text, "5月10日完成", rules=settings(), points=Decimal(5)).ratio == 1
