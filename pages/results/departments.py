"""部门分析（同类比较）: how do departments compare, like with like?"""

import streamlit as st

from evalcore.charts import comparison as charts
from evalcore.charts import strip
from evalcore.insight import bands as insight
from evalcore.insight.peers import settings
from evalcore.queries import comparison as queries
from evalcore.queries import scores
from pages._ui import address, data, drill, frame, show
from pages._ui.table import Rows
from pages.results import peers

choice = frame.title("部门分析（同类比较）", "同类部门放在一起看，差别有多大？换一种权重还是这样吗？")
kind = address.SCORES[choice.score]
chosen = peers.compared(choice)
if not chosen.codes:
    show.empty()
    st.stop()
selection = data.selection(choice, departments=chosen.codes)
data.ahead(
    queries.department_kpis,
    scores.score_quantiles_by_department,
    queries.level_sums_by_department,
    of=selection,
)
rows = data.frame(queries.department_kpis, selection)
if rows.empty:
    show.empty()
    st.stop()
every = data.options(choice.dataset).departments
names = {code: every.get(code, code) for code in rows["code"]}


def behind(code: str, page: int) -> Rows | None:
    return drill.projects(code, page, selection)


frame.headline(peers.headline(rows, kind, chosen))
with show.guarded("得分分布"):
    quantiles = data.frame(scores.score_quantiles_by_department, selection)
    if not quantiles.empty:
        drawn = data.drawn(
            lambda: strip.by_group(peers.named(quantiles, names), "department", kind), selection, "peer strip"
        )
        show.chart(drawn, behind)
with show.guarded("主要指标"):
    peers.table(rows, names, kind, selection)
with show.guarded("一级指标得分率与所处区间"):
    if choice.score == "review":
        show.note("复核得分没有分项数，一级指标得分率和所处区间请改选自评或复算口径。")
    else:
        sums = data.frame(queries.level_sums_by_department, selection)
        drawn = data.drawn(lambda: charts.level_rates(sums, names, kind), selection, "level rates")
        if drawn.codes:
            show.chart(drawn, behind)
        else:
            show.note(drawn.finding)
        held = data.computed(insight.bands, sums, selection, "bands")
        flips = data.computed(insight.flips_by_department, lambda: data.held(selection), selection, "flips")
        rules = settings()["bands"]
        drawn = data.drawn(
            lambda: charts.bands(held, names, flips, kind, spread=rules["spread"], rule_sets=rules["rule_sets"]),
            selection, "bands",
        )  # fmt: skip
        if drawn.rows:
            show.chart(drawn, behind)
        else:
            show.note(drawn.finding)
with show.guarded("项目少的部门"):
    peers.small(rows, names, selection)
