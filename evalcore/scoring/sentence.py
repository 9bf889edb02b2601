"""Scoring sentences: folded text → tokens → phrases (sentence.peg) → clauses (clause.py)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from evalcore.scoring import effects
from evalcore.scoring.assembly import WHOLE, Assembly, Scoring, add, finished, goes_up, is_countable, limit
from evalcore.scoring.bounds import apart, beyond, bounds, in_order, quantity
from evalcore.scoring.clause import (
    ABOVE,
    ALL,
    BELOW,
    NOTHING,
    Amount,
    Award,
    Bound,
    Condition,
    Discretion,
    Effect,
    Limit,
    PerStep,
    Veto,
)
from evalcore.scoring.effects import trimmed
from evalcore.scoring.grammar import Grammar, Node
from evalcore.scoring.partial import partial_step
from evalcore.scoring.pending import Pending, condition_of
from evalcore.scoring.quantity import Quantity, find_quantities
from evalcore.scoring.shorthand import written_out
from evalcore.scoring.tokens import tokens


@cache
def _grammar() -> Grammar:
    return Grammar((files("evalcore.scoring") / "sentence.peg").read_text(encoding="utf-8"))


def read(text: str) -> Scoring:
    """The clauses of a folded text; none when it awards, deducts and adds nothing."""
    text, partial = partial_step(written_out(text))
    stream = tokens(text)
    tree = _grammar().parse(stream)
    counted = Counter(token.value.unit.name for token in stream if isinstance(token.value, Quantity))
    assembly = Assembly(
        text,
        stream,
        bracketed=len(re.findall(r"\(\d+(?:\.\d+)?分\)", text)),
        shared=frozenset(unit for unit, times in counted.items() if times > 1),
    )
    pending = Pending()
    for item in tree.parts:
        assert isinstance(item, Node)
        part = item.parts[0]
        assert isinstance(part, Node)
        before = pending
        pending = _take(assembly, pending, part)
        if pending is before and pending:
            pending.first = part.start if pending.first < 0 else pending.first
            pending.last = part.end
    unread = tuple(
        said
        for item in tree.parts
        if isinstance(item, Node) and isinstance(item.parts[0], Node) and item.parts[0].name == "text"
        if item.token("NIL", "FULL", "DEDUCT")
        and "扣" in (said := _source(assembly, item)) + "扣" * bool(item.token("NIL", "FULL"))
    )
    return replace(finished(assembly), partial=partial, unread=(*assembly.unread, *unread))


def _source(assembly: Assembly, node: Node) -> str:
    if node.end <= node.start:
        return ""
    return assembly.text[assembly.stream[node.start].start : assembly.stream[node.end - 1].end]


def _take(assembly: Assembly, pending: Pending, node: Node) -> Pending:
    """One item of the sentence: extend the pending condition, or close it with an effect."""
    if node.name == "separator":
        mark = node.tokens()[0]
        if mark.type == "SEP" and pending.words:
            pending.words.append(mark.text)
        elif mark.type in ("STOP", "MARK") and not pending.ranges and not pending.kind:
            return Pending()
        return pending
    if node.name == "text":
        pending.words.append(_source(assembly, node))
        return pending
    inner = node.parts[0]
    assert isinstance(inner, Node)
    match inner.name:
        case "range" | "comparison":
            types = {token.type for token in inner.tokens()}
            once = sum(token.type == "QTY" for token in inner.tokens()) == 1
            if once and any(types & one and types & other for one, other in _CONTRARY):
                assembly.unread.append(_source(assembly, inner))
            last = assembly.clauses[-1].condition if assembly.clauses else Condition()
            if (
                last.kind in (ABOVE, BELOW)
                and not pending.words
                and inner.tokens()[0].type in _SIDES[last.kind]
            ):
                pending.side, pending.words = last.kind, [last.words]  # 超过目标值不足5%扣1分，超过5%的不得分
            if _SAMPLE.search(pending.text) and types == {"QTY"}:
                pending.words.append(_source(assembly, inner))  # 抽查50户，每户…: how many were looked at
                return pending
            low, high = bounds(inner)
            if low and high and apart(low, high) and not inner.find("lower"):
                assembly.unread.append(_source(assembly, inner))  # 1≤得分≤0: no number is both
            elif low and high and apart(low, high):  # ≥95%，低于95%不得分
                first, (low, high) = in_order(inner, low, high)
                pending.ranges.append((*first, pending.text.rstrip("≥>≤<=为 ")))
                _reach(assembly, pending)
                pending = Pending()
            elif _is_bare_aim(assembly, pending, inner, "missed") and beyond(
                pending.ranges[0][:2], (low, high)
            ):
                _reach(assembly, pending)  # ≥95%，90%-95%得8分
                pending = Pending()
            if (low is None) != (high is None) and _CONTRARY_WORDS[low is None].search(pending.text):
                assembly.unread.append(_source(assembly, inner))  # 不高于预算5%以上
            pending.ranges.append((low, high, pending.text.rstrip("≥>≤<=为 ")))
            pending.words = []
            return pending
        case "beyond":
            side = ABOVE if inner.tokens()[0].type in _SIDES[ABOVE] else BELOW
            said = inner.parts[-1]
            if isinstance(said, Node) and said.token(
                "POSTGE", "POSTLE", "DASH", "GT", "LT", "GE", "LE", "UNDER", "OVER"
            ):
                low, high = bounds(said)
            else:
                low, high, side = _bare_distance(assembly, inner, side)
            about = pending.text + "".join(token.text for token in inner.tokens()[1 if side == "" else 0 : 2])
            pending.ranges.append((low, high, about))
            pending.words, pending.side = [], side
            return pending
        case "attained" | "missed" | "compared" | "otherwise":
            kind = _KINDS[inner.name]
            if kind == "missed" and _is_bare_aim(assembly, pending, inner, "else") and pending.ranges:
                low, high, _words = pending.ranges[0]
                if low is None and high is not None and high.operator == "<":
                    assembly.unread.append(_source(assembly, inner))  # <5%，未达到不得分: what is missed
            if kind != "met" and _is_bare_aim(assembly, pending, inner, kind):
                _reach(assembly, pending)
                pending = Pending()
            if kind == "else" or not pending.kind:
                pending.kind = kind
            pending.words.append(_source(assembly, inner) if kind != "else" else "")
            if inner.token("BEYOND") and _MERELY_DONE.search(assembly.text):
                pending.compares = True  # 超额完成得满分，完成得90%
            return pending
        case "weight":
            token = inner.token("PTS")
            assert token is not None and isinstance(token.value, Decimal)
            if pending.ranges and not inner.token("OPEN", "TOTAL"):
                add(
                    assembly, condition_of(pending, ""), Award("get", Amount(token.value))
                )  # 共8场次，满分4分
                return Pending()
            if assembly.clauses and not inner.token("OPEN", "TOTAL"):
                assembly.limits.append(
                    Limit("capped", Amount(token.value))
                )  # …，满分4分 after what earns them
                return pending
            if assembly.bracketed > 1 and (pending.words or pending.ranges) and inner.token("OPEN"):
                add(assembly, condition_of(pending, ""), Award("get", Amount(token.value)))
                return Pending()
            assembly.weight = assembly.weight or token.value
            return pending
        case "standard":
            assembly.standard = quantity(inner)
            return pending
        case "limit":
            limit(assembly, inner)
            return pending
    _close(assembly, pending, inner)
    return Pending()


# 不低于95%以下, 不超过10%以上: which of the two is meant is not said
_CONTRARY = (({"GE", "OVER"}, {"POSTLE"}), ({"LE", "KEEP", "NOTOVER", "UNDER"}, {"POSTGE"}))
_CONTRARY_WORDS = tuple(
    re.compile(f"(?:{words})[^，；但且而并]*$")
    for words in ("不高于|不超过|不大于|低于", "不低于|不少于|不小于")
)
_MERELY_DONE = re.compile("(?:(?<![额未本分])完成(?:任务|目标)?|达到目标)的?[，,]?[得计]")
_SAMPLE = re.compile("(?:抽查|抽取|抽样|走访|回访|访谈|(?:发放|收回)(?:问卷|调查表))(?:了|样本)?$")
_SIDES = {ABOVE: ("OVER", "GT", "RISE"), BELOW: ("UNDER", "LT", "FALL")}
_KINDS = {"attained": "met", "missed": "missed", "otherwise": "else", "compared": "compared"}


def _close(assembly: Assembly, pending: Pending, node: Node) -> None:
    """An effect: with the pending condition it makes a clause."""
    effect: Effect
    match node.name:
        case "step" | "counted" if _costs_all(node):
            said = pending.text + _source(assembly, node).removesuffix(node.tokens()[-1].text)
            effect, pending = Award("get", NOTHING), Pending(words=[said])
        case "step" | "counted":
            noun = effects.noun_of(node)
            said = _source(assembly, noun) if noun else ""
            effect = effects.step(node, said, pending.text, goes_up(assembly, pending))
            pending.words += _verb(assembly, node, effect)
            if effects.beyond(pending.text):
                pending.words = []  # 超出部分每1%扣0.5分 is 每超过1%扣0.5分
            reference = _reference(node)
            if reference is not None and not pending.ranges:
                pending.ranges.append((*reference, pending.text))
                pending.words = []
        case "proportion":
            effect = effects.proportion(node, _formula(assembly, node, pending))
            _stated(assembly, node)
            if effect.formula and not pending.ranges and pending.kind not in ("else", "missed"):
                pending = Pending()
        case "discretion":
            effect = effects.discretion(node, costs="扣" in pending.text)
            last = assembly.clauses[-1] if assembly.clauses else None
            if (
                not pending
                and last is not None
                and isinstance(last.effect, Discretion)
                and not last.effect.high
            ):
                own = replace(effect, verb=last.effect.verb)  # 酌情扣分(1-3分)
                assembly.clauses[-1] = replace(last, effect=own)
                return
        case "veto":
            effect = Veto()
        case "ranks":
            effect, pending = effects.ranks(node, _source(assembly, node)), Pending()
        case _:
            effect = effects.award(node)
            if effect.amount.whole and node.token("FULL") is None and _measure_unsaid(pending):
                assembly.unread.append(pending.text or _source(assembly, node))
            per = _each_too(assembly, pending, effect) or _one_each(assembly, pending, effect)
            if per is not None:
                effect, pending = per, Pending(words=[said for _low, _high, said in pending.ranges])
    pending.compares = pending.compares or pending.kind == "compared"
    if pending.kind == "compared":  # 超过目标值 is good where it earns, bad where it costs
        gives = isinstance(effect, Award) and (effect.verb == "add" or effect.amount != NOTHING)
        steps = isinstance(effect, PerStep) and effect.award.verb == "add"
        good = gives and not (isinstance(effect, Award) and effect.verb == "deduct")
        pending.kind = "met" if good or steps else "missed"
    condition = condition_of(pending, _whole(assembly, pending))
    if condition.kind == "met" and assembly.standard is not None:
        condition = Condition("range", low=Bound("≥", assembly.standard))  # 以100%为标准，达到标准值得满分
    add(assembly, condition, effect)
    beside = re.match("^或者?(.{2,})$", pending.text) if condition.kind == "range" else None
    if beside and isinstance(effect, Award):
        add(assembly, Condition("words", words=beside[1]), effect)  # <80%或发生质量事故，不得分


def _whole(assembly: Assembly, pending: Pending) -> str:
    """Everything said since the last effect, as it stands in the text."""
    if pending.first < 0:
        return ""
    return assembly.text[assembly.stream[pending.first].start : assembly.stream[pending.last - 1].end]


def _is_bare_aim(assembly: Assembly, pending: Pending, node: Node, kind: str) -> bool:
    """Whether what stands before 否则, 未达到 … is what should be reached, and earns the full mark unsaid."""
    separated = node.start > 0 and assembly.stream[node.start - 1].type in ("SEP", "STOP")
    if not separated or pending.kind or pending.side:
        return False
    if len(pending.ranges) > 1:
        return kind == "else"  # 覆盖率≥90%，满意度≥85%，否则不得分
    if not pending.ranges:  # 无重大事故，否则不得分
        return kind == "else" and len(pending.text) > 1
    low, high, _words = pending.ranges[0]
    if pending.text:
        return False
    return kind == "else" or (low is not None) or (high is not None and high.operator == "≤")


def _reach(assembly: Assembly, aim: Pending) -> None:
    """合格率≥95%，否则不得分: what should be reached earns the full mark, unless another clause said what earns."""
    condition = condition_of(aim, _whole(assembly, aim))
    if any(isinstance(c.effect, Award) and c.effect.verb == "get" for c in assembly.clauses):
        assembly.unread.append(str(condition))  # ≥90%得10分；80%-90%，否则不得分
    add(assembly, condition, Award("get", ALL))


_LEADS = ("lead", "change")


def _verb(assembly: Assembly, node: Node, effect: PerStep) -> list[str]:
    """每迟报1次扣0.5分，每漏报1次扣1分: the verb, where it alone tells steps that count one unit apart."""
    lead = next((part for part in node.parts if isinstance(part, Node) and part.name in _LEADS), None)
    if lead is None or effect.change not in ("count", "lack") or effect.size.unit.name not in assembly.shared:
        return []
    plain = all(
        one.type in ("FIND", "FALL") or len(one.text) == 1 for one in lead.tokens() if one.type != "T"
    )
    tells = any(one.type == "T" for one in lead.tokens()) or not plain
    return [_source(assembly, lead)] if tells else []


def _bare_distance(assembly: Assembly, node: Node, side: str) -> tuple[Bound | None, Bound | None, str]:
    """高于目标值10%不得分 is a distance, 低于目标值60%不得分 a share of the target; 低于目标值20% may be either."""
    goal = quantity(node)
    share = goal.is_percent and goal.value >= (100 if side == ABOVE else 50)
    if goal.is_percent and side == BELOW and not share:
        assembly.unread.append(_source(assembly, node))
    if side == ABOVE:
        return Bound(">", goal), None, "" if share else side
    return (None, Bound("<", goal), "") if share else (Bound(">", goal), None, side)


def _costs_all(node: Node) -> bool:
    """发现3次不合格，不得分: so many at once, where 有1人不达标 is every one."""
    many = node.token("QTY") is not None and quantity(node).value != 1
    return many and node.token("NIL") is not None and node.find("nil") is None


def _formula(assembly: Assembly, node: Node, pending: Pending) -> str:
    """What the weight is multiplied by: 资金到位率, 实际值/目标值, 达标个数/全部个数."""
    for name in ("rate", "fraction"):
        inner = node.find(name)
        if inner is not None:
            return trimmed(_source(assembly, inner)).removeprefix("得")
    return (
        re.split("[，；：*=]", pending.text)[-1]
        .removeprefix("按照")
        .removeprefix("按")
        .removeprefix("得")
        .strip("“”")
        if pending.text
        else "完成率"
    )


def _stated(assembly: Assembly, node: Node) -> None:
    """执行率*10, 执行率*10分: the number a rate is multiplied by is the full mark; 执行率*80% is something else."""
    stated = node.find("stated")
    if stated is None:
        return
    token = stated.tokens()[0]
    if isinstance(token.value, Decimal):
        assembly.weight = assembly.weight or token.value
    elif isinstance(token.value, Quantity) and token.value.unit.name in ("", "分"):
        assembly.weight = assembly.weight or token.value.value
    else:
        assembly.unread.append(_source(assembly, node))


def _reference(node: Node) -> tuple[Bound | None, Bound | None] | None:
    """每低于95%一个百分点扣0.2分: the number before the step's size is what it is measured from."""
    lead = node.find("measured")
    if lead is None:
        return None
    goal = quantity(lead)
    return (None, Bound("≤", goal)) if lead.token("OVER", "GT", "RISE") else (Bound("≥", goal), None)


_SCALE = re.compile(
    r"^(?:按照?|根据|依据|参照|依照|以|由|视).*(?:量|结果|情况|成绩|分数?|排名|名次|数|比例|程度|办法|细则|方案)$"
)


def _measure_unsaid(pending: Pending) -> bool:
    """按工作量计分, 好(100%)、较好(80%)…四档计分: a scale of its own, not the full mark."""
    last = re.split("[，；：。]", pending.text)[-1]
    about = [words for _low, _high, words in pending.ranges] + [last]
    shares = sum(one.quantity.is_percent for words in about for one in find_quantities(words))
    counted = any(
        low and low.quantity.unit.name in ("档", "级", "个") for low, _high, _words in pending.ranges
    )
    equal = any(
        low and high and low.quantity == high.quantity != WHOLE for low, high, _words in pending.ranges
    )
    return equal or shares > 1 or (counted and "、" in "".join(about)) or bool(_SCALE.search(last))


def _each_too(assembly: Assembly, pending: Pending, effect: Award) -> PerStep | None:
    """每有一个项目未开工扣1分、未完工扣0.5分: the second is counted like the first."""
    last = assembly.clauses[-1].effect if assembly.clauses else None
    listed = pending.first >= 0 and assembly.stream[pending.first].type == "LIST" and not pending.ranges
    if effect.verb != "deduct" or not listed or not isinstance(last, PerStep) or last.change != "count":
        return None
    return PerStep("count", last.size, effect, trimmed(pending.text.lstrip("、")))


def _one_each(assembly: Assembly, pending: Pending, effect: Award) -> PerStep | None:
    """一次扣1分 is 每一次扣1分: one of a countable thing, and a deduction. 偏差率1%扣1分 may be each 1 % or just that."""
    if effect.verb != "deduct" or len(pending.ranges) != 1 or pending.words:
        return None
    low, high, _words = pending.ranges[0]
    if low is None or high is None or low.quantity != high.quantity or low.quantity.value != 1:
        return None
    if not is_countable(low.quantity):
        assembly.unread.append(f"{low.quantity}{effect}")
        return None
    return PerStep("count", low.quantity, effect)
