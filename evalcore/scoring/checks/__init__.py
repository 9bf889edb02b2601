"""疑点: checks of one evaluation (scopes F, P, I), its codes, and what could not be checked (未检)."""

from __future__ import annotations

from dataclasses import replace

from evalcore.model import Evaluation, Result
from evalcore.scoring.checks import actuals, framework, money, scores, targets, text
from evalcore.scoring.checks.case import Case
from evalcore.scoring.checks.catalog import Code, all_codes, basis_text, codes
from evalcore.scoring.judgement import Judgement
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.weights import Weights

__all__ = ["Case", "Code", "all_codes", "check", "codes"]

_CHECKS = (
    money.money,
    money.execution,
    scores.weights,
    scores.void,
    scores.rows,
    scores.totals,
    scores.grades,
    framework.framework,
    targets.targets,
    actuals.actuals,
    text.text,
)


def check(
    evaluation: Evaluation,
    result: Result,
    weights: Weights,
    judgements: tuple[Judgement | None, ...],
    rules: RuleSet,
) -> Result:
    """The result with its findings, in the order of the code table, and the codes that are 未检.

    What reading the form already found (evaluation.read_findings) stays in front. Codes that need last year's
    form, the listing, the ledger or the approved targets are 未检 here: see evalcore.scoring.portfolio.
    """
    case = Case(evaluation, result, weights, judgements, rules)
    for run in _CHECKS:
        run(case)
    order = {name: position for position, name in enumerate(codes())}
    read = tuple(replace(finding, basis=basis_text(finding.basis)) for finding in evaluation.read_findings)
    known = {(f.code, f.indicator) for f in read}
    own = [finding for finding in case.findings if (finding.code, finding.indicator) not in known]
    own.sort(key=lambda finding: order[finding.code])
    raised = {finding.code for finding in (*read, *own)}
    outside = [name for name, code in codes().items() if code.needs and code.scope != "D"]
    not_run = [name for name in (*case.not_run, *outside) if name not in raised]
    return replace(
        result,
        findings=(*read, *own),
        not_run=tuple(sorted(dict.fromkeys(not_run), key=lambda name: order[name])),
    )
