"""What callers see of the demonstration: evaluations with what only the sender knows about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalcore.model import Evaluation
from evalcore.sample import answer_key as key
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import district
from evalcore.sample.form import Form, evaluation

SCALE_YEARS = 10


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

    scale: about that many evaluations instead, over ten years and as many like districts as it takes, streamed
    year by year so that memory stays bounded.
    """
    for demonstration in demonstrations(seed, scale):
        left = scale
        for year in demonstration:
            for item in of_year(demonstration, year):
                if left is not None and left <= 0:
                    return
                yield item
                left = None if left is None else left - 1


def demonstrations(seed: int = 2024, scale: int | None = None) -> Iterator[Demonstration]:
    """The districts behind `evaluations`."""
    place = district()
    if scale is None:
        yield Demonstration(place, seed, place.years, place.projects_a_year)
        return
    raise NotImplementedError


def of_year(demonstration: Demonstration, year: Year) -> list[SampleEvaluation]:
    """One year's forms as evaluations."""
    return [_sample(demonstration, form) for form in year.forms]


def answer_key(seed: int = 2024) -> list[key.KeyEntry]:
    """Every 疑点 the demonstration's forms must raise: see answer_key.DECIDED for the codes it decides."""
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
