"""The table of finding codes (findings.toml): severity, scope, thresholds, message, condition, basis."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from evalcore.model import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One finding code. `thresholds` are defaults; `needs` names input a form does not carry ("" = none)."""

    code: str
    severity: Severity
    scope: str
    condition: str
    message: str
    basis: str
    thresholds: Mapping[str, Decimal]
    needs: str = ""
    reading: bool = False  # raised by the loaders while a form is read, not by a check


@cache
def _data() -> dict[str, Any]:
    text = Path(__file__).with_name("findings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def basis_text(letters: str) -> str:
    """财预〔2020〕10号、审计、复核经验 for "R A"; what are no letters of the table stays as it is."""
    sources = _data()["basis"]
    return "、".join(sources.get(letter, letter) for letter in letters.split())


@cache
def codes() -> Mapping[str, Code]:
    """Every code by name, in the order of the table."""
    return {
        name: Code(
            code=name,
            severity=Severity(entry["severity"]),
            scope=entry["scope"],
            condition=entry["condition"],
            message=entry["message"],
            basis=basis_text(entry["basis"]),
            thresholds={key: Decimal(value) for key, value in entry.get("thresholds", {}).items()},
            needs=entry.get("needs", ""),
            reading=entry.get("reading", False),
        )
        for name, entry in _data()["code"].items()
    }


def all_codes() -> tuple[Code, ...]:
    """Every code, for /method."""
    return tuple(codes().values())


@cache
def words(name: str) -> tuple[str, ...]:
    """A word list of the table."""
    return tuple(_data()["words"][name])


@cache
def suspect_classes() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    """(words of a name, level-2 kinds it should not stand under, where it belongs) of IND_CLASS_SUSPECT."""
    return tuple((tuple(row["words"]), tuple(row["under"]), row["closer"]) for row in _data()["class"])
