"""A year's change taken apart: the worked example by hand, and that the parts always add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.access import EVERYTHING, NOTHING, Scope
from evalcore.insight import change
from evalcore.insight.change import GONE, KEPT, NEW, Group
from evalcore.insight.rule_change import rule_change
from evalcore.model import Budget, Evaluation, Indicator
from evalcore.queries import change as queries
from evalcore.queries.run import Selection
from evalcore.scoring.level import LEVELS
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.catalogue import ProjectLink, write_links
from evalcore.store.rows import Detail
from evalcore.store.write import write_evaluations
from tests.store.worlds import put

# 2022: 甲 80, 乙 95, 丙 70 (局101), 丁 60, 戊 90      mean 395 ÷ 5 = 79
# 2023: 甲 90, 乙 85, 丙 80 (局201), 己 100, 庚 90      mean 445 ÷ 5 = 89; 庚 is 戊 under another name (建议)
WORLD = (
    ("a", 2022, "101", "80", "良", 100), ("b", 2022, "101", "95", "优", 100), ("c", 2022, "101", "70", "中", 100),
    ("d", 2022, "101", "60", "中", 100), ("f", 2022, "101", "90", "优", 100),
    ("a", 2023, "101", "90", "优", 100), ("b", 2023, "101", "85", "良", 300), ("c", 2023, "201", "80", "良", 100),
    ("e", 2023, "101", "100", "优", 100), ("g", 2023, "101", "90", "优", 100),
)  # fmt: skip
BOTH = Selection(years=(2022, 2023), dataset="submitted")
YEARS = {"year": 2023, "before": 2022}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(tmp_path_factory.mktemp("change"))
    with made.begin("手算小样") as draft:
        for key, year, department, score, grade, money in WORLD:
            put(
                draft, f"{key}{year}", year=year, department=department, project_key=key, self_score=Decimal(score),
                self_score_approx=float(score), self_grade=grade, budget_annual=Decimal(money), executed=Decimal(50),
                execution_points=10.0, execution_self=10.0 if key != "a" else year - 2015.0,
            )  # fmt: skip
        write_links(draft.connection, [ProjectLink("f", "g", 2023, "改名", "建议")])
    yield made


def apart(store: Store, measure: str, selection: Selection = BOTH) -> change.Change:
    rows = queries.change_groups(selection, measure=measure, scope=EVERYTHING, store=store, **YEARS)  # type: ignore[arg-type]
    return change.decompose(change.groups(rows), levels=measure == "mean")


def effects(made: change.Change) -> dict[str, Fraction]:
    return {part.id: part.effect for part in made.parts}


def test_the_mean_of_the_worked_example(store: Store) -> None:
    # in both years: 甲 乙 戊/庚 (same) and 丙 (moved): 83.75 → 86.25; new 100, gone 60
    assert effects(apart(store, "mean")) == {
        "same": Fraction(0),  # 3/4 × (265/3 − 265/3)
        "moved": Fraction(5, 2),  # 1/4 × (80 − 70)
        "entered": Fraction(11, 4),  # 1/5 × (100 − 86.25)
        "left": Fraction(19, 4),  # −1/5 × (60 − 83.75)
    }


def test_the_share_of_good_grades_of_the_worked_example(store: Store) -> None:
    # 3 of 5 → 5 of 5; 丙 rose from 中 to 良, 丁 (中) left
    assert effects(apart(store, "good")) == {
        "same": Fraction(0), "moved": Fraction(1, 4), "entered": Fraction(0), "left": Fraction(3, 20),
    }  # fmt: skip


def test_money_weights_shift_between_projects(store: Store) -> None:
    made = apart(store, "weighted")
    # 2022 all weigh 100: 79. 2023: (90 + 3×85 + 80 + 100 + 90) ÷ 7 = 615 ÷ 7
    assert (made.before, made.now) == (Fraction(79), Fraction(615, 7))
    # same: 265/3 → 435/5 = 87, its share of both years' money 3/4 and 5/6; 丙: 70 → 80, 1/4 and 1/6
    assert effects(made)["same"] == (Fraction(3, 4) + Fraction(5, 6)) / 2 * (87 - Fraction(265, 3))
    assert effects(made)["moved"] == (Fraction(1, 4) + Fraction(1, 6)) / 2 * 10
    assert sum(effects(made).values()) == made.total


def test_the_execution_rate_is_sum_over_sum(store: Store) -> None:
    made = apart(store, "execution")
    assert (made.before, made.now) == (Fraction(250, 500), Fraction(250, 700))
    assert sum(effects(made).values()) == made.total


def test_level_1_parts_are_points_no_longer_lost(store: Store) -> None:
    made = apart(store, "mean")
    # only 甲 lost execution points: 3 in 2022 (7 of 10), 2 in 2023 (8 of 10): 1 point over 4 projects
    assert made.levels == {"execution": Fraction(1, 4), "rest": -Fraction(1, 4)}


def test_the_sentence_says_where_it_comes_from(store: Store) -> None:
    assert change.answer(apart(store, "good"), "good", "自评", 2023, 2022) == (
        "2023年自评优良率 100.0%，比2022年（60.0%）高 40.0 个百分点：同一批项目（4 个）+25.0（同一项目 0.0、承接 +25.0）、"
        "新进入的项目（1 个）0.0、退出的项目（1 个）+15.0；上升主要来自同一批项目。"
    )
    made = apart(store, "mean")
    assert change.sentence(made, "mean", "自评", 2023, 2022) == (
        "2023年自评平均分 89.00 分，比2022年（79.00 分）高 10.00 分，主要来自退出的项目（+4.75）；各部分："
        "同一项目 0.00，承接 +2.50，新进入 +2.75，退出 +4.75（N=5，2022年 N=5）。"
    )
    assert change.links(made) == "1 个项目靠改名或承接对应到上年（已确认 0 个、系统建议待确认 1 个）。"


def test_a_project_from_another_department_is_not_new(store: Store) -> None:
    made = apart(store, "mean", Selection(years=(2022, 2023), departments=("201",), dataset="submitted"))
    assert [(p.id, p.n_now) for p in made.parts] == []  # 2022 has no value here
    assert made.before is None
    rows = queries.change_groups(
        Selection(years=(2022, 2023), departments=("201",), dataset="submitted"), measure="mean", scope=EVERYTHING,
        store=store, **YEARS,
    )  # fmt: skip
    assert list(rows["part"]) == ["arrived"]


def test_what_a_reader_may_not_see_is_not_hinted_at(store: Store) -> None:
    rows = queries.change_groups(
        Selection(years=(2022, 2023), dataset="submitted"), measure="mean", scope=Scope(frozenset({"201"})),
        store=store, **YEARS,
    )  # fmt: skip
    assert list(rows["part"]) == ["entered"]  # 丙 of department 101 is outside the scope: not even "arrived"


@pytest.mark.parametrize("part", ["same", "moved", "entered", "left"])
def test_the_projects_of_a_part_are_those_it_counts(store: Store, part: str) -> None:
    for measure in ("mean", "good", "weighted", "execution"):
        of = {p.id: max(p.n_before, p.n_now) for p in apart(store, measure).parts}
        found = queries.change_projects(
            BOTH, measure=measure, part=part, rows=50, scope=EVERYTHING, store=store, **YEARS  # type: ignore[arg-type]
        )  # fmt: skip
        assert len(found) == of[part]


def test_the_projects_of_a_level_are_those_whose_loss_changed(store: Store) -> None:
    found = queries.change_projects(
        BOTH, measure="mean", part="kept", level="execution", rows=50, scope=EVERYTHING, store=store, **YEARS
    )
    assert [(r.project, r.moved_by) for r in found.itertuples()] == [("项目a2023", 1.0)]


def test_rows_of_one_year_only_are_all_replaced() -> None:
    made = change.decompose(
        [
            Group("entered", 0, 1, v_now=Fraction(90), w_now=Fraction(1)),
            Group("left", 1, 0, Fraction(80), Fraction(1)),
        ]
    )
    assert effects(made) == {"replaced": Fraction(10)}
    assert "变化全部来自项目更替" in change.sentence(made, "mean", "自评", 2023, 2022)


def ruled(folder: Path) -> tuple[Store, Selection]:
    """One project on the same form in two years, under the rules of 2020, then of 2021."""

    def form(year: int) -> Evaluation:
        return Evaluation(
            "道路养护", year, department="局101", budget=Budget(Decimal(100), Decimal(100), Decimal(85)),
            indicators=(
                Indicator("产出指标", "数量指标", "养护里程", target="≥10公里", actual="10公里", points=Decimal(50)),
                Indicator("效益指标", "社会效益", "道路完好率", target="≥95%", actual="96%", points=Decimal(40)),
            ),
        )  # fmt: skip

    store = Store(folder)
    with store.begin("规则变化") as draft:
        for year, rules in ((2022, "national-2020"), (2023, "central-2021")):
            one = form(year)
            write_evaluations(
                draft.connection, [(one, score_evaluation(one, rule_set(id=rules)))], dataset="submitted", simulated=False,
                details=[Detail(department_code="101", project_key="a")], version=draft.version,
            )  # fmt: skip
    return store, Selection(years=(2022, 2023), score_kind="recomputed", dataset="submitted")


def test_a_change_of_rules_is_scored_on_the_same_forms(tmp_path: Path) -> None:
    """Executed 85 %: 8.5 of 10 by rate × 10 (2020 rules), 7 of 10 by steps (2021 rules): the rules alone took 1.5."""
    store, chosen = ruled(tmp_path)
    again = rule_change(chosen, scope=EVERYTHING, store=store, **YEARS)
    said = {name: Fraction(str(again[name].iloc[0])) for name in again}
    assert said == {"mean": Fraction(197, 2), "weighted": 9850, "good": 1, "forms": 1, "left_open": 0}
    rows = queries.change_groups(chosen, measure="mean", scope=EVERYTHING, store=store, **YEARS)
    made = change.decompose(change.groups(rows), rescored=Fraction(again["mean"].iloc[0]))
    assert (made.before, made.now) == (Fraction(197, 2), Fraction(97))
    assert effects(made) == {"same": Fraction(0), "rules": Fraction(-3, 2)}
    assert rule_change(chosen, scope=NOTHING, store=store, **YEARS).empty


def test_forms_not_prepared_and_too_many_leave_the_rule_change_unmeasured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, chosen = ruled(tmp_path)
    monkeypatch.setattr("evalcore.queries.comparison.digest", lambda: "another list of rule sets")
    assert len(rule_change(chosen, scope=EVERYTHING, store=store, **YEARS)) == 1  # one form: by the engine
    monkeypatch.setattr("evalcore.insight.rescored.MOST_FORMS", 0)
    assert rule_change(chosen, scope=EVERYTHING, store=store, **YEARS).empty


amounts = st.fractions(min_value=0, max_value=1000, max_denominator=10_000)


@st.composite
def held(draw: st.DrawFn) -> list[Group]:
    made = []
    for part in draw(st.lists(st.sampled_from([*KEPT, *NEW, *GONE]), min_size=1, max_size=9)):
        n0, n1 = draw(st.integers(1, 500)), draw(st.integers(1, 500))
        v0, w0, v1, w1 = (draw(amounts) for _ in range(4))
        if part in NEW:
            n0, v0, w0 = 0, Fraction(0), Fraction(0)
        if part in GONE:
            n1, v1, w1 = 0, Fraction(0), Fraction(0)
        levels = {kind: draw(amounts) - 500 for kind in LEVELS} if part in KEPT else None
        status = draw(st.sampled_from(["", "已确认", "建议"]))
        made.append(Group(part, n0, n1, v0, w0, v1, w1, status, levels))
    return made


@settings(max_examples=100, deadline=None)
@given(held(), st.randoms(use_true_random=False), st.one_of(st.none(), amounts), st.integers(0, 3))
def test_the_parts_sum_to_the_change_to_the_digit(
    groups: list[Group], shuffled: object, rescored: Fraction | None, places: int
) -> None:
    made = change.decompose(groups, levels=True, rescored=rescored)
    if made.total is None:
        assert made.parts == ()
        return
    assert sum(effects(made).values(), Fraction(0)) == made.total
    if made.levels:
        own = sum((e for id, e in effects(made).items() if id in ("same", "ruled", "rules")), Fraction(0))
        assert sum(made.levels.values(), Fraction(0)) == own
    first, last, said = change.shown(made, places)
    assert sum(said.values(), Decimal(0)) == last - first
    for id, value in said.items():  # a shown part is never further from the exact one than rounding allows
        assert abs(Fraction(value) - effects(made)[id]) <= 2 * Fraction(1, 10**places)
    shuffled.shuffle(groups)  # type: ignore[attr-defined]
    assert change.decompose(groups, levels=True, rescored=rescored) == made
