"""The code table, the seed report's list, and the clean form."""

from __future__ import annotations

import re
import string

from evalcore.model import Severity
from evalcore.scoring.checks import all_codes
from evalcore.scoring.rule_set import rule_set
from tests.forms import clean, scored
from tests.seed import SEED

RED = {"BUD_ADJ_DOWN_LARGE", "EXE_RATE_MASKED"}
YELLOW = {
    "BUD_CHAIN_INFERRED", "BUD_ADJ_NO_TARGET_CHANGE", "OUTPUT_MONEY_DISPROPORTION", "SC_ALL_FULL", "SC_NO_DETAIL",
    "TG_TRIVIAL", "SAT_100_NO_BASIS", "TX_CONTRADICTS_SCORE", "TX_NUMBER_CONFLICT", "IND_NO_TIMELINESS", "IND_NO_COST",
}  # fmt: skip
INFO = {
    "BUD_TRANSFER_OUT", "WT_90_NO_EXECUTION", "WT_MISSING_SPLIT", "GR_LABEL_NONSTANDARD", "TG_LOW_OVERDONE",
    "IND_CLASS_SUSPECT", "RULE_AMBIGUOUS", "RULE_PARSE_TYPO", "TX_MEASURE_EMPTY", "TX_ATTRIBUTION", "RP_TYPE_INFERRED",
    "RP_METHOD_MISSING", "PRIV_PERSONAL",
}  # fmt: skip


def test_the_seed_report_raises_exactly_its_list() -> None:
    by_severity = {severity: set() for severity in Severity}
    for finding in scored(SEED).findings:
        by_severity[finding.severity].add(finding.code)
    assert by_severity[Severity.RED] == RED
    assert by_severity[Severity.YELLOW] == YELLOW
    assert by_severity[Severity.INFO] == INFO


def test_the_seed_report_says_what_it_could_not_check() -> None:
    not_run = scored(SEED).not_run
    assert {"TG_SAME_AS_LAST_YEAR", "TG_CHANGED_AFTER", "X_SPEND_LEDGER_DIFF"} <= set(not_run)
    assert not set(not_run) & {finding.code for finding in scored(SEED).findings}


def test_the_seed_s_number_conflict_is_18_against_9() -> None:
    conflict = next(each for each in scored(SEED).findings if each.code == "TX_NUMBER_CONFLICT")
    assert (conflict.numbers["text"], conflict.numbers["table"]) == ("18名", "9名")


def test_a_clean_form_raises_no_red_and_no_yellow() -> None:
    assert [each.code for each in scored(clean()).findings if each.severity is not Severity.INFO] == []


def test_every_code_has_condition_message_basis_and_scope() -> None:
    codes = all_codes()
    assert len(codes) == len({code.code for code in codes}) >= 90
    for code in codes:
        assert code.scope in "FPIXD"
        assert code.condition and code.basis and code.message
        fields = [name for _, name, _, _ in string.Formatter().parse(code.message) if name]
        assert all(re.fullmatch("[a-z_0-9]+", name) for name in fields)


def test_what_a_reader_found_keeps_its_words_and_gets_its_basis() -> None:
    from evalcore.model import Finding

    read = Finding("FM_UNIT_ASSUMED", Severity.YELLOW, "表内未写金额单位，按万元读取，请核实", "F", basis="A")
    first = scored(clean(read_findings=(read,))).findings[0]
    assert (first.message, first.basis) == (read.message, "审计、复核经验")
    assert all(code.reading == (code.message == "{message}") for code in all_codes())


def test_messages_are_doubts_never_verdicts() -> None:
    for code in all_codes():
        for text in (code.message, code.condition):
            assert not re.search("虚报|造假|虚高|违规|问题认定", text), code.code


def test_every_finding_renders_its_numbers_and_names_its_basis() -> None:
    for finding in scored(SEED).findings:
        assert "{" not in finding.message
        assert finding.basis
        assert all(isinstance(value, str) for value in finding.numbers.values())


def test_a_rule_set_may_move_a_threshold() -> None:
    from dataclasses import replace
    from decimal import Decimal

    strict = replace(rule_set(id="national-2020"), checks={"EXE_LOW": {"rate": Decimal("0.97")}})
    assert "EXE_LOW" in {each.code for each in scored(clean(), strict).findings}
    assert "EXE_LOW" not in {each.code for each in scored(clean()).findings}
