"""Dates as forms write them: 9月前, 2021年底, 上半年; each a span of days, with or without a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from evalcore.scoring.numbers import chinese_number

#: year (0 when not written), month, day; 次年3月 is month 15 of the year the others of its text are in
Day = tuple[int, int, int]


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


_YEAR = (
    r"(?:(?P<year>(?:19|20)\d{2})(?:年度?)|(?P<this>当年|本年度?)|(?P<next>次年度?|翌年|来年|下一?年度?))?"
)
_PATTERN = re.compile(
    r"(?:(?P<yearnum>(?:19|20)\d{2})(?P<mark>[-./])(?P<monthnum>1[0-2]|0?[1-9])(?:(?P=mark)(?P<daynum>3[01]|[12]\d|0?[1-9]))?(?!\d|%|\s?(?:[亿万千元亩人户个次项吨件套台名家]|公[里顷斤]|平方|立方|千))"
    r"|" + _YEAR + r"\s?(?:"
    r"(?:(?:1[0-2]|0?[1-9])月?(?:-|~|至|到)(?:(?:19|20)\d{2}年)?)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?\s?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?P<part>[上中下]旬|月?底|月?末|月?初|中(?!心)))?"
    r"|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<yearend>年?底|年?末|年?终(?![止身端]))"
    r"|(?P<within>(?<![\d一二两三四五六七八九十几半])年内(?=[^\d,，;；。]*(?:得|[,，;；。]|$)))|(?P<yearonly>)))"  # not 年内培训200人
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
    if found["yearonly"] is not None and not (
        year or found["next"] or (found["this"] and found["before"] == "内")
    ):
        return None
    first, last = _days(found, year)
    if found["next"]:
        first, last = ((0, month + 12, day) for _, month, day in (first, last))
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


_STARTS = frozenset("0123456789当本年次翌来上下第一二三四五六七八九十")


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


def of_year(text: str, year: int) -> str:
    """A folded text whose dates without a year are that year's: 12月底前 → 2022年12月底前."""
    for found in reversed(find_dates(text)):
        if not found.span.last[0] and not _is_relative(found.span):
            bare = re.sub(r"^(?:当年|本年度?)", "", text[found.start : found.end])
            text = f"{text[: found.start]}{year}年{bare}{text[found.end :]}"
    return text


def undated(text: str) -> str:
    """The text with its dates blanked out, place by place: what is left to search for quantities."""
    for date_found in find_dates(text):
        blank = "￿" * (date_found.end - date_found.start)
        text = text[: date_found.start] + blank + text[date_found.end :]
    return text


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


IN, OUT, EDGE, PART = "in", "out", "edge", "part"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last` (None: open). An end is IN, OUT, or EDGE: 6月30日前 … 6月30日以后 leave open
    which of the two the day itself belongs to."""

    first: Day | None = None
    last: Day | None = None
    first_end: str = IN
    last_end: str = IN

    def in_year(self, year: int) -> Period:
        """The same period, with that year where none is written."""
        first, last = (day and (day[0] or year, *day[1:]) for day in (self.first, self.last))
        return replace(self, first=first, last=last)


_AFTER = re.compile(r"\s?(?:及|之)?(?:以后|之后|后|起)")
_FROM = re.compile(r"\s?(?:起|及)")


def period(words: str) -> Period | None:
    """What a condition names: 6月30日前, 7月1日至9月30日, 9月30日以后; None without a date."""
    dates = find_dates(words)
    if not dates:
        return None
    first, last = dates[0].span, dates[-1].span
    if len(dates) > 1:
        return Period(first.first, last.last).in_year(first.first[0] or last.last[0])
    exact = first.first == first.last
    tail = words[dates[0].end :]
    if _AFTER.match(tail):
        if _FROM.match(tail):
            return Period(first=first.first)
        return Period(first=first.last, first_end=EDGE if exact else OUT)
    if first.before:
        return Period(last=first.first, last_end=OUT)
    said = exact and first.text.endswith("前") and not first.text.endswith("及以前")
    return Period(last=first.last, last_end=EDGE if said else IN)


def falls_in(actual: DateSpan, span: Period) -> str:
    """IN or OUT when every day the actual can mean is; EDGE on the day both sides may claim; else PART.
    Years count where both give one."""
    sides = set()
    for bound, end, sign in ((span.first, span.first_end, 1), (span.last, span.last_end, -1)):
        if bound is None:
            continue
        known = bool(bound[0] and actual.first[0])
        limit, *days = (
            sign * ((day[0] * known * 12 + day[1]) * 31 + day[2])
            for day in (bound, actual.first, actual.last)
        )
        if min(days) > limit or (min(days) == limit and end == IN):
            sides.add(IN)
        elif max(days) < limit or (max(days) == limit and end == OUT):
            sides.add(OUT)
        else:
            sides.add(EDGE if min(days) == max(days) else PART)
    return next(one for one in (OUT, PART, EDGE, IN) if one in sides)


def months_late(actual: DateSpan, deadline: DateSpan) -> Decimal | None:
    """Whole months between a deadline and an exact later day (or from the end of one month to the end of another), and a
    half where days are left over; 0 when in time."""
    ends = re.search("月[底末]$", actual.text) and re.search("月[底末]前?$", deadline.text)
    days = days_late(actual, deadline)
    if days == 0 or (days is None and not ends):
        return None if days is None else Decimal(0)
    (_, first, start), (_, last, end) = deadline.last, actual.last
    years = actual.last[0] - deadline.last[0] if actual.last[0] and deadline.last[0] else 0
    if ends:
        return Decimal(years * 12 + last - first)
    months = years * 12 + last - first - (end < start)
    return Decimal(months) + (Decimal("0.5") if end != start else 0)


def days_late(actual: DateSpan, deadline: DateSpan) -> int | None:
    """Days between a deadline and an exact later day, of the deadline's year where it names none; 0 when in time,
    None when a day is not exact."""
    if in_time(actual, deadline):
        return 0
    known = bool(actual.first[0]) <= bool(deadline.last[0]) or _is_relative(actual) or _is_relative(deadline)
    if actual.first != actual.last or not known:
        return None
    year = deadline.last[0] or actual.last[0] or 2023
    return (_calendar(actual.last, year) - _calendar(deadline.last, year)).days


def _is_relative(span: DateSpan) -> bool:
    return span.last[1] > 12


def _calendar(day: Day, year: int) -> date:
    """The day itself; `year` where none is written."""
    over, month = divmod(day[1] - 1, 12)
    return date((day[0] or year) + over, month + 1, day[2])
