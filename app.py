"""The frame: first start, page list, shared filters kept in the address, footer. Pages only fill the middle."""

from __future__ import annotations

import re

import streamlit as st

from pages._ui import filters, frame, show

st.set_page_config(
    page_title="预算绩效评价分析",
    page_icon=":material/account_balance:",
    layout="wide",
    initial_sidebar_state="expanded",
    menu_items={"Get help": None, "Report a bug": None, "About": None},
)
frame.style()

sections = {
    "评价结果": [
        st.Page(
            "pages/results/overview.py", title="总体情况", icon=":material/dashboard:", url_path="overview"
        ),
        st.Page("pages/results/scores.py", title="得分分布", icon=":material/bar_chart:", url_path="scores"),
        st.Page(
            "pages/results/grades.py",
            title="评价等级分布",
            icon=":material/stacked_bar_chart:",
            url_path="grades",
        ),
    ],
    "资金": [
        st.Page(
            "pages/money/execution.py", title="预算执行", icon=":material/payments:", url_path="execution"
        ),
    ],
    "项目": [
        st.Page(
            "pages/detail/project.py", title="项目详情", icon=":material/description:", url_path="project"
        ),
    ],
    "依据": [
        st.Page(
            "pages/basis/method.py", title="口径与制度依据", icon=":material/menu_book:", url_path="method"
        ),
    ],
}
# The default page's address is always "", so a hidden one only switches to /overview, query string kept.
hidden = [
    st.Page(
        "pages/start/home.py", title="预算绩效评价分析", url_path="home", default=True, visibility="hidden"
    ),
]
known = {page.url_path for pages in sections.values() for page in pages} | {"home", ""}
asked = (st.context.url or "").split("?")[0].rstrip("/").rsplit("/", 1)[-1]
if asked not in known and re.fullmatch(r"[A-Za-z0-9_-]{1,60}", asked):
    # An address that is no page gets a page that says so in Chinese, instead of Streamlit's English dialog.
    hidden.append(
        st.Page("pages/start/unknown.py", title="没有这个页面", url_path=asked, visibility="hidden")
    )
page = st.navigation({"": hidden, **sections}, position="hidden")
if page.url_path == "":
    page.run()  # switches to /overview

frame.ready()
with st.sidebar:
    menu = st.container(gap="xxsmall")
    with show.guarded("筛选条件"):
        filters.bar()
    with menu:
        frame.navigation(sections)
show.follow()
with show.guarded("本页"):
    page.run()
frame.footer()
