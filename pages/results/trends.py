"""年度变化: what changed, and is it the same projects, other projects, or other rules?"""

import streamlit as st

from evalcore.charts import change as charts
from evalcore.insight import change as insight
from evalcore.queries import change as queries
from evalcore.queries import scores
from evalcore.queries.grades import grade_flows
from pages._ui import address, choose, data, drill, frame, show
from pages.results import changes, year_change

choice = frame.title("年度变化", "与上年相比变了什么？是同一批项目变了，还是换了项目、改了规则？")
kind = address.SCORES[choice.score]
pair = year_change.years(choice)
if pair is None:
    if data.frame(scores.score_quantiles_by_year, data.selection(choice)).empty:
        show.empty("没有上一年度的评价，不能比较")
    else:
        show.note("当前数据只有一个年度，不能比较年度变化；导入上年度评价资料后即可查看。")
    st.stop()
year, before = pair
both = data.selection(choice, years=(before, year), grades=())
wide = data.selection(choice, years=(), grades=())
for each in insight.MEASURES:
    data.ahead(queries.change_groups, of=both, year=year, before=before, measure=each)
data.ahead(grade_flows, of=both, year=year, before=before)
data.ahead(
    scores.score_quantiles_by_year, queries.rule_sets_by_year, queries.scores_by_department_year, of=wide
)
if data.frame(queries.change_groups, both, year=year, before=before, measure="mean").empty:
    show.empty()
    st.stop()

with show.guarded("一句话"):
    year_change.top(both, kind, year, before)
with show.guarded("主要指标"):
    year_change.row(both, kind, year, before)
with show.guarded("变化的来源"):
    names = {m: insight.measure_name(m, kind) for m in insight.MEASURES}
    measure = choose.one("看哪一个数", names, "measure")
    change = year_change.taken_apart(both, measure, year, before)
    said = insight.sentence(change, measure, kind, year, before) + insight.links(change)
    if change.total is None:
        show.note(said)
    else:
        title = f"{names[measure]}的变化来自哪里：{before}年 → {year}年"
        unit = "%" if insight.MEASURES[measure][3] == 100 else "分"
        rows = insight.frame(change, measure)
        drawn = charts.parts(
            rows,
            title=title,
            finding=said,
            unit=unit,
            measure=year_change.TERMS[measure],
            year=year,
            before=before,
        )
        show.chart(drawn, lambda code, page: year_change.behind(both, measure, year, before, code, page))
with show.guarded("同一项目的变化"):
    mean = year_change.taken_apart(both, "mean", year, before)
    if mean.levels:
        parts = insight.shown(mean, 2)[2]
        whole = sum(parts.get(id, 0) for id in ("same", "ruled", "rules"))
        count = sum(p.n_now for p in mean.parts if p.id in ("same", "ruled"))
        effects = insight.shown_levels(mean, whole, 2)
        drawn = charts.levels(effects, kind=kind, count=count, year=year, before=before)
        show.chart(drawn, lambda code, page: year_change.behind(both, "mean", year, before, code, page))
with show.guarded("等级变化"):
    changes.listed(choice, kind, pair)
with show.guarded("历年分布"):
    quantiles = data.frame(scores.score_quantiles_by_year, wide)
    rules = data.frame(queries.rule_sets_by_year, wide)
    drawn = data.drawn(lambda: charts.bands(quantiles, rules, kind), wide, "bands by year")
    show.chart(drawn, lambda code, page: drill.projects(code, page, wide))
with show.guarded("各部门历年"):
    lines = year_change.lines(wide, choice.dataset)
    if not lines.empty:
        drawn = data.drawn(lambda: charts.multiples(lines, kind), wide, "multiples")
        show.chart(drawn, lambda code, page: drill.projects(code, page, wide))
