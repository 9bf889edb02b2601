"""doc, rtf → docx through LibreOffice, where it is installed: antiword loses tables."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from evalcore.errors import LoadError

SECONDS = 40


def office() -> str | None:
    """The LibreOffice program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, file: str) -> bytes:
    """Converted in a folder of its own. Raises LoadError when LibreOffice is absent, fails or is too slow."""
    program = office()
    if program is None:
        raise LoadError(
            file, "旧版 Word（.doc）文件需要 LibreOffice 才能读取，本机未安装",
            "请安装 LibreOffice，或用 Word/WPS 另存为 .docx 后重新报送",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="evalcore-doc-") as folder:
        suffix = ".rtf" if data.lstrip().startswith(b"{\\rtf") else ".doc"
        original = Path(folder) / f"form{suffix}"
        original.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(original),
        ]  # fmt: skip
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            child.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise LoadError(
                file,
                f"LibreOffice 转换超过 {SECONDS} 秒，已停止",
                "请用 Word/WPS 另存为 .docx 后重新报送",
            ) from error
        converted = original.with_suffix(".docx")
        if not converted.exists():
            raise LoadError(
                file,
                "LibreOffice 未能转换该文件，文件可能已损坏",
                "请用 Word/WPS 另存为 .docx 后重新报送",
            )
        return converted.read_bytes()
