"""Indicators written as sentences: "1)培训次数,目标值5,完成值6,分值10,得分10。" under headings of levels."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from evalcore.loaders.document import Paragraph
from evalcore.loaders.prose import heading_level
from evalcore.loaders.stated_money import narrow
from evalcore.model import Indicator, Place

NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[、.．）)](?!\d)|[①-⑳]|[★●◆])\s*"
)
POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)\s*[%％分][^（）()]*[）)]")
LEVEL1 = re.compile(r"(?:项目)?(?:产出|效益|效果|满意度|成本|决策|过程|投入)指标?")
LEVEL2 = re.compile(
    r"(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|"
    r"(?:社会公众或)?服务对象满意度|满意度)指标?"
)


def words() -> dict[str, Any]:
    """The words of narrative reports (report_words.toml)."""
    return _words()


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads((files("evalcore.loaders") / "report_words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    columns = {label: column for column, labels in _words()["indicator"].items() for label in labels}
    longest = "|".join(sorted(columns, key=len, reverse=True))
    return re.compile(rf"[,，;；、]\s*(?P<label>{longest})\s*[为是:：]?\s*(?P<value>[^,，;；。]*)"), columns


def number(text: str | None) -> Decimal | None:
    """A printed number of points: "10", "9.5分"; None for anything else."""
    found = re.fullmatch(r"\s*(\d{1,4}(?:\.\d{1,6})?)\s*分?\s*", text or "")
    return Decimal(found[1]) if found else None


def name_and_points(text: str) -> tuple[str, Decimal | None]:
    """ "产出指标（50%）" → ("产出指标", 50)."""
    found = POINTS.search(text)
    name = re.sub(r"\s", "", POINTS.sub("", text))
    return name, Decimal(found[1]) if found else None


def indicators(paragraphs: Sequence[Paragraph]) -> tuple[Indicator, ...]:
    """Every indicator the paragraphs state with a target and an actual value, in order."""
    found: list[Indicator] = []
    level1 = level2 = ""
    place1: Place | None = None
    place2: Place | None = None
    style: int | None = None  # how level-1 names are numbered here
    for paragraph in paragraphs:
        text = narrow(paragraph.text).strip()
        bare = NUMBERING.sub("", text, count=1).rstrip(":：。 ")
        name, _ = name_and_points(bare)
        numbered = heading_level(text)
        only_level1 = numbered in (1, 2, style) or not LEVEL2.fullmatch(name)
        if len(name) <= 16 and LEVEL1.fullmatch(name) and only_level1:
            style = numbered or style
            level1, level2, place1, place2 = bare, "", paragraph.place, None
            continue
        if len(name) <= 16 and LEVEL2.fullmatch(name):
            level2, place2 = name, paragraph.place
            continue
        for sentence in re.split("[。\n]", text):
            indicator = _indicator(sentence, level1, level2, paragraph.place, (place1, place2))
            if indicator is not None:
                found.append(indicator)
    return tuple(found)


def _indicator(
    sentence: str, level1: str, level2: str, place: Place, above: tuple[Place | None, Place | None]
) -> Indicator | None:
    """What one sentence states; `above` are the places of the headings that name its levels."""
    pattern, columns = _labels()
    first = pattern.search(sentence)
    if first is None:
        return None
    values: dict[str, str] = {}
    for match in pattern.finditer(sentence):
        column = columns[match["label"]]
        if column in values:
            return None  # two indicators in one sentence cannot be told apart
        values[column] = match["value"].strip()
    if not {"target", "actual"} <= set(values):
        return None
    name = NUMBERING.sub("", sentence[: first.start()], count=1).strip()
    head, colon, rest = name.replace("：", ":").partition(":")
    if colon and LEVEL2.fullmatch(head.strip()):
        level2, name, above = head.strip(), rest.strip(), (above[0], place)
    if not name or len(name) > 80:
        return None
    plain, points1 = name_and_points(level1)
    places = dict.fromkeys(("level3", *values), place)
    places |= {level: where for level, where in zip(("level1", "level2"), above, strict=True) if where}
    return Indicator(
        level1=plain,
        level1_raw=level1,
        level1_points=points1,
        level2=level2 or None,
        level3=name,
        target=values["target"] or None,
        actual=values["actual"] or None,
        points=number(values.get("points")),
        self_score=number(values.get("self_score")),
        deviation_note=values.get("deviation_note") or None,
        places=places,
    )
