"""The parts of a project's passport: who, which scores, why, over the years, in words, from which file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import streamlit as st

from evalcore.charts import passport as charts
from evalcore.charts import plain
from evalcore.glossary import code_name, integer, percent, points, score
from evalcore.queries import project as queries
from evalcore.queries.project import Kind, Passport
from evalcore.queries.run import Selection
from pages._ui import address, data, filters, frame, show
from pages._ui.basis.rules import unverified
from pages._ui.show import Metric
from pages._ui.table import Rows, projects

KINDS: dict[Kind, str] = {"recomputed": "复算", "self": "自评", "review": "复核"}


def of_dataset(made: Passport) -> Selection:
    """Everything of the dataset this evaluation is in: a passport does not depend on the filters."""
    return Selection(dataset=made.dataset)


def grade(made: Passport, kind: Kind) -> str:
    """The grade as shown beside a score of this kind."""
    if kind == "recomputed":
        return made.result.grade_text
    return str(made.row["self_grade" if kind == "self" else "review_grade"] or "")


def header(made: Passport, found: pd.DataFrame) -> None:
    """Name, who and when, the three scores side by side, and what to take away."""
    form, row, result = made.evaluation, made.row, made.result
    frame.title(
        form.project, "为什么是这个得分？", dataset=made.dataset,
        unfiltered="本页列出这一个评价的全部内容，不受左侧筛选影响；左侧筛选留给返回后的页面。",
    )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if not row["simulated"]:
            st.badge(address.DATASETS[made.dataset], color="blue")
        for word in (form.method.value, form.subject.value, str(row["stage"])):
            st.badge(plain.markdown(word), color="gray")
        year = f"{row['year']}年" if row["year"] else "年度未填"
        unit = form.unit or "实施单位未填"
        who = f"{year}　｜　{row['department']}" + (
            f"　｜　{unit}" if unit != row["department"] else "（本级实施）"
        )
        st.caption(plain.markdown(who + (f"　｜　编码 {form.project_code}" if form.project_code else "")))
    red = int((found["severity"] == "red").sum()) if len(found) else 0
    yellow = int((found["severity"] == "yellow").sum()) if len(found) else 0
    frame.headline(_summary(made, red, yellow))
    budget = form.budget
    first = (
        f"按年初预算 {percent(budget.initial_execution_rate, 2)}"
        if budget.initial_execution_rate is not None
        else "年初口径不可算"
    )
    items = [
        Metric("self_score", score(form.self_score), note=f"填报等级 {form.self_grade or '未填'}"),
        Metric(
            "review_score", score(form.review_score), note=grade(made, "review") or "没有复核",
        ),
        Metric("recomputed", score(result.total.value), note=result.grade_text),
        Metric("execution_rate", percent(budget.execution_rate, 2), note=first,
               help="全年执行数 ÷ 全年预算数（调整后）；没有预算就没有执行率。"),
    ]  # fmt: skip
    show.metrics(items)
    if not made.unchanged:
        st.warning(
            f"按同一规则集重新复算得 {points(result.total.value)} 分，与入库时的 {points(row['recomputed'])}"
            " 分不同："
            "评分程序或规则集文件在入库后有改动，请重新导入。"
        )


def _summary(made: Passport, red: int, yellow: int) -> str:
    form, result = made.evaluation, made.result
    parts = []
    if form.self_score is not None:
        parts.append(f"自评 {points(form.self_score)} 分")
    if form.review_score is not None:
        parts.append(f"复核 {points(form.review_score)} 分")
    if result.total.value is None:
        parts.append(f"复算不给总分（{result.total.reason}）")
    else:
        said = f"复算 {points(result.total.value)} 分，{result.grade_text}"
        if result.total.low != result.total.high:
            said += f"，严格区间 [{points(result.total.low)}, {points(result.total.high)}]"
        if form.self_score is not None:
            gap: Decimal = form.self_score - result.total.value
            said += f"，与自评{'一致' if gap == 0 else f'相差 {points(abs(gap))} 分'}"
        parts.append(said)
    parts.append(f"由规则直接核对的分值占 {percent(result.coverage)}")
    marks = f"需核实的疑点 {red} 个、需说明的 {yellow} 个" if red or yellow else "没有需核实或说明的疑点"
    return "；".join([*parts, marks]) + "。"


def losses(made: Passport) -> None:
    """The waterfall from 100 to the score, for the kind of score chosen (the recomputed one first)."""
    able = [kind for kind in KINDS if made.total(kind) is not None]
    if not able:
        show.note(f"没有可分解的得分：{made.result.total.reason or '表中没有总分'}。")
        return
    asked = st.query_params.get("kind", "")
    default = asked if asked in able else (able[0])
    if st.session_state.get("kind_of") != (made.id, default):
        st.session_state["kind"], st.session_state["kind_of"] = default, (made.id, default)
    if len(able) > 1:
        st.segmented_control(
            "分解哪一种得分", able, key="kind", format_func=KINDS.__getitem__, required=True, on_change=_kind,
        )  # fmt: skip
    kind: Kind = st.session_state["kind"] or able[0]
    total = made.total(kind)
    assert total is not None
    drawn = data.drawn(
        lambda: charts.losses(made.losses(kind), total, KINDS[kind], grade(made, kind)), of_dataset(made),
        "losses", made.id, kind,
    )  # fmt: skip
    show.chart(drawn, to="indicator")


def _kind() -> None:
    st.query_params["kind"] = st.session_state["kind"]


def years(made: Passport) -> None:
    """The project's other years and methods, each a link; scores over the years where there are two."""
    rows = data.frame(queries.project_history, of_dataset(made), id=made.id)
    drawn = data.drawn(
        lambda: charts.history(rows, made.evaluation.method.value), of_dataset(made), "history", made.id
    )
    if drawn is not None:
        show.chart(drawn)
    others = rows[rows["evaluation_id"] != made.id]
    with st.container(border=True, key="figure_years"):
        st.subheader("其他年度与评价方式", anchor=False)
        if others.empty:
            show.note("数据中没有该项目其他年度或其他方式的评价。")
            return
        columns = [
            "evaluation_id", "year", "method", "project", "department", "how",
            "budget_annual", "execution_rate",
            "self_score", "review_score", "recomputed", "grade_text",
        ]  # fmt: skip
        projects(Rows(others[columns], len(others), "其他年度与评价方式"), key="years")


def words(made: Passport) -> None:
    """Goals, what was done, problems and measures, as the form says them."""
    form = made.evaluation
    parts = (
        ("年度总体目标", form.goal), ("实际完成情况", form.goal_actual),
        ("存在问题", form.problems), ("改进措施", form.measures),
    )  # fmt: skip
    with st.container(border=True, key="figure_words"):
        st.subheader("目标、完成情况、问题与措施", anchor=False)
        show.note("按原表照录。")
        with st.grid(2, min_column_width=320):
            for name, text in parts:
                with st.container():
                    st.markdown(f"**{name}**")
                    st.text(text.strip() if text and text.strip() else "未填")


def sources(made: Passport) -> None:
    """Rule set, assumptions, checks not run, the file: what the numbers rest on."""
    source, result, row = made.evaluation.source, made.result, made.row
    with st.container(border=True, key="figure_sources"):
        st.subheader("依据与来源", anchor=False)
        facts = {
            "规则集": f"{made.rules.name}（{made.rules.id}）",
            "规则集依据": unverified(made.rules.basis),
            "源文件": source.file or "未记录",
            "文件校验码（SHA-256）": source.sha256 or "未记录",
            "来源地址": source.url or "无（本地报送）",
            "修订": f"第 {row['revision']} 版",
            "编号": made.id,
        }
        st.table(
            {name: plain.markdown(value) for name, value in facts.items()},
            border="horizontal",
            alt="依据与来源",
        )
        st.page_link(
            "pages/basis/method.py", label="查看该规则集的全部口径", icon=":material/menu_book:",
            query_params=filters.query() | {"rules": made.rules.id},
        )  # fmt: skip
        _source_file(made)
        if source.url.startswith(("https://", "http://")):
            st.link_button("打开来源网页", source.url, icon=":material/open_in_new:", type="tertiary")
        st.markdown(f"**复算所作的假定**　{integer(len(result.assumptions))} 条")
        for line in result.assumptions:
            st.markdown(f"- {plain.markdown(line)}")
        if result.not_run:
            with st.expander(f"未检 {len(result.not_run)} 项：材料中没有所需内容，未检不等于通过"):
                st.markdown("、".join(plain.markdown(code_name(code)) for code in result.not_run))
        else:
            show.note("全部检查项均已执行。")
        earlier = data.frame(queries.project_revisions, of_dataset(made), id=made.id)
        for line in earlier.to_dict("records"):
            show.note(
                f"第 {line['revision']} 版（{line['source_file'] or '文件未记录'}）自评 "
                f"{points(line['self_score'])}、"
                f"复算 {points(line['recomputed'])}，已被后来的文件替换。"
            )


def _source_file(made: Passport) -> None:
    """The submitted file itself, to those who may see this evaluation; says so where it was not kept."""
    if made.dataset != "submitted":
        return
    form = data.passport(made.id)  # asks the scope again: a file holds more than the page shows
    content = data.source_file(form) if form else None
    if form is None or content is None:
        show.note("原始文件没有留存，或已不在数据目录中，不能下载；可向报送单位索取。")
        return
    name = Path(form.source.file.replace("\\", "/")).name or form.source.sha256
    st.download_button(
        "下载原始文件", content, name, "application/octet-stream", key="source_file", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
