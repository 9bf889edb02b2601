"""Department names as forms print them, folded to one name and, where printed, a budget code.

"219001-广州市白云区工商业联合会", "[219001]区工商联", "区工商联（219001）" and "区 工 商 联" are all seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evalcore.scoring.numbers import fold

BLANK = "（未填）"
_CODE = r"\d{3,12}"
# "12345政务热线中心" is a name: a code without bracket, dash or space has six digits or more
_LEADING = re.compile(
    rf"^(?:[\[(（【〔]\s*({_CODE})\s*[\])）】〕]|({_CODE})(?=\s*[-—–_:：.、|/\s])|(\d{{6,12}})(?!\d))"
    r"\s*[-—–_:：.、|/]*\s*(?=\S)"
)
_TRAILING = re.compile(rf"\s*(?:[\[(（【〔]\s*({_CODE})\s*[\])）】〕]|[-—–]\s*({_CODE}))$")
_SPACED = re.compile(r"(?<=[㐀-鿿（）、])\s+(?=[㐀-鿿（）、])")
_NOTHING = re.compile(r"[\s/\\\-—–_.。*＊]*|无|暂无|空")


@dataclass(frozen=True, slots=True)
class Department:
    """A folded name and the budget code printed with it (None where none is)."""

    name: str
    code: str | None = None


@lru_cache(maxsize=20_000)
def fold_department(printed: str | None) -> Department:
    """The department a printed text names; a blank one is （未填）."""
    text = fold(printed or "").strip()
    code = None
    for pattern in (_LEADING, _TRAILING):
        found = pattern.search(text)
        if found:
            rest = (text[: found.start()] + text[found.end() :]).strip()
            if rest:  # a bare number is all the name there is
                code, text = code or found[found.lastindex or 0], rest
    text = _SPACED.sub("", text.replace("(", "（").replace(")", "）")).strip()
    return Department(BLANK if _NOTHING.fullmatch(text) else text, code)
