"""What of a scoring sentence its reading left out: numbers and scoring words that no clause took up.

A sentence read only in part is not applied: a wrong score is worse than none.
"""

from __future__ import annotations

from decimal import Decimal

from evalcore.scoring.grammar import Token
from evalcore.scoring.quantity import Quantity
from evalcore.scoring.tokens import tokens

_SMALL = Decimal("0.000001")


def _value(token: Token) -> Decimal | None:
    if isinstance(token.value, Quantity):
        return token.value.value
    return token.value if isinstance(token.value, Decimal) else None


def numbers_left_out(text: str, printed: str) -> tuple[str, ...]:
    """Numbers of a written-out sentence that its canonical form does not hold as often (a share may stand as percent)."""
    kept = [value for token in tokens(printed) if (value := _value(token)) is not None]
    once = list(kept)
    left: list[str] = []
    stream = tokens(text)
    standard = {at for at, token in enumerate(stream[1:]) if token.type == "STANDARD"}
    for at, token in sorted(enumerate(stream), key=lambda one: one[0] in standard):  # 以100%为标准 comes last
        value = _value(token)
        if not value:
            continue
        before = {one.type for one in stream[max(at - 6, 0) : at]}
        if before & {"TIMES", "DISCRETION"}:
            continue  # 执行率*10分 names the weight, 酌情扣1-3分 leaves it to a person
        after = "".join(one.text for one in stream[at + 1 : at + 2])
        if token.text.endswith(("项", "条")) and after in ("均", "都", "全"):
            continue  # 两项均达标: as many as there are
        same = next((one for one in kept if _same(value, one)), None)
        if same is not None:
            kept.remove(same)
        elif not _repeated(stream, at, value, once):
            left.append(token.text)
    return tuple(left)


def _same(value: Decimal, other: Decimal) -> bool:
    return abs(value - other) < _SMALL or abs(value * 100 - other) < _SMALL


def _repeated(stream: list[Token], at: int, value: Decimal, once: list[Decimal]) -> bool:
    """Whether a number the canonical form holds less often was said twice: 以100%为标准, one of a thing, places."""
    if at and stream[at - 1].text == "第" and any(token.type == "RANK" for token in stream):
        return True  # 第1名、第2名、第3名 is 第1-3名
    if not any(_same(value, one) for one in once):
        return False
    after = [token.type for token in stream[at + 1 : at + 5]]
    standard = after[:1] == ["STANDARD"]
    if "EACH" in after and at and stream[at - 1].type in ("UNDER", "LT", "OVER", "GT"):
        return True  # 达到90%，低于90%的每低1%扣…
    return standard or value == 1 or any(token.type == "RANK" for token in stream)
