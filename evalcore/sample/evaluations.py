"""What callers see of the demonstration: evaluations with what only the sender knows about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evalcore.model import Evaluation
from evalcore.sample import key
from evalcore.sample.across import across
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import district, like_district
from evalcore.sample.form import Form, evaluation
from evalcore.sample.registers import registers

SCALE_YEARS = tuple(range(2015, 2025))
A_DISTRICT = 17_000  # evaluations of one district at most


@dataclass(frozen=True, slots=True)
class SampleEvaluation:
    """One form as read, the rule set in force for it, and what was planted in it.

    clean: kept free of anything that should raise a red or yellow 疑点. defects: names of what was planted.
    """

    evaluation: Evaluation
    department_code: str
    kind: str  # 区直党群 · 区直政府 · 镇街 · 垂管分局
    project_key: str
    project_type: str
    stage: str
    rule_set: str
    copy: int
    clean: bool
    defects: tuple[str, ...]


def evaluations(seed: int = 2024, scale: int | None = None) -> Iterator[SampleEvaluation]:
    """All evaluations of the demonstration, in order of year and budget code; the same for the same seed.

    scale: that many evaluations instead, over ten years and as many like districts as it takes, streamed
    year by year so that memory stays bounded.
    """
    for demonstration, wanted in demonstrations(seed, scale):
        for year in demonstration:
            yield from of_year(demonstration, year, wanted)


def demonstrations(
    seed: int = 2024, scale: int | None = None
) -> Iterator[tuple[Demonstration, Mapping[int, int] | None]]:
    """The districts behind `evaluations`, with how many forms of each year are kept (None: all).

    For a scale several districts of ~50 departments over ten years, their forms adding up exactly.
    """
    if scale is None:
        place = district()
        yield Demonstration(place, seed, place.years, place.projects_a_year), None
        return
    count, projects = size(scale)
    kept = _evenly(scale, count * len(SCALE_YEARS))
    for number in range(1, count + 1):
        quota = dict(zip(SCALE_YEARS, kept[(number - 1) * len(SCALE_YEARS) :], strict=False))
        yield Demonstration(like_district(number), seed, SCALE_YEARS, projects, f"{number:03d}"), quota


def size(scale: int) -> tuple[int, int]:
    """Districts, and projects a year of each, for about `scale` evaluations over ten years (never fewer)."""
    count = max(1, min(2, scale // 5000), -(-scale // A_DISTRICT))
    forms = -(-scale // (count * len(SCALE_YEARS)))
    return count, max(len(district().departments), forms + 2)


def _evenly(whole: int, parts: int) -> list[int]:
    return [whole // parts + (place < whole % parts) for place in range(parts)]


def of_year(
    demonstration: Demonstration, year: Year, wanted: Mapping[int, int] | None = None
) -> list[SampleEvaluation]:
    """One year's forms as evaluations: all, or as many as `wanted` says, taken evenly."""
    forms = year.forms
    if wanted is not None:
        count = wanted[year.year]
        forms = [forms[place * len(forms) // count] for place in range(count)]
    return [_sample(demonstration, form) for form in forms]


def answer_key(seed: int = 2024) -> list[key.KeyEntry]:
    """Every 疑点 the demonstration must raise; DECIDED and DECIDED_ACROSS name the codes it decides."""
    years = [year for demonstration, _ in demonstrations(seed) for year in demonstration]
    alone = [entry for year in years for form in year.forms for entry in key.entries(form)]
    beside = registers(district(), years, seed)
    return alone + across(years) + beside.expected


def _sample(demonstration: Demonstration, form: Form) -> SampleEvaluation:
    place = demonstration.district
    return SampleEvaluation(
        evaluation(form),
        form.project.department.code,
        form.project.department.kind,
        form.project.key,
        form.project.template.type,
        form.stage,
        place.external_rule_set if form.kind == "E" else place.rule_set_id(form.year),
        form.copy,
        form.kind == "B",
        tuple(form.defects),
    )
