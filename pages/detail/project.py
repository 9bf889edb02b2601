"""项目详情: why this score?"""

import streamlit as st

from evalcore.queries import project as queries
from pages._ui import data, filters, frame, show
from pages._ui.passport import finder, indicator, money, origin, parts, suspects

asked = st.query_params.get("id", "")
if not asked:
    choice = frame.title("项目详情", "为什么是这个得分？")
    finder.listed(data.selection(choice))
    st.stop()

origin.back()
made = data.project(asked)
if made is None:
    frame.title("没有这个项目", "为什么是这个得分？", unfiltered="链接中的编号没有对应的评价。")
    st.info(
        "链接可能来自另一个数据版本，或该评价已不在数据中。请从项目列表查找。",
        title="编号无法识别",
        icon=":material/link_off:",
    )
    st.page_link(
        "pages/detail/project.py", label="查找项目", icon=":material/search:", query_params=filters.query()
    )
    st.stop()

found = data.frame(queries.project_findings, parts.of_dataset(made), id=made.id)
with show.guarded("项目概况"):
    parts.header(made, found)
with show.guarded("评分明细"):
    parts.losses(made)
with show.guarded("单项指标"):
    indicator.panel(made, found)
with show.guarded("指标明细表"):
    indicator.table(made)
with show.guarded("疑点"):
    suspects.listed(made, found)
with show.guarded("资金"):
    money.section(made)
with show.guarded("历年情况"):
    parts.years(made)
with show.guarded("目标与问题"):
    parts.words(made)
with show.guarded("依据与来源"):
    parts.sources(made)
