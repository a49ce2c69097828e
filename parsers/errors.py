"""What can be wrong with a file. These are data, not failures of ours: `parsers.parse` turns each into a status.

BadContent
├── Damaged       cannot be opened as what it is         -> unreadable
├── Encrypted     needs a password                       -> encrypted
├── Refused       dangerous, or over a limit             -> refused
└── Unsupported   a format in which we can read nothing  -> unsupported
"""

from typing import ClassVar

from parsers.reading import Status


class BadContent(Exception):
    """A file that cannot be read, with a one-line reason in English."""

    status: ClassVar[Status]


class Damaged(BadContent):
    status = "unreadable"


class Encrypted(BadContent):
    status = "encrypted"


class Refused(BadContent):
    status = "refused"


class Unsupported(BadContent):
    status = "unsupported"
