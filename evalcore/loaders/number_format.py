"""What a person sees of a stored number: 0.9 under "0%" is 90%."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

#: number formats every spreadsheet program knows by number
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    36: "yyyy年m月", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月", 56: "m月d日",
    57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"yy|m+/d|d/m|年|m月|dd?-mmm|mmm")


@lru_cache(maxsize=2000)
def _section(number_format: str) -> tuple[str, str, str]:
    """The section of positive numbers, split into literal before, pattern, literal after."""
    section = number_format.split(";")[0]
    parts: list[str] = []

    def mark(found: re.Match[str]) -> str:
        parts.append(found.group(1) or found.group(2) or "")
        return "\x00"

    pattern = _LITERAL.sub(mark, section)
    found = re.search(r"[0#?](?:[0#?,.\x00]*[0#?,.])?(?:[eE][+-]0+)?", pattern)
    if found is None:
        return "", pattern, ""
    taken = iter(parts)

    def literal(text: str) -> str:
        return "".join(next(taken, "") if character == "\x00" else character for character in text)

    before = literal(pattern[: found.start()])
    inside = found.group()
    for character in inside:
        if character == "\x00":
            next(taken, None)
    return before, inside.replace("\x00", ""), literal(pattern[found.end() :])


def general(value: float | int | Decimal) -> str:
    """A number under General: 735, 37.24, 0.3 (never 0.30000000000000004)."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}" if isinstance(value, float) else f"{value:f}"
    if "e" in text.lower():
        try:
            text = f"{Decimal(text):f}"
        except InvalidOperation:
            return text
    return text


def is_date(number_format: str) -> bool:
    """Whether a number under this format is a day."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', lambda found: found.group().strip('"\\'), number_format.lower())
    return bool(_DATE.search(bare)) and "general" not in bare and "0" not in bare.replace("000", "")


def display(value: float | int | Decimal, number_format: str, *, epoch_1904: bool = False) -> str:
    """Displayed text of a stored number."""
    if number_format in ("", "General", "@", "GENERAL"):
        return general(value)
    if is_date(number_format):
        return _day(float(value), number_format, epoch_1904)
    before, pattern, after = _section(number_format)
    if not re.search(r"[0#?]", pattern) or "e" in pattern.lower():
        return general(value)
    try:
        number = Decimal(general(value))
    except InvalidOperation:
        return general(value)
    if "%" in after:
        number *= 100
    whole, _, fraction = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    number = number.scaleb(-3 * scale)
    places = sum(character in "0#?" for character in fraction)
    if places > 30 or abs(number) > Decimal(10) ** 30:
        return general(value)
    number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number:,f}" if "," in whole.rstrip(",") else f"{number:f}"
    if "." in text and fraction.endswith(("#", "?")):
        least = sum(character == "0" for character in fraction)
        head, tail = text.split(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    return f"{before}{text}{after}".strip()


def _day(value: float, number_format: str, epoch_1904: bool) -> str:
    """ISO day, whatever the format's order: 2023-06-28; the stored value stays beside it."""
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=value)
    except (OverflowError, ValueError):
        return general(value)
    lowered = number_format.lower()
    has_year, has_day = "y" in lowered or "年" in lowered, "d" in lowered or "日" in lowered
    if has_year and not has_day:
        return f"{moment.year}年{moment.month}月"
    if has_day and not has_year:
        return f"{moment.month}月{moment.day}日"
    return moment.strftime("%Y-%m-%d")
