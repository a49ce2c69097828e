"""Names from Drive become labels that cannot leave a path, and each item one value."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import googleapiclient
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.demo.emulator import mask
from ingest.drive.listed import LIST_FIELDS, ROOT_FIELDS, item_of, label, labels


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ảnh 1.jpg", "Ảnh 1.jpg"),
        (unicodedata.normalize("NFD", "Ảnh Hội nghị.jpg"), "Ảnh Hội nghị.jpg"),
        ("20/11 ảnh.jpg", "20_11 ảnh.jpg"),
        ("..", "__"),
        (".", "_"),
        ("", "_"),
        ("   ", "_"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\x00b\nc", "a_b_c"),
        ("gpj.\u202eexe.jpg", "gpj._exe.jpg"),
    ],
)
def test_names_become_labels(name: str, expected: str) -> None:
    assert label(name) == expected


@given(st.lists(st.text(max_size=12), max_size=12))
def test_labels_are_one_safe_step_each_and_never_equal(names: list[str]) -> None:
    children = [{"id": f"id{number}", "name": name} for number, name in enumerate(names)]
    given_labels = [text for text, _child in labels(children)]
    assert len(set(given_labels)) == len(names)
    assert all(text and "/" not in text and text not in {".", ".."} for text in given_labels)


def test_equal_names_are_numbered_in_the_order_of_their_ids() -> None:
    children = [{"id": "b", "name": "a.jpg"}, {"id": "a", "name": "a.jpg"}, {"id": "c", "name": "a (2).jpg"}]
    assert [(text, child["id"]) for text, child in labels(children)] == [
        ("a (2).jpg", "c"),
        ("a.jpg", "a"),
        ("a (3).jpg", "b"),
    ]


def test_a_folder_name_with_a_dot_is_numbered_at_its_end() -> None:
    children = [{"id": "1", "name": "Ngày 20.11 tại Sở"}, {"id": "2", "name": "Ngày 20.11 tại Sở"}]
    assert labels(children)[1][0] == "Ngày 20.11 tại Sở (2)"


def test_sizes_are_numbers_and_native_documents_have_none() -> None:
    assert item_of({"id": "1", "mimeType": "image/jpeg", "size": "12", "md5Checksum": "x"}, "a").size == 12
    assert item_of({"id": "1", "mimeType": "application/vnd.google-apps.document", "size": "1024"}, "a").size is None
    assert item_of({"id": "1", "mimeType": "image/jpeg", "size": "many"}, "a").size is None


def test_the_revision_is_what_changes_with_the_content() -> None:
    body = {"id": "1", "modifiedTime": "2024-11-12T02:00:00Z"}
    assert item_of(body, "a").revision == "2024-11-12T02:00:00Z"
    assert item_of({**body, "md5Checksum": "m"}, "a").revision == "m"
    assert item_of({**body, "md5Checksum": "m", "headRevisionId": "h"}, "a").revision == "h"


def test_only_what_is_encrypted_is_encrypted() -> None:
    assert item_of({"clientEncryptionDetails": {"encryptionState": "encrypted"}}, "a").encrypted
    assert not item_of({"clientEncryptionDetails": {"encryptionState": "unencrypted"}}, "a").encrypted
    assert not item_of({}, "a").encrypted


def test_every_field_that_we_ask_for_exists_in_googles_own_description() -> None:
    schemas = _schemas()
    mask._check(mask._parse(ROOT_FIELDS), _fields(schemas, "File"))
    mask._check(mask._parse(LIST_FIELDS), _fields(schemas, "FileList"))


def test_every_field_that_the_emulator_knows_exists_in_googles_own_description() -> None:
    assert _missing(mask.FILE, _fields(_schemas(), "File")) == []


def _missing(ours: Any, theirs: Any, path: str = "") -> list[str]:
    found = []
    for name, inner in (ours or {}).items():
        if name not in (theirs or {}):
            found.append(path + name)
        elif inner:
            found += _missing(inner, theirs[name], f"{path}{name}/")
    return found


def _schemas() -> dict[str, Any]:
    folder = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
    schemas: dict[str, Any] = json.loads((folder / "drive.v3.json").read_text())["schemas"]
    return schemas


def _fields(schemas: dict[str, Any], name: str, depth: int = 4) -> dict[str, Any]:
    return _properties(schemas, schemas[name].get("properties", {}), depth)


def _properties(schemas: dict[str, Any], properties: dict[str, Any], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, entry in properties.items():
        inner = entry.get("items", entry)
        if depth and "$ref" in inner:
            found[name] = _fields(schemas, inner["$ref"], depth - 1)
        else:
            found[name] = _properties(schemas, inner.get("properties", {}), depth - 1) or None
    return found
