"""数据导入: how do new files get in?"""

import streamlit as st

from pages._ui import data, enter, frame, show
from pages._ui.intake import history, links, lists, review, upload

frame.title(
    "数据导入", "新的自评表、报告和清单怎样进来？",
    unfiltered="导入的文件进入“报送”数据集；本页列出全部导入，不受左侧筛选影响。",
)  # fmt: skip
frame.headline(history.headline())
upload.said()
if not enter.may_enter():
    st.info("链接指定了数据版本，只能查看。去掉地址中的 version 后可以导入。", icon=":material/lock:")
    st.stop()
asked = st.query_params.get("intake", "")
if asked:
    with show.guarded("本次导入"):
        review.section(data.store(), asked)
else:
    with show.guarded("上传"):
        upload.section(data.store())
    with show.guarded("跨年度衔接"):
        links.section()
    with show.guarded("空白表"):
        lists.templates()
    with show.guarded("导入记录"):
        history.section(data.store())
