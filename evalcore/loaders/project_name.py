"""Forms on which nobody wrote 项目名称: the name their worksheet or their file bears, taken with a finding.

A form stays nameless, and is refused, where neither names a project, and where two forms would get one name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from evalcore.loaders.doubts import note
from evalcore.loaders.identity import GENERIC, titled_project
from evalcore.loaders.indicator_sentence import words as report_words
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, words
from evalcore.model import Evaluation, Place, Severity

_YEAR = r"(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})(?:年度?)?"
_AROUND = re.compile(
    rf"^(?:新建|{_YEAR}|附[件表]?\d*[-.\d:：、]*|\d+[-.、_．]*)+|(?:[(（\[][^()（）]*[)）\]]|[-_\s]*{_YEAR})+$"
)
_FORM = re.compile(
    r"[-_\s]*(?:项目|支出|资金|预算|财政|绩效|目标|单位|部门|完成|情况)*(?:自评价?|自我评价|评价)?(?:情况|评分|打分|指标)*(?:表格?|报告|材料)?$"
)


def named_project(text: str) -> str | None:
    """The project that a worksheet's or a file's name (without suffix) names, None where it names none.

    "3.高龄津贴自评表（终稿）" → "高龄津贴"; None for "Sheet1", "表2", "项目支出绩效自评表", "双桥区民政局".
    """
    bare = _AROUND.sub("", re.sub(r"\s+", "", text))
    bare = _AROUND.sub("", bare)
    bare = titled_project(bare) or _FORM.sub("", bare)
    organisation = report_words()["title"]["organisation"]
    if split := re.match(rf"^(?:关于)?.{{2,20}}?{organisation}[-_—－]*(?P<project>.{{4,}})$", bare):
        bare = split["project"]
    rest = GENERIC.sub("", bare)
    if len(re.findall(r"[\u4e00-\u9fff]", rest)) < 4 or len(bare) > 40:
        return None
    return None if re.search(rf"(?:{organisation}|[省市县区旗镇乡村]|街道|社区)$", bare) else bare


def heading_project(line: Line) -> str | None:
    """The project a numbered heading between tables names: "一、社区助餐服务项目"; None for any other line."""
    if line.grid is not None or not line.cells:
        return None
    found = re.fullmatch(
        r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]+\s*([^。；，:：]{4,30})", line.cells[0].text.strip()
    )
    if found is None or not compact(found[1]).endswith(tuple(words("project_endings"))):
        return None
    return found[1].strip() if named_project(found[1]) else None


def under_heading(form: Evaluation, above: Sequence[Line]) -> Evaluation:
    """A form, named by the last heading above it where nothing of its own names it."""
    line = above[-1] if above else None
    name = heading_project(line) if line and not form.project else None
    if line is None or name is None:
        return form
    place = line.place()
    message = f"表内没有填写项目名称，按表前标题取“{name}”，请核实"
    finding = note("FM_PROJECT_INFERRED", message, place, Severity.YELLOW)
    places = {**form.places, "project": place}
    return replace(form, project=name, places=places, read_findings=(finding, *form.read_findings))


def with_names(forms: Sequence[Evaluation], file: str) -> tuple[Evaluation, ...]:
    """The forms, the nameless ones of them named by their worksheet or, where one stands alone, by the file."""
    sheets = Counter(_sheet(form) for form in forms)
    return tuple(
        form if form.project or not _filled(form) else _named(form, file, sheets, alone=len(forms) == 1)
        for form in forms
    )


def _filled(form: Evaluation) -> bool:
    """Whether somebody filled a form in: a blank one with the name of its file would be an invented project."""
    rows = any(row.actual or row.self_score is not None for row in form.indicators)
    return rows or form.budget.executed is not None or form.self_score is not None


def _sheet(form: Evaluation) -> str:
    return form.places.get("project", Place("")).sheet


def _named(form: Evaluation, file: str, sheets: Counter[str], *, alone: bool) -> Evaluation:
    sheet = _sheet(form)
    name, told_by = named_project(sheet) if sheets[sheet] == 1 else None, "工作表名"
    if name is None and alone:
        name, told_by = named_project(PurePosixPath(file).stem), "文件名"
    if name is None:
        return form
    place = form.places.get("project")
    message = f"表内没有填写项目名称，按{told_by}取“{name}”，请核实"
    finding = note("FM_PROJECT_INFERRED", message, place, Severity.YELLOW)
    return replace(form, project=name, read_findings=(finding, *form.read_findings))
