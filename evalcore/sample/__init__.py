"""The demonstration district (模拟数据) and the public projects: made, scored, published."""

from evalcore.sample.across import DECIDED_ACROSS
from evalcore.sample.build import build, ensure
from evalcore.sample.evaluations import SampleEvaluation, answer_key, evaluations
from evalcore.sample.key import DECIDED, KeyEntry
from evalcore.sample.registers import DECIDED_BESIDE

__all__ = [
    "DECIDED",
    "DECIDED_ACROSS",
    "DECIDED_BESIDE",
    "KeyEntry",
    "SampleEvaluation",
    "answer_key",
    "build",
    "ensure",
    "evaluations",
]
