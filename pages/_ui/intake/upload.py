"""Dropping files: they are staged in the store at once, so that a closed browser loses nothing."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from evalcore.charts import plain
from evalcore.errors import EvalError
from evalcore.loaders.intake import MAX_BYTES, MAX_FILES, Intake
from evalcore.loaders.limits import MAX_FILE, MB
from evalcore.queries.run import Store
from pages._ui import show

_SAID = "intake_said"


def say(text: str) -> None:
    """Keep a sentence for the next run."""
    st.session_state[_SAID] = text


def said() -> None:
    """What the last confirmation, cancellation or step back said, once."""
    if text := st.session_state.pop(_SAID, ""):
        st.success(plain.markdown(text))
        if text.startswith("已发布"):
            st.page_link(
                "pages/results/overview.py", label="查看总体情况（报送数据）", icon=":material/dashboard:",
                query_params={"set": "submitted", "year": "all"},
            )  # fmt: skip


def section(store: Store) -> None:
    """The uploader, and what is still waiting to be confirmed."""
    with st.container(border=True, key="intake_upload"):
        st.subheader("上传文件", anchor=False)
        epoch = st.session_state.get("intake_epoch", 0)
        files = st.file_uploader(
            "选择文件，或把文件、压缩包拖到下面的框里（可一次放多个）", accept_multiple_files=True, key=f"intake_files_{epoch}",
        )  # fmt: skip
        show.note(
            "自评表、评价报告、汇总表，以及应评项目清单、批复目标表、复核记录、整改台账、下年度预算、国库支付台账、机构改革对照表，"
            "可混在一起上传，按内容识别。支持 xlsx、xls、et、ods、docx、doc、pdf、csv、zip；"
            f"单个文件不超过 {MAX_FILE // MB} MB，一批不超过 {MAX_FILES:,} 个、{MAX_BYTES // MB:,} MB。"
        )
        if files:
            bar = st.progress(0.0, text="正在接收")
            try:
                intake = Intake.begin(store)
                for number, file in enumerate(files, 1):
                    bar.progress(number / len(files), text=plain.markdown(f"正在接收 {file.name}"))
                    intake.add(file.name, file.getvalue())
            except EvalError as fault:
                bar.empty()
                st.error(plain.markdown(str(fault)), title="未能收下全部文件")
                _waiting(store)
                return
            st.session_state["intake_epoch"] = epoch + 1
            open_(intake.id)
            st.rerun()
    _waiting(store)


def open_(id: str) -> None:
    """Put an intake into the address."""
    st.query_params["intake"] = id


def _waiting(store: Store) -> None:
    waiting = Intake.waiting(store)
    if not waiting:
        return
    with st.container(border=True, key="intake_waiting"):
        st.subheader("未完成的导入", anchor=False)
        show.note("文件已经收下，尚未确认，任何页面都还看不到。")
        for intake in waiting[:20]:
            try:
                names = intake.names
            except EvalError as fault:
                st.warning(plain.markdown(str(fault)))
                continue
            begun = intake.begun + timedelta(hours=8)
            text = f"{begun:%m月%d日 %H:%M}　{len(names)} 个文件：{'、'.join(names[:3])}{'…' if len(names) > 3 else ''}"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain.markdown(text), width="stretch")
                st.button("继续", key=f"open_{intake.id}", on_click=open_, args=(intake.id,))
