"""得分分布: are the scores telling us anything?"""

import streamlit as st

from evalcore.charts import strip
from evalcore.charts.histogram import histogram
from evalcore.queries import overview
from evalcore.queries import scores as queries
from pages._ui import address, data, drill, frame, show
from pages._ui.table import Rows
from pages.results import spread

choice = frame.title("得分分布", "这些得分能说明什么？有没有拉开差距？")
selection = data.selection(choice)
data.ahead(
    overview.overview_totals, overview.score_bins, queries.score_kinds, queries.score_quantiles_by_department,
    queries.never_lost, of=selection,
)  # fmt: skip
kind = address.SCORES[choice.score]


def behind(code: str, page: int) -> Rows | None:
    return drill.projects(code, page, selection)


totals = data.frame(overview.overview_totals, selection)
if totals.empty or not totals["scored"].iloc[0]:
    show.empty(f"没有符合条件且有{kind}得分的评价")
    st.stop()
frame.headline(spread.headline(totals.iloc[0], kind))
with show.guarded("主要指标"):
    spread.row(totals.iloc[0], kind)
with show.guarded("得分分布"):
    bins = data.frame(overview.score_bins, selection)
    button = ("查看得分最低的项目", "has:score")
    show.chart(data.drawn(lambda: histogram(bins, kind), selection, "histogram"), behind, shortcut=button)
with show.guarded("自评、复核、复算"):
    three = data.frame(queries.score_kinds, selection)
    show.chart(data.drawn(lambda: strip.kinds(three), selection, "kinds"))
with show.guarded("分组分布"):
    group = spread.group()
    wide = selection if group == "department" else data.selection(choice, years=spread.years(choice))
    by = queries.score_quantiles_by_department if group == "department" else queries.score_quantiles_by_year
    rows = data.frame(by, wide)
    drawn = data.drawn(lambda: strip.by_group(rows, group, kind), wide, "strip", group)
    show.chart(drawn, lambda code, page: drill.projects(code, page, wide))
with show.guarded("从未失分的指标"):
    spread.never_lost(selection)
