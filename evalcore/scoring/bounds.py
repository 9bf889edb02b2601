"""Ranges and comparisons of a scoring sentence: matched tokens → bounds (≥90%, 80%(含)-90%, 60%以下)."""

from __future__ import annotations

from evalcore.scoring.clause import Bound
from evalcore.scoring.grammar import Node, Token
from evalcore.scoring.quantity import Quantity, converted


def quantity(node: Node) -> Quantity:
    """The first quantity of a matched phrase."""
    token = node.token("QTY")
    assert token is not None and isinstance(token.value, Quantity)
    return token.value


def bounds(node: Node) -> tuple[Bound | None, Bound | None]:
    """The lower and upper bound a range or comparison states."""
    lower, upper = node.find("lower"), node.find("upper")
    if lower is not None and upper is not None:
        return _both(lower, upper)
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
    operators = [token for token in flat if token.type in ("LE", "LT")]  # 80%≤X<90%
    low = Bound("≥" if operators[0].type == "LE" else ">", first)
    return low, Bound("≤" if operators[1].type == "LE" else "<", second)


def _both(lower: Node, upper: Node) -> tuple[Bound | None, Bound | None]:
    """80%以上不满100%: two one-sided bounds; the caller tells two that exclude each other apart (达到90%，低于90%…)."""
    low, high = quantity(lower), quantity(upper)
    if not low.unit.name:
        low = Quantity(low.value, high.unit)
    if not high.unit.name:
        high = Quantity(high.value, low.unit)
    least = _one_bound(lower.tokens(), Token("QTY", "", 0, low))[0]
    most = _one_bound(upper.tokens(), Token("QTY", "", 0, high))[1]
    return least, most


def _one_bound(flat: list[Token], quantity: Token) -> tuple[Bound | None, Bound | None]:
    kinds = {token.type for token in flat}
    value = quantity.value
    assert isinstance(value, Quantity)
    if "POSTGE" in kinds and "EXCL" in kinds:
        return Bound(">", value), None
    if kinds & {"POSTGE", "GE", "REACH"} and "POSTLE" not in kinds:
        above = "".join(token.text for token in flat if token.type == "POSTGE")
        hard = not above or kinds & {"GE", "REACH", "INCL"} or "及" in above or "含" in above
        return Bound("≥", value, soft=not hard), None
    if kinds & {"GT", "OVER"}:
        return Bound("≥" if "INCL" in kinds else ">", value), None
    if "POSTLE" in kinds:
        below = next(token.text for token in flat if token.type == "POSTLE")
        hard = "及" in below or "含" in below or "内" in below or "INCL" in kinds
        if "EXCL" in kinds:
            return None, Bound("<", value)
        return None, Bound("≤", value, soft=not hard)
    if "POSTGT" in kinds:
        return Bound(">", value), None
    if kinds & {"LE", "KEEP", "NOTOVER"}:
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
    least = converted(first, second.unit)
    if (first.value if least is None else least) > second.value:  # 100%-90%(含), not 5000元-1万元
        first, second, left, right = second, first, right, left
    low_in = "INCL" in left or (not says) or ("EXCL" in right and "EXCL" not in left)
    high_in = "INCL" in right or ("EXCL" in left and "EXCL" not in right)
    low = Bound("≥" if low_in else ">", first, soft=not {"INCL", "EXCL"} & left)
    return low, Bound("≤" if high_in or not says else "<", second, soft=not {"INCL", "EXCL"} & right)


Range = tuple[Bound | None, Bound | None]


def apart(low: Bound, high: Bound) -> bool:
    """Whether no number is both: ≥95%，低于95%."""
    least = converted(low.quantity, high.quantity.unit)
    closed = low.operator == "≥" and high.operator == "≤"
    return least is not None and (
        least > high.quantity.value or (least == high.quantity.value and not closed)
    )


def in_order(node: Node, low: Bound, high: Bound) -> tuple[Range, Range]:
    """Two bounds as the sentence names them, one after the other."""
    upper, lower = node.find("upper"), node.find("lower")
    assert upper is not None and lower is not None  # bounds of one range never exclude each other
    aims: tuple[Range, Range] = ((low, None), (None, high))
    return aims if lower.start < upper.start else aims[::-1]


def beyond(aim: Range, other: Range) -> bool:
    """Whether a range lies wholly on the side of the aim that misses it."""
    (low, high), (other_low, other_high) = aim, other
    if low and other_high and apart(low, _open(other_high)):
        return True
    return high is not None and other_low is not None and apart(_open(other_low), high)


def _open(bound: Bound) -> Bound:
    """90%-95%得8分 after ≥95%: the aim has the edge."""
    return Bound(bound.operator.replace("≥", ">").replace("≤", "<"), bound.quantity)
