"""Say what became of a 疑点: status, note and name, kept in the journal. Used on /project."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import streamlit as st

from evalcore.charts import plain
from evalcore.charts.audit import STATUSES
from evalcore.glossary import code_name
from evalcore.queries import audit as queries
from evalcore.queries.run import Selection
from pages._ui import data, enter, show


def editor(found: Sequence[Mapping[Hashable, Any]], selection: Selection) -> None:
    """A form over the findings of one evaluation (rows of queries.project.project_findings) and what was said so far."""
    enter.said()
    ids = tuple(row["finding_id"] for row in found)
    history = data.frame(queries.entries, selection, kind="finding_status", subjects=ids)
    if len(history):
        names = {row["finding_id"]: row["code"] for row in found}
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
        lines = {row["finding_id"]: row for row in found}
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
