"""A progress bar in the terminal, on standard error, silent when that is not a terminal."""

from __future__ import annotations

import sys
from types import TracebackType

WIDTH = 30


class Progress:
    """Called with a share (0…1) and what is being done; draws one line in place."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def __call__(self, share: float, what: str = "") -> None:
        if not self.shown:
            return
        filled = round(share * WIDTH)
        bar = "█" * filled + "·" * (WIDTH - filled)
        sys.stderr.write(f"\r\033[K{self.title} {bar} {share:4.0%} {what}")
        sys.stderr.flush()

    def files(self, done: int, known: int, file: str) -> None:
        """Progress of a load: files done of those known."""
        self(done / known if known else 1.0, f"{done}/{known} {file}")
