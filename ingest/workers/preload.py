"""What the fork server imports once, so that a new worker starts at once and shares its memory. Nobody else imports it.

Workers read with the code that was there when the first one started: an upgrade of the files on disk beneath a running
daemon does not mix two versions.
"""

import contextlib
import gc
import os
from pathlib import Path

from ingest.workers import child
from parsers.formats import FORMATS

__all__ = ["child"]

for _format in FORMATS.values():
    _format.load()

# A fork server that finds no memory for a fork dies of it with a traceback; its parent says so in a sentence.
with Path(os.devnull).open("wb") as _nowhere:
    os.dup2(_nowhere.fileno(), 2)

# Away from the terminal: Ctrl-C, Ctrl-Z and its closing are for the parent, which decides when workers end.
with contextlib.suppress(OSError):
    os.setsid()

gc.collect()
gc.freeze()  # else the first collection in a worker would copy all of this memory
