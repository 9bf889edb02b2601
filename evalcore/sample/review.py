"""自评复核: the finance bureau looks again at a sample, half by risk, half at random."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from evalcore.sample.budget import interpolate, ranks
from evalcore.sample.form import Form

SAMPLE = 0.08
REVIEWED = ((0.0, 50.0), (0.02, 60.0), (0.18, 80.0), (0.54, 90.0), (0.82, 95.0), (0.99, 99.0), (1.0, 100.0))


def review(forms: Sequence[Form], random: Random) -> None:
    """Set review scores of the sampled forms: the review takes more off, seldom gives more."""
    able = [
        form
        for form in forms
        if form.total is not None and form.execution_points is not None and "no_detail" not in form.defects
    ]
    half = round(len(forms) * SAMPLE / 2)
    by_risk = sorted(able, key=lambda form: (form.recomputed - (form.total or 0), form.project.key))[
        : half * 4
    ]
    chosen = random.sample(by_risk, min(half, len(by_risk)))
    keys = {form.project.key for form in chosen}
    chosen += random.sample([form for form in able if form.project.key not in keys], half)
    latent = [form.recomputed / 400 + random.gauss(0, 1) for form in chosen]
    for form, share in zip(chosen, ranks(latent), strict=True):
        _mark(form, round(interpolate(REVIEWED, share) * 100), random)


def _mark(form: Form, aim: int, random: Random) -> None:
    """Per-row review scores near the rule's, less what the reviewer does not accept, summing to the total."""
    lift = 150 if random.random() < 0.08 else 0
    aim = min(aim, form.parts - random.choice((0, 50, 150)) + lift)
    for row in form.rows:
        row.review_points = min(row.self_points or 0, row.rule_points, row.points)
    gap = sum(row.review_points or 0 for row in form.rows) + form.execution_rule - aim
    order = [row for row in form.rows if (row.review_points or 0) > 0]
    random.shuffle(order)
    for share in (0.4, 0.7, 1.0):
        for row in order:
            if gap <= 0:
                break
            held = row.review_points or 0
            take = min(gap, held, round(row.points * share / 50) * 50)
            row.review_points = held - take
            gap -= take
    for row in order:
        if gap >= 0:
            break
        give = min(-gap, (row.self_points or 0) - (row.review_points or 0))
        row.review_points = (row.review_points or 0) + max(0, give)
        gap += max(0, give)
    form.review = sum(row.review_points or 0 for row in form.rows) + form.execution_rule
