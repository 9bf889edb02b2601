"""A 项目支出绩效自评表 as an xlsx workbook, for tests of loading."""

from __future__ import annotations

import io

import openpyxl


def workbook(
    project: str | None = "道路保洁",
    *,
    year: int = 2022,
    score: float = 95,
    department: str = "219001-示范区城管局",
) -> bytes:
    """One sheet: money, two indicators (output 50, benefit 40), execution 10 and the total as printed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        [f"{year}年度项目支出绩效自评表"],
        ["项目名称", project],
        ["主管部门", department, None, None, "实施单位", "环卫所"],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 100, 80, 80, 10, "100%", 10],
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        ["产出指标", "质量指标", "道路完好率", "≥90%", "95%", 50, 50, None],
        ["效益指标", "社会效益指标", "投诉处理率", "≥90%", "92%", 40, score - 60, None],
        ["总分", None, None, None, None, 100, score, None],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
