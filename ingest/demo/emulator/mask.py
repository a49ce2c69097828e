"""Partial responses: `fields` really filters, and a field that the emulator does not know is told, never ignored."""

import re
from collections.abc import Mapping
from typing import Any

Mask = dict[str, "Mask"]

_TOKEN = re.compile(r"[A-Za-z0-9]+|[(),/*]")

_PICTURE = {"width": None, "height": None, "time": None, "location": None}
FILE: Mapping[str, Any] = {
    "kind": None,
    "id": None,
    "name": None,
    "mimeType": None,
    "size": None,
    "trashed": None,
    "explicitlyTrashed": None,
    "md5Checksum": None,
    "sha1Checksum": None,
    "sha256Checksum": None,
    "createdTime": None,
    "modifiedTime": None,
    "version": None,
    "headRevisionId": None,
    "parents": None,
    "driveId": None,
    "ownedByMe": None,
    "shared": None,
    "owners": {"displayName": None, "emailAddress": None},
    "resourceKey": None,
    "shortcutDetails": {"targetId": None, "targetMimeType": None, "targetResourceKey": None},
    "copyRequiresWriterPermission": None,
    "downloadRestrictions": {
        "effectiveDownloadRestrictionWithContext": {"restrictedForReaders": None, "restrictedForWriters": None}
    },
    "inheritedPermissionsDisabled": None,
    "capabilities": {"canDownload": None, "canListChildren": None, "canReadRevisions": None},
    "permissionIds": None,
    "webViewLink": None,
    "description": None,
    "imageMediaMetadata": _PICTURE,
    "videoMediaMetadata": {"width": None, "height": None, "durationMillis": None},
    "clientEncryptionDetails": {"encryptionState": None},
    "exportLinks": None,
}
LISTING: Mapping[str, Any] = {"kind": None, "nextPageToken": None, "incompleteSearch": None, "files": FILE}
ABOUT: Mapping[str, Any] = {"user": {"displayName": None, "emailAddress": None}}

FILE_DEFAULT = "kind,id,name,mimeType"
LISTING_DEFAULT = f"kind,nextPageToken,incompleteSearch,files({FILE_DEFAULT})"


class UnknownField(Exception):
    """A field that the emulator does not know; the text is its name."""


def select(data: Mapping[str, Any], fields: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What of `data` the mask lets through."""
    mask = _parse(fields)
    _check(mask, known)
    chosen: dict[str, Any] = _apply(data, mask)
    return chosen


def _parse(fields: str) -> Mask:
    tokens = _TOKEN.findall(fields)
    if "".join(tokens) != re.sub(r"\s", "", fields) or not tokens:
        raise UnknownField(fields)
    mask, rest = _entries(tokens)
    if rest:
        raise UnknownField(fields)
    return mask


def _entries(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens:
        name, tokens = tokens[0], tokens[1:]
        inner = mask.setdefault(name, {})
        while tokens and tokens[0] == "/":
            inner, tokens = inner.setdefault(tokens[1], {}), tokens[2:]
        if tokens and tokens[0] == "(":
            more, tokens = _entries(tokens[1:])
            inner.update(more)
            if not tokens or tokens[0] != ")":
                raise UnknownField(name)
            tokens = tokens[1:]
        if not tokens or tokens[0] != ",":
            break
        tokens = tokens[1:]
    return mask, tokens


def _check(mask: Mask, known: Mapping[str, Any] | None) -> None:
    for name, inner in mask.items():
        if name == "*":
            continue
        if known is None or name not in known:
            raise UnknownField(name)
        if inner:
            _check(inner, known[name])


def _apply(data: Any, mask: Mask) -> Any:
    if not mask or "*" in mask:
        return data
    if isinstance(data, list):
        return [_apply(entry, mask) for entry in data]
    if not isinstance(data, Mapping):
        return data
    return {name: _apply(data[name], inner) for name, inner in mask.items() if name in data}
