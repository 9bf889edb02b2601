"""What a form is about: title, project and code, year, subject and method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from evalcore.loaders.amount import day_of, year_of
from evalcore.loaders.labels import Labels
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, inline, join_lines, role, words
from evalcore.model import Evaluation, Method, Place, Subject

_CODE = re.compile(r"^(?=[0-9A-Za-z]*\d{6})([0-9A-Za-z]{10,})\s*[-—_:： ]\s*(\S.*)$", re.DOTALL)
_TITLE = re.compile(r"(?:表|报告)(?:\s*[(（].*)?$|[自评价]{2}.*表|绩效.*自评")
_NO_NAME = re.compile(r"^[Xx×＊*○〇_＿\s]{2,}|^[Xx×]+(?:项目|单位|局)$")
_TITLED = re.compile(
    r"^(?:.*?(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2})年度?)?(?P<core>.{4,40}?)(?:绩效)?(?:目标)?(?:完成情况)?"
    r"(?:自评价?|自我评价|评价|考评|考核)(?:情况|评分|打分|得分|计分|指标|体系|结果|及|和)*表$"
)
_WHOSE = re.compile(
    r"^.{1,12}?(?:[省市县区旗州镇乡局委办厅]|街道|中心|委员会)(?=.*(?:项目|专项|资金|支出|政策))"
)
_FILE_YEAR = re.compile(r"(?<![0-9A-Za-z])(20[12]\d)(?=年|[-_. ]|$)")


_ASIDE = re.compile(r"[(（]([^()（）]{4,30})[)）]$")
_NO_PROJECT = re.compile("|".join([r"20\d\d", "[省市县区旗局委办稿]$", *sorted(words("not_a_project"))]))
#: words that name no project, in the name of a worksheet, a file or in the brackets of a title
GENERIC = re.compile(
    "|".join(
        [
            r"[表页]\d*|[\dA-Za-z\W_]+|[一二三四五六七八九十]+(?=$|[、.])",
            *sorted(words("name_generic") | words("title_generic"), key=len, reverse=True),
        ]
    )
)


@dataclass(frozen=True)
class Identity:
    """`year_from` names the guess ("文件名", "项目名称") where the form itself does not print the year."""

    title: str | None
    title_place: Place | None
    project: str
    project_code: str | None
    project_place: Place
    year: int | None
    year_place: Place | None
    year_from: str
    subject: Subject
    method: Method
    project_from: str = ""  # "标题" where the name stands in the title only


def identity(labels: Labels, above: Sequence[Line], lines: Sequence[Line], file: str) -> Identity:
    """Read from the labels, the title lines above them, the sheet's name and, as a guess, the file's name."""
    title, title_place = _title(above)
    subject = _subject(title, labels, lines)
    project, place = labels.found.get("project", ("", lines[0].place() if lines else Place("")))
    if _NO_NAME.match(compact(project)):
        project = ""
    if not project and subject is Subject.DEPARTMENT:
        project = Subject.DEPARTMENT.value
        place = (
            labels.found["whole_department"][1]
            if "whole_department" in labels.found
            else title_place or place
        )
    project_from = ""
    if not project and title and title_place and (named := titled_project(title)):
        project, place, project_from = named, title_place, "标题"
    code = _CODE.match(project)
    year, year_place, year_from = _year(labels, above, lines, file, project)
    return Identity(
        title, title_place, project, labels.text("project_code") or (code[1] if code else None), place,
        year, year_place, year_from, subject, _method(title), project_from,
    )  # fmt: skip


def other_form(form: Evaluation) -> str | None:
    """What a form of the same shape is that evaluates nothing: 绩效运行监控表, 绩效目标申报表; None for an evaluation."""
    title = compact(form.title or "")
    scored = form.self_score is not None or any(row.self_score is not None for row in form.indicators)
    if not scored and any(word in title for word in words("monitoring")):
        return "绩效运行监控表"
    done = scored or form.budget.executed is not None or any(row.actual for row in form.indicators)
    if done or re.search("自评|评价|完成", title) or not any(word in title for word in words("declaring")):
        return None
    return "绩效目标申报表"


def titled_project(title: str) -> str | None:
    """The project a title names: "2023年度公交补贴项目绩效自评表" → "公交补贴项目"; None for a title of any form."""
    bare = re.sub(r"\s", "", title)
    found = _TITLED.match(re.sub(r"[(（][^()（）]*[)）]", "", bare))
    name = _of_title(found["core"]) if found else None
    aside = _ASIDE.search(bare)
    if name is None and aside and _TITLE.search(bare) and not _NO_PROJECT.search(aside[1]):
        name = (
            aside[1] if len(GENERIC.sub("", aside[1])) >= 4 else None
        )  # "项目支出绩效自评表（综合改革补助）"
    return name


def _of_title(core: str) -> str | None:
    rest = compact(_WHOSE.sub("", core))
    for word in sorted(words("title_generic"), key=len, reverse=True):
        rest = rest.replace(word, "")
    name = re.sub(r"(?<=项目)支出$", "", core)
    return name if len(rest) >= 2 else None


def _titles(above: Sequence[Line]) -> Iterator[tuple[str, Place]]:
    """Title lines, nearest to the form first."""
    for line in reversed(above):
        if len(line.cells) <= 3:
            for cell in line.cells:
                yield join_lines(cell.text), line.place(cell)


def is_title(above: Sequence[Line]) -> bool:
    """Whether some lines hold the title of a form."""
    return _title(above)[0] is not None


def _title(above: Sequence[Line]) -> tuple[str | None, Place | None]:
    for text, place in _titles(above):
        if _TITLE.search(compact(text)) and not text.startswith(("附件", "附表")):
            return text, place
    return None, None


def _subject(title: str | None, labels: Labels, lines: Sequence[Line]) -> Subject:
    text = compact(title or "")
    if "整体" in text or ("whole_department" in labels.found and "project" not in labels.found):
        return Subject.DEPARTMENT
    named = [
        compact(cell.text)
        for line in lines[:2]
        for cell in line.own
        if role("labels", cell.text) == "project"
    ]
    if (
        "专项资金" in text
        or "转移支付" in text
        or any(name.startswith(("转移支付", "专项")) for name in named)
    ):
        return Subject.FUND
    return Subject.POLICY if "政策" in text and "项目" not in text else Subject.PROJECT


def _method(title: str | None) -> Method:
    text = compact(title or "")
    if "自评" not in text and re.search("财政(?:重点)?(?:绩效)?评价|财政重点", text):
        return Method.FINANCE
    return Method.DEPARTMENT if "部门评价" in text and "自评" not in text else Method.SELF


def _year(
    labels: Labels, above: Sequence[Line], lines: Sequence[Line], file: str, project: str
) -> tuple[int | None, Place | None, str]:
    """The label first, then a title line with 年度, any title line, the sheet; then the guesses."""
    if (year := year_of(labels.text("year"))) is not None:
        return year, labels.found["year"][1], ""
    titles = [(text, place) for text, place in _titles(above) if not _is_date(text)]
    for wanted in ("年度", ""):
        for text, place in titles:
            if wanted in text and (year := year_of(text)) is not None:
                return year, place, ""
    if lines and lines[0].grid is not None and (year := year_of(lines[0].sheet)) is not None:
        return year, Place(lines[0].sheet), ""
    name = _FILE_YEAR.findall(PurePosixPath(file).stem)
    if len(set(name)) == 1:
        return int(name[0]), None, "文件名"
    if (year := year_of(project)) is not None:
        return year, None, "项目名称"
    return None, None, ""


def _is_date(text: str) -> bool:
    """A day in a title line says when the form was filled in, not which year it is about."""
    pair = inline(text)
    return day_of(text) is not None or (pair is not None and role("labels", pair[0]) == "date")
