"""What lies in the emulated Drive: plain values, and who may see what of them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
NATIVE = "application/vnd.google-apps."

ANYONE = ("anyone",)  # anyone with the link
DOMAIN = ("domain",)  # people of the owner's organisation: neither the mailbox nor a stranger


def user(address: str) -> tuple[str]:
    """Shared with one account only."""
    return (f"user:{address}",)


@dataclass(frozen=True, slots=True)
class EmulatedItem:
    """One file, folder, shortcut or native document. Without grants of its own it has those of its parent."""

    id: str
    name: str
    mime_type: str = "application/octet-stream"
    content: bytes | Path = b""
    parent: str = ""
    access: tuple[str, ...] = ()
    limited: bool = False  # "limited access": listed with its parent, not opened through it
    resource_key: str = ""
    opened: bool = False  # the mailbox has opened it before: no resource key needed
    view_only: bool = False
    trashed: bool = False
    purged: bool = False
    shortcut_to: str = ""
    drive: str = ""  # the shared drive that it belongs to
    abusive: bool = False
    quota: bool = False  # its downloads are used up for today
    encrypted: bool = False
    without_sha: bool = False  # uploaded before 2018
    description: str = ""
    created: str = "2024-11-12T02:00:00.000Z"
    modified: str = "2024-11-12T02:00:00.000Z"
    owner: str = "canbo.donvi@example.vn"
    width: int | None = None
    height: int | None = None
    exports: Mapping[str, bytes] = field(default_factory=dict)  # of a native document, by type
    export_too_large: bool = False
    export_links: bool = True

    @property
    def folder(self) -> bool:
        return self.mime_type == FOLDER

    @property
    def native(self) -> bool:
        return self.mime_type.startswith(NATIVE)

    @property
    def size(self) -> int:
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def read(self, start: int, end: int, chunk: int = 256 << 10) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`."""
        if isinstance(self.content, bytes):
            yield self.content[start:end]
            return
        with self.content.open("rb") as file:
            file.seek(start)
            left = end - start
            while left > 0 and (block := file.read(min(chunk, left))):
                left -= len(block)
                yield block


class World:
    """All items, and the rules of access."""

    def __init__(self, items: Iterable[EmulatedItem]) -> None:
        self._items = {item.id: item for item in items}
        self._versions: dict[str, int] = {}
        self._hashes: dict[str, tuple[str, str, str]] = {}

    def get(self, drive_id: str) -> EmulatedItem | None:
        item = self._items.get(drive_id)
        return None if item is None or item.purged else item

    def put(self, item: EmulatedItem) -> None:
        """Add an item, or put another in its place."""
        self._items[item.id] = item
        self._versions[item.id] = self._versions.get(item.id, 1) + 1
        self._hashes.pop(item.id, None)

    def change(self, drive_id: str, **changes: Any) -> None:
        """Alter an item's values."""
        self.put(replace(self._items[drive_id], **changes))

    def children(self, folder_id: str) -> list[EmulatedItem]:
        found = [item for item in self._items.values() if item.parent == folder_id and not item.purged]
        return sorted(found, key=lambda item: (item.name, item.id))

    def may_open(self, item: EmulatedItem, who: str, keys: Mapping[str, str]) -> bool:
        """Whether `who` (an address, "" for a stranger) reaches an item and, for a folder, what lies in it."""
        grants = self._grants(item)
        if who and (f"user:{who}" in grants or item.owner == who):
            return True
        if "anyone" not in grants:
            return False
        known = bool(who) and item.opened
        return not item.resource_key or known or keys.get(item.id) == item.resource_key

    def may_see(self, item: EmulatedItem, who: str, keys: Mapping[str, str]) -> bool:
        """Whether an item answers to its id. A limited folder shows its name to those who see its parent.

        Documented: it is listed. Assumed: `files.get` answers as the listing does.
        """
        if self.may_open(item, who, keys):
            return True
        parent = self.get(item.parent)
        return item.limited and parent is not None and self.may_open(parent, who, keys)

    def is_trashed(self, item: EmulatedItem) -> bool:
        parent = self.get(item.parent)
        return item.trashed or (parent is not None and self.is_trashed(parent))

    def describe(self, item: EmulatedItem, who: str, keys: Mapping[str, str], root_url: str) -> dict[str, Any]:
        """The whole metadata of an item as `who` would get them."""
        data: dict[str, Any] = {
            "kind": "drive#file",
            "id": item.id,
            "name": item.name,
            "mimeType": item.mime_type,
            "trashed": self.is_trashed(item),
            "explicitlyTrashed": item.trashed,
            "createdTime": item.created,
            "modifiedTime": item.modified,
            "version": str(self._versions.get(item.id, 1)),
            "copyRequiresWriterPermission": item.view_only,
            "downloadRestrictions": {
                "effectiveDownloadRestrictionWithContext": {
                    "restrictedForReaders": item.view_only,
                    "restrictedForWriters": False,
                }
            },
            "inheritedPermissionsDisabled": item.limited,
            "capabilities": {
                "canDownload": not item.folder and not item.view_only,
                "canListChildren": item.folder and self.may_open(item, who, keys),
                "canReadRevisions": False,
            },
            "webViewLink": f"https://drive.google.com/file/d/{item.id}/view",
        }
        data |= self._sharing(item, who) | self._bytes(item) | self._special(item, root_url)
        for name, value in (("description", item.description), ("resourceKey", item.resource_key)):
            if value:
                data[name] = value
        if item.parent:
            data["parents"] = [item.parent]
        if item.width and item.height:
            kind = "videoMediaMetadata" if item.mime_type.startswith("video/") else "imageMediaMetadata"
            data[kind] = {"width": item.width, "height": item.height}
        return data

    def _grants(self, item: EmulatedItem) -> frozenset[str]:
        own = frozenset(item.access)
        parent = self.get(item.parent)
        return own if item.limited or parent is None else own | self._grants(parent)

    def _sharing(self, item: EmulatedItem, who: str) -> dict[str, Any]:
        if item.drive:  # absent for what lies in a shared drive
            return {"driveId": item.drive}
        return {
            "ownedByMe": item.owner == who,
            "shared": True,
            "owners": [{"displayName": item.owner.partition("@")[0], "emailAddress": item.owner}],
        }

    def _bytes(self, item: EmulatedItem) -> dict[str, Any]:
        if item.native:
            return {} if item.folder or item.mime_type == SHORTCUT else {"size": "1024"}
        if item.id not in self._hashes:
            self._hashes[item.id] = _hashes(item)
        md5, sha1, sha256 = self._hashes[item.id]
        data = {"size": str(item.size), "md5Checksum": md5, "headRevisionId": f"rev-{md5[:20]}"}
        return data if item.without_sha else data | {"sha1Checksum": sha1, "sha256Checksum": sha256}

    def _special(self, item: EmulatedItem, root_url: str) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if item.shortcut_to:
            target = self._items.get(item.shortcut_to)
            details = {"targetId": item.shortcut_to, "targetMimeType": target.mime_type if target else FOLDER}
            if target and target.resource_key:
                details["targetResourceKey"] = target.resource_key
            data["shortcutDetails"] = details
        if item.encrypted:
            data["clientEncryptionDetails"] = {"encryptionState": "encrypted"}
        if item.exports and item.export_links:
            data["exportLinks"] = {kind: f"{root_url}/export/{item.id}?type={kind}" for kind in item.exports}
        return data


def _hashes(item: EmulatedItem) -> tuple[str, str, str]:
    digests = (hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256())
    for block in item.read(0, item.size):
        for digest in digests:
            digest.update(block)
    md5, sha1, sha256 = (digest.hexdigest() for digest in digests)
    return md5, sha1, sha256
