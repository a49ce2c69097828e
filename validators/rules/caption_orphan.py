"""A caption names a file that did not come.

Why: either the file was forgotten, or it is there under another name and its caption does not reach it; the unit knows
which. There is one finding for each caption list, naming the files. While a link or file of the unit is unread, the
files may lie in it, and the finding about that link or file is enough.

Passes: `chu thich.xlsx` with rows for 01.jpg to 12.jpg, which all came.
Fails: the same list, and 12.jpg did not come.
"""

from collections.abc import Iterator

from validators.context import Context
from validators.findings import CODES as TABLE
from validators.findings import Finding
from validators.submission import Orphan, Submission
from validators.unread import waits_for
from validators.wording import addressed, counted, quoted, shown

CODES = ("caption_orphan",)


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """One finding for each file with such captions, by its path."""
    if submission.unit is None or waits_for(submission, "media"):
        return
    lists: dict[str, list[Orphan]] = {}
    for orphan in submission.orphans:
        lists.setdefault(orphan.path, []).append(orphan)
    you = addressed(submission.unit)
    for path, orphans in lists.items():
        names = counted(dict.fromkeys(orphan.names for orphan in orphans), "tệp")
        detail = (
            f"Chú thích trong {quoted(shown(path, submission))} nêu {names} nhưng chưa nhận được; đề nghị {you} gửi bổ "
            "sung hoặc cho biết đúng tên tệp."
        )
        yield Finding(submission.code, "caption_orphan", path, TABLE["caption_orphan"].severity, detail)
