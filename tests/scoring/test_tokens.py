"""The words of a scoring sentence: points that are compared are quantities, marks, what begins like a word."""

from decimal import Decimal

import pytest

from evalcore.scoring.quantity import Quantity
from evalcore.scoring.tokens import tokens


def types(text: str) -> list[str]:
    return [token.type for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每少1分扣0.2分", ["EACH", "FALL", "QTY", "DEDUCT", "PTS"]),  # points that fall, and what that costs
        ("每少1分，扣0.2分", ["EACH", "FALL", "QTY", "SEP", "DEDUCT", "PTS"]),
        ("每高1分加0.2分", ["EACH", "RISE", "QTY", "ADD", "PTS"]),
        ("每少1分得0.2分", ["EACH", "FALL", "PTS", "EARN", "PTS"]),  # nothing is taken or added
        ("少1分扣0.2分", ["FALL", "PTS", "DEDUCT", "PTS"]),  # no step
        ("90分及以上得5分", ["QTY", "POSTGE", "EARN", "PTS"]),
        ("80-89分得3分", ["QTY", "DASH", "QTY", "EARN", "PTS"]),
        ("80分(含)-90分得3分", ["QTY", "INCL", "DASH", "QTY", "EARN", "PTS"]),
        ("≥90分得5分", ["GE", "QTY", "EARN", "PTS"]),
        ("得6-8分", ["EARN", "QTY", "DASH", "PTS"]),  # an award from … to …
        ("扣1-3分", ["DEDUCT", "QTY", "DASH", "PTS"]),
        ("较好(6-8分)；", ["T", "T", "OPEN", "QTY", "DASH", "PTS", "CLOSE", "SEP"]),
        ("优(90-100分)得满分", ["T", "OPEN", "QTY", "DASH", "QTY", "CLOSE", "EARN", "FULL"]),
        ("符合①、⑳得1分", ["T", "T", "MARK", "LIST", "MARK", "EARN", "PTS"]),
        ("①制度", ["MARK", "T", "T"]),
        ("取得5分", ["T", "T", "PTS"]),  # 取得 earns nothing
    ],
)
def test_a_sentence_is_cut_into(text, said):
    assert types(text) == said


@pytest.mark.parametrize(
    ("text", "points"), [("扣半分", "0.5"), ("扣两分", "2"), ("得十分", "10"), ("扣0.5分", "0.5")]
)
def test_points_in_numerals(text, points):
    assert tokens(text)[-1].value == Decimal(points)


@pytest.mark.parametrize("text", ["扣5分钟", "5分配", "3分类"])
def test_what_only_begins_like_points_is_none(text):
    assert "PTS" not in types(text)


def test_compared_points_are_a_quantity_in_points():
    value = tokens("≥90分")[1].value
    assert isinstance(value, Quantity)
    assert (value.value, value.unit.name) == (90, "分")
