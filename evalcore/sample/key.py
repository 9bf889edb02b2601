"""The answer key: which 疑点 a form must raise, worked out from the truth behind it, never from its text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from evalcore.model import Method
from evalcore.sample.catalogue import catalogue
from evalcore.sample.district import FOLDER
from evalcore.sample.form import Form, grade_of, rule_execution
from evalcore.sample.indicator import OUTPUT, Row

_DATA = tomllib.loads((FOLDER / "key.toml").read_text(encoding="utf-8"))
DECIDED: frozenset[str] = frozenset(_DATA["decided"])  # codes the key decides for a single form
NEAR_LINE = 50  # 0.01 points above a line


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One 疑点 that must be raised: (project_key, year, method, copy), the indicator's position from 0."""

    evaluation: tuple[str, int, str, int]
    code: str
    position: int | None = None


def identity(form: Form) -> tuple[str, int, str, int]:
    return (form.project.key, form.year, form.method.value, form.copy)


def entries(form: Form) -> list[KeyEntry]:
    """What this form must raise, in code order."""
    found = set(_money(form)) | set(_weights(form)) | set(_scores(form)) | set(_words(form))
    for position, row in enumerate(form.rows):
        found |= {(code, position) for code in _row(form, row, position)}
    owner = identity(form)
    ordered = sorted(found, key=lambda item: (item[0], -1 if item[1] is None else item[1]))
    return [KeyEntry(owner, code, position) for code, position in ordered]


Found = list[tuple[str, int | None]]


def _money(form: Form) -> Found:
    money, found = form.money, []
    change = money.change
    if form.source_error:
        found.append("BUD_SUM_MISMATCH")
    if "unit_mix" in form.defects:
        found.append("BUD_UNIT_SUSPECT")
    if money.annual == 0:
        found += ["BUD_ZERO_WITH_SPEND"] if money.executed else ["BUD_ALL_ZERO"] if not money.initial else []
    elif money.initial == 0:
        found.append("BUD_INITIAL_ZERO")
    if change is not None:
        if change <= -0.2:
            found.append("BUD_ADJ_DOWN_LARGE")
        if change >= 0.3:
            found.append("BUD_ADJ_UP_LARGE")
        if abs(change) >= 0.2 and not money.explained:
            found.append("BUD_ADJ_NO_TARGET_CHANGE")
    if money.moved_out:
        found.append("BUD_TRANSFER_OUT")
    if money.annual:
        found += _execution(form)
    return [(code, None) for code in found]


def _execution(form: Form) -> list[str]:
    money, found, rate = form.money, [], form.money.rate
    by_initial = money.executed / money.initial if money.initial else None
    if form.printed_rate is not None and abs(form.printed_rate / 10000 - rate) > 0.005:
        denominator = by_initial is not None and abs(form.printed_rate / 10000 - by_initial) <= 0.005
        found.append("EXE_RATE_DENOMINATOR" if denominator else "EXE_RATE_MISPRINT")
    if money.executed > money.annual * 1.0001:
        found.append("EXE_OVER_100")
    if money.executed == 0:
        found.append("EXE_NOT_STARTED")
    if rate < 0.8:
        found.append("EXE_LOW")
    if rate >= 0.95 and by_initial is not None and by_initial < 0.5:
        found.append("EXE_RATE_MASKED")
    if form.execution_self is not None and abs(form.execution_self - rule_execution(money, form.stepped)) > 5:
        found.append("EXE_SCORE_MISMATCH")
    if money.carried and (
        money.carried_executed < 0.8 * money.carried or money.carried >= 0.3 * money.annual
    ):
        found.append("CARRYOVER_LARGE")
    detailed = [] if "no_detail" in form.defects else form.rows
    share = _share(detailed)
    if share is not None and share > 0 and (share - rate) / share > 0.05 + 1e-9:
        found.append("SCORE_EXE_GAP")
    output = _share([row for row in detailed if row.level1 in (OUTPUT, "产出")])
    if by_initial is not None and by_initial < 0.3 and output is not None and output >= 0.95:
        found.append("OUTPUT_MONEY_DISPROPORTION")
    return found


def _share(rows: list[Row]) -> float | None:
    """Self score ÷ points."""
    points = sum(row.points for row in rows)
    if not points or any(row.self_points is None for row in rows):
        return None
    return sum(row.self_points or 0 for row in rows) / points


def _weights(form: Form) -> Found:
    found: list[str] = []
    if "no_detail" in form.defects:
        return [("WT_MISSING_SPLIT", None), ("SC_NO_DETAIL", None), *_missing(form)]
    if form.execution_points is None and form.method is Method.SELF:
        found.append("WT_90_NO_EXECUTION")
    if "level_sum" in form.defects:
        found.append("WT_LEVEL_SUM" if form.prints_level1 else "WT_TOTAL_NOT_100")
    if sum(row.points for row in form.rows if row.line.kind == "words") >= 5000:
        found.append("WT_CONCENTRATED")
    return [(code, None) for code in found] + _missing(form)


def _missing(form: Form) -> Found:
    held = {row.line.level2 for row in form.rows}
    names = (("质量", "IND_NO_QUALITY"), ("时效", "IND_NO_TIMELINESS"), ("成本", "IND_NO_COST"))
    return [(code, None) for level2, code in names if level2 not in held]


def _scores(form: Form) -> Found:
    found: list[str] = []
    total = form.total
    if total is None:
        return []
    if "no_detail" in form.defects:
        if total == 10000:
            found.append("SC_ALL_FULL")
    else:
        # without execution points (90 of 100 printed) what the total should be is not for the form to say
        if form.execution_points is not None and abs(total - form.parts) > 5:
            found.append("SC_TOTAL_MISMATCH")
        if form.all_full:
            found.append("SC_ALL_FULL")
    right = grade_of(total)
    folded = {"优秀": "优", "良好": "良", "合格": "中", "不合格": "差"}
    if form.grade is None:
        found.append("GR_MISSING")
    else:
        if form.grade in folded:
            found.append("GR_LABEL_NONSTANDARD")
        if folded.get(form.grade, form.grade) != right:
            found.append("GR_BAND_MISMATCH")
    if any(0 <= total - line <= NEAR_LINE for line in (9000, 8000, 6000)):
        found.append("GR_NEAR_LINE")
    numeric = [row for row in form.rows if row.numeric and row.actual is not None]
    misread = any(row.defect == "score_as_actual" for row in form.rows)
    if len(numeric) >= 5 and not misread and all(row.actual == row.target for row in numeric):
        found.append("TG_EQUALS_ACTUAL_ALL")
    return [(code, None) for code in found]


def _words(form: Form) -> Found:
    found: list[str] = []
    if form.all_full and any(late in (form.problems or "") for late in _LATE):
        found.append("TX_CONTRADICTS_SCORE")
    if form.problems in (None, "无", "暂无"):
        found.append("TX_NO_PROBLEM")
    if form.title_year != form.year:
        found.append("FM_YEAR_CONFLICT")
    if form.department is None:
        found.append("FM_DEPT_BLANK")
    if "swapped" in form.defects:
        found.append("FM_DEPT_UNIT_SWAPPED")
    if any(row.defect == "personal" for row in form.rows):
        found.append("PRIV_PERSONAL")
    return [(code, None) for code in found]


_LATE = tuple(catalogue().texts["problem_late"])
_BY_DEFECT: dict[str, str] = _DATA["by_defect"]


def _row(form: Form, row: Row, position: int) -> list[str]:
    found = [_BY_DEFECT[row.defect]] if row.defect in _BY_DEFECT else []
    if row.defect == "duplicate_row" and row.name not in {other.name for other in form.rows[:position]}:
        found = []  # said of the second of the two
    if row.vague:
        found.append("TG_NOT_MEASURABLE")
    scored = row.self_points is not None and "no_detail" not in form.defects
    if scored and row.points >= 3000:
        found.append("WT_CONCENTRATED")
    if (form.has_evidence and not row.evidence) or (
        row.line.kind == "words"
        and row.level1 == "效益指标"
        and row.actual_text
        and len(row.actual_text) < 10
    ):
        found.append("EVID_MISSING")
    if row.is_satisfaction and row.actual is not None and row.actual >= 99 and not row.sampled:
        found.append("SAT_100_NO_BASIS")
    ratio = row.achievement
    if ratio is not None and ratio >= 1.2 and row.defect != "impossible":
        found.append("TG_LOW_OVERDONE")
    blank = row.note in (None, "", "无", "暂无")
    off = not row.met or (ratio is not None and ratio >= 1.3)
    if blank and off and row.numeric and row.actual is not None and row.exact:
        found.append("DEV_NO_REASON")
    return found + (_row_scores(row, blank) if scored else [])


def _row_scores(row: Row, blank: bool) -> list[str]:
    found: list[str] = []
    given = row.self_points or 0
    if given > row.points:
        found.append("SC_ABOVE_WEIGHT")
    if not row.exact:
        return found
    if row.numeric and not row.met and given == row.points and row.rule_points < row.points:
        found.append("SC_FULL_NOT_MET")
    if row.met and given < row.points and blank:
        found.append("SC_MET_DEDUCTED")
    if abs(given - row.rule_points) > 5:
        found.append("SC_RECOMPUTE_DIFF")
    return found
