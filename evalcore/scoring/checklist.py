"""Checklists: awards in words that add up, and which of the items an actual reports (①②, 两项, 只有监控表)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, is_get
from evalcore.scoring.clause import Amount, Award, Clause
from evalcore.scoring.dates import period
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.likeness import PARTS, denies, overlap
from evalcore.scoring.numbers import plain, word_list
from evalcore.scoring.tally import Tally


def is_checklist(gets: list[Clause], points: Decimal | None) -> bool:
    """Several awards in words add up, unless they are degrees of one thing (无结余3分；有结余…2分)."""
    if any(isinstance(c.effect, Award) and c.effect.amount.points is None for c in gets):
        shares = [c.effect.amount.share for c in gets if isinstance(c.effect, Award)]
        return all(share is not None for share in shares) and sum(share or ZERO for share in shares) == ONE
    if all(_is_degree(c.condition.words) for c in gets):
        return False
    if sum(period(c.condition.words) is not None for c in gets) > 1:
        return False  # 6月底前5分，9月底前3分
    amounts = [c.effect.amount.points or ZERO for c in gets if isinstance(c.effect, Award)]
    if points is not None and sum(amounts) == points:
        return True
    if points is not None and max(amounts) == points:
        return False
    falling = all(a > b for a, b in pairwise(amounts))
    first = wording.grams(gets[0].condition.words)
    alike = all(first & wording.grams(clause.condition.words) for clause in gets[1:])
    return not (falling and alike)


def _is_degree(words: str) -> bool:
    """优秀, 良好, 省级: names of degrees, of which one holds."""
    labels = word_list("sentence")["tier_labels"]
    return any(re.fullmatch(label, words) for label in (*labels["words"], *labels["ranks"]))


_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "一": 1, "零": 0}


def judge_items(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement:
    """Items that add up: all of them, so many of them, or the ones the actual names."""
    actual, total = case.actual, len(goods)
    none = actual in BARE_NONE or _NONE_OF_THEM.match(actual)
    shares = [case.share(c.effect.amount) for c in goods if isinstance(c.effect, Award)]
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    own = marked(actual, goods)
    if own is not None:
        tally.worded.append(f"实际“{actual}”指明 {total} 项中的 {len(own)} 项")
        earned = _worth(case, [goods[index] for index in own])
        tally.earn(earned, f"实际“{actual}”，{total} 项中有 {len(own)} 项")
        return tally.judgement()
    had = _had(actual, total)
    if none or had == 0:
        tally.worded.append(f"实际“{actual}”表示各项都没有")
        tally.earn(ZERO, f"实际“{actual}”，各项都没有")
        return tally.judgement()
    together = re.match(r"全部|都|均|齐|各项", actual) or _says_all(actual)
    all_told = together and not _LACKS.search(actual) and not _COUNTED.search(actual)
    if had == total or (had is None and all_told):
        tally.worded.append(f"实际“{actual}”表示 {total} 项都有")
        tally.earn(_worth(case, goods), f"实际“{actual}”，{total} 项都有")
        return tally.judgement()
    if had is not None:
        if len(set(shares)) > 1:
            return needs_person("各项分值不同，实际完成情况没有说明是哪几项")
        tally.worded.append(f"实际“{actual}”表示 {total} 项中有 {had} 项")
        tally.earn(_worth(case, goods[:had]), f"{total} 项中有 {had} 项，每项 {plain(shares[0] * 100)[:6]}%")
        return tally.judgement()
    return _named(case, goods, tally)


_COUNTED = re.compile(r"(\d+|[零一二两三四五六])\s?(?:项|个|条|方面)")


def _had(actual: str, total: int) -> int | None:
    """2项符合, 缺1项, 2项符合1项不符合: how many of the items there are; None when the actual counts none, or unclearly."""
    told: dict[bool, int] = {}
    found = list(_COUNTED.finditer(actual))
    ends = [number.start() for number in found[1:]] + [len(actual)] * bool(found)
    for number, end in zip(found, ends, strict=True):
        before = re.split("[，,；;。]", actual[: number.start()])[-1] if number is found[0] else ""
        part = before + re.split("[，,；;。]", actual[number.start() : end])[0]
        many = int(number[1]) if number[1].isdigit() else _NUMERALS[number[1]]
        lacking = _LACKS.search(part) is not None or (many > 0 and wording.says_none(part))
        if lacking in told:
            return None
        told[lacking] = many
    had = told.get(False, total - told[True] if True in told else None)
    if had is None or not 0 <= had <= total or sum(told.values()) not in (total, *told.values()):
        return None
    return had


def _worth(case: Case, items: list[Clause]) -> Decimal:
    """What items earn together; points are added before they are divided, so that three thirds are all."""
    amounts = [item.effect.amount for item in items if isinstance(item.effect, Award)]
    points = sum((amount.points or ZERO for amount in amounts), ZERO)
    return case.share(Amount(points=points)) + sum((amount.share or ZERO for amount in amounts), ZERO)


_ITEM = re.compile(r"[①-⑳]|\((\d{1,2})\)|(?<![A-Za-z])[A-G](?![A-Za-z])")


def marked(actual: str, goods: list[Clause]) -> set[int] | None:
    """符合①②, 缺③, 符合①-③: the items had, by their marks (from 0). None without marks, or with unclear ones."""
    have: set[int] = set()
    lack: set[int] = set()
    for part in filter(None, re.split("[，,；;。]", actual)):
        found = list(_ITEM.finditer(part))
        places = [
            int(one[1]) - 1 if one[1] else ord(one[0]) - ord("A" if one[0] <= "G" else "①") for one in found
        ]
        if not places or not all(0 <= place < len(goods) for place in places):
            return None
        own = part
        for place in places:
            own = own.replace(goods[place].condition.words, "")  # an item may itself be a 无违规
        denied = _LACKS.search(own)
        gaps = [part[one.end() : after.start()].strip() for one, after in pairwise(found)]
        if denied and not all(re.fullmatch("[、和及与至到~-]?", gap) for gap in gaps):
            return None  # ①②符合③不符合: which of them is denied is not said
        marked = set(places)
        for gap, (first, last) in zip(gaps, pairwise(places), strict=True):
            marked |= set(range(first, last)) if re.fullmatch("[至到~-]", gap) else set()
        (lack if denied else have).update(marked)
    if have & lack:
        return None
    return have if have else set(range(len(goods))) - lack


_LACKS = re.compile("缺|少|没|未|漏|不")
_NONE_OF_THEM = re.compile("(?:均|都|全部|各项均?|所有\\S{0,3})(?:不|未|没|无)")


def _says_all(actual: str) -> bool:
    return bool(
        re.fullmatch(
            r"\S{0,6}(?:齐全|都有|都开展|都完成|齐|齐备|全部完成|均完成|均有|均已完成|完成|已完成|符合|符合要求|达到要求)",
            actual,
        )
    ) and (wording.claim(actual) in (wording.MET, wording.SILENT))


def _named(case: Case, goods: list[Clause], tally: Tally) -> Judgement:
    """规划+项目库, 只有监控表: each part names one item."""
    only = re.match("|".join(map(re.escape, word_list("wording")["only"])), case.actual)
    parts = _parts(
        case.actual[only.end() :] if only else case.actual, [good.condition.words for good in goods]
    )
    have: set[int] = set()
    lack: set[int] = set()
    for part in parts:
        scores = [_own(part, index, goods) for index in range(len(goods))]
        best = max(scores)
        if best < Decimal("0.75") or scores.count(best) > 1:
            return needs_person("实际完成情况对应规则的哪一项不能确定")
        item = scores.index(best)
        absent = part.startswith("缺") or (
            wording.says_none(part) and not wording.says_none(goods[item].condition.words)
        )
        (lack if absent or denies(part) else have).add(item)
    if parts and all(re.match("缺少?", part) for part in parts):
        have = set(range(len(goods))) - lack  # 缺专职人员: what is not lacking is there
    elif not only and len(have | lack) < len(goods):
        return needs_person("实际完成情况没有说明其余各项")
    earned = _worth(case, [goods[index] for index in have])
    tally.worded.append(f"实际“{case.actual}”对应 {len(goods)} 项中的 {len(have)} 项")
    tally.earn(earned, f"实际“{case.actual}”，{len(goods)} 项中有 {len(have)} 项")
    return tally.judgement()


def _parts(actual: str, items: list[str]) -> list[str]:
    """What an actual names one by one: 指标与目标匹配 is one thing where an item says so, 规划和项目库 are two."""
    parts = [part.lstrip("但且而") for part in re.split("[，,；;、。+]", actual)]
    whole = [[part] if any(part in item for item in items) else PARTS.split(part) for part in parts]
    return [part for one in whole for part in one if part]


_LIST_END = re.compile(
    "[，、]?(?:以上)?(?:[一二两三四五六七八九十\\d]+[项个条]|各项|均|都|全部)*(?:齐全|齐备|具备|完备|都有|健全)$"
)
UNTOLD = -1
BARE_NONE = ("无", "没有", "否", "均无", "都没有", "未开展")


def listed(words: str) -> list[str]:
    """有专人负责、有工作台账、有检查记录，三项齐全: the things a condition lists; none where it is one thing."""
    items = [item for item in re.split("[、，]", _LIST_END.sub("", words)) if item]
    return items if len(items) > 1 and "、" in words else []


def lacking(actual: str, words: str) -> int | None:
    """How many of the things a condition lists an actual without numbers lacks: UNTOLD where it names some and says
    nothing of the others, None where it names none of them."""
    items = listed(words)
    if not items or any(char.isdigit() for char in actual):
        return None
    if actual in BARE_NONE:
        return len(items)
    parts = _parts(actual, items)
    of = [
        [
            item
            for item in items
            if overlap(re.sub("^(?:缺少?|少|没有|无|未)", "", part), item) >= Decimal("0.75")
        ]
        for part in parts
    ]
    if not parts or not all(len(found) == 1 for found in of):
        return None
    had = {
        found[0]
        for part, found in zip(parts, of, strict=True)
        if not _LACKS.search(part) and not part.startswith("无")
    }
    named = {found[0] for found in of}
    if had and len(named) < len(items):
        return UNTOLD  # 有工作台账
    return len(named - had)


def lacks_of(case: Case) -> list[int]:
    """How many things of its list each full mark lacks (lacking); empty where the actual names none of them."""
    told = [lacking(case.actual, c.condition.words) for c in case.clauses if is_get(c)]
    return [number for number in told if number is not None]


def _own(part: str, index: int, goods: list[Clause]) -> Decimal:
    """How well a part names one item: its characters in order, then what only this item has."""
    words = goods[index].condition.words
    exact = Decimal(2) if part in words else ZERO
    spread = Decimal(len(wording.grams(part) & wording.grams(words))) / 100
    return overlap(part, words) + exact + spread
