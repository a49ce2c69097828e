"""One database into one file and back: SQLite by its own VACUUM INTO, PostgreSQL by its own pg_dump and psql.

Both are consistent while others write: what the copy's rows name is read from the same instant as the copy.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ingest.backup.place import Kind, sync
from ingest.errors import Busy, NotNow, StoreUnavailable
from ingest.store.tables import metadata

_WAIT = 30.0
_VERSIONS = "alembic_version"
_TABLES = (*metadata.tables, _VERSIONS)
_MEND = "hãy kiểm tra ổ đĩa; nếu cơ sở dữ liệu đã hỏng, khôi phục bằng lệnh restore"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds. `named` are the originals that its rows name."""

    schema: str
    rows: dict[str, int]
    named: frozenset[str]


def kind_of(url: sa.URL) -> Kind:
    """Which database an address means."""
    return "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"


def size_of(url: sa.URL) -> int:
    """About how many bytes a copy takes, at most."""
    if kind_of(url) == "sqlite":
        return sum(path.stat().st_size for path in sqlite_files(url) if path.exists())
    with _connected(url) as connection:
        return int(connection.scalar(sa.text("select pg_database_size(current_database())")) or 0)


def sqlite_files(url: sa.URL) -> tuple[Path, Path, Path]:
    """The file of an SQLite database, and the two that lie beside it while it is open."""
    file = url.database or ""
    return Path(file), Path(f"{file}-wal"), Path(f"{file}-shm")


def copy_database(url: sa.URL, target: Path) -> Copied:
    """Copy a database into a new file, checked. Raises `StoreUnavailable` or `NotNow`."""
    return _copy_sqlite(url, target) if kind_of(url) == "sqlite" else _copy_postgres(url, target)


# ── SQLite ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _copy_sqlite(url: sa.URL, target: Path) -> Copied:
    source = sqlite_files(url)[0]
    if not source.is_file():
        raise NotNow(f"Chưa có cơ sở dữ liệu {source} để sao lưu; hãy kiểm tra [database] url, hoặc chạy poll trước.")
    with _sqlite(source, "mode=rw") as connection:
        connection.execute("vacuum into ?", (str(target),))
    return check_sqlite(target)


def check_sqlite(path: Path) -> Copied:
    """Whether a copy is sound, and what it holds. Raises `StoreUnavailable`."""
    with _sqlite(path, "mode=ro&immutable=1") as connection:
        faults = [row[0] for row in connection.execute("pragma quick_check") if row[0] != "ok"]
        faults += [f"{row[0]}: khóa ngoại" for row in connection.execute("pragma foreign_key_check")]
        if faults:
            raise StoreUnavailable(f"Cơ sở dữ liệu {path} không nguyên vẹn ({_line(faults[0])}); {_MEND}.")
    engine = sa.create_engine(f"sqlite:///file:{path.absolute()}?mode=ro&immutable=1&uri=true")
    with _closing(engine), engine.connect() as connected:
        return _contents(connected)


@contextmanager
def _sqlite(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(
            f"file:{_quoted(path.absolute())}?{how}", uri=True, timeout=_WAIT, isolation_level=None
        )
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"Không sao chép được cơ sở dữ liệu {path} ({_line(error)}); {_MEND}.") from error


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def put_sqlite_in_place(url: sa.URL, copy: Path, aside: Path) -> None:
    """Let a checked copy become the database; the one that was there stays whole in `aside`.

    The old file is linked aside before it is replaced, so that at no instant there is none: a program that found none
    would begin an empty one. Its write-ahead log must be gone first, for it would be applied to the new file.
    """
    file, *beside = sqlite_files(url)
    if file.exists():
        _leave_wal(file)
        for path in beside:
            if path.exists():
                shutil.copy2(path, aside / path.name)
        shutil.copy2(file, aside / file.name) if file.stat().st_dev != aside.stat().st_dev else os.link(
            file, aside / file.name
        )
        sync(aside)
    for path in beside:
        path.unlink(missing_ok=True)
    copy.replace(file)
    sync(file.parent)


def _leave_wal(file: Path) -> None:
    """Write the log into the file, alone. A database that is damaged keeps its log; both are put aside."""
    connection = sqlite3.connect(file, timeout=1.0, isolation_level=None)
    try:
        connection.execute("pragma journal_mode=delete").fetchall()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Busy(
                f"Một lệnh khác đang mở cơ sở dữ liệu {file}; vui lòng đợi lệnh đó xong rồi chạy lại."
            ) from error
    except sqlite3.DatabaseError:
        pass
    finally:
        connection.close()


# ── PostgreSQL ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _copy_postgres(url: sa.URL, target: Path) -> Copied:
    with _connected(url) as connection:
        connection.execute(sa.text("set transaction isolation level repeatable read, read only"))
        _require("pg_dump", connection)
        snapshot = str(connection.scalar(sa.text("select pg_export_snapshot()")))
        found = _tables(connection)
        if _VERSIONS not in found:
            raise NotNow("Cơ sở dữ liệu PostgreSQL chưa có dữ liệu để sao lưu; hãy chạy poll trước.")
        schema = sa.inspect(connection).default_schema_name
        tables = [f"--table={schema}.{name}" for name in found]
        _run(
            url,
            *("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password"),
            *(f"--snapshot={snapshot}", f"--file={target}", f"--dbname={_address(url)}", *tables),
        )
        contents = _contents(connection)
    listed = _run(url, "pg_restore", "--list", str(target))
    lost = [name for name in found if f"TABLE DATA {schema} {name} " not in listed]
    if lost:
        raise StoreUnavailable(f"Bản sao của PostgreSQL thiếu bảng {', '.join(lost)}; hãy chạy lại lệnh backup.")
    return contents


def put_postgres_in_place(url: sa.URL, copy: Path, aside: str, script: Path) -> None:
    """Let a dump become the tables, in one transaction; those that were there move to the schema `aside`."""
    with _connected(url) as connection:
        for program in ("pg_restore", "psql"):
            _require(program, connection)
        found = _tables(connection)
        schema = sa.inspect(connection).default_schema_name
    moves = [f'create schema "{aside}";', *(f'alter table "{schema}"."{one}" set schema "{aside}";' for one in found)]
    first = script.with_suffix(".first")
    first.write_text("\n".join(moves if found else ()), encoding="utf-8")
    _run(url, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
    _run(
        url,
        *("psql", "--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *(f"--dbname={_address(url)}", f"--file={first}", f"--file={script}"),
    )


def contents_of(url: sa.URL) -> Copied:
    """What a database holds now."""
    with _connected(url) as connection:
        return _contents(connection)


@contextmanager
def _connected(url: sa.URL) -> Iterator[Connection]:
    engine = sa.create_engine(url)
    try:
        with _closing(engine), engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        where = url.render_as_string(hide_password=True)
        raise StoreUnavailable(
            f"Cơ sở dữ liệu {where} không trả lời ({_line(error.orig)}); hãy kiểm tra [database] url và máy chủ."
        ) from error


@contextmanager
def _closing(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def _require(program: str, connection: Connection) -> None:
    """Refuse a client that is missing, or older than the server: it would refuse, too, and less clearly."""
    server = int(str(connection.scalar(sa.text("show server_version_num")))) // 10_000
    mend = f"hãy cài gói postgresql-client-{server} (hoặc mới hơn)"
    if shutil.which(program) is None:
        raise NotNow(f"Chưa có chương trình {program} để sao lưu, khôi phục PostgreSQL; {mend} rồi chạy lại.")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)(?:\.\d+)?", said)
    if version is None or int(version[1]) < server:
        raise NotNow(f"Chương trình {program} cũ hơn máy chủ PostgreSQL {server}; {mend} rồi chạy lại.")


def _address(url: sa.URL) -> str:
    """For the command line, where everybody can read it: without the password."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(url: sa.URL, *command: str) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise StoreUnavailable(f"{command[0]} không làm được ({_line(done.stderr)}); hãy kiểm tra máy chủ và ổ đĩa.")
    return done.stdout


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tables(connection: Connection) -> list[str]:
    """Our tables; a database of an older version has not all of them."""
    there = set(sa.inspect(connection).get_table_names())
    return [name for name in _TABLES if name in there]


def _contents(connection: Connection) -> Copied:
    found = _tables(connection)
    if _VERSIONS not in found:
        raise NotNow(
            "Cơ sở dữ liệu chưa có bảng nào của chương trình; hãy kiểm tra [database] url, hoặc chạy poll trước."
        )
    schema = connection.scalar(sa.text(f"select version_num from {_VERSIONS}"))
    rows = {name: int(connection.scalar(sa.text(f"select count(*) from {name}")) or 0) for name in found}
    return Copied(str(schema), rows, frozenset(_named(connection)))


def _named(connection: Connection) -> Iterator[str]:
    """Every original that a row names: mails, files from Drive, and the files that lay inside those."""
    for (sha256,) in connection.execute(sa.text("select sha256 from messages")):
        yield sha256
    for (sha256,) in connection.execute(sa.text("select sha256 from fetches where sha256 is not null")):
        yield sha256
    for (body,) in connection.execute(sa.text("select body from readings")):
        yield from _children(json.loads(body).get("children", ()))


def _children(children: Iterable[Mapping[str, str | None]]) -> Iterator[str]:
    for child in children:
        if sha256 := child.get("sha256"):
            yield sha256


def _line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return " ".join(lines[0].split())[:200] if lines else "không rõ nguyên nhân"
