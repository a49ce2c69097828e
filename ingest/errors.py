"""What can go wrong in the world, and what becomes of it.

    TiepnhanError
    ├── UsageError            wrong command, configuration, unknown unit or message    exit 2, permanent
    └── NotNow                the work could not be done now, or only in part          exit 1, transient
        ├── MailboxUnreachable
        ├── DriveUnreachable
        ├── Busy              another instance holds the lock
        ├── StoreUnavailable  database or disk
        └── OriginalLost      one file of the archive is gone or damaged; the others go on

Bad content is no exception: it is a status of the file (parsers.errors). A crashing rule is our fault and is told
to the operator. Each error is one line: what, where, how to mend.
"""


class TiepnhanError(Exception):
    """The root of our own errors; its text is one line for people."""

    exit_status = 2


class UsageError(TiepnhanError):
    """The call or the configuration is wrong; nothing was done."""


class NotNow(TiepnhanError):
    """The world does not let us; the next pass takes it up."""

    exit_status = 1


class MailboxUnreachable(NotNow):
    """The mailbox could not be read."""


class DriveUnreachable(NotNow):
    """Google Drive could not be asked, or refused us (not the unit's item)."""


class Busy(NotNow):
    """Another instance is at work."""


class StoreUnavailable(NotNow):
    """The database or the disk does not answer."""


class OriginalLost(NotNow):
    """The disk lost the bytes of one original, or gives others: a trouble of ours, about which no unit is told."""
