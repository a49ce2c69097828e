"""A proxy before a real IMAP server that counts what passes, and breaks it in the ways that networks and servers do."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

ClientLine = Callable[[bytes, Callable[[bytes], None]], bool]
ServerChunk = Callable[[bytes], bytes]


@dataclass
class Proxy:
    """Settings may be changed while it runs; they hold for what passes afterwards."""

    upstream: tuple[str, int]
    on_client_line: ClientLine | None = None  # returns True where it answered in place of the server
    on_server: ServerChunk | None = None
    cut_after: int | None = None  # bytes from the server, then the connection is closed
    stall_after: int | None = None  # bytes from the server, then silence
    trickle: float = 0.0  # seconds for each byte
    lines: list[bytes] = field(default_factory=list)  # commands of the client
    down: int = 0  # bytes from the server
    connections: int = 0
    port: int = 0

    def commands(self) -> list[bytes]:
        """The commands without tags and arguments: `LIST`, `UID FETCH`."""
        words = [line.split(b" ") for line in self.lines]
        return [b" ".join(each[1:3] if each[1:2] == [b"UID"] else each[1:2]).strip() for each in words if len(each) > 1]

    def reset(self) -> None:
        self.lines.clear()
        self.down = 0

    def serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                self.connections += 1
                server = socket.create_connection(self.upstream)
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for pump in (self._up, self._down):
                    threading.Thread(target=pump, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        pending = b""
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                *lines, pending = (pending + data).split(b"\r\n")
                for line in lines:
                    self.lines.append(line)
                    if not (self.on_client_line and self.on_client_line(line, client.sendall)):
                        server.sendall(line + b"\r\n")
        _shut(server)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                self.down += len(data)
                if self.on_server:
                    data = self.on_server(data)
                passed += len(data)
                if self.cut_after is not None and passed > self.cut_after:
                    client.sendall(data[: max(0, self.cut_after - passed + len(data))])
                    break
                if self.stall_after is not None and passed > self.stall_after:
                    continue
                if self.trickle:
                    for byte in data:
                        client.sendall(bytes([byte]))
                        time.sleep(self.trickle)
                else:
                    client.sendall(data)
        _shut(client)
        client.close()
        _shut(server)
        server.close()


@contextlib.contextmanager
def running_proxy(host: str, port: int) -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy((host, port), port=listener.getsockname()[1])
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            _shut(listener)
    thread.join(2)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
