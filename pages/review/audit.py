"""自评复核: can I believe it?"""

import streamlit as st

from evalcore.queries import audit as queries
from pages._ui import choose, data, frame, show
from pages.review import believe, coverage, follow, sampling, suspicion

# code in the address → words
VIEWS = {
    "believe": "自评可信度",
    "findings": "疑点",
    "check": "抽查复核",
    "coverage": "应评尽评",
    "follow": "结果应用与整改",
}

choice = frame.title("自评复核", "自评得分可以相信吗，该核实哪些？")
selection = data.selection(choice)
view = choose.one("查看", VIEWS, "view", leaves=("drill", "p", "sort"))
if view == "coverage":
    with show.guarded("应评尽评"):
        coverage.section(selection)
    st.stop()
if view == "follow":
    with show.guarded("结果应用与整改"):
        follow.section(choice)
    st.stop()
if view == "believe":
    believe.ahead(choice, selection)
gaps = data.frame(queries.audit_gaps, selection, by="all")
if gaps.empty or not gaps["evaluations"].iloc[0]:
    show.empty()
    st.stop()
if view == "believe":
    believe.section(choice, selection, gaps.iloc[0])
elif view == "findings":
    suspicion.section(selection)
elif view == "check":
    with show.guarded("抽查复核"):
        sampling.section(selection, int(gaps["evaluations"].iloc[0]))
