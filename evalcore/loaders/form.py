"""Grids → Evaluations: forms are found by their labels, wherever they stand and however often.

A form begins where 项目名称 is printed; its title stands above, money, goals, 绩效指标 and total below.
Grids without that label give an Evaluation with project "" (its place in places["project"]): report.py may know
the name from the narrative; what stays nameless is refused by read.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from evalcore.loaders.amount import money
from evalcore.loaders.document import Document
from evalcore.loaders.form_reading import FormReading
from evalcore.loaders.header import header_at
from evalcore.loaders.identity import is_title
from evalcore.loaders.labels import guessed_label
from evalcore.loaders.line import Line, streams
from evalcore.loaders.money_header import money_header
from evalcore.loaders.project_name import heading_project, under_heading
from evalcore.loaders.summary import ledger_header
from evalcore.loaders.vocabulary import compact, inline, role
from evalcore.model import Evaluation

_TITLE_LINES = 8
_PART = re.compile(r"[一1][、.](?:项目|单位|部门)?(?:基本)?(?:情况|信息|概况)")
#: labels that may stand between a title and 项目名称
_ABOVE = (None, "money_unit", "department", "unit", "date", "year", "whole_department", "project_code")


def evaluations(document: Document) -> tuple[Evaluation, ...]:
    """Every form of a document, in order. Never raises; a grid that is no form gives nothing."""
    forms: list[Evaluation] = []
    for lines in _joined(list(streams(document))):
        forms.extend(_forms(lines, document))
    return tuple(forms)


def _joined(sheets: list[list[Line]]) -> Iterator[list[Line]]:
    """Worksheets, a form whose indicators stand on the next sheet put together."""
    pending: list[Line] | None = None
    for lines in sheets:
        has_header = any(header_at(lines, index) is not None for index in range(len(lines)))
        has_form = bool(_begins(lines))
        if pending is not None:
            if has_header and not has_form:
                yield pending + lines
                pending = None
                continue
            yield pending
        pending = lines if has_form and not has_header else None
        if pending is None:
            yield lines
    if pending is not None:
        yield pending


def _forms(lines: list[Line], document: Document) -> Iterator[Evaluation]:
    starts = _begins(lines)
    if not starts:
        for part in _titled(lines):
            nameless = _nameless(part, document)
            if nameless is not None:
                yield nameless
        return
    bounds = [
        max(_title_start(lines, start, starts[k - 1] if k else -1), 0) for k, start in enumerate(starts)
    ]
    for k, start in enumerate(starts):
        end = bounds[k + 1] if k + 1 < len(starts) else len(lines)
        above = lines[bounds[k] : start]
        if k and not is_title(above) and lines[start].grid is lines[starts[0]].grid is not None:
            above = lines[bounds[0] : starts[0]] + above  # one head over several forms
        evaluation = FormReading(document, above, lines[start:end]).evaluation()
        if not _is_instruction(evaluation):
            yield evaluation


def _is_instruction(evaluation: Evaluation) -> bool:
    """Whether a "form" is a line of 填报说明 ("项目名称：填写项目全称") with no body."""
    body = evaluation.indicators or evaluation.budget.places
    named = evaluation.project and not re.search("填写|填报|填列|须与|应与|请按|一致", evaluation.project)
    return not body and not named


def _label(line: Line) -> str | None:
    """The label a line begins a form with: "project", or "whole_department"."""
    found = None
    for position, cell in enumerate(line.own):
        name = role("labels", cell.text)
        if name is None and (pair := inline(cell.text)):
            name = role("labels", pair[0])
        if (
            name == "project" and compact(cell.text) == "项目"
        ):  # a name like any: only before the project's own
            name = name if _names_one(line, position) else None
            if name:
                return name
        if name == "project" and (position == 0 or not _is_data(line)):
            return name
        if name == "whole_department" and position == 0:
            found = name
    return found


def _names_one(line: Line, position: int) -> bool:
    """Whether the bare 项目 stands before a name, first in its line or behind another label and its value, not over
    a column or beside amounts."""
    own = line.own
    if not 2 <= len(own) <= 4 or position not in (0, 2) or position + 1 >= len(own):
        return False
    if len(compact(own[position + 1].text)) < 4 or (position and role("labels", own[0].text) is None):
        return False
    known = any(role(section, own[position + 1].text) for section in ("labels", "money", "columns", "rows"))
    return not known and all(money(cell, None)[0] is None for cell in own)


def _is_data(line: Line) -> bool:
    """Whether a row's first cell is an amount or a serial number rather than a label."""
    return bool(line.own) and bool(re.fullmatch(r"[\d.,]+", compact(line.own[0].text)))


def _begins(lines: Sequence[Line]) -> list[int]:
    """Lines where forms begin: at a known label, else at one whose words say that it names a project."""
    return list(_starts(lines)) or list(_starts(lines, _guessed))


def _guessed(line: Line) -> str | None:
    return (
        "project" if line.own and guessed_label(line.own[0].text) == "project" and len(line.own) > 1 else None
    )


def _titled(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines without any 项目名称, cut where another form's title or heading stands below a table of indicators.

    What stands above the first of the headings is the title of all the forms under them.
    """
    common: list[Line] = []
    part: list[Line] = []
    seen = False
    for index, line in enumerate(lines):
        heading = heading_project(line) is not None
        if heading and not seen and not common:
            common = [above for above in part if above.grid is None]
        title = len(line.cells) == 1 and is_title([line]) and not compact(line.text()).startswith("续")
        again = any(above.text() == line.text() for above in part)  # a title printed on every page
        if seen and (heading or title) and not again:
            yield part
            part, seen = list(common) if heading else [], False
        part.append(line)
        seen = seen or header_at(lines, index) is not None
    yield part


def _starts(lines: Sequence[Line], label_of: Callable[[Line], str | None] = _label) -> Iterator[int]:
    """Lines where a form begins. A second label before any body belongs to the same form."""
    body_seen = True
    whole_title = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.grid is None or ledger_header(lines, index) is not None:
            whole_title = "整体" in line.text() or (whole_title and line.grid is None)
            index += 1
            continue
        header = header_at(lines, index)
        if header is not None:
            body_seen = True
            index += header.lines
            continue
        label = label_of(line)
        if label == "whole_department" and not whole_title:
            label = None
        if label is not None and body_seen:
            yield index
            body_seen = whole_title = False
        elif len(line.cells) <= 3 and label is None:
            whole_title = whole_title or ("整体" in line.text() and "表" in line.text())
        index += 1


def _title_start(lines: Sequence[Line], start: int, previous: int) -> int:
    """First line of a form's title: up to eight lines above its label, none of another form's tail."""
    index = start
    while index - 1 > previous and start - index < _TITLE_LINES:
        line = lines[index - 1]
        if line.grid is not None and lines[start].grid is not None and line.grid is not lines[start].grid:
            break
        if len(line.cells) > 4 or len(line.text()) > 120 or compact(line.text()).startswith("注:"):
            break
        pair = inline(line.cells[0].text) if line.cells else None
        first = role("labels", line.cells[0].text) if line.cells else None
        first = first or (role("labels", pair[0]) if pair else None)
        part = len(line.cells) == 1 and _PART.match(compact(line.text()))  # "一、项目基本情况"
        if first not in _ABOVE and not part and not compact(line.text()).startswith(("报", "附", "序")):
            break
        index -= 1
    return index


def _block_start(lines: Sequence[Line], index: int) -> int:
    """First line of the form's blocks above its indicators: below the rows of the same table that are titles."""
    first = index
    while first and lines[first - 1].grid is lines[index].grid:
        first -= 1
    while first < index and len(lines[first].cells) <= 2 and not _label(lines[first]):
        if role("labels", lines[first].cells[0].text) not in _ABOVE:
            break  # "资金情况 | 年初预算：300万元；…"
        first += 1
    return first


def _nameless(lines: list[Line], document: Document) -> Evaluation | None:
    """A table of indicators without 项目名称."""
    for index in range(len(lines)):
        if header_at(lines, index) is not None and ledger_header(lines, index) is None:
            body, start = index, _title_start(lines, index, -1)
            named = [k for k in range(index) if lines[k].grid is None and _label(lines[k]) == "project"]
            if named:  # 项目名称 stands in a paragraph above the tables
                body = named[-1]
                start = _title_start(lines, body, -1)
            elif start == index or not is_title(
                lines[start:index]
            ):  # money stands between the title and the indicators
                body = _block_start(lines, index)
                start = _title_start(lines, body, -1)
            reading = FormReading(document, lines[start:body], lines[body:])
            evaluation = under_heading(reading.evaluation(), lines[start:body])
            return evaluation if evaluation.indicators else None
    return _money_only(lines, document)


def _money_only(lines: list[Line], document: Document) -> Evaluation | None:
    """Money under a title that names the project, without indicators."""
    for index, line in enumerate(lines):
        if money_header(line) is not None and ledger_header(lines, index) is None:
            body = _block_start(lines, index)
            above = lines[_title_start(lines, body, -1) : body]
            evaluation = FormReading(document, above, lines[body:]).evaluation() if is_title(above) else None
            told = evaluation is not None and evaluation.project and evaluation.budget.executed is not None
            return evaluation if told else None
    return None
