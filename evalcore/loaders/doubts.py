"""What a reader is not sure of, as findings: a guessed header, an assumed unit, a value that is no number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evalcore.loaders.header import Header
from evalcore.loaders.identity import Identity
from evalcore.loaders.indicator_rows import Rows
from evalcore.loaders.labels import Labels
from evalcore.loaders.line import Line
from evalcore.loaders.mapping import FIELDS, GUESSED, UNKNOWN, field_of
from evalcore.loaders.money import MoneyBlock
from evalcore.loaders.money_header import AMOUNTS
from evalcore.loaders.vocabulary import compact, header_key, join_lines
from evalcore.model import Finding, Place, Severity

NAMES = {
    "initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数", "rate": "执行率",
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "年度指标值",
    "actual": "实际完成值", "points": "分值", "score": "得分", "review_score": "复核分",
    "deviation_note": "偏差原因分析及改进措施", "rule": "指标赋分规则", "last_actual": "上年完成值",
    "evidence": "佐证资料",
}  # fmt: skip


def note(code: str, message: str, place: Place | None, severity: Severity = Severity.INFO) -> Finding:
    return Finding(code, severity, message, "F", str(place) if place else "", "A")


def doubts(
    identity: Identity,
    labels: Labels,
    money: MoneyBlock,
    rows: Rows,
    headers: Sequence[tuple[Header, Line]],
) -> Iterator[Finding]:
    """Findings of reading, in the order of the form."""
    if identity.year_from:
        message = f"表内未写年度，按{identity.year_from}取 {identity.year} 年，请核实"
        yield note("FM_YEAR_INFERRED", message, identity.project_place)
    if identity.project_from:
        message = f"表内没有“项目名称”，按{identity.project_from}取“{identity.project}”，请核实"
        yield note("FM_PROJECT_INFERRED", message, identity.project_place, Severity.YELLOW)
    if any(money.values.get(name) for name in AMOUNTS) and not (money.unit or money.own_unit):
        place = next(iter(money.places.values()), None)
        message = f"表内未写金额单位，按{money.assumed_unit}读取，请核实"
        yield note("FM_UNIT_ASSUMED", message, place, Severity.YELLOW)
    if money.doubtful_rate:
        message = f"执行率写法有歧义，按 {money.values['rate'] * 100:f}% 读取，请核实"
        yield note("FM_RATE_DOUBTFUL", message, money.places.get("rate"), Severity.YELLOW)
    for name, text, place in money.unreadable:
        yield note("FM_VALUE_UNREADABLE", unreadable(name, text), place, Severity.YELLOW)
    for index, name, text, place in rows.unreadable:
        yield Finding(
            "FM_VALUE_UNREADABLE",
            Severity.YELLOW,
            unreadable(name, text),
            "I",
            str(place),
            "A",
            indicator=index,
        )
    if rows.in_shares:
        message = "分值写作小数（如 0.25），按百分制读取（25 分），请核实"
        yield note("FM_PERCENT_DOUBTFUL", message, rows.indicators[0].places.get("points"), Severity.YELLOW)
    for index, indicator in enumerate(rows.indicators):
        if (share := _bare_share(indicator.target, indicator.actual)) is not None:
            message = f"“{indicator.level3}”一处写百分比、一处写 {share}，可能漏写百分号，按原文保留，请核实"
            place = indicator.places.get("actual", indicator.places["level3"])
            yield Finding(
                "FM_PERCENT_DOUBTFUL", Severity.YELLOW, message, "I", str(place), "A", indicator=index
            )
    for name, (text, place) in labels.guessed.items():
        yield _guessed("labels", text, name, place)
    for text, name, place in money.guessed:
        yield _guessed("money", text, name, place)
    for header, line in headers[:1]:
        for text, name, cell in header.guessed:
            yield _guessed("columns", text, name, line.place(cell))
        for cell in header.unknown:
            text = join_lines(cell.text)
            message = f"表头“{text}”不在已知名称内，该列未读取；可在“数据导入”页指定一次，以后自动识别"
            told = {"header": text, "key": header_key(cell.text)}
            yield replace(note(UNKNOWN, message, line.place(cell)), numbers=told)


def _guessed(section: str, text: str, role: str, place: Place) -> Finding:
    field = field_of(section, role)
    message = f"表头“{join_lines(text)}”不在已知名称内，按“{FIELDS[field]}”读取，请核实"
    told = {"header": join_lines(text), "key": header_key(text), "field": field}
    return replace(note(GUESSED, message, place), numbers=told)


def _bare_share(target: str | None, actual: str | None) -> str | None:
    """The one of two texts that is a bare share (0.95) while the other is a percentage (≥90%)."""
    for one, other in ((target, actual), (actual, target)):
        if (
            one
            and other
            and "%" in compact(other)
            and re.fullmatch(r"[≥≤=<>]*(?:0\.\d+|1(?:\.0+)?)", compact(one))
        ):
            return one
    return None


def unreadable(name: str, text: str) -> str:
    return f"{NAMES[name]}“{text[:40]}”不能确认为数值，未采用，请核实"
