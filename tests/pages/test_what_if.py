"""/what-if: the trial is a link, marked as one, refused with a sentence, and stores nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.model import Budget, Evaluation, Indicator
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.rows import Detail
from evalcore.store.write import write_evaluations
from tests.pages.district import DISTRICT, Project, build
from tests.pages.test_results import metric, words

Open = Callable[..., AppTest]


def form(name: str, executed: str, actual: str) -> Evaluation:
    return Evaluation(
        name, 2024, department="区教育局", unit="区教育局", self_score=Decimal(90),
        budget=Budget(Decimal(100), Decimal(100), Decimal(executed)),
        indicators=(
            Indicator("产出指标", "数量指标", "修缮面积", target="≥100平方米", actual=actual, points=Decimal(50), self_score=Decimal(50)),
            Indicator("效益指标", "社会效益", "覆盖率", target="≥95%", actual="96%", points=Decimal(40), self_score=Decimal(40)),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recomputed: 甲 10 + 50 + 40 = 100; 乙 5 + 45 + 40 = 90 (executed 50 %, 90 of 100)."""
    folder = tmp_path_factory.mktemp("trial")
    store = Store(folder)
    with store.begin("手算小样") as draft:
        for name, executed, actual in (("甲项目", "100", "100平方米"), ("乙项目", "50", "90平方米")):
            one = form(name, executed, actual)
            write_evaluations(
                draft.connection, [(one, score_evaluation(one))], dataset="demo", simulated=True,
                details=[Detail(department_code="201")], version=draft.version,
            )  # fmt: skip
    return folder


def opened(open_page: Open, folder: Path, **params: str) -> AppTest:
    return open_page(folder, "what-if", **{"score": "recomputed", **params})


def test_it_opens_marked_as_a_trial_with_nothing_tried(district: Path, open_page: Open) -> None:
    app = opened(open_page, district)
    assert not app.exception
    assert not app.error
    assert "测算，不改变评价结果" in words(app)
    assert "尚未设置测算条件" in words(app)


def test_a_link_with_weights_shows_who_flips(district: Path, open_page: Open) -> None:
    """Execution 20, output 50, benefit 30: 乙 is 10 + 45 + 30 = 85 良; 甲 stays 100."""
    app = opened(open_page, district, weights="custom", w="execution:20~output:50~benefit:30")
    assert not app.exception
    assert "1 个评价等级会变，占 50.0%（N=2）" in words(app)
    assert metric(app, "测算平均分") == "92.50 分"
    listed = opened(
        open_page,
        district,
        weights="custom",
        w="execution:20~output:50~benefit:30",
        drill="trial_flows.from:优~to:良",
    )
    table = next(d.value for d in listed.dataframe if "why" in d.value.columns)
    assert list(table["project"]) == ["乙项目"]
    assert list(table["score_after"]) == [85.0]
    assert table["why"].iloc[0].startswith("总分 −5.00：预算执行多失 5.00 分")


def test_weights_that_do_not_sum_to_100_are_refused(district: Path, open_page: Open) -> None:
    app = opened(open_page, district, weights="custom", w="execution:20~output:50~benefit:25")
    assert "权重合计 95 分，不是 100 分" in words(app)
    assert any(b.label == "折算到 100 分" for b in app.button)
    assert "测算优良率" not in words(app)


def test_lines_in_the_address(district: Path, open_page: Open) -> None:
    app = opened(open_page, district, lines="custom", at="优:95~良:80~中:60")
    assert "1 个评价等级会变" in words(app)


def test_another_rule_set_scores_the_forms_again(district: Path, open_page: Open) -> None:
    """central-2021 steps execution: 50 % earns nothing, 乙 is 0 + 45 + 40 = 85 良."""
    app = opened(open_page, district, rules="central-2021")
    assert not app.exception
    assert "1 个评价等级会变，占 50.0%（N=2）" in words(app)


def test_nothing_is_stored(district: Path, open_page: Open) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in district.iterdir() if p.suffix == ".duckdb"}
    opened(open_page, district, weights="custom", w="execution:20~output:50~benefit:30")
    assert {p.name: p.stat().st_mtime_ns for p in district.iterdir() if p.suffix == ".duckdb"} == before


@pytest.mark.parametrize(
    "params",
    [{"q": "没有这样的项目"}, {"score": "review"}, {"score": "self", "lines": "80~70~60"}, {"weights": "custom", "w": "x:y~output:abc"},
     {"rules": "nothing", "step": "linear", "reverse": "ratio"}],
)  # fmt: skip
def test_it_opens_whatever_the_address_says(params: dict[str, str], district: Path, open_page: Open) -> None:
    app = opened(open_page, district, **params)
    assert not app.exception
    assert not app.error


def test_one_row_and_missing_values(tmp_path: Path, open_page: Open) -> None:
    build(tmp_path / "a", [DISTRICT[0]], listing=False)
    build(tmp_path / "b", [Project(2024, "101", "会议保障", None, None, None)], listing=False)
    for name in ("a", "b"):
        app = open_page(tmp_path / name, "what-if", lines="80~70~60")
        assert not app.exception
        assert not app.error


def test_one_click_tries_steps_of_the_execution_rate_on_the_recomputed_scores(
    district: Path, open_page: Open
) -> None:
    """乙 executed 50 %: 5 of 10 points as a share, 0 by steps (below 60 %): its recomputed 90 becomes 85."""
    app = open_page(district, "what-if")
    next(b for b in app.button if b.label.startswith("执行率得分按档计")).click().run()
    assert not app.exception
    assert app.query_params["score"] == "recomputed"
    assert app.query_params["rules"] == "central-2021"
    assert "等级会变的 1 个：下降 1 个" in words(app)
    assert "主要原因最多的是预算执行（1 个）" in words(app)
