"""疑点 of one evaluation: gravest first, with place, basis and status."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import code_name, term
from evalcore.queries.project import Passport
from evalcore.queries.run import Selection
from pages._ui import finding_status, show
from pages._ui.table import download

SEVERITY = {"red": ("需核实", "red"), "yellow": ("请说明", "orange"), "info": ("提示", "gray")}


def listed(made: Passport, found: pd.DataFrame) -> None:
    """One block a severity; those about an indicator open it."""
    with st.container(border=True, key="figure_findings"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(
                "疑点", anchor=False, help=plain.markdown(term("finding").definition), width="content"
            )
            st.caption("系统核对发现、需要核实或说明的事项，不是结论")
        if found.empty:
            show.note("已检查的各项没有发现疑点。")
            return
        rows = found.to_dict("records")
        of = {severity: [row for row in rows if row["severity"] == severity] for severity in SEVERITY}
        counts = [f"{word} {len(of[severity])} 个" for severity, (word, _) in SEVERITY.items()]
        open_ones = sum(row["status"] == "待核实" for row in rows)
        show.finding(f"共 {len(rows)} 个疑点：{'、'.join(counts)}；其中待核实 {open_ones} 个。")
        for severity in ("red", "yellow"):
            lines(of[severity], severity)
        if info := of["info"]:
            with st.expander(f"提示 {len(info)} 个（填报质量，不影响得分）"):
                lines(info, "info")
        finding_status.editor(rows, Selection(dataset=made.dataset))
        download(lambda: export(found), f"{made.evaluation.project}_疑点", key="csv_findings")


def lines(found: Sequence[Mapping[Hashable, Any]], severity: str, *, lead: bool = True) -> None:
    """The findings of one severity as sentences. found: rows of project_findings; lead: to the indicators they name."""
    word, colour = SEVERITY[severity]
    for line in found:
        said = [str(line["status"])]
        said += [f"位置：{line['place']}"] if pd.notna(line["place"]) else []
        said += [f"依据：{line['basis']}"] if pd.notna(line["basis"]) else []
        sentence = (
            f":{colour}-badge[{word}] **{plain.markdown(code_name(line['code']))}**　"
            f"{plain.markdown(line['message'])}  \n:small[:gray[{plain.markdown('；'.join(said))}]]"
        )
        if not lead or pd.isna(line["position"]):
            st.markdown(sentence)
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(sentence, width="stretch")
            st.button(
                "查看该指标", key=f"finding_{line['finding_id']}", type="tertiary", on_click=_open,
                args=(str(int(line["position"])),),
            )  # fmt: skip


def export(found: pd.DataFrame) -> pd.DataFrame:
    """The findings under Chinese headings."""
    return pd.DataFrame(
        {
            "级别": [SEVERITY[s][0] for s in found["severity"]],
            "代码": found["code"].to_list(),
            "名称": [code_name(code) for code in found["code"]],
            "疑点": found["message"].to_list(),
            "位置": found["place"].to_list(),
            "依据": found["basis"].to_list(),
            "状态": found["status"].to_list(),
            "数值": found["numbers"].to_list(),
        }
    )


def _open(code: str) -> None:
    st.query_params["indicator"] = code
