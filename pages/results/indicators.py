"""绩效指标分析: are the targets worth reaching? One indicator in whatever words, and the quality of targets."""

import pandas as pd
import streamlit as st

from evalcore.charts import indicators as charts
from evalcore.queries import frame as frame_queries
from evalcore.queries import indicators as queries
from evalcore.queries import scores
from pages._ui import data, frame, show
from pages._ui.table import Rows
from pages.results import named, spread

choice = frame.title("绩效指标分析", "目标定得合适吗？同一指标各部门完成得怎样？")
selection = data.selection(choice)
counted = data.frame(frame_queries.selection_counts, selection)
if counted.empty or not counted["selected"].iloc[0]:
    show.empty()
    st.stop()
with show.guarded("查找指标"):
    chosen = named.chosen(selection)
names, about = chosen.names, chosen.about
departments = data.options(choice.dataset).departments


def behind(code: str, page: int) -> Rows | None:
    return named.rows(code, page, selection, names)


wide = data.selection(choice, years=spread.years(choice))
data.ahead(queries.indicator_by_department, queries.indicator_achievement, of=selection, names=names)
data.ahead(queries.indicator_by_year, of=wide, names=names)
data.ahead(scores.never_lost, of=selection)
rows = data.frame(queries.indicator_by_department, selection, names=names)
if rows.empty:
    show.empty("所选评价没有三级指标")
    st.stop()
targets = pd.DataFrame() if names else data.frame(queries.target_findings, selection)
frame.headline(named.headline(rows, targets, about))
with show.guarded("完成程度分布"):
    bins = data.frame(queries.indicator_achievement, selection, names=names)
    drawn = data.drawn(lambda: charts.achievement(bins, about), selection, "achievement", names)
    show.chart(drawn, behind)
with show.guarded("目标设定偏差"):
    drawn = data.drawn(
        lambda: charts.by_department(rows, departments, about, targets),
        selection,
        "target_departments",
        names,
    )
    show.chart(drawn, behind)
with show.guarded("目标与完成的年度变化"):
    years = data.frame(queries.indicator_by_year, wide, names=names)
    if not years.empty:
        drawn = data.drawn(lambda: charts.by_year(years, about), wide, "target_years", names)
        show.chart(drawn, lambda code, page: named.rows(code, page, wide, names))
with show.guarded("从未失分的指标"):
    spread.never_lost(selection)
