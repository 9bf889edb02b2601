"""Facts of real public projects (data/samples/public_projects.jsonl), each with its address.

They pass through the same engine. They are excerpts: where not all indicators of a form are known, nothing
is recomputed and no finding rests on what the excerpt leaves out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from evalcore.model import (
    Basis,
    Budget,
    Evaluation,
    Indicator,
    Method,
    Movement,
    MovementKind,
    Result,
    Score,
    Source,
    Step,
    Subject,
)  # fmt: skip
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation

FILE = Path(__file__).parents[2] / "data" / "samples" / "public_projects.jsonl"
LABEL = "公开项目（事实摘录，附来源）"
_WAN = {"万元": Decimal(1), "万": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000)}
_POINTS = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*[分%]\s*[)）]")
_EXCERPT = "事实摘录，指标不全，不复算"
# Findings that say something is absent or does not add up need the whole form.
_NEEDS_ALL = re.compile(
    r"(TG_MISSING|AC_MISSING|IND_NO_|IND_TOO_|WT_|SC_TOTAL|SC_ALL|SC_NO_DETAIL|SC_RECOMPUTE|SC_INTEGER|TG_EQUALS|SCORE_EXE|OUTPUT_MONEY|EXE_SCORE)"
)
# … and these need texts the facts do not hold.
_NEEDS_TEXT = re.compile(
    r"(TX_|RP_|EVID_|SAT_|DEV_|GR_MISSING|FM_|BUD_ADJ_NO_TARGET|TG_PARENT|SC_MET_DEDUCTED)"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One public project as an Evaluation; whole: every indicator of its form is known."""

    evaluation: Evaluation
    whole: bool


def excerpts(path: Path = FILE) -> Iterator[Excerpt | None]:
    """Every line of the file, in order; None for one that names no project (it is counted, not stored)."""
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            row = json.loads(text)
            if not row["facts"].get("project"):
                yield None
                continue
            yield _excerpt(row, number)


def scored(excerpt: Excerpt) -> Result:
    """The engine's result, without what an excerpt cannot tell."""
    form = excerpt.evaluation
    result = score_evaluation(form, rule_set(form.year, place=form.region))
    if excerpt.whole and form.is_report and form.source.url == "":
        return result
    left_out = _NEEDS_TEXT if excerpt.whole else re.compile(f"{_NEEDS_ALL.pattern}|{_NEEDS_TEXT.pattern}")
    kept = tuple(found for found in result.findings if not left_out.match(found.code))
    not_run = sorted(
        {*result.not_run, *(found.code for found in result.findings if left_out.match(found.code))}
    )
    result = replace(result, findings=kept, not_run=tuple(not_run))
    if excerpt.whole:
        return result
    hundred, zero = Decimal(100), Decimal(0)
    unknown = Score(None, zero, hundred, Basis.JUDGEMENT, (Step(_EXCERPT),), _EXCERPT)
    return replace(
        result, total=unknown, grade=None, grade_strict=None, grade_text="未复算（摘录）",
        judged_points=hundred, coverage=zero, assumptions=(*result.assumptions, _EXCERPT),
    )  # fmt: skip


def _excerpt(row: Mapping[str, Any], number: int) -> Excerpt:
    facts, title = row["facts"], row["title"]
    unit = _WAN[re.sub(r"（.*", "", facts.get("money_unit") or "万元")]
    indicators = tuple(_indicator(item) for item in facts.get("indicators", ()))
    weights = sum((item.points for item in indicators if item.points is not None), Decimal(0))
    complete = all(item.actual for item in indicators) and bool(indicators)
    whole = complete and (weights in (90, 100) or "movements" in facts)
    department = facts.get("department")
    evaluation = Evaluation(
        project=facts["project"],
        year=_year(facts.get("year")),
        department=department,
        unit=facts.get("unit"),
        method=Method.FINANCE if re.search("重点绩效评价|第三方|全周期跟踪", title) else Method.SELF,
        subject=Subject.DEPARTMENT if facts["project"] == "部门整体" else Subject.PROJECT,
        budget=Budget(
            initial=_amount(facts.get("initial_budget"), unit),
            annual=_amount(facts.get("annual_budget"), unit),
            executed=_amount(facts.get("executed"), unit),
            unit_in_file=facts.get("money_unit"),
            printed_rate=_rate(facts.get("execution_rate")),
            movements=tuple(_movement(move) for move in facts.get("movements", ())),
        ),
        indicators=indicators,
        self_score=_decimal(facts.get("total_score", facts.get("self_score"))),
        self_grade=facts.get("grade", facts.get("self_grade")),
        title=title,
        is_report="报告" in title,
        region=department or title,
        source=Source(f"公开项目第{number}条", "", "jsonl", row["source"]),
    )
    return Excerpt(evaluation, whole)


def _indicator(item: Mapping[str, Any]) -> Indicator:
    printed = item.get("level1") or ""
    points = _POINTS.search(printed)
    return Indicator(
        level1=_POINTS.sub("", printed),
        level3=item["level3"],
        level2=_POINTS.sub("", item["level2"]) if item.get("level2") else None,
        level1_raw=printed,
        level1_points=Decimal(points[1]) if points else None,
        target=item.get("target"),
        actual=item.get("actual"),
        points=_decimal(item.get("weight")),
        self_score=_decimal(item.get("score")),
    )


def _movement(move: Mapping[str, Any]) -> Movement:
    return Movement(
        MovementKind(move["kind"]), Decimal(str(move["amount"])), move["direction"], move["inferred"],
        move.get("counterparty"), move.get("text", ""),
    )  # fmt: skip


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _amount(value: float | None, unit: Decimal) -> Decimal | None:
    """Folded to 万元."""
    return None if value is None else Decimal(str(value)) * unit


def _rate(text: str | None) -> Decimal | None:
    """Only a plain percentage is a printed rate: “100%（文本所写）” is."""
    found = re.match(r"(\d+(?:\.\d+)?)%", text or "")
    return Decimal(found[1]) / 100 if found else None


def _year(value: int | str | None) -> int | None:
    """Of a span (2020-2022) the last."""
    years = re.findall(r"(?:19|20)\d{2}", str(value or ""))
    return int(years[-1]) if years else None
