"""Opening the database, and transactions that do not lose updates.

SQLite needs care (measured: without BEGIN IMMEDIATE, concurrent read-then-update transactions silently lose updates):
WAL, a busy timeout, foreign keys, and an explicit BEGIN IMMEDIATE for every writing transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from ingest.errors import StoreUnavailable, said

_CONNECTIONS = 24  # the daemon's tasks, its page and its own thread at the same time
_CONNECT_SECONDS = 10  # a host that swallows packets must not hang whoever asks for health
_MIGRATIONS = Path(__file__).parent / "migrations"

# What a database says, and what mends it.
_MEND = "hãy kiểm tra [database] url, ổ đĩa và quyền truy cập"
_RESTORE = "cơ sở dữ liệu đã hỏng, hãy khôi phục từ bản sao lưu bằng lệnh restore"
_MENDS = {
    "is full": "ổ đĩa đã đầy, hãy giải phóng chỗ rồi chạy lại",
    "No space left": "ổ đĩa đã đầy, hãy giải phóng chỗ rồi chạy lại",
    "is locked": "một tiến trình khác đang giữ cơ sở dữ liệu, hãy đợi hoặc dừng tiến trình đó rồi chạy lại",
    "readonly": "ổ đĩa hoặc tệp chỉ cho đọc, hãy kiểm tra ổ đĩa và quyền ghi",
    "disk I/O error": "ổ đĩa đầy hoặc có lỗi, hãy kiểm tra ổ đĩa rồi chạy lại",
    "malformed": _RESTORE,
    "not a database": _RESTORE,
}


class Database:
    """One database. `begin` writes, `read` is a consistent view; neither is held over network or disk."""

    def __init__(self, url: str) -> None:
        """Open; the file's folder is made where it is missing. Raises `StoreUnavailable`."""
        self.url = sa.make_url(url)
        if self.sqlite and self.url.database:
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreUnavailable(
                    f"Không tạo được thư mục cho cơ sở dữ liệu {self.url.database}: {said(error)}; "
                    "hãy kiểm tra [database] url và quyền ghi."
                ) from error
        self.engine: Engine = sa.create_engine(
            self.url,
            pool_size=_CONNECTIONS,
            max_overflow=_CONNECTIONS,
            **({} if self.sqlite else {"pool_pre_ping": True, "connect_args": {"connect_timeout": _CONNECT_SECONDS}}),
        )
        if self.sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def migrate(self) -> None:
        """Bring the schema to the newest version; does nothing where it is there already."""
        with self._guarded():
            if self._version() == newest_schema():
                return
            from alembic import command
            from alembic.config import Config

            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            config.attributes["engine"] = self.engine
            command.upgrade(config, "head")

    def _version(self) -> str | None:
        with self.engine.connect().execution_options(readonly=True) as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            version: str | None = connection.scalar(sa.text("select version_num from alembic_version"))
            return version

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writing transaction: committed at the end, rolled back on any exception."""
        with self._guarded(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction."""
        with self._guarded(), self.engine.connect().execution_options(readonly=True) as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
                raise
            where = self.url.render_as_string(hide_password=True)
            cause = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
            mend = next((mend for sign, mend in _MENDS.items() if sign in cause), _MEND)
            raise StoreUnavailable(f"Cơ sở dữ liệu {where} không trả lời ({cause}); {mend}.") from error


def newest_schema() -> str:
    """The newest migration: its number leads its file's name. Asked so, since Alembic is slow to import."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=normal", "busy_timeout=30000", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
