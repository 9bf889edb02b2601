"""应评尽评: listed, evaluated, not submitted; late, sent twice, not on the list; by count and by money."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts.coverage import coverage
from evalcore.glossary import integer, money, number, percent
from evalcore.queries import follow_up
from evalcore.queries import overview as queries
from evalcore.queries.run import Selection
from pages._ui import data, frame, show
from pages._ui.show import Metric
from pages._ui.table import Rows
from pages.results import kpis
from pages.review import behind

_EXCEPTIONS = {"CV_LATE": "逾期报送", "CV_DUPLICATE_FORM": "重复报送", "CV_NOT_IN_LIST": "不在清单"}


def section(selection: Selection) -> None:
    """The figure of /overview, its numbers, and the exceptions."""
    listed = data.frame(queries.coverage_by_department, selection)
    if not listed.empty:
        drawn = data.drawn(lambda: coverage(listed), selection, "coverage")
        frame.headline(headline(listed, data.frame(follow_up.coverage_exceptions, selection)))
    if listed.empty:
        show.note(
            "当前数据集没有应评项目清单，无法统计应评与未报，也无法判断是否在清单内。可在“数据导入”导入清单（xlsx）。"
        )
    else:
        numbers(listed)
        missing = int(listed["not_submitted"].sum())
        button = (f"查看未报的 {missing:,} 个项目", "left") if missing else None
        show.chart(
            drawn,
            lambda code, page: kpis.on_the_list(code, selection, page), shortcut=button,
        )  # fmt: skip
    exceptions(selection, listed=not listed.empty)


def headline(listed: pd.DataFrame, found: pd.DataFrame) -> str:
    """Was everything evaluated, and what is wrong with what came."""
    whole, left = int(listed["listed"].sum()), int(listed["not_submitted"].sum())
    share = percent((whole - left) / whole if whole else None)
    of = dict(zip(found["code"], found["evaluations"], strict=True)) if len(found) else {}
    said = "、".join(f"{name} {integer(of.get(code, 0))} 个" for code, name in _EXCEPTIONS.items())
    return (
        f"应评 {integer(whole)} 个，已评占 {share}，"
        + (f"未报 {integer(left)} 个" if left else "应评尽评")
        + f"；{said}。"
    )


def numbers(listed: pd.DataFrame) -> None:
    """Listed, evaluated, not submitted, each by count and by money of the list."""
    items = []
    whole = int(listed["listed"].sum())
    for id, amount in (
        ("listed", "listed_money"),
        ("evaluated", "evaluated_money"),
        ("not_submitted", "not_submitted_money"),
    ):
        count = int(listed[id].sum())
        note = f"年初预算 {money(listed[amount].astype(float).sum())}"
        items.append(
            Metric(
                id,
                f"{integer(count)} 个",
                note=note if id == "listed" else f"{percent(count / whole)}；{note}",
            )
        )
    show.metrics(items, columns=3)


def exceptions(selection: Selection, *, listed: bool) -> None:
    """Three lines that open the evaluations they count."""
    found = data.frame(follow_up.coverage_exceptions, selection)
    rows = found.set_index("code").to_dict("index") if len(found) else {}
    with st.container(border=True, key="figure_exceptions", gap="xsmall"):
        st.subheader("逾期、重复与不在清单", anchor=False)
        for code, name in _EXCEPTIONS.items():
            line = rows.get(code)
            if line is None:
                unchecked = not listed and code != "CV_DUPLICATE_FORM"
                show.note(f"{name}：{'未检（没有应评项目清单）' if unchecked else '0 个'}")
                continue
            blank = int(line["evaluations"] - line["with_annual"])
            st.button(
                f"{name}：{integer(line['evaluations'])} 个评价、{integer(line['departments'])} 个部门，"
                f"涉及全年预算 {money(number(line['money']))}" + (f"（{blank} 个未填金额）" if blank else ""),
                key=f"exception_{code}", type="tertiary", icon=":material/chevron_right:",
                on_click=show.open_drill, args=("exceptions", f"code:{code}"),
            )  # fmt: skip
        show.drilled("exceptions", lambda code, page: _behind(code, page, selection))


def _behind(code: str, page: int, selection: Selection) -> Rows | None:
    return behind.projects(code, page, selection)
