"""How the words of an actual stand to those of a clause."""

from decimal import Decimal

import pytest

from evalcore.scoring.clause import NOTHING, Amount, Award, Clause, Condition
from evalcore.scoring.likeness import (
    denies,
    likeness,
    mentions,
    nearest,
    opposed,
    overlap,
    repeats,
    told,
    words_of,
)


@pytest.mark.parametrize(
    ("said", "words", "share"),
    [
        ("制度健全", "制度健全", "1"),
        ("制度健全", "管理制度健全有效", "1"),
        ("制度完善", "制度健全", "0.5"),
        ("制度", "台账", "0"),
        ("", "台账", "0"),
        ("3项", "台账3项", "0"),  # digits and 项 carry no meaning
        ("有台账", "台账", "1"),
        ("12", "12", "1"),  # the same
    ],
)
def test_the_share_of_characters_that_stand_in_the_words(said, words, share):
    assert overlap(said, words) == Decimal(share)


@pytest.mark.parametrize(
    ("text", "denied"), [("未完成", True), ("部分完成", True), ("已完成", False), ("台账", False)]
)
def test_what_denies(text, denied):
    assert denies(text) is denied


@pytest.mark.parametrize(
    ("actual", "words", "said"),
    [
        ("丙级病例", "丙级病例", True),
        ("甲级3例，丙级病例1例", "丙级病例", True),
        ("0例丙级病例", "丙级病例", False),
        ("无丙级病例", "丙级病例", False),
        ("未公开", "公开", False),
        ("公开", "未公开", False),
        ("预算公示", "预算公开", True),  # three of four
        ("按时公开", "公开", False),  # half of it
        ("预算公开", "预算全部公开", True),
        ("0", "0", False),
    ],
)
def test_a_part_of_the_actual_reports_what_is_named(actual, words, said):
    assert mentions(actual, words) is said


@pytest.mark.parametrize(
    ("actual", "words", "said"),
    [("按规定公开", "按规定公开", True), ("未按规定公开", "按规定公开", False), ("公开", "", False), ("预算绩效", "预算公开", False), ("预算公示", "预算公开", True),
     ("预算全公开", "预算公开", True)],
)  # fmt: skip
def test_an_actual_repeats_the_words(actual, words, said):
    assert repeats(actual, words) is said


def tier(words: str, points: int, kind: str = "words") -> Clause:
    return Clause(
        Condition(kind, words=words), Award("get", Amount(points=Decimal(points)) if points else NOTHING)
    )


TIERS = [tier("制度健全", 5), tier("制度较健全", 3), tier("制度不健全", 0)]


@pytest.mark.parametrize(
    ("actual", "place"),
    [
        ("制度健全", 0),
        ("制度较健全", 1),
        ("制度较为健全", 1),
        ("制度不健全", 2),
        ("健全", 0),
        ("台账齐全", None),
        ("", None),
    ],
)
def test_the_nearest_tier_is_the_one_with_the_same_degree(actual, place):
    assert nearest(actual, TIERS) == (None if place is None else TIERS[place])


def test_two_tiers_alike_or_none_are_nearest_to_nothing():
    assert nearest("制度健全", [TIERS[0], tier("制度健全", 2)]) is None
    assert nearest("制度健全", []) is None
    assert nearest("制度健全", [tier("", 5)]) is None


def test_the_saying_of_a_reached_target_is_the_nearest_to_the_actual():
    assert words_of(tier("", 5, "met"), "已达标") == "达标"
    assert words_of(tier("", 5, "missed"), "未完成") == "未完成"
    assert words_of(TIERS[0]) == "制度健全"


def test_a_heading_before_the_words_does_not_count():
    assert likeness("制度健全", "优：制度健全")[0]
    assert not likeness("制度健全", "优，制度健全")[0]


@pytest.mark.parametrize(
    ("said", "words", "against"),
    [
        ("未超预算", "超预算", True),
        ("超预算", "未超预算", True),
        ("到位不及时", "资金到位及时", True),
        ("没有投诉", "无投诉", False),
        ("均达标", "均不达标", True),
        ("完成", "按时完成", False),
        ("100%", "合格率100%，且无返工", False),  # a number denies nothing
        ("好", "不好", False),  # one character is too little to tell
    ],
)
def test_the_same_words_denied_in_one_of_two_texts_are_opposed(said, words, against):
    assert opposed(said, words) is against


def test_three_of_four_characters_are_enough_to_be_the_same():
    assert mentions("挪用专款", "挪用专项") and not mentions("挪用专款", "挪用项目")
    assert repeats("挪用专款", "挪用专项") and not repeats("挪用专款", "挪用项目")


@pytest.mark.parametrize(
    ("actual", "words", "said"),
    [
        ("质量合格", "质量合格", True),
        ("质量不合格", "质量合格", False),
        ("投诉0次", "无投诉", None),  # too little of the words stands there
        ("无投诉", "无投诉", True),
        ("有投诉", "无投诉", False),
        ("按期完工", "质量合格", None),
    ],
)
def test_what_words_ask_is_told_denied_or_not_said(actual, words, said):
    assert told(actual, words) is said
