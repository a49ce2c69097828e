"""What a command writes stands beside the daemon's editions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import Database, Mailbox, Settings
from ingest.digest.issue import edition, issue
from ingest.wiring import choose_campaign, open_workplace

MORNING = datetime(2024, 11, 18, 0, 30, tzinfo=UTC)  # 7h30 in Hanoi


def _settings(folder: Path) -> Settings:
    return Settings(
        data_dir=str(folder / "var"),
        public_url="https://tiepnhan.example.vn/",
        database=Database(url=f"sqlite:///{folder}/var/tiepnhan.db"),
        mailbox=Mailbox(source="folder", path=str(folder / "mail")),
    )


def _written(folder: Path, at: datetime, day: str | None = None, out: Path | None = None) -> Path:
    settings = _settings(folder)
    with open_workplace(settings, choose_campaign(settings, None), at, writing=False) as work:
        return issue(work, day, out)[0]


def _edition(folder: Path, at: datetime, slot: datetime) -> None:
    settings = _settings(folder)
    with open_workplace(settings, choose_campaign(settings, None), at, writing=True) as work:
        assert edition(work, slot)


def test_without_a_daemon_the_edition_bears_the_day(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    written = _written(tmp_path, MORNING)
    assert written == tmp_path / "var" / "digests" / "ban-tin-2024-11-18.html"
    assert "https://tiepnhan.example.vn/" in written.read_text(encoding="utf-8")


def test_the_daemons_editions_are_never_overwritten(tmp_path: Path) -> None:
    noon = MORNING + timedelta(hours=4)
    _edition(tmp_path, MORNING, MORNING)
    _edition(tmp_path, noon, noon)
    folder = tmp_path / "var" / "digests"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert len(before) == 6
    assert _written(tmp_path, noon + timedelta(minutes=5)).name == "ban-tin-2024-11-18-11h35.html"
    assert _written(tmp_path, noon).name == "ban-tin-2024-11-18-11h30-xem.html"  # 11h30 is the daemon's
    assert _written(tmp_path, noon + timedelta(days=1), "2024-11-18").name == "ban-tin-2024-11-18-07h30.html"
    assert _written(tmp_path, noon + timedelta(days=1)).name == "ban-tin-2024-11-19.html"  # a day without the daemon
    assert {path: path.read_bytes() for path in before} == before


def test_a_folder_of_ones_own_holds_the_day_alone(tmp_path: Path) -> None:
    _edition(tmp_path, MORNING, MORNING)
    assert _written(tmp_path, MORNING, out=tmp_path / "mine").name == "ban-tin-2024-11-18.html"
