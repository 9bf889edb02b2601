"""The command line others rely on: keys, exit codes, one JSON object a line. Values come from domain.md §4."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared"
SEED = SHARED / "reports" / "000_d25621dab5c8e868.txt"
needs_shared = pytest.mark.skipif(not SEED.exists(), reason="../shared is not beside this checkout")


def evalcore(*arguments: str | Path, stdin: str = "", store: Path | None = None) -> tuple[int, str, str]:
    """Run the command as a user would; exit code, standard output, standard error."""
    import os

    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    if store:
        environment["EVAL_STORE"] = str(store)
    done = subprocess.run(
        [sys.executable, "-m", "evalcore", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def objects(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines() if line.strip()]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A small self-evaluation form: 80 points of indicators met, one target missed, execution 90 %."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    rows = [
        ["2024年度项目支出绩效自评表"],
        ["项目名称", "图书馆免费开放"],
        ["主管部门", "示范区文化局", None, "实施单位", "示范区图书馆"],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 100, 100, 90, 10, "90%", 9],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "开放天数", "≥312天", "320天", 20, 20, None],
        [None, "质量指标", "设备完好率", "≥95%", "96%", 15, 15, None],
        [None, "时效指标", "完成时间", "12月底前", "11月完成", 15, 15, None],
        ["效益指标", "社会效益指标", "参与人次", "≥20万人次", "15万人次", 30, 30, None],
        ["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "95%", 10, 10, None],
        ["总分", None, None, None, None, 100, 99, None],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    path = tmp_path / "图书馆.xlsx"
    book.save(path)
    return path


def test_read_prints_one_object_a_file_with_the_expected_fields(form: Path) -> None:
    code, out, _ = evalcore("read", form, "--json")
    (read,) = objects(out)
    assert code == 0
    assert set(read) == {"file", "format", "forms", "errors"}
    assert (read["file"], read["format"], read["errors"]) == (str(form), "xlsx", [])
    (fields,) = read["forms"]
    assert fields["project"] == "图书馆免费开放"
    assert (fields["budget_annual_wan"], fields["executed_wan"], fields["execution_rate"]) == (100, 90, 0.9)
    assert [row["level3"] for row in fields["indicators"]] == [
        "开放天数",
        "设备完好率",
        "完成时间",
        "参与人次",
        "读者满意度",
    ]
    assert fields["indicators"][3] == {
        "level1": "效益指标", "level1_raw": "效益指标", "level2": "社会效益指标", "level3": "参与人次",
        "target": "≥20万人次", "actual": "15万人次", "weight": 30, "score": 30, "deviation": None,
    }  # fmt: skip


def test_a_rejected_file_exits_2_and_the_others_are_still_printed(form: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏表.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    code, out, _ = evalcore("read", bad, form, "--json")
    first, second = objects(out)
    assert code == 2
    assert first["forms"] == [] and first["errors"]
    assert set(first["errors"][0]) == {"place", "value", "message", "remedy"}
    assert first["errors"][0]["message"] and first["errors"][0]["remedy"]
    assert len(second["forms"]) == 1


def test_score_recomputes_each_form_and_finds_the_unearned_full_mark(form: Path) -> None:
    code, out, _ = evalcore("score", form, "--json")
    (scored,) = objects(out)
    assert code == 0
    assert {
        "project", "year", "execution_rate", "initial_execution_rate", "adjustment_rate", "self_score", "self_grade",
        "review_score", "recomputed", "recomputed_low", "recomputed_high", "grade", "grade_strict", "judged_points",
        "coverage", "assumptions", "movements", "rule_set", "indicators", "findings",
    } <= set(scored)  # fmt: skip
    # 15 of 20 万人次 earns 15/20 of 30 points; execution 90 % earns 9 of 10: 100 - 7.5 - 1 = 91.5.
    assert (scored["recomputed"], scored["grade"], scored["grade_strict"]) == (91.5, "优", "优")
    visitors = scored["indicators"][3]
    assert (visitors["points"], visitors["value"], visitors["basis"]) == (30, 22.5, "rule")
    assert visitors["trace"]
    assert "SC_FULL_NOT_MET" in {finding["code"] for finding in scored["findings"]}


def test_rules_judges_a_line_at_a_time() -> None:
    text = "85%及以上得满分，否则每下降5%扣该项指标对应分数10%"
    lines = [
        json.dumps({"text": text, "actual": actual}, ensure_ascii=False) for actual in ("100%", "80%", "83%")
    ]
    code, out, _ = evalcore("rules", "--json", stdin="\n".join(lines) + "\n")
    judged = objects(out)
    assert code == 0
    assert [case["ratio"] for case in judged] == [1, 0.9, 1]  # 83 %: only whole steps count
    keys = {"ratio", "ratio_low", "ratio_high", "basis", "is_rule", "rule", "trace", "reason"}
    assert all(set(case) == keys for case in judged)


def test_explaining_a_rule_needs_no_actual_and_names_the_rule_set() -> None:
    code, out, _ = evalcore(
        "rules", "--explain", "85%及以上得满分，否则否则每下降5%扣10%", "--rule-set", "national-2020"
    )
    assert code == 0
    assert "理解（评分规则）：≥85%，得满分；否则，每下降5%扣该指标分值的10%" in out
    assert "national-2020" in out and "不足一步：不计" in out and "更正" in out
    assert "实际完成值为空" not in out
    _, out, _ = evalcore("rules", "--explain", "群众满意度=满意人数/调查人数×100%")
    assert "不是目标，也不是评分规则" in out
    _, out, _ = evalcore("rules", "--explain", "≤5天", "--json")
    (fields,) = objects(out)
    assert (fields["is_rule"], fields["kind"], fields["rule"]) == (True, "target", "≤5天")
    assert fields["assumptions"] == ["超出目标：按 1-(实际-目标)÷目标 计，扣完为止"]


def test_a_line_that_is_no_case_is_named_and_the_rest_is_judged() -> None:
    good = json.dumps({"text": "≥90%", "actual": "95%"})
    code, out, _ = evalcore("rules", "--json", stdin=f"not json\n{good}\n")
    first, second = objects(out)
    assert code == 2
    assert "第 1 行" in first["error"]
    assert second["ratio"] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "缺少 text"),
        ('{"actual": "1"}', "缺少 text"),
        ('{"text": null, "actual": "1"}', "缺少 text"),
        ('{"text": "≥90%", "actual": ["95%"]}', "actual 不是文字或数"),
        ('{"text": "≥90%", "actual": true}', "actual 不是文字或数"),
        ('{"text": "≥90%", "actual": "95%", "level2": {}}', "level2 不是文字或数"),
        ('{"text": "≥90%", "actual": "95%", "weight": "十分"}', "weight 不是数"),
        ('{"text": "≥90%", "actual": "95%", "weight": -5}', "weight 不在 0 与 10000 之间"),
        ('{"text": "≥90%", "actual": "95%", "weight": 1e400}', "weight 不在 0 与 10000 之间"),
        ('{"text": "≥90%", "actual": "95%", "weight": NaN}', "weight 不在 0 与 10000 之间"),
        ("[" * 100_000, "不是 JSON"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_judged_is_refused_with_its_line(line: str, said: str) -> None:
    code, out, _ = evalcore("rules", "--json", stdin=f"{line}\n")
    (refused,) = objects(out)
    assert code == 2
    assert "第 1 行" in refused["error"] and said in refused["error"]


def test_numbers_may_stand_as_numbers_or_strings_and_blank_lines_are_passed_over() -> None:
    lines = [
        "\ufeff" + json.dumps({"text": "≥95", "actual": 95.5, "weight": 10}),
        "",
        json.dumps({"text": 95, "actual": "95", "weight": "10"}),
        json.dumps({"text": "每发现1例扣2分", "actual": "1例", "weight": 10}),
        json.dumps({"text": "≥90%", "actual": "-5%"}),
        json.dumps({"text": "≥90%", "actual": "9" * 40}),
        json.dumps({"text": "≥90%"}),
        json.dumps(
            {"text": "≥200人", "rule": "完成率≥100%得满分，否则不得分", "actual": "180人", "weight": 5}
        ),
    ]
    code, out, _ = evalcore("rules", "--json", stdin="\n".join(lines) + "\n")
    assert code == 0
    assert [case["ratio"] for case in objects(out)] == [1, 1, 0.8, 0, None, None, 0]


def test_load_publishes_a_version_that_can_be_left_and_returned_to(form: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    code, out, _ = evalcore("load", form, "--json", store=store)
    (first,) = objects(out)
    assert code == 0
    assert set(first) == {"version", "files", "loaded", "rejected", "evaluations", "indicators", "findings"}
    assert (
        first["files"],
        first["loaded"],
        first["rejected"],
        first["evaluations"],
        first["indicators"],
    ) == (1, 1, 0, 1, 5)
    bad = tmp_path / "坏表.xlsx"
    bad.write_bytes(b"")
    code, out, _ = evalcore("load", bad, form, "--json", store=store)
    (second,) = objects(out)
    assert code == 2
    assert (second["loaded"], second["rejected"], second["evaluations"]) == (1, 1, 1)
    code, out, _ = evalcore("versions", "--json", store=store)
    assert {first["version"], second["version"]} <= {version["version"] for version in objects(out)}
    code, out, _ = evalcore("rollback", first["version"], "--json", store=store)
    assert code == 0
    code, _, error = evalcore("rollback", "no-such-version", store=store)
    assert code == 2 and "no-such-version" in error


def test_publish_writes_every_table_as_parquet(form: Path, tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "parquet"
    evalcore("load", form, store=store)
    code, _, _ = evalcore("publish", "--parquet", folder, store=store)
    assert code == 0
    assert any(folder.rglob("*evaluation*.parquet"))


@needs_shared
@pytest.mark.parametrize(
    "name", ["reports/000_d25621dab5c8e868.txt", "forms/docx/14_baiyun_gongshanglian_2022.docx"]
)
def test_the_seed_report_scores_as_the_field_says(name: str) -> None:
    code, out, _ = evalcore("score", SHARED / name, "--json")
    (seed,) = objects(out)
    assert code == 0
    assert seed["execution_rate"] == 1
    assert round(seed["initial_execution_rate"], 4) == 0.0733
    assert round(seed["adjustment_rate"], 4) == -0.9267
    assert (seed["self_score"], seed["self_grade"]) == (100, "优秀")
    assert (seed["recomputed"], seed["recomputed_low"], seed["recomputed_high"]) == (100, 85, 100)
    assert (seed["grade"], seed["judged_points"]) == ("优", 15)
    assert [part["points"] for part in seed["indicators"]] == [12.5, 12.5, 12.5, 12.5, 15, 15, 10]
    assert seed["movements"] == [
        {"kind": "追加", "amount_wan": 0.84, "direction": "+", "inferred": False, "counterparty": None},
        {"kind": "划出", "amount_wan": 2.23, "direction": "-", "inferred": True, "counterparty": "党校"},
    ]
    assert any("分摊" in text for text in seed["assumptions"])


def test_template_writes_a_blank_form_or_list(tmp_path: Path) -> None:
    for kind in ("form", "payment"):
        code, _, _ = evalcore("template", "--kind", kind, tmp_path / f"{kind}.xlsx")
        assert code == 0
        assert openpyxl.load_workbook(tmp_path / f"{kind}.xlsx").active.protection.sheet
    code, _, err = evalcore("template", tmp_path / "没有" / "a.xlsx")
    assert (code, "不能写入" in err) == (2, True)
