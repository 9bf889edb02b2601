"""Rule sets: which is in force, and how a broken file is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.errors import RuleError
from evalcore.model import Grade
from evalcore.scoring import rule_set as sets
from evalcore.scoring.rule_set import RuleSet, all_rule_sets, rule_set
from evalcore.scoring.rule_set_file import RULE_SET_FOLDER, read_rule_set, read_rule_sets

NATIONAL = (RULE_SET_FOLDER / "national-2020.toml").read_text(encoding="utf-8")


def test_the_general_set_is_in_force_where_no_place_claims_otherwise() -> None:
    assert rule_set(2022).id == "national-2020"
    assert rule_set(2022, place="安徽省天长市").id == "national-2020"
    assert rule_set().id == "national-2020"


def test_a_place_s_own_set_wins_over_the_general_one() -> None:
    assert rule_set(2022, place="广东省广州市").id == "guangdong"


def test_a_year_before_the_first_set_gives_the_earliest_general_set() -> None:
    assert rule_set(2012).id == "national-2020"


def test_an_unknown_id_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RuleError, match="national-2020"):
        rule_set(id="nowhere")


def test_every_set_weighs_100_and_names_the_basis_of_every_table() -> None:
    for rules in all_rule_sets():
        for level1 in (rules.level1_points, *rules.known_level1):
            assert sum(level1.values()) + rules.execution.points == 100, rules.id
        assert rules.basis
        assert len(rules.notes) == 11
        assert all(rules.notes.values())


def test_national_numbers_are_those_of_the_notice() -> None:
    rules = rule_set(id="national-2020")
    assert dict(rules.level1_points) == {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
    assert rules.execution.points == 10
    assert [(line.label, line.at_least) for line in rules.grades] == [
        ("优", 90),
        ("良", 80),
        ("中", 60),
        ("差", 0),
    ]
    assert [(tier.low, tier.high) for tier in rules.tiers] == [
        (Decimal("0.8"), 1),
        (Decimal("0.6"), Decimal("0.8")),
        (0, Decimal("0.6")),
    ]
    assert (rules.reverse_method, rules.partial_step, rules.decimals) == ("linear", "floor", 2)


def test_guangdong_low_folds_to_fair_never_to_poor() -> None:
    rules = rule_set(id="guangdong")
    assert [line.label for line in rules.grades] == ["优", "良", "中", "低", "差"]
    assert rules.grades[3].grade is Grade.FAIR
    assert rule_set(id="national-2020").labels["低"] is Grade.FAIR


def test_an_extending_set_keeps_what_it_does_not_name() -> None:
    central, national = rule_set(id="central-2021"), rule_set(id="national-2020")
    assert central.grades == national.grades
    assert [step.share for step in central.execution.steps] == [1, Decimal("0.7"), Decimal("0.5"), 0]
    assert central.level1_points["成本指标"] == 20


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


# fmt: off

BROKEN = [
    ("unknown key", 'id = "national-2020"', 'id = "own"\ncolour = "red"', "不认识的设置项“colour”", 'colour = "red"'),
    ("unknown inner key", 'denominator = "annual"', 'denominator = "annual"\nrate = 1', "不认识的设置项“execution.rate”", "rate = 1"),
    ("missing key", 'denominator = "annual"\n', "", "缺少设置项“execution.denominator”", "[execution]"),
    ("missing basis", 'basis = "本工具约定：需人工认定的分值超过 30 分不给等级"\n', "", "缺少设置项“judged.basis”", "[judged]"),
    ("empty text", 'denominator = "annual"', 'denominator = " "', "为空", 'denominator = " "'),
    ("wrong type", "limit = 30", 'limit = "30"', "不是数字", 'limit = "30"'),
    ("boolean for number", "limit = 30", "limit = true", "不是数字", "limit = true"),
    ("out of range", "limit = 30", "limit = 300", "超出范围", "limit = 300"),
    ("unknown choice", '"linear"', '"cubic"', "“cubic”不可用", '"cubic"'),
    ("decimals", "decimals = 2", "decimals = 9", "超出范围", "decimals = 9"),
    ("points do not sum", '"效益指标" = 30, "满意度指标" = 10 }', '"效益指标" = 31, "满意度指标" = 10 }', "不等于 100", "points = {"),
    ("known set does not sum", '{ "产出指标" = 50, "效益指标" = 40 }', '{ "产出指标" = 50, "效益指标" = 41 }', "第 1 组", "known = ["),
    ("unsorted lines", "at_least = 80 }", "at_least = 95 }", "没有从高到低", "lines = ["),
    ("lines do not reach 0", "at_least = 0 },\n]\n\n[labels]", "at_least = 1 },\n]\n\n[labels]", "没有覆盖到 0 分", "lines = ["),
    ("unknown grade", 'grade = "良", at_least', 'grade = "好", at_least', "“好”不可用", 'grade = "好"'),
    ("gap between tiers", "low = 0.6, high = 0.8", "low = 0.6, high = 0.79", "首尾相接", "tiers = ["),
    ("text list", '"达成预期",', "5,", "非文字", "达成预期指标"),
    ("table list", "caps = []", "caps = [1]", "不是表", "caps = [1]"),
    ("unknown code", '[checks]', '[checks.NO_SUCH]\nrate = 1\n[checks]', "NO_SUCH", "NO_SUCH"),
    ("unknown threshold", '[checks]', '[checks.EXE_LOW]\ngreen = 1\n[checks]', "checks.EXE_LOW.green", "green = 1"),
    ("bad syntax", "limit = 30", "limit = = 30", "TOML 语法", "limit = = 30"),
    ("years", "first_year = 2020", "first_year = 2020\nlast_year = 2019", "早于起始年份", "last_year = 2019"),
    ("missing table", "[judged]", "[judge]", "不认识的设置项“judge”", "[judge]"),
    ("unknown parent", 'id = "national-2020"', 'id = "own"\nextends = "nothing"', "“nothing”不存在", "extends"),
]
# fmt: on


@pytest.mark.parametrize(
    ("old", "new", "message", "where"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN]
)
def test_a_broken_file_is_refused_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, message: str, where: str
) -> None:
    assert old in NATIONAL
    text = NATIONAL.replace(old, new, 1)
    path = write(tmp_path, text)
    with pytest.raises(RuleError, match=r"own\.toml") as caught:
        read_rule_set(path)
    assert message in caught.value.message
    assert caught.value.remedy
    assert caught.value.line == line_of(text, where)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    text = NATIONAL[: NATIONAL.index("[judged]")]
    with pytest.raises(RuleError, match=r"缺少表 \[judged\]"):
        read_rule_set(write(tmp_path, text))


def test_a_set_may_change_the_threshold_of_a_check(tmp_path: Path) -> None:
    rules = read_rule_set(write(tmp_path, NATIONAL + "[checks.EXE_LOW]\nrate = 0.9\n"))
    assert rules.checks["EXE_LOW"]["rate"] == Decimal("0.9")


def test_a_file_of_another_folder_may_extend_a_packaged_set(tmp_path: Path) -> None:
    text = 'id = "ours"\nname = "本区"\nbasis = "本区办法"\nfirst_year = 2024\nextends = "guangdong"\nplaces = ["示范区"]\n'
    rules = read_rule_set(write(tmp_path, text))
    assert rules.grades[3].label == "低"
    assert rules.places == ("示范区",)


def test_two_sets_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, NATIONAL, "a.toml")
    write(tmp_path, NATIONAL, "b.toml")
    with pytest.raises(RuleError, match="重复"):
        read_rule_sets(tmp_path)


def test_a_file_that_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with pytest.raises(RuleError, match="无法打开"):
        read_rule_set(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match="UTF-8"):
        read_rule_set(path)


# What is allowed ends where the next value is refused
LIMITS = [
    ("limit = 30", "limit = 100", "limit = 100.01"),
    ("limit = 30", "limit = 0", "limit = -0.01"),
    ("decimals = 2", "decimals = 4", "decimals = 5"),
    ("decimals = 2", "decimals = 0", "decimals = -1"),
    ("first_year = 2020", "first_year = 2020\nlast_year = 2020", "first_year = 2020\nlast_year = 2019"),
    ("caps = []", "caps = [{ below = 1, limit = 89 }]", "caps = [{ below = 1.01, limit = 89 }]"),
    (
        "caps = []",
        "caps = [{ below = 0.9, limit = 89 }, { below = 0.8, limit = 79 }]",
        "caps = [{ below = 0.9, limit = 89 }, { below = 0.9, limit = 79 }]",
    ),
    (
        "caps = []",
        "caps = [{ below = 0.9, limit = 89 }, { below = 0.8, limit = 88 }]",
        "caps = [{ below = 0.9, limit = 89 }, { below = 0.8, limit = 89 }]",
    ),
    ("table = []", "table = [{ beyond = 1, share = 1 }]", "table = [{ beyond = 0.99, share = 1 }]"),
    ("table = []", "table = [{ beyond = 1.3, share = 0 }]", "table = [{ beyond = 1.3, share = 1.01 }]"),
    (
        "table = []",
        "table = [{ beyond = 2, share = 0 }, { beyond = 1.3, share = 0.5 }]",
        "table = [{ beyond = 1.3, share = 0 }, { beyond = 1.3, share = 0.5 }]",
    ),
    (
        'denominator = "annual"\nsteps = []',
        'denominator = "initial"\nsteps = [{ at_least = 1, share = 1 }, { at_least = 0, share = 0 }]',
        'denominator = "initial"\nsteps = [{ at_least = 1, share = 1 }, { at_least = 1, share = 0 }]',
    ),
    (
        'denominator = "annual"\nsteps = []',
        'denominator = "annual"\nsteps = [{ at_least = 0.5, share = 1 }]',
        'denominator = "annual"\nsteps = [{ at_least = 0.5, share = 1.01 }]',
    ),
    ('"中", at_least = 60', '"中", at_least = 79.99', '"中", at_least = 80'),
    ("[checks]", "[checks.EXE_LOW]\nrate = 1000000\n[checks]", "[checks.EXE_LOW]\nrate = 1000001\n[checks]"),
]


@pytest.mark.parametrize(("old", "allowed", "refused"), LIMITS, ids=[case[2][-40:] for case in LIMITS])
def test_a_value_on_the_line_is_allowed_and_beyond_it_refused(
    tmp_path: Path, old: str, allowed: str, refused: str
) -> None:
    assert NATIONAL.count(old) == 1
    assert read_rule_set(write(tmp_path, NATIONAL.replace(old, allowed)))
    with pytest.raises(RuleError):
        read_rule_set(write(tmp_path, NATIONAL.replace(old, refused)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("low = 0.8, high = 1,", "low = 0.8, high = 0.9,"),  # 90 % to 100 % is in no tier
        ("low = 0, high = 0.6,", "low = 0.1, high = 0.6,"),
        ("low = 0.6, high = 0.8,", "low = 0.6, high = 0.81,"),
        ("low = 0.6, high = 0.8,", "low = 0.61, high = 0.8,"),
    ],
)
def test_tiers_cover_0_to_1_without_gap_or_overlap(tmp_path: Path, old: str, new: str) -> None:
    assert NATIONAL.count(old) == 1
    with pytest.raises(RuleError, match="首尾相接"):
        read_rule_set(write(tmp_path, NATIONAL.replace(old, new)))


def test_an_empty_list_of_grades_or_tiers_is_refused(tmp_path: Path) -> None:
    for key in ("lines", "tiers"):
        start = NATIONAL.index(f"{key} = [\n")
        text = (
            NATIONAL[:start]
            + f"{key} = []\n"
            + NATIONAL[NATIONAL.index("]\n", NATIONAL.index("},\n]", start)) + 2 :]
        )
        with pytest.raises(RuleError, match="覆盖"):
            read_rule_set(write(tmp_path, text))


def test_the_line_of_an_element_of_a_list_is_its_own(tmp_path: Path) -> None:
    text = NATIONAL.replace('grade = "中", at_least = 60', 'grade = "中", at_most = 60')
    with pytest.raises(RuleError) as caught:
        read_rule_set(write(tmp_path, text))
    assert caught.value.line == line_of(text, "at_most")
    second = NATIONAL.replace(
        '"成本指标" = 20, "产出指标" = 40, "效益指标" = 20',
        '"成本指标" = 21, "产出指标" = 40, "效益指标" = 20',
    )
    with pytest.raises(RuleError, match="第 2 组"):
        read_rule_set(write(tmp_path, second))


def test_a_circle_of_extends_is_refused(tmp_path: Path) -> None:
    head = 'name = "甲"\nbasis = "办法"\nfirst_year = 2024\n'
    write(tmp_path, f'id = "a"\nextends = "b"\n{head}', "a.toml")
    path = write(tmp_path, f'id = "b"\nextends = "a"\n{head}', "b.toml")
    with pytest.raises(RuleError, match="循环引用"):
        read_rule_set(path)


def test_the_latest_begun_of_the_sets_in_force_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(id: str, first: int, last: int | None = None, *places: str, automatic: bool = True) -> RuleSet:
        return replace(
            rule_set(), id=id, first_year=first, last_year=last, places=places, automatic=automatic
        )

    known = (
        named("old", 2015, 2019), named("new", 2020), named("asked", 2021, automatic=False),
        named("city", 2021, 2022, "广州", "深圳"), named("city-asked", 2021, None, "广州", automatic=False),
    )  # fmt: skip
    monkeypatch.setattr(sets, "all_rule_sets", lambda: known)
    choose = sets.rule_set.__wrapped__  # nothing of this is kept
    chosen = {year: choose(year).id for year in (2014, 2015, 2019, 2020, 2030, None)}
    assert chosen == {2014: "old", 2015: "old", 2019: "old", 2020: "new", 2030: "new", None: "new"}
    there = {year: choose(year, place="广东省广州市").id for year in (2020, 2021, 2022, 2023)}
    assert there == {2020: "new", 2021: "city", 2022: "city", 2023: "new"}
    assert choose(2021, place="安徽省").id == "new"
    assert choose(2021, place="深圳市").id == "city"
    assert choose(id="asked").id == "asked"
