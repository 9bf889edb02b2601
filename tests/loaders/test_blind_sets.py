"""Sets of forms nobody had read before, each drawn with its expectations before the reader was run on it.

counties.py, first run of 2026-11-27 (27 files, 1,199 fields): 845 right (70.5 %), 2 wrong, 352 blank, 4 invented rows, 13
files whole. Refused whole: 项目名称 behind 单位名称, 县级预算部门名称, a department's form without any name of a project. Lost: the money
and rows of a web page made of several tables, 指标目标, a title inside a frame. Invented: headings across the table
(年度绩效目标2 | 改造危桥). Wrong: the ### of a print whose column is too narrow. One expectation was corrected: that print shows no day.

offices.py, first run of 2026-11-27 (28 files, 1,627 fields): 1,103 right (67.8 %), 2 wrong, 522 blank, no invented row, 18
files whole. Refused whole: exports with one row an indicator, tables Word prints without room between their rows (the title
ran into 项目名称), a project named in the title only. Lost: money beside 总投资, a grade behind the total. Wrong: 总体目标值 taken
for the year's. The rows a page break cuts in two came to light behind the second. One drawing was corrected: its 项目资金（万元）
had been written over.

townships.py, first run of 2026-11-27 (9 files, 360 fields): 278 right (77.2 %), none wrong, 82 blank, no invented row, 3 files
whole. Refused: 项目 for 项目名称. Lost: targets under 计划 and 绩效目标, money under 下达资金 and beside （万元）.

bureaus.py, first run of 2026-11-27 (16 files, 784 fields): 646 right (82.4 %), none wrong, 138 blank, no invented row, 9 files
whole; four forms refused whole: the project named by the title's brackets or the worksheet only. Lost: money of a block turned
by a quarter, a grade behind 自评结论. One drawing was corrected: its merged label had covered the names of that block's rows.

regions.py, first run of 2026-11-27 (15 files, 628 fields): 435 right (69.3 %), 6 wrong, 187 blank, no invented row, 2 files
whole; four forms refused whole: a letter 自评情况的说明, projects named by headings above their tables. Lost: rows under levels as
headings across the table, goals in a row just above the indicators, 累计支出. Wrong: 千元 in a heading above the money.

prefectures.py, first run of 2026-11-27 (19 files, 759 fields): 682 right (89.9 %), 20 wrong, 57 blank, no invented row, 8
files whole. Wrong: 指标名称 over three columns of levels. Lost: 权值, goals under 年初设定 and 年末完成, 部门支出总额, 年度预算安排, money
below the total. One expectation was corrected: 由某局组织实施 names no 主管部门.

districts.py, first run of 2026-11-27 (11 files, 439 fields): 307 right (69.9 %), 20 wrong, 112 blank, 1 invented row, no file
whole; two refused whole: 打分表 as a title. Wrong: amounts 10,000 times too large where only a heading, a note, or the head above
an earlier form names the unit of money; 年中调整 for 全年预算数; 三级指标及目标值 as a target. Invented: 预算执行率 below 满意度.
Two more after those were mended: one refused whole (绩效指标 over three columns of levels), one with 质量指标 as headings read as rows.

places.py, first run of 2026-11-27, after those were mended (13 files, 536 fields): all right.

leagues.py, first run of 2026-11-27 (33 files, 1,460 fields): 1,199 right (82.1 %), 27 wrong, 234 blank, 1 invented row, 14
files whole; four refused whole: a report with its table in two parts, a document ending in its table (a fault of the drawing),
an unruled print whose heads touch (still refused). Wrong: a list without a unit whose amounts of millions are 元, 上半年完成 taken
for the year's, 预算安排 before 追加（减） for the whole budget, 全年目标完成情况 for the goal. Drawn anew: prints with rows too low for
their texts, =100% that a workbook takes for a formula; corrected: 指标类型 is the printed level 1.

banners.py, first run of 2026-11-27, after those were mended (23 files, 977 fields): 854 right (87.4 %), none wrong, 123 blank, no
invented row, 16 files whole; one form refused whole: 绩效评价指标体系及得分表 as a title. Lost: the scores of each level beside its
points, the year of a list below 附表2, a department's spending by kind (支出合计, 基本支出, 项目支出) and its score in a report's table.

sumus.py, first run of 2026-11-27, after those were mended (21 files, 443 fields): 403 right (91.0 %), 10 wrong, 30 blank, no
invented row, 12 files whole. Wrong: 全年执行数（元） beside 全年预算数（万元）, 财政拨款 under 预算数 for the whole, 预算调整数 of a list for
全年预算数. Lost: rows under 完成情况 divided into 上半年 … 全年, 自评得分：97.5分 in the row of 总分.

cities.py, first run of 2026-11-27, after those were mended (26 files, 1,157 fields, what a form does not print expected blank): 1,071
right (92.6 %), 5 wrong, 77 blank, 4 values the expectations had forgotten (预算单位), no invented row, 14 files whole; one form refused
whole: 指标层级1, 绩效标准, 实得分 as heads. Wrong: 省级主管部门 before 市县主管部门, 其中 of an investment for the whole where a print's rows are
too low, a year in Chinese numerals in a title. Lost: rows below a note between them, 财政复核 over 得分, 支付数 of an investment. Drawn
anew: the print with rows too low for their labels (its money stays blank). Corrected: a project's name as its title has it.

streets.py, first run of 2026-11-27, after those were mended (24 files, 653 fields; built to provoke wrong scores and amounts): 608 right
(93.1 %), 15 wrong, 30 blank, no invented row, 16 files whole. Wrong: 评分（百分制） before 折算得分, a hidden column of draft scores, the
target of the next year, a list whose 资金（元） stands over its amounts read as one form. Lost: a department's money by kind under 年度收支.
Drawn anew: the print with rows too low for 预算执行率（B/A×100%） (the rate stays blank, told as a doubt).
"""

from __future__ import annotations

from itertools import chain

import pytest

from evalcore.loaders.doc import office
from evalcore.loaders.read import read_bytes
from tests.loaders.banners import BANNERS
from tests.loaders.bureaus import BUREAUS
from tests.loaders.cities import CITIES
from tests.loaders.counties import COUNTIES
from tests.loaders.districts import DISTRICTS
from tests.loaders.layouts import Layout
from tests.loaders.leagues import LEAGUES
from tests.loaders.offices import OFFICES
from tests.loaders.places import PLACES
from tests.loaders.prefectures import PREFECTURES
from tests.loaders.regions import REGIONS
from tests.loaders.streets import STREETS
from tests.loaders.sumus import SUMUS
from tests.loaders.test_further_layouts import differences
from tests.loaders.townships import TOWNSHIPS

BY_OFFICE = ("_pdf", "_xls", "_et", "_doc")  # LibreOffice writes most of them: two seconds
BRIEF = ("zero_total_et", "two_pages_word_pdf")  # one of each kind by default


def marks(layout: Layout) -> list[pytest.MarkDecorator]:
    if not layout.name.endswith(BY_OFFICE):
        return []
    needs = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
    return [needs] if layout.name in BRIEF else [needs, pytest.mark.long]


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(each, id=each.name, marks=marks(each))
        for each in chain(
            COUNTIES,
            OFFICES,
            TOWNSHIPS,
            BUREAUS,
            REGIONS,
            PLACES,
            PREFECTURES,
            DISTRICTS,
            LEAGUES,
            BANNERS,
            SUMUS,
            CITIES,
            STREETS,
        )
    ],
)
def test_every_field_of_an_unseen_form_is_what_it_prints(layout: Layout) -> None:
    readings = list(read_bytes(layout.build(), layout.file))
    forms = list(chain.from_iterable(reading.forms for reading in readings))
    assert len(forms) == len(layout.forms), [str(error) for reading in readings for error in reading.errors]
    pairs = zip(forms, layout.forms, strict=True)
    assert [said for evaluation, form in pairs for said in differences(evaluation, form)[1]] == []
