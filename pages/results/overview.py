"""总体情况: was everything evaluated, and how good was the year?"""

import streamlit as st

from evalcore.charts.coverage import coverage
from evalcore.charts.departments import departments
from evalcore.charts.histogram import histogram
from evalcore.queries import overview as queries
from pages._ui import address, data, drill, frame, show
from pages._ui.table import Rows
from pages.results import attention, kpis
from pages.review.coverage import exceptions

choice = frame.title("总体情况", "应评的都评了吗，这一年的钱花得怎么样？")
selection = data.selection(choice)
data.ahead(
    queries.overview_totals, queries.score_bins, queries.grades_by_department, queries.money_by_department,
    queries.attention, queries.attention_kinds, queries.attention_departments, of=selection,
)  # fmt: skip
kind = address.SCORES[choice.score]
totals = data.frame(queries.overview_totals, selection)


def behind(code: str, page: int) -> Rows | None:
    return drill.projects(code, page, selection)


def left(code: str, page: int) -> Rows | None:
    return kpis.on_the_list(code, data.listing(choice), page)


listing = data.listing(choice)
listed = data.frame(queries.coverage_by_department, listing)
if totals.empty or not totals["evaluations"].iloc[0]:
    show.empty()
    if listed.empty:
        st.stop()
if not totals.empty and totals["evaluations"].iloc[0]:
    with show.guarded("主要指标"):
        frame.headline(kpis.headline(choice, totals.iloc[0], listed))
        kpis.row(choice, totals.iloc[0])
if not listed.empty:
    with show.guarded("应评、已评与未报"):
        missing = int(listed["not_submitted"].sum())
        button = (f"查看未报的 {missing:,} 个项目", "left") if missing else None
        show.chart(data.drawn(lambda: coverage(listed), listing, "coverage"), left, shortcut=button)
else:
    show.note("当前数据集没有应评项目清单，无法统计应评与未报。")
if totals.empty or not totals["evaluations"].iloc[0]:
    st.stop()
with show.guarded("需关注事项"):
    attention.listed(selection, behind, left, listed)
if not listed.empty:
    with show.guarded("逾期、重复与不在清单"):
        exceptions(selection, listed=True)
with show.guarded("得分分布"):
    bins = data.frame(queries.score_bins, selection)
    if bins.empty:
        show.note(f"所选评价都没有{kind}得分，可在左侧改选得分口径。")
    else:
        show.chart(data.drawn(lambda: histogram(bins, kind), selection, "histogram"), behind)
with show.guarded("各部门等级与执行"):
    grades = data.frame(queries.grades_by_department, selection)
    cash = data.frame(queries.money_by_department, selection)
    show.chart(data.drawn(lambda: departments(grades, cash, kind), selection, "departments"), behind)
