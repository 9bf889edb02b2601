"""What kind of level-1 or level-2 indicator a printed name means (levels.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

LEVEL1_KINDS = ("cost", "output", "benefit", "satisfaction", "decision", "process", "execution", "other")
# those a total is taken apart by, in the order of every table, array and figure
LEVELS = ("execution", "cost", "output", "benefit", "satisfaction", "decision", "process")


@cache
def _words(level: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = Path(__file__).with_name("levels.toml").read_text(encoding="utf-8")
    return tuple((kind, tuple(words)) for kind, words in tomllib.loads(text)[level].items())


@cache
def _kind(level: str, name: str) -> str:
    bare = re.sub(r"\s", "", name)
    for kind, words in _words(level):
        if any(word in bare for word in words):
            return kind
    return "other"


def level1_kind(name: str | None) -> str:
    """One of LEVEL1_KINDS: "产 出 指 标", "项目产出" and "项目完成指标" are all "output"."""
    return _kind("level1", name or "")


def level2_kind(name: str | None) -> str:
    """quantity quality timeliness cost economic social ecological sustainable satisfaction other."""
    return _kind("level2", name or "")
