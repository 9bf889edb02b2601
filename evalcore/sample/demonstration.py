"""The demonstration district, year by year: plan → money → achievements → self scores → defects → forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from evalcore.sample import budget, defect, review, score, story, text
from evalcore.sample.catalogue import Catalogue, catalogue
from evalcore.sample.district import District
from evalcore.sample.external import external_forms
from evalcore.sample.form import Form, grade_of, rule_execution
from evalcore.sample.indicator import Measures, Row, dated, frame, level2_name, measures, target_of
from evalcore.sample.project import Plan, Project, plan

NOT_SUBMITTED = 0.02
DUPLICATE = 0.005
DUE = (3, 31)  # of the following year


@dataclass(frozen=True, slots=True)
class Listed:
    """A project of one year that should be evaluated (应评项目清单)."""

    project: Project
    year: int
    initial: int  # 0.01 万元
    source: str
    due: date
    submitted: bool


@dataclass(frozen=True, slots=True)
class Year:
    """All forms of one year, in budget-code order, and the list of what should have been evaluated."""

    year: int
    forms: list[Form]
    listed: list[Listed]


class Demonstration:
    """One district, year after year; memory holds one year and what the next needs of it."""

    def __init__(
        self, district: District, seed: int, years: tuple[int, ...], projects_a_year: int, prefix: str = ""
    ) -> None:
        self.district, self.seed, self.years, self.prefix = district, seed, years, prefix
        self.plan: Plan = plan(district, seed, years, projects_a_year, prefix)
        if not prefix:
            story.enrol(self.plan, district, years)
        self.level = budget.levels(self.plan.projects)
        self.texts: Catalogue = catalogue()
        self.chosen: dict[str, Measures] = {}
        self.first_year: dict[str, int] = {}
        self.last: dict[str, dict[str, Row]] = {}  # family → name → last year's row
        self.last_text: dict[str, tuple[str | None, str | None]] = {}

    def __iter__(self) -> Iterator[Year]:
        for year in self.years:
            yield self._year(year)

    def _random(self, *parts: object) -> Random:
        return Random("/".join(map(str, (self.seed, self.prefix, *parts))))

    def _year(self, year: int) -> Year:
        projects = self.plan.of_year(year)
        random = self._random("year", year)
        sound = {project.family for project in projects if self._measures(project, year).sound}
        money = budget.moneys(projects, self.level, sound, random)
        forms = [self._blank(*pair, year) for pair in zip(projects, money, strict=True)]
        for form, aims in zip(forms, score.choose_kinds(forms, random), strict=True):
            self._fill(form, *aims)
        listed = [
            Listed(
                form.project, year, form.money.initial, form.money.source, date(year + 1, *DUE),
                bool(form.project.story) or random.random() >= NOT_SUBMITTED,
            )
            for form in forms
        ]  # fmt: skip
        review.review(forms, random)
        self._remember(forms)
        kept = [form for form, entry in zip(forms, listed, strict=True) if entry.submitted]
        kept += [
            _again(form, random) for form in kept if not form.project.story and random.random() < DUPLICATE
        ]
        kept += external_forms(kept, year, random)
        kept.sort(
            key=lambda form: (form.project.department.code, form.project.key, form.method.value, form.copy)
        )
        return Year(year, kept, listed)

    def _measures(self, project: Project, year: int) -> Measures:
        """What the project is measured by: chosen in its first year, kept when it is renamed or moved."""
        family = project.family
        if family not in self.chosen:
            random = self._random("measures", family)
            self.first_year[family] = year
            self.chosen[family] = (
                story.story_measures(project)
                if project.story
                else measures(project, self.level[family], self.texts, random)
            )
        return self.chosen[family]

    def _blank(self, project: Project, money: budget.Money, year: int) -> Form:
        """A form with its indicators, targets and money, and nothing reached yet."""
        family, chosen = project.family, self._measures(project, year)
        random = self._random("form", project.key, year)
        stepped = self.district.rule_set_id(year) == self.district.rule_set_id(9999)
        years_on = year - self.first_year[family]
        last = self.last.get(family, {})
        rows = []
        for place, (line, (level1, points)) in enumerate(
            zip(chosen.lines, frame(chosen, stepped), strict=True)
        ):
            row = Row(line, level1, level2_name(line, level1), line.name, points, operator=line.operator)
            row.target = target_of(line, chosen, years_on, money.annual, last.get(line.name))
            if line.kind == "words":
                row.vague = place in chosen.vague
                row.target_text, row.actual_text = line.target, line.reached
                if row.vague:
                    row.target_text = self.texts.texts["vague"][place % len(self.texts.texts["vague"])]
                    row.actual_text = random.choice(self.texts.texts["vague_actual"])
            elif line.kind == "date":
                dated(row, year, random)
            elif line.kind == "sentence":
                row.target_text, row.actual_text = line.target, f"{random.choice((90, 92, 95, 96, 100))}%"
            rows.append(row)
        self._rule_column(project, rows, random)
        department = project.department
        totals: dict[str, int] = {}
        for row in rows:
            totals[row.level1] = totals.get(row.level1, 0) + row.points
        style = self._random("style", department.code)
        name = department.name_in(year)
        form = Form(
            project, year, money, chosen, rows, totals, stepped, self.district.region,
            prints_level1=style.random() < 0.8, has_evidence=style.random() < 0.35,
            department=name, unit=project.unit or name, title_year=year,
        )  # fmt: skip
        form.execution_rule = rule_execution(money, stepped)
        return form

    def _rule_column(self, project: Project, rows: list[Row], random: Random) -> None:
        """Some departments print a 评分标准 beside each indicator; like districts use sentences of every kind."""
        shares, steps = self.texts.texts["share_rules"], self.texts.texts["step_rules"]
        style = self._random("rule", project.department.code)
        prints = style.random() < (0.6 if self.prefix else 0.15) and not project.story
        own = style.choice(shares)
        for row in rows:
            if prints and row.numeric and row.operator != "≤" and not row.is_satisfaction:
                row.rule_text = random.choice(shares + steps) if self.prefix else own

    def _fill(self, form: Form, self_score: float, recomputed: float) -> None:
        texts = self.texts.texts
        random = self._random("fill", form.project.key, form.year)
        money = form.money
        form.printed_rate = (
            (2 * money.executed * 10000 + money.annual) // (2 * money.annual) if money.annual else None
        )
        told = story.tell(form)
        if not told:
            score.achieve(form, recomputed, random)
            score.declare(form, self_score, random)
        if form.has_evidence:
            for row in form.rows:
                row.evidence = random.choice(texts["evidence"])
        form.total = form.parts
        text.write_goals(form, texts, random)
        text.explain(form, texts, random)
        last = self.last_text.get(form.project.family)
        if form.chosen.boilerplate and last is not None and form.kind != "B":
            form.problems, form.measures = last
        elif not told or form.problems is None:
            text.write_problems(form, texts, random)
        form.grade = grade_of(form.total)
        form.submitted = date(form.year + 1, 2, 20) + timedelta(days=random.randint(0, 38))
        form.stage = "审定" if form.year < max(self.years) else "初步"
        if form.kind != "B" and not told:
            defect.plant(form, random)
            if "total_mismatch" not in form.defects:
                form.total = form.parts if form.execution_points is not None else form.total
            if not {"grade_off", "no_grade"} & set(form.defects):
                form.grade = grade_of(form.total or 0)

    def _remember(self, forms: list[Form]) -> None:
        self.last = {form.project.family: {row.name: row for row in form.rows} for form in forms}
        self.last_text = {form.project.family: (form.problems, form.measures) for form in forms}


def _again(form: Form, random: Random) -> Form:
    """The same project sent a second time with other numbers."""
    rows = []
    for row in form.rows:
        twin = Row(**{name: getattr(row, name) for name in Row.__slots__})
        rows.append(twin)
    twin_form = Form(**{name: getattr(form, name) for name in Form.__slots__} | {"rows": rows, "copy": 2})
    twin_form.defects = [*form.defects, "duplicate_form"]
    twin_form.review = None
    worded = [row for row in rows if row.line.kind == "words" and row.self_points == row.points >= 500]
    for row in worded[:1]:
        row.self_points = (row.self_points or 0) - 100
        row.note = "复核材料后自行扣减；由综合科于下年3月底前补齐归档"
    twin_form.total = (form.total or 0) + twin_form.parts - form.parts
    twin_form.grade = (
        form.grade if {"grade_off", "no_grade"} & set(form.defects) else grade_of(twin_form.total or 0)
    )
    assert twin_form.submitted is not None
    twin_form.submitted += timedelta(days=random.randint(3, 15))
    return twin_form
