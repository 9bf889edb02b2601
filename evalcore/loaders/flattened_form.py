"""A form (no report) whose text was copied out of a PDF: names, year and money above its indicator table.

Cells follow one another, so a value is what stands between its label and the next one. Figures of the money block are
taken only where the line has as many as the block has columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from evalcore.loaders.document import Paragraph
from evalcore.loaders.flattened_cells import FIGURE, close_up, words
from evalcore.model import Budget, Evaluation, Place, Source, Subject


def front_form(front: Sequence[Paragraph], source: Source) -> Evaluation | None:
    """Names, year and money of the lines above an indicator table; None without a project's name."""
    data = words()["front"]
    text = "".join(close_up(line.text) for line in front)
    values = {name: _between(text, labels, data["labels"]) for name, labels in data["labels"].items()}
    project = values.get("project")
    whole = "整体支出" in text
    if not project and not whole:
        return None
    year = re.search(r"(20\d\d)年度?", text)
    place = front[0].place
    budget, places = _money(front)
    return Evaluation(
        project=project or "部门整体支出",
        year=int(year[1]) if year else None,
        department=values.get("department"),
        unit=values.get("unit"),
        subject=Subject.DEPARTMENT if whole else Subject.PROJECT,
        budget=budget,
        title=next((line.text for line in front if "表" in line.text and len(line.text) <= 40), None),
        source=source,
        places=dict.fromkeys((name for name, value in values.items() if value), place) | places,
    )


def _between(text: str, labels: Sequence[str], all_labels: dict[str, list[str]]) -> str | None:
    """What stands between one of the labels and the next label of any kind."""
    ends = "|".join(
        map(re.escape, sorted((x for names in all_labels.values() for x in names), key=len, reverse=True))
    )
    for label in labels:
        found = re.search(rf"{re.escape(label)}:?(.*?)(?={ends}|$)", text)
        if found:
            return found[1] if 0 < len(found[1]) <= 60 else None
    return None


def _money(front: Sequence[Paragraph]) -> tuple[Budget, dict[str, Place]]:
    data = words()["front"]
    at = next((k for k, line in enumerate(front) if close_up(line.text).startswith("年度资金总额")), None)
    if at is None:
        return Budget(), {}
    header = "".join(close_up(line.text) for line in front[:at])
    begin = max(
        (header.rfind(label) + len(label) for label in data["labels"]["money"] if label in header), default=0
    )
    unit = re.match(r"\(?(万元|元)\)?", header[begin:])
    rest = re.sub(r"^\(?(?:万元|元)\)?", "", header[begin:])
    columns: list[str] = []
    named = sorted(
        ((label, name) for name, ls in data["money"].items() for label in ls), key=lambda x: -len(x[0])
    )
    while rest:
        match = next(((label, name) for label, name in named if rest.startswith(label)), None)
        if match is None:
            return Budget(), {}
        columns.append(match[1])
        rest = rest[len(match[0]) :]
    figures = FIGURE.findall(front[at].text)
    follows = at + 1 < len(front) and FIGURE.fullmatch(front[at + 1].text.strip())
    if unit is None or len(figures) != len(columns) or follows:
        return Budget(), {}
    said = dict(zip(columns, figures, strict=True))
    factor = Decimal(1) if unit[1] == "万元" else Decimal("0.0001")
    amounts = {
        name: Decimal(said[name].replace(",", "")) * factor
        for name in ("initial", "annual", "executed")
        if name in said and not said[name].endswith("%")
    }
    points = {
        name: Decimal(said[name])
        for name in ("execution_points", "execution_score")
        if name in said and not said[name].endswith("%")
    }
    budget = Budget(
        initial=amounts.get("initial"),
        annual=amounts.get("annual"),
        executed=amounts.get("executed"),
        unit_in_file=unit[1],
        printed_rate=_rate(said.get("printed_rate")),
        execution_points=points.get("execution_points"),
        execution_score=points.get("execution_score"),
    )
    return budget, dict.fromkeys((*amounts, *points), front[at].place)


def _rate(text: str | None) -> Decimal | None:
    """A printed rate as a ratio; without a percent sign it is only certain for 0."""
    if text is None:
        return None
    if text.endswith("%"):
        return Decimal(text[:-1].replace(",", "")) / 100
    return Decimal(0) if not Decimal(text.replace(",", "")) else None
