"""What callers see of the demonstration: evaluations with what only the sender knows about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalcore.model import Evaluation
from evalcore.sample import key
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import district, like_district
from evalcore.sample.form import Form, evaluation

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

    scale: that many evaluations instead, over ten years and as many like districts as it takes, streamed year by
    year so that memory stays bounded.
    """
    left = scale
    for demonstration in demonstrations(seed, scale):
        for year in demonstration:
            samples = of_year(demonstration, year)
            yield from samples if left is None else samples[:left]
            left = None if left is None else max(0, left - len(samples))


def demonstrations(seed: int = 2024, scale: int | None = None) -> Iterator[Demonstration]:
    """The districts behind `evaluations`: one, or for a scale several of ~50 departments over ten years."""
    if scale is None:
        place = district()
        yield Demonstration(place, seed, place.years, place.projects_a_year)
        return
    count, projects = size(scale)
    for number in range(1, count + 1):
        yield Demonstration(like_district(number), seed, SCALE_YEARS, projects, f"{number:03d}")


def size(scale: int) -> tuple[int, int]:
    """Districts, and projects a year of each, for about `scale` evaluations over ten years (never fewer)."""
    count = max(1, min(2, scale // 5000), -(-scale // A_DISTRICT))
    forms = -(-scale // (count * len(SCALE_YEARS)))
    return count, max(len(district().departments), forms * 100 // 102 + 1)


def of_year(demonstration: Demonstration, year: Year) -> list[SampleEvaluation]:
    """One year's forms as evaluations."""
    return [_sample(demonstration, form) for form in year.forms]


def answer_key(seed: int = 2024) -> list[key.KeyEntry]:
    """Every 疑点 the demonstration's forms must raise: see key.DECIDED for the codes it decides."""
    return [entry for demonstration in demonstrations(seed) for year in demonstration for form in year.forms for entry in key.entries(form)]


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
