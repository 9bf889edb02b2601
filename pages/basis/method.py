"""口径与制度依据: what do the numbers mean?"""

import streamlit as st

from evalcore.scoring.rule_set import all_rule_sets
from pages._ui import data, frame, show
from pages._ui.basis import codes, conventions, rules, words

choice = frame.title("口径与制度依据", "这些数字是什么意思，依据是什么？")
selection = data.selection(choice)
parts = {
    "rules": "规则集",
    "numbers": "计分与取数",
    "codes": "疑点代码",
    "words": "名词解释",
    "data": "数据版本与引用",
}
asked = st.query_params.get("part", "rules")
if st.session_state.get("part_address") != asked:
    st.session_state["part"] = asked if asked in parts else "rules"
    st.session_state["part_address"] = asked


def _chosen() -> None:
    st.query_params["part"] = st.session_state["part_address"] = st.session_state["part"]


part = st.segmented_control(
    "查看",
    list(parts),
    key="part",
    format_func=parts.__getitem__,
    required=True,
    on_change=_chosen,
    label_visibility="collapsed",
)
frame.headline(
    f"全部得分按 {len(all_rule_sets())} 套有日期、有依据的规则集计算；等级线、权重、"
    "计分方法都在规则集文件里，不写在程序里。"
)
with show.guarded(parts[part]):
    match part:
        case "rules":
            rules.section(selection)
        case "numbers":
            conventions.section()
        case "codes":
            codes.section(selection)
        case "words":
            words.section()
        case "data":
            words.versions(selection)
