"""Processes with a durable engine, to be killed: a parent that has imported all bears a child whenever it is told."""

import os
import sys
from pathlib import Path

from ingest import logs
from ingest.engine.durable import DurableEngine
from tests.ingest.engine.work import QUEUES, Work, eventually


def main() -> None:
    """Each line of the input names a file, a folder and how many lives the worker has, one after the other."""
    logs.configure(verbose=False, daemon=True)
    for line in sys.stdin:
        file, folder, lives = line.rstrip("\n").split("\t")
        for _life in range(int(lives)):
            child = os.fork()  # no thread has been started yet
            if child == 0:
                _live(Path(file), Path(folder))
                os._exit(0)
            _tell(Path(folder) / "pid", str(child))
            _, status = os.waitpid(child, 0)
            if os.WIFEXITED(status):
                break
        _tell(Path(folder) / "over", "")


def _live(file: Path, folder: Path) -> None:
    told = os.open(folder / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(told, 1)
    os.dup2(told, 2)
    engine = DurableEngine(file, QUEUES, Work(folder))
    engine.start()
    _tell(folder / "started", "")
    eventually((folder / "leave").exists, 120)
    _tell(folder / "stopped", str(engine.stop(5)))


def _tell(file: Path, text: str) -> None:
    """Write so that who waits for the file finds it whole."""
    part = file.with_suffix(".part")
    part.write_text(text, encoding="ascii")
    part.replace(file)


if __name__ == "__main__":
    main()
