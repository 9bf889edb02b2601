"""The rule corpus of real texts (../shared/rules): examples shown, and how many of them are right."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.scoring.rule import judge, understand
from tests.scoring.settings import settings

CORPUS = Path(__file__).parents[2] / "../shared/rules/rule_texts.jsonl"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the rule corpus ../shared/rules is not here")
TOLERANCE = 0.0001
RULES = settings()


def rows():
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def examples():
    """(row, judgement, low, high) of every example."""
    for row in rows():
        points = Decimal(str(row["weight"])) if row.get("weight") else None
        for example in row.get("expected") or []:
            share = example["score_ratio"]
            low, high = share if isinstance(share, list) else (share, share)
            levels = {level: row.get(level) for level in ("level1", "level2", "level3")}
            yield row, judge(row["text"], example["actual"], rules=RULES, points=points, **levels), low, high


def test_budget_examples_are_shown_and_what_is_shown_is_right():
    counted = {"examples": 0, "budget": 0, "budget shown": 0, "shown": 0, "right": 0}
    wrong = []
    for row, judgement, low, high in examples():
        budget = row["domain"] == "budget_performance"
        counted["examples"] += 1
        counted["budget"] += budget
        if judgement.ratio is None:
            continue
        counted["shown"] += 1
        counted["budget shown"] += budget
        right = low - TOLERANCE <= float(judgement.ratio) <= high + TOLERANCE
        counted["right"] += right
        if not right:
            wrong.append((row["id"], judgement.ratio, low, high))
    print(f"\nrule corpus: {counted}")
    assert counted["budget shown"] >= 0.9 * counted["budget"]
    assert counted["right"] >= 0.99 * counted["shown"], wrong


def test_no_strict_interval_misses_the_expectation():
    missed = [
        (row["id"], judgement.low, judgement.high, low, high)
        for row, judgement, low, high in examples()
        if float(judgement.high) < low - TOLERANCE or float(judgement.low) > high + TOLERANCE
    ]
    assert missed == []


def test_every_text_is_rightly_called_a_rule_or_none():
    assert [row["id"] for row in rows() if understand(row["text"]).is_rule is not row["is_rule"]] == []


def test_every_parsed_text_reads_back_from_its_canonical_sentence():
    for row in rows():
        rule = understand(row["text"])
        again = understand(rule.sentence)
        assert (again.targets, again.scoring) == (rule.targets, rule.scoring), row["text"]
