"""What people say of a group of indicator names: set apart, put in, taken back; each entry with who and when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.insight.wording import Group
from evalcore.queries import audit
from evalcore.queries.run import Selection
from evalcore.scoring.numbers import fold
from pages._ui import data, enter, show

KIND = "indicator_group"


def said(every: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The newest entry of each of these names that still holds: subject, group (None: apart), origin, who, entered_at."""
    subjects = tuple(fold(text) for text in every["name"])
    entries = data.frame(audit.entries, selection, kind=KIND, subjects=subjects)
    if entries.empty:
        return pd.DataFrame({name: [] for name in ("subject", "group", "origin", "who", "entered_at")})
    newest = entries.drop_duplicates("subject").reindex(
        columns=["subject", "group", "origin", "withdrawn", "who", "entered_at"]
    )
    return newest[newest["withdrawn"].ne(True)]


def put(entries: pd.DataFrame) -> dict[str, str | None]:
    """Folded name → the group a person put it in, None where it stands alone."""
    return {
        subject: group if isinstance(group, str) and group else None
        for subject, group in zip(entries["subject"], entries["group"], strict=True)
    }


def editor(group: Group, near: tuple[str, ...], entries: pd.DataFrame, selection: Selection) -> None:
    """What was entered about this group, and three ways to change it. near: names of other groups that come close."""
    members = {fold(member.text): member.text for member in group.members}
    own = entries[
        entries["subject"].isin(members.keys()) | (entries["group"] == group.name) | (entries["origin"] == group.name)
    ]  # fmt: skip
    for line in own.to_dict("records"):
        what = f"归并到“{line['group']}”" if isinstance(line["group"], str) else "与同组名称分开"
        show.note(f"{line['entered_at']:%Y-%m-%d %H:%M}（UTC）{line['who']} 把“{line['subject']}”{what}")
    if not enter.may_enter():
        show.note("正在查看旧的数据版本，不能改动分组。")
        return
    with st.container(horizontal=True):
        others = [member.text for member in group.members[1:]]
        if others:
            _form(
                "分开", "把不是同一指标的名称分开", others, {"group": None, "origin": group.name}, selection
            )
        if near:
            _form("归并", "把同一指标的名称归并进来", list(near), {"group": group.name}, selection)
        if len(own):
            taken = list(own["subject"])
            _form(
                "撤回归并",
                "撤回人工归并或分开，恢复系统推荐",
                taken,
                {"group": None, "withdrawn": True},
                selection,
            )


def _form(word: str, what: str, names: list[str], value: dict[str, object], selection: Selection) -> None:
    with st.popover(word, icon=":material/call_split:"), st.form(f"regroup_{word}", border=False):
        picked = st.multiselect(what, names, placeholder="请选择", key=f"regroup_names_{word}")
        who = enter.who(f"{KIND}_{word}", KIND)
        sure = st.checkbox("已核对含义和计量单位，确认保存", key=f"regroup_sure_{word}")
        if st.form_submit_button(word):
            if not sure:
                st.warning("请核对后勾选确认，再保存。")
            elif enter.save(
                who, KIND, selection.dataset, [(fold(name), value) for name in picked], f"指标名称{word}"
            ):
                st.rerun()
