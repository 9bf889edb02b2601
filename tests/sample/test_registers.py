"""What stands beside the demonstration's forms, and the findings that must follow from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalcore.model import RegisterKind
from evalcore.sample import DECIDED_BESIDE
from evalcore.sample.demonstration import Year
from evalcore.sample.district import district
from evalcore.sample.evaluations import of_year
from evalcore.sample.registers import Registers, registers
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.across import compare
from evalcore.store.register import write_register
from evalcore.store.write import Detail, write_evaluations


@pytest.fixture(scope="module")
def made(years: list[Year]) -> Registers:
    return registers(district(), years, 2024)


def test_every_kind_but_review_records_is_provided(made: Registers) -> None:
    assert set(made.rows) == set(RegisterKind) - {RegisterKind.LISTING, RegisterKind.REVIEW_RECORD}
    assert all(made.rows.values())


def test_the_planted_differences_are_found_and_nothing_else(
    demonstration: tuple[object, list[Year]], made: Registers, tmp_path: Path
) -> None:
    """A third of the departments, through the store: recall and precision of the codes decided beside the forms."""
    place, years = district(), demonstration[1]
    chosen = {item.code for item in place.departments[::3]}
    with Store(tmp_path).begin("试") as draft:
        for year in years:
            samples = [
                item
                for item in of_year(demonstration[0], year)  # type: ignore[arg-type]  # the fixture is a pair
                if item.department_code in chosen
            ]
            write_evaluations(
                draft.connection,
                [(s.evaluation, score_evaluation(s.evaluation, rule_set(id=s.rule_set))) for s in samples],
                dataset="demo", simulated=True,
                details=[Detail(s.department_code, project_key=s.project_key) for s in samples],
            )  # fmt: skip
        for kind, rows in made.rows.items():
            write_register(draft.connection, kind, rows, dataset="demo")
        compare(draft.connection, "demo")
        found = {
            ((key, year, method, copy), code, position)
            for key, year, method, copy, code, position in draft.connection.execute(
                """SELECT e.project_key, e.year, e.method, e.copy, f.code, f.position
                   FROM stored_finding f JOIN stored_evaluation e USING (evaluation_id)
                   WHERE f.code IN (SELECT unnest(?))""",
                [sorted(DECIDED_BESIDE)],
            ).fetchall()
        }
        own = {
            key for (key,) in draft.connection.execute("SELECT project_key FROM stored_evaluation").fetchall()
        }
        draft.discard()
    wanted = {(e.evaluation, e.code, e.position) for e in made.expected if e.evaluation[0] in own}
    assert len(wanted) >= 10
    assert found == wanted
