"""Sentences with amounts → a Budget with typed movements.

"年初预算 1.5 万元，年中追加预算 0.84 万元，其中，划入党校指标 2.23 万元。全年预算数为 0.11万元"
leaves the direction of the transfer open (a part larger than its whole): the signs are searched, and the
only assignment that closes is taken and marked inferred. The words are data (money_words.toml). An amount
whose word is not known, or that two sentences state differently, is left blank.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from evalcore.loaders.document import Paragraph
from evalcore.loaders.stated_money import Amount, Stated, Statement, amounts, close, narrow
from evalcore.model import Budget, Finding, FundSource, MovementKind, Place, Severity

SENTENCE_END = re.compile(r"[。；;!！?？\n]")
CLAUSE_END = re.compile(r"[,，:：。；;]")
YEAR = re.compile(r"(20\d\d)\s*年")
RESPECTIVELY = re.compile(r"(?P<labels>[^。；;,，]*?)分别(?:为|是|达到?)?\s*[:：]?\s*$")


@dataclass(frozen=True, slots=True)
class MoneyReading:
    """The budget the sentences state, and what could not be decided."""

    budget: Budget
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words = tomllib.loads((Path(__file__).parent / "money_words.toml").read_text(encoding="utf-8"))
    words["by_word"] = sorted(
        [(word, "role", role) for role in words["role"] for word in role["words"]]
        + [(word, "movement", item) for item in words["movement"] for word in item["words"]]
        + [(word, "left", {}) for word in words["skip"]["left"]]
        + [(word, "source", item) for item in words["source"] for word in item["words"]],
        key=lambda item: -len(item[0]),
    )
    fillers = "|".join(sorted(map(re.escape, words["filler"]["words"]), key=len, reverse=True))
    words["filler_only"] = re.compile(rf"(?:{fillers}|\d+个|[\s:：（()）AB])*")
    rates = "|".join(sorted(map(re.escape, words["rate"]["words"]), key=len, reverse=True))
    words["rate_said"] = re.compile(
        rf"(?:{rates})(?:[为达是约:：的\s]|达到|（[^）]*）|\([^)]*\))*(\d+(?:\.\d+)?)\s*%"
    )
    return words


class _Word(NamedTuple):
    kind: str
    entry: dict[str, Any]
    start: int
    end: int


def _last_word(lead: str) -> _Word | None:
    """The known word that ends nearest the amount; of overlapping ones ("年初预算安排") the first."""
    found = [
        _Word(kind, entry, at, at + len(word))
        for word, kind, entry in _words()["by_word"]
        if (at := lead.rfind(word)) >= 0
    ]
    if not found:
        return None
    last = max(found, key=lambda word: (word.end, -word.start))
    chosen = min((word for word in found if word.end > last.start), key=lambda word: (word.start, -word.end))
    if chosen.kind != "role" or chosen.entry["rank"] > 1:
        return chosen
    only = _words()["filler_only"]  # "年初批复的项目预算": the word that names the figure goes first
    naming = [
        w
        for w in found
        if w.kind == "role" and w.entry["rank"] > 1 and only.fullmatch(lead[w.end : chosen.start])
    ]
    return max(naming, key=lambda word: (word.end, -word.start), default=chosen)


def _counterparty(text: str) -> str | None:
    name = re.sub(
        r"(?:本级|专项)?(?:预算)?(?:指标|资金|经费|预算|额度|款项|金额|共计|合计)*[为共计达约\s]*$", "", text
    )
    name = re.sub(r"^[至给到向从由于了\s]+", "", name).strip(' “”"')
    return (
        name
        if 1 < len(name) <= 20 and not CLAUSE_END.search(name) and not any(map(str.isdigit, name))
        else None
    )


class _Reader:
    """Collects what the sentences of a report state."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.movements: list[Stated] = []
        self.sources: dict[str, dict[str, Decimal]] = {}
        self.rates: list[tuple[Decimal, Place]] = []
        self.units: Counter[str] = Counter()

    def read(self, text: str, place: Place) -> None:
        text = narrow(text)
        for sentence in SENTENCE_END.split(text):
            rate = _words()["rate_said"].search(sentence)
            if rate and not any(word in sentence[: rate.start()] for word in _words()["skip"]["words"]):
                self.rates.append((Decimal(rate[1]) / 100, place))
            found = amounts(sentence)
            if found and not self._respectively(sentence, found, place):
                self._one_by_one(sentence, found, place)

    def _state(
        self, entry: dict[str, Any], amount: Amount, sentence: str, place: Place, rank: int | None = None
    ) -> None:
        years = YEAR.findall(sentence[: amount.start])
        self.units[amount.unit if amount.unit.endswith("元") else amount.unit + "元"] += 1
        self.statements.append(
            Statement(
                entry["field"],
                rank or entry["rank"],
                amount.wan,
                int(years[-1]) if years else None,
                place,
                sentence.strip(),
            )
        )

    def _respectively(self, sentence: str, found: Sequence[Amount], place: Place) -> bool:
        """年初预算数、全年预算数和执行数分别为1.5万元、0.11万元和0.11万元."""
        said = RESPECTIVELY.search(sentence[: found[0].start])
        if not said:
            return False
        labels = [label for label in re.split("[、和与及]", said["labels"]) if label.strip()]
        words = [_last_word(label) for label in labels]
        if len(labels) != len(found) or any(word is None for word in words):
            return True  # which amount belongs to which label is not certain
        for word, amount in zip(words, found, strict=True):
            if word is not None and word.kind == "role":
                self._state(word.entry, amount, sentence, place)
            elif word is not None and word.kind == "movement":
                self._move(word, amount, sentence, place, "", None)
        return True

    def _one_by_one(self, sentence: str, found: Sequence[Amount], place: Place) -> None:
        words = _words()
        whole: Amount | None = None
        whole_field = ""
        start = 0
        for amount in found:
            lead = sentence[start : amount.start]
            start = amount.end
            clauses = CLAUSE_END.split(lead)
            clause = clauses[-1]
            part = "其中" in lead
            if words["filler_only"].fullmatch(clause) and len(clauses) > 1:
                clause = clauses[-2] + clause
            if any(word in clause for word in words["skip"]["words"]):
                continue
            compared = self._compared(clause)
            if compared is not None:
                self._move(compared, amount, sentence, place, clause, None)
                continue
            word = _last_word(clause)
            if word is not None and word.kind == "left":  # "收回结余资金": what remained was moved
                before = _last_word(clause[: word.start])
                if before is not None and before.kind == "movement" and word.start - before.end <= 2:
                    word = before
            if word is None:
                self._grant(sentence, clause, amount, place)
                continue
            between = clause[word.end :]
            if word.kind == "role" and words["filler_only"].fullmatch(between):
                self._state(word.entry, amount, sentence, place)
                whole, whole_field = amount, word.entry["field"]
            elif word.kind == "role":
                self._grant(sentence, clause, amount, place)
            elif word.kind == "source" and whole_field and words["filler_only"].fullmatch(between):
                self.sources.setdefault(word.entry["label"], {})[whole_field] = amount.wan
            elif word.kind == "movement" and len(between) <= 24 and not any(map(str.isdigit, between)):
                inside = whole.wan if part and whole is not None and not whole_field else None
                self._move(word, amount, sentence, place, between, inside)
                if not part:
                    whole, whole_field = amount, ""

    def _compared(self, clause: str) -> _Word | None:
        """较年初预算增加/减少: a movement of the budget."""
        rule = _words()["compared"]
        base = max((clause.find(word) + len(word) for word in rule["bases"] if word in clause), default=-1)
        if base < 0:
            return None
        for key, kind, opposite in (("up", "追加", "调减"), ("down", "调减", "追加")):
            for word in rule[key]:
                at = clause.find(word, base)
                if at >= 0 and _words()["filler_only"].fullmatch(clause[at + len(word) :]):
                    entry = {"kind": kind, "direction": "+" if key == "up" else "-", "opposite": opposite}
                    return _Word("movement", entry, at, at + len(word))
        return None

    def _grant(self, sentence: str, clause: str, amount: Amount, place: Place) -> None:
        for grant in _words()["grant"]:
            tail = clause.rstrip(" 共计合约为达")
            if any(verb in clause for verb in grant["verbs"]) and tail.endswith(tuple(grant["nouns"])):
                self._state(grant, amount, sentence, place, rank=1)
                return

    def _move(
        self, word: _Word, amount: Amount, sentence: str, place: Place, between: str, inside: Decimal | None
    ) -> None:
        kind = MovementKind(word.entry["kind"])
        transfer = kind in (MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT)
        self.units[amount.unit if amount.unit.endswith("元") else amount.unit + "元"] += 1
        self.movements.append(
            Stated(
                kind=kind,
                opposite=MovementKind(word.entry["opposite"]),
                wan=amount.wan,
                direction=word.entry["direction"],
                counterparty=_counterparty(between) if transfer else None,
                text=sentence.strip(),
                place=place,
                part_of=inside,
            )
        )


def read_money(paragraphs: Iterable[Paragraph], *, year: int | None = None) -> MoneyReading:
    """The budget that running text states, in 万元; `year` of the report, for sentences about others."""
    reader = _Reader()
    for paragraph in paragraphs:
        reader.read(paragraph.text, paragraph.place)
    findings: list[Finding] = []
    chosen: dict[str, Statement] = {}
    for name in ("initial", "annual", "executed"):
        statement = _choose([item for item in reader.statements if item.field == name], year, findings)
        if statement is not None:
            chosen[name] = statement
    initial, annual, executed = (
        chosen[name].wan if name in chosen else None for name in ("initial", "annual", "executed")
    )
    movements, closes = close(initial, annual, reader.movements)
    if not closes and any(item.stated is None for item in reader.movements):
        findings.append(_undecided(reader.movements))
    rates = {rate for rate, _ in reader.rates}
    budget = Budget(
        initial=initial,
        annual=annual,
        executed=executed,
        unit_in_file=reader.units.most_common(1)[0][0] if reader.units else None,
        printed_rate=rates.pop() if len(rates) == 1 else None,
        sources=tuple(
            FundSource(label, said.get("initial"), said.get("annual"), said.get("executed"))
            for label, said in reader.sources.items()
        ),
        movements=movements,
        places={name: statement.place for name, statement in chosen.items()}
        | ({"printed_rate": reader.rates[0][1]} if len({rate for rate, _ in reader.rates}) == 1 else {}),
    )
    return MoneyReading(budget, tuple(findings))


def _choose(statements: list[Statement], year: int | None, findings: list[Finding]) -> Statement | None:
    """The one value of a figure: a naming word first, this year first; two values → blank."""
    if year is not None and any(item.year in (None, year) for item in statements):
        statements = [item for item in statements if item.year in (None, year)]
    top = max((item.rank for item in statements), default=0)
    statements = [item for item in statements if item.rank == top]
    if not statements:
        return None
    values = {item.wan for item in statements}
    first = statements[0]
    if len(values) > 1:
        listed = "、".join(f"{value.normalize():f}" for value in sorted(values))
        label = {"initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数"}[first.field]
        findings.append(
            Finding(
                "TX_NUMBER_CONFLICT",
                Severity.YELLOW,
                f"“{label}”正文有 {listed} 万元几种说法，未取值，请核对口径",
                place=str(first.place),
                basis="A",
                numbers={"values": listed},
            )
        )
        return None
    if year is not None and first.year not in (None, year):
        findings.append(
            Finding(
                "FM_YEAR_CONFLICT",
                Severity.YELLOW,
                f"报告为 {year} 年度，资金表述为 {first.year} 年：“{first.text}”",
                scope="F",
                place=str(first.place),
                basis="A",
                numbers={"title": str(year), "text": str(first.year)},
            )
        )
    return replace(first)


def _undecided(stated: Sequence[Stated]) -> Finding:
    item = next(item for item in stated if item.stated is None)
    return Finding(
        "BUD_CHAIN_MISMATCH",
        Severity.RED,
        f"“{item.text}”未写明调整方向，文字所述金额推算不闭合，{item.wan.normalize():f} 万元未计入",
        place=str(item.place),
        basis="M",
        numbers={"amount": f"{item.wan.normalize():f}"},
    )
