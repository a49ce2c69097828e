"""Asking a daemon how it is, whoever answers."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from ingest.dashboard.app import create_app
from ingest.dashboard.serve import serving
from ingest.watch.health import Health, Reason
from ingest.watch.inquiry import Inquiry, inquire
from ingest.watch.vitals import Vitals

NOW = datetime(2024, 11, 19, 0, 30, tzinfo=UTC)
ILL = Health((Reason("mailbox", "Chưa đọc được hộp thư."), Reason("digest", "Chưa có bản tin.")))


@pytest.mark.parametrize(
    ("state", "expected"),
    [(Health(), Inquiry("well")), (ILL, Inquiry("unwell", ("Chưa đọc được hộp thư.", "Chưa có bản tin.")))],
)
def test_a_daemon_says_how_it_is(state: Health, expected: Inquiry) -> None:
    app = create_app(lambda: Vitals(NOW - timedelta(days=1), NOW), lambda _: state)
    with serving("0.0.0.0:0", app) as (_, port):
        assert inquire(f"127.0.0.1:{port}") == expected
        assert inquire(f"0.0.0.0:{port}") == expected  # listening everywhere, it is asked here


def test_where_nobody_listens_there_is_none() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert inquire(f"127.0.0.1:{port}") == Inquiry("silent")


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 200 OK\r\n\r\n{"status":"fine","reasons":[]}',
        b'HTTP/1.1 200 OK\r\n\r\n{"status":"ok","reasons":[1]}',
        b"220 mail.example.vn ESMTP\r\n",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"\x00\xff" * 100,
        b"",
    ],
)
def test_another_program_at_the_port_is_no_daemon(reply: bytes) -> None:
    with _answering(lambda client: client.sendall(reply)) as listen:
        assert inquire(listen) == Inquiry("stranger")


@contextmanager
def _answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A program that answers one connection in its own way."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(4096)
                answer(client)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)
