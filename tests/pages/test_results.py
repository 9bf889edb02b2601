"""/overview, /scores, /grades: the numbers a reader sees, counted by hand from the district in district.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.model import Method
from tests.pages.district import DISTRICT, Project, build

Open = Callable[..., AppTest]
PAGES = ("overview", "scores", "grades")


def words(app: AppTest) -> str:
    """Everything written on the page, without the escapes."""
    said = [e.value for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error")
            for e in app.get(kind)]  # fmt: skip
    said += [f"{m.label} {m.value} {m.delta}" for m in app.metric]
    return "\n".join(str(s) for s in said).replace("\\", "").replace("\u2060", "")


def metric(app: AppTest, label: str) -> str:
    return next(m.value for m in app.metric if m.label.replace("\\", "") == label).replace("\\", "")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    build(folder)
    return folder


@pytest.mark.parametrize("path", PAGES)
def test_the_page_opens_without_an_error(path: str, district: Path, open_page: Open) -> None:
    app = open_page(district, path)
    assert not app.exception
    assert not app.error
    assert "模拟数据" in words(app)
    assert "数据版本" in words(app)


def test_counts_say_what_is_included_left_out_and_missing(district: Path, open_page: Open) -> None:
    # 2024 has 8 self-evaluations, one without a score; 1 outside evaluation and 5 of 2023 are left out
    assert "纳入 8 个，未纳入 6 个，缺数 1 个" in words(open_page(district))


def test_execution_rate_is_sum_over_sum_of_rows_with_both_numbers(district: Path, open_page: Open) -> None:
    both = [(float(p.executed or 0), float(p.annual or 0)) for p in DISTRICT
            if p.year == 2024 and p.method is Method.SELF and p.annual]  # fmt: skip
    rate = sum(e for e, _ in both) / sum(a for _, a in both)
    app = open_page(district)
    assert metric(app, "预算执行率") == f"{rate:.1%}" == "66.4%"
    assert metric(app, "涉及资金") == "3,585.00万元"
    assert metric(app, "结余资金") == "1,205.00万元"


def test_coverage_comes_first_with_count_and_money(district: Path, open_page: Open) -> None:
    said = words(open_page(district))
    assert "应评 9 个" in said
    assert "未报 1 个、70.00万元" in said


def test_the_self_scores_share_is_never_alone(district: Path, open_page: Open) -> None:
    app = open_page(district)
    good = next(m for m in app.metric if m.label == "优良率")
    assert "自评" in good.value
    assert "财政评价" in words(app)
    assert "N=7" in words(app)


def test_the_median_of_seven_scores(district: Path, open_page: Open) -> None:
    assert metric(open_page(district), "自评得分中位数") == "97.00 分"


def test_attention_names_the_findings_by_money(district: Path, open_page: Open) -> None:
    labels = [
        b.label.replace("\\", "")
        for b in open_page(district).button
        if b.key and b.key.startswith("attention_")
    ]
    assert "预算执行率偏低：2 个评价" in labels[0]  # 3,000 万元 before 400 万元
    assert "未达标但得满分：1 个评价" in labels[1]


def test_a_drill_in_the_address_lists_the_rows_it_counts(district: Path, open_page: Open) -> None:
    app = open_page(district, drill="histogram.bin:100~grade:优")
    assert "共 2 个" in words(app)
    table = next(d.value for d in app.dataframe if "project" in d.value.columns)
    assert len(table) == 2


def test_every_mark_of_the_histogram_adds_up(district: Path, open_page: Open) -> None:
    from evalcore.queries.overview import projects, score_bins
    from evalcore.queries.run import Selection, Store

    chosen = Selection(years=(2024,), methods=("单位自评",))
    store = Store(district)
    bins = score_bins(chosen, scope=None, store=store)
    from pages._ui.drill import conditions

    for row in bins.itertuples():
        read = conditions(f"bin:{int(row.bin)}~grade:{row.grade}", {})
        assert read is not None
        found = projects(chosen, rows=1000, scope=None, store=store, **read[0])
        assert len(found) == row.evaluations


def test_flows_follow_the_projects_of_two_years(district: Path, open_page: Open) -> None:
    said = words(open_page(district, "grades"))
    # 会议保障 优→优, 营养午餐 优→优, 校舍维修 优→良, 道路养护 中→差; 路灯改造 left; four entered
    assert "等级未变 2 个、上升 0 个、下降 2 个；新进入 4 个，本年无 1 个" in said


def test_review_beside_self_says_n(district: Path, open_page: Open) -> None:
    said = words(open_page(district, "scores"))
    assert "同时有自评和复核得分的 2 个，自评平均高 6.75 分" in said  # (95.5-88 + 84-78) / 2


def test_an_unknown_code_in_a_link_is_said_not_dropped(district: Path, open_page: Open) -> None:
    assert "主管部门“999”" in words(open_page(district, dept="999"))


def test_the_address_holds_every_filter_with_defaults(district: Path, open_page: Open) -> None:
    app = open_page(district)
    got = {name: app.query_params[name] for name in app.query_params}
    assert {k: v[0] if isinstance(v, list) else v for k, v in got.items()} == {
        "set": "demo", "year": "2024", "dept": "all", "method": "self", "subject": "project", "grade": "all",
        "score": "self", "size": "all", "fund": "all", "q": "-",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_found_says_what_to_loosen(path: str, district: Path, open_page: Open) -> None:
    app = open_page(district, path, q="没有这样的项目")
    assert not app.exception
    assert not app.error
    assert "可放宽：关键词" in words(app)


@pytest.mark.parametrize("path", PAGES)
def test_one_row_is_enough(path: str, tmp_path: Path, open_page: Open) -> None:
    build(tmp_path, [DISTRICT[0]], listing=False)
    app = open_page(tmp_path, path)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("path", PAGES)
def test_missing_values_are_dashes_not_zeros(path: str, tmp_path: Path, open_page: Open) -> None:
    build(tmp_path, [Project(2024, "101", "会议保障", None, None, None)], listing=False)
    app = open_page(tmp_path, path)
    assert not app.exception
    assert not app.error
    if path == "overview":
        assert metric(app, "预算执行率") == "—"
        assert metric(app, "结余资金") == "—"
        assert metric(app, "自评平均分（金额加权）") == "—"


def test_a_damaged_version_shows_a_remedy_not_a_traceback(tmp_path: Path, open_page: Open) -> None:
    store = build(tmp_path)
    now = store.current()
    assert now is not None
    now.path.write_bytes(b"not a database")
    app = open_page(tmp_path)
    assert not app.exception
    assert "evalcore doctor" in words(app)


@pytest.mark.parametrize("path", PAGES)
def test_the_footer_stands_even_where_nothing_was_found(path: str, district: Path, open_page: Open) -> None:
    assert "数据版本" in words(open_page(district, path, q="没有这样的项目"))


def test_the_projects_that_changed_grade_say_what_changed(district: Path, open_page: Open) -> None:
    app = open_page(district, "grades")
    assert any("等级有变化的 2 个项目" in b.label for b in app.button)
    app = open_page(district, "grades", drill="flows.changed:all")
    table = next(d.value for d in app.dataframe if "why" in d.value.columns)
    reasons = dict(zip(table["project"], table["why"], strict=True))
    assert set(reasons) == {"校舍维修", "道路养护"}
    assert (
        reasons["校舍维修"] == "执行率 94.4% → 70.0%"
    )  # 850/900 and 700/1000; the level-1 scores did not move


def test_a_page_beyond_the_last_shows_the_first(district: Path, open_page: Open) -> None:
    assert "共 2 个" in words(open_page(district, drill="histogram.bin:100~grade:优", p="77"))


def test_the_lowest_scores_are_one_click_from_their_distribution(district: Path, open_page: Open) -> None:
    app = open_page(district, "scores")
    next(b for b in app.button if b.label == "查看得分最低的项目").click()
    app.run()
    scores = next(d.value for d in app.dataframe if "self_score" in d.value.columns)["self_score"].to_list()
    assert len(scores) > 1 and scores == sorted(scores)
