"""The title of a report and its 标签：值 lines → project, department, year, method, subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evalcore.loaders.amount import CHINESE_YEAR, year_of
from evalcore.loaders.document import Paragraph
from evalcore.loaders.indicator_sentence import words
from evalcore.loaders.prose import heading_level
from evalcore.loaders.stated_money import narrow
from evalcore.model import Method, Place, Subject

MAX_TITLE = 90  # characters
HEAD = 12  # paragraphs looked at for a title
_LABELS = 30  # paragraphs looked at for the name of a project that the title does not give


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says. `project` is never empty; year and department may be unknown."""

    text: str
    project: str
    department: str | None
    year: int | None
    method: Method
    subject: Subject
    place: Place
    department_place: Place | None = None
    parts: tuple[Paragraph, ...] = ()  # the lines the title is printed on

    def place_of(self, said: str) -> Place:
        """The line of the title that says something, or the one on which it begins; else the title's first."""
        for wanted in (said, said[:4]):
            for part in self.parts:
                if wanted in re.sub(r"\s", "", narrow(part.text)):
                    return part.place
        return self.place


def find_title(paragraphs: Sequence[Paragraph]) -> Title | None:
    """The title among the first paragraphs: lines before the first heading that together end in …评价报告."""
    rule = words()["title"]
    head: list[Paragraph] = []
    for paragraph in paragraphs[:HEAD]:
        text = narrow(paragraph.text).replace(" ", "")
        if (heading_level(text) == 1 and not re.search(rule["report"], text)) or "。" in text:
            break
        if not re.fullmatch(rule["skip"], text):
            head.append(paragraph)
    for last, _ in enumerate(head):
        for first in range(last + 1):
            text = "".join(narrow(part.text) for part in head[first : last + 1])
            plain = _in_digits(re.sub(r"\s", "", text))
            if len(plain) <= MAX_TITLE and re.search(rf"{rule['report']}(?:[（(][^（）()]+[）)])?$", plain):
                title = _read(text.strip(), plain, head[first].place, paragraphs)
                if title is not None:
                    title = replace(title, parts=tuple(head[first : last + 1]))
                    return _signed(title, paragraphs)
                break
    return None


def _in_digits(text: str) -> str:
    """A title with the year it writes in Chinese numerals in digits: 二〇二三年度 → 2023年度."""
    year = year_of(re.sub(r"\d", "", text)) if CHINESE_YEAR.search(text) else None
    return CHINESE_YEAR.sub(str(year), text, count=1) if year else text


def _read(text: str, plain: str, place: Place, paragraphs: Sequence[Paragraph]) -> Title | None:
    rule = words()["title"]
    year_said = re.search(rule["year"], plain)
    year = int(year_said["year"]) if year_said else None
    found = re.search(rf"^(?P<core>.*?){rule['report']}(?:[（(](?P<aside>[^（）()]+)[）)])?$", plain)
    if found is None:
        return None
    core, aside = found["core"], found["aside"] or ""
    core = re.sub(r"^关于|的$", "", core)
    core = re.sub(r"(?:财政|部门)?(?:重点)?$", "", core)
    core = re.sub(r"(?<=项目)支出$", "", core)
    subject = next((kind for kind, pattern in words()["subject"].items() if re.search(pattern, core)), None)
    method = next(
        (kind for kind, pattern in words()["method"].items() if re.search(pattern, plain)), Method.SELF
    )
    department, project = _split(core, re.search(rule["year"], core))
    if aside and not re.fullmatch(rf"{rule['year']}|.*稿", aside) and re.fullmatch(rule["generic"], project):
        project = aside
    if subject == "部门整体支出":
        project = subject
    if not project or (re.fullmatch(rule["generic"], project) and subject is None):
        named = labelled(paragraphs[:_LABELS]).get("project")
        if named is None and not (project and department):
            return None
        project = named[0] if named else "项目支出"  # one report of all projects of a department
    kind = Subject(subject) if subject else Subject.PROJECT
    return Title(text, project, department, year, Method(method), kind, place)


def _split(core: str, year: re.Match[str] | None) -> tuple[str | None, str]:
    """Department and project of "2022年度某局对某项目", "某局2022年度某项目", "2022年度某市某局某项目"."""
    organisation = words()["title"]["organisation"]
    if year is not None and year.start() and re.search(rf"{organisation}$", core[: year.start()]):
        return core[: year.start()], core[year.end() :].removeprefix("对").removeprefix("的")
    if year is not None and re.fullmatch(words()["title"]["region"], core[: year.start()]):
        return None, core[year.end() :].removeprefix(
            "的"
        )  # "某市某区2022年度某项目": the place is not its name
    rest = core[: year.start()] + core[year.end() :] if year is not None else core
    place = r".{2,12}?(?:[省市县区旗州镇乡]|街道)"
    for name, link in (((r".{2,30}?"), "对|关于"), (rf"{place}.{{1,20}}?", "")):
        found = re.match(rf"(?P<department>{name}{organisation})(?:{link})(?P<project>.{{4,}})$", rest)
        if found and not re.match(organisation, found["project"]):
            return found["department"], found["project"].removeprefix("的")
    return None, rest


def year_told(paragraphs: Sequence[Paragraph]) -> tuple[int, Place] | None:
    """The one year a text speaks of as "2021年度", where its title names none; None where it speaks of two."""
    said: dict[int, Place] = {}
    for paragraph in paragraphs:
        for found in re.finditer(r"(20\d\d)年度", re.sub(r"\s", "", narrow(paragraph.text))):
            said.setdefault(int(found[1]), paragraph.place)
    return next(iter(said.items())) if len(said) == 1 else None


def _signed(title: Title, paragraphs: Sequence[Paragraph]) -> Title:
    """A report without a department in its title is signed at its end: "某局" above a date."""
    if title.department:
        return title
    tail = [p for p in paragraphs[-4:] if p.text.strip()]
    for above, below in pairwise(tail):
        name = above.text.replace(" ", "")
        dated = re.fullmatch(
            r"[二〇○零一二三四五六七八九十\d]{2,4}年.{1,4}月.{1,4}日", below.text.replace(" ", "")
        )
        if dated and len(name) <= 30 and re.search(rf"{words()['title']['organisation']}$", name):
            return replace(title, department=name, department_place=above.place)
    return title


def labelled(paragraphs: Sequence[Paragraph]) -> dict[str, tuple[str, Place]]:
    """标签：值 in short lines: "项目名称：…", "信息来源:某局"."""
    found: dict[str, tuple[str, Place]] = {}
    for name, labels in words()["labels"].items():
        named = "|".join(labels)
        pattern = re.compile(
            rf"(?:^|\s|[、.．）)])(?:{named})\s*[:：]\s*([^\s:：，,。；;]{{2,50}})(?=\s|$|[，,。；;])"
        )
        for paragraph in paragraphs:
            match = pattern.search(paragraph.text) if len(paragraph.text) <= 120 else None
            if match:
                found.setdefault(name, (match[1], paragraph.place))
    return found


def told(paragraphs: Sequence[Paragraph]) -> dict[str, tuple[str, Place]]:
    """Who a sentence says is in charge: "主管部门为某局", "由某中心负责实施"; nothing where two sentences differ."""
    found: dict[str, tuple[str, Place]] = {}
    for name, patterns in words()["told"].items():
        said: dict[str, Place] = {}
        for paragraph in paragraphs:
            for pattern in patterns:
                for match in re.finditer(pattern, re.sub(r"\s", "", narrow(paragraph.text))):
                    said.setdefault(match["name"], paragraph.place)
        if len(said) == 1:
            found[name] = next(iter(said.items()))
    return found


def commissioned(paragraphs: Sequence[Paragraph]) -> Method | None:
    """Who had a report written, where its first pages say so: the finance bureau, or another department."""
    for paragraph in paragraphs[:40]:
        text = re.sub(r"\s", "", narrow(paragraph.text))
        for kind, pattern in words()["commissioned"].items():
            if re.search(pattern, text):
                return Method(kind)
    return None
