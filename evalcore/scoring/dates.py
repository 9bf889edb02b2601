"""Dates as forms write them: 9月前, 2021年底, 上半年; each a span of days, with or without a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from evalcore.scoring.numbers import chinese_number

Day = tuple[int, int, int]  # year (0 when not written), month, day


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First and last day the words can mean; `before`: 9月前, where September may or may not count."""

    text: str
    first: Day
    last: Day
    before: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class FoundDate:
    span: DateSpan
    start: int
    end: int


_YEAR = r"(?:(?P<year>(?:19|20)\d{2})(?:年度?)|当年|本年度?)?"
_PATTERN = re.compile(
    r"(?:(?P<yearnum>(?:19|20)\d{2})(?P<mark>[-./])(?P<monthnum>1[0-2]|0?[1-9])(?:(?P=mark)(?P<daynum>3[01]|[12]\d|0?[1-9]))?(?!\d|%|\s?[亿万千元])"
    r"|" + _YEAR + r"\s?(?:"
    r"(?:(?:1[0-2]|0?[1-9])月?(?:-|~|至|到)(?:(?:19|20)\d{2}年)?)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?\s?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?P<part>[上中下]旬|月?底|月?末|月?初|中(?!心)))?"
    r"|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<yearend>年?底|年?末|年终)|(?P<yearonly>)))"
    r"(?P<before>之?前|以前|内|止|及以前)?"
)
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4}


def _last_day(year: int, month: int) -> int:
    return monthrange(year or 2023, month)[1]


def match_date(text: str, position: int) -> FoundDate | None:
    """The date that starts at `position` of a folded text, or None."""
    found = _PATTERN.match(text, position)
    if not found or found.end() == position:
        return None
    year = int(found["year"] or found["yearnum"] or 0)
    if found["yearonly"] is not None and not year:
        return None
    if found["yearend"] and not year and found["yearend"][0] != "年" and found.start("yearend") == position:
        return None
    first, last = _days(found, year)
    before = bool(found["before"]) and found["before"] not in ("内", "止", "及以前")
    exclusive = before and not (found["day"] or found["daynum"] or found["part"] or found["yearend"])
    return FoundDate(DateSpan(found.group().strip(), first, last, exclusive), position, found.end())


def _days(found: re.Match[str], year: int) -> tuple[Day, Day]:
    if found["half"]:
        return ((year, 1, 1), (year, 6, 30)) if found["half"][0] == "上" else ((year, 7, 1), (year, 12, 31))
    if found["quarter"]:
        quarter = _QUARTER.get(found["quarter"]) or int(found["quarter"])
        return (year, quarter * 3 - 2, 1), (year, quarter * 3, _last_day(year, quarter * 3))
    if found["yearend"]:
        return (year, 12, 1), (year, 12, 31)
    if not (found["month"] or found["monthnum"]):
        return (year, 1, 1), (year, 12, 31)
    month = int(chinese_number(found["month"] or "") or found["month"] or found["monthnum"])
    end = _last_day(year, month)
    if found["day"] or found["daynum"]:
        day = min(int(found["day"] or found["daynum"]), end)
        return (year, month, day), (year, month, day)
    part = (found["part"] or "").lstrip("月")
    first, last = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}.get(part, (1, end))
    if part in ("下旬", "底", "末"):
        first = 21
    return (year, month, first), (year, month, last)


_STARTS = frozenset("0123456789当本年上下第一二三四五六七八九十")


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date of a folded text, in order. 3个月 and 30日 are durations, not dates."""
    found: list[FoundDate] = []
    position = 0
    while position < len(text):
        here = match_date(text, position) if text[position] in _STARTS else None
        follows_digit = position and text[position - 1] in "0123456789."
        if here and not follows_digit:
            found.append(here)
            position = here.end
        else:
            position += 1
    return tuple(found)


def in_time(actual: DateSpan, deadline: DateSpan) -> bool | None:
    """Whether `actual` keeps `deadline`; None when the words leave it open. Missing years agree."""
    years = bool(actual.first[0] and deadline.first[0])
    first, last, limit, limit_first = (
        day if years else (0, *day[1:]) for day in (actual.first, actual.last, deadline.last, deadline.first)
    )
    if deadline.before:  # 9月前: with or without September itself
        if last < limit_first:
            return True
        return False if first > limit else None
    if last <= limit:
        return True
    return False if first > limit else None


Period = tuple[Day | None, Day | None]
_AFTER = re.compile(r"\s?(?:及|之)?(?:以后|之后|后|起)")
_FROM = re.compile(r"\s?(?:起|及)")


def period(words: str) -> Period | None:
    """First and last day of what a condition names: 6月30日前, 7月1日至9月30日, 9月30日以后; None without a date."""
    dates = find_dates(words)
    if not dates:
        return None
    first, last = dates[0].span, dates[-1].span
    if len(dates) > 1:
        year = first.first[0] or last.last[0]
        return _in_year(first.first, year), _in_year(last.last, last.last[0] or year)
    tail = words[dates[0].end :]
    if _AFTER.match(tail):
        return (first.first if _FROM.match(tail) else _next(first.last)), None
    return None, (_before(first.first) if first.before else first.last)


def _in_year(day: Day, year: int) -> Day:
    return (day[0] or year, *day[1:])


def _next(day: Day) -> Day:
    year, month, number = day
    if number < _last_day(year, month):
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1 if year else 0, 1 if year else 13, 1)


def _before(day: Day) -> Day:
    year, month, number = day
    if number > 1:
        return year, month, number - 1
    if month > 1:
        return year, month - 1, _last_day(year, month - 1)
    return year - 1 if year else 0, 12 if year else 0, 31


def falls_in(actual: DateSpan, span: Period) -> bool:
    """Whether every day the actual can mean lies in the period; years count where both give one."""
    for bound, day, sign in ((span[0], actual.first, 1), (span[1], actual.last, -1)):
        if bound is None:
            continue
        known = bool(bound[0] and day[0])
        mine, theirs = (day, bound) if known else ((0, *day[1:]), (0, *bound[1:]))
        if (mine < theirs) if sign > 0 else (mine > theirs):
            return False
    return True


def days_late(actual: DateSpan, deadline: DateSpan) -> int | None:
    """Days between a deadline and an exact later day; 0 when in time, None when a day is not exact."""
    if in_time(actual, deadline):
        return 0
    if actual.first != actual.last or bool(actual.first[0]) != bool(deadline.last[0]):
        return None
    year = actual.last[0] or 2023
    return (date(year, *actual.last[1:]) - date(deadline.last[0] or 2023, *deadline.last[1:])).days
