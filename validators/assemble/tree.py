"""The tree of files inside a message or behind a link, flattened: each file once, under the path by which it came."""

import mimetypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parsers.detect import is_furniture
from parsers.facts import FileFacts
from parsers.reading import Child
from parsers.vietnamese.folding import nfc
from validators.submission import FileOrigin, FileStatus

MAX_DEPTH = 8
MAX_FILES = 20_000

Get = Callable[[str, str, str], FileFacts | None]  # (sha256, name, declared media type) -> facts


@dataclass(frozen=True, slots=True)
class Node:
    """One file of a source. `path` is relative to the source; `parent` is the path of the file that holds it."""

    path: str
    parent: str
    origin: FileOrigin
    name: str
    sha256: str | None
    size: int | None
    media_type: str
    status: FileStatus
    reason: str
    created_at: str = ""
    modified_at: str = ""
    description: str = ""
    content_id: str = ""
    facts: FileFacts | None = None


def walk(children: tuple[Child, ...], get: Get, parent: str = "", depth: int = 1) -> Iterator[Node]:
    """All files below a container, depth first, in part order. `get` reads a file or gives what is cached of it.

    What is nested too deeply or too numerous is named and refused, never dropped.
    """
    budget = [MAX_FILES]
    yield from _walk(children, get, parent, depth, budget)


def _walk(children: tuple[Child, ...], get: Get, parent: str, depth: int, budget: list[int]) -> Iterator[Node]:
    for label, child in zip(labels(children), children, strict=True):
        path = f"{parent}/{label}" if parent else label
        budget[0] -= 1
        node = _node(path, parent, label, child, get, depth, budget)
        yield node
        if node.facts is not None:
            yield from _walk(node.facts.children, get, path, depth + 1, budget)


def _node(path: str, parent: str, label: str, child: Child, get: Get, depth: int, budget: list[int]) -> Node:
    status: FileStatus
    facts = None
    furniture = is_furniture(child.name, child.size or 0) if child.size is not None else ""
    if furniture:
        status, reason = "ignored", furniture
    elif child.status is not None:
        status, reason = child.status, child.reason
    elif depth > MAX_DEPTH:
        status, reason = "refused", f"nested deeper than {MAX_DEPTH} containers"
    elif budget[0] < 0:
        status, reason = "refused", f"more than {MAX_FILES} files in one message"
    elif child.sha256 is None or (facts := get(child.sha256, child.name, child.media_type)) is None:
        status, reason = "not_fetched", child.reason or "not read yet"
    else:
        status, reason = facts.status, facts.reason
    return Node(
        path=path,
        parent=parent,
        origin=child.origin,
        name=label.rpartition("/")[2],
        sha256=child.sha256,
        size=child.size,
        media_type=facts.media_type if facts else child.media_type,
        status=status,
        reason=reason,
        modified_at=child.modified_at,
        content_id=child.content_id,
        facts=facts,
    )


def labels(children: tuple[Child, ...]) -> list[str]:
    """Names for paths: "/" only as an archive's own folders, a name for the nameless, " (2)" for a second."""
    wanted = [_label(child, position) for position, child in enumerate(children, 1)]
    literal, taken = set(wanted), set[str]()
    counts: Counter[str] = Counter()
    found: list[str] = []
    for name in wanted:
        counts[name] += 1
        final = numbered(name, counts[name])
        while final in taken or (final != name and final in literal):  # "a (2).jpg" may be somebody's own name
            counts[name] += 1
            final = numbered(name, counts[name])
        taken.add(final)
        found.append(final)
    return found


def _label(child: Child, position: int) -> str:
    name = nfc(child.name).strip()
    if child.origin != "archive":
        name = name.replace("/", "_")
    steps = [step.strip() for step in name.split("/")]
    name = "/".join(step if step.strip(".") else "_" * len(step) for step in steps if step)  # no "." nor ".."
    return name or f"part-{child.part or position}{_extension(child.media_type)}"


def numbered(name: str, count: int) -> str:
    """The name of the count-th file so called: `a.jpg`, `a (2).jpg`."""
    if count == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({count}).{ending}" if dot and stem and "/" not in ending else f"{name} ({count})"


def _extension(media_type: str) -> str:
    if media_type == "message/rfc822":
        return ".eml"
    return mimetypes.guess_extension(media_type) or ".bin"
