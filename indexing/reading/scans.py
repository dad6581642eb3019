"""Text recognition of scanned pages by Tesseract, where it is installed."""

import io
import shutil
import subprocess
from typing import Any

_PROGRAM = "tesseract"
# Tesseract reads best at about 300 dots an inch; a PDF's own unit is a seventy-second of one.
_SCALE = 300 / 72
_PAGE_SECONDS = 60.0


def reads_scans() -> bool:
    """Return whether Tesseract is installed."""
    return shutil.which(_PROGRAM) is not None


def read_scan(page: Any) -> str:
    """Return the text that is recognized on a PDF's page; empty where nothing can be."""
    if not reads_scans():
        return ""
    picture = io.BytesIO()
    page.render(scale=_SCALE).to_pil().convert("L").save(picture, "PNG")
    try:
        # By its pipes alone: this process may write no file.
        ran = subprocess.run(
            [_PROGRAM, "stdin", "stdout"], input=picture.getvalue(), capture_output=True,
            timeout=_PAGE_SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        return ""
    return ran.stdout.decode("utf-8", "replace")
