"""The emulator does not pretend: what it does not know is told, and what it knows is as Google documents it."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest

from ingest.demo.emulator import ANYONE, FOLDER, EmulatedItem, Emulator, user
from ingest.demo.emulator.server import API_KEY

ITEMS = [
    EmulatedItem("root", "Ảnh", FOLDER, access=ANYONE),
    EmulatedItem("photo", "a.jpg", "image/jpeg", b"0123456789", parent="root"),
    EmulatedItem("team", "b.jpg", "image/jpeg", b"b", parent="root", drive="0ATeam"),
    EmulatedItem("private", "c.jpg", "image/jpeg", b"c", access=user("hopthu.tiepnhan@example.vn")),
]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(ITEMS) as running:
        yield running


def ask(
    emulator: Emulator, path: str, headers: dict[str, str] | None = None, data: bytes | None = None, key: str = API_KEY
) -> tuple[int, Message, bytes]:
    joint = "&" if "?" in path else "?"
    url = f"{emulator.root_url}{path}" + (f"{joint}key={key}" if key else "")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, data=data, headers=headers or {})) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def reason(content: bytes) -> str:
    found: str = json.loads(content)["error"]["errors"][0]["reason"]
    return found


def bearer(emulator: Emulator) -> dict[str, str]:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    status, _headers, content = ask(emulator, "/token", data=urllib.parse.urlencode(form).encode(), key="")
    assert status == 200
    return {"Authorization": f"Bearer {json.loads(content)['access_token']}"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/drive/v3/files/photo?supportsAllDrives=true&surprise=1", "parameter surprise"),
        ("/drive/v3/files/photo?fields=id,thumbnailLink", "field thumbnailLink"),
        ("/drive/v3/files/photo?fields=capabilities(canFly)", "field canFly"),
        ("/drive/v3/files/photo?fields=id,(", "field"),
        ("/drive/v3/files?q=name%3D'a'", "q = "),
        ("/drive/v3/files?q='a'+in+parents+or+'b'+in+parents", "q = "),
        ("/drive/v3/changes", "path"),
        ("/batch/drive/v3", "path"),
        ("/drive/v2/files/photo", "path"),
    ],
)
def test_what_is_not_emulated_is_told_and_kept(emulator: Emulator, path: str, told: str) -> None:
    assert ask(emulator, path)[0] == 501
    assert told in emulator.violations[0]


def test_fields_really_filter(emulator: Emulator) -> None:
    def body(fields: str) -> Any:
        return json.loads(ask(emulator, f"/drive/v3/files/photo{fields}")[2])

    assert body("?fields=id,size") == {"id": "photo", "size": "10"}
    assert body("?fields=capabilities/canDownload,name") == {"capabilities": {"canDownload": True}, "name": "a.jpg"}
    assert body("") == {"kind": "drive#file", "id": "photo", "name": "a.jpg", "mimeType": "image/jpeg"}
    assert "permissions" not in body("?fields=*")


def test_the_four_identities(emulator: Emulator) -> None:
    token = bearer(emulator)
    assert ask(emulator, "/drive/v3/files/private", token, key="")[0] == 200
    status, _headers, content = ask(emulator, "/drive/v3/files/private")
    assert (status, reason(content)) == (404, "notFound")
    status, _headers, content = ask(emulator, "/drive/v3/files/private", {"Authorization": "Bearer other"}, key="")
    assert (status, reason(content)) == (401, "authError")
    status, _headers, content = ask(emulator, "/drive/v3/files/private", key="")
    assert (status, reason(content)) == (403, "dailyLimitExceededUnreg")
    assert ask(emulator, "/drive/v3/files/photo", key="other")[0] == 400
    assert [call.who for call in emulator.calls] == ["nobody", "account", "stranger", "wrong", "nobody", "wrong"]


def test_a_token_ends(emulator: Emulator) -> None:
    token = bearer(emulator)
    emulator.forget_tokens()
    assert ask(emulator, "/drive/v3/files/photo", token, key="")[0] == 401


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=3-", 206, b"3456789", "bytes 3-9/10"),
        ("bytes=3-5", 206, b"345", "bytes 3-5/10"),
        ("bytes=0-99", 206, b"0123456789", "bytes 0-9/10"),
    ],
)
def test_ranges(emulator: Emulator, asked: str, status: int, content: bytes, told: str) -> None:
    found = ask(emulator, "/drive/v3/files/photo?alt=media", {"Range": asked})
    assert (found[0], found[2], found[1]["Content-Range"]) == (status, content, told)


def test_a_range_beyond_the_end_and_of_an_empty_file(emulator: Emulator) -> None:
    status, headers, content = ask(emulator, "/drive/v3/files/photo?alt=media", {"Range": "bytes=10-"})
    assert (status, reason(content), headers["Content-Range"]) == (416, "requestedRangeNotSatisfiable", "bytes */10")
    emulator.change("photo", content=b"")
    assert ask(emulator, "/drive/v3/files/photo?alt=media", {"Range": "bytes=0-"})[0] == 416


def test_shared_drives_answer_only_to_those_who_know_them(emulator: Emulator) -> None:
    assert ask(emulator, "/drive/v3/files/team")[0] == 404
    assert ask(emulator, "/drive/v3/files/team?supportsAllDrives=true")[0] == 200
    listing = json.loads(ask(emulator, "/drive/v3/files?q='root'+in+parents")[2])
    assert [child["id"] for child in listing["files"]] == ["photo"]


def test_a_long_question_may_come_as_a_post(emulator: Emulator) -> None:
    body = urllib.parse.urlencode({"fields": "id", "key": API_KEY}).encode()
    status, _headers, content = ask(
        emulator, "/drive/v3/files/photo", {"X-HTTP-Method-Override": "GET"}, data=body, key=""
    )
    assert (status, json.loads(content)) == (200, {"id": "photo"})
    assert ask(emulator, "/drive/v3/files/photo", data=b"x")[0] == 501


def test_a_page_token_of_another_folder_is_rejected(emulator: Emulator) -> None:
    status, _headers, content = ask(emulator, "/drive/v3/files?q='root'+in+parents&pageToken=bm9uc2Vuc2U=")
    assert (status, reason(content)) == (400, "invalid")


def test_it_stops_with_lines_open_and_can_start_again() -> None:
    emulator = Emulator(ITEMS)
    for _ in range(2):
        with emulator:
            assert ask(emulator, "/drive/v3/files/photo")[0] == 200
    with pytest.raises(RuntimeError):
        _ = emulator.root_url
