"""权重与等级线测算: what if weights or lines were different? Nothing here is stored."""

import streamlit as st

from evalcore.charts import what_if as charts
from evalcore.glossary import integer, percent
from evalcore.insight import bands
from evalcore.insight import what_if as insight
from pages._ui import address, data, frame, show
from pages.review import trial

choice = frame.title("权重与等级线测算", "换一种权重、等级线或计分方法，谁的等级会变，为什么？")
st.badge(charts.WATERMARK, icon=":material/experiment:", color="gray")
kind = address.SCORES[choice.score]
if choice.score == "review":
    show.note("复核得分没有分项数，不能测算：请在左侧改选自评或复算口径。")
    st.stop()
selection = data.selection(choice)
held = data.held(selection)
if not held.size:
    show.empty(f"没有符合条件且有{kind}得分的评价")
    st.stop()
asked = trial.settings(held, choice.score)
if asked is None:
    st.stop()

with show.guarded("测算"):
    again = trial.again(held, selection, asked)
    made = insight.outcome(held, asked, again)
    frame.headline(trial.headline(held, made, asked, kind))
    if asked.nothing:
        trial.invite(held, made, kind)
    else:
        trial.row(held, made, kind)
    if made.compared.any() and not asked.nothing:
        flows = charts.flows(insight.flows(held, made), kind)
        show.chart(flows, lambda code, page: trial.behind(held, made, selection, code, page))
        why = insight.reasons(made)
        if len(why):
            show.chart(charts.reasons(why))
        show.chart(charts.distribution(insight.histograms(made), kind))
with show.guarded("所处区间"):
    share = data.computed(bands.flips_by_department, held, selection, "flips")
    n = sum(count for _, count in share.values())
    if n:
        flips = sum(s * count for s, count in share.values()) / n
        show.finding(
            f"所处区间：各表权重在上下 20% 内取 200 种，等级会变的情形平均占 {percent(flips)}（N={integer(n)}）；"
            "各部门见“部门分析（同类比较）”。"
        )
