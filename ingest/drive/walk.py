"""What lies under a linked folder: breadth first, one list call per folder, guarded against cycles and size.

The real tree is walked first, then shortcuts are resolved, so that a file which lies in the tree and is pointed to as
well is found where it lies. Nothing is dropped in silence: what cannot be opened is an `Item` with a reason, what was
not looked at makes the listing incomplete.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ingest.drive.interface import Answer, Item
from ingest.drive.listed import FOLDER, ROOT_FIELDS, SHORTCUT, is_id, is_limited, item_of, labels, safe_key

LIMITED_ACCESS = "limited_access"
BROKEN_SHORTCUT = "shortcut"
INCOMPLETE_SEARCH = "incomplete_search"
TOO_DEEP = "too_deep"
TOO_MANY = "too_many"


class Asker(Protocol):
    """Drive as seen by one identity."""

    def get(self, drive_id: str, resource_key: str | None, fields: str) -> Answer:
        """Metadata of one file or folder."""

    def children(self, folder_id: str, resource_key: str | None, page_token: str | None) -> Answer:
        """One page of a folder's listing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a walk goes. A folder with more is listed in part and told to the operator."""

    depth: int = 32
    items: int = 20_000
    pages: int = 200  # of one folder


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found under a root."""

    items: tuple[Item, ...]
    incomplete: str = ""
    confirmed_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Folder:
    body: Mapping[str, Any]
    key: str | None
    path: str  # "" for the root
    depth: int

    @property
    def id(self) -> str:
        return str(self.body.get("id", ""))


def walk(asker: Asker, second: Asker, root: Mapping[str, Any], key: str | None, limits: Limits) -> Listing:
    """List everything under `root`. `second` is asked where a listing is empty: as a stranger, if one may look."""
    return _Walk(asker, second, limits).run(_Folder(root, key, "", 0))


class _Walk:
    def __init__(self, asker: Asker, second: Asker, limits: Limits) -> None:
        self.asker = asker
        self.second = second
        self.limits = limits
        self.items: list[Item] = []
        self.seen: set[str] = set()
        self.folders: deque[_Folder] = deque()
        self.shortcuts: deque[_Folder] = deque()
        self.incomplete = ""

    def run(self, root: _Folder) -> Listing:
        self._enqueue(root)
        while (self.folders or self.shortcuts) and self.incomplete != TOO_MANY:
            if self.folders:
                self._open(self.folders.popleft())
            else:
                self._resolve(self.shortcuts.popleft())
        empty = not self.items and not self.incomplete
        return Listing(tuple(self.items), self.incomplete, confirmed_empty=empty)

    def _enqueue(self, folder: _Folder) -> None:
        if folder.id in self.seen:
            return  # a shortcut to an ancestor, or a folder listed twice
        if is_limited(folder.body):
            self._add(item_of(folder.body, folder.path or label_of(folder), unreadable=LIMITED_ACCESS))
        elif folder.depth > self.limits.depth:
            self.incomplete = self.incomplete or TOO_DEEP
        elif self._room():
            self.seen.add(folder.id)
            self.folders.append(folder)

    def _add(self, item: Item) -> None:
        if item.id in self.seen and not item.unreadable:
            return  # one row per root and item
        if self._room():
            self.seen.add(item.id)
            self.items.append(item)

    def _room(self) -> bool:
        """Whether one more thing may be taken in: files, folders and shortcuts count alike."""
        if len(self.seen) + len(self.shortcuts) >= self.limits.items:
            self.incomplete = TOO_MANY
            return False
        return True

    def _open(self, folder: _Folder) -> None:
        children, failure = self._list(self.asker, folder)
        if failure is None and not children:
            children, failure = self._look_again(folder)
        if failure is not None:
            self._failed(folder, failure)
        for name, child in labels(children):
            path = f"{folder.path}/{name}" if folder.path else name
            entry = _Folder(child, safe_key(child.get("resourceKey")), path, folder.depth + 1)
            if child.get("mimeType") == FOLDER:
                self._enqueue(entry)
            elif child.get("mimeType") == SHORTCUT:
                if self._room():
                    self.shortcuts.append(entry)
            else:
                self._add(item_of(child, path))

    def _failed(self, folder: _Folder, failure: Answer) -> None:
        """A folder of the unit's that does not open is an item with a reason; a fault of ours is an open end."""
        if failure.transient:
            self.incomplete = self.incomplete or failure.cause
        else:
            path = folder.path or label_of(folder)
            self._add(item_of(folder.body, path, unreadable=failure.reason or failure.cause))

    def _list(self, asker: Asker, folder: _Folder) -> tuple[list[Mapping[str, Any]], Answer | None]:
        """All pages of a folder, and the answer at which it ended badly. A rejected page token starts over, once."""
        found: dict[str, Mapping[str, Any]] = {}
        token: str | None = None
        restarted = False
        for _page in range(self.limits.pages):
            answer = asker.children(folder.id, folder.key, token)
            if not answer.ok:
                if token is None or restarted or answer.cause != "bad_request":
                    return list(found.values()), answer
                token, restarted = None, True
                found.clear()
                continue
            body = answer.body or {}
            if body.get("incompleteSearch") is True:
                self.incomplete = self.incomplete or INCOMPLETE_SEARCH
            for child in body.get("files") or ():
                if isinstance(child, dict) and is_id(str(child.get("id", ""))):
                    found[child["id"]] = child
            following = body.get("nextPageToken")
            if not following:
                return list(found.values()), None
            if following == token:
                break  # a server that turns in a circle
            token = following
        self.incomplete = self.incomplete or TOO_MANY
        return list(found.values()), None

    def _look_again(self, folder: _Folder) -> tuple[list[Mapping[str, Any]], Answer | None]:
        """An empty listing is no proof: Drive gives one for what we may not see, too."""
        again = self.asker.get(folder.id, folder.key, ROOT_FIELDS)
        if not again.ok:
            return [], again
        if is_limited(again.body or {}):
            return [], Answer(again.identity, "forbidden", again.status, LIMITED_ACCESS, {})
        children, failure = self._list(self.second, folder)
        if failure is not None and not failure.transient and self.second is not self.asker:
            children, failure = self._list(self.asker, folder)
        return children, failure

    def _resolve(self, shortcut: _Folder) -> None:
        target_id, key = target_of(shortcut.body)
        if target_id in self.seen:
            return
        if not is_id(target_id):
            self._add(item_of(shortcut.body, shortcut.path, unreadable=BROKEN_SHORTCUT))
            return
        answer = self.asker.get(target_id, key, ROOT_FIELDS)
        body = answer.body or {}
        if answer.transient:
            self.incomplete = self.incomplete or answer.cause
        elif not answer.ok or body.get("mimeType") == SHORTCUT:
            self._add(item_of(shortcut.body, shortcut.path, unreadable=BROKEN_SHORTCUT))
        elif body.get("mimeType") == FOLDER:
            self._enqueue(_Folder(body, key, shortcut.path, shortcut.depth))
        else:
            named = {"resourceKey": key, **body}
            if not body.get("description"):
                named["description"] = shortcut.body.get("description")
            self._add(item_of(named, shortcut.path, name=str(shortcut.body.get("name", ""))))


def target_of(shortcut: Mapping[str, Any]) -> tuple[str, str | None]:
    """Where a shortcut points: (id, resource key). The kind that it names is a snapshot and not believed."""
    details = shortcut.get("shortcutDetails")
    if not isinstance(details, dict):
        return "", None
    return str(details.get("targetId", "")), safe_key(details.get("targetResourceKey"))


def label_of(folder: _Folder) -> str:
    """The root's own name, for the rare case that the root itself must be named."""
    return labels([folder.body])[0][0]
