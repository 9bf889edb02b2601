"""The catalogue of typical projects and indicators, read from catalogue/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalcore.sample.district import FOLDER

RATE = "%"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the catalogue. Numbers are integers of 10^-decimals of the unit.

    kind: count · rate · limit (≤) · date · words · sentence · budget (≤ the year's money).
    """

    level2: str
    name: str
    kind: str
    operator: str = ""
    value: int = 0
    decimals: int = 0
    unit: str = ""
    fixed: bool = False
    target: str = ""  # words and dates
    reached: str = ""
    partly: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A typical project: what it is for and what it is measured by."""

    field: str
    name: str
    type: str  # 工程 · 补助 · 运转 · 服务 · 信息化 · 其他
    low: float  # budget P10, 万元
    high: float  # budget P90
    people: str
    aim: str
    source: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    templates: Mapping[str, tuple[Template, ...]]  # by field
    pools: Mapping[str, Mapping[str, tuple[Line, ...]]]  # quality, timeliness, cost, benefit → type → lines
    words: Mapping[str, tuple[Line, ...]]  # level 2 → indicators in words
    texts: dict[str, Any]
    evaluators: tuple[str, ...]  # what 部门评价 and 财政评价 add


def line(text: str) -> Line:
    """One indicator in the catalogue's notation: "数量|维修学校数|≥|12|所"."""
    level2, name, operator, value, *rest = text.split("|")
    unit = rest[0] if rest else ""
    if operator == "date":
        return Line(level2, name, "date", target=value)
    if operator == "text":
        return Line(level2, name, "words", target=value, reached=unit, partly=_partly(unit))
    if operator == "sentence":
        return Line(level2, name, "sentence", "≥", int(unit), 0, RATE, True, target=value)
    if operator == "budget":
        return Line(level2, name, "budget", "≤", 0, 2, unit, True)
    whole, _, fraction = value.partition(".")
    scaled = int(whole + fraction)
    kind = "limit" if operator == "≤" else "rate" if unit == RATE else "count"
    return Line(level2, name, kind, operator, scaled, len(fraction), unit, rest[1:] == ["~"])


def _partly(reached: str) -> str:
    return reached.replace("达成预期指标", "部分达成预期指标并具有一定效果")


@cache
def catalogue() -> Catalogue:
    """All templates, shared pools and texts."""
    templates: dict[str, list[Template]] = {}
    for name in ("party", "people", "works", "services"):
        data = tomllib.loads((FOLDER / "catalogue" / f"{name}.toml").read_text(encoding="utf-8"))
        for row in data["project"]:
            low, high = row["money"]
            made = Template(
                row["field"],
                row["name"],
                row["type"],
                low,
                high,
                row["people"],
                row["aim"],
                row.get("source"),
                tuple(map(line, row["indicators"])),
            )
            templates.setdefault(made.field, []).append(made)
    shared = tomllib.loads((FOLDER / "catalogue" / "shared.toml").read_text(encoding="utf-8"))
    pools = {
        pool: {kind: tuple(map(line, rows)) for kind, rows in by_type.items()}
        for pool, by_type in shared["pool"].items()
        if pool != "words"
    }
    words = {
        level2: tuple(_word_line(level2, row) for row in rows)
        for level2, rows in shared["pool"]["words"].items()
    }
    return Catalogue(
        {field: tuple(rows) for field, rows in templates.items()},
        pools,
        words,
        shared["words"],
        tuple(shared["evaluators"]["general"]),
    )


def _word_line(level2: str, row: str) -> Line:
    name, target, reached, partly = row.split("|")
    return Line(level2, name, "words", target=target, reached=reached, partly=partly)
