"""Find a project: the selection's projects, searchable, a page at a time."""

from __future__ import annotations

import streamlit as st

from evalcore.queries import project as queries
from evalcore.queries.run import Selection
from pages._ui import data, frame, show
from pages._ui.table import PAGE_ROWS, Rows, dated, page_number, projects


def listed(selection: Selection) -> None:
    """The search field (kept in the address as `find`) and a page of rows that lead to their details."""
    asked = st.query_params.get("find", "")
    if st.session_state.get("find_address") != asked:
        st.session_state["find"] = st.session_state["find_address"] = asked
    st.text_input(
        "查找项目",
        key="find",
        placeholder="输入项目名称、单位、部门或编码中的几个字，回车查找",
        icon=":material/search:",
        on_change=_search,
        max_chars=60,
    )
    skip = (page_number() - 1) * PAGE_ROWS
    found = data.frame(queries.project_list, selection, find=asked, rows=PAGE_ROWS, skip=skip)
    if found.empty:
        show.empty(f"没有名称或单位含“{asked}”的项目" if asked else "没有符合条件的评价")
        return
    total = int(found["total"].iloc[0])
    frame.headline(
        f"当前筛选范围内{'含“' + asked + '”的' if asked else ''}共有 {total:,} 个评价，点选左侧方框打开详情。"
    )
    projects(Rows(dated(found.drop(columns=["total"]), selection.years), total, "项目列表"), key="finder")


def _search() -> None:
    words = st.session_state["find"].strip()
    st.session_state["find_address"] = words
    if words:
        st.query_params["find"] = words
    else:
        st.query_params.pop("find", None)
    st.query_params.pop("p", None)
