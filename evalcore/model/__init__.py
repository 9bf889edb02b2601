"""The nouns of the field: frozen, Decimal, no I/O."""

from evalcore.model.budget import Budget, FundSource, Movement, MovementKind
from evalcore.model.evaluation import Evaluation, Method, Result, Subject
from evalcore.model.finding import Finding, Severity, Status
from evalcore.model.grade import Grade
from evalcore.model.indicator import Indicator
from evalcore.model.register import Register, RegisterKind, RegisterRow
from evalcore.model.score import BASIS_LABELS, Basis, Score, Step
from evalcore.model.source import Place, Source

__all__ = [
    "BASIS_LABELS",
    "Basis",
    "Budget",
    "Evaluation",
    "Finding",
    "FundSource",
    "Grade",
    "Indicator",
    "Method",
    "Movement",
    "MovementKind",
    "Place",
    "Register",
    "RegisterKind",
    "RegisterRow",
    "Result",
    "Score",
    "Severity",
    "Source",
    "Status",
    "Step",
    "Subject",
]
