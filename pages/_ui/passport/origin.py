"""Back to where a reader came from, with filters and drill as they were."""

from __future__ import annotations

import streamlit as st

from pages._ui import address, filters

FROM = {
    "overview": ("pages/results/overview.py", "总体情况"),
    "scores": ("pages/results/scores.py", "得分分布"),
    "grades": ("pages/results/grades.py", "评价等级分布"),
    "execution": ("pages/money/execution.py", "预算执行"),
}


def back() -> None:
    """Links above the title: the page this project was opened from, and the list of projects."""
    rest = {
        name: st.query_params[name]
        for name in st.query_params
        if name not in address.NAMES and name not in ("id", "indicator", "from", "kind")
    }
    with st.container(horizontal=True, gap="small"):
        page, label = FROM.get(st.query_params.get("from", ""), ("", ""))
        if page:
            st.page_link(
                page,
                label=f"返回{label}",
                icon=":material/arrow_back:",
                query_params=filters.query() | rest,
            )
        st.page_link(
            "pages/detail/project.py", label="项目列表", icon=":material/list:", query_params=filters.query()
        )
