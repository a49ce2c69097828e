"""The store on both databases."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from ingest.errors import StoreUnavailable
from ingest.store import work
from ingest.store.database import Database
from tests.contracts.store import C, StoreContract
from tests.servers.postgres import Postgres


class TestSqlite(StoreContract):
    @pytest.fixture
    def database(self, tmp_path: Path) -> Iterator[Database]:
        """A file of its own."""
        database = Database(f"sqlite:///{tmp_path}/sub/tiepnhan.db")
        database.migrate()
        yield database
        database.close()

    def test_it_writes_ahead_and_waits_for_others(self, database: Database) -> None:
        with database.read() as connection:
            assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("pragma busy_timeout").scalar() == 30000


@pytest.mark.xdist_group("postgres")
class TestPostgres(StoreContract):
    @pytest.fixture
    def database(self, postgres: Postgres) -> Iterator[Database]:
        """A database of its own in the session's cluster."""
        database = Database(postgres.database())
        database.migrate()
        yield database
        database.close()


def test_a_naive_instant_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/tiepnhan.db")
    database.migrate()
    with pytest.raises(Exception, match="naive"), database.begin() as connection:
        work.set_job_success(connection, C, "poll", datetime(2024, 11, 18))
    database.close()


def test_a_database_that_cannot_be_opened_says_what_and_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="file"):
        Database(f"sqlite:///{tmp_path}/file/tiepnhan.db")


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    database = Database("postgresql+psycopg://ai:bi-mat@127.0.0.1:9/khong-co")
    with pytest.raises(StoreUnavailable) as caught:
        database.migrate()
    assert "bi-mat" not in str(caught.value)
