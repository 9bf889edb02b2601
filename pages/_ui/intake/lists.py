"""What an intake holds, as tables: what to correct, forms, lists, 疑点; and blank templates to hand out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import code_name
from evalcore.loaders.preview import OUTCOMES, Preview
from evalcore.loaders.register_words import kinds
from evalcore.loaders.template import FORM, template, template_name
from evalcore.model import Severity
from pages._ui import show
from pages._ui.table import download

ROWS = 1000
CHANGED = 20


def problems(seen: Preview) -> None:
    """Every file, row and value that would not be stored, with its cell and what would be accepted."""
    errors = [*(("整个文件", e) for e in seen.rejected), *(("清单中的一处", e) for e in seen.refused)]
    if not errors:
        return
    frame = pd.DataFrame(
        [
            {
                "范围": what,
                "文件": e.file,
                "位置": e.place,
                "内容": e.value,
                "问题": e.message,
                "怎样改": e.remedy,
            }
            for what, e in errors
        ]
    )
    _table("需要改正的地方", "改正后再传一次即可；其余内容不受影响。", frame)


def forms(seen: Preview) -> None:
    """New, revised and unchanged forms; a revised one field by field."""
    if not seen.forms:
        return
    order = {"replaced": 0, "added": 1, "unchanged": 2}
    ranked = sorted(seen.forms, key=lambda form: order[form.outcome])
    frame = pd.DataFrame(
        [
            {
                "结果": OUTCOMES[form.outcome], "项目": form.project, "年度": form.year, "主管部门": form.department,
                "评价方式": form.method, "自评得分": _float(form.self_score), "复算得分": _float(form.recomputed),
                "变化": len(form.changes) or None, "疑点": len(form.findings), "文件": form.file,
            }
            for form in ranked
        ]
    )  # fmt: skip
    _table("评价表与报告", "同一项目、年度、评价方式的第二份文件是修订，不会重复入库。", frame)
    revised = [form for form in ranked if form.outcome == "replaced"]
    for form in revised[:CHANGED]:
        with st.expander(
            plain.markdown(f"修订：{form.project}（{form.year or '年度未填'}）　{len(form.changes)} 处变化")
        ):
            if not form.changes:
                show.note("各栏内容与已入库的相同，只是文件不同。")
                continue
            rows = [
                {"栏目": c.what, "原为": c.before, "现为": c.after, "位置": c.place} for c in form.changes
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, placeholder="—", alt=f"{form.project}的变化")
    if len(revised) > CHANGED:
        show.note(f"另有 {len(revised) - CHANGED} 份修订，变化处数见上表。")


def registers(seen: Preview) -> None:
    """Lists, and what they change."""
    if seen.lists:
        frame = pd.DataFrame(
            [
                {
                    "清单": each.kind, "年度": "、".join(map(str, each.years)), "行数": each.rows, "新增": each.added,
                    "修改": each.changed, "无变化": each.unchanged, "移除": each.removed, "未读（空分、涉密）": each.skipped,
                    "文件": each.file,
                }
                for each in seen.lists
            ]
        )  # fmt: skip
        _table("清单", "应评项目清单按部门和年度整体替换，其余清单逐行替换。", frame)


def findings(seen: Preview) -> None:
    """Red and yellow 疑点 of what is new or revised."""
    rows = [
        {
            "项目": form.project,
            "疑点": code_name(found.code),
            "说明": found.message,
            "位置": found.place,
            "文件": form.file,
        }
        for form in seen.forms
        if form.outcome != "unchanged"
        for found in form.findings
        if found.severity is not Severity.INFO
    ]
    if rows:
        _table("疑点", "疑点不影响入库，可在项目详情中逐条说明。", pd.DataFrame(rows))


def templates() -> None:
    """Blank forms and lists."""
    with st.container(border=True, key="intake_templates"):
        st.subheader("空白表", anchor=False)
        show.note("带下拉框和校验，按此填写的表可以完全识别。")
        with st.container(horizontal=True):
            for kind, label in (
                (FORM, "项目支出绩效自评表"),
                *((words.kind.value, words.label) for words in kinds()),
            ):
                st.download_button(
                    label, lambda kind=kind: template(kind), file_name=template_name(kind), key=f"template_{kind}",
                    icon=":material/download:", type="tertiary", on_click="ignore",
                    mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                )  # fmt: skip


def _table(title: str, note: str, frame: pd.DataFrame) -> None:
    with st.container(border=True, key=f"intake_{title}"):
        st.subheader(f"{title}　{len(frame):,}", anchor=False)
        show.note(note)
        numbers = {
            name: st.column_config.NumberColumn(format="%d")
            for name in ("年度",)
            if name in frame and title != "清单"
        }
        st.dataframe(frame.head(ROWS), hide_index=True, column_config=numbers, placeholder="—", alt=title)
        if len(frame) > ROWS:
            show.note(f"只列前 {ROWS:,} 行，全部内容可下载。")
        download(frame, title, key=f"intake_csv_{title}")


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]  # a Decimal
