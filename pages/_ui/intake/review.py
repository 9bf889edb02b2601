"""One intake: read, mapped, previewed, then confirmed or cancelled."""

from __future__ import annotations

import streamlit as st

from evalcore.charts import plain
from evalcore.errors import EvalError, StoreError
from evalcore.loaders.intake import Intake
from evalcore.loaders.preview import Preview, preview
from evalcore.queries.run import Store
from pages._ui import enter, show
from pages._ui.intake import lists, mapping, upload


def section(store: Store, id: str) -> None:
    """Everything about the intake in the address."""
    try:
        intake = Intake(store, id)
        names = intake.names
    except StoreError as fault:
        st.info(plain.markdown(f"{fault.message}。{fault.remedy}"), icon=":material/inbox:")
        st.button("返回上传", on_click=_leave, icon=":material/arrow_back:")
        return
    st.button("返回上传（本批保留）", on_click=_leave, icon=":material/arrow_back:", type="tertiary")
    _read(intake)
    seen = _preview(store, intake)
    _counts(len(names), seen)
    mapping.headers(intake, seen)
    mapping.departments(intake, seen, store)
    _decide(intake, seen)
    lists.problems(seen)
    lists.forms(seen)
    lists.registers(seen)
    lists.findings(seen)


def _leave() -> None:
    st.query_params.pop("intake", None)


def _read(intake: Intake) -> None:
    """Read what is unread, with progress by file; a reader who comes back later finds it where it stopped."""
    todo = intake.unread()
    if not todo:
        return
    bar = st.progress(0.0, text=f"正在读取，共 {len(todo)} 个文件")

    def progress(done: int, known: int, file: str) -> None:
        bar.progress(
            done / known,
            text=plain.markdown(f"正在读取（{done + 1 if done < known else known} / {known}）{file}"),
        )

    intake.read(progress)
    bar.empty()


def _preview(store: Store, intake: Intake) -> Preview:
    """The preview, made once for a version and what was mapped."""
    now = store.current()
    key = (intake.id, now.id if now else "", tuple(intake.headers.items()), tuple(intake.departments.items()))
    held = st.session_state.get("intake_preview")
    if held is None or held[0] != key:
        with st.spinner("正在与当前数据比对…"):
            held = (key, preview(intake))
        st.session_state["intake_preview"] = held
    made: Preview = held[1]
    return made


def _counts(files: int, seen: Preview) -> None:
    of = {
        name: sum(form.outcome == name for form in seen.forms) for name in ("added", "replaced", "unchanged")
    }
    rows = sum(each.rows for each in seen.lists)
    said = [
        f"本批 {files} 个文件",
        f"评价 {len(seen.forms)} 份：新增 {of['added']}、修订 {of['replaced']}、无变化 {of['unchanged']}",
    ]
    if seen.lists:
        said.append(f"清单 {len(seen.lists)} 张 {rows} 行")
    said.append(f"未能收录 {len(seen.rejected)} 处、清单中 {len(seen.refused)} 处需改正")
    show.finding("；".join(said) + "。")
    version = f"与当前数据版本 {seen.version} 比对。" if seen.version else "目前还没有数据，全部为新增。"
    show.note(f"{version}确认之前，任何页面都看不到这些内容。")


def _decide(intake: Intake, seen: Preview) -> None:
    """Confirm or cancel."""
    mapped = bool(intake.headers or intake.departments)
    with st.container(border=True, key="intake_decide"):
        if not seen.changes_anything:
            show.note("这些文件与当前数据相同，或没有可收录的内容，确认后不会产生新版本。")
        who = enter.who("intake")
        with st.container(horizontal=True):
            confirmed = st.button(
                "确认入库", type="primary", icon=":material/check:", key="intake_confirm",
                disabled=not (seen.changes_anything or mapped),
            )  # fmt: skip
            cancelled = st.button("取消本次导入", icon=":material/delete:", key="intake_cancel")
    if cancelled:
        intake.cancel()
        upload.say("已取消，本批文件没有留下任何内容。")
        _leave()
        st.rerun()
    if confirmed and not who:
        st.warning("请填写录入人后再确认。")
    elif confirmed:
        try:
            with st.spinner("正在复算、入库并发布新版本…"):
                report = intake.confirm(who=who)
        except EvalError as fault:  # nothing is published, the batch stays
            st.error(plain.markdown(str(fault)), title="未能入库，本批保留")
            return
        st.session_state[enter.WHO] = who
        done = f"已发布数据版本 {report.version}" if report.published else "没有新内容，数据版本不变"
        upload.say(
            f"{done}：{report.loaded} 个文件入库，{report.rejected} 个未入库；{report.evaluations} 份评价，清单 {report.rows} 行。"
        )
        _leave()
        st.rerun()
