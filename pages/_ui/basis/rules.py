"""Rule sets as their files say, each number with its basis."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.charts.rules import rule_set_name
from evalcore.glossary import code_name, integer, percent
from evalcore.queries import frame as queries
from evalcore.queries.run import Selection
from evalcore.scoring.numbers import plain as digits
from evalcore.scoring.rule_set import ExecutionStep, RuleSet, all_rule_sets
from pages._ui import data, show
from pages._ui.table import download

NOTES = {
    "level1": "一级指标分值", "execution": "预算执行率", "satisfaction": "满意度",
    "grades": "等级线", "labels": "等级表述归并",
    "scoring": "计分方法", "tiers": "定性指标分档", "caps": "按执行率封顶", "over_achievement": "超额完成",
    "judged": "不给等级的界限", "checks": "疑点阈值",
}  # fmt: skip
REVERSE = {"linear": "线性扣减：超过目标多少按比例扣，超过一倍扣完", "ratio": "按目标 ÷ 实际计分"}
STEP = {"floor": "只计整步", "ceiling": "不足一步按一步计", "linear": "按比例计"}
SPLIT = {"level3": "一级之下按三级指标平均", "level2": "先按二级指标、再按三级指标平均"}


def section(selection: Selection) -> None:
    """All rule sets in a table; one of them in full."""
    used = data.frame(queries.rule_sets_in_force, selection)
    counts = dict(zip(used["rule_set"], used["evaluations"], strict=True)) if len(used) else {}
    sets = {rules.id: rules for rules in all_rule_sets()}
    frame = pd.DataFrame(
        {
            "名称": [rules.name for rules in sets.values()],
            "当前筛选内（个）": [int(counts.get(id, 0)) for id in sets],
            "适用年度": [years(rules) for rules in sets.values()],
            "适用地区": ["、".join(rules.places) or "不限" for rules in sets.values()],
            "选用方式": [
                "按年度和地区自动选用" if rules.automatic else "按指标体系或指定选用"
                for rules in sets.values()
            ],
            "依据": [unverified(rules.basis) for rules in sets.values()],
            "编号": list(sets),
        }
    )
    with st.container(border=True, key="figure_rule_sets"):
        st.subheader("规则集一览", anchor=False)
        shown = (
            "、".join(f"“{rule_set_name(id)}” {integer(count)} 个" for id, count in counts.items()) or "无"
        )
        show.finding(f"共 {len(sets)} 套；当前筛选范围内的评价所用规则集：{shown}。")
        st.dataframe(frame, hide_index=True, alt="规则集一览")
        download(frame, "规则集一览", key="csv_rule_sets")
    asked = st.query_params.get("rules", "")
    default = asked if asked in sets else next(iter(counts), next(iter(sets)))
    if st.session_state.get("rules_address") != default:
        st.session_state["rules"] = st.session_state["rules_address"] = default
    id = st.selectbox(
        "查看一套规则集", list(sets), key="rules", format_func=lambda one: sets[one].name,
        placeholder="请选择", on_change=_chosen,
    )  # fmt: skip
    one(sets[id])


def _chosen() -> None:
    st.query_params["rules"] = st.session_state["rules_address"] = st.session_state["rules"]


def years(rules: RuleSet) -> str:
    """2020年起; 2013—2019年."""
    return f"{rules.first_year}年起" if rules.last_year is None else f"{rules.first_year}—{rules.last_year}年"


def steps(listed: tuple[ExecutionStep, ...], otherwise: str) -> str:
    """达到 90% 得 100%，达到 80% 得 80%…"""
    if not listed:
        return otherwise
    return "，".join(f"达到 {percent(s.at_least, 0)} 得分值的 {percent(s.share, 0)}" for s in listed)


def settings(rules: RuleSet) -> list[tuple[str, str, str]]:
    """(table of the file, what it sets, in Chinese) of every setting."""
    base = "全年预算数" if rules.execution.denominator == "annual" else "年初预算数"
    return [
        ("level1", "一级指标分值", "、".join((
            f"{name} {digits(p)} "
            "分"
        ) for name, p in rules.level1_points.items())),
        ("level1", "同样认可的一级权重", "；".join(
            "、".join(f"{name} {digits(p)}" for name, p in known.items())
            for known in rules.known_level1) or "无"),
        ("execution", "预算执行率分值", f"{digits(rules.execution.points)} 分"),
        ("execution", "执行率", f"全年执行数 ÷ {base}"),
        ("execution", "执行率计分", steps(rules.execution.steps, "执行率 × 分值，不超过分值")),
        ("satisfaction", "满意度计分", steps(rules.satisfaction_steps, "按目标值计分")),
        ("grades", "等级线", "，".join((
            f"{line.label} ≥ {digits(line.at_least)} "
            "分"
        ) for line in rules.grades)),
        ("labels", "等级表述归并", "、".join((
            f"{label}→"
            f"{grade.value}"
        ) for label, grade in rules.labels.items()) or "无"),
        ("scoring", "反向指标（≤）未达标", REVERSE[rules.reverse_method]),
        ("scoring", "“每下降 N 扣 M”不足一步", STEP[rules.partial_step]),
        ("scoring", "未列三级分值时", SPLIT[rules.split_method]),
        ("scoring", "小数位", f"四舍五入到 {rules.decimals} 位小数，先舍入再定等级"),
        ("tiers", "定性指标分档", "；".join(
            f"{t.name}：分值的 {percent(t.low, 0)}—{percent(t.high, 0)}" for t in rules.tiers) or "无"),
        ("caps", "按执行率封顶", "；".join(
            f"执行率低于 {percent(c.below, 0)}，"
            f"总分不高于 {digits(c.limit)} 分" for c in rules.caps) or "不封顶"),
        ("over_achievement", "超额完成", "；".join(
            f"实际超过目标 {percent(o.beyond, 0)}，"
            f"得分值的 {percent(o.share, 0)}" for o in rules.over_achievement)
            or "不自动扣分，只提示疑点"),
        ("judged", "不给等级的界限", f"需人工认定的分值超过 {digits(rules.judged_limit)} 分时不给等级"),
        ("checks", "改动的疑点阈值", "；".join(
            f"{code_name(code)}：" + "、".join(digits(v) for v in changed.values())
            for code, changed in rules.checks.items()) or "无，用疑点代码表的默认阈值"),
    ]  # fmt: skip


def unverified(text: str) -> str:
    """A basis in a reader's words: [gen] in a rule set's file marks a document whose text was not compared."""
    return text.replace(" [gen]", "（原文待核对）").replace("[gen]", "（原文待核对）")


def _rows(rules: RuleSet) -> list[tuple[str, str, str]]:
    """(setting, content, basis); a basis that several settings share stands at the first of them."""
    rows, last = [], ""
    for table, name, value in settings(rules):
        rows.append((name, value, "同上" if table == last else unverified(rules.notes.get(table, ""))))
        last = table
    return rows


def one(rules: RuleSet) -> None:
    """One rule set in full."""
    with st.container(border=True, key="figure_rule_set"):
        st.subheader(plain.markdown(rules.name), anchor=False)
        show.note(f"编号 {rules.id}；{years(rules)}；依据：{unverified(rules.basis)}")
        frame = pd.DataFrame(_rows(rules), columns=["设置", "内容", "依据与说明"])
        st.table(
            frame.map(plain.markdown), hide_index=True, border="horizontal", alt=f"{rules.name}的全部设置"
        )
        show.note("“（原文待核对）”表示文号原文未逐字核对，数字以规则集文件为准，可由财政部门修改。")
        download(frame, f"规则集_{rules.id}", key="csv_rule_set")
