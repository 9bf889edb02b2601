"""One indicator in whatever words: the search, the suggested group and its names, and the rows behind a mark."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.charts.indicators import bin_words
from evalcore.glossary import integer, percent, term
from evalcore.insight.wording import Group, Name, groups, likeness, search
from evalcore.queries import indicators as queries
from evalcore.queries.run import Selection
from evalcore.scoring.numbers import fold
from pages._ui import data, drill, enter, show
from pages._ui.table import PAGE_ROWS, Rows
from pages.results import regroup

PARAM = "indicator"  # in the address: the commonest name of the chosen group
WORDS = "words"  # in the address: what was searched for


@dataclass(frozen=True, slots=True)
class Chosen:
    """The names looked at (None: all) and how a sentence speaks of them."""

    names: tuple[str, ...] | None
    about: str


def _suggested(rows: pd.DataFrame, said: dict[str, str | None]) -> tuple[Group, ...]:
    names = [
        Name(
            row.name, _text(row.level2), _text(row.unit), bool(row.measured) if row.measured in (True, False) else None,
            int(row.occurrences),
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    return groups(names, said)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def chosen(selection: Selection) -> Chosen:
    """The search field and what it found; the choice lives in the address."""
    enter.said()
    st.session_state.setdefault(WORDS, st.query_params.get(WORDS, ""))
    words = st.text_input(
        "查找指标", key=WORDS, placeholder="输入指标名称，不同说法也能找到，如：采购设备数量", max_chars=60,
        on_change=_searched, help=term("indicator_group").definition,
    )  # fmt: skip
    asked = st.query_params.get(PARAM, "")
    if not words and not asked:  # grouping a thousand names takes a second: only for who looks for one
        return Chosen(None, "当前范围内")
    every = data.frame(queries.indicator_names, selection, find="", rows=1000)
    entries = regroup.said(every, selection)
    put = regroup.put(entries)
    found = data.computed(
        lambda rows: _suggested(rows, put), every, selection, "wording", *sorted(put.items(), key=str)
    )
    if words:
        answers = search(words, found)
        show.note(
            f"找到 {len(answers)} 组相近的指标。" if answers else "没有相近的指标名称，以下为全部指标。"
        )
        with st.container(horizontal=True):
            for group in answers[:8]:
                st.button(
                    plain.markdown(f"{group.name}（{integer(group.uses)}）"), key=f"pick_{group.name}",
                    on_click=_pick, args=(group.name,), type="secondary",
                )  # fmt: skip
    group = next((one for one in found if any(member.text == asked for member in one.members)), None)
    if group is None:
        return Chosen(None, "当前范围内")
    near = [name for one in search(group.name, found, most=9) if one is not group for name in _texts(one)]
    _members(group, tuple(near), entries, selection)
    return Chosen(_texts(group), f"“{group.name}”")


def headline(rows: pd.DataFrame, targets: pd.DataFrame, about: str) -> str:
    """Are the targets worth reaching: how many can be measured, are far exceeded, copied, lowered."""
    counted, over = int(rows["with_numbers"].sum()), int(rows["over_target"].sum())
    said = (
        f"{about} {len(rows)} 个部门、{integer(rows['indicators'].sum())} 个指标中可量化的 {integer(counted)} 个，"
        f"目标设定偏差（≥130%）占 {percent(over / counted if counted else None)}，"
        f"完成值照抄目标值的 {integer(rows['copied'].sum())} 个"
    )
    if len(targets):
        said += f"，目标值低于上年完成值九成的 {integer(targets['lowered'].sum())} 个"
    return f"{said}。"


def _texts(group: Group) -> tuple[str, ...]:
    return tuple(member.text for member in group.members)


def _searched() -> None:
    st.query_params[WORDS] = st.session_state[WORDS]


def _pick(name: str) -> None:
    st.query_params[PARAM] = name


def _members(group: Group, near: tuple[str, ...], entries: pd.DataFrame, selection: Selection) -> None:
    """The names of the group, how alike and who says so; each can be set apart, put in and taken back by a person."""
    by_person = set(entries["subject"])
    with st.container(border=True, key="figure_indicator_group", gap="xxsmall"):
        st.subheader("同一指标的不同名称", anchor=False, help=term("indicator_group").definition)
        show.finding(
            f"“{group.name}”共 {len(group.members)} 种写法，合计 {integer(group.uses)} 个指标；"
            f"系统推荐，最低相近度 {percent(group.confidence)}，请核对。"
        )
        table = pd.DataFrame(
            {
                "三级指标": _texts(group),
                "二级指标": [member.level2 or "—" for member in group.members],
                "目标值": [_kind(member) for member in group.members],
                "出现次数": [member.uses for member in group.members],
                "相近度": [
                    "人工归并"
                    if fold(member.text) in by_person
                    else percent(likeness(group.members[0], member))
                    for member in group.members
                ],
            }
        )
        st.dataframe(table, hide_index=True, alt="同一指标的不同名称")
        st.button("看全部指标", key="all_indicators", type="tertiary", on_click=_clear)
        regroup.editor(group, near, entries, selection)


def _kind(member: Name) -> str:
    """What the commonest target of a name is: a number and its unit, or words."""
    if member.measured is None:
        return "—"
    return (
        f"数值（{member.unit}）" if member.measured and member.unit else "数值" if member.measured else "文字"
    )


def _clear() -> None:
    st.query_params.pop(PARAM, None)


def rows(code: str, page: int, selection: Selection, names: tuple[str, ...] | None) -> Rows | None:
    """A page of the indicators behind a mark; None when the code cannot be read."""
    said: dict[str, object] = {}
    titles: list[str] = []
    for key, value in drill.parts(code).items():
        match key:
            case "done" if value.isdigit():
                start = int(value)
                said |= {"low": start / 10 - 1e-8, "high": None if start >= 20 else (start + 1) / 10 - 1e-8}
                titles.append(f"完成程度 {bin_words(start)}")
            case "dept":
                said["department"] = value
                titles.append(dict(data.options(selection.dataset).departments).get(value, value))
            case "year" if value.isdigit():
                said["year"] = int(value)
                titles.append(f"{value}年")
            case _:
                return None
    found = data.frame(
        queries.indicator_rows, selection, names=names, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS, **said
    )
    total = int(found["total"].iloc[0]) if len(found) else 0
    columns = ["evaluation_id", "year", "department", "project", "level3", "target", "actual", "achievement",
               "points", "self_score"]  # fmt: skip
    return Rows(found[columns] if len(found) else found, total, " · ".join(titles))
