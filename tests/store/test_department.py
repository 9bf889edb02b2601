"""Department names as forms print them, folded to one."""

from __future__ import annotations

import pytest

from evalcore.model import Evaluation
from evalcore.store.department import BLANK, Department, fold_department
from evalcore.store.identity import evaluation_id, fold_project, project_key


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("广州市白云区工商业联合会", "广州市白云区工商业联合会", None),
        ("219001-广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("219001－广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("[219001]广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("【219001】 广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("219001 广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("219001广州市白云区工商业联合会", "广州市白云区工商业联合会", "219001"),
        ("广州市白云区工商业联合会(219001)", "广州市白云区工商业联合会", "219001"),
        ("广州市白云区工商业联合会（219001）", "广州市白云区工商业联合会", "219001"),
        ("２１９００１—区工商联", "区工商联", "219001"),
        ("区 工 商\n联", "区工商联", None),
        ("市规划局(示范区分局)", "市规划局（示范区分局）", None),
        ("市规划局（示范区分局）", "市规划局（示范区分局）", None),
        ("12345政务热线中心", "12345政务热线中心", None),
        ("第61中学", "第61中学", None),
        ("110指挥中心（区公安分局）", "110指挥中心（区公安分局）", None),
        ("033-区教育局", "区教育局", "033"),
        ("033 区教育局", "区教育局", "033"),
        ("区教育局-033001", "区教育局", "033001"),
        ("219001", "219001", None),
        (None, BLANK, None),
        ("", BLANK, None),
        ("  /  ", BLANK, None),
        ("无", BLANK, None),
        ("——", BLANK, None),
    ],
)
def test_codes_spaces_and_brackets_fold_away(printed: str | None, name: str, code: str | None) -> None:
    assert fold_department(printed) == Department(name, code)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2022年道路保洁项目", "2023年度道路保洁项目"),
        ("道路保洁项目（2022）", "道路保洁项目"),
        ("“三支一扶”补助", "三支一扶补助"),
        ("道路 保洁\n项目", "道路保洁项目"),
    ],
)
def test_one_project_keeps_its_name_over_the_years(first: str, second: str) -> None:
    assert fold_project(first) == fold_project(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("道路保洁一期", "道路保洁二期"),
        ("第1批", "第2批"),
        ("2022年", "2023年"),
        ("1500亩整治", "1800亩整治"),
    ],
)
def test_different_projects_stay_apart(first: str, second: str) -> None:
    assert fold_project(first) != fold_project(second)


def form(**more: object) -> Evaluation:
    return Evaluation(**({"project": "道路保洁", "year": 2022, "unit": "环卫所"} | more))  # type: ignore[arg-type]


def test_a_real_code_links_years_whatever_the_name_says() -> None:
    first = project_key(form(project_code="440111-2022 001"), "城管局")
    second = project_key(form(project_code="440111-2022001", project="环卫保洁", unit="一所"), "城市管理局")
    assert first == second


@pytest.mark.parametrize("code", [None, "", "1", "无", "/", "abcdef", "——"])
def test_a_placeholder_code_is_no_identity(code: str | None) -> None:
    assert project_key(form(project_code=code), "城管局") == project_key(form(), "城管局")
    assert project_key(form(project_code=code), "城管局") != project_key(form(project_code=code), "教育局")


def test_an_id_is_stable_and_tells_copies_apart() -> None:
    """Links and findings keep pointing at the same evaluation: the ids of stored versions stay."""
    first = evaluation_id("submitted", "name:城管局|环卫所|道路保洁", 2022, "单位自评", "项目支出")
    assert first == "b2433dcec9c0aa3e"
    assert first == evaluation_id("submitted", "name:城管局|环卫所|道路保洁", 2022, "单位自评", "项目支出", 1)
    assert first != evaluation_id("submitted", "name:城管局|环卫所|道路保洁", 2022, "单位自评", "项目支出", 2)
