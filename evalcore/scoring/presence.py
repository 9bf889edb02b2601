"""Rules whose conditions are words: presence, degrees of one thing, dates."""

from __future__ import annotations

import re
from decimal import Decimal
from operator import itemgetter

from evalcore.scoring import wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.case import Case, decided, earned_share
from evalcore.scoring.checklist import is_checklist, judge_items
from evalcore.scoring.clause import NOTHING, Award, Clause, Discretion, Veto
from evalcore.scoring.dates import EDGE, IN, OUT, Period, falls_in, find_dates, in_time, period
from evalcore.scoring.judgement import ONE, ZERO, Judgement
from evalcore.scoring.likeness import (
    DEGREES,
    MOSTLY,
    denies,
    likeness,
    mentions,
    nearest,
    opposed,
    overlap,
    told,
    words_of,
)
from evalcore.scoring.quantity import find_quantities
from evalcore.scoring.standing import by_standing
from evalcore.scoring.tally import Tally


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
    if len(goods) > 1 and is_checklist(goods, case.weight):
        return judge_items(case, goods, bads)
    dated = by_date(case)
    if dated is not None:
        return dated
    several = _several_costs(case, goods, bads)
    if several is not None:
        return several
    if len(goods) > 1 or any(isinstance(c.effect, Discretion) and c.effect.verb == "get" for c in bads):
        return _alternatives(case, goods, bads)
    return _single(case, goods, bads)


def _several_costs(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement | None:
    """预算未细化，测算无依据 beside 未细化扣1分；无依据扣2分: what is reported costs its points together. None where a part of the
    actual speaks of something else, or nothing that costs points is reported."""
    costs = [
        c for c in bads if isinstance(c.effect, Award) and c.effect.verb == "deduct" and c.condition.words
    ]
    parts = [part for part in re.split("[，,；;、。]", case.actual) if part]
    if len(costs) < 2 or len(parts) < 2 or len(goods) > 1:
        return None
    hits = [c for c in costs if any(mentions(part, c.condition.words) for part in parts)]
    spoken = [
        told(part, c.condition.words) is not None or opposed(part, c.condition.words)
        for c in costs
        for part in parts
    ]
    of_each = [any(spoken[at :: len(parts)]) for at in range(len(parts))]
    if not hits or not all(of_each):
        return None
    tally = Tally()
    if case.assumed:
        tally.assumed.append(case.assumed)
    tally.worded.append(f"实际“{case.actual}”对应 {len(hits)} 种扣分情形")
    tally.earn(ONE, f"实际“{case.actual}”")
    for clause in hits:
        tally.lose(ONE - earned_share(case, clause), str(clause))
    return tally.judgement()


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
            return tally.judgement()
        assert isinstance(good.effect, Award)
        tally.worded.append(f"实际“{case.actual}”表示符合“{good.condition.words or '要求'}”")
        tally.earn(case.share(good.effect.amount), f"实际“{case.actual}”，适用“{good}”")
        return tally.judgement()
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
        tally.earn(earned_share(case, bad), f"实际“{case.actual}”，适用“{bad}”")
    return tally.judgement()


_ON_TIME = re.compile("按时|按期|如期|准时|及时|规定时[间限]|计划时间|时限内")


def _state(case: Case, good: Clause | None, bads: list[Clause]) -> bool | Clause | None:
    """True: the good state; a clause or False: a bad one; None: the words do not say."""
    actual = case.actual
    words = good.condition.words if good else ""
    nothing = wording.says_none(actual)
    if actual == words:
        return True
    if wording.says_some(actual) and wording.says_none(words):
        return next(
            (bad for bad in bads if not wording.says_none(bad.condition.words)), False
        )  # 无违规5分，有违规0分
    if (
        actual in ("否", "×", "没有", "无", "不是")
        and actual not in words
        and (good is not None or not nothing)
    ):
        return False
    on_time = deadline_met(actual, words)
    if on_time is None and case.aim is not None and case.aim.deadline is not None and _ON_TIME.search(words):
        on_time = deadline_met(
            actual, case.aim.deadline.text
        )  # 按时完成得满分, of a row whose target is a date
    if on_time is not None:
        return on_time
    denied = wording.claim(actual) == wording.UNMET
    feared = [bad for bad in bads if bad.condition.words and not denies(bad.condition.words)]
    if nothing and feared and (good is None or not denies(words)):
        reported = any(overlap(actual, bad.condition.words) >= MOSTLY for bad in feared)
        if reported or good is None:
            return True  # 不存在挪用: what costs points did not happen
    exact = next((bad for bad in bads if bad.condition.words == actual), None)
    if exact is not None:
        return exact
    happened = _once(actual, bads) if not nothing and not denied else None
    if happened is not None:
        return happened
    if any(_undone(actual, bad.condition.words) for bad in bads):
        return True
    named = [bad for bad in bads if len(actual) > 3 and actual in bad.condition.words and actual not in words]
    if len(actual) > 2 and opposed(actual, words):
        return False  # 到位不及时 beside 资金到位及时
    if len(named) == 1:
        return named[0]  # 引发群众上访 beside “因…不合理，引发群众上访的”
    for bad in bads:
        if bad.condition.words and len(actual) > 1 and overlap(actual, bad.condition.words) >= MOSTLY:
            nearer = likeness(actual, bad.condition.words)[:3] > likeness(actual, words)[:3] or denied
            if nearer and (denied or not denies(bad.condition.words)):
                return bad
    same = wording.says_none(words) and overlap(actual, words) >= Decimal("0.75")  # 没有投诉 beside 无投诉
    if nothing and (same or denies(words) or actual in words):
        return True
    if denied:
        return False
    if wording.claim(actual) in (wording.PARTIAL, wording.MIXED):
        return None
    if overlap(actual, words) >= Decimal("0.5") or wording.claim(actual) in (wording.MET, wording.BASIC):
        return True
    return None


_ONE_CASE = re.compile(r"(?:1|一)?\s?[起例次个件宗处]?[。；]?")


def _once(actual: str, bads: list[Clause]) -> Clause | None:
    """发生一般事故1起, 发生一般事故: the actual is a state that costs points, named by the sentence, and one of it."""
    named = [bad for bad in bads if len(bad.condition.words) > 3 and actual.startswith(bad.condition.words)]
    found = max(named, key=lambda bad: len(bad.condition.words), default=None)
    rest = actual.removeprefix(found.condition.words) if found is not None else ""
    return found if _ONE_CASE.fullmatch(rest) else None


def _undone(actual: str, words: str) -> bool:
    """按规定 beside “没有按规定实施采购的，不得分”: what costs points is denied by its own words."""
    bare = re.sub("^(?:没有|未能?|没|不)", "", words)
    plain = wording.claim(actual) not in (wording.UNMET, wording.PARTIAL, wording.MIXED)
    return bare != words and len(actual) > 2 and plain and overlap(actual, bare) == ONE


_TOGETHER = re.compile("[，、]?(?:且|并且|但是?|同时)")


def _all_told(case: Case, clauses: list[Clause]) -> Clause | None:
    """按期完成且不超预算 beside 按期完成但超预算: the one clause of joined words whose every part the actual reports."""
    parts = {id(c): [part for part in _TOGETHER.split(c.condition.words) if part] for c in clauses}
    actual = _TOGETHER.sub("，", case.actual)
    held = [c for c in clauses if len(parts[id(c)]) > 1 and all(told(actual, part) for part in parts[id(c)])]
    return held[0] if len(held) == 1 else None


def _turned(case: Case, clauses: list[Clause]) -> list[Clause]:
    """较上年提高1.2个百分点 beside 较上年提高得满分，持平得80%，下降不得分: the clauses of the way it went; none where the
    tiers are no ways, or the actual names none."""
    ways = {id(c): wording.turns(c.condition.words) for c in clauses if isinstance(c.effect, Award)}
    if len({tuple(one) for one in ways.values() if len(one) == 1}) < 2:
        return []
    went = wording.turns(case.actual)
    return [
        c for c in clauses if set(ways.get(id(c), [])) & set(went) and not find_quantities(c.condition.words)
    ]


_LETTER = re.compile(r"(?:[^A-Za-z]*(?:为|是|：|:))?([A-E])(?:级|档|等|类)?")


def _by_degree(actual: str, clauses: list[Clause]) -> Clause | None:
    """显著提升 beside 效果显著, 效果较好, 效果一般: the clause whose own word, behind what all begin with, the actual has."""
    letters = [(c, _LETTER.fullmatch(words_of(c, actual))) for c in clauses]
    own = _LETTER.fullmatch(actual)
    graded = [c for c, letter in letters if own and letter and letter[1] == own[1]]
    if len(graded) == 1:
        return graded[0]  # A级 beside 评估结果为A
    said = [(c, words) for c in clauses if not wording.says_none(words := words_of(c, actual))]
    ends = [{words[:length] for _clause, words in said} for length in range(1, 12)]
    common = sum(len(one) == 1 for one in ends)
    named = [c for c, words in said if len(words[common:]) > 1 and words[common:] in actual]
    return named[0] if common > 1 and len(named) == 1 and not denies(actual) else None


_NOTHING = ("无", "没有", "否", "未开展")
_NOTHING_IN = re.compile("[无未没不零0]")
_NOT_AT_ALL = re.compile("未|没有?|无")
_ONCE = re.compile(r"(?:1|一)\s?[次项个]$")


def _alternatives(case: Case, goods: list[Clause], bads: list[Clause]) -> Judgement:
    """Degrees of one thing: the one whose words the actual repeats."""
    turned = _turned(case, [*goods, *bads])
    if len({earned_share(case, clause) for clause in turned}) > 1 and len(wording.turns(case.actual)) > 1:
        return needs_person("实际完成情况既有上升也有下降的表述")
    if len(turned) == 1:
        tally = Tally()
        tally.earn(earned_share(case, turned[0]), f"实际“{case.actual}”，适用“{turned[0]}”")
        return tally.judgement()
    stated = by_standing(case.actual, [*goods, *bads])
    best = stated or _all_told(case, [*goods, *bads]) or nearest(case.actual, [*goods, *bads])
    if (
        best is not None
        and wording.says_none(case.actual)
        and not _NOTHING_IN.search(words_of(best, case.actual))
    ):
        best = None  # 无明显效果 is not 效果显著
    best = best or _by_degree(case.actual, [*goods, *bads])
    if best is None and case.actual in _NOTHING:
        refused = [c for c in bads if _NOT_AT_ALL.match(c.condition.words)]
        best = refused[0] if len(refused) == 1 else None  # 无 beside 未获表彰不得分
    if denies(case.actual) and (best is None or not denies(words_of(best, case.actual))):
        rest = (clause for clause in (*goods, *bads) if clause.condition.kind in ("else", "missed"))
        best = next(rest, None)  # 未达到 is not 达到目标, however alike
    reached = next((clause for clause in goods if clause.condition.kind == "met"), None)
    plain_met = wording.claim(case.actual) == wording.MET and not DEGREES.search(case.actual)
    if plain_met and reached is not None and best in (reached, None):
        return _single(case, [reached], [])
    if best is None:
        return needs_person("实际完成情况对应规则的哪一档不能确定")
    counts = find_quantities(_ONCE.sub("", case.actual))
    if counts and best is not stated and not find_quantities(words_of(best, case.actual)):
        return needs_person("实际完成情况要比较两个数，规则没有写成算式")
    tally = Tally()
    tally.worded.append(f"实际“{case.actual}”对应“{words_of(best, case.actual)}”")
    if isinstance(best.effect, Award):
        tally.earn(earned_share(case, best), f"实际“{case.actual}”，适用“{best}”")
        return tally.judgement()
    least, most = decided(case, best.effect) if isinstance(best.effect, Discretion) else (ZERO, ONE)
    return needs_person("该档由人酌定", ONE - most, ONE - least)


def by_date(case: Case) -> Judgement | None:
    """Tiers of dates (6月30日前5分，7月1日至9月30日3分): the one the actual's date falls in."""
    dates = find_dates(case.actual)
    awards = [c for c in case.clauses if isinstance(c.effect, Award) and c.effect.verb != "add"]
    spans = [(clause, span) for clause in awards if (span := period(clause.condition.words)) is not None]
    if not dates or len(spans) < 2:
        return None
    actual, tally = dates[-1].span, Tally()
    year = next((day[0] for _clause, span in spans for day in (span.first, span.last) if day and day[0]), 0)
    spans = [(clause, span.in_year(year)) for clause, span in spans]  # 2023年10月31日前…；11月30日前…
    places = [(clause, span, falls_in(actual, span)) for clause, span in spans]
    within = _nearest_period([(clause, span) for clause, span, where in places if where == IN])
    edges = [(clause, span) for clause, span, where in places if where == EDGE]
    rest = next((c for c in awards if c.condition.kind == "else"), None)
    chosen = within[0] if len(within) == 1 else None
    if not within and edges:
        chosen = next((clause for clause, span in edges if span.last is not None), None)
    if chosen is not None and not within:
        shares = [earned_share(case, clause) for clause, _span in edges]
        if len(edges) > 1:
            own = earned_share(case, chosen)
            said = f"{actual} 当天归前一档还是后一档没有写明，按“前”含当天计"
            tally.assume(said, own - min(shares), max(shares) - own)
    elif rest is not None and all(where == OUT for _clause, _span, where in places):
        chosen = rest
    if chosen is None:
        return needs_person(f"实际 {actual} 对应规则的哪一档不能确定")
    tally.earn(earned_share(case, chosen), f"实际 {actual}，适用“{chosen}”")
    return tally.judgement()


def _nearest_period(within: list[tuple[Clause, Period]]) -> list[Clause]:
    """6月底前5分，9月底前3分: of periods open on one side, which nest, the one whose end is nearest."""
    if len(within) > 1:
        until = [
            (span.last, clause) for clause, span in within if span.first is None and span.last is not None
        ]
        since = [
            (span.first, clause) for clause, span in within if span.last is None and span.first is not None
        ]
        if len(until) == len(within):
            return [min(until, key=itemgetter(0))[1]]
        if len(since) == len(within):
            return [max(since, key=itemgetter(0))[1]]
    return [clause for clause, _span in within]
