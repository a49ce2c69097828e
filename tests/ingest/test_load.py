"""From stored rows to what the assembly works on, at any instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load_campaign
from config.settings import Database, Settings
from ingest.drive.interface import Answer, Fetched, Item, Observation
from ingest.load import chosen_sighting, load_inputs
from ingest.mailbox.interface import Delivery
from ingest.reading import MAIL_NAME, MAIL_TYPE, options_of
from ingest.store import derived, facts
from ingest.store.facts import Decision, Sighting
from ingest.wiring import open_workplace
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION, FileFacts, to_json
from parsers.reading import Child
from parsers.records import Image
from tests.validators.assemble.builders import mail
from validators.assemble.inputs import Inputs, RootInput

C = "congress-2024"
NOON = datetime(2024, 11, 18, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = NOON + 12 * HOUR
PHOTO = FileFacts("image", "image/jpeg", "stored", image=Image(4000, 3000, "jpeg"))
MAIL_SHA, PHOTO_SHA, ITEM_SHA = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    database = Database(url=f"sqlite:///{tmp_path}/tiepnhan.db")
    settings = Settings(data_dir=str(tmp_path), database=database)
    with open_workplace(settings, load_campaign(C), LATER, writing=True) as opened:
        yield opened


def keep(work: Workplace, sha256: str, read: FileFacts, name: str, media_type: str = "") -> None:
    with work.database.begin() as connection:
        derived.put_reading(connection, C, sha256, options_of(name, media_type), READING_VERSION, to_json(read))


def deliver(work: Workplace, received_at: datetime | None = NOON, seen_at: datetime = NOON, **more: object) -> None:
    values: dict[str, object] = {
        "account": "hopthu@example.vn", "folder": "INBOX", "uidvalidity": 1, "uid": "1", "path": Path("/nowhere"),
        "sha256": MAIL_SHA, "canonical": MAIL_SHA, "size": 10, "header": b"", "received_at": received_at,
        "arrival": "internaldate",
    }  # fmt: skip
    with work.database.begin() as connection:
        facts.add_delivery(connection, C, Delivery(**{**values, **more}), seen_at)  # type: ignore[arg-type]


def read_mail(work: Workplace) -> None:
    child = Child("1.jpg", "attachment", PHOTO_SHA, 1000, "image/jpeg", "2")
    read = FileFacts("mail", MAIL_TYPE, "read", children=(child,), mail=mail("Gửi ảnh"))
    keep(work, MAIL_SHA, read, MAIL_NAME, MAIL_TYPE)


def item(name: str = "1.jpg", revision: str = "r1", **more: object) -> Item:
    values: dict[str, object] = {"size": 1000, "md5": None, "created_at": None, "modified_at": None}
    return Item(id=f"id-{name}", path=name, name=name, mime_type="image/jpeg", revision=revision, **{**values, **more})  # type: ignore[arg-type]


def observe(work: Workplace, *items: Item, at: datetime = NOON, ok: bool = True, name: str = "Ảnh") -> None:
    body = {"id": "root", "name": name, "mimeType": "application/vnd.google-apps.folder"}
    answer = Answer("account", "ok" if ok else "not_found", 200 if ok else 404, "", body if ok else {})
    with work.database.begin() as connection:
        facts.add_observation(connection, C, Observation("root", at, answer, None, items, folder=True))


def fetch(work: Workplace, one: Item, outcome: Fetched) -> None:
    with work.database.begin() as connection:
        facts.add_fetch(connection, C, one, outcome, NOON)


def root(work: Workplace, at: datetime = LATER) -> RootInput:
    return load_inputs(work, at).roots["root"]


def sighting(account: str, received_at: datetime | None, folder: str = "INBOX") -> Sighting:
    return Sighting(account, folder, 1, "1", MAIL_SHA, received_at, "internaldate", False, False, "", NOON)


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_comes_with_its_arrival_and_its_files(work: Workplace) -> None:
    deliver(work)
    read_mail(work)
    keep(work, PHOTO_SHA, PHOTO, "1.jpg")
    (one,) = load_inputs(work, LATER).messages
    assert (one.received_at, one.folder, one.draft) == (NOON, "INBOX", False)
    assert [(node.path, node.status) for node in one.nodes] == [("1.jpg", "stored")]


def test_a_file_that_is_not_read_yet_is_there_all_the_same(work: Workplace) -> None:
    deliver(work)
    read_mail(work)
    assert [(node.path, node.status) for node in load_inputs(work, LATER).messages[0].nodes] == [
        ("1.jpg", "not_fetched")
    ]


def test_what_had_not_arrived_or_was_not_seen_at_an_instant_does_not_count(work: Workplace) -> None:
    deliver(work, received_at=NOON, seen_at=NOON + HOUR)
    read_mail(work)
    found = [len(load_inputs(work, at).messages) for at in (NOON - HOUR, NOON + HOUR / 2, NOON + HOUR)]
    assert found == [0, 0, 1]


def test_a_message_that_was_not_read_yet_waits(work: Workplace) -> None:
    deliver(work)
    assert load_inputs(work, LATER).messages == ()


def read_by(work: Workplace, version: str, subject: str = "") -> None:
    """A reading of the mail by another version of the code; "" for one of which this version understands nothing."""
    body = to_json(FileFacts("mail", MAIL_TYPE, "read", mail=mail(subject))) if subject else '{"format": 3}'
    with work.database.begin() as connection:
        derived.put_reading(connection, C, MAIL_SHA, options_of(MAIL_NAME, MAIL_TYPE), version, body)


def subjects(inputs: Inputs) -> list[str]:
    return [one.mail.subject for one in inputs.messages if one.mail]


def test_after_an_upgrade_the_newest_of_the_old_readings_stands_until_the_file_is_read_again(work: Workplace) -> None:
    deliver(work)
    read_by(work, "0.9", "Nine")
    read_by(work, "0.10", "Ten")
    assert subjects(load_inputs(work, LATER)) == ["Ten"]
    read_by(work, READING_VERSION, "Anew")
    assert subjects(load_inputs(work, LATER)) == ["Anew"]
    read_by(work, "99.1", "From a later version that was taken back")
    assert subjects(load_inputs(work, LATER)) == ["Anew"]


def test_what_a_file_said_at_the_last_judgement_can_still_be_told(work: Workplace) -> None:
    deliver(work)
    read_by(work, "0.9", "Before")
    read_by(work, READING_VERSION, "Anew")
    assert subjects(load_inputs(work, LATER, stood=True)) == ["Before"]


def test_a_reading_that_this_version_does_not_understand_is_as_if_it_were_not_there(work: Workplace) -> None:
    deliver(work)
    read_by(work, "0.9")
    assert load_inputs(work, LATER).messages == ()
    read_by(work, "0.8", "Before")
    assert subjects(load_inputs(work, LATER)) == ["Before"]


def test_the_mailbox_tells_the_arrival_before_a_file_does_and_the_earlier_before_the_later() -> None:
    file, early, late = sighting("folder", NOON - HOUR), sighting("a", NOON), sighting("a", NOON + HOUR, "Archive")
    assert chosen_sighting([late, file, early]) is early
    assert chosen_sighting([file, sighting("folder", None)]) is file


# ── Drive ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_fetched_item_is_read_and_bears_what_drive_says_of_it(work: Workplace) -> None:
    one = item(description="Hội nghị", created_at="2024-11-12T02:30:00.000Z")
    observe(work, one)
    fetch(work, one, Fetched("ok", "", None, ITEM_SHA, 1000, "image/jpeg"))
    keep(work, ITEM_SHA, PHOTO, "1.jpg")
    given = root(work)
    (node,) = given.nodes
    assert (node.path, node.status, node.description) == ("drive/root/1.jpg", "stored", "Hội nghị")
    assert (given.kind, given.name, given.items, given.archived) == ("folder", "Ảnh", 1, True)


def test_the_name_of_a_folder_comes_out_composed(work: Workplace) -> None:
    observe(work, name="A\u0309nh")
    assert root(work).name == "Ảnh"


def test_an_item_that_did_not_come_is_named_with_the_reason(work: Workplace) -> None:
    one, flagged = item(), item("2.exe")
    observe(work, one, flagged)
    fetch(work, flagged, Fetched("abusive", "cannotDownloadAbusiveFile"))
    assert [(node.name, node.status) for node in root(work).nodes] == [("1.jpg", "not_fetched"), ("2.exe", "refused")]
    assert not root(work).archived


def test_what_a_link_held_stays_ours_when_it_cannot_be_opened_any_more(work: Workplace) -> None:
    one = item()
    observe(work, one)
    fetch(work, one, Fetched("ok", "", None, ITEM_SHA, 1000, "image/jpeg"))
    observe(work, at=NOON + HOUR, ok=False)
    given = root(work)
    assert ([node.sha256 for node in given.nodes], given.archived) == ([ITEM_SHA], True)
    assert (given.access, given.checked_at, given.name) == ("revoked", NOON + HOUR, "Ảnh")


def test_of_a_changed_item_the_newest_revision_counts(work: Workplace) -> None:
    old, new = item(), item(revision="r2")
    observe(work, old)
    fetch(work, old, Fetched("ok", "", None, ITEM_SHA, 1000, "image/jpeg"))
    observe(work, new, at=NOON + HOUR)
    fetch(work, new, Fetched("ok", "", None, "d" * 64, 1000, "image/jpeg"))
    assert [node.sha256 for node in root(work).nodes] == ["d" * 64]
    assert [node.sha256 for node in root(work, NOON).nodes] == [ITEM_SHA]


def test_an_observation_after_the_instant_does_not_count(work: Workplace) -> None:
    observe(work, item(), at=NOON + HOUR)
    assert load_inputs(work, NOON).roots == {}


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_assignments_are_told_with_their_part_and_sender(work: Workplace) -> None:
    value = {"message": "1@example.vn", "units": ["stp-kon-tum"], "part": "a.zip", "sender": "lan@example.com"}
    decision = Decision("d1", "assign", None, "1@example.vn", value, "lan", NOON, "")
    with work.database.begin() as connection:
        facts.add_decision(connection, C, decision)
    (one,) = load_inputs(work, LATER).assignments
    assert (one.message, one.units, one.part, one.sender) == (
        "1@example.vn", ("stp-kon-tum",), "a.zip", "lan@example.com",
    )  # fmt: skip
