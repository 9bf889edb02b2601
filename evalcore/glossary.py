"""Every term once: label, unit, format and definition. The only place with display words.

`term("execution_rate").label` is "预算执行率"; `text("execution_rate", 0.914)` is "91.40%".
A missing value is "—", never 0.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Literal

Format = Literal["text", "integer", "money", "percent", "score"]
Number = int | float | Decimal

MISSING = "—"


@dataclass(frozen=True, slots=True)
class Term:
    """A word on the screen. money is in 万元, percent is a ratio (0.914), score is in points."""

    id: str
    label: str
    format: Format
    definition: str
    unit: str = ""

    @property
    def heading(self) -> str:
        """Label with its unit, for a column: 全年预算数（万元）."""
        return f"{self.label}（{self.unit}）" if self.unit and self.format == "money" else self.label


@cache
def terms() -> dict[str, Term]:
    """All terms, in the order of the file."""
    raw = tomllib.loads(resources.files("evalcore").joinpath("glossary.toml").read_text("utf-8"))
    return {id: Term(id=id, **entry) for id, entry in raw.items()}


def term(id: str) -> Term:
    """The term with this identifier; KeyError when the glossary lacks it."""
    return terms()[id]


def label(id: str) -> str:
    """Display word of an identifier."""
    return term(id).label


@cache
def _code_names() -> dict[str, str]:
    text = resources.files("evalcore").joinpath("glossary_codes.toml").read_text("utf-8")
    return {code: str(name) for code, name in tomllib.loads(text).items()}


def code_name(code: str) -> str:
    """Short Chinese name of a finding code; the code itself when it has none."""
    return _code_names().get(code, code)


def _rounded(value: Number, places: int) -> Decimal:
    """Half-up (四舍五入); floats go through their shortest text, so 59.995 rounds as it reads."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def is_missing(value: object) -> bool:
    """None, NaN and pandas' missing marks."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NAType", "NaTType"}


def number(value: object) -> float | None:
    """A frame's value as float, None when missing."""
    return None if is_missing(value) else float(value)  # type: ignore[arg-type]  # a frame's cell is a number or missing


def integer(value: Number | None) -> str:
    """1,234; "—" when missing."""
    return MISSING if value is None or is_missing(value) else f"{_rounded(value, 0):,}"


def points(value: Number | None, places: int = 2) -> str:
    """Points with two decimals, half-up: 96.50; "—" when missing."""
    return MISSING if value is None or is_missing(value) else f"{_rounded(value, places):.{places}f}"


def score(value: Number | None) -> str:
    """A score with its unit, as it stands on a card: 96.50 分; "—" when missing."""
    said = points(value)
    return said if said == MISSING else f"{said} 分"


def percent(ratio: Number | None, places: int = 1) -> str:
    """A ratio as percent, half-up: 0.9137 → 91.4%; "—" when missing."""
    if ratio is None or is_missing(ratio):
        return MISSING
    exact = ratio if isinstance(ratio, Decimal) else Decimal(str(ratio))
    return f"{_rounded(exact * 100, places):,}%"


def money(amount: Number | None, *, unit: bool = True, like: Number | None = None) -> str:
    """万元, or 亿元 from 1 亿元 up: 620.82万元, 12.35亿元; "—" when missing.

    like: the amount this one stands beside, whose unit it takes unless nothing would be left of it: −0.18亿元 beside 4.50亿元.
    """
    if amount is None or is_missing(amount):
        return MISSING
    exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    if not unit:
        return f"{_rounded(exact, 2):,}"
    beside = like is not None and not is_missing(like) and abs(float(like)) >= 10_000 and abs(exact) >= 50
    if abs(exact) >= 10_000 or beside:
        return f"{_rounded(exact / 10_000, 2):,}亿元"
    return f"{_rounded(exact, 2):,}万元"


def signed(text_of_change: str, change: Number | None) -> str:
    """A change with its sign: +1.2, −0.4 (true minus), 持平 when zero at the shown precision."""
    if change is None or is_missing(change):
        return MISSING
    bare = text_of_change.lstrip("-")
    if not any(c in "123456789" for c in bare):
        return "持平"
    return f"−{bare}" if change < 0 else f"+{bare}"


def apart(now: Number, before: Number, places: int, scale: int = 1) -> Decimal:
    """The change between two numbers as they are shown, so that a reader who subtracts them gets it. scale: 100 for %."""
    first, last = (x if isinstance(x, Decimal) else Decimal(str(x)) for x in (before, now))
    return _rounded(last * scale, places) - _rounded(first * scale, places)


def text(id: str, value: Number | str | None) -> str:
    """A value as its term is shown."""
    if value is None or is_missing(value):
        return MISSING
    if isinstance(value, str):
        return value
    match term(id).format:
        case "integer":
            return integer(value)
        case "money":
            return money(value)
        case "percent":
            return percent(value)
        case "score":
            return points(value)
        case _:
            return str(value)
