"""Requirements that must hold together: each against its own number, by its words or in order."""

from decimal import Decimal

import pytest

from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

RULES = settings()
BOTH = "覆盖率≥90%且满意度≥85%得5分；覆盖率≥80%且满意度≥75%得3分；其他不得分"
HALF = "完成投资≥2亿元，且新开工项目≥5个，得满分，一项不达标扣50%"


def share(text, actual, points=5):
    return judge(text, actual, rules=RULES, points=Decimal(points)).ratio


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("覆盖率95%，满意度90%", Decimal(1)),
        ("满意度90%，覆盖率95%", Decimal(1)),  # named, in whatever order
        ("95%，90%", Decimal(1)),  # unnamed: in the rule's order
        ("覆盖率95%，满意度80%", Decimal("0.6")),  # the first tier asks 85 of the second
        ("覆盖率70%，满意度95%", Decimal(0)),
        ("覆盖率95%", None),
        ("95%", None),
        ("覆盖率95%，合格率90%", None),
    ],
)
def test_every_part_is_held_against_its_own_number(actual, expected):
    assert share(BOTH, actual) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("2.1亿元，6个", 1), ("2.1亿元，3个", Decimal("0.5")), ("1亿元，3个", 0), ("20100万元，6个", 1)],
)
def test_what_each_missed_part_costs_is_counted(actual, expected):
    assert share(HALF, actual) == expected


def test_without_a_word_for_the_rest_not_reaching_all_is_an_assumed_zero():
    judged = judge("覆盖率≥90%且满意度≥85%，得满分", "覆盖率95%，满意度60%", rules=RULES, points=Decimal(5))
    assert (judged.ratio, judged.low, judged.high) == (0, 0, 1)
    assert "没有写其余情形" in judged.reason


def test_words_that_claim_all_or_none_answer_every_part():
    assert share(BOTH, "均达到") == 1
    assert share(BOTH, "两项均未达到") == 0


def test_alternatives_are_not_requirements():
    assert share("完成率<60%或发生安全事故的，不得分；完成率≥60%得满分", "发生安全事故") == 0
