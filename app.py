"""The frame: first start, page list, shared filters kept in the address, footer. Pages only fill the middle.

`streamlit run app.py` imports this file once as a module (it finds `app`), then runs it as a script every rerun.
"""

from __future__ import annotations

import re

import streamlit as st

from pages._ui import data, filters, frame, show
from pages._ui.table import follow

# section → (file, title, icon, address)
SECTIONS = {
    "评价结果": (
        ("pages/results/overview.py", "总体情况", "dashboard", "overview"),
        ("pages/results/scores.py", "得分分布", "bar_chart", "scores"),
        ("pages/results/grades.py", "评价等级分布", "stacked_bar_chart", "grades"),
        ("pages/results/departments.py", "部门分析（同类比较）", "compare", "departments"),
        ("pages/results/trends.py", "年度变化", "trending_up", "trends"),
        ("pages/results/indicators.py", "绩效指标分析", "target", "indicators"),
    ),
    "资金": (("pages/money/execution.py", "预算执行", "payments", "execution"),),
    "项目": (("pages/detail/project.py", "项目详情", "description", "project"),),
    "复核与测算": (
        ("pages/review/audit.py", "自评复核", "fact_check", "audit"),
        ("pages/review/what_if.py", "权重与等级线测算", "tune", "what-if"),
    ),
    "数据": (("pages/data/import_.py", "数据导入", "upload_file", "import"),),
    "依据": (("pages/basis/method.py", "口径与制度依据", "menu_book", "method"),),
}


def _pages() -> tuple[st.Page, dict[str, list[st.Page]]]:
    """The hidden start page and the pages by section."""
    # The default page's address is always "", so a hidden one only switches to /overview, query string kept.
    home = st.Page("pages/start/home.py", title="首页", url_path="home", default=True, visibility="hidden")
    return home, {
        section: [
            st.Page(file, title=title, icon=f":material/{icon}:", url_path=address)
            for file, title, icon, address in pages
        ]
        for section, pages in SECTIONS.items()
    }


def _main() -> None:
    st.set_page_config(
        page_title="预算绩效评价分析", page_icon=frame.ICON, layout="wide", initial_sidebar_state="expanded"
    )
    st.logo(frame.WORDMARK, size="large")
    data.look_again()
    frame.style()
    if "pages" not in st.session_state:  # once a session: each st.Page looks its file up on the disk
        st.session_state["pages"] = _pages()
    home, sections = st.session_state["pages"]
    hidden = [home]
    known = {page.url_path for pages in sections.values() for page in pages} | {"home", ""}
    asked = (st.context.url or "").split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    if asked not in known and re.fullmatch(r"[A-Za-z0-9_-]{1,60}", asked):
        # An address that is no page gets one that says so in Chinese, instead of Streamlit's English dialog.
        hidden.append(
            st.Page("pages/start/unknown.py", title="没有这个页面", url_path=asked, visibility="hidden")
        )
    page = st.navigation({"": hidden, **sections}, position="hidden")
    if page.url_path == "":
        page.run()

    frame.ready()
    frame.asked_version()
    with st.sidebar:
        menu = st.container(gap=None, key="menu")
        with show.guarded("筛选条件"):
            filters.bar()
        with menu:
            frame.navigation(sections)
    follow()
    body, foot = st.container(key="page", gap="xsmall"), st.container()
    with foot:  # first, so that a page that stops early keeps it
        frame.footer()
    with body, show.guarded("本页"):
        page.run()


if __name__ == "__main__":
    _main()
else:
    # Until some session has called st.navigation, Streamlit takes pages/ for a folder of scripts and greets the
    # first deep link to a cold server with an English "Page not found". Calling it at start switches that off.
    st.navigation([_main])
    app = st.App(__file__)
