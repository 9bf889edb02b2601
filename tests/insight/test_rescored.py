"""测算 under other rules: the arrays equal the Decimal engine to the digit, for every rule set, step and reverse method."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from evalcore.access import EVERYTHING, Scope
from evalcore.insight import rescored, what_if
from evalcore.insight.what_if import LEVELS, Settings
from evalcore.model import Budget, Evaluation, Indicator
from evalcore.queries import comparison
from evalcore.queries.run import Selection, passports
from evalcore.scoring import trial
from evalcore.scoring.rule_set import all_rule_sets, rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.rows import Detail
from evalcore.store.write import write_evaluations

D = Decimal
CHOSEN = Selection(score_kind="recomputed")
EVERY = [
    Settings(rules=rules, partial_step=step, reverse_method=reverse)
    for rules, step, reverse in product((None, *(r.id for r in all_rule_sets())), (None, *trial.STEPS), (None, *trial.REVERSES))
]  # fmt: skip


def row(level1: str, name: str, target: str, actual: str, points: str | None, **more: object) -> Indicator:
    given = None if points is None else D(points)
    facts = {"level2": None, "points": given, "self_score": given} | more
    return Indicator(level1, level3=name, target=target, actual=actual, **facts)  # type: ignore[arg-type]


STEPPED = "85%及以上得满分，否则每下降5%扣该项指标对应分数10%"
OUTPUT, BENEFIT, SATISFIED = "产出指标", "效益指标", "满意度指标"


def by_hand() -> list[tuple[str, Evaluation]]:
    """Forms of every sort: what a setting touches, and what it must leave to a person."""
    full = [row(BENEFIT, "覆盖率", "≥95%", "96%", "30"), row(SATISFIED, "群众满意度", "≥95%", "93%", "10")]
    base = Budget(D(100), D(80), D(62))

    def form(name: str, *rows: Indicator, budget: Budget = base, **more: object) -> tuple[str, Evaluation]:
        return name, Evaluation(name, 2024, department="区教育局", budget=budget, indicators=rows, **more)  # type: ignore[arg-type]

    return [
        form("分档规则", row(OUTPUT, "参与率", STEPPED, "83%", "50"), *full),
        form("反向超出", row(OUTPUT, "单位成本", "≤100元", "125元", "50"), *full),
        form("超额完成", row(OUTPUT, "培训人次", "≥100人次", "210人次", "50"), *full),
        form("定性表述", row(OUTPUT, "完成情况", "按期完成", "基本完成", "50"), *full),
        form("需人工认定", row(OUTPUT, "改善程度", "明显改善", "见附件", "20"), row(OUTPUT, "次数", "≥10次", "9次", "30"), *full),
        form("需人工认定且未填得分", row(OUTPUT, "改善程度", "明显改善", "见附件", "20", self_score=None), row(OUTPUT, "次数", "≥10次", "9次", "30"), *full),
        form("认定过多", row(OUTPUT, "改善程度", "明显改善", "见附件", "50"), *full),
        form("未列分值", row(OUTPUT, "次数", "≥10次", "9次", None), row(BENEFIT, "覆盖率", "≥95%", "90%", None), row(SATISFIED, "满意度", "≥95%", "93%", None)),
        form("未列分值外部框架", row("决策", "立项", "≥95%", "90%", None), row("过程", "管理", "≥95%", "90%", None), row("产出", "次数", "≥10次", "9次", None), row("效益", "覆盖率", "≥95%", "90%", None)),
        form("没有预算", row(OUTPUT, "次数", "≥10次", "9次", "50"), *full, budget=Budget(D(0), D(0), D(0), execution_score=D(9))),
        form("没有预算没有填分", row(OUTPUT, "次数", "≥10次", "9次", "50"), *full, budget=Budget(None, None, None)),
        form("超支", row(OUTPUT, "次数", "≥10次", "9次", "50"), *full, budget=Budget(D(10), D(10), D("10.5"), execution_points=D(10))),
        form("执行率二十分", row(OUTPUT, "次数", "≥10次", "9次", "40"), *full, budget=Budget(D(30), D(40), D(33), execution_points=D(20))),
        form("执行率在表内", row("预算执行率", "执行率", "100%", "77.5%", "10"), row(OUTPUT, "次数", "≥10次", "9次", "50"), *full),
        form("两行执行率", row("预算执行率", "执行率", "100%", "77.5%", "5"), row("预算执行率", "支付率", "100%", "77.5%", "5"), row(OUTPUT, "次数", "≥10次", "9次", "50"), *full),
        form("千分位分值", row(OUTPUT, "次数", "≥10次", "9次", "12.345"), row(OUTPUT, "场次", "≥10次", "10次", "37.655"), *full),
        form("金额极大", row(OUTPUT, "次数", "≥10次", "9次", "50"), *full, budget=Budget(D("99999999999"), D("88888888888.888888"), D("77777777777.777777"))),
        form("四分之三", row(OUTPUT, "次数", "≥8次", "7次", "50"), *full, budget=Budget(D(8), D(8), D("7.004"))),
        form("满意度在效益下", row(OUTPUT, "次数", "≥10次", "9次", "50"), row(BENEFIT, "居民满意度", "≥95%", "85%", "40", level2="服务对象满意度")),
        form("权重合计不足", row(OUTPUT, "次数", "≥10次", "9次", "50"), row(BENEFIT, "覆盖率", "≥95%", "96%", "20")),
    ]  # fmt: skip


def drawn(count: int) -> list[tuple[str, Evaluation]]:
    """Forms drawn from a seed: targets of every sort, rates around every line."""
    random = Random(2024)
    made = []
    for number in range(count):
        rows = []
        for level1, weight, several in ((OUTPUT, 50, 4), (BENEFIT, 30, 2), (SATISFIED, 10, 1)):
            share = D(weight) / several
            for place in range(several):
                target, actual = random.choice(
                    [
                        (f"≥{random.randint(80, 99)}%", f"{random.randint(60, 100)}%"),
                        (f"≤{random.randint(3, 20)}起", f"{random.randint(0, 45)}起"),
                        (f"≥{random.randint(2, 30)}次", f"{random.randint(0, 70)}次"),
                        (f"{random.randint(80, 95)}%及以上得满分，每低{random.randint(1, 4)}%扣{random.randint(1, 3)}分，扣完为止", f"{random.randint(60, 99)}.{random.randint(0, 9)}%"),
                        ("明显改善", random.choice(["效果明显", "有一定效果", "见附件", ""])),
                    ]
                )  # fmt: skip
                rows.append(row(level1, f"指标{place}", target, actual, str(share)))
        annual = D(random.randint(1, 10_000)) / 100
        spent = (annual * random.randint(40, 104) / 100).quantize(D("0.000001"))
        budget = Budget(
            annual * random.choice([1, 2]), annual, spent, execution_score=D(random.randint(0, 10))
        )
        made.append((f"抽取{number}", Evaluation(f"抽取{number}", 2024, department="区水务局", budget=budget, indicators=tuple(rows))))  # fmt: skip
    return made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(tmp_path_factory.mktemp("rescored"))
    external = rule_set(id="external-2020")
    with made.begin("测算小样") as draft:
        for name, form in [*by_hand(), *drawn(60)]:
            for own in (None, external) if name == "未列分值" else (None,):
                one = form if own is None else Evaluation(f"{form.project}（外部）", 2024, department="区水务局", budget=form.budget, indicators=form.indicators)  # fmt: skip
                write_evaluations(
                    draft.connection, [(one, score_evaluation(one, own))], dataset="demo", simulated=True,
                    details=[Detail(department_code="201" if form.department == "区教育局" else "202")], version=draft.version,
                )  # fmt: skip
    yield made


@pytest.fixture(scope="module")
def held(store: Store) -> what_if.Held:
    return what_if.hold(comparison.what_if_columns(CHOSEN, scope=EVERYTHING, store=store))


def test_the_sample_holds_every_sort(held: what_if.Held) -> None:
    assert held.facts is not None
    assert held.size > 70
    assert int((~held.facts.prepared).sum()) == 2  # 两行执行率, 金额极大: left to the engine


# every rule set once with the steps of a form's own, and the last of all; all 144 under --long
FEW = [s for s in EVERY if s.partial_step is None and s.reverse_method is None] + EVERY[-1:]


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(
            s, marks=() if s in FEW else pytest.mark.long, id=f"{s.rules}-{s.partial_step}-{s.reverse_method}"
        )
        for s in EVERY
    ],
)
def test_the_arrays_equal_the_engine_to_the_digit(
    settings: Settings, store: Store, held: what_if.Held
) -> None:
    made = rescored.rescored(held, CHOSEN, settings, scope=EVERYTHING, store=store)
    forms = passports([held.id(i) for i in range(held.size)], scope=EVERYTHING, store=store)
    for at, form in enumerate(forms):
        own = rule_set(id=held.rule_sets[held.rule_set[at]])
        exact = dict(rescored.levels_row(form, what_if.rules_under(own, settings)))
        got = {"total": int(made.total[at]), "grade": int(made.grade[at])}
        for level, kind in enumerate(LEVELS):
            got |= {
                f"{kind}_points": int(made.points[level, at]),
                f"{kind}_score": int(made.earned[level, at]),
            }
        assert got == exact, form.project


def test_trying_nothing_is_what_is_stored(store: Store, held: what_if.Held) -> None:
    same = rescored.rescored(held, CHOSEN, Settings(), scope=EVERYTHING, store=store)
    for name in ("total", "grade", "points", "earned"):
        assert np.array_equal(getattr(same, name), getattr(held, name)), name


def test_what_a_step_and_a_reverse_method_do_by_hand(store: Store, held: what_if.Held) -> None:
    """83 % against 每下降5%扣10%: floor 50.00, by proportion 4 % less: 48.00. 125 of ≤100: 37.50 linear, 40.00 by ratio."""
    names = [form.project for form in passports([held.id(i) for i in range(held.size)], scope=EVERYTHING, store=store)]  # fmt: skip
    output = LEVELS.index("output")
    for project, settings, points in (
        ("分档规则", Settings(), 50), ("分档规则", Settings(partial_step="linear"), 48),
        ("分档规则", Settings(partial_step="ceiling"), 45), ("反向超出", Settings(), "37.5"),
        ("反向超出", Settings(reverse_method="ratio"), 40), ("超额完成", Settings(rules="over-achievement-130"), 0),
    ):  # fmt: skip
        made = rescored.rescored(held, CHOSEN, settings, scope=EVERYTHING, store=store)
        assert D(int(made.earned[output, names.index(project)])) / 10_000 == D(points), (project, settings)


def test_why_a_grade_flips_names_a_cap_apart(store: Store, held: what_if.Held) -> None:
    """62 of 80 is 77.5 %: below 80 % the total may not pass 79, though no level-1 has lost a point more."""
    settings = Settings(rules="caps-by-execution")
    made = what_if.outcome(held, settings, rescored.rescored(held, CHOSEN, settings, scope=EVERYTHING, store=store))  # fmt: skip
    said = dict(what_if.reasons(made).itertuples(index=False))
    assert set(said) == {"other"}
    assert said["other"] == int(made.flipped.sum()) > 0


def test_a_reader_of_one_department_re_scores_only_his_own(store: Store) -> None:
    bits = {rules.id: (1 << 60) - 1 for rules in all_rule_sets()}
    found = [
        comparison.what_if_trial(CHOSEN, bits=bits, scope=scope, store=store)
        .column("evaluation_id")
        .to_pylist()
        for scope in (Scope(frozenset({"202"})), EVERYTHING)
    ]
    assert 0 < len(found[0]) < len(found[1])
    assert {form.department for form in passports(found[0], scope=EVERYTHING, store=store)} == {"区水务局"}


def test_a_store_from_before_is_re_scored_form_by_form_or_says_how_many_are_not(
    store: Store, held: what_if.Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalcore.queries.comparison.digest", lambda: "another list of rule sets")
    old = what_if.hold(comparison.what_if_columns(CHOSEN, scope=EVERYTHING, store=store))
    assert old.facts is not None
    assert not old.facts.prepared.any()
    settings = Settings(partial_step="linear")
    exact = rescored.rescored(held, CHOSEN, settings, scope=EVERYTHING, store=store)
    again = rescored.rescored(old, CHOSEN, settings, scope=EVERYTHING, store=store)
    assert np.array_equal(again.total, exact.total)
    assert rescored.left_out(old, settings) == 0
    monkeypatch.setattr(rescored, "MOST_FORMS", 5)
    few = rescored.rescored(old, CHOSEN, settings, scope=EVERYTHING, store=store)
    assert rescored.left_out(old, settings) == old.size
    assert not what_if.outcome(old, settings, few).compared.any()


def test_compacting_prepares_what_was_stored_before(tmp_path: Path) -> None:
    """A version without what trials work from (made before, or before a rule set was added) has it after `compact`."""
    made = Store(tmp_path)
    with made.begin("小样") as draft:
        forms = [(form, score_evaluation(form)) for _, form in by_hand()[:6]]
        write_evaluations(draft.connection, forms, dataset="demo", simulated=True, version=draft.version)
    ask = "SELECT * FROM stored_trial ORDER BY evaluation_id, settings"
    columns = "SELECT evaluation_id, rows_points, rows_taken, rows_open, execution_asked, trial_settings FROM stored_evaluation ORDER BY 1"
    connection = made.open()
    before = [connection.execute(sql).fetchall() for sql in (ask, columns)]
    connection.close()
    assert before[0]
    with made.begin("旧版本") as draft:
        draft.connection.execute("DELETE FROM stored_trial")
        draft.connection.execute("UPDATE stored_evaluation SET trial_settings = 'older', rows_points = NULL, rows_taken = NULL")  # fmt: skip
    made.compact()
    connection = made.open()
    assert [connection.execute(sql).fetchall() for sql in (ask, columns)] == before
    connection.close()
