"""Kinds and columns of registers (registers.toml): what tells a list from a form, and what its columns are called."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from evalcore.loaders.vocabulary import compact, label_keys
from evalcore.model import RegisterKind

_YEAR = re.compile(r"^\(?((?:19|20)\d{2})\)?年?度?")


@dataclass(frozen=True, slots=True)
class KindWords:
    """How one kind is recognised, and what its template asks for (column → must be filled in)."""

    kind: RegisterKind
    label: str
    titles: tuple[str, ...]
    needs: frozenset[str]
    any: frozenset[str]
    never: frozenset[str]
    template: Mapping[str, bool]
    hint: str

    def fits(self, columns: Collection[str], title: str) -> bool:
        """Whether a header with these columns under this title is of this kind."""
        held = set(columns)
        said = any(word in title for word in self.titles)
        if self.kind is RegisterKind.NEXT_BUDGET and "next" in held:
            held.add("budget_initial")
        if not self.needs <= held or self.never & held:
            return False
        return not self.any or bool(self.any & held) or (said and self.kind in _BY_TITLE)


_BY_TITLE = (RegisterKind.LISTING, RegisterKind.NEXT_BUDGET)  # their columns alone could be either


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("evalcore.loaders") / "registers.toml").read_text(encoding="utf-8"))


@cache
def kinds() -> tuple[KindWords, ...]:
    """Every kind, in the order in which they are tried."""
    return tuple(
        KindWords(
            RegisterKind(name), entry["label"], tuple(map(compact, entry["titles"])),
            frozenset(entry["needs"]), frozenset(entry["any"]), frozenset(entry["not"]),
            {column.rstrip("*"): column.endswith("*") for column in entry["template"]}, entry["hint"],
        )
        for name, entry in _data()["kinds"].items()
    )  # fmt: skip


@cache
def label_of(kind: RegisterKind) -> str:
    """应评项目清单, 批复目标表 …"""
    return next(words.label for words in kinds() if words.kind is kind)


@cache
def heading(column: str) -> str:
    """What the template calls a column."""
    return str(_data()["columns"][column][0])


@cache
def _columns() -> dict[str, str]:
    return {compact(word): column for column, known in _data()["columns"].items() for word in known}


@cache
def column_names() -> frozenset[str]:
    """Every column a header can be mapped to."""
    return frozenset(_data()["columns"])


@lru_cache(maxsize=20_000)
def column(text: str) -> tuple[str | None, int | None]:
    """(column, year) of a printed header: "2025年年初预算数(万元)" → ("budget_initial", 2025)."""
    known = _columns()
    for key in label_keys(text.rstrip("*＊ ")):
        for bare in (key, key.strip("*")):
            if bare in known:
                return known[bare], None
        found = _YEAR.match(key)
        if found and known.get(key[found.end() :]) in ("budget_initial", "paid"):
            return known[key[found.end() :]], int(found[1])
    return None, None


@cache
def mark(name: str) -> frozenset[str]:
    """A list of [marks]: columns or words with a property."""
    return frozenset(_data()["marks"][name])


@cache
def status_of(text: str) -> str | None:
    """待整改 · 整改中 · 已整改 for what a ledger prints; None when it is none of the known words."""
    bare = compact(text)
    return next((name for name, known in _data()["status"].items() if bare in map(compact, known)), None)


@cache
def choices(name: str) -> tuple[str, ...]:
    """The drop-down of a template column, () where anything may be written."""
    return tuple(_data()["choices"].get(name, ()))
