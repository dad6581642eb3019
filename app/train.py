"""Fits the shipped models anew, after labelled texts have changed: `make train`.

A start fits whatever does not match its texts any more and keeps it in the data folder; here that
is an empty one, and what was fitted goes beside the code.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from app.coaching import hearing, leaning, room
from app.evidence import learned
from app.safety import reader
from app.services import Services
from app.settings import Settings
from app.training.shipping import save_vectors
from app.wiring.guiding import QUESTIONS, SITUATIONS
from indexing.watcher import Watcher

SHIPPED = (
    learned.SHIPPED, reader.SHIPPED, hearing.SHIPPED, leaning.SHIPPED, room.SHIPPED, SITUATIONS,
    QUESTIONS,
)  # fmt: skip


def fit_all() -> None:
    """Fit everything that is shipped and out of date, and put it beside the code."""
    with TemporaryDirectory() as folder:
        services = Services(Settings(data_dir=Path(folder)), Watcher())
        save_vectors(services.library.texts, services.library.embeddings)
        services.ready()
        services.close()
        for path in SHIPPED:
            fitted = Path(folder) / path.name
            if fitted.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(fitted, path)
                path.chmod(0o644)


if __name__ == "__main__":
    fit_all()
