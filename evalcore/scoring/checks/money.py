"""A. Money: sums, the chain from initial to annual budget, rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from evalcore.model import Budget, MovementKind, Severity
from evalcore.scoring.checks.case import ZERO, Case, number, pct
from evalcore.scoring.execution import execution_rate
from evalcore.scoring.numbers import fold, plain

_COLUMNS = (("initial", "年初预算数"), ("annual", "全年预算数"), ("executed", "全年执行数"))


def money(case: Case) -> None:
    """Every check of the money block."""
    sums(case)
    chain(case)
    adjustment(case)
    zeros(case)
    units(case)
    texts(case)
    carried_over(case)


def sums(case: Case) -> None:
    """Sources add up to the total, column by column."""
    budget = case.evaluation.budget
    ran = False
    finest = _finest(budget)
    sources = [source for source in budget.sources if "目标" not in source.label]
    for name, label in _COLUMNS:
        total: Decimal | None = getattr(budget, name)
        parts = [value for source in sources if (value := getattr(source, name)) is not None]
        if total is None or not parts:
            continue
        ran = True
        if _breakdowns(parts, total):
            continue
        gap = abs(sum(parts, ZERO) - total)
        count = Decimal(len(parts))
        tolerance = max(case.limit("BUD_SUM_MISMATCH", "tol"), Decimal(1).scaleb(min(finest, 0)) / 2) * count
        if gap > tolerance:
            facts = {"sum": number(sum(parts, ZERO)), "total": number(total), "gap": number(gap)}
            case.project("BUD_SUM_MISMATCH", name, None, column=label, **facts)
        elif gap > 0:
            case.project("BUD_ROUNDING", name, gap=plain(gap), column=label)
    if not ran:
        case.skip("BUD_SUM_MISMATCH", "BUD_ROUNDING")


def _breakdowns(parts: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the parts are breakdowns of the total, one after the other (by source, by use)."""
    whole, left = False, total
    for part in parts:
        left -= part
        if left == 0:
            whole, left = True, total
    return whole and left == total


def _finest(budget: Budget) -> int:
    """Place of the last digit the money block prints anywhere: -2 for 1.25, 0 where all are integers."""
    amounts = [getattr(holder, name) for holder in (budget, *budget.sources) for name, _ in _COLUMNS]
    exponents = [amount.as_tuple().exponent for amount in amounts if amount is not None]
    return min((exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def chain(case: Case) -> None:
    """年初 ± movements = 全年, as stated or after giving a sign to some movement."""
    budget = case.evaluation.budget
    for movement in budget.movements:
        if (
            movement.kind in (MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT)
            and movement.counterparty
        ):
            case.project(
                "BUD_TRANSFER_OUT", "movements", amount=number(movement.amount), unit=movement.counterparty
            )
    if not any(movement.counterparty for movement in budget.movements):
        case.skip("BUD_TRANSFER_OUT")
    if budget.initial is None or budget.annual is None or not budget.movements:
        case.skip("BUD_CHAIN_MISMATCH", "BUD_CHAIN_INFERRED")
        return
    tolerance = case.limit("BUD_CHAIN_MISMATCH", "tol")
    stated = tuple(Decimal(1) if movement.direction == "+" else Decimal(-1) for movement in budget.movements)
    closing = _closing(budget, stated, tolerance)
    doubtful = [movement for movement in budget.movements if movement.inferred]
    if closing is None:
        gap = abs(budget.initial + sum((m.signed for m in budget.movements), ZERO) - budget.annual)
        case.project(
            "BUD_CHAIN_MISMATCH",
            "annual",
            initial=number(budget.initial),
            movements="、".join(f"{m.direction}{number(m.amount)}" for m in budget.movements),
            annual=number(budget.annual),
            gap=number(gap),
        )
    elif doubtful or closing != stated:
        changed = [m for m, own, sign in zip(budget.movements, stated, closing, strict=True) if own != sign]
        text = "；".join(
            dict.fromkeys(m.text or f"{m.kind} {number(m.amount)} 万元" for m in doubtful or changed)
        )
        case.project("BUD_CHAIN_INFERRED", "movements", text=text, formula=_formula(budget, closing))


def _closing(budget: Budget, stated: Sequence[Decimal], tolerance: Decimal) -> tuple[Decimal, ...] | None:
    """Signs that close the chain, the stated ones first; None when there are none (or too many to try)."""
    initial, annual = budget.initial or ZERO, budget.annual or ZERO
    amounts = [movement.amount for movement in budget.movements]
    signs = [tuple(stated)]
    if len(amounts) <= 10:
        signs.extend(product((Decimal(1), Decimal(-1)), repeat=len(amounts)))
    for candidate in signs:
        moved = sum((sign * amount for sign, amount in zip(candidate, amounts, strict=True)), ZERO)
        if abs(initial + moved - annual) <= tolerance:
            return candidate
    return None


def _formula(budget: Budget, signs: Sequence[Decimal]) -> str:
    moved = "".join(
        f" {'+' if sign > 0 else '−'} {number(movement.amount)}"
        for sign, movement in zip(signs, budget.movements, strict=True)
    )
    return f"{number(budget.initial or ZERO)}{moved} = {number(budget.annual or ZERO)}"


def adjustment(case: Case) -> None:
    """How far the annual budget moved from the initial one."""
    budget = case.evaluation.budget
    rate = budget.adjustment_rate
    if rate is None or budget.initial is None or budget.annual is None:
        case.skip("BUD_ADJ_DOWN_LARGE", "BUD_ADJ_UP_LARGE", "BUD_ADJ_NO_TARGET_CHANGE")
        return
    facts = {"initial": number(budget.initial), "annual": number(budget.annual)}
    if rate <= -case.limit("BUD_ADJ_DOWN_LARGE", "rate"):
        red = rate <= -case.limit("BUD_ADJ_DOWN_LARGE", "red")
        severity = Severity.RED if red else None
        case.project("BUD_ADJ_DOWN_LARGE", "annual", severity, pct=pct(-rate), **facts)
    if rate >= case.limit("BUD_ADJ_UP_LARGE", "rate"):
        case.project("BUD_ADJ_UP_LARGE", "annual", None, pct=pct(rate), **facts)
    if abs(rate) >= case.limit("BUD_ADJ_NO_TARGET_CHANGE", "rate") and not case.mentions("target_adjusted"):
        sign = "−" if rate < 0 else "+"
        case.project("BUD_ADJ_NO_TARGET_CHANGE", "annual", pct=f"{sign}{pct(abs(rate))}")


def zeros(case: Case) -> None:
    """Budgets of nothing."""
    evaluation, budget = case.evaluation, case.evaluation.budget
    amounts = (budget.initial, budget.annual, budget.executed)
    if budget.initial is None or budget.annual is None:
        case.skip("BUD_INITIAL_ZERO")
    elif budget.initial == 0 and budget.annual > 0:
        case.project("BUD_INITIAL_ZERO", "initial", annual=number(budget.annual))
    if budget.annual is None or budget.executed is None:
        case.skip("BUD_ZERO_WITH_SPEND", "EXE_NOT_STARTED")
    elif budget.annual == 0 and budget.executed > 0:
        case.project("BUD_ZERO_WITH_SPEND", "executed", executed=number(budget.executed))
    elif budget.annual > 0 and budget.executed == 0:
        case.project("EXE_NOT_STARTED", "executed", annual=number(budget.annual))
    printed = any(amount is not None for amount in amounts) or budget.unit_in_file is not None
    if evaluation.self_score is None or not printed:
        case.skip("BUD_ALL_ZERO")
    elif not any(amounts):
        case.project("BUD_ALL_ZERO", "annual", score=number(evaluation.self_score))


def units(case: Case) -> None:
    """An amount ten thousand times its siblings."""
    budget = case.evaluation.budget
    pairs: list[tuple[str, str, Decimal, str, Decimal]] = []
    for name, label in _COLUMNS:
        value: Decimal | None = getattr(budget, name)
        for other, other_label in _COLUMNS:
            reference: Decimal | None = getattr(budget, other)
            if name != other and value and reference:
                pairs.append((name, label, value, other_label, reference))
        parts = [part for source in budget.sources if (part := getattr(source, name))]
        if value and parts:
            pairs.append((name, label, value, "资金来源合计", sum(parts, ZERO)))
            pairs.append((name, "资金来源合计", sum(parts, ZERO), label, value))
    annual = budget.annual
    for row in case.rows:
        target = row.judged.target if row.judged else None
        whole = row.kind2 == "cost" and re.search("总成本|总投资|项目成本|预算", row.name)
        if annual and whole and target and target.quantity and target.quantity.unit.dimension == "money":
            unit = target.quantity.unit
            if not unit.per and target.quantity.value > 0:
                stated = target.quantity.value * unit.scale / Decimal(10_000)
                pairs.append(("annual", "全年预算数", annual, f"成本指标“{row.name}”", stated))
                pairs.append(("annual", f"成本指标“{row.name}”", stated, "全年预算数", annual))
    if not pairs:
        case.skip("BUD_UNIT_SUSPECT")
    low, high = case.limit("BUD_UNIT_SUSPECT", "low"), case.limit("BUD_UNIT_SUSPECT", "high")
    for name, label, value, other_label, reference in pairs:
        if reference > 0 and low <= value / reference <= high:
            facts = {
                "value": number(value),
                "field": label,
                "other": other_label,
                "reference": number(reference),
            }
            case.project("BUD_UNIT_SUSPECT", name, None, **facts)
            return


_AMOUNT = r"(?:数|金额)?(?:为|是|共|共计|安排|合计|[::])?(\d+(?:\.\d+)?)(亿元|万元|元)"
_TEXT_FIELDS = (
    ("initial", "年初预算", re.compile("年初预算" + _AMOUNT)),
    ("annual", "全年预算", re.compile("(?:全年|调整后)预算" + _AMOUNT)),
    ("executed", "执行数", re.compile("(?:(?:全年|实际)执行数?|执行数)" + _AMOUNT)),
)
_TO_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}


def texts(case: Case) -> None:
    """Amounts named in running text against the table."""
    text = fold(case.text).replace(" ", "")
    ran = False
    for name, label, pattern in _TEXT_FIELDS:
        table: Decimal | None = getattr(case.evaluation.budget, name)
        stated = [Decimal(found[1]) * _TO_WAN[found[2]] for found in pattern.finditer(text)]
        if table is None or not stated:
            continue
        ran = True
        allowed = max(abs(table) * case.limit("BUD_TEXT_TABLE_DIFF", "rate"), Decimal("0.01"))
        if all(abs(value - table) > allowed for value in stated):
            case.project(
                "BUD_TEXT_TABLE_DIFF", name, field=label, text=number(stated[0]), table=number(table)
            )
    if not ran:
        case.skip("BUD_TEXT_TABLE_DIFF")


def carried_over(case: Case) -> None:
    """Last year's money: unspent, or a large part of this year's."""
    budget = case.evaluation.budget
    rows = [source for source in budget.sources if "结转" in source.label]
    if not rows:
        case.skip("CARRYOVER_LARGE")
    for source in rows:
        available = source.annual if source.annual is not None else source.initial
        if not available or available < 0:
            continue
        slow = source.executed is not None and source.executed / available < case.limit(
            "CARRYOVER_LARGE", "executed"
        )
        large = bool(budget.annual) and available / (budget.annual or available) >= case.limit(
            "CARRYOVER_LARGE", "share"
        )
        if slow or large:
            rate = "未列" if source.executed is None else pct(source.executed / available)
            case.project("CARRYOVER_LARGE", "sources", amount=number(available), rate=rate)


def execution(case: Case) -> None:
    """Rates: as printed, as computed, and what they are worth."""
    budget = case.evaluation.budget
    rate = budget.execution_rate
    _printed_rate(case, rate)
    _score(case)
    if rate is None or budget.annual is None or budget.executed is None:
        case.skip("EXE_OVER_100", "EXE_LOW", "EXE_RATE_MASKED", "SCORE_EXE_GAP")
    else:
        if rate > 1 + case.limit("EXE_OVER_100", "tol"):
            facts = {"executed": number(budget.executed), "annual": number(budget.annual)}
            case.project("EXE_OVER_100", "executed", None, rate=pct(rate), **facts)
        if rate < case.limit("EXE_LOW", "rate"):
            severity = Severity.RED if rate < case.limit("EXE_LOW", "red") else None
            left = number(budget.annual - budget.executed)
            case.project("EXE_LOW", "executed", severity, rate=pct(rate), left=left)
        _masked(case, rate)
        _gap(case, rate)
    _disproportion(case)


def _printed_rate(case: Case, rate: Decimal | None) -> None:
    budget = case.evaluation.budget
    printed = budget.printed_rate
    if printed is None or rate is None:
        case.skip("EXE_RATE_MISPRINT", "EXE_RATE_DENOMINATOR")
        return
    allowed = case.limit("EXE_RATE_MISPRINT", "points") / 100
    if abs(printed - rate) <= allowed:
        return
    initial = budget.initial_execution_rate
    by_initial = (
        initial is not None and abs(printed - initial) <= case.limit("EXE_RATE_DENOMINATOR", "points") / 100
    )
    code = "EXE_RATE_DENOMINATOR" if by_initial else "EXE_RATE_MISPRINT"
    case.project(code, "printed_rate", printed=pct(printed), rate=pct(rate))


def _score(case: Case) -> None:
    budget, scored = case.evaluation.budget, case.result.execution
    rate = execution_rate(budget, case.rules.execution)
    if budget.execution_score is None or scored is None or scored.value is None or rate is None:
        case.skip("EXE_SCORE_MISMATCH")
    elif abs(budget.execution_score - scored.value) > case.limit("EXE_SCORE_MISMATCH", "points"):
        facts = {"expected": number(scored.value), "printed": number(budget.execution_score)}
        case.project("EXE_SCORE_MISMATCH", "execution_score", None, rate=pct(rate), **facts)


def _masked(case: Case, rate: Decimal) -> None:
    initial = case.evaluation.budget.initial_execution_rate
    if initial is None:
        case.skip("EXE_RATE_MASKED")
    elif rate >= case.limit("EXE_RATE_MASKED", "rate") and initial < case.limit("EXE_RATE_MASKED", "initial"):
        case.project("EXE_RATE_MASKED", "executed", rate=pct(rate), initial_rate=pct(initial))


def _gap(case: Case, rate: Decimal) -> None:
    scored = [row for row in case.rows if row.points]
    if not scored or any(row.printed is None or row.indicator.self_score is None for row in scored):
        case.skip("SCORE_EXE_GAP")
        return
    points = sum((row.printed or ZERO for row in scored), ZERO)
    earned = sum((row.indicator.self_score or ZERO for row in scored), ZERO)
    if points <= 0 or earned <= 0:
        return
    share = earned / points
    gap = (share - rate) / share
    if gap > case.limit("SCORE_EXE_GAP", "rate"):
        severity = Severity.YELLOW if case.mentions("legitimate_left") else None
        case.project(
            "SCORE_EXE_GAP", "executed", severity, score_rate=pct(share), rate=pct(rate), gap=pct(gap)
        )


def _disproportion(case: Case) -> None:
    initial = case.evaluation.budget.initial_execution_rate
    outputs = [row for row in case.rows if row.kind == "output" and row.points]
    printed = all(row.printed is not None and row.indicator.self_score is not None for row in outputs)
    earned = [row.indicator.self_score if printed else row.score.value for row in outputs]
    if initial is None or not outputs or any(value is None for value in earned):
        case.skip("OUTPUT_MONEY_DISPROPORTION")
        return
    points = sum((row.points or ZERO for row in outputs), ZERO)
    share = sum((value or ZERO for value in earned), ZERO) / points if points > 0 else ZERO
    low, high = (case.limit("OUTPUT_MONEY_DISPROPORTION", key) for key in ("executed", "output"))
    if initial < low and share >= high:
        case.project("OUTPUT_MONEY_DISPROPORTION", "executed", initial_rate=pct(initial), output=pct(share))
