"""A narrative report → an Evaluation: title, money, score, grade, goals, problems, measures, indicators.

The indicators come from the document's tables where it has some (the forms given), from a table flattened
into the text where that can be rebuilt with certainty, or from sentences. A table goes before the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from evalcore.loaders import flattened, indicator_sentence
from evalcore.loaders.amount import year_of
from evalcore.loaders.document import Document, Paragraph
from evalcore.loaders.flattened_form import front_form
from evalcore.loaders.indicator_sentence import name_and_points, number, words
from evalcore.loaders.money_sentence import read_money
from evalcore.loaders.prose import Section, rejoin, sections
from evalcore.loaders.report_title import Title, commissioned, find_title, labelled, told, year_told
from evalcore.loaders.stated_money import narrow
from evalcore.model import Budget, Evaluation, Finding, Indicator, Method, Place, Severity


def evaluations(document: Document, forms: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    """What a document says once its narrative is read too.

    `forms` are the evaluations found in the tables. A document that is no report keeps them as they are.
    A report without forms gives one evaluation; one with a form (or one of its project) completes it.
    A form flattened into text whose cells cannot be told apart keeps what stands above them, with a finding.
    """
    printed = [line for line in document.paragraphs if line.text.strip()]
    lines = flattened.unfolded(printed)
    tables = list(flattened.tables(lines, apart=len(lines) > len(printed)))
    inside = {at for table in tables for at in range(table.lines[0], table.lines[1] + 1)}
    outside = [line for at, line in enumerate(lines) if at not in inside]
    prose = rejoin(flattened.without_side_label(outside) if tables else outside)
    title = find_title(prose)
    if title is None:
        return tuple(forms) or _flattened_forms(document, lines, tables)
    report = _narrative(document, title, prose)
    if not forms or all(form.indicators for form in forms):
        report = _with_indicators(report, prose, tables if not forms else [])
    target = _same_project(report, forms)
    if target is None:
        return tuple(forms) if forms else (report,)
    return tuple(_merged(form, report) if form is target else form for form in forms)


def _flattened_forms(
    document: Document, lines: Sequence[Paragraph], tables: Sequence[flattened.Table]
) -> tuple[Evaluation, ...]:
    """Forms whose text was copied out of a PDF; of one with an uncertain table, what stands above it."""
    found: list[Evaluation] = []
    begin = 0
    for table in tables:
        front = front_form(lines[begin : table.lines[0]], document.source) if table.lines[0] > begin else None
        begin = table.lines[1] + 1
        if front is None:
            continue
        if table.rows:
            found.append(_with_rows(front, table))
        else:
            doubt = replace(_doubt(table), place=str(lines[table.lines[0]].place))
            found.append(replace(front, read_findings=(*front.read_findings, doubt)))
    return tuple(found)


def _with_rows(form: Evaluation, table: flattened.Table) -> Evaluation:
    """A form with the rows of its rebuilt table and, where both are printed, its totals."""
    both = len(table.total) == 2 and {"points", "self_score"} <= set(table.columns)
    return replace(
        form,
        indicators=tuple(row_indicator(row) for row in table.rows),
        total_points=Decimal(table.total[0]) if both else None,
        self_score=Decimal(table.total[1]) if both else form.self_score,
    )


def _same_project(report: Evaluation, forms: Sequence[Evaluation]) -> Evaluation | None:
    """The form the report is about: the only one, or the one of its project."""
    if len(forms) == 1:
        return forms[0]
    named = [form for form in forms if form.project and form.project in report.project]
    return named[0] if len(named) == 1 else None


def _narrative(document: Document, title: Title, prose: Sequence[Paragraph]) -> Evaluation:
    parts = sections(prose)
    labels = labelled(prose)
    year_label, year_place = labels.pop("year", (None, None))
    printed = year_of(year_label)
    told_year = None if title.year or printed else year_told(prose)
    year = told_year[0] if told_year else title.year or printed
    money = read_money(prose, year=year)
    places: dict[str, Place] = {name: place for name, (_, place) in labels.items()}
    score = _score(prose)
    grade = _grade(prose)
    texts = {
        "goal": _section(parts, "goal", "not_goal"),
        "goal_actual": _section(parts, "goal_total") or _section(parts, "goal_actual"),
        "problems": _section(parts, "problems", "measures") or _section(parts, "problems"),
        "measures": _section(parts, "measures", "problems"),
    }
    if texts["measures"] is None and texts["problems"] is not None:
        texts["problems"], texts["measures"] = _turn(*texts["problems"])
    places |= {name: found[1] for name, found in texts.items() if found}
    places["title"] = title.place
    places["year"] = title.place_of(str(title.year)) if title.year or year_place is None else year_place
    if "project" not in labels:
        places["project"] = title.place_of(title.project)
    findings = money.findings
    if told_year:
        places["year"] = told_year[1]
        message = f"标题未写年度，按正文取 {told_year[0]} 年，请核实"
        findings += (Finding("FM_YEAR_INFERRED", Severity.INFO, message, "F", str(told_year[1]), "A"),)
    named = {name: value for name, (value, _) in labels.items()}
    signed = title.department if title.department_place else None  # a signature says less than a sentence
    charge = told(prose)
    for name in ("department", "unit"):
        if (
            name in charge
            and name not in named
            and not (name == "department" and title.department and not signed)
        ):
            named[name], places[name] = charge[name]
    department = named.get("department") or title.department or named.get("author")
    unit = named.get("unit") or (title.department if "department" in named else None)
    if unit == department and "unit" not in labels:
        unit = None
        places.pop("unit", None)
    if "department" not in named and department:
        places["department"] = (
            places["author"]
            if not title.department
            else title.department_place or title.place_of(title.department)
        )
    method = title.method
    if method is Method.SELF and "自评" not in title.text and "自我评价" not in title.text:
        method = commissioned(prose) or method
    places |= {name: found[1] for name, found in (("self_score", score), ("self_grade", grade)) if found}
    return Evaluation(
        project=labels["project"][0] if "project" in labels else title.project,
        year=year,
        department=department,
        unit=unit,
        project_code=labels["project_code"][0] if "project_code" in labels else None,
        method=method,
        subject=title.subject,
        budget=money.budget,
        self_score=score[0] if score else None,
        self_grade=grade[0] if grade else None,
        narrative="\n".join(paragraph.text for paragraph in prose),
        title=title.text,
        is_report=True,
        source=document.source,
        places=places,
        read_findings=findings,
        goal=_text(texts["goal"]),
        goal_actual=_text(texts["goal_actual"]),
        problems=_text(texts["problems"]),
        measures=_text(texts["measures"]),
    )


def _text(found: tuple[str, Place] | None) -> str | None:
    return found[0] if found else None


def _score(prose: Sequence[Paragraph]) -> tuple[Decimal, Place] | None:
    """The total a sentence states; None where two sentences differ."""
    rule = words()["score"]
    for word in (rule["named"], rule["usual"]):
        said: dict[Decimal, Place] = {}
        for paragraph in prose:
            text = narrow(paragraph.text).replace(" ", "")
            pattern = rf"(?P<lead>[^。；;，,]*){word}(?:结果)?[为是达到:：]*(\d{{1,3}}(?:\.\d+)?)分"
            for found in re.finditer(pattern, text):
                if not re.search(rule["part"], found["lead"][-12:].replace("评价指标评分", "")):
                    said.setdefault(Decimal(found[2]), paragraph.place)
        for heading, below in pairwise(prose):  # the score alone below its heading
            named = re.search(rf"{word}[:：]?$", heading.text.replace(" ", ""))
            alone = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)分[。.]?", narrow(below.text).replace(" ", ""))
            if named and alone:
                said.setdefault(Decimal(alone[1]), below.place)
        if said:
            return next(iter(said.items())) if len(said) == 1 else None
    return None


def _grade(prose: Sequence[Paragraph]) -> tuple[str, Place] | None:
    """The grade label a sentence states, as printed; sentences that define the bands do not count."""
    rule = words()["grade"]
    labels = "|".join(rule["labels"])
    said: dict[str, Place] = {}
    for paragraph in prose:
        for sentence in re.split("[。；;]", narrow(paragraph.text).replace(" ", "")):
            pattern = rf"{rule['lead']}[为是定评：:等]*[“\"「]?({labels})[”\"」]?(?=[，,、）)等级]|$)"
            found = re.search(pattern, sentence)
            if found and not re.search(rule["bands"], sentence[: found.start()]):
                said.setdefault(found[1], paragraph.place)
    return next(iter(said.items())) if len(said) == 1 else None


def _section(parts: Sequence[Section], want: str, unwanted: str | None = None) -> tuple[str, Place] | None:
    """Text under the first heading of a kind, with the headings below it."""
    rule = words()["section"]
    for at, part in enumerate(parts):
        heading = part.heading.replace(" ", "")
        if not re.search(rule[want], heading) or (unwanted and re.search(rule[unwanted], heading)):
            continue
        texts = [part.text]
        place = part.paragraphs[0].place if part.paragraphs else None
        for below in parts[at + 1 :]:
            if below.level <= part.level:
                break
            texts += [below.heading, below.text]
            place = place or (below.paragraphs[0].place if below.paragraphs else None)
        text = _unsigned("\n".join(text for text in texts if text))
        if text and place:
            return text, place
    return None


def _unsigned(text: str) -> str:
    """A passage without the signature and date that close a report."""
    lines = text.split("\n")
    if len(lines) > 1 and re.fullmatch(words()["section"]["signed"], lines[-1].replace(" ", "")):
        lines.pop()
        if len(lines) > 1 and len(lines[-1]) <= 30 and not re.search("[。；：，]", lines[-1]):
            lines.pop()
    return "\n".join(lines)


def _turn(text: str, place: Place) -> tuple[tuple[str, Place], tuple[str, Place] | None]:
    """存在问题及改进措施 in one passage: the measures begin where the text turns to what comes next."""
    found = re.search(rf"(?:^|(?<=[。\n；;]))(?=[^。\n]{{0,6}}{words()['section']['turn']})", text)
    if found is None or found.start() == 0:
        return (text, place), None
    return (text[: found.start()].strip(), place), (text[found.start() :].strip(), place)


def _with_indicators(
    report: Evaluation, prose: Sequence[Paragraph], tables: Sequence[flattened.Table]
) -> Evaluation:
    """The report with the indicators its text holds; a table that is not certain is only reported."""
    doubts = tuple(_doubt(table) for table in tables if not table.rows)
    rows = [row for table in tables for row in table.rows]
    if rows and not doubts:
        total = tables[-1].total
        return replace(
            report,
            indicators=tuple(row_indicator(row) for row in rows),
            self_score=report.self_score
            if report.self_score is not None or len(total) != 2
            else Decimal(total[1]),
            total_points=Decimal(total[0]) if len(total) == 2 else None,
        )
    sentences = indicator_sentence.indicators(prose) if not tables else ()
    return replace(report, indicators=sentences, read_findings=report.read_findings + doubts)


def _doubt(table: flattened.Table) -> Finding:
    return Finding(
        "FM_TABLE_UNCERTAIN",
        Severity.YELLOW,
        f"正文中的指标表是打散的文字，{table.reason}，指标未取值，需人工核对；"
        "请提供原表（Word、Excel 或带框线的 PDF）",
        scope="F",
        basis="M",
    )


def row_indicator(row: flattened.Row) -> Indicator:
    """An indicator of a rebuilt table."""
    text: dict[str, str] = {name: cell for name, (cell, _) in row.cells.items()}
    level1, points1 = name_and_points(text.get("level1", ""))
    level2, points2 = name_and_points(text.get("level2", ""))
    return Indicator(
        level1=level1,
        level1_raw=text.get("level1", ""),
        level1_points=points1,
        level2=level2 or None,
        level2_points=points2,
        level3=text["level3"],
        target=text.get("target"),
        actual=text.get("actual"),
        points=number(text.get("points")),
        self_score=number(text.get("self_score")),
        deviation_note=text.get("deviation_note"),
        rule=text.get("rule"),
        sub_row=text["level3"].startswith("其中") and number(text.get("points")) is None,
        places={name: place for name, (_, place) in row.cells.items()},
    )


MONEY_LABELS = {"initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数"}


def _merged(form: Evaluation, report: Evaluation) -> Evaluation:
    """A form completed by its report: what the table prints stays, what it lacks comes from the text."""
    guessed = [finding for finding in form.read_findings if finding.code == "FM_YEAR_INFERRED"]
    if guessed and report.year is not None:  # the title says what the file's name only suggested
        kept = tuple(finding for finding in form.read_findings if finding not in guessed)
        form = replace(form, year=None, read_findings=kept)
    empty = Evaluation(project="", year=None)
    taken: dict[str, Any] = {}
    for field in fields(Evaluation):
        name = field.name
        if name in ("budget", "places", "read_findings", "source", "method", "subject", "is_report"):
            continue
        here = getattr(form, name)
        if here == getattr(empty, name) or here is None:
            taken[name] = getattr(report, name)
    budget, findings = _merged_budget(form.budget, report.budget)
    return replace(
        form,
        **taken,
        method=report.method,
        subject=report.subject,
        is_report=True,
        budget=budget,
        places={**form.places, **{name: report.places[name] for name in taken if name in report.places}},
        read_findings=form.read_findings + report.read_findings + findings,
    )


def _merged_budget(table: Budget, text: Budget) -> tuple[Budget, tuple[Finding, ...]]:
    findings = []
    for name, label in MONEY_LABELS.items():
        x, y = getattr(text, name), getattr(table, name)
        if x is not None and y is not None and x != y:
            findings.append(
                Finding(
                    "BUD_TEXT_TABLE_DIFF",
                    Severity.RED,
                    f"{label}正文 {x.normalize():f} 万元与附表 {y.normalize():f} 万元不一致",
                    place=str(text.places.get(name, "")),
                    basis="M",
                    numbers={"text": f"{x.normalize():f}", "table": f"{y.normalize():f}"},
                )
            )
    empty = Budget()
    taken = {
        field.name: getattr(text, field.name)
        for field in fields(Budget)
        if field.name != "places" and getattr(table, field.name) == getattr(empty, field.name)
    }
    places = {**{name: place for name, place in text.places.items() if name in taken}, **table.places}
    return replace(table, **taken, places=places), tuple(findings)
