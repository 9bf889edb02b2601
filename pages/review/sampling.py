"""抽查复核: the list, drawn by risk or at random, as xlsx; and review scores entered against an evaluation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.glossary import code_name, integer, money
from evalcore.insight import spot_check
from evalcore.insight.spot_check import Draw
from evalcore.queries import spot_check as queries
from evalcore.queries.run import Selection
from pages._ui import choose, citation, data, enter, filters, frame, show
from pages._ui.table import columns
from pages.review import reviewing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def section(selection: Selection, evaluations: int) -> None:
    """Way, size and seed are in the address: the same link, the same list."""
    enter.said()
    with st.container(border=True, key="figure_spot_check", gap="xsmall"):
        show.head("spot_check", "抽查清单", ("spot_check", "risk_points"))
        draw = _draw()
        candidates = data.frame(queries.spot_check_departments, selection)
        if candidates.empty:
            show.note("当前范围内没有尚未复核的单位自评。")
            return
        quotas = spot_check.shares(candidates, draw.size)
        chosen = data.frame(queries.spot_check, selection, quotas=quotas, **draw.params)
        chosen = chosen.merge(candidates, on="department_code")
        of = int(candidates["candidates"].sum())
        frame.headline(
            f"{integer(of)} 个尚未复核的单位自评中抽出 {len(chosen)} 个，涉及 {chosen['department_code'].nunique()} 个部门、"
            f"全年预算 {money(chosen['budget_annual'].astype(float).sum())}；{draw.label}。"
        )
        if draw.by == "risk":
            st.warning("本清单按风险选取，不是随机样本：复核结果只说明被抽中的项目，不得推及其他项目。")
        _list(selection, chosen, draw, evaluations)
    reviewing.section(selection, chosen)


def _draw() -> Draw:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        by = choose.one("抽取方式", spot_check.WAYS, "draw")
        size = choose.number(
            "抽取个数",
            "n",
            spot_check.weights()["size"]["default"],
            1,
            spot_check.weights()["size"]["most"],
        )
        seed = choose.number(
            "随机种子",
            "seed",
            1,
            0,
            999_999,
            help="同一种子、同一数据抽出同一清单；按风险抽取时用于分值相同的项目。",
        )
    return Draw(by, size, seed)


def _list(selection: Selection, chosen: pd.DataFrame, draw: Draw, evaluations: int) -> None:
    ids = tuple(chosen["evaluation_id"])
    why = spot_check.reasons(data.frame(queries.spot_check_reasons, selection, ids=ids))
    shown = chosen.assign(
        risk_points=chosen["points"].astype(float), spot_reason=[why.get(id, "") for id in ids],
    )[["department", "project", "year", "budget_annual", "self_score", "recomputed", "risk_points", "spot_reason"]]  # fmt: skip
    picked = st.dataframe(
        shown, hide_index=True, column_config=columns(shown), on_select="rerun", selection_mode="single-row",
        key="spot_rows", alt="抽查清单", placeholder="—", height=320,
    )  # fmt: skip
    rows = picked["selection"]["rows"]
    if rows and rows[0] < len(ids) and st.query_params.get("review") != ids[rows[0]]:
        st.query_params["review"] = ids[rows[0]]
    version = data.version()
    about = [
        "抽查清单与复核记录表", draw.label, f"抽取范围：{citation.in_words(filters.current())}；范围内 {evaluations} 个评价，清单 {len(chosen)} 个",
        f"数据版本 {version.id if version else ''}" + ("；模拟数据，不代表任何真实地区和单位" if selection.dataset == "demo" else ""),
        points_in_words(), "填写办法：在“复核记录”表填复核得分、复核理由、复核人、复核日期，未复核的行留空；填好后用“数据导入”或 evalcore load 导入。",
        "所列疑点均待核实，不是结论。",
    ]  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "下载复核表（xlsx）",
            lambda: spot_check.workbook(chosen, data.frame(queries.spot_check_rows, selection, ids=ids), why, about),
            file_name=f"抽查清单_{spot_check.WAYS[draw.by]}_{len(chosen)}个_种子{draw.seed}.xlsx", mime=XLSX, type="primary",
            icon=":material/download:", on_click="ignore", key="spot_xlsx",
        )  # fmt: skip
        st.caption("点选一行，在下方录入复核分；或下载填写后导入")
    show.note(points_in_words())


def points_in_words() -> str:
    """The points of the draw by risk, as a reader sees them."""
    w = spot_check.weights()
    names = "、".join(code_name(code) for code in w["extra"]["codes"])
    return (
        f"风险分值：每个待核实或属实的疑点代码计一次，红 {w['points']['red']}、黄 {w['points']['yellow']}、"
        f"提示 {w['points']['info']}；直接影响得分或金额的另加 {w['extra']['points']}（{names}）。"
    )
