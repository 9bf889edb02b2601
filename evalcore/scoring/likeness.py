"""How the words of an actual stand to the words of a clause: characters shared, degree words, denial."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.clause import Clause
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.quantity import find_quantities

MOSTLY = Decimal("0.6")
PARTS = re.compile(r"[，,；;、。+]|和|及|与")
_EMPTY = frozenset("的了已是有在均都未没无不个项只仅全")


def overlap(said: str, words: str) -> Decimal:
    """Share of the characters of `said` that carry meaning and stand in `words`."""
    if said == words:
        return ONE
    letters = [char for char in said if char.isalpha() and char not in _EMPTY]
    return Decimal(sum(char in words for char in letters)) / len(letters) if letters else ZERO


def denies(text: str) -> bool:
    return wording.claim(text) in (wording.UNMET, wording.PARTIAL)


_SIGNS = re.compile("[负零]")
_NOT = re.compile("[未不无]|没有?")
_PLAIN = re.compile("[未不无有已均都]|没有?")


def opposed(said: str, words: str) -> bool:
    """未超预算 beside 超预算, 到位不及时 beside 资金到位及时, 有依据 beside 无依据: the same words, denied in one of them."""
    bare = _PLAIN.sub("", said)
    if sum(char.isalpha() for char in bare) < 2:
        return False
    return bare in _PLAIN.sub("", words) and len(_NOT.findall(said)) % 2 != len(_NOT.findall(words)) % 2


def reverses(actual: str, words: str) -> bool:
    """按规定时限拨付 beside “未按规定时限拨付的，每延迟…”: what costs points is denied in its own words."""
    bare = re.sub("^(?:未能?|没有?|不)", "", words)
    return len(actual) > 3 and bare != words and bare == actual


def mentions(actual: str, words: str) -> bool:
    """Whether some part of the actual reports what a clause's words name."""
    return any(
        overlap(part, words) >= Decimal("0.75")
        and denies(part) == denies(words)
        and set(_SIGNS.findall(part)) == set(_SIGNS.findall(words))
        and wording.says_none(part) == wording.says_none(words)
        and not re.match(r"0\D|0$", part)
        and not opposed(part, words)
        for part in PARTS.split(actual)
    )


def told(actual: str, words: str) -> bool | None:
    """Whether an actual reports what words ask (质量合格): False where it denies them, None where it does not say."""
    if mentions(actual, words):
        return True
    parts = [part for part in PARTS.split(actual) if overlap(part, words) >= MOSTLY]
    return False if any(_denial(part) != _denial(words) or opposed(part, words) for part in parts) else None


def _denial(words: str) -> tuple[bool, bool]:
    """质量不合格 denies what is done; 无投诉, 投诉0次 that anything happened."""
    nothing = any(found.quantity.value == 0 for found in find_quantities(words))
    return denies(words), nothing or wording.says_none(words)


def repeats(actual: str, words: str) -> bool:
    """Whether the actual says what a clause's words say: 按规定公开 beside “按规定公开”."""
    return (
        bool(words)
        and overlap(actual, words) >= Decimal("0.75")
        and denies(actual) == denies(words)
        and wording.says_none(actual) == wording.says_none(words)
    )


def words_of(clause: Clause, actual: str = "") -> str:
    """What a clause's condition says in words; for 达到目标 and 未达到 the saying nearest to the actual."""
    sayings = {"met": ("达到目标", "达标", "完成"), "missed": ("未达到目标", "未达标", "未完成")}
    known = sayings.get(clause.condition.kind)
    if not known or clause.condition.words:
        return clause.condition.words
    return max(known, key=lambda one: likeness(actual, one))


def nearest(actual: str, clauses: list[Clause]) -> Clause | None:
    """The clause whose words the actual repeats; None when none does, or two do alike."""
    said = [clause for clause in clauses if (own := words_of(clause, actual)) and not opposed(actual, own)]
    alike = {id(clause): likeness(actual, words_of(clause, actual)) for clause in said}
    held = [
        clause
        for clause in said
        if (own := words_of(clause, actual)) in actual
        and len(own) > 1
        and set(DEGREES.findall(actual)) == set(DEGREES.findall(own))
    ]
    if len(held) == 1:
        return held[0]  # 制度基本健全 beside “制度健全” and “基本健全”
    ranked = sorted(said, key=lambda clause: alike[id(clause)], reverse=True)
    if not ranked or alike[id(ranked[0])][1] < Decimal("0.75"):
        return None
    if len(ranked) > 1 and alike[id(ranked[0])] == alike[id(ranked[1])]:
        return None
    return _by_own_letters(actual, ranked[0], said) or ranked[0]


def _by_own_letters(actual: str, best: Clause, clauses: list[Clause]) -> Clause | None:
    """获得省级荣誉 beside “获得国家级荣誉” and “省级荣誉”: the one clause whose own letters the actual has, where
    it has none of the best one's."""
    words = [(clause, set(words_of(clause, actual))) for clause in clauses]
    own = {
        id(clause): mine - set().union(*(other for one, other in words if one is not clause))
        for clause, mine in words
    }
    if not own[id(best)] or own[id(best)] & set(actual):
        return None
    named = [clause for clause in clauses if own[id(clause)] & set(actual)]
    return named[0] if len(named) == 1 else None


DEGREES = re.compile("超额|不|未|没|无|较|基本|部分|一般|比较|非常|很")


def likeness(actual: str, words: str) -> tuple[bool, Decimal, bool, bool, Decimal]:
    """How well an actual repeats a clause's words: wholly, characters, degree words (不, 较 …), the rest."""
    heading = re.sub(r"^[^，；]*：", "", words)
    same = set(DEGREES.findall(actual)) == set(DEGREES.findall(heading))
    return (
        actual == heading,
        overlap(actual, words),
        same,
        denies(actual) == denies(heading),
        overlap(heading, actual),
    )
