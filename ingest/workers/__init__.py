"""Reading files in processes of their own: a file that crashes, hangs or devours memory costs one file, not the pass.

pool      `Readers`: who may read next, what becomes of a file; state for the watchdog; close
process   one worker as the parent sees it: start, ask, notice how it ended, end it
child     the worker itself: limits, reading, answers
preload   what the fork server imports once, so that a new worker starts at once
wire      frames on the socket between the two
verdicts  pure: how a worker ended -> whose fault that is
"""

from ingest.workers.allowance import Allowance
from ingest.workers.pool import Readers, WorkerState
from ingest.workers.verdicts import ReaderFault, ReaderLost

__all__ = ["Allowance", "ReaderFault", "ReaderLost", "Readers", "WorkerState"]
