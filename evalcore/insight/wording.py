"""One indicator, many wordings: level-3 names grouped by meaning. Groups are suggestions, never merged silently.

Two names may mean one thing only when they count the same kind of thing (培训人次 is not 培训人数, 覆盖率 not 建档率)
in units that convert; then their characters decide, after filler words go and synonyms fold (wording.toml).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import Quantity, Unit, converted, match_quantity

_DIFFERENT = 0.0


@cache
def settings() -> Mapping[str, Any]:
    """The words and the threshold of wording.toml."""
    return tomllib.loads((files("evalcore.insight") / "wording.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Name:
    """A level-3 name as forms print it, with what stands beside it most often. `uses`: how many rows."""

    text: str
    level2: str = ""
    unit: str = ""
    measured: bool | None = None  # whether its targets are numbers; None: not known
    uses: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Names that seem to mean one thing. confidence: the likeness of the least alike to the commonest name."""

    name: str
    members: tuple[Name, ...]
    confidence: float

    @property
    def uses(self) -> int:
        return sum(member.uses for member in self.members)


@lru_cache(maxsize=100_000)
def normalised(text: str) -> str:
    """The name without numbering, stars, brackets, digits and punctuation: ★培训人次(≥**人次) → 培训人次."""
    bare = re.sub(r"^指标\s?\d+\s?[:：.、]?|★|\(.*?\)|（.*?）", "", fold(text))
    return re.sub(r"[^\w]|[\d_]", "", bare)


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    pairs = [(ending, kind) for kind, endings in settings()["kinds"].items() for ending in endings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=100_000)
def kind(text: str) -> tuple[str, str]:
    """What a name counts (a key of [kinds], "" unknown) and the rest of it; a rate keeps its last words."""
    name = normalised(text)
    for said in (name.removesuffix("情况"), name):  # 知晓率情况 is the rate
        for ending, found in _endings():
            if not said.endswith(ending):
                continue
            rest = said[: -len(ending)] or ending
            if found == "rate":
                return f"rate:{_without_filler(_folded(rest))[-2:]}", rest
            return found, rest
    return "", name


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {word: main for main, words in settings()["same"].items() for word in words}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    pattern, table = _synonyms()
    return pattern.sub(lambda found: table[found[0]], text)


@cache
def _filler() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, settings()["filler"]), key=len, reverse=True)))


def _without_filler(text: str) -> str:
    return _filler().sub("", text) or text


@lru_cache(maxsize=100_000)
def _parts(text: str) -> tuple[str, frozenset[str]]:
    """The kind, and the single and paired characters of what is measured."""
    found, rest = kind(text)
    body = _without_filler(_folded(rest))
    return found, frozenset(body) | {body[i : i + 2] for i in range(len(body) - 1)}


def _same_rate(one: str, other: str) -> bool:
    """Whether two rates end in words that both names hold, in another order: 发放及时率, 及时发放率."""
    (kind_one, rest), (kind_other, others) = kind(one), kind(other)
    if not (kind_one.startswith("rate:") and kind_other.startswith("rate:")):
        return False
    mine, yours = _folded(rest), _folded(others)
    return kind_one[5:] in yours and kind_other[5:] in mine


@lru_cache(maxsize=100_000)
def _contrasts(text: str) -> tuple[frozenset[str], ...]:
    """Of each line of [contrast] the words a name holds."""
    name = _folded(normalised(text))
    lines = settings()["contrast"].values()
    return tuple(frozenset(word for word in words if _folded(word) in name) for words in lines)


@cache
def _unit(text: str) -> Unit:
    found = match_quantity("1" + fold(text), 0) if text else None
    return found.quantity.unit if found else Unit()


def likeness(one: Name, other: Name) -> float:
    """0 (other things) to 1 (the same words): the share of characters and pairs two names have in common."""
    if normalised(one.text) == normalised(other.text):
        return 1.0
    (kind_one, grams), (kind_other, others) = _parts(one.text), _parts(other.text)
    if not (kind_one == kind_other or _same_rate(one.text, other.text)) or not grams or not others:
        return _DIFFERENT
    if any(
        mine and yours and not mine & yours
        for mine, yours in zip(*map(_contrasts, (one.text, other.text)), strict=True)
    ):
        return _DIFFERENT
    if one.unit and other.unit and converted(Quantity(_one(), _unit(one.unit)), _unit(other.unit)) is None:
        return _DIFFERENT
    if None not in (one.measured, other.measured) and one.measured != other.measured:
        return _DIFFERENT
    common = 2 * len(grams & others) / (len(grams) + len(others))
    apart = 0.9 if one.level2 and other.level2 and normalised(one.level2) != normalised(other.level2) else 1.0
    return common * apart


@cache
def _one() -> Any:
    from decimal import Decimal

    return Decimal(1)


def alike(one: Name, other: Name) -> bool:
    """Whether two names are suggested as one indicator."""
    return bool(likeness(one, other) >= settings()["threshold"])


def groups(names: Iterable[Name], entered: Mapping[str, str | None] | None = None) -> tuple[Group, ...]:
    """Every name in one group, the commonest first. entered: folded name → the group a person put it in, or
    None where a person said it stands alone; what people said is never overruled."""
    said = entered or {}
    leaders: list[tuple[Name, list[tuple[Name, float]]]] = []
    by_kind: dict[str, list[int]] = {}
    alone: list[Group] = []
    ordered = sorted(names, key=lambda name: (-name.uses, name.text))
    put: dict[str, list[Name]] = {}
    for name in ordered:
        key = fold(name.text)
        if key in said:
            group = said[key]
            if group is None:
                alone.append(Group(name.text, (name,), 1.0))
            else:
                put.setdefault(group, []).append(name)
            continue
        found = _parts(name.text)[0].partition(":")[0]  # rates of any ending may say one thing
        near = [(likeness(name, leaders[at][0]), -at) for at in by_kind.get(found, ())]
        best = max(near, default=(0.0, 0))
        if near and best[0] >= settings()["threshold"]:
            leaders[-best[1]][1].append((name, best[0]))
        else:
            by_kind.setdefault(found, []).append(len(leaders))
            leaders.append((name, []))
    made = [
        Group(
            leader.text,
            (leader, *(name for name, _ in rest)),
            min((share for _, share in rest), default=1.0),
        )
        for leader, rest in leaders
    ]
    for group_name, members in put.items():
        at = next((i for i, group in enumerate(made) if fold(group.name) == fold(group_name)), None)
        if at is None:
            made.append(Group(group_name, tuple(members), 1.0))
        else:
            made[at] = replace(made[at], members=(*made[at].members, *members))
    return tuple(sorted([*made, *alone], key=lambda group: (-group.uses, group.name)))


@lru_cache(maxsize=100_000)
def _whole(text: str) -> frozenset[str]:
    """Single and paired characters of the whole name, its kind too: looser than likeness, for a search."""
    body = _folded(normalised(text))
    return frozenset(body) | {body[i : i + 2] for i in range(len(body) - 1)}


def search(text: str, found: Sequence[Group], most: int = 20) -> tuple[Group, ...]:
    """Groups that answer a search in any wording: those that hold the words, then the most alike; best first."""
    asked = Name(text)
    words = _folded(normalised(text))
    grams = _whole(text)

    def nearness(group: Group) -> tuple[float, int]:
        holds = any(words and words in _folded(normalised(member.text)) for member in group.members)
        share = max(len(grams & _whole(member.text)) / max(len(grams), 1) for member in group.members)
        like = max(likeness(asked, member) for member in group.members)
        return (2.0 if holds else max(like, share)), group.uses

    ranked = sorted(found, key=nearness, reverse=True)
    return tuple(group for group in ranked if nearness(group)[0] >= 0.5)[:most]
