"""Scoring sentences: folded text → tokens → phrases (sentence.peg) → clauses (clause.py)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

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
from evalcore.scoring.numbers import chinese_number, word_list
from evalcore.scoring.quantity import Quantity, Unit, match_quantity

_ONE = Decimal(1)


@cache
def _grammar() -> Grammar:
    return Grammar((files("evalcore.scoring") / "sentence.peg").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    types: dict[str, str] = {}
    for name, phrases in word_list("sentence")["tokens"].items():
        for phrase in phrases:
            types.setdefault(phrase, name)
    return re.compile("|".join(map(re.escape, sorted(types, key=len, reverse=True)))), types


_NOT_POINTS = "钟米贝之类别解布配项局校享发期批段级子析担制红公"
_POINTS = re.compile(
    rf"(\d+(?:\.\d+)?)\s?(?:个)?分(?![{_NOT_POINTS}])|(?<=[扣得加计减])\s?([一二三四五六七八九十两半]+)分(?![{_NOT_POINTS}])"
)
_MARK = re.compile(
    r"(?:\d{1,2}\s?[、.](?!\d)|\(\d{1,2}\)(?=\D)|[①-⑳]|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]、)"
)


def tokens(text: str) -> list[Token]:
    """The token stream of a folded text; what is no phrase, quantity or points is a T token a character."""
    pattern, types = _phrases()
    stream: list[Token] = []
    position = 0
    while position < len(text):
        token = _token(text, position, pattern, types, stream)
        if token.type != "SPACE":
            stream.append(token)
        position += max(len(token.text), 1)
    return stream


def _token(
    text: str, position: int, pattern: re.Pattern[str], types: dict[str, str], before: list[Token]
) -> Token:
    char = text[position]
    if char == " ":
        return Token("SPACE", char, position)
    if not before or before[-1].type in ("SEP", "STOP"):
        mark = _MARK.match(text, position)
        if mark:
            return Token("MARK", mark.group(), position)
    elif "①" <= char <= "⑳":
        return Token("MARK", char, position)
    points = _POINTS.match(text, position)
    if points:
        number = Decimal(points[1]) if points[1] else (chinese_number(points[2]) or Decimal("0.5"))
        return Token("PTS", points.group(), position, number)
    word = pattern.match(text, position)
    found = None
    if char not in "+-" or (
        before and before[-1].type in ("GE", "GT", "LE", "LT", "EQ", "SEP", "DASH", "REACH")
    ):
        found = match_quantity(text, position)
    if found and (word is None or found.end > word.end()):
        return Token("QTY", text[position : found.end], position, found.quantity)
    if word:
        return Token(types[word.group()], word.group(), position)
    return Token("T", char, position)


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
        r"(?:的|则|时|者|，|；|：|、|。|\s)+$", "", re.sub(r"^(?:[，；：、。\s]|的(?=，))+", "", joined)
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
    if node.name == "text" or (isinstance(node.parts[0], Node) and node.parts[0].name == "mark"):
        pending.words.append(_source(assembly, node))
        return pending
    inner = node.parts[0]
    assert isinstance(inner, Node)
    match inner.name:
        case "range" | "comparison":
            pending.ranges.append((*_bounds(inner), pending.text))
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
            assembly.standard = _quantity(inner)
            return pending
        case "limit":
            _limit(assembly, inner)
            return pending
    _close(assembly, pending, inner)
    return _Pending()


def _quantity(node: Node) -> Quantity:
    token = node.token("QTY")
    assert token is not None and isinstance(token.value, Quantity)
    return token.value


def _bounds(node: Node) -> tuple[Bound | None, Bound | None]:
    flat = node.tokens()
    quantities = [token for token in flat if token.type == "QTY"]
    if len(quantities) == 1:
        return _one_bound(flat, quantities[0])
    first, second = (token.value for token in quantities[:2])
    assert isinstance(first, Quantity) and isinstance(second, Quantity)
    if not first.unit.name and second.unit.name:
        first = Quantity(first.value, second.unit)
    if any(token.type == "DASH" for token in flat):
        return _dashed(flat, first, second)
    kinds = [token.type for token in flat]
    middle = kinds.index("QTY")
    if kinds[0] == "QTY" and not {"POSTGE", "POSTLE"} & set(kinds):  # 80%≤X<90%
        operators = [token for token in flat if token.type in ("LE", "LT")]
        low = Bound("≥" if operators[0].type == "LE" else ">", first)
        return low, Bound("≤" if operators[1].type == "LE" else "<", second)
    split = next(i for i in range(middle + 1, len(kinds)) if kinds[i] == "QTY")
    if kinds[0] != "QTY":
        split -= 1
    one = _one_bound(flat[:split], Token("QTY", "", 0, first))
    two = _one_bound(flat[split:], Token("QTY", "", 0, second))
    return one[0] or two[0], one[1] or two[1]


def _one_bound(flat: list[Token], quantity: Token) -> tuple[Bound | None, Bound | None]:
    kinds = {token.type for token in flat}
    value = quantity.value
    assert isinstance(value, Quantity)
    if "POSTGE" in kinds or kinds & {"GE", "REACH"}:
        if "POSTLE" not in kinds:
            return Bound("≥", value), None
    if kinds & {"GT", "OVER"}:
        return Bound("≥" if "INCL" in kinds else ">", value), None
    if "POSTLE" in kinds:
        below = next(token.text for token in flat if token.type == "POSTLE")
        hard = "及" in below or "含" in below or "内" in below or "INCL" in kinds
        if "EXCL" in kinds:
            return None, Bound("<", value)
        return None, Bound("≤", value, soft=not hard)
    if kinds & {"LE", "NOTOVER"}:
        return None, Bound("≤", value)
    if kinds & {"LT", "UNDER"}:
        return None, Bound("≤" if "INCL" in kinds else "<", value)
    return Bound("≥", value), Bound("≤", value)  # =0, or a bare 100%


def _dashed(flat: list[Token], first: Quantity, second: Quantity) -> tuple[Bound, Bound]:
    """80%(含)-90%: an end counts when (含) stands beside it; where neither says so, the lower one does."""
    dash = next(i for i, token in enumerate(flat) if token.type == "DASH")
    left = {token.type for token in flat[:dash]}
    right = {token.type for token in flat[dash:]}
    says = bool({"INCL", "EXCL"} & (left | right))
    if first.value > second.value:  # 100%-90%(含)
        first, second, left, right = second, first, right, left
    low_in = "INCL" in left or (not says) or ("EXCL" in right and "EXCL" not in left)
    high_in = "INCL" in right or ("EXCL" in left and "EXCL" not in right)
    low = Bound("≥" if low_in else ">", first, soft=not {"INCL", "EXCL"} & left)
    return low, Bound("≤" if high_in or not says else "<", second, soft=not {"INCL", "EXCL"} & right)


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
    return PerStep(change, size, verb, re.sub(r"[的时,，\s]+$", "", noun.strip()))


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
