"""Rules whose conditions are words: presence, checklists, alternatives; and counting what is reported."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, decided
from evalcore.scoring.clause import NOTHING, Award, Clause, Discretion, PerStep, Veto
from evalcore.scoring.dates import falls_in, find_dates, in_time, period
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.numbers import plain, word_list
from evalcore.scoring.quantity import converted, find_quantities
from evalcore.scoring.tally import Tally

MOSTLY = Decimal("0.6")
_SPLIT = re.compile(r"[，,；;、。+]|和|及|与")
_EMPTY = frozenset("的了已是有在均都未没无不个项只仅全")


def overlap(said: str, words: str) -> Decimal:
    """Share of the characters of `said` that carry meaning and stand in `words`."""
    if said == words:
        return ONE
    letters = [char for char in said if char.isalpha() and char not in _EMPTY]
    return Decimal(sum(char in words for char in letters)) / len(letters) if letters else ZERO


def denies(text: str) -> bool:
    return wording.claim(text) in (wording.UNMET, wording.PARTIAL)


def mentions(actual: str, words: str) -> bool:
    """Whether some part of the actual reports what a clause's words name."""
    return any(
        overlap(part, words) >= Decimal("0.75")
        and denies(part) == denies(words)
        and not wording.says_none(part)
        and not re.match(r"0\D|0$", part)
        for part in _SPLIT.split(actual)
    )


def is_checklist(gets: list[Clause], points: Decimal | None) -> bool:
    """Several awards in words add up, unless they are degrees of one thing (无结余3分；有结余…2分)."""
    if any(isinstance(c.effect, Award) and c.effect.amount.points is None for c in gets):
        shares = [c.effect.amount.share for c in gets if isinstance(c.effect, Award)]
        return all(share is not None for share in shares) and sum(share or ZERO for share in shares) == ONE
    amounts = [c.effect.amount.points or ZERO for c in gets if isinstance(c.effect, Award)]
    if points is not None and sum(amounts) == points:
        return True
    if points is not None and max(amounts) == points:
        return False
    falling = all(a > b for a, b in pairwise(amounts))
    first = wording.grams(gets[0].condition.words)
    alike = all(first & wording.grams(clause.condition.words) for clause in gets[1:])
    return not (falling and alike)


def count(case: Case, clause: Clause, effect: PerStep) -> tuple[Decimal, str] | None:
    """How many of the step's things the actual reports: 0份不合格, 少2例; 0 when it claims all is well."""
    size = effect.size
    best: tuple[Decimal, str] | None = None
    for found in find_quantities(case.actual):
        value = converted(found.quantity, size.unit)
        if found.quantity.unit.dimension == "percent" or value is None:
            continue
        exact = found.quantity.unit.name == size.unit.name
        if best is None or exact:
            best = value, f"实际 {found.quantity}"
        if exact:
            break
    if best is not None:
        checklist = _items(case)
        lacks = re.search("缺|少|没|未|漏", case.actual)
        if effect.change == "lack" and checklist and not lacks and best[0] <= len(checklist):
            return Decimal(len(checklist)) - best[0], best[1]
        return best
    said = wording.claim(case.actual)
    about = clause.condition.words + effect.noun
    if re.match("未|没|不", case.actual) and not denies(about) and overlap(case.actual, about) >= MOSTLY:
        return ZERO, f"实际“{case.actual}”"
    if wording.says_none(case.actual) or said == wording.MET or case.actual.startswith("都"):
        return (ZERO, f"实际“{case.actual}”")
    return None


def _items(case: Case) -> list[Clause]:
    return [
        c
        for c in case.clauses
        if isinstance(c.effect, Award)
        and c.effect.verb == "get"
        and c.effect.amount.points
        and c.condition.kind == "words"
    ]


def repeats(actual: str, words: str) -> bool:
    """Whether the actual says what a clause's words say: 按规定公开 beside “按规定公开”."""
    return bool(words) and overlap(actual, words) >= Decimal("0.75") and denies(actual) == denies(words)


def deadline_met(actual: str, words: str) -> bool | None:
    """Whether the actual's date keeps the date a condition names; None when either has none."""
    deadlines, dates = find_dates(words), find_dates(actual)
    if not deadlines or not dates:
        return None
    return in_time(dates[-1].span, deadlines[-1].span)


def judge_words(case: Case) -> Judgement:
    """A sentence without numbers in its conditions, against the words of an actual."""
    goods = [
        c
        for c in case.clauses
        if isinstance(c.effect, Award) and c.effect.verb == "get" and c.effect.amount != NOTHING
    ]
    bonuses = [c for c in case.clauses if isinstance(c.effect, Award) and c.effect.verb == "add"]
    bads = [c for c in case.clauses if c not in goods and c not in bonuses]
    if not goods and not bads:
        return needs_person("规则只写了加分，没有写基本分")
    if len(goods) > 1 and is_checklist(goods, case.weight):
        return _checklist(case, goods, bads)
    dated = by_date(case)
    if dated is not None:
        return dated
    if len(goods) > 1 or any(isinstance(c.effect, Discretion) and c.effect.verb == "get" for c in bads):
        return _alternatives(case, goods, bads)
    return _single(case, goods, bads)


def _single(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement:
    """One good state, and what happens otherwise."""
    good = goods[0] if goods else None
    state = _state(case, good, bads)
    if state is None:
        return needs_person("实际完成情况没有说明是否达到规则的条件")
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    if state is True:
        if good is None:
            tally.worded.append(f"“{case.actual}”没有扣分情形")
            tally.earn(ONE, f"实际“{case.actual}”，没有规则所列的扣分情形")
            return tally.judgement(met=True)
        assert isinstance(good.effect, Award)
        tally.worded.append(f"实际“{case.actual}”表示符合“{good.condition.words or '要求'}”")
        tally.earn(case.share(good.effect.amount), f"实际“{case.actual}”，适用“{good}”")
        return tally.judgement(met=True)
    bad = state if isinstance(state, Clause) else next(iter(bads), None)
    tally.worded.append(f"实际“{case.actual}”表示不符合")
    if bad is None:
        tally.assumed.append("规则没有写其余情形，按不得分计")
        tally.earn(ZERO, f"实际“{case.actual}”，规则没有写其余情形，按不得分计")
    elif isinstance(bad.effect, Discretion):
        tally.worded.clear()
        tally.leave_open("未达到要求，扣多少由人酌定", *decided(case, bad.effect))
    elif isinstance(bad.effect, Veto):
        tally.earn(ZERO, f"实际“{case.actual}”，{bad}")
    else:
        assert isinstance(bad.effect, Award)
        share = case.share(bad.effect.amount)
        tally.earn(
            share if bad.effect.verb == "get" else max(ONE - share, ZERO), f"实际“{case.actual}”，适用“{bad}”"
        )
    return tally.judgement(met=False)


def _state(case: Case, good: Clause | None, bads: list[Clause]) -> bool | Clause | None:
    """True: the good state; a clause or False: a bad one; None: the words do not say."""
    actual = case.actual
    words = good.condition.words if good else ""
    if actual in ("否", "×", "没有", "无", "不是") and actual not in words:
        return False
    on_time = deadline_met(actual, words)
    if on_time is not None:
        return on_time
    denied = wording.claim(actual) == wording.UNMET
    feared = [bad for bad in bads if bad.condition.words and not denies(bad.condition.words)]
    if wording.says_none(actual) and feared and (good is None or not denies(words)):
        reported = any(overlap(actual, bad.condition.words) >= MOSTLY for bad in feared)
        if reported or good is None:
            return True  # 不存在挪用: what costs points did not happen
    exact = next((bad for bad in bads if bad.condition.words == actual), None)
    if exact is not None:
        return exact
    for bad in bads:
        if bad.condition.words and len(actual) > 1 and overlap(actual, bad.condition.words) >= MOSTLY:
            nearer = _likeness(actual, bad.condition.words)[:3] > _likeness(actual, words)[:3] or denied
            if nearer and (denied or not denies(bad.condition.words)):
                return bad
    if wording.says_none(actual) and (denies(words) or overlap(actual, words) >= Decimal("0.75")):
        return True
    if denied:
        return False
    if wording.claim(actual) in (wording.PARTIAL, wording.MIXED):
        return None
    if overlap(actual, words) >= Decimal("0.5") or wording.claim(actual) in (wording.MET, wording.BASIC):
        return None if denies(words) and good is None else True
    return None


def _alternatives(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement:
    """Degrees of one thing: the one whose words the actual repeats."""
    best = nearest(case.actual, [*goods, *bads])
    reached = next((clause for clause in goods if clause.condition.kind == "met"), None)
    plain_met = wording.claim(case.actual) == wording.MET and not _DEGREES.search(case.actual)
    if plain_met and reached is not None and best in (reached, None):
        return _single(case, [reached], [])
    if best is None:
        return needs_person("实际完成情况对应规则的哪一档不能确定")
    if find_quantities(case.actual) and not any(char.isdigit() for char in words_of(best, case.actual)):
        return needs_person("实际完成情况要比较两个数，规则没有写成算式")
    tally = Tally()
    tally.worded.append(f"实际“{case.actual}”对应“{words_of(best, case.actual)}”")
    if isinstance(best.effect, Award):
        share = case.share(best.effect.amount)
        tally.earn(
            share if best.effect.verb == "get" else max(ONE - share, ZERO),
            f"实际“{case.actual}”，适用“{best}”",
        )
        return tally.judgement()
    least, most = decided(case, best.effect) if isinstance(best.effect, Discretion) else (ZERO, ONE)
    return needs_person("该档由人酌定", ONE - most, ONE - least)


def words_of(clause: Clause, actual: str = "") -> str:
    """What a clause's condition says in words; for 达到目标 and 未达到 the saying nearest to the actual."""
    sayings = {"met": ("达到目标", "达标", "完成"), "missed": ("未达到目标", "未达标", "未完成")}
    known = sayings.get(clause.condition.kind)
    return max(known, key=lambda one: _likeness(actual, one)) if known else clause.condition.words


def nearest(actual: str, clauses: list[Clause]) -> Clause | None:
    """The clause whose words the actual repeats; None when none does, or two do alike."""
    said = [clause for clause in clauses if words_of(clause)]
    alike = {id(clause): _likeness(actual, words_of(clause, actual)) for clause in said}
    ranked = sorted(said, key=lambda clause: alike[id(clause)], reverse=True)
    if not ranked or alike[id(ranked[0])][1] < Decimal("0.75"):
        return None
    return None if len(ranked) > 1 and alike[id(ranked[0])] == alike[id(ranked[1])] else ranked[0]


def by_date(case: Case) -> Judgement | None:
    """Tiers of dates (6月30日前5分，7月1日至9月30日3分): the one the actual's date falls in."""
    dates = find_dates(case.actual)
    awards = [c for c in case.clauses if isinstance(c.effect, Award) and c.effect.verb != "add"]
    spans = [(clause, period(clause.condition.words)) for clause in awards]
    if not dates or sum(span is not None for _clause, span in spans) < 2:
        return None
    within = [c for c, span in spans if span is not None and falls_in(dates[-1].span, span)]
    if len(within) != 1:
        return needs_person(f"实际 {dates[-1].span} 对应规则的哪一档不能确定")
    clause, tally = within[0], Tally()
    assert isinstance(clause.effect, Award)
    share = case.share(clause.effect.amount)
    tally.earn(
        share if clause.effect.verb == "get" else max(ONE - share, ZERO),
        f"实际 {dates[-1].span}，适用“{clause}”",
    )
    return tally.judgement()


_DEGREES = re.compile("不|未|没|无|较|基本|部分|一般|比较|非常|很")


def _likeness(actual: str, words: str) -> tuple[bool, Decimal, bool, bool, Decimal]:
    """How well an actual repeats a clause's words: wholly, characters, degree words (不, 较 …), the rest."""
    heading = re.sub(r"^[^，；]*：", "", words)
    same = set(_DEGREES.findall(actual)) == set(_DEGREES.findall(heading))
    return (
        actual == heading,
        overlap(actual, words),
        same,
        denies(actual) == denies(heading),
        overlap(heading, actual),
    )


_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "一": 1, "零": 0}


def _checklist(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement:
    """Items that add up: all of them, so many of them, or the ones the actual names."""
    actual, total = case.actual, len(goods)
    none = actual in ("无", "没有", "否", "均无", "都没有", "未开展") or _NONE_OF_THEM.match(actual)
    shares = [case.share(c.effect.amount) for c in goods if isinstance(c.effect, Award)]
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    marked = _marked(actual, goods)
    if marked is not None:
        tally.worded.append(f"实际“{actual}”指明 {total} 项中的 {len(marked)} 项")
        earned = sum((shares[index] for index in marked), ZERO)
        tally.earn(earned, f"实际“{actual}”，{total} 项中有 {len(marked)} 项")
        return tally.judgement(met=len(marked) == total)
    number = re.search(r"(\d+|[零一二两三四五六])\s?(?:项|个|条|方面)", actual)
    many = (
        None
        if number is None
        else Decimal(_NUMERALS.get(number[1], 0) if not number[1].isdigit() else number[1])
    )
    if none or many == 0:
        tally.worded.append(f"实际“{actual}”表示各项都没有")
        tally.earn(ZERO, f"实际“{actual}”，各项都没有")
        return tally.judgement(met=False)
    lacking = bool(re.search("缺|少|没|未|漏", actual))
    whole = (
        re.match(r"(?:全部|都|均|齐|各项)", actual) or (many == total and not lacking) or _says_all(actual)
    )
    if whole and not lacking:
        tally.worded.append(f"实际“{actual}”表示 {total} 项都有")
        tally.earn(sum(shares, ZERO), f"实际“{actual}”，{total} 项都有")
        return tally.judgement(met=True)
    if many is not None and many < total:
        if len(set(shares)) > 1:
            return needs_person("各项分值不同，实际完成情况没有说明是哪几项")
        have = total - many if lacking else many
        tally.worded.append(f"实际“{actual}”表示 {total} 项中有 {plain(have)} 项")
        tally.earn(have * shares[0], f"{total} 项中有 {plain(have)} 项，每项 {plain(shares[0] * 100)[:6]}%")
        return tally.judgement(met=False)
    return _named(case, goods, shares, tally)


_ITEM = re.compile(r"[①-⑳]|\((\d{1,2})\)")


def _marked(actual: str, goods: list[Clause]) -> set[int] | None:
    """符合①②, 缺③, 符合①-③: the items had, by their marks (from 0). None without marks, or with unclear ones."""
    have: set[int] = set()
    lack: set[int] = set()
    for part in filter(None, re.split("[，,；;。]", actual)):
        found = list(_ITEM.finditer(part))
        places = [int(one[1]) - 1 if one[1] else ord(one[0]) - ord("①") for one in found]
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
            r"\S{0,6}(?:齐全|都有|都开展|都完成|齐|齐备|全部完成|均完成|均有|均已完成|完成|已完成|符合要求|达到要求)",
            actual,
        )
    ) and (wording.claim(actual) in (wording.MET, wording.SILENT))


def _named(case: Case, goods: list[Clause], shares: list[Decimal], tally: Tally) -> Judgement:
    """规划+项目库, 只有监控表: each part names one item."""
    only = re.match("|".join(map(re.escape, word_list("wording")["only"])), case.actual)
    parts = [part for part in _SPLIT.split(case.actual[only.end() :] if only else case.actual) if part]
    have: set[int] = set()
    lack: set[int] = set()
    for part in parts:
        scores = [_own(part, index, goods) for index in range(len(goods))]
        best = max(scores)
        if best < Decimal("0.75") or scores.count(best) > 1:
            return needs_person("实际完成情况对应规则的哪一项不能确定")
        (lack if denies(part) else have).add(scores.index(best))
    if not only and len(have | lack) < len(goods):
        return needs_person("实际完成情况没有说明其余各项")
    earned = sum((shares[index] for index in have), ZERO)
    tally.worded.append(f"实际“{case.actual}”对应 {len(goods)} 项中的 {len(have)} 项")
    tally.earn(earned, f"实际“{case.actual}”，{len(goods)} 项中有 {len(have)} 项")
    return tally.judgement(met=len(have) == len(goods))


def _own(part: str, index: int, goods: list[Clause]) -> Decimal:
    """How well a part names one item: its characters in order, then what only this item has."""
    words = goods[index].condition.words
    exact = Decimal(2) if part in words else ZERO
    spread = Decimal(len(wording.grams(part) & wording.grams(words))) / 100
    return overlap(part, words) + exact + spread
