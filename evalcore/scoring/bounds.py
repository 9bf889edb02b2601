"""Ranges and comparisons of a scoring sentence: matched tokens → bounds (≥90%, 80%(含)-90%, 60%以下)."""

from __future__ import annotations

from evalcore.scoring.clause import Bound
from evalcore.scoring.grammar import Node, Token
from evalcore.scoring.quantity import Quantity


def quantity(node: Node) -> Quantity:
    """The first quantity of a matched phrase."""
    token = node.token("QTY")
    assert token is not None and isinstance(token.value, Quantity)
    return token.value


def bounds(node: Node) -> tuple[Bound | None, Bound | None]:
    """The lower and upper bound a range or comparison states."""
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
    if kinds & {"POSTGE", "GE", "REACH"} and "POSTLE" not in kinds:
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
