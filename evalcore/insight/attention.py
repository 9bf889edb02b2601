"""需关注事项: kinds of findings ranked by money × severity × surprise; the same data always give the same lines.

Surprise is how unusual a code is for such projects: −log2 of the share of evaluations of the same project type and
budget size that have it, so that what nearly every project has does not crowd out what few have. All sums are exact
or correctly rounded (fsum), so the order of rows does not matter; ties go by code.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from evalcore.glossary import code_name, integer, money, percent

MISSING_SELF = "CV_MISSING_SELF"


@cache
def weights() -> dict[str, Any]:
    """The numbers of attention.toml."""
    text = files("evalcore.insight").joinpath("attention.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One line. money in 万元; share: of the evaluations (or listed projects) that have it; surprise in bits."""

    code: str
    severity: str
    evaluations: int
    departments: int
    money: float
    money_share: float | None
    share: float
    surprise: float
    value: float

    @property
    def sentence(self) -> str:
        """What a reader needs to know, with its numbers."""
        of_money = f"（占 {percent(self.money_share)}）" if self.money_share is not None else ""
        if self.code == MISSING_SELF:
            return (
                f"{code_name(self.code)}：{integer(self.evaluations)} 个项目、{integer(self.departments)} 个部门没有报送，"
                f"涉及年初预算 {money(self.money)}{of_money}，占应评项目的 {percent(self.share)}"
            )
        said = (
            f"{code_name(self.code)}：{integer(self.evaluations)} 个评价、{integer(self.departments)} 个部门，"
            f"涉及全年预算 {money(self.money)}{of_money}"
        )
        if self.evaluations < _HUNDRED * self.share:  # of fewer, how many in a hundred says nothing
            return said
        return f"{said}；每百个评价中有 {self.share * 100:.1f} 个有此疑点"


def surprise(found: float, of: float, share: float) -> float:
    """Bits: −log2 of found ÷ of, leaning on `share` (that of all) where `of` is small; within floor and cap."""
    given = weights()["surprise"]
    rate = (found + given["prior"] * share) / (of + given["prior"])
    bits = -math.log2(rate) if rate > 0 else float(given["cap"])
    return float(min(max(bits, given["floor"]), given["cap"]))


def items(
    cells: pd.DataFrame, kinds: pd.DataFrame, departments: pd.DataFrame, listed: pd.DataFrame
) -> list[Item]:
    """All kinds of open findings, most urgent first; general ones before those of a single evaluation or department.

    cells, kinds, departments: queries.overview.attention, attention_kinds, attention_departments; listed:
    coverage_by_department (its unreported projects are one item, money from the list).
    """
    found = _found(cells, kinds, departments) if len(cells) else []
    found += _unreported(listed)
    needed = weights()["general"]
    reach = max((item.departments for item in found), default=1)

    least = min(needed["departments"], reach)

    def narrow(item: Item) -> bool:
        return bool(item.evaluations < needed["evaluations"] or item.departments < least)

    return sorted(found, key=lambda item: (narrow(item), -item.value, item.code))


def _found(cells: pd.DataFrame, kinds: pd.DataFrame, departments: pd.DataFrame) -> list[Item]:
    base = {(k["project_type"], k["size"]): int(k["evaluations"]) for k in kinds.to_dict("records")}
    total = math.fsum(float(m) for m in kinds["money"].dropna())
    by = dict(zip(departments["code"], departments["departments"], strict=True))
    lines: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for line in cells.to_dict("records"):
        lines[line["code"]].append(line)
    return [_item(code, lines[code], base, total, int(by.get(code, 1))) for code in sorted(lines)]


def _item(
    code: str, lines: list[dict[Any, Any]], base: dict[tuple[Any, Any], int], total: float, departments: int
) -> Item:
    severity = weights()["severity"]
    everything = sum(base.values())
    of_kind: dict[tuple[Any, Any], int] = defaultdict(int)
    for line in lines:
        of_kind[line["project_type"], line["size"]] += int(line["evaluations"])
    count = sum(of_kind.values())
    share = count / everything
    weighted, values = [], []
    for line in lines:
        kind = (line["project_type"], line["size"])
        weight = severity["red" if line["weight"] == 2 else "yellow"] * float(line["money"])
        weighted.append(weight)
        values.append(weight * surprise(of_kind[kind], base[kind], share))
    value, whole = math.fsum(values), math.fsum(weighted)
    cash = math.fsum(float(line["money"]) for line in lines)
    return Item(
        code, "red" if max(int(line["weight"]) for line in lines) == 2 else "yellow", count, departments, cash,
        cash / total if total else None, share, value / whole if whole else surprise(count, everything, share), value,
    )  # fmt: skip


def _unreported(listed: pd.DataFrame) -> list[Item]:
    count = int(listed["not_submitted"].sum()) if len(listed) else 0
    if not count:
        return []
    cash = math.fsum(float(m) for m in listed["not_submitted_money"].dropna())
    total = math.fsum(float(m) for m in listed["listed_money"].dropna())
    share = count / int(listed["listed"].sum())
    bits = surprise(count, int(listed["listed"].sum()), share)
    units = listed.loc[listed["not_submitted"] > 0, "department_code"].nunique()
    value = weights()["severity"]["red"] * cash * bits
    return [
        Item(
            MISSING_SELF, "red", count, int(units), cash, cash / total if total else None, share, bits, value
        )
    ]
