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

from evalcore.glossary import is_missing

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
    of: dict[str, list[dict[Any, Any]]] = {}
    for row in rows.to_dict("records"):
        of.setdefault(row["code"], []).append(row)
    made = []
    for code in sorted(of):
        own = of[code]
        money = fsum(_known(row["money"]) for row in own)
        years = max(1, *(int(row["years"]) for row in own))
        # without any money the count of projects says what a department mainly does
        by = {row["project_type"]: _known(row["money" if money > 0 else "evaluations"]) for row in own}
        top = max(by, key=lambda name: (by[name], str(name)))
        share = by[top] / fsum(by.values())
        kinds = [row["kind"] for row in own if isinstance(row["kind"], str)]
        enough = share >= settings()["type"]["least_share"]
        made.append(
            Profile(
                str(code), kinds[0] if kinds else UNKNOWN, str(top) if enough else settings()["type"]["mixed"], share,
                money / years, _size(money / years), sum(int(row["evaluations"]) for row in own),
            )
        )  # fmt: skip
    return tuple(made)


def _known(amount: Any) -> float:
    return 0.0 if is_missing(amount) else float(amount)


def _size(money: float) -> str:
    return next(str(band["label"]) for band in settings()["size"]["bands"] if money >= band["at_least"])


def peer_groups(held: tuple[Profile, ...], rule: PeerRule) -> dict[str, tuple[str, ...]]:
    """Group name → codes of its departments, both in the order of the codes."""
    groups: dict[str, list[str]] = {}
    for one in sorted(held, key=lambda p: p.code):
        groups.setdefault(" · ".join(getattr(one, part) for part in rule.by), []).append(one.code)
    return {name: tuple(codes) for name, codes in groups.items()}
