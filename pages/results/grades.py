"""评价等级分布: who is 优, 良, 中, 差, with how much money?"""

import streamlit as st

from evalcore.charts import grades as charts
from evalcore.queries import grades as queries
from evalcore.queries import overview
from pages._ui import address, data, drill, frame, show
from pages.results import changes, kpis, spread

choice = frame.title("评价等级分布", "谁是优、良、中、差，涉及多少资金，与上年相比有什么变化？")
selection = data.selection(choice)
kind = address.SCORES[choice.score]
scored_by = data.selection(choice, methods=(), grades=())
wide = data.selection(choice, years=spread.years(choice))
data.ahead(overview.grades_by_department, of=selection)
data.ahead(overview.good_shares, of=scored_by)
data.ahead(queries.grades_by_year, of=wide)
by_department = data.frame(overview.grades_by_department, selection)
if by_department.empty:
    show.empty()
    st.stop()

drawn_departments = data.drawn(
    lambda: charts.by_group(by_department, "department", kind), selection, "grades", "department"
)
with show.guarded("优良率对照"):
    shares = data.frame(overview.good_shares, scored_by)
    frame.headline(kpis.good_headline(drawn_departments.finding, shares))
    kpis.good_row(shares)
with show.guarded("按年度"):
    rows = data.frame(queries.grades_by_year, wide)
    drawn = data.drawn(lambda: charts.by_group(rows, "year", kind), wide, "grades", "year")
    show.chart(drawn, lambda code, page: drill.projects(code, page, wide))
with show.guarded("等级变化"):
    changes.listed(choice, kind)
with show.guarded("按部门"):
    show.chart(drawn_departments, lambda code, page: drill.projects(code, page, selection))
