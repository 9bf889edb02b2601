"""What a score is changed by: matched phrases → awards, steps, proportions, ranks (the nouns of clause.py)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from evalcore.scoring.clause import (
    ALL,
    INTERPOLATED,
    NOTHING,
    Amount,
    Award,
    Discretion,
    PerStep,
    Proportion,
    Ranks,
)
from evalcore.scoring.grammar import Node, Token
from evalcore.scoring.numbers import word_list
from evalcore.scoring.quantity import Quantity, Unit, match_quantity

_ONE = Decimal(1)


def trimmed(words: str) -> str:
    """The words of a condition without the particles that tie it to its effect."""
    joined = words.replace(",", "，").replace(";", "；").replace(":", "：")
    return re.sub(
        r"(?:的|则|(?<![及按准小同届限])时|，|；|：|、|。|\s)+$",
        "",
        re.sub(r"^(?:[，；：、。\s]|的(?=，))+", "", joined),
    )


def amount(node: Node) -> Amount:
    """5分, 10%, 满分: points, a share of the weight, or all of it."""
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


def award(node: Node) -> Award:
    """得5分, 不得分, 扣10%, 加1分."""
    inner = node if node.name in ("get", "deduct", "add") else node.parts[0]
    assert isinstance(inner, Node)
    if inner.token("NOLOSS"):
        return Award("get", ALL)
    if inner.token("NIL"):
        return Award("get", NOTHING)
    if inner.name == "get" and inner.token("FULL") and not inner.token("PTS", "QTY"):
        return Award("get", ALL)
    return Award(inner.name, amount(inner))


# What a step counts; where a phrase holds several of these, the last that is no mere 达到/完成.
_CHANGE = {
    "FALL": "fall",
    "UNDER": "fall",
    "RISE": "rise",
    "OVER": "rise",
    "BEYOND": "rise",
    "DIFFER": "differ",
    "DELAY": "delay",
    "EARLY": "early",
    "FIND": "count",
    "LACK": "lack",
    "GT": "rise",
    "LT": "fall",
    "MISS": "fall",
    "REACH": "reach",
}


_APART = re.compile("增减|增加或减少|相差|高于或低于")  # a distance of counts; 每偏差1次 is a case


def _changed(tokens: list[Token]) -> str:
    said = [_CHANGE[token.type] for token in tokens if token.type in _CHANGE]
    return next((one for one in reversed(said) if one != "reach"), said[-1] if said else "")


_BEYOND = (
    (
        "rise",
        re.compile(
            "(?:超出|超过|高于|多出|超)的?部分的?|超(?:出|过)?(?:预算|概算|计划|标准|控制数|定额|限额)的?"
        ),
    ),
    ("fall", re.compile("(?:不足|低于|未达到?|未完成|少于|差额|短缺)的?部分的?")),
)


def beyond(words: str) -> str:
    """The direction that 超出部分 or 不足部分 before a step gives it: rise or fall; "" when the words are others."""
    return next((change for change, said in _BEYOND if said.fullmatch(words)), "")


def step(node: Node, source: str, before: str, over: bool) -> PerStep:
    """每下降5%扣10%, 每发现1例扣2分; `source`: the words of its noun as printed, `before`: those of its condition;
    `over`: whether that condition is being beyond a bound (超过10%的，每1%扣0.5分)."""
    given = next(
        part for part in node.parts if isinstance(part, Node) and part.name in ("get", "deduct", "add")
    )
    noun = source
    quantity = next((p for p in reversed(node.parts) if isinstance(p, Token) and p.type == "QTY"), None)
    lead = next((p for p in node.parts if isinstance(p, Node) and p.name in ("lead", "change")), None)
    if quantity is None:
        size, noun = implicit_one(noun)
    else:
        assert isinstance(quantity.value, Quantity)
        size = quantity.value
    change = _changed((lead or node).tokens()) or beyond(before) or ("rise" if over else "")
    if size.unit.dimension not in ("percent", "time", "workday", "money", "") and change in (
        "fall",
        "differ",
        "",
        "delay",
    ):
        lacks = (change == "fall" and node.token("MISS") is None) or (
            lead is not None and lead.token("LACK") is not None
        )
        apart = change == "differ" and _APART.search("".join(token.text for token in (lead or node).tokens()))
        change = "lack" if lacks else "differ" if apart else "count"
    if not change:
        change = "count" if not size.is_percent else "reach" if given.name == "get" else "fall"
    verb = award(given)
    if verb == Award("get", NOTHING):
        verb = Award("deduct", ALL)  # 有1人不达标，该项不得分: one costs all
    if change == "reach" and verb.verb != "get":
        change = "count"
    return PerStep(change, size, verb, trimmed(noun))


@cache
def _denial(change: str) -> re.Pattern[str]:
    words = [
        word
        for token, kind in _CHANGE.items()
        if kind == change
        for word in word_list("sentence")["tokens"][token]
        if not word.startswith("未")
    ]
    return re.compile(rf"(?:均|都)?(?:未|没有?|无)(?:有|再|出现|发生)?(?:{'|'.join(map(re.escape, words))})")


def denies(actual: str, change: str) -> bool:
    """未增加, 没有下降: the actual says that what a step counts did not happen."""
    return change in _CHANGE.values() and _denial(change).match(actual) is not None


def noun_of(node: Node) -> Node | None:
    """The phrase that names what a step counts."""
    return next(
        (p for p in node.parts if isinstance(p, Node) and p.name in ("noun", "unitnoun", "thing")), None
    )


def implicit_one(noun: str) -> tuple[Quantity, str]:
    """每个项目, 每例: one of the unit that opens the noun."""
    found = match_quantity("1" + noun, 0)
    if found is None:
        return Quantity(_ONE, Unit("个", "count")), noun
    return Quantity(_ONE, found.quantity.unit), noun[found.end - 1 :]


def proportion(node: Node, rate: str) -> Proportion:
    """按比例得分, 按比例扣分, 执行率*分值; `rate`: what the weight is multiplied by, in a formula."""
    said = "".join(token.text for token in node.tokens())
    if isinstance(node.parts[0], Node) and node.parts[0].name == "formula":
        return Proportion(formula=True, of=rate)
    if re.search("插值|内插", said):
        return Proportion(of=INTERPOLATED)
    named = re.match(r"(?:按照|按|根据|依据)(\D*率)(?=[*乘得计折赋给打核换]|$)", said)
    if named and not re.search("比率|[扣减]", said):
        return Proportion(formula=True, of=named[1])
    return Proportion("deduct" if re.search("[扣减]", said) else "get")


def discretion(node: Node, costs: bool) -> Discretion:
    """酌情扣分, 酌情得分, 较好(6-8分). `costs`: what stands before speaks of a deduction."""
    said = "".join(token.text for token in node.tokens())
    bare = node.token("OPEN") is not None and not costs
    gives = (bare or re.search("[得给加打计评赋]", said)) and not re.search("[扣减]", said)
    bounds = [token for token in node.tokens() if token.type in ("QTY", "PTS")]
    if len(bounds) == 2:
        low, high = (t.value.value if isinstance(t.value, Quantity) else t.value for t in bounds)
        assert isinstance(low, Decimal) and isinstance(high, Decimal)
        return Discretion("get" if gives else "deduct", low, high)
    return Discretion("get" if gives else "deduct")


def ranks(node: Node, source: str) -> Ranks:
    """排名1-5名的依次赋予60分、57分…"""
    points = tuple(
        token.value for token in node.tokens() if token.type == "PTS" and isinstance(token.value, Decimal)
    )
    return Ranks(points, "倒数" in source)
