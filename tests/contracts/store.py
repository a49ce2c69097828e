"""What the store promises, on every database: one suite, inherited by the tests of each."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ingest.drive.interface import Answer, Fetched, Item, Observation
from ingest.mailbox.interface import Delivery, FolderState
from ingest.store import derived, facts, history, work
from ingest.store.database import Database
from ingest.store.facts import Decision
from ingest.store.tables import job_runs, metadata
from validators.findings import Finding

C = "congress-2024"
NOON = datetime(2024, 11, 18, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def delivery(uid: str = "1", canonical: str = "a" * 64, **changes: object) -> Delivery:
    """A delivery as a mailbox gives it."""
    values: dict[str, object] = {
        "account": "hopthu@test.example",
        "folder": "INBOX",
        "uidvalidity": 7,
        "uid": uid,
        "path": Path("/nowhere"),
        "sha256": "b" * 64,
        "canonical": canonical,
        "size": 10,
        "header": b"",
        "received_at": NOON - HOUR,
        "arrival": "internaldate",
    }
    return Delivery(**{**values, **changes})  # type: ignore[arg-type]


def observation(at: datetime, items: tuple[Item, ...] = (), *, ok: bool = True) -> Observation:
    """What Drive might have answered."""
    answer = Answer("account", "ok" if ok else "not_found", 200 if ok else 404, "", {"id": "root"})
    return Observation("root", at, answer, None, items, folder=True)


def item(name: str = "a.jpg", revision: str = "r1") -> Item:
    """A listed file."""
    return Item(f"id-{name}", name, name, "image/jpeg", 10, "0" * 32, revision, None, None)


class StoreContract:
    """Every database passes these."""

    @pytest.fixture
    def database(self) -> Database:
        """An empty, migrated database; given by the inheriting class."""
        raise NotImplementedError

    def test_the_migrations_give_exactly_the_tables_of_the_code(self, database: Database) -> None:
        with database.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []

    def test_every_table_has_the_campaign_in_its_key(self, database: Database) -> None:
        for table in metadata.tables.values():
            assert "campaign" in table.primary_key.columns
        assert database.engine is not None

    def test_it_keeps_a_message_once_however_often_it_is_delivered(self, database: Database) -> None:
        with database.begin() as connection:
            assert facts.add_delivery(connection, C, delivery(), NOON)
            assert not facts.add_delivery(connection, C, delivery(), NOON + HOUR)
            assert not facts.add_delivery(connection, C, delivery(uid="2"), NOON + HOUR)
        with database.read() as connection:
            (message,) = facts.messages(connection, C, NOON + HOUR)
            assert [one.uid for one in message.sightings] == ["1", "2"]
            assert facts.known_uids(connection, C, "hopthu@test.example", "INBOX", 7) == {"1", "2"}

    def test_campaigns_do_not_see_each_other(self, database: Database) -> None:
        with database.begin() as connection:
            facts.add_delivery(connection, C, delivery(), NOON)
        with database.read() as connection:
            assert facts.messages(connection, "registration-2012", NOON) == []

    def test_what_was_seen_later_does_not_count_at_an_earlier_instant(self, database: Database) -> None:
        with database.begin() as connection:
            facts.add_delivery(connection, C, delivery(), NOON)
            facts.add_observation(connection, C, observation(NOON, (item(),)))
            facts.add_decision(connection, C, Decision("d", "assign", None, "m", {"units": []}, "ai", NOON, ""))
        with database.read() as connection:
            before = NOON - timedelta(seconds=1)
            assert facts.messages(connection, C, before) == []
            assert facts.observations(connection, C, before) == {}
            assert facts.decisions(connection, C, before) == []
            assert len(facts.messages(connection, C, NOON)) == 1

    def test_a_message_without_bytes_is_held_until_they_come(self, database: Database) -> None:
        held = delivery(path=None, sha256="", canonical="", reason="the server gave no bytes")
        with database.begin() as connection:
            assert not facts.add_delivery(connection, C, held, NOON)
        with database.read() as connection:
            assert facts.known_uids(connection, C, held.account, "INBOX", 7) == set()
            assert facts.ledger_counts(connection, C)[1:3] == (0, 1)
        with database.begin() as connection:
            assert facts.add_delivery(connection, C, delivery(), NOON + HOUR)
        with database.read() as connection:
            assert facts.ledger_counts(connection, C)[1:3] == (1, 0)

    def test_positions_are_replaced(self, database: Database) -> None:
        with database.begin() as connection:
            facts.set_position(connection, C, "a", FolderState("INBOX", 7, 10, 9), NOON)
            facts.set_position(connection, C, "a", FolderState("INBOX", 7, 12, 11), NOON + HOUR)
        with database.read() as connection:
            position = facts.position(connection, C, "a", "INBOX")
            assert position is not None
            assert position.next_uid == 12
            assert facts.ledger_counts(connection, C) == (11, 0, 0, NOON + HOUR)

    def test_equal_listings_are_stored_once_and_the_newest_good_one_keeps_its_items(self, database: Database) -> None:
        with database.begin() as connection:
            facts.add_observation(connection, C, observation(NOON, (item(),)))
            facts.add_observation(connection, C, observation(NOON + HOUR, (item(),)))
            facts.add_observation(connection, C, observation(NOON + 2 * HOUR, (), ok=False))
        with database.read() as connection:
            first, good, newest = facts.observations(connection, C, NOON + 2 * HOUR)["root"]
            count = connection.scalar(sa.text("select count(*) from listings"))
        assert (len(first.items), len(good.items), len(newest.items)) == (0, 1, 0)
        assert count == 2

    def test_a_good_fetch_stays_whatever_is_tried_later(self, database: Database) -> None:
        with database.begin() as connection:
            facts.add_fetch(connection, C, item(), Fetched("server", "500"), NOON)
            facts.add_fetch(connection, C, item(), Fetched("ok", sha256="c" * 64, size=10), NOON + HOUR)
            facts.add_fetch(connection, C, item(), Fetched("not_found", "notFound"), NOON + 2 * HOUR)
        with database.read() as connection:
            kept = facts.fetches(connection, C, NOON + 3 * HOUR)["id-a.jpg", "r1"]
            assert (kept.cause, kept.sha256) == ("ok", "c" * 64)
            assert facts.fetches(connection, C, NOON)["id-a.jpg", "r1"].cause == "server"

    def test_unread_messages_are_the_work_until_they_are_marked(self, database: Database) -> None:
        with database.begin() as connection:
            facts.add_delivery(connection, C, delivery(), NOON)
            late = delivery(uid="2", canonical="d" * 64, received_at=NOON + HOUR)
            facts.add_delivery(connection, C, late, NOON)
        with database.read() as connection:
            assert [row.canonical for row in derived.unread(connection, C, "1", NOON)] == ["a" * 64]
            assert len(derived.unread(connection, C, "1", NOON + HOUR)) == 2
        with database.begin() as connection:
            derived.mark_read(connection, C, "a" * 64, "1")
        with database.read() as connection:
            assert derived.unread(connection, C, "1", NOON) == []
            assert len(derived.unread(connection, C, "2", NOON)) == 1

    def test_a_resource_key_that_comes_later_makes_the_link_due(self, database: Database) -> None:
        with database.begin() as connection:
            assert derived.add_link_work(connection, C, "root", None, 0, NOON)
            derived.schedule_link(connection, C, "root", due_at=NOON + HOUR, attempts=1, pending=False)
            assert not derived.add_link_work(connection, C, "root", "0-key", 0, NOON)
        with database.read() as connection:
            (link,) = derived.link_work(connection, C)
        assert (link.resource_key, link.due_at) == ("0-key", NOON)

    def test_findings_open_resolve_and_come_back_with_their_history(self, database: Database) -> None:
        finding = Finding("stp-lang-son", "missing_letter", "", "warning", "Chưa có công văn.")
        for hours, found in ((0, [finding]), (1, []), (2, [finding])):
            self._judge(database, NOON + hours * HOUR, found)
        with database.read() as connection:
            (record,) = history.records(connection, C, NOON + 3 * HOUR).values()
            (then,) = history.records(connection, C, NOON + 2 * HOUR).values()
        assert (record.opened_at, record.resolved_at, record.came_back_at) == (NOON, None, NOON + 2 * HOUR)
        assert then.resolved_at == NOON + HOUR

    def test_a_second_judgement_of_the_same_instant_takes_the_place_of_the_first(self, database: Database) -> None:
        finding = Finding("stp-lang-son", "not_submitted", "", "info", "Chưa gửi.")
        self._judge(database, NOON, [finding])
        self._judge(database, NOON, [])
        with database.read() as connection:
            assert history.records(connection, C, NOON + HOUR) == {}
            assert history.last_judgement(connection, C) == NOON

    def test_a_finding_whose_words_tell_the_time_makes_one_event(self, database: Database) -> None:
        for hours in range(3):
            said = f"Đến {12 + hours}h00, Vụ chưa nhận được hồ sơ."
            self._judge(database, NOON + hours * HOUR, [Finding("stp-lang-son", "not_submitted", "", "info", said)])
        self._judge(database, NOON + 3 * HOUR, [])
        with database.read() as connection:
            assert connection.scalar(sa.text("select count(*) from finding_events")) == 2
            (record,) = history.records(connection, C, NOON + 4 * HOUR).values()
        assert record.detail == "Đến 12h00, Vụ chưa nhận được hồ sơ."  # however often it was judged in between

    def test_a_judgement_keeps_what_made_a_change_and_which_code_judged(self, database: Database) -> None:
        finding = Finding("stp-lang-son", "missing_letter", "", "warning", "Chưa có công văn.")
        key = finding.fingerprint(C)
        with database.begin() as connection:
            _, changes = history.reconcile(C, {}, [finding], NOON, {key})
            history.store(connection, C, changes, NOON, "1.2-abc")
        with database.read() as connection:
            assert history.records(connection, C, NOON + HOUR)[key].updates == (NOON,)
            assert history.ours_at(connection, C, NOON) == {key}
            assert history.judgement_before(connection, C, NOON) is None
            assert history.judgement_before(connection, C, NOON + HOUR) == history.Judgement(NOON, "1.2-abc")

    def test_readings_of_old_versions_stand_behind_this_one_until_they_are_dropped(self, database: Database) -> None:
        with database.begin() as connection:
            for version in ("1.9", "1.10", "x"):
                derived.put_reading(connection, C, "c" * 64, ".docx", version, f"by {version}")
            before = derived.readings(connection, C, "2")
            derived.put_reading(connection, C, "c" * 64, ".docx", "2", "by 2")
            found = derived.readings(connection, C, "2")
            derived.drop_readings(connection, C, found.superseded)
            left = derived.readings(connection, C, "2")
        key = ("c" * 64, ".docx")
        assert [one.version for one in before.rows[key]] == ["1.10", "1.9", "x"]
        assert [one.body for one in found.rows[key]] == ["by 2", "by 1.10", "by 1.9", "by x"]
        assert (found.differ, left.differ) == (True, False)
        assert [one.version for one in left.rows[key]] == ["2"]

    def test_fetched_files_that_only_old_code_has_read_are_work(self, database: Database) -> None:
        long = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        with database.begin() as connection:
            fetched = Fetched("ok", sha256="c" * 64, size=10, media_type=long)
            facts.add_fetch(connection, C, item(), fetched, NOON)
            facts.add_fetch(connection, C, item("b.jpg"), Fetched("ok", sha256="d" * 64, size=10), NOON)
            for sha256, options in (("c" * 64, long[:60]), ("d" * 64, ".jpg"), ("e" * 64, ".eml")):
                derived.put_reading(connection, C, sha256, options, "1", "{}")
            derived.put_reading(connection, C, "d" * 64, ".jpg", "2", "{}")
            (row,) = derived.stale(connection, C, "2")
            derived.put_reading(connection, C, row.sha256, row.options, "2", "{}")
            assert row == derived.Stale("c" * 64, long[:60], long)
            assert derived.stale(connection, C, "2") == []

    def test_concurrent_transactions_lose_no_update(self, database: Database) -> None:
        with database.begin() as connection:
            work.set_job_success(connection, C, "count", NOON)

        def count() -> None:
            for _ in range(25):
                with database.begin() as connection:
                    query = sa.select(job_runs.c.succeeded_at).with_for_update()
                    before = connection.execute(query).scalar_one()
                    connection.execute(job_runs.update().values(succeeded_at=before + timedelta(seconds=1)))

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.read() as connection:
            assert work.job_success(connection, C, "count") == NOON + timedelta(seconds=100)

    @staticmethod
    def _judge(database: Database, at: datetime, findings: list[Finding]) -> None:
        with database.begin() as connection:
            standing = history.records(connection, C, at)
            _, changes = history.reconcile(C, standing, findings, at)
            history.store(connection, C, changes, at)
