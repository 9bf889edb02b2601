"""What the words of an actual claim: met, basically met, partly, not met, none, or nothing we know."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evalcore.scoring.numbers import word_list

MET, BASIC, PARTIAL, UNMET, MIXED, SILENT = "met", "basic", "partial", "unmet", "mixed", ""


@cache
def _scanner() -> tuple[re.Pattern[str], dict[str, str]]:
    data = word_list("wording")
    kinds: dict[str, str] = {}
    for kind in (MET, BASIC, PARTIAL, UNMET):
        for word in data[kind]:
            kinds[word] = kind
    for word in data["harmless"]:
        kinds[word] = SILENT
    longest = sorted(kinds, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), kinds


@lru_cache(maxsize=50_000)
def claim(text: str) -> str:
    """What a folded actual claims. A text with both kinds of words is MIXED; with none, SILENT."""
    pattern, kinds = _scanner()
    said = {kinds[word] for word in pattern.findall(text)} - {SILENT}
    if UNMET in said:
        return MIXED if said - {UNMET} and not _opens_unmet(text) else UNMET
    for kind in (PARTIAL, BASIC, MET):
        if kind in said:
            return kind
    return SILENT


def _opens_unmet(text: str) -> bool:
    """未能及时完成: the first claim denies what follows it in the same clause."""
    pattern, kinds = _scanner()
    clauses = re.split(r"[，,；;。]", text)
    for clause in clauses:
        first = next((kinds[word] for word in pattern.findall(clause) if kinds[word]), SILENT)
        if first not in (UNMET, SILENT):
            return False
    return True


def says_none(text: str) -> bool:
    """无, 无上访, 未发生, 零投诉: what the target counts did not happen."""
    return any(text.startswith(word) for word in word_list("wording")["none"])


def says_some(text: str) -> bool:
    """有, 有问题: what a step counts did happen, how often is not said."""
    return re.fullmatch("有(?:问题|发生|发现|出现|情况)?", text) is not None


def says_saved(text: str) -> bool:
    """节约3%: less was spent."""
    return re.search("节约|节省|结余", text) is not None


def is_weaker(actual: str, target: str) -> bool:
    """有所提升 beside 显著提升."""
    data = word_list("wording")

    def says(text: str, degree: str) -> bool:
        return any(word in text for word in data[degree])

    return says(target, "strong") and says(actual, "weak") and not says(actual, "strong")


@cache
def _marks() -> dict[str, int]:
    """Mark → its place, the best first."""
    return {word: row for row, words in enumerate(word_list("wording")["marks"]) for word in words}


def is_lower_mark(actual: str, target: str) -> bool:
    """良好 beside 优秀: both nothing but marks, the actual's the lower one."""
    place = _marks()
    said, wanted = (re.sub("(?:等次|等级|等|级|及以上|以上)+$", "", text) for text in (actual, target))
    return said in place and wanted in place and place[said] > place[wanted]


def grams(text: str) -> set[str]:
    """Neighbouring pairs of characters, punctuation and digits apart: a measure of what two texts share."""
    return {run[i : i + 2] for run in re.findall(r"[^\W\d_]+", text) for i in range(max(len(run) - 1, 1))}


_TURNS = {
    "up": re.compile("提高|提升|上升|增长|增加|新增"),
    "level": re.compile("持平|不变|无变化"),
    "down": re.compile("下降|降低|减少|下滑"),
}


def turns(text: str) -> list[str]:
    """Which ways a text says something went: up, level, down."""
    if says_none(text) or claim(text) in (UNMET, PARTIAL):
        return []
    return [way for way, pattern in _TURNS.items() if pattern.search(text)]


_AGAINST = re.compile(r"(?:较|比|与|同|于|过)?(?:上|去|前)(?:一)?年(?:同期)?|同比|环比")
_NO_WORSE = re.compile("不(?:低|少|小)(?:于|过)")
_NO_MORE = re.compile("不(?:高|多|大)(?:于|过)|不超过?")


def keeps_turn(wanted: str, said: str) -> bool | None:
    """Whether an actual went the way a target against last year asks (较上年提高, 不低于上年); None where one of them
    names no way, or more than one."""
    if not _AGAINST.search(wanted):
        return None
    ways, asked = turns(said), turns(wanted)
    if len(ways) != 1:
        return None
    if _NO_WORSE.search(wanted):
        return ways[0] != "down"
    if _NO_MORE.search(wanted):
        return ways[0] != "up"
    return ways == asked if len(asked) == 1 else None
