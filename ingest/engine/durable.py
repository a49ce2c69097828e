"""The daemon's engine: DBOS on a file of its own (or PostgreSQL), so that a killed process goes on where it was.

Only this module knows DBOS. What it guards against (each has a test): the journal mode of the file, versions taken from
the hash of the code, two processes of one name, pickled arguments, the missing priority that means "first", a task that
ends its process again and again, a poll that starts a handful of tasks a second, and logs full of arguments.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions, WorkflowStatus
from dbos._error import DBOSWorkflowIDInUseError
from dbos._queue import queue_worker_thread
from filelock import FileLock, Timeout

from ingest.engine import jobsfile
from ingest.engine.interface import LIVE, Queue, State, Step, Task, TaskState
from ingest.errors import Busy, StoreUnavailable

SCHEMA_VERSION = "1"
"""Raised by hand when the meaning of a task changes; at start tasks of another version are forgotten."""

_APPLICATION = "tiepnhan"
_WORKFLOW = "task"
_EXECUTOR = f"{_APPLICATION}:0"  # fixed, also across hosts: a restart takes up what "it" was doing
_ATTEMPTS = 3
_SELDOM = 5.0  # seconds between two looks at an idle queue; work that comes rings the bell
_SOON = 0.002
_SILENCE = 60.0
_CHUNK = 500

_STATES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "set_aside",
}
_LIVE = [name for name, state in _STATES.items() if state in LIVE]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED"]

_MORE = "more"
_DONE = "done"
_FAILED = "failed:"

_log = structlog.get_logger()


class _Interrupted(BaseException):
    """Leaves a workflow without an outcome, so that DBOS takes it for unfinished; an Exception would be an outcome."""


class DurableEngine:
    """One per process at a time. `start`, use from any thread, `stop`; the object can be started again."""

    def __init__(
        self,
        file: Path | str,
        queues: Iterable[Queue],
        step: Step,
        *,
        schema_version: str = SCHEMA_VERSION,
        patience: float = 30.0,
    ) -> None:
        """`file` is a path, or the URL of a database of PostgreSQL that no other engine uses.

        `patience`: for so many seconds a task may have ended without its end being written before `healthy` tells.
        """
        self._file = file if isinstance(file, Path) else None
        self._url = "" if isinstance(file, Path) else file
        self._queues = {queue.name: queue for queue in queues}
        self._step = step
        self._version = schema_version
        self._patience = patience
        self._lock: FileLock | None = None
        self._engine: sa.Engine | None = None
        self._client: DBOSClient | None = None
        self._identity: jobsfile.Identity | None = None
        self._bells: dict[str, _Bell] = {}
        self._pollers: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._running: set[str] = set()
        self._interrupted: set[str] = set()
        self._stranded: dict[str, float] = {}
        self._stopping = threading.Event()
        self._abandoned = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop(10)

    # Start and stop

    def start(self) -> None:
        """Open the file, take up what was under way, and begin. Raises `Busy` and `StoreUnavailable`."""
        if self._client is not None:
            raise RuntimeError("the engine runs already")
        self._stopping = threading.Event()
        self._abandoned = threading.Event()
        self._running = set()
        self._interrupted = set()
        self._stranded = {}
        _quieten()
        with _guarded(self._name):
            self._take_lock()
            try:
                self._open()
            except BaseException:
                self._close()
                raise

    @property
    def _name(self) -> str:
        return str(self._file or "cơ sở dữ liệu của hàng đợi")

    def _take_lock(self) -> None:
        """DBOS runs live work twice where two processes bear one executor's name."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{self._file}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise Busy(f"Một tiến trình khác đang thực hiện các việc trong {self._file}.") from error
        self._lock = lock

    def _open(self) -> None:
        if self._file is not None:
            self._report_aside(jobsfile.prepare(self._file))
        try:
            self._launch()
        except (sa.exc.DatabaseError, ValueError) as error:
            if self._file is None or not _is_broken(error):
                raise
            self._close_database()
            self._report_aside(jobsfile.move_aside(self._file))
            jobsfile.prepare(self._file)
            self._launch()

    def _report_aside(self, aside: Path | None) -> None:
        if aside is not None:
            _log.warning("engine_file_set_aside", file=aside.name)

    def _launch(self) -> None:
        connections = sum(queue.concurrency for queue in self._queues.values()) + len(self._queues) + 8
        if self._file is not None:
            self._engine = jobsfile.open_file(self._file, connections=connections)
            self._identity = jobsfile.identity(self._file)
        else:
            self._engine = sa.create_engine(self._url, pool_size=connections, pool_pre_ping=True)
        dbos = DBOS(config=self._config(self._engine))
        DBOS.listen_queues([])  # our own threads look after the queues: they can be woken

        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=_ATTEMPTS - 1)
        def task(kind: str, subject: str, queue: str) -> str:
            return self._task(kind, subject, queue)

        client = _client(self._engine)
        if sa.inspect(self._engine).has_table("workflow_status", schema=_schema(self._engine)):
            self._forget_strangers(client)
            self._forgive_progress(client)
        DBOS.launch()
        client.list_workflows(limit=1)  # a file of the right form whose tables are damaged shows here
        self._client = client
        for queue in self._queues.values():
            registered = DBOS.register_queue(
                queue.name,
                worker_concurrency=queue.concurrency,
                global_concurrency=queue.concurrency,
                polling_interval_sec=_SELDOM,
                on_conflict="always_update",
            )
            bell = self._bells[queue.name] = _Bell()
            poller = threading.Thread(
                target=queue_worker_thread, args=(bell, dbos, registered), name=f"queue-{queue.name}", daemon=True
            )
            self._pollers.append(poller)
            poller.start()

    def _config(self, engine: sa.Engine) -> DBOSConfig:
        return {
            "name": _APPLICATION,
            "system_database_engine": engine,
            "application_version": self._version,
            "executor_id": _EXECUTOR,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "enable_otlp": False,
            "use_listen_notify": False,
            "notification_listener_polling_interval_sec": 0.25,  # nobody listens; it is what `stop` waits for
        }

    def _forget_strangers(self, client: DBOSClient) -> None:
        """DBOS never runs tasks of another version, nor those of a queue that is gone: they would stand for ever."""
        strangers = [
            found.workflow_id
            for found in client.list_workflows(name=_WORKFLOW, status=_LIVE, load_input=False, load_output=False)
            if found.app_version != self._version or found.queue_name not in self._queues
        ]
        _delete(client, strangers)
        if strangers:
            _log.info("engine_tasks_forgotten", count=len(strangers))

    def _forgive_progress(self, client: DBOSClient) -> None:
        """Only deaths at one and the same piece count: long work lives through many restarts."""
        for found in client.list_workflows(name=_WORKFLOW, status=["PENDING"], load_input=False, load_output=False):
            steps = client.list_workflow_steps(found.workflow_id)
            ended = max((step["completed_at_epoch_ms"] or 0 for step in steps), default=0)
            if found.dequeued_at is not None and ended >= found.dequeued_at:
                client.resume_workflows([found.workflow_id], queue_name=found.queue_name)

    def stop(self, grace: float) -> bool:
        """Take no new task, let running pieces end for `grace` seconds; whether all did. The rest is resumed at start.

        Where it returns False threads are still at work, and the caller should end the process with `os._exit`.
        """
        if self._client is None:
            return True
        self._stopping.set()
        for bell in self._bells.values():
            bell.set()
        deadline = time.monotonic() + grace
        for poller in self._pollers:
            poller.join(max(1.0, deadline - time.monotonic()))
        with self._changed:
            ended = self._changed.wait_for(lambda: not self._running, max(0.0, deadline - time.monotonic()))
        self._await_outcomes(time.monotonic() + 2)
        self._abandoned.set()
        try:
            self._put_back()
        except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
            _log.warning("engine_tasks_not_put_back", exception=type(error).__name__)
        self._close()
        return ended

    def _await_outcomes(self, deadline: float) -> None:
        """A task's end is written after its function returned: give DBOS the moment that it needs."""
        while time.monotonic() < deadline:
            try:
                pending = set(self._pending()) - self._interrupted
            except sa.exc.DatabaseError:
                return
            with self._changed:
                pending -= self._running
            if not pending:
                return
            time.sleep(_SOON)

    def _put_back(self) -> None:
        """A stop is nobody's death: what it interrupts waits again, its attempts forgotten."""
        assert self._client is not None
        for name, queue in self._pending().items():
            self._client.resume_workflows([name], queue_name=queue)

    def _pending(self) -> dict[str, str | None]:
        assert self._client is not None
        found = self._client.list_workflows(name=_WORKFLOW, status=["PENDING"], load_input=False, load_output=False)
        return {each.workflow_id: each.queue_name for each in found}

    def _close(self) -> None:
        self._close_database()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _close_database(self) -> None:
        for bell in self._bells.values():
            bell.set()
        for poller in self._pollers:
            poller.join(10)
        self._bells = {}
        self._pollers = []
        DBOS.destroy(destroy_registry=True)
        if self._client is not None:
            self._client.destroy()
            self._client = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    # What DBOS runs

    def _task(self, kind: str, subject: str, queue: str) -> str:
        """One task: its pieces, each a step of DBOS. Returns the kind of the exception that ended it, if one did."""
        name = DBOS.workflow_id or ""
        with self._changed:
            self._running.add(name)
        try:
            while True:
                if self._stopping.is_set():
                    self._interrupted.add(name)
                    raise _Interrupted
                told = self._recorded_piece(kind, subject)
                if told != _MORE:
                    return told.removeprefix(_FAILED) if told.startswith(_FAILED) else ""
        finally:
            with self._changed:
                self._running.discard(name)
                self._changed.notify_all()
            self._ring(queue)

    def _recorded_piece(self, kind: str, subject: str) -> str:
        try:
            return DBOS.run_step({"name": "piece"}, self._piece, kind, subject)
        except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
            # That we cannot write is no outcome of the task: it stays unfinished, and `healthy` will tell.
            _log.warning("engine_piece_not_recorded", exception=type(error).__name__)
            raise _Interrupted from error

    def _piece(self, kind: str, subject: str) -> str:
        """One piece, told as a value: an exception would bring its text into the database and the log."""
        try:
            told = _MORE if self._step(kind, subject) else _DONE
        except BaseException as error:  # noqa: BLE001 - the border of the tasks: whatever one raises ends it alone
            told = f"{_FAILED}{type(error).__name__}"
        if self._abandoned.is_set():
            raise _Interrupted  # the file is closed; the piece is repeated, as after a kill
        return told

    def _ring(self, queue: str) -> None:
        """Have the queue's thread look for work now."""
        if bell := self._bells.get(queue):
            bell.ring()

    # The port

    def enqueue(self, task: Task) -> bool:
        """Have a task run; False where its id is known already."""
        queue = self._queues[task.queue]
        options: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "workflow_id": task.id,
            "workflow_id_reuse_policy": "reject",
            "queue_name": queue.name,
            "priority": task.priority,
            "app_version": self._version,
        }
        with _guarded(self._name):
            try:
                self._opened().enqueue(options, task.kind, task.subject, queue.name)
            except DBOSWorkflowIDInUseError:
                return False
        self._ring(queue.name)
        return True

    def cancel(self, task_id: str) -> bool:
        """Stop a live task at the end of its present piece; False where there is no such live task."""
        with _guarded(self._name):
            return _cancel(self._opened(), task_id)

    def status(self, task_id: str) -> TaskState | None:
        """How a task stands; None where it is unknown."""
        with _guarded(self._name):
            return _status(self._opened(), task_id)

    def list(self, *, live: bool = True) -> list[TaskState]:
        """The tasks that wait or run, oldest first, or all that are remembered."""
        assert self._engine is not None
        with _guarded(self._name):
            return _list(self._opened(), self._engine, live=live)

    def wait(self, timeout: float) -> bool:
        """Wait until nothing is live any more; False where the time was up before."""
        deadline = time.monotonic() + timeout
        while self.list():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def running(self) -> int:
        """How many functions run in this process now."""
        with self._changed:
            return len(self._running)

    def _opened(self) -> DBOSClient:
        if self._client is None:
            raise StoreUnavailable("Hàng đợi công việc đã đóng.")
        return self._client

    # Keeping it well

    def tidy(self, keep: timedelta) -> int:
        """Forget the tasks that ended longer ago than that; how many. Those set aside stay until somebody looks."""
        before = (datetime.now(UTC) - keep).isoformat()
        forgotten = 0
        with _guarded(self._name):
            while True:
                found = self._opened().list_workflows(
                    name=_WORKFLOW,
                    status=_ENDED,
                    completed_before=before,
                    limit=_CHUNK,
                    load_input=False,
                    load_output=False,
                )
                if not found:
                    return forgotten
                _delete(self._opened(), [each.workflow_id for each in found])
                forgotten += len(found)

    def healthy(self) -> str:
        """What is wrong, in one line; "" where all is well. The cure is to start anew: the rows are the work."""
        if self._client is None:
            return "Hàng đợi công việc chưa chạy."
        if self._file is not None and jobsfile.identity(self._file) != self._identity:
            return f"Tệp {self._file} đã bị xóa hoặc thay thế khi đang chạy."
        if not all(poller.is_alive() for poller in self._pollers):
            return "Một luồng của hàng đợi công việc đã dừng."
        try:
            pending = self._pending()
        except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
            return f"Không đọc được {self._name} ({type(error).__name__})."
        now = time.monotonic()
        with self._changed:
            lost = pending.keys() - self._running
        self._stranded = {name: self._stranded.get(name, now) for name in lost}
        if any(now - since >= self._patience for since in self._stranded.values()):
            return "Có việc không ghi được kết quả (có thể do đầy ổ đĩa)."
        return ""


class JobsFile:
    """The tasks of an engine as another process sees them: it runs nothing, and makes no file."""

    def __init__(self, file: Path | str) -> None:
        self._file = file

    def list(self, *, live: bool = True) -> list[TaskState]:
        """The tasks that wait or run, oldest first, or all that are remembered; none where there is no file."""
        with self._connected() as (client, engine):
            return _list(client, engine, live=live) if client and engine else []

    def status(self, task_id: str) -> TaskState | None:
        """How a task stands; None where it is unknown."""
        with self._connected() as (client, _engine):
            return _status(client, task_id) if client else None

    def cancel(self, task_id: str) -> bool:
        """Stop a live task at the end of its present piece; False where there is no such live task."""
        with self._connected() as (client, _engine):
            return _cancel(client, task_id) if client else False

    @contextmanager
    def _connected(self) -> Iterator[tuple[DBOSClient | None, sa.Engine | None]]:
        if isinstance(self._file, Path) and not self._file.exists():
            yield None, None
            return
        _quieten()
        engine = (
            jobsfile.open_file(self._file)
            if isinstance(self._file, Path)
            else sa.create_engine(self._file, pool_size=1)
        )
        try:
            with _guarded(str(self._file) if isinstance(self._file, Path) else "cơ sở dữ liệu của hàng đợi"):
                if sa.inspect(engine).has_table("workflow_status", schema=_schema(engine)):
                    yield _client(engine, patient=False), engine
                else:
                    yield None, None
        finally:
            engine.dispose()


def open_client(file: Path | str) -> JobsFile:
    """The tasks in an engine's file, to look at and to cancel, whether or not a process works on them."""
    return JobsFile(file)


# What the engine and the other process share


def _client(engine: sa.Engine, *, patient: bool = True) -> DBOSClient:
    return DBOSClient(
        system_database_engine=engine,
        serializer=DBOSPortableJSONSerializer(),
        application_name=_APPLICATION,
        retry_connection_errors=patient,
    )


def _schema(engine: sa.Engine) -> str | None:
    return None if engine.dialect.name == "sqlite" else "dbos"


def _list(client: DBOSClient, engine: sa.Engine, *, live: bool) -> list[TaskState]:
    found = client.list_workflows(name=_WORKFLOW, status=_LIVE if live else None)
    # One question for all: DBOS itself would be asked once per task.
    outputs = sa.table("operation_outputs", sa.column("workflow_uuid"), schema=_schema(engine))
    counts = sa.select(outputs.c.workflow_uuid, sa.func.count()).group_by(outputs.c.workflow_uuid)
    names = [each.workflow_id for each in found]
    steps: dict[str, int] = {}
    with engine.connect() as connection:
        for start in range(0, len(names), _CHUNK):
            asked = counts.where(outputs.c.workflow_uuid.in_(names[start : start + _CHUNK]))
            steps.update((row[0], row[1]) for row in connection.execute(asked))
    return [_state(each, steps.get(each.workflow_id, 0)) for each in found]


def _status(client: DBOSClient, task_id: str) -> TaskState | None:
    found = client.list_workflows(name=_WORKFLOW, workflow_ids=[task_id])
    return _state(found[0], len(client.list_workflow_steps(task_id))) if found else None


def _cancel(client: DBOSClient, task_id: str) -> bool:
    before = _status(client, task_id)
    if before is None or before.state not in LIVE:
        return False
    client.cancel_workflow(task_id)
    after = _status(client, task_id)
    return after is not None and after.state == "cancelled"


def _delete(client: DBOSClient, names: Sequence[str]) -> None:
    for start in range(0, len(names), _CHUNK):
        client.delete_workflows(list(names[start : start + _CHUNK]))


def _state(found: WorkflowStatus, steps: int) -> TaskState:
    arguments: Any = found.input["args"] if found.input else ("", "")
    error = found.output if isinstance(found.output, str) else ""
    if found.error is not None:  # DBOS's own: ours are values
        error = str(getattr(found.error, "name", type(found.error).__name__))
    state = _STATES[found.status]
    if state == "done" and error:
        state, steps = "failed", steps - 1
    return TaskState(
        id=found.workflow_id,
        kind=str(arguments[0]),
        subject=str(arguments[1]),
        state=state,
        enqueued_at=datetime.fromtimestamp((found.created_at or 0) / 1000, UTC),
        steps=steps,
        error=error,
    )


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    """What the database says becomes our own error, without its statement and arguments."""
    try:
        yield
    except (sa.exc.DatabaseError, sa.exc.TimeoutError, OSError) as error:
        raise StoreUnavailable(
            f"Hàng đợi công việc ({name}) không trả lời: {type(error).__name__}; hãy kiểm tra ổ đĩa và quyền ghi."
        ) from error


def _is_broken(error: Exception) -> bool:
    """Whether it is the content of the file that is wrong, rather than the disk or somebody's lock."""
    told = str(getattr(error, "orig", error))
    return any(
        word in told for word in ("no such table", "no such column", "has no column", "malformed", "not a database")
    )


class _Bell(threading.Event):
    """The event for which DBOS's queue threads wait between two polls; they wake when it is set, or when it rings.

    After a ring they look soon and then less and less often: a task frees its place a moment after it rang.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heard = threading.Condition()
        self._rung = False
        self._pause = _SOON

    def ring(self) -> None:
        with self._heard:
            self._rung = True
            self._heard.notify_all()

    def set(self) -> None:
        super().set()
        self.ring()

    def wait(self, timeout: float | None = None) -> bool:
        with self._heard:
            pause = self._pause if timeout is None else min(timeout, self._pause)
            self._heard.wait_for(lambda: self._rung, pause)
            self._pause = _SOON if self._rung else min(self._pause * 2, _SELDOM)
            self._rung = False
        return self.is_set()


# DBOS's own log


_CANCELLED = (  # what DBOS says of a task that was cancelled, as it should be
    "no longer owned by this execution",
    "was cancelled during execution",
    "DBOSAwaitedWorkflowCancelledError",
)


class _Quiet(logging.Handler):
    """DBOS's warnings as lines of our log, up to the first colon: behind it come statements, arguments and texts."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage()
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        if error in _CANCELLED or any(words in told for words in _CANCELLED):
            return
        place = f"{record.module}:{record.lineno}"
        now = time.monotonic()
        if now - self._told.get(place, -_SILENCE) < _SILENCE:
            return  # a database that is gone is told of at each poll
        self._told[place] = now
        _log.warning("engine", told=told.split(": ")[0].rstrip(":")[:120], at=place, exception=error)


def _quieten() -> None:
    log = logging.getLogger("dbos")
    log.propagate = False
    log.setLevel(logging.WARNING)
    if not any(isinstance(handler, _Quiet) for handler in log.handlers):
        log.addHandler(_Quiet())
