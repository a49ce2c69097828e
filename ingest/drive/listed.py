"""Drive's JSON about one file, turned into an `Item`; names turned into labels that are safe in a path. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from ingest.drive.interface import Item

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
NATIVE_PREFIX = "application/vnd.google-apps."

# Native editor files -> (type that we ask for, ending). Everything else of Google's own holds no file.
EXPORTS: Mapping[str, tuple[str, str]] = {
    NATIVE_PREFIX + "document": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    NATIVE_PREFIX + "spreadsheet": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    NATIVE_PREFIX + "presentation": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
    NATIVE_PREFIX + "drawing": ("image/png", ".png"),
}

CHILD_FIELDS = (
    "id,name,mimeType,size,trashed,md5Checksum,createdTime,modifiedTime,headRevisionId,driveId,resourceKey,"
    "shortcutDetails,inheritedPermissionsDisabled,capabilities(canDownload,canListChildren),description,"
    "imageMediaMetadata(width,height,time),videoMediaMetadata(width,height),clientEncryptionDetails"
)
ROOT_FIELDS = (
    CHILD_FIELDS
    + ",explicitlyTrashed,version,ownedByMe,shared,permissionIds,copyRequiresWriterPermission,downloadRestrictions"
)
LIST_FIELDS = f"nextPageToken,incompleteSearch,files({CHILD_FIELDS})"

_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,200}")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def is_id(text: str) -> bool:
    """Whether a text may be sent to Drive as an id: nothing that could leave a path, a query or a header."""
    return _ID.fullmatch(text) is not None


def safe_key(key: object) -> str | None:
    """A resource key that may stand in a header, else None."""
    return key if isinstance(key, str) and _KEY.fullmatch(key) else None


def is_native(mime_type: str) -> bool:
    """Whether a thing is Google's own, without bytes of its own."""
    return mime_type.startswith(NATIVE_PREFIX)


def is_limited(body: Mapping[str, Any]) -> bool:
    """Whether a listed subfolder says that we may not look inside ("limited access")."""
    capabilities = body.get("capabilities")
    return isinstance(capabilities, dict) and capabilities.get("canListChildren") is False


def item_of(body: Mapping[str, Any], path: str, *, name: str | None = None, unreadable: str = "") -> Item:
    """One listed file (or a folder or shortcut that cannot be opened) as a plain value."""
    mime_type = _text(body, "mimeType")
    md5 = _text(body, "md5Checksum") or None
    native = is_native(mime_type) and md5 is None
    capabilities = body.get("capabilities")
    picture = body.get("imageMediaMetadata") or body.get("videoMediaMetadata") or {}
    return Item(
        id=_text(body, "id"),
        path=path,
        name=unicodedata.normalize("NFC", _text(body, "name") if name is None else name),
        mime_type=mime_type,
        size=None if native else _number(body.get("size")),
        md5=md5,
        revision=_text(body, "headRevisionId") or md5 or _text(body, "modifiedTime"),
        created_at=_text(body, "createdTime") or None,
        modified_at=_text(body, "modifiedTime") or None,
        resource_key=safe_key(body.get("resourceKey")),
        description=unicodedata.normalize("NFC", _text(body, "description")),
        downloadable=not (isinstance(capabilities, dict) and capabilities.get("canDownload") is False),
        trashed=body.get("trashed") is True,
        encrypted=_encrypted(body.get("clientEncryptionDetails")),
        width=_number(picture.get("width")) if isinstance(picture, dict) else None,
        height=_number(picture.get("height")) if isinstance(picture, dict) else None,
        unreadable=unreadable,
    )


def label(name: str) -> str:
    """A name as one step of a path: NFC, without "/", control and direction characters, never "." or ".."."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(
        "_" if char == "/" or char in _BIDI or unicodedata.category(char) in {"Cc", "Cs"} else char for char in text
    ).strip()
    return "_" * max(len(text), 1) if not text.strip(".") else text


def labels(children: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """(label, child) of one folder in the order of (name, id); equal labels get " (2)" before the ending."""
    ordered = sorted(children, key=lambda child: (_text(child, "name"), _text(child, "id")))
    given = [label(_text(child, "name")) for child in ordered]
    taken: set[str] = set()
    literal = set(given)
    labelled: list[tuple[str, Mapping[str, Any]]] = []
    for wanted, child in zip(given, ordered, strict=True):
        final, number = wanted, 2
        while final in taken or (final != wanted and final in literal):
            final = _numbered(wanted, number)
            number += 1
        taken.add(final)
        labelled.append((final, child))
    return labelled


def _numbered(name: str, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    if dot and stem and ending.isalnum() and len(ending) <= 8:
        return f"{stem} ({number}).{ending}"
    return f"{name} ({number})"


def _encrypted(details: object) -> bool:
    return isinstance(details, dict) and details.get("encryptionState", "encrypted") == "encrypted"


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    try:
        return int(str(value)) if value is not None else None
    except ValueError:
        return None
