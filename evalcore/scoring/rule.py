"""Rules as people write them: a target or scoring sentence, understood and applied to an actual.

`understand(text)` gives the compiled rule (cached); `judge(text, actual, rules=…)` applies it.
What a Judgement holds, and what the trace sums to, is told in judgement.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from evalcore.model import Basis, Step
from evalcore.scoring import achievement
from evalcore.scoring.apply import apply
from evalcore.scoring.assembly import Scoring
from evalcore.scoring.clause import Discretion, PerStep, Proportion
from evalcore.scoring.dates import find_dates, of_year, undated
from evalcore.scoring.judgement import ONE, ZERO, Judgement, Repair, Target
from evalcore.scoring.measured import as_rate
from evalcore.scoring.numbers import fold, half_up, plain, split_points, word_list
from evalcore.scoring.partial import partial_step
from evalcore.scoring.quantity import find_quantities
from evalcore.scoring.questions import contrary, unanswered
from evalcore.scoring.rule_set import RuleSet, SameRules
from evalcore.scoring.sentence import read as read_sentence
from evalcore.scoring.shorthand import digits_mended, unspaced, written_out
from evalcore.scoring.table import faults
from evalcore.scoring.target import direction, placeholder, read_target, sentence
from evalcore.scoring.unread import numbers_left_out

__all__ = ["Judgement", "Repair", "Rule", "Target", "judge", "understand"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text was understood to say. `kind`: target, rule or none."""

    kind: str
    sentence: str  # canonical; understand(sentence) is the same rule
    targets: tuple[Target, ...] = ()
    scoring: Scoring | None = None
    repairs: tuple[Repair, ...] = ()
    ambiguities: tuple[str, ...] = ()

    @property
    def is_rule(self) -> bool:
        return self.kind != "none"


def understand(text: str, *, actual_percent: bool = False) -> Rule:
    """The rule a text states. `actual_percent`: the actual is a percentage of at most 100 (OCR repair)."""
    folded = fold(text)
    joined = unspaced(folded)
    mended = digits_mended(joined)
    rule = _understood(mended, actual_percent)
    if mended == folded:
        return rule
    why = "扫描把数字认成字母" if joined == folded else "扫描在字间加了空格"
    return replace(rule, repairs=(Repair(folded, mended, why), *rule.repairs))


@lru_cache(maxsize=100_000)
def _understood(text: str, actual_percent: bool) -> Rule:
    if _NATIONAL_SCALE.search(text):
        return _understood(_REACHED, actual_percent)
    scoring, repairs = _scoring(text)
    proportional = scoring is not None and any(isinstance(c.effect, Proportion) for c in scoring.clauses)
    headed = len(_HEADED.findall(text)) > 1
    if scoring is not None and (headed or _SHARE_OF_ALL.search(text) or _AWARD_FIRST.search(text)):
        return Rule("rule", text)
    if _WEIGHED_SUM.search(text) or ("得分=" in text and not proportional):
        return Rule("rule", text)  # a formula the grammar does not know
    if scoring is not None:
        return Rule(
            "rule", str(scoring), scoring=scoring, repairs=repairs, ambiguities=_ambiguities(scoring, text)
        )
    if _only_explains(text):
        return Rule("none", "")
    if _PART_OF_HUNDRED.search(text):
        return Rule("rule", text)
    reading = read_target(text, actual_percent)
    targets = _canonical(reading.targets)
    measured = [target for target in targets if target.quantity is not None]
    if _UNREAD.search(text) and len(measured) != 1:
        return Rule("rule", text)  # it scores, but not in words the grammar knows
    if reading.targets and not targets:
        return Rule("target", text, (Target(words=text),))
    return Rule(
        "target" if targets else "none",
        _printed(targets),
        targets,
        None,
        reading.repairs,
        reading.ambiguities,
    )


_NATIONAL_SCALE = re.compile(  # 财预〔2020〕10号: the tiers a qualitative target is judged by anyway
    r"达成(?:预期|年度)?(?:绩效)?(?:指标|目标).{0,16}部分达成.{0,40}未达成(?=.*\d)"
)
_REACHED = "达成预期指标"
_AWARD_FIRST = re.compile(
    r"(?:^|[；。;])\s?[得计]\S{0,6}分(?:的条件|的情形|的标准)?[：:]"
)  # 得2分的条件：制度健全
_HEADED = re.compile(
    r"[^，；。()\d]{2,}\(\d+(?:\.\d+)?(?:分|%)\)[：:]"
)  # 资金到位率(50%)：…；资金使用率(50%)：…
_WEIGHED_SUM = re.compile(r"\*[^，；。]{0,12}\+[^，；。]*\*")  # 数量得分*0.6+质量得分*0.4
_PART_OF_HUNDRED = re.compile(
    r"(?:率|度|得分)\s?\*\s?(?!100%)\d+(?:\.\d+)?%"
)  # 执行率*10%: points, no target of 10 %
_UNREAD = re.compile("扣|得分|计分|加分|分为止|评分|打分|赋分|给分")


def _printed(targets: tuple[Target, ...]) -> str:
    return "；".join(map(sentence, targets))


def _canonical(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Targets whose printed form reads back to themselves; the words around go when they would not."""
    bare = tuple(replace(target, subject="") for target in targets)
    for candidate in (targets, bare):
        printed = _printed(candidate)
        if _scoring(printed)[0] is None and read_target(printed).targets == candidate:
            return candidate
    return ()


_SCORES = re.compile(r"[分扣否比率*]|(?<![获取])得\s?\d+(?:\.\d+)?\s?%")
# 排名前10%: a place among all, which no actual here holds
_SHARE_OF_ALL = re.compile(r"(?<![之以日月年])前\s?\d+(?:\.\d+)?\s?%")
_DOUBLED = re.compile(r"(否则|扣完为止|得满分|不得分|以上|每下降|得分|扣分)[，,]?\1")


def _scoring(text: str) -> tuple[Scoring | None, tuple[Repair, ...]]:
    """The scoring sentence of a text in its canonical form, or None; doubled words are put right and said."""
    if not _SCORES.search(text):
        return None, ()
    mended = _DOUBLED.sub(r"\1", text)
    repairs = (Repair(text, mended, "删去重复的字词"),) if mended != text else ()
    scoring = read_sentence(mended)
    if not scoring.clauses:
        return None, ()
    printed = _printing_itself(scoring)
    left = numbers_left_out(partial_step(written_out(mended))[0], str(printed))
    return replace(printed, unread=(*scoring.unread, *left)), repairs


def _printing_itself(scoring: Scoring, again: int = 3) -> Scoring:
    """The printed form is the rule: it must read back to itself."""
    printed = read_sentence(str(scoring))
    if printed == scoring:
        return scoring
    return (
        _printing_itself(printed, again - 1)
        if again
        else replace(scoring, unread=(*scoring.unread, str(scoring)))
    )


def _ambiguities(scoring: Scoring, text: str) -> tuple[str, ...]:
    """What the text leaves to be settled by a setting or a person, whatever the actual."""
    found: list[str] = []
    for clause in scoring.clauses:
        if isinstance(clause.effect, Discretion):
            found.append(f"“{clause}”没有写明幅度")
        if isinstance(clause.effect, PerStep) and clause.effect.change in ("fall", "rise", "differ"):
            found.append(f"“{clause.effect}”没有写明不足一档怎样计")
    found += faults(scoring.clauses)
    if text.count("是否") > 1:
        found.append("几个问句是“且”还是“或”没有写明")
    return tuple(dict.fromkeys(found))


def _only_explains(text: str) -> bool:
    """A definition, an explanation or an application of results, not a target."""
    data = word_list("sentence")["not_a_rule"]
    return (
        any(word in text for word in data["words"])
        or any(text.startswith(word) for word in data["sources"])
        or any(re.search(pattern, text) for pattern in data["patterns"])
    )


def judge(
    text: str | None,
    actual: str | None,
    *,
    rules: RuleSet,
    points: Decimal | None = None,
    level1: str | None = None,
    level2: str | None = None,
    level3: str | None = None,
    rule_text: str | None = None,
    year: int | None = None,
) -> Judgement:
    """Score one actual against its target or rule text. Never raises; `points`: the weight, if known.

    year: the evaluated one, the year of a deadline that names none where the actual's date names one.
    """
    if year is not None and actual and _names_a_year(actual):
        text, rule_text = (part and of_year(fold(part), year) for part in (text, rule_text))
    return _judged(
        text or "",
        actual or "",
        SameRules(rules),
        points,
        level1 or "",
        level2 or "",
        level3 or "",
        rule_text or "",
    )


@lru_cache(maxsize=100_000)  # asked for every row, before anything is known to be judged already
def _names_a_year(actual: str) -> bool:
    return any(found.span.last[0] for found in find_dates(fold(actual)))


@lru_cache(maxsize=16_384)  # the same “≥95%” – “96%” stands in a portfolio thousands of times
def _judged(
    text: str,
    actual: str,
    key: SameRules,
    points: Decimal | None,
    level1: str,
    level2: str,
    level3: str,
    rule_text: str,
) -> Judgement:
    printed = fold(actual)
    said = digits_mended(printed)
    damage = (Repair(printed, said, "扫描把完成值的数字认成字母"),) if said != printed else ()
    levels = fold(level1), fold(level2), fold(level3)
    asked = f"{fold(text)} {fold(rule_text)} {levels[2]}"
    said = as_rate(said, asked)
    rule, aim = settled(text, rule_text, levels, actual_percent=_is_percent(said))
    judgement = _judge(rule, said, key.rules, levels, points, aim)
    astray = unanswered(asked, said) or (contrary(asked, said) if rule.kind == "target" else "")
    if astray and judgement.ratio is not None:
        judgement = replace(achievement.needs_person(astray), actual=judgement.actual)
    ambiguities = tuple(dict.fromkeys((*rule.ambiguities, *judgement.ambiguities)))
    judgement = replace(
        judgement,
        rule=rule.sentence,
        is_rule=rule.is_rule,
        repairs=(*rule.repairs, *damage),
        ambiguities=ambiguities,
        target=judgement.target or aim,
    )
    return _in_points(judgement, points, key.rules)


def assumptions(rule: Rule, rules: RuleSet) -> tuple[str, ...]:
    """What the rule leaves to the settings of the rule set, or to a person, whatever the actual."""
    said = list(rule.ambiguities)
    scoring = rule.scoring
    steps = scoring is not None and any(isinstance(c.effect, PerStep) for c in scoring.clauses)
    if steps and scoring is not None and not scoring.partial:
        said.append(f"不足一步：{_PARTIAL_STEP[rules.partial_step]}")
    if scoring is None and any(target.direction < 0 and target.quantity for target in rule.targets):
        said.append(f"超出目标：{_REVERSE[rules.reverse_method]}")
    if scoring is not None and scoring.unread:
        said.append(f"“{'、'.join(scoring.unread)}”没有读懂，由人认定")
    if scoring is None and rule.kind == "rule":
        said.append("这句规则没有读懂，由人认定")
    return tuple(dict.fromkeys(said))


_PARTIAL_STEP = {"floor": "不计（只计整步）", "ceiling": "按一步计", "linear": "按比例计"}
_REVERSE = {"linear": "按 1-(实际-目标)÷目标 计，扣完为止", "ratio": "按 目标÷实际 计"}


def settled(
    text: str, rule_text: str, levels: tuple[str, str, str], *, actual_percent: bool = False
) -> tuple[Rule, Target | None]:
    """The rule that scores a row, and the target it may refer to: a rule column's sentence counts before a target."""
    rule = understand(text, actual_percent=actual_percent)
    quantities = [target for target in rule.targets if target.quantity is not None]
    aim = contextual(quantities[0], *levels) if len(quantities) == 1 else None
    if not quantities and len(rule.targets) == 1 and rule.targets[0].deadline is not None:
        aim = rule.targets[0]
    if rule_text and rule.kind != "rule":
        stated = understand(rule_text)
        rule = stated if stated.kind == "rule" else rule
    return rule, aim


def _is_percent(actual: str) -> bool:
    found = find_quantities(actual)
    return len(found) == 1 and found[0].quantity.is_percent and found[0].quantity.value <= 100


def _judge(
    rule: Rule,
    actual: str,
    rules: RuleSet,
    levels: tuple[str, str, str],
    points: Decimal | None,
    aim: Target | None,
) -> Judgement:
    if not rule.is_rule:
        return achievement.needs_person("这段文字没有写出目标或评分规则")
    if rule.kind == "rule" and rule.scoring is None:
        return achievement.needs_person("评分规则没有读懂")
    if rule.scoring is not None:
        if achievement.is_blank(actual):
            return achievement.needs_person("实际完成值为空")
        if rule.scoring.unread:
            return achievement.needs_person(f"评分规则中“{'、'.join(rule.scoring.unread)}”一处没有读懂")
        return apply(rule.scoring, actual, rules, points, aim)
    level1, level2, level3 = levels
    targets = [contextual(target, level1, level2, level3) for target in rule.targets]
    if achievement.is_blank(actual):
        return replace(achievement.needs_person("实际完成值为空"), target=targets[0])
    judged = _each(targets, actual, rules)
    if len(judged) == 1:
        return replace(judged[0], target=targets[0])
    return replace(_together(judged), target=targets[0])


def contextual(target: Target, level1: str, level2: str, level3: str) -> Target:
    """The target with the operator its indicator's name announces, and the direction its levels give."""
    if target.quantity is not None and not target.operator:
        operator, _unit = placeholder(level3)
        if operator:
            return replace(target, operator=operator, direction=-1 if operator in "≤<" else 1)
    if target.quantity is None or target.upper is not None:
        return target
    return replace(target, direction=direction(target, level1, level2, level3))


def _target(target: Target, actual: str, rules: RuleSet) -> Judgement:
    if target.quantity is not None:
        return achievement.against_quantity(target, actual, rules)
    if target.deadline is not None:
        return achievement.against_deadline(target, actual)
    return achievement.against_words(target, actual, rules)


def _each(targets: list[Target], actual: str, rules: RuleSet) -> list[Judgement]:
    """Each target of a cell against its own number of the actual, in order, where both are as many."""
    measured = [target for target in targets if target.quantity is not None]
    numbers = [one.quantity for one in find_quantities(undated(actual))]
    if len(measured) < 2 or len(numbers) < 2:
        if len(measured) > 1 and numbers:
            return [achievement.needs_person("一格中有几个目标，实际完成值没有逐项写明")] * len(targets)
        return [_target(target, actual, rules) for target in targets]
    if len(numbers) != len(measured):
        return [achievement.needs_person("一格中有几个目标，与实际完成值的个数对不上")] * len(targets)
    own = iter(map(str, numbers))
    return [
        _target(target, next(own) if target.quantity is not None else actual, rules) for target in targets
    ]


def _together(judged: list[Judgement]) -> Judgement:
    """Several targets in one cell: full when all are met; how they weigh against each other is not said."""
    low, high = min(one.low for one in judged), max(one.high for one in judged)
    trace = tuple(step for one in judged for step in one.trace)
    if all(one == judged[0] for one in judged):
        return judged[0]
    if all(one.ratio == ONE for one in judged):
        basis = Basis.RULE if all(one.basis is Basis.RULE for one in judged) else Basis.TEXT
        return replace(judged[0], ratio=ONE, low=low, high=ONE, basis=basis, trace=trace)
    short = [one for one in judged if one.ratio != ONE]
    if (
        len(short) == 1
        and short[0].ratio is not None
        and len(judged) == 2
        and any(one.actual is None for one in judged)
    ):
        return replace(short[0], low=low, trace=trace)
    return achievement.needs_person("一格中有几个目标，各占多少没有写明", low, high)


def _in_points(judgement: Judgement, points: Decimal | None, rules: RuleSet) -> Judgement:
    """Turn the trace's shares of the weight into points that sum exactly to the points lost; name the rule set."""
    if points is None or judgement.ratio is None:
        return replace(judgement, trace=(*judgement.trace, Step(f"规则集：{rules.name}")))
    lost = points - half_up(judgement.ratio * points)
    score = Step(f"得 {plain(points - lost)}/{plain(points)} 分（规则集：{rules.name}）")
    if not judgement.trace:
        return replace(judgement, trace=(replace(score, lost=lost),))
    sign = -1 if lost < 0 else 1
    parts = split_points(
        abs(lost), [abs(step.lost) if step.lost * sign > 0 else ZERO for step in judgement.trace]
    )
    trace = [replace(step, lost=part * sign) for step, part in zip(judgement.trace, parts, strict=True)]
    return replace(judgement, trace=(*trace, score))
