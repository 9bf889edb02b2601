"""A scoring sentence as it is put together: clauses, limits, the weight it states, and how it is finished."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evalcore.scoring import effects
from evalcore.scoring.clause import (
    ALL,
    NOTHING,
    Amount,
    Award,
    Bound,
    Clause,
    Condition,
    Effect,
    Limit,
    PerStep,
)
from evalcore.scoring.continued import continued
from evalcore.scoring.grammar import Node, Token
from evalcore.scoring.numbers import word_list
from evalcore.scoring.pending import Pending
from evalcore.scoring.quantity import Quantity, Unit


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a scoring sentence says: its clauses, limits on the whole, and the weight it states itself.
    `partial`: how it counts less than a whole step (floor, ceiling, linear), where it says so."""

    clauses: tuple[Clause, ...]
    limits: tuple[Limit, ...] = ()
    weight: Decimal | None = None
    partial: str = ""
    unread: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        head = [f"({_points(self.weight)})"] if self.weight is not None else []
        tail = [word_list("sentence")["partial"][self.partial]] if self.partial else []
        return "".join(head) + "；".join([*map(str, self.clauses), *map(str, self.limits), *tail])


def _points(value: Decimal) -> str:
    return str(Amount(points=value))


@dataclass(slots=True)
class Assembly:
    """What was read so far."""

    text: str
    stream: list[Token]
    clauses: list[Clause] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    weight: Decimal | None = None
    standard: Quantity | None = None
    unread: list[str] = field(default_factory=list)
    bracketed: int = 0  # how many (1分) stand in the text: one states the weight, several award
    shared: frozenset[str] = frozenset()  # units that stand more than once


def add(assembly: Assembly, condition: Condition, effect: Effect) -> None:
    """One more clause; a step also says what it is measured from, where a range or 以100%为标准 stands before it."""
    if isinstance(effect, PerStep):
        if condition.words.startswith("其中") and any(c.condition.kind == "range" for c in assembly.clauses):
            assembly.unread.append(
                str(condition)
            )  # 完成10个得5分，其中重点不少于3个，每少1个扣1分: a second aim
        whole = (
            _IN_FULL.fullmatch(condition.words)
            if condition.kind == "words" and effect.change == "count"
            else None
        )
        if whole:  # 归档率100%，每有一项未归档扣0.5分
            assembly.clauses.append(Clause(_reached(whole[1]), Award("get", ALL)))
            condition = Condition()
        if condition.kind == "range" and _is_aim(condition, effect.change, first=not assembly.clauses):
            assembly.clauses.append(Clause(condition, Award("get", ALL)))
            condition = Condition()
        elif assembly.standard is not None and not any(c.condition.kind == "range" for c in assembly.clauses):
            assembly.clauses.append(_aimed(assembly.standard, effect.change))
    assembly.clauses.append(Clause(condition, effect))


_IN_FULL = re.compile(r"([^\d，；]{2,}率)(?:为|达到?|=)?\s?100%")
WHOLE = Quantity(Decimal(100), Unit("%", "percent"))


def _reached(words: str) -> Condition:
    return Condition("range", Bound("≥", WHOLE), Bound("≤", WHOLE), words)


def _aimed(standard: Quantity, change: str) -> Clause:
    """以100%为标准: the full mark where the standard is reached, or not exceeded by what rises."""
    if change == "rise":
        return Clause(Condition("range", high=Bound("≤", standard)), Award("get", ALL))
    return Clause(Condition("range", low=Bound("≥", standard)), Award("get", ALL))


def _is_aim(condition: Condition, change: str, *, first: bool) -> bool:
    """≥90%,每下降5%扣1分: the range is what should be reached, not when the step applies. So is one of two ends that
    opens the sentence (90%-110%，每超过1%扣1分); behind others it is a tier of its own."""
    low, high = condition.low, condition.high
    if low and high and low.quantity != high.quantity:
        return first and change in ("fall", "lack", "rise")
    if low:
        return change in ("fall", "lack") and low.operator == "≥"
    return change == "rise" and high is not None and high.operator == "≤"


def limit(assembly: Assembly, node: Node) -> None:
    """How far it may go, of the last clause (每次扣2分，最多扣6分) or of the whole (最低得2分)."""
    kinds = {token.type for token in node.tokens()}
    points = node.token("PTS")
    last = assembly.clauses[-1] if assembly.clauses else None
    verb = (
        last.effect.award.verb
        if last and isinstance(last.effect, PerStep)
        else last.effect.verb
        if last and isinstance(last.effect, Award)
        else ""
    )
    amount = effects.amount(node) if points or node.token("QTY") else ALL
    if "CAPPED" in kinds and "加" not in "".join(t.text for t in node.tokens()):
        assembly.limits.append(Limit("capped", ALL))
        return
    if "LEAST" in kinds:
        assembly.limits.append(Limit("least", amount))
        return
    filled = "FILLED" in kinds and ("ADD" in kinds or (verb == "add" and "DEDUCT" not in kinds))
    if filled or (points and kinds & {"EARN", "GET", "SCORED"} and not kinds & {"ADD", "DEDUCT"}):
        kind = "capped"  # 最多得10分, 加满5分为止: the total, not what is added
    elif "MOST" in kinds and verb == "add" and not kinds & {"ADD", "DEDUCT"} and _above_all(assembly, amount):
        kind = "capped"  # 达到3家得2分，每增加1家加0.5分，最高3分
    elif (
        "ADD" in kinds
        or "CAPPED" in kinds
        or (kinds & {"MOST", "NOTOVER"} and verb == "add" and "DEDUCT" not in kinds)
    ):
        kind = "add"
    elif "DEDUCT" in kinds or "EXHAUST" in kinds or "FILLED" in kinds or verb == "deduct":
        kind = "deduct"
    else:
        kind = "capped"
    limit = Limit(kind, amount)
    if last is not None and last.limit is None and kind in ("deduct", "add") and verb == kind:
        assembly.clauses[-1] = replace(last, limit=limit)
    else:
        assembly.limits.append(limit)


def _above_all(assembly: Assembly, amount: Amount) -> bool:
    """Whether a limit lies above what any clause gives: then it is one of the whole, not of what is added."""
    gives = [
        c.effect.amount for c in assembly.clauses if isinstance(c.effect, Award) and c.effect.verb == "get"
    ]
    points = [one.points for one in gives if one.points]
    return bool(points and amount.points and amount.points > max(points) and len(points) == len(gives))


def is_countable(quantity: Quantity) -> bool:
    """1例, 1项, 1人: one of many things, where 1% or 1天 is a size."""
    return quantity.unit.dimension not in ("percent", "money", "time", "workday", "")


def _each_earns(assembly: Assembly) -> list[Clause]:
    """引进人才1人得1分，最高得5分: one of a countable thing earns, up to a limit above it."""
    rest = [c for c in assembly.clauses if c.effect == Award("get", NOTHING) and c.condition.kind != "range"]
    paid = [c for c in assembly.clauses if c not in rest]
    only = paid[0] if len(paid) == 1 else None
    if only is None or not isinstance(only.effect, Award) or only.effect.verb != "get":
        return assembly.clauses
    most = next((limit.amount.points for limit in assembly.limits if limit.kind == "capped"), None)
    low, high, amount = only.condition.low, only.condition.high, only.effect.amount
    one = low is not None and high is not None and low.quantity == high.quantity and low.quantity.value == 1
    each = _EACH_MET.search(only.condition.words) if amount.share else most and (amount.points or most) < most
    if not one or low is None or not each or not is_countable(low.quantity):
        return assembly.clauses
    return [Clause(Condition(), PerStep("reach", low.quantity, only.effect, only.condition.words)), *rest]


def _counted_alike(clauses: list[Clause]) -> list[Clause]:
    """发生1起重大事故扣5分，一般事故扣2分: what a deduction after a counted one names is counted as well."""
    made: list[Clause] = []
    for clause in clauses:
        last = made[-1].effect if made else None
        effect, named = clause.effect, clause.condition.words
        if (
            isinstance(last, PerStep)
            and last.change == "count"
            and is_countable(last.size)
            and clause.condition.kind == "words"
            and isinstance(effect, Award)
            and effect.verb == last.award.verb == "deduct"
            and len(last.noun) > 2
            and 2 < len(named) <= len(last.noun) + 2
            and named[-2:] == last.noun[-2:]
        ):
            clause = Clause(Condition(), PerStep("count", last.size, effect, named), clause.limit)
        made.append(clause)
    return made


_EACH_MET = re.compile("(?:符合|满足|具备|达到|做到)$")  # 符合一项得1/3权重分


def _bonus_capped(assembly: Assembly, clauses: list[Clause]) -> list[Clause]:
    """得5分，每增加1人加0.5分，加满2分为止: a cap below what is earned is the bonus's; of nothing else it is unread."""
    gets = [c.effect.amount.points for c in clauses if isinstance(c.effect, Award) and c.effect.verb == "get"]
    top = max((points for points in gets if points), default=Decimal(0))
    bonus = next((c for c in clauses if isinstance(c.effect, PerStep) and c.effect.award.verb == "add"), None)
    for cap in [one for one in assembly.limits if one.kind == "capped" and one.amount.points]:
        if cap.amount.points is None or cap.amount.points >= top:
            continue
        if bonus is None or bonus.limit is not None:
            assembly.unread.append(str(cap))
            continue
        assembly.limits.remove(cap)
        clauses = [replace(c, limit=Limit("add", cap.amount)) if c is bonus else c for c in clauses]
    return clauses


_STEP_IN_WORDS = re.compile(r"每(?:超过|超出|增加|减少|低于|高于|提高|降低|下降|上升|延迟|少|多)[^，；]*\d")


def _misread(clause: Clause) -> bool:
    """每季度执行率…得1分 is no time that falls, 每超过10%或增加2单位 no words: steps the grammar does not know."""
    effect = clause.effect
    if clause.condition.words.startswith("基础上"):
        return True  # 在8分基础上扣1分: the base is what another clause gives
    if isinstance(effect, PerStep):
        timed = effect.size.unit.dimension in ("time", "workday")
        return timed and effect.change == "fall" and effect.award.verb == "get"
    return clause.condition.kind == "words" and bool(_STEP_IN_WORDS.search(clause.condition.words))


def _stages(assembly: Assembly, clauses: list[Clause]) -> list[Clause]:
    """逾期5天扣1分，逾期10天扣2分: stages of one delay where no 每 stands, not steps that would add up."""
    steps = [c for c in clauses if isinstance(c.effect, PerStep) and c.effect.change == "delay"]
    each = sum(token.type == "EACH" for token in assembly.stream)
    return steps if len(steps) > max(each, 1) else []


def _as_tiers(assembly: Assembly, clauses: list[Clause]) -> list[Clause]:
    """1项延期扣10%，2项延期扣30%: where no 每 stands, so many at once are tiers, not steps that would add up."""
    steps = [c.effect for c in clauses if isinstance(c.effect, PerStep) and c.effect.change == "count"]
    kinds = {(step.noun, step.size.unit, step.award.verb) for step in steps}
    sizes = {step.size.value for step in steps}
    if len(kinds) != 1 or len(sizes) < 2 or any(token.type == "EACH" for token in assembly.stream):
        return clauses

    def tier(clause: Clause) -> Clause:
        step = clause.effect
        if not isinstance(step, PerStep) or step.change != "count":
            return clause
        words = clause.condition.words + step.noun
        above = min((size for size in sizes if size > step.size.value), default=None)
        high = Bound("≤", step.size) if above is None else Bound("<", replace(step.size, value=above))
        return Clause(Condition("range", Bound("≥", step.size), high, words), step.award)

    return [tier(clause) for clause in clauses]


def finished(assembly: Assembly) -> Scoring:
    """What the sentence says, once all of it is read."""
    clauses = continued(_counted_alike(_as_tiers(assembly, _each_earns(assembly))), assembly.text)
    steps = [c.effect for c in clauses if isinstance(c.effect, PerStep)]
    if assembly.standard is not None and steps and not any(c.condition.kind == "range" for c in clauses):
        clauses = [_aimed(assembly.standard, steps[0].change), *clauses]  # 每降低1%扣0.5分，以98%为基准
    # 成交率：10分，达标得满分: bare points before a full mark state the weight
    plain = [
        c.effect.amount for c in clauses if c.condition == Condition("met") and isinstance(c.effect, Award)
    ]
    if len(set(plain)) > 1:
        assembly.unread.append("达到目标")  # two awards for the same: what tells them apart was not read
    timeless = [c for c in clauses if c.condition.kind == "always"]
    marked = any(token.type == "MARK" for token in assembly.stream)
    if not marked and sum(isinstance(c.effect, Award) and c.effect.verb == "get" for c in timeless) > 1:
        assembly.unread.append("得分")  # several awards without a word of when
    assembly.unread += [str(c) for c in clauses if _misread(c)]
    assembly.unread += [str(c) for c in _stages(assembly, clauses)]
    clauses = _bonus_capped(assembly, clauses)
    first = next((c.effect for c in clauses[:1] if c.condition.kind in ("words", "always")), None)
    if (
        isinstance(first, Award)
        and first.verb == "get"
        and first.amount.points
        and re.search(r"[：:]\s?[\d.]+\s?分", assembly.text)
        and any(c.effect == Award("get", ALL) for c in clauses[1:])
    ):
        assembly.weight, clauses = first.amount.points, clauses[1:]
    bare = re.fullmatch(r"[^得计记给赋扣加每]*?(\d+(?:\.\d+)?)\s?分。?", assembly.text)
    if (
        len(clauses) == 1
        and bare
        and isinstance(clauses[0].effect, Award)
        and (clauses[0].condition.kind == "always" or Decimal(bare[1]) > 20)
    ):
        clauses = []  # 90分 is a target
    return Scoring(tuple(clauses), tuple(dict.fromkeys(assembly.limits)), assembly.weight)


def goes_up(assembly: Assembly, pending: Pending) -> bool:
    """Whether a step without a direction (每1%扣0.5分) counts what is above: 超过10%的, or after =0得满分, ≤5%得满分."""
    if pending.ranges:
        return pending.ranges[-1][1] is None
    last = next((c.condition for c in reversed(assembly.clauses) if c.condition.kind == "range"), None)
    if last is None or last.high is None:
        return False
    return last.low is None or last.high.quantity.value == 0
