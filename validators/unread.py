"""What of a unit could not be read yet, and which of the owed parts may lie in it: those are undetermined, not missing.

One cause, one finding: the link or the file that cannot be opened has its own finding.
"""

from config.campaign import PARTS, Part
from validators.submission import File, Link, Submission

UNREAD_ACCESS = frozenset(
    {
        "no_access",
        "revoked",
        "trashed",
        "quota",
        "unknown",
        "view_only",
        "partly_readable",
        "not_drive",
        "unsupported",
    }
)
UNREAD_STATUS = frozenset({"unreadable", "encrypted", "refused", "unsupported", "not_fetched"})

_ALL: frozenset[Part] = frozenset(PARTS)
_LISTS: frozenset[Part] = frozenset({"nominations", "registrations", "summary"})
_NONE: frozenset[Part] = frozenset()

# What a file of this ending could hold; others could hold anything.
_HOLDS: dict[str, frozenset[Part]] = {
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".wmv", ".mpg", ".mpeg", ".3gp", ".webm"), frozenset({"media"})),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv"), _LISTS),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".wma", ".ogg", ".aac", ".ttf", ".otf"), _NONE),
    **dict.fromkeys((".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".js", ".vbs", ".jar", ".msi", ".lnk"), _NONE),
}


def from_content(message_id: str, submission: Submission) -> bool:
    """Whether a thing came with content-bearing mail (or was recorded by hand)."""
    message = next((message for message in submission.messages if message.id == message_id), None)
    return message is None or message.content_bearing


def standing_files(submission: Submission) -> tuple[File, ...]:
    """The files that are judged: placed, content-bearing, not superseded, not furniture of a mail program."""
    if submission.unit is None:
        return ()
    return tuple(
        file
        for file in submission.files
        if file.status != "ignored"
        and not file.superseded
        and not file.furniture
        and from_content(file.message, submission)
    )


def standing_links(submission: Submission) -> tuple[Link, ...]:
    """One link for each Drive item or address that content-bearing mail holds.

    The same address in several messages is one link, in its latest state; other addresses of the same Drive item do
    not matter once one of them opens it.
    """
    if submission.unit is None:
        return ()
    by_url: dict[str, Link] = {}
    for link in submission.links:
        if from_content(link.message, submission) and not _replaced(link, submission):
            known = by_url.get(link.url)
            if known is None or _later(link, known):
                by_url[link.url] = link
    by_item: dict[str, Link] = {}
    for link in by_url.values():
        item = link.drive_id or link.url
        known = by_item.get(item)
        if known is None or (known.access in UNREAD_ACCESS and link.access not in UNREAD_ACCESS):
            by_item[item] = link
    return tuple(by_item.values())


def _replaced(link: Link, submission: Submission) -> bool:
    """Whether a later message that takes the place of the link's own brought links of its own.

    What replaces only a list leaves the links of the first message as they are.
    """
    by = {code for message in submission.messages if message.id == link.message for code in message.superseded_by}
    return any(other.message in by for other in submission.links)


def _later(one: Link, other: Link) -> bool:
    return one.checked_at is not None and (other.checked_at is None or one.checked_at > other.checked_at)


def waits_for(submission: Submission, part: Part) -> str:
    """What must be opened before a part can be called missing: "01 đường dẫn, 02 tệp"; "" where nothing is unread."""
    unread = [link for link in standing_links(submission) if link.access in UNREAD_ACCESS and not link.archived]
    behind = tuple(f"drive/{link.drive_id}/" for link in unread if link.drive_id)  # counted with their link
    files = sum(
        part in could_hold(file)
        for file in standing_files(submission)
        if file.status in UNREAD_STATUS and not file.path.startswith(behind)
    )
    links = len(unread)
    return ", ".join(f"{count:02} {thing}" for count, thing in ((links, "đường dẫn"), (files, "tệp")) if count)


def could_hold(file: File) -> frozenset[Part]:
    """The parts that a file may turn out to be. A drawing inside a document holds none: the document was read."""
    if file.origin == "embedded" and file.status == "unsupported":
        return _NONE
    if file.media_type.startswith("video/"):
        return frozenset({"media"})
    if file.media_type.startswith("audio/"):
        return _NONE
    return _HOLDS.get(f".{file.name.rpartition('.')[2].lower()}", _ALL)
