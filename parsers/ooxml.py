"""Safe reading of the zip that an Office file is: parts by name, XML without entities or network, every read capped."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from lxml import etree

from parsers.artifact import CHUNK, Artifact, Spool
from parsers.budget import Budget
from parsers.detect import ZIP_FAULTS, members_declared
from parsers.errors import Damaged, Encrypted, Refused
from parsers.reading import Child


@dataclass(frozen=True, slots=True)
class Relationship:
    """What an id in a part stands for: `target` is a part's name, or an address where `external`."""

    kind: str  # the last word of the relationship's type: image, hyperlink, header
    target: str
    external: bool


class Package:
    """The parts of one Office file. Part names are keys of the zip and never become paths."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive = archive
        self._budget = budget
        self._parts = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        return [info.filename.lstrip("/") for info in self._parts.values()]

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part."""
        try:
            return etree.fromstring(self._read(name, self._budget.limits.xml_bytes), _parser())
        except etree.XMLSyntaxError as error:
            raise Damaged(f"part {posixpath.basename(name)} is not well-formed XML: {error}") from error

    def xml_or_none(self, name: str) -> etree._Element | None:
        """As `xml`, None where the part is missing."""
        return self.xml(name) if name in self else None

    @contextmanager
    def open(self, name: str) -> Iterator["CappedFile"]:
        """A part as a stream that refuses to give more than an XML part may have."""
        info = self._info(name, self._budget.limits.xml_bytes)
        try:
            with self._archive.open(info) as file:
                yield CappedFile(file, self._budget.limits.xml_bytes, name)
        except ZIP_FAULTS as error:
            raise Damaged(f"part {posixpath.basename(name)} is damaged: {error}") from error

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package), by id."""
        folder, base = posixpath.split(part)
        root = self.xml_or_none(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relationship] = {}
        for node in root if root is not None else ():
            target = node.get("Target") if isinstance(node.tag, str) else None
            if target is None:
                continue
            external = node.get("TargetMode") == "External"
            resolved = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[node.get("Id") or ""] = Relationship((node.get("Type") or "").rpartition("/")[2], resolved, external)
        return found

    def main_part(self, fallback: str) -> str:
        """The part that the package declares as its document."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and relationship.target in self:
                return relationship.target
        if fallback not in self:
            raise Damaged("the main part of the document is missing")
        return fallback

    def child(self, name: str, label: str, spool: Spool) -> Child:
        """Put an embedded part into the spool; a part over the limit or damaged becomes a child that says so."""
        self._budget.member()
        try:
            info = self._info(name, self._budget.limits.member_bytes)
            sha256, size = spool.put(self._chunks(info))
        except (Damaged, Refused, Encrypted) as error:
            return Child(label, "embedded", None, None, status=error.status, reason=str(error))
        return Child(label, "embedded", sha256, size)

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        total = 0
        try:
            with self._archive.open(info) as file:
                while chunk := file.read(CHUNK):
                    total += len(chunk)
                    if total > self._budget.limits.member_bytes:
                        raise Refused("embedded file over the limit")
                    self._budget.unpacked(len(chunk))
                    yield chunk
        except ZIP_FAULTS as error:
            raise Damaged(f"embedded file is damaged: {error}") from error

    def _info(self, name: str, limit: int) -> zipfile.ZipInfo:
        info = self._parts.get(name.lower())
        if info is None:
            raise Damaged(f"part {posixpath.basename(name)} is missing")
        if info.flag_bits & 1:
            raise Encrypted("part of the file is encrypted")
        if info.file_size > limit:
            raise Refused(f"part {posixpath.basename(name)} unpacks to {info.file_size} bytes")
        return info

    def _read(self, name: str, limit: int) -> bytes:
        info = self._info(name, limit)
        try:
            with self._archive.open(info) as file:
                data = file.read(limit + 1)
        except ZIP_FAULTS as error:
            raise Damaged(f"part {posixpath.basename(name)} is damaged: {error}") from error
        if len(data) > limit:
            raise Refused(f"part {posixpath.basename(name)} unpacks to more than {limit} bytes")
        return data


class CappedFile:
    """A reader for `iterparse` that stops a part which is longer than its limit, whatever its size field said."""

    def __init__(self, file: IO[bytes], limit: int, name: str) -> None:
        self._file = file
        self._left = limit
        self._name = name

    def read(self, size: int = CHUNK) -> bytes:
        data = self._file.read(size if size >= 0 else CHUNK)
        self._left -= len(data)
        if self._left < 0:
            raise Refused(f"part {posixpath.basename(self._name)} unpacks to more than its limit")
        return data


@contextmanager
def open_package(artifact: Artifact, budget: Budget) -> Iterator[Package]:
    """Open an Office zip, after a look at how many members it declares."""
    if members_declared(artifact) > budget.limits.members * 10:
        raise Refused(f"more than {budget.limits.members * 10} members declared")
    try:
        archive = zipfile.ZipFile(artifact.path)
    except ZIP_FAULTS as error:
        raise Damaged(f"not a complete zip: {error}") from error
    with archive:
        yield Package(archive, budget)


def local(node: etree._Element) -> str:
    """The name of an element without its namespace: transitional and strict Office files differ only there."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: etree._Element, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    direct = node.get(name)
    if direct is not None:
        return direct
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def relation_id(node: etree._Element, name: str) -> str:
    """The id of a relationship that an element refers to (`r:embed`, `r:id`), never its own plain `id`."""
    for key, value in node.attrib.items():
        namespace, _, own = str(key).rpartition("}")
        if own == name and namespace.endswith("/relationships"):
            return str(value)
    return ""
