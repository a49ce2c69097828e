"""What doctor says of a daemon that runs, has run, or has told its operator something."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.dashboard.app import create_app
from ingest.dashboard.serve import serving
from ingest.doctor import Check, examine
from ingest.errors import Busy
from ingest.lock import instance_lock
from ingest.options import Options
from ingest.store import work
from ingest.store.alerts import reconcile_alerts
from ingest.store.database import Database
from ingest.watch.alerts import Alert
from ingest.watch.health import Health, Reason
from ingest.watch.vitals import Vitals

C = "congress-2024"
NOW = datetime.now(UTC).replace(microsecond=0)
DISK = Alert("disk", "", "Ổ đĩa còn trống 4 GB.", "Giải phóng ổ đĩa.")


class Installation:
    """A folder with a configuration and a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "mail").mkdir()
        self.database = Database(f"sqlite:///{folder}/tiepnhan.db")
        self.database.migrate()

    def checks(self, listen: str, name: str) -> list[Check]:
        config = self.folder / "tiepnhan.toml"
        config.write_text(
            f'campaigns = ["{C}"]\ndata_dir = "{self.folder}/var"\n[database]\nurl = "{self.database.url}"\n'
            f'[mailbox]\nsource = "folder"\npath = "{self.folder}/mail"\n[dashboard]\nlisten = "{listen}"\n'
            '[drive]\ncredentials = "anonymous"\n',
            encoding="utf-8",
        )
        return [check for check in examine(Options(config=str(config))) if check.name == name]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own."""
    installation = Installation(tmp_path)
    with installation.database.begin() as connection:
        reconcile_alerts(connection, C, [DISK], NOW - timedelta(hours=1))
    yield installation
    installation.database.close()


def test_a_running_daemon_and_its_alerts_are_told(here: Installation) -> None:
    ill = Health((Reason("disk_full", "Ổ đĩa dữ liệu chỉ còn 900 MB trống."),))
    app = create_app(lambda: Vitals(NOW, NOW), lambda _: ill)
    with serving("127.0.0.1:0", app) as (_, port):
        listen = f"127.0.0.1:{port}"
        (daemon,) = here.checks(listen, "Chương trình thường trực")
        (alert,) = here.checks(listen, "Cảnh báo")
    assert not daemon.ok
    assert "chỉ còn 900 MB trống" in daemon.detail
    assert (alert.ok, alert.mend) == (False, "Giải phóng ổ đĩa.")
    assert "Ổ đĩa còn trống 4 GB. (từ " in alert.detail


def test_without_a_daemon_its_old_alerts_are_no_failure(here: Installation) -> None:
    (daemon,) = here.checks("127.0.0.1:9", "Chương trình thường trực")
    (alert,) = here.checks("127.0.0.1:9", "Cảnh báo")
    assert (daemon.ok, daemon.detail) == (True, "không chạy")
    assert alert.ok
    assert "ghi nhận khi chương trình thường trực còn chạy" in alert.detail


def test_a_daemon_whose_page_does_not_answer_is_told_by_its_lock(here: Installation) -> None:
    code = f"""
import sys
import subprocess
import sys
from pathlib import Path
from ingest.lock import instance_lock
with instance_lock(Path({str(here.folder / "var")!r}), "run", {C!r}):
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as daemon:
        assert daemon.stdout is not None
        assert daemon.stdout.readline() == "held\n"
        (told,) = here.checks("127.0.0.1:9", "Chương trình thường trực")
        (alert,) = here.checks("127.0.0.1:9", "Cảnh báo")
        with (
            pytest.raises(Busy, match=rf"lệnh run, tiến trình {daemon.pid}\) đang dùng .* dừng chương trình đó"),
            instance_lock(here.folder / "var", "poll"),
        ):
            pass
        daemon.communicate()
    assert not told.ok
    assert told.detail == f"đang chạy (tiến trình {daemon.pid}), nhưng không trả lời tại 127.0.0.1:9"
    assert not alert.ok
    assert "còn chạy" not in alert.detail
    assert here.checks("127.0.0.1:9", "Chương trình thường trực")[0].detail == "không chạy"


def test_the_last_backup_is_told_and_a_failed_one_fails(here: Installation) -> None:
    (never,) = here.checks("127.0.0.1:9", "Sao lưu")
    assert never.ok
    with here.database.begin() as connection:
        work.set_job_success(connection, C, "backup", datetime(2024, 11, 18, 19, 0, tzinfo=UTC))
    (good,) = here.checks("127.0.0.1:9", "Sao lưu")
    assert (good.ok, good.detail) == (True, "bản gần nhất lúc 2h00 ngày 19/11/2024")
    with here.database.begin() as connection:
        work.set_job_failure(connection, C, "backup", NOW, "Ổ đĩa sao lưu đã đầy.")
    (bad,) = here.checks("127.0.0.1:9", "Sao lưu")
    assert not bad.ok
    assert bad.detail.endswith("Ổ đĩa sao lưu đã đầy.")
