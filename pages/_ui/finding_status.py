"""Say what became of a 疑点: status, note and name, kept in the journal. Used on /project."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.charts.audit import STATUSES
from evalcore.glossary import code_name
from evalcore.queries import audit as queries
from evalcore.queries.run import Selection
from pages._ui import data, enter, show


def editor(found: pd.DataFrame, selection: Selection) -> None:
    """A form over the findings of one evaluation (queries.project.project_findings) and what was said so far."""
    enter.said()
    ids = tuple(found["finding_id"])
    history = data.frame(queries.entries, selection, kind="finding_status", subjects=ids)
    if len(history):
        names = dict(zip(found["finding_id"], found["code"], strict=True))
        for line in history.to_dict("records"):
            note = f"：{line['note']}" if line["note"] else ""
            show.note(
                f"{line['entered_at']:%Y-%m-%d %H:%M}（UTC）{line['who']} 把“{code_name(names[line['subject']])}”"
                f"记为{line['status']}{note}"
            )
    if not enter.may_enter():
        show.note("正在查看旧的数据版本，不能更新状态。")
        return
    with st.popover("更新疑点状态", icon=":material/edit_note:"), st.form("finding_status", border=False):
        lines = {row["finding_id"]: row for row in found.to_dict("records")}
        picked = st.selectbox(
            "疑点", list(lines), placeholder="请选择",
            format_func=lambda id: f"{code_name(lines[id]['code'])}：{lines[id]['message']}"[:60],
        )  # fmt: skip
        status = st.selectbox("状态", STATUSES, index=1, placeholder="请选择")
        note = st.text_input("说明", max_chars=200, placeholder="依据或情况说明")
        who = enter.who("finding", "finding_status")
        if st.form_submit_button("保存") and picked and enter.save(
            who, "finding_status", selection.dataset, [(picked, {"status": status, "note": note})],
            f"更新疑点状态：{plain.cell(code_name(lines[picked]['code']))} {status}",
        ):  # fmt: skip
            st.rerun()
