"""The measurements of docs/benchmarks.md, in one run: `make bench`. Ratios and counts, never a bare time.

1. Memory: a first poll of 2,000 mixed messages, one of 35 MB: the peak of the main process.
2. Nothing new: a second poll of 10,000 messages: bytes from the server, and how many of them are bodies.
3. Drain: 1,000 mails received, read and judged, beside parsedmarc on the same server: time, CPU, memory.

`python -m benchmarks drain --mails 100 --rounds 1` measures one of them, and a smaller burst.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.drain import drain
from benchmarks.mailboxes import mixed_mailbox, small_mailbox
from tests.servers.dovecot import PASSWORD, Dovecot, TestMailbox
from tests.servers.imap_proxy import running_proxy

# VmHWM, not ru_maxrss: the latter begins at what the parent had when it started us.
_PEAK = """
from pathlib import Path
print("peak", next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM")).split()[1])
"""
_POLL = """
import sys
from ingest.cli import cli
cli.main(["poll", "--config", sys.argv[1], "--now", "2024-12-31T00:00+07:00"], standalone_mode=False)
"""
_IMPORTS = "import ingest.pipeline, ingest.wiring, ingest.session, ingest.mailbox.imap"


def main() -> None:
    """Run the measurements that were asked for, else all; prints one line per figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", metavar="memory|nothing|drain", default=["memory", "nothing", "drain"])
    parser.add_argument("--mails", type=int, default=1_000, help="how many mails the drain has")
    parser.add_argument("--rounds", type=int, default=3, help="how often each program drains them")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dovecot = Dovecot(Path(folder))
        dovecot.start()
        try:
            if "memory" in asked.parts:
                memory(dovecot, Path(folder) / "memory")
            if "nothing" in asked.parts:
                nothing_new(dovecot, Path(folder) / "nothing")
        finally:
            dovecot.stop()
    if "drain" in asked.parts:
        drain(asked.mails, asked.rounds)


def memory(dovecot: Dovecot, folder: Path) -> None:
    """Peak resident memory of the main process over a first poll."""
    mailbox = mixed_mailbox(dovecot, count=2_000, large=35 << 20)
    total = sum(path.stat().st_size for path in (dovecot.home / mailbox.user).rglob("cur/*"))
    largest = max(path.stat().st_size for path in (dovecot.home / mailbox.user).rglob("cur/*"))
    config = _configuration(folder, mailbox, dovecot.port)
    idle = _run(_IMPORTS + _PEAK, config)
    peak = _run(_POLL + _PEAK, config)
    print(f"first poll of 2,000 messages, {total >> 20} MB, largest {largest >> 20} MB:", flush=True)  # noqa: T201
    print(f"  peak of the main process {peak >> 10} MB (ceiling 300 MB), {idle >> 10} MB of it imports", flush=True)  # noqa: T201


def nothing_new(dovecot: Dovecot, folder: Path) -> None:
    """Bytes from the server in a poll that finds nothing."""
    mailbox = small_mailbox(dovecot, count=10_000)
    with running_proxy(dovecot.host, dovecot.port) as proxy:
        config = _configuration(folder, mailbox, proxy.port)
        _run(_POLL + _PEAK, config)
        first = proxy.down
        proxy.reset()
        _run(_POLL + _PEAK, config)
        bodies = sum(b"BODY" in line for line in proxy.lines)
        print(  # noqa: T201
            f"second poll of 10,000 messages: {proxy.down} bytes from the server in {len(proxy.lines)} commands, "
            f"{bodies} of them for bodies ({first / max(proxy.down, 1):.0f} times less than the first poll)",
            flush=True,
        )


def _configuration(folder: Path, mailbox: TestMailbox, port: int) -> Path:
    folder.mkdir()
    config = folder / "tiepnhan.toml"
    config.write_text(
        f'data_dir = "{folder}/var"\n[database]\nurl = "sqlite:///{folder}/var/t.db"\n'
        f'[mailbox]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nauth = "password"\n'
        f"username = \"{mailbox.user}\"\npassword = '''{PASSWORD}'''\n",
        encoding="utf-8",
    )
    return config


def _run(script: str, config: Path) -> int:
    """Run a script in a process of its own; the peak that it prints, in KB."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(config)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    if done.returncode:
        sys.exit(done.stderr)
    return int(done.stdout.rpartition("peak ")[2])


if __name__ == "__main__":
    main()
