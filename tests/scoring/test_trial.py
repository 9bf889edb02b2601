"""What is prepared for 测算: under every setting, each rule text of the corpus earns what the engine itself gives it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.model import Budget, Evaluation, Indicator
from evalcore.scoring import trial
from evalcore.scoring.rule_set import all_rule_sets, rule_set
from evalcore.scoring.total import score_evaluation

CORPUS = Path(__file__).parents[3] / "shared" / "rules" / "rule_texts.jsonl"
OWN = (
    "85%及以上得满分，否则每下降5%扣该项指标对应分数10%", "≤100元", "≤0起", "≥95%", "=100%", "满意度达到90%及以上得满分，每低1%扣0.5分，扣完为止",
    "按完成比例得分", "发现一次扣1分", "每超过1天扣0.5分", "10月底前", "明显改善",
)  # fmt: skip
ACTUALS = ("83%", "87.5%", "125元", "3起", "96%", "完成", "9月15日", "12次", "")


def texts(every: int) -> list[str]:
    found = list(OWN)
    if CORPUS.exists():
        found += [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()][
            ::every
        ]
    return found


def form(text: str, actual: str) -> Evaluation:
    row = Indicator(
        "产出指标",
        "成本指标",
        "某项指标",
        target=text,
        actual=actual,
        points=Decimal(50),
        self_score=Decimal(45),
    )
    return Evaluation("某项目", 2024, budget=Budget(Decimal(9), Decimal(9), Decimal(8)), indicators=(row,))


@pytest.mark.parametrize("every", [15, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("actual", ACTUALS)
def test_every_rule_text_under_every_setting_is_what_the_engine_gives(actual: str, every: int) -> None:
    for text in texts(every):
        one = form(text, actual)
        result = score_evaluation(one)
        made = {
            position: rows
            for rows in trial.alternatives(one, result)
            for position in range(len(trial.settings()))
            if rows.settings >> position & 1
        }
        for position, rules in enumerate(trial.settings()):
            exact = score_evaluation(one, rules).scores[0]
            known = made[position].scores[0] if position in made else result.scores[0]
            assert known.value == exact.value, (
                text,
                actual,
                rules.id,
                rules.partial_step,
                rules.reverse_method,
            )
            if exact.value is None:
                assert (known.low, known.high) == (exact.low, exact.high), (text, actual, rules.id)


def test_every_rule_set_has_a_setting_of_its_own() -> None:
    for rules in all_rule_sets():
        position = trial.setting(rules.id)
        assert position is not None
        found = trial.settings()[position]
        assert (found.partial_step, found.reverse_method) == (rules.partial_step, rules.reverse_method)
        assert found.satisfaction_steps == rules.satisfaction_steps
        assert found.over_achievement == rules.over_achievement


def test_settings_fit_a_stored_bit_set() -> None:
    assert len(trial.settings()) <= trial.MOST < 63


def test_what_nothing_changes_is_not_prepared() -> None:
    assert trial.alternatives(form("≥95%", "96%"), score_evaluation(form("≥95%", "96%"))) == ()


def test_a_satisfaction_row_follows_the_steps_of_each_rule_set() -> None:
    row = Indicator(
        "满意度指标", "群众满意度", "服务对象满意度指标", target="≥95%", actual="83%", points=Decimal(10)
    )
    one = Evaluation("某项目", 2024, budget=Budget(Decimal(9), Decimal(9), Decimal(8)), indicators=(row,))
    result = score_evaluation(one)
    made = {
        position: rows.scores[0].value
        for rows in trial.alternatives(one, result)
        for position in range(len(trial.settings()))
        if rows.settings >> position & 1
    }
    exact = [score_evaluation(one, rules).scores[0].value for rules in trial.settings()]
    assert len(set(exact)) > 1  # 83 % is a step in some rule sets and a distance from the target in others
    assert [made.get(n, result.scores[0].value) for n in range(len(exact))] == exact


def test_a_rule_set_beyond_what_is_prepared_has_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    known = all_rule_sets()[0].id
    monkeypatch.setattr(trial, "settings", lambda: ())
    trial.setting.cache_clear()
    try:
        assert trial.setting(known) is None
    finally:
        trial.setting.cache_clear()


def test_rule_sets_that_round_otherwise_touch_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    one = form("85%及以上得满分，否则每下降5%扣该项指标对应分数3.33%", "83%")
    result = score_evaluation(one)
    own = rule_set(id=result.rule_set)
    tried = tuple(
        replace(own, decimals=0, partial_step=step, reverse_method=reverse)
        for step in trial.STEPS
        for reverse in trial.REVERSES
    )
    monkeypatch.setattr(trial, "settings", lambda: tried)
    made = {
        position: rows.scores[0].value
        for rows in trial.alternatives(one, result)
        for position in range(len(tried))
        if rows.settings >> position & 1
    }
    exact = [score_evaluation(one, rules).scores[0].value for rules in tried]
    assert [made.get(n, result.scores[0].value) for n in range(len(tried))] == exact
    assert {str(value) for value in exact} == {"50", "48", "49"}  # no step, a whole one, two points of five


def test_rows_that_are_not_scored_stay_as_they_are_under_every_setting() -> None:
    scored_row = form("≤100元", "125元").indicators[0]
    rows = (
        scored_row,
        replace(scored_row, sub_row=True),
        replace(scored_row, level1="预算执行率", level3="预算执行率", points=Decimal(10)),
    )
    one = replace(form("≤100元", "125元"), indicators=rows)
    result = score_evaluation(one)
    (other,) = trial.alternatives(one, result)  # the ratio: 100 / 125
    assert (other.scores[0].value, result.scores[0].value) == (40, Decimal("37.5"))
    assert other.scores[1:] == result.scores[1:]


def test_the_list_of_settings_is_named_by_a_short_hash() -> None:
    assert len(trial.digest()) == 12


@pytest.mark.parametrize(
    ("target", "actual", "level3"),
    [
        (
            "800元/人",
            "900元/人",
            "人均补助标准",
        ),  # which way is better is open: the interval follows the method
        ("800元/人", "700元/人", "人均补助标准"),
        ("≤100元", "125元", "某项指标"),
        ("≥100元", "125元", "某项指标"),
        ("80-100元", "125元", "某项指标"),
        ("6月30日前", "7月2日", "完成时间"),
        ("≤100元，≥2次", "125元，3次", "某项指标"),
    ],
)
def test_what_a_reverse_method_changes_is_prepared(target: str, actual: str, level3: str) -> None:
    one = form(target, actual)
    one = replace(one, indicators=(replace(one.indicators[0], level3=level3),))
    result = score_evaluation(one)
    made = {
        position: rows.scores[0]
        for rows in trial.alternatives(one, result)
        for position in range(len(trial.settings()))
        if rows.settings >> position & 1
    }
    for position, rules in enumerate(trial.settings()):
        exact, known = score_evaluation(one, rules).scores[0], made.get(position, result.scores[0])
        assert (known.value, known.low, known.high) == (exact.value, exact.low, exact.high)
