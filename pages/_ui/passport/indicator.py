"""One row of the score table under the glass: rule clause, steps, source cells; and the table itself."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import points, term
from evalcore.model import BASIS_LABELS
from evalcore.queries.project import EXECUTION, Line, Passport
from pages._ui import data, show
from pages._ui.passport import suspects
from pages._ui.table import columns, download

FIELDS = {
    "level3": "三级指标", "target": "年度指标值", "actual": "实际完成值",
    "points": "分值", "self_score": "自评得分", "review_score": "复核得分", "rule": "评分标准",
    "deviation_note": "偏差原因", "last_actual": "上年完成值", "evidence": "佐证资料",
    "initial": "年初预算数",
    "annual": "全年预算数", "executed": "全年执行数", "printed_rate": "填报执行率",
    "execution_points": "执行率分值",
    "execution_score": "执行率得分",
}  # fmt: skip


# What fits a page first: the rest is a scroll away. Width in pixels.
WIDTHS = {
    "level1": 88, "level3": 170, "target": 122, "actual": 112, "points": 60, "self_score": 78,
    "review_score": 78,
    "recomputed": 78, "basis": 84, "lost": 78, "place": 100, "level2": 110,
}  # fmt: skip


def panel(made: Passport, found: pd.DataFrame) -> None:
    """The row named by ?indicator=; nothing when none is named."""
    code = st.query_params.get("indicator", "")
    if not code:
        return
    lines = list(made.lines)
    at = next((i for i, line in enumerate(lines) if line.code == code), None)
    if at is None:
        st.warning("链接中的指标在这个项目里找不到，请从下面的指标明细表点选。")
        return
    line = lines[at]
    with st.container(border=True, key="figure_indicator"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"单项指标：{plain.markdown(line.name)}", anchor=False, width="stretch")
            for label, icon, to in (
                ("上一项", ":material/chevron_left:", at - 1), ("下一项", ":material/chevron_right:", at + 1),
            ):  # fmt: skip
                there = 0 <= to < len(lines)
                st.button(
                    label, icon=icon, type="tertiary", key=f"go_{label}", disabled=not there,
                    on_click=_go, args=(lines[to].code if there else "",),
                )  # fmt: skip
            st.button(
                "收起", icon=":material/close:", type="tertiary", key="go_close", on_click=_go, args=("",)
            )
        show.finding(_sentence(line))
        left, right = st.columns(2, gap="medium")
        with left:
            _rule(line)
            _steps(line)
        with right:
            _cells(made, line)
        position = None if code == EXECUTION else int(code)
        own = found[found["position"] == position] if position is not None and len(found) else found.head(0)
        if len(own):
            st.markdown(f"**该指标的疑点**　{len(own)} 个")
            rows = own.to_dict("records")
            for severity in suspects.SEVERITY:
                suspects.lines([row for row in rows if row["severity"] == severity], severity, lead=False)


def _sentence(line: Line) -> str:
    score, parts = line.score, [f"分值 {points(line.points)}"]
    if line.self_score is not None:
        parts.append(f"自评 {points(line.self_score)}")
    if line.review_score is not None:
        parts.append(f"复核 {points(line.review_score)}")
    if score.value is None:
        parts.append(
            f"复算需人工认定（{score.reason or '材料不足'}），区间 {points(score.low)}–{points(score.high)}"
        )
    else:
        parts.append(f"复算 {points(score.value)}（{BASIS_LABELS[score.basis]}）")
        if score.low != score.high:
            parts.append(f"严格区间 {points(score.low)}–{points(score.high)}")
    return "，".join(parts) + "。"


def _rule(line: Line) -> None:
    item = line.indicator
    st.markdown("**评分规则**")
    printed = (item.rule or item.target) if item else None
    if printed and printed != line.score.rule:
        st.markdown(f"原文：{plain.markdown(printed)}")
    said = f"读作：{line.score.rule}" if printed != line.score.rule else str(printed)
    st.markdown(plain.markdown(said if line.score.rule else "没有可由系统执行的规则，需人工认定。"))
    if line.score.reason:
        st.caption(plain.markdown(line.score.reason))


def _steps(line: Line) -> None:
    st.markdown("**计分过程**")
    if not line.score.trace:
        show.note("没有计分步骤。")
        return
    rows = pd.DataFrame(
        {
            "步骤": [plain.markdown(step.text) for step in line.score.trace],
            "扣分": [points(step.lost) if step.lost else "" for step in line.score.trace],
        }
    )
    if line.score.value is not None and line.points is not None:
        total = {"步骤": "合计扣分", "扣分": points(sum(step.lost for step in line.score.trace))}
        rows = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
    st.table(rows, hide_index=True, border="horizontal", alt="计分步骤与扣分")


def _cells(made: Passport, line: Line) -> None:
    st.markdown("**出处**")
    st.caption(plain.markdown(made.evaluation.source.file or "源文件未记录"))
    rows = []
    for field, place in line.places.items():
        if field not in FIELDS:
            continue
        rows.append((FIELDS[field], _printed(made, line, field), str(place)))
    if not rows:
        show.note("该数据没有单元格出处（不是从表格文件读入的）。")
        return
    frame = pd.DataFrame(rows, columns=["内容", "原文", "位置"])
    st.table(frame.map(plain.markdown), hide_index=True, border="horizontal", alt="各项内容在源文件中的位置")


def _printed(made: Passport, line: Line, field: str) -> str:
    value = getattr(line.indicator if line.indicator is not None else made.evaluation.budget, field, None)
    if value is None:
        return "空白"
    return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)


def table(made: Passport) -> None:
    """Every row with target, actual, the three scores and what they rest on; a row opens its panel."""
    frame = data.indicators(made)
    with st.container(border=True, key="figure_indicators"):
        st.subheader("指标明细表", anchor=False)
        lost = frame[(frame["self_score"].notna()) & (frame["recomputed"].notna())]
        differ = int((abs(lost["self_score"] - lost["recomputed"]) > 0.05).sum())
        asked = int((frame["basis"] != "按规则").sum())
        show.finding(
            f"共 {len(frame)} 项：自评与复算相差超过 0.05 分的 {differ} 项，"
            f"不是由规则直接核对（文本判定、按假定、需人工认定）的 {asked} 项。"
            "点选左侧方框看一项的规则与计分过程。"
        )
        shown = frame[list(WIDTHS)]
        if shown["review_score"].isna().all():
            shown = shown.drop(columns=["review_score"])
        st.dataframe(
            shown, hide_index=True, column_config=_columns(shown), placeholder="—", alt="指标明细表",
            key="rows_indicators", on_select=lambda: _pick(frame), selection_mode="single-row",
        )  # fmt: skip
        download(
            lambda: frame.drop(columns=["code"]).rename(columns=_heading), f"{made.evaluation.project}_指标明细",
            key="csv_indicators",
        )  # fmt: skip


def _columns(frame: pd.DataFrame) -> dict[str, object]:
    """The glossary's headings and formats at the widths that let the scores stand on the page."""
    config = columns(frame)
    for name in frame.columns:
        known = term(name)
        config[name] = (
            st.column_config.NumberColumn(known.heading, format="%.2f", width=WIDTHS[name])
            if known.format == "score"
            else st.column_config.TextColumn(known.heading, width=WIDTHS[name])
        )
    return config


def _heading(name: str) -> str:
    return term(name).heading


def _pick(frame: pd.DataFrame) -> None:
    picked = st.session_state["rows_indicators"]["selection"]["rows"]
    if picked:
        _go(str(frame["code"].iloc[picked[0]]))


def _go(code: str) -> None:
    if code:
        st.query_params["indicator"] = code
    else:
        st.query_params.pop("indicator", None)
