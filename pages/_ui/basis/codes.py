"""The table of finding codes: condition, severity, basis, and how often each stands in the selection."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.glossary import code_name
from evalcore.queries import method as queries
from evalcore.queries.run import Selection
from evalcore.scoring.checks.catalog import all_codes
from pages._ui import data, show
from pages._ui.table import download

SEVERITY = {"red": "需核实（红）", "yellow": "请说明（黄）", "info": "提示"}
SCOPE = {"F": "文件", "P": "项目", "I": "指标", "X": "跨年度、跨项目", "D": "部门（不少于 5 个项目）"}


def table(selection: Selection) -> pd.DataFrame:
    """Every code with its counts in the selection."""
    counts = data.frame(queries.finding_counts, selection)
    found = counts.set_index("code").to_dict("index") if len(counts) else {}
    rows = []
    for code in all_codes():
        own = found.get(code.code, {})
        rows.append(
            {
                "代码": code.code,
                "名称": code_name(code.code),
                "级别": SEVERITY[code.severity.value],
                "范围": SCOPE.get(code.scope, code.scope),
                "条件": code.condition,
                "依据": code.basis,
                "所需材料": code.needs,
                "当前筛选内（个）": int(own.get("findings", 0)),
                "待核实（个）": int(own.get("open", 0)),
            }
        )
    return pd.DataFrame(rows)


def section(selection: Selection) -> None:
    """The table, narrowed by severity."""
    frame = table(selection)
    with st.container(border=True, key="figure_codes"):
        st.subheader("疑点代码表", anchor=False)
        by = frame["级别"].value_counts()
        show.finding(
            f"共 {len(frame)} 个代码"
            "：" + "、".join(f"{name} {int(by.get(name, 0))} 个" for name in SEVERITY.values())
            + f"；当前筛选范围内出现过 {int((frame['当前筛选内（个）'] > 0).sum())} 个。"
        )  # fmt: skip
        kept = st.pills("级别", list(SEVERITY.values()), selection_mode="multi", key="code_severity")
        shown = frame[frame["级别"].isin(kept)] if kept else frame
        st.dataframe(
            shown, hide_index=True, alt="疑点代码表", height=520, placeholder="—",
            column_config={"条件": st.column_config.TextColumn(width="large")},
        )  # fmt: skip
        download(shown, "疑点代码表", key="csv_codes")
        show.note(
            "条件中的数字是默认阈值，规则集可以改；双击单元格看全文。“所需材料”不在表中的检查记为未检。"
        )
