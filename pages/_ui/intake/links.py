"""Projects of two years that may be one: proposed, confirmed or refused by a person, never assumed."""

from __future__ import annotations

import streamlit as st

from evalcore.charts import plain
from evalcore.loaders.intake import DATASET
from evalcore.queries import method as queries
from evalcore.queries.run import Selection
from pages._ui import data, enter, show

SHOWN = 10


def section() -> None:
    """Open proposals, a few at a time."""
    enter.said()
    frame = data.frame(queries.link_proposals, Selection(dataset=DATASET))
    if frame.empty:
        return
    with st.container(border=True, key="intake_links"):
        st.subheader(f"跨年度衔接建议　{len(frame):,}", anchor=False)
        show.note(
            "改名或承接的项目确认后按同一项目比较；不认可的按新增、退出统计。按名称相近程度和机构改革对照表提出，不会自动认定。"
        )
        who = enter.who("links", "project_link")
        for row in frame.head(SHOWN).to_dict("records"):
            before = f"{row['department_before']}“{row['project_before']}”"
            after = f"{row['department_after']}“{row['project_after']}”"
            subject = f"{row['from_key']}→{row['to_key']}"
            value = {"kind": row["kind"], "year": int(row["year"])}
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    plain.markdown(f"{row['year']}年 {row['kind']}：{before} → {after}"), width="stretch"
                )
                for status, label in (("已确认", "确认"), ("不认可", "不认可")):
                    if st.button(label, key=f"link_{status}_{subject}") and enter.save(
                        who,
                        "project_link",
                        DATASET,
                        [(subject, value | {"status": status})],
                        "确认跨年度衔接",
                    ):
                        st.rerun()
