"""Numbers as forms print them: folding of width and operators, half-up rounding, exact splits, numerals.

Everything is Decimal. Nothing here knows units or rules: see quantity.py, target.py, rule.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

CENT = Decimal("0.01")
_WIDE = Context(prec=200)  # no printed number is longer: see quantity.py


@cache
def word_list(name: str) -> dict[str, Any]:
    """The data file evalcore/scoring/words/<name>.toml."""
    return tomllib.loads((files("evalcore.scoring") / "words" / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _folding() -> tuple[dict[int, str], re.Pattern[str], dict[str, str]]:
    data = word_list("folding")
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in data["keep"]}
    table |= {ord(char): plain for char, plain in data["characters"].items()}
    sequences: dict[str, str] = data["sequences"]
    longest_first = sorted(sequences, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, longest_first))), sequences


_DIGIT_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_HUNDREDTHS = re.compile(r"百分之([零一二三四五六七八九十]{1,3}|\d{1,3}(?:\.\d+)?)")


_TENTHS = re.compile("([一二三四五六七八九])成([一二三四五六七八九])(?![^\\W\\d_])")  # 九成五


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Text with one width, one form of each operator, no line breaks; ①②③, ², ㎡ and 中文标点 stay.

    Thousands commas go ("8,000" → "8000"); white space becomes one space; a cell without text folds to "".
    """
    table, pattern, sequences = _folding()
    folded = pattern.sub(lambda found: sequences[found.group()], text.translate(table))
    folded = _HUNDREDTHS.sub(lambda found: f"{chinese_number(found[1]) or found[1]}%", folded)
    folded = _TENTHS.sub(lambda found: f"{chinese_number(found[1])}{chinese_number(found[2])}%", folded)
    return _DIGIT_COMMA.sub("", " ".join(folded.split()))


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """四舍五入 to `places` decimals: 59.995 → 60.00, -0.005 → -0.01."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def split_points(total: Decimal, shares: int | Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`total` split in 0.01, equally over a count or by weights; the parts sum to `total` exactly.

    Largest remainder, ties in order: 50 over 3 → 16.67, 16.67, 16.66. Weights must be ≥ 0; weights that
    are all 0 count as equal. No shares: no parts. Raises ValueError for a negative weight.
    """
    weights = [Decimal(1)] * shares if isinstance(shares, int) else list(shares)
    if not weights:
        return ()
    if min(weights) < 0:
        raise ValueError("weights must not be negative")
    whole = sum(weights)
    if whole == 0:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    cents = total / CENT
    exact = [cents * weight / whole for weight in weights]
    parts = [value.to_integral_value(ROUND_FLOOR) for value in exact]
    left = cents - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: int(left)]:
        parts[index] += 1
    parts[by_remainder[0]] += left - int(left)  # a total finer than 0.01 keeps its rest
    return tuple(part * CENT for part in parts)


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = "万亿"


def chinese_number(text: str) -> Decimal | None:
    """三十五 → 35, 一百二十 → 120, 两万 → 20000, 二〇二一 → 2021, 零点五 → 0.5; None when it is not a numeral."""
    whole, point, fraction = text.partition("点")
    if point and whole and fraction and all(char in _DIGITS for char in fraction):
        before = chinese_number(whole)
        return None if before is None else before + Decimal(f"0.{''.join(str(_DIGITS[c]) for c in fraction)}")
    if not text or any(char not in _DIGITS and char not in _SCALES and char not in _MYRIADS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total = myriad = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SCALES:
            section += (digit or 1) * _SCALES[char]
            digit = 0
        else:
            myriad += section + digit
            section = digit = 0
            if char == "万":
                myriad = (myriad or 1) * 10_000
            else:
                total, myriad = total + (myriad or 1) * 100_000_000, 0
    return Decimal(total + myriad + section + digit)


def plain(value: Decimal) -> str:
    """A number as a sentence shows it: 85, 0.5, 1500, never 1.5E+3 or 85.00."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
