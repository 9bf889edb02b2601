"""需关注事项: five kinds of findings by money × severity × surprise, each a link to its projects."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import term
from evalcore.insight import attention
from evalcore.queries import overview as queries
from evalcore.queries.run import Selection
from pages._ui import data, show
from pages._ui.table import Rows

NAME = "attention"


def listed(
    selection: Selection, rows: Callable[[str, int], Rows | None],
    missing: Callable[[str, int], Rows | None], coverage: pd.DataFrame,
) -> None:  # fmt: skip
    """Five lines (definition under 口径), and below them the projects of the open one.

    rows: the evaluations with a code; missing: the listed projects without one ("left").
    """
    cells, kinds, departments = (
        data.frame(query, selection)
        for query in (queries.attention, queries.attention_kinds, queries.attention_departments)
    )
    found = data.computed(
        lambda cells: attention.items(cells, kinds, departments, coverage)[: attention.weights()["items"]],
        cells, selection, NAME,
    )  # fmt: skip
    with st.container(border=True, key=f"figure_{NAME}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(
                "需关注事项", anchor=False, help=plain.markdown(term("attention").definition), width="content"
            )
            st.caption("按“金额 × 级别 × 意外程度”排列，均为待核实的疑点，不是结论")
        if not found:
            show.note("当前范围内没有待核实的红、黄疑点。")
            return
        for item in found:
            mark = ":red-badge[需核实]" if item.severity == "red" else ":orange-badge[请说明]"
            code = "left" if item.code == attention.MISSING_SELF else f"code:{item.code}"
            st.button(
                f"{mark} {plain.markdown(item.sentence)}", key=f"attention_{item.code}", type="tertiary",
                icon=":material/chevron_right:", on_click=show.open_drill, args=(NAME, code),
            )  # fmt: skip
        show.drilled(NAME, lambda code, page: (missing if code == "left" else rows)(code, page))
