"""What words claim, and what two texts share."""

import pytest

from evalcore.scoring.wording import (
    BASIC,
    MET,
    MIXED,
    PARTIAL,
    SILENT,
    UNMET,
    claim,
    grams,
    says_none,
    says_some,
)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("教育局", {"教育", "育局"}),
        ("教育", {"教育"}),
        ("教", {"教"}),
        ("", set()),
        ("教育，3局_a", {"教育", "局", "a"}),
    ],
)
def test_neighbouring_characters_of_runs_of_letters(text, pairs):
    assert grams(text) == pairs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已完成", MET),
        ("基本完成", BASIC),
        ("部分完成", PARTIAL),
        ("未完成", UNMET),
        ("未能及时完成", UNMET),
        ("已完成3项，未完成2项", MIXED),
        ("未完成2项，已完成3项", MIXED),
        ("开展活动", SILENT),
        ("", SILENT),
    ],
)
def test_a_text_claims(text, said):
    assert claim(text) == said


def test_none_and_some_are_said_at_the_start_or_alone():
    assert says_none("无")
    assert says_none("未发生安全事故")
    assert not says_none("有无台账")
    assert says_some("有")
    assert says_some("有问题")
    assert not says_some("有序开展")
    assert not says_some("没有")
