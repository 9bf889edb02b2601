"""Scoring sentences: folded text → tokens → phrases (sentence.peg) → clauses (clause.py)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from evalcore.scoring.bounds import bounds, quantity
from evalcore.scoring.clause import (
    ALL,
    NOTHING,
    Amount,
    Award,
    Bound,
    Clause,
    Condition,
    Discretion,
    Effect,
    Limit,
    PerStep,
    Proportion,
    Ranks,
    Veto,
)
from evalcore.scoring.dates import find_dates
from evalcore.scoring.grammar import Grammar, Node, Token
from evalcore.scoring.quantity import Quantity, Unit, match_quantity
from evalcore.scoring.tokens import tokens

_ONE = Decimal(1)


@cache
def _grammar() -> Grammar:
    return Grammar((files("evalcore.scoring") / "sentence.peg").read_text(encoding="utf-8"))


@dataclass(slots=True)
class _Pending:
    """What was said since the last effect: the makings of the next clause's condition."""

    words: list[str] = field(default_factory=list)
    ranges: list[tuple[Bound | None, Bound | None, str]] = field(default_factory=list)
    kind: str = ""
    first: int = -1  # tokens of the source
    last: int = -1

    def __bool__(self) -> bool:
        return bool(self.words or self.ranges or self.kind)

    @property
    def text(self) -> str:
        return _trimmed("".join(self.words))


def _trimmed(words: str) -> str:
    """The words of a condition without the particles that tie it to its effect."""
    joined = words.replace(",", "，").replace(";", "；").replace(":", "：")
    return re.sub(
        r"(?:的|则|(?<![及按准小同届限])时|，|；|：|、|。|\s)+$",
        "",
        re.sub(r"^(?:[，；：、。\s]|的(?=，))+", "", joined),
    )


@dataclass(slots=True)
class _Assembly:
    text: str
    stream: list[Token]
    clauses: list[Clause] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    weight: Decimal | None = None
    standard: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a scoring sentence says: its clauses, limits on the whole, and the weight it states itself."""

    clauses: tuple[Clause, ...]
    limits: tuple[Limit, ...] = ()
    weight: Decimal | None = None

    def __str__(self) -> str:
        head = [f"({_points(self.weight)})"] if self.weight is not None else []
        return "".join(head) + "；".join([*map(str, self.clauses), *map(str, self.limits)])


def _points(value: Decimal) -> str:
    return str(Amount(points=value))


def read(text: str) -> Scoring:
    """The clauses of a folded text; none when it awards, deducts and adds nothing."""
    stream = tokens(text)
    assembly = _Assembly(text, stream)
    pending = _Pending()
    for item in _grammar().parse(stream).parts:
        assert isinstance(item, Node)
        part = item.parts[0]
        assert isinstance(part, Node)
        before = pending
        pending = _take(assembly, pending, part)
        if pending is before and pending:
            pending.first = part.start if pending.first < 0 else pending.first
            pending.last = part.end
    return _finished(assembly)


def _source(assembly: _Assembly, node: Node) -> str:
    if node.end <= node.start:
        return ""
    return assembly.text[assembly.stream[node.start].start : assembly.stream[node.end - 1].end]


def _take(assembly: _Assembly, pending: _Pending, node: Node) -> _Pending:
    """One item of the sentence: extend the pending condition, or close it with an effect."""
    if node.name == "separator":
        mark = node.tokens()[0]
        if mark.type == "SEP" and pending.words:
            pending.words.append(mark.text)
        elif mark.type in ("STOP", "MARK") and not pending.ranges and not pending.kind:
            return _Pending()
        return pending
    if node.name == "text":
        pending.words.append(_source(assembly, node))
        return pending
    inner = node.parts[0]
    assert isinstance(inner, Node)
    match inner.name:
        case "range" | "comparison":
            pending.ranges.append((*bounds(inner), pending.text.rstrip("≥>≤<=为 ")))
            pending.words = []
            return pending
        case "attained" | "missed" | "otherwise":
            kind = {"attained": "met", "missed": "missed", "otherwise": "else"}[inner.name]
            if kind == "else" or not pending.kind:
                pending.kind = kind
            pending.words.append(_source(assembly, inner) if kind != "else" else "")
            return pending
        case "weight":
            token = inner.token("PTS")
            assert token is not None and isinstance(token.value, Decimal)
            assembly.weight = assembly.weight or token.value
            return pending
        case "standard":
            assembly.standard = quantity(inner)
            return pending
        case "limit":
            _limit(assembly, inner)
            return pending
    _close(assembly, pending, inner)
    return _Pending()


def _amount(node: Node) -> Amount:
    token = node.token("PTS")
    weight = node.token("WEIGHT")
    if token is not None:
        assert isinstance(token.value, Decimal)
        return Amount(points=token.value)
    quantity = node.token("QTY")
    if quantity is not None:
        assert isinstance(quantity.value, Quantity)
        value = quantity.value
        if value.is_percent:
            return Amount(share=value.value * value.unit.scale / 100)
        if weight is not None and value.value <= 1:
            return Amount(share=value.value)
        return Amount(points=value.value)
    return ALL


def _award(node: Node) -> Award:
    inner = node if node.name in ("get", "deduct", "add") else node.parts[0]
    assert isinstance(inner, Node)
    if inner.token("NIL"):
        return Award("get", NOTHING)
    if inner.name == "get" and inner.token("FULL"):
        return Award("get", ALL)
    return Award(inner.name, _amount(inner))


_CHANGE = {
    "FALL": "fall",
    "UNDER": "fall",
    "RISE": "rise",
    "OVER": "rise",
    "BEYOND": "rise",
    "DIFFER": "differ",
    "DELAY": "delay",
    "FIND": "count",
    "LACK": "lack",
    "GT": "rise",
    "LT": "fall",
    "MISS": "fall",
    "REACH": "reach",
}


def _step(assembly: _Assembly, node: Node) -> PerStep:
    award = next(
        part for part in node.parts if isinstance(part, Node) and part.name in ("get", "deduct", "add")
    )
    noun_node = next(
        (p for p in node.parts if isinstance(p, Node) and p.name in ("noun", "unitnoun", "thing")), None
    )
    noun = _source(assembly, noun_node) if noun_node else ""
    quantity = next((p for p in node.parts if isinstance(p, Token) and p.type == "QTY"), None)
    lead = next((p for p in node.parts if isinstance(p, Node) and p.name in ("lead", "change")), None)
    if quantity is None:
        size, noun = _implicit_one(noun)
    else:
        assert isinstance(quantity.value, Quantity)
        size = quantity.value
        if not size.unit.name and (unit := re.match(r"单位", noun)):
            noun = noun[unit.end() :]
    change = ""
    for token in (lead or node).tokens():
        change = _CHANGE.get(token.type, change)
    if size.unit.dimension not in ("percent", "time", "workday", "money", "") and change in (
        "fall",
        "differ",
        "",
        "delay",
    ):
        lacks = change == "fall" or (lead is not None and lead.token("LACK") is not None)
        change = "lack" if lacks else "count"
    if not change:
        change = "count" if not size.is_percent else "fall"
    verb = _award(award)
    if change == "reach" and verb.verb != "get":
        change = "count"
    return PerStep(change, size, verb, _trimmed(noun))


def _implicit_one(noun: str) -> tuple[Quantity, str]:
    """每个项目, 每例: one of the unit that opens the noun."""
    found = match_quantity("1" + noun, 0)
    if found is None:
        return Quantity(_ONE, Unit("个", "count")), noun
    return Quantity(_ONE, found.quantity.unit), noun[found.end - 1 :]


def _condition(pending: _Pending, source: str) -> Condition:
    if len(pending.ranges) == 1:
        low, high, words = pending.ranges[0]
        return Condition("range", low, high, words)
    text = pending.text
    if len(pending.ranges) > 1:
        return Condition("words", words=_trimmed(source))
    if pending.kind == "else":
        return Condition("else")
    if pending.kind == "met" and find_dates(text):
        return Condition("words", words=text)  # 2021年12月31日前完成
    if pending.kind:
        return Condition(pending.kind)
    return Condition("words", words=text) if text else Condition()


def _close(assembly: _Assembly, pending: _Pending, node: Node) -> None:
    """An effect: with the pending condition it makes a clause."""
    effect: Effect
    match node.name:
        case "step" | "counted":
            effect = _step(assembly, node)
        case "proportion":
            said = "".join(token.text for token in node.tokens())
            formula = node.parts[0].name == "formula" if isinstance(node.parts[0], Node) else False
            effect = Proportion("deduct" if re.search("[扣减]", said) else "get")
            if formula:
                effect, pending = Proportion(formula=True, of=_formula(assembly, node, pending)), _Pending()
        case "discretion":
            said = "".join(token.text for token in node.tokens())
            effect = Discretion(
                "get" if re.search("[得给加打计]", said) and not re.search("[扣减]", said) else "deduct"
            )
        case "veto":
            effect = Veto()
        case "ranks":
            effect, pending = _ranks(assembly, node), _Pending()
        case _:
            effect = _award(node)
            per = _one_each(pending, effect)
            if per is not None:
                effect, pending = per, _Pending(words=[pending.ranges[0][2]])
    source = ""
    if pending.first >= 0:
        source = assembly.text[assembly.stream[pending.first].start : assembly.stream[pending.last - 1].end]
    _add(assembly, _condition(pending, source), effect)


def _formula(assembly: _Assembly, node: Node, pending: _Pending) -> str:
    """What the weight is multiplied by: 资金到位率, 实际值/目标值, 达标个数/全部个数."""
    for name in ("rate", "fraction"):
        inner = node.find(name)
        if inner is not None:
            return _trimmed(_source(assembly, inner))
    return (
        re.split("[，；：*=]", pending.text)[-1].removeprefix("按").strip("“”") if pending.text else "完成率"
    )


def _one_each(pending: _Pending, effect: Award) -> PerStep | None:
    """一次扣1分 is 每一次扣1分: one of a countable thing, and a deduction."""
    if effect.verb != "deduct" or len(pending.ranges) != 1 or pending.words:
        return None
    low, high, _words = pending.ranges[0]
    if low is None or high is None or low.quantity != high.quantity or low.quantity.value != 1:
        return None
    if low.quantity.unit.dimension in ("percent", "money", "time", "workday", ""):
        return None
    return PerStep("count", low.quantity, effect)


def _add(assembly: _Assembly, condition: Condition, effect: Effect) -> None:
    if isinstance(effect, PerStep):
        if condition.kind == "range" and _is_aim(condition, effect.change):
            assembly.clauses.append(Clause(condition, Award("get", ALL)))
            condition = Condition()
        elif assembly.standard is not None and not any(c.condition.kind == "range" for c in assembly.clauses):
            bound = Bound("≤" if effect.change == "rise" else "≥", assembly.standard)
            aim = Condition("range", high=bound) if effect.change == "rise" else Condition("range", low=bound)
            assembly.clauses.append(Clause(aim, Award("get", ALL)))
    assembly.clauses.append(Clause(condition, effect))


def _is_aim(condition: Condition, change: str) -> bool:
    """≥90%,每下降5%扣1分: the range is what should be reached, not when the step applies."""
    if condition.low and not condition.high:
        return change == "fall" and condition.low.operator == "≥"
    if condition.high and not condition.low:
        return change == "rise" and condition.high.operator == "≤"
    return bool(
        condition.low
        and condition.high
        and condition.low.quantity == condition.high.quantity
        and change == "fall"
    )


def _ranks(assembly: _Assembly, node: Node) -> Ranks:
    points = tuple(
        token.value for token in node.tokens() if token.type == "PTS" and isinstance(token.value, Decimal)
    )
    return Ranks(points, "倒数" in _source(assembly, node))


def _limit(assembly: _Assembly, node: Node) -> None:
    kinds = {token.type for token in node.tokens()}
    points = node.token("PTS")
    last = assembly.clauses[-1] if assembly.clauses else None
    verb = (
        last.effect.award.verb
        if last and isinstance(last.effect, PerStep)
        else last.effect.verb
        if last and isinstance(last.effect, Award)
        else ""
    )
    amount = _amount(node) if points or node.token("QTY") else ALL
    if "CAPPED" in kinds and "加" not in "".join(t.text for t in node.tokens()):
        assembly.limits.append(Limit("capped", ALL))
        return
    if "LEAST" in kinds:
        assembly.limits.append(Limit("least", amount))
        return
    if (
        "ADD" in kinds
        or "CAPPED" in kinds
        or (kinds & {"MOST", "NOTOVER"} and verb == "add" and "DEDUCT" not in kinds)
    ):
        kind = "add"
    elif "DEDUCT" in kinds or "EXHAUST" in kinds or "FILLED" in kinds or verb == "deduct":
        kind = "deduct"
    else:
        kind = "capped"
    limit = Limit(kind, amount)
    if last is not None and last.limit is None and kind in ("deduct", "add") and verb == kind:
        assembly.clauses[-1] = replace(last, limit=limit)
    else:
        assembly.limits.append(limit)


def _finished(assembly: _Assembly) -> Scoring:
    clauses = assembly.clauses
    # 成交率：10分，达标得满分: bare points before a full mark state the weight
    first = clauses[0] if clauses else None
    if (
        first is not None
        and len(clauses) > 1
        and isinstance(first.effect, Award)
        and first.effect.verb == "get"
        and first.effect.amount.points
        and first.condition.kind in ("words", "always")
        and re.search(r"[：:]\s?[\d.]+\s?分", assembly.text)
        and any(isinstance(c.effect, Award) and c.effect == Award("get", ALL) for c in clauses[1:])
    ):
        assembly.weight, clauses = first.effect.amount.points, clauses[1:]
    bare = re.fullmatch(r"[^得计记给赋扣加每]*?(\d+(?:\.\d+)?)\s?分。?", assembly.text)
    if (
        len(clauses) == 1
        and bare
        and isinstance(clauses[0].effect, Award)
        and (clauses[0].condition.kind == "always" or Decimal(bare[1]) > 20)
    ):
        clauses = []  # 90分 is a target
    return Scoring(tuple(clauses), tuple(dict.fromkeys(assembly.limits)), assembly.weight)
