"""What is set aside is shown with how to have it tried again, under ids short enough to type."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.settings import Database, Mailbox, Settings
from ingest import backlog
from ingest.errors import UsageError
from ingest.store import work as rows
from ingest.wiring import choose_campaign, open_workplace
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION

NOW = datetime(2024, 11, 18, tzinfo=UTC)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MAIL, TWIN, OTHER = "a" * 64, "a" * 20 + "b" * 44, "c" * 64


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    """A workplace where two messages that begin alike are set aside, and a third waits for another try."""
    settings = Settings(
        data_dir=str(tmp_path / "var"),
        database=Database(url=f"sqlite:///{tmp_path}/var/tiepnhan.db"),
        mailbox=Mailbox(source="folder", path=str(tmp_path / "mail")),
    )
    with open_workplace(settings, choose_campaign(settings, None), NOW, writing=True) as opened:
        for subject, aside in ((MAIL, True), (TWIN, True), (OTHER, False)):
            with opened.database.begin() as connection:
                rows.begin_attempt(connection, opened.campaign.id, "read", subject, READING_VERSION, NOW)
                rows.fail_attempt(
                    connection,
                    opened.campaign.id,
                    "read",
                    subject,
                    cause="fault" if aside else "store",
                    reason="TypeError" if aside else "Ổ đĩa đầy.",
                    due_at=NOW + timedelta(hours=1),
                    aside=aside,
                    now=NOW,
                )
        yield opened


def _ids(work: Workplace) -> set[str]:
    return {one.id for one in backlog.entries(work)}


def test_the_list_is_short_where_that_is_enough(work: Workplace) -> None:
    found = backlog.entries(work)
    lines = list(backlog.render(found, HANOI))
    told = "lỗi của phần mềm (TypeError; báo người phụ trách kỹ thuật kèm mã này)"
    assert lines[0].endswith(f"read/{MAIL}: {told}")  # another begins in the same way
    assert f"read/{OTHER[:12]}: cơ sở dữ liệu hoặc ổ đĩa chưa sẵn sàng (Ổ đĩa đầy), lần tới 8h00" in lines[2]
    assert "--retry MÃ" in backlog.hint(found)
    assert backlog.hint(found[2:]) == ""


def test_for_scripts_ids_are_whole_and_only_what_will_be_tried_is_due(work: Workplace) -> None:
    documents = [one.document() for one in backlog.entries(work)]
    assert [(one["id"], one["due_at"]) for one in documents] == [
        (f"read/{MAIL}", None),
        (f"read/{TWIN}", None),
        (f"read/{OTHER}", "2024-11-18T01:00:00Z"),
    ]


def test_the_beginning_of_an_id_is_enough_where_it_means_one(work: Workplace) -> None:
    assert backlog.retry(work, f"read/{OTHER[:12]}") == 1
    assert _ids(work) == {f"read/{MAIL}", f"read/{TWIN}"}
    with pytest.raises(UsageError, match="phân biệt 2 việc"):
        backlog.retry(work, "read/aaaa")
    assert backlog.retry(work, f"read/{TWIN[:21]}") == 1
    for nothing in ("read", "read/", "r", "reread/a", ""):
        with pytest.raises(UsageError, match="tiepnhan tasks"):
            backlog.retry(work, nothing)
    assert _ids(work) == {f"read/{MAIL}"}
    assert backlog.retry(work, "all") == 1
