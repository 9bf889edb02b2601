"""需关注事项: the five kinds of findings that touch most money, each a link to its projects."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import code_name, integer, money, term
from evalcore.queries import overview as queries
from evalcore.queries.run import Selection
from pages._ui import data, show
from pages._ui.show import Rows

NAME = "attention"


def listed(selection: Selection, rows: Callable[[str, int], Rows | None]) -> None:
    """Five lines, ranked by severity × money (definition under 口径), and below them the projects of the open one."""
    found = data.frame(queries.attention, selection, rows=5)
    with st.container(border=True, key=f"figure_{NAME}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(
                "需关注事项", anchor=False, help=plain.markdown(term("attention").definition), width="content"
            )
            st.caption("按“级别 × 涉及金额”排列，均为待核实的疑点，不是结论")
        if found.empty:
            show.note("当前范围内没有待核实的红、黄疑点。")
            return
        for line in found.itertuples():
            words = (
                f"{code_name(line.code)}：{integer(line.evaluations)} 个评价、{integer(line.departments)} 个部门，"
                f"涉及全年预算 {money(line.money)}"
            )
            mark = ":red-badge[需核实]" if line.weight >= 3 else ":orange-badge[请说明]"
            st.button(
                f"{mark} {plain.markdown(words)}", key=f"attention_{line.code}", type="tertiary",
                icon=":material/chevron_right:", on_click=show.open_drill, args=(NAME, f"code:{line.code}"),
            )  # fmt: skip
        show.drilled(NAME, rows)
