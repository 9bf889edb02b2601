"""结果应用与整改: last year's 中 and 差, confirmed findings, whether the budget followed; the ledger, editable."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from evalcore.glossary import integer, money, term
from evalcore.insight import ledger
from evalcore.queries import follow_up as queries
from evalcore.queries.run import LEDGER_STATUSES, Selection
from pages._ui import data, drill, enter, frame, show
from pages._ui.address import Choice
from pages._ui.show import Metric
from pages._ui.table import PAGE_ROWS, Rows, download, page_number, projects

_SHOWN = 1000  # rows of the ledger in the table and in the form
_FOLLOW = [
    "evaluation_id", "year", "department", "project", "method", "outside_grade", "confirmed", "repeated",
    "budget_initial", "next_initial", "next_from", "budget_response", "problems", "open_problems",
]  # fmt: skip


def section(choice: Choice) -> None:
    """The year before the chosen one, whose results should show in the chosen year's budget; and the chosen years."""
    enter.said()
    year, before = drill.narrow(choice.years, data.options(choice.dataset))
    years = tuple(sorted({y for y in (before, year, *choice.years) if y is not None}))
    wide = data.selection(choice, years=(), methods=(), grades=())
    with st.container(border=True, key="figure_follow", gap="xsmall"):
        show.head(
            "follow", "结果应用：评为中、差和属实疑点的项目", ("follow_up", "budget_response", "repeated")
        )
        found = data.frame(queries.follow_up, wide, years=years)
        if found.empty:
            show.note(f"{frame_years(years)}没有部门评价、财政评价或复核评为中、差的项目，也没有属实的疑点。")
        else:
            _follow(ledger.with_response(found), years)
    with st.container(border=True, key="figure_ledger", gap="xsmall"):
        rows = data.frame(queries.ledger, wide, years=years, today=datetime.now(UTC).date())
        if rows.empty:
            st.subheader("整改台账", anchor=False)
            show.note("当前范围没有整改台账；可在“数据导入”导入台账（xlsx）。")
        else:
            _ledger(ledger.with_response(rows), wide)


def frame_years(years: tuple[int, ...]) -> str:
    """2023、2024年."""
    return "、".join(str(y) for y in years) + "年" if years else ""


def _follow(rows: pd.DataFrame, years: tuple[int, ...]) -> None:
    low = rows[rows["outside_grade"].isin(("中", "差"))]
    by = ledger.summary(rows).set_index("response")
    known = int(by.drop(ledger.UNKNOWN)["evaluations"].sum())
    frame.headline(
        f"{frame_years(years)}评为中、差的评价 {len(low)} 个（年初预算 {money(low['budget_initial'].astype(float).sum())}），"
        f"有属实疑点的 {int((rows['confirmed'] > 0).sum())} 个；有下年年初预算可比的 {known} 个中，"
        f"已调减 {int(by.at[ledger.FOLLOWED, 'evaluations'])} 个（{money(by.at[ledger.FOLLOWED, 'money'])}）。"
    )
    show.metrics(
        [
            Metric("evaluations", f"{integer(by.at[name, 'evaluations'])} 个", label=name if name == ledger.UNKNOWN else f"下年预算{name}",
                   note=f"年初预算 {money(by.at[name, 'money'])}", help="按评价年度的年初预算数与下年年初预算数比较。")
            for name in by.index
        ]
    )  # fmt: skip
    unrecorded = int((rows["problems"] == 0).sum())
    show.note(
        f"没有整改记录的 {unrecorded} 个；尚有未完成整改事项的 {int((rows['open_problems'] > 0).sum())} 个；"
        "只看部门评价、财政评价和复核的等级，不以自评得分安排资金。"
    )
    if left := ledger.shortfall(rows):
        show.note(left)
    title, page = "评为中、差和属实疑点的项目", page_number()
    first = (page - 1) * PAGE_ROWS if (page - 1) * PAGE_ROWS < len(rows) else 0
    projects(Rows(rows[_FOLLOW].iloc[first : first + PAGE_ROWS], len(rows), title), key="follow")
    if len(rows) > PAGE_ROWS:
        everything = rows[_FOLLOW].drop(columns="evaluation_id")
        everything.columns = pd.Index([term(name).heading for name in everything.columns])
        download(everything, title, key="csv_follow", label=f"下载全部 {integer(len(rows))} 项 CSV")


def _ledger(rows: pd.DataFrame, selection: Selection) -> None:
    table = ledger.export(rows)
    show.head("ledger", "整改台账", ("problems", "open_problems"), table)
    done = int((rows["status"] == "已整改").sum())
    show.finding(
        f"整改台账 {len(rows)} 项，涉及 {rows['department_code'].nunique()} 个部门：已整改 {done} 项、"
        f"整改中 {int((rows['status'] == '整改中').sum())} 项、待整改 {int((rows['status'] == '待整改').sum())} 项，"
        f"逾期未完成 {int(rows['overdue'].sum())} 项。"
    )
    if left := ledger.shortfall(rows):
        show.note(left)
    st.dataframe(table.head(_SHOWN), hide_index=True, height=360, alt="整改台账", placeholder="—")
    if len(rows) > _SHOWN:
        show.note(
            f"表中列出前 {integer(_SHOWN)} 项，共 {integer(len(rows))} 项；CSV 含全部，更新其余各项请先在左侧选部门。"
        )
        rows = rows.head(_SHOWN)
    if not enter.may_enter():
        show.note("正在查看旧的数据版本，不能更新台账。")
        return
    lines = {row["rectification_id"]: row for row in rows.to_dict("records")}
    with st.popover("更新整改状态", icon=":material/edit_note:"), st.form("rectification", border=False):
        id = st.selectbox(
            "事项", list(lines), placeholder="请选择",
            format_func=lambda id: f"{lines[id]['year']}　{lines[id]['project']}：{lines[id]['problem']}"[:60],
        )  # fmt: skip
        status = st.selectbox("整改状态", LEDGER_STATUSES, index=1, placeholder="请选择")
        note = st.text_input("整改说明", max_chars=200)
        who = enter.who("ledger", "rectification")
        if st.form_submit_button("保存") and id and enter.save(
            who, "rectification", selection.dataset, [(id, {"status": status, "note": note})], f"更新整改状态：{status}"
        ):  # fmt: skip
            st.rerun()
