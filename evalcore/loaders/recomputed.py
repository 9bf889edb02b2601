"""What a file gave, recomputed where it is read: the process that writes the store has enough to do."""

from __future__ import annotations

import logging
from dataclasses import replace

from evalcore.errors import LoadError
from evalcore.loaders.read import FileReading
from evalcore.scoring.total import score_evaluation
from evalcore.store.prepared import prepare

_log = logging.getLogger(__name__)


def recomputed(reading: FileReading) -> FileReading:
    """The reading with every form recomputed, as the rows it will be; refused whole where one cannot. Never raises."""
    try:
        made = tuple(prepare(form, score_evaluation(form)) for form in reading.forms)
        return replace(reading, forms=(), prepared=made)
    except Exception as fault:  # noqa: BLE001 - one form must never stop the batch; the trace is logged
        _log.exception("scoring %s", reading.file)
        return replace(reading, forms=(), errors=(failed(reading.file, "复算程序未能处理此文件", fault),))


def failed(file: str, message: str, fault: Exception) -> LoadError:
    """The refusal of a file in which our own program went wrong."""
    return LoadError(file, message, "请将文件交系统管理员；其余文件不受影响", value=type(fault).__name__)
