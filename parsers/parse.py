"""The verb that reads one file: detect its format, run the format, and turn whatever goes wrong into a status."""

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget, Limits
from parsers.detect import Detected, detect, is_furniture, tnef_has_attachments
from parsers.errors import BadContent, Damaged, Encrypted, Refused, Unsupported
from parsers.formats import FORMATS
from parsers.reading import Child, Reading, Status
from parsers.records import Record

PARSER_VERSION = "1"  # part of the cache key: raise it whenever the same bytes would give other records

# Formats that we recognise and that are not read: what happens to them, and why, in words for the log and the export.
NOT_READ: dict[str, tuple[Status, str]] = {
    "executable": ("refused", "executable file or script"),
    "office-encrypted": ("encrypted", "Office file protected by a password"),
    "calendar": ("ignored", "calendar entry"),
    "contact": ("ignored", "contact card"),
    "signature": ("ignored", "detached signature"),
    "tnef-empty": ("ignored", "Outlook formatting without files"),
    "doc": ("unsupported", "Word 97-2003 document (.doc)"),
    "rtf": ("unsupported", "rich text (.rtf)"),
    "pptx": ("unsupported", "PowerPoint presentation (.pptx)"),
    "ppt": ("unsupported", "PowerPoint 97-2003 presentation (.ppt)"),
    "odt": ("unsupported", "OpenDocument text (.odt)"),
    "odp": ("unsupported", "OpenDocument presentation (.odp)"),
    "epub": ("unsupported", "electronic book"),
    "msg": ("unsupported", "Outlook message (.msg)"),
    "tnef": ("unsupported", "Outlook container (winmail.dat)"),
    "ole": ("unsupported", "OLE storage of an unknown program"),
    "7z": ("unsupported", "7z archive"),
    "rar": ("unsupported", "RAR archive"),
    "tar": ("unsupported", "tar archive"),
    "gzip": ("unsupported", "gzip archive"),
    "bzip2": ("unsupported", "bzip2 archive"),
    "xz": ("unsupported", "xz archive"),
    "heic": ("unsupported", "HEIC or AVIF picture"),
    "vector-picture": ("unsupported", "vector picture (EMF, WMF)"),
    "audio": ("unsupported", "sound recording"),
    "signed-envelope": ("unsupported", "signed or encrypted envelope (.p7m)"),
    "xml": ("unsupported", "XML data"),
    "unknown": ("unsupported", "unknown format"),
}


def parse_file(artifact: Artifact, spool: Spool, limits: Limits = Limits()) -> Reading:  # noqa: B008 - an immutable value
    """Read one file. Never raises for what the file contains; records and children found before a fault are kept."""
    size = artifact.size
    furniture = is_furniture(artifact.name, size)
    if furniture:
        return Reading("unknown", artifact.media_type or "application/octet-stream", "ignored", furniture)
    if size == 0:
        return Reading("unknown", artifact.media_type or "application/octet-stream", "unreadable", "empty file")
    detected = _detect(artifact)
    if detected.format not in FORMATS:
        status, reason = NOT_READ[detected.format]
        return Reading(detected.format, detected.media_type, status, reason)
    return _run(detected, artifact, spool, limits)


def _detect(artifact: Artifact) -> Detected:
    detected = detect(artifact)
    if detected.format == "tnef" and not tnef_has_attachments(artifact):
        return Detected("tnef-empty", detected.media_type)
    return detected


def _run(detected: Detected, artifact: Artifact, spool: Spool, limits: Limits) -> Reading:
    records: list[Record] = []
    children: list[Child] = []
    status: Status = FORMATS[detected.format].done
    reason = ""
    try:
        _collect(detected, artifact, spool, limits, records, children)
    except (Damaged, Encrypted, Refused, Unsupported) as error:
        status, reason = error.status, _one_line(str(error))
    except MemoryError:
        status, reason = "refused", "larger in memory than one file may be"
    except RecursionError:
        status, reason = "refused", "nested too deeply"
    except Exception as error:  # noqa: BLE001 - border: a hostile file may make any library raise anything
        status, reason = "unreadable", f"could not be read ({type(error).__name__})"
    return Reading(detected.format, detected.media_type, status, reason, tuple(records), tuple(children))


def _collect(
    detected: Detected,
    artifact: Artifact,
    spool: Spool,
    limits: Limits,
    records: list[Record],
    children: list[Child],
) -> None:
    parse = FORMATS[detected.format].load()
    for found in parse(artifact, Budget(limits), spool):
        if isinstance(found, Child):
            children.append(found)
        else:
            if len(records) >= limits.records:
                raise Refused(f"more than {limits.records} records")
            records.append(found)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


__all__ = ["NOT_READ", "PARSER_VERSION", "BadContent", "parse_file"]
