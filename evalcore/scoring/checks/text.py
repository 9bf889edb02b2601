"""D. Running text and the head of the form."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import SequenceMatcher

from evalcore.model import Method
from evalcore.scoring.checks.case import Case, number
from evalcore.scoring.checks.catalog import words
from evalcore.scoring.numbers import fold

_BLANK = ("", "无", "暂无", "无。", "暂无。", "无问题", "不存在问题", "/")


def text(case: Case) -> None:
    """Every check of running text."""
    problems(case)
    measures(case)
    conflicts(case)
    attribution(case)
    report(case)
    head(case)
    personal(case)


def problems(case: Case) -> None:
    """存在问题: there, and in keeping with the scores."""
    whole = case.evaluation
    stated = "".join((whole.problems or "").split())
    if whole.problems is None and not whole.is_report and "problems" not in whole.places:
        case.skip("TX_NO_PROBLEM", "TX_CONTRADICTS_SCORE")
    elif stated in _BLANK:
        case.project("TX_NO_PROBLEM", "problems")
    elif case.all_full:
        doubt = [
            part
            for part in re.split("[。；;]", stated)
            if any(word in part for word in words("contradiction"))
        ]
        if doubt:
            case.project("TX_CONTRADICTS_SCORE", "problems", sentence=doubt[0])


def measures(case: Case) -> None:
    """改进措施: who and when."""
    stated = "".join((case.evaluation.measures or "").split())
    if stated in _BLANK:
        case.skip("TX_MEASURE_EMPTY")
        return
    who = any(word in stated for word in words("who"))
    when = re.search(r"\d+月|\d+年|季度|月底|年底|年内|上半年|下半年", fold(stated))
    if not who and not when:
        case.project("TX_MEASURE_EMPTY", "measures")


_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(名|人次|人|家|个|所|次|场|%|户|件|项)")


def conflicts(case: Case) -> None:
    """A number of the table against the same thing's number in running text."""
    whole = case.evaluation
    running = fold("".join((whole.narrative or whole.goal_actual or "").split()))
    if not running or not case.rows:
        case.skip("TX_NUMBER_CONFLICT")
        return
    for row in case.rows:  # the table's own cells, repeated in a report's text
        for cell in (row.target, row.actual):
            bare = re.sub(r"\s", "", cell)
            if len(bare) >= 8:
                running = running.replace(bare, "。")
    sentences = [part for part in re.split("[。；;]", running) if _COUNTED.search(part)]
    length = int(case.limit("TX_NUMBER_CONFLICT", "length"))
    for row in case.rows:
        for clause in re.split("[。；;]", re.sub(r"\s", "", row.actual)):
            if _conflict(case, clause, sentences, length):
                return


def _conflict(case: Case, clause: str, sentences: list[str], length: int) -> bool:
    """Whether running text gives the clause's thing another number, and nowhere the same one."""
    own = _COUNTED.search(clause)
    if own is None:
        return False
    doubt: tuple[str, str] | None = None
    for sentence in sentences:
        block = SequenceMatcher(None, clause, sentence, autojunk=False).find_longest_match()
        shared = clause[block.a : block.a + block.size]
        if block.size < length or re.search(r"\d", shared):
            continue
        counted = list(_COUNTED.finditer(sentence))
        if any(Decimal(each[1]) == Decimal(own[1]) for each in counted):
            return False
        others = [each for each in counted if each[2] == own[2]]
        if others and doubt is None:
            doubt = (re.sub("[“”]", "", shared), others[-1][0])
    if doubt is not None:
        case.project("TX_NUMBER_CONFLICT", "narrative", noun=doubt[0], text=doubt[1], table=own[0])
    return doubt is not None


_MONEY = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|元)")
_TO_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}


def attribution(case: Case) -> None:
    """Results whose size is out of all proportion to the spending."""
    executed = case.evaluation.budget.executed
    running = fold("".join((case.evaluation.narrative or "").split()))
    if not executed or not running:
        case.skip("TX_ATTRIBUTION")
        return
    line = executed * case.limit("TX_ATTRIBUTION", "times")
    for sentence in re.split("[。；;]", running):
        amounts = [Decimal(found[1]) * _TO_WAN[found[2]] for found in _MONEY.finditer(sentence)]
        if any(amount > line for amount in amounts) and any(
            word in sentence for word in words("attribution")
        ):
            shown = sentence if len(sentence) <= 60 else f"…{_around(sentence, line)}…"
            case.project("TX_ATTRIBUTION", "narrative", sentence=shown, executed=number(executed))
            return


def _around(sentence: str, line: Decimal) -> str:
    found = next(m for m in _MONEY.finditer(sentence) if Decimal(m[1]) * _TO_WAN[m[2]] > line)
    return sentence[max(0, found.start() - 30) : found.end()]


def report(case: Case) -> None:
    """A narrative report: its kind and its method."""
    whole = case.evaluation
    if not whole.is_report:
        case.skip("RP_METHOD_MISSING", "RP_TYPE_INFERRED")
        return
    if not case.mentions("method_named"):
        case.project("RP_METHOD_MISSING", "narrative")
    title = "".join((whole.title or "").split())
    if whole.method is Method.SELF and any(word in title for word in words("report_title")):
        case.project("RP_TYPE_INFERRED", "title")


def head(case: Case) -> None:
    """Year, department and unit of the form's head."""
    whole = case.evaluation
    years = {int(year) for year in re.findall(r"(20\d\d)\s*年?度?", fold(whole.title or ""))}
    if whole.year is None or (not years and whole.submitted is None):
        case.skip("FM_YEAR_CONFLICT")
    elif years and not min(years) <= whole.year <= max(years):
        shown = "、".join(str(year) for year in sorted(years))
        case.project("FM_YEAR_CONFLICT", "title", title=shown, year=str(whole.year))
    elif whole.submitted is not None and not whole.year <= whole.submitted.year <= whole.year + 2:
        case.project("FM_YEAR_CONFLICT", "submitted", title=str(whole.year), year=str(whole.submitted.year))
    department, unit = "".join((whole.department or "").split()), "".join((whole.unit or "").split())
    if not department and "department" in whole.absent:
        case.skip("FM_DEPT_BLANK", "FM_DEPT_UNIT_SWAPPED")  # the form does not ask for it
    elif not department or department in _BLANK:
        case.project("FM_DEPT_BLANK", "department")
        case.skip("FM_DEPT_UNIT_SWAPPED")
    elif not unit:
        case.skip("FM_DEPT_UNIT_SWAPPED")
    elif (
        unit != department and department.endswith(words("subordinate")) and unit.endswith(words("superior"))
    ):
        case.project("FM_DEPT_UNIT_SWAPPED", "department", department=department, unit=unit)


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NAMED = re.compile(
    rf"(?:^|[，。；：、:;,“])((?:[{_SURNAMES}])[\u4e00-\u9fa5]{{1,2}}?)(?:等\d+[名位人]|(?:等)?同志(?!们)|先生|女士)"
)
_NOT_NAMES = re.compile(
    "高中|高校|高新|万人|万元|余人|余名|方面|江河|马路|石材|金属|文化|文艺|常年|常委|任务|田间|白云|龙头|易返|武装|康复|史料|毛巾"
)
_ID = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")


def personal(case: Case) -> None:
    """Identity numbers, phones, bank cards anywhere; named people in an actual."""
    seen: list[str] = []
    cells = [value for row in case.rows for value in (row.actual, fold(row.indicator.evidence or ""))]
    for value in (*cells, fold(case.text)):
        for pattern in (_ID, _PHONE, _CARD):
            seen.extend(f"{found[0][:3]}****{found[0][-2:]}" for found in pattern.finditer(value))
    named = (found[1] for row in case.rows for found in _NAMED.finditer("".join(row.actual.split())))
    seen.extend(name[0] + "*" * (len(name) - 1) for name in named if not _NOT_NAMES.match(name))
    if seen:
        case.project("PRIV_PERSONAL", masked="、".join(dict.fromkeys(seen)))
