"""Rule-set files: read, validated, refused with file, line and remedy.

A file may say `extends = "id"`: tables it does not name are taken whole from that set.
Numbers are read as Decimal.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from evalcore.errors import RuleError, reason
from evalcore.model import Grade
from evalcore.scoring.checks.catalog import codes
from evalcore.scoring.rule_set import (
    Cap,
    ExecutionRule,
    ExecutionStep,
    GradeLine,
    OverAchievement,
    PartialStep,
    ReverseMethod,
    RuleSet,
    SplitMethod,
    Tier,
)

RULE_SET_FOLDER = Path(__file__).parent / "rulesets"
HUNDRED = Decimal(100)
ONE = Decimal(1)

_TABLES = (
    "level1", "execution", "satisfaction", "grades", "labels", "scoring",
    "tiers", "caps", "over_achievement", "judged", "checks",
)  # fmt: skip
_HEAD = ("id", "name", "basis", "first_year", "last_year", "places", "extends", "automatic")
_Made = TypeVar("_Made")
Path_ = tuple[str | int, ...]


def read_rule_sets(folder: Path) -> tuple[RuleSet, ...]:
    """Every *.toml of a folder, in order of id. Raises RuleError at the first file that cannot be used."""
    tables: dict[str, _Table] = {}
    for path in sorted(folder.glob("*.toml")):
        table = _parse(path)
        name = table.text("id")
        if name in tables:
            raise table.error("id", f"规则集编号“{name}”与 {tables[name].file} 重复", "请改用未使用的编号")
        tables[name] = table
    return tuple(_build(tables[name], tables) for name in sorted(tables))


def read_rule_set(path: Path) -> RuleSet:
    """One file; what it extends is looked for in its own folder and then in the package's."""
    tables: dict[str, _Table] = {}
    for folder in (RULE_SET_FOLDER, path.parent):
        for other in sorted(folder.glob("*.toml")):
            if other.resolve() != path.resolve():
                table = _parse(other)
                tables[table.text("id")] = table
    table = _parse(path)
    return _build(table, tables)


def _parse(path: Path) -> _Table:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(path.name, "不是 UTF-8 编码的文本", "请另存为 UTF-8 后重试") from error
    except OSError as error:
        raise RuleError(path.name, f"无法打开：{reason(error)}", "请检查文件是否存在、是否可读") from error
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise RuleError(
            path.name, "不符合 TOML 语法", "请检查该行的引号、括号与等号是否成对", line=line
        ) from error
    return _Table(path.name, data, _lines(text), ())


_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[^\s=#{}\[\]\"']+)\s*=")


def _lines(text: str) -> dict[Path_, int]:
    """Where each table, key and array element starts (tomllib does not say)."""
    where: dict[Path_, int] = {(): 1}
    table: Path_ = ()
    key: Path_ = ()
    item = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            where.setdefault(table, number)
            key = table
        elif line.lstrip().startswith("{"):
            where[(*key, item)] = number
            item += 1
        elif named := _KEY.match(line):
            key = (*table, *(part.strip("\"'") for part in named[1].split(".")))
            where.setdefault(key, number)
            item = 0
    return where


class _Table:
    """A TOML table with its file, path and line numbers; every getter refuses what does not fit."""

    def __init__(self, file: str, data: Mapping[str, Any], lines: Mapping[Path_, int], path: Path_) -> None:
        self.file = file
        self.data = data
        self.lines = lines
        self.path = path

    def error(self, key: str | int | None, message: str, remedy: str) -> RuleError:
        path = self.path if key is None else (*self.path, key)
        while path and path not in self.lines:
            path = path[:-1]
        return RuleError(self.file, message, remedy, line=self.lines.get(path))

    def name(self, key: str | int) -> str:
        return ".".join(str(part) for part in (*self.path, key))

    def only(self, *known: str) -> None:
        for key in self.data:
            if key not in known:
                allowed = "、".join(known)
                raise self.error(key, f"不认识的设置项“{self.name(key)}”", f"此处可用：{allowed}")

    def get(self, key: str, kind: type | tuple[type, ...], word: str) -> Any:
        if key not in self.data:
            raise self.error(None, f"缺少设置项“{self.name(key)}”", f"请补上，类型为{word}")
        value = self.data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"设置项“{self.name(key)}”的值不是{word}", f"请改为{word}")
        return value

    def text(self, key: str) -> str:
        value = cast(str, self.get(key, str, "非空文字"))
        if not value.strip():
            raise self.error(key, f"设置项“{self.name(key)}”为空", "请填写非空文字")
        return value

    def integer(self, key: str) -> int:
        return cast(int, self.get(key, int, "整数"))

    def flag(self, key: str) -> bool:
        return cast(bool, self.get(key, bool, "true 或 false"))

    def number(self, key: str, low: Decimal = Decimal(0), high: Decimal = HUNDRED) -> Decimal:
        value = Decimal(self.get(key, (int, Decimal), "数字"))
        if not low <= value <= high:
            raise self.error(
                key, f"设置项“{self.name(key)}”的值 {value} 超出范围", f"应在 {low} 与 {high} 之间"
            )
        return value

    def choice(self, key: str, *allowed: str) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.error(
                key, f"设置项“{self.name(key)}”的值“{value}”不可用", f"可用：{'、'.join(allowed)}"
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.get(key, list, "文字列表")
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, f"设置项“{self.name(key)}”含有非文字的项", "每一项都应是带引号的文字")
        return tuple(values)

    def table(self, key: str) -> _Table:
        return _Table(self.file, self.get(key, dict, "表"), self.lines, (*self.path, key))

    def tables(self, key: str) -> tuple[_Table, ...]:
        values = self.get(key, list, "表的列表")
        if not all(isinstance(value, dict) for value in values):
            raise self.error(key, f"设置项“{self.name(key)}”含有不是表的项", "每一项都应写成 { … }")
        return tuple(
            _Table(self.file, value, self.lines, (*self.path, key, index))
            for index, value in enumerate(values)
        )

    def numbers(self, high: Decimal = HUNDRED) -> dict[str, Decimal]:
        return {key: self.number(key, high=high) for key in self.data}


def _build(own: _Table, tables: Mapping[str, _Table]) -> RuleSet:
    own.only(*_HEAD, *_TABLES)
    chain = _chain(own, tables)

    def part(key: str, build: Callable[[_Table], _Made]) -> _Made:
        for table in chain:
            if key in table.data:
                section = table.table(key)
                notes[key] = section.text("basis")
                return build(section)
        raise own.error(None, f"缺少表 [{key}]", f"请补上 [{key}]，或用 extends 指明沿用的规则集")

    notes: dict[str, str] = {}
    first_year = own.integer("first_year")
    last_year = own.integer("last_year") if "last_year" in own.data else None
    if last_year is not None and last_year < first_year:
        raise own.error("last_year", f"终止年份 {last_year} 早于起始年份 {first_year}", "请核对两个年份")
    execution = part("execution", _execution)
    level1, known = part("level1", lambda section: _level1(section, execution.points))
    reverse, partial, split, decimals = part("scoring", _scoring)
    return RuleSet(
        id=own.text("id"),
        name=own.text("name"),
        basis=own.text("basis"),
        first_year=first_year,
        last_year=last_year,
        places=own.texts("places") if "places" in own.data else (),
        level1_points=level1,
        known_level1=known,
        execution=execution,
        grades=part("grades", _grades),
        labels=part("labels", _labels),
        reverse_method=reverse,
        partial_step=partial,
        split_method=split,
        decimals=decimals,
        tiers=part("tiers", _tiers),
        caps=part("caps", _caps),
        over_achievement=part("over_achievement", _over_achievement),
        judged_limit=part("judged", _judged),
        checks=part("checks", _checks),
        notes=notes,
        satisfaction_steps=part("satisfaction", _satisfaction),
        automatic=own.flag("automatic") if "automatic" in own.data else False,
    )


def _chain(own: _Table, tables: Mapping[str, _Table]) -> list[_Table]:
    chain = [own]
    while "extends" in chain[-1].data:
        parent = chain[-1].text("extends")
        if parent not in tables or any(table.data.get("id") == parent for table in chain):
            known = "、".join(sorted(tables)) or "（无）"
            raise chain[-1].error(
                "extends", f"extends 指向的规则集“{parent}”不存在或循环引用", f"可用：{known}"
            )
        chain.append(tables[parent])
    return chain


def _level1(
    section: _Table, execution: Decimal
) -> tuple[dict[str, Decimal], tuple[Mapping[str, Decimal], ...]]:
    section.only("basis", "points", "known")
    points = section.table("points").numbers()
    if sum(points.values()) + execution != HUNDRED:
        message = f"一级指标 {sum(points.values())} 分与预算执行率 {execution} 分合计不等于 100"
        raise section.error("points", message, "请调整分值使合计为 100")
    known: list[Mapping[str, Decimal]] = [points]
    for index, table in enumerate(section.tables("known")):
        other = table.numbers()
        if sum(other.values()) + execution != HUNDRED:
            message = f"第 {index + 1} 组一级指标权重加预算执行率 {execution} 分不等于 100"
            raise section.error("known", message, "请调整分值使合计为 100")
        known.append(other)
    return points, tuple(known)


def _execution(section: _Table) -> ExecutionRule:
    section.only("basis", "points", "denominator", "steps")
    return ExecutionRule(
        points=section.number("points"),
        denominator=cast(Literal["annual", "initial"], section.choice("denominator", "annual", "initial")),
        steps=_steps(section),
    )


def _satisfaction(section: _Table) -> tuple[ExecutionStep, ...]:
    section.only("basis", "steps")
    return _steps(section)


def _steps(section: _Table) -> tuple[ExecutionStep, ...]:
    rows = section.tables("steps")
    for row in rows:
        row.only("at_least", "share")
    steps = tuple(
        ExecutionStep(row.number("at_least", high=ONE), row.number("share", high=ONE)) for row in rows
    )
    _descending(section, "steps", [step.at_least for step in steps])
    return steps


def _descending(section: _Table, key: str, values: Sequence[Decimal]) -> None:
    if any(second >= first for first, second in pairwise(values)):
        raise section.error(key, f"“{section.name(key)}”没有从高到低排列或有重复", "请按数值从高到低逐行排列")


def _grades(section: _Table) -> tuple[GradeLine, ...]:
    section.only("basis", "lines")
    lines = []
    for row in section.tables("lines"):
        row.only("label", "grade", "at_least")
        lines.append(GradeLine(row.text("label"), _grade(row, "grade"), row.number("at_least")))
    _descending(section, "lines", [line.at_least for line in lines])
    if not lines or lines[-1].at_least != 0:
        raise section.error("lines", "等级线没有覆盖到 0 分", "最后一行的 at_least 应为 0")
    return tuple(lines)


def _grade(row: _Table, key: str) -> Grade:
    return Grade(row.choice(key, *(grade.value for grade in Grade)))


def _labels(section: _Table) -> dict[str, Grade]:
    section.only("basis", "fold")
    fold = section.table("fold")
    return {label: _grade(fold, label) for label in fold.data}


def _scoring(section: _Table) -> tuple[ReverseMethod, PartialStep, SplitMethod, int]:
    section.only("basis", "reverse_method", "partial_step", "split_method", "decimals")
    decimals = section.integer("decimals")
    if not 0 <= decimals <= 4:
        raise section.error("decimals", f"小数位数 {decimals} 超出范围", "应在 0 与 4 之间")
    return (
        cast(ReverseMethod, section.choice("reverse_method", "linear", "ratio")),
        cast(PartialStep, section.choice("partial_step", "floor", "ceiling", "linear")),
        cast(SplitMethod, section.choice("split_method", "level3", "level2")),
        decimals,
    )


def _tiers(section: _Table) -> tuple[Tier, ...]:
    section.only("basis", "tiers")
    tiers = []
    for row in section.tables("tiers"):
        row.only("name", "low", "high", "words")
        tiers.append(
            Tier(
                row.text("name"),
                row.number("low", high=ONE),
                row.number("high", high=ONE),
                row.texts("words"),
            )
        )
    _descending(section, "tiers", [tier.low for tier in tiers])
    edges = [(upper.low, lower.high) for upper, lower in pairwise(tiers)]
    if not tiers or tiers[0].high != 1 or tiers[-1].low != 0 or any(low != high for low, high in edges):
        remedy = "上一档的 low 应等于下一档的 high，首档 high 为 1，末档 low 为 0"
        raise section.error("tiers", "定性分档没有首尾相接地覆盖 0 到 1", remedy)
    return tuple(tiers)


def _caps(section: _Table) -> tuple[Cap, ...]:
    section.only("basis", "caps")
    caps = []
    for row in section.tables("caps"):
        row.only("below", "limit")
        caps.append(Cap(row.number("below", high=ONE), row.number("limit")))
    _descending(section, "caps", [cap.below for cap in caps])
    _descending(section, "caps", [cap.limit for cap in caps])
    return tuple(caps)


def _over_achievement(section: _Table) -> tuple[OverAchievement, ...]:
    section.only("basis", "table")
    rows = []
    for row in section.tables("table"):
        row.only("beyond", "share")
        rows.append(OverAchievement(row.number("beyond", low=ONE), row.number("share", high=ONE)))
    _descending(section, "table", [row.beyond for row in rows])
    return tuple(rows)


def _judged(section: _Table) -> Decimal:
    section.only("basis", "limit")
    return section.number("limit")


def _checks(section: _Table) -> dict[str, Mapping[str, Decimal]]:
    changed: dict[str, Mapping[str, Decimal]] = {}
    section.only("basis", *codes())
    for code in section.data:
        if code != "basis":
            table = section.table(code)
            table.only(*codes()[code].thresholds)
            changed[code] = table.numbers(high=Decimal(1_000_000))
    return changed
