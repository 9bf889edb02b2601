"""Parts of /trends: which two years, the change taken apart, the projects of each part."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from evalcore.glossary import integer, percent
from evalcore.insight import change as insight
from evalcore.insight.change import MEASURES, Change
from evalcore.insight.rule_change import rule_change
from evalcore.queries import change as queries
from evalcore.queries import overview
from evalcore.queries.run import Selection
from evalcore.scoring.level import LEVELS
from pages._ui import choose, data, drill, frame, show
from pages._ui.address import Choice
from pages._ui.show import Metric
from pages._ui.table import PAGE_ROWS, Rows
from pages.results import changes, kpis, peers


def years(choice: Choice) -> tuple[int, int] | None:
    """The latest chosen year and the one it is compared with (address: than); None when the data hold no earlier one."""
    known = data.options(choice.dataset).years
    year, before = drill.narrow(choice.years, data.options(choice.dataset))
    if year is None or before is None:
        return None
    earlier = {str(y): f"与{y}年比较" for y in sorted(known, reverse=True) if 0 < y < year}
    if len(earlier) > 1:
        before = int(choose.one("比较年度", earlier, "than"))
    return year, before


def taken_apart(selection: Selection, measure: str, year: int, before: int) -> Change:
    """The change of a measure; recomputed scores have the rule change measured where the forms can be re-scored."""
    params: dict[str, Hashable] = {"year": year, "before": before}
    found = data.frame(queries.change_groups, selection, measure=measure, **params)
    change: Change = data.computed(
        lambda rows: _taken_apart(rows, selection, measure, params),
        found,
        selection,
        "taken apart",
        measure,
        year,
        before,
    )
    return change


def _taken_apart(
    rows: pd.DataFrame, selection: Selection, measure: str, params: dict[str, Hashable]
) -> Change:
    held = insight.groups(rows)
    rescored = None
    if (
        selection.score_kind == "recomputed"
        and measure != "execution"
        and any(g.part == "ruled" for g in held)
    ):
        again = data.frame(rule_change, selection, **params)
        rescored = Fraction(again[measure].iloc[0]) if len(again) else None
    levels = measure == "mean" and selection.score_kind != "review"
    return insight.decompose(held, levels=levels, rescored=rescored)


def top(selection: Selection, kind: str, year: int, before: int) -> None:
    """Is 优良率 up because of the same projects or new ones: one sentence, never the self-scores alone."""
    change = taken_apart(selection, "good", year, before)
    frame.headline(insight.answer(change, "good", kind, year, before))
    by: dict[str, dict[int, str]] = {}
    for each in (before, year):
        for r in data.frame(overview.good_shares, _one_year(selection, each)).itertuples():
            if r.scored_by != kind:
                said = f"{percent(kpis.ratio(r.good, r.graded))}（N={integer(r.graded)}）"
                by.setdefault(r.scored_by, {})[each] = said
    beside = "；".join(f"{name} {of.get(before, '无')} → {of.get(year, '无')}" for name, of in by.items())
    show.note(
        f"优良率对照（{before}年 → {year}年）：{beside}。"
        if by
        else "没有复核和财政评价可对照，自评优良率不宜单独引用。"
    )


def _one_year(selection: Selection, year: int) -> Selection:
    return replace(selection, years=(year,), methods=(), grades=())


def row(selection: Selection, kind: str, year: int, before: int) -> None:
    """The four measures with their change and N."""
    items = []
    for measure, (name, unit, places, scale) in MEASURES.items():
        change = taken_apart(selection, measure, year, before)
        title = name if measure == "execution" else f"{kind}{name}"
        if change.before is None or change.now is None:
            items.append(Metric(TERMS[measure], "—", label=title, note="一年无数"))
            continue
        first, last, _ = insight.shown(change, places, scale=scale)
        moved = insight.effect_text(last - first) + f" {unit}" if last != first else "持平"
        items.append(
            Metric(
                TERMS[measure], insight.value_text(measure, last), moved, label=title,
                note=f"N={integer(change.n_now)}",
            )
        )  # fmt: skip
    show.metrics(items)


# measure → the glossary's term that defines it
# measure → what an evaluation must have to count in it (a condition of drill.projects)
_COUNTED = {"good": "grade", "mean": "score", "weighted": "weight", "execution": "amounts"}
TERMS = {"good": "good_share", "mean": "mean", "weighted": "mean_weighted", "execution": "execution_rate"}


def lines(selection: Selection, dataset: str) -> pd.DataFrame:
    """Departments by year under the names the filters show."""
    rows = data.frame(queries.scores_by_department_year, selection)
    names = data.options(dataset).departments
    made: pd.DataFrame = data.computed(
        lambda rows: peers.named(rows, names), rows, selection, "department lines", dataset
    )
    return made


def behind(selection: Selection, measure: str, year: int, before: int, code: str, page: int) -> Rows | None:
    """The projects of a part or level of the change; of a year's bar, that year's evaluations."""
    asked = drill.parts(code)
    if set(asked) == {"year"}:
        return drill.projects(f"{code}~has:{_COUNTED[measure]}", page, selection)
    level, part = asked.get("level"), asked.get("part", "kept")
    if len(asked) != 1 or (level is not None and level not in LEVELS):
        return None
    if part not in (*insight.ORDER, "kept"):
        return None
    params: dict[str, Hashable] = {"year": year, "before": before, "measure": measure}
    found = data.frame(
        queries.change_projects, selection, part=part, level=level, rows=PAGE_ROWS, skip=(page - 1) * PAGE_ROWS,
        **params,
    )  # fmt: skip
    total = int(found["total"].iloc[0]) if len(found) else 0
    name = "同一项目" if part == "kept" else insight.part_name(part)
    title = f"{before}年 → {year}年　{name}" + ("（该分项失分有变化）" if level else "")
    return Rows(_table(found, selection.score_kind, level), total, title)


def _table(found: pd.DataFrame, score: str, level: str | None) -> pd.DataFrame:
    if found.empty:
        return found
    shown = changes.table(found, score, grades=True)
    why = shown.pop("why")
    if level is not None:
        shown["part_change"] = found["moved_by"].round(4)
    else:
        shown["score_change"] = (found["score_now"] - found["score_before"]).round(4)
    if found["kind"].notna().any():
        shown["link_status"] = [
            f"{kind}（{'已确认' if status == '已确认' else '系统建议，待确认'}）"
            if isinstance(kind, str)
            else "编码相同"
            for kind, status in zip(found["kind"], found["status"], strict=True)
        ]
    shown["why"] = why
    return shown
