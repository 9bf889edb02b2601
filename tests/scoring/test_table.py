"""Faults of a tier table are said of the table, whatever the actual is."""

import pytest

from evalcore.scoring.rule import judge, understand
from tests.scoring.settings import settings


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("80%-95%得3分；90%-100%得5分", "重叠"),
        ("≥90%得满分，80%-95%得60%分值，低于80%不得分", "重叠"),
        (
            "≥90%得5分，80%-89%得3分，80%以下不得分",
            "89% 与 90% 之间有空档",
        ),  # a rate may lie between, a count not
        ("≥90%得满分，70%-80%得50%，低于70%不得分", "80% 与 90% 之间有空档"),
        ("10家以上得4分，3-5家得2分，2家及以下得1分", "5家 与 10家 之间有空档"),
        ("≥90%得满分，70%-90%得50%，低于60%不得分", "60% 与 70% 之间有空档"),
        ("10家以上得4分，7-8家得3分，6家及以下得1分", "8家 与 10家 之间有空档"),
    ],
)
def test_overlaps_and_gaps_are_said_of_the_table_itself(text, fault):
    assert any(fault in one for one in understand(text).ambiguities)
    assert fault.split()[0] in judge(text, "100%", rules=settings()).ambiguity


@pytest.mark.parametrize(
    "text",
    [
        "90%(含)-100%得5分；80%(含)-90%得4分；70%(含)-80%得3分；70%以下不得分",
        "预算执行率≥95%得10分，≥85%得8分，≥75%得6分，低于75%得0分",
        "10家以上得4分，6-9家得3分，3-5家得2分，2家及以下得1分",
        "90%以上得5分，60%-70%得3分，其他不得分",
        "投诉率≤1%得5分，≤3%得3分，＞3%不得分",  # one-sided tiers nest
        "完成率≥95%得5分；满意度≥90%得5分",
        "完成率90%-100%得5分；满意度80%-95%得3分",  # of two things
        "[90%,100%]得4分，[80%,90%)得3分，[60%,80%)得2分，[0,60%)得0分",
        "0次得5分，1次得3分，2次得1分，3次及以上不得分",
    ],
)
def test_a_sound_table_is_not_complained_of(text):
    assert [one for one in understand(text).ambiguities if "评分表" in one] == []


def test_whole_numbers_next_to_each_other_leave_no_gap():
    assert understand("≥90人得5分，80人-89人得3分，80人以下不得分").ambiguities == ()
