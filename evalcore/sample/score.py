"""How well a project did, and what its department says it did (sample_district.md §5), in 0.01 points."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from evalcore.sample.budget import interpolate, ranks
from evalcore.sample.form import Form
from evalcore.sample.indicator import Row, miss, reach, score_by_rule, write_texts

ALL_FULL, CLEAN, FULL_NOT_MET, ROUNDED = 0.18, 0.26, 0.045, 0.05
# share from below → points, of the forms that are neither all full nor clean
SELF = ((0.0, 38.0), (0.010, 60.0), (0.050, 80.0), (0.20, 90.0), (0.44, 95.0), (0.58, 98.0), (1.0, 99.9))
RECOMPUTED = ((0.0, 30.0), (0.020, 60.0), (0.165, 80.0), (0.47, 90.0), (0.73, 95.0), (1.0, 99.6))


def choose_kinds(forms: Sequence[Form], random: Random) -> list[tuple[float, float]]:
    """Set every form's kind; return (self, recomputed) to aim at, in points."""
    count = len(forms)
    clean = [i for i, form in enumerate(forms) if not form.project.story and _may_be_clean(form)]
    clean.sort(key=lambda i: (random.random() + (0.6 if forms[i].execution_rule < 900 else 0.0), i))
    clean = clean[: round(CLEAN * count)]
    for index in clean:
        forms[index].kind = "B"
    spent = [
        i for i, form in enumerate(forms)
        if not form.kind and not form.project.story and form.money.executed == form.money.annual > 0
    ]  # fmt: skip
    random.shuffle(spent)
    full, paper = round(ALL_FULL * count), round(FULL_NOT_MET * count)
    for index in spent[:full]:
        forms[index].kind = "A"
    for index in spent[full : full + paper]:
        forms[index].kind = "C"
        forms[index].defects.append("full_not_met")
    nearly = [
        i for i, form in enumerate(forms)
        if not form.kind and not form.project.story and 0.97 <= form.money.rate < 1
    ]  # fmt: skip
    random.shuffle(nearly)
    for index in nearly[: round(ROUNDED * count)]:
        forms[index].kind = "C"
        forms[index].defects.append("rounded_execution")
    rest = [i for i, form in enumerate(forms) if not form.kind]
    latent = [(1000 - forms[i].execution_rule) / -400 + random.gauss(0, 1) for i in rest]
    aims = [(100.0, 100.0)] * count
    for index in clean:
        value = 99.8 - 9.6 * random.random() ** 2.6
        aims[index] = (value, value)
    for index in spent[full : full + paper]:
        aims[index] = (100.0, 100 - random.choice((1.0, 1.5, 2.0, 3.0, 4.0)))
    for index, share in zip(rest, ranks(latent), strict=True):
        forms[index].kind = "D"
        aims[index] = (interpolate(SELF, share), interpolate(RECOMPUTED, share))
    return aims


def _may_be_clean(form: Form) -> bool:
    """Nothing about its money or its choice of indicators needs an explanation."""
    money, change = form.money, form.money.change
    if not form.chosen.sound:
        return False
    if money.executed > money.annual or money.rate < 0.957:
        return False
    if change is not None and not -0.2 < change < 0.2:
        return False
    if money.carried and (
        money.carried * 10 >= money.annual * 3 or money.carried_executed * 10 < money.carried * 8
    ):
        return False
    return any(row.is_satisfaction for row in form.rows)


def achieve(form: Form, recomputed: float, random: Random) -> None:
    """Reached values of all rows, so that the rules give about `recomputed` points."""
    for row in form.rows:
        if row.numeric:
            reach(row, _outcome(form, row, random), random)
    losses = round(10000 - recomputed * 100) - (1000 - form.execution_rule)
    if form.kind in ("B", "D") or "full_not_met" in form.defects:
        if losses > 15:
            _spread(form, losses, random)
        elif form.kind == "D":
            _partly(form, random)
    if form.kind == "B" and all(row.actual == row.target for row in form.rows if row.numeric):
        asked = next(row for row in form.rows if row.is_satisfaction)
        asked.actual = (asked.target or 0) + 1
    for row in form.rows:
        if row.numeric:
            write_texts(row)
        score_by_rule(row, form.stepped)


def _outcome(form: Form, row: Row, random: Random) -> str:
    chance = random.random()
    if row.is_satisfaction:
        return "above"
    if form.kind == "B" or row.line.kind != "count":
        return "exact" if chance < 0.77 else "above"
    if chance < 0.50:
        return "exact"
    return "above" if chance < 0.68 else "far" if chance < 0.90 else "farther"


def _spread(form: Form, losses: int, random: Random) -> None:
    """Let some rows fall short; what cannot lose by halves (0 起, dates, satisfaction) is left alone."""
    able = [
        row for row in form.rows
        if row.target and row.target > 2 and row.operator != "≤" and row.points >= 300
        and not row.is_satisfaction and row.line.unit != "分" and (row.target >= 12 or losses > 300)
    ]  # fmt: skip
    random.shuffle(able)
    wanted = 1 if losses < 500 else 2 if losses < 1300 else 3 if losses < 2200 else 5
    if form.kind == "D" and wanted < 3 and random.random() < 0.2:
        wanted += 1
    chosen = able[:wanted]
    room = sum(row.points for row in chosen)
    for row in able[wanted:]:
        if room * 0.8 >= losses:
            break
        chosen.append(row)
        room += row.points
    left = min(losses, round(room * 0.92))
    for row in chosen:
        part = left if row is chosen[-1] else round(left * row.points / room * random.uniform(0.8, 1.2))
        part = min(part, left, round(row.points * 0.95))
        room -= row.points
        left -= part
        if part > 0:
            miss(row, part, random)
    if form.kind == "D" and left > 200:
        _partly(form, random)


def _partly(form: Form, random: Random) -> None:
    worded = [row for row in form.rows if row.line.kind == "words" and not row.vague]
    if worded and random.random() < 0.35:
        row = random.choice(worded)
        row.partly = True
        row.actual_text = row.line.partly


def declare(form: Form, self_score: float, random: Random) -> None:
    """What the department gives itself: honest where clean, lenient up to `self_score` elsewhere."""
    form.execution_self = form.execution_rule
    for row in form.rows:
        row.self_points = row.rule_points
        if row.partly:
            row.self_points = min(row.points * 78 // 100, row.points - 1)
    if form.kind in ("B", "A"):
        return
    missed = [row for row in form.rows if row.self_points is not None and row.self_points < row.points]
    if form.kind == "C":
        if not missed and "full_not_met" in form.defects:
            form.defects.remove("full_not_met")
        for row in missed:
            row.self_points = row.points
        if "rounded_execution" in form.defects:
            form.execution_self = 1000
        return
    aim = _spike(round(self_score * 100), random)
    gap = aim - form.parts
    if gap > 0:
        _be_lenient(missed, gap)
    elif gap < -20:
        _be_strict(form, -gap)


def _spike(aim: int, random: Random) -> int:
    """Totals people like: whole and half points, 90 rather than 89.x."""
    if 8800 <= aim < 9000 and random.random() < 0.85:
        return 9000 + random.choice((0, 0, 10, 20, 50))
    if 7900 <= aim < 8000:
        return 8000
    chance = random.random()
    if aim >= 9450 and chance < 0.35:
        return min((9500, 9700, 9800, 9900), key=lambda point: abs(point - aim))
    if chance < 0.75:
        return round(aim / 50) * 50
    return round(aim / 10) * 10


def _be_lenient(missed: list[Row], gap: int) -> None:
    """Give back most of what the rule took, short of full marks."""
    for row in sorted(missed, key=lambda row: (row.self_points or 0) - row.points):
        held = row.self_points or 0
        top = row.points - min(50, max(10, row.points // 20))
        if row.partly:
            top = min(top, row.points * 79 // 100)
        give = min(gap, top - held)
        if give > 0:
            row.self_points = held + give
            gap -= give
        if gap <= 0:
            return


def _be_strict(form: Form, gap: int) -> None:
    """Take something off what is judged in words, within its tier, and say why."""
    for row in form.rows:
        if row.line.kind == "words" and not row.partly and gap > 0:
            take = min(gap, row.points // 5) // 50 * 50
            if take > 0:
                row.self_points = row.points - take
                gap -= take
