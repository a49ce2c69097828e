"""Serving the web application from a thread of its own: the daemon's own signals and logs stay the daemon's."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
import uvicorn
from fastapi import FastAPI

from config.settings import Dashboard
from ingest.errors import NotNow, said

log = structlog.get_logger()
_GRACE = 1  # whole seconds that running requests may still take
_GIVEN_UP = 2.0  # seconds after which the thread is left to itself: it ends with the process
_STARTED = 10.0
_CONNECTIONS = 100


@contextmanager
def serving(listen: str, app: FastAPI) -> Iterator[tuple[str, int]]:
    """Serve `app` at `listen` ("127.0.0.1:8710"; port 0 takes a free one) while the block runs; gives host and port.

    Raises `NotNow` where the address is taken or not ours.
    """
    with _listening(listen) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            log_level="warning",
            lifespan="off",
            ws="none",
            proxy_headers=False,  # nobody is believed about who asks
            server_header=False,
            date_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)  # outside the main thread it leaves the signals alone
        thread = threading.Thread(target=server.run, args=([listener],), name="dashboard", daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            host, port = listener.getsockname()[:2]
            yield host, port
        finally:
            server.should_exit = True
            thread.join(_GIVEN_UP)
            if thread.is_alive():
                server.force_exit = True
                log.warning("the web server did not end in time")


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _STARTED
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise NotNow("Không mở được bảng theo dõi và địa chỉ /healthz; hãy xem nhật ký của dịch vụ.")
        time.sleep(0.005)


@contextmanager
def _listening(listen: str) -> Iterator[socket.socket]:
    """The socket, opened by us: only so can a taken port be told before anything is started."""
    place = Dashboard(listen=listen)
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refused(listen, error) from error
    try:
        # A port whose last owner has just ended is free at once; one that is listened on stays taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _refused(listen, error) from error
    try:
        yield listener
    finally:
        with suppress(OSError):
            listener.close()


def _refused(listen: str, error: OSError) -> NotNow:
    return NotNow(
        f"Không mở được [dashboard] listen = {listen}: {said(error)}; "
        "hãy chọn cổng khác hoặc dừng chương trình đang dùng cổng đó."
    )
