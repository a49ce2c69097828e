"""The same facts give the same bytes: by any way, in any order, again, and for any past instant."""

import contextlib
import json
import random
import sqlite3
from typing import Any

import pytest

from tests.acceptance.conftest import OfficeMaker, put
from tests.acceptance.material import at, mails, message
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postgres import Postgres


def _without_folders(export: str) -> Any:
    document = json.loads(export)
    for entry in document["messages"]:
        del entry["folder"]
    return document


@pytest.mark.xdist_group("dovecot")
def test_dovecot_and_eml_files_give_the_same_export(new_office: OfficeMaker, dovecot: Dovecot) -> None:
    files = new_office("files")
    files.poll()
    mailbox = dovecot.mailbox()
    for mail in mails():
        mailbox.add(mail.raw, mail.at)
    served = new_office(
        "served",
        [],
        mailbox=f'host = "127.0.0.1"\nport = {dovecot.tls_port}\nauth = "password"\n'
        f"username = '{mailbox.user}'\npassword = '''{PASSWORD}'''\n[network]\nca_file = '{dovecot.ca_file}'\n",
    )
    served.poll()
    ours, theirs = _without_folders(files.export()), _without_folders(served.export())
    empty = next(
        entry for entry in theirs["messages"] if entry["id"].startswith("sha256-") and not entry["from"].strip(" <>")
    )
    assert empty is not None  # the message without anything came, too
    for document in (ours, theirs):  # a message without any header has an arrival only where a server stamped it
        _forget_arrival_of_headerless(document)
    assert theirs == ours


def _forget_arrival_of_headerless(document: Any) -> None:
    for entry in document["messages"]:
        if not entry["from"].strip(" <>") and not entry["subject"]:
            entry["received_at"] = entry["timeliness"] = None


@pytest.mark.xdist_group("postgres")
def test_postgresql_gives_the_same_export(new_office: OfficeMaker, postgres: Postgres) -> None:
    small = new_office("sqlite")
    small.poll()
    large = new_office("postgres", database=postgres.database())
    large.poll()
    assert large.export() == small.export()
    again = large.run("poll", "--json")
    assert (again.json["received"], again.json["read"]) == (0, 0)


def test_the_order_of_arrival_does_not_matter(new_office: OfficeMaker) -> None:
    straight = new_office("straight")
    straight.poll()
    expected = straight.export()
    for seed in (1, 2):
        shuffled = list(mails())
        random.Random(seed).shuffle(shuffled)
        office = new_office(f"shuffled{seed}", [])
        third = len(shuffled) // 3
        for batch in (shuffled[:third], shuffled[third : 2 * third], shuffled[2 * third :]):
            for mail in batch:
                put(office, mail)
            office.poll()
        assert office.export() == expected


def test_a_second_poll_changes_nothing_and_a_rerun_gives_the_same_bytes(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    again = office.run("poll", "--json")
    assert (again.json["received"], again.json["read"], again.json["links_asked"]) == (0, 0, 0)
    assert office.export() == expected
    for code in ("stp-lang-son", "thads-nghe-an", "thads-nghe-an"):
        done = office.run("rerun", "--unit", code)
        assert (done.code, "Không có thay đổi." in done.out) == (0, True), done
        assert office.export() == expected


def test_rerun_says_what_a_lost_cache_had_changed(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(office.folder / "var" / "tiepnhan.db") as connection:
        connection.execute("update readings set body = replace(body, 'Nông Văn Thử', 'Nông Văn Khác')")
    assert office.export() != expected
    assert office.run("rerun", "--unit", "stp-lang-son").code == 0
    assert office.export() == expected


def test_an_instant_of_the_past_is_reproduced(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    before = office.export()
    put(office, message("cham", "Sở Tư pháp Cà Mau <stpcamau@gmail.com>", "STP Cà Mau gửi ảnh", "Gửi ảnh", at(20, 8)))
    office.poll("2024-11-20T09:00+07:00")
    later = office.export("2024-11-20T09:00+07:00")
    assert later != before
    assert office.export() == before
    assert office.export("2024-11-20T09:00+07:00") == later


def test_writing_commands_refuse_an_instant_before_the_last_judgement(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    done = office.run("poll", now="2024-11-17T00:00+07:00")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert office.run("status", now="2024-11-17T00:00+07:00").code == 0


def test_derived_rows_may_be_deleted_and_come_back_without_asking_drive(new_office: OfficeMaker) -> None:
    office = new_office()
    office.poll()
    expected = office.export()
    with contextlib.closing(sqlite3.connect(office.folder / "var" / "tiepnhan.db")) as connection, connection:
        connection.execute("delete from readings")
    done = office.run("poll", "--json").json
    assert done["links_asked"] == 0
    assert done["read"] == len(mails())
    assert office.export() == expected
