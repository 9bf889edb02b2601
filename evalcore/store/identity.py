"""What makes two forms the same project, and the same evaluation."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from evalcore.model import Evaluation
from evalcore.scoring.numbers import fold

_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?(?=\D|$)|年度")
_MARKS = re.compile(r"[\s“”\"'‘’《》<>【】\[\]（）()·、,，。.:：;；_\-—–]+")
_REAL_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9\-_.]{6,}")


@lru_cache(maxsize=20_000)  # a project bears one name over its years: a load asks for each of them
def fold_project(name: str) -> str:
    """A project's name without year, brackets, quotes, spaces, dashes: what stays over the years."""
    bare = _MARKS.sub("", _YEAR.sub("", fold(name)))
    return bare or fold(name)


def real_code(printed: str | None) -> str | None:
    """A printed project code, folded; None for one too short to identify anything ("1", "无")."""
    code = fold(printed or "").replace(" ", "")
    return code.upper() if _REAL_CODE.fullmatch(code) else None


def project_key(evaluation: Evaluation, department: str) -> str:
    """Links the years of one project: its real code where one is printed, else department, unit and name.

    department: the folded name. A short or empty code ("1", "无") is no identity.
    """
    if code := real_code(evaluation.project_code):
        return f"code:{code}"
    unit = _MARKS.sub("", fold(evaluation.unit or ""))
    return f"name:{_MARKS.sub('', department)}|{unit}|{fold_project(evaluation.project)}"


def evaluation_id(dataset: str, key: str, year: int, method: str, subject: str, copy: int = 1) -> str:
    """The stable id (16 hex digits) of a project, year, method, subject; copy numbers several forms."""
    parts = [dataset, key, str(year), method, subject]
    if copy > 1:
        parts.append(str(copy))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
