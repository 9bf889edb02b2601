"""The glossary, what made the data, and how to cite it."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.charts.rules import rule_set_names
from evalcore.glossary import terms
from evalcore.queries import frame as frame_queries
from evalcore.queries import method as queries
from evalcore.queries.run import Selection
from pages._ui import address, data, filters, show
from pages._ui.citation import BEIJING
from pages._ui.table import download

SETS = (
    ("模拟数据", (
        "由程序按固定种子生成的示范区，供演示和培训，不代表任何真实地区、单位和个人；每一页、"
        "每一份导出都有标注。"
    )),
    ("公开项目", "政府网站公开的真实项目绩效评价，每条附来源地址；只收录公开事实。"),
    ("报送", "本地导入的评价资料，保存在本机，不外传。"),
)  # fmt: skip


def section() -> None:
    """Every term once, with its definition and unit."""
    frame = pd.DataFrame(
        [(t.label, t.definition, t.unit) for t in terms().values()], columns=["名词", "含义", "单位"]
    )
    with st.container(border=True, key="figure_words"):
        st.subheader("名词解释", anchor=False)
        show.finding(f"共 {len(frame)} 个名词，各页面、图表和导出用词一致。")
        st.table(frame.map(plain.markdown), hide_index=True, border="horizontal", alt="名词解释")
        download(frame, "名词解释", key="csv_words")


def versions(selection: Selection) -> None:
    """Data version and age, load history, labels of the datasets, and a citation."""
    now = data.version()
    if now is None:
        show.empty("还没有数据")
        return
    made = now.published.replace(tzinfo=UTC).astimezone(BEIJING)
    age = (datetime.now(BEIJING) - made).days
    used = data.frame(frame_queries.rule_sets_in_force, selection)
    sets = rule_set_names(used["rule_set"]) if len(used) else "无"
    last = used["last_submitted"].dropna().max() if len(used) else None
    with st.container(border=True, key="figure_version"):
        st.subheader("数据版本", anchor=False)
        said = (
            f"当前版本 {now.id}，生成于 {made:%Y年%m月%d日 %H:%M}（{'今天' if age == 0 else f'{age} 天前'}）"
        )
        if last is not None and not pd.isna(last):
            said += f"；筛选范围内最近一份表的填报日期为 {pd.Timestamp(last):%Y年%m月%d日}"
        show.finding(said + "。")
        history = data.frame(queries.load_history, selection)
        frame = pd.DataFrame(
            {
                "版本": history["version"],
                "时间": [_beijing(value) for value in history["loaded_at"]],
                "内容": history["what"],
                "文件": history["files"],
                "导入": history["loaded"],
                "未能导入": history["rejected"],
                "评价（个）": history["evaluations"],
                "指标（个）": history["indicators"],
                "疑点（个）": history["findings"],
            }
        )
        st.dataframe(frame, hide_index=True, alt="数据版本与导入记录")
        download(frame, "数据版本与导入记录", key="csv_versions")
        show.note("每次导入生成一个新版本，旧版本不改动；带 version= 的链接打开当时的版本，数字不变。")
    with st.container(border=True, key="figure_cite"):
        st.subheader("怎样引用", anchor=False)
        choice = filters.current()
        name = address.DATASETS[choice.dataset]
        label = "（模拟数据，不代表任何真实地区和单位）" if choice.dataset == "demo" else ""
        st.code(
            f"预算绩效评价分析：{name}{label}，数据版本 {now.id}，{made:%Y年%m月%d日}，规则集 {sets}，"
            f"筛选条件见链接：{_dated(filters.link(), now.id)}",
            language=None, wrap_lines=True,
        )  # fmt: skip
        show.note("引用数字时写明数据版本、规则集和得分口径；初步数据写明“初步”，不作为最终评价结果。")
    with st.container(border=True, key="figure_sets"):
        st.subheader("数据集标识", anchor=False)
        st.table(
            pd.DataFrame(SETS, columns=["标识", "含义"]),
            hide_index=True,
            border="horizontal",
            alt="数据集标识",
        )


def _dated(link: str, version: str) -> str:
    """The link that opens this very version, whatever is loaded later."""
    return link if "version=" in link else f"{link}&version={version}"


def _beijing(value: object) -> str:
    return f"{pd.Timestamp(value).tz_localize('UTC').astimezone(BEIJING):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]  # a frame's timestamp
