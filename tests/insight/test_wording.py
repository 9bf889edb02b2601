"""Level-3 names grouped by meaning, against names labelled by hand; what people say is never overruled."""

from __future__ import annotations

import random
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from evalcore.insight.wording import Name, alike, groups, likeness, normalised, search

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "indicator_wordings.toml").read_text(encoding="utf-8")
)


def labelled(half: str) -> list[tuple[str, str, bool]]:
    named = [(name, at) for at, members in enumerate(CASES[half]["groups"]) for name in members]
    return [(one, other, mine == theirs) for (one, mine), (other, theirs) in combinations(named, 2)]


def measured(half: str) -> tuple[float, float, int]:
    """precision, recall and the number of labelled pairs."""
    pairs = labelled(half)
    said = [(alike(Name(one), Name(other)), same) for one, other, same in pairs]
    right = sum(found and same for found, same in said)
    return right / max(sum(f for f, _ in said), 1), right / sum(same for _, same in said), len(pairs)


def test_the_labelled_set_is_large_enough() -> None:
    same = sum(same for half in ("tuning", "test") for *_, same in labelled(half))
    assert same >= 150
    assert sum(len(labelled(half)) for half in ("tuning", "test")) >= 300


@pytest.mark.parametrize("half", ["tuning", "test", "second", "blind"])
def test_precision_and_recall_of_the_suggestions(half: str) -> None:
    precision, recall, pairs = measured(half)
    print(f"\n{half}: precision {precision:.3f}, recall {recall:.3f} over {pairs} labelled pairs")
    assert precision >= 0.95
    assert recall >= 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("培训人次", "培训人数"),
        ("健康档案覆盖率", "健康档案建档率"),
        ("新建道路里程", "改造道路里程"),
        ("学生满意度", "家长满意度"),
    ],
)
def test_near_misses_are_kept_apart(one: str, other: str) -> None:
    assert not alike(Name(one), Name(other))


def test_units_that_do_not_convert_and_targets_of_another_form_keep_names_apart() -> None:
    assert likeness(Name("培训数量", unit="人"), Name("开展培训数量", unit="期")) == 0
    assert likeness(Name("培训数量", unit="期"), Name("开展培训数量", unit="期")) > 0.6
    assert likeness(Name("环境改善情况", measured=True), Name("项目环境改善", measured=False)) == 0


def test_numbering_stars_and_placeholders_say_nothing() -> None:
    assert normalised("指标1：★★培训人次（≥**人次）") == "培训人次"


def test_groups_hold_every_name_once_whatever_the_order() -> None:
    names = [Name(text, uses=len(text)) for members in CASES["test"]["groups"] for text in members]
    made = groups(names)
    assert sorted(m.text for group in made for m in group.members) == sorted(n.text for n in names)
    shuffled = names[:]
    random.Random(7).shuffle(shuffled)
    assert groups(shuffled) == made


def test_what_people_say_of_a_group_is_kept() -> None:
    names = [Name("培训人次", uses=9), Name("培训总人次", uses=3), Name("学习人次", uses=1)]
    assert [len(group.members) for group in groups(names)] == [2, 1]
    apart = groups(names, {"培训总人次": None, "学习人次": "培训人次"})
    assert {group.name: len(group.members) for group in apart} == {"培训人次": 2, "培训总人次": 1}


def test_a_search_in_other_words_finds_the_indicator() -> None:
    made = groups([Name("设备购置数量", uses=5), Name("培训人次", uses=9), Name("资金拨付及时率", uses=2)])
    assert search("采购设备数量", made)[0].name == "设备购置数量"
    assert search("培训", made)[0].name == "培训人次"
    assert search("完全无关的词语", made) == ()
