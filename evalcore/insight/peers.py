"""同类部门: which departments are alike, by rules that are data (peers.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum
from typing import Any, Literal

import pandas as pd

By = Literal["kind", "type", "size"]
UNKNOWN = "未注明类型"


@dataclass(frozen=True, slots=True)
class PeerRule:
    """One way to say which departments are alike; explanation is shown beside every group."""

    id: str
    name: str
    by: tuple[By, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a department is like. money: 万元 a year; type: the project type most of its money goes to."""

    code: str
    kind: str
    type: str
    type_share: float
    money: float
    size: str
    evaluations: int


@cache
def settings() -> Mapping[str, Any]:
    """The file peers.toml."""
    return tomllib.loads((files("evalcore.insight") / "peers.toml").read_text(encoding="utf-8"))


@cache
def peer_rules() -> tuple[PeerRule, ...]:
    """Every rule of the file, the default first."""
    return tuple(
        PeerRule(item["id"], item["name"], tuple(item["by"]), item["explanation"])
        for item in settings()["rule"]
    )


def profiles(rows: pd.DataFrame) -> tuple[Profile, ...]:
    """The profile of every department. rows: queries.comparison.department_profiles."""
    of: dict[str, list[tuple[Any, Any, float, int, int]]] = {}
    # columns, not rows: a province's 7,000 took 64 ms of a rerun as dictionaries
    columns = (rows["kind"], rows["project_type"], rows["money"].astype(float).fillna(0.0),
               rows["evaluations"].astype(int), rows["years"].astype(int))  # fmt: skip
    for code, *own in zip(rows["code"].to_list(), *(column.to_list() for column in columns), strict=True):
        of.setdefault(code, []).append(tuple(own))
    least_share, mixed, bands = (
        settings()["type"]["least_share"],
        settings()["type"]["mixed"],
        settings()["size"]["bands"],
    )
    made = []
    for code in sorted(of):
        money = fsum(amount for _, _, amount, _, _ in of[code])
        count = sum(n for _, _, _, n, _ in of[code])
        a_year = money / max(1, *(years for *_, years in of[code]))
        # without any money the count of projects says what a department mainly does
        by = {name: amount if money > 0 else float(n) for _, name, amount, n, _ in of[code]}
        top = max(by, key=lambda name: (by[name], str(name)))
        share = by[top] / fsum(by.values())
        kind = next((kind for kind, *_ in of[code] if isinstance(kind, str)), UNKNOWN)
        size = next(str(band["label"]) for band in bands if a_year >= band["at_least"])
        main = str(top) if share >= least_share else mixed
        made.append(Profile(str(code), kind, main, share, a_year, size, count))
    return tuple(made)


def peer_groups(held: tuple[Profile, ...], rule: PeerRule) -> dict[str, tuple[str, ...]]:
    """Group name → codes of its departments, both in the order of the codes."""
    groups: dict[str, list[str]] = {}
    for one in sorted(held, key=lambda p: p.code):
        groups.setdefault(" · ".join(getattr(one, part) for part in rule.by), []).append(one.code)
    return {name: tuple(codes) for name, codes in groups.items()}
