"""The words of a scoring sentence: folded text → tokens of words/sentence.toml, quantities and points."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from evalcore.scoring.dates import match_date
from evalcore.scoring.grammar import Token
from evalcore.scoring.numbers import chinese_number, word_list
from evalcore.scoring.quantity import Quantity, Unit, match_quantity

# what 分 begins when it is no point: 分钟, 分配, 分类
_NOT_POINTS = "钟米贝之类别解布配项局校享发期批段级子析担制红公"


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    types: dict[str, str] = {}
    for name, phrases in word_list("sentence")["tokens"].items():
        for phrase in phrases:
            types.setdefault(phrase, name)
    longest = sorted(types, key=len, reverse=True)
    return re.compile("|".join(_closed(phrase, types[phrase]) for phrase in longest)), types


def _closed(phrase: str, name: str) -> str:
    """扣分值的4% is 扣 + 分值, 无分配办法 is no 无分; 取得 and 获得 earn nothing; 达标率 is a measure, not reached."""
    if name == "ATTAIN":
        return re.escape(phrase) + "(?!率)"
    if phrase.endswith("分"):
        return re.escape(phrase) + f"(?![值{_NOT_POINTS}])"
    return ("(?<![获取赢])" if phrase == "得" else "") + re.escape(phrase)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = word_list("sentence")["patterns"]
    return tuple((name, re.compile(pattern)) for name, patterns in rows.items() for pattern in patterns)


_POINTS = re.compile(
    rf"(\d+(?:\.\d+)?)\s?(?:个)?分(?![{_NOT_POINTS}])|(?<=[扣得加计减])\s?([零一二三四五六七八九十两半点]+)分(?![{_NOT_POINTS}])"
)
_MARK = re.compile(
    r"(?:\d{1,2}\s?[、.](?!\d)|\(\d{1,2}\)(?=\D)|[①-⑳]|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]、|[A-G]\s?[.、](?=[^\W\d_]))"
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
    return _scored(stream)


_OPERATORS = ("GE", "GT", "LE", "LT", "OVER", "UNDER")


def _scored(stream: list[Token]) -> list[Token]:
    """90分及以上, 80-89分: points that are compared are a quantity (a score out of 100), not an award."""
    for at, token in enumerate(stream):
        if token.type != "PTS":
            continue
        before = stream[at - 1].type if at else ""
        after = next((one.type for one in stream[at + 1 :] if one.type not in ("INCL", "EXCL")), "")
        ranged = before == "DASH" and _behind(stream, at - 1) == "QTY"
        awarded = (
            ranged
            and at > 2
            and (stream[at - 3].type in ("DEDUCT", "GET", "EARN", "ADD") or _in_brackets(stream, at))
        )
        stepped = _is_step(stream, at)
        if (
            stepped
            or before in _OPERATORS
            or after in ("POSTGE", "POSTLE", "DASH")
            or (ranged and not awarded)
        ):
            assert isinstance(token.value, Decimal)
            stream[at] = Token("QTY", token.text, token.start, Quantity(token.value, Unit("分", "分")))
    return stream


def _is_step(stream: list[Token], at: int) -> bool:
    """每少1分扣0.2分: points that fall or rise, and what that costs."""
    types = [token.type for token in stream[max(at - 2, 0) : at + 3]]
    changes = [["EACH", change] for change in ("FALL", "RISE", "UNDER", "OVER")]
    return at > 1 and types[:2] in changes and bool({"DEDUCT", "ADD"} & set(types[3:]))


def _behind(stream: list[Token], at: int) -> str:
    """The type before a place, (含) and (不含) apart: 80分(含)-90分."""
    return next((one.type for one in reversed(stream[:at]) if one.type not in ("INCL", "EXCL")), "")


def _in_brackets(stream: list[Token], at: int) -> bool:
    """较好(6-8分)、: what the words before the bracket may earn; 优(90-100分)得满分 is a range."""
    if at < 4 or stream[at - 3].type != "OPEN" or at + 1 >= len(stream) or stream[at + 1].type != "CLOSE":
        return False
    return at + 2 == len(stream) or stream[at + 2].type in ("SEP", "STOP", "LIST")


def _numeral(said: str) -> Decimal:
    number = chinese_number(said)
    return Decimal("0.5") if number is None else number  # 半分


_DATED = frozenset("0123456789上下第一二三四五六七八九十年")
_DAY = re.compile(r"[日号年旬]|月[底末初]|\d[-./]\d|季度|半年|[年月][底末]")


def _token(
    text: str, position: int, pattern: re.Pattern[str], types: dict[str, str], before: list[Token]
) -> Token:
    char = text[position]
    if char == " ":
        return Token("SPACE", char, position)
    if not before or before[-1].type in ("SEP", "STOP", "CLOSE"):
        mark = _MARK.match(text, position)
        if mark:
            return Token("MARK", mark.group(), position)
    elif "①" <= char <= "⑳":
        return Token("MARK", char, position)
    date = match_date(text, position) if char in _DATED else None
    if date and _DAY.search(date.span.text) and not text[position - 1 : position].isdigit():
        return Token("DATE", text[position : date.end], position, date.span)
    for name, pattern_of in _patterns():
        phrase = pattern_of.match(text, position)
        if phrase:
            return Token(name, phrase.group(), position)
    points = _POINTS.match(text, position)
    if points:
        number = Decimal(points[1]) if points[1] else _numeral(points[2])
        return Token("PTS", points.group(), position, number)
    word = pattern.match(text, position)
    found = None
    signed = (
        not before
        or before[-1].type in ("GE", "GT", "LE", "LT", "EQ", "SEP", "DASH", "REACH")
        or text[position - 1] in "率幅度"  # 增幅-5%至0%
    )
    if char not in "+-" or signed:
        found = match_quantity(text, position)
    if found and (word is None or found.end > word.end()):
        return Token("QTY", text[position : found.end], position, found.quantity)
    if word:
        return Token(types[word.group()], word.group(), position)
    return Token("T", char, position)
