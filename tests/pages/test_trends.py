"""/trends: the sentence, the parts and the rows behind them, counted by hand from the district in district.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.district import DISTRICT, Project, build
from tests.pages.test_results import words

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    build(folder)
    return folder


def test_the_first_sentence_says_same_projects_or_new_ones(district: Path, open_page: Open) -> None:
    # 2023: 98 93 96 72 91 → 4 of 5. 2024: 100 95.5 100 84 99 97 59.99 → 6 of 7. In both: 3 of 4 and 3 of 4.
    # new: 3/7 × (1 − 3/4) = +10.7; gone (路灯改造, 优): −1/5 × (1 − 3/4) = −5.0
    said = words(open_page(district, "trends"))
    assert (
        "2024年自评优良率 85.7%，比2023年（80.0%）高 5.7 个百分点：同一批项目（4 个）0.0、新进入的项目（3 个）+10.7、"
        "退出的项目（1 个）−5.0；上升主要来自新进入的项目，同一批项目没有变化。" in said
    )


def test_the_self_scores_share_is_never_alone(district: Path, open_page: Open) -> None:
    said = (
        words(open_page(district, "trends"))
        .partition("优良率对照（2023年 → 2024年）：")[2]
        .partition("。")[0]
    )
    beside = dict(part.split(" ", 1) for part in said.split("；"))
    assert beside["复核"].endswith("→ 50.0%（N=2）")  # 88 良, 78 中
    assert beside["财政评价"].endswith("→ 0.0%（N=1）")  # 76 中


def test_the_parts_of_the_mean_stand_on_the_page(district: Path, open_page: Open) -> None:
    # means 90 and 90.784; in both 89.75 → 85.7475: −4.0025; new 97.5: 3/7 × 11.7525 = 5.0368; gone 91: −1/5 × 1.25
    # shown they add up to 0.78: cut down to −4.01, 5.03, −0.25, the missing 0.01 goes to the largest remainder
    said = words(open_page(district, "trends", measure="mean"))
    assert "同一项目 −4.00，新进入 +5.03，退出 −0.25" in said
    assert "90.78 分，比2023年（90.00 分）高 0.78 分" in said


def test_a_part_in_the_address_lists_its_projects(district: Path, open_page: Open) -> None:
    app = open_page(district, "trends", drill="change.part:entered")
    table = next(d.value for d in app.dataframe if "why" in d.value.columns)
    assert sorted(table["project"])[-2:] == ["教师培训", "档案整理"]
    assert "共 3 个" in words(app)  # 桥梁检测 has no score and counts nowhere
    assert open_page(district, "trends", drill="change.part:nothing").warning


def test_one_year_only_says_so(tmp_path: Path, open_page: Open) -> None:
    build(tmp_path, [DISTRICT[0]], listing=False)
    app = open_page(tmp_path, "trends")
    assert not app.exception
    assert not app.error
    assert "只有一个年度" in words(app)


def test_nothing_found_says_what_to_loosen(district: Path, open_page: Open) -> None:
    app = open_page(district, "trends", q="没有这样的项目")
    assert not app.exception
    assert "可放宽：关键词" in words(app)


def test_missing_scores_are_said_and_never_counted_as_zero(tmp_path: Path, open_page: Open) -> None:
    build(
        tmp_path,
        [
            Project(2023, "101", "会议保障", None, None, "90"),
            Project(2024, "101", "会议保障", None, None, None),
        ],
        listing=False,
    )
    app = open_page(tmp_path, "trends")
    assert not app.exception
    assert not app.error
    assert "2024年没有可计算的自评优良率，不能比较。" in words(app)


@pytest.mark.parametrize("score", ["review", "recomputed"])
@pytest.mark.parametrize("measure", ["good", "mean", "weighted", "execution"])
def test_every_measure_opens_for_every_score(
    score: str, measure: str, district: Path, open_page: Open
) -> None:
    app = open_page(district, "trends", score=score, measure=measure)
    assert not app.exception
    assert not app.error
