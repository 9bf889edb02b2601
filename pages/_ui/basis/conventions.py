"""How scores, rates and rankings are made: the sentences behind every page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import term
from evalcore.model import BASIS_LABELS, Basis
from pages._ui import show
from pages._ui.table import download

SAID = (
    ("三种得分", (
        "自评是表上印的，复核是上级或财政部门给的，复算是系统按规则集逐项重算的。三种得分分列，"
        "从不互相替代，也不混合平均。"
    )),
    ("四舍五入", (
        "得分一律用十进制计算，四舍五入到 2 位小数，再对照等级线：59.995 分舍入为 60.00 分，是中；"
        "59.994 分舍入为 59.99 分，是差。"
    )),
    ("严格区间", (
        "复算得分附有区间：只采信能由规则直接核对的部分。区间跨过等级线时，"
        "等级后标“待认定”及分值。"
    )),
    ("执行率", (
        "汇总执行率是 Σ全年执行数 ÷ Σ全年预算数，两个数不全的项目不计入并列出个数；"
        "全年预算为 0 没有执行率，不按 0，也不按 100%。"
    )),
    ("年初口径", (
        "年初口径执行率是 全年执行数 ÷ 年初预算数。预算调整率 =（全年 − 年初）÷ 年初。"
        "两个执行率并列，看得出调整后的 100%。"
    )),
    ("资金调整", (
        "追加、调减、划入、划出、收回、结转分别记录，按总额列示，不相互抵消；"
        "原文没有写明方向的标“推算”。"
    )),
    ("缺数", "没有填的就是缺，显示“—”，不按 0 计；每个平均数、比率都列出纳入和未纳入的个数。"),
    ("部门排列", "部门按预算单位编码排列，不按得分排名；个数与金额同时列示；自评优良率不单独列示。"),
    ("疑点", "疑点是核对发现、需要核实或说明的事项，不是结论。缺少所需材料的检查记为“未检”，不算通过。"),
)  # fmt: skip


def section() -> None:
    """The conventions, what a score rests on, and how 需关注事项 are ranked."""
    with st.container(border=True, key="figure_conventions"):
        st.subheader("计分与取数的约定", anchor=False)
        frame = pd.DataFrame(SAID, columns=["事项", "约定"])
        st.table(frame.map(plain.markdown), hide_index=True, border="horizontal", alt="计分与取数的约定")
        download(frame, "计分与取数的约定", key="csv_conventions")
    with st.container(border=True, key="figure_basis"):
        st.subheader("复算得分的四种依据", anchor=False)
        lines = {
            Basis.RULE: "目标值和实际值都读得出来，由规则直接算出，计入“规则复算覆盖率”。",
            Basis.TEXT: "规则问“有没有、是否达成”，材料文字肯定地回答了：按文字给分，严格区间仍从最低分起。",
            Basis.ASSUMED: "表中缺一项（如未列三级分值），按规则集补齐，并作为假定列出。",
            Basis.JUDGEMENT: "材料不足或需要人来判断：不由系统给分，总分暂按填报得分计入并注明。",
        }
        frame = pd.DataFrame([(BASIS_LABELS[b], said) for b, said in lines.items()], columns=["依据", "含义"])
        st.table(frame.map(plain.markdown), hide_index=True, border="horizontal", alt="复算得分的四种依据")
    with st.container(border=True, key="figure_ranking"):
        st.subheader("需关注事项的排列", anchor=False)
        st.markdown(plain.markdown(term("attention").definition))
        show.note("这样金额大、面上普遍的事项排在前面，不会因为一个小单位的个别问题排到首位。")
