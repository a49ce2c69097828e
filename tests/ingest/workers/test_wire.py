"""Frames between parent and worker, whole or not at all."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from ingest.workers.wire import Broken, Frame, Late, receive, send

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_a_frame_of_twenty_megabytes_arrives_as_it_was(pair: Pair) -> None:
    body = os.urandom(1 << 20) * 20
    sender = threading.Thread(target=send, args=(pair[0], Frame("facts", body, 7, 3)))
    sender.start()
    assert receive(pair[1], 1 << 25, 20) == Frame("facts", body, 7, 3)
    sender.join()


def test_what_drips_in_must_be_whole_in_time(pair: Pair) -> None:
    send(pair[0], Frame("facts", b"x" * 100))
    whole = pair[1].recv(1 << 10)
    pair[0].sendall(whole[:60])
    looked: list[float] = []
    started = time.monotonic()
    with pytest.raises(Late):
        receive(pair[1], 1000, 1.2, lambda: looked.append(time.monotonic()))
    assert time.monotonic() - started < 10
    assert looked


@pytest.mark.parametrize("garbage", [b"\x80\x04\x95" + b"." * 100, b"TNwk\xff" + b"\0" * 50, b"TNwk\2" + b"\xff" * 50])
def test_garbage_is_refused_before_anything_is_made_of_it(pair: Pair, garbage: bytes) -> None:
    pair[0].sendall(garbage)
    with pytest.raises(Broken):
        receive(pair[1], 1 << 20, 5)


def test_the_end_of_the_other_side_is_noticed(pair: Pair) -> None:
    pair[0].sendall(b"TNwk")
    pair[0].close()
    with pytest.raises(Broken):
        receive(pair[1], 1 << 20, 5)


def test_nobody_waits_for_ever_for_one_who_does_not_listen(pair: Pair) -> None:
    with pytest.raises(Late):
        send(pair[0], Frame("job", b"x" * (8 << 20)), 0.2)
