"""Enter review scores of one evaluation: by indicator or as a total, with reason, reviewer and date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import number, points
from evalcore.queries import audit
from evalcore.queries import project as projects
from evalcore.queries import spot_check as queries
from evalcore.queries.run import Selection
from pages._ui import data, enter, filters, show
from pages._ui.table import whence

_TABLE = {
    "level3": st.column_config.TextColumn("三级指标", disabled=True),
    "points": st.column_config.NumberColumn("分值", format="%.2f", disabled=True),
    "self_score": st.column_config.NumberColumn("自评得分", format="%.2f", disabled=True),
    "given": st.column_config.NumberColumn("复核得分", format="%.2f", min_value=0.0),
    "reason": st.column_config.TextColumn("复核理由", max_chars=200),
}


def section(selection: Selection, chosen: pd.DataFrame) -> None:
    """The evaluation in the address (review=…), by default the first of the list."""
    names = {
        r["evaluation_id"]: f"{r['department']}　{r['project']}（{r['year']}）"
        for r in chosen.to_dict("records")
    }
    asked = st.query_params.get("review", "")
    found = (
        data.frame(projects.project_row, Selection(dataset=selection.dataset), id=asked)
        if asked
        else pd.DataFrame()
    )
    if len(found) and asked not in names:
        row = found.iloc[0]
        names = {asked: f"{row['department']}　{row['project']}（{row['year']}）"} | names
    with st.container(border=True, key="figure_reviewing", gap="xsmall"):
        st.subheader("录入复核分", anchor=False)
        st.session_state["reviewing"] = asked if asked in names else next(iter(names))
        id = st.selectbox(
            "复核哪一个评价", list(names), key="reviewing", format_func=names.__getitem__, placeholder="请选择",
            on_change=_picked,
        )  # fmt: skip
        whole = Selection(dataset=selection.dataset)
        row = data.frame(projects.project_row, whole, id=id).iloc[0]
        now = number(row["review_score_approx"])
        show.note(
            f"自评 {points(number(row['self_score_approx']))}、复算 {points(number(row['recomputed_approx']))}、"
            f"现有复核 {points(now)}（{row['review_grade'] or '无等级'}）。" if now is not None else
            f"自评 {points(number(row['self_score_approx']))}、复算 {points(number(row['recomputed_approx']))}，尚未复核。"
        )  # fmt: skip
        st.page_link(
            "pages/detail/project.py", label="查看项目详情与疑点", icon=":material/description:",
            query_params=filters.query() | whence() | {"id": id},
        )  # fmt: skip
        for line in (
            data.frame(audit.entries, whole, kind="review_score", subjects=(id,)).head(20).to_dict("records")
        ):
            what = line.get("level3") or "总分"
            said = f"{line['entered_at']:%Y-%m-%d %H:%M}（UTC）{line['who']}：{what} {line.get('score')} 分"
            show.note(said + (f"，{line['reason']}" if line.get("reason") else ""))
        if not enter.may_enter():
            show.note("正在查看旧的数据版本，不能录入。")
            return
        _form(id, whole, names[id])


def _picked() -> None:
    st.query_params["review"] = st.session_state["reviewing"]


def _form(id: str, whole: Selection, name: str) -> None:
    rows = data.frame(queries.spot_check_rows, whole, ids=(id,))
    with st.form(f"review_{id}", border=False):
        edited = st.data_editor(
            rows[["level3", "points", "self_score"]].assign(given=rows["review_score"].astype(float), reason=""),
            hide_index=True, column_config=_TABLE, key=f"scores_{id}", placeholder="—",
            alt="逐项复核得分",
        )  # fmt: skip
        show.note("逐项都有复核得分时，复核总分为各项之和；也可只填总分。留空表示该项不作复核。")
        with st.container(horizontal=True):
            total = st.number_input(
                "复核总分（可不填）", 0.0, 120.0, None, 0.01, key=f"total_{id}", placeholder="总分"
            )
            reason = st.text_input("复核理由", key=f"reason_{id}", max_chars=200, placeholder="总的理由")
        with st.container(horizontal=True):
            reviewer = st.text_input("复核人", key=f"reviewer_{id}", max_chars=40, placeholder="姓名")
            on = st.date_input("复核日期", date.today(), key=f"on_{id}")
            who = enter.who(f"review_{id}", "review_score")
        if st.form_submit_button("保存复核分", type="primary"):
            said = {
                "reviewer": reviewer or who,
                "reviewed_on": on.isoformat() if isinstance(on, date) else None,
            }
            values = _values(rows, edited, reason, said)
            if total is not None:
                values.append(
                    (id, {"position": None, "level3": None, "score": _exact(total), "reason": reason} | said)
                )
            entries = [(id, value) for _, value in values]
            if enter.save(who, "review_score", whole.dataset, entries, f"录入复核分：{plain.cell(name)}"):
                st.rerun()


def _values(
    rows: pd.DataFrame, edited: pd.DataFrame, reason: str, said: dict[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """The rows whose review score was given or changed."""
    made = []
    for before, line in zip(rows.to_dict("records"), edited.to_dict("records"), strict=True):
        given, old = number(line["given"]), number(before["review_score"])
        if given is None or given == old:
            continue
        position = int(before["position"])
        value = {
            "position": position if position >= 0 else None, "level3": before["level3"], "score": _exact(given),
            "points": None if number(before["points"]) is None else _exact(before["points"]),
            "reason": line["reason"] or reason,
        }  # fmt: skip
        made.append(("", value | said))
    return made


def _exact(number: float) -> str:
    """A score by its shortest text: 8.5, never 8.499999."""
    return repr(round(float(number), 4))
