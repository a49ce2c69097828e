"""The days around the deadline, led through in a minute: editions, differences, escalation, troubles of the clock."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.demo.emulator import ANYONE, FOLDER, EmulatedItem, Emulator
from ingest.store.history import last_judgement
from ingest.store.work import last_edition
from tests.acceptance.material import (
    CAPTIONS,
    DOCX,
    HANOI,
    ROSTER,
    Mail,
    letter,
    message,
    photo,
    table_document,
)
from tests.acceptance.office import Office
from tests.drill.clockwork import Clockwork, kinds

NGHE_AN = "1Folder_of_Nghe_An_for_the_week_1"
KON_TUM = "1Folder_of_Kon_Tum_for_the_week_1"
LAI_CHAU = "1Photo_of_Lai_Chau_for_the_week_1"


def on(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of November 2024 in Hà Nội."""
    return datetime(2024, 11, day, hour, minute, second, tzinfo=HANOI)


def _pictures(name: str, sender: str, unit: str, when: datetime, color: str) -> Mail:
    captions = table_document("CHÚ THÍCH", CAPTIONS, [("anh.jpg", "Trợ giúp pháp lý", "15/3/2021", "xã Chi Lăng")])
    return message(
        name,
        f"{unit} <{sender}>",
        f"{unit} gửi ảnh theo Công văn 6286",
        f"{unit} gửi ảnh điển hình tiên tiến.",
        when,
        [("anh.jpg", photo(color)), ("Chú thích.docx", captions)],
    )


def _link(name: str, sender: str, unit: str, when: datetime, drive_id: str, kind: str = "drive/folders/") -> Mail:
    body = f"{unit} gửi tư liệu tại https://drive.google.com/{kind}{drive_id}?usp=sharing"
    return message(name, f"{unit} <{sender}>", f"{unit} gửi ảnh, video theo Công văn 6286", body, when)


def _dossier(name: str, when: datetime) -> Mail:
    unit = "Sở Tư pháp tỉnh Lạng Sơn"
    roster = [("1", "Nông Văn Thử", "Phó Trưởng phòng", "Phòng Phổ biến, giáo dục pháp luật", "Giải nhất hội thi")]
    captions = table_document("CHÚ THÍCH", CAPTIONS, [("anh1.jpg", "Trợ giúp pháp lý", "15/3/2021", "xã Chi Lăng")])
    return message(
        name,
        f"{unit} <sotuphap@langson.gov.vn>",
        "V/v đề cử điển hình tiên tiến (CV 6286/BTP-TCCB)",
        f"{unit} gửi kèm Công văn số 1532/STP-VP và danh sách.",
        when,
        [
            ("CV 1532.docx", letter("UBND TỈNH LẠNG SƠN", "SỞ TƯ PHÁP", "1532/STP-VP", "Lạng Sơn", 14, "Hoàng Mẫu")),
            ("Danh sách.docx", table_document("DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN", ROSTER, roster)),
            ("anh1.jpg", photo("red")),
            ("Chú thích.docx", captions),
        ],
    )


LAST_SECOND, FIRST_SECOND, TOO_LATE = on(19, 23, 59, 59), on(20, 0, 0), on(21, 0, 0, 5)
MAILS = (
    _dossier("lang-son", on(14, 9, 12)),
    _link("nghe-an", "cucthadsnghean@gmail.com", "Cục THADS tỉnh Nghệ An", on(14, 16, 5), NGHE_AN),
    _link("lai-chau", "stplaichau@gmail.com", "Sở Tư pháp tỉnh Lai Châu", on(15, 8), LAI_CHAU, "file/d/"),
    _pictures("lang-son-2", "sotuphap@langson.gov.vn", "Sở Tư pháp tỉnh Lạng Sơn", on(16, 3, 0), "navy"),
    _link("kon-tum", "stpkontum@gmail.com", "Sở Tư pháp tỉnh Kon Tum", on(17, 21, 0), KON_TUM),
    _pictures("ha-giang", "stphagiang@gmail.com", "Sở Tư pháp tỉnh Hà Giang", on(19, 11, 15), "olive"),
    _pictures("hoa-binh", "stphoabinh@gmail.com", "Sở Tư pháp tỉnh Hòa Bình", on(19, 11, 40), "beige"),
    _pictures("ben-tre", "stpbentre@gmail.com", "Sở Tư pháp tỉnh Bến Tre", LAST_SECOND, "teal"),
    _pictures("ca-mau", "stpcamau@gmail.com", "Sở Tư pháp tỉnh Cà Mau", FIRST_SECOND, "gray"),
    _pictures("dong-thap", "stpdongthap@gmail.com", "Sở Tư pháp tỉnh Đồng Tháp", on(20, 14, 0), "maroon"),
    _pictures("ninh-binh", "stpninhbinh@gmail.com", "Sở Tư pháp tỉnh Ninh Bình", TOO_LATE, "purple"),
    _pictures("soc-trang", "stpsoctrang@gmail.com", "Sở Tư pháp tỉnh Sóc Trăng", on(21, 15, 0), "lime"),
)

# What the units do to their folders and files.
SHARINGS: tuple[tuple[datetime, str, dict[str, Any]], ...] = (
    (on(15, 12), NGHE_AN, {"access": ()}),  # all is kept by then: information, no matter of the unit
    (on(16, 12), LAI_CHAU, {"view_only": False}),
    (on(16, 20), NGHE_AN, {"access": ANYONE}),
    (on(18, 10), LAI_CHAU, {"view_only": True}),
    (on(18, 14), KON_TUM, {"access": ANYONE}),
    (on(19, 12), LAI_CHAU, {"view_only": False}),
)


@dataclass(frozen=True)
class Edition:
    """What an edition is to tell as new. A unit's matter is one cause, however many findings it has."""

    slot: datetime
    made: datetime
    first: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    resolved: int = 0
    opened: int = 0
    came_back: int = 0


# From 15/11 22:00 to 16/11 09:10 and from 20/11 11:00 to 17:00 the daemon is off: what it missed is made once, and only
# the newest. On 19/11 at 11:50 its clock is set back to 10:50. After the grace only days with change have an edition.
# Who sends media alone is asked for papers: one matter opened with each first mail but that of Lạng Sơn.
EDITIONS = (
    Edition(on(13, 7, 30), on(13, 7, 30)),
    Edition(on(14, 7, 30), on(14, 7, 30)),
    Edition(on(15, 7, 30), on(15, 7, 30), first=("Cục THADS Nghệ An", "Sở Tư pháp Lạng Sơn"), opened=1),
    Edition(
        on(16, 7, 30), on(16, 9, 10), first=("Sở Tư pháp Lai Châu",), supplements=("Sở Tư pháp Lạng Sơn",), opened=2
    ),
    Edition(on(17, 7, 30), on(17, 7, 30), resolved=1),
    Edition(on(18, 7, 30), on(18, 7, 30), first=("Sở Tư pháp Kon Tum",), opened=2),
    Edition(on(19, 7, 30), on(19, 7, 30), resolved=1, came_back=1),
    Edition(on(19, 11, 30), on(19, 11, 30), first=("Sở Tư pháp Hà Giang",), opened=1),
    Edition(on(19, 16, 30), on(19, 16, 30), first=("Sở Tư pháp Hòa Bình",), opened=1, resolved=1),
    Edition(on(20, 0), on(20, 0), first=("Sở Tư pháp Bến Tre", "Sở Tư pháp Cà Mau"), opened=2),
    Edition(on(20, 7, 30), on(20, 7, 30)),
    Edition(on(20, 16, 30), on(20, 17), first=("Sở Tư pháp Đồng Tháp",), opened=1),
    Edition(on(21, 0), on(21, 0)),
    Edition(on(21, 7, 30), on(21, 7, 30), first=("Sở Tư pháp Ninh Bình",), opened=1),
    Edition(on(22, 7, 30), on(22, 7, 30), first=("Sở Tư pháp Sóc Trăng",), opened=1),
    Edition(on(23, 7, 30), on(23, 7, 30)),
)
WITHOUT_CHANGE_AFTER_THE_GRACE = on(23, 7, 30)
BACKUPS = [*(on(day, 2) for day in (13, 14, 15)), on(16, 9, 10), *(on(day, 2) for day in range(17, 24))]


@dataclass
class Week:
    """What was left behind."""

    office: Office
    clockwork: Clockwork
    editions: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    def rows(self, query: str, *values: object) -> list[Any]:
        with sqlite3.connect(f"file:{self.office.folder}/var/tiepnhan.db?mode=ro", uri=True) as store:
            return store.execute(query, values).fetchall()

    def name(self, slot: datetime) -> str:
        """Of an edition's files: the first of a day bears the day alone."""
        return f"ban-tin-{slot:%Y-%m-%d}" + ("" if (slot.hour, slot.minute) == (7, 30) else f"-{slot:%Hh%M}")

    def text(self, slot: datetime) -> str:
        """The plain text of an edition."""
        return (self.office.folder / "var" / "digests" / f"{self.name(slot)}.txt").read_text(encoding="utf-8")

    def events(self, unit: str, code: str) -> list[tuple[datetime, str]]:
        """When a finding of a unit took which severity, or went."""
        rows = self.rows(
            "select at, severity, present from finding_events where unit = ? and code = ? order by at", unit, code
        )
        return [(_instant(at), severity if present else "gone") for at, severity, present in rows]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """All days, once."""
    captions = table_document("CHÚ THÍCH", CAPTIONS, [("a.jpg", "Cưỡng chế giao nhà", "22/6/2022", "thành phố Vinh")])
    items = [
        EmulatedItem(NGHE_AN, "Nghệ An", FOLDER, access=ANYONE),
        EmulatedItem("1photo_of_nghe_an_for_the_week_01", "a.jpg", "image/jpeg", photo("green"), parent=NGHE_AN),
        EmulatedItem("1words_of_nghe_an_for_the_week_01", "Chú thích.docx", DOCX, captions, parent=NGHE_AN),
        EmulatedItem(
            LAI_CHAU,
            "Lễ ra quân tháng thanh niên tại thị trấn Tam Đường ngày 02-3-2023.jpg",
            "image/jpeg",
            photo("brown"),
            access=ANYONE,
            view_only=True,
        ),
        EmulatedItem(KON_TUM, "Kon Tum", FOLDER),
        EmulatedItem("1photo_of_kon_tum_for_the_week_01", "a.jpg", "image/jpeg", photo("pink"), parent=KON_TUM),
        EmulatedItem("1words_of_kon_tum_for_the_week_01", "Chú thích.docx", DOCX, captions, parent=KON_TUM),
    ]
    with Emulator(items) as drive:
        office = Office(tmp_path_factory.mktemp("week") / "office", drive).configure()
        mails, sharings = list(MAILS), list(SHARINGS)

        def deliver(now: datetime) -> None:
            while mails and mails[0].at <= now:
                mail = mails.pop(0)
                (office.mail / f"{mail.name}.eml").write_bytes(mail.raw)
            while sharings and sharings[0][0] <= now:
                _, drive_id, changes = sharings.pop(0)
                drive.change(drive_id, **changes)

        with Clockwork(office.config, on(12, 20), timedelta(hours=2), deliver) as clockwork:
            clockwork.start()
            clockwork.until(on(15, 22))
            clockwork.off(on(16, 9, 10))
            clockwork.until(on(19, 11, 50))
            clockwork.set_back(timedelta(hours=1))
            clockwork.until(on(20, 11))
            clockwork.off(on(20, 17))
            clockwork.until(on(23, 12))
            assert not mails
            assert not sharings
            found = Week(office, clockwork)
            for slot, made, sha256 in found.rows("select slot, made_at, sha256 from digests order by slot"):
                found.editions.append((_instant(slot), _instant(made), sha256))
            yield found
        assert drive.violations == []


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(HANOI)


def test_every_slot_has_its_edition_once(week: Week) -> None:
    assert [(slot, made) for slot, made, _ in week.editions] == [(one.slot, one.made) for one in EDITIONS]
    made = {slot for slot, _, sha256 in week.editions if sha256}
    assert {one.slot for one in EDITIONS} - made == {WITHOUT_CHANGE_AFTER_THE_GRACE}
    files = {path.stem for path in (week.office.folder / "var" / "digests").iterdir()}
    assert files == {week.name(slot) for slot in made}


@pytest.mark.parametrize("edition", EDITIONS[:-1], ids=lambda one: f"{one.slot:%d-%H%M}")
def test_an_edition_tells_what_changed_since_the_one_before(week: Week, edition: Edition) -> None:
    text = week.text(edition.slot)
    before = next((one.made for one in reversed(EDITIONS) if one.slot < edition.slot), None)
    since = before or edition.made - timedelta(days=1)
    if edition == Edition(edition.slot, edition.made) and edition.slot >= on(21, 0):
        assert f"Không có thay đổi từ {since.hour}h{since.minute:02d} ngày {since:%d/%m/%Y}" in text
        return
    told = next(line for line in text.splitlines() if line.startswith("MỚI ("))
    assert told.startswith(f"MỚI (từ {since.hour}h{since.minute:02d} ngày {since:%d/%m/%Y}): ")
    assert _told_names(text, "Gửi lần đầu") == edition.first
    assert _told_names(text, "Bổ sung") == edition.supplements
    counts = {
        "đơn vị gửi lần đầu": len(edition.first),
        "đơn vị bổ sung": len(edition.supplements),
        "đã khắc phục": edition.resolved,
        "phát sinh": edition.opened,
        "tái diễn": edition.came_back,
    }
    assert {words: _told_number(told, words) for words in counts} == counts


def _told_names(text: str, label: str) -> tuple[str, ...]:
    found = re.search(rf"^{label}: (.*)\.$", text, re.MULTILINE)
    return tuple(found[1].split(", ")) if found else ()


def _told_number(line: str, words: str) -> int:
    found = re.search(rf"(\d+)(?: vướng mắc)? {words}", line)
    return int(found[1]) if found else 0


def test_silence_grows_graver_towards_the_deadline(week: Week) -> None:
    for unit, grades in (
        ("stp-ha-noi", [(on(12, 20), "info"), (on(13, 0), "warning"), (on(20, 0), "error")]),
        ("stp-lang-son", [(on(12, 20), "info"), (on(13, 0), "warning"), (on(14, 10), "gone")]),
        ("stp-ben-tre", [(on(12, 20), "info"), (on(13, 0), "warning"), (on(20, 0), "gone")]),
        ("stp-dong-thap", [(on(12, 20), "info"), (on(13, 0), "warning"), (on(20, 0), "error"), (on(20, 17), "gone")]),
    ):
        assert week.events(unit, "not_submitted") == grades, unit


def test_borderline_and_late_are_told_apart_by_arrival(week: Week) -> None:
    """Whatever the instant of the poll: the last second before the deadline is in time, the first one after is not."""
    for unit, codes in (
        ("stp-ha-giang", set()),
        ("stp-ben-tre", set()),  # in the last second, seen at the deadline
        ("stp-ca-mau", {"arrival_borderline"}),  # at the very deadline, in the same poll
        ("stp-dong-thap", {"arrival_borderline"}),
        ("stp-ninh-binh", {"late_arrival"}),  # five seconds after the grace
        ("stp-soc-trang", {"late_arrival"}),
    ):
        found = week.rows("select distinct code from finding_events where unit = ? and present", unit)
        assert {code for (code,) in found} & {"arrival_borderline", "late_arrival"} == codes, unit
    done = week.office.run("export", "json", now="2024-11-23T12:00+07:00")
    assert done.code == 0, done
    timeliness = {entry["from"].split("@")[0].split("<")[1]: entry["timeliness"] for entry in done.json["messages"]}
    assert {name: timeliness[name] for name in ("stpbentre", "stpcamau", "stpninhbinh")} == {
        "stpbentre": "in_time",
        "stpcamau": "borderline",
        "stpninhbinh": "late",
    }


def test_a_link_that_fails_again_comes_back(week: Week) -> None:
    grades = [(on(15, 8), "warning"), (on(16, 15, 10), "gone"), (on(18, 15, 10), "warning"), (on(19, 16, 30), "gone")]
    assert week.events("stp-lai-chau", "link_view_only") == grades


def test_midnight_is_judged_by_the_clock_alone(week: Week) -> None:
    judged = {_instant(at) for (at,) in week.rows("select at from judgements")}
    awake = {on(day, 0) for day in range(13, 24)} - {on(16, 0)}
    assert awake <= judged
    assert on(16, 9, 10) in judged  # the night that it slept through


def test_there_is_one_backup_for_each_night(week: Week) -> None:
    assert kinds(week.clockwork.done, "backup") == BACKUPS


def test_an_hour_that_comes_twice_has_its_edition_once(week: Week) -> None:
    """The slot is noticed twice; the mail of the second hour is told, once, in the next edition."""
    digests = [at for kind, _, at, _ in week.clockwork.done if kind == "digest"]
    assert digests.count(on(19, 11, 30)) == 2
    refused = [(kind, state) for kind, _, _, state in week.clockwork.done if state != "done"]
    assert set(refused) <= {("judge", "failed")}  # nothing is judged before what was judged already
    assert on(19, 12, 50) in {_instant(at) for (at,) in week.rows("select at from judgements")}


def test_judging_waits_for_a_clock_that_was_set_back(tmp_path: Path) -> None:
    office = Office(tmp_path / "office").configure()
    with Clockwork(office.config, on(18, 23), timedelta(hours=2)) as clockwork:
        clockwork.start()
        clockwork.until(on(19, 0, 10))
        clockwork.set_back(timedelta(minutes=30))
        clockwork.due("judge")
        assert kinds(clockwork.done, "judge", "failed") == [on(18, 23, 40)]
        clockwork.until(on(19, 2))
        with clockwork.work.database.read() as connection:
            assert last_judgement(connection, "congress-2024") == on(19, 0)
        assert kinds(clockwork.done, "judge")[-1] == on(19, 0)


def test_a_first_start_owes_no_edition_of_an_hour_before_it(tmp_path: Path) -> None:
    office = Office(tmp_path / "office").configure()
    with Clockwork(office.config, on(20, 8), timedelta(hours=2)) as clockwork:
        clockwork.start()
        clockwork.until(on(20, 12))
        with clockwork.work.database.read() as connection:
            edition = last_edition(connection, "congress-2024", on(20, 12))
    assert edition == (on(20, 11, 30), on(20, 11, 30))
    assert len(kinds(clockwork.done, "digest")) == 1
