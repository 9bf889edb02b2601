"""预算执行: was the money spent, and as planned?"""

import streamlit as st

from evalcore.charts import execution as charts
from evalcore.charts import money_flow, score_map
from evalcore.queries import execution as queries
from pages._ui import address, data, frame, show
from pages._ui.table import Rows
from pages.money import behind, left, rates

choice = frame.title("预算执行", "钱花出去了吗，是按计划花的吗？")
selection = data.selection(choice)
data.ahead(
    queries.execution_totals, queries.execution_by_department, queries.execution_bins, queries.execution_flow,
    queries.cut_but_full, of=selection,
)  # fmt: skip
part = "recomputed" if choice.score == "recomputed" else "self"
totals = data.frame(queries.execution_totals, selection)
if totals.empty or not totals["evaluations"].iloc[0]:
    show.empty()
    st.stop()
row = totals.iloc[0]
evaluations = int(row["evaluations"])


def rows(code: str, page: int) -> Rows | None:
    return behind.projects(code, page, selection, part)


departments = data.frame(queries.execution_by_department, selection)
with show.guarded("主要指标"):
    said = data.computed(
        lambda rows: rates.headline(row, rows, queries.LOW), departments, selection, "headline"
    )
    frame.headline(said)
    rates.row(choice, row)
if not row["with_both"]:
    show.note("所选评价都没有同时填报全年预算数和全年执行数，无法分析预算执行。")
    st.stop()
with show.guarded("执行率分布"):
    bins = data.frame(queries.execution_bins, selection)
    show.chart(data.drawn(lambda: charts.rates(bins, evaluations), selection, "rates"), rows)
with show.guarded("资金流向"):
    steps = data.frame(queries.execution_flow, selection)
    if steps.empty:
        show.note("没有年初预算、全年预算、执行数三项齐全的评价，不画资金流向图。")
    else:
        show.chart(data.drawn(lambda: money_flow.flow(steps, evaluations), selection, "flow"), rows)
with show.guarded("执行率偏低的部门"):
    low = data.drawn(lambda: charts.low_departments(departments, queries.LOW), selection, "low")
    if low is None:
        show.note("没有执行率低于 80% 的部门。")
    else:
        show.chart(low, rows)
with show.guarded("结余与上年结转"):
    left.section(selection, part)
with show.guarded("压减过半的项目"):
    cut = data.frame(queries.cut_but_full, selection)
    if cut.empty:
        show.note("没有全年预算比年初压减过半、同时填报执行率 100% 的项目。")
    else:
        show.chart(data.drawn(lambda: money_flow.cuts(cut), selection, "cuts"), rows)
with show.guarded("得分与执行率"):
    cells = data.frame(queries.execution_map, selection, part=part)
    if cells.empty:
        show.note("没有同时具备执行率和分项得分的评价，不画得分与执行率对照图。")
    else:
        kind = address.SCORES[part]
        drawn = data.drawn(
            lambda: score_map.score_map(cells, evaluations, kind, queries.GAP), selection, "map", part
        )
        show.chart(drawn, rows)
        if choice.score == "review":
            show.note("复核没有分项的执行率得分，本图按自评得分计算。")
with show.guarded("各部门执行率"):
    drawn = data.drawn(lambda: charts.by_department(departments, queries.LOW), selection, "by_department")
    show.chart(drawn, rows)
